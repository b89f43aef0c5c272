import { Injectable } from '@nestjs/common';
import { Clock, together } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { LedgerService } from '../../ledger/index.js';
import { journalForRelease } from '../domain/journals.js';
import type { Disbursement } from '../persistence/disbursement.js';
import { DisbursementRepository, type Step } from '../persistence/disbursement-repository.js';

/** Gives held money back to the claim (P16) with the step that is the reason for it. */
@Injectable()
export class HoldRelease {
  constructor(
    private readonly ledger: LedgerService,
    private readonly payouts: DisbursementRepository,
    private readonly clock: Clock,
  ) {}

  async release(tx: Tx, payout: Disbursement, step: Step): Promise<Disbursement> {
    const releases = payout.releases + 1;
    const { at, by } = step;
    const [, released] = await together([
      this.ledger.post(tx, { by: by?.personId ?? null, at }, [journalForRelease(payout, { on: this.clock.today(), occurrence: releases })]),
      this.payouts.advance(tx, payout, step, { releases }),
    ]);
    return released;
  }
}
