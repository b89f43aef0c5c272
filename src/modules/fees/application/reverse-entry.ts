import { Injectable } from '@nestjs/common';
import { addDays, assertAllowed, Clock, DomainError, Money, required, type BusinessDate } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { LedgerQueries, LedgerService, type Book, type EntryView, type Posting } from '../../ledger/index.js';
import { owedFrom } from '../domain/allocation.js';
import { billName } from '../domain/journals.js';
import { reversalRefusal } from '../domain/reversal.js';
import { Bill } from '../persistence/bill.js';
import { FeeQueries } from './fee-queries.js';
import type { BillView } from './fee-views.js';
import { Prepayments } from './prepayments.js';

/**
 * The entry by its number in the book; `reason` is kept with the bill and not published. With `returnPayments` what was paid of the bill
 * becomes a prepayment of its unit first (P03e); else a bill that was paid is refused.
 */
export interface ReverseEntryRequest {
  readonly seq: number;
  readonly reason: string;
  readonly returnPayments?: boolean;
}

export type EntryReversed = {
  readonly seq: number;
  readonly reversesSeq: number;
  readonly effectiveOn: BusinessDate;
  readonly voucherYear: number;
  readonly voucherNo: number;
  /** Yuan that are a prepayment again. */
  readonly returned: string;
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
    private readonly prepayments: Prepayments,
  ) {}

  /** @throws NOT_ALLOWED, LEDGER_ENTRY_MISSING, LEDGER_REVERSAL_OF_REVERSAL, LEDGER_ALREADY_REVERSED, FEES_BILL_PAID, FEES_REVERSAL_… naming what to correct instead */
  async execute(context: CommandContext, request: ReverseEntryRequest): Promise<Outcome<EntryReversed>> {
    assertAllowed(context.actor, 'entry.reverse');
    const { seq, reason, returnPayments = false } = request;
    return this.unitOfWork.once({ context, command: 'ReverseEntry', request: { seq, reason, returnPayments } }, async (tx) => {
      const book = await this.ledger.lock(tx);
      const bill = await this.reversibleBill(tx, seq);
      const posting = { by: context.actor.personId, at: this.clock.now() };
      const { returned, effectiveOn } = await this.givenBack(tx, posting, { bill, returnPayments, on: this.reversalDay(book, bill) });
      const posted = await this.ledger.reverse(tx, posting, { seq, effectiveOn, description: `billing error, ${billName(bill)} of ${bill.period}` });
      await tx.manager.update(Bill, { communityId: tx.communityId, id: bill.id }, { voidedOn: effectiveOn, voidReason: reason, voidSeq: posted.seq });
      if (returned.isPositive) await this.prepayments.apply(tx, posting, [bill.unitId]);
      return { seq: posted.seq, reversesSeq: seq, effectiveOn, voucherYear: posted.voucherYear, voucherNo: posted.voucherNo, returned: returned.toString() };
    });
  }

  /** Takes the payments off the bill (P03e); it is taken back on the day of the last of them, or on its own day where that is later. */
  private async givenBack(
    tx: Tx,
    posting: Posting,
    { bill, returnPayments, on }: { bill: BillView; returnPayments: boolean; on: BusinessDate },
  ): Promise<{ returned: Money; effectiveOn: BusinessDate }> {
    if (bill.paid.isZero) return { returned: Money.zero, effectiveOn: on };
    const standing = await this.prepayments.standing(tx, { billIds: [bill.id] });
    const refusal = new DomainError('FEES_BILL_PAID', { period: bill.period, paid: bill.paid.toString() });
    if (!returnPayments || !Money.sum(standing.map(({ amount }) => amount)).equals(bill.paid)) throw refusal;
    const returned = await this.prepayments.giveBack(tx, posting, standing, on);
    return { returned, effectiveOn: standing.reduce((latest, { effectiveOn }) => (effectiveOn > latest ? effectiveOn : latest), on) };
  }

  private async reversibleBill(tx: Tx, seq: number): Promise<BillView> {
    const entry = await this.books.entry(tx, seq);
    if (!entry) throw new DomainError('LEDGER_ENTRY_MISSING', { seq });
    refuseOtherDocument(entry);
    const bill = required(await this.fees.billOfEntry(tx, seq), 'bill of an entry P01');
    if (bill.state === 'VOID') throw new DomainError('LEDGER_ALREADY_REVERSED', { seq });
    if (!bill.waived.isZero) throw new DomainError('BILL_CORRECTION_WAIVED', { waived: bill.waived.toString() });
    const [late] = await tx.query<{ open: string }>(
      'select sum(amount - waived - paid)::numeric(18,2) as open from mingbai.late_fee where community_id = $1 and bill_id = $2 having sum(amount - waived - paid) > 0',
      [tx.communityId, bill.id],
    );
    if (late) throw new DomainError('BILL_CORRECTION_LATE_FEES', { open: late.open });
    return bill;
  }

  /** The bill's own day while its month is open, so that the month shows it never was; else today. */
  private reversalDay(book: Book, bill: BillView): BusinessDate {
    const billedOn = owedFrom(bill);
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
