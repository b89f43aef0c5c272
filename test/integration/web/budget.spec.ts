import type { TestApp } from '../../support/app.js';
import { startDemoApp } from '../../support/demo.js';
import { WebClient } from '../../support/web-client.js';
import { pdf } from '../evidence/fixture.js';

const OWN = '/w/ryxc/budget';

/** The demo on 2024-05-16. */
describe('the yearly budget on its page', () => {
  let demo: TestApp;

  beforeAll(async () => {
    demo = await startDemoApp();
  }, 180_000);
  afterAll(() => demo.close());

  async function as(login: string): Promise<WebClient> {
    const client = new WebClient(demo.app);
    expect((await client.signIn(login)).status).toBe(303);
    return client;
  }

  it('is recorded by a resolution, refused below what is used with what was typed, and shows what is left', async () => {
    const client = await as('shequ1');
    expect((await client.get('/w/ryxc/resolutions')).html).toContain(`href="${OWN}"`);
    // of this year the demo has one
    expect((await client.get(OWN)).text).toMatch(/2024 年预算（第 1 版，JY2023-001） .*有效 .*社区登记 .*魏塘街道确认/);
    const filled = { title: '2024 年度预算', kind: 'BUDGET', decidedOn: '2024-05-10', from: '2024-05-10', to: '2024-12-31', limit: '750000.00' };
    await client.upload(await client.get('/w/ryxc/resolutions'), '/w/ryxc/resolutions', { field: 'document', name: '决议.pdf', bytes: pdf('预算'), filled });
    const lines = { year: '2024', resolution: 'JY2024-001', line0: '600000.00', line1: '140,000.00' };
    const low = await client.submit(await client.get(OWN), OWN, { ...lines, line0: '100.00' });
    expect(low.status).toBe(422);
    expect(low.text).toMatch(/SVC 5001\.01 在 2024 年已用 [\d.]+ 元，多于 100\.00 元/);
    expect(low.html).toContain('value="100.00"');
    const wrong = await client.submit(await client.get(OWN), OWN, { ...lines, line1: '十万' });
    expect(wrong.status).toBe(400);
    expect(wrong.html).toContain('href="#f-line1"');
    expect(await client.submit(await client.get(OWN), OWN, lines)).toMatchObject({ status: 303, location: `${OWN}?done=adopted` });
    const waiting = await client.get(`${OWN}?done=adopted`);
    expect(waiting.text).toMatch(/2024 年预算（第 2 版，JY2024-001）.*等待确认 .*社区登记/);
    expect(waiting.html).not.toContain('value="JY2024-001"');
    const centre = await as('zhongxin1');
    expect((await centre.get('/w/ryxc')).text).toContain('核对 2024 年预算');
    const refused = await centre.submit(await centre.get(OWN), '/2024-2/answer', { decision: 'REFUSE', '2024-2_reason': '不符' });
    expect(refused.status).toBe(400);
    expect(refused.html).toContain('href="#f-2024-2_reason"');
    expect(await centre.submit(await centre.get(OWN), '/2024-2/answer')).toMatchObject({ status: 303, location: `${OWN}?done=CONFIRM` });
    expect((await centre.get('/w/ryxc/resolutions')).text).toMatch(/有效 .*社区登记 .* 县物管中心确认/);
    const page = await client.get(OWN);
    expect(page.text).toMatch(/2024 年预算（第 2 版，JY2024-001）.*有效 .*确认/);
    expect(page.text).toMatch(/物业服务·基础 600,000\.00 ([\d,]+\.\d\d) [\d,]+\.\d\d [\d.]+/);
  });

  it('is read by the centre and the firm, without a form', async () => {
    for (const login of ['zhongxin1', 'jiuwang1']) {
      const client = await as(login);
      expect(JSON.parse((await client.get('/api/v1/communities/ryxc/budgets')).html)).toMatchObject({
        items: [{ year: 2024, version: 2, state: 'CONFIRMED', reason: null, resolution: 'JY2024-001' }],
      });
      expect((await client.get('/api/v1/communities/ryxc/budgets')).status).toBe(200);
    }
    expect((await (await as('zhongxin1')).get(OWN)).html).not.toContain('name="line0"');
  });
});
