import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome } from '../../../platform/database/index.js';
import { refuseEnded, refuseOthersPart, type Invitation, type InvitationId } from '../domain/invitation.js';

export type InvitationWithdrawn = { readonly invitationId: InvitationId };

interface Row extends Invitation {
  readonly usedAt: ReturnType<Clock['now']> | null;
  readonly withdrawnAt: ReturnType<Clock['now']> | null;
  readonly expiresAt: ReturnType<Clock['now']>;
}

/** Takes an invitation back that nobody has used: whoever may invite into the part may take back, also a colleague's. */
@Injectable()
export class WithdrawInvitation {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_ALLOWED, NOT_FOUND, INVITATION_NOT_YOURS, INVITATION_ENDED */
  async execute(context: CommandContext, request: { readonly invitationId: InvitationId }): Promise<Outcome<InvitationWithdrawn>> {
    const { actor } = context;
    assertAllowed(actor, 'member.invite');
    return this.unitOfWork.once({ context, command: 'withdraw-invitation', request }, async (tx) => {
      const [row] = await tx.query<Row>(
        `select organisation_id as "organisationId", role, used_at as "usedAt", withdrawn_at as "withdrawnAt", expires_at as "expiresAt" from mingbai.invitation
         where community_id = $1 and id = $2 for update`,
        [tx.communityId, request.invitationId],
      );
      if (!row) throw new DomainError('NOT_FOUND');
      refuseOthersPart(actor, row);
      const now = this.clock.now();
      refuseEnded(row, now);
      await tx.query('update mingbai.invitation set withdrawn_at = $3, withdrawn_by = $4 where community_id = $1 and id = $2', [
        tx.communityId,
        request.invitationId,
        now,
        actor.personId,
      ]);
      return { invitationId: request.invitationId };
    });
  }
}
