import { startBrowser } from '../support/browser.js';
import { startDemoApp } from '../support/demo.js';
import { gateFaults } from '../support/desk-browser.js';
import { freePort, pageWithPasskeys, signInAs } from '../support/passkey-browser.js';

it('a device registers a passkey on one’s own page and signs in with it, and its copy on another site does not', async () => {
  const browser = await startBrowser('signing in with a passkey');
  if (browser === null) return;
  const port = await freePort();
  const publicUrl = `http://localhost:${port}`;
  const demo = await startDemoApp({ publicUrl });
  await demo.app.listen(port, 'localhost');
  try {
    const page = await pageWithPasskeys(browser, { baseURL: publicUrl });
    await signInAs(page, 'zhongxin2');
    const faults = await gateFaults(page, '/account/security/passkey');
    await page.goto('/account/security/passkey');
    await page.fill('#f-label', '我的手机');
    await page.click('button:has-text("用这台设备登记")');
    await page.waitForURL(/done=keyAdded/);
    expect(await page.textContent('main')).toContain('我的手机');

    await page.click('a:has-text("返回工作")');
    await page.click('button:has-text("退出登录")');
    faults.push(...(await gateFaults(page, '/sign-in/passkey')));
    await page.goto('/sign-in?next=%2Fw%2Fryxc%2Fpayouts');
    await page.click('a:has-text("用通行密钥登录")');
    await page.click('main form button.main');
    await page.waitForURL('**/w/ryxc/payouts');
    expect(faults).toEqual([]);
  } finally {
    await browser.close();
    await demo.close();
  }
}, 240_000);
