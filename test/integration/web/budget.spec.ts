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
    expect((await client.get(OWN)).text).toContain('2024 年预算（第 1 版，JY2023-001）');
    const filled = { title: '2024 年度预算', kind: 'BUDGET', decidedOn: '2024-05-10', from: '2024-05-10' };
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
    const page = await client.get(`${OWN}?done=adopted`);
    expect(page.text).toContain('2024 年预算（第 2 版，JY2024-001）');
    expect(page.text).toMatch(/物业服务·基础 600,000\.00 ([\d,]+\.\d\d) [\d,]+\.\d\d [\d.]+/);
  });

  it('is read by the centre and the firm, without a form', async () => {
    for (const login of ['zhongxin1', 'jiuwang1']) {
      const client = await as(login);
      expect(JSON.parse((await client.get('/api/v1/communities/ryxc/budgets')).html)).toMatchObject({
        items: [{ year: 2024, version: 2, resolution: 'JY2024-001' }],
      });
      expect((await client.get('/api/v1/communities/ryxc/budgets')).status).toBe(200);
    }
    expect((await (await as('zhongxin1')).get(OWN)).html).not.toContain('name="line0"');
  });
});
