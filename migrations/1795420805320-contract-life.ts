import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What becomes of a contract after it is signed: it goes on past its last day (民法典 948), ends by notice, is handed over and closed; and payouts under it are
 * suspended and resumed. Steps only grow; the last day of a contract is computed from them everywhere, by contract_ends.
 */
export class ContractLife1795420805320 implements MigrationInterface {
  readonly name = 'ContractLife1795420805320';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(table);
    await runner.query(walls);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.contract_step', 'select, insert')`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const table = `
  -- a step counts from the day on which it is recorded; ends_on: the last day of a contract that ends by notice
  create table mingbai.contract_step (
    community_id int not null, id bigint not null, contract_id bigint not null,
    kind text not null check (kind in ('HOLDOVER', 'NOTICE_GIVEN', 'NOTICE_WITHDRAWN', 'SUSPENDED', 'RESUMED', 'HANDOVER', 'CLOSED')),
    ends_on date, reason text not null check (length(reason) between 5 and 200 and reason !~ '[[:cntrl:]]'), document_sha256 text,
    recorded_by bigint not null, recorded_for bigint not null, recorded_at timestamptz not null,
    primary key (community_id, id), foreign key (community_id, contract_id) references mingbai.contract,
    foreign key (community_id, document_sha256) references mingbai.evidence,
    constraint a_notice_names_the_end check ((ends_on is not null) = (kind = 'NOTICE_GIVEN')),
    constraint a_notice_is_written check (kind <> 'NOTICE_GIVEN' or document_sha256 is not null));
  create trigger append_only before update or delete or truncate on mingbai.contract_step for each statement execute function mingbai.refuse_change();`;

const walls = `
  -- the last day on which a contract counts; 9999-12-31 while it goes on without one
  create function mingbai.contract_ends(community int, contract bigint) returns date language plpgsql stable set search_path = mingbai, pg_temp as $$
  begin
    return (select least(
        case when exists (select from contract_step s where s.community_id = community and s.contract_id = contract and s.kind = 'HOLDOVER') then date '9999-12-31' else c.to_on end,
        (select s.ends_on from contract_step s where s.community_id = community and s.contract_id = contract and s.kind in ('NOTICE_GIVEN', 'NOTICE_WITHDRAWN') order by s.id desc limit 1))
      from contract c where c.community_id = community and c.id = contract);
  end $$;

  create or replace function mingbai.one_contract_a_day() returns trigger language plpgsql as $$
  declare other record; shared date;
  begin
    select c.number, c.from_on, mingbai.contract_ends(c.community_id, c.id) as to_on into other from mingbai.contract c where c.community_id = new.community_id and c.id <> new.id
      and c.from_on <= new.to_on and new.from_on <= mingbai.contract_ends(c.community_id, c.id) limit 1;
    if found then
      raise exception 'CONTRACT_OVERLAPS' using errcode = 'MB422',
        detail = jsonb_build_object('number', other.number, 'from', other.from_on, 'to', other.to_on)::text;
    end if;
    select c.number, c.from_on into other from mingbai.contract c where c.community_id = new.community_id and c.id <> new.id
      and date_trunc('quarter', c.from_on) <= date_trunc('quarter', new.to_on)
      and date_trunc('quarter', new.from_on) <= date_trunc('quarter', mingbai.contract_ends(c.community_id, c.id)) limit 1;
    if found then
      shared := date_trunc('quarter', greatest(new.from_on, other.from_on));
      raise exception 'CONTRACT_QUARTER_SPLIT' using errcode = 'MB422',
        detail = jsonb_build_object('number', other.number, 'quarter', to_char(shared, 'YYYY"-Q"Q'),
          'startsFrom', to_char(shared + interval '3 months', 'YYYY-MM'), 'endsWith', to_char(shared - 1, 'YYYY-MM'))::text;
    end if;
    return new;
  end $$;

  -- the table of steps (domain.md 6), and who takes each; commands hold the lock of the book, so no other step is under way
  create function mingbai.guard_contract_step() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  declare c contract%rowtype; day date := (new.recorded_at at time zone 'Asia/Shanghai')::date; last_notice contract_step%rowtype; last_halt contract_step%rowtype;
    stands boolean; ended boolean; parts text[];
  begin
    select * into strict c from contract x where x.community_id = new.community_id and x.id = new.contract_id;
    select * into last_notice from contract_step s where s.community_id = new.community_id and s.contract_id = c.id and s.kind in ('NOTICE_GIVEN', 'NOTICE_WITHDRAWN') order by s.id desc limit 1;
    select * into last_halt from contract_step s where s.community_id = new.community_id and s.contract_id = c.id and s.kind in ('SUSPENDED', 'RESUMED') order by s.id desc limit 1;
    stands := coalesce(last_notice.kind = 'NOTICE_GIVEN', false);
    ended := contract_ends(c.community_id, c.id) < day;
    parts := (case new.kind when 'SUSPENDED' then array['COMMITTEE', 'COMMUNITY', 'CENTRE'] when 'RESUMED' then array['COMMITTEE', 'COMMUNITY', 'CENTRE']
      when 'NOTICE_GIVEN' then array['COMMITTEE', 'COMMUNITY', 'FIRM'] when 'NOTICE_WITHDRAWN' then array['COMMITTEE', 'COMMUNITY', 'FIRM'] else array['COMMITTEE', 'COMMUNITY'] end);
    if not has_part(new.community_id, new.recorded_by, new.recorded_for, parts, new.recorded_at) then
      raise exception 'person % has no part of that day by which they take step % of contract %', new.recorded_by, new.kind, c.number using errcode = '23514';
    end if;
    if exists (select from contract_step s where s.community_id = new.community_id and s.contract_id = c.id
        and (s.kind = 'CLOSED' or s.kind = 'HANDOVER' and new.kind not in ('CLOSED', 'SUSPENDED', 'RESUMED') or s.kind = 'HOLDOVER' and new.kind = 'HOLDOVER'))
      or not (case new.kind
        when 'HOLDOVER' then not stands and day > c.to_on - 92
        when 'NOTICE_GIVEN' then not stands and not ended and day >= c.from_on
        when 'NOTICE_WITHDRAWN' then stands and not ended and last_notice.recorded_for = new.recorded_for
        when 'SUSPENDED' then last_halt.kind is distinct from 'SUSPENDED'
        when 'RESUMED' then coalesce(last_halt.kind = 'SUSPENDED', false) and last_halt.recorded_for <> new.recorded_for
        when 'HANDOVER' then stands or ended
        else ended and exists (select from contract_step s where s.community_id = new.community_id and s.contract_id = c.id and s.kind = 'HANDOVER') end) then
      raise exception 'contract % takes no step % now', c.number, new.kind using errcode = '23514';
    end if;
    if new.kind = 'NOTICE_GIVEN' and (new.ends_on < day + 15 or new.ends_on > contract_ends(c.community_id, c.id)
        or new.ends_on <> c.to_on and new.ends_on <> (date_trunc('quarter', new.ends_on) + interval '3 months')::date - 1) then
      raise exception 'contract % cannot end by notice on %', c.number, new.ends_on using errcode = '23514';
    end if;
    return new;
  end $$;
  create trigger guard before insert on mingbai.contract_step for each row execute function mingbai.guard_contract_step();

  -- going on, or on again, never into the days or the quarter of another contract
  create function mingbai.contract_keeps_its_days() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  declare other record;
  begin
    select o.number, o.from_on, contract_ends(o.community_id, o.id) as to_on into other from contract c join contract o on o.community_id = c.community_id and o.id <> c.id
      where c.community_id = new.community_id and c.id = new.contract_id and date_trunc('quarter', o.from_on) <= date_trunc('quarter', contract_ends(c.community_id, c.id))
        and date_trunc('quarter', c.from_on) <= date_trunc('quarter', contract_ends(o.community_id, o.id)) limit 1;
    if found then
      raise exception 'CONTRACT_OVERLAPS' using errcode = 'MB422', detail = jsonb_build_object('number', other.number, 'from', other.from_on, 'to', other.to_on)::text;
    end if;
    return new;
  end $$;
  create trigger keeps_its_days after insert on mingbai.contract_step for each row execute function mingbai.contract_keeps_its_days();`;
