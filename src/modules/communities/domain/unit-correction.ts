import { Rate, type AccountingPeriod } from '../../../kernel/index.js';
import type { UnitKind } from './unit.js';

/** What bills are priced by. Area in m² with 2 decimals. */
export interface BilledFacts {
  readonly kind: UnitKind;
  readonly area: Rate;
}

/** What a unit is from a month on. */
export interface CorrectedFacts extends BilledFacts {
  readonly from: AccountingPeriod;
}

const AREA = /^(0|[1-9]\d{0,4})(\.\d{1,2})?$/;

/** Square metres, above 0 and below 100,000, at most 2 decimals; null for anything else. */
export function areaOf(text: string): Rate | null {
  const area = AREA.test(text) ? Rate.parse(text) : Rate.zero;
  return area.isZero ? null : area;
}

/** What a unit is in a month: the last of its corrections, in the order of their months and then of recording, that begins by then, else what was recorded first. */
export function factsIn(period: AccountingPeriod, recorded: BilledFacts, corrections: readonly CorrectedFacts[]): BilledFacts {
  return corrections.findLast(({ from }) => from <= period) ?? recorded;
}

/** Whether the months that a correction is about, from its own to the next one that a correction begins with, are so already. */
export function changesNothing(correction: CorrectedFacts, recorded: BilledFacts, corrections: readonly CorrectedFacts[]): boolean {
  const { kind, area } = factsIn(correction.from, recorded, corrections);
  return kind === correction.kind && area.equals(correction.area);
}
