import { Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { createHash } from 'node:crypto';
import { Clock } from '../../kernel/index.js';
import {
  FreshProof,
  PasskeyBody,
  PasskeyChallenges,
  PasskeySignInBody,
  RegisterPasskey,
  sessionTokenOf,
  setSessionCookie,
  SignInByPasskey,
} from '../../modules/identity/index.js';
import { Settings } from '../../platform/config/index.js';
import { CurrentSession, languageOf, Public, type AccessRequest, type Session } from '../../platform/http/index.js';
import { attempt, postedText, requestOf } from '../desk/desk-form.js';
import { seeOther, sendHtml } from '../desk/send-page.js';
import { localPath, type Posted } from '../desk/visit.js';
import { messages } from '../messages/index.js';
import { pagePolicy, renderPage, sha256 } from '../render.js';
import { PasskeyPage } from './passkey-page.js';
import { passkeyScript } from './passkey-script.js';
import { SECURITY_PATH } from './security-page.js';

const bytes = (text: string): Buffer => Buffer.from(text, 'base64url');
const policy = `${pagePolicy}; script-src ${sha256(passkeyScript)}`;

/** The pages on which a device makes a passkey, or shows one to sign in. */
@Controller()
export class PasskeyPagesController {
  constructor(
    private readonly settings: Settings,
    private readonly clock: Clock,
    private readonly proof: FreshProof,
    private readonly challenges: PasskeyChallenges,
    private readonly register: RegisterPasskey,
    private readonly signIn: SignInByPasskey,
  ) {}

  @Get('sign-in/passkey')
  @Public()
  async show(@Req() request: AccessRequest, @Query('next') next: unknown, @Res() reply: FastifyReply): Promise<void> {
    await this.page(reply, { request, session: null, next: localPath(next) });
  }

  @Post('sign-in/passkey')
  @Public()
  async enter(@Req() request: AccessRequest, @Res() reply: FastifyReply): Promise<void> {
    const { next, ...posted } = (request.body ?? {}) as Posted;
    const outcome = await this.attempt(request, async () => {
      const body = await requestOf(PasskeySignInBody, posted);
      return this.signIn.execute({
        credentialId: bytes(body.credentialId),
        authenticatorData: bytes(body.authenticatorData),
        clientDataJSON: bytes(body.clientDataJSON),
        signature: bytes(body.signature),
        address: request.ip,
        userAgent: request.headers['user-agent'],
      });
    });
    if ('refused' in outcome) return this.page(reply, { request, session: null, next: localPath(next), ...outcome });
    setSessionCookie(reply, outcome.done, this.settings.publicUrl);
    await seeOther(reply, localPath(next) ?? '/work');
  }

  @Get(`${SECURITY_PATH}/passkey`)
  async showRegistration(@Req() request: AccessRequest, @CurrentSession() session: Session, @Res() reply: FastifyReply): Promise<void> {
    await this.proof.require(sessionTokenOf(request));
    await this.page(reply, { request, session, next: null });
  }

  @Post(`${SECURITY_PATH}/passkey`)
  async add(@Req() request: AccessRequest, @CurrentSession() session: Session, @Res() reply: FastifyReply): Promise<void> {
    const posted = (request.body ?? {}) as Posted;
    const outcome = await this.attempt(request, async () => {
      await this.proof.require(sessionTokenOf(request));
      const transports = postedText(posted, 'transports').split(' ').filter(Boolean);
      const body = await requestOf(PasskeyBody, { ...posted, label: postedText(posted, 'label'), transports });
      const { label, authenticatorData, clientDataJSON } = body;
      return this.register.execute({
        personId: session.personId,
        label,
        authenticatorData: bytes(authenticatorData),
        clientDataJSON: bytes(clientDataJSON),
        transports,
      });
    });
    if ('refused' in outcome) return this.page(reply, { request, session, next: null, ...outcome });
    await seeOther(reply, `${SECURITY_PATH}?done=keyAdded`);
  }

  private async attempt<T>(request: AccessRequest, act: () => Promise<T>): Promise<{ done: T } | { refused: string; status: number }> {
    const language = languageOf(request);
    const outcome = await attempt({ language, m: messages[language] }, {}, act, { unauthenticatedToo: true });
    if ('done' in outcome) return outcome;
    return { refused: outcome.refusal.errors.map(({ message }) => message).join(' '), status: outcome.status };
  }

  /** Each showing has a challenge of its own: what a device signed once is worth nothing twice. @throws PASSKEY_NO_HOST */
  private async page(
    reply: FastifyReply,
    on: { request: AccessRequest; session: Session | null; next: string | null; refused?: string; status?: number },
  ): Promise<void> {
    const m = messages[languageOf(on.request)];
    const { session } = on;
    const view = {
      ...(await this.challenges.ask(session?.personId ?? null)),
      refusal: on.refused ?? null,
      person: session && { handle: handleOf(session), name: session.personName, formToken: session.formToken },
      next: on.next,
      demoTime: this.settings.demo ? m.moment(this.clock.now()) : null,
    };
    await sendHtml(reply, { html: renderPage(PasskeyPage({ m, view })), policy }, on.status);
  }
}

/** By which a device tells two people of the site apart; it says nothing about them. */
function handleOf({ personId }: Session): string {
  return createHash('sha256').update(`mingbai passkey of ${personId}`).digest('base64url');
}
