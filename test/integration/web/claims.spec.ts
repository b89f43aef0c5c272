import { invariants } from '../../../src/app.module.js';
import { instant, type CommunityId } from '../../../src/kernel/index.js';
import { UnitOfWork } from '../../../src/platform/database/index.js';
import type { TestApp } from '../../support/app.js';
import { violations } from '../../support/books.js';
import { startDemoApp } from '../../support/demo.js';
import { WebClient, type WebAnswer } from '../../support/web-client.js';
import { pdf } from '../evidence/fixture.js';

/** A cost of operating and spending by resolution, from the bookkeeper's form to the owner side's decision, without a script. */
describe('claims on their pages', () => {
  let demo: TestApp;

  beforeAll(async () => {
    demo = await startDemoApp();
  }, 240_000);
  afterAll(async () => {
    expect(await violations({ unitOfWork: demo.app.get(UnitOfWork) }, 1 as CommunityId, invariants)).toEqual([]);
    await demo.close();
  });

  async function as(login: string): Promise<WebClient> {
    const client = new WebClient(demo.app);
    expect((await client.signIn(login)).status).toBe(303);
    return client;
  }

  let vendor = '';
  const filled = () => ({
    kind: 'COST',
    amount: '1200.00',
    description: '停车场道闸维修',
    period: '2024-05',
    payee: vendor,
    lease: 'ZL01',
    invoiceNo: 'FP-0001',
  });
  const send = async (client: WebClient, base: string, fields: Readonly<Record<string, string>>, text: string): Promise<WebAnswer> =>
    client.upload(await client.get(base), base, { field: 'document', name: '发票.pdf', bytes: pdf(text), filled: fields });

  it('are asked by the bookkeeper with their paper, decided by the owner side, and then booked', async () => {
    const books = await as('jizhang1');
    const payees = await books.get('/b/ryxc/payees');
    const registered = await books.submit(payees, '/payees', {
      kind: 'VENDOR',
      name: '嘉善安防用品店',
      bankName: '嘉善农商银行',
      accountNo: '9905000000000001',
      accountName: '嘉善安防用品店',
    });
    vendor = /SK\d+/.exec(registered.location ?? '')?.[0] ?? '';
    expect(vendor).toMatch(/^SK\d{3}$/);
    const sent = await send(books, '/b/ryxc/claims', filled(), 'invoice 1');
    expect(sent).toMatchObject({ status: 303, location: '/b/ryxc/claims?done=asked' });
    const number = /FY\d{4}-\d{4}/.exec((await books.get('/b/ryxc/claims')).text)?.[0] ?? '';
    expect(number).toMatch(/^FY\d{4}-0001$/);

    const owners = await as('shequ1');
    expect((await owners.get('/w/ryxc')).text).toContain(`决定费用申请 ${number}：1,200.00 元`);
    const page = await owners.get(`/w/ryxc/claims/${number}`);
    expect(page.text).toContain('壹仟贰佰元整');
    expect(page.text).toContain('发票.pdf');
    const refused = await owners.submit(page, '/decision', { decision: 'REJECT' });
    expect(refused.status).toBe(400);
    expect(refused.html).toContain('href="#f-reason"');
    expect(await owners.submit(page, '/decision', { decision: 'APPROVE' })).toMatchObject({ status: 303, location: '/w/ryxc/claims?done=APPROVE' });
    // a second tap of the same form is the same act
    expect(await owners.submit(page, '/decision', { decision: 'APPROVE' })).toMatchObject({ status: 303, location: '/w/ryxc/claims?done=APPROVE' });
    const after = await owners.get(`/w/ryxc/claims/${number}`);
    expect(after.text).toContain('已同意');
    expect(after.html).not.toContain('/decision"');
  });

  it('refuse a paper that was used, on the page and with what was typed', async () => {
    const books = await as('jizhang1');
    const refused = await send(books, '/b/ryxc/claims', { ...filled(), invoiceNo: '', description: '再付一次' }, 'invoice 1');
    expect(refused.status).toBe(409);
    expect(refused.text).toContain('一份凭据只付一次');
    expect(refused.html).toContain('value="再付一次"');
    expect(refused.html).toContain('href="#f-document"');
  });

  it('are asked by the firm for its costs, withdrawn by it, and decided by nobody of it', async () => {
    const firm = await as('jiuwang1');
    const form = await firm.get('/f/ryxc/claims');
    expect(form.html).not.toContain('value="SPENDING"');
    expect(await send(firm, '/f/ryxc/claims', { ...filled(), invoiceNo: '', description: '灯管' }, 'invoice 2')).toMatchObject({ status: 303 });
    const number = /FY\d{4}-0002/.exec((await firm.get('/f/ryxc/claims')).text)?.[0] ?? '';
    const own = await firm.get(`/f/ryxc/claims/${number}`);
    expect(own.html).not.toContain('/decision"');
    expect((await firm.get(`/w/ryxc/claims/${number}`)).html).not.toContain('/decision"');
    expect(own.text).toMatch(/灯管.*发票\.pdf/);
    const others = number.replace('0002', '0001');
    const seen = await firm.get(`/f/ryxc/claims/${others}`);
    expect([seen.status, seen.text.includes('1,200.00')]).toEqual([200, true]);
    expect(seen.text).toContain('由别的单位提出');
    const listed = (await firm.get('/f/ryxc/claims')).text;
    const told = (await firm.get(`/api/v1/communities/ryxc/claims`)).html;
    expect(told).toContain('"description":"灯管"');
    for (const text of [seen.text, listed, told]) expect(text).not.toMatch(/道闸维修|FP-0001/);
    expect(await firm.submit(own, '/withdrawal')).toMatchObject({ status: 303, location: '/f/ryxc/claims?done=withdrawn' });
  });

  it('show what leases owe, and no deposit while there is none', async () => {
    const books = await as('jizhang1');
    demo.clock.set(instant('2024-05-16T09:00+08:00'));
    const page = await books.get('/b/ryxc/income');
    expect(page.status).toBe(200);
    expect(page.text).toContain('ZL01');
    expect(page.text).toContain('没有押金');
  });

  it('are told by the API, and a rule for the maintenance fund is recorded by the owner side on its page', async () => {
    const owners = await as('shequ1');
    const { items } = JSON.parse((await owners.get('/api/v1/communities/ryxc/claims?state=APPROVED')).html) as { items: Record<string, unknown>[] };
    expect(items).toEqual([
      expect.objectContaining({
        kind: 'COST',
        amount: '1200.00',
        payee: '嘉善安防用品店',
        lease: 'ZL01',
        evidence: [expect.objectContaining({ name: '发票.pdf' })],
      }),
    ]);
    const page = await owners.get('/w/ryxc/claims');
    const refused = await owners.submit(page, '/rules', { resolution: 'JY2024-001', share: '0.3', basis: 'QUARTER' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('没有决议 JY2024-001');
  });
});
