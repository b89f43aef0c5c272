import fc from 'fast-check';
import { formatMoney, formatPercent, formatPoints, formatRate } from './format.js';

describe('numbers as people read them', () => {
  it.each([
    ['0.00', '0.00'],
    ['999.99', '999.99'],
    ['1000.00', '1,000.00'],
    ['1234567.80', '1,234,567.80'],
    ['9999999999999.99', '9,999,999,999,999.99'],
    ['-604.96', '\u2212604.96'],
    ['-1234567.80', '\u22121,234,567.80'],
  ])('an amount of %s is %s', (yuan, text) => {
    expect(formatMoney(yuan)).toBe(text);
  });

  it('an amount keeps every digit and its sign, whatever it is', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), (fen) => {
        const yuan = `${fen < 0n ? '-' : ''}${(fen < 0n ? -fen : fen) / 100n}.${String((fen < 0n ? -fen : fen) % 100n).padStart(2, '0')}`;
        return formatMoney(yuan).replaceAll(',', '').replace('\u2212', '-') === yuan;
      }),
    );
  });

  it('a share has no idle zeros, a rate of collection always two decimals, points two', () => {
    expect(['0.20', '1', '0.98', '0.9350'].map(formatPercent)).toEqual(['20%', '100%', '98%', '93.5%']);
    expect(['0.8900', '0.765', '1'].map(formatRate)).toEqual(['89.00%', '76.50%', '100.00%']);
    expect(['96', '87.32', '88.5'].map(formatPoints)).toEqual(['96.00', '87.32', '88.50']);
  });
});
