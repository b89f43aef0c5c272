import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContextOptions, type LaunchOptions, type Page } from 'playwright-core';
import { repository, script } from './repository.js';

const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const layoutSource = readFileSync(join(__dirname, 'in-page/layout.js'), 'utf8');

/** A running browser, or null (noted for the summary of `npm test`) where there is none to start. */
export async function startBrowser(what: string): Promise<Browser | null> {
  const { chromiumLaunch } = await script<{ chromiumLaunch: (root: string) => LaunchOptions | null }>('lib/chromium.mjs');
  const launch = chromiumLaunch(repository);
  if (launch !== null) return chromium.launch(launch);
  const file = process.env['MINGBAI_NOT_RUN_FILE'];
  if (file) appendFileSync(file, `${what}: no Chromium for this machine (set CHROMIUM_PATH)\n`);
  return null;
}

/** What a page asked for and complained about while it was open. */
export interface Visit {
  readonly page: Page;
  readonly requests: string[];
  /** Errors and warnings of the console, among them refusals of the content security policy. */
  readonly complaints: string[];
  close(): Promise<void>;
}

/** Opens HTML as a server would send it, with its headers, without a server. */
export async function openHtml(
  browser: Browser,
  page: { html: string; headers?: Record<string, string> },
  options: BrowserContextOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const opened = await context.newPage();
  const [requests, complaints]: [string[], string[]] = [[], []];
  opened.on('request', (request) => void (request.url().startsWith('data:') ? undefined : requests.push(request.url())));
  opened.on('console', (message) => void (['error', 'warning'].includes(message.type()) ? complaints.push(message.text()) : undefined));
  opened.on('pageerror', (error) => void complaints.push(String(error)));
  await context.route('**/*', (route) => route.fulfill({ status: 200, contentType: 'text/html; charset=utf-8', headers: page.headers ?? {}, body: page.html }));
  await opened.goto('http://mingbai.test/', { waitUntil: 'load' });
  return { page: opened, requests, complaints, close: () => context.close() };
}

export type TextSize = 'normal' | 'large' | 'huge';

/** Chooses the type size as a reader does, and opens whatever opens. */
export async function setUp(page: Page, size: TextSize): Promise<void> {
  await page.locator(`label:has(#size-${size})`).click();
  await page.evaluate("document.querySelectorAll('details').forEach((element) => { element.open = true; })");
}

/** Rules of WCAG 2.2 AA and good practice that the page breaks, each with its first element; empty when none. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(axeSource);
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  return page.evaluate(
    `axe.run(document, { preload: { assets: ['media'] }, resultTypes: ['violations'], runOnly: { type: 'tag', values: ${JSON.stringify(tags)} } }).then((result) => result.violations.map((fault) => fault.id + ' at ' + fault.nodes[0].target.join(' ') + ': ' + fault.nodes[0].failureSummary))`,
  );
}

/** What is wrong with the layout at the page's present width: see in-page/layout.js. */
export async function layoutFaults(page: Page): Promise<string[]> {
  return page.evaluate(`${layoutSource}\nlayoutFaults()`);
}
