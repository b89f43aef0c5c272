import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A survey asks every household or none, and is closed by others than those who opened it and made its letters: one person with five letters would make the score. */
export class TwoBodiesHoldASurvey1795420805650 implements MigrationInterface {
  readonly name = 'TwoBodiesHoldASurvey1795420805650';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(walls);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const walls = `
  create function mingbai.every_household_is_asked() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  declare left_out record;
  begin
    select s.survey_id, u.code into left_out from (select distinct a.community_id, a.survey_id from added a) s join unit u on u.community_id = s.community_id
      where not exists (select from survey_letter l where l.community_id = s.community_id and l.survey_id = s.survey_id and l.unit_id = u.id) limit 1;
    if found then
      raise exception 'survey % has no letter for unit %', left_out.survey_id, left_out.code using errcode = '23514';
    end if;
    return null;
  end $$;
  create trigger asks_every_household after insert on mingbai.survey_letter referencing new table as added for each statement execute function mingbai.every_household_is_asked();

  create function mingbai.survey_is_closed_by_another() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  begin
    if new.kind = 'SURVEY' and exists (
      select from survey s where s.community_id = new.community_id and s.assessment_id = new.assessment_id and (s.opened_by = new.person_id or s.opened_for = new.organisation_id
        or exists (select from survey_letter l where l.community_id = s.community_id and l.survey_id = s.id and (l.issued_by = new.person_id or l.issued_for = new.organisation_id)))) then
      raise exception 'the survey of assessment % is closed by those who held it', new.assessment_id using errcode = '23514';
    end if;
    return new;
  end $$;
  create trigger is_told_by_another before insert on mingbai.assessment_record for each row execute function mingbai.survey_is_closed_by_another();`;
