import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { VNode } from 'preact';
import { Clock } from '../../kernel/index.js';
import {
  clearSessionCookie,
  IdentityQueries,
  PasskeyChallenges,
  ProveSecondFactor,
  sessionTokenOf,
  setSessionCookie,
  SignIn,
  SignOut,
  type CommunityOfPerson,
  type SignedIn,
} from '../../modules/identity/index.js';
import { Settings } from '../../platform/config/index.js';
import { CurrentSession, languageOf, Public, type AccessRequest, type Session, hostCookie, STEP_COOKIE } from '../../platform/http/index.js';
import { DemoProgress } from '../../platform/jobs/index.js';
import { attempt, postedText } from '../desk/desk-form.js';
import { seeOther } from '../desk/send-page.js';
import { localPath, SIZE_COOKIE, sizeOf, type Posted } from '../desk/visit.js';
import { messages } from '../messages/index.js';
import { SignInPage } from '../public/index.js';
import { pagePolicy, renderPage } from '../render.js';
import { ChoosePage } from './choose-page.js';
import { CodePage } from './code-page.js';
import { workPath } from './work-path.js';

const LOGIN_MAX = 100;
const PASSWORD_MAX = 1000;
const CODE_MAX = 40;
/** What goes on from the password to the code, within five minutes. */
const YEAR_SECONDS = 31_536_000;

/** Signing in and out, choosing a compound, and how large one reads. */
@Controller()
export class AccountController {
  constructor(
    private readonly settings: Settings,
    private readonly clock: Clock,
    private readonly progress: DemoProgress,
    private readonly identity: IdentityQueries,
    private readonly signIn: SignIn,
    private readonly signOut: SignOut,
    private readonly secondFactor: ProveSecondFactor,
    private readonly passkeys: PasskeyChallenges,
  ) {}

  @Get('sign-in')
  @Public()
  async form(@Req() request: AccessRequest, @Query('next') next: unknown, @Res() reply: FastifyReply): Promise<void> {
    if (request.access?.session) return seeOther(reply, localPath(next) ?? '/work');
    await this.page(reply, this.signInPage(request, { login: '', refusal: null, next: localPath(next) }));
  }

  /** A wrong login and a wrong password look alike. */
  @Post('sign-in')
  @Public()
  async enter(@Req() request: AccessRequest, @Body() posted: Posted, @Res() reply: FastifyReply): Promise<void> {
    const language = languageOf(request);
    const login = postedText(posted, 'login').slice(0, LOGIN_MAX);
    const password = typeof posted['password'] === 'string' ? posted['password'].slice(0, PASSWORD_MAX) : '';
    const next = localPath(posted['next']);
    const outcome = await attemptSignIn(() => this.signIn.begin({ login, password, address: request.ip, userAgent: request.headers['user-agent'] }), {
      language,
      m: messages[language],
    });
    if ('refusal' in outcome) return this.page(reply, this.signInPage(request, { login, refusal: outcome.refusal, next }), outcome.status);
    const { done } = outcome;
    if (!('step' in done)) return this.letIn(reply, done, next);
    void reply.setCookie(hostCookie(STEP_COOKIE, this.settings.publicUrl), done.step, { ...this.stepScope(), expires: new Date(done.expiresAt) });
    await seeOther(reply, `/sign-in/code${next === null ? '' : `?next=${encodeURIComponent(next)}`}`);
  }

  @Get('sign-in/code')
  @Public()
  async codeForm(@Req() request: AccessRequest, @Query('next') next: unknown, @Res() reply: FastifyReply): Promise<void> {
    if (request.cookies[STEP_COOKIE] === undefined) return seeOther(reply, '/sign-in');
    await this.page(reply, this.codePage(request, { refusal: null, next: localPath(next) }));
  }

  /** The second half: the code of the app or one on paper. Whose time is over begins again. */
  @Post('sign-in/code')
  @Public()
  async enterCode(@Req() request: AccessRequest, @Body() posted: Posted, @Res() reply: FastifyReply): Promise<void> {
    const language = languageOf(request);
    const next = localPath(posted['next']);
    const [step = '', code] = [request.cookies[STEP_COOKIE], postedText(posted, 'code').slice(0, CODE_MAX)];
    const act = () => this.secondFactor.execute({ step, code, address: request.ip, userAgent: request.headers['user-agent'] });
    const outcome = await attemptSignIn(act, { language, m: messages[language] });
    if ('refusal' in outcome) return this.page(reply, this.codePage(request, { refusal: outcome.refusal, next }), outcome.status);
    void reply.clearCookie(hostCookie(STEP_COOKIE, this.settings.publicUrl), this.stepScope());
    await this.letIn(reply, outcome.done, next);
  }

  @Post('sign-out')
  async leave(@Req() request: AccessRequest, @Res() reply: FastifyReply): Promise<void> {
    const token = sessionTokenOf(request);
    if (token !== null) await this.signOut.execute(token);
    clearSessionCookie(reply, this.settings.publicUrl);
    await seeOther(reply, '/');
  }

  @Get('work')
  async choose(@Req() request: AccessRequest, @CurrentSession() session: Session, @Res() reply: FastifyReply): Promise<void> {
    const m = messages[languageOf(request)];
    const mine = await this.identity.communitiesOf(session.personId, this.clock.today());
    const [only] = mine;
    const path = only && mine.length === 1 ? workPath(only.community.slug, only.roles) : null;
    if (path !== null) return seeOther(reply, path);
    const communities = mine.map(({ community, roles }: CommunityOfPerson) => ({
      name: community.name,
      where: m.public.compound.where(community.countyName, community.streetName, community.communityName),
      roles,
      href: workPath(community.slug, roles) ?? `/p/${community.slug}`,
    }));
    const view = { person: session.personName, formToken: session.formToken, communities, demoTime: this.demoTime(m) };
    await this.page(reply, ChoosePage({ m, view }));
  }

  /** Remembers how large this browser reads pages of work, and goes back to the page. */
  @Post('text-size')
  async resize(@Body() posted: Posted, @CurrentSession() _session: Session, @Res() reply: FastifyReply): Promise<void> {
    const secure = this.settings.publicUrl.startsWith('https:');
    void reply.setCookie(SIZE_COOKIE, sizeOf(postedText(posted, 'size')), { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge: YEAR_SECONDS });
    await seeOther(reply, localPath(posted['next']) ?? '/work');
  }

  private async letIn(reply: FastifyReply, session: SignedIn, next: string | null): Promise<void> {
    setSessionCookie(reply, session, this.settings.publicUrl);
    await seeOther(reply, next ?? (await this.firstPath(session.personId)));
  }

  private stepScope() {
    return { path: '/', httpOnly: true, sameSite: 'strict', secure: this.settings.publicUrl.startsWith('https:') } as const;
  }

  private codePage(request: AccessRequest, { refusal, next }: { refusal: string | null; next: string | null }): VNode {
    const m = messages[languageOf(request)];
    return CodePage({ m, view: { refusal, hidden: next === null ? {} : { next }, demoTime: this.demoTime(m) } });
  }

  private signInPage(request: AccessRequest, { login, refusal, next }: { login: string; refusal: string | null; next: string | null }): VNode {
    const m = messages[languageOf(request)];
    const hidden: Record<string, string> = next === null ? {} : { next };
    const { signIns } = this.progress;
    return SignInPage({
      m,
      view: { login, refusal, hidden, passkeyHref: this.passkeyHref(next), demoTime: this.demoTime(m), demo: signIns && { ...signIns, hidden } },
    });
  }

  private passkeyHref(next: string | null): string | null {
    return this.passkeys.isPossible ? `/sign-in/passkey${next === null ? '' : `?next=${encodeURIComponent(next)}`}` : null;
  }

  private demoTime(m: (typeof messages)['zh-CN']): string | null {
    return this.settings.demo ? m.moment(this.clock.now()) : null;
  }

  /** To the work itself where there is only one place for it. */
  private async firstPath(personId: Session['personId']): Promise<string> {
    const mine = await this.identity.communitiesOf(personId, this.clock.today());
    const [only] = mine;
    return (only && mine.length === 1 && workPath(only.community.slug, only.roles)) || '/work';
  }

  private async page(reply: FastifyReply, page: VNode, status = 200): Promise<void> {
    await reply
      .status(status)
      .header('content-type', 'text/html; charset=utf-8')
      .header('content-security-policy', pagePolicy)
      .header('cache-control', 'no-store')
      .send(renderPage(page));
  }
}

/** The refusal of a sign-in as one sentence. 401 would send the browser to this very page. */
async function attemptSignIn<T>(act: () => Promise<T>, reader: Parameters<typeof attempt>[0]): Promise<{ done: T } | { refusal: string; status: number }> {
  const outcome = await attempt(reader, {}, act, { unauthenticatedToo: true });
  if ('done' in outcome) return outcome;
  return { refusal: outcome.refusal.errors.map(({ message }) => message).join(' '), status: outcome.status };
}
