import { Decimal } from 'decimal.js';
import { assert } from './assert.js';
import { unreadable } from './domain-error.js';
import { Rate } from './rate.js';

/** Own constructor, so that no other package's settings change how money is rounded. */
const Exact = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP });
/** Every amount and total in fen stays below 2^53; a single amount that comes in stays below 10^13 (ledger gate). */
const LIMIT = new Exact('9e13');
const LOWEST = LIMIT.negated();
const isWithin = (value: Decimal): boolean => value.lessThan(LIMIT) && value.greaterThan(LOWEST);
const SYNTAX = /^(?!-0(\.0{1,2})?$)-?(0|[1-9]\d{0,13})(\.\d{1,2})?$/;

/**
 * An amount in yuan with exactly two decimals, |amount| < 9·10^13; immutable. Rounds half away from zero, and only where a
 * method says so. JSON and database form is the string "1234.56".
 */
export class Money {
  static readonly zero = new Money(new Exact(0));

  private constructor(private readonly value: Decimal) {
    if (!isWithin(value)) assert(false, `amount ${value.toFixed()} is beyond 9·10^13`); // the text is made for the one that is wrong alone
  }

  /** Reads "1234.56", "1234.5" or "1234"; refuses signs other than a leading minus, a minus zero, exponents, spaces, three decimals. @throws MONEY_INVALID */
  static parse(text: string): Money {
    const value = typeof text === 'string' && SYNTAX.test(text) ? new Exact(text) : undefined;
    if (value === undefined || !isWithin(value)) throw unreadable('MONEY_INVALID', text);
    return new Money(value);
  }

  /** From fen (1/100 yuan), as canonical JSON carries it. */
  static fromFen(fen: bigint): Money {
    return new Money(new Exact(fen.toString()).dividedBy(100));
  }

  static sum(amounts: Iterable<Money>): Money {
    let total = new Exact(0);
    for (const amount of amounts) total = total.plus(amount.value);
    return new Money(total);
  }

  static max(a: Money, b: Money): Money {
    return a.atLeast(b) ? a : b;
  }

  static min(a: Money, b: Money): Money {
    return a.atLeast(b) ? b : a;
  }

  plus(other: Money): Money {
    return new Money(this.value.plus(other.value));
  }

  minus(other: Money): Money {
    return new Money(this.value.minus(other.value));
  }

  negated(): Money {
    return new Money(this.value.negated());
  }

  /** The product, rounded half up (away from zero) to the fen, once. */
  times(rate: Rate): Money {
    return new Money(new Exact(rate.toString()).times(this.value).toDecimalPlaces(2, Decimal.ROUND_HALF_UP));
  }

  /**
   * Splits the amount by weights so that the parts add up to it exactly: each part is rounded down to the fen, and the fen
   * that remain go one each to the largest remainders, of equal ones to the earlier (sorting is stable). Weights are non-negative, not all zero.
   */
  allocate(weights: readonly Rate[]): Money[] {
    const exact = weights.map((weight) => new Exact(weight.toString()));
    const total = exact.reduce((sum, weight) => sum.plus(weight), new Exact(0));
    assert(total.greaterThan(0) && exact.every((weight) => weight.greaterThanOrEqualTo(0)), 'weights must be non-negative and not all zero');
    const fen = this.value.times(100);
    const shares = exact.map((weight) => {
      const product = fen.times(weight);
      const whole = product.dividedBy(total).floor();
      return { whole, rest: product.minus(whole.times(total)) }; // not the decimals of the quotient: cut at 60 digits, equal ones would differ
    });
    let left = fen.minus(shares.reduce((sum, share) => sum.plus(share.whole), new Exact(0))).toNumber();
    for (const share of shares.toSorted((a, b) => b.rest.comparedTo(a.rest))) {
      if (left-- <= 0) break;
      share.whole = share.whole.plus(1);
    }
    return shares.map((share) => new Money(share.whole.dividedBy(100)));
  }

  /** −1, 0 or 1, for sorting. */
  compare(other: Money): number {
    return this.value.comparedTo(other.value);
  }

  equals(other: Money): boolean {
    return this.value.equals(other.value);
  }

  lessThan(other: Money): boolean {
    return this.value.lessThan(other.value);
  }

  atLeast(other: Money): boolean {
    return this.value.greaterThanOrEqualTo(other.value);
  }

  get isZero(): boolean {
    return this.value.isZero();
  }

  get isNegative(): boolean {
    return this.value.isNegative() && !this.value.isZero();
  }

  get isPositive(): boolean {
    return this.value.isPositive() && !this.value.isZero();
  }

  toFen(): bigint {
    return BigInt(this.value.times(100).toFixed(0));
  }

  /** The one exit to a JS number, in yuan: for the height of a bar and for spreadsheet cells, never for a sum (I29). */
  toChartNumber(): number {
    return this.value.toNumber();
  }

  /** "1234.56"; the form of JSON, of the database and of canonical text. */
  toString(): string {
    return this.value.toFixed(2);
  }

  toJSON(): string {
    return this.toString();
  }
}
