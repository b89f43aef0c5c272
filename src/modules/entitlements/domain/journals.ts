import { assert, Money, type AccountingPeriod, type BusinessDate, type Quarter, lastDay } from '../../../kernel/index.js';
import { transfer, type AccountRef, type EntryDraft } from '../../ledger/index.js';
import type { MonthSplit, PerformanceSplit } from './entitlement.js';

const payableTo = (firmId: number): AccountRef => ({ code: '2101', holder: { type: 'firm', id: firmId } });
const receivableFrom = (firmId: number): AccountRef => ({ code: '1104', holder: { type: 'firm', id: firmId } });
const withheldUnder = (id: number): AccountRef => ({ code: '2103', holder: { type: 'assessment', id } });
const baseCost: AccountRef = { code: '5001.01' };
const performanceCost: AccountRef = { code: '5001.02' };

/** A month's entitlement as P12 needs it. `withholdingId` is the holder of 2103 for the quarter. */
export interface MonthDocument extends MonthSplit {
  readonly id: number;
  readonly period: AccountingPeriod;
  readonly firmId: number;
  readonly withholdingId: number;
}

/**
 * P12, dated the last day of the month. A negative B takes back what is still owed to the firm (`payable`, the balance of its
 * 2101), and what that does not cover the firm owes (1104). @returns null when the month moves nothing
 */
export function journalForMonth(month: MonthDocument, payable: Money): EntryDraft | null {
  const takenBack = Money.max(month.base.negated(), Money.zero);
  const due = dueFromFirm(month.base, payable);
  const transfers = [
    ...transfer('SVC', Money.max(month.base, Money.zero), baseCost, payableTo(month.firmId)),
    ...transfer('SVC', takenBack.minus(due), payableTo(month.firmId), baseCost),
    ...transfer('SVC', due, receivableFrom(month.firmId), baseCost),
    ...transfer('SVC', Money.max(month.withheld, Money.zero), performanceCost, withheldUnder(month.withholdingId)),
    ...transfer('SVC', Money.max(month.withheld.negated(), Money.zero), withheldUnder(month.withholdingId), performanceCost),
  ];
  if (transfers.length === 0) return null;
  return {
    rule: 'P12',
    effectiveOn: lastDay(month.period),
    source: { type: 'entitlement_month', id: month.id },
    description: `Service entitlement of ${month.period}`,
    transfers,
  };
}

/** What of a negative B the firm owes, because `payable`, what is owed to it, does not cover it. */
export function dueFromFirm(base: Money, payable: Money): Money {
  return Money.max(base.negated().minus(payable), Money.zero);
}

/** A FINAL score as P17 needs it. */
export interface PerformanceDocument extends PerformanceSplit {
  readonly assessmentId: number;
  readonly quarter: Quarter;
  readonly firmId: number;
  readonly withholdingId: number;
  readonly bankAccountId: number;
  readonly effectiveOn: BusinessDate;
}

/**
 * P17d: Y of what a FINAL score deducted goes back from the owners' QLT to SVC and is payable to the firm. Dated when it was decided, or
 * on the first open day after it; the bank's net is 0.
 */
export function journalForLaterDecision(decision: {
  readonly id: number;
  readonly quarter: Quarter;
  readonly firmId: number;
  readonly amount: Money;
  readonly effectiveOn: BusinessDate;
  readonly bankAccountId: number;
}): EntryDraft {
  const { id, quarter, firmId, amount, effectiveOn } = decision;
  const cash: AccountRef = { code: '1001', holder: { type: 'bank_account', id: decision.bankAccountId } };
  return {
    rule: 'P17d',
    effectiveOn,
    source: { type: 'later_decision', id },
    description: `Later decision on the assessment of ${quarter}`,
    transfers: [
      ...transfer('QLT', amount, { code: '5902' }, cash),
      ...transfer('SVC', amount, cash, { code: '4902' }),
      ...transfer('SVC', amount, performanceCost, payableTo(firmId)),
    ],
  };
}

/**
 * P17, one entry: R becomes payable to the firm, X leaves the cost and moves with its cash from SVC to QLT, so the bank's net is 0.
 * @returns null when nothing was withheld
 */
export function journalForFinal(result: PerformanceDocument): EntryDraft | null {
  assert(result.released.plus(result.deducted).equals(result.withheld), 'what is released and deducted is what was withheld');
  const cash: AccountRef = { code: '1001', holder: { type: 'bank_account', id: result.bankAccountId } };
  const transfers = [
    ...transfer('SVC', result.released, withheldUnder(result.withholdingId), payableTo(result.firmId)),
    ...transfer('SVC', result.deducted, withheldUnder(result.withholdingId), performanceCost),
    ...transfer('SVC', result.deducted, { code: '5902' }, cash),
    ...transfer('QLT', result.deducted, cash, { code: '4902' }),
  ];
  if (transfers.length === 0) return null;
  return {
    rule: 'P17',
    effectiveOn: result.effectiveOn,
    source: { type: 'assessment', id: result.assessmentId },
    description: `Final assessment of ${result.quarter}`,
    transfers,
  };
}
