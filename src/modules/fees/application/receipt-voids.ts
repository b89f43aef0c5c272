import { Injectable } from '@nestjs/common';
import { DomainError, Money, periodOf, required, type BusinessDate, type Id } from '../../../kernel/index.js';
import { insertRows, type Tx } from '../../../platform/database/index.js';
import { LedgerQueries, LedgerService, type Posting } from '../../ledger/index.js';
import { latest, takeBack } from '../domain/allocation.js';
import { journalForBouncedReceipt, journalForChannelGivenBack } from '../domain/receipt-journals.js';
import { receiptNumber } from '../domain/receipt.js';
import { BillAllocation } from '../persistence/allocation.js';
import { LateFeeAllocation } from '../persistence/late-fee.js';
import { Receipt } from '../persistence/receipt.js';
import { FeeQueries } from './fee-queries.js';
import { FeeRefunds } from './fee-refund-queries.js';
import { Prepayments, type StandingAllocation } from './prepayments.js';

/** A bank line out that takes the money of a receipt back. `on` is the bank's day; `amount`, where it is given, the yuan of the line. */
export interface BounceRequest {
  readonly receiptId: number;
  readonly bankLineId: number;
  readonly bankAccountId: number;
  readonly on: BusinessDate;
  readonly amount?: Money;
  readonly reason?: string;
  /** The channel took it out of a later batch, which is the bank line. */
  readonly ofChannel?: boolean;
}

/** What the bank line is matched to: the entry P22b and the yuan that left the account, above 0. */
export interface BouncedMoney {
  readonly receiptId: Id<'receipt'>;
  readonly number: string;
  readonly amount: Money;
  readonly entrySeq: number;
}

export interface UndoRequest {
  readonly receiptId: number;
  readonly reason: string;
  /** Its payment through a channel is undone with it. */
  readonly ofChannel?: boolean;
}

/** The receipt of a payment that the channel gave back while it held it: `on` is the day of that, `reason` its order. */
export interface GiveBackRequest {
  readonly receiptId: number;
  readonly channelId: number;
  readonly on: BusinessDate;
  readonly reason: string;
}

/** Each entry of the receipt with the one that reverses it. */
export interface UndoneReceipt {
  readonly receiptId: Id<'receipt'>;
  readonly number: string;
  readonly reversals: readonly { readonly entrySeq: number; readonly bySeq: number }[];
}

/** Makes receipts void: the number stays, the bills are open again, and what had become a prepayment is taken out of what it settled. */
@Injectable()
export class ReceiptVoids {
  constructor(
    private readonly ledger: LedgerService,
    private readonly fees: FeeQueries,
    private readonly prepayments: Prepayments,
    private readonly refunds: FeeRefunds,
    private readonly books: LedgerQueries,
  ) {}

  /**
   * P22b: reverses what the receipt still settles, as it was allocated; the rest leaves the prepayment, out of bills that it had settled
   * where it must, the newest first, and where a refund has taken it out of bills that other receipts had settled: the unit owes them again.
   * A bank fact, so money that is short does not stop it.
   * @throws RECEIPT_MISSING, RECEIPT_VOID, RECEIPT_BOUNCE_CHANNEL, RECEIPT_BOUNCE_EARLY, RECEIPT_BOUNCE_AMOUNT, RECEIPT_REFUND_OPEN, RECEIPT_PREPAYMENT_GONE
   */
  async bounce(tx: Tx, posting: Posting, request: BounceRequest): Promise<BouncedMoney> {
    const { bankLineId, bankAccountId, on } = request;
    const receipt = await this.standingReceipt(tx, request.receiptId);
    const { number, amount } = receipt;
    if (receipt.origin === 'CHANNEL' && !request.ofChannel) throw new DomainError('RECEIPT_BOUNCE_CHANNEL', { receipt: number });
    if (on < receipt.effectiveOn) throw new DomainError('RECEIPT_BOUNCE_EARLY', { receipt: number, receivedOn: receipt.effectiveOn, bouncedOn: on });
    if (request.amount && !request.amount.equals(amount))
      throw new DomainError('RECEIPT_BOUNCE_AMOUNT', { receipt: number, amount: amount.toString(), bounced: request.amount.toString() });
    const own = await this.prepayments.standing(tx, { receiptId: receipt.id });
    const lateFees = await this.lateFeesOf(tx, receipt.id);
    const prepaid = amount.minus(Money.sum([...own, ...lateFees].map((part) => part.amount)));
    const freedOn = await this.freePrepayment(tx, posting, { ...receipt, needed: prepaid, on, owing: true });
    const [entry] = await this.ledger.post(tx, posting, [
      journalForBouncedReceipt({ ...receipt, bills: own, lateFees, prepaid, bouncedOn: on, bankAccountId }, await this.nextOccurrence(tx, receipt.id)),
    ]);
    const { seq } = required(entry, 'entry');
    await this.takeOff(tx, own, { effectiveOn: on, entrySeq: seq });
    await this.takeOffLateFees(tx, lateFees, { effectiveOn: on, entrySeq: seq });
    await this.makeVoid(tx, receipt, {
      voidedOn: on,
      voidKind: 'BOUNCED',
      voidReason: request.reason ?? null,
      voidLineId: bankLineId,
      voidPrepaid: prepaid,
      voidSeq: seq,
    });
    // Not before the bill is open again: until then this receipt has settled it, and it would be collected twice.
    await this.prepayments.apply(tx, posting, [receipt.unitId], freedOn);
    return { receiptId: receipt.id, number, amount, entrySeq: seq };
  }

  /**
   * Reverses the entries of a receipt that was placed wrongly, dated as they were, as if it had never been; its number stays. Refused once its
   * month is closed, and when its money was since moved to another bill or given back.
   * @throws RECEIPT_MISSING, RECEIPT_VOID, RECEIPT_CLOSED, RECEIPT_REALLOCATED, RECEIPT_REFUND_OPEN, RECEIPT_PREPAYMENT_GONE, RECEIPT_UNDO_CHANNEL
   */
  async undo(tx: Tx, posting: Posting, { receiptId, reason, ofChannel = false }: UndoRequest): Promise<UndoneReceipt> {
    const receipt = await this.standingReceipt(tx, receiptId);
    if ((receipt.origin === 'CHANNEL') !== ofChannel) throw new DomainError('RECEIPT_UNDO_CHANNEL', { receipt: receipt.number });
    const { number, amount, excess, lateFees, effectiveOn } = receipt;
    const { closedThrough } = await this.ledger.lock(tx);
    if (effectiveOn <= closedThrough) throw new DomainError('RECEIPT_CLOSED', { receipt: number, month: periodOf(effectiveOn), closedThrough });
    const refund = await this.refunds.underWay(tx, receipt.unitId);
    if (refund && (await this.refunds.uncovered(tx, { withoutReceipt: receipt.id })).has(refund.id))
      throw new DomainError('RECEIPT_REFUND_OPEN', { receipt: number, amount: refund.amount.toString() });
    const own = await this.prepayments.standing(tx, { receiptId: receipt.id });
    if (!Money.sum([...own.map((part) => part.amount), excess, lateFees]).equals(amount)) throw new DomainError('RECEIPT_REALLOCATED', { receipt: number });
    const freedOn = await this.freePrepayment(tx, posting, { ...receipt, needed: excess, on: effectiveOn });
    const reversals: { entrySeq: number; bySeq: number }[] = [];
    for (const entrySeq of [receipt.entrySeq, receipt.lateFeeSeq].filter((seq) => seq !== null)) {
      const { seq: bySeq } = await this.ledger.reverse(tx, posting, { seq: entrySeq, effectiveOn, description: `fee receipt ${number} taken back` });
      reversals.push({ entrySeq, bySeq });
    }
    const reversalOf = (seq: number | null): number | null => reversals.find(({ entrySeq }) => entrySeq === seq)?.bySeq ?? null;
    const [voidSeq, voidLateFeeSeq] = [reversalOf(receipt.entrySeq), reversalOf(receipt.lateFeeSeq)];
    if (voidSeq !== null) await this.takeOff(tx, own, { effectiveOn, entrySeq: voidSeq });
    if (voidLateFeeSeq !== null) await this.takeOffLateFees(tx, await this.lateFeesOf(tx, receipt.id), { effectiveOn, entrySeq: voidLateFeeSeq });
    await this.makeVoid(tx, receipt, { voidedOn: effectiveOn, voidKind: 'UNDONE', voidReason: reason, voidPrepaid: excess, voidSeq, voidLateFeeSeq });
    await this.prepayments.apply(tx, posting, [receipt.unitId], freedOn);
    return { receiptId: receipt.id, number, reversals };
  }

  /**
   * P22b of money that never came to the bank: the bills are open again from the day on which the channel gave it back, the receipt is void. What settled them by another
   * way since has moved the receipt's own part; that is refused while the channel holds it. @throws RECEIPT_MISSING, RECEIPT_VOID, RECEIPT_REALLOCATED
   */
  async giveBack(tx: Tx, posting: Posting, { receiptId, channelId, on, reason }: GiveBackRequest): Promise<void> {
    const receipt = await this.standingReceipt(tx, receiptId);
    const own = await this.prepayments.standing(tx, { receiptId: receipt.id });
    if (!Money.sum(own.map((part) => part.amount)).equals(receipt.amount)) throw new DomainError('RECEIPT_REALLOCATED', { receipt: receipt.number });
    const draft = journalForChannelGivenBack({ ...receipt, bills: own, channelId, givenBackOn: on });
    const [entry] = await this.ledger.post(tx, posting, [draft]);
    const { seq } = required(entry, 'entry');
    await this.takeOff(tx, own, { effectiveOn: on, entrySeq: seq });
    await this.makeVoid(tx, receipt, { voidedOn: on, voidKind: 'GIVEN_BACK', voidReason: reason, voidPrepaid: Money.zero, voidSeq: seq });
    await this.prepayments.apply(tx, posting, [receipt.unitId], on);
  }

  /** A bounce that was taken back may come again. */
  private async nextOccurrence(tx: Tx, receiptId: number): Promise<number> {
    return ((await this.books.timesPosted(tx, { type: 'receipt', rule: 'P22b', ids: [receiptId] })).get(receiptId) ?? 0) + 1;
  }

  private async standingReceipt(tx: Tx, id: number): Promise<Receipt & { readonly number: string }> {
    const receipt = await tx.manager.findOneBy(Receipt, { communityId: tx.communityId, id: id as Id<'receipt'> });
    if (!receipt) throw new DomainError('RECEIPT_MISSING', { receipt: id });
    const number = receiptNumber(receipt.year, receipt.no);
    if (receipt.voidedOn !== null) throw new DomainError('RECEIPT_VOID', { receipt: number, on: receipt.voidedOn });
    return Object.assign(receipt, { number });
  }

  /**
   * Makes sure that the unit holds `needed` in advance, taking prepayments off the bills that they settled, the newest first; with `owing` then
   * also what other receipts settled, as far as their money is at the bank.
   * @returns the day on which the last of them is open again, `on` at the earliest
   * @throws RECEIPT_REFUND_OPEN while a refund of the receipt can be cancelled, RECEIPT_PREPAYMENT_GONE when nothing is left to take the money from
   */
  private async freePrepayment(
    tx: Tx,
    posting: Posting,
    { id, unitId, number, needed, on, owing = false }: Pick<Receipt, 'id' | 'unitId'> & { number: string; needed: Money; on: BusinessDate; owing?: boolean },
  ): Promise<BusinessDate> {
    const held = Money.sum((await this.fees.prepayments(tx, [unitId])).map(({ amount }) => amount));
    if (held.atLeast(needed)) return on;
    const prepaid = await this.prepayments.standing(tx, { prepaidBy: unitId });
    const missing = needed.minus(held);
    const applied = takeBack(prepaid, missing) ?? (owing ? await this.ofOtherReceipts(tx, { id, unitId, number, prepaid, missing }) : null);
    if (!applied) throw new DomainError('RECEIPT_PREPAYMENT_GONE', { receipt: number, needed: needed.toString(), held: held.toString() });
    await this.prepayments.giveBack(tx, posting, applied, on);
    return latest([on, ...applied.map(({ effectiveOn }) => effectiveOn)]);
  }

  /** All that prepayments settled and, the newest first, what other receipts did. @throws RECEIPT_REFUND_OPEN */
  private async ofOtherReceipts(
    tx: Tx,
    { id, unitId, number, prepaid, missing }: Pick<Receipt, 'id' | 'unitId'> & { number: string; prepaid: readonly StandingAllocation[]; missing: Money },
  ): Promise<StandingAllocation[] | null> {
    const refund = await this.refunds.underWay(tx, unitId);
    if (refund && (refund.receiptId === id || (refund.receiptId === null && (await this.refunds.uncovered(tx, { withoutReceipt: id })).has(refund.id))))
      throw new DomainError('RECEIPT_REFUND_OPEN', { receipt: number, amount: refund.amount.toString() });
    const others = await this.prepayments.standing(tx, { receivedBy: unitId, butOf: id });
    const rest = takeBack(others, missing.minus(Money.sum(prepaid.map(({ amount }) => amount))));
    return rest && [...prepaid, ...rest];
  }

  /** The rows that take the receipt off the bills it settles. */
  private async takeOff(tx: Tx, own: readonly StandingAllocation[], { effectiveOn, entrySeq }: { effectiveOn: BusinessDate; entrySeq: number }): Promise<void> {
    const firstId = await this.ledger.takeIds(tx, own.length);
    const rows = own.map(({ id: givesBackId, billId, unitId, receiptId, amount }, index) => {
      const id = (firstId + index) as Id<'allocation'>;
      return { communityId: tx.communityId, id, billId, unitId, receiptId, firmDueId: null, givesBackId, amount: amount.negated(), effectiveOn, entrySeq };
    });
    await insertRows(tx, BillAllocation, rows);
  }

  /** What a receipt in force settles of late fees; what a bounce that was undone had taken off stands by the row that put it back. */
  private async lateFeesOf(tx: Tx, receiptId: Id<'receipt'>): Promise<LateFeeAllocation[]> {
    const rows = await tx.manager.findBy(LateFeeAllocation, { communityId: tx.communityId, receiptId });
    const takenOff = new Set(rows.map(({ givesBackId }) => givesBackId));
    return rows.filter(({ id, amount }) => amount.isPositive && !takenOff.has(id));
  }

  private async takeOffLateFees(
    tx: Tx,
    settled: readonly LateFeeAllocation[],
    { effectiveOn, entrySeq }: { effectiveOn: BusinessDate; entrySeq: number },
  ): Promise<void> {
    const firstId = await this.ledger.takeIds(tx, settled.length);
    const rows = settled.map(({ id: givesBackId, lateFeeId, unitId, receiptId, amount }, index) => {
      const id = (firstId + index) as Id<'late_fee_allocation'>;
      return { communityId: tx.communityId, id, lateFeeId, unitId, receiptId, givesBackId, amount: amount.negated(), effectiveOn, entrySeq };
    });
    await insertRows(tx, LateFeeAllocation, rows);
  }

  private async makeVoid(tx: Tx, { id }: Receipt, facts: Partial<Receipt>): Promise<void> {
    await tx.manager.update(Receipt, { communityId: tx.communityId, id }, facts);
  }
}
