import { Injectable } from '@nestjs/common';
import { addDays, assertAllowed, Clock, DomainError, firstDay, required, type BusinessDate } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { LedgerQueries, LedgerService, type Book, type EntryView } from '../../ledger/index.js';
import { reversalRefusal } from '../domain/reversal.js';
import { Bill } from '../persistence/bill.js';
import { FeeQueries } from './fee-queries.js';
import type { BillView } from './fee-views.js';

/** The entry by its number in the book; `reason` is kept with the bill and not published. */
export interface ReverseEntryRequest {
  readonly seq: number;
  readonly reason: string;
}

export type EntryReversed = {
  readonly seq: number;
  readonly reversesSeq: number;
  readonly effectiveOn: BusinessDate;
  readonly voucherYear: number;
  readonly voucherNo: number;
};

/** Takes back a bill that was wrong (P05): reverses its entry and makes it void. Entries of every other document follow that document. */
@Injectable()
export class ReverseEntry {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly books: LedgerQueries,
    private readonly fees: FeeQueries,
  ) {}

  /** @throws NOT_ALLOWED, LEDGER_ENTRY_MISSING, LEDGER_REVERSAL_OF_REVERSAL, LEDGER_ALREADY_REVERSED, FEES_BILL_PAID, FEES_REVERSAL_… naming what to correct instead */
  async execute(context: CommandContext, request: ReverseEntryRequest): Promise<Outcome<EntryReversed>> {
    assertAllowed(context.actor, 'entry.reverse');
    const { seq, reason } = request;
    return this.unitOfWork.once({ context, command: 'ReverseEntry', request: { seq, reason } }, async (tx) => {
      const book = await this.ledger.lock(tx);
      const bill = await this.reversibleBill(tx, seq);
      const effectiveOn = this.reversalDay(book, bill);
      const posting = { by: context.actor.personId, at: this.clock.now() };
      const posted = await this.ledger.reverse(tx, posting, { seq, effectiveOn, description: `billing error, property fee of ${bill.period}` });
      await tx.manager.update(Bill, { communityId: tx.communityId, id: bill.id }, { voidedOn: effectiveOn, voidReason: reason, voidSeq: posted.seq });
      return { seq: posted.seq, reversesSeq: seq, effectiveOn, voucherYear: posted.voucherYear, voucherNo: posted.voucherNo };
    });
  }

  private async reversibleBill(tx: Tx, seq: number): Promise<BillView> {
    const entry = await this.books.entry(tx, seq);
    if (!entry) throw new DomainError('LEDGER_ENTRY_MISSING', { seq });
    refuseOtherDocument(entry);
    const bill = required(await this.fees.billOfEntry(tx, seq), 'bill of an entry P01');
    if (bill.state === 'VOID') throw new DomainError('LEDGER_ALREADY_REVERSED', { seq });
    if (!bill.paid.isZero) throw new DomainError('FEES_BILL_PAID', { period: bill.period, paid: bill.paid.toString() });
    return bill;
  }

  /** The bill's own day while its month is open, so that the month shows it never was; else today. */
  private reversalDay(book: Book, bill: BillView): BusinessDate {
    const billedOn = firstDay(bill.period);
    const firstOpenDay = addDays(book.closedThrough, 1);
    const today = this.clock.today();
    return billedOn >= firstOpenDay ? billedOn : today > firstOpenDay ? today : firstOpenDay;
  }
}

function refuseOtherDocument(entry: EntryView): void {
  const { seq, rule } = entry;
  if (entry.reversesSeq !== null) throw new DomainError('LEDGER_REVERSAL_OF_REVERSAL', { seq });
  if (rule !== 'P01') throw new DomainError(reversalRefusal(entry), { seq, rule });
}
