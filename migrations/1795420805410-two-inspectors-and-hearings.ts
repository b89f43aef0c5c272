import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A contract may want a sheet of the owner side's body and one of the centre, and a hearing before an appeal is decided; so far each was said once or not at all. */
export class TwoInspectorsAndHearings1795420805410 implements MigrationInterface {
  readonly name = 'TwoInspectorsAndHearings1795420805410';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(`
      alter table mingbai.assessment_record
        drop constraint assessment_record_kind_check, drop constraint scored_kinds_have_a_score,
        add constraint assessment_record_kind_check check (kind in ('SELF_EVALUATION', 'INSPECTION', 'SURVEY', 'MEASURE', 'APPEAL', 'HEARING', 'REVIEW', 'VOID')),
        add constraint scored_kinds_have_a_score check ((kind in ('APPEAL', 'HEARING', 'VOID')) = (score is null)),
        add column body text, add constraint sheet_of_a_body check (body is null or (body in ('COMMUNITY', 'CENTRE') and kind = 'INSPECTION'));
      drop index mingbai.one_record_of_a_kind;
      -- each but a measure and a sheet of the inspection is said once; a sheet by each body once, or one that stands for both
      create unique index one_record_of_a_kind on mingbai.assessment_record (community_id, assessment_id, kind) where kind not in ('MEASURE', 'INSPECTION');
      create unique index one_sheet_of_a_body on mingbai.assessment_record (community_id, assessment_id, body) where body is not null;
      create unique index one_sheet_for_both on mingbai.assessment_record (community_id, assessment_id) where kind = 'INSPECTION' and body is null;`);
    // the state before is the only moment in which a sheet counts: none is added once the quarter is inspected
    await runner.query(`
      create function mingbai.sheet_in_time() returns trigger language plpgsql as $$
      begin
        if new.body is not null and not exists (select from mingbai.assessment a where a.community_id = new.community_id and a.id = new.assessment_id
            and a.state in ('OPEN', 'SELF_EVALUATED', 'INSPECTED')) then
          raise exception 'assessment % takes no sheet any more', new.assessment_id using errcode = 'MB001';
        end if;
        return new;
      end $$;
      create trigger sheet_in_time before insert on mingbai.assessment_record for each row execute function mingbai.sheet_in_time();`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
