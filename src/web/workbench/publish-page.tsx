import type { JSX } from 'preact';
import type { StatementPeriod } from '../../modules/statements/index.js';
import { StatementRows, type DraftRow } from '../books/drafts-page.js';
import { Banner, EmptyState } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { DeskForm, RefusalNotice, type FormSeal, type Refusal } from '../desk/form-parts.js';
import { StatementPreview, type StatementPreviewProps } from '../desk/statement-preview.js';
import type { Messages } from '../messages/index.js';

export interface PublishListView {
  readonly frame: DeskFrame;
  readonly rows: readonly DraftRow[];
  readonly published: StatementPeriod | null;
}

/** Statements for those who publish them: what is ready first. */
export function PublishListPage({ m, view }: { readonly m: Messages; readonly view: PublishListView }): JSX.Element {
  const texts = m.workbench.publish;
  const slug = view.frame.community.slug;
  return (
    <DeskLayout
      m={m}
      frame={view.frame}
      head={{ title: texts.title, lead: texts.lead }}
      notice={
        view.published !== null && (
          <Banner tone="ok" title={texts.done}>
            <p class="actions">
              <a class="button small" href={`${m.base}/p/${slug}/${view.published}`}>
                {texts.see}
              </a>
            </p>
          </Banner>
        )
      }
    >
      <section class="card" aria-label={texts.title}>
        {view.rows.length === 0 && <EmptyState title={texts.empty}>{texts.emptyHint}</EmptyState>}
        <StatementRows
          m={m}
          rows={view.rows}
          hrefOf={(row) => (row.state === 'READY' ? `/w/${slug}/statements/${row.period}` : `${m.base}/p/${slug}/${row.period}/v/${row.version}`)}
        />
      </section>
    </DeskLayout>
  );
}

export interface PublishView {
  readonly frame: DeskFrame;
  readonly period: StatementPeriod;
  readonly preview: Omit<StatementPreviewProps, 'm' | 'children'>;
  /** Null for those who may read but not publish. */
  readonly publish: FormSeal | null;
  readonly back: { readonly href: string; readonly label: string };
  readonly title: string;
  readonly note: string;
  readonly refusal: Refusal | null;
}

/** The last look: the figures, the very page that residents will see, and the button. */
export function PublishPage({ m, view }: { readonly m: Messages; readonly view: PublishView }): JSX.Element {
  const texts = m.workbench.publish;
  return (
    <DeskLayout m={m} frame={view.frame} head={{ title: view.title, back: view.back, lead: view.note }} notice={<RefusalNotice m={m} refusal={view.refusal} />}>
      <StatementPreview m={m} {...view.preview}>
        {view.publish !== null && (
          <DeskForm action={`/w/${view.frame.community.slug}/statements/${view.period}`} seal={view.publish} values={{ jsonSha256: view.preview.sha256 }}>
            <div class="actions">
              <button class="button main" type="submit">
                {texts.publish}
              </button>
            </div>
          </DeskForm>
        )}
      </StatementPreview>
    </DeskLayout>
  );
}
