import { Injectable } from '@nestjs/common';
import { assert, DomainError, required, type Money, type OrganisationId } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import type { BankLineView, ChannelLineId, MatchPart } from '../../bank/index.js';
import { DisbursementSettlement } from '../../disbursements/index.js';
import { ChannelReceipts, FeeReceipts } from '../../fees/index.js';
import type { Posting } from '../../ledger/index.js';
import { Collections, Deposits, Floats, LeaseReceipts, OtherIncome, OtherReceipts } from '../../operating-income/index.js';
import type { DocumentTarget } from '../domain/assignment.js';
import { FirmDues, type FirmClearingPart } from '../../entitlements/index.js';
import type { PlacedPart } from '../domain/match-lines.js';

/** A line, whole, that one document of another module takes. */
export interface DocumentLine {
  readonly line: BankLineView;
  readonly place: DocumentPlace;
  /** Of the part that is placed: the line's own. */
  readonly amount: Money;
}

type DocumentPlace = Exclude<Extract<PlacedPart['place'], { kind: DocumentTarget }>, { kind: 'FIRM_DUE' }>;

/**
 * Books lines that are the matter of a document beside fees and rent: a receipt that bounced (P22b), a payout that came back (P22), a
 * batch of a payment channel (P02d), a payment of the firm (P18b), its float (P25b), other income (P32), a deposit or money for others (P31). Under the lock of the book.
 */
@Injectable()
export class DocumentPlacement {
  constructor(
    private readonly receipts: FeeReceipts,
    private readonly channels: ChannelReceipts,
    private readonly payouts: DisbursementSettlement,
    private readonly otherIncome: OtherIncome,
    private readonly deposits: Deposits,
    private readonly otherReceipts: OtherReceipts,
    private readonly collections: Collections,
    private readonly floats: Floats,
    private readonly firmDues: FirmDues,
    private readonly leaseReceipts: LeaseReceipts,
  ) {}

  /** @returns what the line is matched to; the parts add up to it @throws what the documents and the posting refuse */
  async place(tx: Tx, posting: Posting, { line, place, amount: placed }: DocumentLine): Promise<MatchPart[]> {
    assert(placed.equals(line.amount) || place.kind === 'BOUNCED_RECEIPT', `a document takes bank line ${line.id} whole`);
    const { id: bankLineId, accountId: bankAccountId, bookedOn: on } = line;
    const amount = placed;
    switch (place.kind) {
      case 'BOUNCED_RECEIPT': {
        const { receiptId, entrySeq } = await this.receipts.bounce(tx, posting, {
          receiptId: place.id,
          bankLineId,
          bankAccountId,
          on,
          amount: amount.negated(),
        });
        return [{ targetType: 'BOUNCED_RECEIPT', targetId: receiptId, amount, entrySeq }];
      }
      case 'RETURNED_PAYOUT': {
        const { entrySeq } = await this.payouts.returned(tx, posting, { disbursementId: place.id, bankLineId, bankAccountId, on, amount });
        return [{ targetType: 'RETURNED_PAYOUT', targetId: place.id, amount, entrySeq }];
      }
      case 'CHANNEL_BATCH': {
        const lineIds = place.lineIds.map((lineId) => lineId as ChannelLineId);
        const { parts } = await this.channels.settle(tx, posting, { channel: place.channel, lineIds, bankLineId, bankAccountId, bookedOn: on, net: amount });
        // a part of nothing is none: what the batch itself moved may be its charge alone
        return [...parts];
      }
      case 'FLOAT_BACK': {
        const { id, entrySeq } = await this.floats.back(tx, posting, {
          bankLineId,
          bankAccountId,
          amount,
          on,
          words: place.words,
          firmId: place.firmId as OrganisationId,
        });
        return [{ targetType: 'FLOAT_BACK', targetId: id, amount, entrySeq }];
      }
      case 'OTHER_INCOME': {
        const { id, entrySeq } = await this.otherIncome.record(tx, posting, { bankLineId, bankAccountId, amount, on, words: place.words });
        return [{ targetType: 'OTHER_INCOME', targetId: id, amount, entrySeq }];
      }
      case 'DEPOSIT': {
        const deposit = { bankLineId, bankAccountId, amount, on, words: place.words, payerName: place.payerName, leaseId: null };
        const { id, entrySeq } = await this.deposits.receive(tx, posting, deposit);
        return [{ targetType: 'DEPOSIT', targetId: id, amount, entrySeq }];
      }
      case 'FOR_OTHERS': {
        const collected = { bankLineId, bankAccountId, amount, on, words: place.words, payee: place.payee };
        const { id, entrySeq } = await this.collections.receive(tx, posting, collected);
        return [{ targetType: 'FOR_OTHERS', targetId: id, amount, entrySeq }];
      }
    }
  }

  /** P18b: one payment of the firm, which clears the dues that its parts name. @returns its one match @throws what the dues and the posting refuse */
  async payDues(tx: Tx, posting: Posting, line: BankLineView, clears: readonly FirmClearingPart[]): Promise<MatchPart> {
    const {
      clearingId: targetId,
      amount,
      entrySeq,
    } = await this.firmDues.pay(tx, posting, { clears, bankLineId: line.id, bankAccountId: line.accountId, on: line.bookedOn });
    return { targetType: 'FIRM_DUE', targetId, amount, entrySeq };
  }

  /** Takes a batch back whose own part of its line was nothing, so that no match names it. */
  async undoBatchOf(tx: Tx, posting: Posting, bankLineId: number): Promise<void> {
    const batch = await this.channels.batchOn(tx, bankLineId);
    if (batch !== null) await this.channels.unsettle(tx, posting, batch);
  }

  /** Takes back what a document had taken. @returns each entry and the one that reverses it @throws what the documents refuse */
  async undo(
    tx: Tx,
    posting: Posting,
    { match, on, reason, bankLineId }: { match: Pick<MatchPart, 'targetType' | 'targetId'>; on: BankLineView['bookedOn']; reason: string; bankLineId: number },
  ): Promise<readonly { readonly entrySeq: number; readonly bySeq: number }[]> {
    const { targetType, targetId } = match;
    if (targetType === 'CHANNEL_BATCH') return this.channels.unsettle(tx, posting, targetId);
    if (targetType === 'BOUNCED_RECEIPT') return [await this.receipts.undoBounce(tx, posting, { receiptId: targetId, bankLineId })];
    if (targetType === 'RECEIPT') return (await this.receipts.undo(tx, posting, { receiptId: targetId, reason })).reversals;
    if (targetType === 'FIRM_DUE') return [await this.firmDues.undo(tx, posting, targetId)];
    if (targetType === 'LEASE_RECEIPT') return this.leaseReceipts.undo(tx, posting, { id: targetId });
    if (targetType === 'OTHER_INCOME' || targetType === 'DEPOSIT' || targetType === 'FLOAT_BACK' || targetType === 'FOR_OTHERS') {
      const { entrySeq, reversesSeq } = await this.otherReceipts.undo(tx, posting, { id: targetId, on, reason });
      return [{ entrySeq: reversesSeq, bySeq: entrySeq }];
    }
    throw new DomainError('UNDO_OTHER_DOCUMENT', { document: required(targetType, 'the kind of a document') });
  }
}
