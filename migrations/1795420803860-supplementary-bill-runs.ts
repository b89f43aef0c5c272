import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a month's run did not bill, or what was billed wrongly and taken back (P05), is billed by a supplementary run of the month: so far a month was billed once, and a
 * bill that had been reversed could not be made again. Where the month is closed its bills count from a day that is open.
 */
export class SupplementaryBillRuns1795420803860 implements MigrationInterface {
  readonly name = 'SupplementaryBillRuns1795420803860';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(columns);
    await runner.query(functions);
    await runner.query(triggers);
    await runner.query(`grant insert (booked_on) on mingbai.bill to mingbai_app`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

/** booked_on: of a bill that was made after its month was closed; else it counts from the first day of its month. */
const columns = `
  alter table mingbai.bill_run add column kind text not null default 'MONTH' check (kind in ('MONTH', 'SUPPLEMENT'));
  drop index mingbai.one_run_a_month;
  create unique index one_run_a_month on mingbai.bill_run (community_id, period) where undone_at is null and kind = 'MONTH';
  alter table mingbai.bill add column booked_on date, add constraint bill_booked_after_its_month check (booked_on is null or bill_run_id is not null and left(booked_on::text, 7) > period);
  create index bill_booked on mingbai.bill (community_id, booked_on) where booked_on is not null;`;

const functions = `
  create or replace function mingbai.keep_bill_run() returns trigger language plpgsql as $$
  begin
    if to_jsonb(new) - array['undone_at', 'undone_by', 'undo_reason'] is distinct from to_jsonb(old) - array['undone_at', 'undone_by', 'undo_reason'] or old.undone_at is not null
        or exists (select from mingbai.bill b where b.community_id = new.community_id and b.bill_run_id = new.id and b.voided_on is null) then
      raise exception 'bill run % is evidence: it may be undone, once, after its bills are void', old.id using errcode = 'MB001';
    end if;
    if new.kind = 'MONTH' and exists (select from mingbai.bill_run r where r.community_id = new.community_id and r.period = new.period and r.kind = 'SUPPLEMENT' and r.undone_at is null) then
      raise exception 'bill run % has a supplement that stands', old.id using errcode = '23514';
    end if;
    return new;
  end $$;
  create function mingbai.supplement_of_a_run() returns trigger language plpgsql as $$
  begin
    if not exists (select from mingbai.bill_run r where r.community_id = new.community_id and r.period = new.period and r.kind = 'MONTH' and r.undone_at is null) then
      raise exception 'bill run % supplements none: % was not billed', new.id, new.period using errcode = '23514';
    end if;
    return new;
  end $$;
  create function mingbai.booked_by_a_supplement() returns trigger language plpgsql as $$
  begin
    if not exists (select from mingbai.bill_run r where r.community_id = new.community_id and r.id = new.bill_run_id and r.kind = 'SUPPLEMENT') then
      raise exception 'bill % counts from %, but is of no supplementary run', new.id, new.booked_on using errcode = '23514';
    end if;
    return new;
  end $$;`;

const triggers = `
  create trigger supplement_of_a_run before insert on mingbai.bill_run for each row when (new.kind = 'SUPPLEMENT') execute function mingbai.supplement_of_a_run();
  create trigger booked_by_a_supplement before insert on mingbai.bill for each row when (new.booked_on is not null) execute function mingbai.booked_by_a_supplement();`;
