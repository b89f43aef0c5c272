import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { TestApp } from './app.js';
import { accessibilityFaults, layoutFaults, startBrowser } from './browser.js';
import { startDemoApp } from './demo.js';

/** The played demo behind a port, and a browser in front of it; null where there is no browser to start. */
export interface Desk {
  readonly demo: TestApp;
  /** A page signed in as somebody of the demo, or of nobody yet, without script unless asked for. */
  person(login: string | null, options?: BrowserContextOptions): Promise<Page>;
  close(): Promise<void>;
}

export const PHONE = { viewport: { width: 390, height: 844 } } as const;
const BYTES_MAX = 60 * 1024;

export async function openDesk(what: string): Promise<Desk | null> {
  const browser = await startBrowser(what);
  if (browser === null) return null;
  const demo = await startDemoApp();
  await demo.app.listen(0, '127.0.0.1');
  const base = await demo.app.getUrl();
  return {
    demo,
    person: (login, options = {}) => signIn(browser, { base, login }, options),
    close: async () => {
      await browser.close();
      await demo.close();
    },
  };
}

async function signIn(browser: Browser, { base, login }: { base: string; login: string | null }, options: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext({ baseURL: base, javaScriptEnabled: false, ...PHONE, ...options });
  const page = await context.newPage();
  if (login === null) return page;
  await page.goto('/sign-in');
  await page.fill('#f-login', login);
  await page.fill('#f-password', 'mingbai-demo');
  await page.click('main form button.main');
  await page.waitForURL((url) => url.pathname !== '/sign-in');
  return page;
}

/** Every gate of a page of work that can be measured here: size, one request, accessibility in light and dark, layout at four widths in two sizes of type. */
export async function gateFaults(page: Page, path: string): Promise<string[]> {
  const faults: string[] = [];
  const requests: string[] = [];
  const complaints: string[] = [];
  const count = (request: { url(): string; frame(): unknown }): void =>
    void (request.url().startsWith('data:') || request.frame() !== page.mainFrame() ? undefined : requests.push(request.url()));
  const complain = (message: { type(): string; text(): string }): void =>
    void (['error', 'warning'].includes(message.type()) ? complaints.push(message.text()) : undefined);
  page.on('request', count);
  page.on('console', complain);
  const answer = await page.goto(path);
  page.off('request', count);
  const html = (await answer?.body()) ?? Buffer.alloc(0);
  if (answer?.status() !== 200) faults.push(`${path} answers ${answer?.status()}`);
  if (gzipSync(html).length > BYTES_MAX) faults.push(`${path} is ${gzipSync(html).length} bytes`);
  if (requests.length !== 1) faults.push(`${path} makes ${requests.length} requests`);
  await page.evaluate("document.querySelectorAll('details').forEach((element) => { element.open = true; })");
  for (const [colorScheme, width] of [
    ['light', 1280],
    ['dark', 390],
  ] as const) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 844 });
    faults.push(...(await accessibilityFaults(page)).map((fault) => `${path} ${colorScheme} ${width}: ${fault}`));
  }
  for (const size of ['dense', 'dense huge']) {
    await page.evaluate(`document.documentElement.className = '${size}'`);
    for (const width of [320, 390, 768, 1280]) {
      await page.setViewportSize({ width, height: 844 });
      faults.push(...(await layoutFaults(page)).map((fault) => `${path} ${size} ${width}: ${fault}`));
    }
  }
  page.off('console', complain);
  return [...faults, ...complaints.map((text) => `${path}: ${text}`)];
}
