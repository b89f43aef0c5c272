import { Injectable } from '@nestjs/common';
import { assert, DomainError, Money, required, type Id } from '../../../kernel/index.js';
import { insertRows, type Tx } from '../../../platform/database/index.js';
import { LedgerService, type Posting } from '../../ledger/index.js';
import { takeBack, type BillId } from '../domain/allocation.js';
import { receiptNumber } from '../domain/receipt.js';
import { BillAllocation } from '../persistence/allocation.js';
import { LateFeeAllocation } from '../persistence/late-fee.js';
import { Receipt } from '../persistence/receipt.js';
import { FeeQueries } from './fee-queries.js';
import { Prepayments } from './prepayments.js';

/** The entry of a bounce and the one that reverses it. */
export interface UndoneBounce {
  readonly entrySeq: number;
  readonly bySeq: number;
}

const NOT_VOID = { voidedOn: null, voidKind: null, voidReason: null, voidLineId: null, voidPrepaid: null, voidSeq: null, voidLateFeeSeq: null };

/** Takes a bounce back that was recorded by mistake: the receipt is in force again and settles what it had settled. The caller holds the lock of the book and has seen that the month is open. */
@Injectable()
export class BounceUndo {
  constructor(
    private readonly ledger: LedgerService,
    private readonly fees: FeeQueries,
    private readonly prepayments: Prepayments,
  ) {}

  /** Reverses P22b on its day. What prepayments have settled of its bills since is taken off them again. @throws RECEIPT_BOUNCE_PAID_SINCE */
  async undo(tx: Tx, posting: Posting, { receiptId, bankLineId }: { receiptId: number; bankLineId: number }): Promise<UndoneBounce> {
    const { communityId } = tx;
    const found = await tx.manager.findOneBy(Receipt, { communityId, id: receiptId as Id<'receipt'> });
    assert(found?.voidKind === 'BOUNCED' && found.voidLineId === bankLineId, `receipt ${receiptId} bounced with bank line ${bankLineId}`);
    const number = receiptNumber(found.year, found.no);
    const [effectiveOn, entrySeq] = [required(found.voidedOn, 'the day of a bounce'), required(found.voidSeq, 'the entry of a bounce')];
    const bills = await tx.manager.findBy(BillAllocation, { communityId, receiptId: found.id, entrySeq });
    const lateFees = await tx.manager.findBy(LateFeeAllocation, { communityId, receiptId: found.id, entrySeq });
    for (const bill of bills) await this.freeBill(tx, posting, { ...bill, number, on: effectiveOn });
    const { seq: bySeq } = await this.ledger.reverse(tx, posting, { seq: entrySeq, effectiveOn, description: `fee receipt ${number} did not bounce` });
    const firstId = await this.ledger.takeIds(tx, bills.length + lateFees.length);
    const restored = { effectiveOn, entrySeq: bySeq };
    const opposite = <Row extends { id: number; amount: Money }>(rows: readonly Row[], from: number): Row[] =>
      rows.map((row, index) => ({ ...row, ...restored, id: firstId + from + index, amount: row.amount.negated(), givesBackId: row.id }));
    await insertRows(tx, BillAllocation, opposite(bills, 0));
    await insertRows(tx, LateFeeAllocation, opposite(lateFees, bills.length));
    await tx.manager.update(Receipt, { communityId, id: found.id }, NOT_VOID);
    await this.prepayments.apply(tx, posting, [found.unitId]);
    return { entrySeq, bySeq };
  }

  /** Makes room on a bill for what the receipt had settled of it. */
  private async freeBill(
    tx: Tx,
    posting: Posting,
    given: Pick<BillAllocation, 'billId' | 'unitId' | 'amount' | 'effectiveOn'> & { number: string; on: BillAllocation['effectiveOn'] },
  ): Promise<void> {
    const { billId, unitId, number, on } = given;
    const bill = (await this.fees.openBills(tx, [unitId])).find(({ id }) => id === billId);
    const missing = given.amount.negated().minus(bill?.open ?? Money.zero);
    if (!missing.isPositive) return;
    const prepaid = (await this.prepayments.standing(tx, { billIds: [billId as BillId] })).filter(({ receiptId }) => receiptId === null);
    const taken = takeBack(prepaid, missing);
    if (!taken) throw new DomainError('RECEIPT_BOUNCE_PAID_SINCE', { receipt: number, amount: missing.toString() });
    await this.prepayments.giveBack(tx, posting, taken, on);
  }
}
