import { Injectable } from '@nestjs/common';
import {
  addMonths,
  assertAllowed,
  canonicalJson,
  Clock,
  DomainError,
  sha256Hex,
  type AccountingPeriod,
  type Instant,
  type Json,
} from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { CommunityQueries } from '../../communities/index.js';
import { LedgerQueries, LedgerService } from '../../ledger/index.js';
import { checkSnapshot } from '../domain/check-snapshot.js';
import { checkContinuity, corrected, supplemented } from '../domain/continuity.js';
import { snapshotText, type StatementKind, type StatementSnapshot } from '../domain/snapshot.js';
import { Statement, type StatementId } from '../persistence/statement.js';
import { StatementQueries, type StatementDocument } from './statement-queries.js';
import { StatementSections } from './statement-sections.js';

export interface BuildStatementRequest {
  readonly period: AccountingPeriod;
}

/** The statement as it is ready to be published; `sha256` is the fingerprint of its data. */
export type StatementBuilt = {
  readonly period: AccountingPeriod;
  readonly version: number;
  readonly kind: StatementKind;
  readonly sha256: string;
};

/**
 * Freezes what a closed month's statement says: the books at the close and the documents of all modules, read in one transaction under
 * the lock of the book. After the first version another is made by the final score of the quarter, which changes section G alone, or by
 * a close after a reopening that changed something: the correction says what the books say now, and the version before it stays.
 */
@Injectable()
export class BuildStatement {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly books: LedgerQueries,
    private readonly communities: CommunityQueries,
    private readonly sections: StatementSections,
    private readonly statements: StatementQueries,
  ) {}

  /**
   * What was ready and not published is replaced. @throws NOT_ALLOWED, STATEMENT_MONTH_OPEN, STATEMENT_UNCHANGED when the published version
   * says all there is, STATEMENT_INCONSISTENT with the first figure that does not agree
   */
  async execute(context: CommandContext, { period }: BuildStatementRequest): Promise<Outcome<StatementBuilt>> {
    assertAllowed(context.actor, 'statement.build');
    return this.unitOfWork.once({ context, command: 'BuildStatement', request: { period } }, async (tx) => {
      await this.ledger.lock(tx);
      const closedAt = await this.closedAt(tx, period);
      const published = await this.statements.current(tx, period);
      const snapshot = published ? await this.next(tx, published, closedAt) : await this.month(tx, period);
      await this.refuseInconsistent(tx, snapshot);
      return this.save(tx, context, snapshot);
    });
  }

  private async closedAt(tx: Tx, period: AccountingPeriod): Promise<Instant> {
    const closed = (await this.books.periods(tx)).find((month) => month.month === period);
    if (!closed) throw new DomainError('STATEMENT_MONTH_OPEN', { period });
    return closed.closedAt;
  }

  /** What follows a published version: a correction where the month was closed again since, else a supplement. */
  private async next(tx: Tx, published: StatementDocument, closedAt: Instant): Promise<StatementSnapshot> {
    const { snapshot, jsonSha256: sha256, period } = published;
    if (closedAt <= snapshot.builtAt) return this.supplement(tx, published);
    const sections = await this.sections.all(tx, period, await this.communities.of(tx));
    if (sayTheSame(sections, snapshot.sections)) return this.supplement(tx, published);
    return corrected({ snapshot, sha256 }, { builtAt: this.clock.now(), sections });
  }

  private async month(tx: Tx, period: AccountingPeriod): Promise<StatementSnapshot> {
    const community = await this.communities.of(tx);
    const sections = await this.sections.all(tx, period, community);
    return { format: 'mingbai.statement/1', community: community.slug, period, kind: 'MONTH', version: 1, previous: null, builtAt: this.clock.now(), sections };
  }

  private async supplement(tx: Tx, published: StatementDocument): Promise<StatementSnapshot> {
    const { snapshot, jsonSha256: sha256, period } = published;
    const service = await this.sections.service(tx, period);
    const unchanged = canonicalJson(service as unknown as Json) === canonicalJson(snapshot.sections.service as unknown as Json);
    if (unchanged || service === null || service.result === null) throw new DomainError('STATEMENT_UNCHANGED', { period, version: published.version });
    return supplemented({ snapshot, sha256 }, { builtAt: this.clock.now(), service });
  }

  private async refuseInconsistent(tx: Tx, snapshot: StatementSnapshot): Promise<void> {
    const before = await this.statements.current(tx, addMonths(snapshot.period, -1));
    if (before && (await this.isOutdated(tx, before))) throw new DomainError('STATEMENT_EARLIER_OUTDATED', { period: snapshot.period, earlier: before.period });
    const [first, ...others] = [...checkSnapshot(snapshot), ...(before ? checkContinuity(before.snapshot, snapshot) : [])];
    if (first) throw new DomainError('STATEMENT_INCONSISTENT', { period: snapshot.period, ...first, others: others.length });
  }

  /** Whether a published month was closed again since, and the books say something else of it now. */
  private async isOutdated(tx: Tx, { period, snapshot }: StatementDocument): Promise<boolean> {
    const closed = (await this.books.periods(tx)).find((month) => month.month === period);
    if (!closed || closed.closedAt <= snapshot.builtAt) return false;
    return !sayTheSame(await this.sections.all(tx, period, await this.communities.of(tx)), snapshot.sections);
  }

  private async save(tx: Tx, context: CommandContext, snapshot: StatementSnapshot): Promise<StatementBuilt> {
    const { period, version, kind, builtAt } = snapshot;
    const json = snapshotText(snapshot);
    const sha256 = sha256Hex(json);
    await tx.manager.delete(Statement, { communityId: tx.communityId, period, state: 'READY' });
    const id = (await this.ledger.takeIds(tx, 1)) as StatementId;
    const built = { builtAt, builtBy: context.actor.personId, publishedAt: null, publishedBy: null };
    await tx.manager.insert(Statement, {
      communityId: tx.communityId,
      id,
      period,
      version,
      kind,
      state: 'READY',
      snapshot: json,
      jsonSha256: sha256,
      ...built,
    });
    return { period, version, kind, sha256 };
  }
}

/** But for the service, which a score changes without a correction. */
function sayTheSame(one: StatementSnapshot['sections'], other: StatementSnapshot['sections']): boolean {
  const [a, b] = [one, other].map((sections) => canonicalJson({ ...sections, service: withoutScore(sections.service) } as unknown as Json));
  return a === b;
}

function withoutScore(service: StatementSnapshot['sections']['service']): unknown {
  return service && { months: service.months };
}
