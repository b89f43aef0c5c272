import { Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import { DataSource, type EntityManager, type QueryRunner } from 'typeorm';
import { assert, Clock, DomainError, together, type Actor, type CommunityId, type Json } from '../../kernel/index.js';
import { CommandGroups } from './command-groups.js';
import { isConnectionLoss, isRetryable, toDomainError } from './sql-errors.js';
import { SharedTx, Tx, type Connection } from './tx.js';

const ATTEMPTS_MAX = 3;
/** Before a command whose connection broke is tried again. A server that lost a process answers again after one or two seconds. */
const RECONNECT_PAUSES_MS = [100, 500, 2000];

/** What a command gave back, and whether it had been done before under the same key. */
export interface Outcome<T> {
  readonly value: T;
  readonly replayed: boolean;
}

/** Who asks, and the key under which the same request has one effect (null: the command needs none). */
export interface CommandContext {
  readonly actor: Actor;
  readonly idempotencyKey: string | null;
}

/** A request as idempotency compares it: the command's name, who asked and what. */
export interface IdempotentCall {
  readonly context: CommandContext;
  readonly command: string;
  readonly request: Json;
}

/** The only door to the database. Transactions are READ COMMITTED, hold one compound, and do no I/O besides SQL. */
@Injectable()
export class UnitOfWork {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  private readonly groups = new CommandGroups((communityId, work) => this.transaction(tenantPrologue(communityId), tenant(communityId), work));

  /**
   * Runs `work` in a read-write transaction; after a serialization failure or deadlock the whole of it again, three runs in all.
   * Never again after a lost connection: without a key nobody can tell whether its COMMIT happened.
   */
  run<T>(communityId: CommunityId, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.attempt(() => this.transaction(tenantPrologue(communityId), tenant(communityId), work));
  }

  /** A READ ONLY transaction: it sees one compound. */
  read<T>(communityId: CommunityId, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.transaction(`set transaction read only; ${tenantPrologue(communityId)}`, tenant(communityId), work);
  }

  /** A transaction on shared tables alone. */
  shared<T>(work: (tx: SharedTx) => Promise<T>): Promise<T> {
    return this.attempt(() => this.transaction('', (...on) => new SharedTx(...on), work));
  }

  /**
   * Like `run`, with one effect per (compound, key): the same request again gives the stored outcome, flagged as replay; another
   * request under the key is refused, naming the fields that differ. When the connection breaks, at COMMIT or before, the next try
   * asks the key whether it happened; what this call did itself is no replay. @throws IDEMPOTENCY_KEY_REUSED
   */
  once<T extends Json>(call: IdempotentCall, work: (tx: Tx) => Promise<T>): Promise<Outcome<T>> {
    const { actor, idempotencyKey } = call.context;
    const effect = new Effect(call, work, this.clock);
    return this.groups.submit(actor.communityId, {
      isKeyed: idempotencyKey !== null,
      together: (tx) => effect.on(tx),
      alone: () => (idempotencyKey === null ? this.run(actor.communityId, (tx) => effect.on(tx)) : this.untilTold(actor.communityId, effect)),
    });
  }

  /**
   * What the same request gave back before under its key; null for one that is new, or has none. For commands that keep something outside of the database before `once`
   * can tell: what is refused here has left nothing. @throws IDEMPOTENCY_KEY_REUSED
   */
  async earlier<T extends Json>({ context, command, request }: IdempotentCall): Promise<Outcome<T> | null> {
    const { actor, idempotencyKey: key } = context;
    if (key === null) return null;
    const stored = await this.read(actor.communityId, (tx) => storedUnder<T>(tx, key, { command, by: actor.personId, request }));
    return stored ? { value: stored.outcome, replayed: true } : null;
  }

  /** Tries again after a lost connection: the key tells whether it happened. */
  private async untilTold<T extends Json>(communityId: CommunityId, effect: Effect<T>): Promise<Outcome<T>> {
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.run(communityId, (tx) => effect.on(tx));
      } catch (error) {
        const pause = RECONNECT_PAUSES_MS[attempt];
        if (pause === undefined || !isConnectionLoss(error)) throw error;
        await sleep(pause);
      }
    }
  }

  private async attempt<T>(transaction: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await transaction();
      } catch (error) {
        if (!isRetryable(error) || attempt >= ATTEMPTS_MAX) throw error;
        await sleep(Math.random() * 50 * attempt);
      }
    }
  }

  private async transaction<On extends Connection, T>(prologue: string, opened: Opened<On>, work: (tx: On) => Promise<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    try {
      const client = (await runner.connect()) as PoolClient;
      // What the entity manager does on this connection belongs to our transaction; left alone it would open one of its own.
      Object.assign(runner, { isTransactionActive: true });
      const tx = opened(runner.manager, client);
      try {
        // BEGIN goes out with what the work asks first, which fails with it
        const worked = async (): Promise<T> => work(tx);
        const [, result] = await together([client.query(`begin; ${prologue}`), worked()]);
        tx.end();
        // A transaction in which an error was swallowed ends in ROLLBACK, and its COMMIT does not fail: only the answer tells.
        const [, { command }] = await together([tx.answered(), client.query('commit')]);
        assert(command === 'COMMIT', 'work lets an error of the database through');
        return result;
      } catch (error) {
        tx.end();
        if (isConnectionLoss(error)) await discard(runner, error);
        else await client.query('rollback').catch(() => undefined); // the first error is the one that tells
        throw toDomainError(error);
      } finally {
        Object.assign(runner, { isTransactionActive: false });
      }
    } finally {
      await runner.release();
    }
  }
}

/** Gives a connection that broke or fell silent back as broken, so that the pool closes it and makes another in its place. */
async function discard(runner: QueryRunner, error: unknown): Promise<void> {
  await (runner as unknown as { releasePostgresConnection(error: unknown): Promise<void> }).releasePostgresConnection(error);
}

/** A command's one effect under its key, in whichever transaction it comes about. */
class Effect<T extends Json> {
  /** The work was done by this call; its COMMIT may have failed. */
  private done = false;

  constructor(
    private readonly call: IdempotentCall,
    private readonly work: (tx: Tx) => Promise<T>,
    private readonly clock: Clock,
  ) {}

  async on(tx: Tx): Promise<Outcome<T>> {
    const { actor, idempotencyKey: key } = this.call.context;
    if (key === null) return { value: await this.work(tx), replayed: false };
    const stored = await this.claimKey(tx, key, { command: this.call.command, by: actor.personId, request: this.call.request });
    if (stored !== undefined) return { value: stored.outcome, replayed: !this.done };
    const value = await this.work(tx);
    tx.leave('update mingbai.idempotency set outcome = $3 where community_id = $1 and key = $2', [tx.communityId, key, JSON.stringify(value)]);
    this.done = true;
    return { value, replayed: false };
  }

  /** Inserts the key, waiting for a transaction that holds it. @returns what was stored under it, or undefined when it is ours now */
  private async claimKey(tx: Tx, key: string, request: Json): Promise<{ outcome: T } | undefined> {
    const claimed = await tx.query(
      'insert into mingbai.idempotency (community_id, key, request, recorded_at) values ($1, $2, $3, $4) on conflict do nothing returning key',
      [tx.communityId, key, JSON.stringify(request), this.clock.now()],
    );
    if (claimed.length > 0) return undefined;
    const stored = await storedUnder<T>(tx, key, request);
    assert(stored, 'an idempotency key that conflicts is visible after its transaction ended');
    return stored;
  }
}

/** What a request has left under its key, or undefined for a key that nobody used. @throws IDEMPOTENCY_KEY_REUSED for another request */
async function storedUnder<T>(tx: Tx, key: string, request: Json): Promise<{ outcome: T } | undefined> {
  const [stored] = await tx.query<{ request: Json; outcome: T }>('select request, outcome from mingbai.idempotency where community_id = $1 and key = $2', [
    tx.communityId,
    key,
  ]);
  if (stored === undefined) return undefined;
  const fields = differingFields(stored.request, JSON.parse(JSON.stringify(request)) as Json);
  if (fields.length > 0) throw new DomainError('IDEMPOTENCY_KEY_REUSED', { key, fields: fields.join(', ') });
  return { outcome: stored.outcome };
}

type Opened<On extends Connection> = (manager: EntityManager, client: PoolClient) => On;

const tenant =
  (communityId: CommunityId): Opened<Tx> =>
  (...on) =>
    new Tx(...on, communityId);

/** SET LOCAL takes no parameters; the integer is checked instead. */
function tenantPrologue(communityId: CommunityId): string {
  assert(Number.isSafeInteger(communityId) && communityId > 0, 'a compound is named by a positive integer');
  return `set local app.community_id = '${communityId}'`;
}

/** Names of the members, dotted, in which two requests differ. */
function differingFields(a: Json | undefined, b: Json | undefined, path = ''): string[] {
  if (a === b) return [];
  const isTree = (value: Json | undefined): value is Record<string, Json> => typeof value === 'object' && value !== null;
  if (!isTree(a) || !isTree(b)) return [path || 'request'];
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].flatMap((key) => differingFields(a[key], b[key], path ? `${path}.${key}` : key));
}
