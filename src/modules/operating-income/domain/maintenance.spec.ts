import fc from 'fast-check';
import { refusalOf } from '../../../../test/support/refusal.js';
import { Money, Rate } from '../../../kernel/index.js';
import { maintenanceDue, useDays, type MaintenanceInputs, type UseRuleTerms } from './maintenance.js';

const yuan = (text: string): Money => Money.parse(text);
const rule: UseRuleTerms = { share: Rate.parse('0.3'), basis: 'QUARTER', reaches: null, keeps: null };
const inputs: MaintenanceInputs = { income: yuan('34050.00'), cost: yuan('6810.00'), tax: yuan('1000.05'), dueBefore: Money.zero, free: yuan('26239.95') };
const told = (terms: Partial<UseRuleTerms>, change: Partial<MaintenanceInputs> = {}) => {
  const { net, byShare, amount, stop } = maintenanceDue({ ...rule, ...terms }, { ...inputs, ...change });
  return [net.toString(), byShare.toString(), amount.toString(), stop];
};

describe('what is due to the maintenance fund', () => {
  it('is the share of income − cost − tax, rounded half up once', () => {
    expect(told({})).toEqual(['26239.95', '7871.99', '7871.99', 'NONE']); // 7,871.985
  });

  it('is nothing for a loss', () => {
    expect(told({}, { cost: yuan('40000.00') })).toEqual(['-6950.05', '0.00', '0.00', 'NONE']);
  });

  it('stops when the fund has received what was resolved', () => {
    expect(told({ reaches: yuan('10000.00') }, { dueBefore: yuan('5000.00') })).toEqual(['26239.95', '7871.99', '5000.00', 'REACHED']);
    expect(told({ reaches: yuan('10000.00') }, { dueBefore: yuan('12000.00') })).toEqual(['26239.95', '7871.99', '0.00', 'REACHED']);
  });

  it('leaves what was resolved to be kept, and never takes more than is free', () => {
    expect(told({ keeps: yuan('20000.00') })).toEqual(['26239.95', '7871.99', '6239.95', 'KEPT']);
    expect(told({}, { free: yuan('100.00') })).toEqual(['26239.95', '7871.99', '100.00', 'KEPT']);
    expect(told({}, { free: yuan('-100.00') })).toEqual(['26239.95', '7871.99', '0.00', 'KEPT']);
  });

  it('is never negative, never beyond its share, the room in the fund or what is free', () => {
    const fen = fc.bigInt({ min: 0n, max: 99_999_999n }).map((amount) => Money.fromFen(amount));
    fc.assert(
      fc.property(fen, fen, fen, fen, fen, fen, (income, cost, dueBefore, free, reaches, keeps) => {
        const proposal = maintenanceDue({ ...rule, reaches, keeps }, { ...inputs, income, cost, tax: Money.zero, dueBefore, free });
        expect(proposal.amount.isNegative).toBe(false);
        expect(proposal.byShare.atLeast(proposal.amount)).toBe(true);
        expect(proposal.amount.isZero || reaches.atLeast(dueBefore.plus(proposal.amount))).toBe(true);
        expect(proposal.amount.isZero || free.minus(proposal.amount).atLeast(keeps)).toBe(true);
      }),
    );
  });
});

describe('the days of a period', () => {
  it('are those of its quarter or year, as the rule counts', () => {
    expect(useDays('QUARTER', '2024-Q1')).toEqual({ from: '2024-01-01', to: '2024-03-31' });
    expect(useDays('QUARTER', '2024-Q4')).toEqual({ from: '2024-10-01', to: '2024-12-31' });
    expect(useDays('YEAR', '2024')).toEqual({ from: '2024-01-01', to: '2024-12-31' });
    for (const [basis, period] of [
      ['QUARTER', '2024'],
      ['YEAR', '2024-Q1'],
      ['QUARTER', '2024-01'],
      ['YEAR', 'x'],
    ] as const)
      expect(refusalOf(() => useDays(basis, period)).code).toBe('PERIOD_INVALID');
  });
});
