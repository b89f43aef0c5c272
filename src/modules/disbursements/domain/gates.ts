import { addMinutes, assert, DomainError, instant, type BusinessDate, type ErrorCode, type Instant, type Money } from '../../../kernel/index.js';
import type { Fund } from '../../ledger/index.js';
import { claimFigures, payableAmount, type Claim } from './payable.js';
import type { PayeeAccount } from './payload.js';
import { wallClock } from './wall-clock.js';

export const gateNames = ['G1', 'G2', 'G3', 'G4', 'G5', 'G6', 'G7', 'G8'] as const;
export type GateName = (typeof gateNames)[number];
/** NOT_IN_USE: this gate is not evaluated yet. It is shown as such and never counts as passed. */
export type GateOutcome = 'PASSED' | 'FAILED' | 'NOT_IN_USE';
/** When gates are evaluated: each time all of them, with the figures of that moment. */
export type GateStage = 'SUBMISSION' | 'APPROVAL' | 'INSTRUCTION';

export type GateReason =
  | 'NOT_POSTED'
  | 'NOT_FINAL'
  | 'APPEAL_OPEN'
  | 'OVER_BASE'
  | 'OVER_PERFORMANCE'
  | 'SHORT'
  | 'NO_PAYEE_ACCOUNT'
  | 'PAYEE_CHANGED'
  | 'PAYEE_TOO_NEW'
  | 'PERIOD_CLOSED';

/** One gate as it was evaluated, with everything that it was computed from. */
export interface GateResult {
  readonly gate: GateName;
  readonly outcome: GateOutcome;
  readonly reason: GateReason | null;
  readonly inputs: Readonly<Record<string, string>>;
}

/** Hours that an account stands on the contract before money goes to it: time to notice a changed account. */
const PAYEE_REST_HOURS = 72;
const NOT_IN_USE: readonly GateName[] = ['G2', 'G5', 'G7', 'G8'];

/** The moment after which an account that was registered at another one may be paid. */
export function payeeUsableFrom(registeredAt: Instant): Instant {
  return addMinutes(registeredAt, PAYEE_REST_HOURS * 60);
}

/** The facts of a moment about one payout. Amounts in yuan. */
export interface GateFacts {
  readonly now: Instant;
  readonly today: BusinessDate;
  readonly asked: Money;
  readonly claim: Claim;
  /** Σ of the other payouts from the same source that are asked for, held or paid. */
  readonly alreadyAsked: Money;
  readonly fund: Fund;
  /** Available of the fund now, and whether this payout's hold is already taken out of it. */
  readonly available: Money;
  readonly held: boolean;
  /** The account in the payload, and the one that the contract names now with the moment of its registration. */
  readonly payee: Pick<PayeeAccount, 'id' | 'version'>;
  readonly registered: { readonly id: number; readonly version: number; readonly registeredAt: Instant } | null;
  readonly closedThrough: BusinessDate;
}

/** All eight gates in order (domain.md 6, columns BASE and PERFORMANCE). */
export function evaluateGates(facts: GateFacts): GateResult[] {
  const evaluated = [rightGate(facts), availableGate(facts), payeeGate(facts), periodGate(facts)];
  const idle = NOT_IN_USE.map((gate): GateResult => ({ gate, outcome: 'NOT_IN_USE', reason: null, inputs: {} }));
  return [...evaluated, ...idle].toSorted((a, b) => (a.gate < b.gate ? -1 : 1));
}

/** The first gate that failed; null when none did. */
export function failedGate(results: readonly GateResult[]): GateResult | null {
  return results.find((result) => result.outcome === 'FAILED') ?? null;
}

const codes: Record<GateReason, ErrorCode> = {
  NOT_POSTED: 'DISBURSEMENT_NOT_POSTED',
  NOT_FINAL: 'DISBURSEMENT_NOT_FINAL',
  APPEAL_OPEN: 'DISBURSEMENT_APPEAL_OPEN',
  OVER_BASE: 'DISBURSEMENT_OVER_BASE',
  OVER_PERFORMANCE: 'DISBURSEMENT_OVER_PERFORMANCE',
  SHORT: 'DISBURSEMENT_SHORT',
  NO_PAYEE_ACCOUNT: 'DISBURSEMENT_NO_PAYEE_ACCOUNT',
  PAYEE_CHANGED: 'DISBURSEMENT_PAYEE_CHANGED',
  PAYEE_TOO_NEW: 'DISBURSEMENT_PAYEE_TOO_NEW',
  PERIOD_CLOSED: 'DISBURSEMENT_PERIOD_CLOSED',
};

/** A failed gate as the refusal that a person reads, with its figures. */
export function gateRefusal(number: string, result: GateResult): DomainError {
  assert(result.reason, 'a gate fails for a reason');
  const { registeredAt, usableFrom, ...figures } = result.inputs;
  const moments = registeredAt && usableFrom ? { registeredAt: wallClock(instant(registeredAt)), usableFrom: wallClock(instant(usableFrom)) } : {};
  return new DomainError(codes[result.reason], { number, ...figures, ...moments });
}

function gate(name: GateName, reason: GateReason | null, inputs: GateResult['inputs']): GateResult {
  return { gate: name, outcome: reason === null ? 'PASSED' : 'FAILED', reason, inputs };
}

/** G1: the claim exists and what is asked is within what is left of it. */
function rightGate({ claim, alreadyAsked, asked }: GateFacts): GateResult {
  const over = payableAmount(claim.entitled, alreadyAsked).lessThan(asked);
  const excess = claim.kind === 'BASE' ? 'OVER_BASE' : 'OVER_PERFORMANCE';
  return gate('G1', claim.obstacle ?? (over ? excess : null), claimFigures(claim, { alreadyAsked, asked }));
}

/** G3: Available(fund) after the hold ≥ 0. Once the hold is posted, Available is what is left after it. */
function availableGate({ fund, available, asked, held }: GateFacts): GateResult {
  const before = held ? available.plus(asked) : available;
  const after = before.minus(asked);
  return gate('G3', after.isNegative ? 'SHORT' : null, { fund, available: before.toString(), asked: asked.toString(), after: after.toString() });
}

/** G4 (I12): the payload names the account that stands on the contract, in its current version, for longer than 72 hours. */
function payeeGate({ payee, registered, now }: GateFacts): GateResult {
  if (registered === null) return gate('G4', 'NO_PAYEE_ACCOUNT', {});
  const usableFrom = payeeUsableFrom(registered.registeredAt);
  const inputs = {
    account: String(payee.id),
    version: String(payee.version),
    registeredAccount: String(registered.id),
    registeredVersion: String(registered.version),
    registeredAt: registered.registeredAt,
    usableFrom,
    now,
  };
  if (payee.id !== registered.id || payee.version !== registered.version) return gate('G4', 'PAYEE_CHANGED', inputs);
  return gate('G4', now > usableFrom ? null : 'PAYEE_TOO_NEW', inputs);
}

/** G6: the day on which the entries would be dated lies in an open period. */
function periodGate({ today, closedThrough }: GateFacts): GateResult {
  return gate('G6', today > closedThrough ? null : 'PERIOD_CLOSED', { today, closedThrough });
}
