import { businessDate, shanghaiTime } from '../../../src/kernel/index.js';
import type { TestApp } from '../../support/app.js';
import { startDemoApp } from '../../support/demo.js';
import { WebClient, type WebAnswer } from '../../support/web-client.js';
import { pdf } from '../evidence/fixture.js';

const items = [
  ['秩序维护', '19.00', '18.50'],
  ['环境保洁', '19.00', '18.00'],
  ['绿化养护', '14.00', '13.50'],
  ['设施设备维护', '19.00', '18.00'],
  ['客户服务', '14.00', '14.00'],
  ['安全管理', '10.00', '9.00'],
] as const;

const scores = (column: 1 | 2): Record<string, string> =>
  Object.fromEntries(
    items.flatMap((item, position) => [
      [`items[${position}].score`, item[column]],
      [`items[${position}].note`, `${item[0]}的依据`],
    ]),
  );

describe('the firm at its pages', () => {
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

  async function done(client: WebClient, page: WebAnswer, action: string, filled: Record<string, string> = {}): Promise<WebAnswer> {
    const answer = await client.submit(page, action, filled);
    expect({ status: answer.status, text: answer.status === 303 ? '' : answer.text }).toEqual({ status: 303, text: '' });
    return client.get(answer.location ?? '');
  }

  it('sees what is due and what waits, each with the rule it follows from', async () => {
    const page = await (await as('jiuwang1')).get('/f/ryxc');
    expect(page.text).toMatch(/现在可以申请 ¥ 0\.00 已申请，还没付到 44,792\.86 留着等考核 11,198\.22/);
    expect(page.text).toContain('2024年第一季度留存 30,247.79 元 × 98%（考核 87.32 分）＝ 29,642.83 元。');
    expect(page.text).toMatch(/2024年第二季度物业服务费（考核部分） — 考核还没有定稿，定稿后才能申请。/);
  });

  it('corrects what was returned, and asks for the rest in three steps; the cap stops it with the formula', async () => {
    const community = await as('shequ1');
    const returning = await community.get('/w/ryxc/payouts/BF2024-0005/return');
    expect((await community.decide(returning, { template: '收款账户需要核实', reason: '先申请四万元' })).status).toBe(303);
    const firm = await as('jiuwang1');
    expect((await firm.get('/f/ryxc')).text).toContain('BF2024-0005 被退回');
    const returned = await firm.get('/f/ryxc/payouts/BF2024-0005');
    expect(returned.text).toMatch(/被退回了 .*收款账户需要核实；先申请四万元/);
    const over = await firm.submit(returned, '/revision', { amount: '44792.87' });
    expect(over.status).toBe(422);
    expect(over.html).toMatch(/<a href="#f-amount">[^<]*最多还可申请 44792\.86 元，不能申请 44792\.87 元。/);
    const revised = await done(firm, over, '/revision', { amount: '40000' });
    expect(revised.text).toContain('已再次提交');

    const chosen = await firm.get('/f/ryxc/payouts/new');
    expect(chosen.text).toMatch(/第 1 步，共 3 步：选择 .*2024年4月物业服务费（基础部分） 4,792\.86/);
    const amount = await firm.get('/f/ryxc/payouts/new?source=BASE-2024-04');
    expect(amount.text).toMatch(
      /2024年4月收到的物业费 55,991\.08 元 − 留下等考核的 11,198\.22 元 ＝ 基础部分 44,792\.86 元。 应得 44,792\.86 .* −40,000\.00 还可申请 4,792\.86/,
    );
    expect(amount.text).toMatch(/只能付到合同登记的账户，这里不能改。 .*嘉兴秀湖银行城东支行 尾号0001/);
    expect(amount.html).not.toContain('name="account');
    const stopped = await firm.get('/f/ryxc/payouts/new/check?source=BASE-2024-04&amount=5000');
    expect(stopped.status).toBe(422);
    expect(stopped.text).toContain('申请 5,000.00 元，超过了可申请的 4,792.86 元。');
    expect(stopped.html).toMatch(/name="amount"[^>]*value="5000"|value="5000"[^>]*name="amount"/);
    const check = await firm.get('/f/ryxc/payouts/new/check?source=BASE-2024-04&amount=4792.86');
    expect(check.text).toMatch(/肆仟柒佰玖拾贰元捌角陆分/);
    const bare = await done(firm, check, '/f/ryxc/payouts');
    // the contract pays against an invoice alone
    expect(bare.text).toMatch(/申请已登记，但系统核对没通过.*BF2024-0006|BF2024-0006.*申请已登记，但系统核对没通过/);
    const invoice = { field: 'invoice', name: '发票.pdf', bytes: pdf('发票'), filled: { invoiceNo: '24332000000099990001' } };
    const again = await firm.get('/f/ryxc/payouts/new/check?source=BASE-2024-04&amount=4792.86');
    const submitted = await firm.upload(again, '/f/ryxc/payouts', invoice);
    expect(submitted.location).toBe('/f/ryxc/payouts/BF2024-0007?done=submitted');
    expect((await firm.get(submitted.location ?? '')).text).toContain('申请已提交，等各方审批');
  });

  it('cancels its request with a reason, and not without', async () => {
    const firm = await as('jiuwang1');
    const page = await firm.get('/f/ryxc/payouts/BF2024-0005');
    const refused = await firm.submit(page, '/cancellation', { reason: '' });
    expect(refused.status).toBe(422);
    expect(refused.html).toContain('<a href="#f-reason">');
    expect((await done(firm, refused, '/cancellation', { reason: '金额要重新核算' })).text).toContain('申请已撤销');
    expect((await firm.get('/f/ryxc')).text).toMatch(/现在可以申请 ¥ 44,792\.86/);
  });

  it('a hostile reason stays text on every page that shows it', async () => {
    const firm = await as('jiuwang1');
    await done(firm, await firm.get('/f/ryxc/payouts/BF2024-0005'), '/cancellation', { reason: '<script>alert(1)</script><b>x' });
    const page = await (await as('shequ1')).get('/w/ryxc/payouts/BF2024-0005');
    expect(page.html).not.toContain('<script>');
    expect(page.html).toContain('&lt;script>alert(1)&lt;/script>&lt;b>x');
  });

  it('goes through a quarter with the inspectors: self-evaluation, inspection, survey, figures, score, appeal, review', async () => {
    const own = '/assessments/2024-Q2';
    demo.clock.set(shanghaiTime(businessDate('2024-07-03'), '09:00'));
    const firm = await as('jiuwang1');
    const form = await firm.get(`/f/ryxc${own}`);
    const wrong = await firm.submit(form, '/self-evaluation', { ...scores(1), 'items[2].score': '15.5', 'items[3].score': '十九' });
    expect(wrong.status).toBe(422);
    expect(wrong.html).toMatch(/<a href="#f-items\[2\]\.score">绿化养护得分：/);
    expect(wrong.html).toContain('value="15.5"');
    await done(firm, wrong, '/self-evaluation', scores(1));

    const centre = await as('zhongxin1');
    demo.clock.set(shanghaiTime(businessDate('2024-07-08'), '09:00'));
    const inspection = await centre.get(`/w/ryxc${own}`);
    expect(inspection.text).toMatch(/秩序维护 满分 20\.00 物业公司自评 19\.00 分 · 秩序维护的依据/);
    const present = Object.fromEntries([2, 4, 1, 3].map((count, position) => [`staffing[${position}].present`, String(count)]));
    const inspected = await done(centre, inspection, '/inspection', { ...scores(2), ...present, inspectedOn: '2024-07-08' });
    expect(inspected.text).toMatch(/检查结果已登记 .*自评合计 95\.00，检查合计 91\.00/);
    demo.clock.set(shanghaiTime(businessDate('2024-07-12'), '18:00'));
    const surveyed = await done(centre, await centre.get(`/w/ryxc${own}`), '/survey', {
      openedOn: '2024-07-08',
      closedOn: '2024-07-12',
      answers: '230',
      score: '88.40',
    });
    const first = await done(centre, surveyed, '/measures', { code: 'RESPONSE', 'RESPONSE.score': '92', 'RESPONSE.note': '报修 62 件' });
    expect(first.text).toContain('还缺：信息公示及时率。');
    const early = await centre.submit(first, '/score');
    expect(early.status).toBe(409);
    expect(early.text).toContain('信息公示及时率（DISCLOSURE）还没有登记');
    const measured = await done(centre, first, '/measures', { code: 'DISCLOSURE', 'DISCLOSURE.score': '100', 'DISCLOSURE.note': '' });
    const scored = await done(centre, measured, '/score');
    expect(scored.text).toMatch(/得分已算出，进入申诉期 .*总分 90\.74 分/);
    expect(scored.text).toMatch(/确认以后，账上会这样变 .*85 到 95 分这一档，兑付 98%/);

    await done(firm, await firm.get(`/f/ryxc${own}`), '/appeal', { reason: '报修响应漏记两件' });
    const review = await centre.get(`/w/ryxc${own}`);
    const reviewed = await done(centre, review, '/review', { decision: 'CORRECTED', 'corrections[2].score': '96', reason: '核实漏记两件，予以更正' });
    expect(reviewed.text).toMatch(/总分 91\.54 分 .*报修响应漏记两件 .*申诉前 90\.74 分/);

    demo.clock.set(shanghaiTime(businessDate('2024-07-24'), '09:00'));
    const last = await centre.get(`/w/ryxc${own}`);
    const refused = await centre.submit(last, '/finalise');
    expect(refused.status).toBe(409);
    expect(refused.text).toContain('2024-Q2 还有月份没有结账：2024-05, 2024-06');
  });
});
