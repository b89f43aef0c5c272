import { businessDate, Money, required, shanghaiTime, type BusinessDate } from '../../../src/kernel/index.js';
import type { TestApp } from '../../support/app.js';
import { writeBankCsv, type BookingSketch } from '../../support/bank-files.js';
import { startDemoApp } from '../../support/demo.js';
import { WebClient, type WebAnswer } from '../../support/web-client.js';

const day = (text: string): BusinessDate => businessDate(text);
const ACCOUNT = { accountNo: '9900000000008866', accountName: '日月星辰小区物业资金三方共管账户' };
const FLATS = ['01-101', '01-102', '01-103', '01-104', '01-105', '01-106', '02-101'];

const booking = (on: string, amount: string, counterpartyName: string, remark = ''): BookingSketch => ({
  bookedOn: day(on),
  amount: Money.parse(amount),
  counterpartyName,
  counterpartyAccount: counterpartyName === '' ? '' : '9901999900000001',
  remark,
  bankReference: `${on.replaceAll('-', '')}${amount.replace(/\D/g, '').padStart(8, '0')}`,
});

describe('one line of the bank on its page', () => {
  let demo: TestApp;
  let books: WebClient;

  beforeAll(async () => {
    demo = await startDemoApp();
    books = new WebClient(demo.app);
    demo.clock.set(shanghaiTime(day('2024-06-02'), '09:00'));
    expect((await books.signIn('jizhang1')).status).toBe(303);
    const bookings = [
      booking('2024-05-03', '75.23', '夏阿玉', 'WY01-101 5月物业费'),
      booking('2024-05-06', '700.00', '朱子兰', '七套一起交'),
      booking('2024-05-07', '-12.00', '别人有限公司', '误扣'),
      booking('2024-05-08', '12.00', '', '更正'),
    ];
    const file = writeBankCsv({ ...ACCOUNT, from: day('2024-05-01'), to: day('2024-05-31'), opening: Money.parse('114696.04'), bookings });
    const chosen = await books.upload(await books.get('/b/ryxc/bank/import'), '/bank/import', {
      field: 'file',
      name: '5月.csv',
      bytes: Buffer.from(file, 'utf8'),
    });
    const preview = await books.get(required(chosen.location, 'the preview'));
    const imported = await sent(preview, required(chosen.location, 'the preview'));
    await sent(imported, '/match');
  }, 180_000);
  afterAll(() => demo.close());

  async function sent(page: WebAnswer, action: string, filled: Record<string, string> = {}): Promise<WebAnswer> {
    const answer = await books.submit(page, action, filled);
    expect({ status: answer.status, text: answer.status === 303 ? '' : answer.text }).toEqual({ status: 303, text: '' });
    return books.get(required(answer.location, 'where it leads'));
  }
  const lineOf = async (text: string): Promise<string> => {
    for (const state of ['NEW', 'SUGGESTED', 'SUSPENSE', 'MATCHED']) {
      const { html } = await books.get(`/b/ryxc/bank?state=${state}&month=2024-05`);
      const found = new RegExp(`href="(/b/ryxc/bank/\\d+)"[^>]*><span><b>[^<]*</b><small>${text}`).exec(html)?.[1];
      if (found) return found;
    }
    throw new Error(`no line ${text}`);
  };

  it('says what taking its place back would do, wants a reason, and keeps the history', async () => {
    const line = await lineOf('WY01-101 5月物业费');
    const placed = await books.get(line);
    expect(placed.text).toMatch(/撤销会： 收据作废，编号保留；它缴的账单重新变成未缴。 之后这笔重新等待认领。/);
    const refused = await books.submit(placed, `${line}/undo`, { undo_reason: '' });
    expect([refused.status, refused.text.includes('为什么撤销')]).toEqual([400, true]);
    const undone = await sent(placed, `${line}/undo`, { undo_reason: '不是这一套' });
    expect(undone.text).toContain('已撤销，历史里看得到。');
    expect(undone.text).toMatch(/去处 物业费收据 75\.23 .*已撤销/);
    expect(undone.html).not.toContain(`${line}/undo`);
    const again = await sent(undone, line, { 'parts[0].target': 'UNIT', 'parts[0].reference': '01-101' });
    expect(again.text).toContain('已入账');
  });

  it('cannot be taken back once its month is closed, and says what can be done', async () => {
    const { html } = await books.get('/b/ryxc/bank?state=RECONCILED&month=2024-04');
    const closed = await books.get(required(/href="(\/b\/ryxc\/bank\/\d+)"/.exec(html)?.[1], 'a closed line'));
    expect(closed.text).toContain('这笔的去处不能在这里撤销');
    expect(closed.text).toMatch(/账已结到 2024-04-30/);
    expect(closed.html).not.toContain('/undo"');
  });

  it('grows without script to as many parts as were paid for, keeps what was typed, and says how much is left', async () => {
    const line = await lineOf('七套一起交');
    const page = await books.get(line);
    expect(page.html).not.toContain('parts[4].reference');
    const first = Object.fromEntries(
      FLATS.slice(0, 3).flatMap((unit, position) => [
        [`parts[${position}].target`, 'UNIT'],
        [`parts[${position}].reference`, unit],
        [`parts[${position}].amount`, '100.00'],
      ]),
    );
    const grown = await books.submit(page, line, { ...first, more: '1' });
    expect(grown.status).toBe(200);
    expect(grown.text).toContain('还剩 400.00 元没有分。');
    expect(grown.html).toContain('parts[9].reference');
    expect(grown.html).not.toContain('parts[10].reference');
    expect(grown.html).toContain('value="01-103"');
    const rest = Object.fromEntries(
      FLATS.slice(3).flatMap((unit, position) => [
        [`parts[${position + 3}].target`, 'UNIT'],
        [`parts[${position + 3}].reference`, unit === '02-101' ? '99-999' : unit],
        [`parts[${position + 3}].amount`, '100.00'],
      ]),
    );
    const wrong = await books.submit(grown, line, rest);
    expect(wrong.status).toBe(404);
    expect(wrong.text).toMatch(/99-999/);
    expect(wrong.html).toMatch(/id="f-parts\[6\]\.reference-error"/);
    const less = await books.submit(wrong, line, { 'parts[6].reference': '02-101', 'parts[6].amount': '99.00' });
    expect([less.status, less.text.includes('还剩 1.00 元没有分。')]).toEqual([422, true]);
    const done = await sent(less, line, { 'parts[6].amount': '100.00' });
    expect(done.text).toContain('已入账');
    expect(done.text.match(/物业费收据 100\.00/g)).toHaveLength(FLATS.length);
  });

  it('shows its number, and offers the error that the bank puts right with it', async () => {
    const error = await lineOf('误扣');
    const number = required(/\d+$/.exec(error)?.[0], 'a number');
    const page = await books.get(error);
    expect(page.text).toContain(`本账簿流水号 ${number}`);
    await sent(page, error, { 'parts[0].target': 'BANK_ERROR', 'parts[0].reference': '' });
    expect((await books.get('/b/ryxc/bank?state=MATCHED&month=2024-05')).text).toContain(`流水号 ${number}`);
    const correction = await books.get(await lineOf('更正'));
    expect(correction.html).toContain(`?target=CORRECTION&amp;code=${number}#assign`);
    expect((await books.get('/b/ryxc/bank/match')).text).toMatch(new RegExp(`2024-05-07 的流水 ${number} 是银行误扣`));
    const filled = await books.get(`${await lineOf('更正')}?target=CORRECTION&code=${number}`);
    expect((await sent(filled, await lineOf('更正'))).text).toContain('已入账');
  });
});
