import { addDays, type BusinessDate } from '../../../kernel/index.js';

/** The days that a statement is about, both included. */
export interface CoveredDays {
  readonly from: BusinessDate;
  readonly to: BusinessDate;
}

/** The last day that statements cover without a gap from `first` on; null when `first` itself is not covered. `files`: by their first day. */
export function coveredThrough(files: readonly CoveredDays[], first: BusinessDate): BusinessDate | null {
  let reached = addDays(first, -1);
  for (const { from, to } of files) if (from <= addDays(reached, 1) && to > reached) reached = to;
  return reached < first ? null : reached;
}
