import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Settings } from '../../../platform/config/index.js';
import { CurrentSession, Public, type Session } from '../../../platform/http/index.js';
import { FreshProof } from '../application/fresh-proof.js';
import { PasskeyChallenges, RegisterPasskey, SignInByPasskey } from '../application/passkeys.js';
import { KeyRegisteredResponse } from './key-messages.js';
import { PasskeyBody, PasskeyChallengeResponse, PasskeySignInBody } from './passkey-messages.js';
import { sessionTokenOf, setSessionCookie } from './session-cookie.js';
import { SessionResponse } from './session-response.js';

const bytes = (text: string): Buffer => Buffer.from(text, 'base64url');

/** Passkeys: registered within five minutes of signing in, shown to sign in. */
@ApiTags('session')
@Controller('api/v1')
export class PasskeysController {
  constructor(
    private readonly settings: Settings,
    private readonly proof: FreshProof,
    private readonly challenges: PasskeyChallenges,
    private readonly register: RegisterPasskey,
    private readonly signIn: SignInByPasskey,
  ) {}

  /** What a device is to sign to register a passkey, within five minutes. */
  @Post('account/keys/passkey/options')
  async askToRegister(@CurrentSession() { personId }: Session, @Req() request: FastifyRequest): Promise<PasskeyChallengeResponse> {
    await this.proof.require(sessionTokenOf(request));
    return PasskeyChallengeResponse.from(await this.challenges.ask(personId));
  }

  @Post('account/keys/passkey')
  async add(@CurrentSession() { personId }: Session, @Req() request: FastifyRequest, @Body() body: PasskeyBody): Promise<KeyRegisteredResponse> {
    await this.proof.require(sessionTokenOf(request));
    const { label, authenticatorData, clientDataJSON, transports } = body;
    return KeyRegisteredResponse.from(
      await this.register.execute({ personId, label, authenticatorData: bytes(authenticatorData), clientDataJSON: bytes(clientDataJSON), transports }),
    );
  }

  /** What a device is to sign to sign in, within five minutes. */
  @Post('session/passkey/options')
  @Public()
  async askToSignIn(): Promise<PasskeyChallengeResponse> {
    return PasskeyChallengeResponse.from(await this.challenges.ask(null));
  }

  /** Signs in: as POST /session, without password and code. */
  @Post('session/passkey')
  @Public()
  @HttpCode(201)
  async open(@Body() body: PasskeySignInBody, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<SessionResponse> {
    const session = await this.signIn.execute({
      credentialId: bytes(body.credentialId),
      authenticatorData: bytes(body.authenticatorData),
      clientDataJSON: bytes(body.clientDataJSON),
      signature: bytes(body.signature),
      address: request.ip,
      userAgent: request.headers['user-agent'],
    });
    setSessionCookie(reply, session, this.settings.publicUrl);
    void reply.header('cache-control', 'no-store');
    return SessionResponse.from(session);
  }
}
