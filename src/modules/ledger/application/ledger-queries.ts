import { Injectable } from '@nestjs/common';
import {
  DomainError,
  addDays,
  daysBetween,
  Money,
  Rate,
  required,
  type AccountingPeriod,
  type BusinessDate,
  type Instant,
  type OrganisationId,
  type PersonId,
} from '../../../kernel/index.js';
import { Asked, readMoney, type Raw, type Tx } from '../../../platform/database/index.js';
import type { ChartCode, Fund, RuleCode } from '../domain/chart.js';
import type { AccountRef } from '../domain/entry-draft.js';

/** Yuan; available = cash − restricted claims. payable = earned, costs and taxes not yet paid (2101 + 2104 + 2201). */
export interface FundBalance {
  readonly fund: Fund;
  readonly cash: Money;
  readonly restricted: Money;
  readonly available: Money;
  readonly payable: Money;
}

/** An account and its totals; `balance` is positive on the account's normal side. */
export interface AccountBalance {
  readonly accountId: number;
  readonly code: ChartCode;
  readonly name: string;
  readonly fund: Fund;
  readonly holderType: string;
  readonly holderId: number;
  readonly normalSide: 'D' | 'C';
  readonly restricted: boolean;
  readonly debit: Money;
  readonly credit: Money;
  readonly balance: Money;
}

/**
 * When the books are asked. `on`: with everything effective through that day; `asOfSeq`: as they stood when that entry was their last,
 * whatever they learned afterwards. Neither: now.
 */
export interface BookMoment {
  readonly on?: BusinessDate;
  readonly asOfSeq?: number;
}

export interface BalanceFilter extends BookMoment {
  readonly fund?: Fund;
  readonly code?: ChartCode;
  readonly holder?: { readonly type: string; readonly id: number };
  /** Leaves out the accounts on which nothing is at that moment: of those that were ever opened, most. */
  readonly standing?: boolean;
  readonly afterAccount?: number;
  readonly limit?: number;
}

export interface TransferView {
  readonly line: number;
  readonly fund: Fund;
  readonly debitCode: ChartCode;
  readonly debitAccount: number;
  readonly creditCode: ChartCode;
  readonly creditAccount: number;
  readonly amount: Money;
}

export interface EntryView {
  readonly seq: number;
  readonly effectiveOn: BusinessDate;
  readonly recordedAt: Instant;
  readonly voucherYear: number;
  readonly voucherNo: number;
  readonly rule: string;
  readonly sourceType: string;
  readonly sourceId: number;
  readonly occurrence: number;
  readonly description: string;
  readonly reversesSeq: number | null;
  readonly transfers: readonly TransferView[];
}

export interface AccountTransferView {
  readonly entrySeq: number;
  readonly line: number;
  readonly effectiveOn: BusinessDate;
  readonly description: string;
  readonly counterCode: ChartCode;
  readonly debit: Money;
  readonly credit: Money;
}

/** First day of the book, last day of the last closed month; what was closed once and is open again, and until when. */
export interface BookView {
  readonly openedOn: BusinessDate;
  readonly closedThrough: BusinessDate;
  readonly reopenedThrough: BusinessDate | null;
  readonly reopenedUntil: Instant | null;
  readonly lastSeq: number;
}

export interface PeriodView {
  readonly month: AccountingPeriod;
  readonly state: 'CLOSED' | 'REOPENED';
  readonly closedAt: Instant;
  /** The last entry that the close knew. */
  readonly lastSeq: number;
}

/** A reopening as it was asked for; `confirmedAt` null while the second person has not agreed. */
export interface ReopeningView {
  readonly number: number;
  readonly month: AccountingPeriod;
  readonly reason: string;
  readonly expiresAt: Instant;
  readonly proposedAt: Instant;
  readonly proposedBy: PersonId;
  readonly proposedFor: OrganisationId;
  readonly confirmedAt: Instant | null;
  readonly confirmedBy: PersonId | null;
  readonly confirmedFor: OrganisationId | null;
}

const FUND_MONEY = ['cash', 'restricted', 'available', 'payable'] as const;
const BALANCE_MONEY = ['debit', 'credit', 'balance'] as const;
const BALANCE_COLUMNS = `a.id as "accountId", a.code, c.name_zh as name, a.fund, a.holder_type as "holderType", a.holder_id as "holderId", a.normal_side as "normalSide",
  a.restricted, t.debit, t.credit, case a.normal_side when 'D' then t.debit - t.credit else t.credit - t.debit end as balance`;
const ENTRY_COLUMNS = `seq, effective_on as "effectiveOn", recorded_at as "recordedAt", voucher_year as "voucherYear", voucher_no as "voucherNo", rule, source_type as "sourceType",
  source_id as "sourceId", occurrence, description, reverses_seq as "reversesSeq"`;
type EntryHead = Omit<EntryView, 'transfers'>;

/** Reads the books. Dates are business dates: a balance "on" a day holds everything effective through that day. */
@Injectable()
export class LedgerQueries {
  /** The four funds, now or at another moment. */
  async funds(tx: Tx, at: BookMoment = {}): Promise<FundBalance[]> {
    const isNow = at.on === undefined && at.asOfSeq === undefined;
    const rows = isNow
      ? await tx.query<Raw<FundBalance>>(FUNDS_NOW, [tx.communityId])
      : await tx.query<Raw<FundBalance>>(FUNDS_AT, [tx.communityId, at.on ?? null, at.asOfSeq ?? null]);
    return rows.map((row) => readMoney<FundBalance>(row, FUND_MONEY));
  }

  /** The four funds at the end of a day. */
  fundsOn(tx: Tx, on: BusinessDate): Promise<FundBalance[]> {
    return this.funds(tx, { on });
  }

  /** Each fund's balance of cash at the end of every day of a range, added up: divided by the days it is the average daily balance. */
  async cashDays(tx: Tx, { from, to }: { from: BusinessDate; to: BusinessDate }): Promise<{ fund: Fund; amount: Money }[]> {
    const days = Rate.parse(String(daysBetween(from, to) + 1));
    const moved = await tx.query<{ fund: Fund; amount: string }>(
      `select x.fund, sum((case d.code when '1001' then x.amount else 0 end - case c.code when '1001' then x.amount else 0 end) * ($3::date - e.effective_on + 1))::numeric(18,2) as amount
       from ledger.entry e join ledger.transfer x on x.community_id = $1 and x.entry_seq = e.seq
         join ledger.account d on d.community_id = $1 and d.id = x.debit_account join ledger.account c on c.community_id = $1 and c.id = x.credit_account
       where e.community_id = $1 and e.effective_on between $2 and $3 group by x.fund`,
      [tx.communityId, from, to],
    );
    return (await this.fundsOn(tx, addDays(from, -1))).map(({ fund, cash }) => {
      const later = moved.filter((row) => row.fund === fund).map(({ amount }) => Money.parse(amount));
      return { fund, amount: Money.sum([cash.times(days), ...later]) };
    });
  }

  /** How often each of these documents has been posted under a rule: the occurrence that the last posting had. */
  async timesPosted(tx: Tx, event: { type: string; rule: RuleCode; ids: readonly number[] }): Promise<Map<number, number>> {
    const rows = await tx.query<{ id: number; times: number }>(
      `select source_id as id, max(occurrence) as times from ledger.entry where community_id = $1 and source_type = $2 and rule = $3 and source_id = any ($4::bigint[]) group by source_id`,
      [tx.communityId, event.type, event.rule, event.ids],
    );
    return new Map(rows.map(({ id, times }) => [id, times]));
  }

  /** One account's balance, on its normal side; zero when it was never posted to. */
  async balance(tx: Tx, fund: Fund, ref: AccountRef, on?: BusinessDate): Promise<Money> {
    const found = await this.balances(tx, { fund, code: ref.code, ...(ref.holder && { holder: ref.holder }), ...(on && { on }) });
    return Money.sum(found.map((account) => account.balance));
  }

  /** Accounts with their totals, in the order they were opened; now, or at another moment. Every account that exists today is in it, unless the filter asks for less. */
  async balances(tx: Tx, filter: BalanceFilter = {}): Promise<AccountBalance[]> {
    const { fund, code, holder, afterAccount, standing, limit } = filter;
    const totals = await this.totals(tx, filter);
    const asked = new Asked(tx.communityId, filter.on ?? null, filter.asOfSeq ?? null);
    const conditions = [
      'a.community_id = $1',
      asked.when(fund, (one) => `and a.fund = ${one}`),
      asked.when(code, (one) => `and a.code = ${one}`),
      asked.when(holder?.type, (type) => `and a.holder_type = ${type}`),
      asked.when(holder?.id, (id) => `and a.holder_id = ${id}`),
      asked.when(afterAccount, (id) => `and a.id > ${id}`),
      standing ? 'and t.debit <> t.credit' : '',
      'order by a.id',
      asked.when(limit, (count) => `limit ${count}`),
    ];
    const rows = await tx.query<Raw<AccountBalance>>(
      `${totals.start} select ${BALANCE_COLUMNS} from ${totals.of} join ledger.chart c on c.code = a.code where ${conditions.join(' ')}`,
      asked.parameters,
    );
    return rows.map((row) => readMoney<AccountBalance>(row, BALANCE_MONEY));
  }

  /** Debits and credits per account of the entries effective from `from` through `to`. Year-end entries (P27) are left out: they move results, not money. */
  async movement(tx: Tx, range: { from: BusinessDate; to: BusinessDate }): Promise<AccountBalance[]> {
    const rows = await tx.query<Raw<AccountBalance>>(
      `select ${BALANCE_COLUMNS}
       from (select account_id, sum(debit)::numeric(18,2) as debit, sum(credit)::numeric(18,2) as credit from (
           select x.debit_account as account_id, x.amount as debit, 0 as credit from ledger.entry e join ledger.transfer x on x.community_id = $1 and x.entry_seq = e.seq
             where e.community_id = $1 and e.effective_on between $2 and $3 and e.rule <> 'P27'
           union all select x.credit_account, 0, x.amount from ledger.entry e join ledger.transfer x on x.community_id = $1 and x.entry_seq = e.seq
             where e.community_id = $1 and e.effective_on between $2 and $3 and e.rule <> 'P27') m group by account_id) t
       join ledger.account a on a.community_id = $1 and a.id = t.account_id join ledger.chart c on c.code = a.code
       order by a.code, a.fund, a.holder_type, a.holder_id`,
      [tx.communityId, range.from, range.to],
    );
    return rows.map((row) => readMoney<AccountBalance>(row, BALANCE_MONEY));
  }

  /** What the accounts of one code moved on the days of a range, on their normal side; the year end, which empties them, is left out. */
  async moved(tx: Tx, code: ChartCode, range: { from: BusinessDate; to: BusinessDate }): Promise<Money> {
    const [row] = await tx.query<{ amount: string }>(
      `select coalesce(sum(case when m.side = c.normal_side then m.amount else -m.amount end), 0)::numeric(18,2) as amount
       from (
         select a.code, x.entry_seq, 'D' as side, x.amount from ledger.account a join ledger.transfer x on x.community_id = $1 and x.debit_account = a.id
           where a.community_id = $1 and a.code = $2 and x.effective_on between $3 and $4
         union all select a.code, x.entry_seq, 'C', x.amount from ledger.account a join ledger.transfer x on x.community_id = $1 and x.credit_account = a.id
           where a.community_id = $1 and a.code = $2 and x.effective_on between $3 and $4) m
       join ledger.entry e on e.community_id = $1 and e.seq = m.entry_seq and e.rule <> 'P27' join ledger.chart c on c.code = m.code`,
      [tx.communityId, code, range.from, range.to],
    );
    return Money.parse(required(row, 'a sum').amount);
  }

  /** Entries in book order after `afterSeq`, at most `limit`. */
  async entries(tx: Tx, page: { afterSeq?: number; from?: BusinessDate; to?: BusinessDate; limit: number }): Promise<EntryView[]> {
    const heads = await tx.query<EntryHead>(
      `select ${ENTRY_COLUMNS} from ledger.entry where community_id = $1 and seq > $2::bigint and ($3::date is null or effective_on >= $3) and ($4::date is null or effective_on <= $4) order by seq limit $5`,
      [tx.communityId, page.afterSeq ?? 0, page.from ?? null, page.to ?? null, page.limit],
    );
    return this.withTransfers(tx, heads);
  }

  async entry(tx: Tx, seq: number): Promise<EntryView | null> {
    const heads = await tx.query<EntryHead>(`select ${ENTRY_COLUMNS} from ledger.entry where community_id = $1 and seq = $2::bigint`, [tx.communityId, seq]);
    const [entry] = await this.withTransfers(tx, heads);
    return entry ?? null;
  }

  /** The entries of one document, in book order. */
  async entriesOf(tx: Tx, source: { type: string; id: number }): Promise<EntryView[]> {
    const heads = await tx.query<EntryHead>(
      `select ${ENTRY_COLUMNS} from ledger.entry where community_id = $1 and source_type = $2 and source_id = $3 order by seq`,
      [tx.communityId, source.type, source.id],
    );
    return this.withTransfers(tx, heads);
  }

  /** Transfers of one account in book order, after a position (entry, line). @throws NOT_FOUND */
  async transfersOf(tx: Tx, accountId: number, page: { afterSeq: number; afterLine: number; limit: number }): Promise<AccountTransferView[]> {
    const rows = await tx.query<Raw<AccountTransferView>>(
      `select x.entry_seq as "entrySeq", x.line, x.effective_on as "effectiveOn", e.description, k.code as "counterCode",
         case when x.debit_account = $2 then x.amount else 0.00 end as debit, case when x.credit_account = $2 then x.amount else 0.00 end as credit
       from (${pageOf('debit_account')} union all ${pageOf('credit_account')}) x
       join ledger.entry e on e.community_id = $1 and e.seq = x.entry_seq
       join ledger.account k on k.community_id = $1 and k.id = case when x.debit_account = $2 then x.credit_account else x.debit_account end
       order by x.entry_seq, x.line limit $5`,
      [tx.communityId, accountId, page.afterSeq, page.afterLine, page.limit],
    );
    if (rows.length === 0 && !(await this.hasAccount(tx, accountId))) throw new DomainError('NOT_FOUND');
    return rows.map((row) => readMoney<AccountTransferView>(row, ['debit', 'credit']));
  }

  private async hasAccount(tx: Tx, id: number): Promise<boolean> {
    return (await tx.query('select from ledger.account where community_id = $1 and id = $2', [tx.communityId, id])).length > 0;
  }

  /** Closed months, first to last. */
  periods(tx: Tx): Promise<PeriodView[]> {
    return tx.query<PeriodView>(`${PERIODS} and state = 'CLOSED' order by month`, [tx.communityId]);
  }

  /** Every close in the order in which they happened; a month that was reopened has several. */
  closes(tx: Tx): Promise<PeriodView[]> {
    return tx.query<PeriodView>(`${PERIODS} order by close_no`, [tx.communityId]);
  }

  /** Every reopening that was asked for, in that order. */
  reopenings(tx: Tx): Promise<ReopeningView[]> {
    return tx.query<ReopeningView>(
      `select r.no as number, r.month, r.reason, r.expires_at as "expiresAt", r.proposed_at as "proposedAt", r.proposed_by as "proposedBy", r.proposed_for as "proposedFor",
         c.confirmed_at as "confirmedAt", c.confirmed_by as "confirmedBy", c.confirmed_for as "confirmedFor"
       from ledger.reopening r left join ledger.reopening_confirmation c on c.community_id = $1 and c.no = r.no where r.community_id = $1 order by r.no`,
      [tx.communityId],
    );
  }

  async book(tx: Tx): Promise<BookView | null> {
    const [book] = await tx.query<BookView>(
      `select opened_on as "openedOn", closed_through as "closedThrough", reopened_through as "reopenedThrough", reopened_until as "reopenedUntil", last_seq as "lastSeq"
       from ledger.book where community_id = $1`,
      [tx.communityId],
    );
    return book ?? null;
  }

  /**
   * The way to the totals of a moment that reads least: the last closed day, and every day after it, is near to now. What is later is read of all
   * accounts at once, and so not for the few of one code.
   */
  private async totals(tx: Tx, { on, asOfSeq, code }: BalanceFilter): Promise<{ start: string; of: string }> {
    if (on === undefined && asOfSeq === undefined) return { start: '', of: TOTALS_NOW };
    if (code !== undefined) return { start: START, of: TOTALS_AT };
    const nearNow = on !== undefined && asOfSeq === undefined && on >= ((await this.book(tx))?.closedThrough ?? on);
    return nearNow ? { start: OPEN, of: TOTALS_BEFORE_LATER } : { start: START, of: TOTALS_AT };
  }

  private async withTransfers(tx: Tx, heads: EntryHead[]): Promise<EntryView[]> {
    const lines = await tx.query<Raw<TransferView & { entrySeq: number }>>(
      `select x.entry_seq as "entrySeq", x.line, x.fund, d.code as "debitCode", x.debit_account as "debitAccount", c.code as "creditCode", x.credit_account as "creditAccount", x.amount
       from ledger.transfer x join ledger.account d on d.community_id = $1 and d.id = x.debit_account join ledger.account c on c.community_id = $1 and c.id = x.credit_account
       where x.community_id = $1 and x.entry_seq = any ($2::bigint[]) order by x.entry_seq, x.line`,
      [tx.communityId, heads.map((head) => head.seq)],
    );
    const bySeq = new Map<number, TransferView[]>(heads.map((head) => [head.seq, []]));
    for (const { entrySeq, ...line } of lines) bySeq.get(entrySeq)?.push(readMoney<TransferView>(line, ['amount']));
    return heads.map((head) => ({ ...head, transfers: bySeq.get(head.seq) ?? [] }));
  }
}

/** The next transfers on one side of account $2: read in the order of the index, so that a page costs the same wherever it is. */
const pageOf = (side: 'debit_account' | 'credit_account'): string =>
  `(select * from ledger.transfer where community_id = $1 and ${side} = $2 and entry_seq >= $3::bigint and (entry_seq, line) > ($3::bigint, $4) order by entry_seq, line limit $5)`;

const PERIODS = `select month, state, closed_at as "closedAt", last_seq as "lastSeq" from ledger.period where community_id = $1`;

const TOTALS_NOW = `ledger.account a join ledger.account_balance t on t.community_id = $1 and t.account_id = a.id and $2::date is null and $3::bigint is null`;

/** The first entry that the last close of a month that ends by $2 left open: no entry before it is dated after that month. */
const OPEN = `with open as materialized (select coalesce((select p.first_open_seq from ledger.period p
  where p.community_id = $1 and p.state = 'CLOSED' and p.month < to_char($2::date + 1, 'YYYY-MM') order by p.month desc limit 1), 1) as seq)`;

/** One side of the transfers that are dated after day $2: each read by itself, since a row for both sides of every transfer takes a third more. */
const later = (account: 'debit_account' | 'credit_account', debit: 'amount' | '0', credit: 'amount' | '0'): string =>
  `select ${account} as account_id, ${debit} as debit, ${credit} as credit from open join ledger.transfer on community_id = $1 and entry_seq >= open.seq and effective_on > $2::date`;

/** What the accounts have now, less what is dated after day $2, which is not before the last closed one: it is among the entries from the first open one. */
const TOTALS_BEFORE_LATER = `ledger.account a join ledger.account_balance n on n.community_id = $1 and n.account_id = a.id and $3::bigint is null
  left join (select m.account_id, sum(m.debit) as debit, sum(m.credit) as credit from (${later('debit_account', 'amount', '0')} union all ${later('credit_account', '0', 'amount')}) m
    group by m.account_id) l on l.account_id = a.id
  cross join lateral (select (n.debit - coalesce(l.debit, 0))::numeric(18,2) as debit, (n.credit - coalesce(l.credit, 0))::numeric(18,2) as credit) t`;

/**
 * Where totals through day $2 as of entry $3, either of them null for no bound, start: at a close. Any close of a month before $2 and of
 * an entry before $3 will do, also one that was reopened: what it kept is of the entries dated through its month and numbered through
 * its last, for ever. The latest month leaves least to add. Transfers are read from its first open entry, and, where $2 lies in a month
 * that is closed again, only through the last entry of that close. Materialized, its columns are plain values: under row security an
 * index takes no bound that is an expression over a table.
 */
const START = `with start as materialized (
  select coalesce(k.close_no, 0) as close_no, coalesce(k.month, '') as month, coalesce(k.through, '-infinity') as through, coalesce(k.last_seq, 0) as last_seq, coalesce(k.first_open_seq, 1) as from_seq,
    coalesce($2::date, 'infinity') as on_day,
    least($3::bigint, (select min(p.last_seq) from ledger.period p where p.community_id = $1 and p.state = 'CLOSED' and p.month >= to_char($2::date, 'YYYY-MM')), 9223372036854775807) as to_seq
  from (values (1)) one left join lateral (
    select p.*, ((p.month || '-01')::date + interval '1 month - 1 day')::date as through from ledger.period p
    where p.community_id = $1 and ($3::bigint is null or p.last_seq <= $3) and ($2::date is null or p.month < to_char($2::date + 1, 'YYYY-MM'))
    order by p.month desc, p.close_no desc limit 1) k on true)`;

/** Of account a: what the close kept, and the transfers that it did not know. */
const added = (side: 'debit_account' | 'credit_account'): string =>
  `(select sum(x.amount) as amount from ledger.transfer x where x.community_id = $1 and x.${side} = a.id and x.entry_seq >= k.from_seq and x.entry_seq <= k.to_seq
    and x.effective_on <= k.on_day and (x.effective_on > k.through or x.entry_seq > k.last_seq))`;
const TOTALS_AT = `ledger.account a cross join start k
  left join lateral (select b.debit, b.credit from ledger.period_balance b where b.community_id = $1 and b.account_id = a.id and b.month <= k.month and b.close_no <= k.close_no
    order by b.month desc, b.close_no desc limit 1) s on true
  cross join lateral ${added('debit_account')} d
  cross join lateral ${added('credit_account')} r
  cross join lateral (select (coalesce(s.debit, 0) + coalesce(d.amount, 0))::numeric(18,2) as debit, (coalesce(s.credit, 0) + coalesce(r.amount, 0))::numeric(18,2) as credit) t`;

const FUNDS_NOW = `select fund, cash, restricted, cash - restricted as available, payable from ledger.fund_balance where community_id = $1 order by position(fund in 'SVC COM QLT TRN')`;

const FUNDS_AT = `${START}
  select f.fund, coalesce(sum(balance) filter (where code = '1001'), 0)::numeric(18,2) as cash, coalesce(sum(balance) filter (where restricted), 0)::numeric(18,2) as restricted,
    (coalesce(sum(balance) filter (where code = '1001'), 0) - coalesce(sum(balance) filter (where restricted), 0))::numeric(18,2) as available,
    coalesce(sum(balance) filter (where payable), 0)::numeric(18,2) as payable
  from unnest(array['SVC', 'COM', 'QLT', 'TRN']) with ordinality f(fund, place)
  left join (select a.*, case a.normal_side when 'D' then t.debit - t.credit else t.credit - t.debit end as balance
    from ${TOTALS_AT} where a.community_id = $1 and (a.code = '1001' or a.restricted or a.payable)) b on b.fund = f.fund
  group by f.fund, f.place order by f.place`;
