import type { TestApp } from '../../support/app.js';
import { startDemoApp } from '../../support/demo.js';
import { WebClient, type WebAnswer } from '../../support/web-client.js';

/** The demo on 2024-05-16: April is closed, May is not billed. */
describe('the page of a unit, and bills that a month lacks', () => {
  let demo: TestApp;
  let books: WebClient;
  const unit = '/b/ryxc/units/03-201';

  beforeAll(async () => {
    demo = await startDemoApp();
  }, 180_000);
  beforeEach(async () => {
    books = await as('jizhang1');
  });
  afterAll(async () => {
    await demo.close();
  });

  async function as(login: string): Promise<WebClient> {
    const client = new WebClient(demo.app);
    expect((await client.signIn(login)).status).toBe(303);
    return client;
  }

  async function done(page: WebAnswer, action: string, filled: Record<string, string> = {}): Promise<WebAnswer> {
    const answer = await books.submit(page, action, filled);
    expect({ status: answer.status, text: answer.status === 303 ? '' : answer.text }).toEqual({ status: 303, text: '' });
    return books.get(answer.location ?? '');
  }

  const fix = { fix_from: '2024-04', fix_kind: 'FLAT', fix_area: '100.00', fix_reason: '测绘更正', fix_document: '测绘报告 2024-3' };

  it('shows bills, receipts and what settled what, and is reached from the list of units', async () => {
    const list = await books.get('/b/ryxc/units');
    expect(list.html).toContain('href="/b/ryxc/units/01-101"');
    const page = await books.get(unit);
    expect(page.text).toContain('房屋 03-201');
    expect(page.text).toMatch(/2024年4月物业费/);
    expect((await books.get('/b/ryxc/units/99-999')).status).toBe(404);
    for (const login of ['chuna1', 'shequ1']) expect((await (await as(login)).get(unit)).status).toBe(403);
  });

  it('refuses a correction that is none, keeps what was typed, and says which field', async () => {
    expect((await books.get('/w/ryxc/units')).status).toBe(403);
    expect((await (await as('shequ1')).get('/w/ryxc/units')).text).toContain('没有等着审批的更正');
    const form = await books.get(unit);
    const refused = await books.submit(form, '/corrections', { ...fix, fix_area: '88.505' });
    expect(refused.status).toBe(400);
    expect(refused.html).toContain('href="#f-fix_area"');
    expect(refused.html).toContain('value="88.505"');
    expect((await books.submit(form, '/corrections', { ...fix, fix_from: '2024-07' })).text).toContain('2024-07 还没有开始');
    const page = await books.get(unit);
    const back = await books.submit(page, '/reversal', { back_reason: '', back_returnPayments: 'no' });
    expect(back.status).toBe(400);
    expect(back.html).toContain('href="#f-back_reason"');
    const other = await books.get('/b/ryxc/units/03-202');
    const seq = books.formOf(other, '/reversal').fields['back_seq'] ?? '';
    expect((await books.submit(page, '/reversal', { back_seq: seq, back_reason: '不是这户的', back_returnPayments: 'yes' })).status).toBe(404);
  });

  it('corrects the area, takes the wrong bill of a closed month back, bills it again and undoes that', async () => {
    const asked = await done(await books.get(unit), '/corrections', fix);
    expect(asked.text).toContain('已申请更正，等业主方审批');
    expect(asked.text).toContain('这套房屋的更正在等业主方审批');
    expect(asked.html).not.toContain('/corrections"');
    const owners = await as('shequ1');
    expect((await owners.get('/w/ryxc')).text).toContain('1 套房屋的面积或类型要更正');
    const waiting = await owners.get('/w/ryxc/units');
    expect(waiting.text).toContain('住宅 100.00 ㎡');
    const form = /\/units\/corrections\/\d+/.exec(waiting.html)?.[0] ?? '';
    const refused = await owners.submit(waiting, form, { decision: 'REFUSED' });
    expect([refused.status, refused.text.includes('不同意请写明原因')]).toEqual([422, true]);
    const agreed = await owners.submit(waiting, form, { decision: 'AGREED' });
    expect(agreed.status).toBe(303);
    expect((await owners.get(agreed.location ?? '')).text).toContain('没有等着审批的更正');
    const corrected = await books.get(unit);
    expect(corrected.text).toContain('测绘报告 2024-3');
    const before = await books.get('/b/ryxc/bills?month=2024-04');
    expect(before.text).toContain('每套房屋都有账单');
    expect(before.text).toContain('当月已结账');
    expect(before.html).not.toContain('action="/b/ryxc/bills/undo"');
    const reversed = await done(corrected, '/reversal', { back_reason: '面积录错', back_returnPayments: 'yes' });
    expect(reversed.text).toContain('账单已冲销');
    expect(reversed.html).toContain('href="/b/ryxc/bills?month=2024-04#missing"');
    const missing = await books.get('/b/ryxc/bills?month=2024-04');
    expect(missing.text).toMatch(/补出 2024年4月 的账单|补出 2024年4月的账单/);
    expect(missing.text).toContain('85.00');
    const file = await books.get('/b/ryxc/bills/trial.csv?month=2024-04');
    expect(file.html.trim().split('\r\n').slice(1)).toHaveLength(1);
    expect(file.html).toMatch(/"03-201","PM",".*","85.00","2024-05-31"/);
    const stale = await books.post('/b/ryxc/bills/supplement', { ...books.formOf(missing, '/bills/supplement').fields, fingerprint: '0'.repeat(64) });
    expect(stale.status).toBe(409);
    const billed = await done(missing, '/bills/supplement');
    expect(billed.text).toContain('账单已补出');
    expect((await books.get(unit)).text).toContain('补出，自 2024年5月16日 计入');
    const noReason = await books.submit(billed, '/bills/supplement/undo');
    expect(noReason.status).toBe(400);
    expect(noReason.html).toMatch(/href="#f-sup\d+_reason"/);
    const supplement = books.formOf(billed, '/bills/supplement/undo').fields['supplement'] ?? '';
    const undone = await books.submit(billed, '/bills/supplement/undo', { [`sup${supplement}_reason`]: '补错了' });
    expect([303, 409]).toContain(undone.status);
  });

  it('records when somebody moved in', async () => {
    const page = await books.get('/b/ryxc/units/03-301');
    expect((await books.submit(page, '/term', { term_from: '2024-04-15', term_reason: '交房' })).status).toBe(409);
    const set = await done(page, '/term', { term_from: '2024-05-15', term_reason: '交房' });
    expect(set.text).toContain('已登记计费起止');
    expect(set.text).toContain('2024年5月15日 至 以后');
  });

  it('gives the whole trial of a month as a file', async () => {
    expect((await books.get('/b/ryxc/bills?month=2024-05')).html).toContain('href="/b/ryxc/bills/trial.csv?month=2024-05"');
    const file = await books.get('/b/ryxc/bills/trial.csv?month=2024-05');
    expect([file.status, file.headers['content-disposition']]).toEqual([200, 'attachment; filename="bills-2024-05.csv"']);
    expect(file.html.trim().split('\r\n')).toHaveLength(1 + 630);
    expect((await books.get('/b/ryxc/bills/trial.csv?month=x')).status).toBe(404);
    expect((await (await as('chuna1')).get('/b/ryxc/bills/trial.csv?month=2024-05')).status).toBe(403);
  });
});
