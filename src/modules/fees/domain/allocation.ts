import { assert, firstDay, Money, type AccountingPeriod, type BusinessDate, type Id } from '../../../kernel/index.js';
import type { UnitId } from '../../communities/index.js';

export type BillId = Id<'bill'>;

/** A bill of which something is unpaid. It is owed from the first day of its month. */
export interface OpenBill {
  readonly id: BillId;
  readonly unitId: UnitId;
  readonly period: AccountingPeriod;
  /** Yuan unpaid, above 0. */
  readonly open: Money;
}

export interface Allocation {
  readonly billId: BillId;
  readonly amount: Money;
}

/**
 * What a receipt settles: the named bill first, then the oldest, none beyond what it has open; the rest is a prepayment (P02).
 * Σ allocations + excess = amount, to the fen.
 */
export function allocateReceipt(openBills: readonly OpenBill[], amount: Money, namedBillId?: BillId): { allocations: Allocation[]; excess: Money } {
  assert(amount.isPositive, `a receipt of ${amount.toString()} is none`);
  const turn = (bill: OpenBill) => (bill.id === namedBillId ? '' : bill.period);
  const allocations: Allocation[] = [];
  let excess = amount;
  for (const bill of openBills.toSorted((a, b) => (turn(a) < turn(b) ? -1 : turn(a) > turn(b) ? 1 : a.id - b.id))) {
    if (excess.isZero) break;
    const part = Money.min(bill.open, excess);
    allocations.push({ billId: bill.id, amount: part });
    excess = excess.minus(part);
  }
  return { allocations, excess };
}

/** Money that came in for a unit. `effectiveOn` is the day on which it counts as paid. */
export interface IncomingReceipt {
  readonly unitId: UnitId;
  readonly amount: Money;
  readonly effectiveOn: BusinessDate;
  readonly billId?: BillId;
}

/**
 * Allocates several receipts one after the other, earliest first, so that no bill is paid twice. A receipt settles only bills that
 * are owed on its day: money that came on 31 January cannot have paid February's bill, it waits as a prepayment until the 1st.
 * @returns the allocation of each receipt, in the order given
 */
export function allocateReceipts(openBills: readonly OpenBill[], receipts: readonly IncomingReceipt[]): { allocations: Allocation[]; excess: Money }[] {
  const bills = byUnit(openBills);
  const results = new Map<IncomingReceipt, { allocations: Allocation[]; excess: Money }>();
  for (const receipt of receipts.toSorted((a, b) => (a.effectiveOn < b.effectiveOn ? -1 : a.effectiveOn > b.effectiveOn ? 1 : 0))) {
    const ofUnit = bills.get(receipt.unitId) ?? [];
    const owed = ofUnit.filter((bill) => firstDay(bill.period) <= receipt.effectiveOn);
    const result = allocateReceipt(owed, receipt.amount, receipt.billId);
    results.set(receipt, result);
    bills.set(receipt.unitId, reduced(ofUnit, result.allocations));
  }
  return receipts.map((receipt) => results.get(receipt) ?? { allocations: [], excess: receipt.amount });
}

/** Money of a unit that is paid in advance. `since` is the day on which the last of it came. */
export interface Prepayment {
  readonly unitId: UnitId;
  readonly amount: Money;
  readonly since: BusinessDate;
}

export interface AppliedPrepayment extends Allocation {
  readonly unitId: UnitId;
  readonly period: AccountingPeriod;
  readonly effectiveOn: BusinessDate;
}

/**
 * What prepayments settle of open bills, oldest first (P03). A bill is settled on the day on which it is owed and the money is there,
 * in a month that is still open: the latest of the bill's first day, `since` and `firstOpenDay`.
 */
export function applyPrepayments(openBills: readonly OpenBill[], prepayments: readonly Prepayment[], firstOpenDay: BusinessDate): AppliedPrepayment[] {
  const billsOf = byUnit(openBills);
  return prepayments.flatMap(({ unitId, amount, since }) => {
    const bills = billsOf.get(unitId) ?? [];
    const periods = new Map(bills.map((bill) => [bill.id, bill.period]));
    return allocateReceipt(bills, amount).allocations.flatMap((allocation) => {
      const period = periods.get(allocation.billId);
      assert(period, 'a bill that was allocated is one of those given');
      const effectiveOn = [firstDay(period), since, firstOpenDay].reduce((a, b) => (a > b ? a : b));
      return [{ ...allocation, unitId, period, effectiveOn }];
    });
  });
}

function byUnit(bills: readonly OpenBill[]): Map<UnitId, OpenBill[]> {
  const groups = new Map<UnitId, OpenBill[]>();
  for (const bill of bills) groups.set(bill.unitId, [...(groups.get(bill.unitId) ?? []), bill]);
  return groups;
}

/** The bills with the allocations taken off, without those that are paid now. */
function reduced(bills: readonly OpenBill[], allocations: readonly Allocation[]): OpenBill[] {
  const paid = new Map(allocations.map((allocation) => [allocation.billId, allocation.amount]));
  return bills.map((bill) => ({ ...bill, open: bill.open.minus(paid.get(bill.id) ?? Money.zero) })).filter((bill) => bill.open.isPositive);
}
