import type { JSX } from 'preact';
import type { UnitCorrectionView, UnitKind } from '../../modules/communities/index.js';
import type { UnitCorrectionRequestView } from '../../modules/fees/index.js';
import { Banner, Card, DataTable, EmptyState, Facts, Field } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { DeskForm, fieldsOf, RefusalNotice, type FormSeal, type Refusal } from '../desk/form-parts.js';
import type { Messages } from '../messages/index.js';

export interface UnitCorrectionsPageView {
  readonly frame: DeskFrame;
  /** What is asked for, and what the unit is now. */
  readonly waiting: readonly {
    readonly request: UnitCorrectionRequestView;
    readonly unit: { readonly label: string; readonly kind: UnitKind; readonly area: string };
  }[];
  readonly seal: () => FormSeal;
  readonly done: boolean;
  readonly refusal: Refusal | null;
}

type Props = { readonly m: Messages; readonly view: UnitCorrectionsPageView };

/** By which area and kind a unit is billed is decided by who speaks for the owners: whoever makes the bills asks. */
export function UnitCorrectionsPage({ m, view }: Props): JSX.Element {
  const texts = m.corrections;
  const { frame, waiting, done } = view;
  return (
    <DeskLayout
      m={m}
      frame={frame}
      head={{ title: texts.correct, lead: texts.ownersLead }}
      notice={
        <>
          <RefusalNotice m={m} refusal={view.refusal} />
          {done && <Banner tone="ok" title={texts.done.decided} />}
        </>
      }
    >
      {waiting.length === 0 && <EmptyState title={texts.noneWaiting} />}
      {waiting.map(({ request, unit }) => (
        <Card id={`fix${request.id}`} key={request.id} title={texts.unit(request.unitCode)}>
          <Facts
            facts={[
              [texts.facts.label, unit.label],
              [texts.isNow, factsOf(m, unit.kind, unit.area)],
              [texts.isToBe, factsOf(m, request.kind, request.area.toFixed(2))],
              [texts.fields.from, m.month(request.from)],
              [texts.fields.reason, request.reason],
              [texts.fields.document, request.document],
            ]}
          />
          <DeskForm action={`/w/${frame.community.slug}/units/corrections/${request.id}`} seal={view.seal()} label={texts.unit(request.unitCode)}>
            <Field {...fieldsOf(view.refusal, `fix${request.id}`, { reason: texts.refuseReason })('reason')} />
            <div class="actions">
              <button class="button main" type="submit" name="decision" value="AGREED">
                {texts.agree}
              </button>
              <button class="button" type="submit" name="decision" value="REFUSED">
                {texts.refuse}
              </button>
            </div>
          </DeskForm>
        </Card>
      ))}
    </DeskLayout>
  );
}

const factsOf = (m: Messages, kind: UnitKind, area: string): string => m.corrections.squareMetres(m.billing.items.kind[kind], area);

/** What a correction that waits is about, in a line. */
export const askedFacts = (m: Messages, { from, kind, area, reason, document }: UnitCorrectionRequestView): string =>
  [m.month(from), factsOf(m, kind, area.toFixed(2)), reason, document].join(' · ');

/** What was corrected of a unit, as it was recorded. */
export function UnitHistory({ m, corrections }: { readonly m: Messages; readonly corrections: readonly UnitCorrectionView[] }): JSX.Element | null {
  const { historyColumns: columns, history } = m.corrections;
  if (corrections.length === 0) return null;
  return (
    <DataTable
      caption={history}
      columns={[{ label: columns.from }, { label: columns.facts }, { label: columns.reason }, { label: columns.document }, { label: columns.at }]}
      rows={corrections.map(({ from, kind, area, reason, document, recordedAt }) => ({
        key: recordedAt,
        cells: [m.month(from), `${m.billing.items.kind[kind]} ${area.toFixed(2)}`, reason, document, m.moment(recordedAt)],
      }))}
    />
  );
}
