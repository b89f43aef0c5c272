import { Global, Module } from '@nestjs/common';
import { ApprovalSignatures } from './application/approval-signatures.js';
import { AskKeyAdmission } from './application/ask-key-admission.js';
import { BankEvidence } from './application/bank-evidence.js';
import { CancelDisbursement } from './application/cancel-disbursement.js';
import { ChoosePaymentFormat, PaymentFormats } from './application/choose-payment-format.js';
import { ClaimReader } from './application/claim-reader.js';
import { ConfirmKey, KeyWords, RefuseKey } from './application/confirm-key.js';
import { DecideDisbursement } from './application/decide-disbursement.js';
import { DecisionDesk } from './application/decision-desk.js';
import { DisbursementAssembler } from './application/disbursement-assembler.js';
import { DisbursementPartsReader } from './application/disbursement-parts.js';
import { DisbursementQueries } from './application/disbursement-queries.js';
import { DisbursementSettlement } from './application/disbursement-settlement.js';
import { DocumentClaims } from './application/document-claims.js';
import { FailDisbursement } from './application/fail-disbursement.js';
import { GateKeeper } from './application/gate-keeper.js';
import { HoldRelease } from './application/hold-release.js';
import { ImportPaymentStatus } from './application/import-payment-status.js';
import { InstructDisbursements } from './application/instruct-disbursements.js';
import { KeyAdmissions } from './application/key-admissions.js';
import { Office } from './application/office.js';
import { OpenChallenges } from './application/open-challenges.js';
import { OpenApproval } from './application/open-approval.js';
import { PaidPayouts } from './application/paid-payouts.js';
import { PartyNames } from './application/party-names.js';
import { PaymentFailure } from './application/payment-failure.js';
import { PayoutDesk } from './application/payout-desk.js';
import { PayoutEnding } from './application/payout-ending.js';
import { ReviseDisbursement } from './application/revise-disbursement.js';
import { SignedDecisions } from './application/signed-decisions.js';
import { Submission } from './application/submission.js';
import { SubmitDisbursement } from './application/submit-disbursement.js';
import { WithdrawApproval } from './application/withdraw-approval.js';
import { DisbursementsController } from './http/disbursements.controller.js';
import { KeysController } from './http/keys.controller.js';
import { PaymentListsController } from './http/payment-lists.controller.js';
import { PublicDisbursementsController } from './http/public-disbursements.controller.js';
import { DisbursementRepository } from './persistence/disbursement-repository.js';

const commands = [
  SubmitDisbursement,
  ReviseDisbursement,
  AskKeyAdmission,
  ConfirmKey,
  RefuseKey,
  KeyWords,
  OpenApproval,
  DecideDisbursement,
  WithdrawApproval,
  CancelDisbursement,
  InstructDisbursements,
  FailDisbursement,
  ChoosePaymentFormat,
  ImportPaymentStatus,
];
const offered = [...commands, DisbursementSettlement, DisbursementQueries, PaidPayouts, PaymentFormats, KeyAdmissions, OpenChallenges, SignedDecisions];
const inner = [
  ApprovalSignatures,
  BankEvidence,
  ClaimReader,
  DecisionDesk,
  DocumentClaims,
  GateKeeper,
  HoldRelease,
  Office,
  PartyNames,
  PaymentFailure,
  PayoutDesk,
  PayoutEnding,
  Submission,
  DisbursementAssembler,
  DisbursementPartsReader,
  DisbursementRepository,
];

/** Payouts: from what the firm has earned, or a document gives, to what the bank has paid, with every gate and every decision between. */
@Global()
@Module({
  controllers: [DisbursementsController, KeysController, PaymentListsController, PublicDisbursementsController],
  providers: [...offered, ...inner],
  exports: offered,
})
export class DisbursementsModule {}
