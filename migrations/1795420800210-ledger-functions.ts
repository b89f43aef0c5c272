import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The one gate into the books: functions of mingbai_poster, who alone may write there. */
export class LedgerFunctions1795420800210 implements MigrationInterface {
  readonly name = 'LedgerFunctions1795420800210';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    for (const sql of [helpers, openBook, lock, write, post, reverse, closePeriod]) await runner.query(sql);
    await runner.query(`
      do $$ declare f regprocedure; begin
        for f in select p.oid from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'ledger' and p.proname <> 'only_the_poster' loop
          execute format('revoke all on function %s from public', f);
          if f::text !~ '^ledger\\.(write|refuse|assert_tenant)\\(' then execute format('grant execute on function %s to mingbai_app', f); end if;
          perform mingbai_admin.give_function(f, 'mingbai_poster');
        end loop;
      end $$`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const DEFINER = `language plpgsql security definer set search_path = ledger, pg_temp`;

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
    if p_opened_on <> date_trunc('month', p_opened_on) then perform refuse('DATE_INVALID', jsonb_build_object('value', p_opened_on)); end if;
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
    update book set next_id = next_id + greatest(p_count, 0) where community_id = p_community returning next_id - greatest(p_count, 0) into first_id;
    if not found then perform refuse('LEDGER_BOOK_MISSING', '{}'); end if;
    return first_id;
  end $$;`;

/**
 * Arrays e_* hold one element an entry, t_* one a transfer; t_entry is the 1-based position of its entry. Accounts are named by
 * (code, fund, holder) and made when they are new. Sums are added once per account and fund, so ten thousand entries cost one pass.
 */
const write = `
  create function ledger.write(p_community int, p_recorded_at timestamptz, p_actor bigint,
    e_on date[], e_rule text[], e_source_type text[], e_source_id bigint[], e_occurrence int[], e_description text[], e_reverses bigint[],
    t_entry int[], t_fund text[], t_debit_code text[], t_debit_type text[], t_debit_holder bigint[], t_credit_code text[], t_credit_type text[], t_credit_holder bigint[], t_amount numeric[])
  returns table (seq bigint, voucher_year int, voucher_no int) ${DEFINER} as $$
  #variable_conflict use_column
  declare
    entries int := cardinality(e_on); lines int := cardinality(t_amount); first_seq bigint; closed date; first_account int; made int; wrong record;
    moved_account int[]; moved_debit numeric[]; moved_credit numeric[];
  begin
    perform assert_tenant(p_community);
    update book b set last_seq = b.last_seq + entries where b.community_id = p_community
      returning b.last_seq - entries + 1, b.closed_through, b.next_account_id into first_seq, closed, first_account;
    if not found then perform refuse('LEDGER_BOOK_MISSING', '{}'); end if;

    select d into wrong from unnest(e_on) d where d is null or d <= closed order by d nulls first limit 1;
    if found then perform refuse('LEDGER_PERIOD_CLOSED', jsonb_build_object('date', wrong.d, 'closedThrough', closed)); end if;
    select d into wrong from unnest(e_on) d where d >= date_trunc('month', p_recorded_at at time zone 'Asia/Shanghai') + interval '1 month' limit 1;
    if found then perform refuse('LEDGER_DATE_AHEAD', jsonb_build_object('date', wrong.d, 'today', (p_recorded_at at time zone 'Asia/Shanghai')::date)); end if;
    select r into wrong from unnest(e_rule) r left join posting_rule p on p.code = r where p.code is null limit 1;
    if found then perform refuse('LEDGER_RULE_UNKNOWN', jsonb_build_object('rule', wrong.r)); end if;
    select g into wrong from generate_series(1, entries) g where not g = any (t_entry) limit 1;
    if found then perform refuse('LEDGER_ENTRY_EMPTY', jsonb_build_object('rule', e_rule[wrong.g], 'source', e_source_type[wrong.g])); end if;
    -- NaN is greater than every number, so it fails the cap; 10.005 would be stored as 10.01
    select a, t into wrong from unnest(t_amount, t_entry) u(a, t) where a is null or not (a > 0 and a < 1e13 and a = round(a, 2)) or t not between 1 and entries limit 1;
    if found then perform refuse('LEDGER_AMOUNT_INVALID', jsonb_build_object('amount', wrong.a::text, 'rule', e_rule[wrong.t])); end if;

    select s.* into wrong from (
        select c, f, ht, hi from unnest(t_debit_code, t_fund, t_debit_type, t_debit_holder) u(c, f, ht, hi)
        union select c, f, ht, hi from unnest(t_credit_code, t_fund, t_credit_type, t_credit_holder) u(c, f, ht, hi)) s
      left join chart k on k.code = s.c
      where k.code is null or not s.f = any (k.funds) or (s.ht = '') <> (cardinality(k.holder_types) = 0) or (s.ht <> '' and not s.ht = any (k.holder_types)) or (s.ht = '') <> (s.hi = 0) limit 1;
    if found then perform refuse('LEDGER_ACCOUNT_REFUSED', jsonb_build_object('code', wrong.c, 'fund', wrong.f, 'holder', wrong.ht)); end if;

    select u.r, u.f, u.d, u.c into wrong
      from (select e_rule[e] as r, f, d, c from unnest(t_entry, t_fund, t_debit_code, t_credit_code) t(e, f, d, c) where e_reverses[e] is null) u
      where not exists (select from posting_pair p where p.rule = u.r and p.fund = u.f and p.debit = u.d and p.credit = u.c) limit 1;
    if found then perform refuse('LEDGER_PAIR_REFUSED', jsonb_build_object('rule', wrong.r, 'fund', wrong.f, 'debit', wrong.d, 'credit', wrong.c)); end if;

    with side as (
        select c, f, ht, hi from unnest(t_debit_code, t_fund, t_debit_type, t_debit_holder) u(c, f, ht, hi)
        union select c, f, ht, hi from unnest(t_credit_code, t_fund, t_credit_type, t_credit_holder) u(c, f, ht, hi)),
      new_account as (
        insert into account (community_id, id, code, fund, holder_type, holder_id, normal_side, restricted, payable)
        select p_community, first_account - 1 + row_number() over (order by s.c, s.f, s.ht, s.hi), s.c, s.f, s.ht, s.hi, k.normal_side, k.restricted, k.payable
        from side s join chart k on k.code = s.c
        where not exists (select from account a where a.community_id = p_community and a.code = s.c and a.fund = s.f and a.holder_type = s.ht and a.holder_id = s.hi)
        returning id, code, normal_side),
      new_balance as (
        insert into account_balance (community_id, account_id, normal_side, floored)
        select p_community, n.id, n.normal_side, k.floored from new_account n join chart k on k.code = n.code returning 1)
    select count(*) into made from new_balance;
    if made > 0 then update book b set next_account_id = b.next_account_id + made where b.community_id = p_community; end if;

    return query with numbered as (
        select o, extract(year from d)::int as y, row_number() over (partition by extract(year from d) order by o)::int as n from unnest(e_on) with ordinality u(d, o)),
      years as (
        insert into voucher_year as v (community_id, year, last_no) select p_community, y, count(*) from numbered group by y
        on conflict (community_id, year) do update set last_no = v.last_no + excluded.last_no returning year, last_no),
      counts as (select y, count(*)::int as c from numbered group by y)
    insert into entry (community_id, seq, effective_on, recorded_at, actor_id, voucher_year, voucher_no, rule, source_type, source_id, occurrence, description, reverses_seq)
      select p_community, first_seq - 1 + m.o, e_on[m.o], p_recorded_at, p_actor, m.y, y.last_no - c.c + m.n,
        e_rule[m.o], e_source_type[m.o], e_source_id[m.o], e_occurrence[m.o], e_description[m.o], e_reverses[m.o]
      from numbered m join years y on y.year = m.y join counts c on c.y = m.y order by m.o
      returning seq, voucher_year, voucher_no;

    insert into transfer (community_id, entry_seq, line, fund, debit_account, credit_account, amount, effective_on)
      select p_community, first_seq - 1 + t.e, row_number() over (partition by t.e order by t.o), t.f, d.id, c.id, t.a, e_on[t.e]
      from unnest(t_entry, t_fund, t_debit_code, t_debit_type, t_debit_holder, t_credit_code, t_credit_type, t_credit_holder, t_amount) with ordinality t(e, f, dc, dt, dh, cc, ct, ch, a, o)
      join account d on d.community_id = p_community and d.code = t.dc and d.fund = t.f and d.holder_type = t.dt and d.holder_id = t.dh
      join account c on c.community_id = p_community and c.code = t.cc and c.fund = t.f and c.holder_type = t.ct and c.holder_id = t.ch;
    get diagnostics made = row_count;
    if made <> lines then raise exception 'wrote % of % transfers', made, lines using errcode = 'MB500'; end if;

    select array_agg(account_id), array_agg(debit), array_agg(credit) into moved_account, moved_debit, moved_credit
      from (select m.account_id, sum(m.debit) as debit, sum(m.credit) as credit from (
          select debit_account as account_id, amount as debit, 0 as credit from transfer x where x.community_id = p_community and x.entry_seq >= first_seq
          union all select credit_account, 0, amount from transfer x where x.community_id = p_community and x.entry_seq >= first_seq) m group by m.account_id) s;

    -- what would pass a floor or the cap is refused here with its figures; the CHECKs of account_balance stand behind
    select a.code, a.fund, n.*, n.debit >= 1e13 or n.credit >= 1e13 as too_large into wrong
      from (select b.account_id, b.normal_side, b.floored, b.debit + s.debit as debit, b.credit + s.credit as credit, abs(s.debit - s.credit) as asked,
          case b.normal_side when 'D' then b.debit - b.credit else b.credit - b.debit end as held
        from unnest(moved_account, moved_debit, moved_credit) s(account_id, debit, credit)
        join account_balance b on b.community_id = p_community and b.account_id = s.account_id) n
      join account a on a.community_id = p_community and a.id = n.account_id
      where n.debit >= 1e13 or n.credit >= 1e13 or (n.floored and case n.normal_side when 'D' then n.debit < n.credit else n.credit < n.debit end) limit 1;
    if found and wrong.too_large then
      perform refuse('LEDGER_TOTAL_TOO_LARGE', jsonb_build_object('code', wrong.code, 'fund', wrong.fund, 'total', greatest(wrong.debit, wrong.credit)::text));
    elsif found then
      perform refuse('LEDGER_FLOOR', jsonb_build_object('code', wrong.code, 'fund', wrong.fund, 'balance', wrong.held::text, 'asked', wrong.asked::text));
    end if;

    update account_balance b set debit = b.debit + s.debit, credit = b.credit + s.credit, last_seq = first_seq + entries - 1
      from unnest(moved_account, moved_debit, moved_credit) s(account_id, debit, credit) where b.community_id = p_community and b.account_id = s.account_id;

    with moved as (  -- per rule and fund: what the entries of this call did to cash, restricted claims and payables
        select e_rule[x.entry_seq - first_seq + 1] as rule, x.entry_seq, x.fund,
          sum(case when d.code = '1001' then x.amount else 0 end - case when c.code = '1001' then x.amount else 0 end) as cash,
          sum(case when c.restricted then x.amount else 0 end - case when d.restricted then x.amount else 0 end) as restricted,
          sum(case when c.payable then x.amount else 0 end - case when d.payable then x.amount else 0 end) as payable
        from transfer x
        join account d on d.community_id = p_community and d.id = x.debit_account
        join account c on c.community_id = p_community and c.id = x.credit_account
        where x.community_id = p_community and x.entry_seq >= first_seq group by x.entry_seq, x.fund),
      total as (select fund, sum(cash) as cash, sum(restricted) as restricted, sum(payable) as payable from moved group by fund),
      kept as (
        update fund_balance f set cash = f.cash + t.cash, restricted = f.restricted + t.restricted, payable = f.payable + t.payable,
          short_since_seq = case when f.cash + t.cash < f.restricted + t.restricted then coalesce(f.short_since_seq, first_seq + entries - 1) end
        from total t where f.community_id = p_community and f.fund = t.fund
        returning f.fund, f.cash, f.restricted, f.payable)
    select m.* into wrong
      from (select m.fund, m.rule, k.cash - k.restricted - case p.gate when 'DISCRETION' then k.payable else 0 end as left_over,
          m.restricted - m.cash + case p.gate when 'DISCRETION' then m.payable else 0 end as asked, 'LEDGER_NOT_AVAILABLE' as refusal
        from moved m join kept k on k.fund = m.fund join posting_rule p on p.code = m.rule and p.gate <> 'NONE'
        union all
        select m.fund, m.rule, k.cash, -m.cash, 'LEDGER_OVERDRAWN' from moved m join kept k on k.fund = m.fund join posting_rule p on p.code = m.rule and not p.bank_fact) m
      -- a hold out of a restricted claim asks for nothing more, yet a fund that is short pays nobody
      where m.left_over < 0 and (m.asked > 0 or (m.asked = 0 and m.refusal = 'LEDGER_NOT_AVAILABLE')) limit 1;
    if found then
      perform refuse(wrong.refusal, jsonb_build_object('fund', wrong.fund, 'rule', wrong.rule, 'asked', wrong.asked::text, 'available', (wrong.left_over + wrong.asked)::text));
    end if;
  end $$;`;

const post = `
  create function ledger.post(p_community int, p_recorded_at timestamptz, p_actor bigint,
    e_on date[], e_rule text[], e_source_type text[], e_source_id bigint[], e_occurrence int[], e_description text[],
    t_entry int[], t_fund text[], t_debit_code text[], t_debit_type text[], t_debit_holder bigint[], t_credit_code text[], t_credit_type text[], t_credit_holder bigint[], t_amount numeric[])
  returns table (seq bigint, voucher_year int, voucher_no int) ${DEFINER} as $$
  begin
    return query select * from write(p_community, p_recorded_at, p_actor, e_on, e_rule, e_source_type, e_source_id, e_occurrence, e_description, array_fill(null::bigint, array[cardinality(e_on)]),
      t_entry, t_fund, t_debit_code, t_debit_type, t_debit_holder, t_credit_code, t_credit_type, t_credit_holder, t_amount);
  end $$;`;

/** The whole entry with its sides exchanged; once for an entry, never for a reversal. */
const reverse = `
  create function ledger.reverse(p_community int, p_recorded_at timestamptz, p_actor bigint, p_seq bigint, p_on date, p_description text)
  returns table (seq bigint, voucher_year int, voucher_no int) ${DEFINER} as $$
  declare original record;
  begin
    perform 1 from lock(p_community);
    select * into original from entry e where e.community_id = p_community and e.seq = p_seq;
    if not found then perform refuse('LEDGER_ENTRY_MISSING', jsonb_build_object('seq', p_seq)); end if;
    if original.reverses_seq is not null then perform refuse('LEDGER_REVERSAL_OF_REVERSAL', jsonb_build_object('seq', p_seq)); end if;
    if exists (select from entry e where e.community_id = p_community and e.reverses_seq = p_seq) then perform refuse('LEDGER_ALREADY_REVERSED', jsonb_build_object('seq', p_seq)); end if;
    return query select w.* from (
        select array_agg(1 order by x.line) as e, array_agg(x.fund order by x.line) as f, array_agg(x.amount order by x.line) as a,
          array_agg(d.code order by x.line) as dc, array_agg(d.holder_type order by x.line) as dt, array_agg(d.holder_id order by x.line) as dh,
          array_agg(c.code order by x.line) as cc, array_agg(c.holder_type order by x.line) as ct, array_agg(c.holder_id order by x.line) as ch
        from transfer x join account d on d.community_id = p_community and d.id = x.debit_account join account c on c.community_id = p_community and c.id = x.credit_account
        where x.community_id = p_community and x.entry_seq = p_seq) t,
      lateral write(p_community, p_recorded_at, p_actor, array[p_on], array['REV'], array['entry'], array[p_seq], array[1], array[p_description], array[p_seq],
        t.e, t.f, t.cc, t.ct, t.ch, t.dc, t.dt, t.dh, t.a) w;
  end $$;`;

/** Closes the month after the last closed one and keeps the totals of the accounts that moved in it. */
const closePeriod = `
  create function ledger.close_period(p_community int, p_month text, p_closed_at timestamptz, p_closed_by bigint) returns void ${DEFINER} as $$
  declare held record; first_day date := (p_month || '-01')::date; last_day date := ((p_month || '-01')::date + interval '1 month - 1 day')::date;
  begin
    select * into held from lock(p_community);
    if first_day <> held.closed_through + 1 then
      perform refuse('LEDGER_PERIOD_NOT_NEXT', jsonb_build_object('month', p_month, 'next', to_char(held.closed_through + 1, 'YYYY-MM')));
    end if;
    if (p_closed_at at time zone 'Asia/Shanghai')::date <= last_day then
      perform refuse('LEDGER_PERIOD_NOT_ENDED', jsonb_build_object('month', p_month, 'today', (p_closed_at at time zone 'Asia/Shanghai')::date));
    end if;
    insert into period (community_id, month, state, closed_at, closed_by, last_seq) values (p_community, p_month, 'CLOSED', p_closed_at, p_closed_by, held.last_seq);
    insert into period_balance (community_id, account_id, month, debit, credit)
      select p_community, s.account_id, p_month, s.debit + coalesce(b.debit, 0), s.credit + coalesce(b.credit, 0)
      from (select m.account_id, sum(m.debit) as debit, sum(m.credit) as credit from (
          select debit_account as account_id, amount as debit, 0 as credit from transfer x
            join entry e on e.community_id = p_community and e.seq = x.entry_seq where x.community_id = p_community and e.effective_on between first_day and last_day
          union all select credit_account, 0, amount from transfer x
            join entry e on e.community_id = p_community and e.seq = x.entry_seq where x.community_id = p_community and e.effective_on between first_day and last_day) m group by m.account_id) s
      left join lateral (select p.debit, p.credit from period_balance p where p.community_id = p_community and p.account_id = s.account_id and p.month < p_month order by p.month desc limit 1) b on true;
    update book set closed_through = last_day where community_id = p_community;
  end $$;`;
