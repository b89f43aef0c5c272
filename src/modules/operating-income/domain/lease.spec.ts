import { accountingPeriod, addMonths, businessDate, Money, type AccountingPeriod } from '../../../kernel/index.js';
import { ageOf, chargeDue, dueOn, reductionOf, type LeaseSchedule, type RunningLease } from './lease.js';

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

describe('what falls due of a lease that ended early', () => {
  const yuan = (text: string): Money => Money.parse(text);
  const running = (change: Partial<RunningLease> = {}): RunningLease => ({
    amount: yuan('3000.00'),
    from: businessDate('2024-01-01'),
    endedOn: null,
    ...lease('QUARTERLY', '2024-01-10'),
    ...change,
  });
  const due = (terms: RunningLease) =>
    Array.from({ length: 12 }, (_, index): AccountingPeriod => addMonths(january, index)).flatMap((period) => {
      const charge = chargeDue(terms, period);
      return charge ? [`${charge.dueOn} ${charge.amount.toString()}`] : [];
    });

  it('is whole for every run while it has not ended', () => {
    expect(due(running())).toEqual(['2024-01-10 3000.00', '2024-04-10 3000.00', '2024-07-10 3000.00', '2024-10-10 3000.00']);
  });

  it('is by days for the run in which it ended, and nothing for later ones', () => {
    expect(due(running({ endedOn: businessDate('2024-02-15') }))).toEqual(['2024-01-10 1516.48']); // 46 of 91 days
    expect(due(running({ endedOn: businessDate('2024-04-01') }))).toEqual(['2024-01-10 3000.00', '2024-04-10 32.97']); // 1 of 91
    expect(due(running({ endedOn: businessDate('2024-03-31') }))).toEqual(['2024-01-10 3000.00']);
  });

  it('is due on its day also when that lies after the end: what was used is owed', () => {
    expect(due(running({ firstDueOn: businessDate('2024-03-25'), endedOn: businessDate('2024-02-15') }))).toEqual(['2024-03-25 1516.48']);
  });

  it('counts the runs from the first day of the lease, in months that are too short too', () => {
    const monthly = { ...running(), ...lease('MONTHLY', '2024-01-31'), from: businessDate('2024-01-31'), endedOn: businessDate('2024-02-28') };
    expect(due(monthly)).toEqual(['2024-01-31 3000.00']); // 01-31 … 02-28 is the whole first run
    expect(due({ ...monthly, endedOn: businessDate('2024-02-27') })).toEqual(['2024-01-31 2896.55']); // 28 of 29 days
  });

  it('comes off first what is unpaid, then what was paid, and never what was written off', () => {
    const charge = (paid: string, open: string) => ({ amount: yuan('3000.00'), paid: yuan(paid), open: yuan(open) });
    const told = (parts: ReturnType<typeof reductionOf>) => [parts.fromReceivable.toString(), parts.toAdvance.toString()];
    expect(told(reductionOf(charge('0.00', '3000.00'), yuan('1516.48')))).toEqual(['1483.52', '0.00']);
    expect(told(reductionOf(charge('3000.00', '0.00'), yuan('1516.48')))).toEqual(['0.00', '1483.52']);
    expect(told(reductionOf(charge('2000.00', '1000.00'), yuan('1516.48')))).toEqual(['1000.00', '483.52']);
    expect(told(reductionOf(charge('1500.00', '0.00'), yuan('1516.48')))).toEqual(['0.00', '0.00']);
    expect(told(reductionOf(charge('1600.00', '200.00'), yuan('1516.48')))).toEqual(['200.00', '83.52']);
    expect(told(reductionOf(charge('100.00', '0.00'), yuan('0.00')))).toEqual(['0.00', '100.00']);
    expect(told(reductionOf(charge('1000.00', '2000.00'), yuan('3000.00')))).toEqual(['0.00', '0.00']);
  });
});

describe('the age of arrears', () => {
  it('is told in days since the charge was due', () => {
    const age = (due: string) => ageOf({ dueOn: businessDate(due) }, businessDate('2024-12-31'));
    expect(
      ['2025-01-10', '2024-12-31', '2024-12-01', '2024-11-30', '2024-10-02', '2024-10-01', '2024-07-04', '2024-07-03', '2024-01-01', '2023-12-31'].map(age),
    ).toEqual([0, 0, 0, 1, 1, 2, 2, 3, 3, 4]);
  });
});
