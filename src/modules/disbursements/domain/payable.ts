import { Money, type AccountingPeriod, type Id, type Quarter, type Rate } from '../../../kernel/index.js';

export const disbursementKinds = ['BASE', 'PERFORMANCE'] as const;
export type DisbursementKind = (typeof disbursementKinds)[number];

/** What a payout is claimed from: the base part of a month, or what the final score of a quarter releases. */
export type DisbursementSource =
  | { readonly kind: 'BASE'; readonly period: AccountingPeriod }
  | { readonly kind: 'PERFORMANCE'; readonly assessmentId: Id<'assessment'>; readonly quarter: Quarter };

/**
 * What the rules of the contract give for a source (domain.md 5), in yuan: E entitlement, W withheld, `entitled` = B for BASE and R for
 * PERFORMANCE. With an obstacle nothing can be asked for, whatever the amounts.
 */
export type Claim = DisbursementSource & {
  readonly entitlement: Money;
  readonly withheld: Money;
  readonly entitled: Money;
  /** Published score and the share of W that it releases; null while there is none, and for BASE. */
  readonly score: Rate | null;
  readonly ratio: Rate | null;
  readonly obstacle: ClaimObstacle | null;
};

/** Why a claim cannot be paid yet: P12 of the month not posted, the score not final, an appeal open. */
export type ClaimObstacle = 'NOT_POSTED' | 'NOT_FINAL' | 'APPEAL_OPEN';

/** What may still be asked for: what the rule gives less what is asked for, held or paid already; never below zero. */
export function payableAmount(entitled: Money, alreadyAsked: Money): Money {
  return Money.max(Money.zero, entitled.minus(alreadyAsked));
}

/** The figures of a claim as text, for messages and for the stored gate. */
export function claimFigures(claim: Claim, { alreadyAsked, asked }: { alreadyAsked: Money; asked: Money }): Readonly<Record<string, string>> {
  const source =
    claim.kind === 'BASE' ? { period: claim.period } : { quarter: claim.quarter, score: claim.score?.toFixed(2) ?? '', ratio: claim.ratio?.toString() ?? '' };
  return {
    ...source,
    entitlement: claim.entitlement.toString(),
    withheld: claim.withheld.toString(),
    entitled: claim.entitled.toString(),
    alreadyAsked: alreadyAsked.toString(),
    payable: payableAmount(claim.entitled, alreadyAsked).toString(),
    asked: asked.toString(),
  };
}
