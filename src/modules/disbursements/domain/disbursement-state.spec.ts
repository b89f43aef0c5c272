import { disbursementStates, ended, mayBecome, nextState, type DisbursementState } from './disbursement-state.js';

const allowed: readonly (readonly [DisbursementState, DisbursementState])[] = [
  ['DRAFT', 'SUBMITTED'],
  ['SUBMITTED', 'GATE_FAILED'],
  ['GATE_FAILED', 'DRAFT'],
  ['SUBMITTED', 'APPROVING'],
  ['APPROVING', 'APPROVED'],
  ['APPROVING', 'DRAFT'],
  ['APPROVING', 'DEFERRED'],
  ['DEFERRED', 'APPROVING'],
  ['APPROVING', 'REJECTED'],
  ['APPROVED', 'APPROVING'],
  ['APPROVED', 'INSTRUCTED'],
  ['INSTRUCTED', 'SETTLED'],
  ['INSTRUCTED', 'FAILED'],
  ['FAILED', 'APPROVING'],
  ['DRAFT', 'CANCELLED'],
  ['SUBMITTED', 'CANCELLED'],
  ['GATE_FAILED', 'CANCELLED'],
  ['APPROVING', 'CANCELLED'],
  ['DEFERRED', 'CANCELLED'],
  ['APPROVED', 'CANCELLED'],
  ['SETTLED', 'RETURNED'],
  ['RETURNED', 'SUBMITTED'],
  ['RETURNED', 'CLOSED_UNPAID'],
  ['DRAFT', 'CLOSED_UNPAID'],
  ['GATE_FAILED', 'CLOSED_UNPAID'],
  ['APPROVING', 'CLOSED_UNPAID'],
  ['DEFERRED', 'CLOSED_UNPAID'],
  ['APPROVED', 'CLOSED_UNPAID'],
];
const pairs = disbursementStates.flatMap((from) => disbursementStates.map((to) => [from, to] as const));
const isAllowed = (from: DisbursementState, to: DisbursementState) => allowed.some(([a, b]) => a === from && b === to);

describe('states of a payout', () => {
  it.each(allowed)('goes from %s to %s', (from, to) => {
    expect(nextState({ number: 'BF2024-0001', state: from }, to)).toBe(to);
  });

  it.each(pairs.filter(([from, to]) => !isAllowed(from, to)))('never goes from %s to %s', (from, to) => {
    expect(mayBecome(from, to)).toBe(false);
    expect(() => nextState({ number: 'BF2024-0001', state: from }, to)).toThrow('DISBURSEMENT_STATE');
  });

  it('ends when it is rejected, cancelled, or came back and is not paid again; a paid one only comes back', () => {
    const ends = disbursementStates.filter((from) => disbursementStates.every((to) => !mayBecome(from, to)));
    expect(ends).toEqual(['REJECTED', 'CANCELLED', 'CLOSED_UNPAID']);
    expect(disbursementStates.filter((to) => mayBecome('SETTLED', to))).toEqual(['RETURNED']);
    expect([ended('REJECTED', { returns: 0 }), ended('CANCELLED', { returns: 0 }), ended('REJECTED', { returns: 1 })]).toEqual([
      'REJECTED',
      'CANCELLED',
      'CLOSED_UNPAID',
    ]);
  });

  it('cannot be cancelled once the bank has been told to pay', () => {
    expect(mayBecome('INSTRUCTED', 'CANCELLED')).toBe(false);
  });

  it('reaches every state from a draft', () => {
    const reached = new Set<DisbursementState>(['DRAFT']);
    for (const from of reached) for (const to of disbursementStates) if (mayBecome(from, to)) reached.add(to);
    expect([...reached].toSorted()).toEqual([...disbursementStates].toSorted());
  });
});
