import fc from 'fast-check';
import { refusalOf } from '../../test/support/refusal.js';
import { Money } from './index.js';
import { moneyInWords, parseMoneyInWords } from './money-in-words.js';

const known: readonly [string, string][] = [
  ['175750.00', '壹拾柒万伍仟柒佰伍拾元整'],
  ['10005.05', '壹万零伍元零伍分'],
  ['100000000.00', '壹亿元整'],
  ['0.05', '伍分'],
  ['0.50', '伍角整'],
  ['0.00', '零元整'],
  ['1.00', '壹元整'],
  ['1.20', '壹元贰角整'],
  ['10.00', '壹拾元整'],
  ['110.00', '壹佰壹拾元整'],
  ['101.10', '壹佰零壹元壹角整'],
  ['11000.00', '壹万壹仟元整'],
  ['107000.53', '壹拾万柒仟元伍角叁分'],
  ['16409.02', '壹万陆仟肆佰零玖元零贰分'],
  ['100500.00', '壹拾万零伍佰元整'],
  ['100010001.00', '壹亿零壹万零壹元整'],
  ['1000000000000.00', '壹万亿元整'],
  ['1200500000000.00', '壹万贰仟零伍亿元整'],
  ['9999999999999.99', '玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分'],
  ['150633.99', '壹拾伍万零陆佰叁拾叁元玖角玖分'],
  ['-604.96', '负陆佰零肆元玖角陆分'],
];

describe('an amount in capital numerals', () => {
  it.each(known)('writes %s as %s', (figures, words) => {
    expect(moneyInWords(Money.parse(figures))).toBe(words);
    expect(parseMoneyInWords(words).toString()).toBe(figures);
  });

  it('reads back to the same amount, whatever the amount', () => {
    const amounts = fc.oneof(fc.bigInt({ min: -(10n ** 15n) + 1n, max: 10n ** 15n - 1n }), fc.bigInt({ min: 0n, max: 2_000_000n }));
    fc.assert(
      fc.property(amounts, (fen) => parseMoneyInWords(moneyInWords(Money.fromFen(fen))).toFen() === fen),
      { numRuns: 2000 },
    );
  });

  it('never writes two zeros in a row, a zero before a unit, or anything but the numerals', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 15n - 1n }), (fen) => {
        const words = moneyInWords(Money.fromFen(fen));
        return /^[零壹贰叁肆伍陆柒捌玖拾佰仟万亿元角分整]+$/u.test(words) && !/零[零拾佰仟万亿元角分整]|^零/u.test(words);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    '',
    '元整',
    '壹',
    '壹元',
    '十元整',
    '壹拾柒万伍仟柒佰伍拾元',
    '壹万伍元零伍分',
    '壹万零零伍元整',
    '壹元零伍角整',
    '拾元整',
    '伍角',
    '零伍分',
    '玖玖元整',
    '壹拾万亿元整',
    '1元整',
    '壹元整 ',
    ' 壹元整',
    '元壹元整',
    '壹贰元整',
    '负零元整',
    '正壹元整',
    '甲亿亿亿元整',
    '壹亿亿亿元整',
  ])('refuses %j, which no amount is written as', (text) => {
    expect(refusalOf(() => parseMoneyInWords(text))).toEqual({ code: 'MONEY_INVALID', details: { value: text } });
  });
});
