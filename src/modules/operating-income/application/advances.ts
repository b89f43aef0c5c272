import { Injectable } from '@nestjs/common';
import { assert, firstDay, required, type Id } from '../../../kernel/index.js';
import { insertRows, type Tx } from '../../../platform/database/index.js';
import { LedgerService, type EntryDraft, type Posting } from '../../ledger/index.js';
import { journalForCharge, journalForRecognition } from '../domain/journals.js';
import type { LeaseId } from '../domain/lease.js';
import { recogniseAdvances } from '../domain/settlement.js';
import { LeaseAllocation } from '../persistence/lease-allocation.js';
import { LeaseCharge } from '../persistence/lease-charge.js';
import { LeaseQueries } from './lease-queries.js';
import type { OpenChargeView } from './lease-views.js';

/**
 * Puts right what the books could not know: a month was accrued as receivable (P08) before the bank's file showed that it had been
 * paid in an earlier month. The accrual is reversed whole, and the charge booked again as it would have been: the part that the advance
 * covers recognised (P09), the rest accrued.
 */
@Injectable()
export class Advances {
  constructor(
    private readonly ledger: LedgerService,
    private readonly leases: LeaseQueries,
  ) {}

  /** For the leases named; the caller holds the lock of the book. A charge of which something was taken off stays a receivable, which money of later days settles. */
  async recognise(tx: Tx, posting: Posting, leaseIds: readonly LeaseId[]): Promise<void> {
    const charges = new Map((await this.leases.open(tx, leaseIds)).filter(({ adjusted }) => adjusted.isZero).map((charge) => [charge.id, charge]));
    const recognised = recogniseAdvances([...charges.values()], await this.leases.advances(tx, leaseIds));
    const firstId = await this.ledger.takeIds(tx, recognised.length);
    for (const [index, { chargeId, leaseId, amount, effectiveOn }] of recognised.entries()) {
      const charge = required(charges.get(chargeId), 'charge');
      assert(effectiveOn === charge.accruedOn, 'money that settles no charge of its day is older than the charges that are open');
      const id = (firstId + index) as Id<'lease_allocation'>;
      const rest = charge.amount.minus(charge.recognised).minus(amount);
      const drafts: EntryDraft[] = [journalForRecognition({ ...refOf(charge), id, amount, effectiveOn })];
      if (!rest.isZero) drafts.push(journalForCharge({ ...refOf(charge), id: chargeId, amount: rest, occurrence: charge.postings + 1 }));
      // first the new entries, then the reversal: in between the receivable of the lease never falls below what was paid of it
      const [recognition, accrual] = await this.ledger.post(tx, posting, drafts);
      await this.ledger.reverse(tx, posting, {
        seq: required(charge.accrualSeq, 'accrual of an open charge'),
        effectiveOn: firstDay(charge.period),
        description: `operating income of ${charge.period}, lease ${charge.leaseCode}, had been paid in advance`,
      });
      const booked = { accrualSeq: accrual?.seq ?? null, postings: charge.postings + (accrual ? 1 : 0) };
      await tx.manager.update(LeaseCharge, { communityId: tx.communityId, id: chargeId }, booked);
      const entrySeq = required(recognition, 'entry').seq;
      await insertRows(tx, LeaseAllocation, [{ communityId: tx.communityId, id, chargeId, leaseId, receiptId: null, amount, effectiveOn, entrySeq }]);
    }
  }
}

function refOf({ leaseId, leaseCode, kind, period }: OpenChargeView): Pick<OpenChargeView, 'leaseId' | 'leaseCode' | 'kind' | 'period'> {
  return { leaseId, leaseCode, kind, period };
}
