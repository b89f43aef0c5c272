import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome } from '../../../platform/database/index.js';
import { LedgerService } from '../../ledger/index.js';
import { reasonFor } from '../domain/decisions.js';
import { nextState } from '../domain/disbursement-state.js';
import { journalForFailure } from '../domain/journals.js';
import { DisbursementRepository } from '../persistence/disbursement-repository.js';
import type { DisbursementDecided } from './decide-disbursement.js';
import { PayoutDesk, type SeenPayout } from './payout-desk.js';

export type FailDisbursementRequest = SeenPayout & { readonly reason: string };

/** The bank did not execute an instruction, before any debit: the amount stays held (P16), and the payout may be instructed again or cancelled. */
@Injectable()
export class FailDisbursement {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: LedgerService,
    private readonly desk: PayoutDesk,
    private readonly payouts: DisbursementRepository,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_ALLOWED NOT_FOUND DISBURSEMENT_CHANGED DISBURSEMENT_STATE DISBURSEMENT_REASON_MISSING */
  async execute(context: CommandContext, request: FailDisbursementRequest): Promise<Outcome<DisbursementDecided>> {
    const { actor } = context;
    assertAllowed(actor, 'disbursement.instruct');
    const reason = reasonFor('FAIL', request.reason);
    const { id, version } = request;
    return this.unitOfWork.once({ context, command: 'FailDisbursement', request: { id, version, reason } }, async (tx) => {
      await this.ledger.lock(tx);
      const payout = await this.desk.take(tx, { id, version });
      nextState(payout, 'FAILED');
      const at = this.clock.now();
      const by = { organisationId: actor.organisationId, personId: actor.personId };
      const releases = payout.releases + 1;
      await this.ledger.post(tx, { by: actor.personId, at }, [journalForFailure(payout, { on: this.clock.today(), occurrence: releases })]);
      const failed = await this.payouts.advance(tx, payout, { action: 'FAIL', to: 'FAILED', by, reason, at }, { releases });
      const held = await this.payouts.advance(tx, failed, { action: 'KEEP_HELD', to: 'APPROVED', by, at });
      return { id: held.id, number: held.number, state: held.state, version: held.version };
    });
  }
}
