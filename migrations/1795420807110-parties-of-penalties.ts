import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A penalty is taken back by two parties, not only by two organisations: a body that stood in and the committee that was registered since both speak for the owners. */
export class PartiesOfPenalties1795420807110 implements MigrationInterface {
  readonly name = 'PartiesOfPenalties1795420807110';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(columns);
    await runner.query(functions);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

/** Of what was asked and answered before, the party follows from the kind of the organisation. The constraint is not valid: what one party confirmed before stays, and `verify books` tells it. */
const columns = `
  alter table mingbai.firm_penalty_undo no force row level security;
  alter table mingbai.firm_penalty_undo disable trigger answered;
  alter table mingbai.firm_penalty_undo add column asked_party text, add column answered_party text;
  update mingbai.firm_penalty_undo u set asked_party = case a.kind when 'CENTRE' then 'CENTRE' else 'OWNER_SIDE' end,
    answered_party = (select case b.kind when 'CENTRE' then 'CENTRE' else 'OWNER_SIDE' end from mingbai.organisation b where b.id = u.answered_for)
    from mingbai.organisation a where a.id = u.asked_for;
  alter table mingbai.firm_penalty_undo alter asked_party set not null, drop constraint taken_back_by_two,
    add constraint of_a_party check (asked_party in ('OWNER_SIDE', 'CENTRE') and answered_party in ('OWNER_SIDE', 'CENTRE') and (answered_party is null) = (state = 'ASKED')),
    add constraint taken_back_by_two check (state <> 'CONFIRMED' or answered_for <> asked_for and answered_by <> asked_by and answered_party <> asked_party) not valid;
  alter table mingbai.firm_penalty_undo enable trigger answered;
  alter table mingbai.firm_penalty_undo force row level security;
  grant update (answered_party) on mingbai.firm_penalty_undo to mingbai_app;`;

const ANSWER_LESS = `string_to_array('state, answered_by, answered_for, answered_party, answered_at, answer_reason, effective_on, undo_seq', ', ')`;

const functions = `
  create function mingbai.roles_of_party(party text) returns text[] language sql immutable as $$
    select case party when 'CENTRE' then array['CENTRE'] when 'OWNER_SIDE' then array['COMMITTEE', 'COMMUNITY'] end
  $$;

  create or replace function mingbai.ask_penalty_undo() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  begin
    if new.state <> 'ASKED' or not exists (select from firm_due d where d.community_id = new.community_id and d.id = new.due_id and d.kind = 'PENALTY' and d.undone_seq is null) then
      raise exception 'due % is no penalty that stands, or % is not asked first', new.due_id, new.id using errcode = '23514';
    end if;
    if has_part(new.community_id, new.asked_by, new.asked_for, roles_of_party(new.asked_party), new.asked_at) is not true then
      raise exception 'person % has no part by which they ask for penalty % to be taken back', new.asked_by, new.due_id using errcode = 'MB001';
    end if;
    return new;
  end $$;

  create or replace function mingbai.answer_penalty_undo() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  begin
    if to_jsonb(new) - ${ANSWER_LESS} is distinct from to_jsonb(old) - ${ANSWER_LESS} or old.state <> 'ASKED' or new.state = 'ASKED' then
      raise exception '% is evidence: it is answered once, and nothing else', old.id using errcode = 'MB001';
    end if;
    if has_part(new.community_id, new.answered_by, new.answered_for, roles_of_party(new.answered_party), new.answered_at) is not true then
      raise exception 'person % has no part by which they answer %', new.answered_by, new.id using errcode = 'MB001';
    end if;
    if new.state = 'CONFIRMED' and (not exists (select from firm_due d join ledger.entry e on e.community_id = d.community_id and e.seq = new.undo_seq and e.reverses_seq = d.entry_seq
          and e.effective_on = new.effective_on where d.community_id = new.community_id and d.id = new.due_id)
        or exists (select from firm_clearing c where c.community_id = new.community_id and c.due_kind = 'PENALTY' and c.due_id = new.due_id and c.undone_seq is null)) then
      raise exception 'penalty % is none that entry % reverses, or something of it is cleared', new.due_id, new.undo_seq using errcode = '23514';
    end if;
    return new;
  end $$;`;
