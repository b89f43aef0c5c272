import { DomainError, type Money } from '../../../kernel/index.js';
import type { ParsedBankFile } from './parsed-bank-file.js';

/** An account of the compound and what it held before the first day of a file. */
export interface AccountBefore<A> {
  readonly account: A;
  readonly balanceBefore: Money;
}

/** The shortest end of an account's number, four characters or more, by which a person can tell it from the others. */
export function tailOf(accountNo: string, others: readonly string[]): string {
  let length = 4;
  while (length < accountNo.length && others.some((other) => other !== accountNo && other.endsWith(accountNo.slice(-length)))) length++;
  return accountNo.slice(-length);
}

/** The account whose number ends as a person said. @throws BANK_FILE_ACCOUNT_UNKNOWN for none, or for more than one */
export function accountSaid<A extends { readonly accountNo: string }>(accounts: readonly A[], said: string): A {
  const [only, other] = accounts.filter(({ accountNo }) => accountNo.endsWith(said));
  if (only && !other) return only;
  const numbers = accounts.map(({ accountNo }) => accountNo);
  throw new DomainError('BANK_FILE_ACCOUNT_UNKNOWN', { account: said.slice(-4), known: numbers.map((each) => tailOf(each, numbers)).join(', ') });
}

/**
 * The account of a table that names none: the only one that held what the table opens with. Two that both did, such as an emptied one and one not used yet, are a
 * person's to tell apart; also one that has ended counts, since its end may be the mistake. Null where none did.
 * @throws BANK_FILE_ACCOUNT_UNCLEAR
 */
export function accountContinued<A extends { readonly accountNo: string }>(
  accounts: readonly AccountBefore<A>[],
  { from, opening }: Pick<ParsedBankFile, 'from' | 'opening'>,
): A | null {
  const numbers = accounts.map(({ account }) => account.accountNo);
  const held = accounts.filter(({ balanceBefore }) => balanceBefore.equals(opening));
  if (held.length > 1)
    throw new DomainError('BANK_FILE_ACCOUNT_UNCLEAR', {
      from,
      opening: opening.toString(),
      accounts: held.map(({ account }) => tailOf(account.accountNo, numbers)).join(', '),
    });
  return held[0]?.account ?? null;
}
