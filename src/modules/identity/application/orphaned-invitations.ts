import {
  DomainError,
  type Actor,
  type BusinessDate,
  type CommunityId,
  type Instant,
  type OrganisationId,
  type PersonId,
  type Role,
} from '../../../kernel/index.js';
import type { SharedTx, Tx } from '../../../platform/database/index.js';
import { decidesOnPart, INVITATION_DAYS, type Appointment } from '../domain/invitation.js';

/** Who invited must still decide on the part: nobody who was dismissed or shut out comes back, or brings somebody, by a link of their own. @throws INVITATION_ENDED */
export async function refuseOrphaned(tx: Tx, invitation: Omit<Appointment, 'usedBy'>, today: BusinessDate): Promise<void> {
  const { invitedBy: personId, invitedFor: organisationId } = invitation;
  const { communityId } = tx;
  const roles = await lastingRoles(tx, { personId, organisationId }, today);
  if (!decidesOnPart({ personId, organisationId, communityId, roles }, invitation)) throw new DomainError('INVITATION_ENDED', { days: INVITATION_DAYS });
}

/** Whoever is about to leave still works to their last day, and opens no door to others that would stay open behind them. @throws IDENTITY_LEAVING */
export async function refuseLeaving(tx: Tx, actor: Actor, today: BusinessDate): Promise<void> {
  const lasting = await lastingRoles(tx, actor, today);
  if (!actor.roles.every((role) => role === 'OWNER' || lasting.includes(role))) throw new DomainError('IDENTITY_LEAVING');
}

/** The roles of a person for an organisation that nobody has ended, and that go on tomorrow; they stay so until the transaction is over. */
export async function lastingRoles(tx: Tx, { personId, organisationId }: Pick<Actor, 'personId' | 'organisationId'>, today: BusinessDate): Promise<Role[]> {
  const parts = await tx.query<{ role: Role }>(
    `select m.role from mingbai.membership m join mingbai.person p on p.id = m.person_id and p.disabled_at is null
     where m.community_id = $1 and m.person_id = $2 and m.organisation_id = $3 and m.from_on <= $4 and m.ended_at is null and coalesce(m.to_on > $4, true)
     for share of m, p`,
    [tx.communityId, personId, organisationId, today],
  );
  return parts.map(({ role }) => role);
}

/** Takes back what somebody has written and nobody has used: everything where the operator shuts them out (`by` null), what they wrote in a part where it ends. */
export async function withdrawOf(
  tx: SharedTx | Tx,
  invitedBy: PersonId,
  { by, at, of }: { by: PersonId | null; at: Instant; of?: { communityId: CommunityId; organisationId: OrganisationId; roles: readonly Role[] } },
): Promise<void> {
  await tx.query(
    `update mingbai.invitation set withdrawn_at = $2, withdrawn_by = $3 where invited_by = $1 and used_at is null and withdrawn_at is null
       and ($4::int is null or community_id = $4 and invited_for = $5 and role = any ($6::text[]))`,
    [invitedBy, at, by, of?.communityId ?? null, of?.organisationId ?? null, of?.roles ?? null],
  );
}
