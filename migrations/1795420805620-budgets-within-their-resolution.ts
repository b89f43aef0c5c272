import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A resolution adopts one version of one year's budget, whose lines stay within what it allows; the owner side records it. */
export class BudgetsWithinTheirResolution1795420805620 implements MigrationInterface {
  readonly name = 'BudgetsWithinTheirResolution1795420805620';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(walls);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const walls = `
  -- commands hold the lock of the book, so no other insert is under way
  create or replace function mingbai.adopt_budget() returns trigger language plpgsql as $$
  declare used record;
  begin
    if new.version_no <> coalesce((select max(b.version_no) from mingbai.budget b where b.community_id = new.community_id and b.year = new.year), 0) + 1 then
      raise exception 'version % of the budget of % leaves a gap', new.version_no, new.year using errcode = 'MB001';
    end if;
    if not exists (select from mingbai.resolution r where r.community_id = new.community_id and r.id = new.resolution_id and r.kind in ('BUDGET', 'SPENDING')
        and r.recorded_at <= new.adopted_at and coalesce(r.effective_to, 'infinity') >= (new.adopted_at at time zone 'Asia/Shanghai')::date) then
      raise exception 'the budget of % rests on no resolution about it', new.year using errcode = 'MB001';
    end if;
    select b.year, b.version_no into used from mingbai.budget b where b.community_id = new.community_id and b.resolution_id = new.resolution_id limit 1;
    if found then
      raise exception 'that resolution has adopted version % of the budget of %', used.version_no, used.year using errcode = 'MB001';
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
    select r.number, r.limit_amount, a.amount into over from (select x.community_id, x.budget_id, sum(x.amount) as amount from added x group by x.community_id, x.budget_id) a
      join mingbai.budget b on b.community_id = a.community_id and b.id = a.budget_id join mingbai.resolution r on r.community_id = b.community_id and r.id = b.resolution_id
      where a.amount > r.limit_amount limit 1;
    if found then
      raise exception 'resolution % allows %, not %', over.number, over.limit_amount, over.amount using errcode = 'MB001';
    end if;
    return null;
  end $$;`;
