import { Controller, Get, Param, ParseIntPipe, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Clock, isAllowed } from '../../kernel/index.js';
import {
  DecideAppointment,
  EndMembership,
  EndMembershipBody,
  InvitationQueries,
  Invite,
  InviteBody,
  MemberQueries,
  rolesToInvite,
  WithdrawInvitation,
  type DecideAppointmentRequest,
  type InvitationId,
  type MembershipId,
} from '../../modules/identity/index.js';
import { Settings } from '../../platform/config/index.js';
import { UnitOfWork, type CommandContext } from '../../platform/database/index.js';
import { CurrentContext, RequirePermission } from '../../platform/http/index.js';
import { attemptIn, formJson, postedText, requestOf } from '../desk/desk-form.js';
import { DeskFrames } from '../desk/desk-frames.js';
import { formSeal, type Refusal } from '../desk/form-parts.js';
import { seeOther, sendPage } from '../desk/send-page.js';
import { CurrentPost, CurrentVisit, type Posted, type PostedVisit, type Visit } from '../desk/visit.js';
import { PeoplePage, type PeopleView } from './people-page.js';

interface Shown {
  readonly end?: number;
  readonly object?: number;
  readonly link?: string;
  readonly done?: PeopleView['done'];
  readonly refusal?: Refusal;
  readonly status?: number;
}

/** Who acts in the compound, for those who approve (/w) and for the firm (/f), who sees its own people. */
@Controller(['w/:c/people', 'f/:c/people'])
@RequirePermission('member.read')
export class PeoplePagesController {
  constructor(
    private readonly settings: Settings,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly frames: DeskFrames,
    private readonly members: MemberQueries,
    private readonly invitations: InvitationQueries,
    private readonly invite: Invite,
    private readonly withdraw: WithdrawInvitation,
    private readonly appointments: DecideAppointment,
    private readonly endMembership: EndMembership,
  ) {}

  @Get()
  async show(@CurrentVisit() visit: Visit, @Query() query: Posted, @Res() reply: FastifyReply): Promise<void> {
    const done = (Object.keys(visit.m.people.done) as NonNullable<PeopleView['done']>[]).find((known) => known === query['done']) ?? null;
    const asked = (name: 'end' | 'object') => {
      const [id] = /^\d{1,15}$/.exec(postedText(query, name)) ?? [];
      return id === undefined ? {} : { [name]: Number.parseInt(id, 10) };
    };
    await this.page(reply, visit, { done, ...asked('end'), ...asked('object') });
  }

  /** The link is the answer to the form itself: nothing keeps it to show it after a redirect. */
  @Post('invitations')
  @RequirePermission('member.invite')
  async send(@CurrentPost() { visit, posted }: PostedVisit, @CurrentContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const act = async (own: Posted) => {
      const { role, agency, from, to } = await requestOf(InviteBody, formJson(own));
      return this.invite.execute(context, { role, agency: agency ?? null, from, to: to ?? null });
    };
    const codes = {
      INVITATION_NOT_YOURS: 'role',
      INVITATION_BEFORE_TODAY: 'from',
      IDENTITY_AUDITOR_WITHOUT_END: 'to',
      IDENTITY_MEMBERSHIP_DAYS: 'to',
      IDENTITY_TEXT_INVALID: 'agency',
      IDENTITY_ORGANISATION_TAKEN: 'agency',
      IDENTITY_ROLE_NOT_OF_KIND: 'agency',
    } as const;
    const outcome = await attemptIn(visit, { posted, form: 'invite' }, act, { labels: visit.m.people.fields, codes });
    if ('done' in outcome) return this.page(reply, visit, { link: `${this.settings.publicUrl}/invitation/${outcome.done.token}` });
    await this.page(reply, visit, outcome);
  }

  @Post('invitations/:id/withdrawal')
  @RequirePermission('member.invite')
  async takeBack(
    @CurrentPost() { visit, posted }: PostedVisit,
    @CurrentContext() context: CommandContext,
    @Param('id', ParseIntPipe) id: number,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const outcome = await attemptIn(visit, { posted, form: 'open' }, () => this.withdraw.execute(context, { invitationId: id as InvitationId }));
    if ('done' in outcome) return seeOther(reply, `${pathOf(visit)}?done=withdrawn`);
    await this.page(reply, visit, outcome);
  }

  @Post('appointments/:id/confirm')
  @RequirePermission('member.confirm')
  async confirm(
    @CurrentPost() post: PostedVisit,
    @CurrentContext() context: CommandContext,
    @Param('id', ParseIntPipe) id: number,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.decide(reply, post, context, { invitationId: id as InvitationId, isConfirmed: true, reason: null });
  }

  @Post('appointments/:id/decline')
  @RequirePermission('member.confirm')
  async decline(
    @CurrentPost() post: PostedVisit,
    @CurrentContext() context: CommandContext,
    @Param('id', ParseIntPipe) id: number,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.decide(reply, post, context, { invitationId: id as InvitationId, isConfirmed: false, reason: postedText(post.posted, 'object_reason') || null });
  }

  @Post('members/:id/end')
  @RequirePermission('member.end')
  async end(
    @CurrentPost() { visit, posted }: PostedVisit,
    @CurrentContext() context: CommandContext,
    @Param('id', ParseIntPipe) id: number,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const act = async (own: Posted) => {
      const { lastDay } = await requestOf(EndMembershipBody, formJson(own));
      return this.endMembership.execute(context, { membershipId: id as MembershipId, lastDay });
    };
    const codes = { IDENTITY_MEMBERSHIP_PAST: 'lastDay', IDENTITY_MEMBERSHIP_DAYS: 'lastDay', IDENTITY_MEMBERSHIP_ENDED: 'lastDay' } as const;
    const outcome = await attemptIn(visit, { posted, form: 'end' }, act, { labels: { lastDay: visit.m.people.lastDay }, codes });
    if ('done' in outcome) return seeOther(reply, `${pathOf(visit)}?done=${outcome.done.value.outcome === 'ENDED' ? 'ended' : 'endAsked'}`);
    await this.page(reply, visit, { ...outcome, end: id });
  }

  private async decide(reply: FastifyReply, { visit, posted }: PostedVisit, context: CommandContext, answer: DecideAppointmentRequest): Promise<void> {
    const codes = { APPOINTMENT_REASON: 'reason' } as const;
    const outcome = await attemptIn(visit, { posted, form: 'object' }, () => this.appointments.execute(context, answer), { codes });
    if ('done' in outcome) return seeOther(reply, `${pathOf(visit)}?done=${DONE[outcome.done.value.outcome]}`);
    await this.page(reply, visit, { ...outcome, object: answer.invitationId });
  }

  private async page(reply: FastifyReply, visit: Visit, { end, object, link, done, refusal, status }: Shown): Promise<void> {
    const path = pathOf(visit);
    const today = this.clock.today();
    const members = await this.members.list(visit.actor, today);
    const waiting = isAllowed(visit.actor.roles, 'member.confirm') ? await this.invitations.waiting(visit.actor) : [];
    const mayInvite = isAllowed(visit.actor.roles, 'member.invite');
    const view: PeopleView = {
      frame: await this.unitOfWork.read(visit.actor.communityId, (tx) =>
        this.frames.frame(tx, { ...visit, path }, { area: path.startsWith('/f/') ? 'f' : 'w', current: 'people' }),
      ),
      path,
      members,
      open: mayInvite ? await this.invitations.open(visit.actor) : [],
      waiting,
      objecting: waiting.find((one) => one.id === object && one.mayConfirm) ?? null,
      roles: mayInvite ? rolesToInvite(visit.actor) : [],
      ending: members.find((member) => member.id === end && member.mayEnd) ?? null,
      link: link ?? null,
      today,
      seal: formSeal(visit.session.formToken),
      done: done ?? null,
      refusal: refusal ?? null,
    };
    await sendPage(reply, PeoplePage({ m: visit.m, view }), status);
  }
}

const DONE = { CONFIRMED: 'confirmed', TAKEN_BACK: 'declined', OBJECTED: 'objected' } as const satisfies Record<string, PeopleView['done']>;

/** Of the page itself, whatever of it was posted to. */
function pathOf({ path, slug }: Visit): string {
  return `/${path.startsWith('/f/') ? 'f' : 'w'}/${slug}/people`;
}
