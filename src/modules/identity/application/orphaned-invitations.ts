import { DomainError, type BusinessDate, type Instant, type OrganisationId, type PersonId, type Role } from '../../../kernel/index.js';
import type { SharedTx, Tx } from '../../../platform/database/index.js';
import { decidesOnPart, INVITATION_DAYS, type Appointment } from '../domain/invitation.js';

/** Who invited must still decide on the part: nobody who was dismissed or shut out comes back, or brings somebody, by a link of their own. @throws INVITATION_ENDED */
export async function refuseOrphaned(tx: Tx, invitation: Omit<Appointment, 'usedBy' | 'invitedFor'>, today: BusinessDate): Promise<void> {
  const { invitedBy } = invitation;
  const parts = await tx.query<{ organisationId: OrganisationId; role: Role }>(
    `select m.organisation_id as "organisationId", m.role from mingbai.membership m join mingbai.person p on p.id = m.person_id and p.disabled_at is null
     where m.community_id = $1 and m.person_id = $2 and daterange(m.from_on, m.to_on, '[]') @> $3::date for share of m, p`,
    [tx.communityId, invitedBy, today],
  );
  const stands = parts.some(({ organisationId, role }) =>
    decidesOnPart({ personId: invitedBy, organisationId, communityId: tx.communityId, roles: [role] }, invitation),
  );
  if (!stands) throw new DomainError('INVITATION_ENDED', { days: INVITATION_DAYS });
}

/** Takes back what somebody has written and nobody has used: in all compounds where the operator shuts them out (`by` null), in one where their part ends. */
export async function withdrawOf(
  tx: SharedTx | Tx,
  invitedBy: PersonId,
  { by, at, community, organisationId }: { by: PersonId | null; at: Instant; community?: number; organisationId?: OrganisationId },
): Promise<void> {
  await tx.query(
    `update mingbai.invitation set withdrawn_at = $2, withdrawn_by = $3 where invited_by = $1 and used_at is null and withdrawn_at is null
       and ($4::int is null or community_id = $4) and ($5::bigint is null or invited_for = $5)`,
    [invitedBy, at, by, community ?? null, organisationId ?? null],
  );
}
