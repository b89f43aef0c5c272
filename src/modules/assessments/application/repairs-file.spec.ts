import { readFileSync } from 'node:fs';
import { businessDate, shanghaiTime } from '../../../kernel/index.js';
import { responseHoursOf } from '../../contracts/index.js';
import { quarterOfRepair, responseMeasure } from '../domain/repair-log.js';
import { readRepairsFile } from './repairs-file.js';

describe('the lists of repairs of the demo', () => {
  it.each([
    ['2024-Q1', 70, 63, '90.00'],
    ['2026-Q3', 100, 93, '93.00'],
  ])('of %s has %i requests, %i of them in time: %s, as its quarter was scored', (quarter, requests, inTime, score) => {
    const stated = readRepairsFile(readFileSync(`demo/repairs-${quarter}.csv`));
    const measure = responseMeasure(
      stated.map((repair) => ({ ...repair, recordedAt: repair.receivedAt, byFirm: true, responseRecordedAt: repair.respondedAt })),
      responseHoursOf({}),
      shanghaiTime(businessDate('2026-12-01'), '09:00'),
    );
    expect([new Set(stated.map((repair) => quarterOfRepair(repair))), measure?.requests, measure?.inTime, measure?.score.toFixed(2)]).toEqual([
      new Set([quarter]),
      requests,
      inTime,
      score,
    ]);
  });
});
