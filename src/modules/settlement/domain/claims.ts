import { Money, required, type AccountingPeriod, type ErrorDetails } from '../../../kernel/index.js';
import type { ChartCode, Fund } from '../../ledger/index.js';

/** What an account of a fund holds, or a part of it: what is owed to somebody (class 2) or by somebody (class 1, but cash). Yuan, on its normal side. */
export interface Claim {
  readonly fund: Fund;
  readonly account: ChartCode;
  readonly amount: Money;
}

/** Whether an account says who owes whom: classes 1 and 2, without the cash itself. */
export function isClaim(account: ChartCode): boolean {
  return account !== '1001' && /^[12]/.test(account);
}

/**
 * The first account, by its code, whose claims in the books are not what the documents say, with both figures; null when all are equal
 * to the fen (I5). An account without a document counts as zero there, and the other way round.
 */
export function claimsApart(month: AccountingPeriod, books: readonly Claim[], documents: readonly Claim[]): ErrorDetails | null {
  const [booked, documented] = [totals(books), totals(documents)];
  const amountIn = (side: ReadonlyMap<string, Money>, key: string): Money => side.get(key) ?? Money.zero;
  const apart = [...new Set([...booked.keys(), ...documented.keys()])].toSorted().find((key) => !amountIn(booked, key).equals(amountIn(documented, key)));
  if (apart === undefined) return null;
  const [account, fund] = apart.split(' ');
  return {
    month,
    account: required(account, 'account'),
    fund: required(fund, 'fund'),
    books: amountIn(booked, apart).toString(),
    documents: amountIn(documented, apart).toString(),
  };
}

/** Sums by account and fund. */
function totals(claims: readonly Claim[]): Map<string, Money> {
  const sums = new Map<string, Money>();
  for (const { account, fund, amount } of claims) sums.set(`${account} ${fund}`, (sums.get(`${account} ${fund}`) ?? Money.zero).plus(amount));
  return sums;
}
