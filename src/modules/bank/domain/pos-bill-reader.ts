import { DomainError } from '../../../kernel/index.js';
import { shown } from './bank-fields.js';
import { assertTotal } from './bank-file-checks.js';
import { HeadedTable, payerAndRemark } from './channel-table.js';
import type { ChannelFacts } from './channel-line.js';
import { channelWords } from './channel-words.zh-CN.js';
import type { TableRow } from './csv-records.js';

const { columns, kinds, total } = channelWords.pos;
const NEEDED = ['paidAt', 'orderNo', 'kind', 'gross', 'fee', 'net'] as const;

export const isPosHeader = (row: TableRow): boolean => HeadedTable.isHeader(row, columns, NEEDED);

/**
 * The list of card payments of an acquiring bank: each row proves itself (amount less fee is what is settled), and a last row of totals proves
 * the list. A refund has its amounts negative. @throws BANK_FILE_…
 */
export function readPosBill(rows: readonly TableRow[]): ChannelFacts[] {
  const [header, ...below] = rows;
  const summary = below.at(-1);
  if (!header || !summary?.cells.some((cell) => cell === total))
    throw new DomainError('BANK_FILE_FIELD_MISSING', { fileLine: rows.at(-1)?.fileLine ?? 1, field: total });
  const table = HeadedTable.of(header, columns, NEEDED);
  const sums = { gross: 0n, fee: 0n, net: 0n };
  const lines = below.slice(0, -1).map((row): ChannelFacts => {
    const cells = table.row(row);
    const kind = cells.text('kind');
    const refund = kinds.refund.some((known) => known === kind);
    if (!refund && !kinds.payment.some((known) => known === kind))
      throw new DomainError('BANK_FILE_VALUE_INVALID', { ...cells.place('kind'), value: shown(kind) });
    const [gross, fee, net] = [cells.amount('gross'), cells.amount('fee'), cells.amount('net')];
    if (!gross.minus(fee).equals(net)) {
      const figures = { stated: net.toString(), counted: gross.minus(fee).toString() };
      throw new DomainError('CHANNEL_NET_WRONG', { ...cells.place('net'), ...figures });
    }
    sums.gross += gross.toFen();
    sums.fee += fee.toFen();
    sums.net += net.toFen();
    return {
      fileLine: row.fileLine,
      orderNo: cells.need('orderNo'),
      paidOn: cells.day('paidAt'),
      gross: refund ? gross.negated() : gross,
      fee: refund ? fee.negated() : fee,
      kind: refund ? 'REFUND' : 'PAYMENT',
      ...payerAndRemark(cells.text('payer'), [cells.text('note'), cells.text('terminal')], cells.place('payer')),
    };
  });
  const stated = table.row(summary);
  for (const name of ['gross', 'fee', 'net'] as const) assertTotal(stated.place(name).field, stated.amount(name), sums[name]);
  return lines;
}
