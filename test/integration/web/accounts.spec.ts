import { invariants } from '../../../src/app.module.js';
import { businessDate, Money, shanghaiTime, type CommunityId } from '../../../src/kernel/index.js';
import { BankQueries } from '../../../src/modules/bank/index.js';
import { LedgerQueries } from '../../../src/modules/ledger/index.js';
import { UnitOfWork } from '../../../src/platform/database/index.js';
import type { TestApp } from '../../support/app.js';
import { writeBankCsv } from '../../support/bank-files.js';
import { violations } from '../../support/books.js';
import { startDemoApp } from '../../support/demo.js';
import { WebClient } from '../../support/web-client.js';
import { pdf } from '../evidence/fixture.js';

const OLD = { accountNo: '9900000000008866', accountName: '日月星辰小区物业资金三方共管账户' };
const NEW = { accountNo: '9900000000009977', accountName: '日月星辰小区业主共有资金', bankName: '嘉善农商银行魏塘支行' };

/** The compound changes its bank in May 2024, on the pages, without a script. */
describe('the bank account and its change on the pages', () => {
  const W = '/w/ryxc/accounts';
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
  const filled = { ...NEW, openedOn: '2024-05-13', reason: '原开户网点撤并' };
  const paper = { field: 'document', name: '开户许可.pdf', bytes: pdf('开户许可') };

  it('is asked for by the owners’ side, with what was typed kept when something is wrong', async () => {
    const owners = await as('shequ1');
    const page = await owners.get(W);
    expect(page.text).toContain('尾号 8866');
    expect(page.text).toContain('没有更换过账户');
    const refused = await owners.upload(page, W, { ...paper, filled: { ...filled, accountNo: '9900 0000' } });
    expect([refused.status, refused.html.includes('href="#f-accountNo"'), refused.html.includes('value="嘉善农商银行魏塘支行"')]).toEqual([400, true, true]);
    const early = await owners.upload(page, W, { ...paper, filled: { ...filled, openedOn: '2024-04-30' } });
    expect([early.status, early.html.includes('href="#f-openedOn"')]).toEqual([422, true]);
    const sent = await owners.upload(page, W, { ...paper, filled });
    expect([sent.status, sent.location]).toEqual([303, `${W}?done=asked`]);
    const after = await owners.get(W);
    // whoever asked may take it back, and nothing else
    expect([after.text.includes('撤回'), after.text.includes('确认更换'), after.text.includes('申请更换账户')]).toEqual([true, false, false]);
  });

  it('is compared and confirmed by the centre, which finds it among its tasks', async () => {
    const centre = await as('zhongxin1');
    expect((await centre.get('/w/ryxc')).text).toContain('更换共管账户（尾号 9977）');
    const page = await centre.get(W);
    expect(page.text).toContain(NEW.accountNo);
    const refused = await centre.submit(page, '/answer', { answer: 'REFUSE', answerReason: '' });
    expect([refused.status, refused.html.includes('href="#f-answerReason"')]).toEqual([400, true]);
    expect((await centre.submit(page, '/answer', { answer: 'CONFIRM', answerReason: '' })).location).toBe(`${W}?done=answered`);
    const done = await centre.get(W);
    expect(done.text).toMatch(/尾号 9977.*正在使用.*尾号 8866.*使用到 5月12日/s);
    expect((await centre.get('/w/ryxc')).text).not.toContain('更换共管账户');
    for (const login of ['jiuwang1']) expect((await (await as(login)).get(W)).status).toBe(403);
  });

  it('has its money moved by the bookkeeper, who finds the other side on the page of the line', async () => {
    const unitOfWork = demo.app.get(UnitOfWork);
    const read = <T>(work: Parameters<typeof unitOfWork.read<T>>[1]) => unitOfWork.read(1 as CommunityId, work);
    const balance = await read(async (tx) => Money.sum((await demo.app.get(LedgerQueries).funds(tx)).map(({ cash }) => cash)));
    const move = (amount: Money, other: typeof OLD) => ({
      bookedOn: businessDate('2024-05-14'),
      amount,
      counterpartyName: other.accountName,
      counterpartyAccount: other.accountNo,
      remark: '销户转存',
      bankReference: `M${amount.isNegative ? 1 : 2}`,
    });
    const days = { to: businessDate('2024-05-15') };
    const files = [
      writeBankCsv({ ...OLD, ...days, from: businessDate('2024-05-01'), opening: balance, bookings: [move(balance.negated(), NEW)] }),
      writeBankCsv({ ...NEW, ...days, from: businessDate('2024-05-13'), opening: Money.zero, bookings: [move(balance, OLD)] }),
    ];
    demo.clock.set(shanghaiTime(businessDate('2024-05-16'), '15:00'));
    const books = await as('jizhang1');
    for (const [index, file] of files.entries()) {
      const upload = await books.get('/b/ryxc/bank/import');
      const preview = await books.upload(upload, '/bank/import', { field: 'file', name: `${index}.csv`, bytes: new TextEncoder().encode(file) });
      expect({ status: preview.status, text: preview.status === 303 ? '' : preview.text }).toEqual({ status: 303, text: '' });
      const confirmed = await books.submit(await books.get(preview.location ?? ''), new URL(preview.location ?? '', 'http://localhost').pathname);
      expect({ status: confirmed.status, text: confirmed.status === 303 ? '' : confirmed.text }).toEqual({ status: 303, text: '' });
    }
    const list = await books.get('/b/ryxc/bank?state=NEW');
    await books.submit(list, '/bank/match', {});
    const [out, into] = await read((tx) => demo.app.get(BankQueries).lines(tx, { states: ['NEW'] }));
    const page = await books.get(`/b/ryxc/bank/${out?.id}`);
    expect(page.text).toContain('对方是本小区自己的账户（尾号 9977）');
    expect(page.text).toContain('尾号 9977 的账户，5月14日');
    const chosen = await books.get(`/b/ryxc/bank/${out?.id}?target=ACCOUNT_MOVE&code=${into?.id}`);
    const placed = await books.submit(chosen, `/bank/${out?.id}`, {
      'parts[0].target': 'ACCOUNT_MOVE',
      'parts[0].reference': String(into?.id),
      'parts[0].amount': '',
    });
    expect({ status: placed.status, text: placed.status === 303 ? '' : placed.text }).toEqual({ status: 303, text: '' });
    for (const line of [out, into]) expect((await books.get(`/b/ryxc/bank/${line?.id}`)).text).toContain('本小区账户之间转款');
    const held = await read((tx) => demo.app.get(LedgerQueries).balances(tx, { code: '1001' }));
    const onAccount = (id: number | undefined) => Money.sum(held.filter(({ holderId }) => holderId === id).map((each) => each.balance)).toString();
    expect([onAccount(out?.accountId), onAccount(into?.accountId)]).toEqual(['0.00', balance.toString()]);
  });

  it('is recorded as closed by the owners’ side, and taken back with a reason when that was a mistake', async () => {
    const owners = await as('shequ1');
    const page = await owners.get(W);
    const end = /action="(\/w\/ryxc\/accounts\/\d+\/end)"/.exec(page.html)?.[1] ?? '';
    const closing = { field: 'endPaper', name: '销户.pdf', bytes: pdf('销户') };
    const late = await owners.upload(page, end, { ...closing, filled: { endedOn: '2024-05-16' } });
    expect([late.status, late.text.includes('对账单导入到 2024-05-15')]).toEqual([422, true]);
    expect((await owners.upload(page, end, { ...closing, filled: { endedOn: '2024-05-15' } })).location).toBe(`${W}?done=ended`);
    const after = await owners.get(W);
    expect(after.text).toMatch(/尾号 8866.*5月15日已销户/s);
    // the centre has nothing to say to it, and the owners’ side may take it back
    expect((await (await as('zhongxin1')).get(W)).text).not.toContain('撤回销户登记');
    const refused = await owners.submit(after, '/end/answer', { answer: 'WITHDRAW', answerReason: '错' });
    expect([refused.status, refused.html.includes('href="#f-answerReason"')]).toEqual([400, true]);
    expect((await owners.submit(after, '/end/answer', { answer: 'WITHDRAW', answerReason: '银行没有销户' })).location).toBe(`${W}?done=answered`);
    const again = await owners.get(W);
    expect([again.text.includes('：银行没有销户'), again.text.includes('已撤回'), again.html.includes(`action="${end}"`)]).toEqual([true, true, true]);
    // a file may now be of either account
    expect((await (await as('jizhang1')).get('/b/ryxc/bank/import')).text).toMatch(/哪个账户的明细.*尾号9977.*尾号8866/s);
  });
});
