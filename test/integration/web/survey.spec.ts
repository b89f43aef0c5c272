import { businessDate, shanghaiTime } from '../../../src/kernel/index.js';
import type { TestApp } from '../../support/app.js';
import { startDemoApp } from '../../support/demo.js';
import { WebClient } from '../../support/web-client.js';

const DESK = '/w/ryxc/assessments/2024-Q2';
const API = '/api/v1/communities/ryxc/assessments/2024-Q2';

describe('a survey among the households of the demo', () => {
  let demo: TestApp;
  let codes: string[];

  const at = (day: string) => demo.clock.set(shanghaiTime(businessDate(day), '10:00'));
  async function as(login: string): Promise<WebClient> {
    const client = new WebClient(demo.app);
    expect((await client.signIn(login)).status).toBe(303);
    return client;
  }
  /** The API as a script calls it: signed in by a token. */
  async function call(login: string, path: string, body: object): Promise<{ status: number; body: Record<string, unknown> }> {
    const server = demo.app.getHttpAdapter().getInstance();
    const session = await server.inject({ method: 'POST', url: '/api/v1/session', payload: { login, password: 'mingbai-demo' } });
    const { token } = session.json<{ token: string }>();
    const reply = await server.inject({
      method: 'POST',
      url: path,
      headers: { authorization: `Bearer ${token}`, 'idempotency-key': `survey-spec-${path}-${login}` },
      payload: body,
    });
    return { status: reply.statusCode, body: reply.json() };
  }

  beforeAll(async () => {
    demo = await startDemoApp();
    at('2024-07-10');
    const centre = await as('zhongxin1');
    const open = await centre.get('/w/ryxc/assessments');
    if (open.html.includes('value="2024-Q2"')) await centre.submit(open, '/assessments', { quarter: '2024-Q2' });
    const items = ['秩序维护', '环境保洁', '绿化养护', '设施设备维护', '客户服务', '安全管理'].map((name) => ({ name, score: '8.00' }));
    expect(await call('zhongxin1', `${API}/inspection`, { inspectedOn: '2024-07-10', items })).toMatchObject({ status: 200, body: { state: 'INSPECTED' } });
  }, 180_000);
  afterAll(() => demo.close());

  it('is opened on its page, with the questions and the last day that stand there', async () => {
    const client = await as('shequ1');
    expect((await client.get(DESK)).html).toContain(`href="${DESK}/survey"`);
    const page = await client.get(`${DESK}/survey`);
    expect(await client.submit(page, '/survey/open', { open_closesOn: '2024-07-10' })).toMatchObject({ status: 422 });
    expect(await client.submit(page, '/survey/open')).toMatchObject({ status: 303, location: `${DESK}/survey?done=opened` });
    expect((await client.get(`${DESK}/survey?done=opened`)).text).toContain('调查已开始');
    expect((await new WebClient(demo.app).get('/p/ryxc')).text).toContain('满意度调查正在进行，2024年7月12日截止');
  });

  it('has a letter for each of the 630 households, printed once', async () => {
    const client = await as('shequ1');
    const file = await client.submit(await client.get(`${DESK}/survey`), '/survey/letters');
    expect(file).toMatchObject({
      status: 200,
      headers: { 'content-type': 'application/pdf', 'content-disposition': 'attachment; filename="survey-2024-Q2.pdf"' },
    });
    expect(file.html.startsWith('%PDF-')).toBe(true);
    const { body } = await call('shequ1', `${API}/survey/letters`, {});
    codes = (body['letters'] as { code: string }[]).map(({ code }) => code);
    expect(codes).toHaveLength(630);
  });

  it('is answered without signing in and without script; what is missing is said at its question', async () => {
    const household = new WebClient(demo.app);
    const page = await household.get('/p/ryxc/survey');
    const answers = { q1: '5', q2: '4', q3: '3', q4: '4', q5: '5' };
    const missing = await household.submit(page, '/survey', { ...answers, code: codes[0] ?? '', q3: '' });
    expect(missing.status).toBe(422);
    expect(missing.text).toContain('请回答：设施维修');
    expect(missing.html).toContain('href="#f-q3"');
    const unknown = await household.submit(page, '/survey', { ...answers, code: 'AAAA-AAAA-AAAA' });
    expect([unknown.status, unknown.text.includes('没有这个调查码')]).toEqual([404, true]);
    expect(await household.submit(page, '/survey', { ...answers, code: codes[0] ?? '' })).toMatchObject({ status: 303, location: '/p/ryxc/survey?done=1' });
    expect((await household.get('/p/ryxc/survey?done=1')).text).toContain('已收到您的回答');
    const again = await household.submit(page, '/survey', { ...answers, code: codes[0] ?? '' });
    expect([again.status, again.text.includes('这个调查码已经用过')]).toEqual([409, true]);
    expect(again.html).not.toContain(codes[1]);
  });

  it('is answered by somebody who is signed in, and in English', async () => {
    const signedIn = await as('jiuwang1');
    const page = await signedIn.get('/en/p/ryxc/survey');
    expect(page.text).toContain('Survey of Q2 2024');
    const answers = { q1: '5', q2: '5', q3: '5', q4: '5', q5: '5', code: codes[1] ?? '' };
    expect(await signedIn.submit(page, '/survey', answers)).toMatchObject({ status: 303, location: '/en/p/ryxc/survey?done=1' });
  });

  it('takes papers that the centre has counted too, and ends with its result', async () => {
    const client = await as('shequ1');
    const page = await client.get(`${DESK}/survey`);
    const five = ['02-101', '02-102', '02-103', '02-104', '02-201'];
    const refused = await client.submit(page, '/survey/papers', { papers_units: five.join('\n'), papers_sheets: '55555\n4444' });
    expect([refused.status, refused.html.includes('href="#f-papers_sheets"')]).toEqual([422, true]);
    const sheets = ['55555', '44444', '4 4 4 4 4', '55555', '33333'].join('\n');
    expect(await client.submit(page, '/survey/papers', { papers_units: five.join('\n'), papers_sheets: sheets })).toMatchObject({ status: 303 });
    expect((await client.get(`${DESK}/survey`)).html).not.toContain('value="CONFIRMED"');
    const centre = await as('zhongxin1');
    const toCount = await centre.get(`${DESK}/survey`);
    expect(await centre.submit(toCount, '/survey/papers/decision', { decision: 'CONFIRMED' })).toMatchObject({
      status: 303,
      location: `${DESK}/survey?done=confirmed`,
    });
    expect((await centre.submit(await centre.get(`${DESK}/survey`), '/survey/close')).text).toContain('调查到 2024-07-12 截止');
    at('2024-07-13');
    expect(await centre.submit(await centre.get(`${DESK}/survey`), '/survey/close')).toMatchObject({ status: 303 });
    // 21 + 25 and 5 · (5 + 4 + 4 + 5 + 3) of 35 answers: 151 · 20 / 35
    expect((await centre.get(DESK)).text).toContain('86.29');
    expect((await new WebClient(demo.app).get('/p/ryxc/survey')).text).toContain('现在没有进行中的调查');
  });

  it('leaves every figure of a final score to be computed again by anybody', async () => {
    const anybody = new WebClient(demo.app);
    expect((await anybody.get('/p/ryxc')).html).toContain('href="/p/ryxc/2024-Q1/score"');
    const page = await anybody.get('/p/ryxc/2024-Q1/score');
    expect(page.status).toBe(200);
    for (const figure of ['88.50', '86.20', '90.00', '75.00', '40%', '35.40', '30.17', '18.00', '3.75', '87.32', '30,247.79', '29,642.83', '604.96', '98%'])
      expect(page.text).toContain(figure);
    expect((await anybody.get('/en/p/ryxc/2024-Q1/score')).text).toContain('How the score of Q1 2024 was made');
    for (const none of ['/p/ryxc/2024-Q2/score', '/p/ryxc/2031-Q1/score', '/p/ryxc/2024-03/score', '/p/nowhere/2024-Q1/score'])
      expect((await anybody.get(none)).status).toBe(404);
  });

  it('is of those who run it: the firm sees its page no more than a stranger', async () => {
    expect((await (await as('jiuwang1')).get(`${DESK}/survey`)).status).toBe(403);
    expect((await new WebClient(demo.app).get(`${DESK}/survey`)).status).toBe(303);
  });
});
