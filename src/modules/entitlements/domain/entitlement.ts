import { assert, Money, Rate } from '../../../kernel/index.js';
import type { PayoutRatio } from '../../contracts/index.js';

/** What the months of a quarter before this one have given. */
export interface EarlierMonths {
  readonly earned: Money;
  readonly withheld: Money;
}

/** E, W and B of a month: what the firm earned, the part that waits for the score, the part that is payable now. E = W + B. */
export interface MonthSplit {
  readonly earned: Money;
  readonly withheld: Money;
  readonly base: Money;
}

/** W, R and X: withheld for the score, released by it, deducted by it. W = R + X. */
export interface PerformanceSplit {
  readonly withheld: Money;
  readonly released: Money;
  readonly deducted: Money;
}

/** Everything that follows from (rule version, published score, E): B + R + X = E (domain.md 5, I13). */
export interface Payout extends PerformanceSplit, PayoutRatio {
  readonly earned: Money;
  readonly base: Money;
}

/**
 * Splits a month's entitlement so that the months of a quarter add up to the quarter's split to the fen:
 * W(m) = round½up(a · E to date) − W so far, B(m) = E(m) − W(m). Money that bounced can make E(m), and then W(m) or B(m), negative.
 * While E to date is negative nothing is withheld: there is nothing that a score could release.
 */
export function splitMonth(earned: Money, shareAtRisk: Rate, earlier: EarlierMonths): MonthSplit {
  const withheld = withheldOf(earlier.earned.plus(earned), shareAtRisk).minus(earlier.withheld);
  return { earned, withheld, base: earned.minus(withheld) };
}

/** R = round½up(W · r), X = W − R, so no fen is lost; 0 ≤ r ≤ 1. */
export function splitWithheld(withheld: Money, ratio: Rate): PerformanceSplit {
  assert(!withheld.isNegative && ratio.equals(ratio.clamped(Rate.zero, Rate.one)), `no split of ${withheld.toString()} by ${ratio.toString()}`);
  const released = withheld.times(ratio);
  return { withheld, released, deducted: withheld.minus(released) };
}

/**
 * The whole payout of a quarter from what is printed: its entitlement, the share at risk, and what the rule says for the score.
 * Example: 151,238.95, 0.20, 0.98 → B 120,991.16, R 29,642.83, X 604.96.
 */
export function payoutOf(earned: Money, shareAtRisk: Rate, ratio: PayoutRatio): Payout {
  const withheld = withheldOf(earned, shareAtRisk);
  return { earned, base: earned.minus(withheld), ...splitWithheld(withheld, ratio.ratio), ...ratio };
}

/** What payouts of a month's base may ask for, in yuan: `entitled` less what was asked is left; `everGiven` bounds what was ever asked. */
export interface BaseRight {
  readonly entitled: Money;
  readonly everGiven: Money;
}

/**
 * The right to the base of a month, from the B of each of its closes and `repaid`, what the firm paid back at the bank of what a close took back (P18b for P12).
 * What was paid back is no longer in the firm's hands, so it counts beside B: B + repaid − paid out may still be asked for. Example: 800.00 paid out, all of it taken
 * back and paid back, and 800.00 given by a third close: 800.00 again. A debt that was set off came out of other claims, which pay less for it, and one that was written
 * off came from nobody: neither counts.
 */
export function baseRight(bases: readonly Money[], repaid: Money): BaseRight {
  const given = Money.sum(bases.map((base) => Money.max(base, Money.zero)));
  return { entitled: Money.max(Money.sum([...bases, repaid]), Money.zero), everGiven: given.plus(repaid) };
}

/** Fines that count: all of them, at most the cap's part of the entitlement. */
export function cappedFines(fines: Money, earned: Money, cap: Rate): Money {
  return Money.min(fines, Money.max(earned.times(cap), Money.zero));
}

/** Net = max(0, B + R − P); `due` is what of P remains and the firm owes (1104). */
export function netPayout(payout: { base: Money; released: Money }, fines: Money): { readonly net: Money; readonly due: Money } {
  const gross = payout.base.plus(payout.released);
  const net = Money.max(gross.minus(fines), Money.zero);
  return { net, due: net.minus(gross.minus(fines)) };
}

function withheldOf(earned: Money, shareAtRisk: Rate): Money {
  return Money.max(earned, Money.zero).times(shareAtRisk);
}
