import { Global, Module } from '@nestjs/common';
import { BillPlanner } from './application/bill-planner.js';
import { ChannelReceipts } from './application/channel-receipts.js';
import { FeeItemQueries } from './application/fee-item-queries.js';
import { FeeQueries } from './application/fee-queries.js';
import { FeeReceipts } from './application/fee-receipts.js';
import { LateFeeQueries } from './application/late-fee-queries.js';
import { CancelFeeRefund, FeeRefunds, RequestFeeRefund } from './application/fee-refunds.js';
import { MoneyTakenByFirm } from './application/money-taken-by-firm.js';
import { Prepayments } from './application/prepayments.js';
import { ReallocateReceipt } from './application/reallocate-receipt.js';
import { ReceiptQueries } from './application/receipt-queries.js';
import { ReceiptVoids } from './application/receipt-voids.js';
import { ReceiptWriter } from './application/receipt-writer.js';
import { ReverseEntry } from './application/reverse-entry.js';
import { RunBills } from './application/run-bills.js';
import { FeesController } from './http/fees.controller.js';
import { ReceiptsController } from './http/receipts.controller.js';

const provided = [
  FeeQueries,
  FeeItemQueries,
  LateFeeQueries,
  ChannelReceipts,
  FeeReceipts,
  FeeRefunds,
  RequestFeeRefund,
  CancelFeeRefund,
  MoneyTakenByFirm,
  Prepayments,
  ReallocateReceipt,
  ReceiptQueries,
  ReverseEntry,
  RunBills,
];

/** Property fees: bills, numbered receipts, what settled what, and what of it goes back. */
@Global()
@Module({ controllers: [FeesController, ReceiptsController], providers: [...provided, BillPlanner, ReceiptVoids, ReceiptWriter], exports: provided })
export class FeesModule {}
