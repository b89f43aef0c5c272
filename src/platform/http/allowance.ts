const MINUTE_MS = 60_000;
/** Beyond it the counts of those who are quiet again are thrown away, and where that is not enough all of them. */
const COUNTED_MAX = 10_000;

/** So many a minute for each, by real time and in memory: what one uses up is nothing of another's. */
export class Allowance {
  private readonly counts = new Map<string, { minute: number; count: number }>();

  constructor(private readonly max: number) {}

  take(key: string): 'room' | 'last' | 'none' {
    const minute = Math.floor(Date.now() / MINUTE_MS);
    if (this.counts.size > COUNTED_MAX) this.sweep(minute);
    const before = this.counts.get(key);
    const count = (before?.minute === minute ? before.count : 0) + 1;
    this.counts.set(key, { minute, count });
    if (count <= this.max) return 'room';
    return count === this.max + 1 ? 'last' : 'none';
  }

  private sweep(minute: number): void {
    for (const [key, counted] of this.counts) if (counted.minute !== minute) this.counts.delete(key);
    if (this.counts.size > COUNTED_MAX) this.counts.clear();
  }
}

/** Seconds until everybody has a whole allowance again. */
export function secondsOfMinuteLeft(): number {
  return Math.ceil((MINUTE_MS - (Date.now() % MINUTE_MS)) / 1000);
}
