import type { JSX } from 'preact';
import type { MonthCash } from '../../../modules/statements/index.js';
import { Card, CashChart, ChartKey, DataTable, More, type CashMonth, type Row } from '../../components/index.js';
import { formatMoney } from '../../format.js';
import type { Messages } from '../../messages/index.js';

/** Receipts, payments and closing balance of up to 13 months, drawn and as a table. */
export function HistorySection({ m, history }: { readonly m: Messages; readonly history: readonly MonthCash[] }): JSX.Element {
  const texts = m.statement.history;
  const [first, last] = [history[0]?.period ?? '', history.at(-1)?.period ?? ''];
  return (
    <Card id="history" title={texts.title(history.length)}>
      <ChartKey
        entries={[
          { ink: 'in', label: texts.received },
          { ink: 'out', label: texts.paid },
          { ink: 'line', label: texts.closing },
        ]}
      />
      <CashChart description={texts.describe(m.month(first), m.month(last))} tickLabel={m.axis} months={history.map((month) => cashMonth(m, month))} />
      <More label={m.table.numbers}>
        <DataTable
          caption={texts.title(history.length)}
          captionHidden
          columns={[{ label: texts.month }, ...[texts.received, texts.paid, texts.closing].map((label) => ({ label: m.inYuan(label), numeric: true }))]}
          rows={history.map((month): Row => ({
            key: month.period,
            cells: [m.month(month.period), ...[month.received, month.paid, month.closing].map(formatMoney)],
          }))}
        />
      </More>
    </Card>
  );
}

function cashMonth(m: Messages, month: MonthCash): CashMonth {
  const texts = m.statement.history;
  const title = (label: string, amount: string): string => `${m.month(month.period)} ${label} ${formatMoney(amount)}`;
  return {
    ...month,
    label: m.monthOnly(month.period),
    titles: { received: title(texts.received, month.received), paid: title(texts.paid, month.paid), closing: title(texts.closing, month.closing) },
  };
}
