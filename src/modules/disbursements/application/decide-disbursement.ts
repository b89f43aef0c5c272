import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, together, type Actor, type Id } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { LedgerService } from '../../ledger/index.js';
import { decisionOutcome, reasonFor, type DecisionKind } from '../domain/decisions.js';
import { nextState, type DisbursementState } from '../domain/disbursement-state.js';
import { failedGate, gateRefusal } from '../domain/gates.js';
import { journalForHold } from '../domain/journals.js';
import { Approval } from '../persistence/approval.js';
import type { Disbursement } from '../persistence/disbursement.js';
import { DisbursementRepository, type Step } from '../persistence/disbursement-repository.js';
import { ApprovalSignatures, type GivenSignature } from './approval-signatures.js';
import { DecisionDesk, type SeenForDecision } from './decision-desk.js';
import { GateKeeper } from './gate-keeper.js';
import { PayoutEnding } from './payout-ending.js';

/** A decision about a payout as it was shown, and its signature where the contract wants one (`OpenApproval` hands out what is signed). */
export type DecideDisbursementRequest = SeenForDecision & {
  readonly decision: DecisionKind;
  readonly reason: string | null;
  readonly signature?: GivenSignature | null;
};

export type DisbursementDecided = { readonly id: number; readonly number: string; readonly state: DisbursementState; readonly version: number };

/** One of those who hold a slot decides. The approval that fills the last slot evaluates the gates again and holds the money (P13). */
@Injectable()
export class DecideDisbursement {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: LedgerService,
    private readonly desk: DecisionDesk,
    private readonly signatures: ApprovalSignatures,
    private readonly gates: GateKeeper,
    private readonly ending: PayoutEnding,
    private readonly payouts: DisbursementRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws NOT_ALLOWED DISBURSEMENT_REASON_MISSING DISBURSEMENT_REASON_TEXT, what DecisionDesk.standing and ApprovalSignatures.accept throw,
   * the refusal of a gate that fails when the last slot is filled, LEDGER_NOT_AVAILABLE
   */
  async execute(context: CommandContext, request: DecideDisbursementRequest): Promise<Outcome<DisbursementDecided>> {
    assertAllowed(context.actor, 'disbursement.decide');
    const { signature: given = null, decision, payloadSha256 } = request;
    const reason = reasonFor(decision, request.reason);
    return this.unitOfWork.once({ context, command: 'DecideDisbursement', request: { ...request, reason } }, async (tx) => {
      await this.ledger.lock(tx);
      const { standing, facts, id } = await together({
        standing: this.desk.standing(tx, context.actor, request),
        facts: this.signatures.facts(tx, context.actor, given),
        id: this.payouts.takeIds(tx, 1),
      });
      const { actor, before, slot, role, substitutionId } = standing;
      const at = this.clock.now();
      const signed = this.signatures.accept(standing, facts, { decision, reason, at, given });
      const payout = await this.resumed(tx, standing.payout, actor);
      const outcome = decisionOutcome(payout, before, { decision, slot });
      const { organisationId, personId } = actor;
      const approval = {
        communityId: tx.communityId,
        id: id as Id<'approval'>,
        disbursementId: payout.id,
        ...signed,
        role,
        substitutionId,
        at,
        payloadSha256,
        slot,
        organisationId,
        personId,
        decision,
        reason,
      };
      const step = { action: decision, to: outcome, by: { organisationId, personId }, reason, at };
      const [, decided] = await together([tx.manager.insert(Approval, approval), this.carryOut(tx, payout, step)]);
      return { id: decided.id, number: decided.number, state: decided.state, version: decided.version };
    });
  }

  private carryOut(tx: Tx, payout: Disbursement, step: Step): Promise<Disbursement> {
    if (step.to === 'APPROVED') return this.approve(tx, payout, step);
    if (step.action === 'REJECT') return this.ending.end(tx, payout, 'REJECTED', step);
    return this.payouts.advance(tx, payout, step);
  }

  /** A payout that was deferred goes on with the next decision. */
  private async resumed(tx: Tx, payout: Disbursement, actor: Actor): Promise<Disbursement> {
    if (payout.state !== 'DEFERRED') return payout;
    const by = { organisationId: actor.organisationId, personId: actor.personId };
    return this.payouts.advance(tx, payout, { action: 'RESUME', to: nextState(payout, 'APPROVING'), by, at: this.clock.now() });
  }

  private async approve(tx: Tx, payout: Disbursement, step: Step): Promise<Disbursement> {
    const results = await this.gates.evaluateAgain(tx, payout);
    const failed = failedGate(results);
    if (failed) throw gateRefusal(payout.number, failed);
    const holds = payout.holds + 1;
    const [, approved] = await together([
      this.ledger.post(tx, { by: step.by?.personId ?? null, at: step.at }, [journalForHold(payout, { on: this.clock.today(), occurrence: holds })]),
      this.payouts.advance(tx, payout, { ...step, gates: { stage: 'APPROVAL', results } }, { holds }),
    ]);
    return approved;
  }
}
