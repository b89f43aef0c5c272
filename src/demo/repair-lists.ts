import { businessDate, type BusinessDate } from '../kernel/index.js';

/** What a firm wrote down on a day. */
export interface RepairList {
  readonly on: BusinessDate;
  readonly file: Uint8Array;
}

/**
 * A whole list of requests, taken apart into those of the days on which something came or was answered, since what the firm writes down late is missed: each holds
 * what came or was answered on its day, with the answers given until then. Moments are "2024-01-02 09:45" in the fourth and fifth column, and no cell has a comma.
 */
export function repairLists(whole: Uint8Array): RepairList[] {
  const [header = '', ...lines] = Buffer.from(whole).toString('utf8').trim().split(/\r?\n/);
  const rows = lines.map((line) => line.split(','));
  const dayOf = (moment = ''): string => moment.slice(0, 10);
  const days = new Set(rows.flatMap((row) => row.slice(3, 5).map(dayOf)).filter((day) => day !== ''));
  return [...days].toSorted().map((day) => {
    const touched = rows.filter(([, , , received, responded]) => dayOf(received) === day || dayOf(responded) === day);
    const told = touched.map(([number, what, urgency, received, responded]) => [number, what, urgency, received, dayOf(responded) <= day ? responded : '']);
    return { on: businessDate(day), file: Buffer.from([header, ...told.map((row) => row.join(','))].join('\n')) };
  });
}
