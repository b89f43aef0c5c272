import { businessDate, shanghaiTime, type Instant } from '../../../src/kernel/index.js';
import { entities as assessmentEntities, invariants, type AssessmentView } from '../../../src/modules/assessments/index.js';
import { entities as contractEntities } from '../../../src/modules/contracts/index.js';
import { violations } from '../../support/books.js';
import { TestDatabase } from '../../support/database.js';
import { refusedBy } from '../../support/refusal.js';
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
  await scene.upTo('INSPECTED');
});
afterEach(async () => {
  expect(await violations(database, scene.communityId, invariants)).toEqual([]);
});
afterAll(async () => {
  app.papers.removeFiles();
  await database.destroy();
});

const header = '报修单号,报修内容,紧急程度,报修时间,响应时间';
const csv = (...lines: string[]): Uint8Array => Buffer.from(`\u{feff}${[header, ...lines].join('\r\n')}\r\n`);
/** 63 of 70 in time, as the demo's first quarter. */
const demoLog = csv(
  ...Array.from(
    { length: 70 },
    (_, at) => `R-${at + 1},路灯不亮,一般,2024-02-${String((at % 28) + 1).padStart(2, '0')} 09:00,2024/3/1${at < 63 ? '' : '0'} 10:00`,
  ).map((line, at) => (at < 63 ? line.replace('2024/3/1 ', `2024-02-${String((at % 28) + 1).padStart(2, '0')} `) : line)),
);
const imported = (file: Uint8Array, dryRun = false) => app.importRepairs.execute(scene.who.firm(), { file, dryRun });
const log = () => database.unitOfWork.read(scene.communityId, (tx) => app.repairs.ofQuarter(tx, Q1));
const moment = (day: string, time: string): Instant => shanghaiTime(businessDate(day), time);
const view = async (): Promise<AssessmentView> => {
  const found = await database.unitOfWork.read(scene.communityId, (tx) => app.assessments.byQuarter(tx, Q1));
  if (!found) throw new Error('there is no assessment');
  return found;
};

describe('the log of repairs', () => {
  it('comes as a list: tried first, then taken in, and the same list again adds nothing', async () => {
    expect((await imported(demoLog, true)).value).toEqual({ dryRun: true, added: 70, answered: 0, unchanged: 0 });
    expect(await log()).toEqual([]);
    expect((await imported(demoLog)).value).toEqual({ dryRun: false, added: 70, answered: 0, unchanged: 0 });
    expect(await log()).toHaveLength(70);
    expect((await imported(demoLog, true)).value).toEqual({ dryRun: true, added: 0, answered: 0, unchanged: 70 });
  });

  it('brings answers to what was open, and changes nothing that stands', async () => {
    await imported(csv('R-1,门锁坏,紧急,2024-03-01 08:00,'));
    expect((await imported(csv('R-1,门锁坏,紧急,2024-03-01 08:00,2024-03-01 09:30'))).value).toMatchObject({ added: 0, answered: 1 });
    const changed = imported(csv('R-1,门锁坏,紧急,2024-03-01 08:00,2024-03-01 08:05'));
    expect(await refusedBy(changed)).toMatchObject({ code: 'REPAIR_DIFFERS', details: { number: 'R-1' } });
    expect(await refusedBy(imported(csv('R-1,门锁坏,一般,2024-03-01 08:00,2024-03-01 09:30')))).toMatchObject({ code: 'REPAIR_DIFFERS' });
    expect((await log())[0]).toMatchObject({ respondedAt: moment('2024-03-01', '09:30') });
  });

  it('is refused as a whole, by the line and what is wrong in it', async () => {
    const refusal = async (...lines: string[]) => refusedBy(imported(csv('R-9,好的,一般,2024-03-01 08:00,', ...lines)));
    expect(await refusal('R-1,门锁坏,马上,2024-03-01 08:00,')).toMatchObject({
      code: 'LOG_FILE_WORD',
      details: { line: 3, column: '紧急程度', value: '马上' },
    });
    expect(await refusal('R-1,门锁坏,紧急,3月1日,')).toMatchObject({ code: 'LOG_FILE_WORD', details: { line: 3, column: '报修时间' } });
    expect(await refusal('R-1,门锁坏,紧急,2024-03-01 08:00,后来')).toMatchObject({ code: 'LOG_FILE_WORD', details: { column: '响应时间' } });
    expect(await refusal('R-9,好的,一般,2024-03-01 08:00,')).toMatchObject({ code: 'REPAIR_TWICE', details: { number: 'R-9' } });
    expect(await refusal('R-1,张三 13812345678,紧急,2024-03-01 08:00,')).toMatchObject({ code: 'REPAIR_PERSONAL', details: { number: 'R-1' } });
    expect(await refusal('R-1,门锁坏,紧急,2024-03-01 08:00,2024-03-01 07:00')).toMatchObject({ code: 'REPAIR_TIMES' });
    expect(await refusal(',门锁坏,紧急,2024-03-01 08:00,')).toMatchObject({ code: 'REPAIR_NUMBER' });
    expect(await refusal('R-1,门锁坏,紧急,2023-12-01 08:00,')).toMatchObject({ code: 'CONTRACT_NONE', details: { period: '2023-12' } });
    expect(await refusedBy(imported(Buffer.from('a,b\n1,2\n')))).toMatchObject({ code: 'LOG_FILE_COLUMNS' });
    expect(await refusedBy(imported(Buffer.from(header)))).toMatchObject({ code: 'LOG_FILE' });
    expect(await log()).toEqual([]);
  });

  it('is written down one by one, by the owner side too, and answered by the firm once', async () => {
    const repair = { what: '3 号楼单元门不锁', urgency: 'URGENT', receivedAt: moment('2024-03-20', '08:00') } as const;
    expect((await app.recordRepair.execute(scene.who.firm(), repair)).value).toEqual({ number: 'BX2024-0001' });
    expect((await app.recordRepair.execute(scene.who.community(), { ...repair, what: '5 号楼水管漏水' })).value).toEqual({ number: 'BX2024-0002' });
    const respond = (number: string, time: string) => app.recordRepair.respond(scene.who.firm(), { number, respondedAt: moment('2024-03-20', time) });
    await respond('BX2024-0002', '09:00');
    expect(await refusedBy(respond('BX2024-0002', '08:30'))).toMatchObject({ code: 'REPAIR_ANSWERED' });
    expect(await refusedBy(respond('BX2024-0009', '08:30'))).toMatchObject({ code: 'REPAIR_UNKNOWN' });
    expect(await refusedBy(respond('BX2024-0001', '07:59'))).toMatchObject({ code: 'REPAIR_TIMES' });
    const future = app.recordRepair.execute(scene.who.firm(), { ...repair, receivedAt: moment('2024-05-01', '08:00') });
    expect(await refusedBy(future)).toMatchObject({ code: 'REPAIR_TIMES' });
    expect((await log()).map(({ number, respondedAt }) => [number, respondedAt !== null])).toEqual([
      ['BX2024-0001', false],
      ['BX2024-0002', true],
    ]);
  });

  it('is not everybody’s: the owner side answers nothing, the centre writes nothing, nor does a firm of another contract', async () => {
    const repair = { what: '路灯不亮', urgency: 'NORMAL', receivedAt: moment('2024-03-20', '08:00') } as const;
    expect(await refusedBy(app.recordRepair.execute(scene.who.centre(), repair))).toMatchObject({ code: 'NOT_ALLOWED' });
    const answer = app.recordRepair.respond(scene.who.community(), { number: 'BX2024-0001', respondedAt: repair.receivedAt });
    expect(await refusedBy(answer)).toMatchObject({ code: 'NOT_ALLOWED' });
    expect(await refusedBy(app.importRepairs.execute(scene.who.community(), { file: demoLog, dryRun: true }))).toMatchObject({ code: 'NOT_ALLOWED' });
    const stranger = { ...scene.who.firm(), actor: { ...scene.who.firm().actor, organisationId: scene.street.organisationId } };
    expect(await refusedBy(app.recordRepair.execute(stranger, repair))).toMatchObject({ code: 'NOT_ALLOWED' });
    expect(await log()).toEqual([]);
  });
});

describe('response times from the log', () => {
  const measured = () => app.measureFromLog.execute(scene.who.community(), { quarter: Q1 });
  const byHand = (note: string) => app.recordMeasure.execute(scene.who.community(), { quarter: Q1, code: 'RESPONSE', score: '95', note });

  it('are 90.00 for 63 of 70, with the counts and the hours beside the figure', async () => {
    await imported(demoLog);
    expect((await measured()).value).toMatchObject({ requests: 70, inTime: 63, score: '90.00' });
    const [measure] = (await view()).measures;
    expect(measure).toMatchObject({
      code: 'RESPONSE',
      note: '报修 70 件，63 件在约定时间内响应。',
      log: { requests: 70, inTime: 63, hours: { URGENT: 2, NORMAL: 24 } },
    });
    expect(measure?.score.toFixed(2)).toBe('90.00');
  });

  it('are refused without a request that counts', async () => {
    expect(await refusedBy(measured())).toMatchObject({ code: 'REPAIR_LOG_EMPTY', details: { quarter: Q1 } });
  });

  it('stand still: once counted, the log of the quarter takes nothing, through no door', async () => {
    await imported(csv('R-1,门锁坏,紧急,2024-03-01 08:00,'));
    await measured();
    expect(await refusedBy(imported(csv('R-1,门锁坏,紧急,2024-03-01 08:00,2024-03-01 09:00')))).toMatchObject({
      code: 'REPAIR_COUNTED',
      details: { quarter: Q1 },
    });
    expect(await refusedBy(imported(csv('R-2,路灯不亮,一般,2024-03-01 08:00,2024-03-01 09:00')))).toMatchObject({ code: 'REPAIR_COUNTED' });
    const past = (sql: string) => database.unitOfWork.run(scene.communityId, (tx) => tx.query(sql, [tx.communityId]));
    await expect(
      past(
        `update mingbai.repair_request set responded_at = received_at, response_by = 1, response_for = 1, response_recorded_at = recorded_at where community_id = $1`,
      ),
    ).rejects.toThrow('are counted');
    expect((await imported(csv('R-3,路灯不亮,一般,2024-04-02 08:00,2024-04-02 09:00'))).value).toMatchObject({ added: 1 });
  });

  it('may be another figure by hand with a reason, which stands beside what the log gives', async () => {
    await imported(demoLog);
    expect(await refusedBy(byHand(' '))).toMatchObject({ code: 'MEASURE_BESIDE_LOG', details: { requests: 70, inTime: 63, score: '90.00', field: 'note' } });
    await byHand('七件迟到是停电造成的，不算物业公司的责任。');
    expect((await view()).measures[0]).toMatchObject({ beside: { requests: 70, inTime: 63, score: '90.00' } });
  });

  it('are typed as before where there is no log', async () => {
    await byHand('');
    expect((await view()).measures[0]).not.toHaveProperty('beside');
  });

  it('are checked again from the log: a figure that it does not give is found', async () => {
    await imported(demoLog);
    const { id } = await view();
    const content = JSON.stringify({ note: '', log: { requests: 70, inTime: 70, open: 0, late: 0, hours: { URGENT: 2, NORMAL: 24 } } });
    await database.unitOfWork.run(scene.communityId, (tx) =>
      tx.query(
        `insert into mingbai.assessment_record (community_id, id, assessment_id, kind, code, score, happened_on, content, person_id, organisation_id, recorded_at)
         values ($1, 990002, $2, 'MEASURE', 'RESPONSE', 100, '2024-04-12', $3, 1, 1, '2024-04-12T00:00:00Z')`,
        [tx.communityId, id, content],
      ),
    );
    expect((await violations(database, scene.communityId, invariants)).join(' ')).toMatch(/I13 response times are what the log of repairs says.*63 of 70/s);
    await app.voidAssessment.execute(scene.who.centre(), { quarter: Q1, reason: '指标有误' });
  });

  it('go into the score as they were counted', async () => {
    await imported(demoLog);
    scene.at('2024-04-12');
    await app.recordSurvey.execute(scene.who.community(), demoRequests.survey);
    await measured();
    await app.recordMeasure.execute(scene.who.community(), { quarter: Q1, code: 'DISCLOSURE', score: '75.00', note: '' });
    scene.at('2024-04-15');
    expect((await app.scoreAssessment.execute(scene.who.centre(), { quarter: Q1 })).value).toMatchObject({ score: '87.32' });
  });
});
