import { Body, Controller, Delete, Get, HttpCode, Param, ParseIntPipe, Post, Req } from '@nestjs/common';
import { ApiNoContentResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { CurrentSession, type Session } from '../../../platform/http/index.js';
import { FreshProof } from '../application/fresh-proof.js';
import { PersonKeys } from '../application/person-keys.js';
import { RegisterKey } from '../application/register-key.js';
import { RevokeKey } from '../application/revoke-key.js';
import type { PersonKeyId } from '../domain/person-key.js';
import { KeyBody, KeyRegisteredResponse, KeyResponse } from './key-messages.js';
import { sessionTokenOf } from './session-cookie.js';

/** The keys with which a person signs, their own only. */
@ApiTags('account')
@Controller('api/v1/account/keys')
export class AccountKeysController {
  constructor(
    private readonly proof: FreshProof,
    private readonly keys: PersonKeys,
    private readonly registerKey: RegisterKey,
    private readonly revokeKey: RevokeKey,
  ) {}

  @Get()
  async list(@CurrentSession() session: Session): Promise<KeyResponse[]> {
    return (await this.keys.of(session.personId)).map((key) => KeyResponse.from(key));
  }

  /** Registers an Ed25519 public key; within five minutes of signing in. */
  @Post()
  async register(@CurrentSession() session: Session, @Req() request: FastifyRequest, @Body() body: KeyBody): Promise<KeyRegisteredResponse> {
    await this.proof.require(sessionTokenOf(request));
    const { value } = await this.registerKey.execute({
      personId: session.personId,
      label: body.label,
      key: { suite: 'ed25519', publicKey: Buffer.from(body.publicKey, 'base64') },
    });
    return KeyRegisteredResponse.from(value);
  }

  /** Gives a key up for good; within five minutes of signing in. */
  @Delete(':id')
  @HttpCode(204)
  @ApiNoContentResponse()
  async revoke(@CurrentSession() session: Session, @Req() request: FastifyRequest, @Param('id', ParseIntPipe) id: number): Promise<void> {
    await this.proof.require(sessionTokenOf(request));
    await this.revokeKey.execute({ personId: session.personId, keyId: id as PersonKeyId });
  }
}
