import { Body, Controller, Delete, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiNoContentResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { required } from '../../../kernel/index.js';
import { CurrentSession, type Session } from '../../../platform/http/index.js';
import { ChangePassword } from '../application/change-password.js';
import { EndSessions } from '../application/end-sessions.js';
import { SessionQueries } from '../application/session-queries.js';
import { PasswordBody, SessionListItem } from './account-messages.js';
import { sessionTokenOf } from './session-cookie.js';

/** A person's own account: password and sessions. */
@ApiTags('account')
@Controller('api/v1/account')
export class AccountController {
  constructor(
    private readonly changePassword: ChangePassword,
    private readonly sessions: SessionQueries,
    private readonly endSessions: EndSessions,
  ) {}

  /** Sets another password; every other session of the person ends, and so do their passkeys but those that it names. */
  @Post('password')
  @HttpCode(204)
  @ApiNoContentResponse()
  async password(
    @CurrentSession() { personId }: Session,
    @Req() request: FastifyRequest,
    @Body() { present, password, keptKeys = [] }: PasswordBody,
  ): Promise<void> {
    await this.changePassword.execute({ personId, token: tokenOf(request), present, password, address: request.ip, keptKeys });
  }

  /** Where the person is signed in. */
  @Get('sessions')
  async list(@CurrentSession() { personId }: Session, @Req() request: FastifyRequest): Promise<SessionListItem[]> {
    return (await this.sessions.of(personId, tokenOf(request))).map((view) => SessionListItem.from(view));
  }

  /** Ends every session of the person but this one. */
  @Delete('sessions')
  @HttpCode(204)
  @ApiNoContentResponse()
  async endOthers(@CurrentSession() { personId }: Session, @Req() request: FastifyRequest): Promise<void> {
    await this.endSessions.execute({ personId, token: tokenOf(request), sessionId: null });
  }

  /** Ends one session of the person. */
  @Delete('sessions/:id')
  @HttpCode(204)
  @ApiNoContentResponse()
  async end(@CurrentSession() { personId }: Session, @Req() request: FastifyRequest, @Param('id') id: string): Promise<void> {
    await this.endSessions.execute({ personId, token: tokenOf(request), sessionId: id });
  }
}

function tokenOf(request: FastifyRequest): string {
  return required(sessionTokenOf(request), 'the token of a session that the guard has found');
}
