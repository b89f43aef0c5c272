import { assert } from './assert.js';
import { DomainError } from './domain-error.js';
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
  const signed = amount.toFen();
  const fen = signed < 0n ? -signed : signed;
  const yuan = fen / 100n;
  const jiaoDigit = digit((fen / 10n) % 10n);
  const fenDigit = digit(fen % 10n);
  const hasYuan = yuan > 0n || fen === 0n;
  const whole = hasYuan ? (yuan === 0n ? ZERO : integerInWords(yuan)) + YUAN : '';
  const jiao = jiaoDigit !== ZERO ? jiaoDigit + JIAO : fenDigit !== ZERO && hasYuan ? ZERO : '';
  const rest = fenDigit !== ZERO ? fenDigit + FEN : WHOLE;
  return (signed < 0n ? MINUS : '') + whole + jiao + rest;
}

/**
 * Reads capital numerals back; accepts exactly what `moneyInWords` writes, so that one amount has one text.
 * @throws MONEY_INVALID for any other text
 */
export function parseMoneyInWords(text: string): Money {
  const refusal = new DomainError('MONEY_INVALID', { value: text.slice(0, 40) });
  const match = /^(负?)(?:([^元]+)元)?零?(?:(.)角)?(?:(.)分)?整?$/u.exec(text);
  if (match === null) throw refusal;
  const [, minus, yuan, jiao, fen] = match;
  const parts = [parseInteger(yuan ?? ZERO), parseInteger(jiao ?? ZERO), parseInteger(fen ?? ZERO)];
  const [whole = -1n, tenths = -1n, hundredths = -1n] = parts;
  if (parts.some((part) => part < 0n) || whole >= 10n ** 13n) throw refusal;
  const amount = Money.fromFen((minus === '' ? 1n : -1n) * (whole * 100n + tenths * 10n + hundredths));
  if (moneyInWords(amount) !== text) throw refusal;
  return amount;
}

function digit(value: bigint): string {
  const character = DIGITS[Number(value)];
  assert(character !== undefined, `${value} is no digit`);
  return character;
}

/** A positive integer below 10^16 (beyond 亿 the units repeat: 壹万亿). */
function integerInWords(value: bigint): string {
  for (const [unit, name] of UNITS) {
    if (value < unit) continue;
    const rest = value % unit;
    const gap = rest < unit / 10n ? ZERO : '';
    return integerInWords(value / unit) + name + (rest === 0n ? '' : gap + integerInWords(rest));
  }
  return digit(value);
}

/** The value of an integer in capital numerals, or a negative number where a character is none. */
function parseInteger(text: string): bigint {
  for (const [unit, name] of UNITS) {
    const position = text.lastIndexOf(name);
    if (position === -1) continue;
    const [high, low] = [parseInteger(text.slice(0, position)), parseInteger(text.slice(position + 1))];
    return high < 0n || low < 0n ? -1n : high * unit + low;
  }
  const digits = text.replaceAll(ZERO, '');
  return digits === '' ? 0n : digits.length === 1 ? BigInt(DIGITS.indexOf(digits)) : -1n;
}
