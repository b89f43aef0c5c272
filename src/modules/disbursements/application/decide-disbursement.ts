import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, required, type Actor, type Id } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { PayeeQueries, slotOfRole, SubstitutionQueries } from '../../contracts/index.js';
import { LedgerService } from '../../ledger/index.js';
import { decisionOutcome, reasonFor, slotForDecision, type Decider, type DecisionKind } from '../domain/decisions.js';
import { decidableStates, nextState, type DisbursementState } from '../domain/disbursement-state.js';
import { failedGate, gateRefusal } from '../domain/gates.js';
import { journalForHold } from '../domain/journals.js';
import { Approval } from '../persistence/approval.js';
import type { Disbursement } from '../persistence/disbursement.js';
import { DisbursementRepository, type Step } from '../persistence/disbursement-repository.js';
import { GateKeeper } from './gate-keeper.js';
import { Office } from './office.js';
import { PayoutDesk, type SeenPayout } from './payout-desk.js';
import { PayoutEnding } from './payout-ending.js';

/** A decision about a payout as it was shown: its version, and the hash of what it asks for. */
export type DecideDisbursementRequest = SeenPayout & { readonly payloadSha256: string; readonly decision: DecisionKind; readonly reason: string | null };

export type DisbursementDecided = { readonly id: number; readonly number: string; readonly state: DisbursementState; readonly version: number };

/** One of those who hold a slot decides. The approval that fills the last slot evaluates the gates again and holds the money (P13). */
@Injectable()
export class DecideDisbursement {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: LedgerService,
    private readonly desk: PayoutDesk,
    private readonly substitutions: SubstitutionQueries,
    private readonly payees: PayeeQueries,
    private readonly gates: GateKeeper,
    private readonly ending: PayoutEnding,
    private readonly payouts: DisbursementRepository,
    private readonly office: Office,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws NOT_ALLOWED NOT_FOUND DISBURSEMENT_CHANGED DISBURSEMENT_STATE DISBURSEMENT_PAYLOAD_CHANGED DISBURSEMENT_REASON_MISSING DISBURSEMENT_REASON_TEXT,
   * what slotForDecision throws, the refusal of a gate that fails when the last slot is filled, LEDGER_NOT_AVAILABLE
   */
  async execute(context: CommandContext, request: DecideDisbursementRequest): Promise<Outcome<DisbursementDecided>> {
    assertAllowed(context.actor, 'disbursement.decide');
    const reason = reasonFor(request.decision, request.reason);
    return this.unitOfWork.once({ context, command: 'DecideDisbursement', request: { ...request, reason } }, async (tx) => {
      await this.ledger.lock(tx);
      const actor = await this.office.held(tx, context.actor, 'disbursement.decide');
      const payout = await this.resumed(tx, await this.desk.take(tx, request), actor);
      if (payout.payloadSha256 !== request.payloadSha256) throw new DomainError('DISBURSEMENT_PAYLOAD_CHANGED', { number: payout.number });
      const before = await this.payouts.decisions(tx, payout.id);
      const decider = await this.deciderOf(tx, actor);
      const registeredBy = await this.payees.registrar(tx, payout.payeeAccountId);
      const slot = slotForDecision({ ...payout, registeredBy }, decider, before);
      const outcome = decisionOutcome(payout, before, { decision: request.decision, slot });
      const { payloadSha256, decision } = request;
      const { organisationId, personId } = actor;
      await tx.manager.insert(Approval, {
        communityId: tx.communityId,
        id: (await this.payouts.takeId(tx)) as Id<'approval'>,
        disbursementId: payout.id,
        role: required(decider.role, 'the role that fills a slot'),
        substitutionId: decider.substitutionId,
        at: this.clock.now(),
        payloadSha256,
        slot,
        organisationId,
        personId,
        decision,
        reason,
      });
      const decided = await this.carryOut(tx, payout, { action: decision, to: outcome, by: { organisationId, personId }, reason, at: this.clock.now() });
      return { id: decided.id, number: decided.number, state: decided.state, version: decided.version };
    });
  }

  private carryOut(tx: Tx, payout: Disbursement, step: Step): Promise<Disbursement> {
    if (step.to === 'APPROVED') return this.approve(tx, payout, step);
    if (step.action === 'REJECT') return this.ending.end(tx, payout, 'REJECTED', step);
    return this.payouts.advance(tx, payout, step);
  }

  /** A payout that was deferred goes on with the next decision. @throws DISBURSEMENT_STATE when nothing is to be decided */
  private async resumed(tx: Tx, payout: Disbursement, actor: Actor): Promise<Disbursement> {
    const { number, state } = payout;
    if (!(decidableStates as readonly DisbursementState[]).includes(state)) throw new DomainError('DISBURSEMENT_STATE', { number, state, wanted: 'APPROVED' });
    if (state !== 'DEFERRED') return payout;
    const by = { organisationId: actor.organisationId, personId: actor.personId };
    return this.payouts.advance(tx, payout, { action: 'RESUME', to: nextState(payout, 'APPROVING'), by, at: this.clock.now() });
  }

  /** The slot follows from the person's role on this day; the owner side is the one body that speaks for the owners. */
  private async deciderOf(tx: Tx, actor: Actor): Promise<Decider & { substitutionId: Id<'substitution'> | null }> {
    const ownerSide = await this.substitutions.ownerSide(tx, this.clock.today());
    const filled = actor.roles
      .map((role) => ({ role, slot: slotOfRole(role, ownerSide.role) }))
      .find(({ slot }) => slot !== null && (slot !== 'OWNER_SIDE' || ownerSide.organisation?.id === actor.organisationId));
    const substitutionId = filled?.slot === 'OWNER_SIDE' ? (ownerSide.substitution?.id ?? null) : null;
    return { personId: actor.personId, organisationId: actor.organisationId, role: filled?.role ?? null, slot: filled?.slot ?? null, substitutionId };
  }

  private async approve(tx: Tx, payout: Disbursement, step: Step): Promise<Disbursement> {
    const results = await this.gates.evaluateAgain(tx, payout);
    const failed = failedGate(results);
    if (failed) throw gateRefusal(payout.number, failed);
    const holds = payout.holds + 1;
    await this.ledger.post(tx, { by: step.by?.personId ?? null, at: step.at }, [journalForHold(payout, { on: this.clock.today(), occurrence: holds })]);
    const approved = await this.payouts.advance(tx, payout, step, { holds });
    await this.payouts.recordGates(tx, approved, { stage: 'APPROVAL', results, at: step.at });
    return approved;
  }
}
