import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/index.js';
import { AssessmentQueries } from '../../../modules/assessments/index.js';
import { SubstitutionQueries, type Slot } from '../../../modules/contracts/index.js';
import { DisbursementQueries, isServiceKind, mayBecome, seenBy, type DisbursementDetail } from '../../../modules/disbursements/index.js';
import type { Tx } from '../../../platform/database/index.js';
import type { Visit } from '../visit.js';
import { payoutPurpose, type PayoutFacts } from './payout-facts.js';

/** Reads a payout for a page. */
@Injectable()
export class PayoutReader {
  constructor(
    private readonly clock: Clock,
    private readonly payouts: DisbursementQueries,
    private readonly assessments: AssessmentQueries,
    private readonly substitutions: SubstitutionQueries,
  ) {}

  /** @throws NOT_FOUND */
  async read(tx: Tx, visit: Visit, number: string): Promise<{ detail: DisbursementDetail; facts: PayoutFacts }> {
    const detail = seenBy(await this.payouts.byId(tx, await this.payouts.idOf(tx, number)), visit.actor);
    const mySlot = await this.substitutions.slotOf(tx, visit.actor, this.clock.today());
    return { detail, facts: { ...factsOf(detail, mySlot), score: await this.score(tx, detail) } };
  }

  private async score(tx: Tx, { quarter, assessmentId }: DisbursementDetail): Promise<PayoutFacts['score']> {
    if (assessmentId === null || quarter === null) return null;
    const { score } = await this.assessments.byId(tx, assessmentId);
    return (
      score && {
        quarter,
        published: score.published.toFixed(2),
        components: score.components.map(({ name, weight, score: own, points }) => ({
          name,
          weight: weight.toString(),
          score: own?.toFixed(2) ?? null,
          points: points.toFixed(2),
        })),
      }
    );
  }
}

/** Whether who asked may submit a payout again: it was returned by an approver or the bank, or stopped by a gate. */
export function maySubmitAgain({ state }: DisbursementDetail): boolean {
  return state === 'DRAFT' || state === 'GATE_FAILED' || state === 'RETURNED';
}

/** Whether it may still be given up. */
export function mayEnd({ state }: DisbursementDetail): boolean {
  return state === 'RETURNED' || mayBecome(state, 'CANCELLED');
}

/** What it may ask for when it is submitted again: what its source leaves; one that was paid before asks for the very amount. */
export function payableAgain({ amount, claim, returns, paymentLists }: DisbursementDetail): string {
  return (returns.length > 0 || paymentLists.length > 0 ? amount : claim.payable).toString();
}

function factsOf(detail: DisbursementDetail, mySlot: Slot | null): Omit<PayoutFacts, 'score'> {
  const { number, state, fund, contract, payee, submitter, balance, instructableFrom, instructedAt, paidOn, payloadSha256, wantsSignature } = detail;
  const evaluated = detail.evaluations.at(-1);
  return {
    number,
    state,
    fund,
    contract,
    instructableFrom,
    instructedAt,
    paidOn,
    payloadSha256,
    wantsSignature,
    purpose: payoutPurpose(detail),
    claimGiven: isServiceKind(detail.kind) ? null : detail.claim.claim.entitled.toString(),
    papers: detail.papers,
    personal: detail.personal,
    returns: detail.returns.map(({ bookedOn }) => bookedOn),
    amount: detail.amount.toString(),
    payee: { name: payee.accountName, bankName: payee.bankName, last4: detail.payeeLast4 },
    submitter: { ...submitter, at: detail.submittedAt },
    gates: detail.gatesNow ? { at: null, results: detail.gatesNow } : { at: evaluated?.at ?? null, results: evaluated?.gates ?? [] },
    balance: balance && { available: balance.available.toString(), after: balance.availableAfter.toString() },
    slots: detail.requiredSlots.map((slot) => ({ slot, mine: slot === mySlot, approval: approvalOf(detail, slot) })),
    enough: detail.requiredCount,
    history: detail.steps.map(({ action, organisation, person, at, reason }) => ({ action, organisation, person, at, reason })),
  };
}

function approvalOf({ approvals }: DisbursementDetail, slot: Slot): PayoutFacts['slots'][number]['approval'] {
  const given = approvals.find((approval) => approval.slot === slot);
  return given ? { organisation: given.organisation, person: given.person, substitute: given.substitute, suite: given.suite, at: given.at } : null;
}
