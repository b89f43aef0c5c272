import { addMinutes, dateOf, DomainError, periodOf, personalDataIn, quarterOf, Rate, wallClock, type Instant, type Quarter } from '../../../kernel/index.js';
import type { Urgency } from '../../contracts/index.js';

/** The component of a score that a log of repairs measures. */
export const RESPONSE = 'RESPONSE';
const NUMBER = /^[A-Z0-9][A-Z0-9_/-]{0,39}$/;
/** Requests that are written down one by one are numbered by us, and no list brings such a number. */
const OWN_NUMBER = /^BX\d{4}-/;
const WORDS_MAX = 60;
/** What is written down more than a day later is worth what its writing proves; how much of it there is, is published. */
const LATE_MINUTES = 24 * 60;
/** What another body writes down late the firm hears of by looking into the log: it has a day at least, however urgent. Else many of old, written at midnight, were all missed by two o'clock. */
const LATE_HOURS_MIN = 24;

/** A request for a repair, without who asked: what is broken, when it came, and when the firm answered it. */
export interface StatedRepair {
  readonly number: string;
  readonly what: string;
  readonly urgency: Urgency;
  readonly receivedAt: Instant;
  readonly respondedAt: Instant | null;
}

/** What the measure needs of a request. */
export interface LoggedRepair extends Pick<StatedRepair, 'urgency' | 'receivedAt' | 'respondedAt'> {
  readonly recordedAt: Instant;
  /** Whether a firm wrote it down itself. */
  readonly byFirm: boolean;
  /** When the answer was written down; null while there is none. */
  readonly responseRecordedAt: Instant | null;
}

type Standing = 'FROM_RECEIPT' | 'FROM_WRITING' | 'MISSED' | 'LEFT_OUT';

export type ResponseHours = Readonly<Record<Urgency, number>>;

/**
 * Requests that were written down late, by the rule of `lateHoursMin`: `late` ones count as nothing; of `requests`, `lateByFirm` are missed and `lateByOthers` are due from their
 * writing, that many hours later at the earliest. `lateHoursMin` is absent where the hours of late ones had no least, and whatever another body wrote after the quarter was left
 * out; in a measure of before `lateByFirm` and `lateByOthers` were told apart both are absent too, and `late` are all of them.
 */
export type LateCounts = { readonly late: number; readonly lateByFirm?: number; readonly lateByOthers?: number; readonly lateHoursMin?: number };
/**
 * Counts of a log: `inTime` of `requests`; `open` ones have time left and are not among them; `lateAnswers` were written down late and count from then on (absent from a
 * measure of before this was a rule, in which `late` ones counted as if they had been written in time).
 */
export type RepairCounts = LateCounts & { readonly requests: number; readonly inTime: number; readonly open: number; readonly lateAnswers?: number };
export type ResponseMeasure = RepairCounts & { readonly score: Rate };

/** Checks the words of a request. @throws REPAIR_NUMBER REPAIR_WORDS REPAIR_PERSONAL REPAIR_TIMES */
export function assertRepair({ number, what, receivedAt, respondedAt }: StatedRepair, now: Instant): void {
  if (!NUMBER.test(number)) throw new DomainError('REPAIR_NUMBER', { number: number.slice(0, 40) });
  if (what.trim() === '' || what.length > WORDS_MAX || /\p{Cc}/u.test(what)) throw new DomainError('REPAIR_WORDS', { number, max: WORDS_MAX });
  if (personalDataIn(what).length > 0) throw new DomainError('REPAIR_PERSONAL', { number });
  if (receivedAt > now || (respondedAt !== null && (respondedAt < receivedAt || respondedAt > now)))
    throw new DomainError('REPAIR_TIMES', {
      number,
      receivedAt: wallClock(receivedAt),
      respondedAt: respondedAt ? wallClock(respondedAt) : '–',
      now: wallClock(now),
    });
}

export function isOwnNumber(number: string): boolean {
  return OWN_NUMBER.test(number);
}

/** The quarter to which a request belongs: that in which it came. */
export function quarterOfRepair({ receivedAt }: Pick<StatedRepair, 'receivedAt'>): Quarter {
  return quarterOf(periodOf(dateOf(receivedAt)));
}

/**
 * Share of the requests that were answered within the hours of the contract, out of 100, rounded half up once to 2 decimals. One that nobody answered counts as
 * missed once its time is over; one that was written down late counts as `standingOf` says, and an answer that was counts from then on. Null while there is none to count.
 * Example: 63 of 70 → 90.00.
 */
export function responseMeasure(log: readonly LoggedRepair[], hours: ResponseHours, asOf: Instant): ResponseMeasure | null {
  const late = lateCounts(log);
  const timed = log.filter((repair) => isTimed(repair));
  const open = timed.filter((repair) => isOpen(repair, hours, asOf)).length;
  const requests = timed.length - open + late.lateByFirm;
  if (requests === 0) return null;
  const inTime = timed.filter((repair) => isAnsweredInTime(repair, hours)).length;
  const lateAnswers = timed.filter((repair) => answeredAt(repair) !== repair.respondedAt).length;
  const score = Rate.ofInteger(inTime).times(Rate.hundred).dividedBy(Rate.ofInteger(requests)).rounded(2);
  return { requests, inTime, open, ...late, lateAnswers, score };
}

/** How many requests were written down late, of each kind, by the rule of today. */
export function lateCounts(log: readonly LoggedRepair[]): Required<LateCounts> {
  const count = (standing: Standing): number => log.filter((repair) => standingOf(repair) === standing).length;
  return { late: count('LEFT_OUT'), lateByFirm: count('MISSED'), lateByOthers: count('FROM_WRITING'), lateHoursMin: LATE_HOURS_MIN };
}

/**
 * How a request counts. One that the firm wrote down more than a day later is missed: it would else remove what it did not answer by writing it down the day after. One that
 * another body wrote down so late is due from its writing, when the firm could know of it, or from when it came where the firm states an answer of before the writing; after its
 * quarter it is left out, as nobody could answer it any more. What was written down within a day counts from when it came, whoever wrote it and whatever quarter has begun since.
 */
function standingOf({ byFirm, receivedAt, recordedAt }: Pick<LoggedRepair, 'byFirm' | 'receivedAt' | 'recordedAt'>): Standing {
  if (recordedAt <= addMinutes(receivedAt, LATE_MINUTES)) return 'FROM_RECEIPT';
  if (byFirm) return 'MISSED';
  return isAfterItsQuarter({ receivedAt, recordedAt }) ? 'LEFT_OUT' : 'FROM_WRITING';
}

/** Whether a request was written down so late that it counts otherwise than from when it came. */
export function isWrittenLate(repair: Pick<LoggedRepair, 'byFirm' | 'receivedAt' | 'recordedAt'>): boolean {
  return standingOf(repair) !== 'FROM_RECEIPT';
}

/** When an answer counts as given: at its stated moment, or when it was written down where that was more than a day later. Example: stated 02-05 09:30, written 03-31 → 03-31. */
export function answeredAt({ respondedAt, responseRecordedAt }: Pick<LoggedRepair, 'respondedAt' | 'responseRecordedAt'>): Instant | null {
  if (respondedAt === null || responseRecordedAt === null) return respondedAt;
  return responseRecordedAt > addMinutes(respondedAt, LATE_MINUTES) ? responseRecordedAt : respondedAt;
}

/** The requests that the firm may still answer in time, each with its last moment, the one that waits longest last. */
export function openRepairs<T extends LoggedRepair>(log: readonly T[], hours: ResponseHours, asOf: Instant): (T & { readonly until: Instant })[] {
  const open = log.filter((repair) => isTimed(repair) && isOpen(repair, hours, asOf)).map((repair) => ({ ...repair, until: dueOf(repair, hours) }));
  return open.toSorted((a, b) => a.until.localeCompare(b.until));
}

function isAfterItsQuarter({ receivedAt, recordedAt }: Pick<LoggedRepair, 'receivedAt' | 'recordedAt'>): boolean {
  return quarterOfRepair({ receivedAt: recordedAt }) !== quarterOfRepair({ receivedAt });
}

/** Whether a request has a last moment by which it is measured. */
function isTimed(repair: LoggedRepair): boolean {
  return ['FROM_RECEIPT', 'FROM_WRITING'].includes(standingOf(repair));
}

function isAnsweredInTime(repair: LoggedRepair, hours: ResponseHours): boolean {
  const at = answeredAt(repair);
  return at !== null && at <= dueOf(repair, hours);
}

function isOpen(repair: LoggedRepair, hours: ResponseHours, asOf: Instant): boolean {
  return repair.respondedAt === null && dueOf(repair, hours) >= asOf;
}

/** Whether the firm states that it answered in a minute before the request was written down: it knew of it then, and has no hours from the writing. */
function isAnsweredUnwritten({ respondedAt, recordedAt }: LoggedRepair): boolean {
  return respondedAt !== null && addMinutes(respondedAt, 1) <= recordedAt;
}

function dueOf(repair: LoggedRepair, hours: ResponseHours): Instant {
  const given = hours[repair.urgency];
  return standingOf(repair) === 'FROM_WRITING' && !isAnsweredUnwritten(repair)
    ? addMinutes(repair.recordedAt, 60 * Math.max(given, LATE_HOURS_MIN))
    : addMinutes(repair.receivedAt, 60 * given);
}
