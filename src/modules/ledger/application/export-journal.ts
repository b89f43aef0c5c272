import { Injectable } from '@nestjs/common';
import type { BusinessDate } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { voucherLabel } from '../domain/entry-draft.js';
import { HledgerJournal, type JournalEntry } from '../domain/hledger-journal.js';
import { LedgerQueries } from './ledger-queries.js';

/** The whole book as plain-text accounting, which other people's programs can check. */
@Injectable()
export class ExportJournal {
  constructor(private readonly queries: LedgerQueries) {}

  /** The journal in pieces, by day and sequence; memory holds one day. */
  async *hledger(tx: Tx): AsyncGenerator<string> {
    const accounts = await this.queries.balances(tx);
    const byCode = accounts.toSorted((a, b) => a.code.localeCompare(b.code) || a.accountId - b.accountId);
    const journal = new HledgerJournal(byCode.map((account) => ({ ...account, id: account.accountId })));
    yield* journal.head();
    for (const { day } of await this.days(tx)) {
      const entries = await this.queries.entries(tx, { from: day, to: day, limit: 1_000_000 });
      yield* journal.day(entries.map((entry): JournalEntry => ({ ...entry, voucher: voucherLabel(entry) })));
    }
  }

  private days(tx: Tx): Promise<{ day: BusinessDate }[]> {
    return tx.query('select distinct effective_on as day from ledger.entry where community_id = $1 order by 1', [tx.communityId]);
  }
}
