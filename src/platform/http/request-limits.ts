import { Injectable } from '@nestjs/common';
import { DomainError, networkOf } from '../../kernel/index.js';
import { Settings } from '../config/index.js';
import type { Session } from './access.js';
import { Allowance, secondsOfMinuteLeft } from './allowance.js';

/** What one person, or one network without a session, may ask in a minute [A]: far more than anybody reads or types, far less than a program that copies or guesses. */
export const REQUESTS_A_MINUTE = { reads: 300, writes: 120 } as const;

/**
 * Counts the requests of each person, and of each network of those who are not signed in, in the memory of this process: several behind one
 * address count apart. Own counters, as the access log has them, rather than a package with a second way to say "too many".
 */
@Injectable()
export class RequestLimits {
  private readonly reads = new Allowance(REQUESTS_A_MINUTE.reads);
  private readonly writes = new Allowance(REQUESTS_A_MINUTE.writes);

  constructor(private readonly settings: Settings) {}

  /** @throws TOO_MANY_REQUESTS with the seconds to wait */
  take(from: { readonly session: Session | null; readonly address: string; readonly isSafe: boolean }): void {
    if (!this.settings.requestLimits) return;
    const key = from.session ? `person ${from.session.personId}` : networkOf(from.address);
    if ((from.isSafe ? this.reads : this.writes).take(key) !== 'room') throw new DomainError('TOO_MANY_REQUESTS', { seconds: secondsOfMinuteLeft() });
  }
}
