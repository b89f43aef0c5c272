import { unreadable } from './domain-error.js';

declare const brand: unique symbol;

/** A calendar day of the business in Asia/Shanghai, "2024-01-31". Sorts and compares as text. */
export type BusinessDate = string & { readonly [brand]: 'BusinessDate' };
/** A calendar month of the books, "2024-01". Sorts and compares as text. */
export type AccountingPeriod = string & { readonly [brand]: 'AccountingPeriod' };
/** A moment, RFC 3339 in UTC with milliseconds, "2024-01-31T01:00:00.000Z". Sorts and compares as text. */
export type Instant = string & { readonly [brand]: 'Instant' };

const DAY_MS = 86_400_000;
/** China has kept UTC+8 without summer time since 1991; the books begin later. */
const SHANGHAI_OFFSET_MS = 8 * 3_600_000;

const utc = (date: string): number => Date.parse(`${date}T00:00:00Z`);
const iso = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
/** JavaScript reads 30 February as 1 March: a day is one of the calendar when it comes back as it went in. */
const isInCalendar = (date: string): boolean => !Number.isNaN(utc(date)) && iso(utc(date)) === date;

/** Reads "2024-02-29"; refuses a day that the calendar does not have. @throws DATE_INVALID */
export function businessDate(text: string): BusinessDate {
  if (typeof text !== 'string' || !/^[12]\d{3}-\d{2}-\d{2}$/.test(text) || !isInCalendar(text)) throw unreadable('DATE_INVALID', text);
  return text as BusinessDate;
}

/** Reads "2024-02". @throws PERIOD_INVALID */
export function accountingPeriod(text: string): AccountingPeriod {
  if (typeof text !== 'string' || !/^[12]\d{3}-(0[1-9]|1[0-2])$/.test(text)) throw unreadable('PERIOD_INVALID', text);
  return text as AccountingPeriod;
}

/** Reads an RFC 3339 moment with a zone and gives it in UTC. @throws DATE_INVALID */
export function instant(text: string | Date): Instant {
  const syntax = /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;
  const valid = text instanceof Date || (syntax.test(text) && isInCalendar(text.slice(0, 10)));
  const ms = valid ? new Date(text).getTime() : Number.NaN;
  if (Number.isNaN(ms)) throw unreadable('DATE_INVALID', text);
  return new Date(ms).toISOString() as Instant;
}

/** The moment of a wall clock in Shanghai: `at('2024-04-15', '09:30')`. */
export function shanghaiTime(date: BusinessDate, time: string): Instant {
  return instant(`${date}T${time}:00+08:00`);
}

/** The day in Shanghai on which a moment falls. */
export function dateOf(moment: Instant): BusinessDate {
  return iso(Date.parse(moment) + SHANGHAI_OFFSET_MS) as BusinessDate;
}

/** "HH:MM" in Shanghai. */
export function timeOf(moment: Instant): string {
  return new Date(Date.parse(moment) + SHANGHAI_OFFSET_MS).toISOString().slice(11, 16);
}

/** A moment as the clock on a wall in Shanghai shows it, for messages: "2024-02-18 09:00". */
export function wallClock(moment: Instant): string {
  return `${dateOf(moment)} ${timeOf(moment)}`;
}

export function addDays(date: BusinessDate, days: number): BusinessDate {
  return iso(utc(date) + days * DAY_MS) as BusinessDate;
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: BusinessDate, to: BusinessDate): number {
  return Math.round((utc(to) - utc(from)) / DAY_MS);
}

export function addMinutes(moment: Instant, minutes: number): Instant {
  return new Date(Date.parse(moment) + minutes * 60_000).toISOString() as Instant;
}

export function periodOf(date: BusinessDate): AccountingPeriod {
  return date.slice(0, 7) as AccountingPeriod;
}

export function firstDay(period: AccountingPeriod): BusinessDate {
  return `${period}-01` as BusinessDate;
}

export function lastDay(period: AccountingPeriod): BusinessDate {
  return addDays(firstDay(addMonths(period, 1)), -1);
}

export function addMonths(period: AccountingPeriod, months: number): AccountingPeriod {
  const index = Number(period.slice(0, 4)) * 12 + Number(period.slice(5, 7)) - 1 + months;
  return `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}` as AccountingPeriod;
}

/** The months from `from` to `to`, both included; empty when `to` is earlier. */
export function periodsBetween(from: AccountingPeriod, to: AccountingPeriod): AccountingPeriod[] {
  const periods: AccountingPeriod[] = [];
  for (let period = from; period <= to; period = addMonths(period, 1)) periods.push(period);
  return periods;
}

/** A quarter, "2024-Q1". */
export type Quarter = string & { readonly [brand]: 'Quarter' };

/** Reads "2024-Q1". @throws PERIOD_INVALID */
export function quarter(text: string): Quarter {
  if (typeof text !== 'string' || !/^[12]\d{3}-Q[1-4]$/.test(text)) throw unreadable('PERIOD_INVALID', text);
  return text as Quarter;
}

export function quarterOf(period: AccountingPeriod): Quarter {
  return `${period.slice(0, 4)}-Q${Math.ceil(Number(period.slice(5, 7)) / 3)}` as Quarter;
}

/** The three months of a quarter, first to last. */
export function monthsOf(value: Quarter): [AccountingPeriod, AccountingPeriod, AccountingPeriod] {
  const first = `${value.slice(0, 4)}-${String(Number(value.slice(6)) * 3 - 2).padStart(2, '0')}` as AccountingPeriod;
  return [first, addMonths(first, 1), addMonths(first, 2)];
}
