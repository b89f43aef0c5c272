import { addDays, Money, required, type BusinessDate } from '../../../../kernel/index.js';
import type { JournalAccount, JournalEntry, JournalHead, JournalPosting } from './journal.js';

/** How many postings of an account a day holds. */
export interface DayCount {
  readonly day: BusinessDate;
  readonly accountId: number;
  readonly postings: number;
}

export interface ExportedTransfer {
  readonly debitAccount: number;
  readonly creditAccount: number;
  readonly amount: Money;
}

/**
 * Balances along a journal, which is passed entry by entry in order of (day, seq). It gives each account's balance to its last posting
 * of a day and to no other: within a day programs order postings as they like. To know the last one without holding a day in
 * memory, the counts of a day come before its entries.
 */
export class RunningBalances {
  private readonly accounts: ReadonlyMap<number, JournalAccount>;
  private readonly balances = new Map<number, Money>();
  private readonly postingsLeft = new Map<string, number>();

  constructor(accounts: readonly JournalAccount[]) {
    this.accounts = new Map(accounts.map((account) => [account.accountId, account]));
  }

  /**
   * The books as they stood before `from`, as one entry (seq 0) of the day before: each account opens with its debits − credits, results
   * too, since only a year end empties them; so every balance of the export is that of the books. @returns null when all are zero
   */
  open(from: BusinessDate, balances: readonly { readonly accountId: number; readonly debit: Money; readonly credit: Money }[]): JournalEntry | null {
    const lines = balances.flatMap(({ accountId, debit, credit }) => {
      const balance = debit.minus(credit);
      if (balance.isZero) return [];
      this.balances.set(accountId, balance);
      const posting: JournalPosting = { account: this.account(accountId), balance: null };
      return [balance.isPositive ? { debit: posting, credit: null, amount: balance } : { debit: null, credit: posting, amount: balance.negated() }];
    });
    return lines.length === 0 ? null : { seq: 0, effectiveOn: addDays(from, -1), voucher: 'opening', rule: 'opening', description: 'Opening balances', lines };
  }

  expect(counts: readonly DayCount[]): void {
    for (const { day, accountId, postings } of counts) this.postingsLeft.set(`${day} ${accountId}`, postings);
  }

  entry(head: JournalHead, transfers: readonly ExportedTransfer[]): JournalEntry {
    const lines = transfers.map(({ debitAccount, creditAccount, amount }) => ({
      debit: this.post(head.effectiveOn, debitAccount, amount),
      credit: this.post(head.effectiveOn, creditAccount, amount.negated()),
      amount,
    }));
    return { ...head, lines };
  }

  private post(day: BusinessDate, accountId: number, signed: Money): JournalPosting {
    const balance = (this.balances.get(accountId) ?? Money.zero).plus(signed);
    this.balances.set(accountId, balance);
    const key = `${day} ${accountId}`;
    const left = required(this.postingsLeft.get(key), 'the count of postings of an account on a day') - 1;
    if (left > 0) this.postingsLeft.set(key, left);
    else this.postingsLeft.delete(key);
    return { account: this.account(accountId), balance: left === 0 ? balance : null };
  }

  private account(accountId: number): JournalAccount {
    return required(this.accounts.get(accountId), 'an account of the book');
  }
}
