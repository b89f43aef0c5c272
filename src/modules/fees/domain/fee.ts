import { Money, Rate } from '../../../kernel/index.js';

/** The property fee, whose rates stand in the contract; every other item has rates of its own. */
export const PROPERTY_FEE = 'PM';

/**
 * Fee of one unit for one month: area (m²) × rate (yuan per m² and month), rounded half up to the fen once per bill (P01 of
 * domain.md 4). Example: 88.50 × 0.85 = 75.225 → 75.23. The sum of rounded bills is what is owed, never area × rate of a building.
 */
export function feeOf(area: Rate, rate: Rate): Money {
  return Money.parse(area.times(rate).toFixed(2));
}

/** What a bill is computed from, and keeps: whole cycles have `billedDays` = `cycleDays`, bills without a discount zeros. */
export interface Reckoning {
  /** m², 1 for a unit, or what a meter counted. */
  readonly quantity: Rate;
  /** Yuan per quantity and month (per quantity for a meter). */
  readonly rate: Rate;
  readonly months: number;
  readonly billedDays: number;
  readonly cycleDays: number;
  /** Of the billed days, those with a discount. */
  readonly discountDays: number;
  readonly discountPercent: Rate;
  /** Yuan off a whole cycle. */
  readonly discountYuan: Money;
}

/**
 * Amount of a bill: (quantity × rate × months × (billed − discounted × percent / 100) − yuan × discounted) / days of the cycle, never
 * below zero, rounded half up to the fen once. The database computes the same from the same columns (`bill_is_its_reckoning`).
 */
export function billAmount({ quantity, rate, months, billedDays, cycleDays, discountDays, discountPercent, discountYuan }: Reckoning): Money {
  const whole = quantity.times(rate).times(days(months));
  if (billedDays === cycleDays && discountDays === 0) return owed(whole); // nothing to share out by days, as with nearly every bill
  const charged = days(billedDays)
    .times(Rate.hundred)
    .minus(discountPercent.times(days(discountDays)));
  const off = Rate.parse(discountYuan.toString()).times(days(discountDays)).times(Rate.hundred);
  return owed(whole.times(charged).minus(off).dividedBy(days(cycleDays).times(Rate.hundred)));
}

const days = (count: number): Rate => Rate.ofInteger(count);
const owed = (amount: Rate): Money => (amount.isNegative ? Money.zero : Money.parse(amount.toFixed(2)));
