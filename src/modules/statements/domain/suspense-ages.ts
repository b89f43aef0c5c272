import { daysBetween, Money, type BusinessDate } from '../../../kernel/index.js';
import type { SuspenseAge } from './snapshot.js';

const BRACKETS: readonly (readonly [from: number, to: number | null])[] = [
  [0, 7],
  [8, 30],
  [31, 90],
  [91, null],
];

/** Money that nobody has claimed, by the days since it came in (I22). */
export function suspenseAges(waiting: readonly { readonly bookedOn: BusinessDate; readonly amount: Money }[], on: BusinessDate): SuspenseAge[] {
  return BRACKETS.map(([from, to]) => {
    const inside = waiting.filter(({ bookedOn }) => {
      const age = daysBetween(bookedOn, on);
      return age >= from && (to === null || age <= to);
    });
    return { from, to, count: inside.length, amount: Money.sum(inside.map(({ amount }) => amount)).toString() };
  });
}
