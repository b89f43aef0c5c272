import type {
  AccountingPeriod,
  BusinessDate,
  DomainError,
  Id,
  Instant,
  Money,
  OrganisationId,
  PersonId,
  Quarter,
  Role,
  SignatureSuite,
} from '../../../kernel/index.js';
import type { Slot } from '../../contracts/index.js';
import type { ChartCode, Fund } from '../../ledger/index.js';
import type { DecisionKind } from '../domain/decisions.js';
import type { DisbursementState } from '../domain/disbursement-state.js';
import type { GateResult, GateStage } from '../domain/gates.js';
import type { Claim, DisbursementKind, ServiceClaim } from '../domain/payable.js';
import type { PaymentFormat } from '../domain/payment-order.js';
import type { StepAction } from '../domain/step-action.js';
import type { ApprovalWithdrawal } from '../persistence/approval-withdrawal.js';

/** A payout as a line of a list. Amount in yuan; `payeeLast4` is all of the account number that may be published. */
export interface DisbursementView {
  readonly id: Id<'disbursement'>;
  readonly number: string;
  readonly kind: DisbursementKind;
  readonly period: AccountingPeriod | null;
  readonly quarter: Quarter | null;
  readonly assessmentId: Id<'assessment'> | null;
  /** The document that it is paid for; null for what the firm earns. */
  readonly claimNumber: string | null;
  readonly claimWords: string | null;
  /** Name and account are a person's: not for the public, nor for the firm. */
  readonly personal: boolean;
  /** The payee's name as everybody may read it; null for a person. */
  readonly publishedPayee: string | null;
  /** The firm, where it is paid to the firm's own account; null for whoever else is paid. */
  readonly paidFirmId: OrganisationId | null;
  readonly fund: Fund;
  readonly amount: Money;
  readonly payeeName: string;
  readonly payeeLast4: string;
  readonly state: DisbursementState;
  readonly version: number;
  readonly payloadSha256: string;
  readonly requiredSlots: readonly Slot[];
  /** How many of them are enough, the owner side among them; null: all. */
  readonly requiredCount: number | null;
  /** Slots of the policy that lack an approval; empty once the payout is approved. */
  readonly missingSlots: readonly Slot[];
  readonly submittedAt: Instant;
  /** The bank's booking day; null until it has paid. */
  readonly paidOn: BusinessDate | null;
}

/** A payout that waits for approvals, for somebody who might decide. `refusal`: why this person may not; `failedGates`: what would stop it now. */
export interface QueuedDisbursement extends DisbursementView {
  readonly slot: Slot | null;
  readonly refusal: DomainError | null;
  readonly failedGates: readonly GateResult[];
  /** A deferred payout is taken up again by this day [A]; null for one that is not deferred. */
  readonly deferredUntil: BusinessDate | null;
}

/** A payout that the cashier may instruct from a moment on. */
export interface ApprovedDisbursement extends DisbursementView {
  readonly instructableFrom: Instant;
}

/** A decision and whether it counts: an approval of the present payload that was not taken back. Persons are for those who work on the payout. */
export interface DecisionView {
  readonly slot: Slot;
  readonly organisationId: OrganisationId;
  readonly organisation: string;
  readonly personId: PersonId;
  readonly person: string;
  readonly role: Role;
  /** The residents' committee stood in for a missing owners' committee. */
  readonly substitute: boolean;
  readonly decision: DecisionKind;
  readonly reason: string | null;
  readonly at: Instant;
  readonly counts: boolean;
  /** By what it is signed; null where it rests on a session. */
  readonly suite: SignatureSuite | null;
  /** Last moment at which its giver may take it back; null where nothing is to be taken back, or the bank has been told. */
  readonly withdrawableUntil: Instant | null;
  readonly withdrawn: { readonly at: Instant; readonly ground: ApprovalWithdrawal['ground']; readonly reason: string } | null;
}

export interface StepView {
  readonly action: StepAction;
  readonly state: DisbursementState;
  readonly organisation: string;
  readonly person: string;
  readonly reason: string | null;
  readonly at: Instant;
}

export interface EvaluationView {
  readonly stage: GateStage;
  readonly at: Instant;
  readonly gates: readonly GateResult[];
}

/** A claim, and what became of it: asked for and not paid yet, paid, and what may still be asked for; of the firm's at most `owed`, what the books still owe it. */
export interface ClaimView<C extends Claim = Claim> {
  readonly claim: C;
  readonly owed: Money | null;
  readonly pending: Money;
  readonly paid: Money;
  readonly payable: Money;
}

/**
 * Of the payouts of a fund out of one account of the books, in yuan: held after approval (2111), on their way at the bank (2112), came back and wait (2303), paid.
 * All four have left `source`.
 */
export interface PayoutClaims {
  readonly fund: Fund;
  readonly source: ChartCode;
  readonly held: Money;
  readonly inFlight: Money;
  readonly returned: Money;
  readonly paid: Money;
}

/** A claim of the firm, and what became of it. */
export type ServiceClaimView = ClaimView<ServiceClaim>;

/** Everything that those who work on a payout see. */
export interface DisbursementDetail extends DisbursementView {
  readonly purpose: string;
  /** The purpose as everybody may read it: no words where a person is paid. */
  readonly publishedPurpose: string;
  readonly revision: number;
  readonly contract: { readonly number: string; readonly versionNo: number };
  readonly payee: { readonly bankName: string; readonly accountNo: string; readonly accountName: string; readonly version: number | null };
  readonly submitter: { readonly organisation: string; readonly person: string };
  /** The contract wants decisions signed. */
  readonly wantsSignature: boolean;
  readonly claim: ClaimView;
  /** The gates as they stand now; null when nothing is left to decide or to instruct. */
  readonly gatesNow: readonly GateResult[] | null;
  readonly evaluations: readonly EvaluationView[];
  /** The approvals that count. */
  readonly approvals: readonly DecisionView[];
  /** Every decision, of all revisions. */
  readonly decisions: readonly DecisionView[];
  readonly steps: readonly StepView[];
  /** Of its fund now, in yuan, and what of Available this payout leaves; null once it is paid or has ended. */
  readonly balance: { readonly cash: Money; readonly available: Money; readonly availableAfter: Money } | null;
  readonly instructableFrom: Instant | null;
  /** When the bank was told to pay, as it stands. */
  readonly instructedAt: Instant | null;
  readonly paymentLists: readonly { readonly sha256: string; readonly instructedAt: Instant }[];
  readonly papers: { readonly invoiceNo: string | null; readonly documents: readonly string[]; readonly resolutionNo: string | null };
  /** Each time that it came back after it had been paid. */
  readonly returns: readonly { readonly bookedOn: BusinessDate; readonly bankLineId: number; readonly entrySeq: number }[];
  readonly settlement: { readonly bookedOn: BusinessDate; readonly bankLineId: number; readonly entrySeq: number } | null;
}

/** What everybody may know of a payout: organisations and times, no person, and nothing of what somebody wrote about a decision (domain.md 9). */
export interface PublicDisbursement {
  readonly id: Id<'disbursement'>;
  readonly number: string;
  readonly kind: DisbursementKind;
  readonly period: AccountingPeriod | null;
  readonly quarter: Quarter | null;
  readonly fund: Fund;
  readonly purpose: string;
  readonly amount: Money;
  /** Null where it is a person. */
  readonly payee: string | null;
  readonly payeeLast4: string;
  readonly contractNumber: string;
  readonly state: DisbursementState;
  readonly requiredSlots: readonly Slot[];
  /** How many of them are enough, the owner side among them; null: all. */
  readonly requiredCount: number | null;
  readonly requestedAt: Instant;
  readonly approvals: readonly { readonly slot: Slot; readonly organisation: string; readonly substitute: boolean; readonly at: Instant }[];
  readonly decisions: readonly {
    readonly slot: Slot;
    readonly organisation: string;
    readonly decision: DecisionKind;
    readonly at: Instant;
  }[];
  readonly gates: readonly Pick<GateResult, 'gate' | 'outcome' | 'reason'>[];
  readonly instructedAt: Instant | null;
  readonly paidOn: BusinessDate | null;
  readonly bankLineId: number | null;
}

/** A payout that the bank has been told to pay, for whoever matches bank lines: its number stands in the bank's remark. */
export interface InstructedDisbursement {
  readonly id: Id<'disbursement'>;
  readonly number: string;
  readonly fund: Fund;
  readonly amount: Money;
  readonly payeeName: string;
  readonly payeeAccountNo: string;
  /** A debit booked earlier is another payment. */
  readonly instructedOn: BusinessDate;
}

/** A file that told the bank what to pay, and the numbers of its payouts. */
export interface PaymentListView {
  readonly id: number;
  readonly sha256: string;
  readonly format: PaymentFormat;
  readonly total: Money;
  readonly instructedAt: Instant;
  readonly numbers: readonly string[];
}

/** A payout that the bank has paid and that may still come back, for whoever matches bank lines. */
export interface PaidDisbursement {
  readonly id: Id<'disbursement'>;
  readonly number: string;
  readonly fund: Fund;
  readonly amount: Money;
  readonly payeeName: string;
  readonly payeeAccountNo: string;
  readonly paidOn: BusinessDate;
}
