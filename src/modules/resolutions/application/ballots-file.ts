import { CsvError, parse } from 'csv-parse/sync';
import { businessDate, DomainError } from '../../../kernel/index.js';
import { textOfFile } from '../../../platform/files/index.js';
import { voteChoices, voteWays, type StatedBallot } from '../domain/vote.js';
import { ballotColumns, ballotWords } from './ballot-words.zh-CN.js';

const BYTES_MAX = 2 * 1024 * 1024;

/**
 * The ballots of a list in CSV, as a spreadsheet saves it: unit, choice, castOn, way and, where it corrects, reason. The words of a column or a choice are those of the product, or Chinese.
 * @throws VOTE_FILE naming the line, VOTE_FILE_COLUMNS, VOTE_FILE_WORD
 */
export function readBallotsFile(file: Uint8Array): StatedBallot[] {
  const text = file.byteLength > BYTES_MAX ? null : textOfFile(file);
  if (text === null) throw new DomainError('VOTE_FILE', { field: 'file', line: 1 });
  const [header = [], ...rows] = parsed(text);
  const names = header.map((cell) => cell.trim());
  const places = Object.fromEntries(
    Object.entries(ballotColumns).map(([column, chinese]) => [column, names.findIndex((name) => name === column || name === chinese)]),
  );
  const missing = Object.entries(places).find(([column, place]) => place < 0 && column !== 'reason');
  if (missing) throw new DomainError('VOTE_FILE_COLUMNS', { field: 'file', column: missing[0], columns: Object.keys(ballotColumns).join(',') });
  return rows.map((row, index) => {
    const cell = (column: keyof typeof ballotColumns): string => (row[places[column] ?? -1] ?? '').trim();
    const word = <T extends string>(column: 'choice' | 'way', known: readonly T[]): T => {
      const value = cell(column);
      const found = known.find((candidate) => candidate === value.toUpperCase() || (ballotWords as Record<string, string>)[candidate] === value);
      if (!found) throw new DomainError('VOTE_FILE_WORD', { field: 'file', line: index + 2, column, value: value.slice(0, 20), known: known.join(', ') });
      return found;
    };
    return {
      unit: cell('unit').toUpperCase(),
      choice: word('choice', voteChoices),
      castOn: dayOf(cell('castOn'), index + 2),
      way: word('way', voteWays),
      reason: cell('reason') || null,
    };
  });
}

function dayOf(text: string, line: number): StatedBallot['castOn'] {
  const [, year, month = '', day = ''] = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text) ?? [];
  try {
    return businessDate(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new DomainError('VOTE_FILE_WORD', { field: 'file', line, column: 'castOn', value: text.slice(0, 20), known: '2024-11-05' });
  }
}

function parsed(text: string): string[][] {
  try {
    return parse(text, { relax_column_count: true, skip_empty_lines: true }) as string[][];
  } catch (error) {
    if (error instanceof CsvError) throw new DomainError('VOTE_FILE', { field: 'file', line: (error as CsvError & { lines?: number }).lines ?? 1 });
    throw error;
  }
}
