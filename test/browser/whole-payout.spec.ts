import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { businessDate, instant, Money, type CommunityId } from '../../src/kernel/index.js';
import { invariants } from '../../src/app.module.js';
import { UnitOfWork } from '../../src/platform/database/index.js';
import type { TestApp } from '../support/app.js';
import { writeBankCsv } from '../support/bank-files.js';
import { violations } from '../support/books.js';
import { startBrowser } from '../support/browser.js';
import { startDemoApp } from '../support/demo.js';
import { film, heicPhoto } from '../support/telephone-files.js';

/** The way of one payout through everybody's hands, each on a phone without script, each step on the pages of the step before. */
describe('a payout from the request to the resident, on phones without script', () => {
  let test: TestApp;
  let browser: Browser | null;
  let address: string;

  beforeAll(async () => {
    test = await startDemoApp();
    await test.app.listen({ port: 0, host: '127.0.0.1' });
    address = `http://127.0.0.1:${(test.app.getHttpServer().address() as AddressInfo).port}`;
    browser = await startBrowser('a payout goes through every hand in a real browser');
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await test.close();
  });

  const phone = async (): Promise<Page> => {
    const context = await browser?.newContext({ viewport: { width: 390, height: 844 }, javaScriptEnabled: false });
    const page = await context?.newPage();
    if (!page) throw new Error('no browser');
    return page;
  };
  const signedIn = async (login: string): Promise<Page> => {
    const page = await phone();
    await page.goto(`${address}/sign-in`);
    await page.fill('input[name=login]', login);
    await page.fill('input[name=password]', 'mingbai-demo');
    await page.click('main button[type=submit]');
    return page;
  };
  const submit = (page: Page) => page.click('main form button[type=submit]');
  const text = (page: Page) => page.locator('main').innerText();

  it('is asked for by the firm, approved by three, paid by the cashier, settled by the bank’s file and read by everybody', async () => {
    if (browser === null) return;
    const firm = await signedIn('jiuwang1');
    await firm.goto(`${address}/f/ryxc/payouts/BF2024-0005`);
    await firm.click('details:has(textarea[name=reason]) > summary');
    await firm.fill('textarea[name=reason]', '核对发票后重新申请');
    await firm.getByRole('button', { name: '撤销申请' }).click();
    await firm.goto(`${address}/f/ryxc/payouts/new`);
    await submit(firm);
    await firm.fill('input[name=amount]', '44792.87');
    await submit(firm);
    expect(await text(firm)).toContain('44,792.86'); // a fen above what the rule gives is stopped, with the figure
    await firm.fill('input[name=amount]', '44792.86');
    await submit(firm);
    await firm.fill('input[name=invoiceNo]', '24332000000099990001');
    await firm.setInputFiles('input[name=invoice]', [
      { name: '发票.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\n发票\n%%EOF') },
      { name: '现场.HEIC', mimeType: 'image/heic', buffer: heicPhoto },
      { name: '巡查.mp4', mimeType: 'video/mp4', buffer: film() },
    ]);
    await submit(firm);
    expect(firm.url()).toContain('/f/ryxc/payouts/BF2024-0006');

    for (const login of ['shequ1', 'zhongxin1', 'jiedao1']) {
      const approver = await signedIn(login);
      await approver
        .getByRole('link', { name: /BF2024-0006/ })
        .first()
        .click();
      for (const name of ['发票.pdf', '现场.HEIC', '巡查.mp4']) expect(await text(approver)).toContain(name);
      expect(await approver.locator('img.thumb').count()).toBe(1); // of the photo
      await approver.getByRole('button', { name: '同意拨付' }).click();
      expect(await text(approver)).toMatch(/请核对这 8 位\s+[0-9a-f]{4} [0-9a-f]{4}/);
      await approver.getByRole('button', { name: '用演示密钥签名' }).click();
      expect(approver.url()).toContain('done=APPROVE');
    }

    const cashier = await signedIn('chuna1');
    await cashier.goto(`${address}/b/ryxc/payments`);
    expect(await text(cashier)).toContain('还要等一等');
    test.clock.advanceMinutes(10);
    await cashier.reload();
    await cashier.check('main form input[type=checkbox]');
    await submit(cashier);
    expect(await text(cashier)).toContain('BF2024-0006');

    test.clock.set(instant('2024-05-21T09:00:00+08:00'));
    const bookkeeper = await signedIn('jizhang1');
    await bookkeeper.goto(`${address}/b/ryxc/bank/import`);
    await bookkeeper.setInputFiles('input[type=file]', { name: '流水.csv', mimeType: 'text/csv', buffer: Buffer.from(statementOfMay()) });
    await submit(bookkeeper);
    expect(await text(bookkeeper)).toContain('44,792.86');
    await submit(bookkeeper);
    await bookkeeper.goto(`${address}/b/ryxc/bank`);
    await bookkeeper.locator('form[action$="/bank/match"] button[type=submit]').click();

    const resident = await phone();
    await resident.goto(`${address}/p/ryxc/payouts/BF2024-0006`);
    const read = await text(resident);
    for (const word of ['44,792.86', '肆万肆仟柒佰玖拾贰元捌角陆分', '已付款', '小东门社区', '物业管理服务中心', '魏塘街道']) expect(read).toContain(word);
    expect(read).not.toMatch(/沈若兰|钱慕白|顾知秋|盛长庚/); // organisations decide in public, people do not
    expect(await violations({ unitOfWork: test.app.get(UnitOfWork) }, 1 as CommunityId, invariants)).toEqual([]);
  }, 600_000);

  /** The bank's own file of the first days of May: nothing but the debit of the payout. */
  const statementOfMay = (): string =>
    writeBankCsv({
      accountNo: '9900000000008866',
      accountName: '日月星辰小区物业资金三方共管账户',
      from: businessDate('2024-05-01'),
      to: businessDate('2024-05-20'),
      opening: Money.parse('114696.04'),
      bookings: [
        {
          bookedOn: businessDate('2024-05-17'),
          amount: Money.parse('-44792.86'),
          counterpartyName: '嘉兴市久旺物业管理有限公司',
          counterpartyAccount: '9903000000000001',
          remark: 'BF2024-0006 4月基础服务费',
          bankReference: 'REF-20240517-1',
        },
      ],
    });
});
