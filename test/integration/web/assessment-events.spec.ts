import { businessDate, quarter, required, shanghaiTime } from '../../../src/kernel/index.js';
import { FileAppeal, RecordHearing, RecordInspection, RecordMeasure, RecordSurvey, ScoreAssessment } from '../../../src/modules/assessments/index.js';
import { CommunityQueries } from '../../../src/modules/communities/index.js';
import { IdentityQueries } from '../../../src/modules/identity/index.js';
import type { CommandContext } from '../../../src/platform/database/index.js';
import type { TestApp } from '../../support/app.js';
import { startDemoApp } from '../../support/demo.js';
import { WebClient } from '../../support/web-client.js';
import { demoRequests } from '../assessments/fixture.js';
import { pdf } from '../evidence/fixture.js';

const W = '/w/ryxc/assessments/2024-Q2';

describe('what may happen to a quarter, on its page', () => {
  let demo: TestApp;

  async function as(login: string): Promise<WebClient> {
    const client = new WebClient(demo.app);
    expect((await client.signIn(login)).status).toBe(303);
    return client;
  }

  beforeAll(async () => {
    demo = await startDemoApp();
    demo.clock.set(shanghaiTime(businessDate('2024-05-20'), '10:00'));
    const centre = await as('zhongxin1');
    const open = await centre.get('/w/ryxc/assessments');
    if (open.html.includes('value="2024-Q2"')) await centre.submit(open, '/assessments', { quarter: '2024-Q2' });
  }, 180_000);
  afterAll(() => demo.close());

  it('a severe safety event is recorded by the centre with its papers, chosen at once, and read by the firm', async () => {
    const centre = await as('zhongxin1');
    const page = await centre.get(W);
    const filled = { event_happenedOn: '2024-05-18', event_what: '地下车库进水，一辆车受损。' };
    const bare = await centre.upload(page, '/event', { field: 'event_paper', name: '', bytes: Buffer.alloc(0), filled });
    expect([bare.status, bare.html.includes('href="#f-event_paper"'), bare.html.includes('地下车库进水')]).toEqual([400, true, true]);
    const tomorrow = { ...filled, event_happenedOn: '2024-05-21' };
    const late = await centre.upload(page, '/event', { field: 'event_paper', name: '报告.pdf', bytes: pdf('报告'), filled: tomorrow });
    expect([late.status, late.html.includes('href="#f-event_happenedOn"')]).toEqual([422, true]);
    const also = [{ field: 'event_paper', name: '现场.pdf', bytes: pdf('现场') }];
    const done = await centre.upload(await centre.get(W), '/event', { field: 'event_paper', name: '报告.pdf', bytes: pdf('报告'), also, filled });
    expect([done.status, done.location]).toEqual([303, `${W}?done=event`]);
    expect((await centre.get(W)).text).toContain('地下车库进水，一辆车受损。 报告.pdf 现场.pdf');
    expect((await (await as('jiuwang1')).get('/f/ryxc/assessments/2024-Q2')).text).toContain('地下车库进水');
    const owners = await (await as('shequ1')).get(W);
    expect([owners.html.includes('/event"'), owners.html.includes('/void"')]).toEqual([false, false]);
  });

  it('becomes VOID for a reason that its page says, and is opened again', async () => {
    const centre = await as('zhongxin1');
    const page = await centre.get(W);
    const empty = await centre.submit(page, '/void', { void_reason: ' ' });
    expect([empty.status, empty.html.includes('href="#f-void_reason"')]).toEqual([422, true]);
    expect(await centre.submit(page, '/void', { void_reason: '检查组人员有利害关系' })).toMatchObject({
      status: 303,
      location: '/w/ryxc/assessments?done=voided',
    });
    const list = await centre.get('/w/ryxc/assessments?done=voided');
    expect(list.text).toContain('考核已作废');
    expect((await centre.get(W)).text).toContain('检查组人员有利害关系');
    expect((await centre.get(W)).html).not.toContain('/void"');
    expect((await centre.get('/p/ryxc')).text).toMatch(/作废的考核 2024年第二季度，2024年5月20日由\S+作废：检查组人员有利害关系/);
    const compound = JSON.parse((await centre.get('/api/v1/public/communities/ryxc')).html) as { voided: unknown };
    expect(compound.voided).toMatchObject([{ quarter: '2024-Q2', on: '2024-05-20', reason: '检查组人员有利害关系', score: null }]);
    expect((await centre.submit(list, '/assessments', { quarter: '2024-Q2' })).status).toBe(303);
    expect((await centre.get(W)).text).not.toContain('检查组人员有利害关系');
    // what happened is not forgotten with it
    expect((await centre.get(W)).text).toContain('地下车库进水，一辆车受损。 登记在已作废的考核中，沿用到本次考核');
  });

  it('is set aside on the form of a review, and its record says so to everybody, also after VOID', async () => {
    const { app, clock } = demo;
    const identity = app.get(IdentityQueries);
    const { id: communityId } = await app.get(CommunityQueries).bySlug('ryxc');
    const by = async (login: string): Promise<CommandContext> => {
      const { id } = await identity.byLogin(login);
      return { actor: required(await identity.actorOf(id, communityId, clock.now()), login), idempotencyKey: null };
    };
    const of = quarter('2024-Q2');
    clock.set(shanghaiTime(businessDate('2024-07-09'), '10:00'));
    const { inspection, survey, measures } = demoRequests;
    await app.get(RecordInspection).execute(await by('zhongxin1'), { ...inspection, quarter: of, inspectedOn: businessDate('2024-07-09') });
    await app
      .get(RecordSurvey)
      .execute(await by('shequ1'), { ...survey, quarter: of, openedOn: businessDate('2024-07-01'), closedOn: businessDate('2024-07-09') });
    for (const { code, score } of measures) await app.get(RecordMeasure).execute(await by('zhongxin1'), { quarter: of, code, score, note: '核对记录' });
    await app.get(ScoreAssessment).execute(await by('zhongxin1'), { quarter: of });
    await app.get(FileAppeal).execute(await by('jiuwang1'), { quarter: of, reason: '进水由市政管网倒灌引起' });
    await app
      .get(RecordHearing)
      .execute(await by('zhongxin1'), { quarter: of, heldOn: businessDate('2024-07-09'), heard: '项目经理', minutes: '出示了市政抢修记录' });
    const centre = await as('zhongxin1');
    const page = await centre.get(W);
    const filled = { decision: 'CORRECTED', aside_0: required(/name="aside_0" value="(\d+)"/.exec(page.html)?.[1], 'the event on the form') };
    const wordless = await centre.submit(page, '/review', { ...filled, reason: '' });
    expect([wordless.status, wordless.html.includes(`name="aside_0" value="${filled.aside_0}" checked`)]).toEqual([422, true]);
    expect((await centre.submit(page, '/review', { ...filled, aside_0: '7', reason: '认定有误' })).status).toBe(422);
    const done = await centre.submit(page, '/review', { ...filled, reason: '市政认定与物业服务无关' });
    expect([done.status, done.location]).toEqual([303, `${W}?done=reviewed`]);
    expect((await centre.get(W)).text).toContain('申诉复核后不再计入，不降档');
    expect((await (await as('jiuwang1')).get('/f/ryxc/assessments/2024-Q2')).text).toContain('申诉复核后不再计入，不降档');
    await centre.submit(await centre.get(W), '/void', { void_reason: '检查表有误' });
    await centre.submit(await centre.get('/w/ryxc/assessments'), '/assessments', { quarter: '2024-Q2' });
    const next = await centre.get(W);
    expect(next.text).toContain('申诉复核后不再计入，不降档');
    expect(next.text).not.toContain('沿用到本次考核');
    const again = { event_happenedOn: '2024-05-19', event_what: '地下车库进水。' };
    const refused = await centre.upload(next, '/event', { field: 'event_paper', name: '报告.pdf', bytes: pdf('报告'), filled: again });
    expect([refused.status, refused.html.includes('href="#f-event_paper"')]).toEqual([422, true]);
    expect(refused.text).toContain('申诉复核已认定它本季度不再计入');
  });
});
