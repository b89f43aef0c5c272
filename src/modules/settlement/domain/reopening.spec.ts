import { accountingPeriod, instant, quarter } from '../../../kernel/index.js';
import { refusalOf } from '../../../../test/support/refusal.js';
import { refuseFinalQuarters, reopeningState } from './reopening.js';

describe('a reopening', () => {
  const expiresAt = instant('2024-03-10T09:00:00+08:00');
  const [before, at] = [instant('2024-03-10T08:59:59+08:00'), expiresAt];
  const confirmedAt = instant('2024-03-05T09:00:00+08:00');

  it.each([
    ['waits for its second word until its end', null, before, false, 'WAITING'],
    ['is missed when nobody agreed by then', null, at, false, 'MISSED'],
    ['is open until its end', confirmedAt, before, true, 'OPEN'],
    ['is overdue after it while its months are not closed again', confirmedAt, at, true, 'OVERDUE'],
    ['is done when they are, or another one took its place', confirmedAt, before, false, 'DONE'],
  ] as const)('%s', (_, agreed, now, inForce, state) => {
    expect(reopeningState({ confirmedAt: agreed, expiresAt }, { now, inForce })).toBe(state);
  });

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
