import { Injectable } from '@nestjs/common';
import { DomainError, Money, type BusinessDate } from '../../../kernel/index.js';
import { readMoney, type Raw, type Tx } from '../../../platform/database/index.js';
import { BankQueries, type BankLineId, type BankLineView, type BankMatchView } from '../../bank/index.js';
import type { Fund } from '../../ledger/index.js';

/** Money that waits for the bank under a line. */
export interface OpenFact {
  readonly lineId: BankLineId;
  readonly open: Money;
}

/** Reads what facts of the bank have moved, from their own rows and never from the accounts of the books. */
@Injectable()
export class FactQueries {
  constructor(private readonly bank: BankQueries) {}

  /** Cash that they brought into each fund through a day. */
  async documentCash(tx: Tx, through: BusinessDate): Promise<{ fund: Fund; amount: Money }[]> {
    const rows = await tx.query<{ fund: Fund; amount: string }>(
      `select fund, sum(amount)::numeric(18,2) as amount from mingbai.bank_fact where community_id = $1 and effective_on <= $2 group by fund`,
      [tx.communityId, through],
    );
    return rows.map(({ fund, amount }) => ({ fund, amount: Money.parse(amount) }));
  }

  /** At the end of a day: what the bank still has to give back (1105), what SVC has advanced (1301 = 2701), and what is owed to unknown payers (2302). */
  async claims(tx: Tx, on: BusinessDate): Promise<{ bankErrors: Money; advanced: Money; toSendBack: Money }> {
    const [row] = await tx.query<Raw<{ bankErrors: Money; advanced: Money; toSendBack: Money }>>(
      `select (select coalesce(-sum(amount), 0) from mingbai.bank_fact where community_id = $1 and effective_on <= $2 and kind in ('BANK_ERROR', 'CORRECTION'))::numeric(18,2) as "bankErrors",
         (select coalesce(-sum(amount), 0) from mingbai.bank_fact where community_id = $1 and effective_on <= $2 and kind in ('ADVANCE', 'REPAYMENT') and fund = 'SVC')::numeric(18,2) as advanced,
         (select coalesce(sum(m.amount), 0) from mingbai.bank_match m join ledger.entry e on e.community_id = $1 and e.seq = m.entry_seq and e.effective_on <= $2
            where m.community_id = $1 and m.target_type = 'SENT_BACK')::numeric(18,2) as "toSendBack"`,
      [tx.communityId, on],
    );
    return row ? readMoney(row, ['bankErrors', 'advanced', 'toSendBack']) : { bankErrors: Money.zero, advanced: Money.zero, toSendBack: Money.zero };
  }

  /** Errors of the bank that it has not given back in full. */
  async openErrors(tx: Tx): Promise<OpenFact[]> {
    const rows = await tx.query<Raw<OpenFact>>(
      `select target_id as "lineId", (-sum(amount))::numeric(18,2) as open from mingbai.bank_match
       where community_id = $1 and target_type in ('BANK_ERROR', 'CORRECTION') group by target_id having sum(amount) <> 0 order by target_id`,
      [tx.communityId],
    );
    return rows.map((row) => readMoney<OpenFact>(row, ['open']));
  }

  /** What the bank gave back of one of the errors among these matches and still stands, unless it is among them: UNDO_CORRECTED; null where there is none. */
  async correctedRefusal(tx: Tx, matches: readonly BankMatchView[]): Promise<DomainError | null> {
    const errors = matches.filter(({ targetType }) => targetType === 'BANK_ERROR').map(({ lineId }) => lineId);
    if (errors.length === 0) return null;
    const [standing] = await tx.query<{ date: BusinessDate; amount: string; line: number; corrected: BusinessDate }>(
      `select e.booked_on as date, (-e.amount)::text as amount, l.id as line, l.booked_on as corrected from mingbai.bank_match m
         join mingbai.bank_line l on l.community_id = $1 and l.id = m.line_id join mingbai.bank_line e on e.community_id = $1 and e.id = m.target_id
       where m.community_id = $1 and m.target_type = 'CORRECTION' and m.target_id = any ($2::bigint[]) and m.undoes is null and m.id <> all ($3::bigint[])
         and not exists (select from mingbai.bank_match u where u.community_id = $1 and u.undoes = m.id) order by m.id limit 1`,
      [tx.communityId, errors, matches.map(({ id }) => id)],
    );
    return standing ? new DomainError('UNDO_CORRECTED', { ...standing }) : null;
  }

  /** The day of the last interest on a line's own account before it; null before the first. */
  async lastInterestOn(tx: Tx, { accountId, bookedOn }: Pick<BankLineView, 'accountId' | 'bookedOn'>): Promise<BusinessDate | null> {
    const [row] = await tx.query<{ on: BusinessDate | null }>(
      `select max(f.effective_on) as on from mingbai.bank_fact f join mingbai.bank_line l on l.community_id = $1 and l.id = f.line_id and l.account_id = $3 where f.community_id = $1 and f.kind = 'INTEREST' and f.effective_on < $2 and f.undoes is null
         and not exists (select from mingbai.bank_fact u where u.community_id = $1 and u.undoes = f.id)`,
      [tx.communityId, bookedOn, accountId],
    );
    return row?.on ?? null;
  }

  /** Every match that one of these entries made and that still stands. */
  async matchesOfEntries(tx: Tx, entrySeqs: readonly number[]): Promise<BankMatchView[]> {
    const rows = await tx.query<{ line: BankLineId }>(
      `select distinct line_id as line from mingbai.bank_match where community_id = $1 and entry_seq = any ($2::bigint[])`,
      [tx.communityId, entrySeqs],
    );
    const matches = await this.bank.matches(tx, rows.map(({ line }) => line)); // prettier-ignore
    return matches.filter(({ entrySeq, undoes, undoneBy }) => entrySeqs.includes(entrySeq) && undoes === null && undoneBy === null);
  }

  /** Entries by which a line's money repaid an advance, and that still stand. */
  async repaymentsOf(tx: Tx, lineId: BankLineId): Promise<number[]> {
    const rows = await tx.query<{ seq: number }>(
      `select distinct f.entry_seq as seq from mingbai.bank_fact f where f.community_id = $1 and f.line_id = $2 and f.kind = 'REPAYMENT' and f.undoes is null
         and not exists (select from mingbai.bank_fact u where u.community_id = $1 and u.undoes = f.id) order by 1 desc`,
      [tx.communityId, lineId],
    );
    return rows.map(({ seq }) => seq);
  }

  /** What SVC advanced in the entry of a charge, what COM owes it now, and the last line that repaid some. */
  async advanceOf(tx: Tx, entrySeq: number): Promise<{ advance: Money; owed: Money; repaidByLine: number }> {
    const [row] = await tx.query<{ advance: string; owed: string; line: number | null }>(
      `select (select coalesce(-sum(amount), 0) from mingbai.bank_fact where community_id = $1 and entry_seq = $2 and kind = 'ADVANCE' and fund = 'SVC')::numeric(18,2) as advance,
         ((select coalesce(-sum(amount), 0) from mingbai.bank_fact where community_id = $1 and kind in ('ADVANCE', 'REPAYMENT') and fund = 'SVC')
           + (select coalesce(sum(advance), 0) from mingbai.channel_batch where community_id = $1 and undone_at is null))::numeric(18,2) as owed,
         (select line_id from mingbai.bank_fact where community_id = $1 and kind = 'REPAYMENT' order by id desc limit 1) as line`,
      [tx.communityId, entrySeq],
    );
    return { advance: Money.parse(row?.advance ?? '0'), owed: Money.parse(row?.owed ?? '0'), repaidByLine: row?.line ?? 0 };
  }
}
