import { Global, Module } from '@nestjs/common';
import { FeeQueries } from './application/fee-queries.js';
import { FeeReceipts } from './application/fee-receipts.js';
import { Prepayments } from './application/prepayments.js';
import { ReverseEntry } from './application/reverse-entry.js';
import { RunBills } from './application/run-bills.js';
import { FeesController } from './http/fees.controller.js';

/** Property fees: bills, numbered receipts, what settled what. */
@Global()
@Module({
  controllers: [FeesController],
  providers: [FeeQueries, FeeReceipts, Prepayments, ReverseEntry, RunBills],
  exports: [FeeQueries, FeeReceipts, ReverseEntry, RunBills],
})
export class FeesModule {}
