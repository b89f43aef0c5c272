import type { JSX } from 'preact';
import type { AccountingPeriod, BusinessDate, Instant } from '../../kernel/index.js';
import { Banner, Card, DataTable, EmptyState, Field, FilterBar, MoneyLines, StatusTag } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { DeskForm, errorOf, RefusalNotice, typedOr, type FormSeal, type Refusal } from '../desk/form-parts.js';
import { formatMoney } from '../format.js';
import type { Messages } from '../messages/index.js';
import { SupplementCard, type SupplementFact } from './supplement-card.js';

/** The month's bills: run, tried, or why they cannot be run. Amounts in yuan as text. */
export type BillsFact =
  | {
      readonly kind: 'done';
      readonly bills: number;
      readonly total: string;
      readonly ranAt: Instant;
      /** Null once the month is closed. */
      readonly undo: FormSeal | null;
      readonly refusedHref: string | null;
    }
  | {
      readonly kind: 'trial';
      readonly households: number;
      readonly total: string;
      readonly byItem: readonly { readonly item: string; readonly bills: number; readonly total: string }[];
      readonly withoutRate: readonly { readonly unitCode: string; readonly item: string }[];
      readonly withoutReading: readonly { readonly unitCode: string; readonly item: string }[];
      readonly fingerprint: string;
      readonly previousTotal: string | null;
      readonly change: string | null;
      readonly prepaymentApplied: string;
      readonly differences: readonly {
        readonly unitCode: string;
        readonly item: string;
        readonly kind: 'NEW' | 'CHANGED' | 'GONE';
        readonly amount: string | null;
        readonly previousAmount: string | null;
      }[];
      readonly seal: FormSeal;
    }
  | { readonly kind: 'blocked'; readonly why: string };

export type IncomeFact =
  | { readonly kind: 'done'; readonly charges: number; readonly total: string; readonly accruedAt: Instant }
  | {
      readonly kind: 'open';
      readonly due: readonly { readonly code: string; readonly asset: string; readonly dueOn: BusinessDate; readonly amount: string }[];
      readonly total: string;
      readonly seal: FormSeal;
    };

export const billsDone = ['bills', 'income', 'undone', 'supplement', 'supplementUndone'] as const;
export type BillsDone = (typeof billsDone)[number];

export interface BillsView {
  readonly frame: DeskFrame;
  readonly month: AccountingPeriod;
  readonly months: readonly AccountingPeriod[];
  readonly bills: BillsFact;
  readonly income: IncomeFact;
  /** What a month that was billed lacks; null while it was not. */
  readonly supplement: SupplementFact | null;
  readonly done: BillsDone | null;
  readonly refusal: Refusal | null;
}

type Props = { readonly m: Messages; readonly view: BillsView };

const DIFFERENCES_SHOWN = 30;

/** Bills and common income of a month: tried first, then confirmed. */
export function BillsPage({ m, view }: Props): JSX.Element {
  const texts = m.books.bills;
  const base = `/b/${view.frame.community.slug}/bills`;
  return (
    <DeskLayout
      m={m}
      frame={view.frame}
      head={{ title: texts.title, lead: texts.lead }}
      notice={
        <>
          <RefusalNotice m={m} refusal={view.refusal} />
          {view.done !== null && (
            <Banner
              tone="ok"
              title={
                {
                  bills: texts.billsDone,
                  income: texts.accrueDone,
                  undone: m.billing.run.undone,
                  supplement: m.corrections.billed,
                  supplementUndone: m.corrections.undone,
                }[view.done]
              }
            />
          )}
        </>
      }
    >
      <p class="actions no-print">
        <a class="button small" href={`/b/${view.frame.community.slug}/fee-items`}>
          {m.billing.run.items}
        </a>
        <a class="button small" href={`/b/${view.frame.community.slug}/arrears`}>
          {m.billing.arrears.title}
        </a>
        <a class="button small" href={`/b/${view.frame.community.slug}/work`}>
          {m.work.title}
        </a>
      </p>
      {view.months.length > 1 && (
        <section class="card" aria-label={texts.month}>
          <FilterBar m={m} action={base}>
            <Field name="month" label={texts.month} value={view.month} options={view.months.map((month) => ({ value: month, label: m.month(month) }))} />
          </FilterBar>
        </section>
      )}
      <div class="two">
        <div class="first">
          <Bills m={m} view={view} />
          {view.supplement !== null && (
            <SupplementCard m={m} base={`/b/${view.frame.community.slug}`} month={view.month} fact={view.supplement} refusal={view.refusal} />
          )}
        </div>
        <div class="beside">
          <Income m={m} view={view} />
        </div>
      </div>
    </DeskLayout>
  );
}

function Bills({ m, view }: Props): JSX.Element {
  const texts = m.books.bills;
  const { bills, month, frame } = view;
  if (bills.kind === 'blocked')
    return (
      <Card id="bills" title={texts.preview(m.month(month))}>
        <Banner tone="warn" title={texts.blocked}>
          <p>{bills.why}</p>
        </Banner>
      </Card>
    );
  if (bills.kind === 'done')
    return (
      <Card id="bills" title={texts.preview(m.month(month))} note={texts.ranAt(m.moment(bills.ranAt))}>
        <p>
          <StatusTag tone="done">{texts.done}</StatusTag>
        </p>
        <MoneyLines lines={[{ label: texts.total, note: m.billing.run.bills(bills.bills), amount: bills.total, kind: 'total' }]} />
        {bills.refusedHref !== null && <RefusedFile m={m} href={bills.refusedHref} />}
        {bills.undo === null ? <p class="note">{m.corrections.closedMonth}</p> : <UndoForm m={m} view={view} seal={bills.undo} />}
      </Card>
    );
  return (
    <Card id="bills" title={texts.preview(m.month(month))} note={texts.previewNote}>
      <MoneyLines
        lines={[
          ...(bills.previousTotal === null ? [] : [{ label: texts.previous, amount: bills.previousTotal }]),
          ...(bills.byItem.length > 1
            ? bills.byItem.map(({ item, bills: count, total }) => ({ label: item, note: m.billing.run.bills(count), amount: total }))
            : []),
          ...(bills.change === null ? [] : [{ label: texts.change, amount: bills.change }]),
          { label: texts.total, note: `${texts.households} ${bills.households}`, amount: bills.total, kind: 'total' as const },
          { label: texts.prepaid, amount: bills.prepaymentApplied, kind: 'sub' as const },
        ]}
      />
      <Lacking title={m.billing.run.withoutRate} tone="bad" rows={bills.withoutRate} />
      <Lacking title={m.billing.run.withoutReading} tone="warn" rows={bills.withoutReading} />
      {bills.withoutRate.length + bills.withoutReading.length > 0 && <RefusedFile m={m} href={`/b/${frame.community.slug}/bills/refused.csv?month=${month}`} />}
      <Differences m={m} bills={bills} />
      <p class="actions no-print">
        <a class="button small" href={`/b/${frame.community.slug}/bills/trial.csv?month=${month}`}>
          {m.corrections.differencesCsv}
        </a>
      </p>
      <p class="note">{texts.confirmNote}</p>
      <DeskForm action={`/b/${frame.community.slug}/bills`} seal={bills.seal} values={{ period: month, fingerprint: bills.fingerprint }}>
        <div class="actions">
          <button class="button main" type="submit">
            {texts.confirm}
          </button>
        </div>
      </DeskForm>
    </Card>
  );
}

function Differences({ m, bills }: { readonly m: Messages; readonly bills: Extract<BillsFact, { kind: 'trial' }> }): JSX.Element {
  const texts = m.books.bills;
  if (bills.previousTotal === null) return <p class="note">{texts.first}</p>;
  if (bills.differences.length === 0) return <p>{texts.same}</p>;
  const shown = bills.differences.slice(0, DIFFERENCES_SHOWN);
  return (
    <>
      <DataTable
        caption={texts.differences}
        columns={[{ label: texts.unit }, { label: texts.before, numeric: true }, { label: texts.now, numeric: true }]}
        rows={shown.map(({ unitCode, item, kind, amount, previousAmount }) => ({
          key: `${unitCode}/${item}`,
          cells: [
            `${unitCode} ${item === 'PM' ? '' : `${item} `}${texts.kinds[kind]}`,
            previousAmount === null ? '—' : formatMoney(previousAmount),
            amount === null ? '—' : formatMoney(amount),
          ],
        }))}
      />
      {bills.differences.length > shown.length && <p class="note">{texts.more(bills.differences.length - shown.length)}</p>}
    </>
  );
}

function RefusedFile({ m, href }: { readonly m: Messages; readonly href: string }): JSX.Element {
  return (
    <p class="actions">
      <a class="button small" href={href}>
        {m.billRefusals.download}
      </a>
    </p>
  );
}

/** Units of which something is missing, each with the item. */
function Lacking({
  title,
  tone,
  rows,
}: {
  readonly title: string;
  readonly tone: 'bad' | 'warn';
  readonly rows: readonly { readonly unitCode: string; readonly item: string }[];
}): JSX.Element | null {
  if (rows.length === 0) return null;
  const shown = rows.slice(0, DIFFERENCES_SHOWN);
  return (
    <Banner tone={tone} title={`${title} (${rows.length})`}>
      <p>
        {shown.map(({ unitCode, item }) => `${unitCode} ${item}`).join(' · ')}
        {rows.length > shown.length && ' …'}
      </p>
    </Banner>
  );
}

function UndoForm({ m, view, seal }: Props & { readonly seal: FormSeal }): JSX.Element {
  const texts = m.billing.run;
  return (
    <DeskForm action={`/b/${view.frame.community.slug}/bills/undo`} seal={seal} values={{ period: view.month }} label={texts.undo}>
      <Field
        name="reason"
        label={texts.reason}
        hint={texts.undoNote}
        value={typedOr(view.refusal, 'reason')}
        error={errorOf(view.refusal, 'reason')}
        required
      />
      <div class="actions">
        <button class="button" type="submit">
          {texts.undo}
        </button>
      </div>
    </DeskForm>
  );
}

function Income({ m, view }: Props): JSX.Element {
  const texts = m.books.bills;
  const { income, month, frame } = view;
  const title = texts.income(m.month(month));
  if (income.kind === 'done')
    return (
      <Card id="income" title={title} note={texts.accruedAt(m.moment(income.accruedAt))}>
        <p>
          <StatusTag tone="done">{texts.incomeDone}</StatusTag>
        </p>
        <MoneyLines lines={[{ label: texts.incomeTotal, amount: income.total, kind: 'total' }]} />
      </Card>
    );
  return (
    <Card id="income" title={title} note={texts.incomeNote}>
      {income.due.length === 0 && <EmptyState title={texts.incomeEmpty} />}
      <MoneyLines
        lines={[
          ...income.due.map(({ code, asset, dueOn, amount }) => ({ label: asset, note: `${code} · ${texts.due(m.shortDate(dueOn))}`, amount })),
          { label: texts.incomeTotal, amount: income.total, kind: 'total' as const },
        ]}
      />
      <DeskForm action={`/b/${frame.community.slug}/income`} seal={income.seal} values={{ period: month }}>
        <div class="actions">
          <button class="button main" type="submit">
            {texts.accrue}
          </button>
        </div>
      </DeskForm>
    </Card>
  );
}
