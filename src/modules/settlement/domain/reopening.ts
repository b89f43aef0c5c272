import { DomainError, monthsOf, type AccountingPeriod, type Quarter } from '../../../kernel/index.js';

/**
 * A score that is FINAL never changes, and it was paid by what the months of its quarter earned (I13): none of them is reopened.
 * What was wrong in one is corrected in an open month. @throws REOPENING_QUARTER_FINAL with the last such quarter
 */
export function refuseFinalQuarters(month: AccountingPeriod, finals: readonly { readonly quarter: Quarter }[]): void {
  const last = finals.filter(({ quarter }) => monthsOf(quarter)[2] >= month).at(-1);
  if (last) throw new DomainError('REOPENING_QUARTER_FINAL', { month, quarter: last.quarter });
}
