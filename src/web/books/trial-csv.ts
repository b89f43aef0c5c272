import type { TrialBill } from '../../modules/fees/index.js';
import { neutralCell } from '../../platform/files/index.js';
import type { Messages } from '../messages/index.js';

/** A trial of bills for a spreadsheet, UTF-8 with a byte order mark, one bill a line beside that of the cycle before. No cell is a formula. */
export function trialCsv(m: Messages, bills: readonly TrialBill[]): string {
  const { unit, item, kind, before, amount, dueOn, same } = m.corrections.csv;
  const { kinds } = m.books.bills;
  const record = (cells: readonly string[]): string => `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\r\n`;
  const compared = (bill: TrialBill): string =>
    bill.amount === null ? kinds.GONE : bill.previousAmount === null ? kinds.NEW : bill.previousAmount === bill.amount ? same : kinds.CHANGED;
  const rows = bills.map((bill) => [
    neutralCell(bill.unitCode),
    neutralCell(bill.item),
    compared(bill),
    bill.previousAmount ?? '',
    bill.amount ?? '',
    bill.dueOn ?? '',
  ]);
  return `\uFEFF${[[unit, item, kind, before, amount, dueOn], ...rows].map(record).join('')}`;
}
