import { gateFaults, openDesk, type Desk } from '../support/desk-browser.js';

describe('what is billed and not paid, in a browser', () => {
  let desk: Desk | null;

  beforeEach(async () => {
    desk = await openDesk('what is billed and not paid, in a browser');
  }, 180_000);

  afterEach(async () => {
    await desk?.close();
  });

  it('a waiver goes from the list of arrears to the books by keyboard alone, without script, and its pages pass every gate', async () => {
    if (desk === null) return;
    const page = await desk.person('jizhang1');
    await page.goto('/b/ryxc/arrears');
    await page.locator('main details > summary').first().focus();
    await page.keyboard.press('Enter');
    await page.locator('a:has-text("申请减免")').first().focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/waivers\/ask\?bill=/);
    await page.locator('#f-amount').focus();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('1.00');
    await page.keyboard.press('Tab');
    await page.keyboard.type('漏水未修期间');
    await page.keyboard.press('Tab');
    await page.keyboard.type('协议 2024-3');
    await page.keyboard.press('Enter');
    await page.waitForURL(/asked=1/);

    const owners = await desk.person('shequ1', { javaScriptEnabled: true });
    await owners.click('text=审批减免 1 笔');
    const faults = await gateFaults(owners, '/w/ryxc/waivers');
    await owners.goto('/w/ryxc/waivers');
    await owners.locator('button:has-text("同意")').first().focus();
    await owners.keyboard.press('Enter');
    await owners.waitForURL(/done=1/);
    expect(await owners.textContent('main')).toContain('已审批');
    expect(faults).toEqual([]);
  }, 240_000);

  it('the pages of the bookkeeper pass every gate', async () => {
    if (desk === null) return;
    const page = await desk.person('jizhang1', { javaScriptEnabled: true });
    const faults: string[] = [];
    const building = encodeURIComponent('1幢');
    for (const path of [
      '/b/ryxc/fee-items',
      '/b/ryxc/arrears',
      '/b/ryxc/waivers',
      '/b/ryxc/late-fees?through=2024-04-30',
      `/b/ryxc/notices?building=${building}`,
    ])
      faults.push(...(await gateFaults(page, path)));
    await page.goto('/b/ryxc/bills');
    await page.click('button:has-text("确认出账")');
    await page.waitForURL(/done=bills/);
    faults.push(...(await gateFaults(page, '/b/ryxc/bills?month=2024-05')));
    expect(faults).toEqual([]);
  }, 400_000);
});
