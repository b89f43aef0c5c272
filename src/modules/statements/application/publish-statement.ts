import { Injectable } from '@nestjs/common';
import { addMonths, assertAllowed, Clock, DomainError, periodOf, required, together, type Instant } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { SubstitutionQueries } from '../../contracts/index.js';
import { LedgerQueries, LedgerService } from '../../ledger/index.js';
import type { StatementKind } from '../domain/snapshot.js';
import { PublishedFiles } from '../persistence/published-files.js';
import { Statement, StatementPage } from '../persistence/statement.js';
import { spanOf, type StatementPeriod } from '../domain/statement-period.js';
import { StatementMonths } from './statement-months.js';
import { StatementQueries, type StatementDocument } from './statement-queries.js';
import { pageLocales, StatementRenderer, type PageLocale } from './statement-renderer.js';

/** The statement that the publisher has seen, by the SHA-256 of its data: what was built again since then is another. */
export interface PublishStatementRequest {
  readonly period: StatementPeriod;
  readonly jsonSha256: string;
}

/** The statement as everybody can read it now; `pages` are the stored pages by language, each with the SHA-256 of its bytes. */
export type StatementPublished = {
  readonly period: StatementPeriod;
  readonly version: number;
  readonly kind: StatementKind;
  readonly publishedAt: Instant;
  readonly jsonSha256: string;
  readonly pages: readonly { readonly locale: PageLocale; readonly sha256: string; readonly bytes: number }[];
};

interface StoredPage {
  readonly locale: PageLocale;
  readonly sha256: string;
  readonly byteCount: number;
  readonly policy: string;
}

/**
 * Publishes what was built: READY → PUBLISHED, the version before it → ARCHIVED. The pages are rendered once and lie on the disk, named
 * by their hash, before the transaction that refers to them commits; from then on neither they nor the snapshot ever change.
 */
@Injectable()
export class PublishStatement {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly books: LedgerQueries,
    private readonly statements: StatementQueries,
    private readonly months: StatementMonths,
    private readonly renderer: StatementRenderer,
    private readonly files: PublishedFiles,
    private readonly substitutions: SubstitutionQueries,
  ) {}

  /** @throws NOT_ALLOWED, OWNER_SIDE_ONLY, STATEMENT_NOT_READY (also when the month was closed again since), STATEMENT_MONTH_OPEN, STATEMENT_CHANGED, STATEMENT_MONTH_MISSING when the month before it is not published */
  async execute(context: CommandContext, { period, jsonSha256 }: PublishStatementRequest): Promise<Outcome<StatementPublished>> {
    assertAllowed(context.actor, 'statement.publish');
    // before the transaction, which does no I/O besides SQL: content-addressed files do no harm if nothing comes to refer to them
    const prepared = await this.unitOfWork.read(context.actor.communityId, (tx) => this.statements.ready(tx, period));
    const pages = prepared?.jsonSha256 === jsonSha256 ? await this.store(prepared) : null;
    return this.unitOfWork.once({ context, command: 'PublishStatement', request: { period, jsonSha256 } }, async (tx) => {
      await this.ledger.lock(tx);
      await this.substitutions.refuseStranger(tx, context.actor, this.clock.today());
      const ready = await this.statements.ready(tx, period);
      if (!ready) throw new DomainError('STATEMENT_NOT_READY', { period });
      if (!pages || ready.jsonSha256 !== jsonSha256) throw new DomainError('STATEMENT_CHANGED', { period });
      await this.refuseStale(tx, ready);
      await this.refuseGap(tx, period);
      return this.publish(tx, context, { ready, pages });
    });
  }

  private store({ snapshot, jsonSha256 }: StatementDocument): Promise<readonly StoredPage[]> {
    return together(
      pageLocales.map(async (locale) => {
        const { html, policy } = this.renderer.render(snapshot, jsonSha256, locale);
        const bytes = Buffer.from(html, 'utf8');
        return { locale, sha256: await this.files.store(bytes), byteCount: bytes.length, policy };
      }),
    );
  }

  /** A month that was reopened since is closed and its statement built again first. */
  private async refuseStale(tx: Tx, { period, snapshot }: StatementDocument): Promise<void> {
    if ((await this.months.closedAt(tx, period)) > snapshot.builtAt) throw new DomainError('STATEMENT_NOT_READY', { period });
  }

  /** Months are published in order, so that each opens with what residents could read the one before close with; a quarter and a year after all of theirs. */
  private async refuseGap(tx: Tx, period: StatementPeriod): Promise<void> {
    const { kind, first } = spanOf(period);
    const { openedOn } = required(await this.books.book(tx), 'the book of a closed month');
    const needed = kind === 'MONTH' ? [addMonths(first, -1)] : await this.months.of(tx, period);
    for (const before of needed)
      if (before >= periodOf(openedOn) && !(await this.statements.current(tx, before))) throw new DomainError('STATEMENT_MONTH_MISSING', { period, before });
  }

  private async publish(
    tx: Tx,
    context: CommandContext,
    { ready, pages }: { ready: StatementDocument; pages: readonly StoredPage[] },
  ): Promise<StatementPublished> {
    const { period, version, id, jsonSha256 } = ready;
    const publishedAt = this.clock.now();
    const own = { communityId: tx.communityId, period };
    await tx.manager.update(Statement, { ...own, state: 'PUBLISHED' }, { state: 'ARCHIVED' });
    await tx.manager.update(Statement, { ...own, id }, { state: 'PUBLISHED', publishedAt, publishedBy: context.actor.personId });
    await tx.manager.insert(
      StatementPage,
      pages.map((page) => ({ communityId: tx.communityId, statementId: id, ...page })),
    );
    return {
      period,
      version,
      kind: ready.snapshot.kind,
      publishedAt,
      jsonSha256,
      pages: pages.map(({ locale, sha256, byteCount }) => ({ locale, sha256, bytes: byteCount })),
    };
  }
}
