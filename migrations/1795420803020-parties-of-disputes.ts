import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A dispute is answered by another party, not only by another organisation: a body that stood in and the committee that was registered since both speak for the owners. */
export class PartiesOfDisputes1795420803020 implements MigrationInterface {
  readonly name = 'PartiesOfDisputes1795420803020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    // of what was answered before, the party was not kept; who asked it follows from the row
    await runner.query(`
      alter table mingbai.firm_dispute no force row level security;
      alter table mingbai.firm_dispute add column asked_party text, add column answered_party text;
      drop trigger keep_firm_dispute on mingbai.firm_dispute;
      update mingbai.firm_dispute set asked_party = case when asked_for = firm_id then 'FIRM' else 'OWNER_SIDE' end;
      alter table mingbai.firm_dispute alter asked_party set not null,
        add constraint asked_by_a_party check (asked_party = case when asked_for = firm_id then 'FIRM' else 'OWNER_SIDE' end and (kind = 'DECISION' or asked_party = 'OWNER_SIDE')),
        add constraint answered_by_a_party check (answered_party in ('OWNER_SIDE', 'FIRM', 'CENTRE') and (answered_party = 'FIRM') = (answered_for = firm_id)),
        add constraint answered_by_the_other_party check (case state when 'ASKED' then answered_party is null when 'WITHDRAWN' then answered_party = asked_party else answered_party <> asked_party end);
      create or replace function mingbai.keep_firm_dispute() returns trigger language plpgsql as $$
      begin
        if to_jsonb(new) - string_to_array('state, answered_by, answered_for, answered_party, answered_at, answer_reason, effective_on, entry_seq', ', ') is distinct from to_jsonb(old) - string_to_array('state, answered_by, answered_for, answered_party, answered_at, answer_reason, effective_on, entry_seq', ', ')
            or old.state <> 'ASKED' or new.state = 'ASKED' then
          raise exception 'dispute % is evidence: it is answered once, and nothing else', old.id using errcode = 'MB001';
        end if;
        if new.answered_party is null then raise exception 'the answer to dispute % names no party', old.id using errcode = '23514'; end if;
        return new;
      end $$;
      create trigger keep_firm_dispute before update on mingbai.firm_dispute for each row execute function mingbai.keep_firm_dispute();
      alter table mingbai.firm_dispute force row level security;
      grant update (answered_party) on mingbai.firm_dispute to mingbai_app`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
