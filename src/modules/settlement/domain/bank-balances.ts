import type { BusinessDate, ErrorDetails, Money } from '../../../kernel/index.js';

/** How the bank stated a balance: as the opening or closing of a statement, or in a letter that a person noted. */
export const balanceSources = ['STATEMENT_OPENING', 'STATEMENT_CLOSING', 'LETTER'] as const;
export type BalanceSource = (typeof balanceSources)[number];

/** A balance that the bank vouched for, at the end of a day, beside what its lines and our books say of that day; yuan. */
export interface BankBalanceView {
  readonly source: BalanceSource;
  /** Of the file, or of the note. */
  readonly id: number;
  /** Name of the file or of the letter. */
  readonly name: string;
  readonly accountId: number;
  readonly on: BusinessDate;
  readonly stated: Money;
  /** After the last line of the day. */
  readonly lines: Money;
  /** 1001 at the end of the day, with the lines of it that have no place yet. */
  readonly books: Money;
}

/** The first balance that lines or books contradict, with its figures; null when none does. */
export function balanceApart(balances: readonly BankBalanceView[]): ErrorDetails | null {
  const apart = balances.find(({ stated, lines, books }) => !stated.equals(lines) || !stated.equals(books));
  if (!apart) return null;
  const { on, name, stated, lines, books } = apart;
  return { date: on, name, stated: stated.toString(), bank: lines.toString(), books: books.toString() };
}
