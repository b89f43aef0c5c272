import type { JSX } from 'preact';
import type { AccountingPeriod } from '../../kernel/index.js';
import { unitKinds, type UnitCorrectionView, type UnitKind } from '../../modules/communities/index.js';
import { Banner, Card, DataTable, EmptyState, Facts, Field } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { DeskForm, fieldsOf, RefusalNotice, type FormSeal, type Refusal } from '../desk/form-parts.js';
import type { Messages } from '../messages/index.js';

export interface UnitCorrectionsPageView {
  readonly frame: DeskFrame;
  /** What was looked for; empty before anything was. */
  readonly looked: string;
  readonly unit: {
    readonly code: string;
    readonly label: string;
    readonly kind: UnitKind;
    readonly area: string;
    readonly corrections: readonly UnitCorrectionView[];
  } | null;
  readonly month: AccountingPeriod;
  readonly seal: FormSeal;
  readonly done: boolean;
  readonly refusal: Refusal | null;
}

type Props = { readonly m: Messages; readonly view: UnitCorrectionsPageView };

/** The owner side says by which area and kind a unit is billed: whoever makes the bills does not. */
export function UnitCorrectionsPage({ m, view }: Props): JSX.Element {
  const texts = m.corrections;
  const { frame, looked, unit, done } = view;
  return (
    <DeskLayout
      m={m}
      frame={frame}
      head={{ title: texts.correct, lead: texts.ownersLead }}
      notice={
        <>
          <RefusalNotice m={m} refusal={view.refusal} />
          {done && <Banner tone="ok" title={texts.done.corrected} />}
        </>
      }
    >
      <Card id="find" title={texts.find}>
        <form class="search" method="get" action={`/w/${frame.community.slug}/units`}>
          <Field name="unit" label={texts.findUnit} type="search" value={looked} autocomplete="off" required />
          <button class="button" type="submit">
            {texts.find}
          </button>
        </form>
      </Card>
      {looked !== '' && unit === null && <EmptyState title={texts.notFound(looked)} />}
      {unit !== null && (
        <Card id="correct" title={texts.unit(unit.code)} note={texts.correctNote}>
          <Facts
            facts={[
              [texts.facts.label, unit.label],
              [texts.facts.kind, m.billing.items.kind[unit.kind]],
              [texts.facts.area, unit.area],
            ]}
          />
          <UnitHistory m={m} corrections={unit.corrections} />
          <Correct m={m} view={view} unit={unit} />
        </Card>
      )}
    </DeskLayout>
  );
}

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

function Correct({ m, view, unit }: Props & { readonly unit: NonNullable<UnitCorrectionsPageView['unit']> }): JSX.Element {
  const { fields, hints, correctSubmit } = m.corrections;
  const of = fieldsOf(view.refusal, 'fix', fields);
  return (
    <DeskForm action={`/w/${view.frame.community.slug}/units/${unit.code}/corrections`} seal={view.seal} label={correctSubmit}>
      <Field {...of('from', view.month)} hint={hints.from} required />
      <Field {...of('kind', unit.kind)} options={unitKinds.map((kind) => ({ value: kind, label: m.billing.items.kind[kind] }))} />
      <Field {...of('area', unit.area)} hint={hints.area} inputMode="decimal" required />
      <Field {...of('reason')} required />
      <Field {...of('document')} hint={hints.document} required />
      <div class="actions">
        <button class="button main" type="submit">
          {correctSubmit}
        </button>
      </div>
    </DeskForm>
  );
}
