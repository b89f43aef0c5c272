import type { JSX } from 'preact';
import type { CollectedView, PassedOnView } from '../../modules/operating-income/index.js';
import { Banner, Card, DataTable, EmptyState, Field } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { DeskForm, errorOf, RefusalNotice, typedOr, type FormSeal, type Refusal } from '../desk/form-parts.js';
import { formatMoney } from '../format.js';
import type { Messages } from '../messages/index.js';

export interface CollectedPageView {
  readonly frame: DeskFrame;
  readonly collected: readonly CollectedView[];
  readonly passedOn: readonly PassedOnView[];
  readonly seal: FormSeal;
  readonly done: 'passed-on' | 'taken-back' | null;
  readonly refusal: Refusal | null;
}

type Props = { readonly m: Messages; readonly view: CollectedPageView };

/** What came in for others, what of it is held, the form that passes it on, and the one that takes that back. */
export function CollectedPage({ m, view }: Props): JSX.Element {
  const { collected: texts } = m;
  const base = `/b/${view.frame.community.slug}`;
  const held = view.collected.filter((row) => row.held.isPositive);
  return (
    <DeskLayout
      m={m}
      frame={view.frame}
      head={{ title: texts.title, lead: texts.lead, back: { href: `${base}/income`, label: texts.back } }}
      notice={
        <>
          <RefusalNotice m={m} refusal={view.refusal} />
          {view.done === 'taken-back' && <Banner tone="ok" title={texts.takenBack} />}
          {view.done === 'passed-on' && (
            <Banner tone="ok" title={texts.done}>
              <a href={`${base}/requests`}>{texts.doneNext}</a>
            </Banner>
          )}
        </>
      }
    >
      <Card id="held" title={texts.list} note={texts.listNote}>
        {view.collected.length === 0 ? <EmptyState title={texts.none}>{texts.noneHint}</EmptyState> : <Held m={m} collected={view.collected} />}
      </Card>
      {held.length > 0 && (
        <Card id="pass-on" title={texts.passOn} note={texts.passOnNote}>
          <PassOn m={m} view={view} held={held} />
        </Card>
      )}
      {view.passedOn.length > 0 && (
        <Card id="passed-on" title={texts.passedOn}>
          <PassedOn m={m} passedOn={view.passedOn} />
        </Card>
      )}
      {view.passedOn.some(({ canBeTakenBack }) => canBeTakenBack) && (
        <Card id="take-back" title={texts.takeBack} note={texts.takeBackNote}>
          <TakeBack m={m} view={view} />
        </Card>
      )}
    </DeskLayout>
  );
}

function Held({ m, collected }: { readonly m: Messages; readonly collected: readonly CollectedView[] }): JSX.Element {
  const { columns, list } = m.collected;
  return (
    <DataTable
      caption={list}
      captionHidden
      columns={[
        { label: columns.payee },
        { label: columns.received, numeric: true },
        { label: columns.passedOn, numeric: true },
        { label: columns.held, numeric: true },
        { label: columns.heldSince },
      ]}
      rows={collected.map(({ payee, name, received, passedOn, held, heldSince }) => ({
        key: payee,
        cells: [`${payee} ${name}`, ...[received, passedOn, held].map((amount) => formatMoney(amount.toString())), heldSince === null ? '' : m.date(heldSince)],
      }))}
    />
  );
}

function PassedOn({ m, passedOn }: { readonly m: Messages; readonly passedOn: readonly PassedOnView[] }): JSX.Element {
  const { passedOnColumns: columns, passedOn: caption, states } = m.collected;
  const stateOf = ({ takenBackOn, takenBackReason, canBeTakenBack }: PassedOnView): string =>
    takenBackOn !== null ? states.takenBack(m.date(takenBackOn), takenBackReason ?? '') : canBeTakenBack ? states.waiting : states.inPayout;
  return (
    <DataTable
      caption={caption}
      captionHidden
      columns={[
        { label: columns.number },
        { label: columns.payee },
        { label: columns.words },
        { label: columns.on },
        { label: columns.amount, numeric: true },
        { label: columns.state },
      ]}
      rows={passedOn.map((row) => ({
        key: row.number,
        cells: [row.number, `${row.payee} ${row.name}`, row.description, m.date(row.on), formatMoney(row.amount.toString()), stateOf(row)],
      }))}
    />
  );
}

function TakeBack({ m, view }: Props): JSX.Element {
  const { fields, hints, takeBackOption, takeBackSubmit } = m.collected;
  const of = (name: 'number' | 'reason') => ({ name, label: fields[name], value: typedOr(view.refusal, name), error: errorOf(view.refusal, name) });
  const open = view.passedOn.filter(({ canBeTakenBack }) => canBeTakenBack);
  return (
    <DeskForm action={`/b/${view.frame.community.slug}/collected/undo`} seal={view.seal}>
      <Field
        {...of('number')}
        options={open.map(({ number, payee, name, amount }) => ({
          value: number,
          label: takeBackOption(number, `${payee} ${name}`, formatMoney(amount.toString())),
        }))}
      />
      <Field {...of('reason')} hint={hints.reason} required />
      <div class="actions">
        <button class="button" type="submit">
          {takeBackSubmit}
        </button>
      </div>
    </DeskForm>
  );
}

function PassOn({ m, view, held }: Props & { readonly held: readonly CollectedView[] }): JSX.Element {
  const { fields, hints, submit } = m.collected;
  const of = (name: keyof typeof fields) => ({ name, label: fields[name], value: typedOr(view.refusal, name), error: errorOf(view.refusal, name) });
  return (
    <DeskForm action={`/b/${view.frame.community.slug}/collected`} seal={view.seal} multipart>
      <Field
        {...of('payee')}
        options={held.map(({ payee, name, held: left }) => ({ value: payee, label: m.collected.option(`${payee} ${name}`, formatMoney(left.toString())) }))}
      />
      <Field {...of('amount')} inputMode="decimal" required />
      <Field {...of('period')} hint={hints.period} required />
      <Field {...of('description')} hint={hints.description} required />
      <Field {...of('invoiceNo')} />
      <Field {...of('document')} value="" type="file" hint={hints.document} required />
      <div class="actions">
        <button class="button main" type="submit">
          {submit}
        </button>
      </div>
    </DeskForm>
  );
}
