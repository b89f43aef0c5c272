import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, required, wallClock, type Id } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome } from '../../../platform/database/index.js';
import { LedgerService } from '../../ledger/index.js';
import { activeApprovals, missingSlots, reasonFor, withdrawableUntil } from '../domain/decisions.js';
import { withdrawableStates, type DisbursementState } from '../domain/disbursement-state.js';
import { ApprovalWithdrawal } from '../persistence/approval-withdrawal.js';
import { DisbursementRepository } from '../persistence/disbursement-repository.js';
import type { DisbursementDecided } from './decide-disbursement.js';
import { HoldRelease } from './hold-release.js';
import { Office } from './office.js';

export type WithdrawApprovalRequest = { readonly id: number; readonly reason: string };

/** A person takes an approval back: within 10 minutes of giving it, and while the bank has not been told to pay. The money held goes back to the claim, unless the others are enough. */
@Injectable()
export class WithdrawApproval {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: LedgerService,
    private readonly payouts: DisbursementRepository,
    private readonly holds: HoldRelease,
    private readonly office: Office,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_ALLOWED NOT_FOUND DISBURSEMENT_STATE DISBURSEMENT_NOTHING_TO_WITHDRAW DISBURSEMENT_WITHDRAW_LATE DISBURSEMENT_REASON_MISSING */
  async execute(context: CommandContext, request: WithdrawApprovalRequest): Promise<Outcome<DisbursementDecided>> {
    assertAllowed(context.actor, 'disbursement.decide');
    const reason = required(reasonFor('WITHDRAW', request.reason), 'a reason');
    return this.unitOfWork.once({ context, command: 'WithdrawApproval', request: { id: request.id, reason } }, async (tx) => {
      await this.ledger.lock(tx);
      const actor = await this.office.held(tx, context.actor, 'disbursement.decide');
      const payout = await this.payouts.find(tx, request.id);
      const { number, state } = payout;
      if (!(withdrawableStates as readonly DisbursementState[]).includes(state))
        throw new DomainError('DISBURSEMENT_STATE', { number, state, wanted: 'APPROVING' });
      const decisions = await this.payouts.decisions(tx, payout.id);
      const own = activeApprovals(decisions, payout.payloadSha256).find((approval) => approval.personId === actor.personId);
      if (!own) throw new DomainError('DISBURSEMENT_NOTHING_TO_WITHDRAW', { number });
      const at = this.clock.now();
      const until = withdrawableUntil(own.at);
      if (at > until) throw new DomainError('DISBURSEMENT_WITHDRAW_LATE', { number, at: wallClock(own.at), until: wallClock(until) });
      const { organisationId, personId } = actor;
      const id = (await this.payouts.takeIds(tx, 1)) as Id<'approval_withdrawal'>;
      await tx.manager.insert(ApprovalWithdrawal, {
        communityId: tx.communityId,
        id,
        approvalId: own.id,
        ground: 'TAKEN_BACK',
        organisationId,
        personId,
        reason,
        at,
      });
      const others = decisions.filter((given) => given !== own);
      const falls = state === 'APPROVED' && missingSlots(payout, others).length > 0;
      const step = { action: 'WITHDRAW', to: falls ? 'APPROVING' : state, by: { organisationId, personId }, reason, at } as const;
      const changed = falls ? await this.holds.release(tx, payout, step) : await this.payouts.advance(tx, payout, step);
      return { id: changed.id, number, state: changed.state, version: changed.version };
    });
  }
}
