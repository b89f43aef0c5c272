import type { BusinessDate } from '../../../kernel/index.js';
import type { OwnerSideRole } from './approval-policy.js';

/** Why the residents' committee (居委会) speaks for the owners: no 业委会 yet, fewer than half of its seats filled, or its term over. */
export const substitutionGrounds = ['NO_COMMITTEE', 'BELOW_HALF', 'VACANT'] as const;
export type SubstitutionGround = (typeof substitutionGrounds)[number];

/** A substitution confirmed by the street (domain.md 1; 嘉兴市住宅物业管理条例 Art 23, 30). `to` is its last day, null for open. */
export interface Substitution {
  readonly ground: SubstitutionGround;
  readonly legalBasis: string;
  readonly from: BusinessDate;
  readonly to: BusinessDate | null;
}

/** The committee that has members on a day, and the day from which it has been registered. */
export interface RegisteredCommittee {
  readonly registeredOn: BusinessDate;
}

/**
 * Whether a substitution may be used on a day (I30). It ends by itself on the day a committee is registered: the committee
 * of that day ends it, except the incomplete one because of which it was recorded (registered before it began).
 */
export function substitutionHolds(substitution: Substitution, on: BusinessDate, committee: RegisteredCommittee | null): boolean {
  if (on < substitution.from || (substitution.to !== null && on > substitution.to)) return false;
  if (committee === null || on < committee.registeredOn) return true;
  return substitution.ground !== 'NO_COMMITTEE' && committee.registeredOn < substitution.from;
}

/** Who speaks for the owners on a day: a substitution that holds, else the committee, else nobody. */
export function ownerSideOn<S extends Substitution>(
  on: BusinessDate,
  committee: RegisteredCommittee | null,
  substitutions: readonly S[],
): { readonly role: OwnerSideRole; readonly substitution: S | null } {
  const substitution = substitutions.find((candidate) => substitutionHolds(candidate, on, committee)) ?? null;
  if (substitution) return { role: 'COMMUNITY', substitution };
  return { role: committee !== null && committee.registeredOn <= on ? 'COMMITTEE' : null, substitution: null };
}
