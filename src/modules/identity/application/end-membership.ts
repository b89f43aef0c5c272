import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, type BusinessDate, type PersonId } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome } from '../../../platform/database/index.js';
import { refuseOthersPart } from '../domain/invitation.js';
import { refuseLastDay, type Membership, type MembershipId } from '../domain/membership.js';
import { withdrawOf } from './orphaned-invitations.js';

/** `lastDay` is the last day on which the person still has the part. */
export interface EndMembershipRequest {
  readonly membershipId: MembershipId;
  readonly lastDay: BusinessDate;
}

export type MembershipEnded = { readonly membershipId: MembershipId; readonly lastDay: BusinessDate };

/**
 * Ends a person's part in a compound, by those who decide who has it. What they decided while they had it stands; a day that is over
 * stays theirs, so that nothing they did is without its part. Links that they wrote and nobody used are worth nothing from now on.
 */
@Injectable()
export class EndMembership {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_ALLOWED, NOT_FOUND, INVITATION_NOT_YOURS, and what refuseLastDay refuses */
  async execute(context: CommandContext, request: EndMembershipRequest): Promise<Outcome<MembershipEnded>> {
    const { actor } = context;
    assertAllowed(actor, 'member.end');
    const { membershipId, lastDay } = request;
    return this.unitOfWork.once({ context, command: 'end-membership', request: { membershipId, lastDay } }, async (tx) => {
      const [membership] = await tx.query<Membership & { personId: PersonId }>(
        `select person_id as "personId", organisation_id as "organisationId", role, from_on as "from", to_on as "to" from mingbai.membership where community_id = $1 and id = $2 for update`,
        [tx.communityId, membershipId],
      );
      if (!membership) throw new DomainError('NOT_FOUND');
      refuseOthersPart(actor, membership);
      if (membership.to === lastDay) return { membershipId, lastDay };
      refuseLastDay(membership, lastDay, this.clock.today());
      await tx.query('update mingbai.membership set to_on = $3, ended_by = $4, ended_at = $5 where community_id = $1 and id = $2', [
        tx.communityId,
        membershipId,
        lastDay,
        actor.personId,
        this.clock.now(),
      ]);
      const { personId, organisationId } = membership;
      await withdrawOf(tx, personId, { by: actor.personId, at: this.clock.now(), community: tx.communityId, organisationId });
      return { membershipId, lastDay };
    });
  }
}
