import { Decimal } from 'decimal.js';
import { assert } from './assert.js';
import { unreadable } from './domain-error.js';
import { Rate } from './rate.js';

/** Own constructor, so that no other package's settings change how money is rounded. */
const Exact = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP });
/** In fen. Every amount and total stays below 2^53; a single amount that comes in stays below 10^13 yuan (ledger gate). */
const LIMIT = 9_000_000_000_000_000n;
const isWithin = (fen: bigint): boolean => fen < LIMIT && fen > -LIMIT;
const SYNTAX = /^(?!-0(?:\.0{1,2})?$)(-?)(0|[1-9]\d{0,13})(?:\.(\d{1,2}))?$/;

/**
 * An amount in yuan with exactly two decimals, |amount| < 9·10^13; immutable. Rounds half away from zero, and only where a
 * method says so. JSON and database form is the string "1234.56". Held as whole fen: a decimal of its own would be 280 bytes,
 * and a bank file has 200,000 amounts.
 */
export class Money {
  static readonly zero = new Money(0n);

  private constructor(private readonly fen: bigint) {
    if (!isWithin(fen)) assert(false, `amount ${yuan(fen)} is beyond 9·10^13`); // the text is made for the one that is wrong alone
  }

  /** Reads "1234.56", "1234.5" or "1234"; refuses signs other than a leading minus, a minus zero, exponents, spaces, three decimals. @throws MONEY_INVALID */
  static parse(text: string): Money {
    const [, minus = '', whole = '', part = ''] = (typeof text === 'string' && SYNTAX.exec(text)) || [];
    const fen = BigInt(minus + whole + part.padEnd(2, '0'));
    if (whole === '' || !isWithin(fen)) throw unreadable('MONEY_INVALID', text);
    return new Money(fen);
  }

  /** From fen (1/100 yuan), as canonical JSON carries it. */
  static fromFen(fen: bigint): Money {
    return new Money(fen);
  }

  static sum(amounts: Iterable<Money>): Money {
    let total = 0n;
    for (const amount of amounts) total += amount.fen;
    return new Money(total);
  }

  static max(a: Money, b: Money): Money {
    return a.atLeast(b) ? a : b;
  }

  static min(a: Money, b: Money): Money {
    return a.atLeast(b) ? b : a;
  }

  plus(other: Money): Money {
    return new Money(this.fen + other.fen);
  }

  minus(other: Money): Money {
    return new Money(this.fen - other.fen);
  }

  negated(): Money {
    return new Money(-this.fen);
  }

  /** The product, rounded half up (away from zero) to the fen, once. */
  times(rate: Rate): Money {
    return new Money(wholeFen(exact(rate).times(exact(this.fen)).toDecimalPlaces(0, Decimal.ROUND_HALF_UP)));
  }

  /**
   * Splits the amount by weights so that the parts add up to it exactly: each part is rounded down to the fen, and the fen
   * that remain go one each to the largest remainders, of equal ones to the earlier (sorting is stable). Weights are non-negative, not all zero.
   */
  allocate(weights: readonly Rate[]): Money[] {
    const sizes = weights.map(exact);
    const total = sizes.reduce((sum, size) => sum.plus(size), exact(0n));
    assert(total.greaterThan(0) && sizes.every((size) => size.greaterThanOrEqualTo(0)), 'weights must be non-negative and not all zero');
    const fen = exact(this.fen);
    const shares = sizes.map((size) => {
      const product = fen.times(size);
      const whole = product.dividedBy(total).floor();
      return { whole: wholeFen(whole), rest: product.minus(whole.times(total)) }; // not the decimals of the quotient: cut at 60 digits, equal ones would differ
    });
    let left = this.fen - shares.reduce((sum, share) => sum + share.whole, 0n);
    for (const share of shares.toSorted((a, b) => b.rest.comparedTo(a.rest))) {
      if (left-- <= 0n) break;
      share.whole += 1n;
    }
    return shares.map((share) => new Money(share.whole));
  }

  /** −1, 0 or 1, for sorting. */
  compare(other: Money): number {
    return this.fen < other.fen ? -1 : this.fen > other.fen ? 1 : 0;
  }

  equals(other: Money): boolean {
    return this.fen === other.fen;
  }

  lessThan(other: Money): boolean {
    return this.fen < other.fen;
  }

  atLeast(other: Money): boolean {
    return this.fen >= other.fen;
  }

  get isZero(): boolean {
    return this.fen === 0n;
  }

  get isNegative(): boolean {
    return this.fen < 0n;
  }

  get isPositive(): boolean {
    return this.fen > 0n;
  }

  toFen(): bigint {
    return this.fen;
  }

  /** The one exit to a JS number, in yuan and the nearest to it: for the height of a bar and for spreadsheet cells, never for a sum (I29). */
  toChartNumber(): number {
    return Number(this.fen) / 100;
  }

  /** "1234.56"; the form of JSON, of the database and of canonical text. */
  toString(): string {
    return yuan(this.fen);
  }

  toJSON(): string {
    return this.toString();
  }
}

const exact = (value: Rate | bigint): Decimal => new Exact(value.toString());
const wholeFen = (value: Decimal): bigint => BigInt(value.toFixed(0));

/** Fen as text in yuan: 5n is "0.05". */
function yuan(fen: bigint): string {
  const digits = (fen < 0n ? -fen : fen).toString().padStart(3, '0');
  return `${fen < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
