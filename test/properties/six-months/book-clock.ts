import { AsyncLocalStorage } from 'node:async_hooks';
import { Clock, type Instant } from '../../../src/kernel/index.js';

/** Each book has its own time, though several are played at once in one application. */
export class BookClock extends Clock {
  private readonly times = new AsyncLocalStorage<{ now: Instant }>();

  constructor(private readonly beginning: Instant) {
    super();
  }

  /** `work` and all that it calls live in a time of their own. */
  during<T>(work: () => Promise<T>): Promise<T> {
    return this.times.run({ now: this.beginning }, work);
  }

  now(): Instant {
    return this.times.getStore()?.now ?? this.beginning;
  }

  set(moment: Instant): void {
    const time = this.times.getStore();
    if (!time) throw new Error('there is no book whose clock could be set');
    time.now = moment;
  }
}
