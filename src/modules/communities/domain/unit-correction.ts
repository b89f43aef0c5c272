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

/** What a unit is in a month: the latest of its corrections, in the order of recording, that begins by then, else what was recorded first. */
export function factsIn(period: AccountingPeriod, recorded: BilledFacts, corrections: readonly CorrectedFacts[]): BilledFacts {
  return corrections.findLast(({ from }) => from <= period) ?? recorded;
}

/** Whether a correction would leave every month from its own on as it is. */
export function changesNothing(correction: CorrectedFacts, recorded: BilledFacts, corrections: readonly CorrectedFacts[]): boolean {
  const months = [correction.from, ...corrections.map(({ from }) => from).filter((from) => from > correction.from)];
  return months.every((month) => {
    const { kind, area } = factsIn(month, recorded, corrections);
    return kind === correction.kind && area.equals(correction.area);
  });
}
