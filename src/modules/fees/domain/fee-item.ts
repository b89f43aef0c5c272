import { addMonths, type AccountingPeriod, type Id, type Rate } from '../../../kernel/index.js';
import type { UnitKind } from '../../communities/index.js';

/** What an item is counted by: square metres, the unit itself, or what its meter counted. */
export const feeBases = ['AREA', 'UNIT', 'METER'] as const;
export type FeeBasis = (typeof feeBases)[number];

export const feeCycles = ['MONTHLY', 'QUARTERLY', 'YEARLY'] as const;
export type FeeCycle = (typeof feeCycles)[number];

export type FeeItemId = Id<'fee_item'>;

/** A rate that counts from a month on, and the resolution that gave it. Yuan per quantity and month; for a meter per quantity. */
export interface FeeItemRate {
  readonly id: Id<'fee_rate'>;
  readonly unitKind: UnitKind;
  readonly from: AccountingPeriod;
  readonly rate: Rate;
  readonly resolutionNo: string;
}

/** What units are billed for besides the property fee. */
export interface FeeItem {
  readonly id: FeeItemId;
  readonly code: string;
  readonly name: string;
  readonly basis: FeeBasis;
  readonly cycle: FeeCycle;
  readonly unitKinds: readonly UnitKind[];
  /** Whether its unpaid bills bear late fees. */
  readonly lateFees: boolean;
  readonly from: AccountingPeriod;
  /** Its last month; null while it has none. */
  readonly to: AccountingPeriod | null;
  readonly rates: readonly FeeItemRate[];
}

const lengths: Readonly<Record<FeeCycle, number>> = { MONTHLY: 1, QUARTERLY: 3, YEARLY: 12 };

/** Months of a cycle: 1, 3 or 12. */
export function cycleMonths(cycle: FeeCycle): number {
  return lengths[cycle];
}

/** The first month of the cycle that a month lies in; quarters and years are those of the calendar. */
export function cycleStart(cycle: FeeCycle, period: AccountingPeriod): AccountingPeriod {
  const month = Number.parseInt(period.slice(5), 10);
  return addMonths(period, -((month - 1) % lengths[cycle]));
}

/** The rate of a kind of unit in a month, or null where none was given by then. */
export function rateIn(item: Pick<FeeItem, 'rates'>, unitKind: UnitKind, period: AccountingPeriod): FeeItemRate | null {
  const given = item.rates.filter((rate) => rate.unitKind === unitKind && rate.from <= period);
  return given.toSorted((a, b) => (a.from < b.from ? 1 : -1))[0] ?? null;
}
