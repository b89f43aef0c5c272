import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { Clock, DomainError, required, type PersonId } from '../../../kernel/index.js';
import { UnitOfWork, type Outcome, type SharedTx } from '../../../platform/database/index.js';
import { isPlainText, retriedOnConflict } from '../../communities/index.js';
import { refuseWeakKey, type NewPersonKey, type PersonKeyId } from '../domain/person-key.js';
import { Parties } from './parties.js';
import { SecurityEvents } from './security-events.js';

/** `label` is what its owner calls the key, e.g. the device on which it lies. */
export interface RegisterKeyRequest {
  readonly personId: PersonId;
  readonly label: string;
  readonly key: NewPersonKey;
}

export type KeyRegistered = { readonly keyId: PersonKeyId };

const LABEL_MAX = 40;
const IN_USE_MAX = 10;

/**
 * Registers a public key of a person. It opens no door by itself: in each compound two other parties admit it before it signs there.
 * The same key of the same person again adds nothing and is answered as a replay; a revoked one never comes back.
 */
@Injectable()
export class RegisterKey {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly parties: Parties,
    private readonly clock: Clock,
    private readonly events: SecurityEvents,
  ) {}

  /** @throws IDENTITY_TEXT_INVALID, KEY_INVALID, KEY_KNOWN, KEY_LIMIT, NOT_FOUND (person) */
  async execute({ personId, label, key }: RegisterKeyRequest): Promise<Outcome<KeyRegistered>> {
    if (!isPlainText(label, LABEL_MAX)) throw new DomainError('IDENTITY_TEXT_INVALID', { field: 'label', max: LABEL_MAX });
    refuseWeakKey(key);
    return retriedOnConflict(['person_key_pkey', 'person_key_key_hash_key', 'person_key_credential_id_key'], () =>
      this.unitOfWork.shared(async (tx) => {
        await tx.query('select from mingbai.person where id = $1 for update', [personId]);
        await this.parties.person(tx, personId);
        const known = await this.registered(tx, key);
        if (known && (known.personId !== personId || known.isRevoked)) throw new DomainError('KEY_KNOWN');
        if (known) return { value: { keyId: known.keyId }, replayed: true };
        const inUse = await tx.query('select from mingbai.person_key where person_id = $1 and revoked_at is null', [personId]);
        if (inUse.length >= IN_USE_MAX) throw new DomainError('KEY_LIMIT', { max: IN_USE_MAX });
        const keyId = await this.insert(tx, { personId, label, key });
        await this.events.note(tx, personId, 'KEY_ADDED');
        return { value: { keyId }, replayed: false };
      }),
    );
  }

  private async registered(tx: SharedTx, key: NewPersonKey): Promise<{ keyId: PersonKeyId; personId: PersonId; isRevoked: boolean } | undefined> {
    const [known] = await tx.query<{ keyId: PersonKeyId; personId: PersonId; isRevoked: boolean }>(
      `select id as "keyId", person_id as "personId", revoked_at is not null as "isRevoked" from mingbai.person_key where key_hash = $1 or credential_id = $2`,
      [createHash('sha256').update(key.publicKey).digest(), key.suite === 'webauthn' ? key.credentialId : null],
    );
    return known;
  }

  private async insert(tx: SharedTx, { personId, label, key }: RegisterKeyRequest): Promise<PersonKeyId> {
    const passkey = key.suite === 'webauthn' ? key : { credentialId: null, transports: [], counter: 0, purposes: ['APPROVE'] };
    const [added] = await tx.query<{ id: PersonKeyId }>(
      `insert into mingbai.person_key (id, person_id, suite, public_key, key_hash, credential_id, transports, counter, label, purposes, created_at)
       select coalesce(max(id), 0) + 1, $1, $2, $3, sha256($3), $4, $5, $6, $7, $8, $9 from mingbai.person_key returning id`,
      [personId, key.suite, key.publicKey, passkey.credentialId, passkey.transports, passkey.counter, label, passkey.purposes, this.clock.now()],
    );
    return required(added, 'the inserted row').id;
  }
}
