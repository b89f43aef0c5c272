import { Controller, Get, HttpCode, Param, ParseIntPipe, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Clock, DomainError, required } from '../../kernel/index.js';
import {
  BeginSecondFactor,
  ChangePassword,
  ConfirmSecondFactor,
  EndSecondFactor,
  EndSessions,
  FreshProof,
  IdentityQueries,
  needsSecondFactor,
  PasskeyChallenges,
  PersonKeys,
  ProveAgain,
  RegisterKey,
  RenewRecoveryCodes,
  RevokeKey,
  SecondFactorQueries,
  SecurityEvents,
  SessionQueries,
  sessionTokenOf,
  type PersonKeyId,
} from '../../modules/identity/index.js';
import { Settings } from '../../platform/config/index.js';
import { CurrentSession, languageOf, type AccessRequest, type Session } from '../../platform/http/index.js';
import { attemptIn, postedText, type Attempted, type Fields } from '../desk/desk-form.js';
import { formSeal, type Refusal } from '../desk/form-parts.js';
import { seeOther, sendHtml } from '../desk/send-page.js';
import type { Posted } from '../desk/visit.js';
import { messages, type Messages } from '../messages/index.js';
import { pagePolicy, renderPage } from '../render.js';
import { CodesPage } from './codes-page.js';
import { SECURITY_PATH, SecurityPage } from './security-page.js';

type Done = keyof Messages['account']['done'];

/** A person's own account on a page. Secrets are taken as typed, and never shown again. */
@Controller(SECURITY_PATH)
export class SecurityController {
  constructor(
    private readonly settings: Settings,
    private readonly clock: Clock,
    private readonly proof: FreshProof,
    private readonly keys: PersonKeys,
    private readonly sessions: SessionQueries,
    private readonly events: SecurityEvents,
    private readonly proveAgain: ProveAgain,
    private readonly changePassword: ChangePassword,
    private readonly registerKey: RegisterKey,
    private readonly revokeKey: RevokeKey,
    private readonly endSessions: EndSessions,
    private readonly identity: IdentityQueries,
    private readonly factor: SecondFactorQueries,
    private readonly beginFactor: BeginSecondFactor,
    private readonly confirmFactor: ConfirmSecondFactor,
    private readonly renewCodes: RenewRecoveryCodes,
    private readonly endFactor: EndSecondFactor,
    private readonly passkeys: PasskeyChallenges,
  ) {}

  @Get()
  async show(@Req() request: AccessRequest, @CurrentSession() session: Session, @Query('done') done: unknown, @Res() reply: FastifyReply): Promise<void> {
    const told = (Object.keys(messages['zh-CN'].account.done) as Done[]).find((known) => known === done) ?? null;
    await this.page(reply, { request, session, done: told, refusal: null });
  }

  @Post('proof')
  async prove(@Req() request: AccessRequest, @CurrentSession() session: Session, @Res() reply: FastifyReply): Promise<void> {
    const act = (own: Posted) =>
      this.proveAgain.execute({
        personId: session.personId,
        token: tokenOf(request),
        password: secret(own, 'password'),
        code: postedText(own, 'code'),
        address: request.ip,
      });
    const codes = { IDENTITY_PASSWORD_WRONG: 'password', IDENTITY_CODE_WRONG: 'code' } as const;
    await this.perform(reply, { request, session, form: 'prove', done: 'proved' }, act, { codes, unauthenticatedToo: true });
  }

  @Post('password')
  async password(@Req() request: AccessRequest, @CurrentSession() session: Session, @Res() reply: FastifyReply): Promise<void> {
    const act = async (own: Posted): Promise<void> => {
      const [present, password] = [secret(own, 'present'), secret(own, 'password')];
      if (password !== secret(own, 'again')) throw new DomainError('IDENTITY_PASSWORD_MISTYPED');
      await this.changePassword.execute({
        personId: session.personId,
        token: tokenOf(request),
        present,
        password,
        address: request.ip,
        keptKeys: keptKeys(own),
      });
    };
    await this.perform(reply, { request, session, form: 'password', done: 'password' }, act, {
      codes: {
        IDENTITY_PASSWORD_WRONG: 'present',
        IDENTITY_PASSWORD_SHORT: 'password',
        IDENTITY_PASSWORD_LONG: 'password',
        IDENTITY_PASSWORD_IS_LOGIN: 'password',
        IDENTITY_PASSWORD_COMMON: 'password',
        IDENTITY_PASSWORD_MISTYPED: 'again',
      },
    });
  }

  @Post('factor/begin')
  async begin(@Req() request: AccessRequest, @CurrentSession() session: Session, @Res() reply: FastifyReply): Promise<void> {
    await this.perform(reply, { request, session, form: 'factor', done: 'factorBegun' }, async () => {
      await this.proof.require(tokenOf(request));
      await this.beginFactor.execute(session.personId);
    });
  }

  @Post('factor/confirm')
  async confirm(@Req() request: AccessRequest, @CurrentSession() session: Session, @Res() reply: FastifyReply): Promise<void> {
    await this.showCodes(reply, { request, session }, (own) =>
      this.confirmFactor.execute({ personId: session.personId, token: tokenOf(request), code: postedText(own, 'code'), keptKeys: keptKeys(own) }),
    );
  }

  @Post('factor/codes')
  async renew(@Req() request: AccessRequest, @CurrentSession() session: Session, @Res() reply: FastifyReply): Promise<void> {
    await this.showCodes(reply, { request, session }, () => this.renewCodes.execute(session.personId));
  }

  @Post('factor/end')
  async endSecondFactor(@Req() request: AccessRequest, @CurrentSession() session: Session, @Res() reply: FastifyReply): Promise<void> {
    await this.perform(reply, { request, session, form: 'factor', done: 'factorEnded' }, async () => {
      await this.proof.require(tokenOf(request));
      await this.endFactor.execute(session.personId);
    });
  }

  @Post('keys')
  async addKey(@Req() request: AccessRequest, @CurrentSession() session: Session, @Res() reply: FastifyReply): Promise<void> {
    const act = async (own: Posted): Promise<void> => {
      await this.proof.require(tokenOf(request));
      const publicKey = Buffer.from(postedText(own, 'publicKey'), 'base64');
      await this.registerKey.execute({ personId: session.personId, label: postedText(own, 'label'), key: { suite: 'ed25519', publicKey } });
    };
    await this.perform(reply, { request, session, form: 'key', done: 'keyAdded' }, act, { codes: { KEY_INVALID: 'publicKey', KEY_KNOWN: 'publicKey' } });
  }

  @Post('keys/:id/revocation')
  async giveUpKey(
    @Param('id', ParseIntPipe) id: number,
    @Req() request: AccessRequest,
    @CurrentSession() session: Session,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const act = async (): Promise<void> => {
      await this.proof.require(tokenOf(request));
      await this.revokeKey.execute({ personId: session.personId, keyId: id as PersonKeyId });
    };
    await this.perform(reply, { request, session, form: 'key', done: 'keyRevoked' }, act);
  }

  @Post('sessions/end')
  @HttpCode(303)
  async endOthers(@Req() request: AccessRequest, @CurrentSession() session: Session, @Res() reply: FastifyReply): Promise<void> {
    await this.endSessions.execute({ personId: session.personId, token: tokenOf(request), sessionId: null });
    await seeOther(reply, `${SECURITY_PATH}?done=sessions`);
  }

  @Post('sessions/:id/end')
  async end(@Param('id') id: string, @Req() request: AccessRequest, @CurrentSession() session: Session, @Res() reply: FastifyReply): Promise<void> {
    await this.endSessions.execute({ personId: session.personId, token: tokenOf(request), sessionId: id });
    await seeOther(reply, `${SECURITY_PATH}?done=session`);
  }

  /** Codes are the answer to the form itself: nothing keeps them to show them after a redirect. */
  private async showCodes(
    reply: FastifyReply,
    { request, session }: { request: AccessRequest; session: Session },
    act: (own: Posted) => Promise<string[]>,
  ): Promise<void> {
    const language = languageOf(request);
    const m = messages[language];
    const outcome = await attemptIn(
      { language, m },
      { posted: (request.body ?? {}) as Posted, form: 'factor' },
      async (own) => {
        await this.proof.require(tokenOf(request));
        return act(own);
      },
      { codes: { IDENTITY_CODE_WRONG: 'code' }, unauthenticatedToo: true },
    );
    if ('refusal' in outcome) return this.page(reply, { request, session, done: null, refusal: outcome.refusal }, outcome.status);
    const page = CodesPage({ m, view: { codes: outcome.done, demoTime: this.settings.demo ? m.moment(this.clock.now()) : null } });
    await sendHtml(reply, { html: renderPage(page), policy: pagePolicy });
  }

  /** Does what a form of the page asks, and goes on with what was done, or shows the page again with what was refused. */
  private async perform(
    reply: FastifyReply,
    on: { request: AccessRequest; session: Session; form: string; done: Done },
    act: (own: Posted) => Promise<unknown>,
    fields: Fields = {},
  ): Promise<void> {
    const language = languageOf(on.request);
    const outcome: Attempted<unknown> = await attemptIn(
      { language, m: messages[language] },
      { posted: (on.request.body ?? {}) as Posted, form: on.form },
      act,
      fields,
    );
    if ('done' in outcome) return seeOther(reply, `${SECURITY_PATH}?done=${on.done}`);
    await this.page(reply, { ...on, done: null, refusal: outcome.refusal }, outcome.status);
  }

  private async page(
    reply: FastifyReply,
    { request, session, done, refusal }: { request: AccessRequest; session: Session; done: Done | null; refusal: Refusal | null },
    status = 200,
  ): Promise<void> {
    const m = messages[languageOf(request)];
    const { personId } = session;
    const token = tokenOf(request);
    const isFresh = await this.proof.isFresh(token);
    const roles = (await this.identity.memberships(personId, this.clock.today())).map(({ role }) => role);
    const view = {
      seal: formSeal(session.formToken),
      isFresh,
      factor: {
        ...(await this.factor.of(personId)),
        begun: isFresh ? await this.factor.begun(personId, m.brand.name) : null,
        isRequired: this.settings.secondFactorRequired && needsSecondFactor(roles),
      },
      keys: await this.keys.of(personId),
      passkeys: this.passkeys.isPossible,
      sessions: await this.sessions.of(personId, token),
      events: await this.events.of(personId),
      done,
      refusal,
      demoTime: this.settings.demo ? m.moment(this.clock.now()) : null,
    };
    await sendHtml(reply, { html: renderPage(SecurityPage({ m, view })), policy: pagePolicy }, status);
  }
}

function tokenOf(request: AccessRequest): string {
  return required(sessionTokenOf(request), 'the token of a session that the guard has found');
}

/** Those that were shown and the person asked to keep: one that came while the page stood open is not among them. */
function keptKeys(posted: Posted): PersonKeyId[] {
  return (postedText(posted, 'keeps').match(/\d{1,9}/g) ?? []).map((id) => Number.parseInt(id, 10) as PersonKeyId);
}

/** Blanks at the ends of a password belong to it. */
function secret(posted: Posted, name: string): string {
  const value = posted[name];
  return typeof value === 'string' ? value : '';
}
