import { Injectable } from '@nestjs/common';
import { Clock, DomainError, required, type CommunityId, type PersonId } from '../../../kernel/index.js';
import { UnitOfWork, type Tx } from '../../../platform/database/index.js';
import { retriedOnConflict } from '../../communities/index.js';
import { needsConfirmation, refuseEnded } from '../domain/invitation.js';
import { refuseConflict, type MembershipId } from '../domain/membership.js';
import { AddMembership } from './add-membership.js';
import { InvitationQueries, type InvitationView } from './invitation-queries.js';
import { invitationHash } from './invite.js';
import { IdentityQueries } from './identity-queries.js';
import { NewPersons, type NewPerson } from './new-persons.js';
import { refuseOrphaned } from './orphaned-invitations.js';

/** `by` is who takes the part: a person who is signed in, or one who begins an account with it. */
export interface AcceptInvitationRequest {
  readonly token: string;
  readonly by: PersonId | NewPerson;
}

export interface InvitationAccepted {
  readonly personId: PersonId;
  /** Null until another body confirms it. */
  readonly membershipId: MembershipId | null;
  readonly communityId: CommunityId;
}

/**
 * Whoever holds the link takes the part that it names; of books, cash and audit it begins when another body has confirmed who it is. Nobody invites themselves, and a login that somebody has is never
 * taken over. @see DecideAppointment
 */
@Injectable()
export class AcceptInvitation {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly invitations: InvitationQueries,
    private readonly newPersons: NewPersons,
    private readonly identity: IdentityQueries,
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
        await refuseOrphaned(tx, invitation, this.clock.today());
        await tx.query('update mingbai.invitation set used_at = $3, used_by = $4 where community_id = $1 and token_hash = $2', [
          communityId,
          invitationHash(token),
          this.clock.now(),
          personId,
        ]);
        return { personId, communityId, membershipId: await this.begin(tx, personId, invitation) };
      }),
    );
  }

  /** @returns null of a part that another body confirms first; what stands against it is told at once all the same */
  private async begin(tx: Tx, personId: PersonId, invitation: InvitationView): Promise<MembershipId | null> {
    const part = partOf(invitation, this.clock.today());
    if (!needsConfirmation(part.role))
      return (await this.addMembership.add(tx, { ...part, communityId: tx.communityId, personId, invitationId: invitation.id })).value.membershipId;
    refuseConflict(part, await this.identity.inCommunity(tx, personId, tx.communityId));
    return null;
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
