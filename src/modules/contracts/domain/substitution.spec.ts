import { businessDate } from '../../../kernel/index.js';
import { ownerSideOn, substitutionHolds, substitutionsOverlap, type Substitution, type SubstitutionGround } from './substitution.js';

const day = businessDate;
const substitution = (ground: SubstitutionGround, from: string, to: string | null = null): Substitution => ({
  ground,
  legalBasis: '嘉兴市住宅物业管理条例 第二十三条',
  from: day(from),
  to: to === null ? null : day(to),
});
const older = { stoodBefore: true };
const newer = { stoodBefore: false };

describe('a substitution', () => {
  const demo = substitution('NO_COMMITTEE', '2024-01-01', '2026-12-31');

  it('holds from its first to its last day', () => {
    expect(['2023-12-31', '2024-01-01', '2026-12-31', '2027-01-01'].map((on) => substitutionHolds(demo, day(on), null))).toEqual([false, true, true, false]);
  });

  it('without a last day holds until a committee comes', () => {
    expect(substitutionHolds(substitution('VACANT', '2024-01-01'), day('2099-12-31'), null)).toBe(true);
    expect(substitutionHolds(substitution('VACANT', '2024-01-01'), day('2099-12-31'), newer)).toBe(false);
  });

  it('for lack of a committee holds on no day with one, new or old', () => {
    expect([older, newer].map((committee) => substitutionHolds(demo, day('2025-06-18'), committee))).toEqual([false, false]);
  });

  it.each(['BELOW_HALF', 'VACANT'] as const)('for %s holds beside the incomplete committee, and ends with the next one', (ground) => {
    const incomplete = substitution(ground, '2024-01-01');
    expect([older, newer].map((committee) => substitutionHolds(incomplete, day('2024-03-01'), committee))).toEqual([true, false]);
  });
});

describe('the owner side on a day', () => {
  const demo = substitution('NO_COMMITTEE', '2024-01-01');

  it('is the residents’ committee while a substitution holds', () => {
    expect(ownerSideOn(day('2024-08-01'), demo, null)).toBe('COMMUNITY');
    expect(ownerSideOn(day('2024-08-01'), substitution('BELOW_HALF', '2024-01-01'), older)).toBe('COMMUNITY');
  });

  it('is the committee where one stands', () => {
    expect(ownerSideOn(day('2025-06-18'), demo, newer)).toBe('COMMITTEE');
    expect(ownerSideOn(day('2025-06-18'), null, older)).toBe('COMMITTEE');
  });

  it('is nobody without committee and substitution', () => {
    expect(ownerSideOn(day('2023-12-31'), demo, null)).toBeNull();
    expect(ownerSideOn(day('2024-01-01'), null, null)).toBeNull();
  });
});

it.each([
  ['2024-01-01', '2024-06-30', '2024-06-30', null, true],
  ['2024-01-01', '2024-06-30', '2024-07-01', null, false],
  ['2024-01-01', null, '2030-01-01', '2030-01-02', true],
  ['2024-07-01', null, '2024-01-01', '2024-06-30', false],
] as const)('substitutions from %s to %s and from %s to %s share a day: %s', (from, to, otherFrom, otherTo, expected) => {
  const [a, b] = [substitution('VACANT', from, to), substitution('VACANT', otherFrom, otherTo)];
  expect([substitutionsOverlap(a, b), substitutionsOverlap(b, a)]).toEqual([expected, expected]);
});
