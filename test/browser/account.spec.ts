import { shownCode } from '../support/authenticator.js';
import { gateFaults, openDesk, type Desk } from '../support/desk-browser.js';

describe('one’s own account, in a browser', () => {
  let desk: Desk | null;
  beforeAll(async () => {
    desk = await openDesk('one’s own account, in a browser');
  }, 180_000);
  afterAll(async () => {
    await desk?.close();
  });

  it('passes every gate', async () => {
    if (desk === null) return;
    const page = await desk.person('shequ1', { javaScriptEnabled: true });
    const faults = await gateFaults(page, '/account/security');
    for (const path of ['/w/ryxc/people', '/w/ryxc/unit-codes']) faults.push(...(await gateFaults(page, path)));
    const reader = await desk.person(null, { javaScriptEnabled: true });
    faults.push(...(await gateFaults(reader, '/join/ryxc')));
    await page.goto('/w/ryxc/people');
    await page.fill('#f-invite_to', '2024-12-31');
    await page.click('button:has-text("生成邀请链接")');
    const stranger = await desk.person(null, { javaScriptEnabled: true });
    faults.push(...(await gateFaults(stranger, new URL(await page.inputValue('#f-link')).pathname)));
    await page.goto('/account/security');
    await page.click('button:has-text("开启两步登录")');
    await page.waitForURL(/done=factorBegun/);
    faults.push(...(await gateFaults(page, '/account/security')));
    const secret = (await page.textContent('main code')) ?? '';
    await page.fill('#f-factor_code', shownCode(secret, -1));
    await page.click('button:has-text("确认开启")');
    expect(await page.locator('main li code').count()).toBe(10);
    const again = await desk.person(null, { javaScriptEnabled: true });
    await again.goto('/sign-in');
    await again.fill('#f-login', 'shequ1');
    await again.fill('#f-password', 'mingbai-demo');
    await again.click('main form button.main');
    await again.waitForURL(/sign-in\/code/);
    faults.push(...(await gateFaults(again, '/sign-in/code')));
    expect(faults).toEqual([]);
  }, 200_000);
});
