import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Of a bill that was paid in part while it was late there is one late fee for the days before and one for those after, charged at once; the wall took
 * one of a bill alone, so that nobody was charged anything. Those of a bill follow each other, whether they come in one statement or in several.
 */
export class LateFeesOfPartPayments1795420808400 implements MigrationInterface {
  readonly name = 'LateFeesOfPartPayments1795420808400';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(wall);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const wall = `
  create or replace function mingbai.charge_late_fee() returns trigger language plpgsql security definer set search_path = mingbai, pg_temp as $$
  declare refused record;
  begin
    with charged as (
      update bill b set late_fees = b.late_fees + f.amount, late_through = f.last
      from (select s.community_id, s.bill_id, sum(s.amount) as amount, min(s.from_on) as first, max(s.to_on) as last, max(s.principal) as principal, bool_and(s.follows) as follow
        from (select a.*, coalesce(a.from_on > lag(a.to_on) over (partition by a.community_id, a.bill_id order by a.id), true) as follows from added a) s
        group by s.community_id, s.bill_id) f
      where b.community_id = f.community_id and b.id = f.bill_id and f.follow and f.first > coalesce(b.late_through, b.due_on) and f.principal <= b.amount
      returning b.community_id, b.id)
    select f.bill_id, f.from_on into refused from added f where not exists (select from charged c where c.community_id = f.community_id and c.id = f.bill_id) order by f.id limit 1;
    if found then raise exception 'a late fee of bill % from % counts a day again, or one before it was late', refused.bill_id, refused.from_on using errcode = '23514'; end if;
    return null;
  end $$;`;
