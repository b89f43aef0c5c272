import { Injectable } from '@nestjs/common';
import { assert, DomainError, required, type AccountingPeriod, type BusinessDate, type Instant } from '../../../kernel/index.js';
import { brokenConstraintOf, sqlStateOf, type Tx } from '../../../platform/database/index.js';
import type { AccountRef, EntryDraft, Party, PostedEntry, Posting, TransferDraft } from '../domain/entry-draft.js';

/** The book of a compound as its lock gives it. */
export interface Book {
  readonly openedOn: BusinessDate;
  readonly closedThrough: BusinessDate;
  readonly lastSeq: number;
}

/** The only way into the books. Every rule is enforced by the database functions behind it (docs/controls.md). */
@Injectable()
export class LedgerService {
  /** Opens the book of the transaction's compound on the first day of a month. @throws LEDGER_BOOK_EXISTS */
  async openBook(tx: Tx, openedOn: BusinessDate): Promise<void> {
    await tx.query('select ledger.open_book($1, $2)', [tx.communityId, openedOn]);
  }

  /**
   * Locks the book: the first statement of every command that may post, before any other row, so that commands of one compound
   * follow one another and never deadlock. @throws LEDGER_BOOK_MISSING
   */
  async lock(tx: Tx): Promise<Book> {
    const [book] = await tx.query<Book>('select opened_on as "openedOn", closed_through as "closedThrough", last_seq as "lastSeq" from ledger.lock($1)', [
      tx.communityId,
    ]);
    assert(book, 'ledger.lock answers or refuses');
    return book;
  }

  /** Takes `count` consecutive ids for rows of the compound. @returns the first of them */
  async takeIds(tx: Tx, count: number): Promise<number> {
    const [row] = await tx.query<{ first: number }>('select ledger.take_ids($1, $2) as first', [tx.communityId, count]);
    assert(row, 'ledger.take_ids answers or refuses');
    return row.first;
  }

  /**
   * Posts one entry or ten thousand in one round trip, in the order given. @returns sequence and voucher numbers in that order
   * @throws LEDGER_PERIOD_CLOSED, LEDGER_REOPENING_EXPIRED, LEDGER_AMOUNT_INVALID, LEDGER_ACCOUNT_REFUSED, LEDGER_FLOOR, LEDGER_NOT_AVAILABLE, LEDGER_OVERDRAWN,
   * LEDGER_ALREADY_POSTED (same source, rule and occurrence), LEDGER_ENTRY_EMPTY
   */
  async post(tx: Tx, posting: Posting, drafts: readonly EntryDraft[]): Promise<PostedEntry[]> {
    if (drafts.length === 0) return [];
    const lines = drafts.flatMap((draft, index) => draft.transfers.map((transfer, place) => ({ ...transfer, entry: index + 1, line: place + 1 })));
    const side = (pick: (line: TransferDraft) => AccountRef) => [
      lines.map((line) => pick(line).code),
      lines.map((line) => pick(line).holder?.type ?? ''),
      lines.map((line) => pick(line).holder?.id ?? 0),
    ];
    try {
      const [numbers] = await tx.query<Numbers>(
        `select first_seq as "firstSeq", voucher_nos as "voucherNos" from ledger.post($1, $2, $3, $4::date[], $5::text[], $6::text[], $7::bigint[], $8::int[], $9::text[],
           $10::int[], $11::int[], $12::text[], $13::text[], $14::text[], $15::bigint[], $16::text[], $17::text[], $18::bigint[], $19::numeric[])`,
        [
          tx.communityId,
          posting.at,
          posting.by,
          drafts.map((draft) => draft.effectiveOn),
          drafts.map((draft) => draft.rule),
          drafts.map((draft) => draft.source.type),
          drafts.map((draft) => draft.source.id),
          drafts.map((draft) => draft.occurrence ?? 1),
          drafts.map((draft) => draft.description),
          lines.map((line) => line.entry),
          lines.map((line) => line.line),
          lines.map((line) => line.fund),
          ...side((line) => line.debit),
          ...side((line) => line.credit),
          lines.map((line) => line.amount.toString()),
        ],
      );
      return numbered(drafts, numbers);
    } catch (error) {
      if (sqlStateOf(error) === '23505' && brokenConstraintOf(error) === 'one_posting_per_event') throw new DomainError('LEDGER_ALREADY_POSTED');
      throw error;
    }
  }

  /**
   * Posts the exact opposite of an entry, naming it; the document behind it is the caller's to correct.
   * @throws LEDGER_ENTRY_MISSING, LEDGER_ALREADY_REVERSED, LEDGER_REVERSAL_OF_REVERSAL, and what `post` throws
   */
  async reverse(tx: Tx, posting: Posting, reversal: { seq: number; effectiveOn: BusinessDate; description: string }): Promise<PostedEntry> {
    const [numbers] = await tx.query<Numbers>(`select first_seq as "firstSeq", voucher_nos as "voucherNos" from ledger.reverse($1, $2, $3, $4, $5, $6)`, [
      tx.communityId,
      posting.at,
      posting.by,
      reversal.seq,
      reversal.effectiveOn,
      reversal.description,
    ]);
    const [entry] = numbered([reversal], numbers);
    assert(entry, 'ledger.reverse answers or refuses');
    return entry;
  }

  /** The same for many entries in one round trip, in the order given. @throws as `reverse` */
  async reverseAll(tx: Tx, posting: Posting, reversals: readonly { seq: number; effectiveOn: BusinessDate; description: string }[]): Promise<PostedEntry[]> {
    if (reversals.length === 0) return [];
    const rows = await tx.query<Numbers>(
      `select n.first_seq as "firstSeq", n.voucher_nos as "voucherNos" from unnest($4::bigint[], $5::date[], $6::text[]) with ordinality r(seq, day, words, place),
         lateral ledger.reverse($1, $2, $3, r.seq, r.day, r.words) n order by r.place`,
      [
        tx.communityId,
        posting.at,
        posting.by,
        reversals.map((reversal) => reversal.seq),
        reversals.map((reversal) => reversal.effectiveOn),
        reversals.map((reversal) => reversal.description),
      ],
    );
    assert(rows.length === reversals.length, 'ledger.reverse answers or refuses');
    return reversals.flatMap((reversal, index) => numbered([reversal], rows[index]));
  }

  /** Closes the month after the last closed one: no entry can be dated in it any more, its totals are kept. @throws LEDGER_PERIOD_NOT_NEXT */
  async closePeriod(tx: Tx, posting: Posting, month: AccountingPeriod): Promise<void> {
    await tx.query('select ledger.close_period($1, $2, $3, $4)', [tx.communityId, month, posting.at, posting.by]);
  }

  /**
   * Asks for a closed month, and so for every later one, to be opened again until `expiresAt`; also for more time where it is open
   * already. Nothing changes before `reopen`. @returns the number of the proposal
   * @throws LEDGER_PERIOD_NOT_CLOSED, LEDGER_REOPENING_EARLIER (a month before it is open again too), LEDGER_REOPENING_REASON, LEDGER_REOPENING_EXPIRY (in the past, or more than 30 days ahead)
   */
  async proposeReopening(tx: Tx, party: Party, proposal: { month: AccountingPeriod; reason: string; expiresAt: Instant }): Promise<number> {
    const [row] = await tx.query<{ number: number }>('select ledger.propose_reopening($1, $2, $3, $4, $5, $6, $7) as number', [
      tx.communityId,
      party.at,
      party.by,
      party.for,
      proposal.month,
      proposal.reason,
      proposal.expiresAt,
    ]);
    assert(row, 'ledger.propose_reopening answers or refuses');
    return row.number;
  }

  /**
   * Opens what was asked for: a second person of a second organisation. The closes that the months had are kept; they take entries
   * until the proposal's expiry and are then closed again, in order.
   * @throws LEDGER_REOPENING_MISSING, LEDGER_REOPENING_CONFIRMED, LEDGER_REOPENING_SAME_PARTY, LEDGER_REOPENING_LAPSED
   */
  async reopen(tx: Tx, party: Party, number: number): Promise<void> {
    await tx.query('select ledger.reopen($1, $2, $3, $4, $5)', [tx.communityId, party.at, party.by, party.for, number]);
  }
}

/** What the gate gave: consecutive sequence numbers from the first, and a voucher number for each entry. */
interface Numbers {
  readonly firstSeq: number;
  readonly voucherNos: readonly number[];
}

function numbered(entries: readonly { readonly effectiveOn: BusinessDate }[], numbers: Numbers | undefined): PostedEntry[] {
  assert(numbers, 'the gate answers or refuses');
  return entries.map(({ effectiveOn }, index) => ({
    seq: numbers.firstSeq + index,
    voucherYear: Number.parseInt(effectiveOn.slice(0, 4), 10),
    voucherNo: required(numbers.voucherNos[index], 'a voucher number for every entry'),
  }));
}
