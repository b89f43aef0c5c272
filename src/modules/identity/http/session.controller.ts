import { Body, Controller, Delete, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Settings } from '../../../platform/config/index.js';
import { Public } from '../../../platform/http/index.js';
import { SignIn } from '../application/sign-in.js';
import { SignOut } from '../application/sign-out.js';
import { clearSessionCookie, sessionTokenOf, setSessionCookie } from './session-cookie.js';
import { SessionResponse } from './session-response.js';
import { SignInBody } from './sign-in-body.js';

@ApiTags('session')
@Controller('api/v1/session')
export class SessionController {
  constructor(
    private readonly settings: Settings,
    private readonly signIn: SignIn,
    private readonly signOut: SignOut,
  ) {}

  /** Signs in: the session is in the answer for API clients and in a cookie for browsers. */
  @Post()
  @Public()
  async open(@Body() body: SignInBody, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<SessionResponse> {
    const session = await this.signIn.execute({
      login: body.login,
      password: body.password,
      code: body.code,
      address: request.ip,
      userAgent: request.headers['user-agent'],
    });
    setSessionCookie(reply, session, this.settings.publicUrl);
    void reply.header('cache-control', 'no-store');
    return SessionResponse.from(session);
  }

  /** Signs out: the token is worth nothing from now on. */
  @Delete()
  @HttpCode(204)
  @ApiNoContentResponse()
  async close(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    const token = sessionTokenOf(request);
    if (token !== null) await this.signOut.execute(token);
    clearSessionCookie(reply, this.settings.publicUrl);
  }
}
