import type { JSX } from 'preact';
import type { Quarter } from '../../kernel/index.js';
import { Banner, Card, EmptyState, Field } from '../components/index.js';
import { AssessmentTag, type AssessmentFacts } from '../desk/assessment/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { DeskForm, errorOf, RefusalNotice, typedOr, type FormSeal, type Refusal } from '../desk/form-parts.js';
import { formatPoints } from '../format.js';
import type { Messages } from '../messages/index.js';

export interface AssessmentRow extends Pick<AssessmentFacts, 'quarter' | 'stage'> {
  readonly id: number;
  readonly score: string | null;
}

export interface AssessmentListView {
  readonly frame: DeskFrame;
  /** Of the pages of this reader: `/w/ryxc/assessments`. */
  readonly base: string;
  readonly rows: readonly AssessmentRow[];
  /** Quarters of which an assessment may be opened; null for those who may not. */
  readonly opening: { readonly seal: FormSeal; readonly quarters: readonly Quarter[] } | null;
  readonly voided: boolean;
  readonly refusal: Refusal | null;
}

/** The assessments of the compound, the latest first. */
export function AssessmentListPage({ m, view }: { readonly m: Messages; readonly view: AssessmentListView }): JSX.Element {
  const texts = m.workbench.assessments;
  return (
    <DeskLayout
      m={m}
      frame={view.frame}
      head={{ title: texts.title, lead: texts.lead }}
      notice={view.voided ? <Banner tone="ok" title={m.service.void.done} /> : <RefusalNotice m={m} refusal={view.refusal} />}
    >
      <section class="card" aria-label={texts.title}>
        {view.rows.length === 0 && <EmptyState title={texts.empty}>{texts.emptyHint}</EmptyState>}
        <ul class="list">
          {view.rows.map((row) => (
            <li key={row.id}>
              <a class="row" href={`${view.base}/${row.quarter}`}>
                <span>
                  <b>{m.quarter(row.quarter)}</b>
                  <AssessmentTag m={m} stage={row.stage} />
                </span>
                <span class="side money">{row.score === null ? texts.noScore : texts.score(formatPoints(row.score))}</span>
              </a>
            </li>
          ))}
        </ul>
      </section>
      {view.opening !== null && view.opening.quarters.length > 0 && (
        <Card id="open" title={texts.open}>
          <DeskForm action={view.base} seal={view.opening.seal}>
            <Field
              name="quarter"
              label={texts.openQuarter}
              options={view.opening.quarters.map((quarter) => ({ value: quarter, label: m.quarter(quarter) }))}
              value={typedOr(view.refusal, 'quarter')}
              error={errorOf(view.refusal, 'quarter')}
            />
            <div class="actions">
              <button class="button main" type="submit">
                {texts.open}
              </button>
            </div>
          </DeskForm>
        </Card>
      )}
    </DeskLayout>
  );
}
