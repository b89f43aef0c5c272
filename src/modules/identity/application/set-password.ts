import { Injectable } from '@nestjs/common';
import { Clock, type PersonId } from '../../../kernel/index.js';
import { UnitOfWork } from '../../../platform/database/index.js';
import { Parties } from './parties.js';
import { revokeWaysIn } from './passkeys.js';
import { Passwords } from './passwords.js';
import { SecurityEvents } from './security-events.js';
import { Sessions } from './sessions.js';
import { SignInAttempts } from './sign-in-attempts.js';

export interface SetPasswordRequest {
  readonly personId: PersonId;
  readonly password: string;
}

/** Sets a person's password and ends every session and every passkey that signs in: whoever had the account holds nothing of it. The operator's command. */
@Injectable()
export class SetPassword {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly parties: Parties,
    private readonly passwords: Passwords,
    private readonly attempts: SignInAttempts,
    private readonly sessions: Sessions,
    private readonly events: SecurityEvents,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_FOUND, IDENTITY_PASSWORD_SHORT, IDENTITY_PASSWORD_LONG, IDENTITY_PASSWORD_IS_LOGIN, IDENTITY_PASSWORD_COMMON */
  async execute({ personId, password }: SetPasswordRequest): Promise<void> {
    const hash = await this.passwords.hashOf(personId, password);
    await this.unitOfWork.shared(async (tx) => {
      await this.passwords.store(tx, personId, hash);
      await this.sessions.revokeAll(tx, personId);
      await revokeWaysIn(tx, personId, this.clock.now());
      await this.attempts.forget(tx, (await this.parties.person(tx, personId)).login);
      await this.events.note(tx, personId, 'PASSWORD_CHANGED');
    });
  }
}
