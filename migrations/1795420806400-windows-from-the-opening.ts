import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The days of a quarter's assessment counted from the end of the quarter, whenever it was opened: one that was opened on day 61 awaited nobody, and one sheet made the
 * score. They count from the day on which it was opened where that is later. What has its score keeps the days by which it got it.
 */
export class WindowsFromTheOpening1795420806400 implements MigrationInterface {
  readonly name = 'WindowsFromTheOpening1795420806400';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(column);
    await runner.query(walls);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const column = `
  create function mingbai.quarter_end(quarter text) returns date language sql immutable as $$
    select (make_date(left(quarter, 4)::int, right(quarter, 1)::int * 3, 1) + interval '1 month')::date - 1 $$;
  -- generated first and plain afterwards: so no row is updated, and the steps of an assessment need no exception
  alter table mingbai.assessment add column counts_from date not null generated always as (
    case when score is null then greatest(mingbai.quarter_end(quarter), (opened_at at time zone 'Asia/Shanghai')::date) else mingbai.quarter_end(quarter) end) stored;
  alter table mingbai.assessment alter column counts_from drop expression;`;

const walls = `
  -- nobody chooses from when the days count, and nobody moves it
  create function mingbai.count_from_the_opening() returns trigger language plpgsql as $$
  begin
    new.counts_from := greatest(mingbai.quarter_end(new.quarter), (new.opened_at at time zone 'Asia/Shanghai')::date);
    return new;
  end $$;
  create trigger counts_from_the_opening before insert on mingbai.assessment for each row execute function mingbai.count_from_the_opening();
  create trigger keeps_its_days before update on mingbai.assessment for each row when (new.counts_from is distinct from old.counts_from) execute function mingbai.refuse_change();

  create function mingbai.calendar_of(a mingbai.assessment) returns jsonb language plpgsql stable as $$
  begin
    return (select v.terms->'calendar' from mingbai.contract_version v where v.community_id = a.community_id and v.id = a.contract_version_id);
  end $$;

  -- the firm may say its part before anybody inspects
  create function mingbai.firm_was_awaited() returns trigger language plpgsql as $$
  declare a mingbai.assessment;
  begin
    select * into a from mingbai.assessment where community_id = new.community_id and id = new.assessment_id;
    if (new.recorded_at at time zone 'Asia/Shanghai')::date <= a.counts_from + (mingbai.calendar_of(a)->>'selfEvaluationDay')::int
        and not exists (select from mingbai.assessment_record r where r.community_id = a.community_id and r.assessment_id = a.id and r.kind = 'SELF_EVALUATION') then
      raise exception 'assessment % still waits for the self-evaluation of the firm', a.id using errcode = '23514';
    end if;
    return new;
  end $$;
  create trigger waits_for_the_firm before insert on mingbai.assessment_record for each row when (new.kind = 'INSPECTION') execute function mingbai.firm_was_awaited();

  -- the inspection decides alone when the limit of days is over, and the appeal has its days
  create function mingbai.scored_in_its_days() returns trigger language plpgsql as $$
  declare days jsonb := mingbai.calendar_of(new);
  begin
    if new.inspection_alone and new.scored_on <= new.counts_from + (days->>'decidedAfterDays')::int then
      raise exception 'assessment % is not decided on the inspection alone on %', new.id, new.scored_on using errcode = '23514';
    end if;
    if new.appeal_until < greatest(new.counts_from + (days->>'appealDay')::int, new.scored_on + (days->>'appealDay')::int - (days->>'scoreDay')::int) then
      raise exception 'the time to appeal of assessment % ends too early, on %', new.id, new.appeal_until using errcode = '23514';
    end if;
    return new;
  end $$;
  create trigger scored_in_its_days before update on mingbai.assessment for each row when (new.state = 'SCORED') execute function mingbai.scored_in_its_days();`;
