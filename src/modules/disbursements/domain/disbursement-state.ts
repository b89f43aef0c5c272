import { DomainError } from '../../../kernel/index.js';

/**
 * Where a payout stands (domain.md 6, but FAILED: decision 0006), and the states that may follow each: the one table, and whatever it does not name is refused.
 * SUBMITTED and FAILED are passed through inside one command; each is still a step of its own on the payout's page.
 * A payout that came back once is submitted anew, or ends CLOSED_UNPAID wherever another one would end REJECTED or CANCELLED.
 */
const followers = {
  DRAFT: ['SUBMITTED', 'CANCELLED', 'CLOSED_UNPAID'],
  SUBMITTED: ['GATE_FAILED', 'APPROVING', 'CANCELLED'],
  GATE_FAILED: ['DRAFT', 'CANCELLED', 'CLOSED_UNPAID'],
  APPROVING: ['APPROVED', 'DRAFT', 'DEFERRED', 'REJECTED', 'CANCELLED', 'CLOSED_UNPAID'],
  DEFERRED: ['APPROVING', 'CANCELLED', 'CLOSED_UNPAID'],
  APPROVED: ['INSTRUCTED', 'APPROVING', 'CANCELLED', 'CLOSED_UNPAID'],
  INSTRUCTED: ['SETTLED', 'FAILED'],
  FAILED: ['APPROVING'],
  SETTLED: ['RETURNED'],
  RETURNED: ['SUBMITTED', 'CLOSED_UNPAID'],
  REJECTED: [],
  CANCELLED: [],
  CLOSED_UNPAID: [],
} as const satisfies Record<string, readonly string[]>;

export type DisbursementState = keyof typeof followers;
export const disbursementStates = Object.keys(followers) as DisbursementState[];

/** States in which the amount counts as asked for, held or paid, so that it cannot be asked for again. */
export const claimingStates = [
  'SUBMITTED',
  'APPROVING',
  'DEFERRED',
  'APPROVED',
  'INSTRUCTED',
  'FAILED',
  'SETTLED',
  'RETURNED',
] as const satisfies readonly DisbursementState[];

/** States in which those who hold a slot may decide. */
export const decidableStates = ['APPROVING', 'DEFERRED'] as const satisfies readonly DisbursementState[];

/** States in which an approval may be taken back, within its ten minutes. */
export const withdrawableStates = ['APPROVING', 'DEFERRED', 'APPROVED'] as const satisfies readonly DisbursementState[];

/** Whether a payout may go from one state to another. */
export function mayBecome(from: DisbursementState, to: DisbursementState): boolean {
  return (followers[from] as readonly DisbursementState[]).includes(to);
}

/** The new state. @throws DISBURSEMENT_STATE when the table does not allow the step */
export function nextState(payout: { readonly number: string; readonly state: DisbursementState }, to: DisbursementState): DisbursementState {
  if (!mayBecome(payout.state, to)) throw new DomainError('DISBURSEMENT_STATE', { number: payout.number, state: payout.state, wanted: to });
  return to;
}

/** Where a payout ends that is not wanted any more: its money goes back to what it was claimed from (P22c) if it had been paid and came back. */
export function ended(wanted: 'REJECTED' | 'CANCELLED', payout: { readonly returns: number }): DisbursementState {
  return payout.returns > 0 ? 'CLOSED_UNPAID' : wanted;
}
