import { businessDate, DomainError, shanghaiTime, type Instant } from '../../../kernel/index.js';
import type { CommandContext } from '../../../platform/database/index.js';
import type { Area } from '../desk-frames.js';
import { postedText } from '../desk-form.js';
import type { Refusal } from '../form-parts.js';
import type { Posted, PostedVisit } from '../visit.js';

/** A form of a page of logs as it was sent. */
export interface Sent {
  readonly area: Area;
  readonly post: PostedVisit;
  readonly context: CommandContext;
}

/** What such a page tells after it. */
export interface After {
  readonly quarter?: unknown;
  readonly done?: unknown;
  readonly brought?: string;
  readonly refusal?: Refusal;
  readonly status?: number;
}

/** The fields `day` and `time` by the clock of the compound. @throws DATE_INVALID, REQUEST_INVALID for what is no time of day */
export function momentOf(own: Posted): Instant {
  const time = postedText(own, 'time');
  if (!/^([01]?\d|2[0-3])[:\uff1a][0-5]\d$/u.test(time)) throw new DomainError('REQUEST_INVALID', {}, [{ path: 'time', message: 'no time of day' }]);
  return shanghaiTime(businessDate(postedText(own, 'day')), time.replace(/\uff1a/u, ':').padStart(5, '0'));
}
