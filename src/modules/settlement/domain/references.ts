import { accountingPeriod, periodsBetween, type AccountingPeriod, type BusinessDate } from '../../../kernel/index.js';
import { remarkWords } from './remark-words.zh-CN.js';

/**
 * What a payer wrote into the remark, as it stands there: `03-201` of WY03-201, the number of a unit out of a payment reference with its
 * check digits, `ZL01`, `BF2024-0001`. Each once.
 */
export interface References {
  readonly units: readonly string[];
  readonly unitIds: readonly number[];
  readonly leases: readonly string[];
  readonly payouts: readonly string[];
}

/** Finds the units of payment references in a text; a reference with a wrong check digit is none (module communities). */
export type PaymentReferenceReader = (text: string) => readonly number[];

/** A code has a digit; the longest has 27 signs, so no more are looked at for it: without that bound `-WY-WY-WY…` is read again for every WY in it. */
const UNIT = /(?<![0-9A-Z])WY[ :#]?(?=[A-Z-]{0,26}\d)([0-9A-Z]+(?:-[0-9A-Z]+)*)/g;
/** Signs of a payment reference with what banks put between them; only one whose check digits are right is taken out of the text. */
const PAYMENT = /(?<![0-9A-Z])W[\s\u200B-]{0,3}Y(?:[\s\u200B-]{0,3}\d){10}(?![0-9A-Z])/g;
const LEASE = /(?<![0-9A-Z])ZL[ -]?(\d+)(?![0-9A-Z])/g;
/**
 * A number has four digits, and more only when it has outgrown them, so none of five begins with 0. Payment files once put the purpose right behind it, and banks still
 * take out what stands between: the year of `BF2024-00012024年1月` is no part of the number.
 */
const PAYOUT = new RegExp(`(?<![0-9A-Z])BF[ -]?(\\d{4}-(?:0\\d{3}|[1-9]\\d{3,8}?|\\d{1,3}))(?=20\\d\\d(?:${remarkWords.year})|(?![0-9A-Z]))`, 'g');
/** A code without WY before it, `03-201`; it counts only where a unit has it. */
const BARE = /(?<![0-9A-Z-])[0-9A-Z]{1,10}(?:-[0-9A-Z]{1,10}){1,3}(?![0-9A-Z-])/g;
/** Dashes that keyboards and banks put in the place of a hyphen. */
const DASHES = /[\u2010-\u2015\u2212\u30FC_]/g;

/** Full-width letters, other dashes and small letters are read as what they stand for, and nothing else is mended. */
function plainText(remark: string): string {
  return remark.normalize('NFKC').toUpperCase().replaceAll(DASHES, '-');
}

/** The references in a remark. Takes steps in proportion to its length. */
export function referencesIn(remark: string, readPaymentReferences: PaymentReferenceReader = () => []): References {
  const unitIds = new Set<number>();
  const text = plainText(remark).replaceAll(PAYMENT, (signs) => {
    const ids = readPaymentReferences(signs);
    for (const id of ids) unitIds.add(id);
    return ids.length > 0 ? ' ' : signs;
  });
  const found = (pattern: RegExp, prefix: string): string[] => [...new Set(Array.from(text.matchAll(pattern), ([, code]) => `${prefix}${code}`))];
  return { units: found(UNIT, ''), unitIds: [...unitIds], leases: found(LEASE, 'ZL'), payouts: found(PAYOUT, 'BF') };
}

/** A building and a room in words, which a compound may write as `03-201` or `3-201`. */
const BUILDING = new RegExp(`(?<!\\d)0?(\\d{1,3})\\s*(?:${remarkWords.building})\\s*(\\d{3,4})(?!\\d)`, 'g');

/** Codes in a remark that stand there without WY, `03-201` or in words; dates look like them, so only those that a unit has mean anything. */
export function bareCodesIn(remark: string): string[] {
  const text = plainText(remark);
  const inWords = Array.from(text.matchAll(BUILDING)).flatMap(([, building = '', room = '']) => [
    `${building.padStart(2, '0')}-${room}`,
    `${building}-${room}`,
  ]);
  return [...new Set([...Array.from(text.matchAll(BARE), ([code]) => code), ...inWords])];
}

const { year: YEAR, month: MONTH, through: THROUGH } = remarkWords;
const MONTHS = new RegExp(
  `(?<![\\d-])(?:(20\\d\\d)\\s*(?:${YEAR}|[-./]))?\\s*(1[0-2]|0?[1-9])(?:\\s*(?:${MONTH})?\\s*(?:${THROUGH})\\s*(1[0-2]|0?[1-9]))?\\s*(?:${MONTH})`,
  'g',
);
const MONTHS_MAX = 24;

/**
 * The months that a remark names, oldest first: `2月`, `2024年2月`, `1-3月`. Without a year it is the latest such month that is not
 * after the month behind the payment's own: a payment of January for `12月` is for the December before, one of December for `1月` for the next.
 */
export function monthsIn(remark: string, paidOn: BusinessDate): AccountingPeriod[] {
  const months = Array.from(plainText(remark).matchAll(MONTHS)).flatMap(([, year, from = '', to = from]) => {
    const last = monthNear(year, to, paidOn);
    const first = monthNear(year ?? (Number.parseInt(from, 10) <= Number.parseInt(to, 10) ? last.slice(0, 4) : undefined), from, paidOn);
    return first <= last ? periodsBetween(first, last) : [];
  });
  return [...new Set(months)].toSorted().slice(0, MONTHS_MAX);
}

function monthNear(year: string | undefined, month: string, paidOn: BusinessDate): AccountingPeriod {
  const of = (value: number): AccountingPeriod => accountingPeriod(`${value}-${month.padStart(2, '0')}`);
  if (year !== undefined) return of(Number.parseInt(year, 10));
  const paid = Number.parseInt(paidOn.slice(0, 4), 10);
  const [own, wanted] = [Number.parseInt(paidOn.slice(5, 7), 10), Number.parseInt(month, 10)];
  if (own === 12 && wanted === 1) return of(paid + 1);
  return wanted > own + 1 ? of(paid - 1) : of(paid);
}

/** Two names of a person or firm are the same when nothing but spaces and widths differ. */
export function sameName(one: string, other: string): boolean {
  return plainName(one) !== '' && plainName(one) === plainName(other);
}

/** A name without what banks change in it; empty when nothing is left. */
export function plainName(name: string): string {
  return name.normalize('NFKC').replaceAll(/\s/g, '').toUpperCase();
}

/** Whether a text has a word, whatever its widths and spaces. */
export function hasWord(text: string, words: string): boolean {
  return new RegExp(words, 'u').test(plainText(text).replaceAll(/\s/g, ''));
}
