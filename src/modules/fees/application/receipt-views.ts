import type { AccountingPeriod, BusinessDate, Id, Instant, Money, PersonId } from '../../../kernel/index.js';
import type { UnitId } from '../../communities/index.js';
import type { ReceiptOrigin, ReceiptVoid } from '../domain/receipt.js';

export interface ReceiptView {
  readonly id: Id<'receipt'>;
  readonly number: string;
  readonly unitId: UnitId;
  readonly unitCode: string;
  readonly amount: Money;
  /** What of it is kept as a prepayment. */
  readonly excess: Money;
  /** What of it settled late fees. */
  readonly lateFees: Money;
  readonly origin: ReceiptOrigin;
  /** Day on which the bank or the channel had the money; it counts as paid from `effectiveOn`. */
  readonly receivedOn: BusinessDate;
  readonly effectiveOn: BusinessDate;
  /** Null for a payment through a channel, which `channelLineId` names. */
  readonly bankLineId: number | null;
  readonly channelLineId: number | null;
  readonly entrySeq: number;
  readonly recordedAt: Instant;
  /** Why and when it became void; null while it is in force. */
  readonly void: { readonly kind: ReceiptVoid; readonly on: BusinessDate; readonly reason: string | null; readonly bankLineId: number | null } | null;
}

/** What a receipt settled; `takenOffOn` when that was taken off the bill again, to another bill or because the receipt became void. */
export interface ReceiptSettlementView {
  readonly kind: 'BILL' | 'LATE_FEE';
  readonly period: AccountingPeriod;
  /** Code of the fee item, PM for the property fee. */
  readonly item: string;
  readonly amount: Money;
  readonly takenOffOn: BusinessDate | null;
}

/** Which receipts, newest first: of a unit, of days, with a word in number or unit, in force or void. */
export interface ReceiptFilter {
  readonly unitId?: UnitId;
  readonly unit?: string;
  readonly number?: { readonly year: number; readonly no: number };
  readonly from?: BusinessDate;
  readonly to?: BusinessDate;
  readonly origin?: ReceiptOrigin;
  readonly state?: 'VALID' | 'VOID';
  /** Before the one with this id; 0 from the newest. */
  readonly beforeId?: number;
  readonly limit?: number;
}

/** A prepayment that is owed back to its payer (P06). */
export interface FeeRefundView {
  readonly id: Id<'fee_refund'>;
  readonly unitId: UnitId;
  readonly unitCode: string;
  readonly amount: Money;
  /** The receipt whose account the money goes back to; null where a paper names the account. */
  readonly receiptId: Id<'receipt'> | null;
  readonly receiptNumber: string | null;
  /** When that receipt became void: since then the money goes nowhere. */
  readonly receiptVoidedOn: BusinessDate | null;
  readonly bankLineId: number | null;
  /** The account of the paper, which a second organisation has agreed to; null where a receipt's bank line names it. */
  readonly recorded: { readonly accountNo: string; readonly accountName: string } | null;
  readonly reason: string;
  readonly document: string;
  readonly askedOn: BusinessDate;
  readonly askedBy: PersonId;
  readonly entrySeq: number;
  readonly cancelledOn: BusinessDate | null;
}
