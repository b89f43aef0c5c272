import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { DomainError, required } from '../../../kernel/index.js';
import type { SharedTx } from '../../../platform/database/index.js';
import { delaySeconds, freeAttempts, networkOf } from '../domain/sign-in-delay.js';

/** Who tries: a login and the address it comes from. */
export interface Attempt {
  readonly login: string;
  readonly address: string;
}

interface Counted {
  readonly failures: number;
  readonly waitSeconds: number;
}

type Kind = keyof typeof freeAttempts;

/** An hour without an attempt and the counting begins anew. */
const FORGOTTEN_AFTER = '1 hour';

/**
 * Slows down guessing, per login and per network, in real time. An attempt counts as failed from its beginning until it succeeds:
 * so a hundred at once are no cheaper than a hundred in a row. Whether the login exists makes no difference. The clock is read after the
 * row is locked: by now(), the start of the transaction, one that had to wait would find the others in its future.
 */
@Injectable()
export class SignInAttempts {
  /** Counts an attempt, or refuses it while its login or network has to wait. @throws TOO_MANY_REQUESTS with the seconds */
  async begin(tx: SharedTx, { login, address }: Attempt): Promise<void> {
    const subjects = [subjectOf('login', login), subjectOf('network', networkOf(address))] as const; // always in this order, so that no two wait for each other
    const [byLogin, byNetwork] = [await this.locked(tx, subjects[0]), await this.locked(tx, subjects[1])];
    const seconds = Math.max(byLogin.waitSeconds, byNetwork.waitSeconds);
    if (seconds > 0) throw new DomainError('TOO_MANY_REQUESTS', { seconds });
    await this.count(tx, subjects[0], { failures: byLogin.failures + 1, kind: 'login' });
    await this.count(tx, subjects[1], { failures: byNetwork.failures + 1, kind: 'network' });
  }

  /** The attempt succeeded after all: its login is free, its network has one failure less. Rows that no longer count are swept out. */
  async succeed(tx: SharedTx, { login, address }: Attempt): Promise<void> {
    await this.forget(tx, login);
    await tx.query('update mingbai.sign_in_attempt set failures = greatest(failures - 1, 0), blocked_until = now() where subject = $1', [
      subjectOf('network', networkOf(address)),
    ]);
    await tx.query(`delete from mingbai.sign_in_attempt where last_at < now() - interval '1 day'`);
  }

  async forget(tx: SharedTx, login: string): Promise<void> {
    await tx.query('delete from mingbai.sign_in_attempt where subject = $1', [subjectOf('login', login)]);
  }

  private async locked(tx: SharedTx, subject: Buffer): Promise<Counted> {
    const [row] = await tx.query<Counted>(
      `insert into mingbai.sign_in_attempt as a (subject, failures, last_at, blocked_until) values ($1, 0, clock_timestamp(), clock_timestamp())
       on conflict (subject) do update set failures = case when a.last_at < clock_timestamp() - interval '${FORGOTTEN_AFTER}' then 0 else a.failures end
       returning failures, greatest(0, ceil(extract(epoch from blocked_until - clock_timestamp())))::int as "waitSeconds"`,
      [subject],
    );
    return required(row, 'the upserted row');
  }

  private async count(tx: SharedTx, subject: Buffer, { failures, kind }: { failures: number; kind: Kind }): Promise<void> {
    await tx.query(
      'update mingbai.sign_in_attempt set failures = $2, last_at = clock_timestamp(), blocked_until = clock_timestamp() + make_interval(secs => $3) where subject = $1',
      [subject, failures, delaySeconds(failures, freeAttempts[kind])],
    );
  }
}

function subjectOf(kind: Kind, name: string): Buffer {
  return createHash('sha256').update(`${kind}:${name}`).digest();
}
