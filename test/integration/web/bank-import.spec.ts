import { appendFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { businessDate, shanghaiTime } from '../../../src/kernel/index.js';
import { Uploads } from '../../../src/platform/http/index.js';
import type { TestApp } from '../../support/app.js';
import { writeWechatBill } from '../../support/channel-files.js';
import { startDemoApp } from '../../support/demo.js';
import { WebClient } from '../../support/web-client.js';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
/** A bank whose words nobody knows: one column of amounts, newest row first, no totals. */
const UNKNOWN = [
  '流水导出',
  '入账时刻,摘录,进出金额,结存,往来户,单号',
  '2024-05-05 10:00:00,代收,-40.00,114731.27,甲公司,N2',
  '2024-05-03 09:00:00,物业费WY01-101,75.23,114771.27,夏阿玉,N1',
];

describe('a bank’s file on the pages', () => {
  let demo: TestApp;
  let books: WebClient;

  beforeAll(async () => {
    demo = await startDemoApp();
    demo.clock.set(shanghaiTime(businessDate('2024-06-02'), '09:00'));
    books = new WebClient(demo.app);
    await books.signIn('jizhang1');
  }, 180_000);
  afterAll(async () => {
    await demo.close();
  });

  const upload = async (name: string, text: string, filled: Record<string, string> = {}) =>
    books.upload(await books.get('/b/ryxc/bank/import'), '/bank/import', { field: 'file', name, bytes: utf8(text), filled });

  it('whose headings nobody knows is mapped by a person, tried, kept, imported, and known the next time', async () => {
    const chosen = await upload('x.csv', UNKNOWN.join('\n'));
    expect([chosen.status, chosen.location]).toEqual([303, expect.stringMatching(/\/bank\/import\/[0-9a-f]{64}\/mapping$/)]);
    const page = await books.get(chosen.location ?? '');
    expect(page.text).toContain('第 2 行：入账时刻 | 摘录 | 进出金额 | 结存 | 往来户 | 单号');
    const columns = { sign: 'SIGNED', bookedOn: '入账时刻', amount: '进出金额', balance: '结存', counterpartyName: '往来户', note: '摘录', reference: '单号' };
    const filled = { ...columns, title: '某银行', name: 'our-bank', from: '2024-05-01', to: '2024-05-31' };

    const half = await books.submit(page, '/mapping', { ...filled, balance: '', do: 'preview' });
    expect(half.status).toBe(400);
    expect(half.html).toContain('<a href="#f-balance">余额（必选）：这一列（balance）还没有指定。');
    const wrong = await books.submit(page, '/mapping', { ...filled, amount: '结存', balance: '进出金额', do: 'preview' });
    expect(wrong.status).toBe(400);
    expect(wrong.text).toMatch(/第 \d+ 行：余额应为/);
    const unnamed = await books.submit(page, '/mapping', { ...filled, name: 'Unser', do: 'save' });
    expect(unnamed.html).toContain('<a href="#f-name">');

    const tried = await books.submit(page, '/mapping', { ...filled, do: 'preview' });
    expect(tried.status).toBe(200);
    expect(tried.text).toMatch(/读出 2 笔，余额逐笔相符：期初 114,696\.04 元，期末 114,731\.27 元。 .*夏阿玉 物业费WY01-101 5月3日 75\.23 114,771\.27/);
    expect((await books.get('/b/ryxc/bank/import')).text).not.toContain('x.csv');
    const kept = await books.submit(page, '/mapping', { ...filled, do: 'save' });
    expect(kept.status).toBe(303);
    const preview = await books.get(kept.location ?? '');
    expect(preview.text).toMatch(/csv · our-bank .*2 笔新的 期初余额 114,696\.04 收入 75\.23 支出 40\.00 期末余额 114,731\.27/);
    const imported = await books.submit(preview, (kept.location ?? '').split('?')[0] ?? '');
    expect(imported.location).toContain('imported=2.0');

    const again = await upload('y.csv', `${UNKNOWN.join('\n')}\n`, { from: '2024-05-01', to: '2024-05-31' });
    expect(again.location).toMatch(/\/bank\/import\/[0-9a-f]{64}\?from=2024-05-01&to=2024-05-31$/);
    expect((await books.get(again.location ?? '')).text).toMatch(/0 笔新的 · 2 笔/);
  });

  it('is opened again only where there is a place for its bytes; who looks meanwhile is told when to come', async () => {
    const chosen = await upload('large.csv', UNKNOWN.join('\n').replace('入账时刻', '记账时点'));
    const [, preview = '', sha256 = ''] = /^(.*\/import\/([0-9a-f]{64}))\/mapping$/.exec(chosen.location ?? '') ?? [];
    const shelf = join(demo.settings.dataDirectory, 'tmp', 'uploads');
    const [kept = ''] = readdirSync(shelf).filter((name) => name.endsWith(sha256));
    appendFileSync(join(shelf, kept), Buffer.alloc(60 * 1024 * 1024, ' '));
    const { rows } = await demo.database.as('postgres', (client) => client.query<{ id: string }>(`select id from mingbai.person where login = 'jizhang1'`));
    // the same person sends another large file meanwhile
    const giveBack = demo.app.get(Uploads).hold({ communityId: 1, personId: Number(rows[0]?.id) }, 60 * 1024 * 1024, 'UPLOADS_BUSY');
    for (const rest of ['', '/mapping', '/rejected', '/rejected.csv', '/channel']) {
      const { status, headers, text } = await books.get(`${preview}${rest}`);
      expect([rest, status, headers['retry-after']]).toEqual([rest, 503, '15']);
      expect(text).toContain('请过 15 秒再刷新本页');
    }
    giveBack();
    expect((await books.get(preview)).status).not.toBe(503);
  });

  it('with rows that cannot be read says which and why, and gives them out as a file in which nothing is executed', async () => {
    const csv = [
      '交易日期,借方发生额,贷方发生额,余额,对方户名,流水号',
      '2024-05-03,,1o0.00,1.00,=cmd|calc,A1',
      '2024-02-30,,1.00,1.00,乙,A2',
      '2024-05-05,,1.00,1.00,丙,A3',
    ];
    const chosen = await upload('z.csv', csv.join('\n'));
    expect(chosen.location).toMatch(/\/rejected$/);
    const page = await books.get(chosen.location ?? '');
    expect(page.text).toMatch(/有 2 行读不出来 .*2 第 2 行 贷方发生额：“1o0\.00”不是这里能填的金额/);
    const file = await books.get(`${chosen.location ?? ''}.csv`);
    expect(file.headers['content-disposition']).toBe('attachment; filename="rejected.csv"');
    expect(file.html).toContain(`"2","第 2 行 贷方发生额：“1o0.00”`);
    expect(file.html).toContain(`"'=cmd|calc"`);
    expect(file.html).toContain('"3","第 3 行 交易日期：“2024-02-30”不是日历上的日期。"');
  });

  it('of a payment channel is previewed with what will reach the bank, and imported once', async () => {
    const bill = writeWechatBill([{ at: '2024-05-05 10:00:00', orderNo: '42001', gross: '75.23', fee: '0.45' }]);
    const chosen = await upload('wechat.csv', bill);
    expect(chosen.location).toMatch(/\/channel$/);
    const preview = await books.get(chosen.location ?? '');
    expect(preview.text).toMatch(/微信支付 .*1 笔新的 收款 75\.23 退款 0\.00 手续费 0\.45 应到账净额 74\.78/);
    expect((await books.submit(preview, '/channel')).location).toContain('imported=1.0');
    const again = await upload('wechat.csv', bill);
    expect(again.status).toBe(409);
    expect(again.text).toContain('这份渠道账单已于');
  });

  it('is the bookkeeper’s alone, and a file that is gone says so', async () => {
    const cashier = new WebClient(demo.app);
    await cashier.signIn('chuna1');
    const gone = `/b/ryxc/bank/import/${'0'.repeat(64)}`;
    for (const path of ['/b/ryxc/bank/import', gone, `${gone}/mapping`, `${gone}/rejected`, `${gone}/channel`])
      expect((await cashier.get(path)).status).toBe(403);
    expect((await books.get(`${gone}/mapping`)).status).toBe(404);
    expect((await books.get(`${gone}/channel`)).status).toBe(404);
    expect((await upload('nothing.bin', '%PDF-1.7')).text).toContain('不是这里能读的银行对账单');
  });
});
