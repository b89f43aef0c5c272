import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { LedgerService } from '../../ledger/index.js';
import { ended } from '../domain/disbursement-state.js';
import { journalForUnpaid } from '../domain/journals.js';
import type { Disbursement } from '../persistence/disbursement.js';
import { DisbursementRepository, type Step } from '../persistence/disbursement-repository.js';
import { HoldRelease } from './hold-release.js';

/** Ends a payout that is not wanted any more: gives back what it holds (P16), and what came back from the bank (P22c). */
@Injectable()
export class PayoutEnding {
  constructor(
    private readonly ledger: LedgerService,
    private readonly payouts: DisbursementRepository,
    private readonly holds: HoldRelease,
    private readonly clock: Clock,
  ) {}

  /** @throws DISBURSEMENT_STATE */
  async end(tx: Tx, payout: Disbursement, wanted: 'REJECTED' | 'CANCELLED', step: Omit<Step, 'to'>): Promise<Disbursement> {
    const to = ended(wanted, payout);
    if (to === 'CLOSED_UNPAID') {
      if (payout.state === 'APPROVED') {
        const back = await this.holds.release(tx, payout, { ...step, to });
        await this.unpaid(tx, payout, step);
        return back;
      }
      const closed = await this.payouts.advance(tx, payout, { ...step, to });
      await this.unpaid(tx, payout, step);
      return closed;
    }
    return payout.state === 'APPROVED' ? this.holds.release(tx, payout, { ...step, to }) : this.payouts.advance(tx, payout, { ...step, to });
  }

  private async unpaid(tx: Tx, payout: Disbursement, { by, at }: Omit<Step, 'to'>): Promise<void> {
    await this.ledger.post(tx, { by: by?.personId ?? null, at }, [journalForUnpaid(payout, { on: this.clock.today(), occurrence: 1 })]);
  }
}
