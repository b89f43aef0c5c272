import { createServer, type AddressInfo } from 'node:net';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/** A port that was free a moment ago: a passkey belongs to an origin, so the site must know its own before it listens. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, 'localhost', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** A page of somebody whose machine makes passkeys; `algorithm`: the only one (COSE) that it knows. */
export async function pageWithPasskeys(browser: Browser, options: BrowserContextOptions, algorithm?: -7 | -8): Promise<Page> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true },
  });
  if (algorithm !== undefined)
    await page.addInitScript(`{
      const create = navigator.credentials.create.bind(navigator.credentials);
      navigator.credentials.create = ({ publicKey }) =>
        create({ publicKey: { ...publicKey, pubKeyCredParams: publicKey.pubKeyCredParams.filter(({ alg }) => alg === ${algorithm}) } });
    }`);
  return page;
}

/** Signs in by password, as everybody of the demo does. */
export async function signInAs(page: Page, login: string): Promise<void> {
  await page.goto('/sign-in');
  await page.fill('#f-login', login);
  await page.fill('#f-password', 'mingbai-demo');
  await page.click('main form button.main');
  await page.waitForURL((url) => url.pathname !== '/sign-in');
}
