import { businessDate, type BusinessDate } from '../../../kernel/index.js';
import { coveredThrough } from './coverage.js';

const day = (text: string): BusinessDate => businessDate(`2024-${text}`);
const files = (...days: readonly [string, string][]) => days.map(([from, to]) => ({ from: day(from), to: day(to) }));

describe('the days that statements cover without a gap', () => {
  it('run on through statements that adjoin, overlap or lie inside one another', () => {
    expect(coveredThrough(files(['01-01', '01-31'], ['02-01', '02-29']), day('01-01'))).toBe('2024-02-29');
    expect(coveredThrough(files(['01-01', '01-31'], ['01-05', '01-10'], ['01-20', '02-03']), day('01-01'))).toBe('2024-02-03');
    expect(coveredThrough(files(['01-15', '02-29']), day('02-01'))).toBe('2024-02-29');
  });

  it('end before the first day that is missing, however far later statements reach', () => {
    expect(coveredThrough(files(['01-01', '01-09'], ['01-21', '01-31']), day('01-01'))).toBe('2024-01-09');
    expect(coveredThrough(files(['01-01', '01-30'], ['02-01', '02-29']), day('02-01'))).toBe('2024-02-29');
  });

  it('are none when the first day is not covered', () => {
    expect(coveredThrough([], day('01-01'))).toBeNull();
    expect(coveredThrough(files(['01-02', '01-31']), day('01-01'))).toBeNull();
    expect(coveredThrough(files(['01-01', '01-31']), day('02-01'))).toBeNull();
  });
});
