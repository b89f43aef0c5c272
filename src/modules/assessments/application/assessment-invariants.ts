import { type Invariant, sqlInvariant } from '../../../platform/database/index.js';
import { responseHoursOf } from '../../contracts/index.js';
import { checkScores } from './score-check.js';

/** What the assessments of a compound can prove: anybody may compute a score again from what is printed. */
export const assessmentInvariants: readonly Invariant[] = [
  sqlInvariant(
    'I13 a score follows from its components',
    `select format('assessment %s of %s: its components give %s, it says %s, published %s', a.id, a.quarter, s.unrounded, a.score_unrounded, a.score) as violation
     from mingbai.assessment a
     cross join lateral (select least(greatest(coalesce(sum(c.points), 0) + a.adjustment, 0), 100) as unrounded, coalesce(sum(c.weight), 0) as weight
       from mingbai.assessment_component c where c.community_id = $1 and c.assessment_id = a.id
         and c.revision = (select max(revision) from mingbai.assessment_component l where l.community_id = $1 and l.assessment_id = a.id)) s
     where a.community_id = $1 and a.score is not null and (s.unrounded <> a.score_unrounded or round(s.unrounded, 2) <> a.score or s.weight <> 1)`,
  ),
  { name: 'I13 a score follows from its records and its contract', check: checkScores },
  sqlInvariant(
    'I13 an inspection is the sum of its items',
    `select format('%s of assessment %s: its items give %s, it says %s', lower(r.kind), r.assessment_id, s.total, r.score) as violation
     from mingbai.assessment_record r
     cross join lateral (select sum((item->>'score')::numeric) as total from jsonb_array_elements(r.content->'items') item) s
     where r.community_id = $1 and r.kind in ('INSPECTION', 'SELF_EVALUATION') and r.score is distinct from s.total`,
  ),
  sqlInvariant(
    'a household answers a survey once, and every answer counts',
    `select format('survey %s: %s answers online of %s letters, %s on paper of %s confirmed and %s letters', s.id, t.online, l.online, t.paper, p.confirmed, l.paper) as violation
     from mingbai.survey s
     cross join lateral (select count(*) filter (where used = 'ONLINE') as online, count(*) filter (where used = 'PAPER') as paper
       from mingbai.survey_letter where community_id = $1 and survey_id = s.id) l
     cross join lateral (select coalesce(sum(answers) filter (where state = 'CONFIRMED'), 0) as confirmed, coalesce(sum(answers) filter (where state <> 'REJECTED'), 0) as kept
       from mingbai.survey_paper where community_id = $1 and survey_id = s.id) p
     cross join lateral (select question, sum(online) as online, sum(paper) as paper from mingbai.survey_tally where community_id = $1 and survey_id = s.id group by question) t
     where s.community_id = $1 and (t.online <> l.online or t.paper <> p.confirmed or l.paper <> p.kept)`,
  ),
  sqlInvariant(
    'I13 a survey is the mean of its answers',
    `select format('survey of assessment %s: %s answers and %s points, it says %s and %s', s.assessment_id, t.answers, t.score, r.answers, r.score) as violation
     from mingbai.survey s join mingbai.assessment_record r on r.community_id = $1 and r.assessment_id = s.assessment_id and r.kind = 'SURVEY'
     cross join lateral (select coalesce(sum(online + paper) filter (where question = 1), 0) as answers,
       coalesce(round(20.0 * sum(value * (online + paper)) / nullif(sum(online + paper), 0), 2), 0) as score
       from mingbai.survey_tally where community_id = $1 and survey_id = s.id) t
     where s.community_id = $1 and (r.answers, r.score) is distinct from (t.answers, t.score)`,
  ),
  sqlInvariant(
    'I13 response times are what the log of repairs says',
    `select format('the log of %s gives %s of %s in time by %s and %s, its measure says %s of %s by %s and %s', a.quarter, l.in_time, l.requests, hours, l.score,
       c->>'inTime', c->>'requests', c->'hours', r.score) as violation
     from mingbai.assessment a join mingbai.assessment_record r on r.community_id = $1 and r.assessment_id = a.id and r.kind = 'MEASURE'
     join mingbai.contract_version v on v.community_id = $1 and v.id = a.contract_version_id
     left join mingbai.assessment_record f on f.community_id = $1 and f.id = (r.content->>'first')::bigint
     cross join lateral (select r.content->'log' as c, coalesce(v.terms->'responseHours', '${JSON.stringify(responseHoursOf({}))}') as hours) k
     cross join lateral mingbai.response_counts($1, a.quarter, hours, coalesce(f.recorded_at, r.recorded_at), case when c ? 'lateHoursMin' then 4 when c ? 'lateByFirm' then 3 when c ? 'lateAnswers' then 2 else 1 end) l
     where a.community_id = $1 and a.state <> 'VOID' and c is not null
       and ((c->>'requests')::int, (c->>'inTime')::int, r.score, c->'hours') is distinct from (l.requests, l.in_time, l.score, hours)`,
  ),
  sqlInvariant(
    'I13 a log of repairs stays as it was counted when its assessment became VOID',
    `select format('measure %s of assessment %s says %s and %s, record %s counted %s and %s', r.id, r.assessment_id, r.content->'log', r.score, r.content->'first',
       coalesce(f.content->'log', 'null'), f.score) as violation
     from mingbai.assessment_record r left join mingbai.assessment_record f on f.community_id = $1 and f.id = (r.content->>'first')::bigint
     where r.community_id = $1 and r.kind = 'MEASURE' and r.content ? 'first' and (r.content->'log', r.score) is distinct from (f.content->'log', f.score)`,
  ),
  sqlInvariant(
    'a reviewed score names the appeal that it decides',
    `select format('assessment %s of %s is %s without an appeal', a.id, a.quarter, a.state) as violation from mingbai.assessment a
     where a.community_id = $1 and a.state in ('APPEALED', 'REVIEWED')
       and not exists (select from mingbai.assessment_record r where r.community_id = $1 and r.assessment_id = a.id and r.kind = 'APPEAL')`,
  ),
  sqlInvariant(
    'I14 an appeal is decided before a score becomes FINAL',
    `select format('assessment %s of %s is FINAL with an appeal that nobody decided', a.id, a.quarter) as violation from mingbai.assessment a
     where a.community_id = $1 and a.state = 'FINAL'
       and exists (select from mingbai.assessment_record r where r.community_id = $1 and r.assessment_id = a.id and r.kind = 'APPEAL')
       and not exists (select from mingbai.assessment_record r where r.community_id = $1 and r.assessment_id = a.id and r.kind = 'REVIEW')`,
  ),
];
