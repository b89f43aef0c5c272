import { DomainError, type BusinessDate } from '../../../kernel/index.js';
import { shown } from './bank-fields.js';
import { assertLineCount } from './bank-file-checks.js';
import { bankTableWords } from './bank-table-words.zh-CN.js';
import { BookedRows, type HeaderColumns } from './booked-rows.js';
import type { TableRow } from './csv-records.js';
import { mappedColumns, neededColumns, type MappedColumn, type MappingProfile } from './mapping-profile.js';
import { BANK_FILE_LINES_MAX, type BankFileFormat, type DraftBankFile } from './parsed-bank-file.js';
import { STEP, type Steps } from './steps.js';
import { accountOf, assertCurrency, assertTotals, heading, isLabel, openingOf, periodOf, statedIn } from './stated-values.js';

/** The rows above the bookings are a few; below them too. */
export const HEADER_WITHIN_ROWS = 60;
const TRAILER_ROWS_MAX = 1_000;

/** What the person says of a file that does not say it itself. */
export interface SaidByPerson {
  readonly from: BusinessDate | null;
  readonly to: BusinessDate | null;
  /** The account of the compound, for the tables of banks that never name one. */
  readonly accountNo: string | null;
}

export interface TableOptions {
  readonly format: Extract<BankFileFormat, 'csv' | 'xlsx'>;
  readonly said: SaidByPerson;
  /** Cells that are empty at the end of a row are left out, so that a short row is no sign of damage. */
  readonly ragged: boolean;
}

/** The first rows of a table that has the headings of a profile: enough to know by which one it is read. */
export interface RecognisedTable {
  readonly preamble: readonly TableRow[];
  readonly header: TableRow;
  readonly profile: MappingProfile;
}

/** Finds the row of headings and the profile that knows most of them, of equal ones the earlier; null when none does. */
export function recognised(rows: readonly TableRow[], profiles: readonly MappingProfile[]): RecognisedTable | null {
  for (const [index, header] of rows.entries()) {
    const headings = new Set(header.cells.map(heading));
    const fitting = profiles
      .filter((profile) => fits(headings, profile))
      .map((profile) => ({ profile, known: mappedColumns.filter((column) => profile.columns[column]?.some((word) => headings.has(word))).length }));
    const [best] = fitting.toSorted((a, b) => b.known - a.known);
    if (best) return { preamble: rows.slice(0, index), header, profile: best.profile };
  }
  return null;
}

/** A general profile is known by day and balance, so that what else is missing can be named. */
function fits(headings: ReadonlySet<string>, profile: MappingProfile): boolean {
  const needed: MappedColumn[] = profile.proof === 'TOTALS' && profile.marks.length === 0 ? ['bookedOn', 'balance'] : neededColumns(profile);
  return profile.marks.every((word) => headings.has(word)) && needed.every((column) => profile.columns[column]?.some((word) => headings.has(word)));
}

/**
 * Reads the table of a bank by a mapping profile: rows of labels (account, period, currency, balances, totals) above or below bookings whose
 * running balance is the bank's own. Rows may run from the newest to the oldest. What the profile's proof asks for must be stated; whatever
 * totals a file states are checked. Every row that cannot be read is collected before the file is refused.
 * @throws BANK_FILE_…
 */
export function* readBankTable(table: RecognisedTable, rest: Iterable<TableRow>, options: TableOptions): Steps<DraftBankFile> {
  const { header, profile, preamble } = table;
  const booked = new BookedRows({ header, profile, columns: columnsOf(header, profile), ragged: options.ragged });
  const trailer: TableRow[] = [];
  let last = header;
  let count = 0;
  for (const row of rest) {
    if (++count % STEP === 0) yield;
    if (row.cells.every((cell) => cell === '')) continue;
    last = row;
    if (trailer.length > 0 || endsBookings(row)) trailer.push(row);
    else booked.add(row);
    if (count > BANK_FILE_LINES_MAX + TRAILER_ROWS_MAX) assertLineCount(count);
  }
  assertTrailer(trailer);
  const lines = booked.inBookingOrder();
  assertLineCount(lines.length);
  const stated = statedIn([...preamble, ...trailer], last.fileLine);
  if (stated.get('currency') || (profile.currency === 'STATED' && !booked.has('currency'))) assertCurrency(stated.need('currency'));
  const chain = profile.proof === 'CHAIN';
  const closing = chain ? (stated.amount('closing') ?? lines.at(-1)?.balanceAfter ?? null) : stated.neededAmount('closing');
  if (closing === null) throw new DomainError('BANK_FILE_FIELD_MISSING', { fileLine: last.fileLine, field: bankTableWords.labels.closing[0] });
  return {
    format: options.format,
    profile: profile.name,
    accountNo: accountOf(stated, booked.ownAccount, chain ? options.said.accountNo : null),
    ...(booked.ownAccount === '' && !stated.get('accountNo') && { accountSaid: true as const }),
    ...periodOf(stated, options.said),
    opening: openingOf(stated, lines, profile.proof) ?? closing,
    closing,
    lines,
    assertTotals: () => assertTotals(stated, lines, profile.proof),
  };
}

function endsBookings({ cells }: TableRow): boolean {
  const first = cells.find((cell) => cell !== '') ?? '';
  if (/^\d/.test(first)) return false;
  return isLabel(first) || bankTableWords.ends.some((word) => word === heading(first));
}

function assertTrailer(trailer: readonly TableRow[]): void {
  const stray = trailer.find(({ cells }) => /^\d/.test(cells[0] ?? ''));
  if (stray) throw new DomainError('BANK_FILE_NOT_WHOLE', { fileLine: stray.fileLine, found: shown(stray.cells[0] ?? '') });
}

function columnsOf({ cells, fileLine }: TableRow, profile: MappingProfile): HeaderColumns {
  const headings = cells.map(heading);
  const columns = new Map<MappedColumn, readonly number[]>();
  const taken = new Set<number>();
  for (const column of mappedColumns) {
    const words = profile.columns[column] ?? [];
    const several = column === 'note' || column === 'summary';
    const found = words.map((word) => headings.flatMap((name, index) => (name === word ? [index] : []))).filter((indexes) => indexes.length > 0);
    const chosen = several ? found.flat() : (found[0] ?? []);
    const own = chosen.filter((index) => !taken.has(index));
    const repeated = several ? undefined : (own[1] ?? (column === 'balance' ? found.flat()[1] : undefined));
    if (repeated !== undefined) throw new DomainError('BANK_FILE_FIELD_REPEATED', { fileLine, field: shown(cells[repeated] ?? '') });
    if (own.length === 0) continue;
    for (const index of own) taken.add(index);
    columns.set(column, own);
  }
  const missing = [...neededColumns(profile), 'balance' as const].find((column) => !columns.has(column));
  if (missing !== undefined) throw new DomainError('BANK_FILE_FIELD_MISSING', { fileLine, field: profile.columns[missing]?.[0] ?? missing });
  return columns;
}
