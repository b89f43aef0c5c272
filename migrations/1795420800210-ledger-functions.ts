import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The one gate into the books: functions of mingbai_poster, who alone may write there. */
export class LedgerFunctions1795420800210 implements MigrationInterface {
  readonly name = 'LedgerFunctions1795420800210';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    for (const sql of [helpers, openBook, lock, judge, judgeReopened, judgeTotals, judgeFunds, judgeReversals, post, reverse, closePeriod])
      await runner.query(sql);
    await runner.query(`
      do $$ declare f regprocedure; begin
        for f in select p.oid from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'ledger' and p.proname <> 'only_the_poster' loop
          execute format('revoke all on function %s from public', f);
          if f::text !~ '^ledger\\.(judge\\w*|number_vouchers|open_accounts|refuse|assert_tenant)\\(' then execute format('grant execute on function %s to mingbai_app', f); end if;
          perform mingbai_admin.give_function(f, 'mingbai_poster');
        end loop;
      end $$`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const DEFINER = `language plpgsql security definer set search_path = ledger, pg_temp`;
/**
 * A call is small or large, the plan is the same: look up each account by its key. Left to itself the planner makes a new plan for
 * every call, or reads all accounts of the compound (decision 0007).
 */
const POSTER = `${DEFINER} set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_bitmapscan = off set enable_material = off set enable_hashjoin = off set enable_mergejoin = off`;

/** A moment is the caller's; one that no clock of ours can show is none. Every year of a book counts its vouchers. */
const isMoment = (value: string): string => `${value} between '2000-01-01' and '2200-01-01'`;

const helpers = `
  create function ledger.refuse(p_code text, p_details jsonb) returns void language plpgsql as $$
  begin raise exception '%', p_code using errcode = 'MB422', detail = p_details::text; end $$;

  create function ledger.assert_tenant(p_community int) returns void language plpgsql as $$
  begin
    if p_community is distinct from nullif(current_setting('app.community_id', true), '')::int then
      raise exception 'compound % is not the tenant of this transaction', p_community using errcode = 'MB403';
    end if;
  end $$;`;

const openBook = `
  create function ledger.open_book(p_community int, p_opened_on date) returns void ${DEFINER} as $$
  begin
    perform assert_tenant(p_community);
    if not coalesce(isfinite(p_opened_on) and p_opened_on = date_trunc('month', p_opened_on), false) then perform refuse('DATE_INVALID', jsonb_build_object('value', p_opened_on)); end if;
    insert into book (community_id, opened_on, closed_through) values (p_community, p_opened_on, p_opened_on - 1) on conflict do nothing;
    if not found then perform refuse('LEDGER_BOOK_EXISTS', '{}'); end if;
    insert into fund_balance (community_id, fund) select p_community, unnest(array['SVC', 'COM', 'QLT', 'TRN']);
  end $$;`;

/** Every command that may post takes this lock before any other row: one order, so no deadlock between postings. */
const lock = `
  create function ledger.lock(p_community int) returns table (opened_on date, closed_through date, last_seq bigint) ${DEFINER} as $$
  begin
    perform assert_tenant(p_community);
    return query select b.opened_on, b.closed_through, b.last_seq from book b where b.community_id = p_community for update;
    if not found then perform refuse('LEDGER_BOOK_MISSING', '{}'); end if;
  end $$;

  create function ledger.take_ids(p_community int, p_count int) returns bigint ${DEFINER} as $$
  declare first_id bigint;
  begin
    perform assert_tenant(p_community);
    if p_count > 10000000 then perform refuse('REQUEST_INVALID', '{}'); end if;
    update book set next_id = next_id + greatest(p_count, 0) where community_id = p_community returning next_id - greatest(p_count, 0) into first_id;
    if not found then perform refuse('LEDGER_BOOK_MISSING', '{}'); end if;
    return first_id;
  end $$;`;

/**
 * What a call is made of: arrays e_* hold one element an entry, t_* one a transfer; t_entry is the 1-based position of its entry.
 * Accounts are named by (code, fund, holder) and made when they are new.
 */
const ENTRIES = 'e_on date[], e_rule text[], e_source_type text[], e_source_id bigint[], e_occurrence int[], e_description text[]';
const TRANSFERS =
  't_entry int[], t_line int[], t_fund text[], t_debit_code text[], t_debit_type text[], t_debit_holder bigint[], t_credit_code text[], t_credit_type text[], t_credit_holder bigint[], t_amount numeric[]';
const names = (parameters: string): string => parameters.replaceAll(/ \w+\[\]/g, '');
/** Every side of every transfer once, and what the chart says of it. */
const SIDES = `(select c, f, ht, hi from unnest(t_debit_code, t_fund, t_debit_type, t_debit_holder) u(c, f, ht, hi)
        union select c, f, ht, hi from unnest(t_credit_code, t_fund, t_credit_type, t_credit_holder) u(c, f, ht, hi)) s left join chart k on k.code = s.c`;

/** The documents that entries come from. */
const SOURCES = `'{entry,bill,receipt,allocation,late_fee,waiver,fee_refund,channel_batch,firm_due,later_decision,firm_clearing,lease_charge,lease_receipt,lease_allocation,lease_adjustment,lease_refund,claim,other_receipt,deposit_release,bank_line,entitlement_month,assessment,disbursement,year_end,opening,opening_prepayment}'::text[]`;
/** One line of text, which other people's programs can read. */
const isDescription = (text: string): string => `length(${text}) between 1 and 200 and ${text} !~ '[[:cntrl:]]'`;

/** A reversal comes from the entry that it reverses, everything else from a document. */
const namesItsSource = (entry: string): string =>
  `case when e_rule[${entry}] = 'REV' then e_source_type[${entry}] = 'entry' and e_source_id[${entry}] = e_reverses[${entry}] else e_source_type[${entry}] <> 'entry' and e_reverses[${entry}] is null end`;

/** Says what is wrong with a call that cannot be written as it is; silent when nothing is but that an account is new. */
const judge = `
  create function ledger.judge(p_recorded_at timestamptz, p_closed date, e_reverses bigint[], ${ENTRIES}, ${TRANSFERS}) returns void language plpgsql as $$
  declare entries int := cardinality(e_on); wrong record;
  begin
    if coalesce(entries, 0) = 0 or (${isMoment('p_recorded_at')}) is not true
      or array[${names(ENTRIES)
        .split(', ')
        .map((list) => `array_dims(${list})`)
        .join(', ')}, coalesce(array_dims(e_reverses), format('[1:%s]', entries))] is distinct from array_fill(format('[1:%s]', entries), array[7])
      or array[${names(TRANSFERS)
        .split(', ')
        .map((list) => `array_dims(${list})`)
        .join(', ')}] is distinct from array_fill(array_dims(t_entry), array[10]) or array_lower(t_entry, 1) <> 1 or array_ndims(t_entry) <> 1
      or exists (select from generate_series(1, entries) e where (e_source_type[e] = any (${SOURCES}) and e_source_id[e] > 0 and e_occurrence[e] > 0 and ${isDescription('e_description[e]')} and ${namesItsSource('e')}) is not true)
      or exists (select from unnest(t_entry, t_line) u(e, l) group by e having min(l) is distinct from 1 or max(l) <> count(*) or count(distinct l) <> count(*)) then
      perform refuse('REQUEST_INVALID', '{}');
    end if;
    select d into wrong from unnest(e_on) d where d is null or d <= p_closed order by d nulls first limit 1;
    if found then perform refuse('LEDGER_PERIOD_CLOSED', jsonb_build_object('date', wrong.d, 'closedThrough', p_closed)); end if;
    select d into wrong from unnest(e_on) d where d >= date_trunc('month', p_recorded_at at time zone 'Asia/Shanghai') + interval '1 month' limit 1;
    if found then perform refuse('LEDGER_DATE_AHEAD', jsonb_build_object('date', wrong.d, 'today', (p_recorded_at at time zone 'Asia/Shanghai')::date)); end if;
    select r into wrong from unnest(e_rule) r left join posting_rule p on p.code = r where p.code is null limit 1;
    if found then perform refuse('LEDGER_RULE_UNKNOWN', jsonb_build_object('rule', wrong.r)); end if;
    select g into wrong from generate_series(1, entries) g where not g = any (t_entry) limit 1;
    if found then perform refuse('LEDGER_ENTRY_EMPTY', jsonb_build_object('rule', e_rule[wrong.g], 'source', e_source_type[wrong.g])); end if;
    -- NaN is greater than every number, so it fails the cap; 10.005 would be stored as 10.01
    select a, t into wrong from unnest(t_amount, t_entry) u(a, t) where (a > 0 and a < 1e13 and a = round(a, 2) and t between 1 and entries) is not true limit 1;
    if found then perform refuse('LEDGER_AMOUNT_INVALID', jsonb_build_object('amount', wrong.a::text, 'rule', e_rule[wrong.t])); end if;
    select s.* into wrong from ${SIDES}
      where (s.f = any (k.funds) and case cardinality(k.holder_types) when 0 then s.ht = '' and s.hi = 0 else s.ht = any (k.holder_types) and s.hi > 0 end) is not true limit 1;
    if found then perform refuse('LEDGER_ACCOUNT_REFUSED', jsonb_build_object('code', wrong.c, 'fund', wrong.f, 'holder', wrong.ht)); end if;
    select u.r, u.f, u.d, u.c into wrong
      from (select e_rule[e] as r, f, d, c from unnest(t_entry, t_fund, t_debit_code, t_credit_code) t(e, f, d, c) where e_reverses[e] is null) u
      where not exists (select from posting_pair p where p.rule = u.r and p.fund = u.f and p.debit = u.d and p.credit = u.c) limit 1;
    if found then perform refuse('LEDGER_PAIR_REFUSED', jsonb_build_object('rule', wrong.r, 'fund', wrong.f, 'debit', wrong.d, 'credit', wrong.c)); end if;
  end $$;

  create function ledger.open_accounts(p_community int, ${TRANSFERS}) returns void language plpgsql as $$
  begin
    with fresh as (
        select s.c, s.f, s.ht, s.hi, k.normal_side, k.restricted, k.payable, k.floored, row_number() over (order by s.c, s.f, s.ht, s.hi) as n
        from ${SIDES}
        where not exists (select from account a where a.community_id = p_community and a.code = s.c and a.fund = s.f and a.holder_type = s.ht and a.holder_id = s.hi)),
      numbered as (
        update book b set next_account_id = b.next_account_id + (select count(*) from fresh) where b.community_id = p_community returning b.next_account_id - (select count(*) from fresh) - 1 as last_id),
      opened as (
        insert into account (community_id, id, code, fund, holder_type, holder_id, normal_side, restricted, payable)
        select p_community, last_id + n, c, f, ht, hi, normal_side, restricted, payable from fresh, numbered)
    insert into account_balance (community_id, account_id, normal_side, floored) select p_community, last_id + n, normal_side, floored from fresh, numbered;
  end $$;`;

/** What was reopened is shut again once its time is over: a refusal of its own, because there is more to do than take a later date. */
const judgeReopened = `
  create function ledger.judge_reopened(p_community int, p_recorded_at timestamptz, e_on date[]) returns void language plpgsql as $$
  declare wrong record;
  begin
    select b.reopened_until, min(d) as d into wrong from book b, unnest(e_on) d where b.community_id = p_community and p_recorded_at >= b.reopened_until
      group by b.community_id having min(d) > b.closed_through and min(d) <= b.reopened_through;
    if found then perform refuse('LEDGER_REOPENING_EXPIRED', jsonb_build_object('month', to_char(wrong.d, 'YYYY-MM'), 'until', to_char(wrong.reopened_until at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI'))); end if;
  end $$;`;

/** Says which account would pass its floor or the cap, with its figures; the CHECKs of account_balance stand behind. */
const judgeTotals = `
  create function ledger.judge_totals(p_community int, p_first_seq bigint, ${TRANSFERS}) returns void language plpgsql as $$
  declare wrong record;
  begin
    select a.code, a.fund, n.*, n.debit >= 1e13 or n.credit >= 1e13 as too_large into wrong
      from (select b.account_id, b.normal_side, b.floored, b.debit + s.debit as debit, b.credit + s.credit as credit, abs(s.debit - s.credit) as asked,
          case b.normal_side when 'D' then b.debit - b.credit else b.credit - b.debit end as held
        from (select a.id, sum(debit) as debit, sum(credit) as credit from (
            select f, c, ht, hi, a, 0 from unnest(t_fund, t_debit_code, t_debit_type, t_debit_holder, t_amount) x(f, c, ht, hi, a)
            union all select f, c, ht, hi, 0, a from unnest(t_fund, t_credit_code, t_credit_type, t_credit_holder, t_amount) y(f, c, ht, hi, a)) m(f, c, ht, hi, debit, credit)
          join account a on a.community_id = p_community and a.code = m.c and a.fund = m.f and a.holder_type = m.ht and a.holder_id = m.hi group by a.id) s
        join account_balance b on b.community_id = p_community and b.account_id = s.id and b.last_seq < p_first_seq) n  -- the others were moved
      join account a on a.community_id = p_community and a.id = n.account_id
      where n.debit >= 1e13 or n.credit >= 1e13 or (n.floored and case n.normal_side when 'D' then n.debit < n.credit else n.credit < n.debit end)
      order by n.account_id limit 1;
    if wrong.too_large then
      perform refuse('LEDGER_TOTAL_TOO_LARGE', jsonb_build_object('code', wrong.code, 'fund', wrong.fund, 'total', greatest(wrong.debit, wrong.credit)::text));
    end if;
    perform refuse('LEDGER_FLOOR', jsonb_build_object('code', wrong.code, 'fund', wrong.fund, 'balance', wrong.held::text, 'asked', wrong.asked::text));
  end $$;`;

/** Of a call that leaves a fund short: refuses the entry that may not do so, by its rule and not by the caller's wish (domain.md 2). */
const judgeFunds = `
  create function ledger.judge_funds(p_community int, p_first_seq bigint) returns void language plpgsql as $$
  declare wrong record;
  begin
    with moved as (  -- what each entry of this call did to cash, restricted claims and payables of a fund
        select e.rule, e.seq, x.fund,
          sum(case when d.code = '1001' then x.amount else 0 end - case when c.code = '1001' then x.amount else 0 end) as cash,
          sum(case when c.restricted then x.amount else 0 end - case when d.restricted then x.amount else 0 end) as restricted,
          sum(case when c.payable then x.amount else 0 end - case when d.payable then x.amount else 0 end) as payable
        from entry e join transfer x on x.community_id = p_community and x.entry_seq = e.seq
        join account d on d.community_id = p_community and d.id = x.debit_account
        join account c on c.community_id = p_community and c.id = x.credit_account
        where e.community_id = p_community and e.seq >= p_first_seq group by e.seq, e.rule, x.fund)
    select m.* into wrong
      from (select m.seq, m.fund, m.rule, k.cash - k.restricted - case p.gate when 'DISCRETION' then k.payable else 0 end as left_over,
          m.restricted - m.cash + case p.gate when 'DISCRETION' then m.payable else 0 end as asked, 'LEDGER_NOT_AVAILABLE' as refusal
        from moved m join fund_balance k on k.community_id = p_community and k.fund = m.fund join posting_rule p on p.code = m.rule and p.gate <> 'NONE'
        union all
        select m.seq, m.fund, m.rule, k.cash, -m.cash, 'LEDGER_OVERDRAWN' from moved m
          join fund_balance k on k.community_id = p_community and k.fund = m.fund join posting_rule p on p.code = m.rule and not p.bank_fact) m
      -- a hold out of a restricted claim asks for nothing more, yet a fund that is short pays nobody
      where m.left_over < 0 and (m.asked > 0 or (m.asked = 0 and m.refusal = 'LEDGER_NOT_AVAILABLE')) order by m.seq limit 1;
    if found then
      perform refuse(wrong.refusal, jsonb_build_object('fund', wrong.fund, 'rule', wrong.rule, 'asked', wrong.asked::text, 'available', (wrong.left_over + wrong.asked)::text));
    end if;
  end $$;`;

/** A reversal is the whole entry with its sides exchanged; once for an entry, never for a reversal. */
const judgeReversals = `
  create function ledger.judge_reversals(p_community int, e_reverses bigint[], p_first_seq bigint) returns void language plpgsql as $$
  declare wrong record;
  begin
    select r.seq, o.reverses_seq into wrong from unnest(e_reverses) r(seq) left join entry o on o.community_id = p_community and o.seq = r.seq and o.seq < p_first_seq
      where r.seq is not null and (o.seq is null or o.reverses_seq is not null) limit 1;
    if found and wrong.reverses_seq is null then perform refuse('LEDGER_ENTRY_MISSING', jsonb_build_object('seq', wrong.seq)); end if;
    if found then perform refuse('LEDGER_REVERSAL_OF_REVERSAL', jsonb_build_object('seq', wrong.seq)); end if;
    select r.seq into wrong from unnest(e_reverses) r(seq) where exists (select from entry e where e.community_id = p_community and e.reverses_seq = r.seq and e.seq < p_first_seq) limit 1;
    if found then perform refuse('LEDGER_ALREADY_REVERSED', jsonb_build_object('seq', wrong.seq)); end if;
  end $$;`;

/**
 * The one gate. Arrays e_* hold one element an entry, t_* one a transfer; t_entry is the 1-based position of its entry, t_line its
 * line in it. Accounts are named by (code, fund, holder) and made when they are new. One entry or ten thousand, two statements do the
 * work: one takes the numbers, one resolves the accounts and writes everything, or nothing where something does not fit; only then
 * more queries say what. The tenant policy leaves the poster alone, so the first lines and every WHERE name the compound.
 */
const post = `
  create function ledger.post(p_community int, p_recorded_at timestamptz, p_actor bigint, ${ENTRIES}, ${TRANSFERS}, e_reverses bigint[] default null, out first_seq bigint, out voucher_nos int[]) ${POSTER} as $$
  declare
    entries int := cardinality(e_on); the_year int := case when isfinite(e_on[1]) then extract(year from e_on[1]) end;
    first_ahead date := case when ${isMoment('p_recorded_at')} then date_trunc('month', p_recorded_at at time zone 'Asia/Shanghai') + interval '1 month' end;
    closed date; voucher_no int; done record;
  begin
    if p_community is distinct from nullif(current_setting('app.community_id', true), '')::int then perform assert_tenant(p_community); end if;
    if (the_year is not null and e_on[1] < first_ahead) is not true then perform judge(p_recorded_at, '-infinity', e_reverses, ${names(ENTRIES)}, ${names(TRANSFERS)}); end if;
    update book b set last_seq = b.last_seq + entries, vouchers[the_year] = coalesce(b.vouchers[the_year], 0) + entries where b.community_id = p_community
      returning b.last_seq - entries + 1, case when p_recorded_at >= b.reopened_until then b.reopened_through else b.closed_through end, b.vouchers[the_year] - entries + 1 into first_seq, closed, voucher_no;
    if not found then perform refuse('LEDGER_BOOK_MISSING', '{}'); end if;
    if e_reverses is not null then perform judge_reversals(p_community, e_reverses, first_seq); end if;
    voucher_nos := case when entries = 1 then array[voucher_no] else number_vouchers(p_community, the_year, voucher_no, e_on) end;

    for attempt in 1 .. 2 loop
      with resolved as materialized (
          select u.e, u.l, u.f, u.a, d.id as debit, c.id as credit,
            case when u.dc = '1001' then u.a else 0 end - case when u.cc = '1001' then u.a else 0 end as cash,
            case when c.restricted then u.a else 0 end - case when d.restricted then u.a else 0 end as restricted,
            case when c.payable then u.a else 0 end - case when d.payable then u.a else 0 end as payable,
            u.e between 1 and entries and u.l > 0 and u.a > 0 and u.a < 1e13 and u.a = round(u.a, 2) and e_on[u.e] > closed and e_on[u.e] < first_ahead
              and (p.rule is not null or e_reverses[u.e] is not null) and d.id is not null and c.id is not null
              and e_source_type[u.e] = any (${SOURCES}) and e_source_id[u.e] > 0 and e_occurrence[u.e] > 0 and ${isDescription('e_description[u.e]')}
              and ${namesItsSource('u.e')} as fits
          from unnest(${names(TRANSFERS)}) u(e, l, f, dc, dt, dh, cc, ct, ch, a)
          left join posting_pair p on p.rule = e_rule[u.e] and p.fund = u.f and p.debit = u.dc and p.credit = u.cc
          left join account d on d.community_id = p_community and d.code = u.dc and d.fund = u.f and d.holder_type = u.dt and d.holder_id = u.dh
          left join account c on c.community_id = p_community and c.code = u.cc and c.fund = u.f and c.holder_type = u.ct and c.holder_id = u.ch),
        verdict as materialized (select count(*) filter (where l = 1) = entries and bool_and(fits is true) and (count(*) = entries or count(*) = (select sum(m) from (select max(l) as m from resolved group by e) x)) and cardinality(e_rule) = entries and cardinality(e_source_type) = entries
            and cardinality(e_source_id) = entries and cardinality(e_occurrence) = entries and cardinality(e_description) = entries and coalesce(cardinality(e_reverses), entries) = entries as fits from resolved),
        entered as (
          insert into entry (community_id, seq, effective_on, recorded_at, actor_id, voucher_year, voucher_no, rule, source_type, source_id, occurrence, description, reverses_seq)
          select p_community, first_seq - 1 + o, e_on[o], p_recorded_at, p_actor, extract(year from e_on[o]), voucher_nos[o], e_rule[o], e_source_type[o], e_source_id[o], e_occurrence[o], e_description[o], e_reverses[o]
          from generate_series(1, entries) o, verdict where fits),
        transferred as (
          insert into transfer (community_id, entry_seq, line, fund, debit_account, credit_account, amount, effective_on)
          select p_community, first_seq - 1 + e, l, f, debit, credit, a, e_on[e] from resolved, verdict where verdict.fits),
        moved as (select account_id, sum(debit) as debit, sum(credit) as credit
          from (select debit, a, 0 from resolved union all select credit, 0, a from resolved) s(account_id, debit, credit), verdict where fits group by account_id),
        totalled as (
          update account_balance b set debit = b.debit + m.debit, credit = b.credit + m.credit, last_seq = first_seq + entries - 1
          from moved m where b.community_id = p_community and b.account_id = m.account_id and b.debit + m.debit < 1e13 and b.credit + m.credit < 1e13
            and (not b.floored or case b.normal_side when 'D' then b.debit + m.debit >= b.credit + m.credit else b.credit + m.credit >= b.debit + m.debit end)
          returning 1),
        funded as (
          update fund_balance f set cash = f.cash + m.cash, restricted = f.restricted + m.restricted, payable = f.payable + m.payable,
            short_since_seq = case when f.cash + m.cash < f.restricted + m.restricted then coalesce(f.short_since_seq, first_seq + entries - 1) end
          from (select f, sum(cash) as cash, sum(restricted) as restricted, sum(payable) as payable from resolved, verdict where verdict.fits group by f) m
          where f.community_id = p_community and f.fund = m.f
          returning f.cash < 0 or f.cash < f.restricted + f.payable as short)
      select fits, (select count(*) from moved) = (select count(*) from totalled) as within, (select bool_or(short) from funded) as short into done from verdict;
      exit when done.fits;
      perform judge_reopened(p_community, p_recorded_at, e_on);
      perform judge(p_recorded_at, closed, e_reverses, ${names(ENTRIES)}, ${names(TRANSFERS)});
      perform open_accounts(p_community, ${names(TRANSFERS)});
    end loop;
    if done.fits is not true then raise exception 'a call neither fits nor is refused' using errcode = 'MB500'; end if;
    if not done.within then perform judge_totals(p_community, first_seq, ${names(TRANSFERS)}); end if;
    if done.short then perform judge_funds(p_community, first_seq); end if;
    if e_reverses is not null then perform judge_opposites(p_community, first_seq); end if;
  end $$;

  -- Voucher numbers of a call of several entries. The year of the first has been counted for all of them.
  create function ledger.number_vouchers(p_community int, p_year int, p_first int, e_on date[]) returns int[] language plpgsql as $$
  declare numbers int[]; found record;
  begin
    if exists (select from unnest(e_on) d where isfinite(d) is not true) then return null; end if; -- it will not fit
    if not exists (select from unnest(e_on) d where extract(year from d) <> p_year) then return array(select generate_series(p_first, p_first + cardinality(e_on) - 1)); end if;
    update book b set vouchers[p_year] = b.vouchers[p_year] - cardinality(e_on) where b.community_id = p_community;
    numbers := array(select coalesce(b.vouchers[extract(year from d)::int], 0) + row_number() over (partition by extract(year from d) order by o)
      from book b, unnest(e_on) with ordinality y(d, o) where b.community_id = p_community order by o);
    for found in select extract(year from d)::int as y, count(*) as n from unnest(e_on) d group by 1 loop
      update book b set vouchers[found.y] = coalesce(b.vouchers[found.y], 0) + found.n where b.community_id = p_community;
    end loop;
    return numbers;
  end $$;

  create function ledger.judge_opposites(p_community int, p_first_seq bigint) returns void language plpgsql as $$
  declare wrong record;
  begin
    select r.seq, r.reverses_seq into wrong from entry r where r.community_id = p_community and r.seq >= p_first_seq and r.reverses_seq is not null and exists (
      (select fund, debit_account, credit_account, amount from transfer where community_id = p_community and entry_seq = r.seq
        except all select fund, credit_account, debit_account, amount from transfer where community_id = p_community and entry_seq = r.reverses_seq)
      union all
      (select fund, credit_account, debit_account, amount from transfer where community_id = p_community and entry_seq = r.reverses_seq
        except all select fund, debit_account, credit_account, amount from transfer where community_id = p_community and entry_seq = r.seq)) limit 1;
    if found then perform refuse('LEDGER_REVERSAL_DIFFERS', jsonb_build_object('seq', wrong.reverses_seq)); end if;
  end $$;`;

const reverse = `
  create function ledger.reverse(p_community int, p_recorded_at timestamptz, p_actor bigint, p_seq bigint, p_on date, p_description text, out first_seq bigint, out voucher_nos int[]) ${POSTER} as $$
  declare t record;
  begin
    perform 1 from lock(p_community);
    select array_agg(1 order by x.line) as e, array_agg(x.line order by x.line) as l, array_agg(x.fund order by x.line) as f, array_agg(x.amount order by x.line) as a,
        array_agg(d.code order by x.line) as dc, array_agg(d.holder_type order by x.line) as dt, array_agg(d.holder_id order by x.line) as dh,
        array_agg(c.code order by x.line) as cc, array_agg(c.holder_type order by x.line) as ct, array_agg(c.holder_id order by x.line) as ch
      into t
      from transfer x join account d on d.community_id = p_community and d.id = x.debit_account join account c on c.community_id = p_community and c.id = x.credit_account
      where x.community_id = p_community and x.entry_seq = p_seq;
    if t.e is null then perform refuse('LEDGER_ENTRY_MISSING', jsonb_build_object('seq', p_seq)); end if;
    select w.first_seq, w.voucher_nos into first_seq, voucher_nos
      from post(p_community, p_recorded_at, p_actor, array[p_on], array['REV'], array['entry'], array[p_seq], array[1], array[p_description],
        t.e, t.l, t.f, t.cc, t.ct, t.ch, t.dc, t.dt, t.dh, t.a, array[p_seq]) w;
  end $$;`;

/**
 * Closes the month after the last closed one and keeps the totals of the accounts that moved in it. A month that was reopened is
 * closed once more, with a number and totals of its own: what an earlier close kept is never touched.
 */
const closePeriod = `
  create function ledger.close_period(p_community int, p_month text, p_closed_at timestamptz, p_closed_by bigint) returns void ${DEFINER} as $$
  declare held record; this_close int; from_seq bigint; first_day date := (p_month || '-01')::date; last_day date := ((p_month || '-01')::date + interval '1 month - 1 day')::date;
  begin
    select * into held from lock(p_community);
    if (${isMoment('p_closed_at')}) is not true then perform refuse('DATE_INVALID', jsonb_build_object('value', p_closed_at)); end if;
    if first_day is distinct from held.closed_through + 1 then
      perform refuse('LEDGER_PERIOD_NOT_NEXT', jsonb_build_object('month', p_month, 'next', to_char(held.closed_through + 1, 'YYYY-MM')));
    end if;
    if (p_closed_at at time zone 'Asia/Shanghai')::date <= last_day then
      perform refuse('LEDGER_PERIOD_NOT_ENDED', jsonb_build_object('month', p_month, 'today', (p_closed_at at time zone 'Asia/Shanghai')::date));
    end if;
    -- no entry before it is dated after the month before
    from_seq := coalesce((select p.first_open_seq from period p where p.community_id = p_community and p.state = 'CLOSED' and p.month < p_month order by p.month desc limit 1), 1);
    select coalesce(max(close_no), 0) + 1 into this_close from period where community_id = p_community;
    insert into period (community_id, close_no, month, state, closed_at, closed_by, last_seq, first_open_seq)
      select p_community, this_close, p_month, 'CLOSED', p_closed_at, p_closed_by, held.last_seq, coalesce(min(e.seq), held.last_seq + 1)
      from entry e where e.community_id = p_community and e.seq >= from_seq and e.effective_on > last_day;
    insert into period_balance (community_id, account_id, month, close_no, debit, credit)
      select p_community, s.account_id, p_month, this_close, s.debit + coalesce(b.debit, 0), s.credit + coalesce(b.credit, 0)
      from (select m.account_id, sum(m.debit) as debit, sum(m.credit) as credit from (
          select debit_account as account_id, amount as debit, 0 as credit from transfer x where x.community_id = p_community and x.entry_seq >= from_seq and x.effective_on between first_day and last_day
          union all select credit_account, 0, amount from transfer x where x.community_id = p_community and x.entry_seq >= from_seq and x.effective_on between first_day and last_day) m group by m.account_id) s
      -- the last close of an earlier month is the one in force: months close in order
      left join lateral (select p.debit, p.credit from period_balance p where p.community_id = p_community and p.account_id = s.account_id and p.month < p_month order by p.month desc, p.close_no desc limit 1) b on true;
    update book set closed_through = last_day, reopened_through = case when reopened_through > last_day then reopened_through end,
      reopened_until = case when reopened_through > last_day then reopened_until end where community_id = p_community;
  end $$;`;
