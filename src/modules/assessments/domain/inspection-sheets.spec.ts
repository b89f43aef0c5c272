import { Rate } from '../../../kernel/index.js';
import { combinedSheet, type ScoredSheet } from './inspection-sheets.js';

const sheet = (score: string, rest: Partial<ScoredSheet> = {}): ScoredSheet => ({
  score: Rate.parse(score),
  items: [{ name: '环境保洁', scoreMax: '100', score, note: '' }],
  adjustments: [],
  staffing: [],
  severeSafetyEvent: null,
  ...rest,
});

describe('the sheets of two bodies', () => {
  it('give the mean of their totals, rounded half up once', () => {
    const both = combinedSheet([sheet('88.50'), sheet('90.25')]);
    expect([both.score.toString(), both.items[0]?.score]).toEqual(['89.38', '89.38']);
  });

  it('are one sheet where there is one, as it is', () => {
    const only = sheet('88.50');
    expect(combinedSheet([only])).toBe(only);
  });

  it('give an addition that one of them made by half', () => {
    const praised = sheet('80', { adjustments: [{ name: '表彰', score: '3', note: '市级' }] });
    expect(combinedSheet([praised, sheet('80')]).adjustments).toEqual([{ name: '表彰', score: '1.5', note: '市级' }]);
  });

  it('count the fewest who were on duty, and every safety event that one saw', () => {
    const on = (present: number) => [{ post: '保安', promised: 4, present }];
    const both = combinedSheet([sheet('80', { staffing: on(4) }), sheet('80', { staffing: on(2), severeSafetyEvent: '电梯困人' })]);
    expect(both.staffing).toEqual(on(2));
    expect(both.severeSafetyEvent).toBe('电梯困人');
  });
});
