import { addMinutes, businessDate, shanghaiTime, type Instant } from '../../../kernel/index.js';
import { refusalOf } from '../../../../test/support/refusal.js';
import {
  answeredAt,
  assertRepair,
  isOwnNumber,
  isWrittenLate,
  openRepairs,
  quarterOfRepair,
  responseMeasure,
  type LoggedRepair,
  type StatedRepair,
} from './repair-log.js';

const hours = { URGENT: 2, NORMAL: 24 };
const came = shanghaiTime(businessDate('2024-02-05'), '09:00');
const after = (count: number): Instant => addMinutes(came, 60 * count);
const later = after(24 * 30);
const repair = (
  urgency: 'URGENT' | 'NORMAL',
  respondedAt: Instant | null,
  { recordedAt = came, responseRecordedAt = respondedAt, byFirm = true } = {},
): LoggedRepair => ({
  urgency,
  receivedAt: came,
  respondedAt,
  recordedAt,
  byFirm,
  responseRecordedAt,
});
const minuteAfter = (at: Instant): Instant => addMinutes(at, 1);

describe('response times', () => {
  it('are the share of requests answered within the hours of their urgency: 63 of 70 are 90.00', () => {
    const log = [...Array.from({ length: 63 }, () => repair('NORMAL', after(24))), ...Array.from({ length: 7 }, () => repair('NORMAL', after(25)))];
    const measure = responseMeasure(log, hours, later);
    expect([measure?.requests, measure?.inTime, measure?.score.toFixed(2)]).toEqual([70, 63, '90.00']);
  });

  it('are rounded half up once: 2 of 3 are 66.67', () => {
    const log = [repair('URGENT', after(2)), repair('NORMAL', after(3)), repair('URGENT', after(3))];
    expect(responseMeasure(log, hours, later)?.score.toFixed(2)).toBe('66.67');
  });

  it('count an unanswered request as missed once its time is over, and not at all before', () => {
    expect(responseMeasure([repair('NORMAL', null), repair('URGENT', after(1))], hours, after(24))).toMatchObject({ requests: 1, inTime: 1, open: 1 });
    expect(responseMeasure([repair('NORMAL', null), repair('URGENT', after(1))], hours, addMinutes(after(24), 1))).toMatchObject({
      requests: 2,
      inTime: 1,
      open: 0,
    });
  });

  it('are nothing while there is nothing to count', () => {
    expect(responseMeasure([], hours, later)).toBeNull();
    expect(responseMeasure([repair('NORMAL', null)], hours, after(1))).toBeNull();
  });

  it('wait for a request to its last minute, and name the one that waits longest last', () => {
    const log = [repair('NORMAL', null), repair('URGENT', null), repair('NORMAL', after(1))];
    const open = (asOf: Instant) => openRepairs(log, hours, asOf).map(({ urgency, until }) => [urgency, until]);
    const normal = ['NORMAL', after(24)];
    expect(open(after(2))).toEqual([['URGENT', after(2)], normal]);
    expect(open(after(24))).toEqual([normal]);
    expect(open(addMinutes(after(24), 1))).toEqual([]);
  });

  it('count what the firm writes down late as missed: seven missed ones, written at hour 25, do not vanish, 63 of 70 are 90.00', () => {
    const missed = Array.from({ length: 7 }, () => repair('NORMAL', after(25), { recordedAt: after(25) }));
    const log = [...Array.from({ length: 63 }, () => repair('NORMAL', after(1))), ...missed];
    expect(responseMeasure(log, hours, later)).toMatchObject({ requests: 70, inTime: 63, open: 0, late: 0, lateByFirm: 7, lateByOthers: 0, lateAnswers: 0 });
    expect(responseMeasure(log, hours, later)?.score.toFixed(2)).toBe('90.00');
  });

  it('count it as missed whatever answer it states, and at once', () => {
    const late = [minuteAfter(after(24)), later, shanghaiTime(businessDate('2024-04-08'), '09:00')];
    for (const recordedAt of late) {
      expect(responseMeasure([repair('NORMAL', after(1), { recordedAt })], hours, recordedAt)).toMatchObject({
        requests: 1,
        inTime: 0,
        open: 0,
        lateByFirm: 1,
      });
      expect(responseMeasure([repair('NORMAL', null, { recordedAt })], { URGENT: 2, NORMAL: 2400 }, recordedAt)).toMatchObject({
        requests: 1,
        inTime: 0,
        open: 0,
      });
      expect(openRepairs([repair('NORMAL', null, { recordedAt })], { URGENT: 2, NORMAL: 2400 }, recordedAt)).toEqual([]);
    }
    expect(responseMeasure([repair('NORMAL', after(1), { recordedAt: after(24) })], hours, later)).toMatchObject({ requests: 1, inTime: 1, lateByFirm: 0 });
  });

  it('count what another body writes down late from its writing on: the firm has its hours from when it could know of it', () => {
    const recordedAt = after(48);
    const complaint = (respondedAt: Instant | null) => repair('NORMAL', respondedAt, { recordedAt, byFirm: false });
    const log = [complaint(after(72)), complaint(minuteAfter(after(72))), complaint(null)];
    expect(responseMeasure(log, hours, after(72))).toMatchObject({ requests: 2, inTime: 1, open: 1, late: 0, lateByFirm: 0, lateByOthers: 3 });
    expect(responseMeasure(log, hours, minuteAfter(after(72)))).toMatchObject({ requests: 3, inTime: 1, open: 0 });
    expect(openRepairs(log, hours, after(60)).map(({ until }) => until)).toEqual([after(72)]);
    const sameDay = repair('NORMAL', after(25), { recordedAt: after(24), byFirm: false });
    expect(responseMeasure([sameDay], hours, later)).toMatchObject({ requests: 1, inTime: 0, lateByOthers: 0 });
  });

  it('measure an answer of before the writing from when the request came: eleven hours do not become in time because the owner side wrote it down two days late', () => {
    const recordedAt = addMinutes(after(48), 0.5);
    const urgent = (respondedAt: Instant, responseRecordedAt = respondedAt) => repair('URGENT', respondedAt, { recordedAt, responseRecordedAt, byFirm: false });
    const inTime = (request: LoggedRepair, given = hours) => responseMeasure([request], given, later)?.inTime;
    expect(responseMeasure([urgent(after(11), after(49))], hours, later)).toMatchObject({ requests: 1, inTime: 0, lateByOthers: 1, lateAnswers: 1 });
    expect([inTime(urgent(addMinutes(after(48), -1))), inTime(urgent(after(48))), inTime(urgent(minuteAfter(after(48))))]).toEqual([0, 1, 1]);
    const slow = urgent(after(47), after(49));
    expect([inTime(slow, { URGENT: 47, NORMAL: 48 }), inTime(slow, { URGENT: 46, NORMAL: 48 })]).toEqual([1, 0]);
  });

  it('take nothing that another body writes down after its quarter, and say how much it is: fifty made up change nothing', () => {
    const april = shanghaiTime(businessDate('2024-04-08'), '09:00');
    const madeUp = Array.from({ length: 50 }, () => repair('URGENT', null, { recordedAt: april, byFirm: false }));
    expect(responseMeasure([...madeUp, repair('NORMAL', after(1)), repair('NORMAL', null)], hours, april)).toMatchObject({ requests: 2, inTime: 1, late: 50 });
    expect(responseMeasure(madeUp, hours, april)).toBeNull();
    expect(openRepairs(madeUp, hours, came)).toEqual([]);
  });

  it('give the firm a day at least for what another body writes down late: seventy urgent ones of weeks ago, written ten minutes before midnight', () => {
    const recordedAt = after(24 * 20);
    const urgent = (respondedAt: Instant | null) => repair('URGENT', respondedAt, { recordedAt, byFirm: false });
    const [lastMoment, madeUp] = [addMinutes(recordedAt, 24 * 60), Array.from({ length: 70 }, () => urgent(null))];
    const answered = Array.from({ length: 63 }, () => repair('NORMAL', after(1)));
    expect(responseMeasure([...answered, ...madeUp], hours, lastMoment)).toMatchObject({ requests: 63, inTime: 63, open: 70, lateByOthers: 70 });
    expect(openRepairs(madeUp, hours, lastMoment)[69]?.until).toBe(lastMoment);
    expect(responseMeasure([urgent(lastMoment), urgent(minuteAfter(lastMoment))], hours, later)).toMatchObject({ requests: 2, inTime: 1, lateHoursMin: 24 });
    const slow = { ...repair('NORMAL', addMinutes(recordedAt, 48 * 60), { recordedAt, byFirm: false }) };
    expect(responseMeasure([slow], { URGENT: 2, NORMAL: 48 }, later)).toMatchObject({ requests: 1, inTime: 1 });
  });

  it('give everybody their day over the end of the quarter: a request of half an hour before midnight, and a lift stuck at six, written down in the morning', () => {
    const last = shanghaiTime(businessDate('2024-03-31'), '23:30');
    const written = (minutes: number, byFirm: boolean) => isWrittenLate({ receivedAt: last, recordedAt: addMinutes(last, minutes), byFirm });
    expect([written(30, true), written(24 * 60, true), written(24 * 60 + 1, true)]).toEqual([false, false, true]);
    expect([written(30, false), written(24 * 60, false), written(24 * 60 + 1, false)]).toEqual([false, false, true]);
    const atOnce = { ...repair('NORMAL', addMinutes(last, 5), { recordedAt: addMinutes(last, 30) }), receivedAt: last };
    expect(responseMeasure([atOnce], hours, later)).toMatchObject({ requests: 1, inTime: 1, lateByFirm: 0 });
    expect(responseMeasure([{ ...atOnce, byFirm: false }], hours, later)).toMatchObject({ requests: 1, inTime: 1, late: 0 });
    const [stuck, morning] = [addMinutes(last, -330), addMinutes(last, 540)];
    for (const byFirm of [true, false])
      expect(responseMeasure([{ ...repair('URGENT', null, { recordedAt: morning, byFirm }), receivedAt: stuck }], hours, addMinutes(morning, 1))).toMatchObject(
        {
          requests: 1,
          inTime: 0,
          late: 0,
        },
      );
    const tooLate = { ...atOnce, byFirm: false, recordedAt: addMinutes(last, 24 * 60 + 1) };
    expect(responseMeasure([tooLate, atOnce], hours, later)).toMatchObject({ requests: 1, late: 1 });
  });

  it('count an answer that was written down more than a day after it was given from then on: stated 09:30, written weeks later, it is missed', () => {
    const weeks = after(24 * 55);
    const log = [repair('URGENT', after(0.5), { responseRecordedAt: weeks }), repair('URGENT', after(0.5), { responseRecordedAt: after(24.5) })];
    expect(responseMeasure(log, hours, weeks)).toMatchObject({ requests: 2, inTime: 1, lateAnswers: 1 });
    expect(log.map((request) => answeredAt(request))).toEqual([weeks, after(0.5)]);
  });
});

describe('a request', () => {
  const stated: StatedRepair = { number: 'BX2024-0001', what: '3 号楼单元门不锁', urgency: 'NORMAL', receivedAt: came, respondedAt: null };
  const refused = (change: Partial<StatedRepair>) => refusalOf(() => assertRepair({ ...stated, ...change }, later))?.code;

  it('belongs to the quarter in which it came, by the clock of the compound', () => {
    expect(quarterOfRepair(stated)).toBe('2024-Q1');
    expect(quarterOfRepair({ receivedAt: shanghaiTime(businessDate('2024-04-01'), '00:30') })).toBe('2024-Q2');
  });

  it('has a number, a few words, and times in their order', () => {
    expect(() => assertRepair({ ...stated, respondedAt: after(1) }, later)).not.toThrow();
    expect(refused({ number: '' })).toBe('REPAIR_NUMBER');
    expect(refused({ what: '' })).toBe('REPAIR_WORDS');
    expect(refused({ what: '长'.repeat(61) })).toBe('REPAIR_WORDS');
    expect(refused({ receivedAt: addMinutes(later, 1) })).toBe('REPAIR_TIMES');
    expect(refused({ respondedAt: addMinutes(came, -1) })).toBe('REPAIR_TIMES');
    expect(refused({ respondedAt: addMinutes(later, 1) })).toBe('REPAIR_TIMES');
  });

  it('has a number of our form only where we gave it', () => {
    expect(['BX2024-0001', 'BX2024-10000', 'BX2024-'].map((number) => isOwnNumber(number))).toEqual([true, true, true]);
    expect(['BX-2024-1', 'ABX2024-1', 'BX202-41', 'R-1'].map((number) => isOwnNumber(number))).toEqual([false, false, false, false]);
  });

  it('names nobody: neither a telephone nor a room', () => {
    expect(refused({ what: '漏水，电话 13812345678' })).toBe('REPAIR_PERSONAL');
    expect(refused({ what: '03-201 室漏水' })).toBe('REPAIR_PERSONAL');
  });
});
