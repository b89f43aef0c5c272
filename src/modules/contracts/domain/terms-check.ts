import { DomainError, Money, Rate } from '../../../kernel/index.js';

/** Limits of a term: both ends allowed, and at most so many decimals, because more would not fit what is printed and stored. */
export interface TermLimits {
  readonly min: string;
  readonly max: string;
  readonly decimals: number;
}

/**
 * Reads a number of a contract's terms and holds it against its limits. `field` is the name as the caller wrote it,
 * e.g. `payoutRule.bands[2].ratio`. @throws RATE_INVALID CONTRACT_TERM_OUTSIDE CONTRACT_TERM_TOO_FINE
 */
export function readRate(field: string, text: string, limits: TermLimits): Rate {
  const value = Rate.parse(text);
  if (value.lessThan(Rate.parse(limits.min)) || Rate.parse(limits.max).lessThan(value))
    throw new DomainError('CONTRACT_TERM_OUTSIDE', { field, value: text, min: limits.min, max: limits.max });
  if (!value.equals(value.rounded(limits.decimals))) throw new DomainError('CONTRACT_TERM_TOO_FINE', { field, value: text, decimals: limits.decimals });
  return value;
}

/** A whole number within limits. @throws CONTRACT_TERM_OUTSIDE */
export function readInteger(field: string, value: number, limits: { min: number; max: number }): number {
  if (!Number.isSafeInteger(value) || value < limits.min || value > limits.max)
    throw new DomainError('CONTRACT_TERM_OUTSIDE', { field, value: String(value), ...limits });
  return value;
}

/** An amount of money that is not negative. @throws MONEY_INVALID CONTRACT_TERM_OUTSIDE */
export function readAmount(field: string, text: string): Money {
  const amount = Money.parse(text);
  if (amount.isNegative) throw new DomainError('CONTRACT_TERM_OUTSIDE', { field, value: text, min: '0', max: '9999999999999.99' });
  return amount;
}

/** One of the words that the term knows. @throws CONTRACT_TERM_UNKNOWN */
export function readWord<T extends string>(field: string, value: string, words: readonly T[]): T {
  const word = words.find((candidate) => candidate === value);
  if (word === undefined) throw new DomainError('CONTRACT_TERM_UNKNOWN', { field, value: String(value), allowed: words.join(', ') });
  return word;
}

/** Text that people read: not empty, not longer than the limit, without control characters. @throws CONTRACT_TERM_TEXT */
export function readText(field: string, value: string, max = 200): string {
  const text = typeof value === 'string' ? value.trim() : '';
  if (text === '' || text.length > max || /\p{Cc}/u.test(text)) throw new DomainError('CONTRACT_TERM_TEXT', { field, max });
  return text;
}

/** Each value at most once. @throws CONTRACT_TERM_REPEATED */
export function assertDistinct(field: string, values: readonly string[]): void {
  const repeated = values.find((value, position) => values.indexOf(value) !== position);
  if (repeated !== undefined) throw new DomainError('CONTRACT_TERM_REPEATED', { field, value: repeated });
}

/** A clause that the contract has or has not; left out it has not. @throws CONTRACT_TERM_UNKNOWN */
export function readFlag(field: string, value: unknown): boolean {
  if (value !== undefined && typeof value !== 'boolean')
    throw new DomainError('CONTRACT_TERM_UNKNOWN', { field, value: JSON.stringify(value) ?? '', allowed: 'true, false' });
  return value ?? false;
}
