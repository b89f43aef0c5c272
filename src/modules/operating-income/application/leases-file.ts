import { CsvError, parse } from 'csv-parse/sync';
import { DomainError } from '../../../kernel/index.js';
import { leaseColumns, type LeaseColumn, type LeaseRow } from '../domain/lease-list.js';

const BYTES_MAX = 1024 * 1024;

interface CsvRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/**
 * The rows of a leases file: CSV in UTF-8, or GB18030 as a Chinese Excel writes it, with the columns code, asset, kind, counterparty,
 * amount, schedule, firstDueOn, from, to in this order; the list that is downloaded has endedOn behind them. @throws LEASE_FILE_COLUMNS for anything else
 */
export function readLeasesFile(file: Uint8Array): LeaseRow[] {
  const refusal = new DomainError('LEASE_FILE_COLUMNS', { columns: leaseColumns.join(',') });
  const text = file.byteLength <= BYTES_MAX ? (decoded(file, 'utf-8') ?? decoded(file, 'gb18030')) : null;
  const [header, ...rows] = (text === null ? null : parsed(text)) ?? [];
  const named = header?.cells.join(',');
  const columns = leaseColumns.join(',');
  if (named !== columns && named !== `${columns},endedOn`) throw refusal;
  const expected = header?.cells.length ?? 0;
  return rows.map(({ line, cells }) => {
    if (cells.length !== expected) throw new DomainError('LEASE_FILE_CELLS', { line, found: cells.length, expected });
    return {
      line,
      endedOn: cells[leaseColumns.length] ?? '',
      cells: Object.fromEntries(leaseColumns.map((column, index) => [column, cells[index] ?? ''])) as Record<LeaseColumn, string>,
    };
  });
}

function decoded(file: Uint8Array, encoding: string): string | null {
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(file); // drops the byte order mark
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}

function parsed(text: string): { line: number; cells: string[] }[] | null {
  try {
    const records = parse(text, { info: true, relax_column_count: true, skip_empty_lines: true }) as unknown as CsvRecord[];
    return records.map(({ record, info }) => ({ line: info.lines, cells: record.map((cell) => cell.trim()) }));
  } catch (error) {
    if (error instanceof CsvError) return null;
    throw error;
  }
}
