import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How the owners decide (民法典 278): a vote with its electorate as it was on the day of the opening, one ballot a unit, a count that the database makes again, and a second
 * organisation that confirms it. A resolution that rests on a vote is written by that confirmation alone.
 */
export class Votes1795420805500 implements MigrationInterface {
  readonly name = 'Votes1795420805500';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(tables);
    await runner.query(figures);
    await runner.query(functions);
    await runner.query(triggers);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.vote', 'select, insert, update (state)')`);
    for (const table of ['vote_unit', 'vote_ballot', 'vote_count', 'vote_end'])
      await runner.query(`select mingbai.protect_tenant_table('mingbai.${table}', 'select, insert')`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

/** Areas are whole hundredths of a square metre: two thirds and three quarters are compared without rounding. */
const tables = `
  create table mingbai.vote (
    community_id int not null, id bigint not null, year int not null, serial int not null check (serial between 1 and 99),
    number text not null generated always as ('TP' || year || '-' || lpad(serial::text, 2, '0')) stored,
    title text not null check (length(title) between 1 and 120),
    matter text not null check (matter in ('MEETING_RULES', 'OWNERS_CODE', 'COMMITTEE', 'FIRM', 'FUND_USE', 'FUND_RAISING', 'REBUILDING', 'COMMON_PARTS', 'OTHER')),
    special boolean not null generated always as (matter in ('FUND_RAISING', 'REBUILDING', 'COMMON_PARTS')) stored,
    kind text not null check (kind ~ '^[A-Z_]{3,20}$'), limit_amount numeric(18,2) check (limit_amount > 0 and limit_amount < 1e13),
    effective_from date not null, effective_to date check (effective_to >= effective_from), replaces_id bigint,
    opened_on date not null, closes_on date not null check (closes_on >= opened_on), check (effective_from > closes_on),
    total_units int not null check (total_units > 0), total_area bigint not null check (total_area > 0), total_heads int not null check (total_heads between 1 and total_units),
    document_sha256 text not null, state text not null check (state in ('OPEN', 'COUNTED', 'CONFIRMED', 'CANCELLED')),
    opened_by bigint not null, opened_for bigint not null, opened_at timestamptz not null,
    primary key (community_id, id), unique (community_id, year, serial), unique (community_id, number), unique (community_id, id, total_area, total_heads, special),
    foreign key (community_id, document_sha256) references mingbai.evidence, foreign key (community_id, replaces_id) references mingbai.resolution,
    check (extract(year from opened_on) = year));

  create table mingbai.vote_unit (
    community_id int not null, vote_id bigint not null, unit_id bigint not null, area bigint not null check (area > 0), head int not null check (head > 0),
    primary key (community_id, vote_id, unit_id), foreign key (community_id, vote_id) references mingbai.vote, foreign key (community_id, unit_id) references mingbai.unit);

  -- the latest revision counts: a ballot that was recorded wrongly is not written over
  create table mingbai.vote_ballot (
    community_id int not null, vote_id bigint not null, unit_id bigint not null, revision int not null check (revision > 0),
    choice text not null check (choice in ('FOR', 'AGAINST', 'ABSTAIN', 'NONE')), cast_on date not null, way text not null check (way in ('PAPER', 'ONLINE')),
    reason text check (length(reason) between 1 and 200), document_sha256 text not null,
    recorded_by bigint not null, recorded_for bigint not null, recorded_at timestamptz not null,
    primary key (community_id, vote_id, unit_id, revision), foreign key (community_id, vote_id, unit_id) references mingbai.vote_unit,
    foreign key (community_id, document_sha256) references mingbai.evidence,
    constraint corrected_with_a_reason check ((revision = 1) = (reason is null)), check (revision > 1 or choice <> 'NONE'));

  create table mingbai.vote_count (
    community_id int not null, vote_id bigint not null, total_area bigint not null, total_heads int not null, special boolean not null,
    voting_area bigint not null, voting_heads int not null, for_area bigint not null, for_heads int not null, against_area bigint not null, against_heads int not null,
    passed boolean not null, counted_on date not null, document_sha256 text not null, counted_by bigint not null, counted_for bigint not null, counted_at timestamptz not null,
    primary key (community_id, vote_id),
    foreign key (community_id, vote_id, total_area, total_heads, special) references mingbai.vote (community_id, id, total_area, total_heads, special),
    foreign key (community_id, document_sha256) references mingbai.evidence,
    check (voting_area between 0 and total_area and voting_heads between 0 and total_heads),
    check (least(for_area, for_heads, against_area, against_heads) >= 0 and for_area + against_area <= voting_area and for_heads + against_heads <= voting_heads),
    constraint passed_by_the_rule check (passed = (voting_area * 3 >= total_area * 2 and voting_heads * 3 >= total_heads * 2
      and case when special then for_area * 4 >= voting_area * 3 and for_heads * 4 >= voting_heads * 3 else for_area * 2 > voting_area and for_heads * 2 > voting_heads end)));

  create table mingbai.vote_end (
    community_id int not null, vote_id bigint not null, kind text not null check (kind in ('CONFIRMED', 'CANCELLED')),
    reason text check (length(reason) between 1 and 200), ended_by bigint not null, ended_for bigint not null, ended_at timestamptz not null,
    primary key (community_id, vote_id), foreign key (community_id, vote_id) references mingbai.vote, check ((kind = 'CANCELLED') = (reason is not null)));

  alter table mingbai.resolution no force row level security;
  alter table mingbai.resolution add column vote_id bigint, add constraint one_of_a_vote unique (community_id, vote_id),
    add constraint of_a_vote foreign key (community_id, vote_id) references mingbai.vote;
  alter table mingbai.resolution force row level security;`;

/** What the ballots of a vote come to. An owner whose units were cast differently takes part as a head, and abstains. */
const figures = `
  create function mingbai.vote_figures(of_community int, of_vote bigint)
    returns table (voting_area bigint, voting_heads int, for_area bigint, for_heads int, against_area bigint, against_heads int) language sql stable as $$
    with latest as (
      select distinct on (b.unit_id) b.unit_id, b.choice from mingbai.vote_ballot b where b.community_id = of_community and b.vote_id = of_vote order by b.unit_id, b.revision desc),
    counted as (
      select u.area, u.head, l.choice from mingbai.vote_unit u join latest l on l.unit_id = u.unit_id where u.community_id = of_community and u.vote_id = of_vote and l.choice <> 'NONE'),
    heads as (select head, case when min(choice) = max(choice) then min(choice) else 'ABSTAIN' end as choice from counted group by head)
    select coalesce((select sum(area) from counted), 0)::bigint, (select count(*) from heads)::int,
      coalesce((select sum(area) from counted where choice = 'FOR'), 0)::bigint, (select count(*) from heads where choice = 'FOR')::int,
      coalesce((select sum(area) from counted where choice = 'AGAINST'), 0)::bigint, (select count(*) from heads where choice = 'AGAINST')::int
  $$;`;

const functions = `
  -- commands hold the lock of the book, so no other insert is under way
  create function mingbai.begin_vote() returns trigger language plpgsql as $$
  begin
    if new.state <> 'OPEN' then
      raise exception 'vote % of % begins %', new.serial, new.year, new.state using errcode = 'MB001';
    end if;
    if new.serial <> coalesce((select max(v.serial) from mingbai.vote v where v.community_id = new.community_id and v.year = new.year), 0) + 1 then
      raise exception 'vote % of % leaves a gap', new.serial, new.year using errcode = 'MB001';
    end if;
    return new;
  end $$;

  create function mingbai.keep_vote() returns trigger language plpgsql as $$
  begin
    if (to_jsonb(old) - 'state' - 'number' - 'special') is distinct from (to_jsonb(new) - 'state' - 'number' - 'special') then
      raise exception 'vote % is evidence: its state alone changes', old.number using errcode = 'MB001';
    end if;
    if (old.state, new.state) not in (('OPEN', 'COUNTED'), ('OPEN', 'CANCELLED'), ('COUNTED', 'CONFIRMED'), ('COUNTED', 'CANCELLED')) then
      raise exception 'vote % does not go from % to %', old.number, old.state, new.state using errcode = 'MB001';
    end if;
    if new.state = 'COUNTED' and not exists (select from mingbai.vote_count c where c.community_id = new.community_id and c.vote_id = new.id)
      or new.state in ('CONFIRMED', 'CANCELLED') and not exists (select from mingbai.vote_end e where e.community_id = new.community_id and e.vote_id = new.id and e.kind = new.state) then
      raise exception 'vote % is % without its record', new.number, new.state using errcode = 'MB001';
    end if;
    return new;
  end $$;

  -- the electorate is written in one statement and is whole, or not at all: nobody joins it later
  create function mingbai.whole_electorate() returns trigger language plpgsql as $$
  declare wrong text;
  begin
    select v.number into wrong from mingbai.vote v join (select a.community_id, a.vote_id from added a group by a.community_id, a.vote_id) a on a.community_id = v.community_id and a.vote_id = v.id
    cross join lateral (select count(*) as units, sum(u.area) as area, count(distinct u.head) as heads, max(u.head) as last from mingbai.vote_unit u
      where u.community_id = v.community_id and u.vote_id = v.id) s
    where (s.units, s.area, s.heads, s.last) is distinct from (v.total_units::bigint, v.total_area::numeric, v.total_heads::bigint, v.total_heads) limit 1;
    if wrong is not null then
      raise exception 'the electorate of vote % is not what was opened', wrong using errcode = 'MB001';
    end if;
    return null;
  end $$;

  create function mingbai.cast_ballot() returns trigger language plpgsql as $$
  declare v record;
  begin
    select o.state, o.opened_on, o.closes_on, o.number into v from mingbai.vote o where o.community_id = new.community_id and o.id = new.vote_id;
    if v.state <> 'OPEN' or new.cast_on not between v.opened_on and v.closes_on then
      raise exception 'vote % of % to % is % and takes no ballot of %', v.number, v.opened_on, v.closes_on, v.state, new.cast_on using errcode = 'MB001';
    end if;
    if new.revision <> coalesce((select max(b.revision) from mingbai.vote_ballot b where b.community_id = new.community_id and b.vote_id = new.vote_id and b.unit_id = new.unit_id), 0) + 1 then
      raise exception 'a unit has one ballot in vote %', v.number using errcode = 'MB001';
    end if;
    return new;
  end $$;

  create function mingbai.count_vote() returns trigger language plpgsql as $$
  declare v record;
  begin
    select o.state, o.closes_on, o.number into v from mingbai.vote o where o.community_id = new.community_id and o.id = new.vote_id;
    if v.state <> 'OPEN' or new.counted_on <= v.closes_on then
      raise exception 'vote % is % and may be counted after %', v.number, v.state, v.closes_on using errcode = 'MB001';
    end if;
    if not exists (select from mingbai.vote_figures(new.community_id, new.vote_id) f
      where (f.voting_area, f.voting_heads, f.for_area, f.for_heads, f.against_area, f.against_heads)
        = (new.voting_area, new.voting_heads, new.for_area, new.for_heads, new.against_area, new.against_heads)) then
      raise exception 'the count of vote % is not what its ballots come to', v.number using errcode = 'MB001';
    end if;
    return new;
  end $$;

  -- what was counted is ended by another organisation and person than those who opened, recorded and counted it
  create function mingbai.end_vote() returns trigger language plpgsql as $$
  declare v record;
  begin
    select o.state, o.number into v from mingbai.vote o where o.community_id = new.community_id and o.id = new.vote_id;
    if v.state not in ('OPEN', 'COUNTED') or new.kind = 'CONFIRMED' and v.state <> 'COUNTED' then
      raise exception 'vote % is % and cannot be %', v.number, v.state, new.kind using errcode = 'MB001';
    end if;
    if v.state = 'COUNTED' and exists (
      select from mingbai.vote o where o.community_id = new.community_id and o.id = new.vote_id and (o.opened_by = new.ended_by or o.opened_for = new.ended_for)
      union all select from mingbai.vote_count c where c.community_id = new.community_id and c.vote_id = new.vote_id and (c.counted_by = new.ended_by or c.counted_for = new.ended_for)
      union all select from mingbai.vote_ballot b where b.community_id = new.community_id and b.vote_id = new.vote_id and (b.recorded_by = new.ended_by or b.recorded_for = new.ended_for)) then
      raise exception 'vote % is ended by those who held it', v.number using errcode = 'MB001';
    end if;
    return new;
  end $$;

  create function mingbai.resolve_by_vote() returns trigger language plpgsql as $$
  begin
    if new.vote_id is not null and not exists (
      select from mingbai.vote v join mingbai.vote_count c on c.community_id = v.community_id and c.vote_id = v.id join mingbai.vote_end e on e.community_id = v.community_id and e.vote_id = v.id
      where v.community_id = new.community_id and v.id = new.vote_id and c.passed and e.kind = 'CONFIRMED'
        and (v.kind, v.title, v.effective_from, c.counted_on, c.document_sha256) = (new.kind, new.title, new.effective_from, new.decided_on, new.document_sha256)
        and (v.effective_to, v.limit_amount, v.replaces_id) is not distinct from (new.effective_to, new.limit_amount, new.replaces_id)) then
      raise exception 'a resolution of a vote is what was passed and confirmed' using errcode = 'MB001';
    end if;
    return new;
  end $$;`;

const triggers = `
  create trigger begin_vote before insert on mingbai.vote for each row execute function mingbai.begin_vote();
  create trigger keep_vote before update on mingbai.vote for each row execute function mingbai.keep_vote();
  create trigger append_only before delete or truncate on mingbai.vote for each statement execute function mingbai.refuse_change();
  create trigger whole_electorate after insert on mingbai.vote_unit referencing new table as added for each statement execute function mingbai.whole_electorate();
  create trigger cast_ballot before insert on mingbai.vote_ballot for each row execute function mingbai.cast_ballot();
  create trigger count_vote before insert on mingbai.vote_count for each row execute function mingbai.count_vote();
  create trigger end_vote before insert on mingbai.vote_end for each row execute function mingbai.end_vote();
  create trigger resolve_by_vote before insert on mingbai.resolution for each row execute function mingbai.resolve_by_vote();
  create trigger append_only before update or delete or truncate on mingbai.vote_unit for each statement execute function mingbai.refuse_change();
  create trigger append_only before update or delete or truncate on mingbai.vote_ballot for each statement execute function mingbai.refuse_change();
  create trigger append_only before update or delete or truncate on mingbai.vote_count for each statement execute function mingbai.refuse_change();
  create trigger append_only before update or delete or truncate on mingbai.vote_end for each statement execute function mingbai.refuse_change();`;
