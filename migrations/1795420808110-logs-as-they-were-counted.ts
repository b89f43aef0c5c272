import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * An assessment that became VOID had its log of repairs counted again by its successor: by another rule after an upgrade, or at a later moment, at which what had been open was missed,
 * though the log had taken no answer since. A log that was counted stays as it was counted, by its rule and as of its moment; the successor's measure names the record that counted it.
 */
export class LogsAsTheyWereCounted1795420808110 implements MigrationInterface {
  readonly name = 'LogsAsTheyWereCounted1795420808110';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(count);
    await runner.query(wall);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const count = `
  -- what the log of a quarter was counted to, by the assessment that has it last; first: the record that counted it, of whose moment and rule the figures are
  create function mingbai.count_of_log(p_community int, p_quarter text)
    returns table (assessment_id bigint, first bigint, counted_on date, counted_at timestamptz, log jsonb, score numeric) language plpgsql stable as $$
  begin
    return query select a.id, coalesce(f.id, r.id), r.happened_on, coalesce(f.recorded_at, r.recorded_at), r.content->'log', r.score
      from mingbai.assessment a
      join mingbai.assessment_record r on r.community_id = p_community and r.assessment_id = a.id and r.kind = 'MEASURE' and r.content ? 'log'
      left join mingbai.assessment_record f on f.community_id = p_community and f.id = (r.content->>'first')::bigint
      where a.community_id = p_community and a.quarter = p_quarter order by a.id desc, r.id desc limit 1;
  end $$;`;

const wall = `
  create or replace function mingbai.measure_is_its_log() returns trigger language plpgsql as $$
  declare of_quarter text; counted record; found record; log jsonb := new.content->'log';
  begin
    select a.quarter into of_quarter from mingbai.assessment a where a.community_id = new.community_id and a.id = new.assessment_id;
    select c.* into counted from mingbai.count_of_log(new.community_id, of_quarter) c;
    if (new.content->'first') is distinct from to_jsonb(counted.first) then
      raise exception 'the log of assessment % was counted by record %, not by %', new.assessment_id, counted.first, new.content->'first' using errcode = '23514';
    end if;
    if counted.first is not null then
      if (log, new.score) is distinct from (counted.log, counted.score) then
        raise exception 'the log of assessment % was counted to % of % in time and %', new.assessment_id, counted.log->'inTime', counted.log->'requests', counted.score using errcode = '23514';
      end if;
      return new;
    end if;
    select c.* into found from mingbai.response_counts(new.community_id, of_quarter, log->'hours', new.recorded_at, 4) c;
    if ((log->>'requests')::int, (log->>'inTime')::int, (log->>'open')::int, (log->>'late')::int, (log->>'lateByFirm')::int, (log->>'lateByOthers')::int,
          (log->>'lateAnswers')::int, (log->>'lateHoursMin')::int, new.score)
        is distinct from (found.requests, found.in_time, found.open, found.late, found.late_by_firm, found.late_by_others, found.late_answers, 24, found.score) then
      raise exception 'the log of assessment % gives % of % in time and %', new.assessment_id, found.in_time, found.requests, found.score using errcode = '23514';
    end if;
    return new;
  end $$;`;
