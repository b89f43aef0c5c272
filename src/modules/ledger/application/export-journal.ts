import { Injectable } from '@nestjs/common';
import { addDays, assert, DomainError, Money, type BusinessDate } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { voucherLabel } from '../domain/entry-draft.js';
import { journalDialects, type JournalFormat } from '../domain/export/dialects.js';
import type { JournalEntry } from '../domain/export/journal.js';
import { RunningBalances, type DayCount } from '../domain/export/running-balances.js';
import { LedgerQueries } from './ledger-queries.js';

/** Days are business dates, both included; without `from` the export begins with the book, without `to` it ends with it. */
export interface JournalRequest {
  readonly format: JournalFormat;
  readonly from?: BusinessDate;
  readonly to?: BusinessDate;
}

interface TransferRow {
  readonly seq: number;
  readonly effectiveOn: BusinessDate;
  readonly voucherYear: number;
  readonly voucherNo: number;
  readonly rule: string;
  readonly description: string;
  readonly debitAccount: number;
  readonly creditAccount: number;
  readonly amount: string;
}

interface Page {
  readonly entries: TransferRow[][];
  readonly counts: DayCount[];
}

/** Entries of one page: what memory holds, besides the accounts. */
const PAGE_ENTRIES = 1000;

/** The books in a form that other people's programs read and can check. */
@Injectable()
export class ExportJournal {
  constructor(private readonly queries: LedgerQueries) {}

  /**
   * The journal in pieces, by day and sequence. With `from`, one opening entry of the day before carries every account's balance. The
   * transaction must not have read anything yet: it is made to see one moment, however long it lasts and whatever is posted meanwhile.
   * @throws LEDGER_BOOK_MISSING
   */
  async *execute(tx: Tx, { format, from, to }: JournalRequest): AsyncGenerator<string> {
    await tx.execute('set transaction isolation level repeatable read');
    const book = await this.queries.book(tx);
    if (!book) throw new DomainError('LEDGER_BOOK_MISSING');
    const byCode = <Row extends { code: string }>(rows: Row[]): Row[] => rows.toSorted((a, b) => a.code.localeCompare(b.code)); // and as they were opened
    const accounts = byCode(await this.queries.balances(tx));
    const dialect = journalDialects[format];
    const running = new RunningBalances(accounts);
    yield dialect.head(accounts, book.openedOn);
    const opening = from && running.open(from, byCode(await this.queries.balances(tx, { on: addDays(from, -1) })));
    if (opening) yield dialect.entry(opening);
    for await (const { entries, counts } of this.pages(tx, from ?? book.openedOn, to ?? null)) {
      running.expect(counts);
      yield entries.map((transfers) => dialect.entry(entryOf(running, transfers))).join('');
    }
  }

  /** Pages by (day, seq), each with the counts of the days that it is the first to reach. */
  private async *pages(tx: Tx, from: BusinessDate, to: BusinessDate | null): AsyncGenerator<Page> {
    let after = { day: addDays(from, -1), seq: Number.MAX_SAFE_INTEGER };
    for (;;) {
      const rows = await this.transfers(tx, after, to);
      const last = rows.at(-1);
      if (!last) return;
      yield { entries: groupBySeq(rows), counts: await this.counts(tx, after.day, last.effectiveOn) };
      after = { day: last.effectiveOn, seq: last.seq };
    }
  }

  private transfers(tx: Tx, after: { day: BusinessDate; seq: number }, to: BusinessDate | null): Promise<TransferRow[]> {
    return tx.query<TransferRow>(
      `select e.seq, e.effective_on as "effectiveOn", e.voucher_year as "voucherYear", e.voucher_no as "voucherNo", e.rule, e.description,
         x.debit_account as "debitAccount", x.credit_account as "creditAccount", x.amount
       from (select * from ledger.entry where community_id = $1 and (effective_on, seq) > ($2, $3::bigint) and ($4::date is null or effective_on <= $4)
         order by effective_on, seq limit ${PAGE_ENTRIES}) e ${TRANSFERS_OF_E} order by e.effective_on, e.seq, x.line`,
      [tx.communityId, after.day, after.seq, to],
    );
  }

  private counts(tx: Tx, after: BusinessDate, through: BusinessDate): Promise<DayCount[]> {
    return tx.query<DayCount>(
      `select e.effective_on as day, p.account as "accountId", count(*)::int as postings
       from ledger.entry e ${TRANSFERS_OF_E} cross join lateral (values (x.debit_account), (x.credit_account)) p (account)
       where e.community_id = $1 and e.effective_on > $2 and e.effective_on <= $3 group by e.effective_on, p.account`,
      [tx.communityId, after, through],
    );
  }
}

/** By index, entry by entry: "offset 0" keeps the planner from reading all transfers of the book for each page. */
const TRANSFERS_OF_E = 'cross join lateral (select * from ledger.transfer where community_id = $1 and entry_seq = e.seq offset 0) x';

/** Rows in order of seq, entry by entry. */
function groupBySeq(rows: readonly TransferRow[]): TransferRow[][] {
  const groups = new Map<number, TransferRow[]>();
  for (const row of rows) {
    const group = groups.get(row.seq);
    if (group) group.push(row);
    else groups.set(row.seq, [row]);
  }
  return [...groups.values()];
}

function entryOf(running: RunningBalances, transfers: readonly TransferRow[]): JournalEntry {
  const [head] = transfers;
  assert(head, 'an entry has a transfer');
  return running.entry(
    { ...head, voucher: voucherLabel(head) },
    transfers.map((transfer) => ({ ...transfer, amount: Money.parse(transfer.amount) })),
  );
}
