import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome } from '../../../platform/database/index.js';
import { LedgerService } from '../../ledger/index.js';
import { reasonFor } from '../domain/decisions.js';
import { nextState } from '../domain/disbursement-state.js';
import { DisbursementRepository } from '../persistence/disbursement-repository.js';
import type { DisbursementDecided } from './decide-disbursement.js';
import { HoldRelease } from './hold-release.js';
import { Office } from './office.js';
import { PayoutDesk, type SeenPayout } from './payout-desk.js';

export type CancelDisbursementRequest = SeenPayout & { readonly reason: string };

/** Ends a payout before the bank is told to pay it. Its number is kept; held money goes back to the claim, which may be asked for again. */
@Injectable()
export class CancelDisbursement {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: LedgerService,
    private readonly desk: PayoutDesk,
    private readonly payouts: DisbursementRepository,
    private readonly holds: HoldRelease,
    private readonly office: Office,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_ALLOWED NOT_FOUND DISBURSEMENT_CHANGED DISBURSEMENT_NOT_YOURS DISBURSEMENT_STATE DISBURSEMENT_REASON_MISSING */
  async execute(context: CommandContext, request: CancelDisbursementRequest): Promise<Outcome<DisbursementDecided>> {
    assertAllowed(context.actor, 'disbursement.cancel');
    const reason = reasonFor('CANCEL', request.reason);
    const { id, version } = request;
    return this.unitOfWork.once({ context, command: 'CancelDisbursement', request: { id, version, reason } }, async (tx) => {
      await this.ledger.lock(tx);
      const actor = await this.office.held(tx, context.actor, 'disbursement.cancel');
      const payout = await this.desk.take(tx, { id, version });
      if (actor.roles.includes('FIRM') && actor.organisationId !== payout.firmId) throw new DomainError('DISBURSEMENT_NOT_YOURS', { source: payout.number });
      nextState(payout, 'CANCELLED');
      const by = { organisationId: actor.organisationId, personId: actor.personId };
      const step = { action: 'CANCEL', to: 'CANCELLED', by, reason, at: this.clock.now() } as const;
      const cancelled = payout.state === 'APPROVED' ? await this.holds.release(tx, payout, step) : await this.payouts.advance(tx, payout, step);
      return { id: cancelled.id, number: cancelled.number, state: cancelled.state, version: cancelled.version };
    });
  }
}
