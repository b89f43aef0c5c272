import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { LedgerService } from '../../ledger/index.js';
import { nextState } from '../domain/disbursement-state.js';
import { journalForFailure } from '../domain/journals.js';
import type { Disbursement } from '../persistence/disbursement.js';
import { DisbursementRepository, type Step } from '../persistence/disbursement-repository.js';
import { BankEvidence } from './bank-evidence.js';
import { HoldRelease } from './hold-release.js';

/** Records that the bank did not execute an instruction, whoever says so: the cashier, or the bank's own status report. */
@Injectable()
export class PaymentFailure {
  constructor(
    private readonly ledger: LedgerService,
    private readonly payouts: DisbursementRepository,
    private readonly holds: HoldRelease,
    private readonly evidence: BankEvidence,
    private readonly clock: Clock,
  ) {}

  /** The money goes back to the claim (P16, both steps), and the approvals fall. @throws DISBURSEMENT_STATE DISBURSEMENT_BANK_BEHIND DISBURSEMENT_BANK_DEBIT DISBURSEMENT_BANK_TOOK */
  async record(tx: Tx, payout: Disbursement, { by, reason }: { by: NonNullable<Step['by']>; reason: string }): Promise<Disbursement> {
    nextState(payout, 'FAILED');
    await this.evidence.refusePerhapsPaid(tx, payout);
    const at = this.clock.now();
    const releases = payout.releases + 1;
    await this.ledger.post(tx, { by: by.personId, at }, [journalForFailure(payout, { on: this.clock.today(), occurrence: releases })]);
    const failed = await this.payouts.advance(tx, payout, { action: 'FAIL', to: 'FAILED', by, reason, at }, { releases });
    const back = await this.holds.release(tx, failed, { action: 'RESUME', to: 'APPROVING', by, at });
    await this.payouts.endApprovals(tx, back, { ground: 'NOT_EXECUTED', ...by, reason, at });
    return back;
  }
}
