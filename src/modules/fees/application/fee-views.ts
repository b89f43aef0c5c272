import type { AccountingPeriod, BusinessDate, Instant, Money } from '../../../kernel/index.js';
import type { UnitId, UnitKind } from '../../communities/index.js';
import type { BillId, OpenBill } from '../domain/allocation.js';
import type { ReceiptView } from './receipt-views.js';

export interface OpenBillView extends OpenBill {
  readonly unitCode: string;
  /** Code of the fee item, PM for the property fee. */
  readonly item: string;
  readonly amount: Money;
  readonly paid: Money;
  readonly waived: Money;
  /** The last day on which paying is in time. */
  readonly dueOn: BusinessDate;
}

export interface BillRunView {
  readonly id: number;
  readonly period: AccountingPeriod;
  readonly bills: number;
  readonly total: Money;
  readonly ranAt: Instant;
}

export interface BillView {
  readonly id: BillId;
  readonly unitId: UnitId;
  readonly unitCode: string;
  readonly period: AccountingPeriod;
  readonly item: string;
  readonly amount: Money;
  readonly paid: Money;
  readonly waived: Money;
  readonly open: Money;
  readonly dueOn: BusinessDate;
  /** The day from which it counts where it was made after its month was closed. */
  readonly bookedOn: BusinessDate | null;
  readonly state: 'OPEN' | 'PAID' | 'VOID';
  readonly entrySeq: number;
}

/** Which money settled what of a bill, and when; without a receipt it was a prepayment. */
export interface SettlementView {
  readonly period: AccountingPeriod;
  readonly amount: Money;
  readonly effectiveOn: BusinessDate;
  readonly receiptNumber: string | null;
}

/** Everything of one unit, oldest first. */
export interface UnitLedgerView {
  readonly unitCode: string;
  readonly open: Money;
  readonly prepaid: Money;
  readonly bills: readonly BillView[];
  readonly receipts: readonly ReceiptView[];
  readonly settlements: readonly SettlementView[];
}

/** Months from `from` on, through a day of the last of them; everything as at the end of that day. */
export interface FeeRange {
  readonly from: AccountingPeriod;
  readonly through: BusinessDate;
}

/** Fees of a range of months. `collected` is by day of payment and may settle older bills; `unpaid` is what of the range's own bills is open at its end. */
export interface FeeFigures {
  readonly billed: Money;
  readonly collected: Money;
  /** Money paid in advance that no bill has used, at the end of the range. */
  readonly prepaid: Money;
  readonly waived: Money;
  readonly unpaid: Money;
}

/**
 * From the money received for fees (batches of channels gross) to the fees collected: received − toPrepayment − lateFees + prepaymentApplied
 * + found + clearedByFirm − bounced (of bills) − reallocated = collected.
 */
export interface FeeBridge {
  readonly received: Money;
  readonly toPrepayment: Money;
  readonly lateFees: Money;
  readonly prepaymentApplied: Money;
  readonly found: Money;
  readonly clearedByFirm: Money;
  readonly bounced: Money;
  readonly reallocated: Money;
  readonly collected: Money;
}

/**
 * Claims at the end of a day: prepayments that no bill had used and no refund had taken (2001), refunds before what payouts did with them
 * (2302), money that channels hold (1002), and what SVC had lent COM for their charges, before any of it was paid back (1301, 2701).
 */
export interface FeeClaims {
  readonly prepaid: Money;
  readonly refundable: Money;
  readonly inTransit: Money;
  readonly advanced: Money;
}

/** Bills of the months of a range that are in force at its end, and what became of them by then: amount = paid + letOff (waived, written off) + unpaid. */
export interface BillsSettled {
  readonly amount: Money;
  readonly paid: Money;
  readonly letOff: Money;
  readonly unpaid: Money;
}

/** Bills of a range of months that share something, as at its end. */
export interface FeeGroup {
  readonly bills: number;
  readonly paidBills: number;
  readonly units: number;
  /** Units of which at least one bill of the range is not wholly paid. */
  readonly unitsOwing: number;
  readonly billed: Money;
  readonly paid: Money;
  readonly unpaid: Money;
}

export interface FeeSummary extends FeeFigures {
  readonly byKind: readonly (FeeGroup & { readonly unitKind: UnitKind })[];
  readonly byBuilding: readonly (FeeGroup & { readonly building: string })[];
}
