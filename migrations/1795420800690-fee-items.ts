import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What units are billed for besides the contract's property fee: items with rates that a resolution gave, meters with readings, discounts, and from when to when a unit is billed. */
export class FeeItems1795420800690 implements MigrationInterface {
  readonly name = 'FeeItems1795420800690';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(tables);
    await runner.query(functions);
    await runner.query(triggers);
    for (const table of ['fee_rate', 'fee_meter', 'meter_reading', 'unit_term'])
      await runner.query(`select mingbai.protect_tenant_table('mingbai.${table}', 'select, insert')`);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.fee_item', 'select, insert, update (to_period)')`);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.fee_discount', 'select, insert, update (ended_on)')`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const PERIOD = `~ '^[12][0-9]{3}-(0[1-9]|1[0-2])$'`;

const tables = `
  -- PM is the property fee, whose rates the contract has
  create table mingbai.fee_item (
    community_id int not null, id bigint not null, code text not null check (code ~ '^[A-Z][A-Z0-9]{1,7}$' and code <> 'PM'),
    name text not null check (length(name) between 1 and 40), basis text not null check (basis in ('AREA', 'UNIT', 'METER')),
    cycle text not null check (cycle in ('MONTHLY', 'QUARTERLY', 'YEARLY')),
    unit_kinds text[] not null check (unit_kinds <@ array['FLAT', 'SHOP'] and cardinality(unit_kinds) > 0), late_fees boolean not null,
    from_period text not null check (from_period ${PERIOD}), to_period text check (to_period ${PERIOD}), recorded_by bigint not null, recorded_at timestamptz not null,
    primary key (community_id, id), unique (community_id, code), foreign key (community_id) references mingbai.community,
    constraint a_meter_is_read_monthly check (basis <> 'METER' or cycle = 'MONTHLY'), check (to_period >= from_period));

  create table mingbai.fee_rate (
    community_id int not null, id bigint not null, fee_item_id bigint not null, unit_kind text not null check (unit_kind in ('FLAT', 'SHOP')),
    from_period text not null check (from_period ${PERIOD}), rate numeric(10,4) not null check (rate > 0),
    resolution_no text not null check (length(resolution_no) between 1 and 40), recorded_by bigint not null, recorded_at timestamptz not null,
    primary key (community_id, id), unique (community_id, fee_item_id, unit_kind, from_period), foreign key (community_id, fee_item_id) references mingbai.fee_item);

  -- of one unit, or of every unit of a kind; ended_on: it stopped earlier than it was meant to
  create table mingbai.fee_discount (
    community_id int not null, id bigint not null, item text not null, unit_id bigint, unit_kind text check (unit_kind in ('FLAT', 'SHOP')),
    percent numeric(5,2) not null check (percent between 0 and 100), yuan numeric(18,2) not null check (yuan >= 0), from_on date not null, to_on date not null, ended_on date,
    ground text not null check (ground in ('VACANCY', 'HARDSHIP', 'AGREEMENT', 'OTHER')), document text not null check (length(document) between 1 and 200),
    recorded_by bigint not null, recorded_at timestamptz not null, primary key (community_id, id), foreign key (community_id, unit_id) references mingbai.unit,
    constraint for_a_unit_or_a_kind check (num_nonnulls(unit_id, unit_kind) = 1), constraint percent_or_yuan check ((percent > 0) <> (yuan > 0)),
    check (to_on >= from_on), check (ended_on between from_on - 1 and to_on));
  create index fee_discount_unit on mingbai.fee_discount (community_id, unit_id);

  create table mingbai.fee_meter (
    community_id int not null, id bigint not null, fee_item_id bigint not null, unit_id bigint not null, serial text not null check (length(serial) between 1 and 40),
    start_reading numeric(10,3) not null check (start_reading >= 0), recorded_by bigint not null, recorded_at timestamptz not null,
    primary key (community_id, id), unique (community_id, fee_item_id, unit_id), unique (community_id, id, unit_id),
    foreign key (community_id, fee_item_id) references mingbai.fee_item, foreign key (community_id, unit_id) references mingbai.unit);

  -- a meter that was changed in the month: the old one ended at old_final, the new one began at new_start
  create table mingbai.meter_reading (
    community_id int not null, id bigint not null, meter_id bigint not null, unit_id bigint not null, period text not null check (period ${PERIOD}),
    previous numeric(10,3) not null check (previous >= 0), reading numeric(10,3) not null check (reading >= 0), old_final numeric(10,3), new_start numeric(10,3),
    quantity numeric(10,3) not null, recorded_by bigint not null, recorded_at timestamptz not null,
    primary key (community_id, id), unique (community_id, meter_id, period), unique (community_id, id, unit_id),
    foreign key (community_id, meter_id, unit_id) references mingbai.fee_meter (community_id, id, unit_id),
    constraint a_change_has_both_readings check (num_nonnulls(old_final, new_start) in (0, 2)),
    constraint a_meter_does_not_run_back check (coalesce(old_final, reading) >= previous and reading >= coalesce(new_start, previous)),
    constraint quantity_is_the_difference check (quantity = case when old_final is null then reading - previous else old_final - previous + reading - new_start end));

  -- from when to when a unit is billed, where not always; the latest record counts
  create table mingbai.unit_term (
    community_id int not null, id bigint not null, unit_id bigint not null, from_on date, to_on date, reason text not null check (length(reason) between 1 and 200),
    recorded_by bigint not null, recorded_at timestamptz not null, primary key (community_id, id), foreign key (community_id, unit_id) references mingbai.unit,
    check (to_on >= from_on));
  create index unit_term_unit on mingbai.unit_term (community_id, unit_id);`;

const functions = `
  create function mingbai.keep_fee_item() returns trigger language plpgsql as $$
  begin
    if to_jsonb(new) - 'to_period' is distinct from to_jsonb(old) - 'to_period' or old.to_period is not null then
      raise exception 'fee item % is evidence: it may be ended, once', old.id using errcode = 'MB001';
    end if;
    return new;
  end $$;
  create function mingbai.keep_fee_discount() returns trigger language plpgsql as $$
  begin
    if to_jsonb(new) - 'ended_on' is distinct from to_jsonb(old) - 'ended_on' or old.ended_on is not null then
      raise exception 'discount % is evidence: it may be ended, once', old.id using errcode = 'MB001';
    end if;
    return new;
  end $$;
  -- commands hold the lock of the book: no other insert is under way
  create function mingbai.follow_reading() returns trigger language plpgsql as $$
  declare expected numeric := coalesce(
    (select r.reading from mingbai.meter_reading r where r.community_id = new.community_id and r.meter_id = new.meter_id order by r.period desc limit 1),
    (select m.start_reading from mingbai.fee_meter m where m.community_id = new.community_id and m.id = new.meter_id));
  begin
    if new.previous is distinct from expected or exists (select from mingbai.meter_reading r where r.community_id = new.community_id and r.meter_id = new.meter_id and r.period >= new.period) then
      raise exception 'a reading of meter % for % does not follow its last one', new.meter_id, new.period using errcode = '23514';
    end if;
    return new;
  end $$;`;

const triggers = `
  create trigger keep_fee_item before update on mingbai.fee_item for each row execute function mingbai.keep_fee_item();
  create trigger only_grows before delete or truncate on mingbai.fee_item for each statement execute function mingbai.refuse_change();
  create trigger keep_fee_discount before update on mingbai.fee_discount for each row execute function mingbai.keep_fee_discount();
  create trigger only_grows before delete or truncate on mingbai.fee_discount for each statement execute function mingbai.refuse_change();
  create trigger follow_reading before insert on mingbai.meter_reading for each row execute function mingbai.follow_reading();
  create trigger only_grows before update or delete or truncate on mingbai.fee_rate for each statement execute function mingbai.refuse_change();
  create trigger only_grows before update or delete or truncate on mingbai.fee_meter for each statement execute function mingbai.refuse_change();
  create trigger only_grows before update or delete or truncate on mingbai.meter_reading for each statement execute function mingbai.refuse_change();
  create trigger only_grows before update or delete or truncate on mingbai.unit_term for each statement execute function mingbai.refuse_change();`;
