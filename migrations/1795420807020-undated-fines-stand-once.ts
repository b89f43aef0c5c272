import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Fines for events of before do not say their day, and so the same event could be fined once more with it. While such a fine stands, its event is not fined again in its
 * quarter; and it can be taken back, which the constraint for the day refused.
 */
export class UndatedFinesStandOnce1795420807020 implements MigrationInterface {
  readonly name = 'UndatedFinesStandOnce1795420807020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(walls);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const walls = `
  -- not valid: fines of before stand; fines_within_the_cap lets none be born taken back
  alter table mingbai.firm_due drop constraint a_fine_says_its_day,
    add constraint a_fine_says_its_day check ((event is null) = (event_on is null) or undone_seq is not null) not valid;

  create function mingbai.no_undated_fine_stands() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  declare first bigint := (select min(d.id) from firm_due d where d.community_id = new.community_id and d.event = new.event and d.quarter = new.quarter
    and d.event_on is null and d.undone_seq is null);
  begin
    if first is not null then
      raise exception 'fine % for % of % does not say its day and may be the same', first, new.event, new.quarter using errcode = '23514';
    end if;
    return new;
  end $$;
  create trigger no_undated_fine_stands before insert on mingbai.firm_due for each row when (new.event is not null) execute function mingbai.no_undated_fine_stands();`;
