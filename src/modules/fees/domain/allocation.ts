import { assert, firstDay, Money, type AccountingPeriod, type BusinessDate, type Id } from '../../../kernel/index.js';
import type { UnitId } from '../../communities/index.js';

export type BillId = Id<'bill'>;
export type LateFeeId = Id<'late_fee'>;

/** A bill of which something is unpaid. */
export interface OpenBill {
  readonly id: BillId;
  readonly unitId: UnitId;
  readonly period: AccountingPeriod;
  /** The day from which it counts where it was made after its month; else it counts from the first day of its month. */
  readonly bookedOn?: BusinessDate | null;
  /** Yuan unpaid, above 0. */
  readonly open: Money;
}

/** The day from which a bill is owed. */
export function owedFrom({ period, bookedOn = null }: Pick<OpenBill, 'period' | 'bookedOn'>): BusinessDate {
  return bookedOn ?? firstDay(period);
}

/** A late fee of which something is unpaid. `period` is its age, the month through which it was counted; it is owed from `billedOn`. */
export interface OpenLateFee {
  readonly id: LateFeeId;
  readonly unitId: UnitId;
  readonly period: AccountingPeriod;
  readonly billedOn: BusinessDate;
  readonly open: Money;
}

export interface Allocation {
  readonly billId: BillId;
  readonly amount: Money;
}

export interface LateFeeAllocation {
  readonly lateFeeId: LateFeeId;
  readonly amount: Money;
}

/** What a payer says the money is for: bills, or everything of some months. Both may be named; neither needs to be. */
export interface NamedByPayer {
  readonly billIds?: readonly BillId[];
  readonly periods?: readonly AccountingPeriod[];
}

/** What an amount settles: bills, late fees, and what is left over. They add up to the amount, to the fen. */
export interface Settlement {
  readonly allocations: readonly Allocation[];
  readonly lateFees: readonly LateFeeAllocation[];
  readonly excess: Money;
}

/**
 * What a receipt settles: what the payer named first, then the oldest; a late fee after the bills of its age; none beyond what it has
 * open; the rest is a prepayment (P02, P07p). Example: 100.00 for January 75.23 and February 75.23 settles 75.23 and 24.77, or, when
 * February is named, February's 75.23 and 24.77 of January. Σ allocations + Σ late fees + excess = amount, to the fen.
 */
export function allocateReceipt(
  openBills: readonly OpenBill[],
  amount: Money,
  { billIds = [], periods = [] }: NamedByPayer = {},
  openLateFees: readonly OpenLateFee[] = [],
): Settlement {
  assert(amount.isPositive, `a receipt of ${amount.toString()} is none`);
  const turn = (isNamed: boolean, period: AccountingPeriod, kind: 'bill' | 'late') => `${isNamed ? 0 : 1} ${period} ${kind}`;
  const bills = openBills.map((bill) => ({
    bill,
    late: null,
    id: bill.id,
    open: bill.open,
    turn: turn(billIds.includes(bill.id) || periods.includes(bill.period), bill.period, 'bill'),
  }));
  const late = openLateFees.map((fee) => ({ bill: null, late: fee, id: fee.id, open: fee.open, turn: turn(periods.includes(fee.period), fee.period, 'late') }));
  const [allocations, lateFees]: [Allocation[], LateFeeAllocation[]] = [[], []];
  let excess = amount;
  for (const item of [...bills, ...late].toSorted((a, b) => (a.turn < b.turn ? -1 : a.turn > b.turn ? 1 : a.id - b.id))) {
    if (excess.isZero) break;
    const part = Money.min(item.open, excess);
    if (item.bill) allocations.push({ billId: item.bill.id, amount: part });
    else lateFees.push({ lateFeeId: item.late.id, amount: part });
    excess = excess.minus(part);
  }
  return { allocations, lateFees, excess };
}

/** Money that came in for a unit. `effectiveOn` is the day on which it counts as paid. */
export interface IncomingReceipt extends NamedByPayer {
  readonly unitId: UnitId;
  readonly amount: Money;
  readonly effectiveOn: BusinessDate;
}

/**
 * Allocates several receipts one after the other, earliest first, so that no bill is paid twice. A receipt settles only what is owed on
 * its day: money that came on 31 January cannot have paid February's bill, it waits as a prepayment until the 1st.
 * @returns the allocation of each receipt, in the order given
 */
export function allocateReceipts(
  openBills: readonly OpenBill[],
  receipts: readonly IncomingReceipt[],
  openLateFees: readonly OpenLateFee[] = [],
): Settlement[] {
  const [bills, late] = [byUnit(openBills), byUnit(openLateFees)];
  const results = new Map<IncomingReceipt, Settlement>();
  for (const receipt of receipts.toSorted((a, b) => (a.effectiveOn < b.effectiveOn ? -1 : a.effectiveOn > b.effectiveOn ? 1 : 0))) {
    const [ofUnit, lateOfUnit] = [bills.get(receipt.unitId) ?? [], late.get(receipt.unitId) ?? []];
    const owed = ofUnit.filter((bill) => owedFrom(bill) <= receipt.effectiveOn);
    const lateOwed = lateOfUnit.filter((fee) => fee.billedOn <= receipt.effectiveOn);
    const result = allocateReceipt(owed, receipt.amount, receipt, lateOwed);
    results.set(receipt, result);
    bills.set(receipt.unitId, reduced(ofUnit, new Map(result.allocations.map((part) => [part.billId, part.amount]))));
    late.set(receipt.unitId, reduced(lateOfUnit, new Map(result.lateFees.map((part) => [part.lateFeeId, part.amount]))));
  }
  return receipts.map((receipt) => results.get(receipt) ?? { allocations: [], lateFees: [], excess: receipt.amount });
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
    const owed = new Map(bills.map((bill) => [bill.id, bill]));
    return allocateReceipt(bills, amount).allocations.flatMap((allocation) => {
      const bill = owed.get(allocation.billId);
      assert(bill, 'a bill that was allocated is one of those given');
      const effectiveOn = latest([owedFrom(bill), since, firstOpenDay]);
      return [{ ...allocation, unitId, period: bill.period, effectiveOn }];
    });
  });
}

/** What settled something of a bill and has not been given back. */
export interface Settled {
  readonly id: Id<'allocation'>;
  readonly amount: Money;
  readonly effectiveOn: BusinessDate;
}

/**
 * Which applied prepayments must be given back so that `needed` yuan of them are prepayments again: the newest first, each whole (what is
 * too much is applied anew). @returns them, or null when all together are not enough
 */
export function takeBack<Applied extends Settled>(applied: readonly Applied[], needed: Money): Applied[] | null {
  const taken: Applied[] = [];
  let missing = needed;
  for (const prepayment of applied.toSorted((a, b) => (a.effectiveOn > b.effectiveOn ? -1 : a.effectiveOn < b.effectiveOn ? 1 : b.id - a.id))) {
    if (!missing.isPositive) break;
    taken.push(prepayment);
    missing = missing.minus(prepayment.amount);
  }
  return missing.isPositive ? null : taken;
}

/** The latest of some days. */
export function latest([first, ...rest]: readonly [BusinessDate, ...BusinessDate[]]): BusinessDate {
  return rest.reduce((a, b) => (a > b ? a : b), first);
}

function byUnit<Item extends { readonly unitId: UnitId }>(items: readonly Item[]): Map<UnitId, Item[]> {
  const groups = new Map<UnitId, Item[]>();
  for (const item of items) groups.set(item.unitId, [...(groups.get(item.unitId) ?? []), item]);
  return groups;
}

/** The items with what was settled taken off, without those that are paid now. */
function reduced<Item extends { readonly id: Id<string>; readonly open: Money }>(items: readonly Item[], settled: ReadonlyMap<Id<string>, Money>): Item[] {
  return items.map((item) => ({ ...item, open: item.open.minus(settled.get(item.id) ?? Money.zero) })).filter((item) => item.open.isPositive);
}
