import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A severe safety event that was recorded wrongly lowered the payout for good: no appeal could reach it, and what became VOID passed it on. A review may set it aside; the record stays. */
export class EventsSetAside1795420807310 implements MigrationInterface {
  readonly name = 'EventsSetAside1795420807310';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(keepAssessment);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

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

/** As before; and whether a safety event lowers the payout changes in a review alone, which names every event of the assessment. */
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
    if new.state = 'REVIEWED' and new.severe_safety_event is distinct from old.severe_safety_event and (new.severe_safety_event
        or exists (select from mingbai.assessment_record e where e.community_id = new.community_id and e.assessment_id = new.id
          and (e.kind = 'INSPECTION' and e.content->>'severeSafetyEvent' is not null or e.kind = 'SAFETY_EVENT' and not exists (
            select from mingbai.assessment_record r where r.community_id = new.community_id and r.assessment_id = new.id and r.kind = 'REVIEW'
              and r.content->'eventsSetAside' @> to_jsonb(e.id))))) then
      raise exception 'assessment % keeps its safety event, unless a review sets all of them aside', old.id using errcode = '23514';
    end if;
    return new;
  end $$;`;
