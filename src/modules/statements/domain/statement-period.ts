import {
  accountingPeriod,
  addMonths,
  firstDay,
  lastDay,
  monthsOf,
  quarter,
  quarterOf,
  type AccountingPeriod,
  type BusinessDate,
  type Quarter,
} from '../../../kernel/index.js';

declare const brand: unique symbol;

/** A calendar year, "2024". */
export type Year = string & { readonly [brand]: 'Year' };

/** What a statement is about: a month "2024-03", a quarter "2024-Q1" or a year "2024". */
export type StatementPeriod = AccountingPeriod | Quarter | Year;

/** The months and days of a period, first and last included. */
export interface StatementSpan {
  readonly kind: 'MONTH' | 'QUARTER' | 'YEAR';
  readonly first: AccountingPeriod;
  readonly last: AccountingPeriod;
  readonly from: BusinessDate;
  readonly to: BusinessDate;
}

/** Reads "2024-03", "2024-Q1" or "2024". @throws PERIOD_INVALID */
export function statementPeriod(text: string): StatementPeriod {
  if (/^[12]\d{3}$/.test(text)) return text as Year;
  return /Q/.test(text) ? quarter(text) : accountingPeriod(text);
}

/** Whether something is the text of a period. */
export function isStatementPeriod(value: unknown): value is StatementPeriod {
  return typeof value === 'string' && /^[12]\d{3}(-(0[1-9]|1[0-2]|Q[1-4]))?$/.test(value);
}

/** The months and days of a period. */
export function spanOf(period: StatementPeriod): StatementSpan {
  if (period.length === 4) return span('YEAR', `${period}-01` as AccountingPeriod, `${period}-12` as AccountingPeriod);
  if (!period.includes('Q')) return span('MONTH', period as AccountingPeriod, period as AccountingPeriod);
  const [first, , last] = monthsOf(period as Quarter);
  return span('QUARTER', first, last);
}

/** The month, quarter or year before one. */
export function periodBefore(period: StatementPeriod): StatementPeriod {
  const { kind, first } = spanOf(period);
  const before = addMonths(first, -1);
  return kind === 'MONTH' ? before : kind === 'QUARTER' ? quarterOf(before) : (before.slice(0, 4) as Year);
}

function span(kind: StatementSpan['kind'], first: AccountingPeriod, last: AccountingPeriod): StatementSpan {
  return { kind, first, last, from: firstDay(first), to: lastDay(last) };
}
