import { Injectable } from '@nestjs/common';
import {
  assertAllowed,
  Clock,
  dateOf,
  DomainError,
  periodOf,
  quarterOf,
  sha256Hex,
  type Actor,
  type BusinessDate,
  type Instant,
  type Quarter,
} from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { ContractQueries } from '../../contracts/index.js';
import { LedgerService } from '../../ledger/index.js';
import { readStaffing, type PresentJson } from '../domain/score-records.js';
import { AttendanceQueries } from './attendance-queries.js';
import { readRosterFile, type RosterLine } from './roster-file.js';

/** Who was on duty when somebody came unannounced; posts that were not counted are left out. */
export type RecordSpotCheckRequest = { readonly checkedAt: Instant; readonly posts: readonly PresentJson[] };
export type SpotCheckRecorded = { readonly quarter: Quarter; readonly posts: number };

/** The bytes of a CSV with the columns day, post and present. A dry run writes nothing. */
export interface ImportRosterRequest {
  readonly file: Uint8Array;
  readonly dryRun: boolean;
}
export type RosterImported = { readonly dryRun: boolean; readonly added: number; readonly unchanged: number };

type Row = { readonly day: BusinessDate; readonly post: string; readonly promised: number; readonly present: number };

/** Writes down who was on duty: spot checks of those who supervise, and the firm's own roster. Neither is changed later, and nothing is added once the quarter had a score. */
@Injectable()
export class RecordAttendance {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: LedgerService,
    private readonly contracts: ContractQueries,
    private readonly attendance: AttendanceQueries,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_ALLOWED CONTRACT_NONE ATTENDANCE_MOMENT ATTENDANCE_EMPTY ATTENDANCE_CLOSED ASSESSMENT_STAFFING */
  async check(context: CommandContext, { checkedAt, posts }: RecordSpotCheckRequest): Promise<Outcome<SpotCheckRecorded>> {
    assertAllowed(context.actor, 'attendance.check');
    const request = { checkedAt, posts: posts.map(({ post, present }) => ({ post, present })) };
    return this.unitOfWork.once({ context, command: 'RecordSpotCheck', request }, async (tx) => {
      await this.ledger.lock(tx);
      const now = this.clock.now();
      if (checkedAt > now) throw new DomainError('ATTENDANCE_MOMENT', { checkedAt, now });
      const day = dateOf(checkedAt);
      const version = await this.versionOn(tx, day);
      const rows = readStaffing(version.staffing, posts).map((post) => ({ ...post, day }));
      if (rows.length === 0) throw new DomainError('ATTENDANCE_EMPTY');
      await this.refuseClosed(tx, rows);
      await this.add(tx, context.actor, rows, { kind: 'CHECK', checkedAt, source: null });
      return { quarter: quarterOf(periodOf(day)), posts: rows.length };
    });
  }

  /** @throws NOT_ALLOWED (also a firm that the contract does not name) CONTRACT_NONE LOG_FILE… ROSTER_LINE ROSTER_TWICE ROSTER_DIFFERS ATTENDANCE_CLOSED */
  async importRoster(context: CommandContext, { file, dryRun }: ImportRosterRequest): Promise<Outcome<RosterImported>> {
    const { actor } = context;
    assertAllowed(actor, 'attendance.roster');
    const stated = readRosterFile(file);
    if (dryRun) {
      const added = await this.unitOfWork.read(actor.communityId, (tx) => this.plan(tx, actor, stated));
      return { value: { dryRun, added: added.length, unchanged: stated.length - added.length }, replayed: false };
    }
    const source = sha256Hex(file);
    return this.unitOfWork.once({ context, command: 'ImportRoster', request: { file: source } }, async (tx) => {
      await this.ledger.lock(tx);
      const added = await this.plan(tx, actor, stated);
      await this.add(tx, actor, added, { kind: 'ROSTER', checkedAt: null, source });
      return { dryRun: false, added: added.length, unchanged: stated.length - added.length };
    });
  }

  private async plan(tx: Tx, actor: Actor, stated: readonly RosterLine[]): Promise<Row[]> {
    const days = [...new Set(stated.map(({ day }) => day))];
    const known = await this.attendance.rosters(tx, days);
    const promised = new Map<string, number>();
    for (const period of new Set(days.map((day) => periodOf(day)))) {
      const [day] = days.filter((own) => periodOf(own) === period);
      const version = await this.versionOn(tx, day ?? this.clock.today());
      if (version.firmId !== actor.organisationId) throw new DomainError('NOT_ALLOWED');
      for (const post of version.staffing) promised.set(`${period} ${post.post}`, post.promised);
    }
    const seen = new Set<string>();
    const rows = stated.flatMap(({ line, day, post, present }): Row[] => {
      const key = `${day} ${post}`;
      const count = promised.get(`${periodOf(day)} ${post}`);
      if (count === undefined || day > this.clock.today()) throw new DomainError('ROSTER_LINE', { field: 'file', line, day, post: post.slice(0, 40) });
      if (seen.has(key)) throw new DomainError('ROSTER_TWICE', { field: 'file', line, day, post });
      seen.add(key);
      const before = known.get(key);
      if (before !== undefined && before !== present) throw new DomainError('ROSTER_DIFFERS', { field: 'file', line, day, post, present: before });
      return before === undefined ? [{ day, post, promised: count, present }] : [];
    });
    await this.refuseClosed(tx, rows);
    return rows;
  }

  private async versionOn(tx: Tx, day: BusinessDate) {
    const period = periodOf(day);
    const version = await this.contracts.findVersion(tx, period);
    if (!version) throw new DomainError('CONTRACT_NONE', { period });
    return version;
  }

  private async refuseClosed(tx: Tx, rows: readonly Row[]): Promise<void> {
    const [closed] = await this.attendance.closed(tx, [...new Set(rows.map(({ day }) => quarterOf(periodOf(day))))]);
    if (closed !== undefined) throw new DomainError('ATTENDANCE_CLOSED', { quarter: closed });
  }

  private async add(
    tx: Tx,
    { personId, organisationId }: Actor,
    rows: readonly Row[],
    { kind, checkedAt, source }: { kind: 'CHECK' | 'ROSTER'; checkedAt: Instant | null; source: string | null },
  ): Promise<void> {
    if (rows.length === 0) return;
    const first = await this.ledger.takeIds(tx, rows.length);
    const stated = rows.map((row, at) => ({ ...row, id: first + at, quarter: quarterOf(periodOf(row.day)) }));
    await tx.query(
      `insert into mingbai.attendance (community_id, id, quarter, kind, day, checked_at, post, promised, present, source, recorded_by, recorded_for, recorded_at)
       select $1, r.id, r.quarter, $3, r.day, $4, r.post, r.promised, r.present, $5, $6, $7, $8
       from jsonb_to_recordset($2) r(id bigint, quarter text, day date, post text, promised int, present int)`,
      [tx.communityId, JSON.stringify(stated), kind, checkedAt, source, personId, organisationId, this.clock.now()],
    );
  }
}
