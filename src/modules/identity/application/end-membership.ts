import { Injectable } from '@nestjs/common';
import {
  assertAllowed,
  Clock,
  DomainError,
  required,
  type Actor,
  type BusinessDate,
  type OrganisationId,
  type PersonId,
  type Role,
} from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { appointingRoles, needsConfirmation, refuseOthersPart, rolesInvitedBy } from '../domain/invitation.js';
import { holdsAt, refuseLastDay, type Membership, type MembershipId, type MembershipView } from '../domain/membership.js';
import { lastingRoles, refuseLeaving, withdrawOf } from './orphaned-invitations.js';

/** `lastDay` is the last day on which the person still has the part. */
export interface EndMembershipRequest {
  readonly membershipId: MembershipId;
  readonly lastDay: BusinessDate;
}

/** ASKED: the part goes on until the other appointing body asks for its end too; `lastDay` is then the later of the two. */
export type MembershipEnded = { readonly membershipId: MembershipId; readonly lastDay: BusinessDate; readonly outcome: 'ENDED' | 'ASKED' };

/** `appointedFor`: whose invitation it came by, null where the operator entered it. */
type Row = Membership & Pick<MembershipView, 'endedAt'> & { readonly personId: PersonId; readonly appointedFor: OrganisationId | null };

/**
 * Ends a person's part in a compound, by those who decide who has it; of books, cash and audit by who appointed, or else by both bodies that appoint, since one alone
 * would remove who watches it. Their requests count while whoever asked decides on the part still, and until their day is over. With today as the last day it is over at once, whenever that day was set; where it
 * was set before, both ask for that today, since what they asked for then was that day. What they decided while they had it stands; a day that is over stays theirs, so that nothing they did is without its part. Links
 * that they wrote and nobody used are worth nothing from now on.
 */
@Injectable()
export class EndMembership {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_ALLOWED, NOT_FOUND, INVITATION_NOT_YOURS, what refuseLastDay refuses, IDENTITY_LEAVING where the end is only asked for */
  async execute(context: CommandContext, request: EndMembershipRequest): Promise<Outcome<MembershipEnded>> {
    const { actor } = context;
    assertAllowed(actor, 'member.end');
    const { membershipId, lastDay } = request;
    return this.unitOfWork.once({ context, command: 'end-membership', request: { membershipId, lastDay } }, async (tx) => {
      const membership = await this.lock(tx, membershipId);
      refuseOthersPart(actor, membership);
      const today = this.clock.today();
      const isAtOnce = lastDay === today && holdsAt(membership, this.clock.now());
      if (membership.to === lastDay && !isAtOnce) return { membershipId, lastDay, outcome: 'ENDED' as const };
      refuseLastDay(membership, lastDay, today);
      const agreed = decidesAlone(actor, membership) ? lastDay : await this.agreedDay(tx, actor, { membershipId, lastDay, isSet: membership.to === today });
      if (agreed === null) return { membershipId, lastDay, outcome: 'ASKED' as const };
      if (membership.to === null || agreed < membership.to || agreed === today) await this.end(tx, actor, { membershipId, lastDay: agreed, membership });
      return { membershipId, lastDay: agreed, outcome: 'ENDED' as const };
    });
  }

  private async lock(tx: Tx, membershipId: MembershipId): Promise<Row> {
    const [membership] = await tx.query<Row>(
      `select m.person_id as "personId", m.organisation_id as "organisationId", m.role, m.from_on as "from", m.to_on as "to", m.ended_at as "endedAt", i.invited_for as "appointedFor"
       from mingbai.membership m left join mingbai.invitation i on i.id = m.invitation_id where m.community_id = $1 and m.id = $2 for update of m`,
      [tx.communityId, membershipId],
    );
    if (!membership) throw new DomainError('NOT_FOUND');
    return membership;
  }

  /** Keeps that this body asks for the end. @returns the later day where the other body has asked too, today where today is set already, else null. @throws IDENTITY_LEAVING */
  private async agreedDay(
    tx: Tx,
    actor: Actor,
    { membershipId, lastDay, isSet }: EndMembershipRequest & { readonly isSet: boolean },
  ): Promise<BusinessDate | null> {
    const today = this.clock.today();
    await refuseLeaving(tx, actor, today);
    const role = required(
      appointingRoles.find((appointing) => actor.roles.includes(appointing)),
      'a role that appoints',
    );
    await tx.query(
      `insert into mingbai.part_end_request (community_id, membership_id, organisation_id, person_id, role, last_day, at) values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
      [tx.communityId, membershipId, actor.organisationId, actor.personId, role, lastDay, this.clock.now()],
    );
    const others = await tx.query<Pick<Actor, 'personId' | 'organisationId'> & { role: Role; lastDay: BusinessDate }>(
      `select person_id as "personId", organisation_id as "organisationId", role, last_day as "lastDay" from mingbai.part_end_request
       where community_id = $1 and membership_id = $2 and role <> $3 and organisation_id <> $4 and last_day >= $5
         and (not $6::boolean or (at at time zone 'Asia/Shanghai')::date = $5) order by last_day`,
      [tx.communityId, membershipId, role, actor.organisationId, today, isSet],
    );
    for (const other of others) if ((await lastingRoles(tx, other, today)).includes(other.role)) return other.lastDay > lastDay ? other.lastDay : lastDay;
    return null;
  }

  private async end(tx: Tx, actor: Actor, ended: EndMembershipRequest & { readonly membership: Row }): Promise<void> {
    const { personId, organisationId, role } = ended.membership;
    const by = { by: actor.personId, at: this.clock.now() };
    // first, as who leaves by their own word has a part for it no more afterwards
    await withdrawOf(tx, personId, { ...by, of: { communityId: tx.communityId, organisationId, roles: rolesInvitedBy(role) } });
    await tx.query('update mingbai.membership set to_on = $3, ended_by = $4, ended_at = $5 where community_id = $1 and id = $2', [
      tx.communityId,
      ended.membershipId,
      ended.lastDay,
      by.by,
      by.at,
    ]);
  }
}

function decidesAlone(actor: Actor, { role, appointedFor }: Row): boolean {
  return !needsConfirmation(role) || appointedFor === actor.organisationId;
}
