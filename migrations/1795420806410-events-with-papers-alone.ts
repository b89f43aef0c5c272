import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Any sheet of an inspection could lower the payout by one band with a line of words. A severe safety event is the record of the centre with its papers alone; sheets of before stay as they are. */
export class EventsWithPapersAlone1795420806410 implements MigrationInterface {
  readonly name = 'EventsWithPapersAlone1795420806410';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(`
      create function mingbai.sheet_tells_of_no_event() returns trigger language plpgsql as $$
      begin
        raise exception 'a sheet of assessment % tells of a safety event: it is recorded with its papers', new.assessment_id using errcode = '23514';
      end $$;
      create trigger tells_of_no_event before insert on mingbai.assessment_record for each row
        when (new.kind = 'INSPECTION' and new.content->>'severeSafetyEvent' is not null) execute function mingbai.sheet_tells_of_no_event();`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
