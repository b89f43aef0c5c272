import { Injectable } from '@nestjs/common';
import { Clock, type Actor, type CommunityId, type Instant, type PersonId } from '../../../kernel/index.js';
import { UnitOfWork } from '../../../platform/database/index.js';
import { decidesOnPart, type Invitation, type InvitationId } from '../domain/invitation.js';
import { invitationHash } from './invite.js';

/** An invitation as its link shows it, and as those see it who may withdraw it. */
export interface InvitationView extends Invitation {
  readonly id: InvitationId;
  readonly communityId: CommunityId;
  readonly communityName: string;
  readonly organisation: string;
  readonly invitedBy: PersonId;
  readonly invitedAt: Instant;
  readonly expiresAt: Instant;
  readonly usedAt: Instant | null;
  readonly withdrawnAt: Instant | null;
}

const INVITATIONS = `select i.id, i.community_id as "communityId", c.name as "communityName", i.organisation_id as "organisationId", o.name as organisation, i.role,
    i.from_on as "from", i.to_on as "to", i.invited_by as "invitedBy", i.invited_at as "invitedAt", i.expires_at as "expiresAt", i.used_at as "usedAt", i.withdrawn_at as "withdrawnAt"
  from mingbai.invitation i join mingbai.community c on c.id = i.community_id join mingbai.organisation o on o.id = i.organisation_id`;

/** Reads invitations: by their secret, or the open ones of a compound. */
@Injectable()
export class InvitationQueries {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** That of a link, also when it has ended; null where there is none. */
  async byToken(token: string): Promise<InvitationView | null> {
    const [found] = await this.unitOfWork.shared((tx) => tx.query<InvitationView>(`${INVITATIONS} where i.token_hash = $1`, [invitationHash(token)]));
    return found ?? null;
  }

  /** Those of the actor's compound that can still be used and are theirs to withdraw, the newest first. */
  async open(actor: Actor): Promise<InvitationView[]> {
    const open = await this.unitOfWork.shared((tx) =>
      tx.query<InvitationView>(
        `${INVITATIONS} where i.community_id = $1 and i.used_at is null and i.withdrawn_at is null and i.expires_at > $2 order by i.id desc`,
        [actor.communityId, this.clock.now()],
      ),
    );
    return open.filter((invitation) => decidesOnPart(actor, invitation));
  }
}
