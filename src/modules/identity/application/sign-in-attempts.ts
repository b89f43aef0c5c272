import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { DomainError, required, networkOf } from '../../../kernel/index.js';
import type { SharedTx } from '../../../platform/database/index.js';
import { delayRules, delaySeconds } from '../domain/sign-in-delay.js';

/** Who tries: a login and the address it comes from. */
export interface Attempt {
  readonly login: string;
  readonly address: string;
  /** The password fitted and a code is tried. */
  readonly isSecondFactor?: boolean;
}

interface Counted {
  readonly failures: number;
  readonly waitSeconds: number;
}

type Kind = keyof typeof delayRules;

/** What failures are counted of. */
interface Subject {
  readonly kind: Kind;
  readonly key: Buffer;
}

/** The key of a pair is half of the login's hash and half of the network's: so all pairs of a login stand together and can be forgotten. */
const HALF = 16;
/** An hour without an attempt and the counting begins anew. */
const FORGOTTEN_AFTER = '1 hour';

/**
 * Slows down guessing in real time: hard for a login from one network and for a network, mildly for a login from everywhere. An attempt
 * counts as failed from its beginning until it succeeds: so a hundred at once are no cheaper than a hundred in a row. Whether the login exists makes no difference. The clock is read after the
 * row is locked: by now(), the start of the transaction, one that had to wait would find the others in its future.
 */
@Injectable()
export class SignInAttempts {
  /** Counts an attempt, or refuses it while its login, its network or the two together have to wait. @throws TOO_MANY_REQUESTS with the seconds */
  async begin(tx: SharedTx, attempt: Attempt): Promise<void> {
    const counted: (Counted & Subject)[] = [];
    for (const subject of subjectsOf(attempt)) counted.push({ ...subject, ...(await this.locked(tx, subject)) });
    const seconds = Math.max(...counted.map(({ waitSeconds }) => waitSeconds));
    if (seconds > 0) throw new DomainError('TOO_MANY_REQUESTS', { seconds });
    for (const subject of counted) await this.count(tx, subject);
  }

  /**
   * The attempt succeeded after all: its login is free, its network has one failure less; what failed from other networks stays theirs.
   * Rows that no longer count are swept out.
   */
  async succeed(tx: SharedTx, attempt: Attempt): Promise<void> {
    const [ofLogin, ofPair, ofNetwork] = subjectsOf(attempt);
    for (const { key } of [ofLogin, ofPair]) await tx.query('delete from mingbai.sign_in_attempt where subject = $1', [key]);
    await tx.query('update mingbai.sign_in_attempt set failures = greatest(failures - 1, 0), blocked_until = now() where subject = $1', [ofNetwork.key]);
    await tx.query(`delete from mingbai.sign_in_attempt where last_at < now() - interval '1 day'`);
  }

  /** The login is free again, from every network. */
  async forget(tx: SharedTx, login: string): Promise<void> {
    for (const kind of ['login', 'factor']) await tx.query('delete from mingbai.sign_in_attempt where subject = $1', [sha256(`${kind}:${login}`)]);
    const half = pairHalf(login);
    await tx.query('delete from mingbai.sign_in_attempt where subject between $1 and $2', [
      Buffer.concat([half, Buffer.alloc(HALF, 0)]),
      Buffer.concat([half, Buffer.alloc(HALF, 0xff)]),
    ]);
  }

  private async locked(tx: SharedTx, { key }: Subject): Promise<Counted> {
    const [row] = await tx.query<Counted>(
      `insert into mingbai.sign_in_attempt as a (subject, failures, last_at, blocked_until) values ($1, 0, clock_timestamp(), clock_timestamp())
       on conflict (subject) do update set failures = case when a.last_at < clock_timestamp() - interval '${FORGOTTEN_AFTER}' then 0 else a.failures end
       returning failures, greatest(0, ceil(extract(epoch from blocked_until - clock_timestamp())))::int as "waitSeconds"`,
      [key],
    );
    return required(row, 'the upserted row');
  }

  private async count(tx: SharedTx, { key, kind, failures }: Counted & Subject): Promise<void> {
    await tx.query(
      'update mingbai.sign_in_attempt set failures = $2, last_at = clock_timestamp(), blocked_until = clock_timestamp() + make_interval(secs => $3) where subject = $1',
      [key, failures + 1, delaySeconds(failures + 1, delayRules[kind])],
    );
  }
}

/** Always in this order, so that no two attempts wait for each other. */
function subjectsOf({ login, address, isSecondFactor = false }: Attempt): [login: Subject, pair: Subject, network: Subject] {
  const network = networkOf(address);
  const kind = isSecondFactor ? 'factor' : 'login';
  return [
    { kind, key: sha256(`${kind}:${login}`) },
    { kind: 'pair', key: Buffer.concat([pairHalf(login), sha256(`pair-network:${network}`).subarray(0, HALF)]) },
    { kind: 'network', key: sha256(`network:${network}`) },
  ];
}

function pairHalf(login: string): Buffer {
  return sha256(`pair-login:${login}`).subarray(0, HALF);
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
