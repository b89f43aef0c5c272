import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * So far somebody typed the mean of a survey. Now every household answers once, by a letter of its own or on paper, and the answers are kept as counts alone: which
 * letter gave which answer is written nowhere. An answer writes all counts of the survey anew, or the xmin of one would name the letter that was last.
 */
export class Surveys1795420805400 implements MigrationInterface {
  readonly name = 'Surveys1795420805400';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(states);
    await runner.query(tables);
    await runner.query(triggers);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.survey', 'select, insert')`);
    await runner.query(
      `select mingbai.protect_tenant_table('mingbai.survey_letter', 'select, insert, update (used, code_sha256, issued_by, issued_for, issued_at)')`,
    );
    await runner.query(`select mingbai.protect_tenant_table('mingbai.survey_tally', 'select, insert, update (online, paper)')`);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.survey_paper', 'select, insert, update (state, decided_by, decided_for, decided_at)')`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

/** The table of states of domain.md 6; a test holds it against that of the code. */
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

const states = `
  alter table mingbai.assessment
    drop constraint assessment_state_check, drop constraint scored_states_have_a_score,
    add constraint assessment_state_check check (state in
      ('OPEN', 'SELF_EVALUATED', 'INSPECTED', 'SURVEY_OPEN', 'SURVEY_CLOSED', 'SCORED', 'APPEALED', 'REVIEWED', 'FINAL', 'VOID')),
    add constraint scored_states_have_a_score check (state in ('OPEN', 'SELF_EVALUATED', 'INSPECTED', 'SURVEY_OPEN', 'SURVEY_CLOSED', 'VOID')
      or num_nonnulls(scored_on, appeal_until, inspection_alone, severe_safety_event, adjustment, score_unrounded, score) = 7);

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
  end $$;`;

const tables = `
  create table mingbai.survey (
    community_id int not null, id bigint not null, assessment_id bigint not null,
    questions jsonb not null check (jsonb_typeof(questions) = 'array' and jsonb_array_length(questions) between 1 and 20),
    opened_on date not null, closes_on date not null check (closes_on > opened_on and closes_on <= opened_on + 62),
    opened_by bigint not null, opened_for bigint not null, opened_at timestamptz not null,
    primary key (community_id, id), unique (community_id, assessment_id), foreign key (community_id, assessment_id) references mingbai.assessment);

  create table mingbai.survey_letter (
    community_id int not null, survey_id bigint not null, unit_id bigint not null, code_sha256 text not null check (code_sha256 ~ '^[0-9a-f]{64}$'),
    used text check (used in ('ONLINE', 'PAPER')), issued_by bigint not null, issued_for bigint not null, issued_at timestamptz not null,
    primary key (community_id, survey_id, unit_id), unique (community_id, survey_id, code_sha256),
    foreign key (community_id, survey_id) references mingbai.survey, foreign key (community_id, unit_id) references mingbai.unit);

  create table mingbai.survey_tally (
    community_id int not null, survey_id bigint not null, question int not null check (question between 1 and 20), value int not null check (value between 1 and 5),
    online int not null check (online >= 0), paper int not null check (paper >= 0),
    primary key (community_id, survey_id, question, value), foreign key (community_id, survey_id) references mingbai.survey);

  create table mingbai.survey_paper (
    community_id int not null, id bigint not null, survey_id bigint not null, units jsonb not null, answers int not null check (answers >= 5), tally jsonb not null,
    state text not null check (state in ('RECORDED', 'CONFIRMED', 'REJECTED')), recorded_by bigint not null, recorded_for bigint not null, recorded_at timestamptz not null,
    decided_by bigint, decided_for bigint, decided_at timestamptz,
    primary key (community_id, id), foreign key (community_id, survey_id) references mingbai.survey,
    constraint an_envelope_a_sheet check (jsonb_array_length(units) = answers),
    constraint decided_papers_say_by_whom check (num_nonnulls(decided_by, decided_for, decided_at) = case state when 'RECORDED' then 0 else 3 end),
    constraint papers_are_confirmed_by_another check (state <> 'CONFIRMED' or (decided_by <> recorded_by and decided_for <> recorded_for)));
  create index survey_paper_of on mingbai.survey_paper (community_id, survey_id);`;

const triggers = `
  create function mingbai.refuse_unless_surveyed(p_community int, p_survey bigint) returns void language plpgsql as $$
  begin
    if not exists (select from mingbai.survey s join mingbai.assessment a on a.community_id = p_community and a.id = s.assessment_id
        where s.community_id = p_community and s.id = p_survey and a.state = 'SURVEY_OPEN') then
      raise exception 'survey % is not open', p_survey using errcode = 'MB001';
    end if;
  end $$;

  create function mingbai.begin_survey() returns trigger language plpgsql as $$
  begin
    if not exists (select from mingbai.assessment a where a.community_id = new.community_id and a.id = new.assessment_id and a.state = 'SURVEY_OPEN') then
      raise exception 'assessment % has no open survey', new.assessment_id using errcode = 'MB001';
    end if;
    return new;
  end $$;
  create trigger begins_open before insert on mingbai.survey for each row execute function mingbai.begin_survey();
  create trigger append_only before update or delete or truncate on mingbai.survey for each statement execute function mingbai.refuse_change();

  -- a letter is used once; one that was not used may be issued anew, and papers that were rejected give their letters back
  create function mingbai.keep_survey_letter() returns trigger language plpgsql as $$
  begin
    perform mingbai.refuse_unless_surveyed(new.community_id, new.survey_id);
    if tg_op = 'INSERT' then
      if new.used is not null then
        raise exception 'a letter of survey % is issued unused', new.survey_id using errcode = '23514';
      end if;
      return new;
    end if;
    if (new.community_id, new.survey_id, new.unit_id) is distinct from (old.community_id, old.survey_id, old.unit_id)
        or old.used is not null and (new.code_sha256, new.issued_by, new.issued_for, new.issued_at)
          is distinct from (old.code_sha256, old.issued_by, old.issued_for, old.issued_at)
        or old.used = 'ONLINE' or old.used = 'PAPER' and new.used is not null then
      raise exception 'the letter of unit % was used', old.unit_id using errcode = 'MB001';
    end if;
    return new;
  end $$;
  create trigger is_used_once before insert or update on mingbai.survey_letter for each row execute function mingbai.keep_survey_letter();
  create trigger never_removed before delete or truncate on mingbai.survey_letter for each statement execute function mingbai.refuse_change();

  create function mingbai.keep_survey_tally() returns trigger language plpgsql as $$
  begin
    perform mingbai.refuse_unless_surveyed(new.community_id, new.survey_id);
    if tg_op = 'INSERT' then
      if new.online + new.paper > 0 then
        raise exception 'survey % begins without an answer', new.survey_id using errcode = '23514';
      end if;
      return new;
    end if;
    if (new.community_id, new.survey_id, new.question, new.value) is distinct from (old.community_id, old.survey_id, old.question, old.value)
        or new.online < old.online or new.paper < old.paper then
      raise exception 'answers of survey % are only added', old.survey_id using errcode = 'MB001';
    end if;
    return new;
  end $$;
  create trigger only_grows before insert or update on mingbai.survey_tally for each row execute function mingbai.keep_survey_tally();
  create trigger never_removed before delete or truncate on mingbai.survey_tally for each statement execute function mingbai.refuse_change();

  create function mingbai.keep_survey_paper() returns trigger language plpgsql as $$
  begin
    perform mingbai.refuse_unless_surveyed(new.community_id, new.survey_id);
    if tg_op = 'INSERT' then
      if new.state <> 'RECORDED' then
        raise exception 'papers of survey % begin undecided', new.survey_id using errcode = '23514';
      end if;
      return new;
    end if;
    if old.state <> 'RECORDED' or (new.community_id, new.id, new.survey_id, new.units, new.answers, new.tally, new.recorded_by, new.recorded_for, new.recorded_at)
        is distinct from (old.community_id, old.id, old.survey_id, old.units, old.answers, old.tally, old.recorded_by, old.recorded_for, old.recorded_at) then
      raise exception 'papers % of survey % are decided once and stay as they are', old.id, old.survey_id using errcode = 'MB001';
    end if;
    return new;
  end $$;
  create trigger is_decided_once before insert or update on mingbai.survey_paper for each row execute function mingbai.keep_survey_paper();
  create trigger never_removed before delete or truncate on mingbai.survey_paper for each statement execute function mingbai.refuse_change();

  -- where households were asked by letter, the result is what they answered, each answer 1 to 5 worth 20 points
  create function mingbai.survey_is_its_answers() returns trigger language plpgsql as $$
  declare answered record;
  begin
    if new.kind = 'SURVEY' and exists (select from mingbai.survey s where s.community_id = new.community_id and s.assessment_id = new.assessment_id) then
      select coalesce(sum(t.online + t.paper) filter (where t.question = 1), 0) as answers,
          coalesce(round(20.0 * sum(t.value * (t.online + t.paper)) / nullif(sum(t.online + t.paper), 0), 2), 0) as score
        into answered from mingbai.survey_tally t join mingbai.survey s on s.community_id = new.community_id and s.id = t.survey_id
        where t.community_id = new.community_id and s.assessment_id = new.assessment_id;
      if (new.answers, new.score) is distinct from (answered.answers::int, answered.score) then
        raise exception 'the survey of assessment % has % answers and % points', new.assessment_id, answered.answers, answered.score using errcode = '23514';
      end if;
    end if;
    return new;
  end $$;
  create trigger is_its_answers before insert on mingbai.assessment_record for each row execute function mingbai.survey_is_its_answers();`;
