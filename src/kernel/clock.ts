import { addMinutes, dateOf, instant, type BusinessDate, type Instant } from './time.js';

/** What the product takes for now. Sessions and rate limits never use it: they follow real time. */
export abstract class Clock {
  abstract now(): Instant;

  today(): BusinessDate {
    return dateOf(this.now());
  }
}

export class SystemClock extends Clock {
  now(): Instant {
    return instant(new Date());
  }
}

/** Starts at a moment and then advances with real time: the demo's clock. */
export class OffsetClock extends Clock {
  private readonly offsetMs: number;

  constructor(startsAt: Instant) {
    super();
    this.offsetMs = Date.parse(startsAt) - Date.now();
  }

  now(): Instant {
    return instant(new Date(Date.now() + this.offsetMs));
  }
}

/** Stands still until told: tests, and the scenario that loads the demo. */
export class ManualClock extends Clock {
  constructor(private moment: Instant) {
    super();
  }

  now(): Instant {
    return this.moment;
  }

  set(moment: Instant): void {
    this.moment = moment;
  }

  advanceMinutes(minutes: number): void {
    this.moment = addMinutes(this.moment, minutes);
  }
}
