import { Money, Rate } from '../../../kernel/index.js';
import type { BuildingRate } from './snapshot.js';

/** Bills of one building and what of them was paid; `unitsOwing` counts the units that owe the rest. */
export interface BuildingFees {
  readonly building: string;
  readonly unitsOwing: number;
  readonly billed: Money;
  readonly paid: Money;
}

/** Fewer people than this could be recognised (I25). */
const UNITS_OWING_MIN = 5;

/**
 * Collection rates by building in which nobody can be recognised: a building stands alone where at least 5 units owe, the others are
 * merged, and where even together fewer than 5 owe, with the building in which the fewest do. Nothing is shown when that leaves
 * only one figure: it would be the rate of the whole compound, which is printed anyway.
 */
export function buildingRates(buildings: readonly BuildingFees[]): BuildingRate[] {
  const billed = buildings.filter((building) => building.billed.isPositive);
  const alone = billed.filter((building) => building.unitsOwing >= UNITS_OWING_MIN);
  const merged = billed.filter((building) => building.unitsOwing < UNITS_OWING_MIN);
  if (merged.length > 0 && owing(merged) < UNITS_OWING_MIN) {
    const fewest = alone.toSorted((a, b) => a.unitsOwing - b.unitsOwing)[0];
    if (fewest !== undefined) merged.push(...alone.splice(alone.indexOf(fewest), 1));
  }
  const groups = [...alone.map((building) => [building]), ...(merged.length > 0 ? [merged] : [])];
  return groups.length < 2 ? [] : groups.map(rateOf);
}

const owing = (buildings: readonly BuildingFees[]): number => buildings.reduce((sum, building) => sum + building.unitsOwing, 0);

function rateOf(group: readonly BuildingFees[]): BuildingRate {
  const [billed, paid] = [Money.sum(group.map((building) => building.billed)), Money.sum(group.map((building) => building.paid))];
  return { buildings: group.map((building) => building.building), unitsOwing: owing(group), rate: collectionRate(billed, paid) ?? '0.0000' };
}

/**
 * The share of bills that was paid, with four decimals, as it is printed; null where nothing was billed. What was waived or written off stays in
 * what was billed and is not paid: only money can raise the rate.
 */
export function collectionRate(billed: Money, paid: Money): string | null {
  if (billed.isZero) return null;
  return Rate.parse(paid.toString()).dividedBy(Rate.parse(billed.toString())).toFixed(4);
}
