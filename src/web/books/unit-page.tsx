import type { ComponentChildren, JSX } from 'preact';
import type { AccountingPeriod, BusinessDate } from '../../kernel/index.js';
import { unitKinds, type UnitCorrectionView, type UnitKind } from '../../modules/communities/index.js';
import type { BillView, UnitCorrectionRequestView, UnitLedgerView } from '../../modules/fees/index.js';
import { Banner, Card, DataTable, EmptyState, Facts, Field, MoneyLines } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { DeskForm, fieldsOf, RefusalNotice, type FormSeal, type Refusal } from '../desk/form-parts.js';
import { formatMoney } from '../format.js';
import type { Messages } from '../messages/index.js';
import { askedFacts, UnitHistory } from '../workbench/unit-corrections-page.js';

export type UnitDone = keyof Messages['corrections']['done'];

export interface UnitPageView {
  readonly frame: DeskFrame;
  readonly unit: { readonly code: string; readonly label: string; readonly kind: UnitKind; readonly area: string; readonly reference: string };
  readonly ledger: UnitLedgerView;
  readonly corrections: readonly UnitCorrectionView[];
  /** A correction that waits for the owner side: there is one at a time. */
  readonly waiting: UnitCorrectionRequestView | null;
  /** From when to when it is billed; null where it always is. */
  readonly term: { readonly from: BusinessDate | null; readonly to: BusinessDate | null } | null;
  readonly month: AccountingPeriod;
  readonly seal: () => FormSeal;
  readonly done: UnitDone | null;
  /** Of a bill that was taken back: the month in which it is missing now. */
  readonly missing: AccountingPeriod | null;
  readonly refusal: Refusal | null;
}

type Props = { readonly m: Messages; readonly view: UnitPageView };

/** Everything of one unit, and what a bookkeeper puts right of it: its area or kind, its days, a bill that was wrong. */
export function UnitPage({ m, view }: Props): JSX.Element {
  const texts = m.corrections;
  const { frame, unit, done, missing } = view;
  const base = `/b/${frame.community.slug}`;
  return (
    <DeskLayout
      m={m}
      frame={frame}
      head={{ title: texts.unit(unit.code), lead: texts.lead, back: { href: `${base}/units`, label: texts.back } }}
      notice={
        <>
          <RefusalNotice m={m} refusal={view.refusal} />
          {done !== null && (
            <Banner tone="ok" title={texts.done[done]}>
              {missing !== null && <a href={`${base}/bills?month=${missing}#missing`}>{texts.next(m.month(missing))}</a>}
            </Banner>
          )}
        </>
      }
    >
      <Card id="facts" title={unit.label}>
        <UnitFactList m={m} view={view} />
        <MoneyLines
          lines={[
            { label: texts.open, amount: view.ledger.open.toString(), kind: 'total' },
            { label: texts.prepaid, amount: view.ledger.prepaid.toString(), kind: 'sub' },
          ]}
        />
      </Card>
      <Card id="bills" title={texts.bills}>
        <Bills m={m} view={view} />
      </Card>
      <Card id="reverse" title={texts.reverse} note={texts.reverseNote}>
        <Reverse m={m} view={view} />
      </Card>
      <Card id="receipts" title={texts.receipts}>
        <Receipts m={m} view={view} />
      </Card>
      <Card id="settlements" title={texts.settlements}>
        <Settlements m={m} view={view} />
      </Card>
      <Card id="correct" title={texts.correct} note={texts.correctNote}>
        <UnitHistory m={m} corrections={view.corrections} />
        <Correct m={m} view={view} />
      </Card>
      <Card id="term" title={texts.term} note={texts.termNote}>
        <Term m={m} view={view} />
      </Card>
    </DeskLayout>
  );
}

/** Asks for another area or kind: who makes the bills does not say alone what they are made by. */
function Correct({ m, view }: Props): JSX.Element {
  const { fields, hints, correctSubmit, waitsTitle } = m.corrections;
  const { unit, waiting } = view;
  if (waiting !== null)
    return (
      <Banner tone="info" title={waitsTitle}>
        <p>{askedFacts(m, waiting)}</p>
      </Banner>
    );
  const of = fieldsOf(view.refusal, 'fix', fields);
  return (
    <DeskForm action={`/b/${view.frame.community.slug}/units/${unit.code}/corrections`} seal={view.seal()} label={correctSubmit}>
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

type Labels = Messages['corrections']['fields'];

/** Labels by the names that the request has. */
export const termLabels = ({ fromOn: from, toOn: to, termReason: reason }: Labels) => ({ from, to, reason });
export const reversalLabels = ({ seq, returnPayments, backReason: reason }: Labels) => ({ seq, returnPayments, reason });

function UnitFactList({ m, view }: Props): JSX.Element {
  const { facts, always, termOf } = m.corrections;
  const { unit, term } = view;
  const day = (date: BusinessDate | null): string => (date === null ? '' : m.date(date));
  return (
    <Facts
      facts={[
        [facts.kind, m.billing.items.kind[unit.kind]],
        [facts.area, unit.area],
        [facts.reference, unit.reference],
        [facts.term, term === null ? always : termOf(day(term.from), day(term.to))],
      ]}
    />
  );
}

const nameOf = (m: Messages, { period, item }: Pick<BillView, 'period' | 'item'>): string => m.corrections.bill(m.month(period), item);

function Bills({ m, view }: Props): JSX.Element {
  const { columns, bills: caption, states, noBills, countsFrom } = m.corrections;
  if (view.ledger.bills.length === 0) return <EmptyState title={noBills} />;
  return (
    <DataTable
      caption={caption}
      captionHidden
      columns={[
        { label: columns.bill },
        { label: columns.amount, numeric: true },
        { label: columns.paid, numeric: true },
        { label: columns.open, numeric: true },
        { label: columns.dueOn },
        { label: columns.state },
      ]}
      rows={view.ledger.bills.toReversed().map((bill) => ({
        key: String(bill.id),
        cells: [
          bill.bookedOn === null ? nameOf(m, bill) : `${nameOf(m, bill)} (${countsFrom(m.date(bill.bookedOn))})`,
          ...[bill.amount, bill.paid, bill.state === 'VOID' ? bill.paid : bill.open].map((amount) => formatMoney(amount.toString())),
          m.date(bill.dueOn),
          states[bill.state],
        ],
      }))}
    />
  );
}

function Receipts({ m, view }: Props): JSX.Element {
  const { receiptColumns: columns, receipts: caption, noReceipts } = m.corrections;
  if (view.ledger.receipts.length === 0) return <EmptyState title={noReceipts} />;
  return (
    <DataTable
      caption={caption}
      captionHidden
      columns={[{ label: columns.number }, { label: columns.on }, { label: columns.amount, numeric: true }, { label: columns.prepaid, numeric: true }]}
      rows={view.ledger.receipts.toReversed().map((receipt) => ({
        key: receipt.number,
        cells: [
          <a class="button small nowrap" href={`/b/${view.frame.community.slug}/receipts/${receipt.number}`}>
            {receipt.void === null ? receipt.number : `${receipt.number} (${m.feeReceipts.voids[receipt.void.kind]})`}
          </a>,
          m.date(receipt.effectiveOn),
          formatMoney(receipt.amount.toString()),
          formatMoney(receipt.excess.toString()),
        ],
      }))}
    />
  );
}

function Settlements({ m, view }: Props): JSX.Element {
  const { settlementColumns: columns, settlements: caption, noSettlements, byPrepayment } = m.corrections;
  if (view.ledger.settlements.length === 0) return <EmptyState title={noSettlements} />;
  return (
    <DataTable
      caption={caption}
      captionHidden
      columns={[{ label: columns.bill }, { label: columns.by }, { label: columns.on }, { label: columns.amount, numeric: true }]}
      rows={view.ledger.settlements.toReversed().map(({ period, receiptNumber, effectiveOn, amount }, position) => ({
        key: String(position),
        cells: [m.month(period), receiptNumber ?? byPrepayment, m.date(effectiveOn), formatMoney(amount.toString())],
      }))}
    />
  );
}

function Act({
  view,
  act,
  label,
  children,
}: {
  readonly view: UnitPageView;
  readonly act: string;
  readonly label: string;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <DeskForm action={`/b/${view.frame.community.slug}/units/${view.unit.code}/${act}`} seal={view.seal()} label={label}>
      {children}
      <div class="actions">
        <button class="button main" type="submit">
          {label}
        </button>
      </div>
    </DeskForm>
  );
}

function Term({ m, view }: Props): JSX.Element {
  const { fields, termSubmit } = m.corrections;
  const of = fieldsOf(view.refusal, 'term', termLabels(fields));
  return (
    <Act view={view} act="term" label={termSubmit}>
      <Field {...of('from', view.term?.from ?? '')} type="date" />
      <Field {...of('to', view.term?.to ?? '')} type="date" />
      <Field {...of('reason')} required />
    </Act>
  );
}

function Reverse({ m, view }: Props): JSX.Element {
  const { fields, hints, reversible, reverseSubmit, noReversible, returnPayments } = m.corrections;
  const of = fieldsOf(view.refusal, 'back', reversalLabels(fields));
  const standing = view.ledger.bills.filter(({ state }) => state !== 'VOID').toReversed();
  if (standing.length === 0) return <EmptyState title={noReversible} />;
  return (
    <Act view={view} act="reversal" label={reverseSubmit}>
      <Field
        {...of('seq')}
        options={standing.map((bill) => ({
          value: String(bill.entrySeq),
          label: reversible(nameOf(m, bill), formatMoney(bill.amount.toString()), formatMoney(bill.paid.toString())),
        }))}
      />
      <Field {...of('returnPayments', 'no')} options={(['no', 'yes'] as const).map((value) => ({ value, label: returnPayments[value] }))} />
      <Field {...of('reason')} hint={hints.backReason} required />
    </Act>
  );
}
