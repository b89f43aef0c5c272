import { shanghaiTime, businessDate } from '../../../src/kernel/index.js';
import type { TestApp } from '../../support/app.js';
import { startDemoApp } from '../../support/demo.js';
import { WebClient, type WebAnswer } from '../../support/web-client.js';

const PAYOUT = '/w/ryxc/payouts/BF2024-0005';

/** The demo in the morning of 2024-05-16: the base part of April waits for three approvals. */
describe('approving a payout on its page', () => {
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

  async function approve(login: string): Promise<WebAnswer> {
    const client = await as(login);
    return client.decide(await client.get(PAYOUT), { decision: 'APPROVE' });
  }

  async function state(): Promise<string> {
    const [row] = await demo.database.as(
      'postgres',
      async (client) => (await client.query<{ state: string }>(`select state from mingbai.disbursement where number = 'BF2024-0005'`)).rows,
    );
    return row?.state ?? '';
  }

  it('shows the amount in figures and words, the rule with its figures, the fund before and after, and gates that are not in use as such', async () => {
    const page = await (await as('shequ1')).get(PAYOUT);
    expect(page.status).toBe(200);
    expect(page.text).toContain('44,792.86');
    expect(page.text).toContain('肆万肆仟柒佰玖拾贰元捌角陆分');
    expect(page.text).toContain('没有超出考核允许的金额');
    expect(page.text).toContain('2024年4月收到的物业费 55,991.08 元 − 留下等考核的 11,198.22 元 ＝ 基础部分 44,792.86 元');
    expect(page.text).toMatch(/付款前可用 44,792\.86 这次付款 −44,792\.86 付款后可用 0\.00/);
    expect(page.text).toMatch(
      /在预算之内 通过 · 物业服务·基础 预算 460,000\.00，其他已用 120,991\.16，本次后余 294,215\.98（本次后已用 36%） .*凭证齐全，没有用过 通过 · 2 份凭据/,
    );
    expect(page.text).toContain('通过 · 2024-05-08 对账签字，已过 8 天，最多 31 天；未说明 0 笔');
    expect(page.text).toMatch(/合同没有要求的核对 合同没有要求核对这几项，不算通过，请自行把关。 有业主的决议/);
    expect(page.text).toMatch(/依据 \S+\.pdf 发票号 \S+ 这笔拨付的公开页面/);
    const [, invoice = ''] = /href="(\/api\/v1\/communities\/ryxc\/evidence\/[0-9a-f]{64})"/.exec(page.html) ?? [];
    expect((await (await as('shequ1')).get(invoice)).status).toBe(200);
    expect(page.text).toContain('数据截至2024年5月16日 09:00');
    expect(page.text).not.toContain('9903000000000001');
    expect(page.headers['cache-control']).toBe('no-store');
  });

  it('goes through the slots, holds the money with the last one and tells who is missing', async () => {
    const first = await approve('shequ1');
    expect(first).toMatchObject({ status: 303, location: `${PAYOUT}?done=APPROVE` });
    const after = await (await as('shequ1')).get(`${PAYOUT}?done=APPROVE`);
    expect(after.text).toContain('您已同意这笔拨付 还差监管方、监督方审批。 点错了？5月16日 09:10前可以撤回。');
    await approve('zhongxin1');
    await approve('jiedao1');
    expect(await state()).toBe('APPROVED');
    const held = await (await as('jiedao1')).get(PAYOUT);
    expect(held.text).toContain('审批齐了，资金已锁定');
  });

  it('a double tap is one decision: the same form sent twice answers the same', async () => {
    const client = await as('shequ1');
    const page = await client.get(PAYOUT);
    const [opened, again] = await Promise.all([client.submit(page, '/sign', { decision: 'APPROVE' }), client.submit(page, '/sign', { decision: 'APPROVE' })]);
    expect(again.location).toBe(opened.location);
    const signing = await client.get(opened.location ?? '');
    const [first, second] = await Promise.all([client.submit(signing, '/decisions'), client.submit(signing, '/decisions')]);
    expect([first.status, second.status]).toEqual([303, 303]);
    const [row] = await demo.database.as(
      'postgres',
      async (db) =>
        (
          await db.query<{ count: number }>(
            'select count(*) from mingbai.approval where disbursement_id = (select id from mingbai.disbursement where number = $1)',
            ['BF2024-0005'],
          )
        ).rows,
    );
    expect(row?.count).toBe(1);
  });

  it('a refusal without a reason is shown on top, focused, with what was typed; nothing is decided', async () => {
    const client = await as('shequ1');
    const answer = await client.decide(await client.get(`${PAYOUT}/reject`), { reason: '不行' });
    expect(answer.status).toBe(422);
    expect(answer.html).toMatch(/<div class="summary" role="alert" tabindex="-1" autofocus/i);
    expect(answer.html).toContain('<a href="#f-reason">请写明原因，至少 5 个字；经办各方会看到。</a>');
    expect(answer.html).toMatch(/<textarea id="f-reason"[^>]*aria-invalid="true"[^>]*>不行<\/textarea>/);
    expect(await state()).toBe('APPROVING');
  });

  it('a common reason is enough, own words are added to it, and both are kept', async () => {
    const client = await as('shequ1');
    const answer = await client.decide(await client.get(`${PAYOUT}/return`), { template: '收款账户需要核实', reason: '开户行名称不全' });
    expect(answer.location).toBe(`${PAYOUT}?done=RETURN`);
    expect(await state()).toBe('DRAFT');
    const page = await (await as('zhongxin1')).get(PAYOUT);
    expect(page.text).toContain('收款账户需要核实；开户行名称不全');
  });

  it('who comes second sees who decided and when, and the page as it is now', async () => {
    const [slow, fast] = [await as('shequ1'), await as('zhongxin1')];
    const opened = await slow.get(PAYOUT);
    await fast.decide(await fast.get(PAYOUT), { decision: 'APPROVE' });
    const answer = await slow.decide(opened, { decision: 'APPROVE' });
    expect(answer.status).toBe(409);
    expect(answer.text).toContain('拨付 BF2024-0005 在您打开之后已由 嘉善县物业管理服务中心 钱慕白 处理');
    expect((await slow.decide(answer, { decision: 'APPROVE' })).status).toBe(303);
  });

  it('an approval is taken back within 10 minutes, and not at 10:01', async () => {
    await approve('shequ1');
    const client = await as('shequ1');
    demo.clock.set(shanghaiTime(businessDate('2024-05-16'), '09:10'));
    const form = await client.get(`${PAYOUT}/withdraw`);
    expect((await client.submit(form, '/withdrawal', { template: '误点了同意按钮', reason: '请再核对一次' })).location).toBe(`${PAYOUT}?done=WITHDRAW`);
    await approve('shequ1');
    const late = await client.get(`${PAYOUT}/withdraw`);
    demo.clock.advanceMinutes(11);
    const refused = await client.submit(late, '/withdrawal', { template: '误点了同意按钮', reason: '请再核对一次' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('只能在 10 分钟内');
  });

  it('the firm and the cashier have no door to the workbench, and a stranger none to the compound', async () => {
    expect((await (await as('jiuwang1')).get(PAYOUT)).status).toBe(403);
    expect((await (await as('chuna1')).get('/w/ryxc')).status).toBe(403);
    expect((await (await as('shequ1')).get('/w/other')).status).toBe(404);
    const stranger = await new WebClient(demo.app).get(PAYOUT);
    expect(stranger).toMatchObject({ status: 303, location: `/sign-in?next=${encodeURIComponent(PAYOUT)}` });
  });

  it('a form without the token of the session changes nothing', async () => {
    const client = await as('shequ1');
    const form = client.formOf(await client.get(PAYOUT), '/sign');
    const answer = await client.post(form.action, { ...form.fields, formToken: 'f'.repeat(64), decision: 'APPROVE' });
    expect(answer.status).toBe(403);
    expect(await state()).toBe('APPROVING');
  });
});
