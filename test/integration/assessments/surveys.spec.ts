import { businessDate, type DomainError } from '../../../src/kernel/index.js';
import { entities as assessmentEntities, invariants, type SurveyLetter } from '../../../src/modules/assessments/index.js';
import { entities as communityEntities } from '../../../src/modules/communities/index.js';
import { entities as contractEntities } from '../../../src/modules/contracts/index.js';
import { violations } from '../../support/books.js';
import { TestDatabase } from '../../support/database.js';
import { refusedBy } from '../../support/refusal.js';
import { assessmentsOn, demoRequests, Q1, quarterOn, type AssessmentApp, type QuarterScene } from './fixture.js';

let database: TestDatabase;
let app: AssessmentApp;
let scene: QuarterScene;

const questions = ['环境保洁', '维修及时'];
const units = Array.from({ length: 12 }, (_, at) => `01-${101 + at}`);
const unitFile = new TextEncoder().encode(
  ['code,building,label,kind,area,owner', ...units.map((code) => `${code},1幢,1幢${code.slice(3)}室,FLAT,88.50,甲`)].join('\n'),
);

beforeAll(async () => {
  database = await TestDatabase.create([...communityEntities, ...contractEntities, ...assessmentEntities]);
  app = assessmentsOn(database);
});
beforeEach(async () => {
  scene = await quarterOn(database, app);
  await app.importUnits.execute(scene.who.community(), { file: unitFile, dryRun: false });
  await scene.upTo('INSPECTED');
});
afterEach(async () => {
  expect(await violations(database, scene.communityId, invariants)).toEqual([]);
});
afterAll(() => database.destroy());

/** Opens the survey on 04-10 until 04-12. */
async function opened(): Promise<void> {
  await app.openSurvey.execute(scene.who.community(), { quarter: Q1, closesOn: businessDate('2024-04-12'), questions });
}
async function letters(unit: string | null = null): Promise<readonly SurveyLetter[]> {
  return (await app.issueLetters.execute(scene.who.community(), { quarter: Q1, unit })).letters;
}
const say = (letter: SurveyLetter | undefined, answers: number[]) =>
  app.answerSurvey.execute({ communityId: scene.communityId, code: letter?.code ?? '', answers });
const close = (who: (typeof scene.who)['centre'] = scene.who.centre) => app.closeSurvey.execute(who(), { quarter: Q1 });
const papers = (on: readonly string[], sheets: number[][]) => app.recordPapers.execute(scene.who.community(), { quarter: Q1, units: on, sheets });
/** Everything that a survey keeps, to see that a refusal wrote nothing. */
const stored = () =>
  database.unitOfWork.read(scene.communityId, async (tx) => ({
    letters: await tx.query('select unit_id, used, code_sha256 from mingbai.survey_letter where community_id = $1 order by 1', [tx.communityId]),
    tally: await tx.query('select question, value, online, paper from mingbai.survey_tally where community_id = $1 order by 1, 2', [tx.communityId]),
    papers: await tx.query('select id, state from mingbai.survey_paper where community_id = $1 order by 1', [tx.communityId]),
  }));
async function refused(work: () => Promise<unknown>): Promise<{ code: string; details: DomainError['details'] }> {
  const before = await stored();
  const refusal = await refusedBy(work());
  expect(await stored()).toEqual(before);
  return refusal as { code: string; details: DomainError['details'] };
}
const view = () => database.unitOfWork.read(scene.communityId, (tx) => app.assessments.byQuarter(tx, Q1));

describe('a survey by letters', () => {
  it('is the mean of what households answered, and the score takes it', async () => {
    await opened();
    const [a, b, c, d, e, f] = await letters();
    for (const [letter, answers] of [
      [a, [4, 5]],
      [b, [4, 4]],
      [c, [5, 5]],
      [d, [1, 3]],
      [e, [4, 4]],
      [f, [4, 2]],
    ] as const)
      await say(letter, [...answers]);
    scene.at('2024-04-13');
    expect((await close()).value).toMatchObject({ state: 'SURVEY_CLOSED', answers: 6 });
    const assessment = await view();
    expect(assessment?.state).toBe('SURVEY_CLOSED');
    // 22 + 23 of 12 answers: 45 · 20 / 12
    expect(assessment?.survey).toMatchObject({ openedOn: '2024-04-10', on: '2024-04-12', answers: 6, letters: 12, papers: 0 });
    expect(assessment?.survey?.score?.toString()).toBe('75');
    expect(assessment?.survey?.items).toEqual([
      { name: '环境保洁', score: '73.33', sum: 22 },
      { name: '维修及时', score: '76.67', sum: 23 },
    ]);
    for (const measure of demoRequests.measures) await app.recordMeasure.execute(scene.who.community(), measure);
    scene.at('2024-04-15');
    // .40 · 88.5 + .35 · 75 + .20 · 90 + .05 · 75
    expect((await app.scoreAssessment.execute(scene.who.centre(), { quarter: Q1 })).value.score).toBe('83.40');
  });

  it('prints nothing of four answers and gives its weight to the inspection', async () => {
    await opened();
    const all = await letters();
    for (const letter of all.slice(0, 4)) await say(letter, [1, 1]);
    scene.at('2024-04-13');
    await close();
    expect((await view())?.survey).toMatchObject({ answers: 4, score: null, items: [] });
  });

  it('takes each letter once, however it is typed, and no letter that is not its own', async () => {
    await opened();
    const [first, second] = await letters();
    await say({ ...(first as SurveyLetter), code: ` ${first?.code.toLowerCase().replaceAll('-', ' ')} ` }, [5, 5]);
    expect(await refused(() => say(first, [1, 1]))).toMatchObject({ code: 'SURVEY_CODE_USED' });
    expect(await refused(() => say({ ...(second as SurveyLetter), code: '0000-0000-0000' }, [1, 1]))).toMatchObject({ code: 'SURVEY_CODE_UNKNOWN' });
    expect(await refused(() => say(second, [1]))).toMatchObject({ code: 'SURVEY_ANSWERS', details: { questions: 2, max: 5 } });
    expect(await refused(() => say(second, [0, 5]))).toMatchObject({ code: 'SURVEY_ANSWERS' });
    const other = await quarterOn(database, app);
    expect(await refusedBy(app.answerSurvey.execute({ communityId: other.communityId, code: second?.code ?? '', answers: [1, 1] }))).toMatchObject({
      code: 'SURVEY_NONE',
    });
  });

  it('counts a letter once when it is sent twice at the same moment', async () => {
    await opened();
    const [first] = await letters();
    const outcomes = await Promise.allSettled([say(first, [5, 5]), say(first, [5, 5]), say(first, [1, 1])]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const { tally } = await stored();
    expect((tally as { online: number }[]).reduce((sum, { online }) => sum + online, 0)).toBe(2);
  });

  it('makes a lost letter anew and the one before worthless, but none for who has answered', async () => {
    await opened();
    const [first, second] = await letters();
    const [again] = await letters(second?.unit);
    expect(again?.unit).toBe(second?.unit);
    expect(await refused(() => say(second, [5, 5]))).toMatchObject({ code: 'SURVEY_CODE_UNKNOWN' });
    await say(again, [5, 5]);
    await say(first, [4, 4]);
    expect(await refused(() => letters(first?.unit))).toEqual({ code: 'SURVEY_UNITS_ANSWERED', details: { units: first?.unit } });
    expect(await refused(() => letters('99-999'))).toEqual({ code: 'SURVEY_UNITS_UNKNOWN', details: { units: '99-999' } });
    expect(await letters()).toHaveLength(10);
  });

  it('keeps no code, and nothing that ties a letter to an answer', async () => {
    await opened();
    const [first, second] = await letters();
    await say(first, [5, 1]);
    await say(second, [2, 4]);
    const dump = JSON.stringify(
      await database.unitOfWork.read(scene.communityId, async (tx) => [
        await stored(),
        await tx.query('select * from mingbai.idempotency where community_id = $1', [tx.communityId]),
        await tx.query('select * from mingbai.survey where community_id = $1', [tx.communityId]),
      ]),
    );
    for (const letter of [first, second]) expect(dump).not.toContain(letter?.code);
    // every count was written last by the same transaction, so that its number names no answer
    const written = await database.unitOfWork.read(scene.communityId, (tx) =>
      tx.query('select distinct xmin::text from mingbai.survey_tally where community_id = $1', [tx.communityId]),
    );
    expect(written).toHaveLength(1);
  });
});

describe('the days of a survey', () => {
  it('begin after the inspection and end with the last day; before it nobody closes it', async () => {
    await opened();
    const [first, second] = await letters();
    expect(await refused(() => close())).toEqual({ code: 'SURVEY_RUNNING', details: { closesOn: '2024-04-12' } });
    scene.at('2024-04-12', '23:59');
    await say(first, [3, 3]);
    scene.at('2024-04-13', '00:00');
    expect(await refused(() => say(second, [3, 3]))).toEqual({ code: 'SURVEY_OVER', details: { closesOn: '2024-04-12' } });
    expect(await refused(() => letters())).toMatchObject({ code: 'SURVEY_OVER' });
    await close();
    expect(await refused(() => say(second, [3, 3]))).toMatchObject({ code: 'SURVEY_NONE' });
    expect(await refused(() => close())).toMatchObject({ code: 'SURVEY_NONE' });
  });

  it('end early once every household has answered', async () => {
    await opened();
    for (const letter of await letters()) await say(letter, [5, 4]);
    expect((await close()).value.answers).toBe(12);
    expect((await view())?.survey).toMatchObject({ on: '2024-04-10', answers: 12 });
  });

  it.each([
    ['today', '2024-04-10'],
    ['32 days ahead', '2024-05-12'],
  ])('are refused when the last is %s', async (_, closesOn) => {
    const attempt = () => app.openSurvey.execute(scene.who.community(), { quarter: Q1, closesOn: businessDate(closesOn), questions });
    expect(await refused(attempt)).toMatchObject({ code: 'ASSESSMENT_DAY_OUTSIDE', details: { from: '2024-04-11', to: '2024-05-11' } });
  });

  it('are of the owners and the residents’ committee: neither firm nor centre opens one, makes letters or hands in papers', async () => {
    for (const who of [scene.who.firm(), scene.who.centre()]) {
      expect(await refused(() => app.openSurvey.execute(who, { quarter: Q1, closesOn: businessDate('2024-04-12'), questions }))).toMatchObject({
        code: 'NOT_ALLOWED',
      });
      expect(await refused(() => app.issueLetters.execute(who, { quarter: Q1, unit: null }))).toMatchObject({ code: 'NOT_ALLOWED' });
      expect(await refused(() => app.recordPapers.execute(who, { quarter: Q1, units: [], sheets: [] }))).toMatchObject({ code: 'NOT_ALLOWED' });
    }
  });

  it('leave no typed result beside what households answer', async () => {
    await opened();
    scene.at('2024-04-13');
    expect(await refused(() => app.recordSurvey.execute(scene.who.community(), demoRequests.survey))).toMatchObject({ code: 'SURVEY_COUNTS' });
  });
});

describe('answers on paper', () => {
  const five = units.slice(0, 5);
  const sheets = [
    [5, 5],
    [4, 4],
    [3, 3],
    [4, 5],
    [4, 3],
  ];

  it('count when another organisation has counted them too', async () => {
    await opened();
    const all = await letters();
    const { paperId } = (await papers(five, sheets)).value;
    await say(all[7], [5, 5]);
    scene.at('2024-04-13');
    expect(await refused(() => close())).toEqual({ code: 'SURVEY_PAPERS_WAIT', details: { count: 1 } });
    const decide = (who: typeof scene.who.centre) => app.decidePapers.execute(who(), { quarter: Q1, paperId, decision: 'CONFIRMED' });
    expect(await refused(() => decide(scene.who.community))).toEqual({ code: 'SURVEY_PAPERS_OWN', details: { answers: 5 } });
    expect(await refused(() => decide(scene.who.firm))).toMatchObject({ code: 'NOT_ALLOWED' });
    await decide(scene.who.street);
    expect(await refused(() => decide(scene.who.centre))).toEqual({ code: 'SURVEY_PAPERS_DECIDED', details: { state: 'CONFIRMED' } });
    await close();
    // 20 + 5 and 20 + 5 of 12 answers
    expect((await view())?.survey).toMatchObject({ answers: 6, papers: 5, items: [{ sum: 25 }, { sum: 25 }] });
  });

  it('use up the letters of their households, until they are rejected', async () => {
    await opened();
    const all = await letters();
    await say(all[1], [5, 5]);
    expect(await refused(() => papers(five, sheets))).toEqual({ code: 'SURVEY_UNITS_ANSWERED', details: { units: '01-102' } });
    const others = units.slice(5, 10);
    const { paperId } = (await papers(others, sheets)).value;
    expect(await refused(() => say(all[5], [1, 1]))).toMatchObject({ code: 'SURVEY_CODE_USED' });
    await app.decidePapers.execute(scene.who.community(), { quarter: Q1, paperId, decision: 'REJECTED' });
    await say(all[5], [1, 1]);
    scene.at('2024-04-13');
    expect((await close()).value.answers).toBe(2);
  });

  it.each([
    ['fewer than five', five.slice(1), sheets.slice(1), 'SURVEY_SHEETS'],
    ['another number of sheets than of envelopes', five, sheets.slice(1), 'SURVEY_SHEETS'],
    ['a unit twice', [...five.slice(1), '01-105'], sheets, 'SURVEY_UNITS_UNKNOWN'],
    ['a unit of nowhere', [...five.slice(1), '09-999'], sheets, 'SURVEY_UNITS_UNKNOWN'],
    ['a sheet that is not whole', five, [...sheets.slice(1), [5]], 'SURVEY_ANSWERS'],
  ])('are refused with %s', async (_, on, of, code) => {
    await opened();
    await letters();
    expect(await refused(() => papers(on, of))).toMatchObject({ code });
  });
});

describe('one body alone', () => {
  it('makes no score out of five letters: every household gets one first, and another body closes the survey', async () => {
    await opened();
    expect(await refused(() => letters('01-101'))).toEqual({ code: 'SURVEY_LETTERS_FIRST', details: { count: 11 } });
    for (const letter of (await letters()).slice(0, 5)) await say(letter, [5, 5]);
    expect(await refused(() => close())).toMatchObject({ code: 'SURVEY_RUNNING' });
    scene.at('2024-04-13');
    expect(await refused(() => close(scene.who.community))).toEqual({ code: 'SURVEY_CLOSE_OWN', details: { quarter: Q1 } });
    await close();
  });

  it('leaves no sheet under a key: the same batch is the same in any order, another one is refused', async () => {
    await opened();
    await letters();
    const batch = (on: readonly string[], of: readonly (readonly number[])[]) =>
      app.recordPapers.execute({ ...scene.who.community(), idempotencyKey: 'papers' }, { quarter: Q1, units: on, sheets: of });
    const [on, of] = [units.slice(0, 5), [[5, 1], [5, 2], [4, 3], [1, 4], [2, 5]]]; // prettier-ignore
    const first = await batch(on, of);
    expect(await batch(on.toReversed(), of.toReversed())).toEqual({ value: first.value, replayed: true });
    expect((await refusedBy(batch(on, [...of.slice(1), [5, 5]]))).code).toBe('IDEMPOTENCY_KEY_REUSED');
    const [kept] = await database.unitOfWork.read(scene.communityId, (tx) =>
      tx.query<{ request: object }>("select request -> 'request' as request from mingbai.idempotency where community_id = $1 and key = 'papers'", [
        tx.communityId,
      ]),
    );
    expect(kept?.request).toEqual({ quarter: Q1, envelopes: 5, counted: expect.stringMatching(/^[0-9a-f]{64}$/) });
    await app.decidePapers.execute(scene.who.community(), { quarter: Q1, paperId: first.value.paperId, decision: 'REJECTED' });
  });
});

describe('the walls around a survey', () => {
  /** How one statement ends for the application inside the compound; nothing of it stays. */
  const attempt = (sql: string, role: 'mingbai_app' | 'mingbai_owner' = 'mingbai_app') =>
    database.as(role, async (client) => {
      await client.query(`begin; set local app.community_id = '${scene.communityId}'`);
      const said = await client.query(sql).then(
        () => 'not refused',
        (error: Error) => error.message,
      );
      await client.query('rollback');
      return said;
    });

  it('let no letter be used again, no answer be taken away, no result be another than the answers', async () => {
    await opened();
    const all = await letters();
    await say(all[0], [2, 2]);
    const { paperId } = (
      await papers(
        units.slice(5, 10),
        Array.from({ length: 5 }, () => [5, 5]),
      )
    ).value;
    expect(await attempt(`update mingbai.survey_letter set used = null where used = 'ONLINE'`)).toMatch(/was used/);
    expect(await attempt(`update mingbai.survey_letter set used = 'ONLINE' where used = 'PAPER'`)).toMatch(/was used/);
    expect(await attempt(`update mingbai.survey_letter set code_sha256 = repeat('a', 64) where used is not null`)).toMatch(/was used/);
    expect(await attempt(`update mingbai.survey_tally set online = 0`)).toMatch(/only added/);
    expect(
      await attempt(`update mingbai.survey_paper set state = 'CONFIRMED', decided_by = recorded_by, decided_for = recorded_for, decided_at = recorded_at`),
    ).toMatch(/papers_are_confirmed_by_another/);
    expect(await attempt(`delete from mingbai.survey_letter`)).toMatch(/permission denied/);
    expect(await attempt(`delete from mingbai.survey_tally`, 'mingbai_owner')).not.toBe('not refused');
    expect(await attempt(`update mingbai.survey set closes_on = closes_on + 1`, 'mingbai_owner')).not.toBe('not refused');
    const record = `insert into mingbai.assessment_record (community_id, id, assessment_id, kind, score, answers, happened_on, content, person_id, organisation_id, recorded_at)
      select community_id, 900001, assessment_id, 'SURVEY', 100, 1, '2024-04-12', '{}', 1, 1, '2024-04-12T10:00:00Z' from mingbai.survey`;
    expect(await attempt(record)).toMatch(/has 1 answers and 40\.00 points/);
    const own = record.replace(`'{}', 1, 1`, `'{}', opened_by, opened_for`).replace(`'SURVEY', 100,`, `'SURVEY', 40,`);
    expect(await attempt(own)).toMatch(/closed by those who held it/);
    const one = `insert into mingbai.survey_letter select community_id, id, (select min(id) from mingbai.unit), repeat('b', 64), null, opened_by, opened_for, opened_at from mingbai.survey`;
    expect(
      await attempt(`alter table mingbai.survey_letter disable trigger never_removed; delete from mingbai.survey_letter; ${one}`, 'mingbai_owner'),
    ).toMatch(/has no letter for unit/);
    await app.decidePapers.execute(scene.who.centre(), { quarter: Q1, paperId, decision: 'CONFIRMED' });
    expect(await attempt(`update mingbai.survey_paper set state = 'REJECTED'`)).toMatch(/decided once/);
    scene.at('2024-04-13');
    await close();
    expect(await attempt(`update mingbai.survey_tally set online = online + 1`)).toMatch(/is not open/);
    expect(await attempt(`update mingbai.survey_letter set used = 'ONLINE' where used is null`)).toMatch(/is not open/);
  });
});
