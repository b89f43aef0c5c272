import { DomainError, monthsOf, type AccountingPeriod, type Instant, type Quarter } from '../../../kernel/index.js';

/**
 * A score that is FINAL never changes, and it was paid by what the months of its quarter earned (I13): none of them is reopened.
 * What was wrong in one is corrected in an open month. @throws REOPENING_QUARTER_FINAL with the last such quarter
 */
export function refuseFinalQuarters(month: AccountingPeriod, finals: readonly { readonly quarter: Quarter }[]): void {
  const last = finals.filter(({ quarter }) => monthsOf(quarter)[2] >= month).at(-1);
  if (last) throw new DomainError('REOPENING_QUARTER_FINAL', { month, quarter: last.quarter });
}

/** WAITING for its second word, which came too late when MISSED; OPEN until its end, then OVERDUE until its months are closed again; DONE. */
export const reopeningStates = ['WAITING', 'MISSED', 'OPEN', 'OVERDUE', 'DONE'] as const;
export type ReopeningState = (typeof reopeningStates)[number];

/** `inForce`: months are open again, and by this reopening. */
export function reopeningState(
  { confirmedAt, expiresAt }: { readonly confirmedAt: Instant | null; readonly expiresAt: Instant },
  { now, inForce }: { readonly now: Instant; readonly inForce: boolean },
): ReopeningState {
  const isOver = now >= expiresAt;
  if (confirmedAt === null) return isOver ? 'MISSED' : 'WAITING';
  if (!inForce) return 'DONE';
  return isOver ? 'OVERDUE' : 'OPEN';
}
