import { Global, Module } from '@nestjs/common';
import { AccrueOperatingIncome } from './application/accrue-operating-income.js';
import { Advances } from './application/advances.js';
import { ImportLeases } from './application/import-leases.js';
import { LeaseQueries } from './application/lease-queries.js';
import { LeaseReceipts } from './application/lease-receipts.js';
import { LeasesController } from './http/leases.controller.js';

/** Income of the common parts: leases, what falls due, what was paid. */
@Global()
@Module({
  controllers: [LeasesController],
  providers: [AccrueOperatingIncome, Advances, ImportLeases, LeaseQueries, LeaseReceipts],
  exports: [AccrueOperatingIncome, ImportLeases, LeaseQueries, LeaseReceipts],
})
export class OperatingIncomeModule {}
