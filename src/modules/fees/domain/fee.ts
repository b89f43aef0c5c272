import { Money, type Rate } from '../../../kernel/index.js';

/**
 * Fee of one unit for one month: area (m²) × rate (yuan per m² and month), rounded half up to the fen once per bill (P01 of
 * domain.md 4). Example: 88.50 × 0.85 = 75.225 → 75.23. The sum of rounded bills is what is owed, never area × rate of a building.
 */
export function feeOf(area: Rate, rate: Rate): Money {
  return Money.parse(area.times(rate).toFixed(2));
}
