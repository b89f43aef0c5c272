import { businessDate, dateOf, DomainError, instant, Money, type BusinessDate } from '../../../kernel/index.js';
import { bankTableWords } from './bank-table-words.zh-CN.js';
import type { DateOrder } from './mapping-profile.js';

/** Where a value stands: the line of the file and the name of the field as the file writes it. */
export interface Place {
  readonly fileLine: number;
  readonly field: string;
}

/** The same as details of a refusal: the name of a field may be made only here. */
export const told = ({ fileLine, field }: Place): { readonly fileLine: number; readonly field: string } => ({ fileLine, field });

const PLAIN = /^-?(0|[1-9]\d{0,12})(\.\d{1,2})?$/;
const GROUPED = /^-?[1-9]\d{0,2}(,\d{3}){1,4}(\.\d{1,2})?$/;
const COUNT = /^\d{1,6}$/;
const SHOWN = 40;

/**
 * Characters that a text of a booking may have. Longer is refused and never cut: what a payer wrote is evidence, and a reference may
 * stand at its end. ISO 20022 allows 140 for a name, 35 for a reference or an account, and any number of remarks of 140: `remark` is
 * that of fourteen, for each payment of the booking, far beyond what a bank prints; the matcher takes steps in proportion to it.
 */
export const textLimits = { remark: 2_000, name: 200, account: 64, reference: 100 } as const;

/** The beginning of a value from a file, safe to print in a message. */
export function shown(value: string): string {
  return value.length > SHOWN ? `${value.slice(0, SHOWN)}…` : value;
}

/** The text itself, when it is no longer than the limit. @throws BANK_FILE_VALUE_INVALID with its beginning, its length and the limit */
export function within(text: string, limit: number, place: Place): string {
  if (text.length > limit) throw new DomainError('BANK_FILE_VALUE_INVALID', { ...told(place), value: `${shown(text)} (${text.length} > ${limit})` });
  return text;
}

/** "1,234.5" or "1234.50", ASCII digits, at most two decimals; thousands separators all or none. @throws BANK_FILE_AMOUNT_INVALID */
export function readAmount(text: string, place: Place): Money {
  return parsedAmount(PLAIN.test(text) || GROUPED.test(text), text, place);
}

/** As readAmount, for a column whose direction is its heading. @throws BANK_FILE_AMOUNT_INVALID when negative */
export function readUnsignedAmount(text: string, place: Place): Money {
  return parsedAmount(!text.startsWith('-') && (PLAIN.test(text) || GROUPED.test(text)), text, place);
}

/** An ISO 20022 amount: no sign (its indicator says it), no separators. @throws BANK_FILE_AMOUNT_INVALID */
export function readIsoAmount(text: string, place: Place): Money {
  return parsedAmount(!text.startsWith('-') && PLAIN.test(text), text, place);
}

/**
 * 2024-01-31, 2024/1/31, 20240131 or the same with the words for year, month and day; 31/01/2024 where the bank writes the day first, 01/31/2024
 * where it writes the month first. @throws BANK_FILE_DATE_INVALID
 */
export function readDate(text: string, place: Place, order: DateOrder = 'YMD'): BusinessDate {
  return knownDay(`${order} ${text}`, text, place, () => {
    const [, year, month, day] = bankTableWords.date.exec(text) ?? orderedDate(text, order);
    return businessDate(year && month && day ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : text);
  });
}

/** Days that were read: a file of 100,000 bookings has 31 of them. */
const days = new Map<string, BusinessDate>();
const DAYS_KEPT = 2_000;

function knownDay(key: string, text: string, place: Place, read: () => BusinessDate): BusinessDate {
  const known = days.get(key);
  if (known !== undefined) return known;
  let day: BusinessDate;
  try {
    day = read();
  } catch {
    throw new DomainError('BANK_FILE_DATE_INVALID', { ...told(place), value: shown(text) });
  }
  if (days.size >= DAYS_KEPT) days.clear();
  if (key.length <= 40) days.set(key, day);
  return day;
}

function orderedDate(text: string, order: DateOrder): readonly (string | undefined)[] {
  const [, first, second, year] = (order === 'YMD' ? null : /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/.exec(text)) ?? [];
  return order === 'DMY' ? ['', year, second, first] : ['', year, first, second];
}

/** ISO date, or ISO date and time; a time with a zone gives the day in Shanghai. @throws BANK_FILE_DATE_INVALID */
export function readIsoDate(text: string, place: Place): BusinessDate {
  return knownDay(`ISO ${text}`, text, place, () => {
    if (!text.includes('T')) return businessDate(text);
    const local = businessDate(text.slice(0, 10));
    const zoned = /(Z|[+-]\d{2}:\d{2})$/.test(text);
    const moment = instant(zoned ? text : `${text}Z`);
    return zoned ? dateOf(moment) : local;
  });
}

/** A number of bookings. @throws BANK_FILE_VALUE_INVALID */
export function readCount(text: string, place: Place): number {
  if (!COUNT.test(text)) throw new DomainError('BANK_FILE_VALUE_INVALID', { ...told(place), value: shown(text) });
  return Number.parseInt(text, 10);
}

function parsedAmount(wellFormed: boolean, text: string, place: Place): Money {
  if (!wellFormed) throw new DomainError('BANK_FILE_AMOUNT_INVALID', { ...told(place), value: shown(text) });
  return Money.parse(text.replaceAll(',', ''));
}

/** Signs that nobody sees: zero width spaces, marks of writing direction, byte order marks inside a text. */
const UNSEEN = /\p{Cf}/gu;

/** White space inside a name or remark is one space, since banks pad to a column's width; what cannot be seen is left out. */
export function tidy(text: string): string {
  return text.replace(UNSEEN, '').replace(/\s+/g, ' ').trim();
}

/** The texts that say something, each once, with one space between. */
export function joined(texts: readonly string[]): string {
  return [...new Set(texts.map(tidy))].filter((text) => text !== '').join(' ');
}

/** Yuan with two decimals of an amount in fen, also beyond the cap of Money: for the figures in a refusal. */
export function yuan(fen: bigint): string {
  const digits = (fen < 0n ? -fen : fen).toString().padStart(3, '0');
  return `${fen < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

const FILE_NAME_MAX = 200;

/** The name of an uploaded file as it may be kept and shown: no path, no signs that cannot be seen; never empty. */
export function safeFileName(name: string): string {
  return (
    name
      .replaceAll(/[\p{C}/\\]/gu, ' ')
      .trim()
      .slice(-FILE_NAME_MAX) || '-'
  );
}
