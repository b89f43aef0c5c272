import { stringify } from 'csv-stringify/sync';
import { required } from '../../../../kernel/index.js';
import { holderOf, oneLine, widen, type JournalDialect, type JournalPosting } from './journal.js';

const COLUMNS = ['seq', 'voucher', 'date', 'rule', 'fund', ...sideColumns('debit'), ...sideColumns('credit'), 'amount', 'description'];
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * For spreadsheets: a row a transfer; of the opening entry a row an account, with one side empty. RFC 4180 in UTF-8 with byte order mark, without
 * which Excel takes Chinese for something else. A cell that a spreadsheet would take for a formula gets a leading apostrophe.
 */
export const csvDialect: JournalDialect = {
  head: () => BYTE_ORDER_MARK + rows([COLUMNS]),
  entry: ({ seq, voucher, effectiveOn, rule, description, lines }) =>
    rows(
      lines.map(({ debit, credit, amount }) => [
        String(seq),
        voucher,
        effectiveOn,
        rule,
        required(debit ?? credit, 'a side of a line').account.fund,
        ...side(debit),
        ...side(credit),
        amount.toString(),
        oneLine(description).replaceAll(';', widen), // where a comma is decimal, spreadsheets take it for the end of a cell
      ]),
    ),
};

function sideColumns(name: string): string[] {
  return ['code', 'name', 'holder'].map((column) => `${name}_${column}`);
}

function side(posting: JournalPosting | null): string[] {
  return posting ? [posting.account.code, posting.account.name, holderOf(posting.account)] : ['', '', ''];
}

function rows(cells: string[][]): string {
  return stringify(cells, { escape_formulas: true, record_delimiter: '\r\n' });
}
