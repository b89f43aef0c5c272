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

/** The committee that is registered on a day; `stoodBefore`: it was already there when the substitution began. */
export interface CommitteeOfDay {
  readonly stoodBefore: boolean;
}

/**
 * Whether a substitution may be used on a day (I30). It ends by itself on the day a committee is registered; only the incomplete
 * committee because of which it was recorded does not end it.
 */
export function substitutionHolds(substitution: Substitution, on: BusinessDate, committee: CommitteeOfDay | null): boolean {
  if (on < substitution.from || (substitution.to !== null && on > substitution.to)) return false;
  return committee === null || (substitution.ground !== 'NO_COMMITTEE' && committee.stoodBefore);
}

/** Who speaks for the owners on a day: the residents' committee while a substitution holds, else the committee, else nobody. */
export function ownerSideOn(on: BusinessDate, substitution: Substitution | null, committee: CommitteeOfDay | null): OwnerSideRole {
  if (substitution && substitutionHolds(substitution, on, committee)) return 'COMMUNITY';
  return committee === null ? null : 'COMMITTEE';
}

/** Whether two substitutions share a day, so that it would not be clear by which of them somebody acted. */
export function substitutionsOverlap(a: Pick<Substitution, 'from' | 'to'>, b: Pick<Substitution, 'from' | 'to'>): boolean {
  return (b.to === null || a.from <= b.to) && (a.to === null || b.from <= a.to);
}
