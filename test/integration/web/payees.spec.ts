import type { TestApp } from '../../support/app.js';
import { startDemoApp } from '../../support/demo.js';
import { WebClient } from '../../support/web-client.js';

describe('the register of payees on the pages', () => {
  const account = { accountName: '嘉善安防用品店', bankName: '农业银行嘉善支行', accountNo: '9905 0000 0000 0001' };
  const vendor = { kind: 'VENDOR', name: '嘉善安防用品店', ...account };
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

  it('takes a payee, shows when it can be paid, and never its whole account number', async () => {
    const jizhang = await as('jizhang1');
    const page = await jizhang.get('/b/ryxc/payees');
    expect(page.text).toContain('SK001 嘉兴市久旺物业管理有限公司');
    const refused = await jizhang.submit(page, '/b/ryxc/payees', { ...vendor, accountNo: '12' });
    expect([refused.status, refused.text.includes('8 到 34 位数字')]).toEqual([422, true]);
    expect(refused.html).toContain('value="嘉善安防用品店"');
    const done = await jizhang.submit(page, '/b/ryxc/payees', vendor);
    expect([done.status, done.location]).toEqual([303, '/b/ryxc/payees?registered=SK002']);
    const list = await jizhang.get('/b/ryxc/payees?registered=SK002');
    for (const text of ['已登记 SK002', '农业银行嘉善支行 尾号 0001', '起可以付款']) expect(list.text).toContain(text);
    expect(list.html).not.toContain('9905000000000001');
  });

  it('changes an account on the payee’s own page, but the firm’s only by the contract', async () => {
    const jizhang = await as('jizhang1');
    const own = await jizhang.get('/b/ryxc/payees/SK002');
    const changed = await jizhang.submit(own, '/payees/SK002', { ...account, accountNo: '9905000000000002' });
    expect([changed.status, changed.location]).toEqual([303, '/b/ryxc/payees/SK002?done=changed']);
    expect((await jizhang.get('/b/ryxc/payees/SK002')).text).toContain('第 2 个账户');
    const firm = await jizhang.get('/b/ryxc/payees/SK001');
    expect(firm.text).toContain('由代表业主签约的一方变更');
    expect(firm.html).not.toContain('<form class="form" method="post" action="/b/ryxc/payees/SK001"');
  });

  it('is the bookkeeper’s', async () => {
    for (const login of ['shequ1', 'zhongxin1', 'chuna1']) expect((await (await as(login)).get('/b/ryxc/payees')).status).toBe(403);
  });

  it('leads to the bookkeeper’s requests, which name no document that is not there and are nobody else’s', async () => {
    const jizhang = await as('jizhang1');
    const requests = await jizhang.get('/b/ryxc/requests');
    expect([requests.status, requests.text.includes('申请拨付'), requests.html.includes('href="/b/ryxc/requests"')]).toEqual([200, true, true]);
    expect((await jizhang.get('/b/ryxc/requests/new?kind=COST&claim=FY9999-0001')).status).toBe(404);
    expect((await jizhang.get('/b/ryxc/requests/BF2024-0001')).status).toBe(404);
    for (const login of ['shequ1', 'chuna1']) expect((await (await as(login)).get('/b/ryxc/requests')).status).toBe(403);
  });

  it('and to the cashier’s choice of the form of payment files', async () => {
    const chuna = await as('chuna1');
    const page = await chuna.get('/b/ryxc/payments');
    expect(page.text).toContain('付款文件的格式');
    const chosen = await chuna.submit(page, '/payments/format', { format: 'PAIN_001_09' });
    expect([chosen.status, chosen.location]).toEqual([303, '/b/ryxc/payments?done=format']);
    expect((await chuna.get('/b/ryxc/payments?done=format')).text).toContain('以后的付款文件用：ISO 20022 pain.001.001.09');
    const refused = await chuna.submit(page, '/payments/format', { format: 'PDF', idempotencyKey: 'another-key-1' });
    expect(refused.status).toBe(400);
  });
});
