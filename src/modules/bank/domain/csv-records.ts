import { DomainError } from '../../../kernel/index.js';
import { shown } from './bank-fields.js';

/** A record of a table: its cells without white space around them, and the line of the file on which it begins. */
export interface TableRow {
  readonly fileLine: number;
  readonly cells: readonly string[];
}

/** No bank has half as many. */
const COLUMNS_MAX = 64;
/** No bank fills a page with one booking: an open quote does not take in the whole file. */
const RECORD_CHARACTERS_MAX = 64 * 1024;

/**
 * The records of a text with separators, one at a time (RFC 4180; a line may end with LF, CR LF or CR): a quoted cell keeps separators,
 * line breaks and doubled quotes; a quote inside an unquoted cell, text behind a closing quote, and a quote that is never closed are
 * refused. Records without content are left out. @throws BANK_FILE_NOT_WHOLE BANK_FILE_VALUE_INVALID
 */
export function* csvRecords(text: string, delimiter: string): Generator<TableRow, void> {
  const cursor = new CsvCursor(text, delimiter);
  for (let record = cursor.next(); record !== null; record = cursor.next()) if (record.cells.some((cell) => cell !== '')) yield record;
}

class CsvCursor {
  private at = 0;
  private fileLine = 1;

  constructor(
    private readonly text: string,
    private readonly delimiter: string,
  ) {}

  next(): TableRow | null {
    if (this.at >= this.text.length) return null;
    const [start, fileLine] = [this.at, this.fileLine];
    const cells: string[] = [];
    for (;;) {
      cells.push(this.cell(start).trim());
      if (cells.length > COLUMNS_MAX)
        throw new DomainError('BANK_FILE_VALUE_INVALID', { fileLine: this.fileLine, field: this.delimiter, value: `${cells.length} > ${COLUMNS_MAX}` });
      if (this.text[this.at] !== this.delimiter) break;
      this.at += 1;
    }
    this.endLine();
    return { fileLine, cells };
  }

  private cell(start: number): string {
    return this.text[this.at] === '"' ? this.quoted(start) : this.plain(start);
  }

  private plain(start: number): string {
    const from = this.at;
    while (this.at < this.text.length) {
      const sign = this.text[this.at];
      if (sign === this.delimiter || sign === '\n' || sign === '\r') break;
      if (sign === '"') throw this.broken('INVALID_OPENING_QUOTE');
      this.at += 1;
      if (this.at - start > RECORD_CHARACTERS_MAX) throw this.broken('CSV_MAX_RECORD_SIZE');
    }
    return this.text.slice(from, this.at);
  }

  private quoted(start: number): string {
    const opened = this.fileLine;
    let value = '';
    for (let from = this.at + 1; ;) {
      const end = this.text.indexOf('"', from);
      if (end === -1 || end - start > RECORD_CHARACTERS_MAX) throw this.broken(end === -1 ? 'CSV_QUOTE_NOT_CLOSED' : 'CSV_MAX_RECORD_SIZE', opened);
      const part = this.text.slice(from, end);
      this.fileLine += part.match(/\r\n|\n|\r/g)?.length ?? 0;
      value += part;
      this.at = end + 1;
      if (this.text[this.at] !== '"') break;
      value += '"';
      from = this.at + 1;
    }
    const next = this.text[this.at];
    if (next !== undefined && next !== this.delimiter && next !== '\n' && next !== '\r') throw this.broken('CSV_INVALID_CLOSING_QUOTE');
    return value;
  }

  private endLine(): void {
    if (this.text[this.at] === '\r') this.at += 1;
    if (this.text[this.at] === '\n') this.at += 1;
    this.fileLine += 1;
  }

  private broken(found: string, fileLine = this.fileLine): DomainError {
    return new DomainError('BANK_FILE_NOT_WHOLE', { fileLine, found: shown(found) });
  }
}
