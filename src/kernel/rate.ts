import { Decimal } from 'decimal.js';
import { unreadable } from './domain-error.js';

const Exact = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP });
const SYNTAX = /^(?!-0(\.0{1,12})?$)-?(0|[1-9]\d{0,11})(\.\d{1,12})?$/;

/**
 * An exact number that is no amount of money: an area in m², a price per m², a share, a score. Immutable, any scale up to
 * 12 decimals when read; arithmetic is exact except `dividedBy` (60 digits).
 */
export class Rate {
  static readonly zero = new Rate(new Exact(0));
  static readonly one = new Rate(new Exact(1));
  static readonly hundred = new Rate(new Exact(100));

  private constructor(private readonly value: Decimal) {}

  /** Reads "0.05", "88.50", "12". @throws RATE_INVALID */
  static parse(text: string): Rate {
    if (typeof text !== 'string' || !SYNTAX.test(text)) throw unreadable('RATE_INVALID', text);
    return new Rate(new Exact(text));
  }

  static ofInteger(value: number | bigint): Rate {
    return Rate.parse(value.toString());
  }

  static sum(values: Iterable<Rate>): Rate {
    let total = Rate.zero;
    for (const value of values) total = total.plus(value);
    return total;
  }

  plus(other: Rate): Rate {
    return new Rate(this.value.plus(other.value));
  }

  minus(other: Rate): Rate {
    return new Rate(this.value.minus(other.value));
  }

  times(other: Rate): Rate {
    return new Rate(this.value.times(other.value));
  }

  dividedBy(other: Rate): Rate {
    return new Rate(this.value.dividedBy(other.value));
  }

  /** Rounds half away from zero to `decimals` places. */
  rounded(decimals: number): Rate {
    return new Rate(this.value.toDecimalPlaces(decimals, Decimal.ROUND_HALF_UP));
  }

  /** The value moved into [low, high]. */
  clamped(low: Rate, high: Rate): Rate {
    return this.lessThan(low) ? low : high.lessThan(this) ? high : this;
  }

  compare(other: Rate): number {
    return this.value.comparedTo(other.value);
  }

  equals(other: Rate): boolean {
    return this.value.equals(other.value);
  }

  lessThan(other: Rate): boolean {
    return this.value.lessThan(other.value);
  }

  atLeast(other: Rate): boolean {
    return this.value.greaterThanOrEqualTo(other.value);
  }

  get isZero(): boolean {
    return this.value.isZero();
  }

  get isNegative(): boolean {
    return this.value.isNegative() && !this.value.isZero();
  }

  /** With exactly `decimals` places, rounded half up: "87.32"; never a minus zero. */
  toFixed(decimals: number): string {
    return this.rounded(decimals).value.toFixed(decimals);
  }

  /** The exit to a JS number for drawings only. */
  toChartNumber(): number {
    return this.value.toNumber();
  }

  /** Shortest exact form: "0.05", "88.5". */
  toString(): string {
    return this.value.toFixed();
  }

  toJSON(): string {
    return this.toString();
  }
}
