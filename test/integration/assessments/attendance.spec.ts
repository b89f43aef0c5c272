import { businessDate, shanghaiTime, type Instant } from '../../../src/kernel/index.js';
import { entities as assessmentEntities, invariants } from '../../../src/modules/assessments/index.js';
import { entities as contractEntities } from '../../../src/modules/contracts/index.js';
import { violations } from '../../support/books.js';
import { TestDatabase } from '../../support/database.js';
import { refusedBy } from '../../support/refusal.js';
import { demoTerms } from '../contracts/fixture.js';
import { assessmentsOn, Q1, quarterOn, type AssessmentApp, type QuarterScene } from './fixture.js';

let database: TestDatabase;
let app: AssessmentApp;
let scene: QuarterScene;

beforeAll(async () => {
  database = await TestDatabase.create([...contractEntities, ...assessmentEntities]);
  app = assessmentsOn(database);
});
beforeEach(async () => {
  scene = await quarterOn(database, app);
  await scene.upTo('OPEN');
  scene.at('2024-03-20');
});
afterEach(async () => {
  expect(await violations(database, scene.communityId, invariants)).toEqual([]);
});
afterAll(async () => {
  app.papers.removeFiles();
  await database.destroy();
});

const moment = (day: string, time: string): Instant => shanghaiTime(businessDate(day), time);
const summary = () => database.unitOfWork.read(scene.communityId, (tx) => app.attendance.ofQuarter(tx, Q1, demoTerms.staffing));
const csv = (...lines: string[]): Uint8Array => Buffer.from(['日期,岗位,在岗人数', ...lines].join('\n'));
const roster = (file: Uint8Array, dryRun = false) => app.recordAttendance.importRoster(scene.who.firm(), { file, dryRun });
const check = (time: string, posts: { post: string; present: number }[], day = '2024-03-20') =>
  app.recordAttendance.check(scene.who.community(), { checkedAt: moment(day, time), posts });

describe('who was on duty', () => {
  it('is promised by the contract, told by the roster, and found by spot checks; each by its mean', async () => {
    await check('03:00', [
      { post: '保安', present: 2 },
      { post: '管理员', present: 0 },
    ]);
    await app.recordAttendance.check(scene.who.centre(), { checkedAt: moment('2024-03-20', '09:30'), posts: [{ post: '保安', present: 3 }] });
    await roster(csv('2024-03-01,保安,4', '2024/3/2,保安,4', '2024-03-03,保安,3'));
    expect(await summary()).toEqual([
      { post: '管理员', promised: 2, roster: null, checks: { count: 1, mean: '0.00' } },
      { post: '保安', promised: 4, roster: { days: 3, mean: '3.67' }, checks: { count: 2, mean: '2.50' } },
      { post: '维修工', promised: 1, roster: null, checks: null },
      { post: '保洁绿化', promised: 3, roster: null, checks: null },
    ]);
    const checks = await database.unitOfWork.read(scene.communityId, (tx) => app.attendance.checks(tx, Q1));
    expect(checks.map(({ checkedAt, posts }) => [checkedAt, posts.length])).toEqual([
      [moment('2024-03-20', '09:30'), 1],
      [moment('2024-03-20', '03:00'), 2],
    ]);
  });

  it('comes as a roster that is tried first; the same again adds nothing, and what stands is not changed', async () => {
    const file = csv('2024-03-01,保安,4');
    expect((await roster(file, true)).value).toEqual({ dryRun: true, added: 1, unchanged: 0 });
    expect((await summary())[1]?.roster).toBeNull();
    await roster(file);
    expect((await roster(csv('2024-03-01,保安,4', '2024-03-02,保安,4'))).value).toEqual({ dryRun: false, added: 1, unchanged: 1 });
    expect(await refusedBy(roster(csv('2024-03-01,保安,3')))).toMatchObject({ code: 'ROSTER_DIFFERS', details: { line: 2, present: 4 } });
  });

  it('is refused by the line: a post that nobody promised, a day to come, a line twice, what is no number', async () => {
    expect(await refusedBy(roster(csv('2024-03-01,经理,1')))).toMatchObject({ code: 'ROSTER_LINE', details: { line: 2, post: '经理' } });
    expect(await refusedBy(roster(csv('2024-03-21,保安,4')))).toMatchObject({ code: 'ROSTER_LINE' });
    expect(await refusedBy(roster(csv('2024-03-01,保安,4', '2024-03-01,保安,4')))).toMatchObject({ code: 'ROSTER_TWICE', details: { line: 3 } });
    expect(await refusedBy(roster(csv('2024-03-01,保安,四')))).toMatchObject({ code: 'LOG_FILE_WORD', details: { line: 2, column: '在岗人数' } });
    expect(await refusedBy(roster(csv('2023-12-01,保安,4')))).toMatchObject({ code: 'CONTRACT_NONE' });
    expect((await summary())[1]?.roster).toBeNull();
  });

  it('is checked by those who supervise, at a moment that has been, at posts of the contract', async () => {
    expect(await refusedBy(check('23:00', [{ post: '保安', present: 4 }]))).toMatchObject({ code: 'ATTENDANCE_MOMENT' });
    expect(await refusedBy(check('09:00', []))).toMatchObject({ code: 'ATTENDANCE_EMPTY' });
    expect(await refusedBy(check('09:00', [{ post: '经理', present: 1 }]))).toMatchObject({ code: 'ASSESSMENT_STAFFING' });
    expect(await refusedBy(check('09:00', [{ post: '保安', present: -1 }]))).toMatchObject({ code: 'ASSESSMENT_STAFFING' });
    const firm = app.recordAttendance.check(scene.who.firm(), { checkedAt: moment('2024-03-20', '09:00'), posts: [{ post: '保安', present: 4 }] });
    expect(await refusedBy(firm)).toMatchObject({ code: 'NOT_ALLOWED' });
    const owners = app.recordAttendance.importRoster(scene.who.community(), { file: csv('2024-03-01,保安,4'), dryRun: true });
    expect(await refusedBy(owners)).toMatchObject({ code: 'NOT_ALLOWED' });
    const stranger = { ...scene.who.firm(), actor: { ...scene.who.firm().actor, organisationId: scene.street.organisationId } };
    const other = app.recordAttendance.importRoster(stranger, { file: csv('2024-03-01,保安,4'), dryRun: false });
    expect(await refusedBy(other)).toMatchObject({ code: 'NOT_ALLOWED' });
  });

  it('stands once the quarter had a score, through every door, also when that became VOID and while its successor is assessed', async () => {
    await scene.upTo('SCORED');
    await expectStands();
    await app.voidAssessment.execute(scene.who.centre(), { quarter: Q1, reason: '指标有误' });
    await expectStands();
    await app.openAssessment.execute(scene.who.community(), { quarter: Q1 });
    await expectStands();
  });

  it('stays open in what became VOID before there was a score', async () => {
    await scene.upTo('INSPECTED');
    await app.voidAssessment.execute(scene.who.centre(), { quarter: Q1, reason: '检查表有误' });
    expect((await roster(csv('2024-03-01,保安,4'))).value).toMatchObject({ added: 1 });
  });

  const expectStands = async () => {
    expect(await refusedBy(roster(csv('2024-03-01,保安,4')))).toMatchObject({ code: 'ATTENDANCE_CLOSED', details: { quarter: Q1 } });
    expect(await refusedBy(check('09:00', [{ post: '保安', present: 4 }]))).toMatchObject({ code: 'ATTENDANCE_CLOSED' });
    const insert = database.unitOfWork.run(scene.communityId, (tx) =>
      tx.query(
        `insert into mingbai.attendance (community_id, id, quarter, kind, day, checked_at, post, promised, present, recorded_by, recorded_for, recorded_at)
         values ($1, 990004, '2024-Q1', 'CHECK', '2024-03-01', '2024-03-01T00:00:00Z', '保安', 4, 4, 1, 1, '2024-04-16T00:00:00Z')`,
        [tx.communityId],
      ),
    );
    await expect(insert).rejects.toThrow('stands');
  };
});
