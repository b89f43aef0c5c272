import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * An assessment that became VOID forgot what lowered its payout, and opened its log of repairs to whatever the firm thought of after it had seen its score. Its successor
 * has its safety events, and a log that was counted, or went into a score, stands still for good.
 */
export class WhatVoidKeeps1795420806810 implements MigrationInterface {
  readonly name = 'WhatVoidKeeps1795420806810';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(walls);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const walls = `
  create or replace function mingbai.repairs_are_counted(p_community int, p_quarter text) returns boolean language plpgsql stable as $$
  begin
    return exists (select from mingbai.assessment a where a.community_id = p_community and a.quarter = p_quarter and (a.score is not null
      or exists (select from mingbai.assessment_record r where r.community_id = p_community and r.assessment_id = a.id and r.kind = 'MEASURE' and r.content ? 'log')));
  end $$;

  -- an event that was taken over is the one that it names
  create function mingbai.event_as_it_was() returns trigger language plpgsql as $$
  begin
    if not exists (select from mingbai.assessment_record f
        join mingbai.assessment was on was.community_id = f.community_id and was.id = f.assessment_id and was.state = 'VOID'
        join mingbai.assessment a on a.community_id = new.community_id and a.id = new.assessment_id and a.quarter = was.quarter
        where f.community_id = new.community_id and f.kind = 'SAFETY_EVENT' and to_jsonb(f.id) = new.content->'first'
          and (f.content, f.happened_on, f.person_id, f.organisation_id) = (new.content - 'first', new.happened_on, new.person_id, new.organisation_id)) then
      raise exception 'assessment % takes over no event %', new.assessment_id, new.content->'first' using errcode = '23514';
    end if;
    return new;
  end $$;
  create trigger event_as_it_was before insert on mingbai.assessment_record for each row
    when (new.kind = 'SAFETY_EVENT' and new.content ? 'first') execute function mingbai.event_as_it_was();

  create function mingbai.keeps_safety_events() returns trigger language plpgsql as $$
  begin
    if exists (select from mingbai.assessment was join mingbai.assessment_record f on f.community_id = was.community_id and f.assessment_id = was.id
        where was.community_id = new.community_id and was.quarter = new.quarter and was.id <> new.id and f.kind = 'SAFETY_EVENT' and not f.content ? 'first'
          and not exists (select from mingbai.assessment_record r where r.community_id = new.community_id and r.assessment_id = new.id
            and r.kind = 'SAFETY_EVENT' and r.content->'first' = to_jsonb(f.id))) then
      raise exception 'assessment % lacks a safety event of the one that it follows', new.id using errcode = '23514';
    end if;
    return null;
  end $$;
  create constraint trigger keeps_safety_events after insert on mingbai.assessment deferrable initially deferred for each row execute function mingbai.keeps_safety_events();`;
