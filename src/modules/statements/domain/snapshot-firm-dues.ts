import type { BusinessDate } from '../../../kernel/index.js';
import type { Columns, Yuan } from './snapshot-values.js';

/** Why the firm owes: a month took back more than it had earned, a penalty, money of owners that it took outside the account, or what was open when the books began. */
export type SnapshotDueKind = 'MONTH' | 'PENALTY' | 'TAKEN' | 'OPENING';

/** What the owners gave up in the period of what a firm owed: for which month, quarter or day, by which resolution and when. */
export interface FirmDueGivenUp {
  readonly kind: SnapshotDueKind;
  readonly label: string;
  readonly firm: string;
  readonly amount: Yuan;
  readonly resolution: string;
  readonly on: BusinessDate;
}

/** What the firm owes to the service fund (1104): opening + due − paid − setOff − writtenOff = closing. Since format 3. */
export interface FirmDuesSection {
  readonly opening: Columns;
  readonly due: Columns;
  readonly paid: Columns;
  readonly setOff: Columns;
  readonly writtenOff: Columns;
  readonly closing: Columns;
  readonly givenUp: readonly FirmDueGivenUp[];
}
