import { DomainError, Money, type BusinessDate } from '../../../kernel/index.js';
import { readCount, readDate, shown, textLimits, tidy, within, type Place } from './bank-fields.js';
import { channelWords } from './channel-words.zh-CN.js';
import type { TableRow } from './csv-records.js';

export type Words<Column extends string> = Readonly<Record<Column, readonly string[]>>;

/** No channel writes half as many into one cell. */
const CELL_CHARACTERS_MAX = 1_000;

/** The columns of a channel's bill, found by their headings. */
export class HeadedTable<Column extends string> {
  private constructor(
    private readonly words: Words<Column>,
    private readonly columns: ReadonlyMap<Column, number>,
  ) {}

  /** Whether a row has the headings of these columns. */
  static isHeader(row: TableRow, words: Words<string>, needed: readonly string[]): boolean {
    const cells = new Set(row.cells.map(heading));
    return needed.every((column) => words[column]?.some((word) => cells.has(word)));
  }

  /** @throws BANK_FILE_FIELD_MISSING BANK_FILE_FIELD_REPEATED BANK_FILE_VALUE_INVALID */
  static of<Column extends string>(header: TableRow, words: Words<Column>, needed: readonly NoInfer<Column>[]): HeadedTable<Column> {
    for (const cell of header.cells) within(cell, CELL_CHARACTERS_MAX, { fileLine: header.fileLine, field: shown(cell) });
    const columns = new Map<Column, number>();
    for (const column of Object.keys(words) as Column[]) {
      const found = header.cells.flatMap((cell, index) => (words[column].includes(heading(cell)) ? [index] : []));
      const [first, second] = found;
      if (second !== undefined) throw new DomainError('BANK_FILE_FIELD_REPEATED', { fileLine: header.fileLine, field: shown(header.cells[second] ?? '') });
      if (first !== undefined) columns.set(column, first);
    }
    const missing = needed.find((column) => !columns.has(column));
    if (missing !== undefined) throw new DomainError('BANK_FILE_FIELD_MISSING', { fileLine: header.fileLine, field: words[missing][0] ?? missing });
    return new HeadedTable(words, columns);
  }

  row(row: TableRow): ChannelRow<Column> {
    return new ChannelRow(row, this.words, this.columns);
  }
}

/** One row of it. Cells may carry the sign that keeps a spreadsheet from rounding them: a backtick, a tab. */
class ChannelRow<Column extends string> {
  constructor(
    private readonly row: TableRow,
    private readonly words: Words<Column>,
    private readonly columns: ReadonlyMap<Column, number>,
  ) {}

  get fileLine(): number {
    return this.row.fileLine;
  }

  place(column: Column): Place {
    return { fileLine: this.row.fileLine, field: this.words[column][0] ?? column };
  }

  /** @throws BANK_FILE_VALUE_INVALID */
  text(column: Column): string {
    const index = this.columns.get(column);
    return index === undefined ? '' : plain(within(this.row.cells[index] ?? '', CELL_CHARACTERS_MAX, this.place(column)));
  }

  /** @throws BANK_FILE_FIELD_MISSING */
  need(column: Column): string {
    const text = this.text(column);
    if (text === '') throw new DomainError('BANK_FILE_FIELD_MISSING', { ...this.place(column) });
    return within(text, textLimits.reference, this.place(column));
  }

  day(column: Column): BusinessDate {
    return readDate(this.text(column).split(/[\sT]/)[0] ?? '', this.place(column));
  }

  amount(column: Column): Money {
    const text = this.text(column);
    return text === '' ? Money.zero : channelAmount(text, this.place(column));
  }
}

/** "100.00", "-0.60", "1,000.00", also with a yuan sign and with zeros behind the fen ("0.60000"). @throws BANK_FILE_AMOUNT_INVALID */
export function channelAmount(text: string, place: Place): Money {
  const bare = plain(text).replace(channelWords.yuanSign, '').replace(channelWords.yuanSign, '').replace(/^\+/, '');
  const [, sign = '', size = ''] = /^(-?)((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d{1,2})?)(?:(?<=\.\d\d)0*)?$/.exec(bare) ?? [];
  if (size === '' || size.replaceAll(',', '').length > 16 || /^0\d/.test(size))
    throw new DomainError('BANK_FILE_AMOUNT_INVALID', { ...place, value: shown(text) });
  const amount = Money.parse(size.replaceAll(',', ''));
  return sign === '-' && !amount.isZero ? amount.negated() : amount;
}

/** A number of payments, also with thousands separators. @throws BANK_FILE_VALUE_INVALID */
export function channelCount(text: string, place: Place): number {
  return readCount(plain(text).replaceAll(',', ''), place);
}

/** Who paid, and what was written; refused rather than cut. */
export function payerAndRemark(payer: string, remarks: readonly string[], place: Place): { payerName: string; remark: string } {
  const remark = [...new Set(remarks.map(tidy))].filter((text) => text !== '').join(' ');
  return { payerName: within(tidy(payer), textLimits.name, place), remark: within(remark, textLimits.remark, place) };
}

function plain(cell: string): string {
  const text = cell.trim();
  let start = 0;
  while (start < text.length && (text[start] === '`' || text[start]?.trim() === '')) start += 1;
  return text.slice(start);
}

/** A heading without the unit in brackets behind it. */
function heading(cell: string): string {
  return plain(cell)
    .replaceAll(/\s/g, '')
    .replace(/[(\uFF08].*$/, '');
}
