import { Body, Controller, Get, HttpCode, Param, ParseIntPipe, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Clock } from '../../../kernel/index.js';
import type { CommandContext } from '../../../platform/database/index.js';
import { CurrentContext, RequirePermission } from '../../../platform/http/index.js';
import { DecideAppointment } from '../application/decide-appointment.js';
import { EndMembership } from '../application/end-membership.js';
import { InvitationQueries } from '../application/invitation-queries.js';
import { Invite } from '../application/invite.js';
import { MemberQueries } from '../application/member-queries.js';
import { WithdrawInvitation } from '../application/withdraw-invitation.js';
import type { InvitationId } from '../domain/invitation.js';
import type { MembershipId } from '../domain/membership.js';
import {
  AppointmentDecisionBody,
  AppointmentResponse,
  EndMembershipBody,
  InvitationResponse,
  InviteBody,
  InvitedResponse,
  MemberResponse,
  MembershipEndedResponse,
} from './member-messages.js';

/** Who acts in the compound, and how somebody comes to it or leaves. */
@ApiTags('members')
@Controller('api/v1/communities/:c')
export class MembersController {
  constructor(
    private readonly clock: Clock,
    private readonly members: MemberQueries,
    private readonly invitations: InvitationQueries,
    private readonly invite: Invite,
    private readonly withdraw: WithdrawInvitation,
    private readonly appointments: DecideAppointment,
    private readonly endMembership: EndMembership,
  ) {}

  @Get('members')
  @RequirePermission('member.read')
  async list(@CurrentContext() { actor }: CommandContext): Promise<MemberResponse[]> {
    return (await this.members.list(actor, this.clock.today())).map((view) => MemberResponse.from(view));
  }

  /** Ends a part with its last day, today at the earliest; of books, cash and audit that another body appointed, or the operator, it asks the other appointing body to agree. */
  @Post('members/:id/end')
  @HttpCode(200)
  @ApiOkResponse({ type: MembershipEndedResponse })
  @RequirePermission('member.end')
  async end(
    @CurrentContext() context: CommandContext,
    @Param('id', ParseIntPipe) id: number,
    @Body() { lastDay }: EndMembershipBody,
  ): Promise<MembershipEndedResponse> {
    return MembershipEndedResponse.from((await this.endMembership.execute(context, { membershipId: id as MembershipId, lastDay })).value);
  }

  /** Invitations that can still be used. */
  @Get('invitations')
  @RequirePermission('member.invite')
  async open(@CurrentContext() { actor }: CommandContext): Promise<InvitationResponse[]> {
    return (await this.invitations.open(actor)).map((view) => InvitationResponse.from(view));
  }

  /** Who took an invitation to keep the books or the cash, or to audit, and waits until another body confirms it. */
  @Get('appointments')
  @RequirePermission('member.confirm')
  async waiting(@CurrentContext() { actor }: CommandContext): Promise<AppointmentResponse[]> {
    return (await this.invitations.waiting(actor)).map((view) => AppointmentResponse.from(view));
  }

  /** Another body than the one that appointed confirms the part, or says with a reason what stands against it; who appointed takes it back. */
  @Post('appointments/:id/decision')
  @HttpCode(204)
  @RequirePermission('member.confirm')
  async decide(
    @CurrentContext() context: CommandContext,
    @Param('id', ParseIntPipe) id: number,
    @Body() { isConfirmed, reason }: AppointmentDecisionBody,
  ): Promise<void> {
    await this.appointments.execute(context, { invitationId: id as InvitationId, isConfirmed, reason: reason ?? null });
  }

  /** Invites into a part: the token of the link is answered this once, and is good for seven days and one person. */
  @Post('invitations')
  @RequirePermission('member.invite')
  async send(@CurrentContext() context: CommandContext, @Body() { role, agency, from, to }: InviteBody): Promise<InvitedResponse> {
    return InvitedResponse.from(await this.invite.execute(context, { role, agency: agency ?? null, from, to: to ?? null }));
  }

  @Post('invitations/:id/withdrawal')
  @HttpCode(204)
  @RequirePermission('member.invite')
  async takeBack(@CurrentContext() context: CommandContext, @Param('id', ParseIntPipe) id: number): Promise<void> {
    await this.withdraw.execute(context, { invitationId: id as InvitationId });
  }
}
