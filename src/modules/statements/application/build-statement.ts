import { Injectable } from '@nestjs/common';
import { addMonths, assertAllowed, Clock, DomainError, periodsBetween, sha256Hex, type Instant } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { CommunityQueries } from '../../communities/index.js';
import { LedgerService } from '../../ledger/index.js';
import { checkSnapshot } from '../domain/check-snapshot.js';
import { hasOtherScore, sayTheSame, type ServiceParts } from '../domain/comparison.js';
import { checkContinuity, checkEnd, corrected, supplemented } from '../domain/continuity.js';
import type { SnapshotViolation } from '../domain/snapshot-check.js';
import { currentFormat, snapshotText, type StatementKind, type StatementSnapshot } from '../domain/snapshot.js';
import { spanOf, type StatementPeriod } from '../domain/statement-period.js';
import { Statement, type StatementId } from '../persistence/statement.js';
import { StatementMonths } from './statement-months.js';
import { StatementQueries, type StatementDocument } from './statement-queries.js';
import { StatementSections } from './statement-sections.js';

export interface BuildStatementRequest {
  readonly period: StatementPeriod;
}

/** The statement as it is ready to be published; `sha256` is the fingerprint of its data. */
export type StatementBuilt = {
  readonly period: StatementPeriod;
  readonly version: number;
  readonly kind: StatementKind;
  readonly sha256: string;
};

/**
 * Freezes what the statement of a closed month, quarter or year says: the books at the close and the documents of all modules, read in one transaction
 * under the lock of the book. A quarter is told once its score is final. After the first version another is made by a final score, which changes
 * section G alone, or by a close after a reopening that changed something: the correction says what the books say now, and the version before it stays.
 */
@Injectable()
export class BuildStatement {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly communities: CommunityQueries,
    private readonly sections: StatementSections,
    private readonly statements: StatementQueries,
    private readonly months: StatementMonths,
  ) {}

  /**
   * What was ready and not published is replaced. @throws NOT_ALLOWED, STATEMENT_MONTH_OPEN, STATEMENT_SCORE_OPEN, STATEMENT_UNCHANGED when the published
   * version says all there is, STATEMENT_EARLIER_OUTDATED, STATEMENT_INCONSISTENT with the first figure that does not agree
   */
  async execute(context: CommandContext, { period }: BuildStatementRequest): Promise<Outcome<StatementBuilt>> {
    assertAllowed(context.actor, 'statement.build');
    return this.unitOfWork.once({ context, command: 'BuildStatement', request: { period } }, async (tx) => {
      await this.ledger.lock(tx);
      const closedAt = await this.months.closedAt(tx, period);
      const published = await this.statements.current(tx, period);
      const snapshot = published ? await this.next(tx, published, closedAt) : await this.first(tx, period);
      await this.refuseInconsistent(tx, snapshot);
      return this.save(tx, context, snapshot);
    });
  }

  /** What follows a published version: a correction where a month was closed again since, else a supplement. */
  private async next(tx: Tx, published: StatementDocument, closedAt: Instant): Promise<StatementSnapshot> {
    const { snapshot, jsonSha256: sha256, period } = published;
    if (closedAt <= snapshot.builtAt) return this.supplement(tx, published);
    const sections = await this.sections.all(tx, period, await this.communities.of(tx));
    if (sayTheSame(sections, snapshot)) return this.supplement(tx, published);
    return corrected({ snapshot, sha256 }, { builtAt: this.clock.now(), sections });
  }

  private async first(tx: Tx, period: StatementPeriod): Promise<StatementSnapshot> {
    const community = await this.communities.of(tx);
    const { kind } = spanOf(period);
    const sections = await this.sections.all(tx, period, community);
    if (kind === 'QUARTER') refuseOpenScore(period, sections);
    return { format: currentFormat, community: community.slug, period, kind, version: 1, previous: null, builtAt: this.clock.now(), sections };
  }

  private async supplement(tx: Tx, published: StatementDocument): Promise<StatementSnapshot> {
    const { snapshot, jsonSha256: sha256, period } = published;
    const service = await this.sections.service(tx, period);
    if (!hasOtherScore(service, snapshot)) throw new DomainError('STATEMENT_UNCHANGED', { period, version: published.version });
    return supplemented({ snapshot, sha256 }, { builtAt: this.clock.now(), ...service });
  }

  private async refuseInconsistent(tx: Tx, snapshot: StatementSnapshot): Promise<void> {
    const { period } = snapshot;
    const { kind, first, last } = spanOf(period);
    const before = await this.statements.current(tx, addMonths(first, -1));
    const restsOn = kind === 'MONTH' ? [addMonths(first, -1)] : periodsBetween(first, last);
    for (const month of restsOn) {
      const document = month === before?.period ? before : await this.statements.current(tx, month);
      if (document && (await this.isOutdated(tx, document))) throw new DomainError('STATEMENT_EARLIER_OUTDATED', { period, earlier: month });
    }
    const end = kind === 'MONTH' ? null : await this.statements.current(tx, last);
    refuse(snapshot, [
      ...checkSnapshot(snapshot),
      ...(before ? checkContinuity(before.snapshot, snapshot) : []),
      ...(end ? checkEnd(end.snapshot, snapshot) : []),
    ]);
  }

  /** Whether a published month was closed again since, and the books say something else of it now. */
  private async isOutdated(tx: Tx, { period, snapshot }: StatementDocument): Promise<boolean> {
    const closedAt = await this.months.lastClose(tx, period);
    if (closedAt === null || closedAt <= snapshot.builtAt) return false;
    return !sayTheSame(await this.sections.all(tx, period, await this.communities.of(tx)), snapshot);
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

function refuse(snapshot: StatementSnapshot, violations: readonly SnapshotViolation[]): void {
  const [first, ...others] = violations;
  if (first) throw new DomainError('STATEMENT_INCONSISTENT', { period: snapshot.period, ...first, others: others.length });
}

/** A quarter is told when all of it is known. @throws STATEMENT_SCORE_OPEN */
function refuseOpenScore(period: StatementPeriod, { service }: ServiceParts): void {
  if (service !== null && service.result === null) throw new DomainError('STATEMENT_SCORE_OPEN', { period });
}
