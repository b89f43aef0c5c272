import { Injectable } from '@nestjs/common';
import { DomainError, together, type Id, type Instant, type OrganisationId, type PersonId, type Role } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import type { KeySuite, PersonKeyId } from '../../identity/index.js';
import { isWordOfTwo, standing } from '../domain/key-admission.js';

/** What a party said of a key. */
export interface KeyWordView {
  /** Ids of a book run in the order of its commands. */
  readonly id: Id<'key_confirmation' | 'key_refusal'>;
  readonly organisationId: OrganisationId;
  readonly organisation: string;
  readonly personId: PersonId;
  readonly person: string;
  readonly role: Role;
  readonly at: Instant;
}

/** `isTakenBack`: the same party refused the key since, and this counts no more. */
export interface KeyConfirmationView extends KeyWordView {
  readonly isTakenBack: boolean;
}

/** Why a party holds that a key is not that person's; null of one from before reasons were asked for. */
export interface KeyRefusalView extends KeyWordView {
  readonly reason: string | null;
}

/** A key of somebody who signs, and who has confirmed it. `isAdmitted`: it signs here now. */
export interface KeyAdmissionView {
  readonly id: Id<'key_admission'>;
  readonly keyId: PersonKeyId;
  readonly keyHash: string;
  readonly suite: KeySuite;
  /** By which a device finds its passkey, base64url. */
  readonly credentialId: string | null;
  readonly transports: readonly string[];
  readonly publicKey: Buffer;
  readonly label: string;
  readonly revokedAt: Instant | null;
  readonly personId: PersonId;
  readonly person: string;
  readonly organisationId: OrganisationId;
  readonly organisation: string;
  readonly role: Role;
  readonly askedAt: Instant;
  readonly confirmations: readonly KeyConfirmationView[];
  /** Who said that it is not that person's; one alone ends nothing. */
  readonly refusals: readonly KeyRefusalView[];
  /** Two parties said so: nobody confirms it any more. */
  readonly isRefused: boolean;
  readonly isAdmitted: boolean;
}

type Row = Omit<KeyAdmissionView, 'confirmations' | 'refusals' | 'isRefused' | 'isAdmitted'>;

const ADMISSION = `select a.id, a.key_id as "keyId", encode(k.key_hash, 'hex') as "keyHash", k.suite, k.public_key as "publicKey", k.label, k.revoked_at as "revokedAt",
    rtrim(translate(encode(k.credential_id, 'base64'), E'+/\\n', '-_'), '=') as "credentialId", k.transports,
    a.person_id as "personId", p.name as person, a.organisation_id as "organisationId", o.name as organisation, a.role, a.asked_at as "askedAt"
  from mingbai.key_admission a join mingbai.person_key k on k.id = a.key_id join mingbai.person p on p.id = a.person_id
  join mingbai.organisation o on o.id = a.organisation_id where a.community_id = $1`;

/** Reads which keys sign in a compound, and whose word admitted them. */
@Injectable()
export class KeyAdmissions {
  /** The latest first, before an id (0: from the first), at most `limit`. */
  async list(tx: Tx, page: { beforeId: number; limit: number }): Promise<KeyAdmissionView[]> {
    return this.views(
      tx,
      await tx.query<Row>(`${ADMISSION} and ($2 = 0 or a.id < $2) order by a.id desc limit $3`, [tx.communityId, page.beforeId, page.limit]),
    );
  }

  /** By the SHA-256 of the key. @throws NOT_FOUND */
  async byHash(tx: Tx, keyHash: string): Promise<KeyAdmissionView> {
    const found = await this.find(tx, keyHash);
    if (!found) throw new DomainError('NOT_FOUND');
    return found;
  }

  /** The same, or null where nobody asked for it here. */
  async find(tx: Tx, keyHash: string): Promise<KeyAdmissionView | null> {
    const [found] = await this.views(tx, await tx.query<Row>(`${ADMISSION} and encode(k.key_hash, 'hex') = $2`, [tx.communityId, keyHash]));
    return found ?? null;
  }

  /** A person's own for an organisation, the latest first. */
  async of(tx: Tx, by: { readonly personId: PersonId; readonly organisationId: OrganisationId }): Promise<KeyAdmissionView[]> {
    const rows = await tx.query<Row>(`${ADMISSION} and a.person_id = $2 and a.organisation_id = $3 order by a.id desc`, [
      tx.communityId,
      by.personId,
      by.organisationId,
    ]);
    return this.views(tx, rows);
  }

  private async views(tx: Tx, rows: readonly Row[]): Promise<KeyAdmissionView[]> {
    const ids = rows.map(({ id }) => id);
    const said = await together({
      confirmations: this.words<KeyWordView>(tx, 'key_confirmation', ids),
      refusals: this.words<KeyRefusalView>(tx, 'key_refusal', ids, ', c.reason'),
    });
    return rows.map((row) => {
      const [given, refusals] = [ofAdmission(said.confirmations, row.id), ofAdmission(said.refusals, row.id)];
      const counted = standing(given, refusals);
      const confirmations = given.map((word) => ({ ...word, isTakenBack: !counted.includes(word) }));
      return { ...row, confirmations, refusals, isRefused: isWordOfTwo(refusals), isAdmitted: row.revokedAt === null && isWordOfTwo(counted) };
    });
  }

  private words<Word extends KeyWordView>(tx: Tx, table: 'key_confirmation' | 'key_refusal', ids: readonly number[], more = '') {
    return tx.query<Word & { admissionId: number }>(
      `select c.id, c.admission_id as "admissionId", c.organisation_id as "organisationId", o.name as organisation, c.person_id as "personId", p.name as person, c.role, c.at${more}
       from mingbai.${table} c join mingbai.person p on p.id = c.person_id join mingbai.organisation o on o.id = c.organisation_id
       where c.community_id = $1 and c.admission_id = any ($2) order by c.id`,
      [tx.communityId, ids],
    );
  }
}

function ofAdmission<Word extends KeyWordView>(words: readonly (Word & { admissionId: number })[], id: number): Word[] {
  return words.filter(({ admissionId }) => admissionId === id);
}
