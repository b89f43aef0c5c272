import { businessDate, shanghaiTime } from '../../../src/kernel/index.js';
import { entities as assessmentEntities, invariants } from '../../../src/modules/assessments/index.js';
import { entities as communityEntities } from '../../../src/modules/communities/index.js';
import { entities as contractEntities } from '../../../src/modules/contracts/index.js';
import { violations } from '../../support/books.js';
import { TestDatabase } from '../../support/database.js';
import { refusedBy } from '../../support/refusal.js';
import { demoTerms } from '../contracts/fixture.js';
import { assessmentsOn, demoRequests, Q1, quarterOn, type AssessmentApp, type QuarterScene } from './fixture.js';

let database: TestDatabase;
let app: AssessmentApp;
let scene: QuarterScene;

beforeAll(async () => {
  database = await TestDatabase.create([...communityEntities, ...contractEntities, ...assessmentEntities]);
  app = assessmentsOn(database);
});
afterEach(async () => {
  expect(await violations(database, scene.communityId, invariants)).toEqual([]);
});
afterAll(() => database.destroy());

const view = () => database.unitOfWork.read(scene.communityId, (tx) => app.assessments.byQuarter(tx, Q1));
const voidIt = () => app.voidAssessment.execute(scene.who.centre(), { quarter: Q1, reason: '检查表用错了版本。' });
const openIt = () => app.openAssessment.execute(scene.who.centre(), { quarter: Q1 });
const inspect = (who: 'community' | 'centre' = 'centre') => app.recordInspection.execute(scene.who[who](), demoRequests.inspection);
const score = () => app.scoreAssessment.execute(scene.who.centre(), { quarter: Q1 });
/** One statement in the name of the owner of the tables: how it ends. */
const attempt = (sql: string) =>
  database.as('mingbai_owner', async (client) => {
    await client.query(`begin; set local app.community_id = '${scene.communityId}'`);
    return client.query(sql.replaceAll('$', `community_id = ${scene.communityId}`)).then(
      () => 'not refused',
      (error: Error) => error.message,
    );
  });

describe('an assessment that follows a VOID one', () => {
  it('gives the firm, the other body and the survey their time again: the centre alone makes no score on day 61', async () => {
    scene = await quarterOn(database, app, { terms: { ...demoTerms, inspectors: 'BOTH' } });
    await scene.upTo('SELF_EVALUATED');
    scene.at('2024-04-10');
    for (const who of ['community', 'centre'] as const) await inspect(who);
    await app.recordSurvey.execute(scene.who.community(), { ...demoRequests.survey, closedOn: businessDate('2024-04-10') });
    scene.at('2024-05-31'); // day 61
    await voidIt();
    await openIt();
    expect((await view())?.dates).toEqual({
      selfEvaluationUntil: '2024-06-05',
      inspectionUntil: '2024-06-10',
      surveyUntil: '2024-06-12',
      scoreUntil: '2024-06-15',
      appealUntil: '2024-06-22',
      finalUntil: '2024-06-30',
      decidedOn: '2024-07-30',
    });
    expect(await refusedBy(inspect())).toEqual({ code: 'ASSESSMENT_SELF_EVALUATION_AWAITED', details: { until: '2024-06-05' } });
    scene.at('2024-06-06');
    await inspect();
    scene.at('2024-06-10');
    expect(await refusedBy(score())).toMatchObject({ code: 'ASSESSMENT_STATE' });
    scene.at('2024-06-11');
    expect(await refusedBy(score())).toMatchObject({ code: 'ASSESSMENT_FINDING_MISSING' });
    scene.at('2024-07-30');
    expect(await refusedBy(score())).toMatchObject({ code: 'ASSESSMENT_FINDING_MISSING' });
    scene.at('2024-07-31');
    expect((await score()).value).toMatchObject({ score: '88.50', appealUntil: '2024-08-07' });
    expect(await view()).toMatchObject({ inspectionAlone: true });
  });

  it('leaves the firm its days to appeal, also against a score that came early', async () => {
    scene = await quarterOn(database, app);
    await scene.upTo('SCORED');
    scene.at('2024-05-31');
    await voidIt();
    await openIt();
    await app.submitSelfEvaluation.execute(scene.who.firm(), demoRequests.selfEvaluation);
    await inspect();
    await app.recordSurvey.execute(scene.who.community(), demoRequests.survey);
    for (const measure of demoRequests.measures) await app.recordMeasure.execute(scene.who.community(), measure);
    expect((await score()).value).toMatchObject({ score: '87.32', appealUntil: '2024-06-22' });
    scene.at('2024-06-22');
    expect((await app.fileAppeal.execute(scene.who.firm(), { quarter: Q1, reason: '请复核。' })).value.state).toBe('APPEALED');
  });

  it('while the quarter lasts keeps the days of the quarter', async () => {
    scene = await quarterOn(database, app);
    await scene.upTo('OPEN');
    scene.at('2024-02-20');
    await voidIt();
    await openIt();
    expect((await view())?.dates).toMatchObject({ selfEvaluationUntil: '2024-04-05', decidedOn: '2024-05-30' });
  });

  it('is told with what became VOID before it: when, why, by whom, and the score that it had', async () => {
    scene = await quarterOn(database, app);
    const voided = () => database.unitOfWork.read(scene.communityId, (tx) => app.assessments.voided(tx));
    expect(await voided()).toEqual([]);
    await scene.upTo('SCORED');
    scene.at('2024-05-31');
    await voidIt();
    const first = { quarter: Q1, on: '2024-05-31', reason: '检查表用错了版本。', organisationId: scene.centre.organisationId, score: '87.32' };
    expect(await voided()).toEqual([first]);
    await openIt();
    scene.at('2024-06-01');
    await voidIt();
    expect(await voided()).toEqual([{ ...first, on: '2024-06-01', score: null }, first]);
  });
});

it('the first assessment of a quarter that was opened late counts from its opening too', async () => {
  scene = await quarterOn(database, app);
  scene.at('2024-05-31');
  await openIt();
  expect(await refusedBy(inspect())).toEqual({ code: 'ASSESSMENT_SELF_EVALUATION_AWAITED', details: { until: '2024-06-05' } });
});

describe('the database itself', () => {
  it('says from when the days count, whoever writes, and lets nobody move it', async () => {
    scene = await quarterOn(database, app);
    await scene.upTo('OPEN');
    await voidIt();
    scene.at('2024-05-31');
    await openIt();
    const days = () => database.unitOfWork.read(scene.communityId, (tx) => tx.query('select counts_from::text as day from mingbai.assessment order by id'));
    expect(await days()).toEqual([{ day: '2024-03-31' }, { day: '2024-05-31' }]);
    expect(await attempt(`update mingbai.assessment set state = 'INSPECTED', counts_from = '2024-03-31' where $ and state = 'OPEN'`)).toMatch(/only grow/);
    expect(
      await attempt(
        `insert into mingbai.assessment (community_id, id, quarter, contract_id, contract_version_id, withholding_id, state, template, opened_at, counts_from)
         select community_id, 900001, '2024-Q2', contract_id, contract_version_id, 900001, 'OPEN', template, '2024-08-30T01:00:00Z', '2020-01-01'
         from mingbai.assessment where $ and state = 'OPEN' returning 1 / (counts_from = '2024-08-30')::int`,
      ),
    ).toBe('not refused');
  });

  it('takes no inspection while the firm may still evaluate itself', async () => {
    scene = await quarterOn(database, app);
    scene.at('2024-05-31');
    await openIt();
    const at = (day: string) => shanghaiTime(businessDate(day), '10:00');
    const sheet = (day: string) =>
      attempt(
        `insert into mingbai.assessment_record (community_id, id, assessment_id, kind, score, happened_on, content, person_id, organisation_id, recorded_at)
         select community_id, 900001, id, 'INSPECTION', 100, '2024-04-10', '{}', 1, 1, '${at(day)}' from mingbai.assessment where $`,
      );
    expect(await sheet('2024-06-05')).toMatch(/still waits for the self-evaluation/);
    expect(await sheet('2024-06-06')).toBe('not refused');
  });

  it('takes no score of the inspection alone, and no end of the time to appeal, before the days that count from the opening', async () => {
    scene = await quarterOn(database, app);
    await scene.upTo('INSPECTED');
    const scored = (on: string, until: string, alone: boolean) =>
      attempt(`insert into mingbai.assessment_component (community_id, id, assessment_id, revision, code, name, weight, score, points)
        select community_id, 900001, id, 1, 'INSPECTION', 'x', 1, 88.5, 88.5 from mingbai.assessment where $;
        update mingbai.assessment set state = 'SCORED', scored_on = '${on}', appeal_until = '${until}', inspection_alone = ${alone}, severe_safety_event = false, adjustment = 0,
          score_unrounded = 88.5, score = 88.5 where $`);
    expect(await scored('2024-05-30', '2024-06-06', true)).toMatch(/not decided on the inspection alone on 2024-05-30/);
    expect(await scored('2024-05-31', '2024-06-06', true)).toMatch(/time to appeal of assessment \d+ ends too early, on 2024-06-06/);
    expect(await scored('2024-04-12', '2024-04-21', false)).toMatch(/ends too early, on 2024-04-21/);
    expect(await scored('2024-05-31', '2024-06-07', true)).toBe('not refused');
  });
});
