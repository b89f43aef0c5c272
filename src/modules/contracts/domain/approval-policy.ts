import { DomainError, Money, type Role } from '../../../kernel/index.js';
import type { Fund } from '../../ledger/index.js';
import { assertDistinct, readAmount, readInteger, readWord } from './terms-check.js';

/** The approvals of a payout (domain.md 1). The firm fills none of them. */
export const slots = ['OWNER_SIDE', 'REGULATOR', 'SUPERVISOR'] as const;
export type Slot = (typeof slots)[number];

/** A payout is never approved by one body alone. */
const APPROVALS_MIN = 2;

const policyFunds = ['SVC', 'COM', 'QLT', 'TRN'] as const satisfies readonly Fund[];

/** What a decision stands on: SIGNED by a key that two other parties have confirmed, or the SESSION of whoever signed in (decision 0013). */
export const signatureRules = ['SIGNED', 'SESSION'] as const;
export type SignatureRule = (typeof signatureRules)[number];

/**
 * Which slots a payout needs: `small` up to the threshold, `large` above it and for every payout out of the funds named in `alwaysLarge`. Of the slots
 * `smallCount` or `largeCount` are enough, always with the owner side among them; a count that is left out is all of them.
 */
export interface ApprovalPolicy {
  readonly threshold: Money;
  readonly small: readonly Slot[];
  readonly large: readonly Slot[];
  readonly alwaysLarge: readonly Fund[];
  readonly signature: SignatureRule;
  readonly smallCount?: number;
  readonly largeCount?: number;
}

export type ApprovalPolicyJson = {
  readonly threshold: string;
  readonly small: readonly string[];
  readonly large: readonly string[];
  readonly alwaysLarge: readonly string[];
  /** Left out by contracts from before there were signatures: SESSION. */
  readonly signature?: string;
  readonly smallCount?: number;
  readonly largeCount?: number;
};

/** @throws CONTRACT_TERM_OUTSIDE when one organisation alone could pay, or fewer approve a large payout than a small one; MONEY_INVALID CONTRACT_TERM_UNKNOWN CONTRACT_TERM_REPEATED CONTRACT_POLICY_WEAK when a payout would need no owner, or a large one less than a small one */
export function readApprovalPolicy(json: ApprovalPolicyJson, field = 'approvalPolicy'): ApprovalPolicy {
  const words = <T extends string>(name: string, values: readonly string[], known: readonly T[]): T[] => {
    assertDistinct(`${field}.${name}`, values);
    return values.map((value, position) => readWord(`${field}.${name}[${position}]`, value, known));
  };
  const policy = {
    threshold: readAmount(`${field}.threshold`, json.threshold),
    small: words('small', json.small, slots),
    large: words('large', json.large, slots),
    alwaysLarge: words('alwaysLarge', json.alwaysLarge, policyFunds),
    signature: readWord(`${field}.signature`, json.signature ?? 'SESSION', signatureRules),
  };
  if (!policy.small.includes('OWNER_SIDE')) throw new DomainError('CONTRACT_POLICY_WEAK', { field: `${field}.small`, slot: 'OWNER_SIDE' });
  const missing = policy.small.find((slot) => !policy.large.includes(slot));
  if (missing) throw new DomainError('CONTRACT_POLICY_WEAK', { field: `${field}.large`, slot: missing });
  return { ...policy, ...readCounts(json, field) };
}

/** Two at least, where there are two to ask, as `refuseWeakPolicy` wants; and never fewer for a large payout than for a small one. */
function readCounts({ small, large, smallCount, largeCount }: ApprovalPolicyJson, field: string): Pick<ApprovalPolicy, 'smallCount' | 'largeCount'> {
  const count = (name: string, value: number, of: readonly string[], min: number) =>
    readInteger(`${field}.${name}`, value, { min: Math.min(min, of.length), max: of.length });
  const least = smallCount === undefined ? small.length : count('smallCount', smallCount, small, APPROVALS_MIN);
  return {
    ...(smallCount !== undefined && { smallCount: least }),
    ...(largeCount !== undefined && { largeCount: count('largeCount', largeCount, large, Math.max(APPROVALS_MIN, least)) }),
  };
}

export function approvalPolicyJson({ signature, ...policy }: ApprovalPolicy): ApprovalPolicyJson {
  return { ...policy, threshold: policy.threshold.toString(), ...(signature === 'SIGNED' && { signature }) };
}

/**
 * What no contract agrees to any more, though one that was signed before may still be read: a payout that one body alone approves, a large one
 * that gets by with approvals that are not enough for a small one, and, in an installation that keeps other people's money, one that a session alone approves.
 * A large payout needs what a small one needs, so `small` tells of both.
 * @throws CONTRACT_POLICY_ALONE CONTRACT_POLICY_LESS CONTRACT_POLICY_UNSIGNED
 */
export function refuseWeakPolicy(policy: ApprovalPolicy, production: boolean): void {
  const { small, large, signature } = policy;
  if (small.length < APPROVALS_MIN)
    throw new DomainError('CONTRACT_POLICY_ALONE', { field: 'approvalPolicy.small', slots: small.join(', '), min: APPROVALS_MIN });
  const [smallCount, largeCount] = [policy.smallCount ?? small.length, policy.largeCount ?? large.length];
  // every slot that only a large payout has may be among those that approve it
  const min = smallCount + large.length - small.length;
  if (largeCount < min)
    throw new DomainError('CONTRACT_POLICY_LESS', { field: 'approvalPolicy.largeCount', count: largeCount, min, small: small.join(', '), smallCount });
  if (production && signature !== 'SIGNED') throw new DomainError('CONTRACT_POLICY_UNSIGNED', { field: 'approvalPolicy.signature' });
}

/** The slots that must approve a payout, in the order of `slots`. Example: 30,000.00 of SVC under the default → OWNER_SIDE, REGULATOR. */
export function requiredSlots(policy: ApprovalPolicy, fund: Fund, amount: Money): Slot[] {
  const asked = isLarge(policy, fund, amount) ? policy.large : policy.small;
  return slots.filter((slot) => asked.includes(slot));
}

/** How many of the required slots are enough, the owner side always among them; null where all of them approve. Example: 2 of three where the contract says so. */
export function enoughOf(policy: ApprovalPolicy, fund: Fund, amount: Money): number | null {
  const large = isLarge(policy, fund, amount);
  const count = large ? policy.largeCount : policy.smallCount;
  return count === undefined || count >= (large ? policy.large : policy.small).length ? null : count;
}

function isLarge(policy: ApprovalPolicy, fund: Fund, amount: Money): boolean {
  return policy.alwaysLarge.includes(fund) || policy.threshold.lessThan(amount);
}

/** The role that speaks for the owners on a day; null when there is neither a committee nor a substitution. */
export type OwnerSideRole = 'COMMITTEE' | 'COMMUNITY' | null;

/**
 * The role that fills each slot on a day, null for nobody: OWNER_SIDE the committee, else the residents' committee (居委会) by substitution; REGULATOR
 * the centre; SUPERVISOR the residents' committee beside a committee, else the street, since nobody supervises itself (domain.md 1).
 */
export function slotRoles(ownerSide: OwnerSideRole): Readonly<Record<Slot, Role | null>> {
  return { OWNER_SIDE: ownerSide, REGULATOR: 'CENTRE', SUPERVISOR: ownerSide === 'COMMITTEE' ? 'COMMUNITY' : 'STREET' };
}

/** The slot that a role fills on a day; null when it fills none, as the firm always. */
export function slotOfRole(role: Role, ownerSide: OwnerSideRole): Slot | null {
  const roles = slotRoles(ownerSide);
  return slots.find((slot) => roles[slot] === role) ?? null;
}
