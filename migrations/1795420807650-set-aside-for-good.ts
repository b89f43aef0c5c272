import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A safety event that a review had set aside lowered the payout again, once the reviewed assessment became VOID for another error: its successor has a copy of the event, and knew nothing
 * of the review. What a review set aside stays so in all that follows it; a review decides an open appeal, and names events of its own assessment.
 */
export class SetAsideForGood1795420807650 implements MigrationInterface {
  readonly name = 'SetAsideForGood1795420807650';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(events);
    await runner.query(keepAssessment);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const events = `
  -- the events of an assessment that its review set aside, or a review of one that it follows; an assessment that became VOID stays as it ended, whatever is found later
  create function mingbai.events_set_aside(p_community int, p_assessment bigint) returns setof bigint language plpgsql stable as $$
  begin
    return query select e.id
      from mingbai.assessment a join mingbai.assessment was on was.community_id = p_community and was.quarter = a.quarter and was.id <= a.id
      join mingbai.assessment_record r on r.community_id = p_community and r.assessment_id = was.id and r.kind = 'REVIEW'
      join mingbai.assessment_record n on n.community_id = p_community and n.assessment_id = was.id and n.kind = 'SAFETY_EVENT' and r.content->'eventsSetAside' @> to_jsonb(n.id)
      join mingbai.assessment_record e on e.community_id = p_community and e.assessment_id = a.id and e.kind = 'SAFETY_EVENT'
        and coalesce(e.content->'first', to_jsonb(e.id)) = coalesce(n.content->'first', to_jsonb(n.id))
      where a.community_id = p_community and a.id = p_assessment;
  end $$;

  -- whether an event lowers the payout
  create function mingbai.event_counts(p_community int, p_assessment bigint) returns boolean language plpgsql stable as $$
  begin
    return exists (select from mingbai.assessment_record e where e.community_id = p_community and e.assessment_id = p_assessment
      and (e.kind = 'INSPECTION' and e.content->>'severeSafetyEvent' is not null
        or e.kind = 'SAFETY_EVENT' and e.id not in (select mingbai.events_set_aside(p_community, p_assessment))));
  end $$;

  create function mingbai.review_decides_an_appeal() returns trigger language plpgsql as $$
  begin
    if not exists (select from mingbai.assessment a where a.community_id = new.community_id and a.id = new.assessment_id and a.state = 'APPEALED') then
      raise exception 'assessment % has no open appeal that a review decides', new.assessment_id using errcode = '23514';
    end if;
    if exists (select from jsonb_array_elements(new.content->'eventsSetAside') named where not exists (select from mingbai.assessment_record e
        where e.community_id = new.community_id and e.assessment_id = new.assessment_id and e.kind = 'SAFETY_EVENT' and to_jsonb(e.id) = named)) then
      raise exception 'a review of assessment % sets aside what is no event of it', new.assessment_id using errcode = '23514';
    end if;
    return new;
  end $$;
  create trigger decides_an_appeal before insert on mingbai.assessment_record for each row when (new.kind = 'REVIEW') execute function mingbai.review_decides_an_appeal();`;

const TRANSITIONS = [
  'OPEN>SELF_EVALUATED',
  'OPEN>INSPECTED',
  'OPEN>VOID',
  'SELF_EVALUATED>INSPECTED',
  'SELF_EVALUATED>VOID',
  'INSPECTED>SURVEY_OPEN',
  'INSPECTED>SURVEY_CLOSED',
  'INSPECTED>SCORED',
  'INSPECTED>VOID',
  'SURVEY_OPEN>SURVEY_CLOSED',
  'SURVEY_OPEN>VOID',
  'SURVEY_CLOSED>SCORED',
  'SURVEY_CLOSED>VOID',
  'SCORED>APPEALED',
  'SCORED>FINAL',
  'SCORED>VOID',
  'APPEALED>REVIEWED',
  'APPEALED>VOID',
  'REVIEWED>FINAL',
  'REVIEWED>VOID',
];

/** As before; and a score and its review say of a safety event what the records say. */
const keepAssessment = `
  create or replace function mingbai.keep_assessment() returns trigger language plpgsql as $$
  begin
    if old.state in ('FINAL', 'VOID') then
      raise exception 'assessment % is %: it never changes', old.id, old.state using errcode = 'MB001';
    end if;
    if (new.community_id, new.id, new.quarter, new.contract_id, new.contract_version_id, new.withholding_id, new.template, new.opened_at)
        is distinct from (old.community_id, old.id, old.quarter, old.contract_id, old.contract_version_id, old.withholding_id, old.template, old.opened_at) then
      raise exception 'assessment % keeps its quarter, contract and template', old.id using errcode = 'MB001';
    end if;
    if not old.state || '>' || new.state = any (array[${TRANSITIONS.map((step) => `'${step}'`).join(', ')}]) then
      raise exception 'assessment % does not go from % to %', old.id, old.state, new.state using errcode = '23514';
    end if;
    if new.state <> 'SCORED' and (new.scored_on, new.appeal_until, new.inspection_alone, new.adjustment)
          is distinct from (old.scored_on, old.appeal_until, old.inspection_alone, old.adjustment)
        or new.state not in ('SCORED', 'REVIEWED') and (new.severe_safety_event, new.score_unrounded, new.score)
          is distinct from (old.severe_safety_event, old.score_unrounded, old.score) then
      raise exception 'assessment % keeps its score on the way to %', old.id, new.state using errcode = 'MB001';
    end if;
    if new.state in ('SCORED', 'REVIEWED') and new.score_unrounded is distinct from (
        select case when sum(c.weight) = 1 then greatest(0, least(100, sum(c.points) + new.adjustment)) end from mingbai.assessment_component c
        where c.community_id = new.community_id and c.assessment_id = new.id and c.revision = case new.state when 'SCORED' then 1 else 2 end) then
      raise exception 'the score % of assessment % is not the sum of its components', new.score_unrounded, old.id using errcode = '23514';
    end if;
    if new.state in ('SCORED', 'REVIEWED') and new.severe_safety_event <> mingbai.event_counts(new.community_id, new.id) then
      raise exception 'assessment % keeps its safety event, unless a review sets all of them aside, and has no other', old.id using errcode = '23514';
    end if;
    return new;
  end $$;`;
