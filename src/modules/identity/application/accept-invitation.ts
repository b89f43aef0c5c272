import { Injectable } from '@nestjs/common';
import { Clock, DomainError, required, type CommunityId, type OrganisationId, type PersonId, type Role } from '../../../kernel/index.js';
import { UnitOfWork, type Tx } from '../../../platform/database/index.js';
import { retriedOnConflict } from '../../communities/index.js';
import { decidesOnPart, INVITATION_DAYS, refuseEnded } from '../domain/invitation.js';
import type { MembershipId } from '../domain/membership.js';
import { AddMembership } from './add-membership.js';
import { InvitationQueries, type InvitationView } from './invitation-queries.js';
import { invitationHash } from './invite.js';
import { NewPersons, type NewPerson } from './new-persons.js';

/** `by` is who takes the part: a person who is signed in, or one who begins an account with it. */
export interface AcceptInvitationRequest {
  readonly token: string;
  readonly by: PersonId | NewPerson;
}

export interface InvitationAccepted {
  readonly personId: PersonId;
  readonly membershipId: MembershipId;
  readonly communityId: CommunityId;
}

/** Whoever holds the link takes the part that it names; nobody invites themselves, and a login that somebody has is never taken over. */
@Injectable()
export class AcceptInvitation {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly invitations: InvitationQueries,
    private readonly newPersons: NewPersons,
    private readonly addMembership: AddMembership,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws NOT_FOUND, INVITATION_ENDED, INVITATION_OWN, IDENTITY_LOGIN_INVALID, IDENTITY_LOGIN_TAKEN, IDENTITY_TEXT_INVALID, what newPassword and AddMembership refuse
   */
  async execute({ token, by }: AcceptInvitationRequest): Promise<InvitationAccepted> {
    const invitation = await this.invitations.byToken(token);
    if (!invitation) throw new DomainError('NOT_FOUND');
    refuseEnded(invitation, this.clock.now());
    const comer = await this.newPersons.prepared(by);
    const { communityId } = invitation;
    return retriedOnConflict(['person_pkey', 'membership_pkey'], () =>
      this.unitOfWork.run(communityId, async (tx) => {
        await this.lockOpen(tx, token);
        const personId = await this.newPersons.personOf(tx, comer);
        if (personId === invitation.invitedBy) throw new DomainError('INVITATION_OWN');
        await this.refuseOrphaned(tx, invitation);
        const { value } = await this.addMembership.add(tx, { ...partOf(invitation, this.clock.today()), communityId, personId });
        await tx.query('update mingbai.invitation set used_at = $3, used_by = $4 where community_id = $1 and token_hash = $2', [
          communityId,
          invitationHash(token),
          this.clock.now(),
          personId,
        ]);
        return { personId, communityId, ...value };
      }),
    );
  }

  /** Who invited must still decide on the part: nobody who was dismissed or shut out comes back by a link of their own. @throws INVITATION_ENDED */
  private async refuseOrphaned(tx: Tx, invitation: InvitationView): Promise<void> {
    const parts = await tx.query<{ organisationId: OrganisationId; role: Role }>(
      `select m.organisation_id as "organisationId", m.role from mingbai.membership m join mingbai.person p on p.id = m.person_id and p.disabled_at is null
       where m.community_id = $1 and m.person_id = $2 and daterange(m.from_on, m.to_on, '[]') @> $3::date for share of m, p`,
      [tx.communityId, invitation.invitedBy, this.clock.today()],
    );
    const stands = parts.some(({ organisationId, role }) =>
      decidesOnPart({ personId: invitation.invitedBy, organisationId, communityId: tx.communityId, roles: [role] }, invitation),
    );
    if (!stands) throw new DomainError('INVITATION_ENDED', { days: INVITATION_DAYS });
  }

  /** Of two who use the link at once the second finds it used. */
  private async lockOpen(tx: Tx, token: string): Promise<void> {
    const [row] = await tx.query<InvitationView>(
      `select used_at as "usedAt", withdrawn_at as "withdrawnAt", expires_at as "expiresAt" from mingbai.invitation where community_id = $1 and token_hash = $2 for update`,
      [tx.communityId, invitationHash(token)],
    );
    refuseEnded(required(row, 'an invitation is never removed'), this.clock.now());
  }
}

/** From its first day, or from today where that is over. */
function partOf({ organisationId, role, from, to }: InvitationView, today: InvitationView['from']) {
  return { organisationId, role, from: from < today ? today : from, to };
}
