import {
  addDays,
  addMonths,
  daysBetween,
  lastDay,
  Money,
  periodOf,
  periodsBetween,
  Rate,
  type AccountingPeriod,
  type BusinessDate,
  type Id,
} from '../../../kernel/index.js';

export type LeaseId = Id<'lease'>;

/** Accounts of income from the common parts: parking, advertising, sites, telecom, parcel lockers, charging (domain.md 3). */
export const leaseKinds = ['4201.01', '4201.02', '4201.03', '4201.04', '4201.05', '4201.06'] as const;
export type LeaseKind = (typeof leaseKinds)[number];

const monthsOfSchedule = { MONTHLY: 1, QUARTERLY: 3, HALF_YEARLY: 6, YEARLY: 12 } as const;
export type LeaseSchedule = keyof typeof monthsOfSchedule;
export const leaseSchedules = Object.keys(monthsOfSchedule) as LeaseSchedule[];

/** When a lease falls due: `amount` yuan on `firstDueOn` and then every so many months, through its last day `to`. */
export interface LeaseTerms {
  readonly amount: Money;
  readonly schedule: LeaseSchedule;
  readonly firstDueOn: BusinessDate;
  readonly to: BusinessDate;
}

/** Terms with the days that each charge pays for: `from` is the first; `endedOn` the last where the lease ended before `to`. */
export interface RunningLease extends LeaseTerms {
  readonly from: BusinessDate;
  readonly endedOn: BusinessDate | null;
}

/**
 * The day on which a lease falls due in a month, or null when it does not: the day of the month of `firstDueOn`, or the last day of
 * a month that is too short for it. There is at most one, since the shortest schedule is monthly.
 */
export function dueOn(lease: Pick<LeaseTerms, 'schedule' | 'firstDueOn' | 'to'>, period: AccountingPeriod): BusinessDate | null {
  const first = periodOf(lease.firstDueOn);
  if (period < first || (periodsBetween(first, period).length - 1) % monthsOfSchedule[lease.schedule] !== 0) return null;
  const day = dayIn(period, lease.firstDueOn);
  return day > lease.to ? null : day;
}

/**
 * What falls due in a month, or null when nothing does. The first charge pays for the first run of months from `from`, the second for the
 * next, and so on, whether it is due before, in or after them. A lease that ended early is charged by days for the run in which it ended,
 * rounded half up once, and for no later one. Example: 3,000.00 a quarter from 01-01, ended on 02-15 → 46 of 91 days, 1,516.48.
 */
export function chargeDue(lease: RunningLease, period: AccountingPeriod): { readonly dueOn: BusinessDate; readonly amount: Money } | null {
  const due = dueOn(lease, period);
  if (due === null) return null;
  if (lease.endedOn === null) return { dueOn: due, amount: lease.amount };
  const months = periodsBetween(periodOf(lease.firstDueOn), period).length - 1;
  const [from, next] = [monthsAfter(lease.from, months), monthsAfter(lease.from, months + monthsOfSchedule[lease.schedule])];
  const [run, held] = [daysBetween(from, next), daysBetween(from, addDays(lease.endedOn, 1))];
  if (held <= 0) return null;
  if (held >= run) return { dueOn: due, amount: lease.amount };
  const [amount = lease.amount] = lease.amount.allocate([Rate.ofInteger(held), Rate.ofInteger(run - held)]);
  return amount.isZero ? null : { dueOn: due, amount };
}

/** The same day of a month so many months later, or the last day of a month that is too short for it. */
function monthsAfter(date: BusinessDate, months: number): BusinessDate {
  return dayIn(addMonths(periodOf(date), months), date);
}

function dayIn(period: AccountingPeriod, date: BusinessDate): BusinessDate {
  const day = `${period}-${date.slice(8)}` as BusinessDate;
  return day > lastDay(period) ? lastDay(period) : day;
}

/**
 * What comes off a charge that was accrued before an early end became known: first what is unpaid, then what was paid, which is owed back.
 * `rightAmount` is what the charge should have been; what was written off of it is gone.
 */
export function reductionOf(
  charge: { readonly amount: Money; readonly open: Money; readonly paid: Money },
  rightAmount: Money,
): { fromReceivable: Money; toAdvance: Money } {
  const atLeastNothing = (amount: Money): Money => Money.max(Money.zero, amount);
  return {
    fromReceivable: Money.min(charge.open, atLeastNothing(charge.amount.minus(rightAmount))),
    toAdvance: atLeastNothing(charge.paid.minus(rightAmount)),
  };
}

/** What ages of arrears are told apart, in days since a charge was due; the last has no end. */
export const arrearsAges = [30, 90, 180, 365] as const;

/** Places a charge among the ages: 0 for at most 30 days, 1 for at most 90 … 4 for more than a year. A charge that is not due yet is 0 days old. */
export function ageOf(charge: { readonly dueOn: BusinessDate }, on: BusinessDate): number {
  const days = Math.max(0, daysBetween(charge.dueOn, on));
  const place = arrearsAges.findIndex((most) => days <= most);
  return place === -1 ? arrearsAges.length : place;
}
