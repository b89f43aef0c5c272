import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Seventy urgent requests "of January" that another body wrote down ten minutes before the quarter ended were all missed two hours later: what is written down late is due no sooner
 * than a day after its writing. Of what the firm says that it answered before the writing it knew: eleven hours were in time because the owner side wrote the request down two days
 * late, and are measured from when it came. And what another body writes down within a day of its coming counts, as it does for the firm, though a quarter has begun in between. Measures of before
 * keep the rule by which they were counted.
 */
export class ADayForLateRequests1795420807510 implements MigrationInterface {
  readonly name = 'ADayForLateRequests1795420807510';

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
  -- what the log of a quarter comes to at a moment; p_rule: 4 as above, 3 as the measures that tell of late requests of the firm and of others, 2 without what was written down late, 1 as if nothing had been
  create or replace function mingbai.response_counts(p_community int, p_quarter text, p_hours jsonb, p_as_of timestamptz, p_rule int)
    returns table (requests int, in_time int, open int, late int, late_by_firm int, late_by_others int, late_answers int, score numeric) language plpgsql stable as $$
  begin
    return query
      with written as (select q.*, exists (select from mingbai.organisation o where o.id = q.recorded_for and o.kind = 'FIRM') as by_firm, (p_hours->>q.urgency)::int as hours,
          mingbai.quarter_of(q.recorded_at) <> q.quarter as after_its_quarter, q.recorded_at > q.received_at + interval '24 hours' as a_day_late
        from mingbai.repair_request q where q.community_id = p_community and q.quarter = p_quarter),
      standing as (select w.*, case when p_rule = 1 or not w.a_day_late and (p_rule = 4 or not w.after_its_quarter) then 'FROM_RECEIPT' when p_rule = 2 then 'LEFT_OUT'
          when w.by_firm then case when w.a_day_late then 'MISSED' else 'FROM_RECEIPT' end when w.after_its_quarter then 'LEFT_OUT' else 'FROM_WRITING' end as counts from written w),
      log as (select s.counts, s.counts in ('FROM_RECEIPT', 'FROM_WRITING') as timed, s.responded_at as stated,
          case when s.counts <> 'FROM_WRITING' or p_rule = 4 and s.responded_at + interval '1 minute' <= s.recorded_at then s.received_at + s.hours * interval '1 hour'
            else s.recorded_at + greatest(s.hours, case p_rule when 4 then 24 else 0 end) * interval '1 hour' end as due,
          case when p_rule > 1 and s.response_recorded_at > s.responded_at + interval '24 hours' then s.response_recorded_at else s.responded_at end as given from standing s),
      figures as (select count(*) filter (where l.counts = 'MISSED' or l.timed and (l.given is not null or l.due < p_as_of))::int as requests,
          count(*) filter (where l.timed and l.given <= l.due)::int as in_time, count(*) filter (where l.timed and l.given is null and l.due >= p_as_of)::int as open,
          count(*) filter (where l.counts = 'LEFT_OUT')::int as late, count(*) filter (where l.counts = 'MISSED')::int as late_by_firm,
          count(*) filter (where l.counts = 'FROM_WRITING')::int as late_by_others, count(*) filter (where l.timed and l.given <> l.stated)::int as late_answers from log l)
      select f.*, round(100.0 * f.in_time / nullif(f.requests, 0), 2) from figures f;
  end $$;`;

const wall = `
  create or replace function mingbai.measure_is_its_log() returns trigger language plpgsql as $$
  declare found record; log jsonb := new.content->'log';
  begin
    select c.* into found from mingbai.assessment a, mingbai.response_counts(a.community_id, a.quarter, log->'hours', new.recorded_at, 4) c
      where a.community_id = new.community_id and a.id = new.assessment_id;
    if ((log->>'requests')::int, (log->>'inTime')::int, (log->>'open')::int, (log->>'late')::int, (log->>'lateByFirm')::int, (log->>'lateByOthers')::int,
          (log->>'lateAnswers')::int, (log->>'lateHoursMin')::int, new.score)
        is distinct from (found.requests, found.in_time, found.open, found.late, found.late_by_firm, found.late_by_others, found.late_answers, 24, found.score) then
      raise exception 'the log of assessment % gives % of % in time and %', new.assessment_id, found.in_time, found.requests, found.score using errcode = '23514';
    end if;
    return new;
  end $$;`;
