import { businessDate, shanghaiTime } from '../../src/kernel/index.js';
import { writeWechatBill } from '../support/channel-files.js';
import { gateFaults, openDesk, type Desk } from '../support/desk-browser.js';

/** Three payments: one by its code, one that names nothing, and a refund that nothing fits. */
const bill = Buffer.from(
  writeWechatBill([
    { at: '2024-05-06 10:00:00', orderNo: '420001', gross: '75.23', fee: '0.45', goods: 'WY01-101 物业费' },
    { at: '2024-05-06 11:00:00', orderNo: '420002', gross: '75.23', fee: '0.45', goods: '物业费' },
    { at: '2024-05-07 09:00:00', orderNo: '420003', gross: '12.00', fee: '0.07', refund: true },
  ]),
  'utf8',
);

describe('channel payments in a browser', () => {
  let desk: Desk | null;

  beforeEach(async () => {
    desk = await openDesk('channel payments');
  }, 180_000);

  afterEach(async () => {
    await desk?.close();
  });

  it('are imported, placed by rule and by hand, refused with a reason and taken back, without script, and the page passes every gate', async () => {
    if (desk === null) return;
    desk.demo.clock.set(shanghaiTime(businessDate('2024-06-02'), '09:00'));
    const page = await desk.person('jizhang1');
    await page.goto('/b/ryxc/bank/import');
    await page.setInputFiles('#f-file', { name: '微信账单.csv', mimeType: 'text/csv', buffer: bill });
    await page.click('button:has-text("上传并预览")');
    await page.click('button:has-text("确认导入")');
    await page.waitForURL(/bank\/channels\?imported=3\.0/);
    await page.click('button:has-text("自动认领")');
    await page.waitForURL(/matched=1\.2/);
    const main = () => page.textContent('main');
    expect(await page.locator('section:has(#waiting) .match-line').count()).toBe(2);
    const scripted = await desk.person('jizhang1', { javaScriptEnabled: true });
    expect(await gateFaults(scripted, '/b/ryxc/bank/channels')).toEqual([]);
    const owners = await desk.person('shequ1', { javaScriptEnabled: true });
    expect(await gateFaults(owners, '/w/ryxc/disputes')).toEqual([]);
    await page.goto('/b/ryxc/bank/channels');
    const second = page.locator('section:has(#waiting) .match-line').nth(1);
    await second.locator('[name=unit]:not([type=hidden])').fill('01-101');
    await second.locator('button:has-text("认领")').last().click();
    expect(await main()).toContain('渠道退款 12.00 元');
    const first = page.locator('section:has(#waiting) .match-line').nth(0);
    await first.locator('[name=unit]:not([type=hidden])').fill('01-102');
    await first.locator('button:has-text("认领")').last().click();
    await page.waitForURL(/done=placed/);
    expect(await page.locator('section:has(#placed) .match-line').count()).toBe(2);
    const placed = page.locator('section:has(#placed) .match-line').nth(0);
    await placed.locator('summary').click();
    await placed.locator('[name=reason]').fill('认错了房号');
    await placed.locator('button:has-text("撤销认领")').click();
    await page.waitForURL(/done=undone/);
    expect([await page.locator('section:has(#waiting) .match-line').count(), await page.locator('section:has(#placed) .match-line').count()]).toEqual([2, 1]);
  }, 300_000);
});
