import { Injectable } from '@nestjs/common';
import { DomainError, required, together, type BusinessDate, type Id, type Money } from '../../../kernel/index.js';
import { insertRows, type Tx } from '../../../platform/database/index.js';
import { LedgerService, type Posting } from '../../ledger/index.js';
import { nextState } from '../domain/disbursement-state.js';
import { journalForReturn, journalForSettlement } from '../domain/journals.js';
import { DisbursementRepository } from '../persistence/disbursement-repository.js';
import { ReturnRow } from '../persistence/return-row.js';
import { SettlementRow } from '../persistence/settlement-row.js';
import { BankEvidence } from './bank-evidence.js';

/** The debit of a bank line that paid a payout: a positive amount in yuan, on the bank's booking day. */
export interface SettledPayout {
  readonly disbursementId: number;
  readonly bankLineId: number;
  readonly bankAccountId: number;
  readonly bookedOn: BusinessDate;
  readonly amount: Money;
}

/** The credit of a bank line by which a paid payout came back, whole; `amount` is held against the payout's where the caller has it. */
export interface ReturnedPayout {
  readonly disbursementId: number;
  readonly bankLineId: number;
  readonly bankAccountId: number;
  readonly on: BusinessDate;
  readonly amount?: Money;
}

/** Books what the bank has paid, and what came back. A part of the transaction that consumes the bank line, under its lock of the book. */
@Injectable()
export class DisbursementSettlement {
  constructor(
    private readonly ledger: LedgerService,
    private readonly payouts: DisbursementRepository,
    private readonly evidence: BankEvidence,
  ) {}

  /**
   * P15. A payout settles once more than it came back at most, with exactly its amount, and not before the bank was told to pay it (I9). @returns the entry of the cash
   * @throws NOT_FOUND DISBURSEMENT_STATE DISBURSEMENT_SETTLED_AMOUNT DISBURSEMENT_SETTLED_EARLY, and what LedgerService.post throws
   */
  async settle(tx: Tx, posting: Posting, settled: SettledPayout): Promise<{ entrySeq: number }> {
    const { disbursementId, bankLineId, bankAccountId, bookedOn, amount } = settled;
    const payout = await this.payouts.find(tx, disbursementId);
    const { number } = payout;
    nextState(payout, 'SETTLED');
    if (!amount.equals(payout.amount))
      throw new DomainError('DISBURSEMENT_SETTLED_AMOUNT', { number, amount: payout.amount.toString(), paid: amount.toString() });
    const instructedOn = await this.evidence.instructedOn(tx, disbursementId);
    if (bookedOn < instructedOn) throw new DomainError('DISBURSEMENT_SETTLED_EARLY', { number, bookedOn, instructedOn });
    const [[entry], firstId] = await together([
      this.ledger.post(tx, posting, [journalForSettlement(payout, { on: bookedOn, occurrence: payout.returns + 1 }, bankAccountId)]),
      this.payouts.takeIds(tx, 2),
    ]);
    const entrySeq = required(entry, 'the entry of a settlement').seq;
    const id = firstId as Id<'disbursement_settlement'>;
    await together([
      insertRows(tx, SettlementRow, [{ communityId: tx.communityId, id, disbursementId, bankLineId, bookedOn, amount, entrySeq, at: posting.at }]),
      this.payouts.advance(tx, payout, { action: 'SETTLE', to: 'SETTLED', by: null, at: posting.at, firstId: firstId + 1 }),
    ]);
    return { entrySeq };
  }

  /**
   * P22. What was paid came back, whole, by a credit of the bank: the payout waits to be submitted anew with a corrected account, or to be closed unpaid.
   * @returns the entry of the cash @throws NOT_FOUND DISBURSEMENT_STATE DISBURSEMENT_RETURNED_AMOUNT DISBURSEMENT_RETURNED_EARLY, and what LedgerService.post throws
   */
  async returned(tx: Tx, posting: Posting, returned: ReturnedPayout): Promise<{ entrySeq: number }> {
    const { disbursementId, bankLineId, bankAccountId, on } = returned;
    const payout = await this.payouts.find(tx, disbursementId);
    const { number, amount } = payout;
    nextState(payout, 'RETURNED');
    const came = returned.amount ?? amount;
    if (!came.equals(amount)) throw new DomainError('DISBURSEMENT_RETURNED_AMOUNT', { number, amount: amount.toString(), returned: came.toString() });
    const last = await tx.manager.findOne(SettlementRow, { where: { communityId: tx.communityId, disbursementId }, order: { id: 'DESC' } });
    const settlement = required(last, 'the settlement of a paid payout');
    if (on < settlement.bookedOn) throw new DomainError('DISBURSEMENT_RETURNED_EARLY', { number, on, paidOn: settlement.bookedOn });
    const returns = payout.returns + 1;
    const [[entry], firstId] = await together([
      this.ledger.post(tx, posting, [journalForReturn(payout, { on, occurrence: returns }, bankAccountId)]),
      this.payouts.takeIds(tx, 2),
    ]);
    const entrySeq = required(entry, 'the entry of a return').seq;
    const id = firstId as Id<'disbursement_return'>;
    const row = { communityId: tx.communityId, id, disbursementId, settlementId: settlement.id, bankLineId, bookedOn: on, amount, entrySeq, at: posting.at };
    await together([
      insertRows(tx, ReturnRow, [row]),
      this.payouts.advance(tx, payout, { action: 'BANK_RETURN', to: 'RETURNED', by: null, at: posting.at, firstId: firstId + 1 }, { returns }),
    ]);
    return { entrySeq };
  }
}
