import type { JSX } from 'preact';
import type { BusinessDate } from '../../kernel/index.js';
import type { LateFeesRun } from '../../modules/fees/index.js';
import { Banner, Card, DataTable, Field, FilterBar, MoneyLines } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { DeskForm, RefusalNotice, type FormSeal, type Refusal } from '../desk/form-parts.js';
import { formatMoney } from '../format.js';
import type { Messages } from '../messages/index.js';

export interface LateFeesView {
  readonly frame: DeskFrame;
  readonly closedThrough: BusinessDate;
  readonly through: BusinessDate;
  /** What would be charged; null before it was asked for, or why nothing can be. */
  readonly trial: LateFeesRun | { readonly why: string } | null;
  readonly seal: FormSeal;
  readonly done: boolean;
  readonly refusal: Refusal | null;
}

const ROWS_SHOWN = 200;

/** Late fees through a day: tried first, then confirmed. */
export function LateFeesPage({ m, view }: { readonly m: Messages; readonly view: LateFeesView }): JSX.Element {
  const texts = m.billing.lateFees;
  const base = `/b/${view.frame.community.slug}`;
  return (
    <DeskLayout
      m={m}
      frame={view.frame}
      head={{ title: texts.title, lead: texts.lead, back: { href: `${base}/arrears`, label: m.billing.arrears.backToAll } }}
      notice={
        <>
          <RefusalNotice m={m} refusal={view.refusal} />
          {view.done && <Banner tone="ok" title={texts.done} />}
        </>
      }
    >
      <section class="card" aria-label={texts.look}>
        <FilterBar m={m} action={`${base}/late-fees`}>
          <Field name="through" label={texts.through} type="date" value={view.through} hint={texts.throughHint(view.closedThrough)} />
        </FilterBar>
      </section>
      {view.trial !== null && ('why' in view.trial ? <Banner tone="warn" title={view.trial.why} /> : <Trial m={m} view={view} trial={view.trial} />)}
    </DeskLayout>
  );
}

function Trial({ m, view, trial }: { readonly m: Messages; readonly view: LateFeesView; readonly trial: LateFeesRun }): JSX.Element {
  const texts = m.billing.lateFees;
  const shown = trial.rows.slice(0, ROWS_SHOWN);
  return (
    <Card id="trial" title={texts.preview(trial.through)} note={texts.previewNote}>
      <MoneyLines lines={[{ label: texts.total, note: texts.bills(trial.bills), amount: trial.total, kind: 'total' }]} />
      <DeskForm
        action={`/b/${view.frame.community.slug}/late-fees/charge`}
        seal={view.seal}
        values={{ through: trial.through, fingerprint: trial.fingerprint }}
      >
        <div class="actions">
          <button class="button main" type="submit">
            {texts.confirm}
          </button>
        </div>
      </DeskForm>
      <DataTable
        caption={texts.preview(trial.through)}
        captionHidden
        columns={[
          { label: texts.columns.bill },
          { label: texts.columns.days },
          { label: texts.columns.principal, numeric: true },
          { label: texts.columns.amount, numeric: true },
        ]}
        rows={shown.map((row, position) => ({
          key: String(position),
          cells: [
            `${row.unitCode} ${row.item} ${m.month(row.period)}`,
            `${texts.span(row.from, row.to, row.days)}${row.capped ? ` · ${texts.capped}` : ''}`,
            formatMoney(row.principal),
            formatMoney(row.amount),
          ],
        }))}
      />
      {trial.rows.length > shown.length && <p class="note">{m.pager.shown(shown.length)}</p>}
    </Card>
  );
}
