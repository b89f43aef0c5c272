import { Injectable } from '@nestjs/common';
import { DomainError, type BusinessDate } from '../../../kernel/index.js';
import { UnitOfWork, type Outcome } from '../../../platform/database/index.js';
import { refuseLastDay, type Membership, type MembershipId } from '../domain/membership.js';

/** `lastDay` is the last day on which the person still has the part. */
export interface EndMembershipRequest {
  readonly membershipId: MembershipId;
  readonly lastDay: BusinessDate;
}

export type MembershipEnded = { readonly membershipId: MembershipId; readonly lastDay: string };

/** Ends a person's part in a compound. What they decided while they had it stands. */
@Injectable()
export class EndMembership {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws NOT_FOUND, IDENTITY_MEMBERSHIP_DAYS, IDENTITY_MEMBERSHIP_ENDED (at an earlier day) */
  async execute({ membershipId, lastDay }: EndMembershipRequest): Promise<Outcome<MembershipEnded>> {
    return this.unitOfWork.shared(async (tx) => {
      const [membership] = await tx.query<Membership>(
        `select organisation_id as "organisationId", role, from_on as "from", to_on as "to" from mingbai.membership where id = $1 for update`,
        [membershipId],
      );
      if (!membership) throw new DomainError('NOT_FOUND');
      const value = { membershipId, lastDay };
      if (membership.to === lastDay) return { value, replayed: true };
      refuseLastDay(membership, lastDay);
      await tx.query('update mingbai.membership set to_on = $2 where id = $1', [membershipId, lastDay]);
      return { value, replayed: false };
    });
  }
}
