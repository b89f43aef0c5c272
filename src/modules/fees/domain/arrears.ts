import { daysBetween, Money, type BusinessDate } from '../../../kernel/index.js';

/** How long something is overdue, in days. */
export const arrearsAges = ['0-30', '31-90', '91-180', '181-365', '366+'] as const;
export type ArrearsAge = (typeof arrearsAges)[number];

const UPPER: readonly [age: ArrearsAge, daysMax: number][] = [
  ['0-30', 30],
  ['31-90', 90],
  ['91-180', 180],
  ['181-365', 365],
];

/** The age of what was due on a day, seen on another; it is overdue from the day after. */
export function ageOf(dueOn: BusinessDate, on: BusinessDate): ArrearsAge {
  const days = daysBetween(dueOn, on);
  return UPPER.find(([, daysMax]) => days <= daysMax)?.[0] ?? '366+';
}

/** Something that is overdue. */
export interface Overdue {
  readonly dueOn: BusinessDate;
  readonly open: Money;
}

/** Sums by age, each age once, together all of it. */
export function byAge(overdue: readonly Overdue[], on: BusinessDate): Readonly<Record<ArrearsAge, Money>> {
  const of = (age: ArrearsAge): Money => Money.sum(overdue.filter((one) => ageOf(one.dueOn, on) === age).map((one) => one.open));
  return Object.fromEntries(arrearsAges.map((age) => [age, of(age)])) as Record<ArrearsAge, Money>;
}
