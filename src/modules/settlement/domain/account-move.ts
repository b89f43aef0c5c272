import { DomainError, Money, type BusinessDate } from '../../../kernel/index.js';
import type { FundShare } from './interest.js';
import type { MatchableLine, OwnLine } from './matchables.js';

/** Money that the bank moved from one account of the compound to another: the line out of it, and the line into the other. */
export interface AccountMove {
  readonly out: OwnLine;
  readonly into: OwnLine;
}

/** The two lines of a move, whichever of them a person looked at. @throws ASSIGN_REFERENCE_UNKNOWN, ASSIGN_MOVE_DIFFERS */
export function accountMove(line: OwnLine, reference: string, ownLines: readonly OwnLine[]): AccountMove {
  const other = ownLines.find(({ id, accountId }) => String(id) === reference && accountId !== line.accountId);
  if (!other) throw new DomainError('ASSIGN_REFERENCE_UNKNOWN', { target: 'ACCOUNT_MOVE', reference });
  if (!other.amount.equals(line.amount.negated()))
    throw new DomainError('ASSIGN_MOVE_DIFFERS', { amount: line.amount.toString(), other: other.amount.toString() });
  return line.amount.isNegative ? { out: line, into: other } : { out: other, into: line };
}

/** Lines that may be the other side of a line: the same amount the other way, on another account. */
export function otherSides(line: MatchableLine & Partial<Pick<OwnLine, 'accountId'>>, ownLines: readonly OwnLine[]): OwnLine[] {
  return ownLines.filter(({ accountId, amount }) => accountId !== line.accountId && amount.equals(line.amount.negated()));
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
