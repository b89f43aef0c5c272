import { Injectable } from '@nestjs/common';
import { addDays, DomainError, Money, required, type AccountingPeriod, type BusinessDate, type Id } from '../../../kernel/index.js';
import { insertRows, readMoney, type Raw, type Tx } from '../../../platform/database/index.js';
import type { UnitId } from '../../communities/index.js';
import { LedgerQueries, LedgerService, type Posting } from '../../ledger/index.js';
import { applyPrepayments, latest, type AppliedPrepayment, type BillId, type OpenBill, type Settled } from '../domain/allocation.js';
import { journalForPrepayment, journalForPrepaymentBack } from '../domain/receipt-journals.js';
import { receiptNumber } from '../domain/receipt.js';
import { BillAllocation } from '../persistence/allocation.js';
import { FeeQueries } from './fee-queries.js';

/** What settles something of a bill at present: by a receipt, or, without one, a prepayment that was applied. */
export interface StandingAllocation extends Settled {
  readonly billId: BillId;
  readonly unitId: UnitId;
  readonly period: AccountingPeriod;
  readonly receiptId: Id<'receipt'> | null;
}

/** Which of them: of some bills, of a receipt, the prepayments that were applied for a unit, or of its other receipts whose money is at the bank. */
export type StandingFilter =
  | { readonly billIds: readonly BillId[] }
  | { readonly receiptId: Id<'receipt'> }
  | { readonly prepaidBy: UnitId }
  | { readonly receivedBy: UnitId; readonly butOf: Id<'receipt'> };

const AT_THE_BANK = `not exists (select from mingbai.channel_payment p where p.community_id = $1 and p.receipt_id = a.receipt_id and p.batch_id is null and p.undone_at is null)`;

/** Settles open bills out of what their units have paid in advance (P03), and takes payments off bills again (P03e). */
@Injectable()
export class Prepayments {
  constructor(
    private readonly ledger: LedgerService,
    private readonly books: LedgerQueries,
    private readonly fees: FeeQueries,
  ) {}

  /** Of all units, or of those named, on no day before `notBefore`; the caller holds the lock of the book. @returns the yuan that were applied */
  async apply(tx: Tx, posting: Posting, unitIds?: readonly UnitId[], notBefore?: BusinessDate): Promise<Money> {
    const prepayments = await this.fees.prepayments(tx, unitIds);
    if (prepayments.length === 0) return Money.zero;
    const units = prepayments.map((prepayment) => prepayment.unitId);
    const book = required(await this.books.book(tx), 'book');
    const firstOpenDay = addDays(book.closedThrough, 1);
    const applied = applyPrepayments(await this.fees.openBills(tx, units), prepayments, latest([firstOpenDay, notBefore ?? firstOpenDay]));
    await this.settle(tx, posting, applied);
    return Money.sum(applied.map((prepayment) => prepayment.amount));
  }

  /**
   * The yuan that `apply` would settle if these bills were made now: the same reckoning, with nothing written. Of all units, or of those named.
   */
  async foreseen(tx: Tx, bills: readonly (Omit<OpenBill, 'id' | 'open'> & { readonly amount: Money })[], unitIds?: readonly UnitId[]): Promise<Money> {
    const prepayments = await this.fees.prepayments(tx, unitIds);
    if (prepayments.length === 0) return Money.zero;
    const units = prepayments.map((prepayment) => prepayment.unitId);
    const book = required(await this.books.book(tx), 'book');
    // what is made last has the highest number
    const planned = bills.map(({ amount: open, ...bill }, index) => ({ ...bill, open, id: (Number.MAX_SAFE_INTEGER - bills.length + index) as BillId }));
    const applied = applyPrepayments([...(await this.fees.openBills(tx, units)), ...planned], prepayments, addDays(book.closedThrough, 1));
    return Money.sum(applied.map((prepayment) => prepayment.amount));
  }

  /** P03 for each, as it is given; the caller has made sure that the units hold as much in advance. */
  async settle(tx: Tx, posting: Posting, applied: readonly AppliedPrepayment[]): Promise<void> {
    const firstId = await this.ledger.takeIds(tx, applied.length);
    const documents = applied.map((prepayment, index) => ({ ...prepayment, id: (firstId + index) as Id<'allocation'> }));
    const entries = await this.ledger.post(tx, posting, documents.map(journalForPrepayment));
    const rows = documents.map(({ id, billId, unitId, amount, effectiveOn }, index) => {
      const { seq: entrySeq } = required(entries[index], 'entry');
      return { communityId: tx.communityId, id, billId, unitId, receiptId: null, firmDueId: null, givesBackId: null, amount, effectiveOn, entrySeq };
    });
    await insertRows(tx, BillAllocation, rows);
  }

  /** What settles something now and was not given back, oldest first. Money that the firm took is none of it. */
  async standing(tx: Tx, filter: StandingFilter): Promise<StandingAllocation[]> {
    const [where, value] =
      'billIds' in filter
        ? ['a.bill_id = any ($2::bigint[])', filter.billIds]
        : 'receiptId' in filter
          ? ['a.receipt_id = $2', filter.receiptId]
          : 'prepaidBy' in filter
            ? ['a.unit_id = $2 and a.receipt_id is null', filter.prepaidBy]
            : [`a.unit_id = ($2::bigint[])[1] and a.receipt_id <> ($2::bigint[])[2] and ${AT_THE_BANK}`, [filter.receivedBy, filter.butOf]];
    const rows = await tx.query<Raw<StandingAllocation>>(
      `select a.id, a.bill_id as "billId", a.unit_id as "unitId", b.period, a.receipt_id as "receiptId", a.amount, a.effective_on as "effectiveOn"
       from mingbai.allocation a join mingbai.bill b on b.community_id = $1 and b.id = a.bill_id
       where a.community_id = $1 and ${where} and a.firm_due_id is null and a.amount > 0
         and not exists (select from mingbai.allocation g where g.community_id = $1 and g.gives_back_id = a.id) order by a.effective_on, a.id`,
      [tx.communityId, value],
    );
    return rows.map((row) => readMoney<StandingAllocation>(row, ['amount']));
  }

  /**
   * P03e for each, whole: the bill is open again and the money a prepayment of its unit, on a day, or on that of the payment where this is
   * later. Nothing is applied anew: that is the caller's to want. @returns the yuan that were given back
   * @throws RECEIPT_IN_TRANSIT where a channel still holds the money
   */
  async giveBack(tx: Tx, posting: Posting, standing: readonly StandingAllocation[], on: BusinessDate): Promise<Money> {
    await this.refuseInTransit(tx, standing);
    const firstId = await this.ledger.takeIds(tx, standing.length);
    const documents = standing.map((allocation, index) => ({
      ...allocation,
      id: (firstId + index) as Id<'allocation'>,
      givesBackId: allocation.id,
      effectiveOn: latest([allocation.effectiveOn, on]),
    }));
    const entries = await this.ledger.post(tx, posting, documents.map(journalForPrepaymentBack));
    const rows = documents.map(({ id, billId, unitId, amount, effectiveOn, givesBackId }, index) => {
      const { seq: entrySeq } = required(entries[index], 'entry');
      return {
        communityId: tx.communityId,
        id,
        billId,
        unitId,
        receiptId: null,
        firmDueId: null,
        givesBackId,
        amount: amount.negated(),
        effectiveOn,
        entrySeq,
      };
    });
    await insertRows(tx, BillAllocation, rows);
    return Money.sum(standing.map(({ amount }) => amount));
  }

  /** A prepayment is money at the bank: what a channel still holds cannot become one. */
  private async refuseInTransit(tx: Tx, standing: readonly StandingAllocation[]): Promise<void> {
    const [waiting] = await tx.query<{ year: number; no: number }>(
      `select r.year, r.no from mingbai.channel_payment p join mingbai.receipt r on r.community_id = $1 and r.id = p.receipt_id
       where p.community_id = $1 and p.receipt_id = any ($2::bigint[]) and p.batch_id is null and p.undone_at is null order by r.id limit 1`,
      [tx.communityId, standing.flatMap(({ receiptId }) => receiptId ?? [])],
    );
    if (waiting) throw new DomainError('RECEIPT_IN_TRANSIT', { receipt: receiptNumber(waiting.year, waiting.no) });
  }
}
