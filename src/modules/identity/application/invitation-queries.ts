import { Injectable } from '@nestjs/common';
import { Clock, isAllowed, roles, type Actor, type CommunityId, type Instant, type OrganisationId, type PersonId } from '../../../kernel/index.js';
import { UnitOfWork } from '../../../platform/database/index.js';
import { APPOINTMENT_DAYS, decidesOnPart, isOwnAppointment, needsConfirmation, type Invitation, type InvitationId } from '../domain/invitation.js';
import { invitationHash } from './invite.js';

/** An invitation as its link shows it, and as those see it who may withdraw it. */
export interface InvitationView extends Invitation {
  readonly id: InvitationId;
  readonly communityId: CommunityId;
  readonly communityName: string;
  readonly organisation: string;
  readonly invitedBy: PersonId;
  readonly invitedFor: OrganisationId;
  readonly invitedAt: Instant;
  readonly expiresAt: Instant;
  readonly usedAt: Instant | null;
  readonly withdrawnAt: Instant | null;
  readonly decidedAt: Instant | null;
}

/** Somebody who took an invitation that no other body has confirmed. */
export interface AppointmentView extends InvitationView {
  readonly person: string;
  readonly inviter: string;
  readonly inviterOrganisation: string;
  /** Whether the one who asks may confirm, or is of those who appointed. */
  readonly mayConfirm: boolean;
  /** They have the part already, from before another body had to confirm it. */
  readonly isRunning: boolean;
  readonly objections: readonly { readonly organisation: string; readonly reason: string }[];
}

const INVITATIONS = `select i.id, i.community_id as "communityId", c.name as "communityName", i.organisation_id as "organisationId", o.name as organisation, i.role,
    i.from_on as "from", i.to_on as "to", i.invited_by as "invitedBy", i.invited_for as "invitedFor", i.invited_at as "invitedAt", i.expires_at as "expiresAt", i.used_at as "usedAt", i.withdrawn_at as "withdrawnAt",
    i.decided_at as "decidedAt" from mingbai.invitation i join mingbai.community c on c.id = i.community_id join mingbai.organisation o on o.id = i.organisation_id`;

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
    return open.filter((invitation) => invitation.invitedFor === actor.organisationId && decidesOnPart(actor, invitation));
  }

  /** Those who took a part of the actor's compound and wait until another body confirms it, the newest first; not those who waited too long. */
  async waiting(actor: Actor): Promise<AppointmentView[]> {
    const rows = await this.unitOfWork.read(actor.communityId, (tx) =>
      tx.query<Omit<AppointmentView, 'mayConfirm'> & { usedBy: PersonId }>(
        `select w.*, p.name as person, b.name as inviter, f.short_name as "inviterOrganisation", i.used_by as "usedBy", m.id is not null as "isRunning",
           coalesce((select json_agg(json_build_object('organisation', q.short_name, 'reason', n.reason) order by n.at)
             from mingbai.appointment_objection n join mingbai.organisation q on q.id = n.organisation_id where n.community_id = $1 and n.invitation_id = i.id), '[]') as objections
         from (${INVITATIONS}) w
         join mingbai.invitation i on i.id = w.id join mingbai.person p on p.id = i.used_by join mingbai.person b on b.id = i.invited_by
         join mingbai.organisation f on f.id = i.invited_for left join mingbai.membership m on m.invitation_id = i.id
         where i.community_id = $1 and i.used_at is not null and i.decided_at is null and i.role = any ($2)
           and case when m.id is null then i.used_at + make_interval(days => ${APPOINTMENT_DAYS}) >= $3 else coalesce(m.to_on >= $4, true) end order by i.id desc`,
        [actor.communityId, roles.filter(needsConfirmation), this.clock.now(), this.clock.today()],
      ),
    );
    return rows.map((row) => ({ ...row, mayConfirm: isAllowed(actor.roles, 'member.confirm') && !isOwnAppointment(actor, row) }));
  }
}
