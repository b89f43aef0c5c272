import type { ComponentChildren, JSX } from 'preact';
import type { LeaseView, OpenChargeView } from '../../modules/operating-income/index.js';
import { Banner, Card, DataTable, EmptyState, Field } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { DeskForm, fieldsOf, RefusalNotice, type FormSeal, type Refusal } from '../desk/form-parts.js';
import { formatMoney } from '../format.js';
import type { Messages } from '../messages/index.js';

export type LeasesDone = keyof Messages['leases']['done'];

export interface LeasesView {
  readonly frame: DeskFrame;
  readonly leases: readonly LeaseView[];
  readonly running: readonly LeaseView[];
  readonly charges: readonly OpenChargeView[];
  /** Leases that paid ahead, in yuan. */
  readonly advances: readonly { readonly code: string; readonly inAdvance: string }[];
  readonly seal: () => FormSeal;
  readonly done: LeasesDone | null;
  /** What a file would add, after a look at it. */
  readonly looked: { readonly added: number; readonly assetsAdded: number; readonly unchanged: number } | null;
  readonly refusal: Refusal | null;
}

type Props = { readonly m: Messages; readonly view: LeasesView };

/** Every lease, and what may happen to one: it ends early, a charge is written off, an advance goes back. */
export function LeasesPage({ m, view }: Props): JSX.Element {
  const texts = m.leases;
  const base = `/b/${view.frame.community.slug}`;
  return (
    <DeskLayout
      m={m}
      frame={view.frame}
      head={{ title: texts.title, lead: texts.lead, back: { href: `${base}/income`, label: texts.back } }}
      notice={
        <>
          <RefusalNotice m={m} refusal={view.refusal} />
          {view.done !== null && <Banner tone="ok" title={texts.done[view.done]} />}
          {view.looked !== null && <Banner tone="info" title={texts.add.looked(view.looked.added, view.looked.assetsAdded, view.looked.unchanged)} />}
        </>
      }
    >
      <Card id="list" title={texts.list}>
        <p class="actions no-print">
          <a class="button small" href={`${base}/leases.csv`}>
            {texts.csv}
          </a>
        </p>
        <List m={m} leases={view.leases} />
      </Card>
      <Add m={m} view={view} />
      <End m={m} view={view} />
      <WriteOff m={m} view={view} />
      <Refund m={m} view={view} />
    </DeskLayout>
  );
}

function List({ m, leases }: { readonly m: Messages; readonly leases: readonly LeaseView[] }): JSX.Element {
  const { columns, schedules, list, ended } = m.leases;
  if (leases.length === 0) return <EmptyState title={m.income.leases.empty}>{m.income.leases.emptyHint}</EmptyState>;
  return (
    <DataTable
      caption={list}
      captionHidden
      columns={[{ label: columns.code }, { label: columns.asset }, { label: columns.counterparty }, { label: columns.terms }, { label: columns.days }]}
      rows={leases.map((lease) => ({
        key: lease.code,
        cells: [
          lease.code,
          lease.asset,
          lease.counterparty,
          `${formatMoney(lease.amount.toString())} ${schedules[lease.schedule]}`,
          lease.endedOn === null ? m.shortTerm(lease.from, lease.to) : ended(m.date(lease.endedOn)),
        ],
      }))}
    />
  );
}

function Act({
  view,
  act,
  label,
  multipart = false,
  children,
}: {
  readonly view: LeasesView;
  readonly act: 'import' | 'end' | 'write-off' | 'refund';
  readonly label: string;
  readonly multipart?: boolean;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <DeskForm action={`/b/${view.frame.community.slug}/leases/${act}`} seal={view.seal()} label={label} multipart={multipart}>
      {children}
      <div class="actions">
        <button class="button main" type="submit">
          {label}
        </button>
      </div>
    </DeskForm>
  );
}

function Add({ m, view }: Props): JSX.Element {
  const { add: texts } = m.leases;
  const of = fieldsOf(view.refusal, 'new', { file: texts.file, confirm: texts.confirm });
  return (
    <Card id="add" title={texts.title} note={texts.note}>
      <Act view={view} act="import" label={texts.submit} multipart>
        <Field {...of('file')} value="" type="file" required />
        <Field {...of('confirm', 'look')} options={(['look', 'record'] as const).map((value) => ({ value, label: texts.choices[value] }))} />
      </Act>
    </Card>
  );
}

function End({ m, view }: Props): JSX.Element {
  const { end: texts, fields } = m.leases;
  const of = fieldsOf(view.refusal, 'end', fields);
  return (
    <Card id="end" title={texts.title} note={texts.note}>
      {view.running.length === 0 ? (
        <EmptyState title={texts.none} />
      ) : (
        <Act view={view} act="end" label={texts.submit} multipart>
          <Field {...of('lease')} options={view.running.map(({ code, asset }) => ({ value: code, label: `${code} ${asset}` }))} />
          <Field {...of('lastDay')} type="date" required />
          <Field {...of('reason')} required />
          <Field {...of('file')} value="" type="file" required />
        </Act>
      )}
    </Card>
  );
}

function WriteOff({ m, view }: Props): JSX.Element {
  const { writeOff: texts, fields } = m.leases;
  const of = fieldsOf(view.refusal, 'off', fields);
  return (
    <Card id="write-off" title={texts.title} note={texts.note}>
      {view.charges.length === 0 ? (
        <EmptyState title={texts.none} />
      ) : (
        <Act view={view} act="write-off" label={texts.submit}>
          <Field
            {...of('charge')}
            options={view.charges.map(({ leaseCode, period, open }) => ({
              value: `${leaseCode} ${period}`,
              label: texts.charge(leaseCode, m.month(period), formatMoney(open.toString())),
            }))}
          />
          <Field {...of('amount')} inputMode="decimal" required />
          <Field {...of('resolution')} required />
          <Field {...of('reason')} required />
        </Act>
      )}
    </Card>
  );
}

function Refund({ m, view }: Props): JSX.Element {
  const { refund: texts, fields } = m.leases;
  const of = fieldsOf(view.refusal, 'back', fields);
  return (
    <Card id="refund" title={texts.title} note={texts.note}>
      {view.advances.length === 0 ? (
        <EmptyState title={texts.none} />
      ) : (
        <Act view={view} act="refund" label={texts.submit}>
          <Field {...of('lease')} options={view.advances.map(({ code, inAdvance }) => ({ value: code, label: texts.lease(code, formatMoney(inAdvance)) }))} />
          <Field {...of('amount')} inputMode="decimal" required />
          <Field {...of('reason')} required />
          <Field {...of('payee')} hint={texts.payeeHint} autocomplete="off" />
        </Act>
      )}
    </Card>
  );
}
