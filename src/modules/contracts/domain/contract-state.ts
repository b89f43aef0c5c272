import type { BusinessDate, OrganisationId } from '../../../kernel/index.js';

export const contractSteps = ['HOLDOVER', 'NOTICE_GIVEN', 'NOTICE_WITHDRAWN', 'SUSPENDED', 'RESUMED', 'HANDOVER', 'CLOSED'] as const;
export type ContractStep = (typeof contractSteps)[number];

/** Something that became of a contract, from the day on which it was recorded; `endsOn`: the last day that a notice names. */
export interface ContractStepFacts {
  readonly kind: ContractStep;
  readonly on: BusinessDate;
  readonly endsOn: BusinessDate | null;
  readonly organisationId: OrganisationId;
}

export interface ContractDays {
  readonly from: BusinessDate;
  /** The last day that was signed. */
  readonly to: BusinessDate;
}

/** Where a signed contract stands on a day (domain.md 6). Nobody has to remember to activate it, or to let it expire: its own days say so. */
export type ContractState = 'SIGNED' | 'ACTIVE' | 'EXPIRED_HOLDOVER' | 'NOTICE_GIVEN' | 'HANDOVER' | 'CLOSED' | 'EXPIRED';

/** `steps` in the order in which they were recorded. Example: 2026-12-31 over, and HOLDOVER recorded → EXPIRED_HOLDOVER; without it → EXPIRED. */
export function contractStateOn({ from, to }: ContractDays, steps: readonly ContractStepFacts[], on: BusinessDate): ContractState {
  const taken = steps.filter((step) => step.on <= on);
  const has = (kind: ContractStep) => taken.some((step) => step.kind === kind);
  if (has('CLOSED')) return 'CLOSED';
  if (has('HANDOVER')) return 'HANDOVER';
  if (on < from) return 'SIGNED';
  const notice = standingNotice(taken);
  if (notice) return notice.endsOn !== null && on > notice.endsOn ? 'EXPIRED' : 'NOTICE_GIVEN';
  if (on <= to) return 'ACTIVE';
  return has('HOLDOVER') ? 'EXPIRED_HOLDOVER' : 'EXPIRED';
}

/** The notice by which the contract ends, unless it was withdrawn. */
export function standingNotice<T extends ContractStepFacts>(steps: readonly T[]): T | null {
  const last = steps.findLast(({ kind }) => kind === 'NOTICE_GIVEN' || kind === 'NOTICE_WITHDRAWN');
  return last?.kind === 'NOTICE_GIVEN' ? last : null;
}

/** The step by which payouts under the contract are suspended, until another body resumes them. */
export function standingSuspension<T extends ContractStepFacts>(steps: readonly T[]): T | null {
  const last = steps.findLast(({ kind }) => kind === 'SUSPENDED' || kind === 'RESUMED');
  return last?.kind === 'SUSPENDED' ? last : null;
}
