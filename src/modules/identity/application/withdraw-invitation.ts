import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, type OrganisationId } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome } from '../../../platform/database/index.js';
import { refuseEnded, refuseOthersPart, type Invitation, type InvitationId } from '../domain/invitation.js';

export type InvitationWithdrawn = { readonly invitationId: InvitationId };

interface Row extends Invitation {
  readonly invitedFor: OrganisationId;
  readonly inviter: string;
  readonly usedAt: ReturnType<Clock['now']> | null;
  readonly withdrawnAt: ReturnType<Clock['now']> | null;
  readonly expiresAt: ReturnType<Clock['now']>;
}

/** Takes an invitation back that nobody has used: also a colleague's, and never that of another body, or one alone would keep out whom the other appoints. */
@Injectable()
export class WithdrawInvitation {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_ALLOWED, NOT_FOUND, INVITATION_NOT_YOURS, INVITATION_OF_OTHERS, INVITATION_ENDED */
  async execute(context: CommandContext, request: { readonly invitationId: InvitationId }): Promise<Outcome<InvitationWithdrawn>> {
    const { actor } = context;
    assertAllowed(actor, 'member.invite');
    return this.unitOfWork.once({ context, command: 'withdraw-invitation', request }, async (tx) => {
      const [row] = await tx.query<Row>(
        `select i.organisation_id as "organisationId", i.role, i.invited_for as "invitedFor", o.short_name as inviter, i.used_at as "usedAt", i.withdrawn_at as "withdrawnAt", i.expires_at as "expiresAt"
         from mingbai.invitation i join mingbai.organisation o on o.id = i.invited_for where i.community_id = $1 and i.id = $2 for update of i`,
        [tx.communityId, request.invitationId],
      );
      if (!row) throw new DomainError('NOT_FOUND');
      refuseOthersPart(actor, row);
      if (row.invitedFor !== actor.organisationId) throw new DomainError('INVITATION_OF_OTHERS', { organisation: row.inviter });
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
