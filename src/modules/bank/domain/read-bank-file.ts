import { DomainError } from '../../../kernel/index.js';
import { provingBankFile } from './bank-file-checks.js';
import { decodingText, provingText } from './bank-file-text.js';
import { shown } from './bank-fields.js';
import { HEADER_WITHIN_ROWS, readBankTable, recognised, type SaidByPerson } from './bank-table-reader.js';
import { shippedProfiles } from './bank-table-words.zh-CN.js';
import { readCamt053 } from './camt-053-reader.js';
import { csvRecords, type TableRow } from './csv-records.js';
import type { MappingProfile } from './mapping-profile.js';
import { isMt940, readMt940 } from './mt940-reader.js';
import { BANK_FILE_BYTES_MAX, type BankFileFormat, type DraftBankFile, type ParsedBankFile } from './parsed-bank-file.js';
import type { Steps } from './steps.js';
import { loadingStrings, sheetRows, type Workbook } from './xlsx-reader.js';

const ROOT = /<(?:[\w.-]+:)?Document\b[^>]*?\sxmlns(?::[\w.-]+)?\s*=\s*["']urn:iso:std:iso:20022:tech:xsd:([\w.]+)["']/;
const CAMT = /^camt\.053\.001\.(?:0[2-9]|1[0-2])$/;
/** PDF, old Office, RTF, a ZIP that is no workbook: what people upload in place of the bank's file. */
const OTHER_KINDS = ['PK\u0003\u0004', '%PDF', 'ÐÏ\u0011à', '{\\rt'];
const DELIMITERS = [',', '\t', ';', '|'] as const;

/** The bytes of a file, or what an XLSX file was unpacked into. */
export type BankFileSource = { readonly bytes: Uint8Array } | { readonly workbook: Workbook };

export interface ReadingOptions {
  readonly fileName: string;
  /** Accounts of the compound: of a file about several accounts the statements of these are read. */
  readonly accountNos: readonly string[];
  /** Profiles of the compound's own, tried before those that come with the product. */
  readonly profiles: readonly MappingProfile[];
  /** The profile by which a table must be read; null: whichever knows its headings. */
  readonly profile: string | null;
  readonly said: SaidByPerson;
}

/** The first rows of a table, and those that follow. */
export interface FoundTable {
  readonly format: 'csv' | 'xlsx';
  readonly head: readonly TableRow[];
  readonly rest: Iterable<TableRow>;
  /** What is wrong among the first rows. */
  readonly broken: DomainError | null;
}

/**
 * Reads a statement file of a bank, its kind told by its content and never by its name: camt.053.001.02 to .12, MT940, or a table as text or
 * workbook. Whole or not at all: a file in which one figure, day or line does not fit is refused with that place.
 * Example: the first line of `2024-01.xml` is 70.00, money in. @throws BANK_FILE_…
 */
export function* readingBankFile(source: BankFileSource, options: ReadingOptions): Steps<ParsedBankFile> {
  return yield* provingBankFile(yield* drafting(source, options));
}

function* drafting(source: BankFileSource, options: ReadingOptions): Steps<DraftBankFile> {
  const profiles = profilesOf(options);
  if ('workbook' in source) {
    const strings = yield* loadingStrings(source.workbook);
    return yield* tableFile(startedTable('xlsx', sheetRows(source.workbook, strings)), profiles, options);
  }
  const { bytes } = source;
  const fileName = shown(options.fileName);
  if (bytes.length > BANK_FILE_BYTES_MAX) throw new DomainError('BANK_FILE_TOO_LARGE', { size: bytes.length, limit: BANK_FILE_BYTES_MAX });
  if (bytes.length === 0 || OTHER_KINDS.includes(latin1(bytes, 4))) throw kindUnknown(options);
  if (beginsMarkup(bytes)) return yield* markupFile(bytes, options);
  const text = yield* decodingText(bytes, fileName);
  if (text.trimStart().startsWith('<')) return yield* markupFile(new TextEncoder().encode(text), options);
  if (isMt940(text)) return yield* readMt940(text, options.accountNos);
  return yield* tableFile(textTable(text, profiles), profiles, options);
}

function* markupFile(bytes: Uint8Array, options: ReadingOptions): Steps<DraftBankFile> {
  const encoding = yield* provingText(bytes, shown(options.fileName));
  const found = ROOT.exec(latin1(bytes, 4_096))?.[1];
  if (found?.startsWith('camt.052.')) throw new DomainError('BANK_FILE_CAMT_052', { found: shown(found) });
  if (found?.startsWith('camt.054.')) throw new DomainError('BANK_FILE_CAMT_054', { found: shown(found) });
  if (found === undefined || !CAMT.test(found)) throw kindUnknown(options, found);
  return yield* readCamt053(bytes, { format: found as BankFileFormat, encoding, accountNos: options.accountNos });
}

function* tableFile(table: FoundTable | null, profiles: readonly MappingProfile[], options: ReadingOptions): Steps<DraftBankFile> {
  const found = table && recognised(table.head, profiles);
  if (table?.format === 'xlsx' && !found && table.broken) throw table.broken;
  if (!table || !found) throw kindUnknown(options);
  const below = table.head.slice(table.head.indexOf(found.header) + 1);
  const { format } = table;
  return yield* readBankTable(found, chained(below, table.rest), { format, said: options.said, ragged: format === 'xlsx' });
}

/** @throws MAPPING_UNKNOWN for a profile that neither the compound nor the product has */
function profilesOf({ profile, profiles }: ReadingOptions): readonly MappingProfile[] {
  const all = [...profiles, ...shippedProfiles];
  if (profile === null) return all;
  const chosen = all.find(({ name }) => name === profile);
  if (!chosen) throw new DomainError('MAPPING_UNKNOWN', { name: shown(profile), known: all.map(({ name }) => name).join(', ') });
  return [chosen];
}

/** The table of a text by the delimiter that gives it the headings of a profile; null when none does. */
function textTable(text: string, profiles: readonly MappingProfile[]): FoundTable | null {
  const tables = DELIMITERS.map((delimiter) => startedTable('csv', csvRecords(text, delimiter)));
  return tables.find(({ head }) => recognised(head, profiles) !== null) ?? null;
}

/** The first rows of a file that is a table of some kind, for a person to say what its columns are; null when it is none. */
export function* readingHead(source: BankFileSource, fileName: string): Steps<FoundTable | null> {
  if ('workbook' in source) return startedTable('xlsx', sheetRows(source.workbook, yield* loadingStrings(source.workbook)));
  const { bytes } = source;
  if (bytes.length > BANK_FILE_BYTES_MAX || bytes.length === 0 || beginsMarkup(bytes) || OTHER_KINDS.includes(latin1(bytes, 4))) return null;
  const text = yield* decodingText(bytes, shown(fileName));
  if (isMt940(text)) return null;
  const tables = DELIMITERS.map((delimiter) => startedTable('csv', csvRecords(text, delimiter)));
  const width = ({ head }: FoundTable): number => Math.max(0, ...head.map(({ cells }) => cells.length));
  const [widest] = tables.toSorted((a, b) => width(b) - width(a));
  return widest && width(widest) > 2 ? widest : null;
}

/** Takes the first rows; what breaks among them is thrown where the rest is asked for. */
function startedTable(format: FoundTable['format'], rows: Generator<TableRow, void>): FoundTable {
  const head: TableRow[] = [];
  try {
    while (head.length < HEADER_WITHIN_ROWS) {
      const next = rows.next();
      if (next.done === true) break;
      head.push(next.value);
    }
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { format, head, rest: thrown(error), broken: error };
  }
  return { format, head, rest: rows, broken: null };
}

function* thrown(error: DomainError): Generator<TableRow, void> {
  yield* [];
  throw error;
}

function* chained(first: readonly TableRow[], rest: Iterable<TableRow>): Generator<TableRow, void> {
  yield* first;
  yield* rest;
}

function beginsMarkup(bytes: Uint8Array): boolean {
  return latin1(bytes, 200).replace(/^ï»¿/, '').trimStart().startsWith('<');
}

function latin1(bytes: Uint8Array, length: number): string {
  return new TextDecoder('latin1').decode(bytes.subarray(0, length));
}

function kindUnknown({ fileName }: ReadingOptions, found = '?'): DomainError {
  return new DomainError('BANK_FILE_KIND_UNKNOWN', { fileName: shown(fileName), found: shown(found) });
}
