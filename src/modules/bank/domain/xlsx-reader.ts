import { addDays, businessDate, DomainError } from '../../../kernel/index.js';
import { shown, told } from './bank-fields.js';
import type { TableRow } from './csv-records.js';
import { STEP, type Steps } from './steps.js';
import { XmlCursor } from './xml-cursor.js';
import type { XmlElement } from './xml-element.js';

/** Parts of an XLSX file (ECMA-376), unpacked: its first visible sheet, and what the cells of it refer to. */
export interface Workbook {
  readonly sheet: Uint8Array;
  readonly strings: Uint8Array | null;
  readonly styles: Uint8Array | null;
  /** Days are counted from 1904 instead of 1900. */
  readonly from1904: boolean;
}

const COLUMNS_MAX = 64;
const ROW_ELEMENTS_MAX = 40_000;
const STRINGS_MAX = 1_000_000;
const STRING_ELEMENTS_MAX = 1_000;
/** Formats that come with every workbook, by number: days, times, and those of Chinese calendars. */
const DATE_FORMATS = (id: number): boolean => (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
const NUMBER = /^(-?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;
/** A spreadsheet keeps 15 digits of a number and writes 17: 75.23 stands there as 75.230000000000004. */
const DIGITS = 15;

/** What the cells of a sheet refer to. */
export interface SheetContext {
  readonly strings: readonly string[];
  /** By number of the style: whether it shows a day. */
  readonly dated: readonly boolean[];
}

/** Shared strings and styles of a workbook. @throws BANK_FILE_NOT_WHOLE BANK_FILE_VALUE_INVALID */
export function* loadingStrings({ strings, styles }: Workbook): Steps<SheetContext> {
  const texts: string[] = [];
  if (strings) {
    const cursor = new XmlCursor(strings, 'utf-8');
    let [events, elements] = [0, 0];
    for (let event = cursor.next(); event !== null; event = cursor.next()) {
      if (++events % (STEP * 16) === 0) yield;
      if ('begins' in event) {
        elements = event.begins.name === 'si' ? 0 : elements + 1;
        if (elements > STRING_ELEMENTS_MAX || texts.length > STRINGS_MAX) throw tooMany(event.begins, Math.max(elements, texts.length), STRINGS_MAX);
      } else if (event.ends.name === 'si') texts.push(richText(event.ends));
      else event.ends.parent?.take(event.ends);
    }
  }
  return { strings: texts, dated: styles ? datedStyles(styles) : [] };
}

/** The rows of the sheet, cells as text: a day as 2024-01-31, a number with its own decimals, a formula as the value that was kept of it. */
export function* sheetRows({ sheet, from1904 }: Workbook, context: SheetContext): Generator<TableRow, void> {
  const cursor = new XmlCursor(sheet, 'utf-8');
  let [rows, elements] = [0, 0];
  for (let event = cursor.next(); event !== null; event = cursor.next()) {
    if ('begins' in event) {
      const inRow = event.begins.name !== 'row';
      elements = inRow ? elements + 1 : 0;
      if (elements > ROW_ELEMENTS_MAX) throw tooMany(event.begins, elements, ROW_ELEMENTS_MAX);
      continue;
    }
    const { name, parent } = event.ends;
    if (name === 'row') {
      rows += 1;
      yield rowOf(event.ends, rows, { ...context, from1904 });
    } else if (parent && CELL_PARTS.has(name)) parent.take(event.ends);
  }
}

const CELL_PARTS = new Set(['c', 'v', 'is', 't', 'r']);

function rowOf(row: XmlElement, position: number, context: SheetContext & { from1904: boolean }): TableRow {
  const fileLine = /^\d{1,7}$/.test(row.attribute('r')) ? Number.parseInt(row.attribute('r'), 10) : position;
  const cells: string[] = [];
  let next = 0;
  for (const cell of row.all('c')) {
    const column = columnOf(cell.attribute('r')) ?? next;
    next = column + 1;
    const text = cellText(cell, fileLine, context).trim();
    if (text === '') continue;
    if (column >= COLUMNS_MAX)
      throw new DomainError('BANK_FILE_VALUE_INVALID', { fileLine, field: shown(cell.attribute('r')), value: `${column + 1} > ${COLUMNS_MAX}` });
    while (cells.length < column) cells.push('');
    cells[column] = text;
  }
  return { fileLine: Math.max(1, fileLine), cells };
}

/** "AB12" is the 28th column, counted from 0: 27. */
function columnOf(reference: string): number | null {
  const [letters] = /^[A-Z]{1,3}(?=\d{1,7}$)/.exec(reference) ?? [];
  if (letters === undefined) return null;
  return Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function cellText(cell: XmlElement, fileLine: number, { strings, dated, from1904 }: SheetContext & { from1904: boolean }): string {
  const type = cell.attribute('t');
  if (type === 'inlineStr') return cell.find('is') ? richText(cell.need('is')) : '';
  const value = cell.textAt('v');
  if (type === 's') {
    const text = /^\d{1,7}$/.test(value) ? strings[Number.parseInt(value, 10)] : undefined;
    if (text === undefined) throw new DomainError('BANK_FILE_NOT_WHOLE', { fileLine, found: shown(`${cell.attribute('r')} ${value}`) });
    return text;
  }
  if (type !== '' && type !== 'n') return value; // str, b, e, d: as it stands
  const style = cell.attribute('s');
  const day = value !== '' && /^\d{1,5}$/.test(style) && dated[Number.parseInt(style, 10)] === true;
  return day ? dayText(value, from1904) : numberText(value);
}

/** Text in one piece or in several of different looks; how it is spoken (rPh) is no part of it. */
function richText(element: XmlElement): string {
  return [...element.all('t'), ...element.all('r').flatMap((run) => run.all('t'))].map(({ text }) => text).join('');
}

/** Days since 30 December 1899 (which makes up for a 29 February 1900 that never was), with the time as a fraction. */
function dayText(value: string, from1904: boolean): string {
  const [, whole = '', fraction = ''] = /^(\d{1,7})(?:\.(\d+))?$/.exec(numberText(value)) ?? [];
  if (whole === '') return value;
  const day = addDays(businessDate(from1904 ? '1904-01-01' : '1899-12-30'), Number.parseInt(whole, 10));
  const seconds = fraction === '' ? 0n : (BigInt(fraction.slice(0, 12).padEnd(12, '0')) * 86_400n + 500_000_000_000n) / 1_000_000_000_000n;
  if (seconds === 0n) return day;
  const two = (part: bigint): string => part.toString().padStart(2, '0');
  return `${day} ${two(seconds / 3600n)}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}`;
}

/** The number without exponent, of its first 15 digits, rounded half up: what the person saw who typed it. */
function numberText(value: string): string {
  const [whole, sign = '', integer = '', decimals = '', exponent = '0'] = NUMBER.exec(value) ?? [];
  if (whole === undefined) return value;
  const digits = `${integer}${decimals}`.replace(/^0+(?=\d)/, '');
  let scale = decimals.length - Number.parseInt(exponent, 10);
  let mantissa = BigInt(digits);
  for (let over = digits.length - DIGITS; over > 0; over = 0) {
    const unit = 10n ** BigInt(over);
    mantissa = (mantissa + unit / 2n) / unit;
    scale -= over;
  }
  if (scale <= 0) return `${mantissa === 0n ? '' : sign}${mantissa}${mantissa === 0n ? '' : '0'.repeat(-scale)}`;
  const padded = mantissa.toString().padStart(scale + 1, '0');
  const rest = padded.slice(-scale).replace(/0+$/, '');
  const text = `${padded.slice(0, -scale)}${rest === '' ? '' : `.${rest}`}`;
  return mantissa === 0n ? '0' : `${sign}${text}`;
}

function datedStyles(styles: Uint8Array): boolean[] {
  const cursor = new XmlCursor(styles, 'utf-8');
  const formats = new Map<string, string>();
  const dated: boolean[] = [];
  for (let event = cursor.next(); event !== null; event = cursor.next()) {
    if (!('begins' in event)) continue;
    const { name, parent } = event.begins;
    if (name === 'numFmt') formats.set(event.begins.attribute('numFmtId'), event.begins.attribute('formatCode'));
    if (name !== 'xf' || parent?.name !== 'cellXfs') continue;
    const id = event.begins.attribute('numFmtId');
    const own = formats.get(id)?.replaceAll(/"[^"]*"|\[[^\]]*\]|\\./g, '');
    dated.push(
      own === undefined ? /^\d{1,4}$/.test(id) && DATE_FORMATS(Number.parseInt(id, 10)) : /[ymdhs]/i.test(own) && !/[0#?]/.test(own.replaceAll(/s+\.0+/gi, '')),
    );
  }
  return dated;
}

function tooMany(place: XmlElement, found: number, limit: number): DomainError {
  return new DomainError('BANK_FILE_VALUE_INVALID', { ...told(place), value: `${found} > ${limit}` });
}
