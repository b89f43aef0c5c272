import { gateFaults, openDesk, type Desk } from '../support/desk-browser.js';

describe('other decisions, leases and fee items, in a browser', () => {
  let desk: Desk | null;

  beforeEach(async () => {
    desk = await openDesk('other decisions, leases and fee items, in a browser');
  }, 180_000);

  afterEach(async () => {
    await desk?.close();
  });

  it('pass every gate, and a penalty goes by keyboard alone, its refusal focused first', async () => {
    if (desk === null) return;
    const owners = await desk.person('shequ1', { javaScriptEnabled: true });
    const faults = await gateFaults(owners, '/w/ryxc/decisions');
    await owners.goto('/w/ryxc/decisions');
    await owners.locator('#f-penalty_amount').focus();
    await owners.keyboard.type('1000.00');
    await owners.keyboard.press('Tab');
    await owners.keyboard.type('少');
    await owners.keyboard.press('Tab');
    await owners.keyboard.type('通知 2024-3');
    await owners.keyboard.press('Enter');
    await owners.waitForSelector('.summary');
    expect(await owners.evaluate(() => document.activeElement?.className)).toBe('summary');
    await owners.locator('a[href="#f-penalty_reason"]').focus();
    await owners.keyboard.press('Enter');
    expect(await owners.evaluate(() => document.activeElement?.id)).toBe('f-penalty_reason');
    expect(await owners.inputValue('#f-penalty_amount')).toBe('1000.00');
    await owners.keyboard.press('Control+A');
    await owners.keyboard.type('夜间无人值守三次');
    await owners.keyboard.press('Enter');
    await owners.waitForURL(/done=penalty/);
    const centre = await desk.person('zhongxin1', { javaScriptEnabled: true });
    faults.push(...(await gateFaults(centre, '/w/ryxc/decisions')));
    const books = await desk.person('jizhang1', { javaScriptEnabled: true });
    for (const path of ['/b/ryxc/leases', '/b/ryxc/payees', '/b/ryxc/arrears', '/b/ryxc/units/03-201', '/b/ryxc/bills?month=2024-04'])
      faults.push(...(await gateFaults(books, path)));
    const firm = await desk.person('jiuwang1', { javaScriptEnabled: true });
    for (const path of ['/f/ryxc', '/f/ryxc/payouts/new']) faults.push(...(await gateFaults(firm, path)));
    expect(faults).toEqual([]);
  }, 300_000);
});
