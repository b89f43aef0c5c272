import type { JSX } from 'preact';
import type { StatementPeriod } from '../../modules/statements/index.js';
import type { OpenAgain } from '../../modules/settlement/index.js';
import { Banner } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { DeskForm, RefusalNotice, type FormSeal, type Refusal } from '../desk/form-parts.js';
import { OpenNow, OutdatedStatements, ReopeningList, type ReopeningRow } from '../desk/reopening/index.js';
import type { Messages } from '../messages/index.js';

type Row = ReopeningRow & { readonly seal: FormSeal | null };

export interface ReopeningsView {
  readonly frame: DeskFrame;
  readonly rows: readonly Row[];
  readonly open: OpenAgain | null;
  readonly outdated: readonly StatementPeriod[];
  readonly done: boolean;
  readonly refusal: Refusal | null;
}

/** What waits for a second word, what is open, and what was opened before. */
export function ReopeningsPage({ m, view }: { readonly m: Messages; readonly view: ReopeningsView }): JSX.Element {
  const texts = m.reopen;
  const { slug } = view.frame.community;
  const sealOf = (number: number): FormSeal | null => view.rows.find((row) => row.number === number)?.seal ?? null;
  return (
    <DeskLayout
      m={m}
      frame={view.frame}
      head={{ title: texts.title, lead: texts.lead, back: { href: `/w/${slug}`, label: texts.backQueue } }}
      notice={
        <>
          <RefusalNotice m={m} refusal={view.refusal} />
          {view.done && <Banner tone="ok" title={texts.confirmed} />}
        </>
      }
    >
      <OpenNow m={m} open={view.open} />
      <OutdatedStatements m={m} slug={slug} months={view.outdated} />
      <ReopeningList
        m={m}
        rows={view.rows}
        act={({ number, month }) => {
          const seal = sealOf(number);
          return (
            seal && (
              <DeskForm action={`/w/${slug}/reopenings/${number}`} seal={seal} label={`${texts.confirm} ${m.month(month)}`}>
                <p class="note">{texts.confirmNote(view.frame.person)}</p>
                <div class="actions">
                  <button class="button main" type="submit">
                    {texts.confirm}
                  </button>
                </div>
              </DeskForm>
            )
          );
        }}
      />
    </DeskLayout>
  );
}
