import { invariants } from '../../../src/app.module.js';
import { businessDate, Money, shanghaiTime, type CommunityId } from '../../../src/kernel/index.js';
import { UnitOfWork } from '../../../src/platform/database/index.js';
import type { TestApp } from '../../support/app.js';
import { writeBankCsv } from '../../support/bank-files.js';
import { violations } from '../../support/books.js';
import { startDemoApp } from '../../support/demo.js';
import { WebClient, type WebAnswer } from '../../support/web-client.js';
import { pdf } from '../evidence/fixture.js';

const BASE = '/b/ryxc/collected';
const ACCOUNT = { accountNo: '9900000000008866', accountName: '日月星辰小区物业资金三方共管账户' };

/** A water bill that an owner pays into the account: from the line to the request for its payout, without a script. */
describe('money collected for others on its page', () => {
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
  async function done(client: WebClient, answer: WebAnswer): Promise<WebAnswer> {
    expect({ status: answer.status, text: answer.status === 303 ? '' : answer.text }).toEqual({ status: 303, text: '' });
    return client.get(answer.location ?? '');
  }
  async function lineOfMay(books: WebClient): Promise<number> {
    demo.clock.set(shanghaiTime(businessDate('2024-06-02'), '09:00'));
    const payer = { counterpartyName: '夏阿玉', counterpartyAccount: '9901999900000077', remark: '水费', bankReference: '20240506000088' };
    const bookings = [{ bookedOn: businessDate('2024-05-06'), amount: Money.parse('88.00'), ...payer }];
    const file = writeBankCsv({ ...ACCOUNT, from: businessDate('2024-05-01'), to: businessDate('2024-05-31'), opening: Money.parse('114696.04'), bookings });
    const upload = { field: 'file', name: '5月.csv', bytes: new TextEncoder().encode(file) };
    const preview = await done(books, await books.upload(await books.get('/b/ryxc/bank/import'), '/bank/import', upload));
    await done(books, await books.submit(preview, /action="([^"]*\/bank\/import\/[0-9a-f]{64})"/.exec(preview.html)?.[1] ?? ''));
    return demo.app.get(UnitOfWork).read(1 as CommunityId, async (tx) => {
      const [row] = await tx.query<{ id: number }>(`select id from mingbai.bank_line where community_id = 1 and amount = 88.00 and booked_on = '2024-05-06'`);
      return row?.id ?? 0;
    });
  }

  it('is placed by the bookkeeper, passed on with a paper, and may then be asked for as a payout; nobody else has the page', async () => {
    const books = await as('jizhang1');
    expect((await books.get(BASE)).text).toContain('没有代收款');
    expect((await books.get('/b/ryxc/income')).html).toContain(`href="${BASE}"`);
    const company = { name: '嘉善水务有限公司', bankName: '嘉善农商银行', accountNo: '9907000000000001', accountName: '嘉善水务有限公司' };
    const registered = await books.submit(await books.get('/b/ryxc/payees'), '/payees', { kind: 'VENDOR', ...company });
    const water = /SK\d+/.exec(registered.location ?? '')?.[0] ?? '';
    const line = await lineOfMay(books);
    const place = async (reference: string, words: string) =>
      books.submit(await books.get(`/b/ryxc/bank/${line}`), `/bank/${line}`, {
        'parts[0].target': 'FOR_OTHERS',
        'parts[0].reference': reference,
        'parts[0].words': words,
      });
    const refused = await place('SK999', '5月水费');
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('SK999 不是');
    expect(refused.html).toContain('href="#f-parts');
    await done(books, await place(water, '5月水费'));

    const page = await books.get(BASE);
    expect(page.text).toContain(`${water} 嘉善水务有限公司 88.00 0.00 88.00 2024年5月6日`);
    const send = async (filled: Readonly<Record<string, string>>, text: string) =>
      books.upload(await books.get(BASE), '/collected', {
        field: 'document',
        name: '水费单.pdf',
        bytes: pdf(text),
        filled: { payee: water, amount: '80.00', period: '2024-05', description: '2024年5月水费', ...filled },
      });
    const tooMuch = await send({ amount: '88.01' }, 'water 1');
    expect(tooMuch.status).toBe(422);
    expect(tooMuch.text).toContain('现存 88.00，申请转付 88.01');
    expect(tooMuch.html).toContain('href="#f-amount"');
    expect(tooMuch.html).toContain('value="88.01"');
    const told = await done(books, await send({}, 'water 1'));
    expect(told.text).toContain('已登记转付');
    expect(told.html).toContain('href="/b/ryxc/requests"');
    expect(told.text).toContain(`${water} 嘉善水务有限公司 88.00 80.00 8.00 2024年5月6日`);
    const again = await send({ amount: '1.00' }, 'water 1');
    expect([again.status, again.html.includes('href="#f-document"')]).toEqual([409, true]);

    const requests = await books.get('/b/ryxc/requests');
    expect(requests.text).toContain('代收款转付');
    expect(requests.text).toContain('2024年5月水费');
    const { items } = JSON.parse((await books.get('/api/v1/communities/ryxc/collected')).html) as { items: unknown[] };
    expect(items).toEqual([{ payee: water, name: '嘉善水务有限公司', received: '88.00', passedOn: '80.00', held: '8.00', heldSince: '2024-05-06' }]);
    const number = /FY2024-\d{4}/.exec(told.html)?.[0] ?? '';
    expect(told.text).toContain(`${number} ${water} 嘉善水务有限公司 2024年5月水费`);
    const takeBack = async (filled: Readonly<Record<string, string>>) => books.submit(await books.get(BASE), '/collected/undo', { number, ...filled });
    const unsaid = await takeBack({ reason: ' ' });
    expect([unsaid.status, unsaid.html.includes('href="#f-reason"')]).toEqual([400, true]);
    expect((await takeBack({ number: 'FY2024-9999', reason: '金额登记错了' })).status).toBe(404);
    const taken = await done(books, await takeBack({ reason: '金额登记错了' }));
    expect(taken.text).toContain('已撤销，钱仍为收款人留着');
    expect(taken.text).toContain(`${water} 嘉善水务有限公司 88.00 0.00 88.00 2024年5月6日`);
    expect(taken.text).toContain('撤销：金额登记错了');
    expect(taken.html).not.toContain('/collected/undo');
    expect((await books.get('/b/ryxc/requests')).text).not.toContain('2024年5月水费');
    expect((await done(books, await send({}, 'water 1'))).text).toContain(`${water} 嘉善水务有限公司 88.00 80.00 8.00 2024年5月6日`); // with the same bill
    for (const login of ['shequ1', 'chuna1', 'jiuwang1']) expect((await (await as(login)).get(BASE)).status).toBe(403);
    expect((await (await as('jiuwang1')).get('/api/v1/communities/ryxc/collected')).status).toBe(403);
  });
});
