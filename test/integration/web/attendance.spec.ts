import { businessDate, shanghaiTime } from '../../../src/kernel/index.js';
import type { TestApp } from '../../support/app.js';
import { startDemoApp } from '../../support/demo.js';
import { WebClient } from '../../support/web-client.js';

const F = '/f/ryxc/attendance';
const W = '/w/ryxc/attendance';

describe('who was on duty, on its pages', () => {
  let demo: TestApp;

  async function as(login: string): Promise<WebClient> {
    const client = new WebClient(demo.app);
    expect((await client.signIn(login)).status).toBe(303);
    return client;
  }

  beforeAll(async () => {
    demo = await startDemoApp();
    demo.clock.set(shanghaiTime(businessDate('2024-05-20'), '10:00'));
  }, 180_000);
  afterAll(() => demo.close());

  it('a spot check is recorded by the owner side, post by post; what was not counted is left out', async () => {
    const owners = await as('shequ1');
    expect((await owners.get('/w/ryxc/repairs')).html).toContain(`href="${W}"`);
    const page = await owners.get(W);
    const typed = { check_time: '03:20', 'check_posts[1].present': '2' };
    const late = await owners.submit(page, '/check', { ...typed, check_time: '23:00' });
    expect([late.status, late.html.includes('href="#f-check_time"'), late.html.includes('value="23:00"')]).toEqual([422, true, true]);
    expect(await owners.submit(page, '/check', typed)).toMatchObject({ status: 303, location: `${W}?done=checked` });
    expect((await owners.get(W)).text).toContain('保安 2/4');
    expect((await owners.get(W)).text).toMatch(/保安 4 — 2\.00（1 次）/);
  });

  it('a roster is tried, taken in by the firm alone, and read by the centre', async () => {
    const firm = await as('jiuwang1');
    const file = { field: 'roster_file', name: 'a.csv', bytes: Buffer.from('day,post,present\n2024-05-01,保安,4\n2024-05-02,保安,3\n') };
    const tried = await firm.upload(await firm.get(F), '/roster', { ...file, filled: { roster_dryRun: 'yes' } });
    expect([tried.status, tried.text.includes('新增 2 行'), tried.text.includes('还没有写入')]).toEqual([200, true, true]);
    const taken = await firm.upload(await firm.get(F), '/roster', file);
    expect([taken.status, taken.text.includes('排班表已导入')]).toEqual([200, true]);
    const wrong = await firm.upload(await firm.get(F), '/roster', { ...file, bytes: Buffer.from('day,post,present\n2024-05-01,经理,4\n') });
    expect([wrong.status, wrong.html.includes('href="#f-roster_file"')]).toEqual([422, true]);
    const centre = await as('zhongxin1');
    expect((await centre.get(W)).text).toMatch(/保安 4 3\.50（2 次） 2\.00（1 次）/);
    expect((await centre.get(F)).status).toBe(403);
    const { posts } = JSON.parse((await centre.get('/api/v1/communities/ryxc/attendance?quarter=2024-Q2')).html) as {
      posts: { post: string; roster: unknown }[];
    };
    expect(posts.find(({ post }) => post === '保安')?.roster).toEqual({ days: 2, mean: '3.50' });
  });

  it('promised and present stand on the page of a final score, and how its response times were counted', async () => {
    const page = await new WebClient(demo.app).get('/p/ryxc/2024-Q1/score');
    expect(page.text).toContain('约定人数');
    expect(page.text).toMatch(/保安 4 4 — —/);
    expect(page.text).toContain('63 ÷ 70 × 100');
  });
});
