import { addDays, canonicalJson, daysBetween, Money, Rate, sha256Hex, type AccountingPeriod, type BusinessDate } from '../../../kernel/index.js';
import type { UnitId } from '../../communities/index.js';
import type { BillId } from './allocation.js';

/** What changed the principal of a bill: above 0 it was settled, below 0 what had settled it was given back. `on` is the bank's day of a payment. */
export interface PrincipalMove {
  readonly on: BusinessDate;
  readonly amount: Money;
}

/** A bill that was late on some day. */
export interface LateBill {
  readonly id: BillId;
  readonly unitId: UnitId;
  readonly unitCode: string;
  readonly item: string;
  readonly period: AccountingPeriod;
  readonly amount: Money;
  /** The last day on which paying was in time. */
  readonly dueOn: BusinessDate;
  /** The last day that a late fee was charged for; null before the first. */
  readonly lateThrough: BusinessDate | null;
  /** Late fees charged so far. */
  readonly charged: Money;
  readonly moves: readonly PrincipalMove[];
}

/** A late fee as it will be written: principal × rate × days, rounded half up once, or less where the cap is reached. */
export interface PlannedLateFee {
  readonly billId: BillId;
  readonly unitId: UnitId;
  readonly unitCode: string;
  readonly item: string;
  readonly period: AccountingPeriod;
  readonly from: BusinessDate;
  readonly to: BusinessDate;
  readonly days: number;
  readonly principal: Money;
  readonly rate: Rate;
  readonly amount: Money;
  readonly capped: boolean;
}

/**
 * Late fees of a bill through a day (P07): simple interest on what was open on each day after the due date, one row for the days on which
 * that was the same. The day on which the bank had the money is the last that counts. All late fees of a bill together never exceed it.
 * Example: 225.69 over 47 days at 0.05 % a day is 5.30.
 */
export function lateFeesOf(bill: LateBill, rate: Rate, through: BusinessDate): PlannedLateFee[] {
  const { id: billId, unitId, unitCode, item, period } = bill;
  let left = bill.amount.minus(bill.charged);
  return spansOf(bill, through).flatMap(({ from, to, principal }): PlannedLateFee[] => {
    const days = daysBetween(from, to) + 1;
    const interest = principal.times(rate.times(Rate.ofInteger(days)));
    const amount = Money.min(interest, left);
    if (!amount.isPositive) return [];
    left = left.minus(amount);
    return [{ billId, unitId, unitCode, item, period, from, to, days, principal, rate, amount, capped: amount.lessThan(interest) }];
  });
}

/** SHA-256 of what will be charged; a confirmation carries it. */
export function lateFeeFingerprint(through: BusinessDate, fees: readonly PlannedLateFee[]): string {
  const rows = fees.map(({ billId, from, to, principal, rate, amount }) => [billId, from, to, principal, rate, amount].map(String));
  return sha256Hex(canonicalJson({ through, rows }));
}

/** Days on which the same principal was open, from the first that was not charged yet; days with nothing open are left out. */
function spansOf({ amount, dueOn, lateThrough, moves }: LateBill, through: BusinessDate): { from: BusinessDate; to: BusinessDate; principal: Money }[] {
  const first = addDays(lateThrough !== null && lateThrough > dueOn ? lateThrough : dueOn, 1);
  const changes = moves.map((move) => addDays(move.on, 1)).filter((day) => day > first && day <= through);
  const openFrom = (day: BusinessDate): Money => amount.minus(Money.sum(moves.filter((move) => move.on < day).map((move) => move.amount)));
  const starts = [...new Set([first, ...changes])]
    .filter((day) => day <= through)
    .toSorted()
    .map((from) => ({ from, principal: openFrom(from) }))
    .filter(({ principal }, index, all) => !all[index - 1]?.principal.equals(principal)); // what came and went on one day changed nothing
  return starts.flatMap(({ from, principal }, index) => {
    const next = starts[index + 1];
    return principal.isPositive ? [{ from, to: next === undefined ? through : addDays(next.from, -1), principal }] : [];
  });
}
