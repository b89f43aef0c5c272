import type { Page } from 'playwright-core';
import { addDays, businessDate, Money, shanghaiTime } from '../../src/kernel/index.js';
import { writeBankCsv } from '../support/bank-files.js';
import { gateFaults, openDesk, type Desk } from '../support/desk-browser.js';

const day = businessDate;
const ROWS = 5_000;

/** So many payments of a yuan each. */
function statement(): Buffer {
  const bookings = Array.from({ length: ROWS }, (_, row) => ({
    bookedOn: addDays(day('2024-05-01'), Math.floor((row * 31) / ROWS)),
    amount: Money.parse('1.00'),
    counterpartyName: `付款人${row}`,
    counterpartyAccount: `9901${String(row).padStart(12, '0')}`,
    remark: '',
    bankReference: `R${String(row).padStart(8, '0')}`,
  }));
  const account = { accountNo: '9900000000008866', accountName: '日月星辰小区物业资金三方共管账户' };
  return Buffer.from(writeBankCsv({ ...account, from: day('2024-05-01'), to: day('2024-05-31'), opening: Money.parse('114696.04'), bookings }), 'utf8');
}

/** Looks at a page as it was, while what it shows goes on. */
async function lookAt(page: Page, path: string, html: string): Promise<string[]> {
  await page.route(`**${path}`, (route) => route.fulfill({ status: 200, contentType: 'text/html; charset=utf-8', body: html }));
  const faults = await gateFaults(page, path);
  await page.unroute(`**${path}`);
  return faults;
}

describe('work that takes a while', () => {
  let desk: Desk | null;
  beforeAll(async () => {
    desk = await openDesk('work that takes a while');
  }, 180_000);
  afterAll(async () => {
    await desk?.close();
  });

  it('imports 5,000 rows, says how far it is, goes on when its page is left, and is there to come back to, without script', async () => {
    if (desk === null) return;
    const { demo } = desk;
    demo.clock.set(shanghaiTime(day('2024-06-02'), '09:00'));
    const page = await desk.person('jizhang1');
    await page.goto('/b/ryxc/bank/import');
    await page.setInputFiles('#f-file', { name: '五月全部.csv', mimeType: 'text/csv', buffer: statement() });
    await page.click('button:has-text("上传并预览")');
    expect(await page.textContent('main')).toContain(`${ROWS} 笔新的`);
    let running = { path: '', html: '' };
    // somebody else writes in the books meanwhile, so that the import has to wait for them
    await demo.database.as('postgres', async (client) => {
      await client.query(`begin; select from ledger.book where community_id = (select id from mingbai.community where slug = 'ryxc') for update`);
      await page.click('button:has-text("确认导入")');
      await page.waitForURL(/\/work\/[0-9a-f-]{36}$/);
      const own = new URL(page.url()).pathname;
      expect(await page.textContent('main')).toMatch(/正在进行.*0 \/ 5,000 行/s);
      expect((await page.reload())?.headers()['refresh']).toBe('2');
      running = { path: own, html: await page.content() };
      // left, and the page of lines shows nothing of it
      await page.goto('/b/ryxc/bank?state=NEW');
      expect(await page.textContent('main')).not.toContain('付款人1');
      await client.query('commit');
    });
    await page.goto('/b/ryxc/bank/import');
    await page.click('a:has-text("任务进度")');
    await page.click('a:has-text("查看")');
    await page.waitForSelector('text=新增 5000 笔流水', { timeout: 60_000 }); // the page asks again by itself
    expect(await page.textContent('main')).toMatch(/已完成.*5,000 \/ 5,000 行/s);
    const looking = await desk.person('jizhang1', { javaScriptEnabled: true });
    const faults = await lookAt(looking, running.path, running.html);
    faults.push(...(await gateFaults(looking, running.path)), ...(await gateFaults(looking, '/b/ryxc/work')));
    expect(faults).toEqual([]);
    await page.click('a:has-text("去认领")');
    expect(await page.textContent('main')).toContain('付款人');
  }, 300_000);

  it('runs the bills of a month in the same way', async () => {
    if (desk === null) return;
    const { demo } = desk;
    const page = await desk.person('jizhang1');
    await page.goto('/b/ryxc/bills');
    await demo.database.as('postgres', async (client) => {
      await client.query(`begin; select from ledger.book where community_id = (select id from mingbai.community where slug = 'ryxc') for update`);
      await page.click('button:has-text("确认出账")');
      await page.waitForURL(/\/work\//);
      expect(await page.textContent('main')).toMatch(/出账：2024-05.*正在进行/s);
      await client.query('commit');
    });
    await page.waitForSelector('text=张账单', { timeout: 60_000 });
    expect(await page.textContent('main')).toMatch(/出账：2024-05.*已完成.*630 \/ 630 行/s);
  }, 240_000);
});
