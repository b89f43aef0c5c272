import { Money, Rate } from '../../../kernel/index.js';
import { feeOf } from './fee.js';

const fee = (area: string, rate: string): Money => feeOf(Rate.parse(area), Rate.parse(rate));

describe('the fee of a unit and month', () => {
  it.each([
    ['88.50', '0.85', '75.23'], // raw 75.225
    ['106.20', '0.85', '90.27'],
    ['127.40', '0.85', '108.29'],
    ['70.00', '1.60', '112.00'],
    ['88.49', '0.85', '75.22'], // raw 75.2165
    ['0.01', '0.01', '0.00'],
  ])('is %s m² × %s = %s yuan, rounded half up', (area, rate, amount) => {
    expect(fee(area, rate).toString()).toBe(amount);
  });

  it('adds up over the demo compound to the sum of rounded bills, not to area × rate at once', () => {
    const units: [count: number, area: string, rate: string][] = [
      [204, '88.50', '0.85'],
      [272, '106.20', '0.85'],
      [136, '127.40', '0.85'],
      [18, '70.00', '1.60'],
    ];
    const bills = units.flatMap(([count, area, rate]) => Array.from({ length: count }, () => fee(area, rate)));
    expect(Money.sum(bills).toString()).toBe('56643.80');
    expect(Money.sum(bills.slice(0, 612)).toString()).toBe('54627.80');
  });
});
