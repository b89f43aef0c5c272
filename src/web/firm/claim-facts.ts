import type { AccountingPeriod, Quarter } from '../../kernel/index.js';
import type { ServiceObstacle } from '../../modules/disbursements/index.js';
import { formatMoney, formatPercent, formatPoints } from '../format.js';
import type { Messages } from '../messages/index.js';
import { baseWords, openedWords, type PayoutPurpose } from '../desk/payout/index.js';

/** What the contract gives for a month or a quarter, and what became of it. Amounts in yuan as text. */
export interface ClaimFact {
  readonly purpose: PayoutPurpose;
  readonly entitlement: string;
  readonly withheld: string;
  readonly entitled: string;
  /** What of it the firm had been paid and paid back; "0.00" where it did not. */
  readonly repaid: string;
  /** A month before the books: what the three parties signed. */
  readonly opened: boolean;
  readonly score: string | null;
  readonly ratio: string | null;
  readonly pending: string;
  readonly paid: string;
  readonly payable: string;
  /** What penalties, set-offs and months that took back leave no room for; "0.00" where they do not bind. */
  readonly takenOff: string;
  readonly obstacle: ServiceObstacle | null;
}

/** How a claim is named in an address: BASE-2024-04, PERFORMANCE-2024-Q1. */
export function claimKey({ kind, period, quarter }: PayoutPurpose): string {
  return `${kind}-${period ?? quarter ?? ''}`;
}

export type ClaimSource = { readonly kind: 'BASE'; readonly period: AccountingPeriod } | { readonly kind: 'PERFORMANCE'; readonly quarter: Quarter };

/** The rule of the contract with this claim's figures; null while there are none. */
export function claimFormula(m: Messages, claim: ClaimFact): string | null {
  const { purpose, score, ratio } = claim;
  if (claim.obstacle === 'NOT_POSTED') return null;
  if (claim.opened) return openedWords(m, purpose.period ?? '', claim.entitled);
  if (purpose.kind === 'BASE') return baseWords(m, purpose.period ?? '', claim);
  const yuan = { entitlement: formatMoney(claim.entitlement), withheld: formatMoney(claim.withheld), entitled: formatMoney(claim.entitled) };
  if (score === null || ratio === null) return null;
  return m.workbench.payout.performanceFormula({
    quarter: m.quarter(purpose.quarter ?? ''),
    percent: formatPercent(ratio),
    score: formatPoints(score),
    ...yuan,
  });
}
