import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A score from before 1795420807650 was still lowered by an event that the review of the VOID one had set aside: it went to FINAL so, its page said both, and `verify books` named it for
 * ever. What is not FINAL yet is put right here, by what that review decided; what ended stays as it ended, and says that the event counted; and FINAL asks the records, too.
 */
export class FinalAsTheRecordsSay1795420808260 implements MigrationInterface {
  readonly name = 'FinalAsTheRecordsSay1795420808260';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(events);
    await runner.query(scores);
    await runner.query(keepAssessment);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const events = `
  -- as before; but of what ended lowered although all was set aside before it, its own review alone counts: so it was scored
  create or replace function mingbai.events_set_aside(p_community int, p_assessment bigint) returns setof bigint language plpgsql stable as $$
  begin
    return query with aside as (
      select e.id, was.id = a.id as own, (a.state in ('FINAL', 'VOID') and a.severe_safety_event) is true as ended_lowered
        from mingbai.assessment a join mingbai.assessment was on was.community_id = p_community and was.quarter = a.quarter and was.id <= a.id
        join mingbai.assessment_record r on r.community_id = p_community and r.assessment_id = was.id and r.kind = 'REVIEW'
        join mingbai.assessment_record n on n.community_id = p_community and n.assessment_id = was.id and n.kind = 'SAFETY_EVENT' and r.content->'eventsSetAside' @> to_jsonb(n.id)
        join mingbai.assessment_record e on e.community_id = p_community and e.assessment_id = a.id and e.kind = 'SAFETY_EVENT'
          and coalesce(e.content->'first', to_jsonb(e.id)) = coalesce(n.content->'first', to_jsonb(n.id))
        where a.community_id = p_community and a.id = p_assessment)
      select s.id from aside s where s.own or not s.ended_lowered or exists (select from mingbai.assessment_record e where e.community_id = p_community and e.assessment_id = p_assessment
        and (e.kind = 'INSPECTION' and e.content->>'severeSafetyEvent' is not null or e.kind = 'SAFETY_EVENT' and e.id not in (select x.id from aside x)));
  end $$;`;

/** The walls let no score change without a review; that review was written, of the assessment that became VOID. */
const scores = `
  alter table mingbai.assessment no force row level security, disable trigger user;
  alter table mingbai.assessment_record no force row level security;
  update mingbai.assessment set severe_safety_event = false
    where state in ('SCORED', 'APPEALED', 'REVIEWED') and severe_safety_event and not mingbai.event_counts(community_id, id);
  alter table mingbai.assessment_record force row level security;
  alter table mingbai.assessment enable trigger user, force row level security;`;

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

/** As before; and what becomes FINAL says of a safety event what the records say, as its score and its review did. */
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
    if new.state in ('SCORED', 'REVIEWED', 'FINAL') and new.severe_safety_event <> mingbai.event_counts(new.community_id, new.id) then
      raise exception 'assessment % keeps its safety event, unless a review sets all of them aside, and has no other', old.id using errcode = '23514';
    end if;
    return new;
  end $$;`;
