import { Body, Controller, Delete, Get, HttpCode, Post, Req } from '@nestjs/common';
import { ApiNoContentResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { required } from '../../../kernel/index.js';
import { CurrentSession, type Session } from '../../../platform/http/index.js';
import { FreshProof } from '../application/fresh-proof.js';
import { BeginSecondFactor, ConfirmSecondFactor, EndSecondFactor, RenewRecoveryCodes, SecondFactorQueries } from '../application/second-factor-commands.js';
import { BegunSecondFactorResponse, CodeBody, RecoveryCodesResponse, SecondFactorResponse } from './second-factor-messages.js';
import { sessionTokenOf } from './session-cookie.js';

const ISSUER = 'Mingbai';

/** A person's own second factor; each change within five minutes of signing in. */
@ApiTags('account')
@Controller('api/v1/account/totp')
export class SecondFactorController {
  constructor(
    private readonly proof: FreshProof,
    private readonly queries: SecondFactorQueries,
    private readonly begin: BeginSecondFactor,
    private readonly confirm: ConfirmSecondFactor,
    private readonly renew: RenewRecoveryCodes,
    private readonly end: EndSecondFactor,
  ) {}

  /** Whether it is on, and how many recovery codes are left. */
  @Get()
  async show(@CurrentSession() { personId }: Session): Promise<SecondFactorResponse> {
    return SecondFactorResponse.from(await this.queries.of(personId));
  }

  /** A secret for an authenticator app; it holds once a code of it is confirmed. */
  @Post()
  async start(@CurrentSession() { personId }: Session, @Req() request: FastifyRequest): Promise<BegunSecondFactorResponse> {
    await this.proof.require(sessionTokenOf(request));
    await this.begin.execute(personId);
    return BegunSecondFactorResponse.from(required(await this.queries.begun(personId, ISSUER), 'the secret just begun'));
  }

  /** Turns it on with a code of the app. Every other session ends, and so do passkeys but those that it names; the recovery codes are answered this once. */
  @Post('confirm')
  async turnOn(
    @CurrentSession() { personId }: Session,
    @Req() request: FastifyRequest,
    @Body() { code, keptKeys = [] }: CodeBody,
  ): Promise<RecoveryCodesResponse> {
    const token = sessionTokenOf(request);
    await this.proof.require(token);
    return RecoveryCodesResponse.from(await this.confirm.execute({ personId, token: token ?? '', code, keptKeys }));
  }

  /** Ten new recovery codes; the old ones are worth nothing. */
  @Post('recovery-codes')
  async newCodes(@CurrentSession() { personId }: Session, @Req() request: FastifyRequest): Promise<RecoveryCodesResponse> {
    await this.proof.require(sessionTokenOf(request));
    return RecoveryCodesResponse.from(await this.renew.execute(personId));
  }

  /** Turns it off: the password alone opens sessions again. */
  @Delete()
  @HttpCode(204)
  @ApiNoContentResponse()
  async turnOff(@CurrentSession() { personId }: Session, @Req() request: FastifyRequest): Promise<void> {
    await this.proof.require(sessionTokenOf(request));
    await this.end.execute(personId);
  }
}
