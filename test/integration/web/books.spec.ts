import { createHash } from 'node:crypto';
import { businessDate, Money, shanghaiTime, type BusinessDate } from '../../../src/kernel/index.js';
import type { TestApp } from '../../support/app.js';
import { writeBankCsv, type BookingSketch } from '../../support/bank-files.js';
import { startDemoApp } from '../../support/demo.js';
import { WebClient, type WebAnswer } from '../../support/web-client.js';

const day = (text: string): BusinessDate => businessDate(text);
const ACCOUNT = { accountNo: '9900000000008866', accountName: '日月星辰小区物业资金三方共管账户' };

const booking = (on: string, amount: string, rest: Partial<BookingSketch> = {}): BookingSketch => ({
  bookedOn: day(on),
  amount: Money.parse(amount),
  counterpartyName: '无名氏',
  counterpartyAccount: '9901999900000001',
  remark: '',
  bankReference: `${on.replaceAll('-', '')}${amount.replace(/\D/g, '').padStart(8, '0')}`,
  ...rest,
});

/** May as the bank tells it: two fees by their codes, one payment for two flats, a payer nobody knows, and the payout of April. */
function may(): Uint8Array {
  const bookings = [
    booking('2024-05-03', '75.23', { counterpartyName: '夏阿玉', remark: 'WY01-101 5月物业费' }),
    booking('2024-05-05', '8000.00', { counterpartyName: '嘉善星泊停车管理有限公司', remark: 'ZL01' }),
    booking('2024-05-06', '217.67', { counterpartyName: '朱子兰', remark: '两套一起交 WY01-102 WY01-103' }),
    booking('2024-05-08', '300.00', { remark: '往来款' }),
    booking('2024-05-17', '-44792.86', {
      counterpartyName: '嘉兴市久旺物业管理有限公司',
      counterpartyAccount: '9903000000000001',
      remark: 'BF2024-0005 物业服务费',
    }),
  ];
  return Buffer.from(writeBankCsv({ ...ACCOUNT, from: day('2024-05-01'), to: day('2024-05-31'), opening: Money.parse('114696.04'), bookings }), 'utf8');
}

describe('keeping the books on the pages', () => {
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

  async function approveAll(): Promise<void> {
    for (const login of ['shequ1', 'zhongxin1', 'jiedao1']) {
      const client = await as(login);
      expect((await client.decide(await client.get('/w/ryxc/payouts/BF2024-0005'), { decision: 'APPROVE' })).status).toBe(303);
    }
  }

  /** Sends a form and gives the page to which it leads. */
  async function done(client: WebClient, page: WebAnswer, action: string, filled: Record<string, string> = {}): Promise<WebAnswer> {
    const answer = await client.submit(page, action, filled);
    expect({ status: answer.status, text: answer.status === 303 ? '' : answer.text }).toEqual({ status: 303, text: '' });
    return client.get(answer.location ?? '');
  }

  it('takes a month from its bills to its published statement', async () => {
    await approveAll();
    demo.clock.set(shanghaiTime(day('2024-05-16'), '09:30'));
    const cashier = await as('chuna1');
    await done(cashier, await cashier.get('/b/ryxc/payments'), '/payments');

    const books = await as('jizhang1');
    expect((await books.get('/b/ryxc')).text).toMatch(/2024年5月待办 .*出物业费账单 进行中 2024-05 的物业费还没有出账。/);

    const trial = await books.get('/b/ryxc/bills');
    expect(trial.text).toMatch(/试算：2024年5月物业费账单 .*应收合计 56,643\.80 户数 630/);
    const billed = await done(books, trial, '/bills');
    expect(billed.text).toContain('账单已出');
    const accrued = await done(books, billed, '/income');
    expect(accrued.text).toContain('公共收益已计提');
    expect(accrued.text).toMatch(/已计提 合计 8,000\.00/);
    const again = await books.submit(trial, '/bills', { idempotencyKey: 'a-form-of-another-tab' });
    expect(again.status).toBe(409);
    expect(again.text).toContain('2024-05 已于 2024-05-16 出账');

    demo.clock.set(shanghaiTime(day('2024-06-02'), '09:00'));
    const upload = await books.get('/b/ryxc/bank/import');
    expect(upload.text).toContain('已导入到 2024年4月30日');
    const chosen = await books.upload(upload, '/bank/import', { field: 'file', name: '5月.csv', bytes: may() });
    expect(chosen.status).toBe(303);
    const preview = await books.get(chosen.location ?? '');
    expect(preview.text).toMatch(/这是预览，还没有导入。 .*5 笔新的 期初余额 114,696\.04 收入 8,592\.90 支出 44,792\.86 期末余额 78,496\.08/);
    const imported = await done(books, preview, chosen.location ?? '');
    expect(imported.text).toContain('已导入 5 笔新流水。');

    const matched = await done(books, imported, '/match');
    expect(matched.text).toContain('看了 5 笔：');
    const payout = await (await as('shequ1')).get('/w/ryxc/payouts/BF2024-0005');
    expect(payout.text).toContain('银行付款 2024年5月17日 记账');

    const waiting = await books.get('/b/ryxc/bank?state=SUSPENSE');
    const line = /href="(\/b\/ryxc\/bank\/\d+)"[^>]*><span><b>朱子兰/.exec(waiting.html)?.[1] ?? '';
    const form = await books.get(line);
    expect(form.text).toContain('附言写了不止一个去处');
    const wrong = await books.submit(form, line, {
      'parts[0].target': 'UNIT',
      'parts[0].reference': '01-102',
      'parts[0].amount': '90.27',
      'parts[1].reference': '01-103',
      'parts[1].amount': '100.00',
    });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('190.27');
    const placed = await done(books, wrong, line, { 'parts[1].amount': '127.40' });
    expect(placed.text).toContain('已入账');

    const month = await books.get('/b/ryxc');
    expect(month.text).toMatch(/待查来款 .*笔数 1 金额 ¥ 300\.00/);
    const closing = await books.get('/b/ryxc/close');
    expect(closing.text).toMatch(/银行余额 78,496\.08 账簿现金 78,496\.08 单据合计 78,496\.08 三边相等/);
    const prepared = await done(books, closing, '/reconciliation');
    expect(prepared.text).toContain('对账表已编制，等另一单位签字');
    expect(prepared.text).toMatch(/还不能结账 2024-05 的对账表还差第二个签字/);
    const signer = await as('shequ1');
    const queue = await signer.get('/w/ryxc');
    expect(queue.text).toMatch(/还要您办的事 签署2024年5月对账表/);
    const sheet = await signer.get(/href="(\/w\/ryxc\/reconciliations\/\d+)"/.exec(queue.html)?.[1] ?? '');
    expect(sheet.text).toMatch(/银行余额 78,496\.08 账簿现金 78,496\.08 单据合计 78,496\.08 三边相等/);
    expect(sheet.text).toMatch(/待查来款、待查与代收 .*300\.00/);
    const signed = await done(signer, sheet, '/sign');
    expect(signed.text).toContain('已签字，可以结账了');
    const closed = await done(books, await books.get('/b/ryxc/close'), '/close');
    expect(closed.text).toMatch(/2024年5月已结账 物业公司应得 [\d,.]+ 元：基础部分/);

    const drafts = await books.get('/b/ryxc/statements');
    const built = await done(books, drafts, '/statements', { period: '2024-05' });
    expect(built.text).toContain('已编制，等业主方发布');
    const draft = await books.get('/b/ryxc/statements/2024-05/page');
    expect(draft.headers['content-security-policy']).toContain("frame-ancestors 'self'");

    const community = await as('shequ1');
    expect((await community.get('/w/ryxc')).text).toMatch(/还要您办的事 发布2024年5月收支公示/);
    const look = await community.get('/w/ryxc/statements/2024-05');
    expect(look.text).toMatch(/上月结余 114,696\.04 本月收入 8,592\.90 本月支出 −44,792\.86 月末结余 78,496\.08/);
    const published = await done(community, look, '/w/ryxc/statements/2024-05');
    expect(published.text).toContain('已发布，任何人都能看了');
    const residents = await new WebClient(demo.app).get('/p/ryxc/2024-05');
    expect(residents.html).toBe(draft.html);
  });

  it('refuses a file that is damaged, another account’s or already there, before anything is kept', async () => {
    demo.clock.set(shanghaiTime(day('2024-06-02'), '09:00'));
    const books = await as('jizhang1');
    const upload = await books.get('/b/ryxc/bank/import');
    const damaged = Buffer.from(Buffer.from(may()).toString('utf8').replace('300.00', '301.00'), 'utf8');
    const refused = await books.upload(upload, '/bank/import', { field: 'file', name: '5月.csv', bytes: damaged });
    expect(refused.status).toBe(400);
    expect(refused.text).toContain('没有办成');
    expect(refused.text).toMatch(/第 \d+ 行：余额应为/);
    const none = await books.submit(upload, '/bank/import');
    expect(none.status).toBe(400);
    expect(none.text).toContain('对账单文件：填写不正确');
    const gone = await books.get(`/b/ryxc/bank/import/${'0'.repeat(64)}`);
    expect(gone).toMatchObject({ status: 404 });
    expect(gone.text).toContain('上传的文件已过期，请重新上传。');
  });

  it('an uploaded file belongs to the compound that uploaded it, and the cashier has no door to the books', async () => {
    const cashier = await as('chuna1');
    expect((await cashier.get('/b/ryxc')).status).toBe(403);
    expect((await cashier.get('/b/ryxc/bank')).status).toBe(403);
    expect((await (await as('jizhang1')).get('/b/ryxc/payments')).status).toBe(403);
  });

  it('the cashier sees how long to wait, makes the list once, and can fetch its bytes by their hash', async () => {
    await approveAll();
    const cashier = await as('chuna1');
    expect((await cashier.get('/b/ryxc/payments')).text).toMatch(/还要等一等 .*5月16日 09:10 后可以付款/);
    demo.clock.set(shanghaiTime(day('2024-05-16'), '09:10'));
    const page = await cashier.get('/b/ryxc/payments');
    const none = await cashier.post('/b/ryxc/payments', { ...cashier.formOf(page, '/payments').fields, pay: '' });
    expect(none.status).toBe(422);
    expect(none.text).toContain('请至少选一笔。');
    const first = await cashier.submit(page, '/payments');
    const second = await cashier.submit(page, '/payments');
    expect([second.status, second.location]).toEqual([303, first.location]);
    const sha256 = /list=([0-9a-f]{64})/.exec(first.location ?? '')?.[1] ?? '';
    const made = await cashier.get(first.location ?? '');
    expect(made.text).toContain('付款清单已生成，共 1 笔');
    const file = await cashier.get(`/b/ryxc/payments/lists/${sha256}`);
    expect(createHash('sha256').update(file.html, 'utf8').digest('hex')).toBe(sha256);
    expect(file.html).toContain('9903000000000001');
    const failed = await cashier.submit(made, 'BF2024-0005/failure', { 'BF2024-0005.reason': '退了' });
    expect(failed.status).toBe(422);
    expect(failed.html).toContain('<a href="#f-BF2024-0005.reason">请写明原因，至少 5 个字；经办各方会看到。</a>');
    expect(failed.html).toMatch(/<textarea id="f-BF2024-0005.reason"[^>]*>退了<\/textarea>/);
  });
});
