import { invariants } from '../../../src/app.module.js';
import { businessDate, Money, shanghaiTime, type CommunityId } from '../../../src/kernel/index.js';
import { UnitOfWork } from '../../../src/platform/database/index.js';
import type { TestApp } from '../../support/app.js';
import { writeBankCsv } from '../../support/bank-files.js';
import { violations } from '../../support/books.js';
import { startDemoApp } from '../../support/demo.js';
import { resolvedOnPage } from '../../support/resolved.js';
import { WebClient, type WebAnswer } from '../../support/web-client.js';
import { pdf } from '../evidence/fixture.js';

/** What owner side, centre and bookkeeper decide besides payouts, on the demo's 2024-05-16, without a script. */
describe('other decisions, leases and fee items on their pages', () => {
  const W = '/w/ryxc/decisions';
  const B = '/b/ryxc/leases';
  let demo: TestApp;

  /** The line of somebody whom nobody knows, imported once. */
  let stranger: Promise<number> | undefined;

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
  /** Sends a form and gives the page to which it leads. */
  async function done(client: WebClient, answer: WebAnswer): Promise<WebAnswer> {
    expect({ status: answer.status, text: answer.status === 303 ? '' : answer.text }).toEqual({ status: 303, text: '' });
    return client.get(answer.location ?? '');
  }
  const resolution = async (kind: string, title: string, limit = ''): Promise<string> => {
    const filled = { kind, title, decidedOn: '2024-05-10', from: '2024-05-10', to: '', limit, replaces: '' };
    return resolvedOnPage({ owners: await as('shequ1'), other: await as('zhongxin1') }, filled, pdf(title));
  };

  it('a penalty comes off what the firm may ask for, and says so on the firm’s own page', async () => {
    const [owners, firm] = [await as('shequ1'), await as('jiuwang1')];
    const page = await owners.get(W);
    expect(page.text).toContain('没有欠款');
    const filled = { penalty_quarter: '2024-Q2', penalty_amount: '1000.00', penalty_reason: '夜间无人值守三次', penalty_document: '通知 2024-3' };
    const refused = await owners.submit(page, '/decisions/penalties', { ...filled, penalty_reason: '' });
    expect([refused.status, refused.html.includes('href="#f-penalty_reason"'), refused.html.includes('value="通知 2024-3"')]).toEqual([400, true, true]);
    expect((await done(owners, await owners.submit(page, '/decisions/penalties', filled))).text).toContain('扣款已入账');
    // April’s request waits for approvals; until it is given up, all that is owed is asked for
    const pending = await firm.get('/f/ryxc/payouts/BF2024-0005');
    await done(firm, await firm.submit(pending, '/cancellation', { reason: '金额要重新核对' }));
    expect((await firm.get('/f/ryxc')).text).toContain('已扣除（违约金、抵扣、冲回）：1,000.00 · 还可申请：43,792.86');
    const ask = await firm.get('/f/ryxc/payouts/new?source=BASE-2024-04');
    expect(ask.text).toMatch(/应得 44,792\.86 已扣除（违约金、抵扣、冲回） −1,000\.00 还可申请 43,792\.86/);
    const beyond = await owners.submit(page, '/decisions/penalties', { ...filled, penalty_amount: '0.00', idempotencyKey: crypto.randomUUID() });
    expect([beyond.status, beyond.html.includes('href="#f-penalty_amount"')]).toEqual([422, true]);
    for (const login of ['jiuwang1', 'jizhang1', 'jiedao1']) expect((await (await as(login)).get(W)).status).toBe(403);
    // why a household is let off is not for the street, which decides nothing there
    const street = await as('jiedao1');
    expect((await street.get('/w/ryxc/waivers')).status).toBe(403);
    expect((await street.get('/w/ryxc')).html).not.toContain('/w/ryxc/waivers');
    expect((await (await as('shequ1')).get('/w/ryxc')).html).toContain('/w/ryxc/waivers');
  });

  it('every penalty is listed, and a wrong one is taken back when the other body confirms it', async () => {
    const [owners, centre] = [await as('shequ1'), await as('zhongxin1')];
    const filled = { penalty_quarter: '2024-Q2', penalty_amount: '12.34', penalty_reason: '电梯停运未报', penalty_document: '通知 2024-4' };
    const imposed = await done(owners, await owners.submit(await owners.get(W), '/decisions/penalties', filled));
    const [, id = ''] = /第 (\d+) 号：2024-Q2，12\.34 元，其中从应付服务费扣 12\.34 元，还欠 0\.00 元 电梯停运未报/.exec(imposed.text) ?? [];
    const ask = { undo_penalty: id, undo_reason: '少' };
    const short = await owners.submit(imposed, '/decisions/penalties/undo', ask);
    expect([short.status, short.html.includes('href="#f-undo_reason"')]).toEqual([400, true]);
    const again = { ...ask, undo_reason: '电梯停运已报备', idempotencyKey: crypto.randomUUID() };
    const asked = await done(owners, await owners.submit(imposed, '/decisions/penalties/undo', again));
    expect(asked.text).toContain(`申请撤销第 ${id} 号违约金 12.34 元`);
    const action = /\/decisions\/penalty-undos\/\d+/.exec(asked.html)?.[0] ?? '';
    const own = await owners.submit(asked, action, { decision: 'CONFIRM', idempotencyKey: crypto.randomUUID() });
    expect([own.status, own.text]).toEqual([422, expect.stringContaining('要由另一方的另一个人确认') as string]);
    expect((await owners.get('/w/ryxc')).text).not.toContain('笔违约金要决定是否撤销');
    expect((await centre.get('/w/ryxc')).text).toContain('1 笔违约金要决定是否撤销');
    const confirmed = await done(centre, await centre.submit(await centre.get(W), action, { decision: 'CONFIRM', idempotencyKey: crypto.randomUUID() }));
    expect(confirmed.text).toContain('违约金已撤销，款项恢复');
    expect(confirmed.text).toContain(`第 ${id} 号：2024-Q2，12.34 元，已撤销`);
  });

  it('the centre gives back a part of what a final score deducted, and not more than that', async () => {
    const centre = await as('zhongxin1');
    const page = await centre.get(W);
    expect(page.text).toContain('2024年第一季度，还可退还 604.96 元');
    const filled = { later_amount: '604.97', later_decidedOn: '2024-05-15', later_reason: '复查后改判', later_document: '复查决定 1 号' };
    const refused = await centre.submit(page, '/decisions/later', filled);
    expect([refused.status, refused.html.includes('href="#f-later_amount"')]).toEqual([422, true]);
    const after = await done(centre, await centre.submit(page, '/decisions/later', { ...filled, later_amount: '100.00', idempotencyKey: crypto.randomUUID() }));
    expect(after.text).toContain('还可退还 504.96 元');
    expect((await as('shequ1').then((owners) => owners.get(W))).html).not.toContain('/decisions/later"');
  });

  it('money whose line names no account is asked to go back by a paper, which the other organisation compares', async () => {
    const line = await (stranger ??= suspended());
    const written = async (account: string) =>
      demo.database.as('postgres', async (client) => {
        await client.query('set session_replication_role = replica');
        const { rows } = await client.query<{ before: string }>(
          `update mingbai.bank_line n set counterparty_account = $2 from mingbai.bank_line o where o.community_id = 1 and o.id = n.id and n.community_id = 1 and n.id = $1 returning o.counterparty_account as before`,
          [line, account],
        );
        return rows[0]?.before ?? '';
      });
    const before = await written('');
    const [books, owners] = [await as('jizhang1'), await as('shequ1')];
    const page = await books.get(`/b/ryxc/bank/${line}`);
    const act = `/b/ryxc/bank/${line}/return`;
    const paper = { field: 'back_document', name: '来函.pdf', bytes: pdf('来函') };
    const account = { back_reason: '付款人来函要求退回', back_accountNo: '6222020000000000456', back_accountName: '沈明发' };
    const none = await books.upload(page, act, { ...paper, filled: { ...account, back_accountNo: '' } });
    expect([none.status, none.html.includes('href="#f-back_accountNo"')]).toEqual([422, true]);
    const filled = { ...account, idempotencyKey: crypto.randomUUID() };
    expect((await done(books, await books.upload(page, act, { ...paper, filled }))).text).toContain('等业主一方或物管中心决定');
    const decide = await owners.get(W);
    expect(decide.text).toMatch(/要退到 6222020000000000456（沈明发）。这不是以前付过款的账户/);
    const action = /\/decisions\/returns\/\d+/.exec(decide.html)?.[0] ?? '';
    const reason = { [`return${/\d+$/.exec(action)?.[0] ?? ''}_reason`]: '来函没有盖章' };
    await done(owners, await owners.submit(decide, action, { decision: 'REFUSE', ...reason }));
    await written(before);
  });

  it('money that nobody can place is asked to go back on its line, and agreed by another organisation', async () => {
    const line = await (stranger ??= suspended());
    const [books, owners] = [await as('jizhang1'), await as('shequ1')];
    const page = await books.get(`/b/ryxc/bank/${line}`);
    const noReason = await books.submit(page, `/bank/${line}/return`, { back_reason: ' ' });
    expect([noReason.status, noReason.html.includes('href="#f-back_reason"')]).toEqual([400, true]);
    const asked = await done(books, await books.submit(page, `/bank/${line}/return`, { back_reason: '查不到付款人', idempotencyKey: crypto.randomUUID() }));
    expect(asked.text).toContain('已申请原路退回，等业主一方或物管中心决定');
    expect((await owners.get('/w/ryxc')).text).toContain('1 笔待查款要决定是否退回');
    const decide = await owners.get(W);
    expect(decide.text).toMatch(/查不到付款人/);
    const action = /\/decisions\/returns\/\d+/.exec(decide.html)?.[0] ?? '';
    const why = await owners.submit(decide, action, { decision: 'REFUSE' });
    expect([why.status, /href="#f-return\d+_reason"/.test(why.html)]).toEqual([400, true]);
    expect((await done(owners, await owners.submit(decide, action, { decision: 'CONFIRM', idempotencyKey: crypto.randomUUID() }))).text).toContain(
      '已同意退回',
    );
  });

  it('leases end with their paper, unpaid charges are written off by resolution, and the list goes into a spreadsheet', async () => {
    const books = await as('jizhang1');
    await done(books, await books.submit(await books.get('/b/ryxc/bills?month=2024-05'), '/b/ryxc/income'));
    const page = await books.get(B);
    expect(page.text).toContain('全部经营合同');
    const csv = await books.get('/b/ryxc/leases.csv');
    expect(csv.headers['content-type']).toContain('text/csv');
    expect(csv.html).toContain('code,asset,kind,counterparty,amount,schedule,firstDueOn,from,to,endedOn');
    const paper = (filled: Record<string, string>) => ({ field: 'end_file', name: '解除协议.pdf', bytes: pdf('ended'), filled });
    const end = { end_lease: 'ZL01', end_lastDay: '2023-01-01', end_reason: '承租方退租' };
    const outside = await books.upload(page, '/leases/end', paper(end));
    expect([outside.status, outside.html.includes('href="#f-end_lastDay"')]).toEqual([422, true]);
    const ended = await done(books, await books.upload(page, '/leases/end', paper({ ...end, end_lastDay: '2024-05-31', idempotencyKey: crypto.randomUUID() })));
    expect(ended.text).toMatch(/合同已结束.*已于 2024年5月31日 结束/);
    const charge = /<option value="(ZL\d+ 2024-\d{2})"/.exec(ended.html)?.[1];
    if (charge === undefined) throw new Error('the demo has no unpaid charge on this day');
    const off = { off_charge: charge, off_amount: '1.00', off_resolution: await resolution('OTHER', '别的'), off_reason: '承租方倒闭' };
    const kind = await books.submit(ended, '/leases/write-off', off);
    expect([kind.status, kind.html.includes('href="#f-off_resolution"')]).toEqual([422, true]);
    const waived = { ...off, off_resolution: await resolution('WAIVER', '核销欠款', '10.00'), idempotencyKey: crypto.randomUUID() };
    expect((await done(books, await books.submit(ended, '/leases/write-off', waived))).text).toContain('已核销');
    expect((await (await as('shequ1')).get(B)).status).toBe(403);
  });

  it('an item gets a new rate by resolution, and ends', async () => {
    const books = await as('jizhang1');
    const fees = '/b/ryxc/fee-items';
    const resolutionNo = await resolution('FEE', '电梯费');
    const item = { code: 'LIFT', name: '电梯费', basis: 'UNIT', cycle: 'MONTHLY', from: '2024-06', flat: '30', lateFees: 'no', resolutionNo };
    const added = await done(books, await books.submit(await books.get(fees), fees, item));
    const rate = { rate_item: 'LIFT', rate_unitKind: 'FLAT', rate_from: '2024-09', rate_rate: '31', rate_resolutionNo: resolutionNo };
    const wrong = await books.submit(added, '/fee-items/rates', { ...rate, rate_rate: '-1' });
    expect([wrong.status >= 400, wrong.html.includes('href="#f-rate_rate"')]).toEqual([true, true]);
    const changed = await done(books, await books.submit(added, '/fee-items/rates', { ...rate, idempotencyKey: crypto.randomUUID() }));
    expect(changed.text).toMatch(/LIFT 电梯费 住宅 .* 31/);
    const early = await books.submit(changed, '/fee-items/end', { end_item: 'LIFT', end_to: '2024-05' });
    expect([early.status === 422 || early.status === 409, early.html.includes('href="#f-end_to"')]).toEqual([true, true]);
    expect(
      (await done(books, await books.submit(changed, '/fee-items/end', { end_item: 'LIFT', end_to: '2024-12', idempotencyKey: crypto.randomUUID() }))).html,
    ).not.toContain('/fee-items/end"');
  });

  it('a deposit is kept by the owner side with its paper', async () => {
    const owners = await as('shequ1');
    expect((await owners.get(W)).text).toContain('现在没有押金');
  });

  /** A payment that names nothing, imported and set aside. @returns its id */
  async function suspended(): Promise<number> {
    demo.clock.set(shanghaiTime(businessDate('2024-06-02'), '09:00'));
    const account = { accountNo: '9900000000008866', accountName: '日月星辰小区物业资金三方共管账户' };
    const stranger = {
      amount: Money.parse('66.00'),
      counterpartyName: '过路人甲',
      counterpartyAccount: '990199990000001',
      remark: '谢谢',
      bankReference: '20240506000099',
    };
    const bookings = [{ bookedOn: businessDate('2024-05-06'), ...stranger }];
    const file = writeBankCsv({ ...account, from: businessDate('2024-05-01'), to: businessDate('2024-05-31'), opening: Money.parse('114696.04'), bookings });
    const books = await as('jizhang1');
    const upload = { field: 'file', name: '5月.csv', bytes: new TextEncoder().encode(file) };
    const preview = await done(books, await books.upload(await books.get('/b/ryxc/bank/import'), '/bank/import', upload));
    const action = /action="([^"]*\/bank\/import\/[0-9a-f]{64})"/.exec(preview.html)?.[1] ?? '';
    await done(books, await books.submit(preview, action));
    const line = await demo.app.get(UnitOfWork).read(1 as CommunityId, async (tx) => {
      const [row] = await tx.query<{ id: number }>(`select id from mingbai.bank_line where community_id = 1 and amount = 66.00 and booked_on = '2024-05-06'`);
      return row?.id ?? 0;
    });
    await done(books, await books.submit(await books.get(`/b/ryxc/bank/${line}`), `/bank/${line}`, { 'parts[0].target': 'SUSPENSE' }));
    return line;
  }
});
