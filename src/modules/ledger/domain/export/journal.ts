import { required, type BusinessDate, type Money } from '../../../../kernel/index.js';

/** An account as an export names it: a code of the chart, its fund, and whose it is (`holderType` empty: nobody's). */
export interface JournalAccount {
  readonly accountId: number;
  readonly code: string;
  readonly name: string;
  readonly fund: string;
  readonly holderType: string;
  readonly holderId: number;
}

/** One side of a transfer. `balance` (debits − credits) is set on the last posting of an account and day, for programs that assert it. */
export interface JournalPosting {
  readonly account: JournalAccount;
  readonly balance: Money | null;
}

/** A transfer has both sides; a line of the opening entry has one. */
export interface JournalLine {
  readonly debit: JournalPosting | null;
  readonly credit: JournalPosting | null;
  readonly amount: Money;
}

export interface JournalHead {
  readonly seq: number;
  readonly effectiveOn: BusinessDate;
  readonly voucher: string;
  readonly rule: string;
  readonly description: string;
}

export interface JournalEntry extends JournalHead {
  readonly lines: readonly JournalLine[];
}

/** How one program reads books. Both methods are pure, so that a journal can be written in pieces of any size. */
export interface JournalDialect {
  /** What stands before the first entry; `opensOn` is the first day of the book. */
  head(accounts: readonly JournalAccount[], opensOn: BusinessDate): string;
  entry(entry: JournalEntry): string;
}

export interface SignedPosting extends JournalPosting {
  /** Debits positive, credits negative. */
  readonly signed: Money;
}

/** The entry as postings, debit before credit, as plain-text accounting writes them. */
export function postingsOf(entry: JournalEntry): SignedPosting[] {
  return entry.lines.flatMap(({ debit, credit, amount }) => [
    ...(debit ? [{ ...debit, signed: amount }] : []),
    ...(credit ? [{ ...credit, signed: amount.negated() }] : []),
  ]);
}

/** "unit 12"; empty for an account that is nobody's. */
export function holderOf(account: JournalAccount): string {
  return account.holderType === '' ? '' : `${account.holderType} ${account.holderId}`;
}

/**
 * A description as one line that reads in the order in which it is stored. Controls, line separators and signs that turn the
 * direction of writing become spaces: a reader of the file must see what the program sees.
 */
export function oneLine(description: string): string {
  return description.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu, ' ').trim();
}

/** ASCII signs lie this far below their full-width forms in Unicode. */
const FULL_WIDTH = 0xfee0;

/** The same sign as wide as a Chinese one: it reads alike and means nothing to a program. */
export function widen(sign: string): string {
  return String.fromCodePoint(required(sign.codePointAt(0), 'a sign') + FULL_WIDTH);
}
