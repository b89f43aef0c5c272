import { businessDate, Money, Rate } from '../../../kernel/index.js';
import type { UnitId } from '../../communities/index.js';
import { isDiscountTaken, sharedDays, type Discount } from './discount.js';

const days = (from: string, to: string) => ({ from: businessDate(from), to: businessDate(to) });
const discount = (from: string, to: string, rest: Partial<Discount> = {}): Discount => ({
  id: 1 as Discount['id'],
  item: 'PM',
  unitId: 7 as UnitId,
  unitKind: null,
  percent: Rate.parse('30'),
  yuan: Money.zero,
  ...days(from, to),
  ...rest,
});

describe('two ranges of days', () => {
  it('share the days that are in both, their ends included', () => {
    expect(sharedDays(days('2024-01-01', '2024-01-31'), days('2024-01-31', '2024-03-01'))).toEqual(days('2024-01-31', '2024-01-31'));
    expect(sharedDays(days('2024-01-01', '2024-01-30'), days('2024-01-31', '2024-03-01'))).toBeNull();
  });
});

describe('a discount', () => {
  const taken = (asked: Discount, cycle: 'MONTHLY' | 'QUARTERLY' = 'MONTHLY') => isDiscountTaken([discount('2024-02-10', '2024-02-20')], asked, cycle);

  it('is refused a cycle that another one of the unit and item has: a bill states one', () => {
    expect(taken(discount('2024-02-25', '2024-03-05'))).toBe(true);
    expect(taken(discount('2024-03-01', '2024-03-31'))).toBe(false);
    expect(taken(discount('2024-03-01', '2024-03-31'), 'QUARTERLY')).toBe(true);
    expect(taken(discount('2024-04-01', '2024-04-30'), 'QUARTERLY')).toBe(false);
  });

  it('stands beside one of another unit, kind or item', () => {
    expect(taken(discount('2024-02-25', '2024-03-05', { unitId: 8 as UnitId }))).toBe(false);
    expect(taken(discount('2024-02-25', '2024-03-05', { unitId: null, unitKind: 'FLAT' }))).toBe(false);
    expect(taken(discount('2024-02-25', '2024-03-05', { item: 'LIFT' }))).toBe(false);
  });
});
