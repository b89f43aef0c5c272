import { DomainError, Money, type BusinessDate } from '../../../kernel/index.js';
import type { FundShare } from './interest.js';
import type { Matchables, OtherSide, OwnAccount, OwnLine } from './matchables.js';
import { isNumberOf, isWholeNumber } from './other-side.js';
import { sameName } from './references.js';

/** Money that the bank moved from one account of the compound to another: the line out of it, and the line into the other. One of them may be a part of its line. */
export interface AccountMove {
  readonly out: OwnLine;
  readonly into: OwnLine;
}

type AccountSide = Pick<OwnAccount, 'accountNo' | 'accountName'>;

/** Whether a line names that account by its number, or by its last digits where the bank writes no more. */
export function namesAccount({ counterpartyAccount }: Pick<OtherSide, 'counterpartyAccount'>, { accountNo }: Pick<OwnAccount, 'accountNo'>): boolean {
  return isNumberOf(counterpartyAccount, accountNo);
}

/** Whether the bank says that the other side of a line is that account: by its number, or by its name where it writes no whole number. Another whole number is a stranger, whatever the name. */
export function isSaidToBe(side: OtherSide, account: AccountSide): boolean {
  return namesAccount(side, account) || (!isWholeNumber(side.counterpartyAccount) && sameName(side.counterpartyName, account.accountName));
}

/** Whether the other side of a line may be that account: the bank says so, or says nothing. */
export function isOtherSide(side: OtherSide, account: AccountSide): boolean {
  return isSaidToBe(side, account) || (side.counterpartyAccount.trim() === '' && side.counterpartyName.trim() === '');
}

/**
 * The two lines of a move, whichever of them a person looked at. Each names the other's account, unless the bank names nobody, and one of them does. `line` has the amount of the part of it
 * that moved, where the bank moved it in several; the other line is taken whole.
 * @throws ASSIGN_REFERENCE_UNKNOWN, ASSIGN_MOVE_DIFFERS, ASSIGN_MOVE_STRANGER, ASSIGN_MOVE_UNNAMED
 */
export function accountMove(line: OwnLine, reference: string, { ownLines = [], ownAccounts = [] }: Pick<Matchables, 'ownLines' | 'ownAccounts'>): AccountMove {
  const other = ownLines.find(({ id, accountId }) => String(id) === reference && accountId !== line.accountId);
  if (!other) throw new DomainError('ASSIGN_REFERENCE_UNKNOWN', { target: 'ACCOUNT_MOVE', reference });
  if (!other.amount.equals(line.amount.negated()))
    throw new DomainError('ASSIGN_MOVE_DIFFERS', { amount: line.amount.toString(), other: other.amount.toString() });
  const stranger = [
    [line, other],
    [other, line],
  ].find(([own, side]) => !ownAccounts.some((account) => account.id === side?.accountId && own && isOtherSide(own, account)));
  if (stranger) throw new DomainError('ASSIGN_MOVE_STRANGER', { date: stranger[0]?.bookedOn ?? line.bookedOn, amount: stranger[0]?.amount.toString() ?? '' });
  const move = line.amount.isNegative ? { out: line, into: other } : { out: other, into: line };
  if (!isNamed(move, ownAccounts))
    throw new DomainError('ASSIGN_MOVE_UNNAMED', { amount: move.into.amount.toString(), out: move.out.bookedOn, into: move.into.bookedOn });
  return move;
}

/** Whether one of the two lines names the account of the other: names alone are alike, and a payment to anybody may bear them. */
function isNamed({ out, into }: AccountMove, ownAccounts: readonly OwnAccount[]): boolean {
  const names = (own: OwnLine, side: OwnLine): boolean => ownAccounts.some((account) => account.id === side.accountId && namesAccount(own, account));
  return names(out, into) || names(into, out);
}

/** Lines that may be the other side of a line: the same amount the other way, on another account, each naming the other's, one of them by its number. */
export function otherSides(line: OwnLine, { ownLines = [], ownAccounts = [] }: Pick<Matchables, 'ownLines' | 'ownAccounts'>): OwnLine[] {
  const accountOf = (own: OwnLine): OwnAccount | undefined => ownAccounts.find(({ id }) => id === own.accountId);
  const names = (own: OwnLine, side: OwnLine): boolean => {
    const account = accountOf(side);
    return account !== undefined && isOtherSide(own, account);
  };
  return ownLines.filter(
    (other) =>
      other.accountId !== line.accountId &&
      other.amount.equals(line.amount.negated()) &&
      names(line, other) &&
      names(other, line) &&
      isNamed({ out: line, into: other }, ownAccounts),
  );
}

/** Lines that may be the other side of a debit out of which the bank took its fee first: less than it by `feeMax` at most, on another account, each naming the other's. */
export function otherSidesLessFee(line: OwnLine, matchables: Pick<Matchables, 'ownLines' | 'ownAccounts'>, feeMax: Money): OwnLine[] {
  if (!line.amount.isNegative) return [];
  return (matchables.ownLines ?? []).filter((other) => {
    const fee = line.amount.negated().minus(other.amount);
    return (
      other.amount.isPositive && fee.isPositive && feeMax.atLeast(fee) && otherSides({ ...line, amount: other.amount.negated() }, matchables).includes(other)
    );
  });
}

/** The day on which both accounts have it as it is: the later of the two lines. */
export function movedOn({ out, into }: AccountMove): BusinessDate {
  return out.bookedOn > into.bookedOn ? out.bookedOn : into.bookedOn;
}

/**
 * What of a move each fund had in the account: all of it where the account is emptied, also what a fund was short of; else funds in their order,
 * as far as each reaches. Where the money lies says nothing of whose it is. Null where the books have less there than the bank moved.
 */
export function movedOfFunds(held: readonly FundShare[], moved: Money): FundShare[] | null {
  const total = Money.sum(held.map(({ amount }) => amount));
  if (moved.equals(total)) return held.filter(({ amount }) => !amount.isZero);
  if (!total.atLeast(moved)) return null;
  let left = moved;
  return held.flatMap(({ fund, amount }) => {
    const taken = Money.min(left, Money.max(Money.zero, amount));
    left = left.minus(taken);
    return taken.isZero ? [] : [{ fund, amount: taken }];
  });
}
