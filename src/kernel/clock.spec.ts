import { setTimeout as sleep } from 'node:timers/promises';
import { instant, ManualClock, OffsetClock, SystemClock } from './index.js';

describe('a clock', () => {
  it('takes the day of Shanghai for today', () => {
    const clock = new ManualClock(instant('2024-01-31T15:59:59Z'));
    expect(clock.today()).toBe('2024-01-31');
    clock.set(instant('2024-01-31T16:00:00Z'));
    expect(clock.today()).toBe('2024-02-01');
  });

  it('set by hand stands still until told', () => {
    const clock = new ManualClock(instant('2024-04-15T01:30:00Z'));
    expect([clock.now(), clock.now()]).toEqual(['2024-04-15T01:30:00.000Z', '2024-04-15T01:30:00.000Z']);
    clock.advanceMinutes(11);
    expect(clock.now()).toBe('2024-04-15T01:41:00.000Z');
  });

  it('of the demo starts where it is told and runs on with real time', async () => {
    const start = Date.parse('2024-05-16T01:00:00Z');
    const before = Date.now();
    const clock = new OffsetClock(instant('2024-05-16T01:00:00Z'));
    const made = Date.now();
    await sleep(30);
    const [earliest, shown, latest] = [start + Date.now() - made, Date.parse(clock.now()), start + Date.now() - before];
    expect(shown - start).toBeGreaterThanOrEqual(29);
    expect(shown).toBeGreaterThanOrEqual(earliest - 1);
    expect(shown).toBeLessThanOrEqual(latest + 1);
  });

  it('of the system is real time', () => {
    const [before, now, after] = [Date.now(), Date.parse(new SystemClock().now()), Date.now()];
    expect(now).toBeGreaterThanOrEqual(before);
    expect(now).toBeLessThanOrEqual(after);
  });
});
