import { Injectable } from '@nestjs/common';
import { Clock, DomainError, required, type CommunityId, type PersonId } from '../../../kernel/index.js';
import { UnitOfWork, type Tx } from '../../../platform/database/index.js';
import { isPlainText, retriedOnConflict } from '../../communities/index.js';
import { refuseEnded } from '../domain/invitation.js';
import type { MembershipId } from '../domain/membership.js';
import { newLogin } from '../domain/person.js';
import { AddMembership } from './add-membership.js';
import { InvitationQueries, type InvitationView } from './invitation-queries.js';
import { invitationHash } from './invite.js';
import { Passwords } from './passwords.js';

/** Somebody who has no account yet. */
export interface NewPerson {
  readonly login: string;
  readonly name: string;
  readonly password: string;
}

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

const NAME_MAX = 60;

/** Whoever holds the link takes the part that it names; nobody invites themselves, and a login that somebody has is never taken over. */
@Injectable()
export class AcceptInvitation {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly invitations: InvitationQueries,
    private readonly passwords: Passwords,
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
    const hash = typeof by === 'number' ? null : await this.hashOf(by);
    const { communityId } = invitation;
    return retriedOnConflict(['person_pkey', 'membership_pkey'], () =>
      this.unitOfWork.run(communityId, async (tx) => {
        await this.lockOpen(tx, token);
        const personId = typeof by === 'number' ? by : await this.newPerson(tx, by, required(hash, 'the hash of a new password'));
        if (personId === invitation.invitedBy) throw new DomainError('INVITATION_OWN');
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

  /** Of two who use the link at once the second finds it used. */
  private async lockOpen(tx: Tx, token: string): Promise<void> {
    const [row] = await tx.query<InvitationView>(
      `select used_at as "usedAt", withdrawn_at as "withdrawnAt", expires_at as "expiresAt" from mingbai.invitation where community_id = $1 and token_hash = $2 for update`,
      [tx.communityId, invitationHash(token)],
    );
    refuseEnded(required(row, 'an invitation is never removed'), this.clock.now());
  }

  private async hashOf({ login, name, password }: NewPerson): Promise<string> {
    if (!isPlainText(name, NAME_MAX)) throw new DomainError('IDENTITY_TEXT_INVALID', { field: 'name', max: NAME_MAX });
    return this.passwords.hashFor(newLogin(login), password);
  }

  private async newPerson(tx: Tx, { login, name }: NewPerson, hash: string): Promise<PersonId> {
    const known = await tx.query('select from mingbai.person where login = $1', [login]);
    if (known.length > 0) throw new DomainError('IDENTITY_LOGIN_TAKEN');
    const [added] = await tx.query<{ id: PersonId }>(
      'insert into mingbai.person (id, login, name, created_at) select coalesce(max(id), 0) + 1, $1, $2, $3 from mingbai.person returning id',
      [login, name, this.clock.now()],
    );
    const { id } = required(added, 'the inserted row');
    await this.passwords.store(tx, id, hash);
    return id;
  }
}

/** From its first day, or from today where that is over. */
function partOf({ organisationId, role, from, to }: InvitationView, today: InvitationView['from']) {
  return { organisationId, role, from: from < today ? today : from, to };
}
