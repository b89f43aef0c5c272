import { Injectable } from '@nestjs/common';
import { firstDay, lastDay, Money, required, together, type AccountingPeriod, type BusinessDate } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { BankQueries, type ReconciledAccount } from '../../bank/index.js';
import { BankAccountQueries, type BankAccountView } from '../../communities/index.js';
import { LedgerQueries } from '../../ledger/index.js';

/** What the bank says of a month's end, over every account of the compound. */
export interface BankOfMonth {
  /** The account of the month's last day. */
  readonly account: BankAccountView;
  /** Of every account that had something to state in the month, oldest first. */
  readonly accounts: readonly ReconciledAccount[];
  /** Money on its way between two accounts at the month's end. */
  readonly underWay: Money;
  /** What the accounts hold, with what is on its way between them. */
  readonly balance: Money;
  /** The last day that the statements of every account cover without a gap from the month's first day; null when that day itself is not covered. */
  readonly statementTo: BusinessDate | null;
}

/** What the bank says of an account at a month's end, and the last day that its statements cover without a gap. */
interface Stated {
  readonly balance: Money;
  readonly to: BusinessDate | null;
}

/**
 * Reads a month's end over all accounts: the present one, one that was given up until the bank has closed it, and one that is to follow once
 * there is something on it. A compound that never changed its account has one.
 */
@Injectable()
export class MonthAccounts {
  constructor(
    private readonly accounts: BankAccountQueries,
    private readonly bank: BankQueries,
    private readonly books: LedgerQueries,
  ) {}

  /** @throws COMMUNITY_ACCOUNT_NONE */
  async of(tx: Tx, month: AccountingPeriod): Promise<BankOfMonth> {
    const end = lastDay(month);
    const read = await together({ account: this.accounts.active(tx, end), stated: this.allStated(tx, month), underWay: this.bank.underWay(tx, end) });
    const accounts: ReconciledAccount[] = [];
    let statementTo: BusinessDate | null = end;
    for (const { accountId, stated } of read.stated) {
      if (stated === null) continue;
      accounts.push({ accountId, balance: stated.balance });
      if (stated.to === null || (statementTo !== null && stated.to < statementTo)) statementTo = stated.to;
    }
    const { account, underWay } = read;
    return { account, accounts, underWay, balance: Money.sum([underWay, ...accounts.map(({ balance }) => balance)]), statementTo };
  }

  private async allStated(tx: Tx, month: AccountingPeriod): Promise<{ accountId: number; stated: Stated | null }[]> {
    const all = await this.accounts.all(tx);
    const stated = await together(all.map((each) => this.stated(tx, each, month)));
    return all.map(({ id }, place) => ({ accountId: id, stated: stated[place] ?? null }));
  }

  /** Null for an account that has nothing to state in the month: the bank closed it before, it was never used, or it only begins later. */
  private async stated(tx: Tx, account: BankAccountView, month: AccountingPeriod): Promise<Stated | null> {
    const [first, end] = [firstDay(month), lastDay(month)];
    const { id, openedOn, endedOn } = account;
    const [balance, coveredFrom, book] = await together([this.bank.balanceOn(tx, id, end), this.bank.coveredFrom(tx, id), this.books.book(tx)]);
    const isOver = endedOn !== null && (endedOn < first || coveredFrom === null);
    if ((isOver || openedOn > end) && !((await this.bank.hasLines(tx, id, { from: coveredFrom ?? first, to: end })) && (!isOver || !balance.isZero)))
      return null;
    const { openedOn: bookOpenedOn } = required(book, 'the book of a month');
    const begins = openedOn > end ? (coveredFrom ?? openedOn) : openedOn;
    const asked = [first, bookOpenedOn, begins].reduce((latest, day) => (day > latest ? day : latest));
    const to = await this.bank.coveredThrough(tx, id, asked);
    return { balance, to: endedOn !== null && endedOn < end && to !== null && to >= endedOn ? end : to };
  }
}
