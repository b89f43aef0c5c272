import { businessDate, instant, Money, type CommunityId, type PersonId } from '../../../src/kernel/index.js';
import { BankAccountQueries, UnitQueries, type UnitId } from '../../../src/modules/communities/index.js';
import { FeeQueries, FeeReceipts } from '../../../src/modules/fees/index.js';
import { LedgerService } from '../../../src/modules/ledger/index.js';
import { UnitOfWork } from '../../../src/platform/database/index.js';
import type { TestApp } from '../../support/app.js';
import { startDemoApp } from '../../support/demo.js';
import { resolvedOnPage } from '../../support/resolved.js';
import { WebClient, type WebAnswer } from '../../support/web-client.js';
import { pdf } from '../evidence/fixture.js';

describe('receipts on the bookkeeper’s pages', () => {
  let demo: TestApp;
  let books: WebClient;

  beforeAll(async () => {
    demo = await startDemoApp();
    books = new WebClient(demo.app);
    expect((await books.signIn('jizhang1')).status).toBe(303);
  }, 180_000);
  afterAll(() => demo.close());

  const done = async (page: WebAnswer, action: string, filled: Record<string, string>): Promise<WebAnswer> => {
    const answer = await books.submit(page, action, filled);
    expect({ status: answer.status, text: answer.status === 303 ? '' : answer.text }).toEqual({ status: 303, text: '' });
    return books.get(answer.location ?? '');
  };

  it('are listed newest first and narrowed by what the address says', async () => {
    const all = await books.get('/b/ryxc/receipts');
    expect(all.status).toBe(200);
    const numbers = (page: WebAnswer) => [...new Set(page.html.match(/SJ2024-\d{6}/g))];
    expect(numbers(all)).toHaveLength(50);
    expect(numbers(all)).toEqual(numbers(all).toSorted().toReversed());
    const next = /href="([^"]*cursor=[^"]*)"/.exec(all.html)?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect(numbers(await books.get(next))[0]).not.toBe(numbers(all)[0]);
    const one = await books.get('/b/ryxc/receipts?unit=01-101&from=2024-01-01&to=2024-01-31');
    expect(numbers(one).length).toBeLessThanOrEqual(2);
    expect((await books.get('/b/ryxc/receipts?unit=99-999')).text).toContain('没有符合条件的收据');
    expect((await books.get('/b/ryxc/receipts?state=VOID')).text).toContain('没有符合条件的收据');
  });

  it('open one by one, with their paper, and their money is moved', async () => {
    const number = /SJ2024-\d{6}/.exec((await books.get('/b/ryxc/receipts?from=2024-04-01&origin=BANK')).html)?.[0] ?? '';
    const page = await books.get(`/b/ryxc/receipts/${number}`);
    expect(page.text).toContain('核销明细');
    const paper = await books.get(`/api/v1/communities/ryxc/receipts/${number}.pdf`);
    expect([paper.status, paper.headers['content-type']]).toEqual([200, 'application/pdf']);
    const form = books.formOf(page, `/receipts/${number}`);
    const from = /<select[^>]*name="fromPeriod".*?<option value="([^"]+)"/s.exec(page.html)?.[1] ?? '';
    const refused = await books.post(form.action, { ...form.fields, fromPeriod: from, toPeriod: '2030-01' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('没有 2030-01 的其他未付账单');
    const moved = await done(page, `/receipts/${number}`, { fromPeriod: from, toPeriod: '' });
    expect(moved.text).toContain('转为预收款');
    expect(moved.text).toContain('已转出');
  });

  it('lead to refunds: asked for, refused with the field, and cancelled', async () => {
    const unit = /· ([0-9S]+-\d+)/.exec((await books.get('/b/ryxc/receipts?from=2024-04-01&origin=BANK')).text)?.[1] ?? '';
    const page = await books.get('/b/ryxc/refunds');
    const refused = await books.submit(page, '/refunds', { unit, amount: '99999.00', reason: '房屋已经出售', document: '合同 17' });
    expect(refused.status).toBe(422);
    expect(refused.html).toContain('href="#f-amount"');
    const asked = await done(page, '/refunds', { unit, amount: '1.00', reason: '房屋已经出售', document: '合同 17' });
    expect(asked.text).toContain(`房屋 ${unit} 的退款 1.00 元已登记`);
    const action = /action="([^"]*\/refunds\/\d+\/cancel)"/.exec(asked.html)?.[1] ?? '';
    expect((await done(asked, action, { reason: '业主改变主意' })).text).toContain('款项重新成为预收款');
  });

  it('lead to refunds by a paper where no account is known: asked for with the file, compared and agreed to by the owner side', async () => {
    const unitOfWork = demo.app.get(UnitOfWork);
    const [unit] = await unitOfWork.read(1 as CommunityId, (tx) => demo.app.get(UnitQueries).all(tx));
    const code = unit?.code ?? '';
    await unitOfWork.run(1 as CommunityId, async (tx) => {
      await demo.app.get(LedgerService).lock(tx);
      const [account] = await demo.app.get(BankAccountQueries).all(tx);
      const money = { unitId: unit?.id ?? (0 as UnitId), amount: Money.parse('5000.00'), receivedOn: businessDate('2024-05-10'), bankLineId: 900_001 };
      await demo.app.get(FeeReceipts).record(tx, { by: 1 as PersonId, at: instant('2024-05-10T02:00:00Z') }, [{ ...money, bankAccountId: account?.id ?? 0 }]);
    });
    const page = await books.get('/b/ryxc/refunds');
    const filled = {
      paper_unit: code,
      paper_amount: '4000.00',
      paper_reason: '房屋已经出售',
      paper_accountNo: '6222020000000000456',
      paper_accountName: '沈明发',
    };
    const send = (change: Record<string, string> = {}) =>
      books.upload(page, '/refunds/paper', { field: 'paper_document', name: '申请.pdf', bytes: pdf('refund'), filled: { ...filled, ...change } });
    const refused = await send({ paper_accountNo: '6222*****456' });
    expect([refused.status, refused.html.includes('href="#f-paper_accountNo"')]).toEqual([400, true]);
    const sent = await send();
    expect(sent.status).toBe(303);
    const asked = await books.get(sent.location ?? '');
    expect(asked.text).toContain('等待核对');
    expect(asked.text).toContain('尾号 0456');
    const owners = new WebClient(demo.app);
    await owners.signIn('shequ1');
    expect((await owners.get('/w/ryxc')).text).toContain('1 笔预收款要凭材料退款');
    const decisions = await owners.get('/w/ryxc/decisions');
    expect(decisions.text).toContain('6222020000000000456（沈明发）');
    const action = /action="([^"]*\/paper-refunds\/\d+)"/.exec(decisions.html)?.[1] ?? '';
    const silent = await owners.submit(decisions, action, { decision: 'REFUSE' });
    expect([silent.status, silent.text.includes('说明不同意的原因')]).toEqual([400, true]);
    const agreed = await owners.submit(decisions, action, { decision: 'CONFIRM' });
    expect(agreed.status).toBe(303);
    expect((await owners.get(agreed.location ?? '')).text).toContain('已同意退款');
    expect((await books.get('/b/ryxc/refunds')).text).toContain('凭材料退到尾号 0456');
  });

  it('have beside them the payment references of units', async () => {
    const page = await books.get('/b/ryxc/units');
    expect(page.html.match(/WY\d{10}/g)).toHaveLength(50);
  });

  it('have beside them what the firm owes, and what it took outside the account', async () => {
    const page = await books.get('/b/ryxc/firm-dues');
    const form = { unit: '01-101', amount: '99999.00', takenOn: '2024-05-10', reason: '业主扫了物业公司的收款码', document: '截图 1' };
    const refused = await books.submit(page, '/firm-dues', form);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('最多登记未付金额');
  });

  it('have there what is given up of it by a resolution of the owners, and what is taken back by another', async () => {
    const [owners, other] = [new WebClient(demo.app), new WebClient(demo.app)];
    await owners.signIn('shequ1');
    await other.signIn('zhongxin1');
    const resolution = async (title: string): Promise<string> => {
      const filled = { kind: 'WAIVER', title, decidedOn: '2024-05-10', from: '2024-05-10', to: '', limit: '10.00', replaces: '' };
      return resolvedOnPage({ owners, other }, filled, pdf(title));
    };
    const [bill] = await demo.app.get(UnitOfWork).read(1 as CommunityId, (tx) => demo.app.get(FeeQueries).openBills(tx));
    const empty = await books.get('/b/ryxc/firm-dues');
    expect(empty.html).not.toContain('firm-dues/write-offs');
    const taken = await done(empty, '/firm-dues', {
      unit: bill?.unitCode ?? '',
      amount: '10.00',
      takenOn: '2024-05-10',
      reason: '业主扫了物业公司的收款码',
      document: '截图 1',
    });
    expect(taken.text).toContain('已登记 10.00 元');
    const due = /value="(TAKEN-\d+)"/.exec(taken.html)?.[1] ?? '';
    const waive = await resolution('不再追收');
    const off = { off_due: due, off_amount: '10.00', off_resolution: waive };
    for (const [wrong, status, field] of [
      [{ off_amount: '10.01' }, 422, 'off_resolution'], // beyond the limit
      [{ off_resolution: 'JY2024-999' }, 422, 'off_resolution'],
      [{ off_amount: '' }, 400, 'off_amount'],
      [{ off_amount: '0.00' }, 422, 'off_amount'],
    ] as const) {
      const answer = await books.submit(await books.get('/b/ryxc/firm-dues'), '/firm-dues/write-offs', { ...off, ...wrong });
      expect([answer.status, answer.html.includes(`href="#f-${field}"`)]).toEqual([status, true]);
    }
    const given = await done(await books.get('/b/ryxc/firm-dues'), '/firm-dues/write-offs', off);
    expect(given.text).toContain('已核销 10.00 元');
    expect(given.text).toContain(`按决议 ${waive} 核销`);
    expect(given.html).not.toContain('firm-dues/write-offs');
    expect((await owners.get('/w/ryxc/decisions')).text).toContain(`按决议 ${waive} 核销 10.00 元`);
    const writeOff = /name="back_writeOff"[^]*?value="(\d+)"/.exec(given.html)?.[1] ?? '';
    const back = { back_writeOff: writeOff, back_resolution: waive, back_reason: '物业公司找到钱了' };
    const same = await books.submit(given, '/firm-dues/undo', back);
    expect([same.status, same.html.includes('href="#f-back_resolution"')]).toEqual([422, true]);
    const again = await done(await books.get('/b/ryxc/firm-dues'), '/firm-dues/undo', { ...back, back_resolution: await resolution('撤销核销') });
    expect(again.text).toContain('物业公司又欠 10.00 元');
    expect(again.html).toContain(`value="${due}"`);
    expect(again.html).not.toContain('firm-dues/undo');
  });

  it('are the bookkeeper’s alone', async () => {
    const cashier = new WebClient(demo.app);
    await cashier.signIn('chuna1');
    for (const path of ['receipts', 'refunds', 'units', 'firm-dues']) expect((await cashier.get(`/b/ryxc/${path}`)).status).toBe(403);
  });
});
