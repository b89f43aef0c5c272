import fc from 'fast-check';
import { refusalOf } from '../../test/support/refusal.js';
import { Rate } from './index.js';

const rate = (text: string): Rate => Rate.parse(text);
const anyUnits = fc.bigInt({ min: -(10n ** 20n) + 1n, max: 10n ** 20n - 1n });
const ofUnits = (units: bigint): Rate => Rate.parse(shortest(units, 8));

describe('a rate', () => {
  it.each([
    ['0.85', '0.85'],
    ['88.50', '88.5'],
    ['12', '12'],
    ['0', '0'],
    ['-3.10', '-3.1'],
    ['0.000000000001', '0.000000000001'],
    ['999999999999.999999999999', '999999999999.999999999999'],
  ])('%s is read, and written as %s, the shortest exact form', (text, written) => {
    expect(rate(text).toString()).toBe(written);
    expect(JSON.stringify(rate(text))).toBe(`"${written}"`);
  });

  it.each(['', '1e-7', '.5', '1.', '+1', ' 1', '1 ', '01', '０.５', '1,5', '-0', '-0.0', 'NaN', 'Infinity', '0.0000000000001', '1000000000000', '1/3', '5%'])(
    'refuses %j',
    (text) => {
      expect(refusalOf(() => rate(text)).code).toBe('RATE_INVALID');
    },
  );

  it.each([[0.85], [null], [undefined], [{}], [['1']]])('refuses %p, which is no text', (value) => {
    expect(refusalOf(() => Rate.parse(value as unknown as string)).code).toBe('RATE_INVALID');
  });

  it('adds, subtracts and multiplies exactly', () => {
    fc.assert(
      fc.property(anyUnits, anyUnits, (a, b) => {
        expect(ofUnits(a).plus(ofUnits(b)).toString()).toBe(shortest(a + b, 8));
        expect(ofUnits(a).minus(ofUnits(b)).toString()).toBe(shortest(a - b, 8));
        expect(ofUnits(a).times(ofUnits(b)).toString()).toBe(shortest(a * b, 16));
        expect(ofUnits(a).compare(ofUnits(b))).toBe(a < b ? -1 : a > b ? 1 : 0);
        expect([ofUnits(a).lessThan(ofUnits(b)), ofUnits(a).atLeast(ofUnits(b))]).toEqual([a < b, a >= b]);
      }),
    );
  });

  it.each([
    ['94.995', 2, '95.00'],
    ['94.99499999', 2, '94.99'],
    ['87.315', 2, '87.32'],
    ['-87.315', 2, '-87.32'],
    ['0.5', 0, '1'],
    ['-0.004', 2, '0.00'],
    ['12', 2, '12.00'],
  ])('%s rounds half up, away from zero, to %i places: %s', (text, places, rounded) => {
    expect(rate(text).toFixed(places)).toBe(rounded);
    expect(rate(text).rounded(places).toFixed(places)).toBe(rounded);
  });

  it('a score of weighted parts is rounded once, at the end', () => {
    const parts: [string, string][] = [['0.40', '88.50'], ['0.35', '86.20'], ['0.20', '90'], ['0.05', '75']]; // prettier-ignore
    const score = Rate.sum(parts.map(([weight, points]) => rate(weight).times(rate(points))));
    expect(score.toString()).toBe('87.32');
  });

  it('divides to 60 digits, so that a third three times is one when rounded', () => {
    const third = Rate.one.dividedBy(rate('3'));
    expect(third.times(rate('3')).rounded(12).equals(Rate.one)).toBe(true);
    expect(rate('1').dividedBy(rate('8')).toString()).toBe('0.125');
  });

  it.each([
    ['-0.01', '0'],
    ['0', '0'],
    ['99.99', '99.99'],
    ['100', '100'],
    ['100.01', '100'],
  ])('%s moved into [0, 100] is %s', (text, clamped) => {
    expect(rate(text).clamped(Rate.zero, Rate.hundred).toString()).toBe(clamped);
  });

  it('leaves as a JS number for drawings', () => {
    expect(rate('87.32').toChartNumber()).toBe(87.32);
  });

  it('knows its sign', () => {
    const tiny = rate('0.000000000001');
    expect([tiny.isZero, tiny.isNegative, Rate.zero.minus(tiny).isNegative]).toEqual([false, false, true]);
    expect([Rate.zero.isZero, Rate.zero.isNegative, tiny.minus(tiny).isZero]).toEqual([true, false, true]);
    expect(Rate.ofInteger(-5).equals(Rate.ofInteger(-5n))).toBe(true);
  });
});

/** `units` of 10^-places in the shortest exact form. */
function shortest(units: bigint, places: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, '0');
  const text = `${digits.slice(0, -places)}.${digits.slice(-places)}`.replace(/\.?0+$/, '');
  return units < 0n ? `-${text}` : text;
}
