import { refusalOf } from '../../../../test/support/refusal.js';
import { Money } from '../../../kernel/index.js';
import { assertCoversUse, assertLines, type BudgetLine } from './budget.js';

const yuan = (text: string): Money => Money.parse(text);
const line = (amount: string, change: Partial<BudgetLine> = {}): BudgetLine => ({ fund: 'COM', code: '5101', amount: yuan(amount), ...change });

describe('a budget', () => {
  it('has each of its lines once, known and not below 0', () => {
    expect(() => assertLines([line('0.00'), line('5.00', { fund: 'SVC', code: '5001.01' })])).not.toThrow();
    expect(refusalOf(() => assertLines([])).code).toBe('BUDGET_EMPTY');
    expect(refusalOf(() => assertLines([line('1.00'), line('2.00')]))).toEqual({ code: 'BUDGET_LINE_TWICE', details: { line: 'COM 5101' } });
    expect(refusalOf(() => assertLines([line('1.00', { fund: 'QLT' })])).code).toBe('BUDGET_LINE_UNKNOWN');
    expect(refusalOf(() => assertLines([line('-0.01')])).code).toBe('BUDGET_LINE_NEGATIVE');
  });

  it('never falls below what is used of it', () => {
    const used = (amount: string) => [{ fund: 'COM', code: '5101', used: yuan(amount) }];
    expect(() => assertCoversUse(2024, [line('10.00')], used('10.00'))).not.toThrow();
    expect(() => assertCoversUse(2024, [line('10.00', { code: '5401' })], used('0.00'))).not.toThrow();
    expect(refusalOf(() => assertCoversUse(2024, [line('9.99')], used('10.00')))).toEqual({
      code: 'BUDGET_BELOW_USED',
      details: { year: 2024, line: 'COM 5101', amount: '9.99', used: '10.00' },
    });
    expect(refusalOf(() => assertCoversUse(2024, [line('99.00', { code: '5401' })], used('10.00'))).code).toBe('BUDGET_BELOW_USED');
  });
});
