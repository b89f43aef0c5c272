import { createHash } from 'node:crypto';
import { readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { startDemoApp } from '../../support/demo.js';
import type { TestApp } from '../../support/app.js';
import { WebClient } from '../../support/web-client.js';

describe('the handover pack on a page', () => {
  let demo: TestApp;
  beforeAll(async () => {
    demo = await startDemoApp();
  }, 180_000);
  afterAll(() => demo.close());

  const as = async (login: string): Promise<WebClient> => {
    const client = new WebClient(demo.app);
    await client.signIn(login);
    return client;
  };

  it('is made at the press of a button, shows its fingerprint and what is in it, and is the file that is downloaded', async () => {
    const centre = await as('zhongxin1');
    expect((await centre.get('/w/ryxc')).html).toContain('href="/w/ryxc/handover"');
    const made = await centre.submit(await centre.get('/w/ryxc/handover'), '/handover');
    expect(made.status).toBe(303);
    const page = await centre.get(made.location ?? '');
    const sha256 = /handover\/([0-9a-f]{64})$/.exec(made.location ?? '')?.[1] ?? '';
    expect(page.text).toMatch(/移交包已生成 .*未缴账单 [\d,.]+ .*open-bills\.csv .*journal\.hledger .*statements\/2024-01-v1\.json/);
    expect(page.text).toContain('业主姓名只留姓');
    const reply = await demo.app.inject({ url: `${made.location}/pack.zip`, headers: { cookie: await cookieOf('zhongxin1') } });
    expect(reply.headers['content-disposition']).toContain('handover-ryxc-2024-05-16.zip');
    expect(createHash('sha256').update(reply.rawPayload).digest('hex')).toBe(sha256);
    expect(reply.rawPayload.subarray(0, 4).toString('latin1')).toBe('PK\u0003\u0004');
    expect(reply.rawPayload.includes('manifest.json')).toBe(true);
  });

  it('is made once for a form that is sent twice, and one at a time: who comes second is told since when and what to do', async () => {
    const books = await as('jizhang1');
    const centre = await as('zhongxin1');
    const form = await books.get('/b/ryxc/handover');
    const page = await centre.get('/w/ryxc/handover');
    await demo.database.as('postgres', async (client) => {
      await client.query('begin; lock table mingbai.receipt in access exclusive mode');
      const twice = [books.submit(form, '/handover'), books.submit(form, '/handover')];
      await new Promise((resolve) => setTimeout(resolve, 500));
      const second = await centre.submit(page, '/handover');
      await client.query('rollback');
      expect(second.status).toBe(429);
      expect(second.text).toMatch(/从 20\d\d-\d\d-\d\d \d\d:\d\d 起正在生成一个移交包/);
      const [one, other] = await Promise.all(twice);
      expect(one?.status).toBe(303);
      expect(other?.location).toBe(one?.location);
    });
    expect((await books.submit(form, '/handover')).status).toBe(303);
    expect((await centre.submit(page, '/handover')).status).toBe(303);
    expect((await books.submit(form, '/handover', { idempotencyKey: '' })).status).toBe(400);
  });

  it('with whole names stays with whoever may read them, and no pack is for the firm, the cashier or the street', async () => {
    const books = await as('jizhang1');
    const own = (await books.submit(await books.get('/b/ryxc/handover'), '/handover')).location ?? '';
    expect((await books.get(own)).text).toContain('业主姓名是全名');
    const centre = await as('zhongxin1');
    expect((await centre.get(own.replace('/b/', '/w/'))).status).toBe(404);
    expect((await centre.get(`${own.replace('/b/', '/w/')}/pack.zip`)).status).toBe(404);
    for (const login of ['jiuwang1', 'chuna1', 'jiedao1']) {
      const other = await as(login);
      expect((await other.get('/w/ryxc/handover')).status).toBe(403);
      expect((await other.get(`${own}/pack.zip`)).status).toBe(403);
    }
    expect((await demo.app.inject({ url: `${own}/pack.zip` })).statusCode).toBe(401);
  });

  it('is gone after an hour, and says so', async () => {
    const books = await as('jizhang1');
    const own = (await books.submit(await books.get('/b/ryxc/handover'), '/handover')).location ?? '';
    const shelf = join(demo.settings.dataDirectory, 'tmp', 'uploads');
    const before = new Date(Date.now() - 61 * 60 * 1000);
    for (const name of readdirSync(shelf)) utimesSync(join(shelf, name), before, before);
    const gone = await books.get(own);
    expect(gone.status).toBe(404);
    expect(gone.text).toContain('已过一小时');
  });

  async function cookieOf(login: string): Promise<string> {
    const reply = await demo.app.inject({ method: 'POST', url: '/sign-in', payload: { login, password: 'mingbai-demo' } });
    return reply.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  }
});
