import { Injectable } from '@nestjs/common';
import { lastDay, type AccountingPeriod } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { LedgerQueries, LedgerService, voucherLabel, type Posting } from '../../ledger/index.js';
import { journalForYearEnd } from '../domain/journals.js';

/** The last entry of a year (P27). The close of December posts it, so that nothing can come after it. */
@Injectable()
export class YearEnd {
  constructor(
    private readonly ledger: LedgerService,
    private readonly books: LedgerQueries,
  ) {}

  /**
   * Empties the accounts of result of a December that is about to close; of one that was reopened, what they hold since.
   * @returns the voucher; null for another month, or when nothing is left to empty
   */
  async post(tx: Tx, posting: Posting, month: AccountingPeriod): Promise<string | null> {
    if (!month.endsWith('-12')) return null;
    const on = lastDay(month);
    const source = { type: 'year_end', id: Number.parseInt(month, 10) };
    const occurrence = (await this.books.entriesOf(tx, source)).length + 1;
    const draft = journalForYearEnd(await this.books.balances(tx, { on, standing: true }), { on, source, occurrence });
    const [entry] = draft ? await this.ledger.post(tx, posting, [draft]) : [];
    return entry ? voucherLabel(entry) : null;
  }
}
