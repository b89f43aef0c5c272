import { Injectable } from '@nestjs/common';
import type { PersonId } from '../../../kernel/index.js';
import { UnitOfWork, type SharedTx, type Tx } from '../../../platform/database/index.js';
import type { PersonKeyId, PersonKeyView } from '../domain/person-key.js';

const KEYS = `select id, person_id as "personId", suite, public_key as "publicKey", encode(key_hash, 'hex') as "keyHash",
    rtrim(translate(encode(credential_id, 'base64'), E'+/\\n', '-_'), '=') as "credentialId", transports, label, purposes,
    created_at as "createdAt", last_used_at as "lastUsedAt", revoked_at as "revokedAt"
  from mingbai.person_key`;

/** Reads the public keys of persons, revoked ones too: what was signed before a key was revoked stays signed. */
@Injectable()
export class PersonKeys {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** All that a person ever registered, the oldest first. */
  of(personId: PersonId): Promise<PersonKeyView[]> {
    return this.unitOfWork.shared((tx) => this.ofPerson(tx, personId));
  }

  /** The same inside a transaction of the caller's. */
  ofPerson(tx: Tx | SharedTx, personId: PersonId): Promise<PersonKeyView[]> {
    return tx.query<PersonKeyView>(`${KEYS} where person_id = $1 order by id`, [personId]);
  }

  /** One key, or null where there is none of this number. */
  async find(tx: Tx | SharedTx, id: PersonKeyId): Promise<PersonKeyView | null> {
    const [found] = await tx.query<PersonKeyView>(`${KEYS} where id = $1`, [id]);
    return found ?? null;
  }
}
