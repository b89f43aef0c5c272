import { Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Clock, DomainError } from '../../kernel/index.js';
import { AcceptInvitation, InvitationQueries, needsConfirmation, setSessionCookie, SignIn, type InvitationView } from '../../modules/identity/index.js';
import { Settings } from '../../platform/config/index.js';
import { languageOf, Public, type AccessRequest } from '../../platform/http/index.js';
import { attemptIn, postedText, type Attempted } from '../desk/desk-form.js';
import type { Refusal } from '../desk/form-parts.js';
import { seeOther, sendHtml } from '../desk/send-page.js';
import type { Posted } from '../desk/visit.js';
import { messages } from '../messages/index.js';
import { pagePolicy, renderPage } from '../render.js';
import { InvitationPage } from './invitation-page.js';

/** What the link of an invitation opens, for whoever holds it. */
@Controller('invitation/:token')
@Public()
export class InvitationPagesController {
  constructor(
    private readonly settings: Settings,
    private readonly clock: Clock,
    private readonly invitations: InvitationQueries,
    private readonly accept: AcceptInvitation,
    private readonly signIn: SignIn,
  ) {}

  @Get()
  async show(@Param('token') token: string, @Req() request: AccessRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.page(reply, { token, request, refusal: null });
  }

  /** Takes the part as who is signed in. */
  @Post()
  async take(@Param('token') token: string, @Req() request: AccessRequest, @Res() reply: FastifyReply): Promise<void> {
    const personId = request.access?.session?.personId;
    if (personId === undefined) return seeOther(reply, `/sign-in?next=${encodeURIComponent(`/invitation/${token}`)}`);
    const outcome = await this.attempt(request, 'taken', () => this.accept.execute({ token, by: personId }));
    if ('done' in outcome) return seeOther(reply, outcome.done.membershipId === null ? `/invitation/${token}` : '/work');
    await this.page(reply, { token, request, ...outcome });
  }

  /** Begins an account with it, and signs in. */
  @Post('person')
  async begin(@Param('token') token: string, @Req() request: AccessRequest, @Res() reply: FastifyReply): Promise<void> {
    const outcome = await this.attempt(request, 'new', async (own) => {
      const [login, name, password] = [postedText(own, 'login'), postedText(own, 'name'), secret(own, 'password')];
      if (password !== secret(own, 'again')) throw new DomainError('IDENTITY_PASSWORD_MISTYPED');
      const { membershipId } = await this.accept.execute({ token, by: { login, name, password } });
      const opened = await this.signIn.execute({ login, password, address: request.ip, userAgent: request.headers['user-agent'] });
      return { opened, next: membershipId === null ? `/invitation/${token}` : '/work' };
    });
    if ('refusal' in outcome) return this.page(reply, { token, request, ...outcome });
    setSessionCookie(reply, outcome.done.opened, this.settings.publicUrl);
    await seeOther(reply, outcome.done.next);
  }

  private attempt<T>(request: AccessRequest, form: string, act: (own: Posted) => Promise<T>): Promise<Attempted<T>> {
    const language = languageOf(request);
    const codes = {
      IDENTITY_LOGIN_INVALID: 'login',
      IDENTITY_LOGIN_TAKEN: 'login',
      IDENTITY_TEXT_INVALID: 'name',
      IDENTITY_PASSWORD_SHORT: 'password',
      IDENTITY_PASSWORD_LONG: 'password',
      IDENTITY_PASSWORD_IS_LOGIN: 'password',
      IDENTITY_PASSWORD_COMMON: 'password',
      IDENTITY_PASSWORD_MISTYPED: 'again',
    } as const;
    return attemptIn({ language, m: messages[language] }, { posted: (request.body ?? {}) as Posted, form }, act, form === 'new' ? { codes } : {});
  }

  /** @throws NOT_FOUND where no invitation has this token */
  private async page(
    reply: FastifyReply,
    { token, request, refusal, status }: { token: string; request: AccessRequest; refusal: Refusal | null; status?: number },
  ): Promise<void> {
    const m = messages[languageOf(request)];
    const invitation = await this.invitations.byToken(token);
    if (!invitation) throw new DomainError('NOT_FOUND');
    const session = request.access?.session;
    const view = {
      token,
      invitation,
      state: this.stateOf(invitation),
      person: session ? { name: session.personName, formToken: session.formToken } : null,
      refusal,
      demoTime: this.settings.demo ? m.moment(this.clock.now()) : null,
    };
    await sendHtml(reply, { html: renderPage(InvitationPage({ m, view })), policy: pagePolicy }, status);
  }

  private stateOf({ role, usedAt, withdrawnAt, decidedAt, expiresAt }: InvitationView): 'OPEN' | 'WAITS' | 'ENDED' {
    if (usedAt !== null) return decidedAt === null && needsConfirmation(role) ? 'WAITS' : 'ENDED';
    return withdrawnAt === null && this.clock.now() <= expiresAt ? 'OPEN' : 'ENDED';
  }
}

/** Blanks at the ends of a password belong to it. */
function secret(posted: Posted, name: string): string {
  const value = posted[name];
  return typeof value === 'string' ? value : '';
}
