import {
  addMinutes,
  assert,
  daysBetween,
  DomainError,
  instant,
  Money,
  wallClock,
  type BusinessDate,
  type ErrorCode,
  type Instant,
} from '../../../kernel/index.js';
import type { Fund } from '../../ledger/index.js';
import { claimFigures, isDocumentClaim, payableAmount, type Claim, type DisbursementKind, type OriginAccount } from './payable.js';
import type { PayeeAccount } from './payload.js';

export const gateNames = ['G1', 'G2', 'G3', 'G4', 'G5', 'G6', 'G7', 'G8'] as const;
export type GateName = (typeof gateNames)[number];
/** NOT_IN_USE: the contract does not ask for this gate; NOT_NEEDED: a payout of this kind has no use for it. They are shown as such and never count as passed. */
export type GateOutcome = 'PASSED' | 'FAILED' | 'NOT_IN_USE' | 'NOT_NEEDED';
/** When gates are evaluated: each time all of them, with the figures of that moment. */
export type GateStage = 'SUBMISSION' | 'APPROVAL' | 'INSTRUCTION';

export type GateReason =
  | 'NOT_POSTED'
  | 'NOT_FINAL'
  | 'APPEAL_OPEN'
  | 'OVER_BASE'
  | 'OVER_PERFORMANCE'
  | 'OVER_OWED'
  | 'NOT_APPROVED'
  | 'NO_ORIGIN'
  | 'RECEIPT_VOID'
  | 'OVER_CLAIM'
  | 'SHORT'
  | 'NO_PAYEE_ACCOUNT'
  | 'PAYEE_CHANGED'
  | 'PAYEE_TOO_NEW'
  | 'ORIGIN_CHANGED'
  | 'NO_EVIDENCE'
  | 'EVIDENCE_USED'
  | 'PERIOD_CLOSED'
  | 'PAYOUT_SUSPENDED'
  | 'NO_BUDGET'
  | 'OVER_BUDGET'
  | 'RECONCILIATION_OLD'
  | 'RECONCILIATION_BEHIND'
  | 'RECONCILIATION_UNEXPLAINED'
  | 'NO_RESOLUTION'
  | 'RESOLUTION_OTHER'
  | 'OVER_RESOLUTION';

/** One gate as it was evaluated, with everything that it was computed from. */
export interface GateResult {
  readonly gate: GateName;
  readonly outcome: GateOutcome;
  readonly reason: GateReason | null;
  readonly inputs: Readonly<Record<string, string>>;
}

/** Hours that an account stands on the contract before money goes to it, where it says nothing else: time to notice a changed account. */
const PAYEE_REST_HOURS = 72;
/** A gate of a kind of payout: evaluated, not yet in use, or without use (domain.md 6, the matrix of gates and kinds). */
type GateUse = 'EVALUATED' | 'NOT_IN_USE' | 'NOT_NEEDED';
interface GateUses {
  readonly G2: GateUse;
  readonly G5: GateUse;
  readonly G8: GateUse;
}
const service: GateUses = { G2: 'NOT_IN_USE', G5: 'NOT_IN_USE', G8: 'NOT_IN_USE' };
const contracted: GateUses = { G2: 'NOT_IN_USE', G5: 'EVALUATED', G8: 'NOT_NEEDED' };
const resolved: GateUses = { G2: 'NOT_IN_USE', G5: 'EVALUATED', G8: 'EVALUATED' };
const sentBack: GateUses = { G2: 'NOT_NEEDED', G5: 'NOT_NEEDED', G8: 'NOT_NEEDED' };
const uses: Readonly<Record<DisbursementKind, GateUses>> = {
  BASE: service,
  PERFORMANCE: service,
  COST: contracted,
  TAX: contracted,
  SPENDING: resolved,
  FLOAT: resolved,
  MAINTENANCE: { G2: 'NOT_NEEDED', G5: 'NOT_NEEDED', G8: 'EVALUATED' },
  REFUND: sentBack,
  SUSPENSE_BACK: sentBack,
  // money that was never the owners': no budget and no resolution of theirs, but the paper by which its payee asks for it
  PASS_ON: { G2: 'NOT_NEEDED', G5: 'EVALUATED', G8: 'NOT_NEEDED' },
};

/** The moment after which an account that was registered at another one may be paid. */
export function payeeUsableFrom(registeredAt: Instant, restHours: number = PAYEE_REST_HOURS): Instant {
  return addMinutes(registeredAt, restHours * 60);
}

/** The account that a payout should go to, as it stands now: of the register with the moment of its registration, or the one that the money came from. */
export type NamedAccount = { readonly id: number; readonly version: number; readonly registeredAt: Instant } | (OriginAccount & { readonly id: null });

/** The resolution that a claim names, and what the other payouts by it ask for, hold or have paid. `counts`: it is of a kind that allows this, and was in force on the day of the claim. */
export interface ResolutionFact {
  readonly number: string;
  readonly counts: boolean;
  readonly limit: Money | null;
  readonly used: Money;
}

/** The last proof of the account (G7): by whom two persons signed on `signedOn` that the books are the bank's through `through`, and what is open of it. */
export interface ReconciliationFact {
  readonly withinDays: number;
  readonly signedOn: BusinessDate;
  readonly through: BusinessDate;
  /** Lines of the bank that nobody has placed, of the days that were proven or older than `withinDays`, and errors of the bank that old. */
  readonly unexplained: number;
}

/** The line of this year's budget that a payout takes from (G2), and what the other payouts have used of it. `budget` null: the year has no such line. */
export interface BudgetFact {
  readonly year: number;
  readonly line: string;
  readonly budget: Money | null;
  readonly used: Money;
}

/** The facts of a moment about one payout. Amounts in yuan. */
export interface GateFacts {
  readonly now: Instant;
  readonly today: BusinessDate;
  readonly asked: Money;
  readonly claim: Claim;
  /** Σ of the other payouts from the same source that are asked for, held or paid. */
  readonly alreadyAsked: Money;
  /** What of it the books owe the firm now (2101), this payout's own hold counted in; null where another account bounds it. */
  readonly owed: Money | null;
  readonly fund: Fund;
  /** Available of the fund now, and whether this payout's hold is already taken out of it; `restricted`: its money is out of it in any case. */
  readonly available: Money;
  readonly held: boolean;
  readonly restricted: boolean;
  /** The account in the payload, and the one that is named for it now. */
  readonly payee: Pick<PayeeAccount, 'id' | 'version' | 'accountNo' | 'accountName'>;
  readonly named: NamedAccount | null;
  /** Papers of the claim, and one of them that another payout has used: its invoice number, or the hash of a file. */
  readonly papers: { readonly count: number; readonly used: { readonly paper: string; readonly by: string } | null };
  /** Of the firm's own claims: whether the contract asks for its invoice, and whether there is one with its number and a file. */
  readonly invoice: { readonly asked: boolean; readonly given: boolean };
  /** Null where the contract does not ask for one. */
  readonly budget: BudgetFact | null;
  /** Null where the contract does not ask how old the proof is. */
  readonly reconciled: ReconciliationFact | null;
  /** Hours that an account rests before it is paid. */
  readonly restHours: number;
  readonly resolution: ResolutionFact | null;
  readonly closedThrough: BusinessDate;
  /** Payouts under the contract are suspended since a day by an organisation, or null. */
  readonly suspended: { readonly contract: string; readonly since: BusinessDate; readonly by: string } | null;
}

/** All eight gates in order (domain.md 6). */
export function evaluateGates(facts: GateFacts): GateResult[] {
  const { G2, G5, G8 } = uses[facts.claim.kind];
  return [
    rightGate(facts),
    G2 === 'NOT_NEEDED' || facts.budget === null ? unused('G2', G2) : budgetGate(facts, facts.budget),
    availableGate(facts),
    facts.payee.id === null ? originGate(facts) : payeeGate(facts),
    G5 === 'EVALUATED' || facts.invoice.asked ? papersGate(facts) : unused('G5', G5),
    periodGate(facts),
    reconciliationGate(facts),
    G8 === 'EVALUATED' || facts.resolution !== null ? resolutionGate(facts) : unused('G8', G8),
  ];
}

function unused(name: GateName, use: GateUse): GateResult {
  assert(use !== 'EVALUATED', `gate ${name} is evaluated by a rule`);
  return { gate: name, outcome: use, reason: null, inputs: {} };
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
  OVER_OWED: 'DISBURSEMENT_OVER_OWED',
  NOT_APPROVED: 'DISBURSEMENT_NOT_APPROVED',
  NO_ORIGIN: 'DISBURSEMENT_NO_ORIGIN',
  RECEIPT_VOID: 'DISBURSEMENT_RECEIPT_VOID',
  OVER_CLAIM: 'DISBURSEMENT_OVER_CLAIM',
  SHORT: 'DISBURSEMENT_SHORT',
  NO_PAYEE_ACCOUNT: 'DISBURSEMENT_NO_PAYEE_ACCOUNT',
  PAYEE_CHANGED: 'DISBURSEMENT_PAYEE_CHANGED',
  PAYEE_TOO_NEW: 'DISBURSEMENT_PAYEE_TOO_NEW',
  ORIGIN_CHANGED: 'DISBURSEMENT_ORIGIN_CHANGED',
  NO_EVIDENCE: 'DISBURSEMENT_NO_EVIDENCE',
  EVIDENCE_USED: 'DISBURSEMENT_EVIDENCE_USED',
  PERIOD_CLOSED: 'DISBURSEMENT_PERIOD_CLOSED',
  PAYOUT_SUSPENDED: 'DISBURSEMENT_SUSPENDED',
  NO_BUDGET: 'DISBURSEMENT_NO_BUDGET',
  OVER_BUDGET: 'DISBURSEMENT_OVER_BUDGET',
  RECONCILIATION_OLD: 'DISBURSEMENT_RECONCILIATION_OLD',
  RECONCILIATION_BEHIND: 'DISBURSEMENT_RECONCILIATION_BEHIND',
  RECONCILIATION_UNEXPLAINED: 'DISBURSEMENT_RECONCILIATION_UNEXPLAINED',
  NO_RESOLUTION: 'DISBURSEMENT_NO_RESOLUTION',
  RESOLUTION_OTHER: 'DISBURSEMENT_RESOLUTION_OTHER',
  OVER_RESOLUTION: 'DISBURSEMENT_OVER_RESOLUTION',
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

/** G1: the claim exists, what is asked is within what is left of it, and the books still owe the firm as much. */
function rightGate({ claim, alreadyAsked, asked, owed }: GateFacts): GateResult {
  const over = payableAmount(claim.entitled, alreadyAsked).lessThan(asked);
  const excess = claim.kind === 'BASE' ? 'OVER_BASE' : claim.kind === 'PERFORMANCE' ? 'OVER_PERFORMANCE' : 'OVER_CLAIM';
  const reason = over ? excess : owed?.lessThan(asked) ? 'OVER_OWED' : null;
  return gate('G1', claim.obstacle ?? reason, claimFigures(claim, { alreadyAsked, asked, owed }));
}

/** G2: what is asked fits into what is left of its line of the year's budget. */
function budgetGate({ asked }: GateFacts, { year, line, budget, used }: BudgetFact): GateResult {
  const figures = { year: String(year), line, used: used.toString(), asked: asked.toString() };
  if (budget === null) return gate('G2', 'NO_BUDGET', figures);
  const over = Money.max(Money.zero, used.plus(asked).minus(budget));
  return gate('G2', over.isZero ? null : 'OVER_BUDGET', { ...figures, budget: budget.toString(), over: over.toString() });
}

/** G3: Available(fund) after the hold ≥ 0. Once the hold is posted, Available is what is left after it; money that is restricted already was never in it. */
function availableGate({ fund, available, asked, held, restricted }: GateFacts): GateResult {
  const before = held && !restricted ? available.plus(asked) : available;
  const after = restricted ? available : before.minus(asked);
  return gate('G3', after.isNegative ? 'SHORT' : null, { fund, available: before.toString(), asked: asked.toString(), after: after.toString() });
}

/** G4 (I12): the payload names the account that is registered for its payee, in its current version, for longer than the hours that the contract says. */
function payeeGate({ payee, named, now, restHours }: GateFacts): GateResult {
  if (named === null || named.id === null) return gate('G4', 'NO_PAYEE_ACCOUNT', {});
  const usableFrom = payeeUsableFrom(named.registeredAt, restHours);
  const inputs = {
    account: String(payee.id),
    version: String(payee.version),
    registeredAccount: String(named.id),
    registeredVersion: String(named.version),
    registeredAt: named.registeredAt,
    usableFrom,
    hours: String(restHours),
    now,
  };
  if (payee.id !== named.id || payee.version !== named.version) return gate('G4', 'PAYEE_CHANGED', inputs);
  return gate('G4', now > usableFrom ? null : 'PAYEE_TOO_NEW', inputs);
}

/** G4 of money that goes back: to the very account that it came from. The stored figures hold the last four digits alone. */
function originGate({ claim, payee, named }: GateFacts): GateResult {
  if (named === null || named.id !== null) return gate('G4', 'NO_ORIGIN', {});
  const same = payee.accountNo === named.accountNo && payee.accountName === named.accountName;
  // approvers are told that the bank has never seen this account pay
  const recorded = isDocumentClaim(claim) && claim.originRecorded === true ? { recorded: 'true' } : {};
  return gate('G4', same ? null : 'ORIGIN_CHANGED', { last4: payee.accountNo.slice(-4), originLast4: named.accountNo.slice(-4), ...recorded });
}

/** G5: there is a paper, of the firm its invoice with number and file, and no payout from another source has used the invoice or a file. */
function papersGate({ papers: { count, used }, invoice }: GateFacts): GateResult {
  const inputs = { papers: String(count), ...(used && { paper: used.paper, usedBy: used.by }) };
  return gate('G5', count === 0 || (invoice.asked && !invoice.given) ? 'NO_EVIDENCE' : used ? 'EVIDENCE_USED' : null, inputs);
}

/** A month is proven within the next one: that many days more may lie between the last proven day and a payout. */
const PROVEN_WITHIN = 31;

/**
 * G7: two persons have signed not long ago that the books are the bank's, and nothing of it is unexplained. Its age counts from the day of the signature, and from the last
 * day that it proves: a month of long ago signed today says nothing of the months since.
 */
function reconciliationGate({ reconciled, today }: GateFacts): GateResult {
  if (reconciled === null) return unused('G7', 'NOT_IN_USE');
  const { withinDays, signedOn, through, unexplained } = reconciled;
  const days = daysBetween(signedOn, today);
  const [behind, behindMax] = [daysBetween(through, today), withinDays + PROVEN_WITHIN];
  const inputs = {
    signedOn,
    through,
    days: String(days),
    withinDays: String(withinDays),
    behind: String(behind),
    behindMax: String(behindMax),
    unexplained: String(unexplained),
  };
  if (days > withinDays) return gate('G7', 'RECONCILIATION_OLD', inputs);
  if (behind > behindMax) return gate('G7', 'RECONCILIATION_BEHIND', inputs);
  return gate('G7', unexplained > 0 ? 'RECONCILIATION_UNEXPLAINED' : null, inputs);
}

/** G8 (I21): a recorded resolution allows it, within its limit. */
function resolutionGate({ resolution, asked }: GateFacts): GateResult {
  if (resolution === null) return gate('G8', 'NO_RESOLUTION', {});
  const { number, counts, limit, used } = resolution;
  const inputs = { resolution: number, limit: limit?.toString() ?? '', used: used.toString(), asked: asked.toString() };
  if (!counts) return gate('G8', 'RESOLUTION_OTHER', inputs);
  return gate('G8', limit === null || limit.atLeast(used.plus(asked)) ? null : 'OVER_RESOLUTION', inputs);
}

/** Money that was never the owners' to pay with goes back, whoever suspends payouts. */
const NEVER_SUSPENDED: readonly DisbursementKind[] = ['REFUND', 'SUSPENSE_BACK', 'PASS_ON'];

/** G6: the day on which the entries would be dated lies in an open period, and nobody has suspended payouts under the contract. */
function periodGate({ today, closedThrough, claim, suspended }: GateFacts): GateResult {
  if (today <= closedThrough) return gate('G6', 'PERIOD_CLOSED', { today, closedThrough });
  if (suspended && !NEVER_SUSPENDED.includes(claim.kind)) return gate('G6', 'PAYOUT_SUSPENDED', { today, closedThrough, ...suspended });
  return gate('G6', null, { today, closedThrough });
}
