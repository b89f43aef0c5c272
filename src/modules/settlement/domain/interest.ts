import { Money, Rate } from '../../../kernel/index.js';
import type { Fund } from '../../ledger/index.js';

/** A part of an amount that belongs to one fund. */
export interface FundShare {
  readonly fund: Fund;
  readonly amount: Money;
}

/**
 * Interest by fund (P19): in proportion to the average daily balance of each fund, largest remainder, so that no fen is lost. What TRN
 * earned is COM's, because TRN owns nothing; a fund that was overdrawn on average earned nothing. Without any balance all is COM's.
 * @param cashDays per fund the sum of its balances at the end of every day of the period
 */
export function interestShares(interest: Money, cashDays: readonly FundShare[]): FundShare[] {
  const daysOf = (fund: Fund): Money => Money.max(Money.zero, Money.sum(cashDays.filter((days) => days.fund === fund).map(({ amount }) => amount)));
  const funds = ['SVC', 'COM', 'QLT', 'TRN'] as const;
  const weights = funds.map((fund) => Rate.parse(daysOf(fund).toString()));
  if (weights.every((weight) => weight.compare(Rate.parse('0')) === 0)) return [{ fund: 'COM', amount: interest }];
  const [svc, com, qlt, trn] = interest.allocate(weights) as [Money, Money, Money, Money];
  const shares: FundShare[] = [
    { fund: 'SVC', amount: svc },
    { fund: 'COM', amount: com.plus(trn) },
    { fund: 'QLT', amount: qlt },
  ];
  return shares.filter(({ amount }) => !amount.isZero);
}

/** What SVC advances for a charge: as much of it as COM has not available. */
export function chargeAdvance(charge: Money, comAvailable: Money): Money {
  return Money.max(Money.zero, charge.minus(Money.max(Money.zero, comAvailable)));
}

/** What of an advance goes back: as much as COM has available. */
export function advanceToRepay(advanced: Money, comAvailable: Money): Money {
  return Money.max(Money.zero, Money.min(advanced, comAvailable));
}
