import fc from 'fast-check';
import { addDays, businessDate, Money } from '../../../kernel/index.js';
import { ageOf, arrearsAges, byAge } from './arrears.js';

const on = businessDate('2025-06-30');

describe('arrears by age', () => {
  it.each([
    [1, '0-30'],
    [30, '0-30'],
    [31, '31-90'],
    [90, '31-90'],
    [91, '91-180'],
    [180, '91-180'],
    [181, '181-365'],
    [365, '181-365'],
    [366, '366+'],
    [4000, '366+'],
  ])('%i days are %s', (days, age) => {
    expect(ageOf(addDays(on, -days), on)).toBe(age);
  });

  it('lose no fen: the ages together are all of it', () => {
    const overdue = fc.record({ days: fc.integer({ min: 1, max: 1500 }), fen: fc.bigInt({ min: 1n, max: 10_000_000n }) });
    fc.assert(
      fc.property(fc.array(overdue), (all) => {
        const rows = all.map(({ days, fen }) => ({ dueOn: addDays(on, -days), open: Money.fromFen(fen) }));
        const ages = byAge(rows, on);
        expect(Money.sum(arrearsAges.map((age) => ages[age])).toString()).toBe(Money.sum(rows.map((row) => row.open)).toString());
      }),
    );
  });
});
