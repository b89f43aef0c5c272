import { businessDate } from '../../../src/kernel/index.js';
import { entities as assessmentEntities, invariants, type RecordInspectionRequest } from '../../../src/modules/assessments/index.js';
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
/** The demo's sheet of 88.50, with the first item less by so much. */
function sheet(less: string, rest: Partial<RecordInspectionRequest> = {}): RecordInspectionRequest {
  const [first, ...others] = demoRequests.inspection.items;
  if (!first) throw new Error('the demo has items');
  const cents = Math.round(Number.parseFloat(first.score) * 100) - Math.round(Number.parseFloat(less) * 100);
  return { ...demoRequests.inspection, items: [{ ...first, score: (cents / 100).toFixed(2) }, ...others], ...rest };
}

describe('an inspection by two bodies', () => {
  beforeEach(async () => {
    scene = await quarterOn(database, app, { terms: { ...demoTerms, inspectors: 'BOTH' } });
    await scene.upTo('SELF_EVALUATED');
    scene.at('2024-04-08');
  });
  const inspect = (who: 'community' | 'centre', request: RecordInspectionRequest) => app.recordInspection.execute(scene.who[who](), request);

  it('is done with the second sheet, and counts by the mean of both', async () => {
    const on = { inspectedOn: businessDate('2024-04-08') };
    expect((await inspect('community', sheet('0', on))).value.state).toBe('SELF_EVALUATED');
    expect((await inspect('centre', sheet('1.01', on))).value.state).toBe('INSPECTED');
    const assessment = await view();
    // 88.50 and 87.49
    expect([assessment?.inspection?.score.toString(), assessment?.sheets.map(({ body, score }) => [body, score.toString()])]).toEqual([
      '88',
      [
        ['COMMUNITY', '88.5'],
        ['CENTRE', '87.49'],
      ],
    ]);
    scene.at('2024-04-12');
    await app.recordSurvey.execute(scene.who.community(), demoRequests.survey);
    for (const measure of demoRequests.measures) await app.recordMeasure.execute(scene.who.community(), measure);
    scene.at('2024-04-15');
    // .40 · 88.00 + .35 · 86.20 + .20 · 90 + .05 · 75
    expect((await app.scoreAssessment.execute(scene.who.centre(), { quarter: Q1 })).value.score).toBe('87.12');
  });

  it('takes one sheet of a body, and waits for the other until the last day of the inspection', async () => {
    const on = { inspectedOn: businessDate('2024-04-08') };
    await inspect('centre', sheet('0', on));
    expect(await refusedBy(inspect('centre', sheet('5', on)))).toEqual({ code: 'ASSESSMENT_SHEET_TWICE', details: {} });
    scene.at('2024-04-10');
    const survey = () => app.recordSurvey.execute(scene.who.community(), { ...demoRequests.survey, closedOn: businessDate('2024-04-10') });
    expect(await refusedBy(survey())).toMatchObject({ code: 'ASSESSMENT_STATE' });
    expect((await view())?.state).toBe('SELF_EVALUATED');
    scene.at('2024-04-11');
    expect((await survey()).value.state).toBe('SURVEY_CLOSED');
    expect((await view())?.inspection?.score.toString()).toBe('88.5');
  });

  it('goes on without nobody’s sheet', async () => {
    scene.at('2024-04-11');
    const early = () => app.recordSurvey.execute(scene.who.community(), { ...demoRequests.survey, closedOn: businessDate('2024-04-11') });
    expect(await refusedBy(early())).toMatchObject({ code: 'ASSESSMENT_STATE', details: { state: 'SELF_EVALUATED' } });
  });

  it('takes no sheet any more once the quarter has its score', async () => {
    await inspect('centre', sheet('0', { inspectedOn: businessDate('2024-04-08') }));
    scene.at('2024-04-11');
    await app.recordSurvey.execute(scene.who.community(), { ...demoRequests.survey, closedOn: businessDate('2024-04-11') });
    const late = await database.as('mingbai_owner', async (client) => {
      await client.query(`begin; set local app.community_id = '${scene.communityId}'`);
      return client
        .query(
          `insert into mingbai.assessment_record select community_id, 900001, assessment_id, kind, code, 0, answers, happened_on, content, person_id, organisation_id, recorded_at, 'COMMUNITY'
           from mingbai.assessment_record where kind = 'INSPECTION'`,
        )
        .then(
          () => 'not refused',
          (error: Error) => error.message,
        );
    });
    expect(late).toMatch(/takes no sheet any more/);
    expect(await refusedBy(inspect('community', sheet('0', { inspectedOn: businessDate('2024-04-08') })))).toMatchObject({ code: 'ASSESSMENT_STATE' });
  });
});

describe('an appeal whose hearing the contract wants', () => {
  const heard = { quarter: Q1, heldOn: businessDate('2024-04-20'), heard: '久旺物业、小东门社区', minutes: '物业公司说明了抽查日的情况。' };
  const review = () => app.reviewAppeal.execute(scene.who.centre(), { quarter: Q1, decision: 'DISMISSED', corrections: [], reason: '维持' });

  beforeEach(async () => {
    scene = await quarterOn(database, app, { terms: { ...demoTerms, hearing: true } });
  });

  it('is not decided before the firm was heard', async () => {
    await scene.upTo('APPEALED');
    expect(await refusedBy(review())).toEqual({ code: 'ASSESSMENT_HEARING_MISSING', details: {} });
    await app.recordHearing.execute(scene.who.centre(), heard);
    expect((await view())?.hearing).toMatchObject({ on: '2024-04-20', heard: heard.heard, minutes: heard.minutes });
    expect(await refusedBy(app.recordHearing.execute(scene.who.centre(), heard))).toMatchObject({ code: 'ASSESSMENT_HEARD' });
    expect((await review()).value.state).toBe('REVIEWED');
  });

  it.each([
    ['before the appeal', { heldOn: businessDate('2024-04-19') }, 'ASSESSMENT_DAY_OUTSIDE'],
    ['in the future', { heldOn: businessDate('2024-04-21') }, 'ASSESSMENT_DAY_OUTSIDE'],
    ['of nobody', { heard: ' ' }, 'ASSESSMENT_NOTE'],
  ])('takes no hearing %s', async (_, change, code) => {
    await scene.upTo('APPEALED');
    expect(await refusedBy(app.recordHearing.execute(scene.who.centre(), { ...heard, ...change }))).toMatchObject({ code });
    expect((await view())?.hearing).toBeNull();
  });

  it('has a hearing by the centre alone, about an appeal that is open', async () => {
    await scene.upTo('SCORED');
    expect(await refusedBy(app.recordHearing.execute(scene.who.centre(), heard))).toEqual({ code: 'ASSESSMENT_NO_APPEAL', details: { state: 'SCORED' } });
    expect(await refusedBy(app.recordHearing.execute(scene.who.firm(), heard))).toMatchObject({ code: 'NOT_ALLOWED' });
  });
});

describe('a contract that names the questions of the survey', () => {
  it('has them asked by letters, and no result typed', async () => {
    scene = await quarterOn(database, app, { terms: { ...demoTerms, survey: { questions: ['环境', '维修'] } } });
    await scene.upTo('INSPECTED');
    const open = (questions: string[]) => app.openSurvey.execute(scene.who.community(), { quarter: Q1, closesOn: businessDate('2024-04-12'), questions });
    expect(await refusedBy(app.recordSurvey.execute(scene.who.community(), { ...demoRequests.survey, closedOn: businessDate('2024-04-10') }))).toMatchObject({
      code: 'SURVEY_COUNTS',
    });
    expect(await refusedBy(open(['别的']))).toMatchObject({ code: 'SURVEY_QUESTIONS_AGREED' });
    await open([]);
    const running = await database.unitOfWork.read(scene.communityId, (tx) => app.surveys.running(tx));
    expect(running?.questions).toEqual(['环境', '维修']);
  });
});
