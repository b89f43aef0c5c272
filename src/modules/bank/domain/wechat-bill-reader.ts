import { DomainError } from '../../../kernel/index.js';
import { shown } from './bank-fields.js';
import { assertTotal } from './bank-file-checks.js';
import { channelAmount, channelCount, HeadedTable, payerAndRemark } from './channel-table.js';
import type { ChannelFacts } from './channel-line.js';
import { channelWords } from './channel-words.zh-CN.js';
import type { TableRow } from './csv-records.js';

const { columns, totals, refundStates } = channelWords.wechat;
const NEEDED = ['paidAt', 'orderNo', 'state', 'gross', 'refund', 'refundNo', 'fee'] as const;

export function isWechatHeader(row: TableRow): boolean {
  return HeadedTable.isHeader(row, columns, NEEDED);
}

/**
 * The trade bill of WeChat Pay (merchant platform, "all"): a table whose cells begin with a backtick, and below it a row of totals with its
 * own headings. `gross` is what WeChat owes the merchant before its fee, not what the goods cost: a coupon of the merchant's own is no money.
 * @throws BANK_FILE_…
 */
export function readWechatBill(rows: readonly TableRow[]): ChannelFacts[] {
  const [header, ...below] = rows;
  const totalsAt = below.findIndex((row) => HeadedTable.isHeader(row, totals, ['count', 'gross', 'refund', 'fee']));
  const [totalsHeader, summary, stray] = below.slice(totalsAt === -1 ? below.length : totalsAt);
  if (!header || !totalsHeader || !summary) throw new DomainError('BANK_FILE_FIELD_MISSING', { fileLine: rows.at(-1)?.fileLine ?? 1, field: totals.count[0] });
  if (stray) throw new DomainError('BANK_FILE_NOT_WHOLE', { fileLine: stray.fileLine, found: shown(stray.cells[0] ?? '') });
  const table = HeadedTable.of(header, columns, NEEDED);
  const sums = { gross: 0n, refund: 0n, fee: 0n };
  const booked = below.slice(0, totalsAt);
  const lines = booked.map((row): ChannelFacts => {
    const cells = table.row(row);
    const currency = cells.text('currency');
    if (currency !== '' && currency !== 'CNY') throw new DomainError('BANK_FILE_CURRENCY', { fileLine: row.fileLine, currency: shown(currency) });
    const state = cells.text('state');
    const refunded = refundStates.some((known) => known === state);
    if (!refunded && state !== 'SUCCESS') throw new DomainError('BANK_FILE_VALUE_INVALID', { ...cells.place('state'), value: shown(state) });
    const [gross, refund, fee] = [cells.amount('gross'), cells.amount('refund'), cells.amount('fee')];
    sums.gross += gross.toFen();
    sums.refund += refund.toFen();
    sums.fee += fee.toFen();
    return {
      fileLine: row.fileLine,
      orderNo: cells.need(refunded ? 'refundNo' : 'orderNo'),
      paidOn: cells.day('paidAt'),
      gross: refunded ? refund : gross,
      fee: refunded ? fee.negated() : fee,
      kind: refunded ? 'REFUND' : 'PAYMENT',
      ...payerAndRemark('', [cells.text('goods'), cells.text('attachment'), cells.text('merchantOrderNo')], cells.place('goods')),
    };
  });
  assertWechatTotals(totalsHeader, summary, { ...sums, count: booked.length });
  return lines;
}

function assertWechatTotals(header: TableRow, summary: TableRow, found: { count: number; gross: bigint; refund: bigint; fee: bigint }): void {
  const stated = HeadedTable.of(header, totals, ['count', 'gross', 'refund', 'fee']).row(summary);
  assertTotal(totals.count[0], channelCount(stated.text('count'), stated.place('count')), found.count);
  for (const name of ['gross', 'refund', 'fee'] as const) {
    assertTotal(stated.place(name).field, channelAmount(stated.text(name), stated.place(name)), found[name]);
  }
}
