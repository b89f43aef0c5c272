import { accountingPeriod, type AccountingPeriod } from '../../../src/kernel/index.js';

/** The arithmetic of the oracle: whole fen, and shares, rates and scores as whole numbers of their last decimal. No code of the product is used. */

/** numerator / denominator, rounded half up; exact for every safe integer. */
export function halfUp(numerator: number, denominator: number): number {
  const rounded = (2n * BigInt(numerator) + BigInt(denominator)) / (2n * BigInt(denominator));
  return Number(rounded);
}

/** "12.34" of 1234. */
export function decimal(value: number, decimals = 2): string {
  const digits = String(Math.abs(value)).padStart(decimals + 1, '0');
  return `${value < 0 ? '-' : ''}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** 0 for January. */
export function periodAt(month: number): AccountingPeriod {
  return accountingPeriod(`2024-${String(month + 1).padStart(2, '0')}`);
}

export function sumOf(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/** What a step must end in: it passes with what it answers, or is refused with one of these codes. */
export type Verdict = { readonly passed: object } | { readonly refused: readonly string[] };

/** The verdict of a step: its refusals if there are any, else what `work` does and answers. */
export function judged(refusals: readonly (string | false | null | undefined)[], work: () => object): Verdict {
  const refused = refusals.filter((code): code is string => typeof code === 'string');
  return refused.length > 0 ? { refused } : { passed: work() };
}
