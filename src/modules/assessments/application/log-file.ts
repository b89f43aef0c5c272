import { CsvError, parse } from 'csv-parse/sync';
import { businessDate, DomainError, shanghaiTime, type BusinessDate, type Instant } from '../../../kernel/index.js';
import { textOfFile } from '../../../platform/files/index.js';

const BYTES_MAX = 4 * 1024 * 1024;
const ROWS_MAX = 10_000;
/** The heading is line 1. */
export const FIRST_LINE = 2;

/** A line of a list, its cells by column; `refuse` says what is wrong with one of them. */
export interface LogLine<Column extends string> {
  readonly line: number;
  readonly cell: (column: Column) => string;
  readonly refuse: (column: Column, known: string) => DomainError;
}

/** The lines of a list in CSV as a spreadsheet saves it, its columns by our names or by the Chinese ones. @throws LOG_FILE LOG_FILE_COLUMNS */
export function readLogFile<Column extends string>(file: Uint8Array, columns: Readonly<Record<Column, string>>): LogLine<Column>[] {
  const text = file.byteLength > BYTES_MAX ? null : textOfFile(file);
  if (text === null) throw new DomainError('LOG_FILE', { field: 'file', line: 1, rows: ROWS_MAX });
  const [header = [], ...rows] = parsed(text);
  if (rows.length === 0 || rows.length > ROWS_MAX) throw new DomainError('LOG_FILE', { field: 'file', line: rows.length + 1, rows: ROWS_MAX });
  const names = header.map((cell) => cell.trim());
  const known = Object.entries<string>(columns) as [Column, string][];
  const places = new Map(known.map(([column, chinese]) => [column, names.findIndex((name) => name === column || name === chinese)]));
  const missing = known.find(([column]) => (places.get(column) ?? -1) < 0);
  if (missing) throw new DomainError('LOG_FILE_COLUMNS', { field: 'file', column: missing[1], columns: known.map(([, chinese]) => chinese).join(', ') });
  return rows.map((row, index) => {
    const cell = (column: Column): string => (row[places.get(column) ?? -1] ?? '').trim();
    const refuse = (column: Column, wanted: string): DomainError =>
      new DomainError('LOG_FILE_WORD', { field: 'file', line: index + FIRST_LINE, column: columns[column], value: cell(column).slice(0, 30), known: wanted });
    return { line: index + FIRST_LINE, cell, refuse };
  });
}

/** "2024-03-05", "2024/3/5", or null. */
export function dayIn(text: string): BusinessDate | null {
  const [, year = '', month = '', day = ''] = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text) ?? [];
  try {
    return businessDate(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
}

/** "2024-03-05 09:30" by the clock of the compound, or null. */
export function momentIn(text: string): Instant | null {
  const [, day = '', hour = '', minute = ''] = /^(\S+)[ T](\d{1,2}):(\d{2})(?::\d{2})?$/.exec(text) ?? [];
  const date = dayIn(day);
  if (date === null || Number.parseInt(hour, 10) > 23 || Number.parseInt(minute, 10) > 59) return null;
  return shanghaiTime(date, `${hour.padStart(2, '0')}:${minute}`);
}

function parsed(text: string): string[][] {
  try {
    return parse(text, { relax_column_count: true, skip_empty_lines: true }) as string[][];
  } catch (error) {
    if (error instanceof CsvError)
      throw new DomainError('LOG_FILE', { field: 'file', line: (error as CsvError & { lines?: number }).lines ?? 1, rows: ROWS_MAX });
    throw error;
  }
}
