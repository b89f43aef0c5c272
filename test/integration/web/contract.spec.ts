import { gzipSync } from 'node:zlib';
import { businessDate, shanghaiTime } from '../../../src/kernel/index.js';
import type { TestApp } from '../../support/app.js';
import { startDemoApp } from '../../support/demo.js';
import { WebClient } from '../../support/web-client.js';
import { pdf } from '../evidence/fixture.js';

const W = '/w/ryxc/contract';
const F = '/f/ryxc/contract';

describe('the contract on its pages', () => {
  let demo: TestApp;

  beforeAll(async () => {
    demo = await startDemoApp();
    at('2024-05-16');
  }, 180_000);
  afterAll(() => demo.close());

  const at = (date: string) => demo.clock.set(shanghaiTime(businessDate(date), '09:00'));
  const as = async (login: string): Promise<WebClient> => {
    const client = new WebClient(demo.app);
    expect((await client.signIn(login)).status).toBe(303);
    return client;
  };
  const paper = (field: string, filled: Readonly<Record<string, string>>) => ({ field, name: '合同.pdf', bytes: pdf('合同'), filled });

  it('is read by both sides and the centre, each with what they may do', async () => {
    const owners = await (await as('shequ1')).get(W);
    expect(owners.text).toContain('服务合同 RYXC-WY-2024-01');
    expect(owners.text).toContain('2024-01-01 至 2026-12-31 · 履行中');
    expect(owners.html).toContain(`action="${W}/proposals"`);
    const firm = await (await as('jiuwang1')).get(F);
    expect(firm.html).not.toContain('/proposals"');
    expect(firm.html).toContain('value="NOTICE_GIVEN"');
    const centre = await (await as('zhongxin1')).get(W);
    expect(centre.html).toContain('value="SUSPENDED"');
    expect(centre.html).not.toContain('value="HOLDOVER"');
  });

  it('refuses other terms for a quarter that runs on the page, with what was typed', async () => {
    const owners = await as('shequ1');
    const refused = await owners.submit(await owners.get(W), '/proposals', { terms_answerDays: '5', terms_fromPeriod: '2024-05' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('最早可从 2024-07 起');
    expect(refused.html).toContain('href="#f-terms_fromPeriod"');
    expect(refused.html).toContain('value="2024-05"');
  });

  it('takes shares in per cent, and refuses them in per cent', async () => {
    const owners = await as('shequ1');
    const page = await owners.get(W);
    expect(page.html).toMatch(/name="terms_shareAtRisk"[^>]*value="20"/);
    expect(page.html).toMatch(/name="terms_lateFeePerDay"[^>]*value="0.05"/);
    const refused = await owners.submit(page, '/proposals', { terms_shareAtRisk: '150' });
    expect(refused.status).toBe(422);
    expect(refused.text).toMatch(/为 150，应在 0 到 \d+ 之间/);
    expect(await owners.submit(page, '/proposals', { terms_lateFeePerDay: '2' })).toMatchObject({
      status: 422,
      text: expect.stringContaining('应在 0 到 1 之间'),
    });
  });

  it('is proposed, hangs out before everybody’s eyes, and is signed by the firm and the owner side', async () => {
    const owners = await as('shequ1');
    const old = await owners.submit(await owners.get(W), '/proposals', { terms_answerDays: '5', terms_base: '2' });
    expect(old).toMatchObject({ status: 409, text: expect.stringContaining('改的是第 2 版条款，而现行的是第 1 版') as string });
    expect(await owners.submit(await owners.get(W), '/proposals', { terms_answerDays: '5' })).toMatchObject({ status: 303, location: `${W}?done=proposed` });
    expect((await owners.get('/p/ryxc')).text).not.toContain('合同变更公示');
    expect(await owners.submit(await owners.get(W), '/HT001/notice')).toMatchObject({ status: 303, location: `${W}?done=published` });
    const everybody = await new WebClient(demo.app).get('/p/ryxc');
    expect(everybody.text).toContain('公示 2024-05-16 至 2024-05-22');
    expect(everybody.text).toMatch(/答复业主的天数 7 5/);
    at('2024-05-23');
    const firm = await as('jiuwang1');
    const unread = await firm.upload(await firm.get(F), '/HT001/sign', paper('HT001_sign_document', {}));
    expect(unread.status).toBe(400);
    expect(unread.html).toContain('href="#f-HT001_sign_read"');
    expect(await firm.upload(await firm.get(F), '/HT001/sign', paper('HT001_sign_document', { HT001_sign_read: 'yes' }))).toMatchObject({ status: 303 });
    expect((await firm.get(F)).html).not.toContain('/HT001/sign');
    const client = await as('shequ1');
    expect(await client.upload(await client.get(W), '/HT001/sign', paper('HT001_sign_document', { HT001_sign_read: 'yes' }))).toMatchObject({ status: 303 });
    expect((await client.get(W)).text).toContain('第 2 版，自 2024-07 起 2024-05-23 双方签署（HT001）');
    expect((await client.get('/p/ryxc')).text).not.toContain('合同变更公示');
    const read = await new WebClient(demo.app).get('/p/ryxc/contract');
    expect(read.text).toMatch(/第 2 版，2024年7月起执行 2024年5月16日至2024年5月22日公示 .*物业公司签署（嘉兴市久旺物业管理有限公司）/);
    expect(read.text).toContain('业主一方签署（魏塘街道小东门社区居民委员会）');
    expect(read.text).toMatch(/答复业主的天数 7 5/);
    // until July the first terms count
    expect(read.text).toContain('现行条款 第 1 版，2024年1月起执行');
    expect(read.text).toContain('7 天内答复');
    expect(read.text).not.toMatch(/沈若兰|盛长庚/);
    const { items } = JSON.parse((await client.get('/api/v1/communities/ryxc/contracts/proposals')).html) as { items: Record<string, unknown>[] };
    expect(items).toEqual([expect.objectContaining({ number: 'HT001', state: 'SIGNED', kind: 'TERMS', noticeFrom: '2024-05-16', noticeUntil: '2024-05-22' })]);
  });

  it('takes a ready sheet of the inspection, with weights that add to 100 % or are refused', async () => {
    const owners = await as('shequ1');
    const page = await owners.get(W);
    expect(page.text).toContain('细表：上述四类，共 16 项');
    const chosen = { terms_template: 'FULL', terms_weight_INSPECTION: '50', terms_fromPeriod: '2024-10' };
    const refused = await owners.submit(page, '/proposals', chosen);
    expect([refused.status, refused.text.includes('权重合计 110%，请改成合计 100%')]).toEqual([422, true]);
    expect(refused.html).toContain('href="#f-terms_weight_INSPECTION"');
    const unreadable = await owners.submit(page, '/proposals', { ...chosen, terms_weight_SURVEY: '三十' });
    expect([unreadable.status, unreadable.html.includes('href="#f-terms_weight_SURVEY"')]).toEqual([422, true]);
    expect((await owners.submit(page, '/proposals', { ...chosen, terms_weight_SURVEY: '25' })).status).toBe(303);
    const { items } = JSON.parse((await owners.get('/api/v1/communities/ryxc/contracts/proposals')).html) as {
      items: { text: { terms: { template: { components: { weight: string }[]; items: unknown[] } } } }[];
    };
    const template = items[0]?.text.terms.template;
    expect([template?.items.length, template?.components.map(({ weight }) => weight)]).toEqual([16, ['0.5', '0.25', '0.2', '0.05']]);
    const ready = JSON.parse((await owners.get('/api/v1/communities/ryxc/contracts/templates')).html) as { items: { code: string }[] };
    expect(ready.items.map(({ code }) => code)).toEqual(['BRIEF', 'FULL']);
  });

  it('has its payouts suspended by the centre, said on the page, and resumed by the owner side', async () => {
    const centre = await as('zhongxin1');
    const halted = await centre.submit(await centre.get(W), '/steps', { step_kind: 'SUSPENDED', step_reason: '账目需要核查' });
    expect(halted).toMatchObject({ status: 303, location: `${W}?done=recorded` });
    expect((await centre.get(W)).text).toMatch(/起暂停拨付：账目需要核查/);
    expect((await centre.submit(await centre.get(W), '/steps', { step_kind: 'RESUMED', step_reason: '核查完毕了' })).status).toBe(422);
    const owners = await as('shequ1');
    expect((await owners.submit(await owners.get(W), '/steps', { step_kind: 'RESUMED', step_reason: '核查完毕了' })).status).toBe(303);
    expect((await owners.get(W)).text).not.toContain('起暂停拨付：');
  });

  it('stands open to everybody without signing in and without script: what it costs, pays, promises and who must sign', async () => {
    const everybody = new WebClient(demo.app);
    const page = await everybody.get('/p/ryxc/contract');
    expect((await everybody.get('/p/ryxc')).html).toContain('href="/p/ryxc/contract"');
    expect(page.text).toContain('每 100 元服务费，先付 80.00 元；另外 20.00 元留在共管账户里');
    expect(page.text).toMatch(/95 分及以上 100\.00 85 到不满 95 分 98\.00/);
    expect(page.text).toMatch(/30,000\.00 元及以下 业主方、监管方都同意 超过 30,000\.00 元 业主方、监管方、监督方都同意/);
    expect(page.text).toContain('最近一次对账不超过 31 天');
    expect(page.text).toMatch(/保安 4人/);
    expect(page.text).toMatch(/暂停拨付 .*账目需要核查/);
    expect(page.html).not.toContain('<script');
    expect(gzipSync(page.html).length).toBeLessThanOrEqual(30 * 1024);
    expect((await everybody.get('/en/p/ryxc/contract')).text).toContain('Of every 100 yuan of the fee, 80.00 are paid at once');
    expect((await everybody.get('/p/other/contract')).status).toBe(404);
  });

  it('is nobody else’s: the bookkeeper has no such page, and another compound has no such contract', async () => {
    expect((await (await as('shequ1')).get('/w/other/contract')).status).toBe(404);
    const firm = await as('jiuwang1');
    expect((await firm.post(`${W}/proposals`, { terms_answerDays: '5' })).status).toBe(403);
  });
});
