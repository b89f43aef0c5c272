import { BillAllocation } from './persistence/allocation.js';
import { BillRun } from './persistence/bill-run.js';
import { Bill } from './persistence/bill.js';
import { LateFee, LateFeeAllocation, LateFeeRun } from './persistence/late-fee.js';
import { Receipt } from './persistence/receipt.js';

export * from './application/fee-item-queries.js';
export * from './application/fee-queries.js';
export * from './application/fee-receipts.js';
export * from './application/fee-views.js';
export * from './application/late-fee-queries.js';
export * from './application/reverse-entry.js';
export * from './application/run-bills.js';
export { feeInvariants as invariants } from './application/fee-invariants.js';
export type { BillId, OpenBill, Prepayment } from './domain/allocation.js';
export { feeOf, PROPERTY_FEE } from './domain/fee.js';
export { LateFeeAllocation, type LateFeeId } from './persistence/late-fee.js';
export { receiptNumber, type ReceiptOrigin } from './domain/receipt.js';
export * from './fees.module.js';

export const entities = [BillRun, Bill, LateFeeRun, LateFee, LateFeeAllocation, Receipt, BillAllocation];
