import { accountingPeriod, addMonths, businessDate, type AccountingPeriod } from '../../../kernel/index.js';
import { dueOn, type LeaseSchedule } from './lease.js';

const lease = (schedule: LeaseSchedule, firstDueOn: string, to = '2026-12-31') => ({ schedule, firstDueOn: businessDate(firstDueOn), to: businessDate(to) });
const january = accountingPeriod('2024-01');
const dueDays = (terms: ReturnType<typeof lease>, months = 12): string[] =>
  Array.from({ length: months }, (_, index): AccountingPeriod => addMonths(january, index)).flatMap((period) => dueOn(terms, period) ?? []);

describe('the days on which a lease falls due', () => {
  it('are every month, quarter, half year or year from the first one', () => {
    expect(dueDays(lease('MONTHLY', '2024-01-05'))).toHaveLength(12);
    expect(dueDays(lease('QUARTERLY', '2024-01-10'))).toEqual(['2024-01-10', '2024-04-10', '2024-07-10', '2024-10-10']);
    expect(dueDays(lease('HALF_YEARLY', '2024-01-15'))).toEqual(['2024-01-15', '2024-07-15']);
    expect(dueDays(lease('YEARLY', '2024-02-20'), 36)).toEqual(['2024-02-20', '2025-02-20', '2026-02-20']);
  });

  it('are none before the first one and none after the last day of the lease', () => {
    expect(dueDays(lease('QUARTERLY', '2024-03-25', '2024-09-24'))).toEqual(['2024-03-25', '2024-06-25']);
    expect(dueDays(lease('MONTHLY', '2024-11-05'))).toEqual(['2024-11-05', '2024-12-05']);
  });

  it('are the last day of a month that is too short', () => {
    expect(dueDays(lease('MONTHLY', '2024-01-31'), 4)).toEqual(['2024-01-31', '2024-02-29', '2024-03-31', '2024-04-30']);
  });
});
