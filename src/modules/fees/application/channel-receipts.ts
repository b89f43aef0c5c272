import { Injectable } from '@nestjs/common';
import { DomainError, Money, required, type AccountingPeriod, type BusinessDate, type Id } from '../../../kernel/index.js';
import { insertRows, type Tx } from '../../../platform/database/index.js';
import { ChannelLines, ChannelQueries, type BankLineId, type Channel, type ChannelLineId } from '../../bank/index.js';
import type { UnitId } from '../../communities/index.js';
import { LedgerQueries, LedgerService, type Posting } from '../../ledger/index.js';
import { allocateReceipts, type BillId } from '../domain/allocation.js';
import { batchTotals, channelHolder, chargeAdvance } from '../domain/channel.js';
import { journalForChannelBatch, type ChannelBatchDocument } from '../domain/receipt-journals.js';
import { ChannelBatch, ChannelPayment } from '../persistence/channel-payment.js';
import { ChannelRefunds, settledBy } from './channel-refunds.js';
import { FeeQueries } from './fee-queries.js';
import { FeeReceipts, refuseUnknownBill } from './fee-receipts.js';
import { ReceiptWriter } from './receipt-writer.js';

/** A payment of a channel that is for a unit; the payer may have named bills. */
export interface ChannelPaymentRequest {
  readonly unitId: UnitId;
  readonly channelLineId: ChannelLineId;
  readonly billIds?: readonly BillId[];
  readonly periods?: readonly AccountingPeriod[];
  /** Why it is for that unit, as whoever decided wants it kept. */
  readonly reason?: object;
}

/** `number` is that of the receipt for what settled bills, null where nothing was open; `rest` comes with the batch. */
export interface RecordedChannelPayment {
  readonly id: Id<'channel_payment'>;
  readonly channelLineId: ChannelLineId;
  readonly number: string | null;
  readonly allocated: Money;
  readonly rest: Money;
}

/** A bank line that brings payments of a channel: `net` is its amount, gross less the channel's charge. */
export interface ChannelBatchRequest {
  readonly channel: Channel;
  readonly lineIds: readonly ChannelLineId[];
  readonly bankLineId: number;
  readonly bankAccountId: number;
  readonly bookedOn: BusinessDate;
  readonly net: Money;
}

/** What the bank line is matched to, part by part; they add up to its amount. The batch's own part is below zero where its charge is more than what had settled bills. */
export interface SettledChannelBatch {
  readonly batchId: Id<'channel_batch'>;
  readonly parts: readonly {
    readonly targetType: 'CHANNEL_BATCH' | 'RECEIPT' | 'BOUNCED_RECEIPT';
    readonly targetId: number;
    readonly entrySeq: number;
    readonly amount: Money;
  }[];
}

/**
 * Payments through WeChat, Alipay and card terminals. A payment settles bills at once (P02c) and has its receipt; what it is beyond them
 * waits, because 1002 holds nothing but settled bills, and becomes an ordinary receipt of the bank line when the batch arrives (P02d, P02):
 * a prepayment is money at the bank. Fees count as collected when their batch arrives. The caller's command holds the lock of the book.
 */
@Injectable()
export class ChannelReceipts {
  constructor(
    private readonly ledger: LedgerService,
    private readonly books: LedgerQueries,
    private readonly fees: FeeQueries,
    private readonly channels: ChannelQueries,
    private readonly lines: ChannelLines,
    private readonly receipts: FeeReceipts,
    private readonly writer: ReceiptWriter,
    private readonly refunds: ChannelRefunds,
  ) {}

  /**
   * P02c, in the order given. A payment of a month that is closed settles its bills when its batch arrives. A refund of the channel takes back
   * the payment of its unit and amount: at once while the channel holds it (where its month is closed, from the day of the refund), else with the batch out of which it comes.
   * @throws CHANNEL_LINE_STATE, CHANNEL_LINE_MISSING, FEES_BILL_NOT_OPEN, CHANNEL_REFUND_UNCOVERED, and what posting throws
   */
  async record(tx: Tx, posting: Posting, requests: readonly ChannelPaymentRequest[]): Promise<RecordedChannelPayment[]> {
    if (requests.length === 0) return [];
    const marked = await this.lines.markReceived(
      tx,
      requests.map(({ channelLineId }) => channelLineId),
    );
    const incoming = requests.map((request) => {
      const line = required(
        marked.find(({ id }) => id === request.channelLineId),
        'a line that was marked',
      );
      return { ...request, line, amount: line.gross, effectiveOn: line.paidOn };
    });
    const payments = incoming.filter(({ line }) => line.kind === 'PAYMENT');
    const openBills = await this.fees.openBills(tx, [...new Set(payments.map(({ unitId }) => unitId))]);
    for (const payment of payments) refuseUnknownBill(payment, openBills);
    const { closedThrough } = await this.ledger.lock(tx);
    const allocated = allocateReceipts(openBills, payments).map((settlement, index) => {
      const { line } = required(payments[index], 'payment');
      return line.paidOn > closedThrough ? settlement : { allocations: [], lateFees: [], excess: line.gross };
    });
    const toWrite = payments.flatMap(({ unitId, line, amount, effectiveOn }, index) => {
      const { allocations, excess } = required(allocated[index], 'allocation');
      const source = { origin: 'CHANNEL' as const, channelLineId: line.id, channelId: channelHolder(line.channel) };
      const receipt = { unitId, amount: amount.minus(excess), allocations, lateFees: [], excess: Money.zero, receivedOn: effectiveOn, effectiveOn, source };
      return allocations.length === 0 ? [] : [{ line, receipt }];
    });
    const written = await this.writer.write(
      tx,
      posting,
      toWrite.map(({ receipt }) => receipt),
    );
    const receiptOf = new Map(toWrite.map(({ line }, index) => [line.id, required(written[index], 'receipt')]));
    const firstId = await this.ledger.takeIds(tx, incoming.length);
    const rows = incoming.map(({ unitId, line, reason = null }, index): ChannelPayment => {
      const receipt = receiptOf.get(line.id);
      const { id: channelLineId, channel, kind, paidOn, gross } = line;
      const settled = { allocated: receipt?.amount ?? Money.zero, receiptId: receipt?.id ?? null };
      const id = (firstId + index) as Id<'channel_payment'>;
      const record = { recordedAt: posting.at, recordedBy: posting.by, batchId: null, undoneAt: null, refundsId: null, givenBackOn: null, reason };
      return { communityId: tx.communityId, id, channel, channelLineId, unitId, kind, paidOn, gross, ...settled, ...record };
    });
    await insertRows(tx, ChannelPayment, rows.filter(({ kind }) => kind === 'PAYMENT')); // prettier-ignore
    for (const row of rows.filter(({ kind }) => kind === 'REFUND')) {
      const line = required(
        marked.find(({ id }) => id === row.channelLineId),
        'a refund that was marked',
      );
      const refunded = await this.refunds.paymentOf(tx, row.unitId, line);
      await insertRows(tx, ChannelPayment, [{ ...row, refundsId: refunded.id }]);
      if (refunded.batchId === null) await this.refunds.giveBack(tx, posting, refunded, line);
    }
    return rows.map(({ id, channelLineId, gross, allocated: amount }) => {
      return { id, channelLineId, number: receiptOf.get(channelLineId)?.number ?? null, allocated: amount, rest: gross.minus(amount) };
    });
  }

  /** Undoes `record` for a payment that has not reached the bank, or a refund that no batch has taken. @throws CHANNEL_LINE_STATE, CHANNEL_PAYMENT_REFUNDED, RECEIPT_CLOSED, RECEIPT_VOID of one that was given back */
  async undo(tx: Tx, posting: Posting, { channelLineId, reason }: { channelLineId: ChannelLineId; reason: string }): Promise<void> {
    await this.lines.undoReceived(tx, [channelLineId]);
    const payment = required(
      await tx.manager.findOne(ChannelPayment, { where: { communityId: tx.communityId, channelLineId }, order: { id: 'DESC' } }),
      'the payment of a received line',
    );
    const refund = (await tx.manager.findBy(ChannelPayment, { communityId: tx.communityId, refundsId: payment.id })).find(({ undoneAt }) => undoneAt === null);
    if (refund) throw new DomainError('CHANNEL_PAYMENT_REFUNDED', { amount: payment.gross.toString(), refundedOn: refund.paidOn });
    await this.refunds.takeBack(tx, posting, payment, reason);
    await tx.manager.update(ChannelPayment, { communityId: tx.communityId, id: payment.id }, { undoneAt: posting.at });
  }

  /**
   * P02d: the batch is at the bank, less the charge, which COM bears (out of an advance of SVC where it is short, P20); what payments brought
   * beyond their bills is received now (P02), and what refunds took of earlier batches bounces (P22b). A batch of refunds alone takes money out.
   * @throws CHANNEL_LINE_MISSING, CHANNEL_LINE_STATE, CHANNEL_BATCH_MIXED, CHANNEL_BATCH_AMOUNT, CHANNEL_BATCH_EARLY, CHANNEL_REFUND_UNCOVERED
   */
  async settle(tx: Tx, posting: Posting, { channel, lineIds, bankLineId, bankAccountId, bookedOn, net }: ChannelBatchRequest): Promise<SettledChannelBatch> {
    const lines = await this.channels.lines(tx, { ids: lineIds });
    const other = lines.find((line) => line.channel !== channel);
    if (other) throw new DomainError('CHANNEL_BATCH_MIXED', { orderNo: other.orderNo, channel });
    const totals = batchTotals(lines);
    if (!totals.net.equals(net) || net.isZero)
      throw new DomainError('CHANNEL_BATCH_AMOUNT', { count: lines.length, expected: totals.net.toString(), booked: net.toString() });
    const early = lines.find(({ paidOn }) => paidOn > bookedOn);
    if (early) throw new DomainError('CHANNEL_BATCH_EARLY', { orderNo: early.orderNo, paidOn: early.paidOn, bookedOn });
    await this.lines.markSettled(tx, bankLineId as BankLineId, lineIds);
    const payments = (await this.paymentsOf(tx, lineIds)).filter(({ undoneAt }) => undoneAt === null);
    const earlier = await this.refunds.ofEarlierBatches(tx, payments);
    const rests = restsOf(payments.filter((payment) => !earlier.includes(payment)));
    const refunded = Money.sum(earlier.map(({ gross }) => gross));
    const batch = await this.batch(tx, posting, { channel, bankLineId, bankAccountId, bookedOn, payments, refunded, ...totals });
    await tx.query('update mingbai.channel_payment set batch_id = $2 where community_id = $1 and id = any ($3::bigint[])', [
      tx.communityId,
      batch.id,
      payments.map(({ id }) => id),
    ]);
    const bounced = await this.refunds.bounce(tx, posting, earlier, { bankLineId, bankAccountId, bookedOn });
    const received = await this.receipts.record(
      tx,
      posting,
      rests.map(([unitId, amount]) => ({ unitId, amount, receivedOn: bookedOn, bankLineId, bankAccountId })),
    );
    const own = batch.allocated.minus(batch.fee);
    const ownPart =
      batch.entrySeq === null || own.isZero ? [] : [{ targetType: 'CHANNEL_BATCH' as const, targetId: batch.id, entrySeq: batch.entrySeq, amount: own }];
    const restParts = received.flatMap(({ id, parts }) => parts.map((part) => ({ targetType: 'RECEIPT' as const, targetId: id, ...part })));
    const refundParts = bounced.map(({ receiptId: targetId, amount, entrySeq }) => ({
      targetType: 'BOUNCED_RECEIPT' as const,
      targetId,
      amount: amount.negated(),
      entrySeq,
    }));
    return { batchId: batch.id, parts: [...ownPart, ...refundParts, ...restParts] };
  }

  /** The batch that stands on a line of the bank; null for none. Its own part may be nothing, and then no match names it. */
  async batchOn(tx: Tx, bankLineId: number): Promise<Id<'channel_batch'> | null> {
    const batches = await tx.manager.findBy(ChannelBatch, { communityId: tx.communityId, bankLineId });
    return batches.find(({ undoneAt }) => undoneAt === null)?.id ?? null;
  }

  /** Undoes `settle`, but for receipts: those of what was beyond the bills, and those that bounced, are undone as receipts. @returns the entries and what reverses them */
  async unsettle(tx: Tx, posting: Posting, batchId: number): Promise<readonly { readonly entrySeq: number; readonly bySeq: number }[]> {
    const key = { communityId: tx.communityId, id: batchId as Id<'channel_batch'> };
    const batch = await tx.manager.findOneBy(ChannelBatch, key);
    if (!batch || batch.undoneAt !== null) throw new DomainError('CHANNEL_BATCH_MISSING', { batch: batchId });
    const payments = await tx.manager.findBy(ChannelPayment, { communityId: tx.communityId, batchId: batch.id });
    await this.lines.undoSettled(
      tx,
      payments.map(({ channelLineId }) => channelLineId),
    );
    await tx.query('update mingbai.channel_payment set batch_id = null where community_id = $1 and batch_id = $2', [tx.communityId, batch.id]);
    const { entrySeq, bookedOn: effectiveOn } = batch;
    const reversals = [];
    if (entrySeq !== null) {
      const { seq: bySeq } = await this.ledger.reverse(tx, posting, { seq: entrySeq, effectiveOn, description: 'batch of a payment channel taken back' });
      reversals.push({ entrySeq, bySeq });
    }
    await tx.manager.update(ChannelBatch, key, { undoneAt: posting.at, undoSeq: reversals[0]?.bySeq ?? null });
    return reversals;
  }

  private async batch(
    tx: Tx,
    posting: Posting,
    facts: Pick<ChannelBatch, 'channel' | 'bankLineId' | 'bookedOn' | 'gross' | 'fee' | 'refunded'> & {
      bankAccountId: number;
      payments: readonly ChannelPayment[];
    },
  ): Promise<ChannelBatch> {
    const { channel, bankLineId, bankAccountId, bookedOn, payments, gross, fee, refunded } = facts;
    const allocated = Money.sum(payments.map(settledBy));
    const id = (await this.ledger.takeIds(tx, 1)) as Id<'channel_batch'>;
    const common = required(
      (await this.books.funds(tx)).find(({ fund }) => fund === 'COM'),
      'fund COM',
    );
    const advance = chargeAdvance(fee, common.available);
    const document: ChannelBatchDocument = { id, channelId: channelHolder(channel), bookedOn, allocated, fee, advance, bankAccountId };
    const draft = journalForChannelBatch(document);
    const [entry] = await this.ledger.post(tx, posting, draft ? [draft] : []);
    const record = { recordedAt: posting.at, recordedBy: posting.by, undoneAt: null, undoSeq: null };
    const row = {
      communityId: tx.communityId,
      id,
      channel,
      bankLineId,
      bookedOn,
      payments: payments.length,
      gross,
      fee,
      allocated,
      refunded,
      advance,
      entrySeq: entry?.seq ?? null,
      ...record,
    };
    await tx.manager.insert(ChannelBatch, row);
    return row;
  }

  private async paymentsOf(tx: Tx, lineIds: readonly ChannelLineId[]): Promise<ChannelPayment[]> {
    return tx.manager
      .createQueryBuilder(ChannelPayment, 'p')
      .where('p.communityId = :community and p.channelLineId in (:...lines)', { community: tx.communityId, lines: lineIds })
      .getMany();
  }
}

/** What each unit paid beyond what settled bills, above 0; a payment and the refund that takes it back are nothing together. */
function restsOf(payments: readonly ChannelPayment[]): [UnitId, Money][] {
  const rests = new Map<UnitId, Money>();
  for (const payment of payments) {
    const { unitId, kind, gross } = payment;
    const rest = kind === 'PAYMENT' ? gross.minus(settledBy(payment)) : gross.negated();
    rests.set(unitId, (rests.get(unitId) ?? Money.zero).plus(rest));
  }
  return [...rests].filter(([, rest]) => rest.isPositive);
}
