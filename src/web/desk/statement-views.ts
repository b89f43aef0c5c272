import { Injectable } from '@nestjs/common';
import { DomainError } from '../../kernel/index.js';
import {
  StatementQueries,
  StatementRenderer,
  type RenderedPage,
  type StatementDocument,
  type StatementPeriod,
  type StatementView,
} from '../../modules/statements/index.js';
import type { Tx } from '../../platform/database/index.js';
import type { DraftRow } from '../books/drafts-page.js';
import type { StatementPreviewProps } from './statement-preview.js';
import type { Visit } from './visit.js';

const VERSIONS = 60;

/** Reads statements that are not published yet, and shows the page that they will be. */
@Injectable()
export class StatementViews {
  constructor(
    private readonly statements: StatementQueries,
    private readonly renderer: StatementRenderer,
  ) {}

  /** What is ready first, then the latest. */
  async rows(tx: Tx): Promise<DraftRow[]> {
    const rows = (await this.statements.versions(tx, { beforeId: 0, limit: VERSIONS })).map((view) => draftRow(view));
    return rows.toSorted((a, b) => (a.state === 'READY' ? 0 : 1) - (b.state === 'READY' ? 0 : 1));
  }

  /** @throws NOT_FOUND when nothing is ready for the month */
  async ready(tx: Tx, period: StatementPeriod): Promise<StatementDocument> {
    const document = await this.statements.ready(tx, period);
    if (!document) throw new DomainError('NOT_FOUND');
    return document;
  }

  preview({ snapshot, jsonSha256 }: StatementDocument, src: string): Omit<StatementPreviewProps, 'm' | 'children'> {
    const { opening, received, paid, closing } = snapshot.sections.money.total;
    return { src, sha256: jsonSha256, figures: { opening: opening.month, received: received.month, paid: paid.month, closing: closing.month } };
  }

  /** The page as it would be published, allowed to stand in a frame of ours. */
  page({ language }: Visit, { snapshot, jsonSha256 }: StatementDocument): RenderedPage {
    const { html, policy } = this.renderer.render(snapshot, jsonSha256, language);
    return { html, policy: policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'") };
  }
}

function draftRow(view: StatementView): DraftRow {
  const { id, period, version, kind, state, builtAt, publishedAt } = view;
  return {
    id,
    period,
    version,
    kind,
    state,
    builtAt,
    publishedAt,
    received: view.received.toString(),
    paid: view.paid.toString(),
    closing: view.closing.toString(),
  };
}
