import { DomainError, type Actor, type BusinessDate, type Id, type Instant, type OrganisationId, type PersonId, type Role } from '../../../kernel/index.js';

export type InvitationId = Id<'invitation'>;

/** A part that somebody may take who holds the link; `from` and `to` as of a membership. */
export interface Invitation {
  readonly organisationId: OrganisationId;
  readonly role: Role;
  readonly from: BusinessDate;
  readonly to: BusinessDate | null;
}

/** How long a link is good. */
export const INVITATION_DAYS = 7;

/** How long somebody who took a part waits for another body to confirm it [A]. */
export const APPOINTMENT_DAYS = 30;

const OBJECTION_LENGTH = { min: 5, max: 200 } as const;

/** What a body says against an appointment, so that others weigh it. @throws APPOINTMENT_REASON */
export function objectionReason(text: string | null): string {
  const reason = text?.trim() ?? '';
  const { min, max } = OBJECTION_LENGTH;
  if (reason.length < min || reason.length > max || /\p{Cc}/u.test(reason)) throw new DomainError('APPOINTMENT_REASON', { min, max });
  return reason;
}

/** The bodies that appoint to those duties, each alone, and end what neither of them appointed together. */
export const appointingRoles = ['COMMUNITY', 'CENTRE'] as const satisfies readonly Role[];

/** Duties that an organisation is hired for: those who supervise the compound choose who has them. */
const hired: readonly Role[] = ['BOOKKEEPER', 'CASHIER', 'AUDITOR'];

/**
 * Whether the actor decides who has this part: of an office only its own organisation, of books, cash and audit the community or the
 * centre. So nobody fills another party's seat, and owners are not invited: they join by the code of their unit.
 */
export function decidesOnPart(actor: Actor, { organisationId, role }: Pick<Invitation, 'organisationId' | 'role'>): boolean {
  if (hired.includes(role)) return appointingRoles.some((appointing) => actor.roles.includes(appointing));
  return role !== 'OWNER' && organisationId === actor.organisationId && actor.roles.includes(role);
}

/** @throws INVITATION_NOT_YOURS */
export function refuseOthersPart(actor: Actor, part: Pick<Invitation, 'organisationId' | 'role'>): void {
  if (!decidesOnPart(actor, part)) throw new DomainError('INVITATION_NOT_YOURS', { role: part.role });
}

/** The roles that an actor may invite into, for a page that offers them. */
export function rolesToInvite(actor: Actor): Role[] {
  const offices = actor.roles.filter((role) => decidesOnPart(actor, { organisationId: actor.organisationId, role }) && !hired.includes(role));
  return [...offices, ...(decidesOnPart(actor, { organisationId: actor.organisationId, role: 'AUDITOR' }) ? hired : [])];
}

/** The roles into which a part invites: its own, and the hired ones where it is of those that appoint. */
export function rolesInvitedBy(role: Role): readonly Role[] {
  if (hired.includes(role) || role === 'OWNER') return [];
  return (appointingRoles as readonly Role[]).includes(role) ? [role, ...hired] : [role];
}

/** Whether a part counts only when a second body has confirmed who takes it: those who keep the books and the cash, and those who look at both. */
export function needsConfirmation(role: Role): boolean {
  return hired.includes(role);
}

/** Who invited whom, for which organisation. */
export interface Appointment extends Pick<Invitation, 'organisationId' | 'role'> {
  readonly invitedBy: PersonId;
  readonly invitedFor: OrganisationId;
  readonly usedBy: PersonId;
}

/**
 * Whether the actor is of those who appointed, is the one who is appointed, or acts for whom the appointed one works: they confirm nothing, as
 * one body alone fills no part that another has to be able to trust.
 */
export function isOwnAppointment({ personId, organisationId }: Actor, part: Appointment): boolean {
  return [part.invitedFor, part.organisationId].includes(organisationId) || [part.invitedBy, part.usedBy].includes(personId);
}

/** The kind of organisation into which a role is invited: the actor's own, or an agency of this name. */
export function isOfAgency(role: Role, agency: string | null): agency is string {
  return hired.includes(role) && agency !== null;
}

/** @throws INVITATION_ENDED, saying how */
export function refuseEnded(
  { usedAt, withdrawnAt, expiresAt }: { usedAt: Instant | null; withdrawnAt: Instant | null; expiresAt: Instant },
  now: Instant,
): void {
  if (usedAt !== null || withdrawnAt !== null || now > expiresAt) throw new DomainError('INVITATION_ENDED', { days: INVITATION_DAYS });
}
