import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { invariants } from '../../src/app.module.js';
import { checkApprovals, describeApprovals } from '../../src/cli/approval-command.js';
import type { CommunityId } from '../../src/kernel/index.js';
import { UnitOfWork } from '../../src/platform/database/index.js';
import type { TestApp } from '../support/app.js';
import { violations } from '../support/books.js';
import { startBrowser } from '../support/browser.js';
import { startDemoApp } from '../support/demo.js';
import { gateFaults } from '../support/desk-browser.js';
import { hasOpenssl, succeeds, typeLines } from '../support/openssl.js';
import { freePort, pageWithPasskeys, signInAs } from '../support/passkey-browser.js';
import { WebClient } from '../support/web-client.js';

const PAYOUT = 'BF2024-0005';

/** The whole way of a passkey: made by a device, admitted by two other parties, unlocked for one approval, and believed by openssl from the stored bytes. */
describe('a payout is approved by passkey in a real browser', () => {
  let demo: TestApp;
  let browser: Browser | null;
  let baseURL: string;
  const folder = mkdtempSync(join(tmpdir(), 'mingbai-approval-'));

  beforeAll(async () => {
    browser = await startBrowser('a payout is approved by passkey');
    const port = await freePort();
    baseURL = `http://localhost:${port}`;
    demo = await startDemoApp({ publicUrl: baseURL });
    await demo.app.listen(port, 'localhost');
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await demo.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function enrolled(login: string, algorithm: -7 | -8, confirmers: readonly string[]): Promise<Page> {
    const page = await pageWithPasskeys(browser as Browser, { baseURL }, algorithm);
    await signInAs(page, login);
    await page.goto('/account/security/passkey');
    await page.fill('#f-label', '我的手机');
    await page.click('button:has-text("用这台设备登记")');
    await page.waitForURL(/done=keyAdded/);
    await page.goto('/w/ryxc/keys');
    await page.click('form[action="/w/ryxc/keys"] button');
    await page.waitForURL(/done=asked/);
    const hash = await keyOf(login);
    for (const confirmer of confirmers) {
      const other = new WebClient(demo.app);
      await other.signIn(confirmer);
      const done = await other.submit(await other.get('/w/ryxc/keys'), `/${hash}/confirmations`);
      expect(done.location).toBe('/w/ryxc/keys?done=confirmed');
    }
    return page;
  }

  /** The fingerprint of the passkey that somebody has registered. */
  const keyOf = (login: string): Promise<string> =>
    demo.database.as('postgres', async (client) => {
      const { rows } = await client.query<{ hash: string }>(
        `select encode(k.key_hash, 'hex') as hash from mingbai.person_key k join mingbai.person p on p.id = k.person_id where p.login = $1 and k.suite = 'webauthn'`,
        [login],
      );
      return rows[0]?.hash ?? '';
    });

  async function approve(page: Page, width: number): Promise<void> {
    await page.goto(`/w/ryxc/payouts/${PAYOUT}`);
    await page.click('button:has-text("同意拨付")');
    await page.waitForURL(/\/sign\/\d+$/);
    const signPage = page.url();
    expect(await gateFaults(page, signPage)).toEqual([]);
    await page.setViewportSize({ width, height: 844 });
    await page.goto(signPage);
    expect(await page.innerText('main')).toMatch(/[0-9a-f]{4} [0-9a-f]{4}/);
    await page.click('button:has-text("用通行密钥签名")');
    await page.waitForURL(/done=APPROVE/);
  }

  it('with ES256 as telephones have it and with EdDSA, and each stands without this program', async () => {
    if (browser === null) return;
    await approve(await enrolled('shequ1', -7, ['zhongxin2', 'jiedao1']), 390);
    await approve(await enrolled('zhongxin1', -8, ['shequ2', 'jiedao1']), 1280);
    expect(await violations({ unitOfWork: demo.app.get(UnitOfWork) }, 1 as CommunityId, invariants)).toEqual([]);

    const asked = { community: 'ryxc', payout: PAYOUT, pem: folder };
    const decisions = await checkApprovals(demo.app, asked);
    expect(decisions).toMatchObject([
      { suite: 'webauthn', fault: null, slot: 'OWNER_SIDE', key: await keyOf('shequ1') },
      { suite: 'webauthn', fault: null, slot: 'REGULATOR', key: await keyOf('zhongxin1') },
    ]);
    const printed = describeApprovals(asked, decisions).split('\n');
    expect([
      printed.filter((line) => line.startsWith('openssl dgst -sha256 -verify')).length,
      printed.filter((line) => line.includes('pkeyutl')).length,
    ]).toEqual([1, 1]);
    if (!hasOpenssl('approvals by passkey are checked again by openssl')) return;
    const typed = typeLines(
      printed.filter((line) => /^(cd|grep|test|openssl|cat|\{) /.test(line)),
      folder,
    );
    expect(typed.filter(({ status }) => status !== 0)).toEqual([]);
    expect(typed.filter(({ said }) => /^(OK: |Verified OK|Signature Verified Successfully)/.test(said))).toHaveLength(2 * 8);

    for (const { folder: own, lines } of decisions)
      for (const name of readdirSync(own ?? '').filter((file) => !/^(check\.sh|message\.bin|client-data\.hash|key\.pem)$/.test(file))) {
        const path = join(own ?? '', name);
        const bytes = readFileSync(path);
        expect([name, succeeds(lines, own ?? '')]).toEqual([name, true]);
        writeFileSync(
          path,
          bytes.map((byte, at) => (at === Math.floor(bytes.length / 2) ? byte ^ 1 : byte)),
        );
        expect([name, succeeds(lines, own ?? '')]).toEqual([name, false]);
        writeFileSync(path, bytes);
      }
  }, 240_000);
});
