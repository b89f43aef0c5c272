import { addMinutes, dateOf, DomainError, periodOf, personalDataIn, quarterOf, Rate, type Instant, type Quarter } from '../../../kernel/index.js';
import type { Urgency } from '../../contracts/index.js';

/** The component of a score that a log of repairs measures. */
export const RESPONSE = 'RESPONSE';
const NUMBER = /^[A-Z0-9][A-Z0-9_/-]{0,39}$/;
const WORDS_MAX = 60;
/** Written down more than a day after it came, a request proves less; the count of them is published. */
const LATE_MINUTES = 24 * 60;

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
}

/** Counts of a log: `inTime` of `requests`; `open` ones have time left and count as neither; `late` ones were written down more than a day after they came. */
export type RepairCounts = { readonly requests: number; readonly inTime: number; readonly open: number; readonly late: number };
export type ResponseMeasure = RepairCounts & { readonly score: Rate };

/** Checks the words of a request. @throws REPAIR_NUMBER REPAIR_WORDS REPAIR_PERSONAL REPAIR_TIMES */
export function assertRepair({ number, what, receivedAt, respondedAt }: StatedRepair, now: Instant): void {
  if (!NUMBER.test(number)) throw new DomainError('REPAIR_NUMBER', { number: number.slice(0, 40) });
  if (what.trim() === '' || what.length > WORDS_MAX || /\p{Cc}/u.test(what)) throw new DomainError('REPAIR_WORDS', { number, max: WORDS_MAX });
  if (personalDataIn(what).length > 0) throw new DomainError('REPAIR_PERSONAL', { number });
  if (receivedAt > now || (respondedAt !== null && (respondedAt < receivedAt || respondedAt > now)))
    throw new DomainError('REPAIR_TIMES', { number, receivedAt, respondedAt: respondedAt ?? '–', now });
}

/** The quarter to which a request belongs: that in which it came. */
export function quarterOfRepair({ receivedAt }: Pick<StatedRepair, 'receivedAt'>): Quarter {
  return quarterOf(periodOf(dateOf(receivedAt)));
}

/**
 * Share of the requests that were answered within the hours of the contract, out of 100, rounded half up once to 2 decimals. One that nobody answered counts as
 * missed once its time is over. Null while there is none to count. Example: 63 of 70 → 90.00.
 */
export function responseMeasure(log: readonly LoggedRepair[], hours: Readonly<Record<Urgency, number>>, asOf: Instant): ResponseMeasure | null {
  const due = (repair: LoggedRepair): Instant => addMinutes(repair.receivedAt, 60 * hours[repair.urgency]);
  const counted = log.filter((repair) => repair.respondedAt !== null || due(repair) < asOf);
  if (counted.length === 0) return null;
  const inTime = counted.filter((repair) => repair.respondedAt !== null && repair.respondedAt <= due(repair)).length;
  const late = counted.filter((repair) => repair.recordedAt > addMinutes(repair.receivedAt, LATE_MINUTES)).length;
  const score = Rate.ofInteger(inTime).times(Rate.hundred).dividedBy(Rate.ofInteger(counted.length)).rounded(2);
  return { requests: counted.length, inTime, open: log.length - counted.length, late, score };
}
