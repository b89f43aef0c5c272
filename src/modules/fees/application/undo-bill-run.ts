import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, firstDay, type AccountingPeriod, type BusinessDate } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { isPlainText } from '../../communities/index.js';
import { LedgerService, type Posting } from '../../ledger/index.js';
import { owedFrom } from '../domain/allocation.js';
import { billName } from '../domain/journals.js';
import { BillRun } from '../persistence/bill-run.js';
import { FeeQueries } from './fee-queries.js';
import type { BillRunView, BillView } from './fee-views.js';
import { Prepayments } from './prepayments.js';

/** The run of a month, or one of its supplements, whole; `reason` is kept with it and with its bills. */
export interface UndoBillRunRequest {
  readonly period: AccountingPeriod;
  readonly reason: string;
  /** The number of a supplementary run. */
  readonly supplement?: number;
}

/** What was taken back; prepayments that the run had used are prepayments again. */
export type BillRunUndone = { readonly period: AccountingPeriod; readonly bills: number; readonly total: string; readonly prepaymentBack: string };

/**
 * Takes a whole bill run back while nobody has paid: prepayments go back to their units (P03e), each bill's entry is reversed on its own
 * day, and the month can be billed again.
 */
@Injectable()
export class UndoBillRun {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly fees: FeeQueries,
    private readonly prepayments: Prepayments,
  ) {}

  /** @throws NOT_ALLOWED, BILLING_RUN_NONE, BILLING_SUPPLEMENT_NONE, BILLING_RUN_SUPPLEMENTED, LEDGER_PERIOD_CLOSED, BILLING_RUN_SETTLED naming the first bill that somebody paid or that was waived, BILLING_TEXT */
  async execute(context: CommandContext, { period, reason, supplement }: UndoBillRunRequest): Promise<Outcome<BillRunUndone>> {
    assertAllowed(context.actor, 'fee.bill');
    if (!isPlainText(reason, 200)) throw new DomainError('BILLING_TEXT', { field: 'reason', max: 200 });
    return this.unitOfWork.once(
      { context, command: 'UndoBillRun', request: { period, reason, ...(supplement !== undefined && { supplement }) } },
      async (tx) => {
        const posting = { by: context.actor.personId, at: this.clock.now() };
        const { run, bills, on } = await this.reversibleRun(tx, period, supplement);
        const prepaymentBack = await this.giveBack(tx, posting, { bills, on });
        await this.reverse(tx, posting, { bills, on, reason });
        const undone = { undoneAt: posting.at, undoneBy: posting.by, undoReason: reason };
        await tx.manager.update(BillRun, { communityId: tx.communityId, id: run.id as BillRun['id'] }, undone);
        return { period, bills: bills.length, total: run.total.toString(), prepaymentBack };
      },
    );
  }

  /** The run with its bills in force and the day from which they count. */
  private async reversibleRun(
    tx: Tx,
    period: AccountingPeriod,
    supplement: number | undefined,
  ): Promise<{ run: BillRunView; bills: readonly BillView[]; on: BusinessDate }> {
    const { closedThrough } = await this.ledger.lock(tx);
    const supplements = await this.fees.supplements(tx, period);
    const run = supplement === undefined ? await this.fees.billRun(tx, period) : supplements.find(({ id }) => id === supplement);
    if (!run)
      throw supplement === undefined ? new DomainError('BILLING_RUN_NONE', { period }) : new DomainError('BILLING_SUPPLEMENT_NONE', { period, supplement });
    const bills = await this.fees.billsOfRun(tx, run.id);
    const [first] = bills;
    const on = first ? owedFrom(first) : firstDay(period);
    if (on <= closedThrough) throw new DomainError('LEDGER_PERIOD_CLOSED', { date: on, closedThrough });
    if (supplement === undefined && supplements.length > 0) throw new DomainError('BILLING_RUN_SUPPLEMENTED', { period, supplements: supplements.length });
    return { run, bills, on };
  }

  /** Only what prepayments settled may be given back: money that came for the bills belongs to their payers' receipts. */
  private async giveBack(tx: Tx, posting: Posting, { bills, on }: { bills: readonly BillView[]; on: BusinessDate }): Promise<string> {
    const standing = await this.prepayments.standing(tx, { billIds: bills.filter((bill) => !bill.paid.isZero).map((bill) => bill.id) });
    const applied = new Map<number, BillView['paid']>();
    for (const { billId, receiptId, amount } of standing) if (receiptId === null) applied.set(billId, applied.get(billId)?.plus(amount) ?? amount);
    const settled = bills.find((bill) => !bill.waived.isZero || !(applied.get(bill.id)?.equals(bill.paid) ?? bill.paid.isZero));
    if (settled)
      throw new DomainError('BILLING_RUN_SETTLED', { period: settled.period, unit: settled.unitCode, settled: settled.paid.plus(settled.waived).toString() });
    return (await this.prepayments.giveBack(tx, posting, standing, on)).toString();
  }

  private async reverse(tx: Tx, posting: Posting, { bills, on, reason }: { bills: readonly BillView[]; on: BusinessDate; reason: string }): Promise<void> {
    const reversals = bills.map((bill) => ({ seq: bill.entrySeq, effectiveOn: on, description: `bill run undone, ${billName(bill)} of ${bill.period}` }));
    const entries = await this.ledger.reverseAll(tx, posting, reversals);
    await tx.query(
      `update mingbai.bill b set voided_on = $2, void_reason = $3, void_seq = v.seq from unnest($4::bigint[], $5::bigint[]) v(id, seq) where b.community_id = $1 and b.id = v.id`,
      [tx.communityId, on, reason, bills.map((bill) => bill.id), entries.map((entry) => entry.seq)],
    );
  }
}
