import type { AccountingPeriod, BusinessDate, Money } from '../../../kernel/index.js';
import type { Columns } from './snapshot-values.js';
import { periodBefore, spanOf, type StatementPeriod, type StatementSpan } from './statement-period.js';

/** The period of a statement, and the one that it is compared with; null where no book was kept then. */
export interface Around {
  readonly span: StatementSpan;
  readonly previous: StatementSpan | null;
  /** The first month of the book. */
  readonly firstPeriod: AccountingPeriod;
}

export interface Days {
  readonly from: BusinessDate;
  readonly to: BusinessDate;
}

/** A period beside the one before it, in a book that begins with a month. */
export function aroundOf(period: StatementPeriod, firstPeriod: AccountingPeriod): Around {
  const before = spanOf(periodBefore(period));
  return { span: spanOf(period), previous: before.last < firstPeriod ? null : before, firstPeriod };
}

/** The days that each column of a statement tells of. */
export function daysOfColumns({ span, previous }: Around): { month: Days; previous: Days | null; yearToDate: Days } {
  return { month: span, previous, yearToDate: { from: `${span.last.slice(0, 4)}-01-01` as BusinessDate, to: span.to } };
}

export function toColumns(amounts: { readonly month: Money; readonly previous: Money | null; readonly yearToDate: Money }): Columns {
  const { month, previous, yearToDate } = amounts;
  return { month: month.toString(), previous: previous && previous.toString(), yearToDate: yearToDate.toString() };
}
