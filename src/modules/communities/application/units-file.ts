import { CsvError, parse } from 'csv-parse/sync';
import { DomainError } from '../../../kernel/index.js';
import { textOfFile } from '../../../platform/files/index.js';
import { unitColumns, type UnitColumn, type UnitRow } from '../domain/unit-list.js';

const BYTES_MAX = 4 * 1024 * 1024;
const UNITS_MAX = 20_000;

interface CsvRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/**
 * The rows of a units file: CSV with the columns code, building, label, kind, area, owner in any order, in UTF-8, UTF-16 with
 * byte order mark, or GB18030 as a Chinese Excel writes it. @throws UNITS_FILE_TOO_LARGE, UNITS_TOO_MANY, UNITS_FILE_TEXT,
 * UNITS_FILE_BROKEN, UNITS_COLUMN_MISSING, UNITS_COLUMN_UNKNOWN, UNITS_CELLS
 */
export function readUnitsFile(file: Uint8Array): UnitRow[] {
  if (file.byteLength > BYTES_MAX) throw new DomainError('UNITS_FILE_TOO_LARGE', { limit: '4 MB' });
  const [header, ...rows] = parsed(textOf(file)).map(({ record, info }) => ({ line: info.lines, cells: record.map((cell) => cell.trim()) }));
  const columns = columnsOf(header?.cells ?? []);
  if (rows.length > UNITS_MAX) throw new DomainError('UNITS_TOO_MANY', { limit: UNITS_MAX });
  return rows.map(({ line, cells }) => {
    if (cells.length !== columns.length) throw new DomainError('UNITS_CELLS', { line, found: cells.length, expected: columns.length });
    return { line, cells: Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? ''])) as Record<UnitColumn, string> };
  });
}

function textOf(file: Uint8Array): string {
  const text = textOfFile(file);
  if (text === null) throw new DomainError('UNITS_FILE_TEXT');
  return text;
}

function parsed(text: string): readonly CsvRecord[] {
  try {
    return parse(text, { info: true, relax_column_count: true, skip_empty_lines: true }) as unknown as CsvRecord[];
  } catch (error) {
    if (error instanceof CsvError) throw new DomainError('UNITS_FILE_BROKEN', { line: (error as CsvError & { lines?: number }).lines ?? 1 });
    throw error;
  }
}

function columnsOf(header: readonly string[]): readonly UnitColumn[] {
  const missing = unitColumns.find((column) => !header.includes(column));
  if (missing) throw new DomainError('UNITS_COLUMN_MISSING', { column: missing, columns: unitColumns.join(',') });
  const known: readonly string[] = unitColumns;
  const unknown = header.findIndex((name, index) => !known.includes(name) || header.indexOf(name) !== index);
  if (unknown !== -1) throw new DomainError('UNITS_COLUMN_UNKNOWN', { place: unknown + 1, columns: unitColumns.join(',') });
  return header as readonly UnitColumn[];
}
