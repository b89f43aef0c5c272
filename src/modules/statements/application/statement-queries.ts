import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { DomainError, type AccountingPeriod, type BusinessDate, type Instant, type Money, type Quarter } from '../../../kernel/index.js';
import { readMoney, type Raw, type Tx } from '../../../platform/database/index.js';
import type { StatementKind, StatementSnapshot } from '../domain/snapshot.js';
import { Statement, StatementPage, type StatementId, type StatementState } from '../persistence/statement.js';
import type { PageLocale } from './statement-renderer.js';

/** A version of a month's statement in a list; amounts of the whole account, in yuan. */
export interface StatementView {
  readonly id: StatementId;
  readonly period: AccountingPeriod;
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

/** A statement with its frozen snapshot, as text in the bytes that were hashed and as a value. */
export interface StatementDocument {
  readonly id: StatementId;
  readonly period: AccountingPeriod;
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
const PUBLIC: readonly StatementState[] = ['PUBLISHED', 'ARCHIVED'];

/** Reads statements. What is not published yet is for those who work on it. */
@Injectable()
export class StatementQueries {
  /** The published statement of each month, the latest first; at most `limit`, before a month when one is given. */
  async published(tx: Tx, page: { before?: AccountingPeriod; limit?: number } = {}): Promise<StatementView[]> {
    return this.views(tx, `state = 'PUBLISHED' and ($2::text is null or period < $2) order by period desc limit $3`, [page.before ?? null, page.limit ?? null]);
  }

  /** Every version of every month, the latest first, before the one with the id `beforeId` (0: from the latest), at most `limit`. */
  async versions(tx: Tx, page: { beforeId: number; limit: number }): Promise<StatementView[]> {
    return this.views(tx, `($2::bigint = 0 or id < $2) order by id desc limit $3`, [page.beforeId, page.limit]);
  }

  /** A month's published statement: the newest, or the version named, which stays for ever. @throws NOT_FOUND */
  async document(tx: Tx, period: AccountingPeriod, version?: number): Promise<StatementDocument> {
    const where = version === undefined ? { state: 'PUBLISHED' as const } : { version, state: In([...PUBLIC]) };
    const row = await tx.manager.findOneBy(Statement, { communityId: tx.communityId, period, ...where });
    if (!row) throw new DomainError('NOT_FOUND');
    return documentOf(row);
  }

  /** What is ready to be published for a month, or null. */
  async ready(tx: Tx, period: AccountingPeriod): Promise<StatementDocument | null> {
    return this.inState(tx, period, 'READY');
  }

  /** What is published for a month now, or null. */
  async current(tx: Tx, period: AccountingPeriod): Promise<StatementDocument | null> {
    return this.inState(tx, period, 'PUBLISHED');
  }

  /** Every version of every month with its snapshot, first to last. */
  async documents(tx: Tx): Promise<StatementDocument[]> {
    const rows = await tx.manager.find(Statement, { where: { communityId: tx.communityId }, order: { period: 'ASC', version: 'ASC' } });
    return rows.map(documentOf);
  }

  /**
   * Months whose published statement is out of date, first to last: the month is open again, or its books, or those of a month before
   * it, learned something after the close that the statement was built from.
   */
  async outdated(tx: Tx): Promise<AccountingPeriod[]> {
    const rows = await tx.query<{ period: AccountingPeriod }>(
      `select s.period from mingbai.statement s
       left join lateral (select last_seq from ledger.period p where p.community_id = $1 and p.month = s.period and p.closed_at <= s.built_at order by p.close_no desc limit 1) c on true
       where s.community_id = $1 and s.state = 'PUBLISHED' and (
         not exists (select from ledger.period p where p.community_id = $1 and p.month = s.period and p.state = 'CLOSED')
         or exists (select from ledger.entry e where e.community_id = $1 and e.seq > c.last_seq and to_char(e.effective_on, 'YYYY-MM') <= s.period))
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
       from (select snapshot::jsonb #> '{sections,service}' as g, period from mingbai.statement where community_id = $1 and state = 'PUBLISHED') s
       where g #>> '{result,score}' is not null order by 1, s.period desc`,
      [tx.communityId],
    );
  }

  private async inState(tx: Tx, period: AccountingPeriod, state: StatementState): Promise<StatementDocument | null> {
    const row = await tx.manager.findOneBy(Statement, { communityId: tx.communityId, period, state });
    return row && documentOf(row);
  }

  private async views(tx: Tx, where: string, parameters: unknown[]): Promise<StatementView[]> {
    const rows = await tx.query<Raw<StatementView>>(`${SELECT} and ${where}`, [tx.communityId, ...parameters]);
    return rows.map((row) => readMoney<StatementView>(row, ['received', 'paid', 'closing']));
  }
}

function documentOf(row: Statement): StatementDocument {
  const { id, period, version, state, snapshot: json, jsonSha256, publishedAt } = row;
  return { id, period, version, state, json, jsonSha256, publishedAt, snapshot: JSON.parse(json) as StatementSnapshot };
}
