import type { JSX } from 'preact';
import type { AccountingPeriod, BusinessDate, Instant } from '../../kernel/index.js';
import { Banner, Card, DataTable, EmptyState, Field, FilterBar, MoneyLines, StatusTag } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { DeskForm, RefusalNotice, type FormSeal, type Refusal } from '../desk/form-parts.js';
import { formatMoney } from '../format.js';
import type { Messages } from '../messages/index.js';

/** The month's bills: run, tried, or why they cannot be run. Amounts in yuan as text. */
export type BillsFact =
  | { readonly kind: 'done'; readonly bills: number; readonly total: string; readonly ranAt: Instant }
  | {
      readonly kind: 'trial';
      readonly households: number;
      readonly total: string;
      readonly previousTotal: string | null;
      readonly change: string | null;
      readonly prepaymentApplied: string;
      readonly differences: readonly {
        readonly unitCode: string;
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

export interface BillsView {
  readonly frame: DeskFrame;
  readonly month: AccountingPeriod;
  readonly months: readonly AccountingPeriod[];
  readonly bills: BillsFact;
  readonly income: IncomeFact;
  readonly done: 'bills' | 'income' | null;
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
          {view.done !== null && <Banner tone="ok" title={view.done === 'bills' ? texts.billsDone : texts.accrueDone} />}
        </>
      }
    >
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
        <MoneyLines lines={[{ label: texts.total, note: `${texts.households} ${bills.bills}`, amount: bills.total, kind: 'total' }]} />
      </Card>
    );
  return (
    <Card id="bills" title={texts.preview(m.month(month))} note={texts.previewNote}>
      <MoneyLines
        lines={[
          ...(bills.previousTotal === null ? [] : [{ label: texts.previous, amount: bills.previousTotal }]),
          ...(bills.change === null ? [] : [{ label: texts.change, amount: bills.change }]),
          { label: texts.total, note: `${texts.households} ${bills.households}`, amount: bills.total, kind: 'total' as const },
          { label: texts.prepaid, amount: bills.prepaymentApplied, kind: 'sub' as const },
        ]}
      />
      <Differences m={m} bills={bills} />
      <p class="note">{texts.confirmNote}</p>
      <DeskForm action={`/b/${frame.community.slug}/bills`} seal={bills.seal} values={{ period: month }}>
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
        rows={shown.map(({ unitCode, kind, amount, previousAmount }) => ({
          key: unitCode,
          cells: [`${unitCode} ${texts.kinds[kind]}`, previousAmount === null ? '—' : formatMoney(previousAmount), amount === null ? '—' : formatMoney(amount)],
        }))}
      />
      {bills.differences.length > shown.length && <p class="note">{texts.more(bills.differences.length - shown.length)}</p>}
    </>
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
