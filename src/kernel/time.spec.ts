import fc from 'fast-check';
import { refusalOf } from '../../test/support/refusal.js';
import {
  accountingPeriod,
  addDays,
  addMinutes,
  addMonths,
  businessDate,
  dateOf,
  daysBetween,
  firstDay,
  instant,
  lastDay,
  monthsOf,
  periodOf,
  periodsBetween,
  quarter,
  quarterOf,
  shanghaiTime,
  timeOf,
} from './index.js';

const anyDay = fc.integer({ min: 0, max: 200 * 365 }).map((days) => addDays(businessDate('1950-01-01'), days));
const anyPeriod = anyDay.map(periodOf);

describe('a day', () => {
  it.each(['2024-02-29', '2000-02-29', '2023-12-31', '2100-02-28'])('%s is one of the calendar', (text) => {
    expect(businessDate(text)).toBe(text);
  });

  it.each([
    '2023-02-29',
    '2100-02-29',
    '1900-02-29',
    '2024-02-30',
    '2024-04-31',
    '2024-00-01',
    '2024-13-01',
    '2024-01-00',
    '2024-01-32',
    '2024-1-1',
    '24-01-01',
    '0999-01-01',
    '3000-01-01',
    '2024/01/01',
    '20240101',
    ' 2024-01-01',
    '2024-01-01 ',
    '2024-01-01T00:00:00Z',
    '２０２４-01-01',
    '',
  ])('refuses %j', (text) => {
    expect(refusalOf(() => businessDate(text)).code).toBe('DATE_INVALID');
  });

  it.each([[20240101], [null], [undefined], [new Date()], [['2024-01-01']]])('refuses %p, which is no text', (value) => {
    expect(refusalOf(() => businessDate(value as unknown as string)).code).toBe('DATE_INVALID');
  });

  it.each([
    ['2023-12-31', 1, '2024-01-01'],
    ['2024-02-28', 1, '2024-02-29'],
    ['2023-02-28', 1, '2023-03-01'],
    ['2024-03-01', -1, '2024-02-29'],
    ['2024-01-01', -366, '2022-12-31'],
    ['2024-01-01', 366, '2025-01-01'],
  ])('%s and %i days is %s', (from, days, to) => {
    expect(addDays(businessDate(from), days)).toBe(to);
    expect(daysBetween(businessDate(from), businessDate(to))).toBe(days);
  });

  it('days added are the days between, and the order of texts is the order of days', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -5_000, max: 5_000 }), (day, days) => {
        const other = addDays(day, days);
        expect(daysBetween(day, other)).toBe(days);
        expect(Math.sign(days)).toBe(other > day ? 1 : other < day ? -1 : 0);
        expect(businessDate(other)).toBe(other);
      }),
    );
  });
});

describe('a month', () => {
  it.each(['2024-01', '2024-12'])('%s is one', (text) => {
    expect(accountingPeriod(text)).toBe(text);
  });

  it.each(['2024-00', '2024-13', '2024-1', '2024', '2024-01-01', '2024-Q1', '', '２０２４-01'])('refuses %j', (text) => {
    expect(refusalOf(() => accountingPeriod(text))).toEqual({ code: 'PERIOD_INVALID', details: { value: text } });
  });

  it('is read from text and nothing else', () => {
    expect(refusalOf(() => accountingPeriod(['2024-01'] as unknown as string)).code).toBe('PERIOD_INVALID');
  });

  it.each([
    ['2023-12', 1, '2024-01'],
    ['2024-01', -1, '2023-12'],
    ['2024-01', 11, '2024-12'],
    ['2024-12', 1, '2025-01'],
    ['2024-05', -17, '2022-12'],
    ['2024-06', 0, '2024-06'],
    ['2024-03', 24, '2026-03'],
  ])('%s and %i months is %s', (from, months, to) => {
    expect(addMonths(accountingPeriod(from), months)).toBe(to);
  });

  it.each([
    ['2024-02', '2024-02-29'],
    ['2023-02', '2023-02-28'],
    ['2100-02', '2100-02-28'],
    ['2024-04', '2024-04-30'],
    ['2024-12', '2024-12-31'],
  ])('%s ends on %s', (period, day) => {
    expect(lastDay(accountingPeriod(period))).toBe(day);
    expect(firstDay(accountingPeriod(period))).toBe(`${period}-01`);
  });

  it('begins the day after the month before it ended', () => {
    fc.assert(
      fc.property(anyPeriod, fc.integer({ min: -600, max: 600 }), (period, months) => {
        expect(addDays(lastDay(period), 1)).toBe(firstDay(addMonths(period, 1)));
        expect(addMonths(addMonths(period, months), -months)).toBe(period);
        expect(periodOf(lastDay(period))).toBe(period);
      }),
    );
  });

  it('months from one to another hold both, across a year end, and none backwards', () => {
    const [november, february] = [accountingPeriod('2023-11'), accountingPeriod('2024-02')];
    expect(periodsBetween(november, february)).toEqual(['2023-11', '2023-12', '2024-01', '2024-02']);
    expect(periodsBetween(november, november)).toEqual(['2023-11']);
    expect(periodsBetween(february, november)).toEqual([]);
  });
});

describe('a quarter', () => {
  it.each([
    ['2024-Q1', ['2024-01', '2024-02', '2024-03']],
    ['2024-Q2', ['2024-04', '2024-05', '2024-06']],
    ['2024-Q3', ['2024-07', '2024-08', '2024-09']],
    ['2024-Q4', ['2024-10', '2024-11', '2024-12']],
  ])('%s has the months %j', (text, months) => {
    expect(monthsOf(quarter(text))).toEqual(months);
    expect(months.map((month) => quarterOf(accountingPeriod(month)))).toEqual([text, text, text]);
  });

  it.each(['2024-Q0', '2024-Q5', '2024-q1', '2024Q1', '2024-01', '12024-Q1', '2024-Q11', ''])('refuses %j', (text) => {
    expect(refusalOf(() => quarter(text))).toEqual({ code: 'PERIOD_INVALID', details: { value: text } });
  });

  it('is read from text and nothing else', () => {
    expect(refusalOf(() => quarter(['2024-Q1'] as unknown as string)).code).toBe('PERIOD_INVALID');
  });
});

describe('a moment', () => {
  it.each([
    ['2024-01-31T15:59:59Z', '2024-01-31', '23:59'],
    ['2024-01-31T15:59:59.999Z', '2024-01-31', '23:59'],
    ['2024-01-31T16:00:00Z', '2024-02-01', '00:00'],
    ['2024-02-28T16:00:00Z', '2024-02-29', '00:00'],
    ['2023-12-31T15:59:59Z', '2023-12-31', '23:59'],
    ['2023-12-31T16:00:00Z', '2024-01-01', '00:00'],
    ['2024-07-01T00:00:00Z', '2024-07-01', '08:00'],
  ])('%s falls on %s at %s in Shanghai', (text, day, time) => {
    expect(dateOf(instant(text))).toBe(day);
    expect(timeOf(instant(text))).toBe(time);
  });

  it.each([
    ['2024-04-15T09:30:00+08:00', '2024-04-15T01:30:00.000Z'],
    ['2024-04-15T09:30+08:00', '2024-04-15T01:30:00.000Z'],
    ['2024-04-15T01:30:00Z', '2024-04-15T01:30:00.000Z'],
    ['2024-12-31T23:59:59.5-05:00', '2025-01-01T04:59:59.500Z'],
  ])('%s is kept as %s, so that texts sort as moments', (text, utc) => {
    expect(instant(text)).toBe(utc);
    expect(instant(new Date(text))).toBe(utc);
  });

  it.each([
    ['without a zone', '2024-04-15T09:30:00'],
    ['a day alone', '2024-04-15'],
    ['a day that the calendar does not have', '2024-02-30T09:30:00Z'],
    ['29 February of a common year', '2023-02-29T00:00:00+08:00'],
    ['31 April', '2024-04-31T00:00:00Z'],
    ['hour 24', '2024-04-15T24:00:00Z'],
    ['minute 60', '2024-04-15T09:60:00Z'],
    ['month 13', '2024-13-01T00:00:00Z'],
    ['a zone beyond a day', '2024-04-15T09:30:00+99:00'],
    ['a space for the T', '2024-04-15 09:30:00Z'],
    ['a space before', ' 2024-04-15T09:30:00Z'],
    ['a space behind', '2024-04-15T09:30:00Z '],
    ['nothing', ''],
  ])('refuses %s', (_, text) => {
    expect(refusalOf(() => instant(text)).code).toBe('DATE_INVALID');
  });

  it('refuses a Date that is none', () => {
    expect(refusalOf(() => instant(new Date('x'))).code).toBe('DATE_INVALID');
  });

  it('of a wall clock in Shanghai falls on that day at that time', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 0, max: 1_439 }), (day, minute) => {
        const time = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
        const moment = shanghaiTime(day, time);
        expect([dateOf(moment), timeOf(moment)]).toEqual([day, time]);
      }),
    );
  });

  it('minutes run over the day, the month and the year', () => {
    expect(addMinutes(instant('2023-12-31T15:59:30Z'), 1)).toBe('2023-12-31T16:00:30.000Z');
    expect(addMinutes(instant('2024-01-01T00:00:00Z'), -1)).toBe('2023-12-31T23:59:00.000Z');
  });
});
