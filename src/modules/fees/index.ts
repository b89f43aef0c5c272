import { BillAllocation } from './persistence/allocation.js';
import { BillRun } from './persistence/bill-run.js';
import { Bill } from './persistence/bill.js';
import { FirmClearingShare } from './persistence/firm-clearing-share.js';
import { LateFee, LateFeeAllocation, LateFeeRun } from './persistence/late-fee.js';
import { ChannelBatch, ChannelPayment } from './persistence/channel-payment.js';
import {
  FeeDiscount,
  FeeDiscountDecision,
  FeeDiscountEnd,
  FeeDiscountEndDecision,
  FeeItemRow,
  FeeMeter,
  FeeRateRow,
  MeterReading,
  UnitTermRow,
} from './persistence/fee-item.js';
import { Reminder } from './persistence/reminder.js';
import { Waiver, WaiverDecision, WaiverUndo } from './persistence/waiver.js';
import { UnitCorrectionDecision, UnitCorrectionRequest } from './persistence/unit-correction-request.js';
import { FeeRefund } from './persistence/fee-refund.js';
import { PaperRefund } from './persistence/paper-refund.js';
import { billInvariants } from './application/bill-invariants.js';
import { feeInvariants } from './application/fee-invariants.js';
import { receiptInvariants } from './application/receipt-invariants.js';
import { Receipt } from './persistence/receipt.js';

export { arrearsCsv } from './application/arrears-csv.js';
export * from './application/arrears-queries.js';
export * from './application/change-fee-item.js';
export * from './application/decide-discount.js';
export * from './application/decide-discount-end.js';
export { EndDiscount, type DiscountEndAsked, type EndDiscountRequest } from './application/end-discount.js';
export { AskUnitCorrection } from './application/ask-unit-correction.js';
export { DecideUnitCorrection } from './application/decide-unit-correction.js';
export { UnitCorrectionRequests, type UnitCorrectionRequestView } from './application/unit-correction-requests.js';
export { AskUnitCorrectionBody } from './http/unit-corrections.controller.js';
export * from './application/decide-waiver.js';
export * from './application/import-meters.js';
export * from './application/record-discount.js';
export { RecordFeeItem, type RecordFeeItemRequest } from './application/record-fee-item.js';
export * from './application/record-reminders.js';
export * from './application/request-waiver.js';
export * from './application/run-late-fees.js';
export * from './application/set-unit-term.js';
export * from './application/undo-bill-run.js';
export { UndoWaiver } from './application/undo-waiver.js';
export * from './application/waiver-queries.js';
export * from './application/fee-item-queries.js';
export * from './application/channel-receipts.js';
export * from './application/fee-queries.js';
export * from './application/fee-receipts.js';
export * from './application/opening-fees.js';
export * from './application/fee-refund-queries.js';
export * from './application/fee-refunds.js';
export { AskPaperRefund, DecidePaperRefund, PaperRefundQueries, type AskPaperRefundRequest, type PaperRefundView } from './application/paper-refunds.js';
export * from './application/fee-views.js';
export * from './application/late-fee-queries.js';
export * from './application/money-taken-by-firm.js';
export * from './application/prepayments.js';
export * from './application/reallocate-receipt.js';
export * from './application/receipt-papers.js';
export * from './application/receipt-queries.js';
export * from './application/receipt-views.js';
export { ReceiptVoids, type BouncedMoney, type BounceRequest, type UndoneReceipt, type UndoRequest } from './application/receipt-voids.js';
export { ReceiptWriter, type ReceiptPart, type RecordedReceipt } from './application/receipt-writer.js';
export * from './application/reverse-entry.js';
export * from './application/bill-missing.js';
export type { BillRunReport } from './application/bill-writer.js';
export * from './application/run-bills.js';
export { waiverKinds, type WaiverKind, type WaiverState } from './domain/waiver.js';
export { feeBases, feeCycles, type FeeBasis, type FeeCycle, type FeeItem } from './domain/fee-item.js';
export { discountGrounds, type DiscountEndState, type DiscountGround, type DiscountState } from './domain/discount.js';
export {
  EndDiscountBody,
  RecordDiscountBody,
  EndFeeItemBody,
  GiveFeeRateBody,
  RecordFeeItemBody,
  RequestWaiverBody,
  SetUnitTermBody,
} from './http/billing-requests.js';
export { ReverseEntryRequestBody } from './http/fee-requests.js';
export type { BillId, LateFeeId, NamedByPayer, OpenBill, Prepayment } from './domain/allocation.js';
export { feeOf, PROPERTY_FEE } from './domain/fee.js';
export { readReceiptNumber, receiptNumber, receiptOrigins, type ReceiptOrigin, type ReceiptVoid } from './domain/receipt.js';
export * from './fees.module.js';
export { AskPaperRefundBody, CancelFeeRefundBody, FeeRefundBody, ReallocateReceiptBody, ReceiptsRequest } from './http/receipt-requests.js';

export const invariants = [...feeInvariants, ...billInvariants, ...receiptInvariants];
export const entities = [
  BillRun,
  Bill,
  LateFeeRun,
  LateFee,
  LateFeeAllocation,
  Receipt,
  BillAllocation,
  FirmClearingShare,
  ChannelPayment,
  ChannelBatch,
  FeeRefund,
  PaperRefund,
  FeeItemRow,
  FeeRateRow,
  FeeDiscount,
  FeeDiscountDecision,
  FeeDiscountEnd,
  FeeDiscountEndDecision,
  FeeMeter,
  MeterReading,
  UnitTermRow,
  UnitCorrectionRequest,
  UnitCorrectionDecision,
  Waiver,
  WaiverDecision,
  WaiverUndo,
  Reminder,
];
