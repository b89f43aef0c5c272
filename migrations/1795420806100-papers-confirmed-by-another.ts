import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * One person with one paper is not the owners: what they resolved by paper, and the budget of a year, count once another organisation has confirmed that the paper says so.
 * What stood before this wall counts as it did, and is known as such. A resolution on a budget names its year and its limit; a contract is signed by a resolution on the very
 * text that it agrees to; and a step that is dated ahead holds up no later one.
 */
export class PapersConfirmedByAnother1795420806100 implements MigrationInterface {
  readonly name = 'PapersConfirmedByAnother1795420806100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(tables);
    // a function in SQL is planned when it is made, over tables whose row security binds the owner too
    await runner.query(`set local check_function_bodies = off`);
    await runner.query(states);
    await runner.query(resolutionWalls);
    await runner.query(budgetWalls);
    await runner.query(confirmationWalls);
    for (const table of ['claim', 'use_rule', 'lease_adjustment', 'firm_clearing', 'firm_write_off_undo', 'contract_signature'])
      await runner.query(restsOn(table, 'resolution_id'));
    for (const table of ['fee_rate', 'waiver', 'disbursement']) await runner.query(restsOn(table, 'resolution_no'));
    await runner.query(contractWalls);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.confirmation', 'select, insert')`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

/** Nothing is done by a resolution that nobody else has confirmed. */
const restsOn = (table: string, column: string): string =>
  `create trigger rests_on_what_counts before insert or update of ${column} on mingbai.${table} for each row when (new.${column} is not null)
   execute function mingbai.rests_on_what_counts()`;

const tables = `
  -- true for what stood before this wall; nothing new is
  alter table mingbai.resolution add column before_confirmations boolean not null default true, drop constraint replaced_once;
  alter table mingbai.resolution alter column before_confirmations set default false;
  create index resolution_replaces on mingbai.resolution (community_id, replaces_id);
  create index resolution_paper on mingbai.resolution (community_id, document_sha256, kind);
  alter table mingbai.budget add column before_confirmations boolean not null default true;
  alter table mingbai.budget alter column before_confirmations set default false;
  alter table mingbai.contract_signature add column before_confirmations boolean not null default true;
  alter table mingbai.contract_signature alter column before_confirmations set default false;

  -- the answer of another organisation to what was recorded by paper, or its withdrawal by the one that recorded it
  create table mingbai.confirmation (
    community_id int not null, id bigint not null, resolution_id bigint, budget_id bigint, decision text not null check (decision in ('CONFIRMED', 'REFUSED')),
    reason text check (length(reason) between 5 and 200 and reason !~ '[[:cntrl:]]'), answered_by bigint not null, answered_for bigint not null, answered_at timestamptz not null,
    primary key (community_id, id), unique (community_id, resolution_id), unique (community_id, budget_id),
    foreign key (community_id, resolution_id) references mingbai.resolution, foreign key (community_id, budget_id) references mingbai.budget,
    check (num_nonnulls(resolution_id, budget_id) = 1), check ((decision = 'REFUSED') = (reason is not null)));
  create trigger append_only before update or delete or truncate on mingbai.confirmation for each statement execute function mingbai.refuse_change();`;

const states = `
  create function mingbai.resolution_state(of_community int, of_resolution bigint) returns text language sql stable as $$
    select case when r.vote_id is not null or r.before_confirmations then 'CONFIRMED' else coalesce(c.decision, 'WAITING') end
    from mingbai.resolution r left join mingbai.confirmation c on c.community_id = of_community and c.resolution_id = r.id
    where r.community_id = of_community and r.id = of_resolution
  $$;

  create function mingbai.budget_state(of_community int, of_budget bigint) returns text language sql stable as $$
    select case when b.before_confirmations then 'CONFIRMED' else coalesce(c.decision, 'WAITING') end
    from mingbai.budget b left join mingbai.confirmation c on c.community_id = of_community and c.budget_id = b.id
    where b.community_id = of_community and b.id = of_budget
  $$;

  -- what a resolution must allow for a version: one on the budget all of it, one on spending what is more than in the version that counted before
  create function mingbai.budget_asked(of_community int, of_budget bigint) returns numeric language sql stable as $$
    select coalesce(sum(case r.kind when 'BUDGET' then l.amount else greatest(l.amount - coalesce(o.amount, 0), 0) end), 0)
    from mingbai.budget b join mingbai.resolution r on r.community_id = of_community and r.id = b.resolution_id join mingbai.budget_line l on l.community_id = of_community and l.budget_id = b.id
    left join lateral (select p.id from mingbai.budget p where p.community_id = of_community and p.year = b.year and p.version_no < b.version_no
      and mingbai.budget_state(of_community, p.id) = 'CONFIRMED' order by p.version_no desc limit 1) p on true
    left join mingbai.budget_line o on o.community_id = of_community and o.budget_id = p.id and o.fund = l.fund and o.code = l.code
    where b.community_id = of_community and b.id = of_budget
  $$;

  -- whether a resolution allows a budget of a year, on the day or from the first of that year on
  create function mingbai.covers_budget(of_community int, of_resolution bigint, of_year int, at timestamptz) returns boolean language plpgsql stable as $$
  declare day date := greatest((at at time zone 'Asia/Shanghai')::date, make_date(of_year, 1, 1));
  begin
    return exists (select from mingbai.resolution r where r.community_id = of_community and r.id = of_resolution and r.kind in ('BUDGET', 'SPENDING') and r.limit_amount is not null
      and r.recorded_at <= at and r.effective_from <= day and coalesce(r.effective_to, 'infinity') >= day
      and (r.kind = 'SPENDING' or extract(year from r.effective_from) = of_year and extract(year from r.effective_to) = of_year)
      and not exists (select from mingbai.resolution n where n.community_id = of_community and n.replaces_id = r.id and n.effective_from <= day
        and mingbai.resolution_state(of_community, n.id) = 'CONFIRMED'));
  end $$;`;

const resolutionWalls = `
  -- commands hold the lock of the book, so no other insert is under way
  create function mingbai.record_resolution() returns trigger language plpgsql as $$
  declare other text;
  begin
    if new.before_confirmations then raise exception 'resolution % of % is not from before there were confirmations', new.serial, new.year using errcode = 'MB001'; end if;
    if new.kind = 'BUDGET' and (new.limit_amount is null or extract(year from new.effective_from) is distinct from extract(year from new.effective_to)) then
      raise exception 'a resolution on a budget names one year and its limit' using errcode = 'MB001';
    end if;
    select r.number into other from mingbai.resolution r where r.community_id = new.community_id and r.document_sha256 = new.document_sha256 and r.kind = new.kind
      and new.vote_id is null and mingbai.resolution_state(r.community_id, r.id) <> 'REFUSED' limit 1;
    if found then raise exception 'that paper is resolution % already', other using errcode = 'MB001'; end if;
    select r.number into other from mingbai.resolution r where r.community_id = new.community_id and r.replaces_id = new.replaces_id
      and mingbai.resolution_state(r.community_id, r.id) <> 'REFUSED' limit 1;
    if found then raise exception 'resolution % takes that place already', other using errcode = 'MB001'; end if;
    return new;
  end $$;
  create trigger record_resolution before insert on mingbai.resolution for each row execute function mingbai.record_resolution();

  create function mingbai.rests_on_what_counts() returns trigger language plpgsql as $$
  declare named jsonb := to_jsonb(new); other text;
  begin
    select r.number into other from mingbai.resolution r where r.community_id = new.community_id and (r.id = (named ->> 'resolution_id')::bigint or r.number = named ->> 'resolution_no')
      and mingbai.resolution_state(r.community_id, r.id) <> 'CONFIRMED';
    if found then raise exception 'nobody else has confirmed resolution %', other using errcode = 'MB001'; end if;
    return new;
  end $$;`;

const budgetWalls = `
  create or replace function mingbai.adopt_budget() returns trigger language plpgsql as $$
  declare other record;
  begin
    if new.before_confirmations then raise exception 'version % of the budget of % is not from before there were confirmations', new.version_no, new.year using errcode = 'MB001'; end if;
    if new.version_no <> coalesce((select max(b.version_no) from mingbai.budget b where b.community_id = new.community_id and b.year = new.year), 0) + 1 then
      raise exception 'version % of the budget of % leaves a gap', new.version_no, new.year using errcode = 'MB001';
    end if;
    select b.year, b.version_no, b.resolution_id = new.resolution_id as same into other from mingbai.budget b where b.community_id = new.community_id
      and (b.resolution_id = new.resolution_id and mingbai.budget_state(b.community_id, b.id) <> 'REFUSED' or b.year = new.year and mingbai.budget_state(b.community_id, b.id) = 'WAITING')
      order by same desc limit 1;
    if found and other.same then raise exception 'that resolution has adopted version % of the budget of %', other.version_no, other.year using errcode = 'MB001'; end if;
    if found then raise exception 'version % of the budget of % waits', other.version_no, other.year using errcode = 'MB001'; end if;
    if not mingbai.covers_budget(new.community_id, new.resolution_id, new.year, new.adopted_at) or mingbai.resolution_state(new.community_id, new.resolution_id) = 'REFUSED' then
      raise exception 'the budget of % rests on no resolution about it', new.year using errcode = 'MB001';
    end if;
    if not mingbai.has_part(new.community_id, new.adopted_by, new.adopted_for, array['COMMITTEE', 'COMMUNITY'], new.adopted_at) then
      raise exception 'person % has no part of that day by which they adopt a budget', new.adopted_by using errcode = '23514';
    end if;
    return new;
  end $$;

  -- the lines of a version are written with it, in one statement, and are what its resolution allows
  create or replace function mingbai.lines_of_a_budget() returns trigger language plpgsql as $$
  declare over record;
  begin
    if exists (select from mingbai.budget_line l join (select a.community_id, a.budget_id, count(*) as lines from added a group by a.community_id, a.budget_id) a
        on a.community_id = l.community_id and a.budget_id = l.budget_id group by l.community_id, l.budget_id, a.lines having count(*) <> a.lines) then
      raise exception 'a line joins a budget that was adopted' using errcode = 'MB001';
    end if;
    select r.number, r.limit_amount, mingbai.budget_asked(b.community_id, b.id) as asked into over from (select distinct x.community_id, x.budget_id from added x) a
      join mingbai.budget b on b.community_id = a.community_id and b.id = a.budget_id join mingbai.resolution r on r.community_id = b.community_id and r.id = b.resolution_id
      where mingbai.budget_asked(b.community_id, b.id) > r.limit_amount limit 1;
    if found then
      raise exception 'resolution % allows %, not %', over.number, over.limit_amount, over.asked using errcode = 'MB001';
    end if;
    return null;
  end $$;`;

const confirmationWalls = `
  -- another organisation and another person answer; the organisation that recorded it may take back what nobody has answered
  create function mingbai.guard_confirmation() returns trigger language plpgsql as $$
  declare w record;
  begin
    if new.resolution_id is not null then
      select r.number as name, r.recorded_by as recorder, r.recorded_for as organisation, r.recorded_at, null::int as year, null::bigint as rests,
        mingbai.resolution_state(r.community_id, r.id) as state into w from mingbai.resolution r where r.community_id = new.community_id and r.id = new.resolution_id;
    else
      select format('the budget of %s, version %s', b.year, b.version_no) as name, b.adopted_by as recorder, b.adopted_for as organisation, b.adopted_at as recorded_at, b.year, b.resolution_id as rests,
        mingbai.budget_state(b.community_id, b.id) as state into w from mingbai.budget b where b.community_id = new.community_id and b.id = new.budget_id;
    end if;
    if w.state is distinct from 'WAITING' or new.answered_at < w.recorded_at then raise exception '% is %: it takes no answer', w.name, w.state using errcode = 'MB001'; end if;
    if not (new.decision = 'REFUSED' and new.answered_for = w.organisation
          and mingbai.has_part(new.community_id, new.answered_by, new.answered_for, array['COMMITTEE', 'COMMUNITY'], new.answered_at)
        or new.answered_for <> w.organisation and new.answered_by <> w.recorder
          and mingbai.has_part(new.community_id, new.answered_by, new.answered_for, array['COMMUNITY', 'CENTRE', 'STREET'], new.answered_at)) then
      raise exception '% is answered by another organisation and another person', w.name using errcode = '23514';
    end if;
    if w.rests is not null and new.decision = 'CONFIRMED' and (mingbai.resolution_state(new.community_id, w.rests) <> 'CONFIRMED'
        or not mingbai.covers_budget(new.community_id, w.rests, w.year, new.answered_at)) then
      raise exception '% rests on no resolution that counts', w.name using errcode = 'MB001';
    end if;
    return new;
  end $$;
  create trigger guard before insert on mingbai.confirmation for each row execute function mingbai.guard_confirmation();`;

const contractWalls = `
  -- the owners agree to a text that they could read: they were asked, or decided, after it was written
  create function mingbai.agreed_after_it_was_written() returns trigger language plpgsql as $$
  begin
    if new.before_confirmations then raise exception 'what is signed in proposal % is not from before there were confirmations', new.proposal_id using errcode = 'MB001'; end if;
    if exists (select from mingbai.resolution r join mingbai.contract_proposal_text t on t.community_id = new.community_id and t.proposal_id = new.proposal_id and t.revision = new.revision
        left join mingbai.vote v on v.community_id = new.community_id and v.id = r.vote_id where r.community_id = new.community_id and r.id = new.resolution_id
        and (coalesce(v.opened_at, r.recorded_at) < t.written_at or r.decided_on < (t.written_at at time zone 'Asia/Shanghai')::date)) then
      raise exception 'that resolution is older than revision % of proposal %', new.revision, new.proposal_id using errcode = '23514';
    end if;
    return new;
  end $$;
  create trigger agreed_after_it_was_written before insert on mingbai.contract_signature for each row execute function mingbai.agreed_after_it_was_written();

  create or replace function mingbai.guard_contract_step() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  declare c contract%rowtype; day date := (new.recorded_at at time zone 'Asia/Shanghai')::date; last_notice contract_step%rowtype; last_halt contract_step%rowtype;
    stands boolean; ended boolean; halted boolean; parts text[]; days int;
  begin
    select * into strict c from contract x where x.community_id = new.community_id and x.id = new.contract_id;
    select * into last_notice from contract_step s where s.community_id = new.community_id and s.contract_id = c.id and s.kind in ('NOTICE_GIVEN', 'NOTICE_WITHDRAWN') order by s.id desc limit 1;
    select * into last_halt from contract_step s where s.community_id = new.community_id and s.contract_id = c.id and s.kind in ('SUSPENDED', 'RESUMED') order by s.id desc limit 1;
    stands := coalesce(last_notice.kind = 'NOTICE_GIVEN', false);
    halted := coalesce(last_halt.kind = 'SUSPENDED', false);
    ended := contract_ends(c.community_id, c.id) < day;
    parts := (case new.kind when 'SUSPENDED' then array['COMMITTEE', 'COMMUNITY', 'CENTRE'] when 'RESUMED' then array['COMMITTEE', 'COMMUNITY', 'CENTRE']
      when 'NOTICE_GIVEN' then array['COMMITTEE', 'COMMUNITY', 'FIRM'] when 'NOTICE_WITHDRAWN' then array['COMMITTEE', 'COMMUNITY', 'FIRM'] else array['COMMITTEE', 'COMMUNITY'] end);
    if not has_part(new.community_id, new.recorded_by, new.recorded_for, parts, new.recorded_at) then
      raise exception 'person % has no part of that day by which they take step % of contract %', new.recorded_by, new.kind, c.number using errcode = '23514';
    end if;
    if exists (select from contract_step s where s.community_id = new.community_id and s.contract_id = c.id
        -- in the order in which they are recorded: one that is dated ahead would hold up every later one for ever
        and (s.kind = 'CLOSED' and new.kind <> 'RESUMED' or s.kind = 'HANDOVER' and new.kind not in ('CLOSED', 'SUSPENDED', 'RESUMED') or s.kind = 'HOLDOVER' and new.kind = 'HOLDOVER'))
      or not (case new.kind
        when 'HOLDOVER' then not stands and day > c.to_on - 92
        when 'NOTICE_GIVEN' then not stands and not ended and day >= c.from_on
        when 'NOTICE_WITHDRAWN' then stands and not ended and last_notice.recorded_for = new.recorded_for
        when 'SUSPENDED' then not halted
        when 'RESUMED' then halted and last_halt.recorded_for <> new.recorded_for
        when 'HANDOVER' then stands or ended
        else ended and not halted and exists (select from contract_step s where s.community_id = new.community_id and s.contract_id = c.id and s.kind = 'HANDOVER') end) then
      raise exception 'contract % takes no step % now', c.number, new.kind using errcode = '23514';
    end if;
    if new.kind = 'NOTICE_GIVEN' then
      select coalesce((v.terms ->> 'noticeDays')::int, 60) into days from contract_version v where v.community_id = new.community_id and v.contract_id = c.id
        and v.from_period <= to_char(day, 'YYYY-MM') order by v.from_period desc limit 1;
      if new.ends_on < day + days or new.ends_on > contract_ends(c.community_id, c.id)
          or new.ends_on <> c.to_on and new.ends_on <> (date_trunc('quarter', new.ends_on) + interval '3 months')::date - 1 then
        raise exception 'contract % cannot end by notice on %', c.number, new.ends_on using errcode = '23514';
      end if;
    end if;
    return new;
  end $$;`;
