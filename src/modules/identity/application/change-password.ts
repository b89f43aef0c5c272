import { Injectable } from '@nestjs/common';
import { Clock, type PersonId } from '../../../kernel/index.js';
import { UnitOfWork } from '../../../platform/database/index.js';
import type { PersonKeyId } from '../domain/person-key.js';
import { revokeWaysIn } from './passkeys.js';
import { Passwords } from './passwords.js';
import { SecurityEvents } from './security-events.js';
import { Sessions } from './sessions.js';

/** `token` is that of the session in which it is asked: it alone goes on. */
export interface ChangePasswordRequest {
  readonly personId: PersonId;
  readonly token: string;
  readonly present: string;
  readonly password: string;
  readonly address: string;
  /** Passkeys that go on signing in, by name: every other is revoked, also one that somebody brought meanwhile, and has to be registered and confirmed anew. */
  readonly keptKeys: readonly PersonKeyId[];
}

/** A person gives themselves another password, who knows the present one; whoever else was signed in as them is signed out, also where they had brought a passkey. */
@Injectable()
export class ChangePassword {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly passwords: Passwords,
    private readonly sessions: Sessions,
    private readonly events: SecurityEvents,
    private readonly clock: Clock,
  ) {}

  /** @throws TOO_MANY_REQUESTS, IDENTITY_PASSWORD_WRONG, IDENTITY_PASSWORD_SHORT, …_LONG, …_IS_LOGIN, …_COMMON */
  async execute({ personId, token, present, password, address, keptKeys }: ChangePasswordRequest): Promise<void> {
    await this.passwords.prove(personId, present, address);
    const hash = await this.passwords.hashOf(personId, password);
    await this.unitOfWork.shared(async (tx) => {
      await this.passwords.store(tx, personId, hash);
      await this.sessions.revokeAll(tx, personId, token);
      await revokeWaysIn(tx, personId, this.clock.now(), keptKeys);
      await this.events.note(tx, personId, 'PASSWORD_CHANGED', address);
    });
  }
}
