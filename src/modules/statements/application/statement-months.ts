import { Injectable } from '@nestjs/common';
import { DomainError, periodOf, periodsBetween, required, type AccountingPeriod, type Instant } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { LedgerQueries } from '../../ledger/index.js';
import { spanOf, type StatementPeriod } from '../domain/statement-period.js';

/** The months of a statement as the books keep them. */
@Injectable()
export class StatementMonths {
  constructor(private readonly books: LedgerQueries) {}

  /** The months of a period, from the first of the book on. */
  async of(tx: Tx, period: StatementPeriod): Promise<AccountingPeriod[]> {
    const { first, last } = spanOf(period);
    const opened = periodOf(required(await this.books.book(tx), 'the book of a compound').openedOn);
    return periodsBetween(first < opened ? opened : first, last);
  }

  /** The last close of the period's months. @throws STATEMENT_MONTH_OPEN with the first that is not closed */
  async closedAt(tx: Tx, period: StatementPeriod): Promise<Instant> {
    const { moments, open } = await this.closes(tx, period);
    const last = moments.at(-1);
    if (open !== undefined || last === undefined) throw new DomainError('STATEMENT_MONTH_OPEN', { period: open ?? period });
    return last;
  }

  /** As `closedAt`, or null while a month is open. */
  async lastClose(tx: Tx, period: StatementPeriod): Promise<Instant | null> {
    const { moments, open } = await this.closes(tx, period);
    return open === undefined ? (moments.at(-1) ?? null) : null;
  }

  private async closes(tx: Tx, period: StatementPeriod): Promise<{ moments: Instant[]; open: AccountingPeriod | undefined }> {
    const closed = new Map((await this.books.periods(tx)).map(({ month, closedAt }) => [month, closedAt]));
    const months = await this.of(tx, period);
    return { moments: months.flatMap((month) => closed.get(month) ?? []).toSorted(), open: months.find((month) => !closed.has(month)) };
  }
}
