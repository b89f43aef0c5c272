import { Injectable } from '@nestjs/common';
import { DomainError, required, type BusinessDate, type Id, type Money } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { BankAccountQueries } from '../../communities/index.js';
import { LedgerService, type Posting } from '../../ledger/index.js';
import { nextState } from '../domain/disbursement-state.js';
import { journalForSettlement } from '../domain/journals.js';
import { DisbursementRepository } from '../persistence/disbursement-repository.js';
import { SettlementRow } from '../persistence/settlement-row.js';
import { BankEvidence } from './bank-evidence.js';

/** The debit of a bank line that paid a payout: a positive amount in yuan, on the bank's booking day. */
export interface SettledPayout {
  readonly disbursementId: number;
  readonly bankLineId: number;
  readonly bookedOn: BusinessDate;
  readonly amount: Money;
}

/** Books what the bank has paid. A part of the transaction that consumes the bank line, under its lock of the book. */
@Injectable()
export class DisbursementSettlement {
  constructor(
    private readonly ledger: LedgerService,
    private readonly payouts: DisbursementRepository,
    private readonly accounts: BankAccountQueries,
    private readonly evidence: BankEvidence,
  ) {}

  /**
   * P15. A payout settles once, with exactly its amount, and not before the bank was told to pay it (I9). @returns the entry of the cash
   * @throws NOT_FOUND DISBURSEMENT_STATE DISBURSEMENT_SETTLED_AMOUNT DISBURSEMENT_SETTLED_EARLY, and what LedgerService.post throws
   */
  async settle(tx: Tx, posting: Posting, settled: SettledPayout): Promise<{ entrySeq: number }> {
    const { disbursementId, bankLineId, bookedOn, amount } = settled;
    const payout = await this.payouts.find(tx, disbursementId);
    const { number } = payout;
    nextState(payout, 'SETTLED');
    if (!amount.equals(payout.amount))
      throw new DomainError('DISBURSEMENT_SETTLED_AMOUNT', { number, amount: payout.amount.toString(), paid: amount.toString() });
    const instructedOn = await this.evidence.instructedOn(tx, disbursementId);
    if (bookedOn < instructedOn) throw new DomainError('DISBURSEMENT_SETTLED_EARLY', { number, bookedOn, instructedOn });
    const account = await this.accounts.active(tx, bookedOn);
    const [entry] = await this.ledger.post(tx, posting, [journalForSettlement(payout, { on: bookedOn, occurrence: 1 }, account.id)]);
    const entrySeq = required(entry, 'the entry of a settlement').seq;
    const id = (await this.payouts.takeId(tx)) as Id<'disbursement_settlement'>;
    await tx.manager.insert(SettlementRow, { communityId: tx.communityId, id, disbursementId, bankLineId, bookedOn, amount, entrySeq, at: posting.at });
    await this.payouts.advance(tx, payout, { action: 'SETTLE', to: 'SETTLED', by: null, at: posting.at });
    return { entrySeq };
  }
}
