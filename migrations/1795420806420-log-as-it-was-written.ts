import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The log of repairs was one body's word: an answer could be stated for weeks before, and requests that nobody had made could be written down after the quarter. What is
 * written down more than a day late, or a request after its quarter, is worth what its writing proves. Measures of before keep the rule by which they were counted.
 */
export class LogAsItWasWritten1795420806420 implements MigrationInterface {
  readonly name = 'LogAsItWasWritten1795420806420';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(counts);
    await runner.query(wall);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const counts = `
  -- what the log of a quarter comes to at a moment; p_as_stated: by the rule of before, which took every stated moment for true
  create function mingbai.response_counts(p_community int, p_quarter text, p_hours jsonb, p_as_of timestamptz, p_as_stated boolean)
    returns table (requests int, in_time int, open int, late int, late_answers int, score numeric) language plpgsql stable as $$
  begin
    return query
      with log as (select q.responded_at as stated, q.received_at + (p_hours->>q.urgency)::int * interval '1 hour' as due,
          not p_as_stated and (q.recorded_at > q.received_at + interval '24 hours' or mingbai.quarter_of(q.recorded_at) <> q.quarter) as is_late,
          case when not p_as_stated and q.response_recorded_at > q.responded_at + interval '24 hours' then q.response_recorded_at else q.responded_at end as given
        from mingbai.repair_request q where q.community_id = p_community and q.quarter = p_quarter),
      figures as (select count(*) filter (where not l.is_late and (l.given is not null or l.due < p_as_of))::int as requests,
          count(*) filter (where not l.is_late and l.given <= l.due)::int as in_time,
          count(*) filter (where not l.is_late and l.given is null and l.due >= p_as_of)::int as open,
          count(*) filter (where l.is_late)::int as late, count(*) filter (where not l.is_late and l.given <> l.stated)::int as late_answers from log l)
      select f.*, round(100.0 * f.in_time / nullif(f.requests, 0), 2) from figures f;
  end $$;`;

const wall = `
  create function mingbai.measure_is_its_log() returns trigger language plpgsql as $$
  declare found record; log jsonb := new.content->'log';
  begin
    select c.* into found from mingbai.assessment a, mingbai.response_counts(a.community_id, a.quarter, log->'hours', new.recorded_at, false) c
      where a.community_id = new.community_id and a.id = new.assessment_id;
    if ((log->>'requests')::int, (log->>'inTime')::int, (log->>'open')::int, (log->>'late')::int, (log->>'lateAnswers')::int, new.score)
        is distinct from (found.requests, found.in_time, found.open, found.late, found.late_answers, found.score) then
      raise exception 'the log of assessment % gives % of % in time and %', new.assessment_id, found.in_time, found.requests, found.score using errcode = '23514';
    end if;
    return new;
  end $$;
  create trigger is_its_log before insert on mingbai.assessment_record for each row
    when (new.kind = 'MEASURE' and new.content ? 'log') execute function mingbai.measure_is_its_log();`;
