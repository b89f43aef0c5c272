import { Injectable } from '@nestjs/common';
import { Any } from 'typeorm';
import { addDays, Clock, dateOf, DomainError, Money, required, type BusinessDate } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { BankQueries, type BankLineView, type BankMatchView } from '../../bank/index.js';
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
   * or was placed as a charge or an error of the bank and may be it.
   * @throws DISBURSEMENT_BANK_BEHIND DISBURSEMENT_BANK_DEBIT DISBURSEMENT_BANK_TOOK
   */
  async refusePerhapsPaid(tx: Tx, payout: Disbursement): Promise<void> {
    const { number } = payout;
    const today = this.clock.today();
    const instructedOn = await this.instructedOn(tx, payout.id);
    const yesterday = addDays(today, -1);
    const { accountId, endedOn } = await this.paidFrom(tx, payout.id);
    const latest = instructedOn > yesterday ? instructedOn : yesterday;
    // an account that the bank has closed pays nothing more
    const wanted = endedOn !== null && endedOn < latest ? endedOn : latest;
    const reached = (await this.bank.reached(tx, accountId))?.to ?? null;
    if (reached === null || reached < wanted) throw new DomainError('DISBURSEMENT_BANK_BEHIND', { number, wanted, reached: reached ?? '' });
    const since = addDays(instructedOn, -1);
    const unplaced = await this.bank.lines(tx, { states: ['NEW', 'SUGGESTED'], from: since });
    const settled = await tx.manager.findBy(SettlementRow, { communityId: tx.communityId, bankLineId: Any(unplaced.map((line) => line.id)) });
    const own = (await this.accounts.all(tx)).map(({ accountNo }) => accountNo);
    const debit = unplaced.find((line) => mayHavePaid(line, payout, own) && settled.every(({ bankLineId }) => bankLineId !== line.id));
    if (debit) throw new DomainError('DISBURSEMENT_BANK_DEBIT', { number, bookedOn: debit.bookedOn, paid: debit.amount.negated().toString() });
    await this.refuseTaken(tx, payout, since);
  }

  /** The account of its last payment file: by now the compound may have another. */
  private async paidFrom(tx: Tx, disbursementId: number): Promise<{ accountId: number; endedOn: BusinessDate | null }> {
    const [file] = await tx.query<{ accountId: number; endedOn: BusinessDate | null }>(
      `select f.bank_account_id as "accountId", e.ended_on as "endedOn" from mingbai.payment_line l join mingbai.payment_list f on f.community_id = $1 and f.id = l.list_id
         left join mingbai.bank_account_end e on e.community_id = $1 and e.account_id = f.bank_account_id and e.state in ('RECORDED', 'CONFIRMED')
       where l.community_id = $1 and l.disbursement_id = $2 order by l.attempt desc limit 1`,
      [tx.communityId, disbursementId],
    );
    return required(file, 'the payment file of an instructed payout');
  }

  /**
   * A debit that was called a charge, an error of the bank or a move to another account may be the payment all the same, whatever its amount, unless it went to an account that is
   * not the payee's, it is what the bank took beside another payout, or the bank gave all of it back.
   */
  private async refuseTaken(tx: Tx, payout: Disbursement, since: BusinessDate): Promise<void> {
    const lines = await this.bank.lines(tx, { states: ['MATCHED', 'RECONCILED'], from: since });
    const suspects = lines.filter((line) => mayHaveTaken(line, payout));
    if (suspects.length === 0) return;
    const matches = await this.standing(tx, suspects);
    const credits = matches.some(({ targetType }) => targetType === 'BANK_ERROR') ? lines.filter((line) => line.amount.isPositive) : [];
    const corrections = (await this.standing(tx, credits)).filter(({ targetType }) => targetType === 'CORRECTION');
    const taken = suspects.find((line) => {
      const own = matches.filter(({ lineId }) => lineId === line.id);
      const another = own.some(({ targetType, targetId }) => targetType === 'DISBURSEMENT' && (targetId === payout.id || !names(line, payout)));
      return own.some(({ targetType, amount }) => {
        if (targetType !== 'CHARGE' && targetType !== 'BANK_ERROR' && targetType !== 'ACCOUNT_MOVE') return false;
        if (another && !amount.negated().equals(payout.amount)) return false;
        const back = Money.sum(corrections.filter(({ targetId }) => targetId === line.id).map((correction) => correction.amount));
        return targetType !== 'BANK_ERROR' || back.lessThan(amount.negated());
      });
    });
    if (taken) throw new DomainError('DISBURSEMENT_BANK_TOOK', { number: payout.number, bookedOn: taken.bookedOn, paid: taken.amount.negated().toString() });
  }

  private async standing(tx: Tx, lines: readonly BankLineView[]): Promise<BankMatchView[]> {
    const matches = await this.bank.matches(tx, lines.map(({ id }) => id)); // prettier-ignore
    return matches.filter(({ undoes, undoneBy }) => undoes === null && undoneBy === null);
  }
}

/** A debit that waits: by its amount, unless it went to an account of the compound itself, by its remark, or the payee's account. */
function mayHavePaid(line: BankLineView, payout: Disbursement, ownAccountNos: readonly string[]): boolean {
  const sameAccount = line.counterpartyAccount !== '' && line.counterpartyAccount === payout.payeeAccountNo;
  const sameAmount = line.amount.negated().equals(payout.amount) && !ownAccountNos.includes(line.counterpartyAccount);
  return line.amount.isNegative && (sameAmount || sameAccount || names(line, payout));
}

/** A debit that was placed: to the payee's account, or, where the bank gives none, to its name, under its number or with its amount. */
function mayHaveTaken(line: BankLineView, payout: Disbursement): boolean {
  const { amount, counterpartyAccount, counterpartyName } = line;
  if (!amount.isNegative) return false;
  if (counterpartyAccount !== '') return counterpartyAccount === payout.payeeAccountNo;
  const sameName = plain(counterpartyName) !== '' && plain(counterpartyName) === plain(payout.payeeAccountName);
  return sameName || amount.negated().equals(payout.amount) || names(line, payout);
}

/** Whether the remark of a line, or whoever placed it, names the payout. */
function names({ remark, reason }: BankLineView, { number }: Disbursement): boolean {
  const { figures } = (reason ?? {}) as { figures?: { reference?: string } };
  return plain(remark).includes(number) || figures?.reference === number;
}

function plain(text: string): string {
  return text.normalize('NFKC').replaceAll(/\s/g, '').toUpperCase();
}
