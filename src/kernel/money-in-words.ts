import { required } from './assert.js';
import { unreadable } from './domain-error.js';
import { Money } from './money.js';

/*
 * The capital numerals of Chinese vouchers (大写), a numeral system and not a text of the user interface: this is the one
 * file outside the messages that may hold Chinese characters. Written after the payment-voucher rules of the People's Bank
 * of China (支付结算办法, annex 1): 整 closes an amount without fen, 零 stands once for any run of missing digits.
 */
const DIGITS = '零壹贰叁肆伍陆柒捌玖';
const UNITS: readonly (readonly [value: bigint, name: string])[] = [
  [100_000_000n, '亿'],
  [10_000n, '万'],
  [1_000n, '仟'],
  [100n, '佰'],
  [10n, '拾'],
];
const [ZERO, YUAN, JIAO, FEN, WHOLE, MINUS] = ['零', '元', '角', '分', '整', '负'] as const;

/**
 * An amount in capital numerals, as it is printed under a payout so that nobody can add a digit to it.
 * Example: `175750.00` is 壹拾柒万伍仟柒佰伍拾元整, `10005.05` is 壹万零伍元零伍分, `-0.50` is 负伍角整.
 */
export function moneyInWords(amount: Money): string {
  if (amount.isNegative) return MINUS + moneyInWords(amount.negated());
  const fen = amount.toFen();
  const yuan = fen / 100n;
  const jiaoDigit = digit((fen / 10n) % 10n);
  const fenDigit = digit(fen % 10n);
  const hasYuan = yuan > 0n || fen === 0n;
  const whole = hasYuan ? integerInWords(yuan) + YUAN : '';
  const jiao = jiaoDigit !== ZERO ? jiaoDigit + JIAO : fenDigit !== ZERO && hasYuan ? ZERO : '';
  const rest = fenDigit !== ZERO ? fenDigit + FEN : WHOLE;
  return whole + jiao + rest;
}

/**
 * Reads capital numerals back; accepts exactly what `moneyInWords` writes, so that one amount has one text. It reads anything as
 * some number, therefore, and then compares.
 * @throws MONEY_INVALID for any other text
 */
export function parseMoneyInWords(text: string): Money {
  const [, minus, yuan = '', jiao = '', fen = ''] = /(负?)(?:(.+)元)?零?(?:(.)角)?(?:(.)分)?/u.exec(text) ?? []; // matches every text: no part must be there
  const size = parseInteger(yuan) * 100n + parseInteger(jiao) * 10n + parseInteger(fen);
  const amount = size >= 0n && size < 10n ** 15n ? Money.fromFen(minus === MINUS ? -size : size) : null;
  if (amount === null || moneyInWords(amount) !== text) throw unreadable('MONEY_INVALID', text);
  return amount;
}

function digit(value: bigint): string {
  return required(DIGITS[Number(value)], 'a digit');
}

/** An integer below 10^16, from 0 (beyond 亿 the units repeat: 壹万亿). */
function integerInWords(value: bigint): string {
  for (const [unit, name] of UNITS) {
    if (value < unit) continue;
    const rest = value % unit;
    const gap = rest < unit / 10n ? ZERO : '';
    return integerInWords(value / unit) + name + (rest === 0n ? '' : gap + integerInWords(rest));
  }
  return digit(value);
}

/** The value of an integer in capital numerals; of any other text some number, perhaps a negative one. */
function parseInteger(text: string): bigint {
  for (const [unit, name] of UNITS) {
    const position = text.lastIndexOf(name);
    if (position !== -1) return parseInteger(text.slice(0, position)) * unit + parseInteger(text.slice(position + 1));
  }
  return BigInt(DIGITS.indexOf(text.replaceAll(ZERO, '')));
}
