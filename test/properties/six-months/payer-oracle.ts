import { sumOf } from './figures.js';

/** What is owed for a month: `full` when nothing of it was paid. */
export interface Owed {
  readonly period: string;
  readonly full: number;
  open: number;
}

export interface Received {
  readonly on: string;
  readonly fen: number;
}

/**
 * A unit or a lease as the rules see it (domain.md 4, P01–P03, P08, P09): it owes by the month from the month's first day; money settles the
 * oldest of what is owed on its day, and what is beyond waits in advance for months to come.
 */
export class PayerOracle {
  owed: Owed[] = [];
  /** What settled something owed, on the day on which it counts. */
  readonly settled: Received[] = [];
  advance = 0;
  private advanceSince = '';

  constructor(
    readonly kind: 'UNIT' | 'LEASE',
    readonly code: string,
    readonly name: string,
  ) {}

  get open(): number {
    return sumOf(this.owed.map((item) => item.open));
  }

  openThrough(period: string): number {
    return sumOf(this.owed.filter((item) => item.period <= period).map((item) => item.open));
  }

  owe(period: string, fen: number): void {
    if (fen > 0) this.owed.push({ period, full: fen, open: fen });
  }

  forgive(item: Owed): void {
    this.owed = this.owed.filter((other) => other !== item);
  }

  /** Money that becomes known at once, each part by its own day. */
  receive(receipts: readonly Received[], firstOpenDay: string): void {
    let beyond = false;
    for (const { on, fen } of receipts.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))) {
      const left = this.settle({ fen, owedOn: on }, () => on);
      if (left === 0) continue;
      this.advanceSince = this.advance > 0 && this.advanceSince > on ? this.advanceSince : on;
      this.advance += left;
      beyond = true;
    }
    if (beyond) this.useAdvance(firstOpenDay);
  }

  /** The advance settles what is owed: on the first day of its month, not before the money was there nor in a closed month. */
  useAdvance(firstOpenDay: string): void {
    const since = this.advanceSince;
    this.advance = this.settle({ fen: this.advance, owedOn: '9999-12-31' }, (period) => [`${period}-01`, since, firstOpenDay].toSorted().at(-1) ?? since);
  }

  /** @returns what is left */
  private settle({ fen, owedOn }: { fen: number; owedOn: string }, dayFor: (period: string) => string): number {
    let left = fen;
    for (const item of this.owed) {
      const part = Math.min(item.open, left);
      if (part === 0 || `${item.period}-01` > owedOn) continue;
      item.open -= part;
      left -= part;
      this.settled.push({ on: dayFor(item.period), fen: part });
    }
    return left;
  }
}
