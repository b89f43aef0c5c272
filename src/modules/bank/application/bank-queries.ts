import { Injectable } from '@nestjs/common';
import { Money, required, type BusinessDate, type Instant } from '../../../kernel/index.js';
import { Asked, readMoney, type Raw, type Tx } from '../../../platform/database/index.js';
import { coveredThrough, type CoveredDays } from '../domain/coverage.js';
import type { BankFileId, BankLineId, BankLineState, BankLineView, MatchTarget } from '../domain/bank-line.js';
import type { Fund } from '../../ledger/index.js';
import type { MappingProfile } from '../domain/mapping-profile.js';
import type { BankFileFormat } from '../domain/parsed-bank-file.js';
import type { SuspenseState } from '../domain/reconciliation.js';

export interface BankFileView {
  readonly id: BankFileId;
  readonly accountId: number;
  readonly fileName: string;
  /** `opening`: no file of the bank, but its balance as three parties signed it when the books began. */
  readonly format: BankFileFormat | 'opening';
  readonly sha256: string;
  readonly from: BusinessDate;
  readonly to: BusinessDate;
  readonly opening: Money;
  readonly closing: Money;
  readonly lineCount: number;
  readonly newLineCount: number;
  readonly importedAt: Instant;
}

export interface BankMatchView {
  readonly id: number;
  readonly lineId: BankLineId;
  readonly takenFrom: 'LINE' | 'SUSPENSE';
  readonly targetType: MatchTarget;
  readonly targetId: number;
  readonly amount: Money;
  readonly entrySeq: number;
  readonly matchedAt: Instant;
  /** The match that this one takes back, and the one that takes this one back. */
  readonly undoes: number | null;
  readonly undoneBy: number | null;
}

/** Any of these; `after` is the line behind which the page begins. */
export interface BankLineFilter {
  readonly states?: readonly BankLineState[];
  readonly from?: BusinessDate;
  readonly to?: BusinessDate;
  readonly inSuspense?: boolean;
  readonly ids?: readonly BankLineId[];
  readonly after?: BankLineId;
  readonly limit?: number;
}

const LINE = `select id, account_id as "accountId", file_id as "fileId", position, booked_on as "bookedOn", value_on as "valueOn", amount, counterparty_name as "counterpartyName",
    counterparty_account as "counterpartyAccount", remark, bank_reference as "bankReference", reversal, balance_after as "balanceAfter", state, suspense_open as "suspenseOpen", reason
  from mingbai.bank_line where community_id = $1`;
const LINE_MONEY = ['amount', 'balanceAfter', 'suspenseOpen'] as const;

const FILE = `select id, account_id as "accountId", file_name as "fileName", format, sha256, from_on as "from", to_on as "to", opening, closing, line_count as "lineCount",
    new_line_count as "newLineCount", imported_at as "importedAt"
  from mingbai.bank_file where community_id = $1`;

/** An account at the end of a day. */
export interface AccountDay {
  readonly accountId: number;
  readonly on: BusinessDate;
}

/** What the bank held, in SQL over what names an account and a day. */
const heldBy = (account: string, day: string): string =>
  `coalesce((select balance_after from mingbai.bank_line where community_id = $1 and account_id = ${account} and booked_on <= ${day} order by booked_on desc, position desc limit 1), 0)::numeric(18,2)`;

/** What underWay says, likewise; an account that is null is all of them. */
const underWayOf = (account: string, day: string): string =>
  `(select coalesce(-sum(m.amount), 0)::numeric(18,2) from mingbai.bank_match m
     join mingbai.bank_line l on l.community_id = $1 and l.id = m.line_id and l.booked_on <= ${day} and (${account} is null or l.account_id = ${account})
     join ledger.entry e on e.community_id = $1 and e.seq = m.entry_seq and e.effective_on > ${day}
   where m.community_id = $1 and m.target_type = 'ACCOUNT_MOVE')`;

/** Reads what the bank said. Lines carry names and numbers of people: nothing of them is for the public. */
@Injectable()
export class BankQueries {
  /** Lines in the order of the account. */
  async lines(tx: Tx, filter: BankLineFilter = {}): Promise<BankLineView[]> {
    const { states, from, to, inSuspense, ids, after, limit } = filter;
    const asked = new Asked(tx.communityId);
    const conditions = [
      asked.when(states, (all) => `and state = any (${all}::text[])`),
      asked.when(from, (day) => `and booked_on >= ${day}`),
      asked.when(to, (day) => `and booked_on <= ${day}`),
      asked.when(ids, (all) => `and id = any (${all}::bigint[])`),
      asked.when(
        after,
        (line) => `and (account_id, position) > (select a.account_id, a.position from mingbai.bank_line a where a.community_id = $1 and a.id = ${line})`,
      ),
      inSuspense ? 'and suspense_open > 0' : '',
      'order by account_id, position',
      asked.when(limit, (count) => `limit ${count}`),
    ];
    const rows = await tx.query<Raw<BankLineView>>(`${LINE} ${conditions.join(' ')}`, asked.parameters);
    return rows.map((row) => readMoney<BankLineView>(row, LINE_MONEY));
  }

  async line(tx: Tx, id: BankLineId): Promise<BankLineView | null> {
    const [line] = await this.lines(tx, { ids: [id] });
    return line ?? null;
  }

  /** Files, the newest first. */
  async files(tx: Tx): Promise<BankFileView[]> {
    const rows = await tx.query<Raw<BankFileView>>(`${FILE} order by id desc`, [tx.communityId]);
    return rows.map((row) => readMoney<BankFileView>(row, ['opening', 'closing']));
  }

  /** The file that reaches furthest, with its closing balance; null before the first import. */
  async reached(tx: Tx, accountId: number): Promise<BankFileView | null> {
    const rows = await tx.query<Raw<BankFileView>>(`${FILE} and account_id = $2 order by to_on desc, id desc limit 1`, [tx.communityId, accountId]);
    const [row] = rows;
    return row ? readMoney<BankFileView>(row, ['opening', 'closing']) : null;
  }

  /** The first file that brought the balance of a day; null while none reaches it. */
  async covering(tx: Tx, accountId: number, on: BusinessDate): Promise<BankFileView | null> {
    const [row] = await tx.query<Raw<BankFileView>>(`${FILE} and account_id = $2 and $3::date between from_on and to_on order by id limit 1`, [
      tx.communityId,
      accountId,
      on,
    ]);
    return row ? readMoney<BankFileView>(row, ['opening', 'closing']) : null;
  }

  /** The last day that statements cover without a gap from `first` on; null when that day itself is not covered. */
  async coveredThrough(tx: Tx, accountId: number, first: BusinessDate): Promise<BusinessDate | null> {
    const files = await tx.query<CoveredDays>(
      `select from_on as "from", to_on as "to" from mingbai.bank_file where community_id = $1 and account_id = $2 and to_on >= $3 order by from_on`,
      [tx.communityId, accountId, first],
    );
    return coveredThrough(files, first);
  }

  /** What the bank held for us at the end of a day. */
  async balanceOn(tx: Tx, accountId: number, on: BusinessDate): Promise<Money> {
    const [row] = await tx.query<{ balance: string }>(`select ${heldBy('$2', '$3')} as balance`, [tx.communityId, accountId, on]);
    return Money.parse(required(row, 'a balance').balance);
  }

  /** Of accounts at the end of days, in their order: what the bank held, and what its lines say that the books do not, as it is not placed yet or under way. */
  async heldOn(tx: Tx, ends: readonly AccountDay[]): Promise<{ readonly held: Money; readonly unbooked: Money }[]> {
    const rows = await tx.query<{ held: string; unbooked: string }>(
      `select ${heldBy('p.account', 'p.day')} as held,
         (select coalesce(sum(amount), 0) from mingbai.bank_line where community_id = $1 and account_id = p.account and booked_on <= p.day and state in ('NEW', 'SUGGESTED'))
           - ${underWayOf('p.account', 'p.day')} as unbooked
       from unnest($2::bigint[], $3::date[]) with ordinality p(account, day, place) order by place`,
      [tx.communityId, ends.map(({ accountId }) => accountId), ends.map(({ on }) => on)],
    );
    return rows.map(({ held, unbooked }) => ({ held: Money.parse(held), unbooked: Money.parse(unbooked) }));
  }

  /** The day of the last line of an account; null before the first. */
  async lastLineOn(tx: Tx, accountId: number): Promise<BusinessDate | null> {
    const [row] = await tx.query<{ last: BusinessDate | null }>(
      `select max(booked_on) as last from mingbai.bank_line where community_id = $1 and account_id = $2`,
      [tx.communityId, accountId],
    );
    return row?.last ?? null;
  }

  /** The first day that a statement of an account covers; null before the first import. */
  async coveredFrom(tx: Tx, accountId: number): Promise<BusinessDate | null> {
    const [row] = await tx.query<{ first: BusinessDate | null }>(
      `select min(from_on) as first from mingbai.bank_file where community_id = $1 and account_id = $2`,
      [tx.communityId, accountId],
    );
    return row?.first ?? null;
  }

  /** Whether the bank moved anything on an account in these days. */
  async hasLines(tx: Tx, accountId: number, range: { from: BusinessDate; to: BusinessDate }): Promise<boolean> {
    const found = await tx.query(`select from mingbai.bank_line where community_id = $1 and account_id = $2 and booked_on between $3 and $4 limit 1`, [
      tx.communityId,
      accountId,
      range.from,
      range.to,
    ]);
    return found.length > 0;
  }

  /** Money between two accounts of the compound at the end of a day: the bank took it from one and the books have not moved it yet. Of one account: what its lines say and the books do not. */
  async underWay(tx: Tx, on: BusinessDate, accountId?: number): Promise<Money> {
    const [row] = await tx.query<{ amount: string }>(`select ${underWayOf('$3::bigint', '$2::date')} as amount`, [tx.communityId, on, accountId ?? null]);
    return Money.parse(required(row, 'a sum').amount);
  }

  /** Where lines went, part by part, in the order in which it was decided. */
  async matches(tx: Tx, lineIds: readonly BankLineId[]): Promise<BankMatchView[]> {
    const rows = await tx.query<Raw<BankMatchView>>(
      `select m.id, m.line_id as "lineId", m.taken_from as "takenFrom", m.target_type as "targetType", m.target_id as "targetId", m.amount, m.entry_seq as "entrySeq",
          m.matched_at as "matchedAt", m.undoes, u.id as "undoneBy"
        from mingbai.bank_match m left join mingbai.bank_match u on u.community_id = $1 and u.undoes = m.id where m.community_id = $1 and m.line_id = any ($2) order by m.id`,
      [tx.communityId, lineIds],
    );
    return rows.map((row) => readMoney<BankMatchView>(row, ['amount']));
  }

  /** How many lines of the days from `from` through `to` are in each state. */
  async countByState(tx: Tx, range: { from: BusinessDate; to: BusinessDate }): Promise<Record<BankLineState, number>> {
    const rows = await tx.query<{ state: BankLineState; count: number }>(
      `select state, count(*) as count from mingbai.bank_line where community_id = $1 and booked_on between $2 and $3 group by state`,
      [tx.communityId, range.from, range.to],
    );
    return { NEW: 0, SUGGESTED: 0, MATCHED: 0, SUSPENSE: 0, RECONCILED: 0, ...Object.fromEntries(rows.map(({ state, count }) => [state, count])) };
  }

  /** What waits on 2301 at the end of a day: what came in by then, less what was found by then. Age counts from the booking day. */
  async suspense(tx: Tx, on: BusinessDate): Promise<SuspenseState> {
    const [row] = await tx.query<{ count: number; total: string; oldestOn: BusinessDate | null }>(
      `select count(*) as count, coalesce(sum(open), 0)::numeric(18,2) as total, min(booked_on) as "oldestOn" from (
         select l.id, l.booked_on, sum(case when m.target_type in ('SUSPENSE', 'WRONG_CREDIT') then m.amount else 0 end - case m.taken_from when 'SUSPENSE' then m.amount else 0 end) as open
         from mingbai.bank_match m cross join lateral (select id, booked_on from mingbai.bank_line where community_id = $1 and id = m.line_id offset 0) l
           join ledger.entry e on e.community_id = $1 and e.seq = m.entry_seq and e.effective_on <= $2
         where m.community_id = $1 and l.booked_on <= $2 and (m.target_type in ('SUSPENSE', 'WRONG_CREDIT') or m.taken_from = 'SUSPENSE') group by l.id, l.booked_on) s where open > 0`,
      [tx.communityId, on],
    );
    return row ? { count: row.count, total: Money.parse(row.total), oldestOn: row.oldestOn } : { count: 0, total: Money.zero, oldestOn: null };
  }

  /** How this compound reads the tables of banks: the newest mapping profile of each name, by name. */
  async mappingProfiles(tx: Tx): Promise<MappingProfile[]> {
    const rows = await tx.query<{ name: string; title: string; definition: Omit<MappingProfile, 'name' | 'title'> }>(
      `select distinct on (name) name, title, definition from mingbai.mapping_profile where community_id = $1 order by name, id desc`,
      [tx.communityId],
    );
    return rows.map(({ name, title, definition }) => ({ ...definition, name, title }));
  }

  /** Cash that unidentified receipts brought into TRN through a day; what was found since is taken out by the receipt that found it. */
  async documentCash(tx: Tx, through: BusinessDate): Promise<{ fund: Fund; amount: Money }[]> {
    const [row] = await tx.query<{ amount: string }>(
      `select coalesce(sum(m.amount), 0)::numeric(18,2) as amount from mingbai.bank_match m join mingbai.bank_line l on l.community_id = $1 and l.id = m.line_id
       where m.community_id = $1 and m.target_type = 'SUSPENSE' and l.booked_on <= $2`,
      [tx.communityId, through],
    );
    return [{ fund: 'TRN', amount: Money.parse(row?.amount ?? '0') }];
  }
}
