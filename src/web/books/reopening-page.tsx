import type { JSX } from 'preact';
import type { AccountingPeriod } from '../../kernel/index.js';
import type { StatementPeriod } from '../../modules/statements/index.js';
import type { OpenAgain } from '../../modules/settlement/index.js';
import { Banner, Card, Field } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { DeskForm, errorOf, RefusalNotice, typedOr, type FormSeal, type Refusal } from '../desk/form-parts.js';
import { OpenNow, OutdatedStatements, ReopeningList, type ReopeningRow } from '../desk/reopening/index.js';
import type { Messages } from '../messages/index.js';

export interface ReopeningPageView {
  readonly frame: DeskFrame;
  readonly open: OpenAgain | null;
  readonly rows: readonly ReopeningRow[];
  readonly outdated: readonly StatementPeriod[];
  /** Months that can be asked for, the latest first. */
  readonly months: readonly AccountingPeriod[];
  readonly seal: FormSeal;
  readonly done: boolean;
  readonly refusal: Refusal | null;
}

/** The bookkeeper asks for closed months to be opened again, and sees until when. */
export function ReopeningPage({ m, view }: { readonly m: Messages; readonly view: ReopeningPageView }): JSX.Element {
  const texts = m.reopen;
  const { slug } = view.frame.community;
  const { refusal } = view;
  return (
    <DeskLayout
      m={m}
      frame={view.frame}
      head={{ title: texts.title, lead: texts.lead, back: { href: `/b/${slug}/close`, label: texts.back } }}
      notice={
        <>
          <RefusalNotice m={m} refusal={refusal} />
          {view.done && <Banner tone="ok" title={texts.sent} />}
        </>
      }
    >
      <OpenNow m={m} open={view.open}>
        <p class="actions">
          <a class="button small" href={`/b/${slug}/close`}>
            {texts.closeAgain}
          </a>
        </p>
      </OpenNow>
      <OutdatedStatements m={m} slug={slug} months={view.outdated} />
      {view.months.length > 0 && (
        <Card id="propose" title={texts.propose} note={texts.proposeNote}>
          <DeskForm action={`/b/${slug}/reopening`} seal={view.seal}>
            <Field
              name="month"
              label={texts.month}
              options={view.months.map((month) => ({ value: month, label: m.month(month) }))}
              value={typedOr(refusal, 'month', view.months[0])}
              error={errorOf(refusal, 'month')}
            />
            <Field name="reason" label={texts.reason} hint={texts.reasonHint} value={typedOr(refusal, 'reason')} error={errorOf(refusal, 'reason')} required />
            <Field
              name="until"
              type="date"
              label={texts.until}
              hint={texts.untilHint}
              value={typedOr(refusal, 'until')}
              error={errorOf(refusal, 'until')}
              required
            />
            <div class="actions">
              <button class="button main" type="submit">
                {texts.send}
              </button>
            </div>
          </DeskForm>
        </Card>
      )}
      <ReopeningList m={m} rows={view.rows} />
    </DeskLayout>
  );
}
