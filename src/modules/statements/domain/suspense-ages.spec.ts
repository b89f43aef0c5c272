import { businessDate, Money } from '../../../kernel/index.js';
import { suspenseAges } from './suspense-ages.js';

it('money nobody has claimed is listed by the days since it came in, each once', () => {
  const waiting = ['2024-03-31', '2024-03-24', '2024-03-23', '2024-03-01', '2024-02-29', '2024-01-01', '2023-12-31', '2020-01-01'].map((bookedOn) => ({
    bookedOn: businessDate(bookedOn),
    amount: Money.parse('1.00'),
  }));
  expect(suspenseAges(waiting, businessDate('2024-03-31'))).toEqual([
    { from: 0, to: 7, count: 2, amount: '2.00' },
    { from: 8, to: 30, count: 2, amount: '2.00' },
    { from: 31, to: 90, count: 2, amount: '2.00' },
    { from: 91, to: null, count: 2, amount: '2.00' },
  ]);
});
