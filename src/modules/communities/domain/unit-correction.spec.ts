import { accountingPeriod, Rate } from '../../../kernel/index.js';
import { areaOf, changesNothing, factsIn, type CorrectedFacts } from './unit-correction.js';

const recorded = { kind: 'FLAT', area: Rate.parse('88.50') } as const;
const from = (month: string, area: string, kind: 'FLAT' | 'SHOP' = 'FLAT'): CorrectedFacts => ({ from: accountingPeriod(month), kind, area: Rate.parse(area) });
const areaIn = (month: string, corrections: readonly CorrectedFacts[]): string => factsIn(accountingPeriod(month), recorded, corrections).area.toFixed(2);

describe('what a unit is in a month', () => {
  it('is what was recorded first, until a correction begins', () => {
    expect(areaIn('2024-03', [])).toBe('88.50');
    expect(areaIn('2024-03', [from('2024-04', '86.50')])).toBe('88.50');
    expect(areaIn('2024-04', [from('2024-04', '86.50')])).toBe('86.50');
  });

  it('is the latest that was recorded, so that a correction that was wrong is corrected by another', () => {
    const twice = [from('2024-02', '86.50'), from('2024-04', '90.00'), from('2024-02', '87.00')];
    expect([areaIn('2024-01', twice), areaIn('2024-03', twice), areaIn('2024-05', twice)]).toEqual(['88.50', '87.00', '87.00']);
    expect(areaIn('2024-03', twice.slice(0, 2))).toBe('86.50');
  });

  it('is not changed by a correction that says what the months are already that it is about, until the next one begins', () => {
    expect(changesNothing(from('2024-02', '88.50'), recorded, [])).toBe(true);
    expect(changesNothing(from('2024-02', '88.50', 'SHOP'), recorded, [])).toBe(false);
    expect(changesNothing(from('2024-02', '86.50'), recorded, [from('2024-01', '86.50')])).toBe(true);
    expect(changesNothing(from('2024-02', '88.50'), recorded, [from('2024-05', '86.50')])).toBe(true);
    expect(changesNothing(from('2024-02', '86.50'), recorded, [from('2024-05', '86.50')])).toBe(false);
  });
});

it.each(['0', '0.00', '-1', '088.50', '88.505', '1e3', 'NaN', '', '100000', '88,5', '８８'])('an area is not "%s"', (text) => {
  expect(areaOf(text)).toBeNull();
});

it.each(['88.5', '0.01', '99999.99', '106'])('an area is "%s"', (text) => {
  expect(areaOf(text)?.toFixed(2)).toBe(Rate.parse(text).toFixed(2));
});
