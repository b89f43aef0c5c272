import fc from 'fast-check';
import { refusalOf } from '../../test/support/refusal.js';
import { InvariantViolation, Money, Rate } from './index.js';

const yuan = (text: string): Money => Money.parse(text);
const rate = (text: string): Rate => Rate.parse(text);
/** Every amount that a Money can hold, small ones as often as large ones. */
const anyFen = fc.oneof(fc.bigInt({ min: -9_999n, max: 9_999n }), fc.bigInt({ min: -(9n * 10n ** 15n) + 1n, max: 9n * 10n ** 15n - 1n }));
/** Single amounts as the ledger takes them, of either sign. */
const smallFen = fc.oneof(fc.bigInt({ min: -9_999n, max: 9_999n }), fc.bigInt({ min: -(10n ** 15n) + 1n, max: 10n ** 15n - 1n }));
const abs = (value: bigint): bigint => (value < 0n ? -value : value);

describe('an amount as text', () => {
  it.each([
    ['1234.56', '1234.56'],
    ['1234.5', '1234.50'],
    ['1234', '1234.00'],
    ['0', '0.00'],
    ['0.01', '0.01'],
    ['-0.01', '-0.01'],
    ['-604.96', '-604.96'],
    ['9999999999999.99', '9999999999999.99'],
    ['89999999999999.99', '89999999999999.99'],
  ])('%s is read, and written as %s', (text, written) => {
    expect(yuan(text).toString()).toBe(written);
    expect(JSON.stringify({ amount: yuan(text) })).toBe(`{"amount":"${written}"}`);
  });

  it.each([
    ['three decimals', '1.005'],
    ['full-width digits', '１２３'],
    ['Arabic digits', '١٢٣'],
    ['capital numerals', '壹元整'],
    ['an exponent', '1e3'],
    ['a capital exponent', '1E3'],
    ['a plus sign', '+1'],
    ['two minus signs', '--1'],
    ['a minus sign of typography', '−1'],
    ['a minus sign behind', '1-'],
    ['a minus zero', '-0'],
    ['a minus zero with decimals', '-0.00'],
    ['a space before', ' 1'],
    ['a space behind', '1 '],
    ['a line break behind', '1\n'],
    ['an ideographic space', '1\u3000'],
    ['a thousands separator', '1,234.56'],
    ['a full-width point', '1．5'],
    ['a decimal comma', '1,5'],
    ['a bare point', '.5'],
    ['a point without decimals', '1.'],
    ['a leading zero', '01'],
    ['a currency sign', '¥1'],
    ['nothing', ''],
    ['NaN', 'NaN'],
    ['Infinity', 'Infinity'],
    ['hexadecimal', '0x10'],
    ['an underscore', '1_000'],
    ['14 digits from 9·10^13', '90000000000000'],
    ['15 digits', '100000000000000'],
    ['15 digits below zero', '-100000000000000.00'],
  ])('refuses %s', (_, text) => {
    expect(refusalOf(() => yuan(text)).code).toBe('MONEY_INVALID');
  });

  it.each([[1234.56], [null], [undefined], [{}], [['1']], [1n]])('refuses %p, which is no text', (value) => {
    expect(refusalOf(() => Money.parse(value as unknown as string)).code).toBe('MONEY_INVALID');
  });

  it('shows at most 40 characters of what was refused', () => {
    expect(refusalOf(() => yuan('9'.repeat(5_000))).details).toEqual({ value: '9'.repeat(40) });
  });

  it('reads back what it writes, and never writes a minus zero', () => {
    fc.assert(
      fc.property(anyFen, (fen) => {
        const text = Money.fromFen(fen).toString();
        return Money.parse(text).toFen() === fen && /^(?!-0\.00$)-?\d+\.\d\d$/.test(text);
      }),
    );
    expect(yuan('0.01').negated().times(rate('0.1')).toString()).toBe('0.00');
    expect(Money.zero.negated().toString()).toBe('0.00');
  });
});

describe('an amount in fen', () => {
  it('comes back as the same fen', () => {
    fc.assert(fc.property(anyFen, (fen) => Money.fromFen(fen).toFen() === fen));
  });

  it('leaves as a JS number, in yuan, for drawings and spreadsheet cells', () => {
    expect(yuan('-1234.56').toChartNumber()).toBe(-1234.56);
  });

  it('stays below 2^53, so that every reader of JSON can hold it', () => {
    expect(yuan('89999999999999.99').toFen()).toBe(8_999_999_999_999_999n);
    expect(yuan('89999999999999.99').toFen() < 2n ** 53n).toBe(true);
  });
});

describe('rounding', () => {
  it.each([
    ['88.50', '0.85', '75.23'], // 75.225
    ['106.20', '0.85', '90.27'],
    ['127.40', '0.85', '108.29'],
    ['70.00', '1.60', '112.00'],
    ['151238.95', '0.20', '30247.79'],
    ['30247.79', '0.98', '29642.83'],
    ['225.69', '0.0235', '5.30'],
    ['0.01', '0.5', '0.01'],
    ['0.01', '0.4999999999', '0.00'],
    ['-0.01', '0.5', '-0.01'],
    ['-75.225', '1', 'refused'],
    ['-88.50', '0.85', '-75.23'],
    ['1.00', '0.005', '0.01'],
    ['1.00', '-0.005', '-0.01'],
    ['1.00', '1.004999999999', '1.00'],
    ['18906759608943.29', '1.392870450222', '26334666768747.96'], // …47.96499996591038: 20 digits, as decimal.js has them by default, would end in 965
  ])('%s times %s is %s: half up, away from zero, once', (amount, factor, product) => {
    if (product === 'refused') expect(refusalOf(() => yuan(amount)).code).toBe('MONEY_INVALID');
    else expect(yuan(amount).times(rate(factor)).toString()).toBe(product);
  });

  it('is the nearest fen to the exact product, and of two nearest the larger one', () => {
    fc.assert(
      fc.property(smallFen, fc.bigInt({ min: -90_000n, max: 90_000n }), (fen, tenThousandths) => {
        const factor = rate(decimal(tenThousandths, 4));
        const twiceExact = abs(2n * fen * tenThousandths);
        const rounded = (twiceExact + 10_000n) / 20_000n;
        return abs(Money.fromFen(fen).times(factor).toFen()) === rounded;
      }),
    );
  });

  it('of a product with a negative amount is the opposite of the positive one', () => {
    fc.assert(
      fc.property(smallFen, fc.bigInt({ min: 0n, max: 90_000n }), (fen, tenThousandths) => {
        const factor = rate(decimal(tenThousandths, 4));
        return Money.fromFen(-fen).times(factor).equals(Money.fromFen(fen).times(factor).negated());
      }),
    );
  });
});

describe('a split by weights', () => {
  const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 14n - 1n }), { minLength: 1, maxLength: 12 }).filter((list) => list.some((weight) => weight > 0n));

  it('loses no fen, and gives each part the fen below or above its exact share', () => {
    fc.assert(
      fc.property(smallFen, weights, (fen, list) => {
        const parts = Money.fromFen(fen).allocate(list.map((weight) => rate(decimal(weight, 2))));
        const total = list.reduce((sum, weight) => sum + weight, 0n);
        const near = parts.every((part, index) => abs(part.toFen() * total - fen * (list[index] ?? 0n)) < total);
        return near && Money.sum(parts).toFen() === fen;
      }),
    );
  });

  it('gives the fen that remain to the largest remainders, and among equal ones to earlier positions', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 100_000n }), fc.array(fc.bigInt({ min: 0n, max: 40n }), { minLength: 1, maxLength: 8 }), (fen, list) => {
        const total = list.reduce((sum, weight) => sum + weight, 0n);
        fc.pre(total > 0n);
        const exact = list.map((weight, position) => ({ position, whole: (fen * weight) / total, rest: (fen * weight) % total }));
        const left = Number(fen - exact.reduce((sum, share) => sum + share.whole, 0n));
        const favoured = exact.toSorted((a, b) => (a.rest === b.rest ? a.position - b.position : a.rest > b.rest ? -1 : 1)).slice(0, left);
        const expected = exact.map((share) => share.whole + (favoured.includes(share) ? 1n : 0n));
        const parts = Money.fromFen(fen).allocate(list.map((weight) => Rate.ofInteger(weight)));
        return parts.every((part, index) => part.toFen() === expected[index]);
      }),
    );
  });

  it.each([
    ['1.00', ['1', '1', '1'], ['0.34', '0.33', '0.33']],
    ['1.00', ['10', '1', '1'], ['0.84', '0.08', '0.08']], // remainders 1/3 each, of shares with 2 digits and with 1
    ['-1.00', ['1', '1', '1'], ['-0.33', '-0.33', '-0.34']],
    ['0.01', ['0', '0', '5'], ['0.00', '0.00', '0.01']],
    ['0.00', ['1', '2'], ['0.00', '0.00']],
    ['10.00', ['0.333333333333', '0.666666666667'], ['3.33', '6.67']],
  ])('%s by %j is %j', (amount, list, parts) => {
    expect(
      yuan(amount)
        .allocate(list.map(rate))
        .map((part) => part.toString()),
    ).toEqual(parts);
  });

  it.each([[[]], [['0', '0']], [['1', '-1']], [['2', '-1']]])('has no meaning for the weights %j', (list) => {
    expect(() => yuan('1.00').allocate(list.map(rate))).toThrow(new InvariantViolation('weights must be non-negative and not all zero'));
  });
});

describe('sums and comparisons', () => {
  it('a sum is the sum of its fen, in any order, and of nothing zero', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n })), (list) => {
        const total = list.reduce((sum, fen) => sum + fen, 0n);
        const amounts = list.map((fen) => Money.fromFen(fen));
        return Money.sum(amounts).toFen() === total && Money.sum(amounts.toReversed()).toFen() === total;
      }),
    );
    expect(Money.sum([]).equals(Money.zero)).toBe(true);
    expect(yuan('0.10').plus(yuan('0.20')).toString()).toBe('0.30');
  });

  it('order follows the fen', () => {
    fc.assert(
      fc.property(smallFen, smallFen, (a, b) => {
        const [x, y] = [Money.fromFen(a), Money.fromFen(b)];
        expect([x.compare(y), x.equals(y), x.lessThan(y), x.atLeast(y)]).toEqual([a < b ? -1 : a > b ? 1 : 0, a === b, a < b, a >= b]);
        expect([Money.max(x, y).toFen(), Money.min(x, y).toFen()]).toEqual([a > b ? a : b, a > b ? b : a]);
        expect([x.isZero, x.isPositive, x.isNegative]).toEqual([a === 0n, a > 0n, a < 0n]);
        expect([x.plus(y).toFen(), x.minus(y).toFen(), x.negated().toFen()]).toEqual([a + b, a - b, -a]);
      }),
    );
  });

  it('a total of 9·10^13 or more is a defect, never a rounded figure', () => {
    const most = yuan('89999999999999.99');
    expect(() => most.plus(yuan('0.01'))).toThrow(new InvariantViolation('amount 90000000000000.00 is beyond 9·10^13'));
    expect(() => Money.sum([most, yuan('0.01')])).toThrow(InvariantViolation);
    expect(() => most.negated().minus(yuan('0.01'))).toThrow(InvariantViolation);
    expect(() => Money.fromFen(9_000_000_000_000_000n)).toThrow(InvariantViolation);
  });
});

/** `units` of 10^-places as text: decimal(-5n, 2) is "-0.05". */
function decimal(units: bigint, places: number): string {
  const digits = abs(units)
    .toString()
    .padStart(places + 1, '0');
  const text = `${digits.slice(0, -places)}.${digits.slice(-places)}`;
  return units < 0n ? `-${text}` : text;
}
