import { Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Clock, DomainError } from '../../kernel/index.js';
import { CommunityQueries } from '../../modules/communities/index.js';
import { JoinByCode, setSessionCookie, SignIn } from '../../modules/identity/index.js';
import { Settings } from '../../platform/config/index.js';
import { languageOf, Public, type AccessRequest } from '../../platform/http/index.js';
import { attemptIn, postedText } from '../desk/desk-form.js';
import type { Refusal } from '../desk/form-parts.js';
import { seeOther, sendHtml } from '../desk/send-page.js';
import type { Posted } from '../desk/visit.js';
import { messages } from '../messages/index.js';
import { pagePolicy, renderPage } from '../render.js';
import { JoinPage } from './join-page.js';

const codes = {
  JOIN_CODE_WRONG: 'code',
  TOO_MANY_REQUESTS: 'code',
  IDENTITY_LOGIN_INVALID: 'login',
  IDENTITY_LOGIN_TAKEN: 'login',
  IDENTITY_TEXT_INVALID: 'name',
  IDENTITY_PASSWORD_SHORT: 'password',
  IDENTITY_PASSWORD_LONG: 'password',
  IDENTITY_PASSWORD_IS_LOGIN: 'password',
  IDENTITY_PASSWORD_COMMON: 'password',
  IDENTITY_PASSWORD_MISTYPED: 'again',
} as const;

/** Owners join with the letter of their unit: signed in, or beginning an account with it. */
@Controller('join/:slug')
@Public()
export class JoinController {
  constructor(
    private readonly settings: Settings,
    private readonly clock: Clock,
    private readonly communities: CommunityQueries,
    private readonly join: JoinByCode,
    private readonly signIn: SignIn,
  ) {}

  @Get()
  async show(@Param('slug') slug: string, @Req() request: AccessRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.page(reply, { slug, request, refusal: null });
  }

  @Post()
  async enter(@Param('slug') slug: string, @Req() request: AccessRequest, @Res() reply: FastifyReply): Promise<void> {
    const language = languageOf(request);
    const personId = request.access?.session?.personId;
    const posted = (request.body ?? {}) as Posted;
    const act = async (own: Posted) => {
      const [code, login, name, password] = [postedText(own, 'code'), postedText(own, 'login'), postedText(own, 'name'), secret(own, 'password')];
      if (personId === undefined && password !== secret(own, 'again')) throw new DomainError('IDENTITY_PASSWORD_MISTYPED');
      await this.join.execute({ slug, code, by: personId ?? { login, name, password }, address: request.ip });
      return personId === undefined ? this.signIn.execute({ login, password, address: request.ip, userAgent: request.headers['user-agent'] }) : null;
    };
    const outcome = await attemptIn({ language, m: messages[language] }, { posted, form: 'join' }, act, { codes });
    if ('refusal' in outcome) return this.page(reply, { slug, request, ...outcome });
    if (outcome.done !== null) setSessionCookie(reply, outcome.done, this.settings.publicUrl);
    await seeOther(reply, '/me');
  }

  /** @throws NOT_FOUND where there is no such compound */
  private async page(
    reply: FastifyReply,
    { slug, request, refusal, status }: { slug: string; request: AccessRequest; refusal: Refusal | null; status?: number },
  ): Promise<void> {
    const m = messages[languageOf(request)];
    const community = await this.communities.bySlug(slug);
    const session = request.access?.session;
    const person = session ? { name: session.personName, formToken: session.formToken } : null;
    const view = { community, person, refusal, demoTime: this.settings.demo ? m.moment(this.clock.now()) : null };
    await sendHtml(reply, { html: renderPage(JoinPage({ m, view })), policy: pagePolicy }, status);
  }
}

/** Blanks at the ends of a password belong to it. */
function secret(posted: Posted, name: string): string {
  const value = posted[name];
  return typeof value === 'string' ? value : '';
}
