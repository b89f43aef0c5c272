import type { BusinessDate } from '../../../kernel/index.js';
import type { Columns, SnapshotFund, Yuan } from './snapshot-values.js';

export type AssetKind = 'PARKING' | 'ADVERTISING' | 'SITE' | 'TELECOM' | 'LOCKER' | 'CHARGING' | 'OTHER';

/**
 * `counterparty` names an organisation; null where people pay, who are never named. Amounts are those of the period; `outstanding` at its end.
 * Since format 2: `received` is what came from the bank for it, `found` what had stood in suspense; `cost` of operating it that was approved;
 * `net` = accrued − cost.
 */
export interface CommonIncomeLine {
  readonly kind: AssetKind;
  readonly asset: string;
  readonly counterparty: string | null;
  readonly from: BusinessDate;
  readonly to: BusinessDate;
  readonly accrued: Yuan;
  readonly received: Yuan;
  readonly found?: Yuan;
  readonly cost?: Yuan;
  readonly net?: Yuan;
  readonly outstanding: Yuan;
}

/** What common income leaves: accrued + other − cost − tax − writtenOff = net, as a resolution on its use reckons. */
export interface CommonIncomeResult {
  /** Neither rent nor interest: deposits that were kept, and the like. */
  readonly other: Columns;
  readonly cost: Columns;
  readonly tax: Columns;
  readonly writtenOff: Columns;
  readonly net: Columns;
  /** What of the period's cost is of no asset in particular. */
  readonly generalCost: Yuan;
}

export type IncomeUseKind = 'COST' | 'TAX' | 'SPENDING' | 'MAINTENANCE';

/** A use of the owners' money that was approved in the period, and the owners' resolution that it rests on; null where none is needed. `words` are empty where a person is paid. */
export interface IncomeUse {
  readonly number: string;
  readonly kind: IncomeUseKind;
  readonly fund: SnapshotFund;
  readonly asset: string | null;
  readonly words: string;
  readonly amount: Yuan;
  readonly resolution: { readonly number: string; readonly title: string } | null;
}

/** E: income from the common parts, which belongs to the owners. `found`, `result` and `uses` since format 2. */
export interface CommonIncomeSection {
  readonly lines: readonly CommonIncomeLine[];
  readonly accrued: Columns;
  readonly received: Columns;
  readonly found?: Columns;
  readonly result?: CommonIncomeResult;
  readonly uses?: readonly IncomeUse[];
}

/** F: what is due to the maintenance fund by resolution, what the bank transferred and gave back, and what is still owed: opening + due − transferred + returned = closing. */
export interface MaintenanceSection {
  readonly opening: Columns;
  readonly due: Columns;
  readonly transferred: Columns;
  readonly returned: Columns;
  readonly closing: Columns;
}
