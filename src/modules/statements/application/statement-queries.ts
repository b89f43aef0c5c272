import { Injectable } from '@nestjs/common';
import { Any } from 'typeorm';
import { DomainError, type AccountingPeriod, type BusinessDate, type Instant, type Money, type Quarter } from '../../../kernel/index.js';
import { readMoney, type Raw, type Tx } from '../../../platform/database/index.js';
import type { StatementKind, StatementSnapshot } from '../domain/snapshot.js';
import type { StatementPeriod } from '../domain/statement-period.js';
import { Statement, StatementPage, type StatementId, type StatementState } from '../persistence/statement.js';
import type { PageLocale } from './statement-renderer.js';

/** A version of a statement in a list; amounts of the whole account, in yuan. */
export interface StatementView {
  readonly id: StatementId;
  readonly period: StatementPeriod;
  readonly version: number;
  readonly kind: StatementKind;
  readonly state: StatementState;
  readonly jsonSha256: string;
  readonly builtAt: Instant;
  readonly publishedAt: Instant | null;
  readonly received: Money;
  readonly paid: Money;
  readonly closing: Money;
}

/** A version of a month's statement. */
export interface MonthStatementView extends StatementView {
  readonly period: AccountingPeriod;
}

/** A statement with its frozen snapshot, as text in the bytes that were hashed and as a value. */
export interface StatementDocument {
  readonly id: StatementId;
  readonly period: StatementPeriod;
  readonly version: number;
  readonly state: StatementState;
  readonly json: string;
  readonly jsonSha256: string;
  readonly publishedAt: Instant | null;
  readonly snapshot: StatementSnapshot;
}

/** Where the stored bytes of a page are, and the policy they are served with. */
export interface StatementPageView {
  readonly locale: PageLocale;
  readonly sha256: string;
  readonly policy: string;
}

const total = (member: string): string => `(snapshot::jsonb #>> '{sections,money,total,${member},month}')::numeric(18,2)`;
const SELECT = `select id, period, version, kind, state, json_sha256 as "jsonSha256", built_at as "builtAt", published_at as "publishedAt",
    ${total('received')} as received, ${total('paid')} as paid, ${total('closing')} as closing
  from mingbai.statement where community_id = $1`;
/** The last month of a period of any kind; of months alone, itself. */
const LAST_MONTH = (period: string): string =>
  `case when length(${period}) = 4 then ${period} || '-12' when ${period} like '%Q%' then left(${period}, 5) || lpad((right(${period}, 1)::int * 3)::text, 2, '0') else ${period} end`;
const OF_MONTH = `period like '____-__' and period not like '%Q%'`;
const PUBLIC: readonly StatementState[] = ['PUBLISHED', 'ARCHIVED'];

/** Reads statements. What is not published yet is for those who work on it. */
@Injectable()
export class StatementQueries {
  /** The published statement of each month, the latest first; at most `limit`, before a month when one is given. */
  async published(tx: Tx, page: { before?: AccountingPeriod; limit?: number } = {}): Promise<MonthStatementView[]> {
    return this.views<MonthStatementView>(tx, `state = 'PUBLISHED' and ${OF_MONTH} and ($2::text is null or period < $2) order by period desc limit $3`, [
      page.before ?? null,
      page.limit ?? null,
    ]);
  }

  /** The published statements of quarters and years, the latest first, a year before its quarters. */
  async publishedWholes(tx: Tx): Promise<StatementView[]> {
    return this.views(tx, `state = 'PUBLISHED' and not (${OF_MONTH}) order by ${LAST_MONTH('period')} desc, length(period)`, []);
  }

  /** Every version of every statement, the latest first, before the one with the id `beforeId` (0: from the latest), at most `limit`. */
  async versions(tx: Tx, page: { beforeId: number; limit: number }): Promise<StatementView[]> {
    return this.views(tx, `($2::bigint = 0 or id < $2) order by id desc limit $3`, [page.beforeId, page.limit]);
  }

  /** A period's published statement: the newest, or the version named, which stays for ever. @throws NOT_FOUND */
  async document(tx: Tx, period: StatementPeriod, version?: number): Promise<StatementDocument> {
    const where = version === undefined ? { state: 'PUBLISHED' as const } : { version, state: Any([...PUBLIC]) };
    const row = await tx.manager.findOneBy(Statement, { communityId: tx.communityId, period, ...where });
    if (!row) throw new DomainError('NOT_FOUND');
    return documentOf(row);
  }

  /** What is ready to be published for a period, or null. */
  async ready(tx: Tx, period: StatementPeriod): Promise<StatementDocument | null> {
    return this.inState(tx, period, 'READY');
  }

  /** What is published for a period now, or null. */
  async current(tx: Tx, period: StatementPeriod): Promise<StatementDocument | null> {
    return this.inState(tx, period, 'PUBLISHED');
  }

  /** Every version of every statement with its snapshot, those of a period first to last. */
  async documents(tx: Tx): Promise<StatementDocument[]> {
    const rows = await tx.manager.find(Statement, { where: { communityId: tx.communityId }, order: { period: 'ASC', version: 'ASC' } });
    return rows.map(documentOf);
  }

  /**
   * Periods whose published statement is out of date, first to last: a month of theirs is open again, or the books through their last month learned
   * something after the close that the statement was built from.
   */
  async outdated(tx: Tx): Promise<StatementPeriod[]> {
    const rows = await tx.query<{ period: StatementPeriod }>(
      `select s.period from (select period, built_at, ${LAST_MONTH('period')} as last from mingbai.statement where community_id = $1 and state = 'PUBLISHED') s
       left join lateral (select last_seq from ledger.period p where p.community_id = $1 and p.month = s.last and p.closed_at <= s.built_at order by p.close_no desc limit 1) c on true
       where not exists (select from ledger.period p where p.community_id = $1 and p.month = s.last and p.state = 'CLOSED')
         or exists (select from ledger.entry e where e.community_id = $1 and e.seq > c.last_seq and to_char(e.effective_on, 'YYYY-MM') <= s.last)
       order by s.period`,
      [tx.communityId],
    );
    return rows.map(({ period }) => period);
  }

  /** The stored page of a published statement in a language. @throws NOT_FOUND */
  async page(tx: Tx, statementId: StatementId, locale: PageLocale): Promise<StatementPageView> {
    const page = await tx.manager.findOneBy(StatementPage, { communityId: tx.communityId, statementId, locale });
    if (!page) throw new DomainError('NOT_FOUND');
    return { locale, sha256: page.sha256, policy: page.policy };
  }

  /** Final scores as they were published, oldest quarter first. */
  async scores(tx: Tx): Promise<{ quarter: Quarter; score: string; finalOn: BusinessDate }[]> {
    return tx.query(
      `select distinct on (1) g ->> 'quarter' as quarter, g #>> '{result,score}' as score, g #>> '{result,finalOn}' as "finalOn"
       from (select snapshot::jsonb #> '{sections,service}' as g, period from mingbai.statement where community_id = $1 and state = 'PUBLISHED' and ${OF_MONTH}) s
       where g #>> '{result,score}' is not null order by 1, s.period desc`,
      [tx.communityId],
    );
  }

  private async inState(tx: Tx, period: StatementPeriod, state: StatementState): Promise<StatementDocument | null> {
    const row = await tx.manager.findOneBy(Statement, { communityId: tx.communityId, period, state });
    return row && documentOf(row);
  }

  private async views<View extends StatementView = StatementView>(tx: Tx, where: string, parameters: unknown[]): Promise<View[]> {
    const rows = await tx.query<Raw<View>>(`${SELECT} and ${where}`, [tx.communityId, ...parameters]);
    return rows.map((row) => readMoney<View>(row, ['received', 'paid', 'closing']));
  }
}

function documentOf(row: Statement): StatementDocument {
  const { id, period, version, state, snapshot: json, jsonSha256, publishedAt } = row;
  return { id, period, version, state, json, jsonSha256, publishedAt, snapshot: JSON.parse(json) as StatementSnapshot };
}
