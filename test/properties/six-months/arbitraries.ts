import fc from 'fast-check';
import { people, type Who } from './plan.js';

export const int = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max });

/** One of the values, each as often as its weight says; it shrinks to the first. */
export const weighted = <T>(...options: readonly (readonly [weight: number, value: T])[]): fc.Arbitrary<T> =>
  fc.oneof({ withCrossShrink: true }, ...options.map(([weight, value]) => ({ weight, arbitrary: fc.constant(value) })));

/** True in so many cases of a hundred; it shrinks to false. */
export const chance = (percent: number): fc.Arbitrary<boolean> => int(1, 100).map((drawn) => drawn > 100 - percent);

export const anybody: fc.Arbitrary<Who> = fc.constantFrom(...people);
export const mostly = (who: Who, percent: number): fc.Arbitrary<Who> =>
  fc.oneof({ weight: percent, arbitrary: fc.constant(who) }, { weight: 100 - percent, arbitrary: anybody });
