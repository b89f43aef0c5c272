import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A severe safety event was a line of the inspection. Now it is a record of its own, with its day and its papers, and counts as it did. */
export class SafetyEvents1795420805820 implements MigrationInterface {
  readonly name = 'SafetyEvents1795420805820';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(`
      alter table mingbai.assessment_record
        drop constraint assessment_record_kind_check, drop constraint scored_kinds_have_a_score,
        add constraint assessment_record_kind_check check (kind in
          ('SELF_EVALUATION', 'INSPECTION', 'SAFETY_EVENT', 'SURVEY', 'MEASURE', 'APPEAL', 'HEARING', 'REVIEW', 'VOID')),
        add constraint scored_kinds_have_a_score check ((kind in ('SAFETY_EVENT', 'APPEAL', 'HEARING', 'VOID')) = (score is null)),
        add constraint an_event_has_papers check (kind <> 'SAFETY_EVENT' or coalesce(jsonb_array_length(content->'documents') between 1 and 10, false));
      drop index mingbai.one_record_of_a_kind;
      create unique index one_record_of_a_kind on mingbai.assessment_record (community_id, assessment_id, kind) where kind not in ('MEASURE', 'INSPECTION', 'SAFETY_EVENT');
      -- it lowers what a score pays, and so it is there before the score
      create function mingbai.safety_event_in_time() returns trigger language plpgsql as $$
      begin
        if not exists (select from mingbai.assessment a where a.community_id = new.community_id and a.id = new.assessment_id
            and a.state not in ('SCORED', 'APPEALED', 'REVIEWED', 'FINAL', 'VOID')) then
          raise exception 'assessment % has its score: no event is added to it', new.assessment_id using errcode = 'MB001';
        end if;
        if exists (select from jsonb_array_elements_text(new.content->'documents') hash
            where not exists (select from mingbai.evidence e where e.community_id = new.community_id and e.sha256 = hash)) then
          raise exception 'a paper of assessment % was never stored', new.assessment_id using errcode = '23514';
        end if;
        return new;
      end $$;
      create trigger event_in_time before insert on mingbai.assessment_record for each row when (new.kind = 'SAFETY_EVENT') execute function mingbai.safety_event_in_time();`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
