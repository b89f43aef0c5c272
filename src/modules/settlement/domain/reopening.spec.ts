import { accountingPeriod, quarter } from '../../../kernel/index.js';
import { refusalOf } from '../../../../test/support/refusal.js';
import { refuseFinalQuarters } from './reopening.js';

describe('a reopening', () => {
  const finals = ['2023-Q4', '2024-Q1'].map((text) => ({ quarter: quarter(text) }));

  it('reaches back to the month after the last quarter whose score is final', () => {
    expect(() => refuseFinalQuarters(accountingPeriod('2024-04'), finals)).not.toThrow();
    expect(() => refuseFinalQuarters(accountingPeriod('2024-01'), [])).not.toThrow();
  });

  it.each(['2024-03', '2024-01', '2023-12'])('does not open %s of a final quarter, or before one', (month) => {
    expect(refusalOf(() => refuseFinalQuarters(accountingPeriod(month), finals))).toEqual({
      code: 'REOPENING_QUARTER_FINAL',
      details: { month, quarter: '2024-Q1' },
    });
  });
});
