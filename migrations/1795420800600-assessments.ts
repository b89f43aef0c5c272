import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How each quarter was scored and by what, so that anybody can compute the score again; a FINAL one never changes. */
export class Assessments1795420800600 implements MigrationInterface {
  readonly name = 'Assessments1795420800600';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(tables);
    await runner.query(triggers);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.assessment', 'select, insert, update (state, final_on, ${SCORE_COLUMNS})')`);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.assessment_record', 'select, insert')`);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.assessment_component', 'select, insert')`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const SCORE_COLUMNS = 'scored_on, appeal_until, inspection_alone, severe_safety_event, adjustment, score_unrounded, score';
/** The table of states of domain.md 6; a test holds it against that of the code. */
const TRANSITIONS = [
  'OPEN>SELF_EVALUATED',
  'OPEN>INSPECTED',
  'OPEN>VOID',
  'SELF_EVALUATED>INSPECTED',
  'SELF_EVALUATED>VOID',
  'INSPECTED>SURVEY_CLOSED',
  'INSPECTED>SCORED',
  'INSPECTED>VOID',
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

const tables = `
  create table mingbai.assessment (
    community_id int not null, id bigint not null, quarter text not null check (quarter ~ '^[12][0-9]{3}-Q[1-4]$'),
    contract_id bigint not null, contract_version_id bigint not null, withholding_id bigint not null,
    state text not null check (state in ('OPEN', 'SELF_EVALUATED', 'INSPECTED', 'SURVEY_CLOSED', 'SCORED', 'APPEALED', 'REVIEWED', 'FINAL', 'VOID')),
    template jsonb not null, scored_on date, appeal_until date, inspection_alone boolean, severe_safety_event boolean,
    adjustment numeric(7,2), score_unrounded numeric(9,6) check (score_unrounded between 0 and 100), score numeric(5,2),
    final_on date, opened_at timestamptz not null,
    primary key (community_id, id), foreign key (community_id, contract_id) references mingbai.contract,
    foreign key (community_id, contract_version_id) references mingbai.contract_version, foreign key (community_id, withholding_id) references mingbai.assessment,
    constraint template_is_whole check (mingbai.weights_are_whole(template)),
    constraint score_is_rounded_once check (score = round(score_unrounded, 2)),
    constraint scored_states_have_a_score check (state in ('OPEN', 'SELF_EVALUATED', 'INSPECTED', 'SURVEY_CLOSED', 'VOID')
      or num_nonnulls(scored_on, appeal_until, inspection_alone, severe_safety_event, adjustment, score_unrounded, score) = 7),
    constraint final_after_the_appeal_window check (case when state = 'FINAL' then coalesce(final_on > appeal_until, false) else final_on is null end));
  create unique index one_assessment_a_quarter on mingbai.assessment (community_id, quarter) where state <> 'VOID';

  create table mingbai.assessment_record (
    community_id int not null, id bigint not null, assessment_id bigint not null,
    kind text not null check (kind in ('SELF_EVALUATION', 'INSPECTION', 'SURVEY', 'MEASURE', 'APPEAL', 'REVIEW', 'VOID')),
    code text check ((kind = 'MEASURE') = (code is not null)), score numeric(5,2) check (score between 0 and 100),
    answers int check (answers >= 0), happened_on date not null, content jsonb not null,
    person_id bigint not null, organisation_id bigint not null, recorded_at timestamptz not null,
    primary key (community_id, id), foreign key (community_id, assessment_id) references mingbai.assessment,
    constraint scored_kinds_have_a_score check ((kind in ('APPEAL', 'VOID')) = (score is null)),
    constraint surveys_count_answers check ((kind = 'SURVEY') = (answers is not null)));
  create index assessment_record_of on mingbai.assessment_record (community_id, assessment_id);
  -- each but a measure is said once
  create unique index one_record_of_a_kind on mingbai.assessment_record (community_id, assessment_id, kind) where kind <> 'MEASURE';

  create table mingbai.assessment_component (
    community_id int not null, id bigint not null, assessment_id bigint not null, revision int not null check (revision > 0),
    code text not null, name text not null, weight numeric(5,4) not null check (weight between 0 and 1),
    score numeric(5,2) check (score between 0 and 100), points numeric(9,6) not null,
    primary key (community_id, id), unique (community_id, assessment_id, revision, code),
    foreign key (community_id, assessment_id) references mingbai.assessment,
    constraint points_are_weight_times_score check (points = weight * coalesce(score, 0)),
    constraint what_has_no_score_has_no_weight check (score is not null or weight = 0));`;

const triggers = `
  -- a score is found step by step: none is there at the beginning
  create function mingbai.begin_assessment() returns trigger language plpgsql as $$
  begin
    if new.state <> 'OPEN'
        or num_nonnulls(new.scored_on, new.appeal_until, new.inspection_alone, new.severe_safety_event, new.adjustment, new.score_unrounded, new.score) > 0 then
      raise exception 'assessment % begins OPEN and without a score', new.id using errcode = '23514';
    end if;
    return new;
  end $$;
  create trigger begins_open before insert on mingbai.assessment for each row execute function mingbai.begin_assessment();

  -- each change is a step, and a step changes only what it is for: the days and the adjustment come with the score, the score with
  -- the components that it is the sum of, and a review may exchange it for that of its own components
  create function mingbai.keep_assessment() returns trigger language plpgsql as $$
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
    if new.state <> 'SCORED' and (new.scored_on, new.appeal_until, new.inspection_alone, new.severe_safety_event, new.adjustment)
          is distinct from (old.scored_on, old.appeal_until, old.inspection_alone, old.severe_safety_event, old.adjustment)
        or new.state not in ('SCORED', 'REVIEWED') and (new.score_unrounded, new.score) is distinct from (old.score_unrounded, old.score) then
      raise exception 'assessment % keeps its score on the way to %', old.id, new.state using errcode = 'MB001';
    end if;
    if new.state in ('SCORED', 'REVIEWED') and new.score_unrounded is distinct from (
        select case when sum(c.weight) = 1 then greatest(0, least(100, sum(c.points) + new.adjustment)) end from mingbai.assessment_component c
        where c.community_id = new.community_id and c.assessment_id = new.id and c.revision = case new.state when 'SCORED' then 1 else 2 end) then
      raise exception 'the score % of assessment % is not the sum of its components', new.score_unrounded, old.id using errcode = '23514';
    end if;
    return new;
  end $$;
  create trigger keep_steps before update on mingbai.assessment for each row execute function mingbai.keep_assessment();
  create trigger never_removed before delete or truncate on mingbai.assessment for each statement execute function mingbai.refuse_change();

  -- nothing is added to what has ended
  create function mingbai.assessment_has_not_ended() returns trigger language plpgsql as $$
  begin
    if exists (select from mingbai.assessment a where a.community_id = new.community_id and a.id = new.assessment_id and a.state in ('FINAL', 'VOID')) then
      raise exception 'assessment % has ended: nothing is added to it', new.assessment_id using errcode = 'MB001';
    end if;
    return new;
  end $$;
  create trigger not_after_the_end before insert on mingbai.assessment_record for each row execute function mingbai.assessment_has_not_ended();
  -- a score is the sum of its components when it is given; none is added to it afterwards
  create function mingbai.component_is_in_time() returns trigger language plpgsql as $$
  begin
    if not exists (select from mingbai.assessment a where a.community_id = new.community_id and a.id = new.assessment_id
        and case new.revision when 1 then a.state not in ('SCORED', 'APPEALED', 'REVIEWED', 'FINAL', 'VOID') else a.state = 'APPEALED' end) then
      raise exception 'assessment % has its score: no component is added to it', new.assessment_id using errcode = 'MB001';
    end if;
    return new;
  end $$;
  create trigger in_time before insert on mingbai.assessment_component for each row execute function mingbai.component_is_in_time();
  create trigger only_grows before update or delete or truncate on mingbai.assessment_record for each statement execute function mingbai.refuse_change();
  create trigger only_grows before update or delete or truncate on mingbai.assessment_component for each statement execute function mingbai.refuse_change();`;
