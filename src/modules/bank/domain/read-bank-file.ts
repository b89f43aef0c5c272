import { DomainError } from '../../../kernel/index.js';
import { shown } from './bank-fields.js';
import { bankFileText } from './bank-file-text.js';
import { isBankCsv, readBankCsv } from './bank-csv-reader.js';
import { readCamt053 } from './camt-053-reader.js';
import { BANK_FILE_BYTES_MAX, bankFileFormats, type ParsedBankFile } from './parsed-bank-file.js';

const ROOT = /<(?:[\w.-]+:)?Document\b[^>]*?\sxmlns(?::[\w.-]+)?\s*=\s*["']urn:iso:std:iso:20022:tech:xsd:([\w.]+)["']/;
/** ZIP (also XLSX), PDF, old Office, RTF: what people upload in place of the bank's file. */
const OTHER_KINDS = ['PK\u0003\u0004', '%PDF', 'ÐÏ\u0011à', '{\\rt'];

/**
 * Reads a statement file of a bank, its kind told by its content and never by its name: camt.053.001.02 or .08, or the CSV of
 * a Chinese bank. Whole or not at all: a file in which one figure, day or line does not fit is refused with that place.
 * Example: `readBankFile(bytes, '2024-01.xml').lines[0].amount` is `70.00`, money in. @throws BANK_FILE_…
 */
export function readBankFile(bytes: Uint8Array, fileName: string): ParsedBankFile {
  if (bytes.length > BANK_FILE_BYTES_MAX) throw new DomainError('BANK_FILE_TOO_LARGE', { size: bytes.length, limit: BANK_FILE_BYTES_MAX });
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 4));
  if (bytes.length === 0 || OTHER_KINDS.includes(start)) throw kindUnknown(fileName);
  const text = bankFileText(bytes, shown(fileName));
  if (text.trimStart().startsWith('<')) {
    const found = ROOT.exec(text.slice(0, 4096))?.[1];
    const format = bankFileFormats.find((known) => known === found);
    if (format === undefined || format === 'csv') throw kindUnknown(fileName, found);
    return readCamt053(text, format);
  }
  if (!isBankCsv(text)) throw kindUnknown(fileName);
  return readBankCsv(text);
}

function kindUnknown(fileName: string, found = '?'): DomainError {
  return new DomainError('BANK_FILE_KIND_UNKNOWN', { fileName: shown(fileName), found: shown(found) });
}
