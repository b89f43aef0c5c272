import { Injectable } from '@nestjs/common';
import { Clock, DomainError, type PersonId } from '../../../kernel/index.js';
import { UnitOfWork, type Outcome } from '../../../platform/database/index.js';
import { REVOKED } from './passkeys.js';
import { SecurityEvents } from './security-events.js';
import { Sessions } from './sessions.js';
import type { PersonKeyId } from '../domain/person-key.js';

export interface RevokeKeyRequest {
  readonly personId: PersonId;
  readonly keyId: PersonKeyId;
}

export type KeyRevoked = { readonly keyId: PersonKeyId };

/** Ends every key of a person, for signing in and for approvals, and what was opened or begun with one, when nobody knows any more who holds them. The operator's command. */
@Injectable()
export class RevokeKeys {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sessions: Sessions,
    private readonly clock: Clock,
    private readonly events: SecurityEvents,
  ) {}

  /** @returns how many were in use */
  async execute(personId: PersonId): Promise<number> {
    return this.unitOfWork.shared(async (tx) => {
      const revoked = await tx.query(`update mingbai.person_key set ${REVOKED} where person_id = $1 and revoked_at is null returning 1`, [
        personId,
        this.clock.now(),
      ]);
      if (revoked.length > 0) await this.events.note(tx, personId, 'KEY_REVOKED');
      await tx.query('delete from mingbai.passkey_challenge where person_id = $1', [personId]);
      if ((await this.sessions.revokeAll(tx, personId)) > 0) await this.events.note(tx, personId, 'SESSIONS_ENDED');
      return revoked.length;
    });
  }
}

/** A person gives up a key of their own, for good. What it signed before stays signed; once more changes nothing. */
@Injectable()
export class RevokeKey {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly events: SecurityEvents,
  ) {}

  /** @throws NOT_FOUND, also for somebody else's */
  async execute({ personId, keyId }: RevokeKeyRequest): Promise<Outcome<KeyRevoked>> {
    return this.unitOfWork.shared(async (tx) => {
      const [key] = await tx.query<{ isRevoked: boolean }>(
        'select revoked_at is not null as "isRevoked" from mingbai.person_key where id = $1 and person_id = $2 for update',
        [keyId, personId],
      );
      if (!key) throw new DomainError('NOT_FOUND');
      if (!key.isRevoked) {
        await tx.query(`update mingbai.person_key set ${REVOKED} where id = $1`, [keyId, this.clock.now()]);
        await this.events.note(tx, personId, 'KEY_REVOKED');
      }
      return { value: { keyId }, replayed: key.isRevoked };
    });
  }
}
