import type { BusinessDate } from '../kernel/index.js';

/** When a payout is asked for, approved and paid. */
export interface PayoutDays {
  readonly submitOn: BusinessDate;
  /** The day of the approvals, when it is not that of the request. */
  readonly decideOn?: BusinessDate;
  /** What of it was set off against what the firm owed, and is not asked for. */
  readonly less?: string;
  /** null: it waits for its approvals where the demo ends. */
  readonly instructOn: BusinessDate | null;
  /** The bank sent it back; it is asked for once more, and paid. */
  readonly cameBack?: { readonly again: PayoutDays };
}

/** A line of the bank that an act of the story is about, as the bank's file has it. */
export interface BankFact {
  readonly on: BusinessDate;
  readonly amount: string;
  readonly remark: string;
}
