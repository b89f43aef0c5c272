import type { JSX } from 'preact';
import type { Instant } from '../../kernel/index.js';
import type { StatementKind, StatementPeriod } from '../../modules/statements/index.js';
import { Banner, Card, EmptyState, Field, StatusTag } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { DeskForm, errorOf, RefusalNotice, typedOr, type FormSeal, type Refusal } from '../desk/form-parts.js';
import { formatMoney } from '../format.js';
import type { Messages } from '../messages/index.js';

export interface DraftRow {
  readonly id: number;
  readonly period: StatementPeriod;
  readonly version: number;
  readonly kind: StatementKind;
  readonly state: 'READY' | 'PUBLISHED' | 'ARCHIVED';
  readonly builtAt: Instant;
  readonly publishedAt: Instant | null;
  readonly received: string;
  readonly paid: string;
  readonly closing: string;
}

export interface DraftsView {
  readonly frame: DeskFrame;
  /** Closed months, the latest first, and the quarters and years of which every month is closed. */
  readonly periods: readonly StatementPeriod[];
  readonly seal: FormSeal;
  readonly rows: readonly DraftRow[];
  readonly built: StatementPeriod | null;
  readonly refusal: Refusal | null;
}

/** The bookkeeper builds what the owners' side publishes. */
export function DraftsPage({ m, view }: { readonly m: Messages; readonly view: DraftsView }): JSX.Element {
  const texts = m.books.drafts;
  const base = `/b/${view.frame.community.slug}/statements`;
  return (
    <DeskLayout
      m={m}
      frame={view.frame}
      head={{ title: texts.title, lead: texts.lead }}
      notice={
        <>
          <RefusalNotice m={m} refusal={view.refusal} />
          {view.built !== null && (
            <Banner tone="ok" title={texts.done}>
              <p class="actions">
                <a class="button small" href={`${base}/${view.built}`}>
                  {texts.preview}
                </a>
              </p>
            </Banner>
          )}
        </>
      }
    >
      <Card id="build" title={texts.build} note={texts.buildNote}>
        {view.periods.length === 0 ? (
          <EmptyState title={texts.none}>{texts.noneHint}</EmptyState>
        ) : (
          <DeskForm action={base} seal={view.seal}>
            <Field
              name="period"
              label={texts.month}
              options={view.periods.map((period) => ({ value: period, label: m.span(period) }))}
              value={typedOr(view.refusal, 'period', view.periods[0])}
              error={errorOf(view.refusal, 'period')}
            />
            <div class="actions">
              <button class="button main" type="submit">
                {texts.build}
              </button>
            </div>
          </DeskForm>
        )}
      </Card>
      <Card id="list" title={texts.list}>
        {view.rows.length === 0 && <EmptyState title={texts.empty} />}
        <StatementRows
          m={m}
          rows={view.rows}
          hrefOf={(row) => (row.state === 'READY' ? `${base}/${row.period}` : `${m.base}/p/${view.frame.community.slug}/${row.period}/v/${row.version}`)}
        />
      </Card>
    </DeskLayout>
  );
}

/** Statements line by line: what is ready, what is published, and the versions before. */
export function StatementRows({
  m,
  rows,
  hrefOf,
}: {
  readonly m: Messages;
  readonly rows: readonly DraftRow[];
  readonly hrefOf: (row: DraftRow) => string;
}): JSX.Element {
  const texts = m.books.drafts;
  const tones = { READY: 'due', PUBLISHED: 'done', ARCHIVED: 'wait' } as const;
  return (
    <ul class="list">
      {rows.map((row) => (
        <li key={row.id}>
          <a class="row" href={hrefOf(row)}>
            <span>
              <b>{`${m.span(row.period)} ${m.workbench.publish.version(row.version)}`}</b>
              <small>{texts.summary(formatMoney(row.received), formatMoney(row.paid))}</small>
              <small>
                {row.publishedAt === null
                  ? m.workbench.publish.builtAt(m.shortMoment(row.builtAt))
                  : m.workbench.publish.publishedAt(m.shortMoment(row.publishedAt))}
              </small>
              <StatusTag tone={tones[row.state]}>{texts.state[row.state]}</StatusTag>
            </span>
            <span class="side">
              <small>{m.statement.equation.closing}</small>
              {formatMoney(row.closing)}
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}
