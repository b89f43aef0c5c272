import { DomainError, Money } from '../../../kernel/index.js';
import { shown } from './bank-fields.js';
import { assertTotal } from './bank-file-checks.js';
import { channelAmount, channelCount, HeadedTable, payerAndRemark } from './channel-table.js';
import type { ChannelFacts } from './channel-line.js';
import { channelWords } from './channel-words.zh-CN.js';
import type { TableRow } from './csv-records.js';

const { alipayTrades: trades, alipayMoney: money } = channelWords;
const TRADE_COLUMNS = ['orderNo', 'kind', 'paidAt', 'gross', 'fee'] as const;
const MONEY_COLUMNS = ['entryNo', 'businessNo', 'paidAt', 'income', 'expense', 'kind'] as const;

/** A remark of the file itself, which begins with #: period, end of the table, totals. */
export interface Comment {
  readonly fileLine: number;
  readonly text: string;
}

export const isAlipayTradeHeader = (row: TableRow): boolean => HeadedTable.isHeader(row, trades.columns, TRADE_COLUMNS);
export const isAlipayMoneyHeader = (row: TableRow): boolean => HeadedTable.isHeader(row, money.columns, MONEY_COLUMNS);

/**
 * Alipay's bill of trades: one row a payment or refund, the service fee negative on a payment. Its totals count payments and refunds apart.
 * @throws BANK_FILE_…
 */
export function readAlipayTrades(rows: readonly TableRow[], comments: readonly Comment[]): ChannelFacts[] {
  const [header, ...booked] = rows;
  if (!header) throw new DomainError('BANK_FILE_FIELD_MISSING', { fileLine: 1, field: trades.columns.orderNo[0] });
  const table = HeadedTable.of(header, trades.columns, TRADE_COLUMNS);
  const lines = booked.map((row): ChannelFacts => {
    const cells = table.row(row);
    const kind = cells.text('kind');
    const refund = kind === trades.kinds.refund;
    if (!refund && kind !== trades.kinds.payment) throw new DomainError('BANK_FILE_VALUE_INVALID', { ...cells.place('kind'), value: shown(kind) });
    const [gross, fee] = [cells.amount('gross'), cells.amount('fee')];
    const orderNo = cells.need('orderNo');
    return {
      fileLine: row.fileLine,
      orderNo: refund ? `${orderNo}/${cells.need('refundNo')}` : orderNo,
      paidOn: cells.day('paidAt'),
      gross: refund ? gross.negated() : gross,
      fee: refund ? fee : fee.negated(),
      kind: refund ? 'REFUND' : 'PAYMENT',
      ...payerAndRemark(cells.text('payer'), [cells.text('goods'), cells.text('note'), cells.text('merchantOrderNo')], cells.place('payer')),
    };
  });
  const of = (kind: string): ChannelFacts[] => lines.filter((line) => line.kind === kind);
  assertStated(comments, trades.payments, { count: of('PAYMENT').length, sum: sumOf(of('PAYMENT')), last: rows.at(-1) });
  assertStated(comments, trades.refunds, { count: of('REFUND').length, sum: -sumOf(of('REFUND')), last: rows.at(-1) });
  return lines;
}

/**
 * Alipay's bill of its account: payment, fee and refund are rows of their own, held together by the business number. What moves nothing
 * between a person and us (a withdrawal to the bank) is counted in the totals and brings no line. @throws BANK_FILE_…
 */
export function readAlipayMoney(rows: readonly TableRow[], comments: readonly Comment[]): ChannelFacts[] {
  const [header, ...booked] = rows;
  if (!header) throw new DomainError('BANK_FILE_FIELD_MISSING', { fileLine: 1, field: money.columns.entryNo[0] });
  const table = HeadedTable.of(header, money.columns, MONEY_COLUMNS);
  const read = booked.map((row) => {
    const cells = table.row(row);
    return { cells, kind: cells.text('kind'), businessNo: cells.need('businessNo'), amount: cells.amount('income').plus(cells.amount('expense')) };
  });
  const total = (rowsOf: typeof read): bigint => rowsOf.reduce((sum, { amount }) => sum + amount.toFen(), 0n);
  const [income, expense] = [read.filter(({ amount }) => amount.isPositive), read.filter(({ amount }) => amount.isNegative)];
  assertStated(comments, money.income, { count: income.length, sum: total(income), last: rows.at(-1) });
  assertStated(comments, money.expense, { count: expense.length, sum: total(expense), last: rows.at(-1) });
  const is = (kind: string, kinds: readonly string[]): boolean => kinds.includes(kind);
  const feeOf = (businessNo: string, kinds: readonly string[]): Money =>
    Money.sum(read.filter((row) => row.businessNo === businessNo && is(row.kind, kinds)).map(({ amount }) => amount));
  return read
    .filter(({ kind }) => is(kind, [...money.kinds.payment, ...money.kinds.refund]))
    .map(({ cells, kind, businessNo, amount }): ChannelFacts => {
      const refund = is(kind, money.kinds.refund);
      return {
        fileLine: cells.fileLine,
        orderNo: refund ? `${businessNo}/${cells.need('entryNo')}` : businessNo,
        paidOn: cells.day('paidAt'),
        gross: refund ? amount.negated() : amount,
        fee: refund ? feeOf(businessNo, money.kinds.feeBack) : feeOf(businessNo, money.kinds.fee).negated(),
        kind: refund ? 'REFUND' : 'PAYMENT',
        ...payerAndRemark(cells.text('payer'), [cells.text('goods'), cells.text('note'), cells.text('merchantOrderNo')], cells.place('payer')),
      };
    });
}

function sumOf(lines: readonly ChannelFacts[]): bigint {
  return lines.reduce((sum, { gross }) => sum + gross.toFen(), 0n);
}

/** The totals below the table, which must be there: a bill that was cut off has none. @throws BANK_FILE_FIELD_MISSING BANK_FILE_TOTAL_WRONG */
function assertStated(
  comments: readonly Comment[],
  { label, pattern }: { readonly label: string; readonly pattern: RegExp },
  found: { count: number; sum: bigint; last: TableRow | undefined },
): void {
  for (const { text, fileLine } of comments) {
    const [, count, sum] = pattern.exec(text) ?? [];
    if (count === undefined || sum === undefined) continue;
    const place = { fileLine, field: label };
    assertTotal(label, channelCount(count, place), found.count);
    assertTotal(label, channelAmount(sum, place), found.sum);
    return;
  }
  throw new DomainError('BANK_FILE_FIELD_MISSING', { fileLine: found.last?.fileLine ?? 1, field: label });
}
