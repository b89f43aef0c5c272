import { Injectable } from '@nestjs/common';
import { addDays, DomainError, Money, type BusinessDate, type Id } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import type { ChannelLineView } from '../../bank/index.js';
import type { UnitId } from '../../communities/index.js';
import { LedgerService, type Posting } from '../../ledger/index.js';
import { latest } from '../domain/allocation.js';
import { channelHolder } from '../domain/channel.js';
import { ChannelBatch, ChannelPayment } from '../persistence/channel-payment.js';
import { Receipt } from '../persistence/receipt.js';
import { ReceiptVoids, type BouncedMoney } from './receipt-voids.js';

/** The bank line of a batch out of which a channel took refunds. */
export interface RefundingBatch {
  readonly bankLineId: number;
  readonly bankAccountId: number;
  readonly bookedOn: BusinessDate;
}

/**
 * What a channel gave back to payers. While it still holds the payment, that settles nothing any more; once the payment has come to the bank
 * with its batch, the channel takes the refund out of a later one, and the receipts of the payment bounce with that (P22b).
 */
@Injectable()
export class ChannelRefunds {
  constructor(
    private readonly voids: ReceiptVoids,
    private readonly ledger: LedgerService,
  ) {}

  /** The payment that a refund takes back: of the unit and the same amount, not refunded yet, the newest that the channel still holds, else the newest. @throws CHANNEL_REFUND_UNCOVERED */
  async paymentOf(tx: Tx, unitId: UnitId, refund: ChannelLineView): Promise<ChannelPayment> {
    const payments = await tx.manager
      .createQueryBuilder(ChannelPayment, 'p')
      .where(
        `p.communityId = :community and p.unitId = :unitId and p.channel = :channel and p.kind = 'PAYMENT' and p.undoneAt is null and p.paidOn <= :paidOn`,
        {
          community: tx.communityId,
          unitId,
          channel: refund.channel,
          paidOn: refund.paidOn,
        },
      )
      .andWhere(`not exists (select from mingbai.channel_payment r where r.community_id = :community and r.refunds_id = p.id and r.undone_at is null)`)
      .orderBy('p.id')
      .getMany();
    const fitting = payments.filter(({ gross }) => gross.equals(refund.gross));
    const refunded = fitting.findLast(({ batchId }) => batchId === null) ?? fitting.at(-1);
    if (!refunded) throw new DomainError('CHANNEL_REFUND_UNCOVERED', { orderNo: refund.orderNo, amount: refund.gross.toString() });
    return refunded;
  }

  /**
   * A payment that the channel gave back while it held it settles nothing any more: as if it had never, or, where its month is closed, from the day of the refund
   * (P22b), and the closed month keeps what it says. @throws what `giveBack` of the receipt throws
   */
  async giveBack(tx: Tx, posting: Posting, payment: ChannelPayment, refund: ChannelLineView): Promise<void> {
    const { id, receiptId, paidOn, channel } = payment;
    const { closedThrough } = await this.ledger.lock(tx);
    if (receiptId === null || paidOn > closedThrough) return this.takeBack(tx, posting, payment, refund.orderNo);
    const on = latest([refund.paidOn, addDays(closedThrough, 1)]);
    await this.voids.giveBack(tx, posting, { receiptId, channelId: channelHolder(channel), on, reason: refund.orderNo });
    await tx.manager.update(ChannelPayment, { communityId: tx.communityId, id }, { givenBackOn: on });
  }

  /** A payment that the channel still holds settles nothing any more. */
  async takeBack(tx: Tx, posting: Posting, { id, receiptId }: ChannelPayment, reason: string): Promise<void> {
    if (receiptId === null) return;
    await this.voids.undo(tx, posting, { receiptId, reason, ofChannel: true });
    await tx.manager.update(ChannelPayment, { communityId: tx.communityId, id }, { receiptId: null, allocated: Money.zero });
  }

  /**
   * P22b for every payment of earlier batches that these refunds take back: the receipt of what had settled bills, and that of what came beyond.
   * @throws CHANNEL_REFUND_UNCOVERED where the money came under a receipt with other payments, and what a bounce throws
   */
  async bounce(
    tx: Tx,
    posting: Posting,
    refunds: readonly ChannelPayment[],
    { bankLineId, bankAccountId, bookedOn: on }: RefundingBatch,
  ): Promise<BouncedMoney[]> {
    const bounced: BouncedMoney[] = [];
    for (const refund of refunds) {
      for (const receiptId of await this.receiptsOf(tx, refund))
        bounced.push(await this.voids.bounce(tx, posting, { receiptId, bankLineId, bankAccountId, on, ofChannel: true }));
    }
    return bounced;
  }

  /** Of these refunds, those whose payments came with an earlier batch. @throws CHANNEL_REFUND_UNCOVERED where a payment has not come yet and is not among these */
  async ofEarlierBatches(tx: Tx, payments: readonly ChannelPayment[]): Promise<ChannelPayment[]> {
    const here = new Set(payments.map(({ id }) => id));
    const earlier = payments.filter(({ kind, refundsId }) => kind === 'REFUND' && refundsId !== null && !here.has(refundsId));
    for (const refund of earlier) {
      const refunded = await this.refundedBy(tx, refund);
      if (refunded?.batchId === null || !refunded) throw uncovered(refund);
    }
    return earlier;
  }

  private async receiptsOf(tx: Tx, refund: ChannelPayment): Promise<Id<'receipt'>[]> {
    const { communityId } = tx;
    const payment = await this.refundedBy(tx, refund);
    const batch = payment?.batchId ? await tx.manager.findOneBy(ChannelBatch, { communityId, id: payment.batchId }) : null;
    if (!payment || !batch) throw uncovered(refund);
    const rest = payment.gross.minus(settledBy(payment));
    const own = payment.receiptId === null || payment.givenBackOn !== null ? [] : [payment.receiptId];
    if (rest.isZero) return own;
    const beyond = (await tx.manager.findBy(Receipt, { communityId, bankLineId: batch.bankLineId, unitId: payment.unitId })).find(
      ({ voidedOn }) => voidedOn === null,
    );
    if (!beyond?.amount.equals(rest)) throw uncovered(refund);
    return [...own, beyond.id];
  }

  private refundedBy(tx: Tx, { refundsId }: ChannelPayment): Promise<ChannelPayment | null> {
    return refundsId === null ? Promise.resolve(null) : tx.manager.findOneBy(ChannelPayment, { communityId: tx.communityId, id: refundsId });
  }
}

/** What a payment settles of bills: nothing any more once the channel gave it back. */
export function settledBy({ allocated, givenBackOn }: Pick<ChannelPayment, 'allocated' | 'givenBackOn'>): Money {
  return givenBackOn === null ? allocated : Money.zero;
}

function uncovered({ channelLineId, gross }: ChannelPayment): DomainError {
  return new DomainError('CHANNEL_REFUND_UNCOVERED', { orderNo: `#${channelLineId}`, amount: gross.toString() });
}
