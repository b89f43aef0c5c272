import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a review had set aside for the quarter came back by one body: it made the assessment VOID and recorded the event anew with the same papers. A paper of an event that was set aside
 * carries no other event of the quarter, whatever its day; what is new has papers of its own.
 */
export class PapersOfSetAsideEvents1795420808250 implements MigrationInterface {
  readonly name = 'PapersOfSetAsideEvents1795420808250';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(wall);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

/** The copies of a successor are those that count and those that were set aside, so its own events are held against its own. */
const wall = `
  create function mingbai.event_of_new_papers() returns trigger language plpgsql as $$
  begin
    if exists (select from mingbai.assessment_record e where e.community_id = new.community_id and e.assessment_id = new.assessment_id
        and e.id in (select mingbai.events_set_aside(new.community_id, new.assessment_id))
        and e.content->'documents' ?| array(select jsonb_array_elements_text(new.content->'documents'))) then
      raise exception 'assessment %: a paper is of an event that a review set aside', new.assessment_id using errcode = '23514';
    end if;
    return new;
  end $$;
  create trigger event_of_new_papers before insert on mingbai.assessment_record for each row
    when (new.kind = 'SAFETY_EVENT' and not new.content ? 'first') execute function mingbai.event_of_new_papers();`;
