import { ApprovalChallenge } from './persistence/approval-challenge.js';
import { ApprovalWithdrawal } from './persistence/approval-withdrawal.js';
import { Approval } from './persistence/approval.js';
import { DisbursementPayload } from './persistence/disbursement-payload.js';
import { DisbursementStep } from './persistence/disbursement-step.js';
import { Disbursement } from './persistence/disbursement.js';
import { GateRow } from './persistence/gate-row.js';
import { KeyAdmission } from './persistence/key-admission.js';
import { KeyConfirmation } from './persistence/key-confirmation.js';
import { KeyRefusal } from './persistence/key-refusal.js';
import { PaymentFormatChoice } from './persistence/payment-format-choice.js';
import { PaymentLine } from './persistence/payment-line.js';
import { PaymentList } from './persistence/payment-list.js';
import { PaymentStatusFile, PaymentStatusRow } from './persistence/payment-status-row.js';
import { ReturnRow } from './persistence/return-row.js';
import { SettlementRow } from './persistence/settlement-row.js';

export type { GivenSignature } from './application/approval-signatures.js';
export * from './application/ask-key-admission.js';
export * from './application/cancel-disbursement.js';
export * from './application/choose-payment-format.js';
export type { SourceRequest } from './application/claim-reader.js';
export * from './application/confirm-key.js';
export * from './application/decide-disbursement.js';
export { disbursementInvariants as invariants } from './application/disbursement-invariants.js';
export * from './application/disbursement-queries.js';
export * from './application/disbursement-settlement.js';
export type * from './application/disbursement-views.js';
export * from './application/fail-disbursement.js';
export * from './application/import-payment-status.js';
export * from './application/instruct-disbursements.js';
export * from './application/key-admissions.js';
export * from './application/open-challenges.js';
export * from './application/open-approval.js';
export { PaidPayouts, type PaidPayout, type ReturnedPayment } from './application/paid-payouts.js';
export type { SeenPayout } from './application/payout-desk.js';
export * from './application/revise-disbursement.js';
export * from './application/signed-decisions.js';
export { lineSeenBy, seenBy, type Reader } from './application/seen-by.js';
export type { DisbursementSubmitted } from './application/submission.js';
export * from './application/submit-disbursement.js';
export * from './application/withdraw-approval.js';
export * from './disbursements.module.js';
export {
  ChallengeBody,
  DecisionBody,
  givenSignature,
  KeyFingerprintBody,
  ReasonBody,
  PaymentFormatBody,
  ReviseDisbursementBody,
  SeenReasonBody,
  SubmitDisbursementBody,
} from './http/disbursement-requests.js';
export { APPROVAL_DOMAIN, shortHash } from './domain/approval-text.js';
export { decisionKinds, REASON_LENGTH_MIN, type DecisionKind } from './domain/decisions.js';
export { disbursementStates, mayBecome, type DisbursementState } from './domain/disbursement-state.js';
export { gateNames, payeeUsableFrom, type GateName, type GateOutcome, type GateReason, type GateResult, type GateStage } from './domain/gates.js';
export { hasSpoken } from './domain/key-admission.js';
export {
  disbursementKinds,
  documentKinds,
  isPersonal,
  isServiceKind,
  type Claim,
  type ClaimObstacle,
  type DisbursementKind,
  type DisbursementSource,
  type DocumentClaim,
  type DocumentKind,
  type ServiceClaim,
  type ServiceObstacle,
} from './domain/payable.js';
export { opensslCheck } from './domain/openssl-check.js';
export { publishedName } from './domain/published-name.js';
export { paymentFormats, type PaymentFormat } from './domain/payment-order.js';
export { stepActions, type StepAction } from './domain/step-action.js';

export const entities = [
  Disbursement,
  DisbursementPayload,
  DisbursementStep,
  GateRow,
  Approval,
  ApprovalChallenge,
  KeyAdmission,
  KeyConfirmation,
  KeyRefusal,
  ApprovalWithdrawal,
  PaymentList,
  PaymentLine,
  SettlementRow,
  ReturnRow,
  PaymentFormatChoice,
  PaymentStatusFile,
  PaymentStatusRow,
];
