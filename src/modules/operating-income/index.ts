import { leaseInvariants } from './application/lease-invariants.js';
import { claimInvariants } from './application/claim-invariants.js';
import { Asset } from './persistence/asset.js';
import { IncomeAccrual } from './persistence/income-accrual.js';
import { LeaseAllocation } from './persistence/lease-allocation.js';
import { LeaseCharge } from './persistence/lease-charge.js';
import { ClaimEvidence, ClaimRow } from './persistence/claim.js';
import { DepositRelease, LeaseRefund } from './persistence/deposit-release.js';
import { OtherReceipt } from './persistence/other-receipt.js';
import { UseRule } from './persistence/use-rule.js';
import { LeaseAdjustment, LeaseEnd } from './persistence/lease-end.js';
import { LeaseReceipt } from './persistence/lease-receipt.js';
import { Lease } from './persistence/lease.js';

export * from './application/accrue-operating-income.js';
export * from './application/ask-claim.js';
export * from './application/claim-queries.js';
export { ClaimRegister, type ClaimAsked } from './application/claim-register.js';
export * from './application/claim-views.js';
export * from './application/collected-queries.js';
export { DecideClaim, type ClaimDecided, type DecideClaimRequest } from './application/decide-claim.js';
export * from './application/deposit-queries.js';
export * from './application/end-lease.js';
export * from './application/import-leases.js';
export * from './application/income-claims.js';
export * from './application/lease-queries.js';
export { leasesCsv } from './application/leases-csv.js';
export * from './application/lease-receipts.js';
export * from './application/lease-views.js';
export { OpeningLeases } from './application/opening-leases.js';
export { OpeningReceipts } from './application/opening-receipts.js';
export { MaintenanceProposals } from './application/maintenance-proposals.js';
export {
  Collections,
  Deposits,
  Floats,
  OtherIncome,
  OtherReceipts,
  type CollectedRequest,
  type DepositRequest,
  type FloatBackRequest,
  type OtherReceiptRequest,
  type RecordedOtherReceipt,
} from './application/other-receipts.js';
export * from './application/pass-on.js';
export * from './application/take-back-passed-on.js';
export * from './application/payable-claims.js';
export * from './application/record-tax.js';
export * from './application/refund-lease.js';
export * from './application/release-deposit.js';
export * from './application/use-rules.js';
export * from './application/write-off-charge.js';
export * from './application/withdraw-claim.js';
export { collectedFor, claimKinds, claimStates, spendingCodes, type ClaimId, type ClaimKind, type ClaimState, type SpendingCode } from './domain/claim.js';
export * from './domain/lease.js';
export { useBases, type MaintenanceProposal, type UseBasis } from './domain/maintenance.js';
export type { Advance, ChargeId, OpenCharge } from './domain/settlement.js';
export {
  AskClaimBody,
  DecideClaimBody,
  EndLeaseBody,
  PassOnBody,
  ProposeMaintenanceBody,
  RecordTaxBody,
  RecordUseRuleBody,
  RefundLeaseBody,
  ReleaseDepositBody,
  TakeBackPassedOnBody,
  WriteOffChargeBody,
} from './http/claim-requests.js';
export * from './operating-income.module.js';

export const invariants = [...leaseInvariants, ...claimInvariants];
export const entities = [
  Asset,
  Lease,
  IncomeAccrual,
  LeaseCharge,
  LeaseReceipt,
  LeaseAllocation,
  ClaimRow,
  ClaimEvidence,
  UseRule,
  OtherReceipt,
  DepositRelease,
  LeaseRefund,
  LeaseEnd,
  LeaseAdjustment,
];
