import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { addDays, Clock, dateOf, DomainError, required, type BusinessDate } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { BankQueries, type BankLineView } from '../../bank/index.js';
import { BankAccountQueries } from '../../communities/index.js';
import { DisbursementStep } from '../persistence/disbursement-step.js';
import type { Disbursement } from '../persistence/disbursement.js';
import { SettlementRow } from '../persistence/settlement-row.js';

/** What the bank's statements say about an instruction: the bank's word, not the cashier's, tells whether it was carried out. */
@Injectable()
export class BankEvidence {
  constructor(
    private readonly bank: BankQueries,
    private readonly accounts: BankAccountQueries,
    private readonly clock: Clock,
  ) {}

  /** The day of the last instruction of a payout that was instructed. */
  async instructedOn(tx: Tx, disbursementId: number): Promise<BusinessDate> {
    const step = await tx.manager.findOne(DisbursementStep, {
      where: { communityId: tx.communityId, disbursementId, action: 'INSTRUCT' },
      order: { version: 'DESC' },
    });
    return dateOf(required(step, 'the instruction of an instructed payout').at);
  }

  /**
   * Refuses unless the statements reach through yesterday and the day of the instruction, and no debit since then waits that may be this payout,
   * or was placed as a charge or an error of the bank with its amount.
   * @throws DISBURSEMENT_BANK_BEHIND DISBURSEMENT_BANK_DEBIT DISBURSEMENT_BANK_TOOK
   */
  async refusePerhapsPaid(tx: Tx, payout: Disbursement): Promise<void> {
    const { number } = payout;
    const today = this.clock.today();
    const instructedOn = await this.instructedOn(tx, payout.id);
    const yesterday = addDays(today, -1);
    const wanted = instructedOn > yesterday ? instructedOn : yesterday;
    const account = await this.accounts.active(tx, today);
    const reached = (await this.bank.reached(tx, account.id))?.to ?? null;
    if (reached === null || reached < wanted) throw new DomainError('DISBURSEMENT_BANK_BEHIND', { number, wanted, reached: reached ?? '' });
    const unplaced = await this.bank.lines(tx, { states: ['NEW', 'SUGGESTED'], from: instructedOn });
    const settled = await tx.manager.findBy(SettlementRow, { communityId: tx.communityId, bankLineId: In(unplaced.map((line) => line.id)) });
    const debit = unplaced.find((line) => mayHavePaid(line, payout) && settled.every(({ bankLineId }) => bankLineId !== line.id));
    if (debit) throw new DomainError('DISBURSEMENT_BANK_DEBIT', { number, bookedOn: debit.bookedOn, paid: debit.amount.negated().toString() });
    await this.refuseTaken(tx, payout, instructedOn);
  }

  /** A debit of that amount that was called a charge or an error of the bank may be the payment all the same, unless it went to an account that is not the payee's. */
  private async refuseTaken(tx: Tx, { number, amount, payeeAccountNo }: Disbursement, instructedOn: BusinessDate): Promise<void> {
    const placed = (await this.bank.lines(tx, { states: ['MATCHED', 'RECONCILED'], from: instructedOn })).filter(
      ({ amount: moved, counterpartyAccount }) => moved.negated().equals(amount) && (counterpartyAccount === '' || counterpartyAccount === payeeAccountNo),
    );
    const matches = await this.bank.matches(tx, placed.map(({ id }) => id)); // prettier-ignore
    const taken = matches.find(
      ({ targetType, undoes, undoneBy }) => (targetType === 'CHARGE' || targetType === 'BANK_ERROR') && undoes === null && undoneBy === null,
    );
    const line = placed.find(({ id }) => id === taken?.lineId);
    if (line) throw new DomainError('DISBURSEMENT_BANK_TOOK', { number, bookedOn: line.bookedOn, paid: amount.toString() });
  }
}

function mayHavePaid({ amount, remark }: BankLineView, payout: Disbursement): boolean {
  return amount.isNegative && (amount.negated().equals(payout.amount) || remark.normalize('NFKC').toUpperCase().includes(payout.number));
}
