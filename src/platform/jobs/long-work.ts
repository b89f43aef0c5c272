import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  addMinutes,
  canonicalJson,
  dateOf,
  DomainError,
  sha256Hex,
  SystemClock,
  required,
  timeOf,
  type Actor,
  type ErrorCode,
  type ErrorDetails,
  type FieldError,
  type Instant,
  type Json,
  type PersonId,
} from '../../kernel/index.js';
import { UnitOfWork, type Tx } from '../database/index.js';
import { Logger } from '../logging/index.js';

export type LongWorkKind = 'BANK_IMPORT' | 'BILL_RUN';

/** How far a piece of work is, in rows. */
export interface WorkProgress {
  readonly done: number;
  readonly total: number;
}

/** A refusal as it is kept: enough to say it again in either language. */
export interface KeptRefusal {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
  readonly fields: readonly FieldError[];
  /** Rows of a file that were refused, each with its reason, where the refusal has them. */
  readonly rows: number;
}

/** LOST: its process has not been heard of for a minute. What it wrote is whole or nothing; doing it again tells. */
export type LongWorkState = 'RUNNING' | 'DONE' | 'REFUSED' | 'BROKEN' | 'LOST';

export interface LongWorkView {
  readonly id: string;
  readonly kind: LongWorkKind;
  readonly label: string;
  /** The uploaded file that it is about. */
  readonly upload: string | null;
  readonly state: LongWorkState;
  readonly done: number;
  readonly total: number | null;
  readonly result: Json | null;
  readonly startedAt: Instant;
  readonly startedBy: PersonId;
  readonly endedAt: Instant | null;
}

export interface LongWorkRequest {
  readonly actor: Actor;
  readonly kind: LongWorkKind;
  readonly label: string;
  readonly upload?: string;
  /** Everything that the work depends on: another request under the same key is other work. */
  readonly request: Json;
  /** Of the form: what is sent twice under it while it runs is the same work. */
  readonly idempotencyKey?: string | null;
}

interface Running {
  readonly id: string;
  readonly startedAt: Instant;
  readonly entered: Promise<void>;
  readonly ended: Promise<Json>;
}

const REPORT_MS_MIN = 250;
const HEARTBEAT_MS = 5_000;
const LOST_MINUTES = 1;
/** Pieces that a process works on at once, and when to ask again. */
const AT_ONCE_MAX = 2;
const RETRY_SECONDS = 60;
/** Sessions and work are in real time, whatever the clock of a demo says. */
const realTime = new SystemClock();
const WORK = `select id, kind, label, upload, case when state = 'RUNNING' and seen_at < $2 then 'LOST' else state end as state, done, total, result, started_at as "startedAt", started_by as "startedBy", ended_at as "endedAt"
  from mingbai.long_work where community_id = $1`;

/** Takes the turn of a kind, from nobody, from one that has ended, or from one that is LOST; no row when somebody has it. */
const TURN = `insert into mingbai.long_work_turn (community_id, kind, work_id, seen_at) values ($1, $2, $3, $4)
  on conflict (community_id, kind) do update set work_id = excluded.work_id, seen_at = excluded.seen_at where long_work_turn.seen_at < $5 returning work_id`;

/**
 * Runs what takes longer than a person waits: in this process, with a row that says how far it is, so that they may leave the page and come
 * back. The command itself stays one transaction with its key; the row only tells of it.
 */
@Injectable()
export class LongWork implements BeforeApplicationShutdown {
  private readonly running = new Map<string, Running>();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly logger: Logger,
  ) {}

  /**
   * Starts it, and waits for it a moment. @returns its outcome when it was quick: what the work gave, or the error that it threw; otherwise
   * the id under which it goes on. @throws LONG_WORK_RUNNING while the compound has one of its kind, LONG_WORK_BUSY while the process has two
   */
  async start<T extends Json>(
    request: LongWorkRequest,
    work: (report: (progress: WorkProgress) => void) => Promise<T>,
    { patienceMs }: { patienceMs: number },
  ): Promise<{ readonly value: T } | { readonly workId: string }> {
    const { actor, kind, idempotencyKey: key = null } = request;
    const name = key === null ? randomUUID() : JSON.stringify([actor.communityId, actor.personId, key, kind, sha256Hex(canonicalJson(request.request))]);
    const running = this.running.get(name) ?? this.begin(name, request, work);
    await running.entered;
    const first = await Promise.race([running.ended.then((value) => ({ value: value as T })), sleep(patienceMs, null, { ref: false })]);
    return first ?? { workId: running.id };
  }

  async find(tx: Tx, id: string): Promise<LongWorkView | null> {
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return null;
    const [row] = await tx.query<LongWorkView>(`${WORK} and id = $3`, [tx.communityId, lostBefore(), id]);
    return row ?? null;
  }

  /** The latest of some kinds, first. */
  recent(tx: Tx, kinds: readonly LongWorkKind[], limit: number): Promise<LongWorkView[]> {
    return tx.query<LongWorkView>(`${WORK} and kind = any ($3) order by started_at desc limit $4`, [tx.communityId, lostBefore(), kinds, limit]);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.allSettled([...this.running.values()].map(({ ended }) => ended));
  }

  private begin<T extends Json>(name: string, request: LongWorkRequest, work: (report: (progress: WorkProgress) => void) => Promise<T>): Running {
    const [oldest] = this.running.values();
    if (oldest && this.running.size >= AT_ONCE_MAX)
      throw new DomainError('LONG_WORK_BUSY', { count: this.running.size, since: shown(oldest.startedAt), seconds: RETRY_SECONDS });
    const [id, startedAt] = [randomUUID(), realTime.now()];
    const entered = this.enter(request, id, startedAt);
    const ended = entered.then(() => this.perform(request, id, work));
    const running = { id, startedAt, entered, ended };
    this.running.set(name, running);
    void ended.catch(() => undefined).finally(() => this.running.delete(name));
    return running;
  }

  /**
   * One of a kind at once in a compound, whichever process it runs in and however close together they begin: the turn of that kind is one row. One that is
   * LOST holds nobody up. @throws LONG_WORK_RUNNING
   */
  private async enter({ actor, kind, label, upload }: LongWorkRequest, id: string, startedAt: Instant): Promise<void> {
    await this.unitOfWork.run(actor.communityId, async (tx) => {
      await tx.query(
        `insert into mingbai.long_work (community_id, id, kind, label, upload, started_by, started_for, started_at, seen_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $8)`,
        [tx.communityId, id, kind, label, upload ?? null, actor.personId, actor.organisationId, startedAt],
      );
      const turn = await tx.query(TURN, [tx.communityId, kind, id, startedAt, lostBefore()]);
      if (turn.length > 0) return;
      const [other] = await tx.query<LongWorkView>(`${WORK} and id = (select work_id from mingbai.long_work_turn where community_id = $1 and kind = $3)`, [
        tx.communityId,
        lostBefore(),
        kind,
      ]);
      const { label: running, startedAt: since } = required(other, 'the work that has the turn');
      throw new DomainError('LONG_WORK_RUNNING', { label: running, since: shown(since) });
    });
  }

  private async perform<T extends Json>(
    { actor, kind }: LongWorkRequest,
    id: string,
    work: (report: (progress: WorkProgress) => void) => Promise<T>,
  ): Promise<T> {
    const row = new WorkRow(this.unitOfWork, { actor, kind, id });
    try {
      const value = await work((progress) => row.report(progress));
      await row.end('DONE', value);
      return value;
    } catch (error) {
      if (error instanceof DomainError) {
        const { code, details, fields } = error;
        const { rows } = error as { rows?: unknown };
        await row.end('REFUSED', {
          code,
          details,
          fields: fields.map(({ path, message }) => ({ path, message })),
          rows: Array.isArray(rows) ? rows.length : 0,
        });
      } else {
        this.logger.error({ error, work: id }, 'long work failed');
        await row.end('BROKEN');
      }
      throw error;
    }
  }
}

/** As the clock on a wall shows it. */
const shown = (moment: Instant): string => `${dateOf(moment)} ${timeOf(moment)}`;
const lostBefore = (): Instant => addMinutes(realTime.now(), -LOST_MINUTES);

/** Writes how far one piece of work is, at most a few times a second, and that it is alive. */
class WorkRow {
  private latest: WorkProgress | null = null;
  private writing: Promise<void> = Promise.resolve();
  private reportedMs = 0;
  private readonly heartbeat: NodeJS.Timeout;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly of: { readonly actor: Actor; readonly kind: LongWorkKind; readonly id: string },
  ) {
    this.heartbeat = setInterval(() => this.write(), HEARTBEAT_MS).unref();
  }

  report(progress: WorkProgress): void {
    this.latest = progress;
    if (performance.now() - this.reportedMs < REPORT_MS_MIN) return;
    this.reportedMs = performance.now();
    this.write();
  }

  async end(state: 'DONE' | 'REFUSED' | 'BROKEN', result?: Json): Promise<void> {
    clearInterval(this.heartbeat);
    await this.writing;
    await this.unitOfWork.run(this.of.actor.communityId, async (tx) => {
      await tx.query(
        `update mingbai.long_work set state = $3, result = $4, total = coalesce($5, total), done = greatest(done, coalesce($6, done)), seen_at = $7, ended_at = $7
         where community_id = $1 and id = $2`,
        [
          tx.communityId,
          this.of.id,
          state,
          result === undefined ? null : JSON.stringify(result),
          this.latest?.total ?? null,
          this.latest?.done ?? null,
          realTime.now(),
        ],
      );
      await this.keepTurn(tx, '-infinity');
    });
  }

  /** Its turn, unless it was LOST and somebody else has taken it since. */
  private async keepTurn(tx: Tx, seenAt: Instant | '-infinity'): Promise<void> {
    const { kind, id } = this.of;
    await tx.query(`update mingbai.long_work_turn set seen_at = $4 where community_id = $1 and kind = $2 and work_id = $3`, [tx.communityId, kind, id, seenAt]);
  }

  /** One after the other; a report that cannot be written is none, and the work goes on. */
  private write(): void {
    this.writing = this.writing.then(async () => {
      const { done, total } = this.latest ?? { done: 0, total: null };
      const update = `update mingbai.long_work set done = greatest(done, $3), total = coalesce($4, total), seen_at = $5 where community_id = $1 and id = $2 and state = 'RUNNING'`;
      await this.unitOfWork
        .run(this.of.actor.communityId, async (tx) => {
          const now = realTime.now();
          await tx.query(update, [tx.communityId, this.of.id, done, total, now]);
          await this.keepTurn(tx, now);
        })
        .catch(() => undefined);
    });
  }
}
