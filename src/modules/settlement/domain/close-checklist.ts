import type { AccountingPeriod, BusinessDate, ErrorCode, ErrorDetails, Money } from '../../../kernel/index.js';
import type { BankLineState, FundLegs, SuspenseState } from '../../bank/index.js';

/** What must be so before a month can be closed, in the order in which a person sees to it. */
export const closeSteps = ['MONTH', 'BILLS', 'INCOME', 'STATEMENT', 'LINES', 'BALANCES', 'LEGS', 'EARNED', 'SIGNED'] as const;
export type CloseStepName = (typeof closeSteps)[number];

/** Why a step blocks the close: the refusal that the close would give, with its figures. */
export interface CloseBlocker {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
}

export interface CloseStep {
  readonly name: CloseStepName;
  readonly blocker: CloseBlocker | null;
}

/** How far the reconciliation of a month is before its close: a later entry or line outdates what was prepared or signed. */
export type MonthReconciliation = 'NONE' | 'OUTDATED' | 'PREPARED' | 'SIGNED';

/** The state of a month before its close, as the bank, the books and the documents have it. */
export interface MonthFacts {
  readonly month: AccountingPeriod;
  readonly lastDay: BusinessDate;
  readonly today: BusinessDate;
  /** The month after the last closed one. */
  readonly nextMonth: AccountingPeriod;
  readonly billed: boolean;
  readonly incomeAccrued: boolean;
  /** Last day that bank statements cover without a gap from the month's first day; null when that day itself is not covered. */
  readonly statementTo: BusinessDate | null;
  /** Lines through the month's end that have no place. */
  readonly unplaced: number;
  readonly lines: Readonly<Record<BankLineState, number>>;
  readonly suspense: SuspenseState;
  readonly bankBalance: Money;
  readonly funds: readonly FundLegs[];
  readonly fundCash: Money;
  readonly documentClaims: Money;
  /** The figures of legs that are not equal; null when they are. */
  readonly apart: ErrorDetails | null;
  /** The first account whose claims in the books are not what the documents say; null when all are equal. */
  readonly claimsApart: ErrorDetails | null;
  /** Why what the firm earned in the month (P12) could not be posted; null when it can be. */
  readonly earnedBlocker: CloseBlocker | null;
  readonly reconciliation: MonthReconciliation;
  /** The first balance stated by the bank that lines or books contradict; null when none is. */
  readonly balanceApart: ErrorDetails | null;
}

/** Every step with what blocks it; a month with no blocker may be closed. Suspense blocks nothing: it is shown, with its age (I22). */
export function closeChecklist(facts: MonthFacts): CloseStep[] {
  return closeSteps.map((name) => ({ name, blocker: blockers[name](facts) }));
}

const blockers: Readonly<Record<CloseStepName, (facts: MonthFacts) => CloseBlocker | null>> = {
  MONTH: ({ month, nextMonth, lastDay, today }) => {
    if (month !== nextMonth) return { code: 'LEDGER_PERIOD_NOT_NEXT', details: { month, next: nextMonth } };
    return today > lastDay ? null : { code: 'CLOSE_MONTH_NOT_OVER', details: { month, lastDay, today } };
  },
  BILLS: ({ month, billed }) => (billed ? null : { code: 'CLOSE_NOT_BILLED', details: { month } }),
  INCOME: ({ month, incomeAccrued }) => (incomeAccrued ? null : { code: 'CLOSE_INCOME_NOT_ACCRUED', details: { month } }),
  STATEMENT: ({ month, lastDay, statementTo }) => {
    const reached = statementTo !== null && statementTo >= lastDay;
    return reached ? null : { code: 'CLOSE_STATEMENT_SHORT', details: { month, lastDay, reachedTo: statementTo ?? '–' } };
  },
  LINES: ({ month, unplaced }) => (unplaced === 0 ? null : { code: 'BANK_LINE_UNPLACED', details: { month, count: unplaced } }),
  BALANCES: ({ balanceApart }) => balanceApart && { code: 'BANK_BALANCE_APART', details: balanceApart },
  LEGS: (facts) => {
    if (facts.apart) return { code: 'BANK_LEGS_DIFFER', details: facts.apart };
    return facts.claimsApart && { code: 'CLOSE_CLAIMS_DIFFER', details: facts.claimsApart };
  },
  EARNED: ({ earnedBlocker }) => earnedBlocker,
  SIGNED: ({ month, reconciliation }) => {
    const code = unsigned[reconciliation];
    return code && { code, details: { month } };
  },
};

const unsigned: Readonly<Record<MonthReconciliation, ErrorCode | null>> = {
  NONE: 'CLOSE_NOT_RECONCILED',
  OUTDATED: 'RECONCILIATION_OUTDATED',
  PREPARED: 'CLOSE_NOT_SIGNED',
  SIGNED: null,
};
