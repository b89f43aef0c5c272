import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome } from '../../../platform/database/index.js';
import { SubstitutionQueries } from '../../contracts/index.js';
import { LedgerService } from '../../ledger/index.js';
import { reasonFor } from '../domain/decisions.js';
import { ended, nextState } from '../domain/disbursement-state.js';
import type { DisbursementDecided } from './decide-disbursement.js';
import { Office } from './office.js';
import { PayoutDesk, type SeenPayout } from './payout-desk.js';
import { PayoutEnding } from './payout-ending.js';

export type CancelDisbursementRequest = SeenPayout & { readonly reason: string };

/**
 * Ends a payout before the bank is told to pay it, or after it came back. Its number is kept; what it held, or what came back, returns to the claim, which may be
 * asked for again.
 */
@Injectable()
export class CancelDisbursement {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: LedgerService,
    private readonly desk: PayoutDesk,
    private readonly ending: PayoutEnding,
    private readonly office: Office,
    private readonly substitutions: SubstitutionQueries,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_ALLOWED OWNER_SIDE_ONLY NOT_FOUND DISBURSEMENT_CHANGED DISBURSEMENT_NOT_YOURS DISBURSEMENT_STATE DISBURSEMENT_REASON_MISSING */
  async execute(context: CommandContext, request: CancelDisbursementRequest): Promise<Outcome<DisbursementDecided>> {
    assertAllowed(context.actor, 'disbursement.cancel');
    const reason = reasonFor('CANCEL', request.reason);
    const { id, version } = request;
    return this.unitOfWork.once({ context, command: 'CancelDisbursement', request: { id, version, reason } }, async (tx) => {
      await this.ledger.lock(tx);
      const actor = await this.office.held(tx, context.actor, 'disbursement.cancel');
      const payout = await this.desk.take(tx, { id, version });
      const asks = actor.roles.some((role) => role === 'FIRM' || role === 'BOOKKEEPER');
      if (!asks) await this.substitutions.refuseStranger(tx, actor, this.clock.today());
      else if (actor.organisationId !== payout.submittedFor) throw new DomainError('DISBURSEMENT_NOT_YOURS', { source: payout.number });
      nextState(payout, ended('CANCELLED', payout));
      const by = { organisationId: actor.organisationId, personId: actor.personId };
      const action = payout.returns > 0 ? 'CLOSE_UNPAID' : 'CANCEL';
      const cancelled = await this.ending.end(tx, payout, 'CANCELLED', { action, by, reason, at: this.clock.now() });
      return { id: cancelled.id, number: cancelled.number, state: cancelled.state, version: cancelled.version };
    });
  }
}
