import type { Browser } from 'playwright-core';
import { gzipSync } from 'node:zlib';
import { snapshotHash } from '../../src/modules/statements/index.js';
import { en, zhCN } from '../../src/web/messages/index.js';
import { CompoundPage, ErrorPage, HomePage, PayoutPage, SignInPage, StatementPage } from '../../src/web/public/index.js';
import { pagePolicy, renderPage } from '../../src/web/render.js';
import { accessibilityFaults, layoutFaults, openHtml, setUp, startBrowser, type TextSize } from '../support/browser.js';
import { compoundView, homeView, payoutUnderWay, payoutView } from '../support/page-fixtures.js';
import { richStatement, yearStatement } from '../support/rich-statements.js';
import { marchStatement, marchSupplement } from '../support/statement-fixture.js';

const [month, supplement, rich, year] = [marchStatement(), marchSupplement(), richStatement(), yearStatement()];
const signIn = { login: 'shequ', refusal: zhCN.public.signIn.refused, hidden: { csrf: 'token' }, demoTime: null, passkeyHref: '/sign-in/passkey' };
const pages: readonly (readonly [name: string, html: string])[] = [
  ['the statement of a month', renderPage(<StatementPage m={zhCN} snapshot={month} sha256={snapshotHash(month)} />)],
  ['the statement with its score', renderPage(<StatementPage m={zhCN} snapshot={supplement} sha256={snapshotHash(supplement)} />)],
  ['the statement in English', renderPage(<StatementPage m={en} snapshot={supplement} sha256={snapshotHash(supplement)} />)],
  ['the statement of a month with everything in it', renderPage(<StatementPage m={zhCN} snapshot={rich} sha256={snapshotHash(rich)} />)],
  ['the same in English', renderPage(<StatementPage m={en} snapshot={rich} sha256={snapshotHash(rich)} />)],
  ['the statement of a year', renderPage(<StatementPage m={zhCN} snapshot={year} sha256={snapshotHash(year)} />)],
  ['home', renderPage(<HomePage m={zhCN} view={homeView} />)],
  ['home without a result', renderPage(<HomePage m={zhCN} view={{ ...homeView, query: '天上人间', communities: [] }} />)],
  ['a compound', renderPage(<CompoundPage m={zhCN} view={compoundView} />)],
  ['a payment', renderPage(<PayoutPage m={zhCN} view={payoutView} />)],
  ['a payment under way', renderPage(<PayoutPage m={zhCN} view={payoutUnderWay} />)],
  ['sign-in refused', renderPage(<SignInPage m={zhCN} view={signIn} />)],
  ['not found', renderPage(<ErrorPage m={zhCN} view={{ kind: 'NOT_FOUND', message: null, requestId: 'r-1' }} />)],
];
const headers = { 'content-security-policy': pagePolicy };
const widths = [320, 390, 768, 1280];
const sizes: readonly TextSize[] = ['normal', 'large', 'huge'];

let browser: Browser | null;
beforeAll(async () => {
  browser = await startBrowser('public pages in a real browser');
});
afterAll(() => browser?.close());

describe.each(pages)('%s', (_, html) => {
  it('is at most 30 KB compressed', () => {
    expect(gzipSync(html).length).toBeLessThanOrEqual(30 * 1024);
  });

  it('is one request, and its policy refuses nothing of it; fits every screen in every type size', async () => {
    if (browser === null) return;
    const visit = await openHtml(browser, { html, headers });
    const faults: string[] = [];
    for (const size of sizes) {
      await setUp(visit.page, size);
      for (const width of widths) {
        await visit.page.setViewportSize({ width, height: 844 });
        faults.push(...(await layoutFaults(visit.page)).map((fault) => `${width} ${size}: ${fault}`));
      }
    }
    expect(faults).toEqual([]);
    expect(visit.requests).toEqual(['http://mingbai.test/']);
    expect(visit.complaints).toEqual([]);
    await visit.close();
  });

  it.each([
    ['in light', { viewport: { width: 1280, height: 900 } }, 'normal'],
    ['on a phone in dark', { viewport: { width: 390, height: 844 }, colorScheme: 'dark' }, 'normal'],
    ['on a phone in the largest type', { viewport: { width: 390, height: 844 } }, 'huge'],
  ] as const)('breaks no rule of accessibility %s', async (_mode, options, size) => {
    if (browser === null) return;
    const visit = await openHtml(browser, { html, headers }, options);
    await setUp(visit.page, size);
    expect(await accessibilityFaults(visit.page)).toEqual([]);
    await visit.close();
  });
});

describe('a statement on paper', () => {
  it.each([390, 1280])('is at most three A4 pages, printed from a screen %i px wide', async (width) => {
    if (browser === null) return;
    const html = renderPage(<StatementPage m={zhCN} snapshot={supplement} sha256={snapshotHash(supplement)} />);
    const visit = await openHtml(browser, { html, headers }, { viewport: { width, height: 844 } });
    const pdf = (await visit.page.pdf({ preferCSSPageSize: true })).toString('latin1');
    expect(pdf.match(/\/Type\s*\/Page[^s]/g)?.length).toBeLessThanOrEqual(3);
    await visit.close();
  });
});

describe('the layout detector', () => {
  it('finds what is too wide, stacked, cut off or too small to touch', async () => {
    if (browser === null) return;
    const html = `<!doctype html><title>t</title><p style="width:2000px">wide ${'x'.repeat(300)}</p><p style="width:1em">叠起来了</p>
      <p class="c" style="width:60px;overflow:hidden;white-space:nowrap">this text is cut off</p><a href="/" style="display:block;width:20px;height:20px">x</a>`;
    const visit = await openHtml(browser, { html });
    const faults = (await layoutFaults(visit.page)).map((fault) => fault.split(':')[0]?.replace(/\d+/g, 'n'));
    expect(new Set(faults)).toEqual(new Set(['the page wears no style', 'the page is n wide on n', 'beyond the edge', 'stacked', 'cut off', 'small target']));
    await visit.close();
  });
});
