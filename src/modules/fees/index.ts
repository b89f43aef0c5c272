import { BillAllocation } from './persistence/allocation.js';
import { BillRun } from './persistence/bill-run.js';
import { Bill } from './persistence/bill.js';
import { FirmClearingShare } from './persistence/firm-clearing-share.js';
import { LateFee, LateFeeAllocation, LateFeeRun } from './persistence/late-fee.js';
import { ChannelBatch, ChannelPayment } from './persistence/channel-payment.js';
import { FeeRefund } from './persistence/fee-refund.js';
import { feeInvariants } from './application/fee-invariants.js';
import { receiptInvariants } from './application/receipt-invariants.js';
import { Receipt } from './persistence/receipt.js';

export * from './application/fee-item-queries.js';
export * from './application/channel-receipts.js';
export * from './application/fee-queries.js';
export * from './application/fee-receipts.js';
export * from './application/fee-refunds.js';
export * from './application/fee-views.js';
export * from './application/late-fee-queries.js';
export * from './application/money-taken-by-firm.js';
export * from './application/prepayments.js';
export * from './application/reallocate-receipt.js';
export * from './application/receipt-queries.js';
export * from './application/receipt-views.js';
export { ReceiptVoids, type BouncedMoney, type BounceRequest, type UndoneReceipt, type UndoRequest } from './application/receipt-voids.js';
export { ReceiptWriter, type ReceiptPart, type RecordedReceipt } from './application/receipt-writer.js';
export * from './application/reverse-entry.js';
export * from './application/run-bills.js';
export type { BillId, LateFeeId, NamedByPayer, OpenBill, Prepayment } from './domain/allocation.js';
export { feeOf, PROPERTY_FEE } from './domain/fee.js';
export { readReceiptNumber, receiptNumber, receiptOrigins, type ReceiptOrigin, type ReceiptVoid } from './domain/receipt.js';
export * from './fees.module.js';

export const invariants = [...feeInvariants, ...receiptInvariants];
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
];
