import fc from 'fast-check';
import { paymentReference, paymentReferencesIn } from './payment-reference.js';
import type { UnitId } from './unit.js';

const unit = (id: number): { id: UnitId } => ({ id: id as UnitId });
const anyUnit = fc.integer({ min: 1, max: 99_999_999 });

describe('the payment reference of a unit', () => {
  it.each([
    [1, 'WY0000000195'],
    [12, 'WY0000001262'],
    [99_999_999, 'WY9999999952'],
  ])('of unit %i is %s', (id, reference) => {
    expect(paymentReference(unit(id))).toBe(reference);
  });

  it('is 1 modulo 97, as ISO 7064 MOD 97-10 has it', () => {
    fc.assert(fc.property(anyUnit, (id) => expect(BigInt(paymentReference(unit(id)).slice(2)) % 97n).toBe(1n)));
  });

  it.each([0, -1, 1.5, 100_000_000])('is refused for %s, which is no unit', (id) => {
    expect(() => paymentReference(unit(id))).toThrow(`unit ${id} has no payment reference`);
  });
});

describe('the references in a remark', () => {
  const [first, second] = [paymentReference(unit(12)), paymentReference(unit(345))];

  it.each([
    [first, [12]],
    [`物业费${first} 张三`, [12]],
    [`物业费${first}张三`, [12]],
    ['wy0000001262', [12]],
    ['ＷＹ００００００１２６２', [12]],
    ['WY 0000 0012 62', [12]],
    ['WY-00000012-62', [12]],
    ['W Y 0 0 0 0 0 0 1 2 6 2', [12]],
    ['WY0000‐0012—62 一月', [12]],
    ['WY0000\u200B001262', [12]],
    ['WY000000\n1262', [12]],
    [`${first} 13800001111`, [12]],
    [`${first}、${second}`, [12, 345]],
    [`${second}/${first}/${second}`, [345, 12]],
  ])('of "%s" are found', (remark, units) => {
    expect(paymentReferencesIn(remark)).toEqual(units);
  });

  it.each([
    ['a wrong check digit', 'WY0000001263'],
    ['check digits that are too large', 'WY0000000198'],
    ['a digit too many', 'WY00000012621'],
    ['a digit too few', 'WY000000126'],
    ['a longer number with spaces', 'WY0000 0012 6213 8000'],
    ['a longer word', 'AWY0000001262'],
    ['a word that goes on', 'WY0000001262A'],
    ['a number before it', '2024WY0000001262'],
    ['no letters', '0000001262'],
    ['an account number', '6222021204000012621'],
    ['a phone number', '13800001262'],
    ['other signs between the digits', 'WY0000,0012,62'],
    ['the code of a unit', 'WY03-201 2024'],
    ['unit 0', 'WY0000000098'],
    ['nothing', ''],
  ])('are none with %s', (_, remark) => {
    expect(paymentReferencesIn(remark)).toEqual([]);
  });

  it('are found again whatever unit they are of', () => {
    fc.assert(fc.property(anyUnit, (id) => expect(paymentReferencesIn(`物业费 ${paymentReference(unit(id))} 谢谢`)).toEqual([id])));
  });

  it('never match with one digit changed or two neighbours exchanged', () => {
    fc.assert(
      fc.property(anyUnit, fc.integer({ min: 2, max: 11 }), fc.integer({ min: 1, max: 9 }), (id, at, by) => {
        const signs = [...paymentReference(unit(id))];
        const changed = signs.with(at, String((Number.parseInt(signs[at] ?? '', 10) + by) % 10)).join('');
        expect(paymentReferencesIn(changed)).toEqual([]);
        const [here, next] = [signs[at] ?? '', signs[at + 1] ?? ''];
        if (next !== '' && here !== next)
          expect(
            paymentReferencesIn(
              signs
                .with(at, next)
                .with(at + 1, here)
                .join(''),
            ),
          ).toEqual([]);
      }),
    );
  });

  it('are looked for in steps in proportion to the length of the text', () => {
    const started = performance.now();
    expect(paymentReferencesIn('WY 0 '.repeat(200_000))).toEqual([]);
    expect(paymentReferencesIn(`WY${'-'.repeat(1_000_000)}`)).toEqual([]);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
