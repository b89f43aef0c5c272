import {
  dateOf,
  daysBetween,
  DomainError,
  type Actor,
  type BusinessDate,
  type CommunityId,
  type Id,
  type Instant,
  type OrganisationId,
  type PersonId,
  type Role,
} from '../../../kernel/index.js';

export type MembershipId = Id<'membership'>;

/** A part that a person has in a compound; `from` and `to` are its first and last day, null for open. */
export interface Membership {
  readonly organisationId: OrganisationId;
  readonly role: Role;
  readonly from: BusinessDate;
  readonly to: BusinessDate | null;
}

export interface MembershipView extends Membership {
  readonly id: MembershipId;
  readonly personId: PersonId;
  readonly communityId: CommunityId;
  /** When somebody ended it, on or before its last day; null where nobody has. */
  readonly endedAt: Instant | null;
}

/** Longer than any engagement for one year's books [A]. */
const AUDIT_DAYS_MAX = 366;

/** Each of those who pay or write down, with those they check or are checked by (会计法 Art 35, 内部牵制). */
const separateDuties: Partial<Record<Role, readonly Role[]>> = {
  CASHIER: ['BOOKKEEPER', 'COMMITTEE', 'COMMUNITY', 'CENTRE', 'STREET', 'FIRM'],
  BOOKKEEPER: ['FIRM'],
};

/** Whether somebody with these roles has an office: approves, handles money, signs contracts, or reads what is everybody's. A password alone is not enough for that. */
export function needsSecondFactor(roles: readonly Role[]): boolean {
  return roles.some((role) => role !== 'OWNER');
}

/** Whether two roles are never one person's on one day: who pays neither keeps the books, approves nor asks; who asks keeps no books. */
export function mustBeApart(one: Role, other: Role): boolean {
  return [separateDuties[one]?.includes(other), separateDuties[other]?.includes(one)].includes(true);
}

/**
 * Refuses a membership that cannot stand beside those which the person has in the same compound on the same days: duties that check
 * one another are never one person's; nobody acts for two organisations, but an owner may act for one besides; and no role twice.
 * An auditor, who reads everything, has a part with an end.
 * @throws IDENTITY_MEMBERSHIP_DAYS, IDENTITY_AUDITOR_WITHOUT_END, IDENTITY_DUTIES_NOT_SEPARATE, IDENTITY_MEMBERSHIP_OVERLAPS, IDENTITY_TWO_ORGANISATIONS
 */
export function refuseConflict(asked: Membership, held: readonly Membership[]): void {
  if (asked.to !== null && asked.to < asked.from) throw new DomainError('IDENTITY_MEMBERSHIP_DAYS', { from: asked.from, to: asked.to });
  if (asked.role === 'AUDITOR' && (asked.to === null || daysBetween(asked.from, asked.to) >= AUDIT_DAYS_MAX))
    throw new DomainError('IDENTITY_AUDITOR_WITHOUT_END', { max: AUDIT_DAYS_MAX });
  for (const other of held.filter((membership) => overlap(membership, asked))) {
    if (other.role === asked.role) throw new DomainError('IDENTITY_MEMBERSHIP_OVERLAPS', { role: other.role, from: other.from });
    if (mustBeApart(other.role, asked.role)) throw new DomainError('IDENTITY_DUTIES_NOT_SEPARATE', { held: other.role, from: other.from });
    if (other.role !== 'OWNER' && asked.role !== 'OWNER' && other.organisationId !== asked.organisationId)
      throw new DomainError('IDENTITY_TWO_ORGANISATIONS', { from: other.from });
  }
}

/**
 * Refuses a last day that is before the first, is over, or is after one that is already set: a role is never prolonged, it begins anew. An auditor without an end
 * gets one within a year.
 */
export function refuseLastDay({ role, from, to }: Membership, lastDay: BusinessDate, today: BusinessDate): void {
  if (lastDay < from) throw new DomainError('IDENTITY_MEMBERSHIP_DAYS', { from, to: lastDay });
  if (to !== null && lastDay > to) throw new DomainError('IDENTITY_MEMBERSHIP_ENDED', { to });
  if (lastDay < today) throw new DomainError('IDENTITY_MEMBERSHIP_PAST', { lastDay });
  if (role === 'AUDITOR' && [from, today].every((day) => daysBetween(day, lastDay) >= AUDIT_DAYS_MAX))
    throw new DomainError('IDENTITY_AUDITOR_WITHOUT_END', { max: AUDIT_DAYS_MAX });
}

/** Whether a membership holds on a day; its first and last day belong to it. */
export function holdsOn(membership: Membership, on: BusinessDate): boolean {
  return membership.from <= on && (membership.to === null || on <= membership.to);
}

/** Whether a part holds at a moment: what somebody ended with that very day as its last is over from then on, whatever a session still says. */
export function holdsAt(membership: Membership & Pick<MembershipView, 'endedAt'>, at: Instant): boolean {
  const { to, endedAt } = membership;
  const isDismissed = endedAt !== null && endedAt <= at && to === dateOf(endedAt);
  return holdsOn(membership, dateOf(at)) && !isDismissed;
}

/**
 * A person as actor of a compound at a moment, or null without a part in it. They act for the organisation of their office; an owner
 * without office acts for the owners.
 */
export function actorAt(who: { personId: PersonId; communityId: CommunityId }, memberships: readonly MembershipView[], at: Instant): Actor | null {
  const holding = memberships.filter((membership) => holdsAt(membership, at));
  const office = holding.find((membership) => membership.role !== 'OWNER') ?? holding[0];
  return office === undefined ? null : { ...who, organisationId: office.organisationId, roles: holding.map((membership) => membership.role) };
}

function overlap(a: Membership, b: Membership): boolean {
  return (b.to === null || a.from <= b.to) && (a.to === null || b.from <= a.to);
}
