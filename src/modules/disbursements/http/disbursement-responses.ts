import { ApiProperty } from '@nestjs/swagger';
import type { Actor, BusinessDate, Instant, Money } from '../../../kernel/index.js';
import { ApiDate, ApiInstant, ApiMoney } from '../../../platform/http/index.js';
import type { DecisionView, DisbursementDetail, DisbursementView, PublicDisbursement, StepView } from '../application/disbursement-views.js';
import { lineSeenBy, seenBy } from '../application/seen-by.js';
import { decisionKinds } from '../domain/decisions.js';
import { disbursementStates } from '../domain/disbursement-state.js';
import type { GateResult } from '../domain/gates.js';
import { disbursementKinds } from '../domain/payable.js';
import { paymentFormats, type PaymentFormat } from '../domain/payment-order.js';

/** A payout as a line of a list. */
export class DisbursementResponse {
  @ApiProperty({ example: 'BF2024-0001' })
  number!: string;
  @ApiProperty({ enum: disbursementKinds })
  kind!: string;
  @ApiProperty({ type: String, nullable: true, example: '2024-01' })
  period!: string | null;
  @ApiProperty({ type: String, nullable: true, example: '2024-Q1' })
  quarter!: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'FY2024-0001', description: 'The document that it is paid for' })
  claim!: string | null;
  @ApiProperty()
  fund!: string;
  @ApiMoney()
  amount!: Money;
  @ApiProperty({ type: String, nullable: true, description: 'Null where it is a person and the reader may not know' })
  payee!: string | null;
  @ApiProperty()
  payeeLast4!: string;
  @ApiProperty({ enum: disbursementStates })
  state!: string;
  @ApiProperty()
  version!: number;
  @ApiProperty()
  payloadSha256!: string;
  @ApiProperty({ type: [String] })
  requiredSlots!: string[];
  @ApiProperty({ type: [String] })
  missingSlots!: string[];
  @ApiProperty({ type: Number, nullable: true, description: 'How many of the required slots are enough, OWNER_SIDE among them; null: all' })
  requiredCount!: number | null;
  @ApiInstant()
  submittedAt!: Instant;
  @ApiDate({ nullable: true })
  paidOn!: BusinessDate | null;

  static from(view: DisbursementView, reader: Actor): DisbursementResponse {
    return Object.assign(new DisbursementResponse(), lineOf(view, reader));
  }
}

/** A gate, with the figures that it was computed from. NOT_IN_USE: it is not evaluated yet; NOT_NEEDED: this kind has no use for it. Both count as nothing. */
export class GateResponse {
  @ApiProperty({ example: 'G3' })
  gate!: string;
  @ApiProperty({ enum: ['PASSED', 'FAILED', 'NOT_IN_USE', 'NOT_NEEDED'] })
  outcome!: string;
  @ApiProperty({ type: String, nullable: true })
  reason!: string | null;
  @ApiProperty({ type: Object })
  inputs!: GateResult['inputs'];

  static from({ gate, outcome, reason, inputs }: GateResult): GateResponse {
    return Object.assign(new GateResponse(), { gate, outcome, reason, inputs });
  }
}

export class DecisionResponse {
  @ApiProperty()
  slot!: string;
  @ApiProperty()
  organisation!: string;
  @ApiProperty()
  person!: string;
  @ApiProperty({ enum: decisionKinds })
  decision!: string;
  @ApiProperty({ type: String, nullable: true })
  reason!: string | null;
  @ApiInstant()
  at!: Instant;
  @ApiProperty({ description: 'An approval of the present payload that was not taken back' })
  counts!: boolean;
  @ApiProperty({ enum: ['ed25519', 'webauthn'], nullable: true, description: 'Null where it rests on a session' })
  suite!: string | null;
  @ApiInstant({ nullable: true })
  withdrawnAt!: Instant | null;

  static from({ slot, organisation, person, decision, reason, at, counts, suite, withdrawn }: DecisionView): DecisionResponse {
    return Object.assign(new DecisionResponse(), { slot, organisation, person, decision, reason, at, counts, suite, withdrawnAt: withdrawn?.at ?? null });
  }
}

export class StepResponse {
  @ApiProperty()
  action!: string;
  @ApiProperty({ enum: disbursementStates })
  state!: string;
  @ApiProperty()
  organisation!: string;
  @ApiProperty()
  person!: string;
  @ApiProperty({ type: String, nullable: true })
  reason!: string | null;
  @ApiInstant()
  at!: Instant;

  static from({ action, state, organisation, person, reason, at }: StepView): StepResponse {
    return Object.assign(new StepResponse(), { action, state, organisation, person, reason, at });
  }
}

/** A payout with everything that a decision about it needs. */
export class DisbursementDetailResponse extends DisbursementResponse {
  @ApiProperty()
  purpose!: string;
  @ApiProperty()
  contract!: string;
  @ApiProperty()
  payeeBank!: string;
  @ApiProperty()
  payeeAccount!: string;
  @ApiMoney({ description: 'What the rules give for its source' })
  entitled!: Money;
  @ApiMoney({ description: 'What may still be asked for from this source' })
  payable!: Money;
  @ApiProperty({ type: [GateResponse], nullable: true, description: 'As they stand now; null when nothing is left to decide' })
  gates!: GateResponse[] | null;
  @ApiProperty({ type: [DecisionResponse] })
  decisions!: DecisionResponse[];
  @ApiProperty({ type: [StepResponse] })
  steps!: StepResponse[];
  @ApiMoney({ nullable: true })
  availableAfter!: Money | null;
  @ApiInstant({ nullable: true })
  instructableFrom!: Instant | null;
  @ApiProperty({ type: [String], description: 'SHA-256 of each payment list that names it' })
  paymentLists!: string[];

  static override from(detail: DisbursementDetail, reader: Actor): DisbursementDetailResponse {
    const view = seenBy(detail, reader);
    return Object.assign(new DisbursementDetailResponse(), {
      ...lineOf(view, reader),
      purpose: view.purpose,
      contract: view.contract.number,
      payeeBank: view.payee.bankName,
      payeeAccount: view.payee.accountNo,
      entitled: view.claim.claim.entitled,
      payable: view.claim.payable,
      gates: view.gatesNow?.map((gate) => GateResponse.from(gate)) ?? null,
      decisions: view.decisions.map((decision) => DecisionResponse.from(decision)),
      steps: view.steps.map((step) => StepResponse.from(step)),
      availableAfter: view.balance?.availableAfter ?? null,
      instructableFrom: view.instructableFrom,
      paymentLists: view.paymentLists.map(({ sha256 }) => sha256),
    });
  }
}

export class PublicApprovalResponse {
  @ApiProperty()
  slot!: string;
  @ApiProperty()
  organisation!: string;
  @ApiProperty({ description: 'Stands in for a missing owners’ committee' })
  substitute!: boolean;
  @ApiInstant()
  at!: Instant;
}

/** A payout as everybody may see it: organisations and times, no person. */
export class PublicDisbursementResponse {
  @ApiProperty({ example: 'BF2024-0001' })
  number!: string;
  @ApiProperty({ enum: disbursementKinds })
  kind!: string;
  @ApiProperty()
  purpose!: string;
  @ApiProperty()
  fund!: string;
  @ApiMoney()
  amount!: Money;
  @ApiProperty({ type: String, nullable: true, description: 'Null where it is a person' })
  payee!: string | null;
  @ApiProperty()
  payeeLast4!: string;
  @ApiProperty()
  contract!: string;
  @ApiProperty({ enum: disbursementStates })
  state!: string;
  @ApiInstant()
  requestedAt!: Instant;
  @ApiProperty({ type: [PublicApprovalResponse] })
  approvals!: PublicApprovalResponse[];
  @ApiInstant({ nullable: true })
  instructedAt!: Instant | null;
  @ApiDate({ nullable: true })
  paidOn!: BusinessDate | null;

  static from(view: PublicDisbursement): PublicDisbursementResponse {
    const { number, kind, purpose, fund, amount, payee, payeeLast4, contractNumber: contract, state, requestedAt, approvals, instructedAt, paidOn } = view;
    const response = { number, kind, purpose, fund, amount, payee, payeeLast4, contract, state, requestedAt, instructedAt, paidOn };
    return Object.assign(new PublicDisbursementResponse(), {
      ...response,
      approvals: approvals.map(({ slot, organisation, substitute, at }) => ({ slot, organisation, substitute, at })),
    });
  }
}

export class DisbursementsResponse {
  @ApiProperty({ type: [DisbursementResponse] })
  items!: DisbursementResponse[];
  @ApiProperty({ type: String, nullable: true })
  nextCursor!: string | null;
}

/** A file that told the bank what to pay; its SHA-256 is its name. */
export class PaymentListResponse {
  @ApiProperty()
  sha256!: string;
  @ApiProperty({ enum: paymentFormats })
  format!: PaymentFormat;
  @ApiMoney()
  total!: Money;
  @ApiInstant()
  instructedAt!: Instant;
  @ApiProperty({ type: [String] })
  payouts!: readonly string[];
}

export class PaymentListsResponse {
  @ApiProperty({ type: [PaymentListResponse] })
  items!: PaymentListResponse[];
  @ApiProperty({ type: String, nullable: true })
  nextCursor!: string | null;
}

function lineOf(whole: DisbursementView, reader: Actor): DisbursementResponse {
  const view = lineSeenBy(whole, reader);
  const { number, kind, period, quarter, claimNumber: claim, fund, amount, state, version, payloadSha256, submittedAt, paidOn } = view;
  const slots = { requiredSlots: [...view.requiredSlots], requiredCount: view.requiredCount, missingSlots: [...view.missingSlots] };
  const payee = { payee: view.payeeName === '' ? null : view.payeeName, payeeLast4: view.payeeLast4 };
  return { number, kind, period, quarter, claim, fund, amount, ...payee, state, version, payloadSha256, submittedAt, paidOn, ...slots };
}
