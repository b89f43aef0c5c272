import { DomainError, Money } from '../../../kernel/index.js';
import type { BankLineView } from '../../bank/index.js';
import { isReturnedPayment, payoutObstacle, type MatchableLine, type Matchables, type Place } from './match-lines.js';

export const assignmentTargets = ['UNIT', 'LEASE', 'PAYOUT', 'SUSPENSE'] as const;
export type AssignmentTarget = (typeof assignmentTargets)[number];

/** `reference`: unit code, lease code or number of the payout; none for SUSPENSE. `amount` null: all of the line. */
export interface AssignedPart {
  readonly target: AssignmentTarget;
  readonly reference: string | null;
  readonly amount: Money | null;
}

type AssignedPlace = Exclude<Place, { kind: 'NONE' }>;

/**
 * The places that a person gave the parts of a line. Money in goes to units and leases, in parts that add up to what is there, each
 * named once, or whole into suspense while it is NEW; a payment that came back is nobody's fee and stays in suspense. Money out goes
 * whole to one instructed payout of exactly that amount and account.
 * @throws BANK_LINE_STATE, ASSIGN_TARGET_REFUSED, ASSIGN_RETURNED_PAYMENT, ASSIGN_REFERENCE_UNKNOWN, ASSIGN_REFERENCE_REPEATED, ASSIGN_AMOUNT_DIFFERS, ASSIGN_PAYOUT_DIFFERS
 */
export function assignedParts(
  line: MatchableLine & Pick<BankLineView, 'state' | 'suspenseOpen'>,
  parts: readonly AssignedPart[],
  matchables: Matchables,
): { place: AssignedPlace; amount: Money }[] {
  const isNew = line.state === 'NEW';
  if (!isNew && !line.suspenseOpen.isPositive)
    throw new DomainError('BANK_LINE_STATE', { date: line.bookedOn, amount: line.amount.toString(), state: line.state });
  const available = isNew ? line.amount : line.suspenseOpen;
  const allowed = line.amount.isNegative ? ['PAYOUT'] : isNew && parts.length === 1 ? ['UNIT', 'LEASE', 'SUSPENSE'] : ['UNIT', 'LEASE'];
  const placed = parts.map(({ target, reference, amount }) => {
    if (!allowed.includes(target)) throw new DomainError('ASSIGN_TARGET_REFUSED', { target, allowed: allowed.join(', ') });
    return { place: placeOf(line, { target, reference: reference ?? '' }, matchables), amount: amount ?? available };
  });
  assertDistinct(parts);
  const total = Money.sum(placed.map(({ amount }) => amount));
  if (!total.equals(available) || placed.some(({ amount }) => amount.isZero || amount.isNegative !== available.isNegative))
    throw new DomainError('ASSIGN_AMOUNT_DIFFERS', { total: total.toString(), available: available.toString() });
  return placed;
}

function placeOf(line: MatchableLine, { target, reference }: { target: AssignmentTarget; reference: string }, matchables: Matchables): AssignedPlace {
  if (target === 'SUSPENSE') return { kind: 'SUSPENSE' };
  if (target === 'PAYOUT') {
    const payout = matchables.payouts.find(({ number }) => number === reference);
    if (!payout) throw new DomainError('ASSIGN_REFERENCE_UNKNOWN', { target, reference });
    const obstacle = payoutObstacle(line, payout);
    // a bank may spell the name of a payee its own way; the account is what counts, and a person has looked
    if (obstacle && !(obstacle.code === 'PAYOUT_PAYEE_DIFFERS' && line.counterpartyAccount === payout.payeeAccountNo))
      throw new DomainError('ASSIGN_PAYOUT_DIFFERS', { reference, instructed: payout.amount.toString(), paid: line.amount.negated().toString() });
    return { kind: target, id: payout.id, code: reference };
  }
  if (isReturnedPayment(line)) throw new DomainError('ASSIGN_RETURNED_PAYMENT', { date: line.bookedOn, amount: line.amount.toString() });
  const payer = matchables.payers.find(({ kind, code }) => kind === target && code === reference);
  if (!payer) throw new DomainError('ASSIGN_REFERENCE_UNKNOWN', { target, reference });
  return { kind: target, id: payer.id, code: reference };
}

function assertDistinct(parts: readonly AssignedPart[]): void {
  const names = parts.map(({ target, reference }) => `${target} ${reference ?? ''}`);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) throw new DomainError('ASSIGN_REFERENCE_REPEATED', { reference: repeated });
}
