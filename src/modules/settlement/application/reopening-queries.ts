import { Injectable } from '@nestjs/common';
import { addDays, Clock, periodOf, type AccountingPeriod, type Instant } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { LedgerQueries, type ReopeningView } from '../../ledger/index.js';
import { reopeningState, type ReopeningState } from '../domain/reopening.js';

/** What is open again: from a month through another, until a moment; `lapsed` when that has passed and the months wait for their close. */
export interface OpenAgain {
  readonly from: AccountingPeriod;
  readonly through: AccountingPeriod;
  readonly until: Instant;
  readonly lapsed: boolean;
}

export type ReopeningInState = ReopeningView & { readonly state: ReopeningState };

/** Reads reopenings as people ask about them: what waits, what is open until when, what is over. */
@Injectable()
export class ReopeningQueries {
  constructor(
    private readonly clock: Clock,
    private readonly books: LedgerQueries,
  ) {}

  /** The latest first. */
  async all(tx: Tx): Promise<ReopeningInState[]> {
    const [reopenings, open, now] = [await this.books.reopenings(tx), await this.open(tx), this.clock.now()];
    const last = reopenings
      .filter(({ confirmedAt }) => confirmedAt !== null)
      .toSorted((a, b) => ((a.confirmedAt ?? '') < (b.confirmedAt ?? '') ? -1 : 1))
      .at(-1);
    return reopenings
      .map((reopening) => ({ ...reopening, state: reopeningState(reopening, { now, inForce: open !== null && reopening.number === last?.number }) }))
      .toReversed();
  }

  /** Null when nothing is open that was closed once. */
  async open(tx: Tx): Promise<OpenAgain | null> {
    const book = await this.books.book(tx);
    if (!book || book.reopenedThrough === null || book.reopenedUntil === null) return null;
    return {
      from: periodOf(addDays(book.closedThrough, 1)),
      through: periodOf(book.reopenedThrough),
      until: book.reopenedUntil,
      lapsed: this.clock.now() >= book.reopenedUntil,
    };
  }
}
