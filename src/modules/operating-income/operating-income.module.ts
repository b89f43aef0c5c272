import { Global, Module } from '@nestjs/common';
import { AccrueOperatingIncome } from './application/accrue-operating-income.js';
import { Advances } from './application/advances.js';
import { EndLease } from './application/end-lease.js';
import { WriteOffCharge } from './application/write-off-charge.js';
import { ImportLeases } from './application/import-leases.js';
import { LeaseQueries } from './application/lease-queries.js';
import { LeaseReceipts } from './application/lease-receipts.js';
import { AskClaim } from './application/ask-claim.js';
import { ClaimQueries } from './application/claim-queries.js';
import { CollectedQueries } from './application/collected-queries.js';
import { PassOnCollected } from './application/pass-on.js';
import { TakeBackPassedOn } from './application/take-back-passed-on.js';
import { ClaimRegister } from './application/claim-register.js';
import { DecideClaim } from './application/decide-claim.js';
import { DepositQueries } from './application/deposit-queries.js';
import { IncomeClaims } from './application/income-claims.js';
import { MaintenanceProposals } from './application/maintenance-proposals.js';
import { OpeningLeases } from './application/opening-leases.js';
import { OpeningReceipts } from './application/opening-receipts.js';
import { PayableClaims } from './application/payable-claims.js';
import { RecordTax } from './application/record-tax.js';
import { RefundLease } from './application/refund-lease.js';
import { ReleaseDeposit } from './application/release-deposit.js';
import { WithdrawClaim } from './application/withdraw-claim.js';
import { Collections, Deposits, Floats, OtherIncome, OtherReceipts } from './application/other-receipts.js';
import { ProposeMaintenance, RecordUseRule } from './application/use-rules.js';
import { ClaimsController } from './http/claims.controller.js';
import { CommonIncomeController } from './http/common-income.controller.js';
import { CollectedController } from './http/collected.controller.js';
import { LeasesController } from './http/leases.controller.js';

const commands = [
  AccrueOperatingIncome,
  ImportLeases,
  AskClaim,
  RecordTax,
  DecideClaim,
  WithdrawClaim,
  RecordUseRule,
  ProposeMaintenance,
  ReleaseDeposit,
  PassOnCollected,
  TakeBackPassedOn,
  RefundLease,
  EndLease,
  WriteOffCharge,
];
/** What other modules write through, inside their own transactions. */
const services = [LeaseReceipts, OpeningLeases, OpeningReceipts, OtherReceipts, OtherIncome, Deposits, Floats, Collections];
const queries = [LeaseQueries, ClaimQueries, DepositQueries, CollectedQueries, PayableClaims, IncomeClaims, MaintenanceProposals];

/** Income of the common parts: leases, what falls due, what was paid; and what is paid out of it. */
@Global()
@Module({
  controllers: [LeasesController, ClaimsController, CommonIncomeController, CollectedController],
  providers: [...commands, ...services, ...queries, Advances, ClaimRegister],
  exports: [...commands, ...services, ...queries],
})
export class OperatingIncomeModule {}
