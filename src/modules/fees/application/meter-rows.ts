import { CsvError, parse } from 'csv-parse/sync';
import { DomainError } from '../../../kernel/index.js';
import type { MeterRow } from '../domain/meter-file.js';

const BYTES_MAX = 4 * 1024 * 1024;
const ROWS_MAX = 20_000;

interface CsvRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/**
 * Rows of a CSV with the named columns in any order, of which `optional` ones may be missing; UTF-8, or GB18030 as a Chinese Excel writes
 * it. @throws METER_FILE_TOO_LARGE, METER_FILE_TEXT, METER_FILE_COLUMNS, METER_FILE_EMPTY
 */
export function readMeterRows(file: Uint8Array, columns: readonly string[], optional: readonly string[] = []): MeterRow[] {
  if (file.byteLength > BYTES_MAX) throw new DomainError('METER_FILE_TOO_LARGE', { limit: '4 MB' });
  const [header, ...rows] = parsed(textOf(file)).map(({ record, info }) => ({ line: info.lines, cells: record.map((cell) => cell.trim()) }));
  const names = header?.cells ?? [];
  const known = [...columns, ...optional];
  if (columns.some((column) => !names.includes(column)) || names.some((name, index) => !known.includes(name) || names.indexOf(name) !== index))
    throw new DomainError('METER_FILE_COLUMNS', { columns: known.join(',') });
  if (rows.length === 0) throw new DomainError('METER_FILE_EMPTY');
  if (rows.length > ROWS_MAX) throw new DomainError('METER_FILE_TOO_LARGE', { limit: `${ROWS_MAX} lines` });
  return rows.map(({ line, cells }) => ({ line, cells: Object.fromEntries(names.map((name, index) => [name, cells[index] ?? ''])) }));
}

function textOf(file: Uint8Array): string {
  for (const encoding of ['utf-8', 'gb18030'])
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(file);
      if (!text.includes('\0')) return text;
    } catch {
      // not this encoding
    }
  throw new DomainError('METER_FILE_TEXT');
}

function parsed(text: string): readonly CsvRecord[] {
  try {
    return parse(text, { info: true, relax_column_count: true, skip_empty_lines: true }) as unknown as CsvRecord[];
  } catch (error) {
    if (error instanceof CsvError) throw new DomainError('METER_FILE_TEXT');
    throw error;
  }
}
