import { setTimeout as sleep } from 'node:timers/promises';
import { businessDate, shanghaiTime, type BusinessDate, type CommunityId } from '../../../src/kernel/index.js';
import { UnitOfWork } from '../../../src/platform/database/index.js';
import type { TestApp } from '../../support/app.js';
import { startDemoApp } from '../../support/demo.js';
import { resolvedOnPage } from '../../support/resolved.js';
import { WebClient, type WebAnswer } from '../../support/web-client.js';
import { pdf } from '../evidence/fixture.js';

const day = (text: string): BusinessDate => businessDate(text);

/** The demo on 2024-05-16: April is closed, bills of January to April are unpaid here and there. */
describe('billing and what is not paid, on the pages', () => {
  let demo: TestApp;

  beforeEach(async () => {
    demo = await startDemoApp();
  }, 180_000);

  afterEach(async () => {
    await demo.close();
  });

  async function as(login: string): Promise<WebClient> {
    const client = new WebClient(demo.app);
    expect((await client.signIn(login)).status).toBe(303);
    return client;
  }

  /** Sends a form and gives the page to which it leads. */
  async function done(client: WebClient, page: WebAnswer, action: string, filled: Record<string, string> = {}): Promise<WebAnswer> {
    const answer = await client.submit(page, action, filled);
    expect({ status: answer.status, text: answer.status === 303 ? '' : answer.text }).toEqual({ status: 303, text: '' });
    const at = answer.location ?? '';
    if (!at.includes('/work/')) return client.get(at);
    // on a busy machine a run outlasts what its page waits for
    while ('refresh' in (await client.get(at)).headers) await sleep(200);
    return client.get(`/b/ryxc/bills?month=${client.formOf(page, action).fields['period']}&done=bills`);
  }

  it('a run is tried, confirmed as it was seen, undone, and made again', async () => {
    const books = await as('jizhang1');
    const trial = await books.get('/b/ryxc/bills');
    const billed = await done(books, trial, '/bills');
    expect(billed.text).toContain('账单已出');
    const noReason = await books.submit(billed, '/bills/undo');
    expect(noReason.status).toBe(400);
    const undone = await done(books, billed, '/bills/undo', { reason: '面积录错一户' });
    expect(undone.text).toContain('已撤销，可以重新出账');
    expect(undone.text).toMatch(/试算：2024年5月物业费账单 .*应收合计 56,643\.80/);
    const stale = await books.post('/b/ryxc/bills', { ...books.formOf(undone, '/bills').fields, fingerprint: '0'.repeat(64) });
    expect(stale.status).toBe(409);
    expect(stale.text).toContain('您看过预览之后，2024-05 的账单有变化');
    expect((await done(books, undone, '/bills')).text).toContain('账单已出');
  });

  it('a run ends with a file of the units that have no bill and why: on its trial, when it is refused, and after it', async () => {
    const [books, owners] = [await as('jizhang1'), await as('shequ1')];
    const filled = { kind: 'FEE', title: '收费', decidedOn: '2024-05-10', from: '2024-05-01', to: '', limit: '', replaces: '' };
    const resolutionNo = await resolvedOnPage({ owners, other: await as('zhongxin1') }, filled, pdf('fees'));
    const item = async (code: string, basis: string, rates: object) =>
      done(books, await books.get('/b/ryxc/fee-items'), '/fee-items', {
        code,
        name: code,
        basis,
        cycle: 'MONTHLY',
        from: '2024-05',
        lateFees: 'no',
        resolutionNo,
        ...rates,
      });
    await item('WATER', 'METER', { flat: '3', shop: '3' });
    const file = {
      field: 'meterFile',
      name: '表.csv',
      bytes: new TextEncoder().encode('unit,serial,start\n01-101,SB1,12\n'),
      filled: { meterItem: 'WATER', confirm: '1' },
    };
    expect((await books.upload(await books.get('/b/ryxc/fee-items'), '/fee-items/meters', file)).status).toBe(303);
    await item('LIFT', 'UNIT', { shop: '30' });
    demo.clock.set(shanghaiTime(day('2024-06-03'), '09:00'));
    // no command makes an item without a rate: it stands for whatever may
    await demo.app
      .get(UnitOfWork)
      .run(1 as CommunityId, (tx) =>
        tx.query(
          `insert into mingbai.fee_item select community_id, id + 100000, 'LIFT2', name, basis, cycle, unit_kinds, late_fees, from_period, null, recorded_by, recorded_at from mingbai.fee_item where code = 'LIFT'`,
        ),
      );
    const own = '/b/ryxc/bills/refused.csv?month=2024-06';
    const trial = await books.get('/b/ryxc/bills?month=2024-06');
    expect(trial.html.includes(`href="${own}"`)).toBe(true);
    const before = await books.get(own);
    expect([before.status, before.headers['content-type'], before.headers['content-disposition']]).toEqual([
      200,
      'text/csv; charset=utf-8',
      'attachment; filename="no-bill-2024-06.csv"',
    ]);
    const lines = before.html.trim().split('\r\n');
    expect([lines.length, lines[1], lines.at(-1)]).toEqual([
      1 + 18 + 1,
      '"S-01","LIFT2","这类房屋没有单价：请在“收费项目”里登记单价"',
      '"01-101","WATER","上月没有抄表：请导入抄表，下次出账一起出"',
    ]);
    expect((await books.submit(trial, '/bills')).status).toBe(422);
    const workOf = async () => /\/b\/ryxc\/work\/[0-9a-f-]{36}/.exec((await books.get('/b/ryxc/work')).html)?.[0] ?? '';
    expect((await books.get(await workOf())).html.includes(`href="${own}"`)).toBe(true);
    const rate = { rate_item: 'LIFT2', rate_unitKind: 'SHOP', rate_from: '2024-06', rate_rate: '31', rate_resolutionNo: resolutionNo };
    await done(books, await books.get('/b/ryxc/fee-items'), '/fee-items/rates', rate);
    const billed = await done(books, await books.get('/b/ryxc/bills?month=2024-06'), '/bills');
    const after = `${await workOf()}/refused.csv`;
    expect(billed.html.includes(`href="${after}"`)).toBe(true);
    expect((await books.get(await workOf())).text).toContain('另有 1 项没有出账');
    expect((await books.get(after)).html.trim().split('\r\n').slice(1)).toEqual([lines.at(-1)]);
    expect((await books.get(own)).status).toBe(409);
    for (const path of [own, after]) expect((await (await as('shequ1')).get(path)).status).toBe(403);
    expect((await books.get('/b/ryxc/bills/refused.csv?month=x')).status).toBe(404);
  });

  it('a discount, a change of owner and an item are recorded, and what is wrong is said beside its field', async () => {
    const books = await as('jizhang1');
    const page = await books.get('/b/ryxc/fee-items');
    expect(page.text).toMatch(/PM 住宅 按面积，每平方米每月 0\.85/);
    const discount = {
      discountItem: 'PM',
      discountUnit: '01-101',
      percent: '30',
      discountFrom: '2024-05-01',
      to: '2024-12-31',
      ground: 'VACANCY',
      document: '空置证明',
    };
    const wrong = await books.submit(page, '/fee-items/discounts', { ...discount, discountUnit: '99-999' });
    expect(wrong.status).toBe(422);
    expect(wrong.html).toContain('<a href="#f-discountUnit">');
    const saved = await done(books, page, '/fee-items/discounts', discount);
    expect(saved.text).toMatch(/已保存 .*01-101 · PM 减 30% 2024-05-01 至 2024-12-31 · 空置 · 空置证明 .*待业主一方同意/);
    expect((await books.get('/b/ryxc/bills')).text).toMatch(/应收合计 56,643\.80/);
    const owners = await as('shequ1');
    expect((await owners.get('/w/ryxc')).text).toContain('审批优惠 1 项');
    const list = await owners.get('/w/ryxc/waivers');
    expect(list.text).toContain('同意后，01-101 · PM 2024-05-01 至 2024-12-31 的账单减 30%。');
    const action = /action="(\/w\/ryxc\/waivers\/discounts\/\d+)"/.exec(list.html)?.[1] ?? '';
    const silent = await owners.submit(list, action, { decision: 'REFUSED' });
    expect(silent.status).toBe(422);
    expect(silent.text).toContain('不同意请写明原因');
    expect((await (await as('zhongxin1')).get('/w/ryxc/waivers')).html).not.toContain(action);
    expect((await done(owners, list, action, { decision: 'AGREED' })).html).not.toContain(action);
    expect((await books.get('/b/ryxc/fee-items')).text).toMatch(/01-101 · PM 减 30% .*已同意/);
    expect((await books.get('/b/ryxc/bills')).text).toMatch(/应收合计 56,621\.23 .*01-101 变更 75\.23 52\.66/);
    const given = await books.get('/b/ryxc/fee-items');
    const end = /action="(\/b\/ryxc\/fee-items\/discounts\/\d+\/end)"/.exec(given.html)?.[1] ?? '';
    const [form] = /discount-\d+/.exec(given.html) ?? [''];
    const tooLate = await books.submit(given, end, { [`${form}_lastOn`]: '2025-01-01', [`${form}_reason`]: '有人住' });
    expect(tooLate.status).toBe(400);
    expect(tooLate.html).toContain(`<a href="#f-${form}_lastOn">`);
    const silentEnd = await books.submit(given, end, { [`${form}_lastOn`]: '2024-06-30', [`${form}_reason`]: '' });
    expect(silentEnd.status).toBe(400);
    expect(silentEnd.html).toContain(`<a href="#f-${form}_reason">`);
    const asked = await done(books, silentEnd, end, { [`${form}_lastOn`]: '2024-06-30', [`${form}_reason`]: '7月起有人住' });
    expect(asked.text).toMatch(/01-101 · PM 减 30% 2024-05-01 至 2024-12-31 .*申请提前到 2024-06-30 结束.*7月起有人住 提前结束待业主一方同意/);
    expect(asked.html).not.toContain(end);
    expect((await owners.get('/w/ryxc')).text).toContain('决定优惠提前结束 1 项');
    const ends = await owners.get('/w/ryxc/waivers');
    expect(ends.text).toContain('同意后，01-101 · PM 的优惠到 2024-06-30 为止');
    const endAction = /action="(\/w\/ryxc\/waivers\/ends\/\d+)"/.exec(ends.html)?.[1] ?? '';
    expect((await owners.submit(ends, endAction, { decision: 'REFUSED' })).status).toBe(422);
    expect((await (await as('zhongxin1')).get('/w/ryxc/waivers')).html).not.toContain(endAction);
    expect((await done(owners, ends, endAction, { decision: 'AGREED' })).html).not.toContain(endAction);
    expect((await books.get('/b/ryxc/fee-items')).text).toMatch(/01-101 · PM 减 30% 2024-05-01 至 2024-06-30 .*同意提前结束/);
    const item = { code: 'LIFT', name: '电梯费', basis: 'UNIT', cycle: 'MONTHLY', from: '2024-05', flat: '30', lateFees: 'no', resolutionNo: 'JY2024-009' };
    const unknown = await books.submit(saved, '/b/ryxc/fee-items', item);
    expect(unknown.status).toBeGreaterThanOrEqual(400);
    expect(unknown.text).toContain('JY2024-009');
    const moved = await done(books, saved, '/fee-items/owner', { unit: '01-101', ownerName: '新业主', fromOn: '2024-05-02' });
    expect(moved.text).toContain('已保存');
    const ahead = await books.submit(moved, '/fee-items/owner', { unit: '01-101', ownerName: '再一位', fromOn: '2024-06-01' });
    expect(ahead.status).toBe(422);
    expect(ahead.html).toContain('<a href="#f-fromOn">');
  });

  it('arrears are seen by building and age, taken away as CSV, and noticed on paper without a threat', async () => {
    const books = await as('jizhang1');
    const arrears = await books.get('/b/ryxc/arrears');
    expect(arrears.text).toMatch(/欠费合计 [\d,]+\.\d\d/);
    expect(arrears.text).toMatch(/付款识别号 WY\d{3,}/);
    const csv = await books.get('/b/ryxc/arrears.csv');
    expect(csv.headers['content-type']).toContain('text/csv');
    expect(csv.html).toContain('unit,building,owner,payment_reference,total,late_fees');
    const link = /href="(\/b\/ryxc\/notices\?building=[^"]+)"/.exec(arrears.html)?.[1] ?? '';
    const notices = await books.get(link);
    expect(notices.text).toMatch(/物业费缴费通知 第 1 次通知 .*转账请在附言写：WY\d+ .*不会因欠费停水、停电/);
    expect((notices.html.match(/class="card sheet"/g) ?? []).length).toBeGreaterThan(3);
    const recorded = await done(books, notices, '/notices');
    expect(recorded.text).toMatch(/已登记 \d+ 户/);
    const again = await books.submit(recorded, '/notices');
    expect(again.status).toBe(409);
    demo.clock.set(shanghaiTime(day('2024-05-30'), '09:00'));
    expect((await books.get(link)).text).toContain('第 2 次通知');
    expect((await (await as('chuna1')).get('/b/ryxc/arrears')).status).toBe(403);
  });

  it('late fees are tried and booked once; a waiver is asked for, decided by the owner side, and booked', async () => {
    const books = await as('jizhang1');
    const look = await books.get('/b/ryxc/late-fees?through=2024-04-30');
    expect(look.text).toMatch(/试算：到 2024-04-30 的违约金 .*合计 [\d,]+\.\d\d \d+ 张账单/);
    expect((await books.get('/b/ryxc/late-fees?through=2024-05-10')).text).toContain('违约金只能算到已结账的日子');
    expect((await done(books, look, '/late-fees/charge')).text).toContain('违约金已记账');
    expect((await books.submit(look, '/late-fees/charge', { idempotencyKey: 'another-tab-late' })).status).toBe(409);

    const arrears = await books.get('/b/ryxc/arrears');
    const link = /href="(\/b\/ryxc\/waivers\/ask\?bill=\d+)"/.exec(arrears.html)?.[1] ?? '';
    const form = await books.get(link);
    const short = await books.submit(form, '/waivers', { reason: '短', document: '协议' });
    expect(short.status).toBe(400);
    expect(short.html).toContain('<a href="#f-reason">');
    const over = await books.submit(form, '/waivers', { reason: '漏水未修期间', document: '协议', amount: '99999.00' });
    expect(over.status).toBe(422);
    const asked = await done(books, form, '/waivers', { reason: '漏水未修期间', document: '协议 2024-3', amount: '10.00' });
    expect(asked.text).toMatch(/已提交，等业主一方审批 .*漏水未修期间 .*待审批 10\.00/);

    const owners = await as('shequ1');
    const list = await owners.get('/w/ryxc/waivers');
    expect(list.text).toMatch(/等您审批 .*少收 10\.00 元/);
    const action = /action="(\/w\/ryxc\/waivers\/\d+)"/.exec(list.html)?.[1] ?? '';
    const silent = await owners.submit(list, action, { decision: 'REFUSED' });
    expect(silent.status).toBe(422);
    expect(silent.text).toContain('不同意请写明原因');
    const decided = await done(owners, list, action, { decision: 'APPROVED' });
    expect(decided.text).toMatch(/已审批 .*没有要审批的减免 .*已同意/);
    const tooShort = await owners.submit(decided, `${action}/undo`, { [`undo${/\d+$/.exec(action)?.[0] ?? ''}`]: '错' });
    expect([tooShort.status >= 400, tooShort.html.includes('<a href="#f-undo')]).toEqual([true, true]);
    const undone = await done(owners, decided, `${action}/undo`, { [`undo${/\d+$/.exec(action)?.[0] ?? ''}`]: '查明没有漏水' });
    expect(undone.text).toMatch(/已撤销，该户重新欠这笔费用 .*撤销：查明没有漏水 .*已撤销/);
    expect(undone.html).not.toContain(`${action}/undo`);
    const centre = await as('zhongxin1');
    expect((await centre.get('/w/ryxc/waivers')).html).not.toContain('<form class="form" method="post" action="/w/ryxc/waivers');
    // whoever may read reasons reads them here; who makes the bills decides nothing
    expect((await (await as('jizhang1')).get('/w/ryxc/waivers')).html).not.toContain('<form class="form" method="post" action="/w/ryxc/waivers');
    expect((await (await as('chuna1')).get('/w/ryxc/waivers')).status).toBe(403);
  });
});
