/**
 * `npm run screenshots`: the pictures of the README. Starts the demo in a folder of its own, opens the pages as each party would, on a
 * phone and on a desk, and writes docs/screenshots/*.png.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { chromiumLaunch } from './lib/chromium.mjs';
import { root } from './lib/run.mjs';

const PORT = 3999;
const address = `http://localhost:${PORT}`;
const PASSWORD = 'mingbai-demo';
const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true };
const desk = { viewport: { width: 1280, height: 860 } };

/** Each picture: who looks (null: anybody), at what, on what, and through which link when the address is not known before (the payout that waits). */
const waiting = 'main a[href*="/payouts/BF"]';
const pictures = [
  { name: 'statement-390', who: null, path: '/p/ryxc/2026-09', on: phone },
  { name: 'statement-1280', who: null, path: '/p/ryxc/2026-09', on: desk },
  { name: 'payout-390', who: 'yewei1', path: '/w/ryxc', through: waiting, on: phone },
  { name: 'payout-1280', who: 'yewei1', path: '/w/ryxc', through: waiting, on: desk },
  { name: 'books-1280', who: 'jizhang1', path: '/b/ryxc', on: desk },
];

/** The server, once it has loaded the demo. */
async function startDemo(folder) {
  const env = { ...process.env, PORT: String(PORT), MINGBAI_DATA: folder, LOG_LEVEL: 'warn' };
  delete env.DATABASE_URL;
  const server = spawn(process.execPath, [join(root, 'scripts/start.mjs')], { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((ready, failed) => {
    let output = '';
    server.stdout.setEncoding('utf8').on('data', (text) => {
      output += text;
      if (output.includes('The demo is loaded')) ready();
    });
    server.once('exit', (code) => failed(new Error(`the server ended with ${code}:\n${output}`)));
  });
  return server;
}

async function take(browser, { name, who, path, through, on }) {
  const context = await browser.newContext({ ...on, locale: 'zh-CN' });
  const page = await context.newPage();
  if (who) {
    await page.goto(`${address}/sign-in`);
    await page.fill('input[name=login]', who);
    await page.fill('input[name=password]', PASSWORD);
    await page.click('main button[type=submit]');
  }
  const answer = await page.goto(address + path);
  if (!answer?.ok()) throw new Error(`${path} answered ${answer?.status()}`);
  if (through) await Promise.all([page.waitForURL('**/payouts/**'), page.click(through)]);
  await page.screenshot({ path: join(root, 'docs/screenshots', `${name}.png`) });
  await context.close();
  process.stdout.write(`docs/screenshots/${name}.png\n`);
}

const launch = chromiumLaunch(root);
if (launch === null) throw new Error('There is no Chromium for this machine. Set CHROMIUM_PATH to one.');
mkdirSync(join(root, 'docs/screenshots'), { recursive: true });
const folder = mkdtempSync(join(tmpdir(), 'mingbai-screenshots-'));
const server = await startDemo(folder);
const browser = await chromium.launch(launch);
try {
  for (const picture of pictures) await take(browser, picture);
} finally {
  await browser.close();
  const ended = new Promise((done) => server.once('exit', done));
  server.kill('SIGTERM');
  await ended;
  rmSync(folder, { recursive: true, force: true });
}
