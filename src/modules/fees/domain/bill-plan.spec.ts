import { accountingPeriod, Rate } from '../../../kernel/index.js';
import type { UnitView } from '../../communities/index.js';
import { refusalOf } from '../../../../test/support/refusal.js';
import type { FeeRate } from '../../contracts/index.js';
import { differencesFrom, planBills } from './bill-plan.js';

const period = accountingPeriod('2024-02');
const unit = (id: number, area = '88.50', kind: 'FLAT' | 'SHOP' = 'FLAT') =>
  ({ id, code: `01-${100 + id}`, building: '01', label: '', kind, area: Rate.parse(area), ownerName: '' }) as unknown as UnitView;
const rates: FeeRate[] = [
  { unitKind: 'FLAT', yuanPerSquareMetre: Rate.parse('0.85') },
  { unitKind: 'SHOP', yuanPerSquareMetre: Rate.parse('1.60') },
];
const january = planBills([unit(1), unit(2), unit(3)], rates, accountingPeriod('2024-01'));

describe('the bills of a month', () => {
  it('are one for each unit, by the rate of its kind, with what they were computed from', () => {
    expect(planBills([unit(1), unit(2, '70.00', 'SHOP')], rates, period).map((bill) => [bill.unitCode, bill.area, bill.rate, bill.amount].map(String))).toEqual(
      [
        ['01-101', '88.5', '0.85', '75.23'],
        ['01-102', '70', '1.6', '112.00'],
      ],
    );
  });

  it('leave out a unit that owes nothing', () => {
    expect(planBills([unit(1, '0.001')], rates, period)).toEqual([]);
  });

  it('are refused without units, and for a kind of unit that the contract has no rate for', () => {
    expect(refusalOf(() => planBills([], rates, period)).code).toBe('FEES_NO_UNITS');
    expect(refusalOf(() => planBills([unit(1), unit(9, '70.00', 'SHOP')], rates.slice(0, 1), period))).toEqual({
      code: 'FEES_RATE_MISSING',
      details: { unitKind: 'SHOP', unit: '01-109', period: '2024-02' },
    });
  });
});

describe('the change against the month before', () => {
  const differences = (bills: ReturnType<typeof planBills>, previous = january) =>
    differencesFrom(previous, bills).map(({ unitCode, kind, amount, previousAmount }) => [unitCode, kind, amount?.toString(), previousAmount?.toString()]);

  it('is nothing while units and rates stay', () => {
    expect(differences(january)).toEqual([]);
  });

  it('names units that are new, changed or gone', () => {
    expect(differences(planBills([unit(1), unit(2, '90.00'), unit(4)], rates, period))).toEqual([
      ['01-102', 'CHANGED', '76.50', '75.23'],
      ['01-104', 'NEW', '75.23', undefined],
      ['01-103', 'GONE', undefined, '75.23'],
    ]);
  });

  it('is not reported where the month before had no bills', () => {
    expect(differences(january, [])).toEqual([]);
  });
});
