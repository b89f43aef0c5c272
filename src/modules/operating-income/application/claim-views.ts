import type { Actor, BusinessDate, Instant, Money, OrganisationId, PersonId } from '../../../kernel/index.js';
import type { Fund } from '../../ledger/index.js';
import type { ClaimEntry, ClaimFigures, ClaimKind, ClaimState } from '../domain/claim.js';
import type { LeaseId } from '../domain/lease.js';
import type { UseRuleTerms } from '../domain/maintenance.js';
import type { UseRuleId } from '../persistence/use-rule.js';

/** A paper of a claim. */
export interface ClaimPaper {
  readonly sha256: string;
  readonly name: string;
}

/** A claim with everything that who decides on it looks at. `period` is a month, a quarter or a year; `lease` the code of the lease that it is a cost of. */
export interface ClaimView extends Omit<ClaimEntry, 'effectiveOn'> {
  readonly payeeName: string;
  readonly payeeIsPerson: boolean;
  readonly leaseId: LeaseId | null;
  readonly lease: string | null;
  readonly asset: string | null;
  readonly period: string;
  readonly description: string;
  readonly invoiceNo: string | null;
  readonly resolutionNumber: string | null;
  readonly useRuleId: UseRuleId | null;
  readonly figures: ClaimFigures | null;
  readonly papers: readonly ClaimPaper[];
  readonly state: ClaimState;
  readonly askedOn: BusinessDate;
  readonly askedBy: PersonId;
  readonly askedFor: OrganisationId;
  readonly decidedOn: BusinessDate | null;
  readonly decidedBy: PersonId | null;
  readonly decidedFor: OrganisationId | null;
  readonly decidedAt: Instant | null;
  readonly reason: string | null;
  readonly entrySeq: number | null;
  /** When what was to be passed on was taken back, why, and by which entry. */
  readonly takenBack: { readonly on: BusinessDate; readonly reason: string; readonly entrySeq: number } | null;
}

/** A rule for the use of common income, with the resolution that made it. */
export interface UseRuleView extends UseRuleTerms {
  readonly id: UseRuleId;
  readonly resolutionNumber: string;
  readonly from: BusinessDate;
  readonly to: BusinessDate | null;
}

/** Costs of operating that were approved on the days of a range, of one lease, or of none in particular (null). */
export interface LeaseCost {
  readonly leaseId: LeaseId | null;
  readonly amount: Money;
}

/** A use that was approved: what for, of which asset, and by which resolution of the owners where it needs one. `description` is empty where a person is paid. */
export interface DecidedUse {
  readonly number: string;
  readonly kind: Exclude<ClaimKind, 'FLOAT' | 'PASS_ON'>;
  readonly fund: Fund;
  readonly asset: string | null;
  readonly description: string;
  readonly amount: Money;
  readonly resolutionNumber: string | null;
  readonly resolutionTitle: string | null;
}

/**
 * A claim as a reader may see it. The firm is never told which person is paid, not even for what it asked itself: it would learn whose payee number that is;
 * `name` stands in the place of the name. What others asked for it sees without words, reason, invoice and papers: those are for whoever works on them.
 */
export function claimSeenBy(claim: ClaimView, { roles, organisationId }: Pick<Actor, 'roles' | 'organisationId'>, name: string): ClaimView {
  if (roles.some((role) => role !== 'FIRM' && role !== 'OWNER')) return claim;
  const known = claim.payeeIsPerson ? { ...claim, payeeName: name } : claim;
  return claim.askedFor === organisationId ? known : { ...known, description: '', reason: null, invoiceNo: null, papers: [] };
}
