import { ApiProperty } from '@nestjs/swagger';
import type { Instant } from '../../../kernel/index.js';
import { ApiInstant } from '../../../platform/http/index.js';
import type { SignedIn } from '../application/sessions.js';

/** An open session. API clients send `token` as Bearer; a browser has it in its cookie and sends `formToken` with what it posts. */
export class SessionResponse {
  @ApiProperty({ description: 'Authorization: Bearer …; shown once' })
  token!: string;

  @ApiProperty({ description: 'X-Form-Token of requests that change something, when the session comes from the cookie' })
  formToken!: string;

  @ApiInstant()
  expiresAt!: Instant;

  @ApiProperty()
  personName!: string;

  static from({ token, formToken, expiresAt, personName }: SignedIn): SessionResponse {
    return Object.assign(new SessionResponse(), { token, formToken, expiresAt, personName });
  }
}
