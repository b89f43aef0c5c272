import { businessDate } from '../../../kernel/index.js';
import { ownerSideOn, substitutionHolds, type Substitution, type SubstitutionGround } from './substitution.js';

const day = businessDate;
const substitution = (ground: SubstitutionGround, from: string, to: string | null = null): Substitution => ({
  ground,
  legalBasis: '嘉兴市住宅物业管理条例 第二十三条',
  from: day(from),
  to: to === null ? null : day(to),
});
const registered = (on: string) => ({ registeredOn: day(on) });

describe('a substitution', () => {
  const demo = substitution('NO_COMMITTEE', '2024-01-01', '2026-12-31');

  it('holds from its first to its last day', () => {
    expect(['2023-12-31', '2024-01-01', '2026-12-31', '2027-01-01'].map((on) => substitutionHolds(demo, day(on), null))).toEqual([false, true, true, false]);
  });

  it('without a last day holds until a committee comes', () => {
    expect(substitutionHolds(substitution('VACANT', '2024-01-01'), day('2099-12-31'), null)).toBe(true);
  });

  it('ends by itself on the day a committee is registered', () => {
    const committee = registered('2025-06-18');
    expect(['2025-06-17', '2025-06-18', '2025-06-19'].map((on) => substitutionHolds(demo, day(on), committee))).toEqual([true, false, false]);
  });

  it('has no ground from the start where a committee stands', () => {
    expect(substitutionHolds(demo, day('2024-01-01'), registered('2023-05-01'))).toBe(false);
  });

  it.each(['BELOW_HALF', 'VACANT'] as const)('for %s holds beside the incomplete committee, and ends with the next one', (ground) => {
    const incomplete = substitution(ground, '2024-01-01');
    expect(substitutionHolds(incomplete, day('2024-03-01'), registered('2020-05-01'))).toBe(true);
    expect(substitutionHolds(incomplete, day('2024-03-01'), registered('2024-02-01'))).toBe(false);
    expect(substitutionHolds(incomplete, day('2024-01-01'), registered('2024-01-01'))).toBe(false);
  });
});

describe('the owner side on a day', () => {
  const substitutions = [substitution('NO_COMMITTEE', '2024-01-01', '2024-06-30'), substitution('NO_COMMITTEE', '2024-07-01')];

  it('is the residents’ committee while a substitution holds, and says which', () => {
    expect(ownerSideOn(day('2024-08-01'), null, substitutions)).toEqual({ role: 'COMMUNITY', substitution: substitutions[1] });
  });

  it('is the committee from the day of its registration', () => {
    expect(ownerSideOn(day('2025-06-18'), registered('2025-06-18'), substitutions)).toEqual({ role: 'COMMITTEE', substitution: null });
    expect(ownerSideOn(day('2025-06-17'), registered('2025-06-18'), substitutions)).toMatchObject({ role: 'COMMUNITY' });
  });

  it('is nobody before the first substitution', () => {
    expect(ownerSideOn(day('2023-12-31'), null, substitutions)).toEqual({ role: null, substitution: null });
  });
});
