import { businessDate, quarter, shanghaiTime, type Rate } from '../../../src/kernel/index.js';
import { entities as assessmentEntities, invariants, type AssessmentView } from '../../../src/modules/assessments/index.js';
import { AttendanceController } from '../../../src/modules/assessments/http/attendance.controller.js';
import { RepairsController } from '../../../src/modules/assessments/http/repairs.controller.js';
import { entities as contractEntities } from '../../../src/modules/contracts/index.js';
import { violations } from '../../support/books.js';
import { TestDatabase } from '../../support/database.js';
import { refusedBy } from '../../support/refusal.js';
import { contextIn, demoTerms } from '../contracts/fixture.js';
import { assessmentsOn, demoRequests, Q1, quarterOn, type AssessmentApp, type QuarterScene } from './fixture.js';

let database: TestDatabase;
let app: AssessmentApp;
let scene: QuarterScene;

beforeAll(async () => {
  database = await TestDatabase.create([...contractEntities, ...assessmentEntities]);
  app = assessmentsOn(database);
});
beforeEach(async () => {
  scene = await quarterOn(database, app);
});
afterEach(async () => {
  expect(await violations(database, scene.communityId, invariants)).toEqual([]);
});
afterAll(() => database.destroy());

async function view(): Promise<AssessmentView> {
  const found = await database.unitOfWork.read(scene.communityId, (tx) => app.assessments.byQuarter(tx, Q1));
  if (!found) throw new Error('there is no assessment');
  return found;
}
/** Everything that is stored about the compound's assessments, to see that a refusal wrote nothing. */
async function stored(): Promise<unknown> {
  return database.unitOfWork.read(scene.communityId, async (tx) => ({
    assessments: await tx.query('select * from mingbai.assessment where community_id = $1 order by id', [tx.communityId]),
    records: await tx.query('select * from mingbai.assessment_record where community_id = $1 order by id', [tx.communityId]),
    components: await tx.query('select * from mingbai.assessment_component where community_id = $1 order by id', [tx.communityId]),
  }));
}
/** The refusal of a command that leaves everything as it was. */
async function refused(work: () => Promise<unknown>): Promise<{ code: string; details: object }> {
  const before = await stored();
  const refusal = await refusedBy(work());
  expect(await stored()).toEqual(before);
  return refusal;
}
const text = (rate: Rate | null | undefined) => rate?.toString() ?? null;

describe('an assessment from OPEN to SCORED', () => {
  it('gives the demo quarter 87.32, with what it came from beside it', async () => {
    await scene.upTo('SCORED');
    const assessment = await view();
    expect(assessment).toMatchObject({
      quarter: Q1,
      state: 'SCORED',
      scoredOn: '2024-04-15',
      appealUntil: '2024-04-22',
      severeSafetyEvent: false,
      inspectionAlone: false,
    });
    expect([text(assessment.score?.unrounded), text(assessment.score?.published)]).toEqual(['87.32', '87.32']);
    expect(assessment.score?.components.map((component) => [component.code, text(component.weight), text(component.score), text(component.points)])).toEqual([
      ['INSPECTION', '0.4', '88.5', '35.4'],
      ['SURVEY', '0.35', '86.2', '30.17'],
      ['RESPONSE', '0.2', '90', '18'],
      ['DISCLOSURE', '0.05', '75', '3.75'],
    ]);
    expect(assessment.selfEvaluation).toMatchObject({ on: '2024-04-05', organisationId: scene.firm.organisationId });
    expect(text(assessment.selfEvaluation?.score)).toBe('95.5');
    expect(assessment.inspection).toMatchObject({ on: '2024-04-10', organisationId: scene.centre.organisationId });
    expect(assessment.inspection?.items).toHaveLength(6);
    expect(assessment.inspection?.staffing).toContainEqual({ post: '保安', promised: 4, present: 4 });
    expect(assessment.survey).toMatchObject({ on: '2024-04-12', openedOn: '2024-04-10', answers: 214 });
    expect(assessment.measures.map((measure) => [measure.code, text(measure.score)])).toEqual([
      ['RESPONSE', '90'],
      ['DISCLOSURE', '75'],
    ]);
    expect(assessment.dates).toMatchObject({ selfEvaluationUntil: '2024-04-05', finalUntil: '2024-04-30', decidedOn: '2024-05-30' });
  });

  it('keeps the template of the contract version that covered the quarter', async () => {
    await scene.upTo('OPEN');
    const assessment = await view();
    expect(assessment).toMatchObject({
      contractId: scene.contractId,
      contractVersionId: scene.versionId,
      firmId: scene.firm.organisationId,
      withholdingId: assessment.id,
    });
    expect(assessment.template.components.map((component) => component.code)).toEqual(demoTerms.template.components.map((component) => component.code));
  });

  it('does a step once under its key', async () => {
    await scene.upTo('OPEN');
    scene.at('2024-04-05');
    const first = await app.submitSelfEvaluation.execute(scene.who.firm('self-evaluation-1'), demoRequests.selfEvaluation);
    const again = await app.submitSelfEvaluation.execute(scene.who.firm('self-evaluation-1'), demoRequests.selfEvaluation);
    expect(again).toEqual({ value: first.value, replayed: true });
  });

  it('goes on without a self-evaluation that did not come in time, not before', async () => {
    await scene.upTo('OPEN');
    scene.at('2024-04-05');
    const early = () => app.recordInspection.execute(scene.who.centre(), { ...demoRequests.inspection, inspectedOn: businessDate('2024-04-05') });
    expect(await refused(early)).toEqual({ code: 'ASSESSMENT_SELF_EVALUATION_AWAITED', details: { until: '2024-04-05' } });
    scene.at('2024-04-10');
    await app.recordInspection.execute(scene.who.community(), demoRequests.inspection);
    expect(await view()).toMatchObject({ state: 'INSPECTED', selfEvaluation: null });
  });

  it('moves the weight of a survey with four answers to the inspection, and hides what the four said', async () => {
    await scene.upTo('INSPECTED');
    scene.at('2024-04-12');
    await app.recordSurvey.execute(scene.who.community(), { ...demoRequests.survey, answers: 4, score: '12.00' });
    for (const measure of demoRequests.measures) await app.recordMeasure.execute(scene.who.community(), measure);
    scene.at('2024-04-15');
    const { value } = await app.scoreAssessment.execute(scene.who.centre(), { quarter: Q1 });
    expect(value.score).toBe('88.13');
    const assessment = await view();
    expect(assessment.survey).toMatchObject({ answers: 4, score: null, items: [] });
    expect(assessment.score?.components.map((component) => [component.code, text(component.weight), text(component.score)])).toEqual([
      ['INSPECTION', '0.75', '88.5'],
      ['SURVEY', '0', null],
      ['RESPONSE', '0.2', '90'],
      ['DISCLOSURE', '0.05', '75'],
    ]);
  });

  it('lets the last figure of a component count, and keeps the one before', async () => {
    await scene.upTo('SURVEY_CLOSED');
    for (const score of ['10', '90']) await app.recordMeasure.execute(scene.who.community(), { quarter: Q1, code: 'RESPONSE', score, note: '' });
    expect((await view()).measures.map((measure) => text(measure.score))).toEqual(['90']);
    const kept = await database.unitOfWork.read(scene.communityId, (tx) =>
      tx.query("select score from mingbai.assessment_record where community_id = $1 and kind = 'MEASURE' order by id", [tx.communityId]),
    );
    expect(kept).toEqual([{ score: '10.00' }, { score: '90.00' }]);
  });

  it('is decided on the inspection alone when the limit of days is over and the rest never came', async () => {
    await scene.upTo('INSPECTED');
    scene.at('2024-05-30');
    expect(await refused(() => app.scoreAssessment.execute(scene.who.centre(), { quarter: Q1 }))).toMatchObject({ code: 'ASSESSMENT_FINDING_MISSING' });
    scene.at('2024-05-31');
    const { value } = await app.scoreAssessment.execute(scene.who.centre(), { quarter: Q1 });
    expect(value).toMatchObject({ score: '88.50', appealUntil: '2024-06-07' });
    expect(await view()).toMatchObject({ inspectionAlone: true, survey: null });
  });

  it('still counts everything after the limit when everything came', async () => {
    await scene.upTo('SURVEY_CLOSED');
    scene.at('2024-06-15');
    for (const measure of demoRequests.measures) await app.recordMeasure.execute(scene.who.community(), measure);
    expect((await app.scoreAssessment.execute(scene.who.centre(), { quarter: Q1 })).value.score).toBe('87.32');
    expect((await view()).inspectionAlone).toBe(false);
  });
});

describe('the terms of a quarter', () => {
  const termsOf = (of: string) => database.unitOfWork.read(scene.communityId, (tx) => app.assessments.termsOf(tx, quarter(of)));

  it('are those of its assessment, also where the contract begins in its second month; a quarter without a contract has none', async () => {
    const terms = { ...demoTerms, responseHours: { URGENT: 1, NORMAL: 48 } };
    scene = await quarterOn(database, app, { from: businessDate('2024-02-01'), terms });
    expect(await termsOf('2024-Q1')).toMatchObject({ responseHours: terms.responseHours, staffing: demoTerms.staffing });
    scene.at('2024-02-01');
    await app.openAssessment.execute(scene.who.community(), { quarter: Q1 });
    const opened = await termsOf('2024-Q1');
    expect(opened?.versionId).toBe((await view()).contractVersionId);
    expect(await termsOf('2023-Q4')).toBeNull();
  });

  it('are those by which its repairs and its attendance are shown', async () => {
    const terms = { ...demoTerms, responseHours: { URGENT: 1, NORMAL: 48 } };
    scene = await quarterOn(database, app, { from: businessDate('2024-02-01'), terms });
    scene.at('2024-02-10');
    const repair = { what: '路灯不亮', urgency: 'NORMAL', receivedAt: shanghaiTime(businessDate('2024-02-10'), '08:00') } as const;
    const { number } = (await app.recordRepair.execute(scene.who.firm(), repair)).value;
    scene.at('2024-02-12');
    // after 36 hours: in time by this contract, late where a contract says nothing
    await app.recordRepair.respond(scene.who.firm(), { number, respondedAt: shanghaiTime(businessDate('2024-02-11'), '20:00') });
    const { unitOfWork, clock } = database;
    const repairs = new RepairsController(unitOfWork, app.repairs, app.assessments, app.recordRepair, app.importRepairs, clock);
    expect(await repairs.list(scene.who.centre().actor, Q1)).toMatchObject({ requests: 1, inTime: 1, score: '100.00' });
    const attendance = new AttendanceController(unitOfWork, app.attendance, app.assessments, app.recordAttendance);
    const { posts } = await attendance.one(scene.who.centre().actor, Q1);
    expect(posts.map(({ post, promised }) => ({ post, promised }))).toEqual(demoTerms.staffing);
  });
});

describe('a step is refused, and nothing is written,', () => {
  it('for a quarter without a contract, and for one that already has its assessment', async () => {
    expect(await refused(() => app.openAssessment.execute(scene.who.community(), { quarter: quarter('2023-Q4') }))).toEqual({
      code: 'CONTRACT_NONE',
      details: { period: '2023-Q4' },
    });
    expect(await refused(() => app.openAssessment.execute(scene.who.community(), { quarter: quarter('2026-Q4') }))).toMatchObject({
      code: 'ASSESSMENT_NOT_BEGUN',
      details: { quarter: '2026-Q4', begins: '2026-10-01' },
    });
    await scene.upTo('OPEN');
    expect(await refused(() => app.openAssessment.execute(scene.who.community(), { quarter: Q1 }))).toEqual({
      code: 'ASSESSMENT_EXISTS',
      details: { quarter: Q1 },
    });
  });

  it('when the contract changes inside the quarter', async () => {
    scene = await quarterOn(database, app, { to: businessDate('2024-01-31') });
    const { personId, organisationId } = scene.community;
    const context = contextIn(scene.communityId, { personId, organisationId }, 'COMMUNITY');
    await database.as('postgres', async (client) => {
      await client.query('set session_replication_role = replica'); // neither a command nor a trigger would let it begin so
      await client.query(
        `insert into mingbai.contract (community_id, id, number, firm_id, signed_on, from_on, to_on, recorded_by, recorded_at)
         select community_id, 900001, 'B', firm_id, signed_on, '2024-02-01', '2024-12-31', recorded_by, recorded_at from mingbai.contract where community_id = $1`,
        [scene.communityId],
      );
      await client.query(
        `insert into mingbai.contract_version (community_id, id, contract_id, version_no, from_period, signed_on, terms, recorded_by, recorded_at)
         select community_id, 900002, 900001, 1, '2024-02', signed_on, terms, recorded_by, recorded_at from mingbai.contract_version where community_id = $1`,
        [scene.communityId],
      );
    });
    expect((await refused(() => app.openAssessment.execute(context, { quarter: Q1 }))).code).toBe('ASSESSMENT_CONTRACT_CHANGES');
  });

  it('before the assessment is opened', async () => {
    scene.at('2024-04-05');
    expect(await refused(() => app.submitSelfEvaluation.execute(scene.who.firm(), demoRequests.selfEvaluation))).toEqual({
      code: 'ASSESSMENT_NONE',
      details: { quarter: Q1 },
    });
  });

  it('while the quarter lasts', async () => {
    await scene.upTo('OPEN');
    scene.at('2024-03-31', '23:59');
    expect(await refused(() => app.submitSelfEvaluation.execute(scene.who.firm(), demoRequests.selfEvaluation))).toEqual({
      code: 'ASSESSMENT_TOO_EARLY',
      details: { quarter: Q1, until: '2024-03-31' },
    });
    scene.at('2024-04-01', '00:00');
    await app.submitSelfEvaluation.execute(scene.who.firm(), demoRequests.selfEvaluation);
  });

  it('by anybody whose role it is not', async () => {
    await scene.upTo('SCORED');
    const { firm, community, centre, street } = scene.who;
    const attempts = [
      () => app.openAssessment.execute(firm(), { quarter: Q1 }),
      () => app.submitSelfEvaluation.execute(community(), demoRequests.selfEvaluation),
      () => app.recordInspection.execute(firm(), demoRequests.inspection),
      () => app.recordSurvey.execute(firm(), demoRequests.survey),
      () => app.recordMeasure.execute(street(), { quarter: Q1, code: 'RESPONSE', score: '90', note: '' }),
      () => app.scoreAssessment.execute(community(), { quarter: Q1 }),
      () => app.fileAppeal.execute(centre(), { quarter: Q1, reason: '不同意' }),
      () => app.reviewAppeal.execute(firm(), { quarter: Q1, decision: 'DISMISSED', corrections: [], reason: '维持' }),
      () => app.voidAssessment.execute(community(), { quarter: Q1, reason: '作废' }),
    ];
    for (const attempt of attempts) expect(await refused(attempt)).toEqual({ code: 'NOT_ALLOWED', details: {} });
  });

  it('by a firm that the contract does not name', async () => {
    await scene.upTo('OPEN');
    scene.at('2024-04-05');
    const stranger = await app.party(scene.communityId, 'FIRM');
    const context = contextIn(scene.communityId, stranger, 'FIRM');
    expect((await refused(() => app.submitSelfEvaluation.execute(context, demoRequests.selfEvaluation))).code).toBe('NOT_ALLOWED');
    scene.at('2024-04-10');
    await app.recordInspection.execute(scene.who.centre(), demoRequests.inspection);
    await app.recordSurvey.execute(scene.who.community(), {
      ...demoRequests.survey,
      openedOn: businessDate('2024-04-01'),
      closedOn: businessDate('2024-04-10'),
    });
    for (const measure of demoRequests.measures) await app.recordMeasure.execute(scene.who.community(), measure);
    await app.scoreAssessment.execute(scene.who.centre(), { quarter: Q1 });
    expect((await refused(() => app.fileAppeal.execute(context, { quarter: Q1, reason: '不同意' }))).code).toBe('NOT_ALLOWED');
  });

  it.each([
    ['OPEN', ['survey', 'score', 'appeal', 'review']],
    ['SELF_EVALUATED', ['selfEvaluation', 'survey', 'score', 'appeal', 'review']],
    ['INSPECTED', ['selfEvaluation', 'inspection', 'appeal', 'review']],
    ['SURVEY_CLOSED', ['selfEvaluation', 'inspection', 'survey', 'appeal', 'review']],
    ['SCORED', ['selfEvaluation', 'inspection', 'survey', 'score', 'review']],
    ['APPEALED', ['selfEvaluation', 'inspection', 'survey', 'score', 'appeal']],
  ] as const)('out of its turn: in %s not %j', async (state, steps) => {
    await scene.upTo(state);
    scene.at('2024-04-21');
    const { firm, community, centre } = scene.who;
    const attempts = {
      selfEvaluation: () => app.submitSelfEvaluation.execute(firm(), demoRequests.selfEvaluation),
      inspection: () => app.recordInspection.execute(centre(), demoRequests.inspection),
      survey: () => app.recordSurvey.execute(community(), demoRequests.survey),
      score: () => app.scoreAssessment.execute(centre(), { quarter: Q1 }),
      appeal: () => app.fileAppeal.execute(firm(), { quarter: Q1, reason: '不同意' }),
      review: () => app.reviewAppeal.execute(centre(), { quarter: Q1, decision: 'DISMISSED', corrections: [], reason: '维持' }),
    };
    for (const step of steps) expect(await refused(attempts[step])).toMatchObject({ code: 'ASSESSMENT_STATE', details: { state } });
  });

  it('with items that are not the contract’s, impossible scores, days or posts', async () => {
    await scene.upTo('SELF_EVALUATED');
    scene.at('2024-04-10');
    const inspect = (change: object) => refused(() => app.recordInspection.execute(scene.who.centre(), { ...demoRequests.inspection, ...change }));
    const { items } = demoRequests.inspection;
    expect(await inspect({ items: items.slice(1) })).toEqual({ code: 'ASSESSMENT_ITEMS_DIFFER', details: { missing: items[0]?.name, unknown: '–' } });
    expect(await inspect({ items: items.map((item, index) => (index === 0 ? { ...item, score: '20.01' } : item)) })).toEqual({
      code: 'ASSESSMENT_SCORE_OUTSIDE',
      details: { field: 'items[0].score', value: '20.01', min: '0', max: '20' },
    });
    expect((await inspect({ adjustments: [{ name: '表彰', score: '1', note: '' }] })).code).toBe('ASSESSMENT_ADJUSTMENT_UNKNOWN');
    expect((await inspect({ staffing: [{ post: '电工', present: 1 }] })).code).toBe('ASSESSMENT_STAFFING');
    expect(await inspect({ severeSafetyEvent: '电梯困人' })).toEqual({ code: 'INSPECTION_SAFETY_EVENT', details: { field: 'severeSafetyEvent', quarter: Q1 } });
    expect(await inspect({ inspectedOn: businessDate('2024-04-11') })).toEqual({
      code: 'ASSESSMENT_DAY_OUTSIDE',
      details: { field: 'inspectedOn', day: '2024-04-11', from: '2024-01-01', to: '2024-04-10' },
    });
  });

  it('with a survey of impossible days, answers or scores', async () => {
    await scene.upTo('INSPECTED');
    scene.at('2024-04-12');
    const survey = (change: object) => refused(() => app.recordSurvey.execute(scene.who.community(), { ...demoRequests.survey, ...change }));
    expect((await survey({ closedOn: businessDate('2024-04-13') })).code).toBe('ASSESSMENT_DAY_OUTSIDE');
    expect((await survey({ openedOn: businessDate('2024-04-13') })).code).toBe('ASSESSMENT_DAY_OUTSIDE');
    expect((await survey({ answers: -1 })).code).toBe('ASSESSMENT_ANSWERS');
    expect((await survey({ answers: 2.5 })).code).toBe('ASSESSMENT_ANSWERS');
    expect((await survey({ score: '100.01' })).code).toBe('ASSESSMENT_SCORE_OUTSIDE');
  });

  it('with a figure for no component, or after the scoring', async () => {
    await scene.upTo('SURVEY_CLOSED');
    const measure = (code: string) => () => app.recordMeasure.execute(scene.who.community(), { quarter: Q1, code, score: '90', note: '' });
    for (const code of ['INSPECTION', 'SURVEY', 'TIDINESS']) expect((await refused(measure(code))).code).toBe('ASSESSMENT_COMPONENT_UNKNOWN');
    expect(await refused(() => app.scoreAssessment.execute(scene.who.centre(), { quarter: Q1 }))).toMatchObject({
      code: 'ASSESSMENT_FINDING_MISSING',
      details: { code: 'RESPONSE' },
    });
    for (const request of demoRequests.measures) await app.recordMeasure.execute(scene.who.community(), request);
    await app.scoreAssessment.execute(scene.who.centre(), { quarter: Q1 });
    expect(await refused(measure('RESPONSE'))).toEqual({ code: 'ASSESSMENT_ALREADY_SCORED', details: { state: 'SCORED' } });
  });
});

describe('an appeal', () => {
  const review = (decision: 'DISMISSED' | 'CORRECTED', corrections: { code: string; score: string }[]) => () =>
    app.reviewAppeal.execute(scene.who.centre(), { quarter: Q1, decision, corrections, reason: '复核现场照片。' });

  it('may be filed to the last day of the window', async () => {
    await scene.upTo('SCORED');
    scene.at('2024-04-22', '23:59');
    await app.fileAppeal.execute(scene.who.firm(), { quarter: Q1, reason: '抽查日下雨。' });
    expect(await view()).toMatchObject({ state: 'APPEALED', appeal: { on: '2024-04-22', reason: '抽查日下雨。', organisationId: scene.firm.organisationId } });
  });

  it('is refused after the window, and without a reason', async () => {
    await scene.upTo('SCORED');
    expect((await refused(() => app.fileAppeal.execute(scene.who.firm(), { quarter: Q1, reason: '' }))).code).toBe('ASSESSMENT_NOTE');
    scene.at('2024-04-23');
    expect(await refused(() => app.fileAppeal.execute(scene.who.firm(), { quarter: Q1, reason: '晚了' }))).toEqual({
      code: 'ASSESSMENT_APPEAL_CLOSED',
      details: { until: '2024-04-22' },
    });
  });

  it('may correct components: the score is computed again, and the one before stays on record', async () => {
    await scene.upTo('APPEALED');
    scene.at('2024-04-22');
    const { value } = await review('CORRECTED', [{ code: 'INSPECTION', score: '90.00' }])();
    expect(value).toMatchObject({ state: 'REVIEWED', scoreBefore: '87.32', score: '87.92' });
    const assessment = await view();
    expect(assessment.review).toMatchObject({ decision: 'CORRECTED', scoreBefore: '87.32', on: '2024-04-22' });
    expect([text(assessment.score?.published), text(assessment.review?.score), text(assessment.score?.components[0]?.score)]).toEqual(['87.92', '87.92', '90']);
  });

  it('may be dismissed: the score stays', async () => {
    await scene.upTo('APPEALED');
    const { value } = await review('DISMISSED', [])();
    expect(value).toMatchObject({ state: 'REVIEWED', scoreBefore: '87.32', score: '87.32' });
  });

  it('is not decided by corrections that do not fit the decision, or the score', async () => {
    await scene.upTo('APPEALED');
    expect((await refused(review('CORRECTED', []))).code).toBe('ASSESSMENT_CORRECTIONS');
    expect((await refused(review('DISMISSED', [{ code: 'INSPECTION', score: '90' }]))).code).toBe('ASSESSMENT_CORRECTIONS');
    expect((await refused(review('CORRECTED', [{ code: 'TIDINESS', score: '90' }]))).code).toBe('ASSESSMENT_COMPONENT_UNKNOWN');
    expect((await refused(review('CORRECTED', [{ code: 'INSPECTION', score: '100.5' }]))).code).toBe('ASSESSMENT_SCORE_OUTSIDE');
  });
});

describe('a VOID assessment', () => {
  it('says why, and has a successor that takes over its withheld money', async () => {
    await scene.upTo('SCORED');
    const before = await view();
    await app.voidAssessment.execute(scene.who.centre(), { quarter: Q1, reason: '检查表用错了版本。' });
    expect(await database.unitOfWork.read(scene.communityId, (tx) => app.assessments.byQuarter(tx, Q1))).toBeNull();
    await app.openAssessment.execute(scene.who.community(), { quarter: Q1 });
    const [successor, voided] = await database.unitOfWork.read(scene.communityId, (tx) => app.assessments.all(tx));
    expect(voided).toMatchObject({ id: before.id, state: 'VOID', voided: { reason: '检查表用错了版本。' } });
    expect(successor).toMatchObject({ state: 'OPEN', withholdingId: before.id });
  });

  it('never changes again, and nothing is added to it', async () => {
    await scene.upTo('SELF_EVALUATED');
    const { id } = await view();
    await app.voidAssessment.execute(scene.who.centre(), { quarter: Q1, reason: '作废' });
    expect(await refused(() => app.voidAssessment.execute(scene.who.centre(), { quarter: Q1, reason: '再作废' }))).toMatchObject({ code: 'ASSESSMENT_NONE' });
    const write = (sql: string) => database.unitOfWork.run(scene.communityId, (tx) => tx.query(sql, [tx.communityId, id]));
    await expect(write("update mingbai.assessment set state = 'OPEN' where community_id = $1 and id = $2")).rejects.toThrow('never changes');
    await expect(
      write(
        `insert into mingbai.assessment_record (community_id, id, assessment_id, kind, code, score, happened_on, content, person_id, organisation_id, recorded_at)
         values ($1, 900001, $2, 'MEASURE', 'RESPONSE', 90, '2024-04-10', '{}', 1, 1, now())`,
      ),
    ).rejects.toThrow('has ended');
  });
});

describe('the database itself', () => {
  const write = (sql: string) => database.unitOfWork.run(scene.communityId, (tx) => tx.query(sql, [tx.communityId]));

  it('refuses a second assessment of a quarter, another quarter for one, and FINAL inside the appeal window', async () => {
    await scene.upTo('SCORED');
    await expect(
      write(
        `insert into mingbai.assessment (community_id, id, quarter, contract_id, contract_version_id, withholding_id, state, template, opened_at)
         select community_id, 900001, quarter, contract_id, contract_version_id, 900001, 'OPEN', template, now() from mingbai.assessment where community_id = $1`,
      ),
    ).rejects.toThrow('one_assessment_a_quarter');
    await expect(write("update mingbai.assessment set state = 'FINAL', final_on = '2024-04-22' where community_id = $1")).rejects.toThrow(
      'final_after_the_appeal_window',
    );
    await expect(write("update mingbai.assessment set state = 'FINAL' where community_id = $1")).rejects.toThrow('final_after_the_appeal_window');
    await expect(write("update mingbai.assessment set quarter = '2024-Q2' where community_id = $1")).rejects.toThrow('permission denied');
  });

  it.each(['mingbai_app', 'mingbai_owner'] as const)('lets nobody begin with a result: not %s', async (role) => {
    await scene.upTo('SCORED');
    const born = (columns: string, values: string) =>
      database.as(role, async (client) => {
        await client.query(`begin; set local app.community_id = '${scene.communityId}'`);
        await client.query(
          `insert into mingbai.assessment (community_id, id, quarter, contract_id, contract_version_id, withholding_id, template, opened_at, ${columns})
           select community_id, 900001, '2024-Q2', contract_id, contract_version_id, 900001, template, opened_at, ${values}
           from mingbai.assessment where community_id = ${scene.communityId}`,
        );
      });
    const scored = 'scored_on, appeal_until, inspection_alone, severe_safety_event, adjustment, score_unrounded, score';
    const hundred = `'2024-04-15', '2024-04-22', false, false, 0, 100, 100`;
    await expect(born(`${scored}, final_on, state`, `${hundred}, '2024-04-23', 'FINAL'`)).rejects.toThrow('begins OPEN and without a score');
    await expect(born(`${scored}, state`, `${hundred}, 'SCORED'`)).rejects.toThrow('begins OPEN and without a score');
    await expect(born('state', `'SURVEY_CLOSED'`)).rejects.toThrow('begins OPEN and without a score');
    await expect(born('state, score_unrounded, score', `'OPEN', 100, 100`)).rejects.toThrow('begins OPEN and without a score');
    await expect(born('state', `'OPEN'`)).rejects.toThrow('has not begun');
  });

  it('refuses a scored state without a score', async () => {
    await scene.upTo('SURVEY_CLOSED');
    await expect(write("update mingbai.assessment set state = 'SCORED' where community_id = $1")).rejects.toThrow('scored_states_have_a_score');
  });

  it('refuses points that are not weight times score', async () => {
    await scene.upTo('SURVEY_CLOSED');
    await expect(
      write(
        `insert into mingbai.assessment_component (community_id, id, assessment_id, revision, code, name, weight, score, points)
         select community_id, 900001, id, 1, 'INSPECTION', '现场检查', 0.4, 88.5, 40 from mingbai.assessment where community_id = $1`,
      ),
    ).rejects.toThrow('points_are_weight_times_score');
  });

  it('keeps records and components as they were written, and removes nothing, for the owner of the tables too', async () => {
    for (const table of ['assessment_record', 'assessment_component'])
      for (const sql of [`update mingbai.${table} set id = id`, `delete from mingbai.${table}`, `truncate mingbai.${table}`])
        await expect(database.as('mingbai_owner', (client) => client.query(sql))).rejects.toThrow('only grow');
    for (const sql of ['delete from mingbai.assessment', 'truncate mingbai.assessment cascade'])
      await expect(database.as('mingbai_owner', (client) => client.query(sql))).rejects.toThrow('only grow');
    await expect(write('delete from mingbai.assessment where community_id = $1')).rejects.toThrow('permission denied');
  });

  it('shows nothing of one compound to another', async () => {
    await scene.upTo('SCORED');
    const other = await app.newCommunity();
    for (const table of ['assessment', 'assessment_record', 'assessment_component'])
      expect(await database.unitOfWork.read(other, (tx) => tx.query(`select * from mingbai.${table}`))).toEqual([]);
  });
});
