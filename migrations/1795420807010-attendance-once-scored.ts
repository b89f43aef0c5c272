import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An assessment that became VOID opened its attendance again, to a roster that the firm thought of after it had seen its score. Once a quarter had a score, its attendance stands. */
export class AttendanceOnceScored1795420807010 implements MigrationInterface {
  readonly name = 'AttendanceOnceScored1795420807010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(wall);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const wall = `
  create or replace function mingbai.attendance_in_time() returns trigger language plpgsql as $$
  begin
    if exists (select from mingbai.assessment a where a.community_id = new.community_id and a.quarter = new.quarter and a.score is not null) then
      raise exception 'the attendance of % stands', new.quarter using errcode = 'MB001';
    end if;
    return new;
  end $$;`;
