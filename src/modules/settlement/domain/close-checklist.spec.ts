import { accountingPeriod, businessDate, Money } from '../../../kernel/index.js';
import { closeChecklist, type MonthFacts } from './close-checklist.js';

const facts: MonthFacts = {
  month: accountingPeriod('2024-01'),
  lastDay: businessDate('2024-01-31'),
  today: businessDate('2024-02-01'),
  nextMonth: accountingPeriod('2024-01'),
  billed: true,
  incomeAccrued: true,
  statementTo: businessDate('2024-01-31'),
  unplaced: 0,
  lines: { NEW: 0, SUGGESTED: 0, MATCHED: 2, SUSPENSE: 1, RECONCILED: 0 },
  suspense: { count: 1, total: Money.parse('80.00'), oldestOn: businessDate('2024-01-20') },
  bankBalance: Money.parse('8155.23'),
  funds: [],
  fundCash: Money.parse('8155.23'),
  documentClaims: Money.parse('8155.23'),
  apart: null,
  claimsApart: null,
  earnedBlocker: null,
  reconciliation: 'SIGNED',
  balanceApart: null,
};
const blockersOf = (changes: Partial<MonthFacts>) => closeChecklist({ ...facts, ...changes }).filter(({ blocker }) => blocker !== null);

describe('the checklist of a close', () => {
  it('blocks nothing when all is done; what waits in suspense does not', () => {
    expect(closeChecklist(facts).map(({ name }) => name)).toEqual(['MONTH', 'BILLS', 'INCOME', 'STATEMENT', 'LINES', 'BALANCES', 'LEGS', 'EARNED', 'SIGNED']);
    expect(blockersOf({})).toEqual([]);
  });

  it.each([
    ['a month that is not the next', { nextMonth: accountingPeriod('2023-12') }, 'MONTH', 'LEDGER_PERIOD_NOT_NEXT', { month: '2024-01', next: '2023-12' }],
    [
      'a month that is not over',
      { today: businessDate('2024-01-31') },
      'MONTH',
      'CLOSE_MONTH_NOT_OVER',
      { month: '2024-01', lastDay: '2024-01-31', today: '2024-01-31' },
    ],
    ['fees that are not billed', { billed: false }, 'BILLS', 'CLOSE_NOT_BILLED', { month: '2024-01' }],
    ['income that is not accrued', { incomeAccrued: false }, 'INCOME', 'CLOSE_INCOME_NOT_ACCRUED', { month: '2024-01' }],
    [
      'a statement that ends early',
      { statementTo: businessDate('2024-01-30') },
      'STATEMENT',
      'CLOSE_STATEMENT_SHORT',
      { month: '2024-01', lastDay: '2024-01-31', reachedTo: '2024-01-30' },
    ],
    ['no statement', { statementTo: null }, 'STATEMENT', 'CLOSE_STATEMENT_SHORT', { month: '2024-01', lastDay: '2024-01-31', reachedTo: '–' }],
    ['lines without a place', { unplaced: 3 }, 'LINES', 'BANK_LINE_UNPLACED', { month: '2024-01', count: 3 }],
    ['claims that are apart', { claimsApart: { account: '2103' } }, 'LEGS', 'CLOSE_CLAIMS_DIFFER', { account: '2103' }],
    [
      'what the firm earned and cannot be given',
      { earnedBlocker: { code: 'ENTITLEMENT_OUT_OF_ORDER', details: { period: '2024-01', due: '2023-12' } } },
      'EARNED',
      'ENTITLEMENT_OUT_OF_ORDER',
      { period: '2024-01', due: '2023-12' },
    ],
    ['a reconciliation that is missing', { reconciliation: 'NONE' }, 'SIGNED', 'CLOSE_NOT_RECONCILED', { month: '2024-01' }],
    ['one that waits for its second signature', { reconciliation: 'PREPARED' }, 'SIGNED', 'CLOSE_NOT_SIGNED', { month: '2024-01' }],
    ['one that something has outdated', { reconciliation: 'OUTDATED' }, 'SIGNED', 'RECONCILIATION_OUTDATED', { month: '2024-01' }],
    ['a balance of the bank that is contradicted', { balanceApart: { date: '2024-01-31' } }, 'BALANCES', 'BANK_BALANCE_APART', { date: '2024-01-31' }],
    ['legs that are apart', { apart: { bank: '1.00' } }, 'LEGS', 'BANK_LEGS_DIFFER', { bank: '1.00' }],
  ] as const)('is blocked by %s, with the figures', (_, changes, name, code, details) => {
    expect(blockersOf(changes)).toEqual([{ name, blocker: { code, details } }]);
  });
});
