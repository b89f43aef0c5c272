import { addMinutes, DomainError, wallClock, type Instant, type OrganisationId, type PersonId, type Role } from '../../../kernel/index.js';
import type { Slot } from '../../contracts/index.js';
import { ended, type DisbursementState } from './disbursement-state.js';

export const decisionKinds = ['APPROVE', 'RETURN', 'DEFER', 'REJECT'] as const;
export type DecisionKind = (typeof decisionKinds)[number];

/** Characters that a reason needs; it is published beside the decision. */
export const REASON_LENGTH_MIN = 5;
const REASON_LENGTH_MAX = 200;
/** A payout is never approved by one body alone; of policies `refuseWeakPolicy` of contracts asks the same. */
const APPROVALS_MIN = 2;
/** In which an approval may be taken back [A]. */
const WITHDRAWAL_MINUTES = 10;

/** A decision that was recorded. It never changes; taking it back is a record of its own. */
export interface GivenDecision {
  readonly slot: Slot;
  readonly organisationId: OrganisationId;
  readonly personId: PersonId;
  readonly decision: DecisionKind;
  readonly payloadSha256: string;
  readonly at: Instant;
  readonly withdrawnAt: Instant | null;
}

/** Who wants to decide, in which role of the day, and the slot that this role fills; null for none. */
export interface Decider {
  readonly personId: PersonId;
  readonly organisationId: OrganisationId;
  readonly role: Role | null;
  readonly slot: Slot | null;
}

/** What a decision is about. */
export interface DecidedPayout {
  readonly number: string;
  readonly payloadSha256: string;
  readonly requiredSlots: readonly Slot[];
  /** How many of them are enough, with the owner side among them; null: all. */
  readonly requiredCount: number | null;
  readonly submittedBy: PersonId;
  readonly firmId: OrganisationId;
  readonly returns: number;
  /** Who registered the account that would be paid; null for one that money came from. */
  readonly registeredBy?: PersonId | null;
}

/** The approvals that count: of the payload as it stands now, and not taken back (I11). */
export function activeApprovals<D extends GivenDecision>(decisions: readonly D[], payloadSha256: string): D[] {
  return decisions.filter((given) => given.decision === 'APPROVE' && given.payloadSha256 === payloadSha256 && given.withdrawnAt === null);
}

type Asked = Pick<DecidedPayout, 'requiredSlots' | 'requiredCount' | 'payloadSha256'>;

/**
 * The slots of which an approval still brings the payout further, in the order of the policy: none once enough have approved, and the owner side alone where nothing but its
 * word is missing. Example: two of three are enough, the owner side has approved → the other two, of which either will do.
 */
export function missingSlots(payout: Asked, decisions: readonly GivenDecision[]): Slot[] {
  const filled = new Set(activeApprovals(decisions, payout.payloadSha256).map((approval) => approval.slot));
  return missingBeside(payout, filled);
}

function missingBeside({ requiredSlots, requiredCount }: Asked, filled: ReadonlySet<Slot>): Slot[] {
  const open = requiredSlots.filter((slot) => !filled.has(slot));
  const needed = (requiredCount ?? requiredSlots.length) - (requiredSlots.length - open.length);
  const owners = open.filter((slot) => slot === 'OWNER_SIDE');
  if (needed <= 0) return owners;
  return needed <= owners.length ? owners : open;
}

/** A contract from before this rule may still name one slot alone: nothing is asked for, approved or instructed by it. @throws DISBURSEMENT_ONE_BODY */
export function refuseOneBody({ number, requiredSlots }: Pick<DecidedPayout, 'number' | 'requiredSlots'>): void {
  if (requiredSlots.length < APPROVALS_MIN) throw new DomainError('DISBURSEMENT_ONE_BODY', { number, slots: requiredSlots.join(', '), min: APPROVALS_MIN });
}

/**
 * The slot that a person fills with this decision. One person and one organisation fill one slot each; the person who submitted
 * and the firm fill none (domain.md 1). Whoever has approved takes the approval back before deciding otherwise.
 * @throws DISBURSEMENT_FIRM_DECIDES DISBURSEMENT_SUBMITTER_DECIDES DISBURSEMENT_REGISTRAR_DECIDES DISBURSEMENT_NO_SLOT DISBURSEMENT_SLOT_NOT_NEEDED
 * DISBURSEMENT_PERSON_DECIDED DISBURSEMENT_ORGANISATION_DECIDED DISBURSEMENT_SLOT_FILLED
 */
export function slotForDecision(payout: DecidedPayout, decider: Decider, decisions: readonly GivenDecision[]): Slot {
  const { number } = payout;
  if (decider.personId === payout.submittedBy) throw new DomainError('DISBURSEMENT_SUBMITTER_DECIDES', { number });
  if (decider.personId === payout.registeredBy) throw new DomainError('DISBURSEMENT_REGISTRAR_DECIDES', { number });
  if (decider.organisationId === payout.firmId) throw new DomainError('DISBURSEMENT_FIRM_DECIDES', { number });
  if (decider.slot === null) throw new DomainError('DISBURSEMENT_NO_SLOT', { number });
  if (!payout.requiredSlots.includes(decider.slot)) throw new DomainError('DISBURSEMENT_SLOT_NOT_NEEDED', { number, slot: decider.slot });
  const active = activeApprovals(decisions, payout.payloadSha256);
  const own = active.find((approval) => approval.personId === decider.personId);
  if (own) throw new DomainError('DISBURSEMENT_PERSON_DECIDED', { number, at: wallClock(own.at) });
  const colleague = active.find((approval) => approval.organisationId === decider.organisationId);
  if (colleague) throw new DomainError('DISBURSEMENT_ORGANISATION_DECIDED', { number, at: wallClock(colleague.at) });
  const other = active.find((approval) => approval.slot === decider.slot);
  if (other) throw new DomainError('DISBURSEMENT_SLOT_FILLED', { number, slot: decider.slot, at: wallClock(other.at) });
  return decider.slot;
}

/**
 * Where a payout stands after a decision, given the decisions before it: RETURN sends it back to who asked, DEFER lets it wait,
 * REJECT ends it (CLOSED_UNPAID where it came back once), and the approval with which enough have approved, the owner side among them, approves it.
 * @throws DISBURSEMENT_ONE_BODY
 */
export function decisionOutcome(
  payout: Asked & Pick<DecidedPayout, 'number' | 'returns'>,
  before: readonly GivenDecision[],
  decided: { readonly decision: DecisionKind; readonly slot: Slot },
): DisbursementState {
  if (decided.decision === 'RETURN') return 'DRAFT';
  if (decided.decision === 'DEFER') return 'DEFERRED';
  if (decided.decision === 'REJECT') return ended('REJECTED', payout);
  refuseOneBody(payout);
  const filled = new Set([...activeApprovals(before, payout.payloadSha256).map(({ slot }) => slot), decided.slot]);
  return missingBeside(payout, filled).length === 0 ? 'APPROVED' : 'APPROVING';
}

/** The reason, trimmed. Every decision but an approval needs one, of 5 to 200 characters. @throws DISBURSEMENT_REASON_MISSING DISBURSEMENT_REASON_TEXT */
export function reasonFor(decision: DecisionKind | 'WITHDRAW' | 'CANCEL' | 'FAIL', text: string | null): string | null {
  const reason = (text ?? '').trim();
  if (/\p{Cc}/u.test(reason) || Array.from(reason).length > REASON_LENGTH_MAX) throw new DomainError('DISBURSEMENT_REASON_TEXT', { max: REASON_LENGTH_MAX });
  if (reason === '' && decision === 'APPROVE') return null;
  if (Array.from(reason).length < REASON_LENGTH_MIN && decision !== 'APPROVE') throw new DomainError('DISBURSEMENT_REASON_MISSING', { min: REASON_LENGTH_MIN });
  return reason;
}

/** The last moment at which an approval may be taken back. */
export function withdrawableUntil(approvedAt: Instant): Instant {
  return addMinutes(approvedAt, WITHDRAWAL_MINUTES);
}

/** The first moment at which the bank may be told to pay, given when the last slot was filled and the minutes that the contract waits. */
export function instructableFrom(lastApprovalAt: Instant, coolingMinutes: number): Instant {
  return addMinutes(lastApprovalAt, coolingMinutes);
}
