import { Global, Module } from '@nestjs/common';
import { BillPlanner } from './application/bill-planner.js';
import { FeeItemQueries } from './application/fee-item-queries.js';
import { FeeQueries } from './application/fee-queries.js';
import { FeeReceipts } from './application/fee-receipts.js';
import { LateFeeQueries } from './application/late-fee-queries.js';
import { Prepayments } from './application/prepayments.js';
import { ReverseEntry } from './application/reverse-entry.js';
import { RunBills } from './application/run-bills.js';
import { FeesController } from './http/fees.controller.js';

/** Property fees: bills, numbered receipts, what settled what. */
@Global()
@Module({
  controllers: [FeesController],
  providers: [FeeQueries, FeeItemQueries, LateFeeQueries, BillPlanner, FeeReceipts, Prepayments, ReverseEntry, RunBills],
  exports: [FeeQueries, FeeItemQueries, LateFeeQueries, FeeReceipts, ReverseEntry, RunBills],
})
export class FeesModule {}
