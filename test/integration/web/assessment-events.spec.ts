import { businessDate, shanghaiTime } from '../../../src/kernel/index.js';
import type { TestApp } from '../../support/app.js';
import { startDemoApp } from '../../support/demo.js';
import { WebClient } from '../../support/web-client.js';
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
});
