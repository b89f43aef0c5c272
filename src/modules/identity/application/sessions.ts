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

/** A session that has just begun, and whose. */
export interface SignedIn extends OpenedSession {
  readonly personId: PersonId;
  readonly personName: string;
}

/** A session that lives, as its person sees it. */
export interface SessionView {
  /** SHA-256 of its token, hex: it opens nothing. */
  readonly id: string;
  readonly device: string | null;
  readonly network: string | null;
  readonly createdAt: Instant;
  readonly lastUsedAt: Instant;
  readonly isCurrent: boolean;
}

/** Where a session is opened, for its person to know it again: family of the browser and network. */
export interface Place {
  readonly device: string | null;
  readonly network: string | null;
}

const TOKEN_BYTES = 32;
const IDLE = '60 minutes';
const LIVES = `revoked_at is null and expires_at > now() and last_used_at > now() - interval '${IDLE}'`;
/** Use is written down at most once in this time, so that a page with many requests does not write many rows. */
const USE_NOTED_EVERY = '1 minute';

/**
 * Sessions live 12 hours and 60 minutes after their last use, by the database's real time: the clock of the product may be moved.
 * A session is found by the SHA-256 of its token; who reads the table cannot use it.
 */
@Injectable()
export class Sessions {
  /** Opens one, and sweeps out those of the person that have ended. */
  async open(tx: SharedTx, personId: PersonId, { device, network }: Place): Promise<OpenedSession> {
    await tx.query('delete from mingbai.session where person_id = $1 and expires_at < now()', [personId]);
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    const [row] = await tx.query<{ expiresAt: Instant }>(
      `insert into mingbai.session (token_hash, person_id, device, network) values ($1, $2, $3, $4) returning expires_at as "expiresAt"`,
      [hashOf(token), personId, device, network],
    );
    return { token, formToken: formTokenOf(token), expiresAt: required(row, 'the inserted row').expiresAt };
  }

  /** The live session of a token, noting its use; null when there is none, or it has ended. */
  async find(tx: SharedTx, token: string): Promise<Session | null> {
    if (!/^[\w-]{43}$/.test(token)) return null;
    const [row] = await tx.query<Omit<Session, 'formToken'> & { noteUse: boolean }>(
      `select s.person_id as "personId", p.name as "personName", s.expires_at as "expiresAt", s.last_used_at < now() - interval '${USE_NOTED_EVERY}' as "noteUse"
       from mingbai.session s join mingbai.person p on p.id = s.person_id
       where s.token_hash = $1 and ${LIVES} and p.disabled_at is null`,
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

  /** It was shown again, now. */
  async prove(tx: SharedTx, token: string): Promise<void> {
    await tx.query('update mingbai.session set proved_at = now() where token_hash = $1', [hashOf(token)]);
  }

  list(tx: SharedTx, personId: PersonId, token: string): Promise<SessionView[]> {
    return tx.query<SessionView>(
      `select encode(token_hash, 'hex') as id, device, network, created_at as "createdAt", last_used_at as "lastUsedAt", token_hash = $2 as "isCurrent"
       from mingbai.session where person_id = $1 and ${LIVES} order by last_used_at desc, token_hash`,
      [personId, hashOf(token)],
    );
  }

  /** Ends all sessions of the person but that of `kept`. @returns how many */
  async revokeAll(tx: SharedTx, personId: PersonId, kept?: string): Promise<number> {
    const ended = await tx.query(
      `update mingbai.session set revoked_at = now() where person_id = $1 and token_hash is distinct from $2 and ${LIVES} returning 1`,
      [personId, kept === undefined ? null : hashOf(kept)],
    );
    return ended.length;
  }

  /** Ends the session of this id where it is the person's and lives. @returns how many */
  async revokeOne(tx: SharedTx, personId: PersonId, id: string): Promise<number> {
    if (!/^[0-9a-f]{64}$/.test(id)) return 0;
    const ended = await tx.query(
      `update mingbai.session set revoked_at = now() where person_id = $1 and token_hash = decode($2, 'hex') and ${LIVES} returning 1`,
      [personId, id],
    );
    return ended.length;
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
