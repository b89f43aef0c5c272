import type { JSX } from 'preact';
import type { OwnerToJoin, UnitCodesIssued } from '../../modules/identity/index.js';
import { Banner, Card, DataTable, Facts, Field } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { DeskForm, fieldsOf, RefusalNotice, type FormSeal, type Refusal } from '../desk/form-parts.js';
import type { Messages } from '../messages/index.js';

export interface UnitCodesView {
  readonly frame: DeskFrame;
  readonly path: string;
  readonly owners: readonly OwnerToJoin[];
  /** What was just issued, this once, and where the letters send people. */
  readonly issued: (UnitCodesIssued & { readonly joinAt: string }) | null;
  readonly seal: FormSeal;
  readonly refusal: Refusal | null;
}

/** Codes for the owners of units: made, printed as letters, and where each unit stands. */
export function UnitCodesPage({ m, view }: { readonly m: Messages; readonly view: UnitCodesView }): JSX.Element {
  const texts = m.owners.codes;
  const field = fieldsOf(view.refusal, 'codes', { unit: texts.unit });
  return (
    <DeskLayout m={m} frame={view.frame} head={{ title: texts.title, lead: texts.lead }} notice={<RefusalNotice m={m} refusal={view.refusal} />}>
      {view.issued === null ? (
        <>
          <Card id="make" title={texts.make} note={texts.makeNote}>
            <DeskForm action={view.path} seal={view.seal}>
              <Field {...field('unit')} autocomplete="off" />
              <button class="button" type="submit">
                {texts.submit}
              </button>
            </DeskForm>
          </Card>
          <Card id="state" title={texts.state}>
            <DataTable
              caption={texts.state}
              captionHidden
              short
              columns={[{ label: texts.columns.unit }, { label: texts.columns.code }, { label: texts.columns.members, numeric: true }]}
              rows={view.owners.map(({ code, hasCode, members }) => ({
                key: code,
                cells: [code, hasCode ? texts.issued : texts.none, String(members)],
              }))}
            />
          </Card>
        </>
      ) : (
        <Letters m={m} path={view.path} issued={view.issued} />
      )}
    </DeskLayout>
  );
}

function Letters({ m, path, issued }: { readonly m: Messages; readonly path: string; readonly issued: NonNullable<UnitCodesView['issued']> }): JSX.Element {
  const texts = m.owners.codes;
  const until = m.date(issued.expiresOn);
  return (
    <>
      <div class="no-print">
        <Banner tone="warn" title={texts.once}>
          <p>{texts.printed(issued.codes.length, until)}</p>
          <p>
            <a class="button" href={path}>
              {texts.done}
            </a>
          </p>
        </Banner>
      </div>
      {issued.codes.map(({ unit, label, code }) => (
        <Card key={unit} id={`unit-${unit}`} title={texts.letter(label)} note={texts.letterText}>
          <Facts
            facts={[
              [texts.where, issued.joinAt],
              [texts.code, <b>{code}</b>],
            ]}
          />
          <p class="note">{texts.until(until)}</p>
        </Card>
      ))}
    </>
  );
}
