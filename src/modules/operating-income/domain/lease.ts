import { lastDay, periodOf, periodsBetween, type AccountingPeriod, type BusinessDate, type Id, type Money } from '../../../kernel/index.js';

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

/**
 * The day on which a lease falls due in a month, or null when it does not: the day of the month of `firstDueOn`, or the last day of
 * a month that is too short for it. There is at most one, since the shortest schedule is monthly.
 */
export function dueOn(lease: Pick<LeaseTerms, 'schedule' | 'firstDueOn' | 'to'>, period: AccountingPeriod): BusinessDate | null {
  const first = periodOf(lease.firstDueOn);
  if (period < first || (periodsBetween(first, period).length - 1) % monthsOfSchedule[lease.schedule] !== 0) return null;
  const day = `${period}-${lease.firstDueOn.slice(8)}` as BusinessDate;
  const due = day > lastDay(period) ? lastDay(period) : day;
  return due > lease.to ? null : due;
}
