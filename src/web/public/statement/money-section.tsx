import type { JSX } from 'preact';
import { Money } from '../../../kernel/index.js';
import type { Columns, FlowLine, FundFlow, MoneySection, SnapshotSections } from '../../../modules/statements/index.js';
import { Card, ChartKey, DataTable, MoneyLines, MoneyTable, More, Waterfall, type MoneyRow, type Row, type WaterfallStep } from '../../components/index.js';
import { formatMoney } from '../../format.js';
import type { Messages } from '../../messages/index.js';

type Props = { readonly m: Messages; readonly money: MoneySection };

/** Property fees and common income each with their own opening + in − out = closing; the two small funds below. */
export function BooksSection({ m, money }: Props): JSX.Element {
  const [main, small] = [
    money.funds.filter((flow) => flow.fund === 'SVC' || flow.fund === 'COM'),
    money.funds.filter((flow) => flow.fund === 'QLT' || flow.fund === 'TRN'),
  ];
  const moving = small.filter((flow) => [flow.opening, flow.received, flow.paid, flow.closing].some((columns) => columns.month !== '0.00'));
  return (
    <Card id="books" title={m.statement.books.title} note={m.statement.books.note}>
      <div class="funds">
        {main.map((flow) => (
          <Book key={flow.fund} m={m} flow={flow} />
        ))}
      </div>
      {moving.length > 0 && (
        <MoneyLines
          lines={moving.map((flow) => ({
            label: m.funds[flow.fund],
            note: m.statement.books.small([flow.opening, flow.received, flow.paid].map((columns) => formatMoney(columns.month)) as [string, string, string]),
            amount: flow.closing.month,
          }))}
        />
      )}
    </Card>
  );
}

function Book({ m, flow }: { readonly m: Messages; readonly flow: FundFlow }): JSX.Element {
  const { equation } = m.statement;
  return (
    <div>
      <h3 class="fund-name">
        {m.funds[flow.fund]}
        <small>{m.fundNotes[flow.fund]}</small>
      </h3>
      <MoneyLines
        lines={[
          { label: equation.opening, amount: flow.opening.month },
          { label: equation.received, amount: flow.received.month },
          { label: equation.paid, amount: negated(flow.paid.month) },
          { label: equation.closing, amount: flow.closing.month, kind: 'total' },
        ]}
      />
    </div>
  );
}

const negated = (amount: string): string => Money.parse(amount).negated().toString();

/** Where the money came from and where it went, without what only moved between funds. */
export function SpentSection({ m, sections }: { readonly m: Messages; readonly sections: SnapshotSections }): JSX.Element {
  const { money, cover } = sections;
  const during = m.statement.during(m.date(cover.from), m.date(cover.to));
  const [receipts, payments] = [outside(m, money, 'receipts'), outside(m, money, 'payments')];
  return (
    <div class="pair">
      <Card id="in" title={m.statement.in.title}>
        {receipts.length === 0 ? (
          <p>{m.statement.in.empty}</p>
        ) : (
          <MoneyTable m={m} caption={during} rows={receipts} total={{ label: m.statement.in.total, amount: money.total.received.month }} />
        )}
      </Card>
      <Card id="out" title={m.statement.out.title}>
        {payments.length === 0 ? (
          <p>{m.statement.out.empty}</p>
        ) : (
          <MoneyTable m={m} caption={during} rows={payments} total={{ label: m.statement.out.total, amount: money.total.paid.month }} />
        )}
      </Card>
    </div>
  );
}

/** Lines of the month with money in them that crossed the account's edge, with the fund each belongs to. */
function outside(m: Messages, money: MoneySection, side: 'receipts' | 'payments'): MoneyRow[] {
  return money.funds.flatMap((flow) =>
    flow[side]
      .filter((line) => !internal(line.kind) && line.month !== '0.00')
      .map((line) => ({
        label: lineLabel(m, line.kind),
        amount: line.month,
        ...(!obvious.has(line.kind) && { note: m.statement[side === 'receipts' ? 'in' : 'out'].fund(m.funds[flow.fund]) }),
      })),
  );
}

/** Receipts whose fund goes without saying. */
const obvious: ReadonlySet<string> = new Set(['FEES', 'COMMON_INCOME', 'UNIDENTIFIED']);
const internal = (kind: string): boolean => kind === 'FROM_OTHER_FUND' || kind === 'TO_OTHER_FUND';

function lineLabel(m: Messages, kind: FundFlow['receipts'][number]['kind'] | FundFlow['payments'][number]['kind']): string {
  return kind in m.receipts ? m.receipts[kind as keyof Messages['receipts']] : m.payments[kind as keyof Messages['payments']];
}

/** The month as steps from the opening to the closing balance, and the full table of receipts and payments behind it. */
export function FlowSection({ m, money, isYear }: Props & { readonly isYear: boolean }): JSX.Element {
  const { flow, detail } = m.statement;
  const columns = [{ label: m.money.item }, ...[detail.month, detail.previous, ...(isYear ? [] : [detail.year])].map((label) => ({ label, numeric: true }))];
  return (
    <Card id="flow" title={flow.title}>
      <ChartKey
        entries={[
          { ink: 'line', label: flow.balance },
          { ink: 'in', label: flow.received },
          { ink: 'out', label: flow.paid },
        ]}
      />
      <Waterfall steps={waterfallSteps(m, money)} />
      <More label={detail.open}>
        <DataTable caption={detail.caption} columns={columns} rows={detailRows(m, money, isYear)} />
      </More>
      {money.budget && <BudgetTable m={m} budget={money.budget} />}
    </Card>
  );
}

/** What the owners allowed for the year beside what was paid of it. */
function BudgetTable({ m, budget }: { readonly m: Messages; readonly budget: NonNullable<MoneySection['budget']> }): JSX.Element {
  const { columns, published } = m.budget;
  const names: Readonly<Record<string, string>> = m.budget.lines;
  const title = published.title(budget.year);
  return (
    <>
      <h3>{title}</h3>
      <p class="note">{published.note(budget.resolution)}</p>
      <DataTable
        caption={title}
        captionHidden
        columns={[{ label: columns.line }, ...[columns.budget, published.paid, columns.left].map((label) => ({ label, numeric: true }))]}
        rows={budget.lines.map(({ fund, code, amount, paid, left }) => ({
          key: `${fund}-${code}`,
          cells: [names[`${fund} ${code}`] ?? `${fund} ${code}`, ...[amount, paid, left].map(formatMoney)],
        }))}
      />
    </>
  );
}

function waterfallSteps(m: Messages, money: MoneySection): WaterfallStep[] {
  const { total, funds } = money;
  const lines = (side: 'receipts' | 'payments'): WaterfallStep[] =>
    funds.flatMap((flow) =>
      flow[side]
        .filter((line) => !internal(line.kind) && line.month !== '0.00')
        .map((line) => ({ label: lineLabel(m, line.kind), amount: side === 'receipts' ? line.month : negated(line.month) })),
    );
  return [
    { label: m.statement.flow.start, amount: total.opening.month, total: true },
    ...lines('receipts'),
    ...lines('payments'),
    { label: m.statement.flow.end, amount: total.closing.month, total: true },
  ];
}

/** Whether a fund held or moved anything in any of the columns. */
function moved(flow: FundFlow): boolean {
  return [flow.opening, flow.received, flow.paid, flow.closing].some(({ month, previous, yearToDate }) =>
    [month, previous ?? '0.00', yearToDate].some((amount) => amount !== '0.00'),
  );
}

function detailRows(m: Messages, money: MoneySection, isYear: boolean): Row[] {
  const { detail } = m.statement;
  const cells = (label: string, columns: Columns): Row['cells'] => [
    label,
    formatMoney(columns.month),
    columns.previous === null ? detail.none : formatMoney(columns.previous),
    ...(isYear ? [] : [formatMoney(columns.yearToDate)]),
  ];
  const frame = (at: string, flow: Pick<FundFlow, 'opening' | 'closing'>, middle: Row[]): Row[] => [
    { key: `${at}-opening`, cells: cells(detail.opening, flow.opening) },
    ...middle,
    { key: `${at}-closing`, cells: cells(detail.closing, flow.closing), kind: 'subtotal' },
  ];
  const line = (at: string, { kind, ...columns }: FlowLine<FundFlow['receipts'][number]['kind'] | FundFlow['payments'][number]['kind']>): Row => ({
    key: `${at}-${kind}`,
    cells: cells(lineLabel(m, kind), columns),
  });
  const { total } = money;
  return [
    ...money.funds
      .filter(moved)
      .flatMap((flow): Row[] => [
        { key: flow.fund, cells: [m.funds[flow.fund]], kind: 'group' },
        ...frame(flow.fund, flow, [...flow.receipts.map((entry) => line(flow.fund, entry)), ...flow.payments.map((entry) => line(`${flow.fund}-out`, entry))]),
      ]),
    { key: 'all', cells: [detail.all], kind: 'group' },
    ...frame('all', total, [
      { key: 'all-received', cells: cells(detail.received, total.received) },
      { key: 'all-paid', cells: cells(detail.paid, total.paid) },
      { key: 'all-moved', cells: cells(detail.moved, total.moved) },
    ]),
  ];
}
