import { Injectable } from '@nestjs/common';
import { createHash, randomBytes } from 'node:crypto';
import { required, sha256Hex, type Instant, type PersonId } from '../../../kernel/index.js';
import type { SharedTx } from '../../../platform/database/index.js';
import type { Session } from '../../../platform/http/index.js';

/** A session that has just begun; the token is shown once and stored nowhere. */
export interface OpenedSession {
  readonly token: string;
  readonly formToken: string;
  readonly expiresAt: Instant;
}

const TOKEN_BYTES = 32;
const IDLE = '60 minutes';
/** Use is written down at most once in this time, so that a page with many requests does not write many rows. */
const USE_NOTED_EVERY = '1 minute';

/**
 * Sessions live 12 hours and 60 minutes after their last use, by the database's real time: the clock of the product may be moved.
 * A session is found by the SHA-256 of its token; who reads the table cannot use it.
 */
@Injectable()
export class Sessions {
  /** Opens one, and sweeps out those of the person that have ended. */
  async open(tx: SharedTx, personId: PersonId): Promise<OpenedSession> {
    await tx.query('delete from mingbai.session where person_id = $1 and expires_at < now()', [personId]);
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    const [row] = await tx.query<{ expiresAt: Instant }>(
      `insert into mingbai.session (token_hash, person_id) values ($1, $2) returning expires_at as "expiresAt"`,
      [hashOf(token), personId],
    );
    return { token, formToken: formTokenOf(token), expiresAt: required(row, 'the inserted row').expiresAt };
  }

  /** The live session of a token, noting its use; null when there is none, or it has ended. */
  async find(tx: SharedTx, token: string): Promise<Session | null> {
    if (!/^[\w-]{43}$/.test(token)) return null;
    const [row] = await tx.query<Omit<Session, 'formToken'> & { noteUse: boolean }>(
      `select s.person_id as "personId", p.name as "personName", s.expires_at as "expiresAt", s.last_used_at < now() - interval '${USE_NOTED_EVERY}' as "noteUse"
       from mingbai.session s join mingbai.person p on p.id = s.person_id
       where s.token_hash = $1 and s.revoked_at is null and s.expires_at > now() and s.last_used_at > now() - interval '${IDLE}'`,
      [hashOf(token)],
    );
    if (!row) return null;
    const { noteUse, ...session } = row;
    if (noteUse) await tx.query('update mingbai.session set last_used_at = now() where token_hash = $1', [hashOf(token)]);
    return { ...session, formToken: formTokenOf(token) };
  }

  /** Whether whoever holds the session showed in the last minutes that it is theirs: by signing in, or again since. */
  async provedWithin(tx: SharedTx, token: string, minutes: number): Promise<boolean> {
    const rows = await tx.query('select from mingbai.session where token_hash = $1 and revoked_at is null and proved_at > now() - make_interval(mins => $2)', [
      hashOf(token),
      minutes,
    ]);
    return rows.length > 0;
  }

  async revoke(tx: SharedTx, token: string): Promise<void> {
    await tx.query('update mingbai.session set revoked_at = now() where token_hash = $1 and revoked_at is null', [hashOf(token)]);
  }
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** What forms of the session carry: made from the token, which it does not betray. */
function formTokenOf(token: string): string {
  return sha256Hex(`form:${token}`);
}
