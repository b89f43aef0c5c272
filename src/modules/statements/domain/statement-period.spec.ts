import { periodBefore, spanOf, statementPeriod } from './statement-period.js';

describe('the period of a statement', () => {
  it.each([
    ['2024-02', 'MONTH', '2024-02-01', '2024-02-29', '2024-01'],
    ['2024-01', 'MONTH', '2024-01-01', '2024-01-31', '2023-12'],
    ['2024-Q1', 'QUARTER', '2024-01-01', '2024-03-31', '2023-Q4'],
    ['2024-Q4', 'QUARTER', '2024-10-01', '2024-12-31', '2024-Q3'],
    ['2024', 'YEAR', '2024-01-01', '2024-12-31', '2023'],
  ])('%s is a %s from %s to %s, after %s', (text, kind, from, to, before) => {
    const period = statementPeriod(text);
    expect(spanOf(period)).toMatchObject({ kind, from, to, first: from.slice(0, 7), last: to.slice(0, 7) });
    expect(periodBefore(period)).toBe(before);
  });

  it.each(['2024-13', '2024-Q5', '2024-Q', '24', '20245', '2024-1', '', '3024'])('%j is none', (text) => {
    expect(() => statementPeriod(text)).toThrow(expect.objectContaining({ code: 'PERIOD_INVALID' }));
  });
});
