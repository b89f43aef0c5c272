import { CsvError, parse } from 'csv-parse/sync';
import { DomainError, Money, type BusinessDate } from '../../../kernel/index.js';
import { joined, readAmount, readCount, readDate, readUnsignedAmount, shown, textLimits, tidy, within, yuan, type Place } from './bank-fields.js';
import { assertLineCount, assertTotal, provedBankFile, turnover } from './bank-file-checks.js';
import { bankCsvWords } from './bank-csv-words.zh-CN.js';
import { BANK_FILE_LINES_MAX, type BankFileLine, type ParsedBankFile } from './parsed-bank-file.js';

type Column = keyof typeof bankCsvWords.columns;
type Label = keyof typeof bankCsvWords.labels;
type DraftLine = Omit<BankFileLine, 'sequence'>;

interface Row {
  readonly fileLine: number;
  readonly cells: readonly string[];
}

interface Stated {
  readonly text: string;
  readonly place: Place;
}

/** No bank has half as many. */
const COLUMNS_MAX = 64;
const HEADER_WITHIN_LINES = 60;
/** Lines above and below the bookings are a few. */
const FILE_LINES_MAX = BANK_FILE_LINES_MAX + 1_000;
/** No bank fills a page with one booking: an open quote does not take in the whole file. */
const RECORD_CHARACTERS_MAX = 64 * 1024;
const NEEDED_COLUMNS: readonly Column[] = ['bookedOn', 'debit', 'credit', 'balance', 'counterpartyName', 'reference'];
const columnOf = new Map<string, Column>(entries(bankCsvWords.columns));
const labelOf = new Map<string, Label>(entries(bankCsvWords.labels));

/** Whether a text has the headings of a bank's CSV near its beginning. */
export function isBankCsv(text: string): boolean {
  const { bookedOn, balance } = bankCsvWords.columns;
  return text.split('\n', HEADER_WITHIN_LINES).some((line) => [bookedOn, balance].every((words) => words.some((word) => line.includes(word))));
}

/**
 * Reads the CSV statement of a Chinese bank: rows of labels (account, period, currency, balances, totals) above or below a
 * table whose running balance is the bank's own. The credit column is money in. Rows may run from the newest to the oldest.
 * A file must state its closing balance, its number of bookings and either its opening balance or both totals: else nobody
 * could tell that a row was cut off. @throws BANK_FILE_…
 */
export function readBankCsv(text: string): ParsedBankFile {
  assertSize(text);
  const rows = parsedRows(text);
  const headerAt = rows.findIndex(isHeader);
  const header = rows[headerAt];
  if (!header) throw new DomainError('BANK_FILE_FIELD_MISSING', { fileLine: 1, field: bankCsvWords.columns.bookedOn[0] });
  const columns = columnsOf(header);
  const below = rows.slice(headerAt + 1);
  const endsAt = below.findIndex(({ cells }) => keyOf(cells.find((cell) => cell !== '') ?? '').label !== undefined);
  const booked = endsAt === -1 ? below : below.slice(0, endsAt);
  const trailer = below.slice(booked.length);
  const stray = trailer.find(({ cells }) => /^\d/.test(cells[0] ?? ''));
  if (stray) throw new DomainError('BANK_FILE_NOT_WHOLE', { fileLine: stray.fileLine, found: shown(stray.cells[0] ?? '') });

  assertLineCount(booked.length);
  const stated = statedIn([...rows.slice(0, headerAt), ...trailer], rows.at(-1)?.fileLine ?? 1);
  assertCurrency(stated.need('currency'));
  const lines = inBookingOrder(booked.map((row) => new BookedRow(row, header.cells.length, columns)));
  const closing = stated.need('closing');
  const proved = provedBankFile({
    format: 'csv',
    accountNo: stated.need('accountNo').text.replaceAll(/\s/g, ''),
    ...period(stated),
    opening: openingOf(stated, lines),
    closing: readAmount(closing.text, closing.place),
    lines,
  });
  assertTotals(stated, proved.lines);
  return proved;
}

function parsedRows(text: string): Row[] {
  try {
    const records = parse(text, { max_record_size: RECORD_CHARACTERS_MAX, info: true, relax_column_count: true, skip_empty_lines: true }) as unknown as {
      record: string[];
      info: { lines: number };
    }[];
    return records
      .map(({ record, info }) => ({ fileLine: info.lines, cells: record.map((cell) => cell.trim()) }))
      .filter(({ cells }) => cells.some((cell) => cell !== ''));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const fileLine = typeof error['lines'] === 'number' ? error['lines'] : 1;
    throw new DomainError('BANK_FILE_NOT_WHOLE', { fileLine, found: shown(error.code) });
  }
}

/**
 * Refuses, before a cell is kept in memory, a table wider or longer than any statement: one pass over the text, where the parser takes
 * seconds. Commas between quotes are part of a value. @throws BANK_FILE_VALUE_INVALID BANK_FILE_TOO_MANY_LINES
 */
function assertSize(text: string): void {
  let [fileLine, columns, quoted] = [1, 1, false];
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (sign === '"') quoted = !quoted;
    else if (sign === '\n' || (sign === '\r' && text[at + 1] !== '\n')) [fileLine, columns] = [fileLine + 1, quoted ? columns : 1];
    else if (sign === ',' && !quoted && ++columns > COLUMNS_MAX)
      throw new DomainError('BANK_FILE_VALUE_INVALID', { fileLine, field: ',', value: `${columns} > ${COLUMNS_MAX}` });
  }
  if (fileLine > FILE_LINES_MAX) throw new DomainError('BANK_FILE_TOO_MANY_LINES', { count: fileLine, limit: BANK_FILE_LINES_MAX });
}

function isHeader({ cells }: Row): boolean {
  const found = new Set(cells.map((cell) => columnOf.get(heading(cell))));
  return found.has('bookedOn') && found.has('balance');
}

function columnsOf({ cells, fileLine }: Row): Map<Column, number[]> {
  const columns = new Map<Column, number[]>();
  for (const [index, cell] of cells.entries()) {
    const column = columnOf.get(heading(cell));
    if (column === undefined) continue;
    if (columns.has(column) && column !== 'note') throw new DomainError('BANK_FILE_FIELD_REPEATED', { fileLine, field: cell });
    columns.set(column, [...(columns.get(column) ?? []), index]);
  }
  for (const column of NEEDED_COLUMNS) {
    if (!columns.has(column)) throw new DomainError('BANK_FILE_FIELD_MISSING', { fileLine, field: bankCsvWords.columns[column][0] });
  }
  return columns;
}

/** One booking as the bank wrote it. */
class BookedRow {
  private readonly cells: readonly string[];

  constructor(
    private readonly row: Row,
    width: number,
    private readonly columns: ReadonlyMap<Column, readonly number[]>,
  ) {
    const { fileLine, cells } = row;
    const filled = cells.findLastIndex((cell) => cell !== '') + 1;
    if (cells.length < width || filled > width)
      throw new DomainError('BANK_FILE_COLUMNS', { fileLine, expected: width, found: Math.max(filled, Math.min(cells.length, width)) });
    this.cells = cells;
  }

  /** Sorts rows by the moment that the bank states. */
  get moment(): string {
    return `${this.date('bookedOn')} ${this.text('bookedAt').padStart(8, '0')}`;
  }

  line(): DraftLine {
    const { fileLine } = this.row;
    const remark = within(joined([...this.texts('note'), ...this.texts('summary')]), textLimits.remark, this.place('note'));
    const bankReference = within(tidy(this.text('reference')), textLimits.reference, this.place('reference'));
    if (bankReference === '') throw new DomainError('BANK_FILE_FIELD_MISSING', { fileLine, field: bankCsvWords.columns.reference[0] });
    return {
      fileLine,
      bookedOn: this.date('bookedOn'),
      valueOn: this.date(this.text('valueOn') === '' ? 'bookedOn' : 'valueOn'),
      amount: this.amount(),
      counterpartyName: within(tidy(this.text('counterpartyName')), textLimits.name, this.place('counterpartyName')),
      counterpartyAccount: within(this.text('counterpartyAccount').replaceAll(/\s/g, ''), textLimits.account, this.place('counterpartyAccount')),
      remark,
      bankReference,
      reversal: bankCsvWords.reversal.test(remark),
      balanceAfter: readAmount(this.text('balance'), this.place('balance')),
    };
  }

  private amount(): Money {
    const [debit, credit] = [this.side('debit'), this.side('credit')];
    const { fileLine } = this.row;
    if (debit.isPositive && credit.isPositive) throw new DomainError('BANK_FILE_BOTH_SIDES', { fileLine, debit: debit.toString(), credit: credit.toString() });
    if (debit.isZero && credit.isZero) throw new DomainError('BANK_FILE_NO_AMOUNT', { fileLine });
    return debit.isZero ? credit : debit.negated();
  }

  private side(column: 'debit' | 'credit'): Money {
    const text = this.text(column);
    return text === '' || text === '-' ? Money.zero : readUnsignedAmount(text, this.place(column));
  }

  private date(column: 'bookedOn' | 'valueOn'): BusinessDate {
    return readDate(this.text(column), this.place(column));
  }

  private place(column: Column): Place {
    return { fileLine: this.row.fileLine, field: bankCsvWords.columns[column][0] };
  }

  private text(column: Column): string {
    return this.texts(column)[0] ?? '';
  }

  private texts(column: Column): string[] {
    return (this.columns.get(column) ?? []).map((index) => this.cells[index] ?? '');
  }
}

function inBookingOrder(rows: readonly BookedRow[]): DraftLine[] {
  const [first, last] = [rows[0], rows.at(-1)];
  const newestFirst = first && last && first.moment > last.moment;
  return (newestFirst ? rows.toReversed() : rows).map((row) => row.line());
}

/** The labelled values of a file; asking for one that is missing says where the file ends. */
class StatedValues {
  constructor(
    private readonly values: ReadonlyMap<Label, Stated>,
    private readonly lastLine: number,
  ) {}

  get(label: Label): Stated | undefined {
    return this.values.get(label);
  }

  need(...labels: readonly Label[]): Stated {
    const found = labels.map((label) => this.values.get(label));
    const missing = labels.find((_, index) => !found[index]);
    const [first] = found;
    if (missing === undefined && first) return first;
    throw new DomainError('BANK_FILE_FIELD_MISSING', { fileLine: this.lastLine, field: bankCsvWords.labels[missing ?? 'closing'][0] });
  }
}

function statedIn(rows: readonly Row[], lastLine: number): StatedValues {
  const values = new Map<Label, Stated>();
  for (const { cells, fileLine } of rows) {
    for (const [index, cell] of cells.entries()) {
      const { label, rest } = keyOf(cell);
      if (label === undefined) continue;
      const text = rest === '' ? (cells[index + 1] ?? '') : rest;
      const field = bankCsvWords.labels[label][0];
      if ((values.get(label)?.text ?? text) !== text) throw new DomainError('BANK_FILE_FIELD_REPEATED', { fileLine, field });
      values.set(label, { text, place: { fileLine, field } });
    }
  }
  return new StatedValues(values, lastLine);
}

function assertCurrency({ text, place }: Stated): void {
  if (!bankCsvWords.yuan.some((name) => name === text)) throw new DomainError('BANK_FILE_CURRENCY', { fileLine: place.fileLine, currency: shown(text) });
}

function period(stated: StatedValues): { from: BusinessDate; to: BusinessDate } {
  const whole = stated.get('period');
  if (!whole) {
    const [from, to] = [stated.need('from'), stated.need('to')];
    return { from: readDate(from.text, from.place), to: readDate(to.text, to.place) };
  }
  const [, from, to] = bankCsvWords.span.exec(whole.text) ?? [];
  return { from: readDate(from ?? whole.text, whole.place), to: readDate(to ?? whole.text, whole.place) };
}

function openingOf(stated: StatedValues, lines: readonly DraftLine[]): Money {
  const opening = stated.get('opening');
  if (opening) return readAmount(opening.text, opening.place);
  stated.need('debitTotal', 'creditTotal');
  const [first] = lines;
  const { text, place } = stated.need('closing');
  if (!first?.balanceAfter) return readAmount(text, place);
  return readAmount(yuan(first.balanceAfter.toFen() - first.amount.toFen()), { ...place, fileLine: first.fileLine });
}

function assertTotals(stated: StatedValues, lines: readonly DraftLine[]): void {
  if (!stated.get('count')) stated.need('debitCount', 'creditCount');
  const found = turnover(lines);
  const counts = [
    ['count', lines.length],
    ['debitCount', found.countOut],
    ['creditCount', found.countIn],
  ] as const;
  for (const [label, count] of counts) {
    const value = stated.get(label);
    if (value) assertTotal(value.place.field, readCount(value.text, value.place), count);
  }
  const sums = [
    ['debitTotal', found.out],
    ['creditTotal', found.in],
  ] as const;
  for (const [label, sum] of sums) {
    const value = stated.get(label);
    if (value) assertTotal(value.place.field, readUnsignedAmount(value.text, value.place), sum);
  }
}

/** A cell like `label: value`, or a label whose value stands in the next cell. */
function keyOf(cell: string): { label: Label | undefined; rest: string } {
  const [, key = cell, rest = ''] = /^([^:\uFF1A]*)[:\uFF1A](.*)$/s.exec(cell) ?? [];
  return { label: labelOf.get(heading(key)), rest: rest.trim() };
}

/** A heading without the unit that some banks put behind it in brackets. */
function heading(cell: string): string {
  return cell.replaceAll(/\s/g, '').replace(/[(\uFF08].*$/, '');
}

function entries<Name extends string>(words: Readonly<Record<Name, readonly string[]>>): [string, Name][] {
  return (Object.keys(words) as Name[]).flatMap((name) => words[name].map((word): [string, Name] => [word, name]));
}
