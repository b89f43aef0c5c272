import { Injectable } from '@nestjs/common';
import { assertAllowed, required } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome } from '../../../platform/database/index.js';
import { LedgerService } from '../../ledger/index.js';
import { reasonFor } from '../domain/decisions.js';
import type { DisbursementDecided } from './decide-disbursement.js';
import { Office } from './office.js';
import { PaymentFailure } from './payment-failure.js';
import { PayoutDesk, type SeenPayout } from './payout-desk.js';

export type FailDisbursementRequest = SeenPayout & { readonly reason: string };

/**
 * The bank did not execute an instruction, before any debit. What was in flight goes back to the claim (P16, both steps) and the approvals fall:
 * the bank is told again only with approvals that were given in the knowledge of it.
 */
@Injectable()
export class FailDisbursement {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: LedgerService,
    private readonly desk: PayoutDesk,
    private readonly failure: PaymentFailure,
    private readonly office: Office,
  ) {}

  /** @throws NOT_ALLOWED NOT_FOUND DISBURSEMENT_CHANGED DISBURSEMENT_STATE DISBURSEMENT_REASON_MISSING DISBURSEMENT_BANK_BEHIND DISBURSEMENT_BANK_DEBIT DISBURSEMENT_BANK_TOOK */
  async execute(context: CommandContext, request: FailDisbursementRequest): Promise<Outcome<DisbursementDecided>> {
    assertAllowed(context.actor, 'disbursement.instruct');
    const reason = required(reasonFor('FAIL', request.reason), 'a reason');
    const { id, version } = request;
    return this.unitOfWork.once({ context, command: 'FailDisbursement', request: { id, version, reason } }, async (tx) => {
      await this.ledger.lock(tx);
      const actor = await this.office.held(tx, context.actor, 'disbursement.instruct');
      const payout = await this.desk.take(tx, { id, version });
      const back = await this.failure.record(tx, payout, { by: { organisationId: actor.organisationId, personId: actor.personId }, reason });
      return { id: back.id, number: back.number, state: back.state, version: back.version };
    });
  }
}
