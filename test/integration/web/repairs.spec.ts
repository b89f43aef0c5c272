import { businessDate, shanghaiTime } from '../../../src/kernel/index.js';
import type { TestApp } from '../../support/app.js';
import { startDemoApp } from '../../support/demo.js';
import { WebClient } from '../../support/web-client.js';

const F = '/f/ryxc/repairs';
const W = '/w/ryxc/repairs';
const Q2 = '/w/ryxc/assessments/2024-Q2';

describe('the log of repairs on its pages', () => {
  let demo: TestApp;

  const at = (day: string) => demo.clock.set(shanghaiTime(businessDate(day), '10:00'));
  async function as(login: string): Promise<WebClient> {
    const client = new WebClient(demo.app);
    expect((await client.signIn(login)).status).toBe(303);
    return client;
  }

  beforeAll(async () => {
    demo = await startDemoApp();
    at('2024-05-20');
  }, 180_000);
  afterAll(() => demo.close());

  it('takes a request and its answer from the firm, and refuses who asked', async () => {
    const firm = await as('jiuwang1');
    const page = await firm.get(F);
    const typed = { record_what: '3 号楼单元门不锁', record_urgency: 'URGENT', record_day: '2024-05-20', record_time: '08:00' };
    const personal = await firm.submit(page, '/record', { ...typed, record_what: '张师傅 13812345678' });
    expect([personal.status, personal.html.includes('href="#f-record_what"')]).toEqual([422, true]);
    expect((await firm.submit(page, '/record', { ...typed, record_time: '25:00' })).status).toBe(400);
    expect(await firm.submit(page, '/record', typed)).toMatchObject({ status: 303, location: `${F}?done=recorded` });
    const open = await firm.get(F);
    expect(open.text).toContain('BX2024-0001');
    expect(await firm.submit(open, '/respond', { respond_time: '9:30' })).toMatchObject({ status: 303, location: `${F}?done=responded` });
    expect((await firm.get(F)).text).toContain('1 件中 1 件按时响应，及时率 100');
  });

  it('tries a list before it takes it in', async () => {
    const firm = await as('jiuwang1');
    const bytes = Buffer.from('number,what,urgency,receivedAt,respondedAt\nA-1,路灯不亮,NORMAL,2024-05-19 11:00,\n');
    const page = await firm.get(F);
    const tried = await firm.upload(page, '/import', { field: 'import_file', name: 'a.csv', bytes, filled: { import_dryRun: 'yes' } });
    expect([tried.status, tried.text.includes('还没有写入'), tried.text.includes('新增 1 件')]).toEqual([200, true, true]);
    expect(tried.html).not.toContain('A-1');
    const taken = await firm.upload(await firm.get(F), '/import', { field: 'import_file', name: 'a.csv', bytes });
    expect([taken.status, taken.text.includes('报修表已导入')]).toEqual([200, true]);
    const wrong = await firm.upload(await firm.get(F), '/import', { field: 'import_file', name: 'b.csv', bytes: Buffer.from('x\n1\n') });
    expect([wrong.status, wrong.html.includes('href="#f-import_file"')]).toEqual([422, true]);
    const before = (await firm.get(F)).text;
    expect(before).toContain('1 件中 1 件按时响应，及时率 100');
    expect(before).not.toMatch(/迟登记 \d/);
    const late = Buffer.from('number,what,urgency,receivedAt,respondedAt\nA-2,水管漏水,URGENT,2024-05-10 09:00,2024-05-10 09:30\n');
    expect((await firm.upload(await firm.get(F), '/import', { field: 'import_file', name: 'b.csv', bytes: late })).status).toBe(200);
    const { text } = await firm.get(F);
    expect(text).toContain('2 件中 1 件按时响应，及时率 50');
    expect(text).toContain('物业公司迟登记的报修 1 件：报修一天以后才登记，按没有按时响应计入。');
    expect(text).toMatch(/A-2 水管漏水 紧急 .*（迟登记：2024年5月20日 10:00）/);
  });

  it('is read and added to by the owner side, which answers nothing, and read alone by the centre', async () => {
    const owners = await as('shequ1');
    const page = await owners.get(W);
    expect(page.html).not.toContain(`action="${W}/import"`);
    const typed = { record_what: '7 幢楼道灯坏', record_urgency: 'NORMAL', record_day: '2024-05-18', record_time: '20:00' };
    expect((await owners.submit(page, '/record', typed)).status).toBe(303);
    expect((await owners.get(W)).text).toContain(
      '业主一方迟登记的报修 1 件：报修一天以后才登记，照常计入，响应时限从登记时起算，至少一天；物业公司登记前已经响应的，从报修时起算。',
    );
    expect((await owners.post(`${F}/respond`, {})).status).toBe(403);
    const centre = await (await as('zhongxin1')).get(W);
    expect(centre.text).toContain('7 幢楼道灯坏');
    expect(centre.html).not.toContain('<form class="form" method="post"');
  });

  it('gives the figure of the quarter, which its inspectors take with one button', async () => {
    at('2024-07-08');
    const centre = await as('zhongxin1');
    const open = await centre.get('/w/ryxc/assessments');
    if (open.html.includes('value="2024-Q2"')) await centre.submit(open, '/assessments', { quarter: '2024-Q2' });
    const scores = Object.fromEntries(Array.from({ length: 6 }, (_, place) => [`items[${place}].score`, '8']));
    expect((await centre.submit(await centre.get(Q2), '/inspection', scores)).status).toBe(303);
    const page = await centre.get(Q2);
    expect(page.text).toContain('报修记录：4 件中 1 件按时，得分 25');
    const beside = await centre.submit(page, '/measures', { 'RESPONSE.score': '90', 'RESPONSE.note': '' });
    expect([beside.status, beside.html.includes('href="#f-RESPONSE.note"')]).toEqual([422, true]);
    expect(await centre.submit(page, '/measures/from-log')).toMatchObject({ status: 303, location: `${Q2}?done=measured` });
    expect((await centre.get(Q2)).text).toContain('报修 4 件，1 件在约定时间内响应。');
    const { items, ...figures } = JSON.parse((await centre.get('/api/v1/communities/ryxc/repairs?quarter=2024-Q2')).html) as { items: unknown[] };
    expect(items).toHaveLength(4);
    expect(figures).toMatchObject({ requests: 4, inTime: 1, open: 0, late: 0, lateByFirm: 1, lateByOthers: 1, score: '25.00' });
    expect(figures).toMatchObject({ lateHoursMin: 24, lateAnswers: 0, countedAt: shanghaiTime(businessDate('2024-07-08'), '10:00') });
  });

  it('shows, of a quarter that was counted, the figure that counted: by its rule and as of its moment, and when that was', async () => {
    // as a release of before would have counted it
    await demo.database.as('postgres', (client) =>
      client.query(`begin; set local session_replication_role = replica;
        update mingbai.assessment_record set score = 33.33,
          content = jsonb_set(content, '{log}', '{"requests": 3, "inTime": 1, "open": 0, "late": 1, "lateAnswers": 0, "hours": {"URGENT": 2, "NORMAL": 24}}')
        where kind = 'MEASURE' and content ? 'log' and (content->'log'->>'requests')::int = 4; commit`),
    );
    at('2024-07-12');
    const { html } = await (await as('jiuwang1')).get('/api/v1/communities/ryxc/repairs?quarter=2024-Q2');
    const { items, ...figures } = JSON.parse(html) as { items: { respondedAt: string | null }[] };
    const ofThen = { requests: 3, inTime: 1, open: 0, late: 1, lateByFirm: null, lateByOthers: null, lateHoursMin: null, lateAnswers: 0, score: '33.33' };
    expect(figures).toEqual({ ...ofThen, countedAt: shanghaiTime(businessDate('2024-07-08'), '10:00'), nextCursor: null });
    const { text, html: page } = await (await as('jiuwang1')).get(`${F}?quarter=2024-Q2`);
    expect(items.some(({ respondedAt }) => respondedAt === null)).toBe(true); // to which no answer is taken any more: the page asks for none
    expect(page).not.toContain('/repairs/respond');
    for (const words of [
      '3 件中 1 件按时响应，及时率 33.33',
      '已于2024年7月8日 10:00统计：数字以当时为准，本季度的报修记录不再变动。',
      '迟登记 1 件：报修一天以后或季度结束后才登记，不计入。',
    ])
      expect(text).toContain(words);
    expect((await (await as('jiuwang1')).get(F)).text).not.toContain('数字以当时为准');
    const centre = await as('zhongxin1');
    expect((await centre.submit(await centre.get(Q2), '/void', { void_reason: '检查表用错了版本。' })).status).toBe(303);
    expect((await centre.submit(await centre.get('/w/ryxc/assessments'), '/assessments', { quarter: '2024-Q2' })).status).toBe(303);
    const scores = Object.fromEntries(Array.from({ length: 6 }, (_none, place) => [`items[${place}].score`, '8']));
    at('2024-07-18');
    expect((await centre.submit(await centre.get(Q2), '/inspection', scores)).status).toBe(303);
    expect((await centre.get(Q2)).text).toContain('报修记录：3 件中 1 件按时，得分 33.33');
  });
});
