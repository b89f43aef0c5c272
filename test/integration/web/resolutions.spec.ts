import type { TestApp } from '../../support/app.js';
import { startDemoApp } from '../../support/demo.js';
import { WebClient, type WebAnswer } from '../../support/web-client.js';
import { pdf } from '../evidence/fixture.js';

const OWN = '/w/ryxc/resolutions';
const filled = { title: '公共收益三成划入维修资金', kind: 'MAINTENANCE', decidedOn: '2024-05-10', from: '2024-06-01', limit: '30000.00' };

describe('resolutions on their page', () => {
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
  const send = async (client: WebClient, fields: Readonly<Record<string, string>>, bytes: Uint8Array = pdf('决议')): Promise<WebAnswer> =>
    client.upload(await client.get(OWN), OWN, { field: 'document', name: '决议.pdf', bytes, filled: fields });

  it('are recorded with their paper, listed, and the paper is downloaded as it was', async () => {
    const client = await as('shequ1');
    // the demo's own
    expect((await client.get(OWN)).text).toMatch(/JY2023-001 2024 年度物业资金预算/);
    expect(await send(client, filled)).toMatchObject({ status: 303, location: `${OWN}?recorded=JY2024-001` });
    const page = await client.get(`${OWN}?recorded=JY2024-001`);
    expect(page.text).toContain('已登记为 JY2024-001');
    expect(page.text).toMatch(/JY2024-001 公共收益三成划入维修资金 维修资金 2024-05-10 2024-06-01 起 30,000\.00 决议\.pdf 等待确认 .*社区登记/);
    const [, href = ''] = /href="(\/api\/v1\/communities\/ryxc\/evidence\/[0-9a-f]{64})"/.exec(page.html) ?? [];
    const file = await client.get(href);
    expect(file.html).toBe(Buffer.from(pdf('决议')).toString());
    expect(file.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent('决议.pdf')}`,
      'x-content-type-options': 'nosniff',
    });
  });

  it('are confirmed by another organisation on their page, or taken back with a reason by their own', async () => {
    const [owners, centre] = [await as('shequ1'), await as('zhongxin1')];
    const wrong = (await send(owners, { ...filled, title: '写错了' }, pdf('写错了'))).location?.slice(-10);
    expect((await owners.get(OWN)).text).toContain('撤回');
    expect((await owners.get(OWN)).text).not.toContain('与文件一致');
    expect((await centre.get('/w/ryxc')).text).toContain('核对决议 JY2024-001');
    const taken = await owners.submit(await owners.get(OWN), `/${wrong}/answer`, { decision: 'REFUSE', [`${wrong}_reason`]: '限额写错了' });
    expect(taken).toMatchObject({ status: 303, location: `${OWN}?done=REFUSE` });
    expect((await owners.get(OWN)).text).toMatch(/已退回 .*社区撤回 .*：限额写错了/);
    expect((await (await as('jiedao1')).get('/w/ryxc')).text).toContain('核对决议 JY2024-001');
    await centre.submit(await centre.get(OWN), '/JY2024-001/answer');
    expect((await owners.get(OWN)).text).toMatch(/有效 .*社区登记 .* 县物管中心确认/);
    const api = await centre.get('/api/v1/communities/ryxc/resolutions');
    expect(JSON.parse(api.html)).toMatchObject({
      items: [{ state: 'REFUSED', reason: '限额写错了' }, { state: 'CONFIRMED', reason: null }, { number: 'JY2023-001' }],
    });
  });

  it('refuse what is wrong on the page, with what was typed', async () => {
    const client = await as('shequ1');
    const refused = await send(client, { ...filled, title: '另一份', to: '2024-01-01' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('结束不能早于开始');
    expect(refused.html).toContain('value="另一份"');
    const type = await send(client, { ...filled, title: '另一份' }, Buffer.from('<html>'));
    expect(type.status).toBe(400);
    expect(type.text).toContain('不是 PDF');
    expect(type.html).toContain('href="#f-document"');
    expect((await client.get(OWN)).text).not.toContain('另一份');
  });

  it('are read by the centre, which has no form, and not seen by the firm', async () => {
    const centre = await as('zhongxin1');
    const page = await centre.get(OWN);
    expect(page.status).toBe(200);
    expect(page.html).not.toContain('name="title"');
    expect((await (await as('jiuwang1')).get('/api/v1/communities/ryxc/evidence/' + 'a'.repeat(64))).status).toBe(404);
  });

  it('are told by the API as they stand', async () => {
    const answer = await (await as('zhongxin1')).get('/api/v1/communities/ryxc/resolutions');
    const { items } = JSON.parse(answer.html) as { items: Record<string, unknown>[] };
    expect(items.slice(1)).toEqual([
      expect.objectContaining({
        number: 'JY2024-001',
        kind: 'MAINTENANCE',
        limit: '30000.00',
        from: '2024-06-01',
        to: null,
        documentSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      }),
      expect.objectContaining({ number: 'JY2023-001', kind: 'BUDGET', limit: '556000.00' }),
    ]);
  });
});
