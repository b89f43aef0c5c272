import { Money, type BusinessDate } from '../../../kernel/index.js';

/** An account as the journal names it. */
export interface JournalAccount {
  readonly id: number;
  readonly code: string;
  readonly name: string;
  readonly fund: string;
  readonly holderType: string;
  readonly holderId: number;
}

export interface JournalEntry {
  readonly effectiveOn: BusinessDate;
  readonly voucher: string;
  readonly rule: string;
  readonly seq: number;
  readonly description: string;
  readonly transfers: readonly { readonly debitAccount: number; readonly creditAccount: number; readonly amount: Money }[];
}

/** First digit of the code → hledger's root account and type, so that `bs` and `is` know what is what. */
const ROOTS: Record<string, readonly [root: string, type: string]> = {
  '1': ['assets', 'A'],
  '2': ['liabilities', 'L'],
  '3': ['equity', 'E'],
  '4': ['revenues', 'R'],
  '5': ['expenses', 'X'],
};

/**
 * Writes the books as an hledger journal: one transaction an entry, two postings a transfer, amounts explicit, and a balance
 * assertion on the last posting of an account and day, so that hledger recomputes every running balance.
 */
export class HledgerJournal {
  private readonly names: ReadonlyMap<number, string>;
  private readonly running = new Map<number, Money>();

  constructor(private readonly accounts: readonly JournalAccount[]) {
    this.names = new Map(accounts.map((account) => [account.id, accountName(account)]));
  }

  /** Declarations. Four decimals on purpose: with two hledger would let half a fen pass. Two spaces before `;`, or the name swallows it. */
  *head(): Generator<string> {
    yield 'commodity 1,000.0000 CNY\n';
    for (const account of this.accounts) {
      const type = account.code === '1001' ? 'C' : ROOTS[account.code.slice(0, 1)]?.[1];
      yield `account ${accountName(account)}  ; type:${type}\n`;
    }
  }

  /** The entries of one day, in book order. Days must come in order. */
  *day(entries: readonly JournalEntry[]): Generator<string> {
    const left = new Map<number, number>();
    const touch = (account: number, by: number) => left.set(account, (left.get(account) ?? 0) + by);
    for (const { transfers } of entries)
      for (const { debitAccount, creditAccount } of transfers) {
        touch(debitAccount, 1);
        touch(creditAccount, 1);
      }
    const posting = (account: number, amount: Money): string => {
      const balance = (this.running.get(account) ?? Money.zero).plus(amount);
      this.running.set(account, balance);
      touch(account, -1);
      const assertion = left.get(account) === 0 ? ` = ${balance} CNY` : '';
      return `    ${this.names.get(account)}  ${amount} CNY${assertion}\n`;
    };
    for (const entry of entries) {
      yield `\n${entry.effectiveOn} (${entry.voucher}) ${harmless(entry.description)}  ; rule:${entry.rule}, seq:${entry.seq}\n`;
      for (const { debitAccount, creditAccount, amount } of entry.transfers) {
        yield posting(debitAccount, amount);
        yield posting(creditAccount, amount.negated());
      }
    }
  }
}

function accountName(account: JournalAccount): string {
  const root = ROOTS[account.code.slice(0, 1)]?.[0];
  const holder = account.holderType === '' ? '' : `:${account.holderType} ${account.holderId}`;
  return `${root}:${account.code} ${account.name}:${account.fund}${holder}`;
}

/** ASCII signs lie this far below their full-width forms in Unicode. */
const FULL_WIDTH = 0xfee0;

/** A resident's text must not become a comment, a payee or a posting: signs that hledger reads get their full-width form. */
function harmless(description: string): string {
  const widen = (sign: string): string => String.fromCodePoint((sign.codePointAt(0) ?? 0) + FULL_WIDTH);
  return description
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')
    .trimStart()
    .replaceAll(/[;|]|^[*!(=]/g, widen);
}
