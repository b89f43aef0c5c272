/** An amount in yuan as text with two decimals, "1234.56" or "-1234.56". */
export type Yuan = string;
/** A share between 0 and 1 as text, "0.20"; rates of collection have four decimals, "0.8900". */
export type Share = string;
/** Points of a score as text, "87.32". */
export type Points = string;

export type SnapshotFund = 'SVC' | 'COM' | 'QLT' | 'TRN';
/** The order in which funds are listed, everywhere. */
export const snapshotFunds: readonly SnapshotFund[] = ['SVC', 'COM', 'QLT', 'TRN'];

/**
 * A figure of the statement's own period (the member is called `month` since the first format, also in the statement of a quarter or a year), of the
 * period before it (null where no book was kept then), and of the calendar year so far.
 */
export interface Columns {
  readonly month: Yuan;
  readonly previous: Yuan | null;
  readonly yearToDate: Yuan;
}
