import { createServer, type AddressInfo } from 'node:net';
import { startBrowser } from '../support/browser.js';
import { startDemoApp } from '../support/demo.js';
import { gateFaults } from '../support/desk-browser.js';

/** A port that was free a moment ago: a passkey belongs to an origin, so the site must know its own before it listens. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, 'localhost', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

it('a device registers a passkey on one’s own page and signs in with it, and its copy on another site does not', async () => {
  const browser = await startBrowser('signing in with a passkey');
  if (browser === null) return;
  const port = await freePort();
  const publicUrl = `http://localhost:${port}`;
  const demo = await startDemoApp({ publicUrl });
  await demo.app.listen(port, 'localhost');
  try {
    const context = await browser.newContext({ baseURL: publicUrl });
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    await devtools.send('WebAuthn.enable');
    const options = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true } as const;
    await devtools.send('WebAuthn.addVirtualAuthenticator', { options });
    await page.goto('/sign-in');
    await page.fill('#f-login', 'zhongxin2');
    await page.fill('#f-password', 'mingbai-demo');
    await page.click('main form button.main');
    await page.waitForURL('**/w/ryxc');
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
