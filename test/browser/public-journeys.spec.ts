import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import type { TestApp } from '../support/app.js';
import { accessibilityFaults, layoutFaults, setUp, startBrowser } from '../support/browser.js';
import { startDemoApp } from '../support/demo.js';

const WHAT = 'a resident reads the books in a real browser';

describe('a resident without script', () => {
  let test: TestApp;
  let browser: Browser | null;
  let address: string;

  beforeAll(async () => {
    test = await startDemoApp();
    await test.app.listen({ port: 0, host: '127.0.0.1' });
    address = `http://127.0.0.1:${(test.app.getHttpServer().address() as AddressInfo).port}`;
    browser = await startBrowser(WHAT);
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await test.close();
  });

  /** A phone on which scripts are off; what the page complains about fails the test. */
  const onPhone = async (work: (page: Page) => Promise<void>): Promise<void> => {
    if (browser === null) return;
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, javaScriptEnabled: false });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => void (message.text().includes('status of 404') ? undefined : complaints.push(message.text())));
    await work(page);
    expect(complaints).toEqual([]);
    await context.close();
  };

  it('finds the compound, opens its newest statement and follows a payment to the bank', async () => {
    await onPhone(async (page) => {
      await page.goto(address);
      await page.getByLabel('小区名、街道或社区').fill('日月');
      await page.getByRole('button', { name: '查找' }).click();
      await page.getByRole('link', { name: /日月星辰小区/ }).click();
      await page.getByRole('link', { name: /^2024年4月/ }).click();
      expect(await page.locator('.equation').innerText()).toMatch(/120,613\.98[\s\S]*63,991\.08[\s\S]*69,909\.02[\s\S]*114,696\.04/);
      await page.getByRole('link', { name: '本月付款 2 笔，每笔审批齐全' }).click();
      expect(page.url()).toMatch(/#payouts$/);
      await page.getByRole('link', { name: '看这一笔的全过程' }).last().click();
      expect(await page.locator('h1').innerText()).toContain('2024年一季度绩效服务费');
      expect(await page.locator('main').textContent()).toMatch(/29,642\.83[\s\S]*四个数一样/);
      await page.getByRole('link', { name: '回到2024年4月公示' }).click();
      expect(page.url()).toBe(`${address}/p/ryxc/2024-04`);
    });
  });

  it('reads larger type on a stored page, by choosing it', async () => {
    await onPhone(async (page) => {
      await page.goto(`${address}/p/ryxc/2024-03/v/1`);
      const height = async (): Promise<number> => (await page.locator('h1').boundingBox())?.height ?? 0;
      const before = await height();
      await page.getByText('特大').click();
      expect(await height()).toBeGreaterThan(before * 1.5);
    });
  });

  it('goes from a supplement to the version before it and back, and to the page in English', async () => {
    await onPhone(async (page) => {
      await page.goto(`${address}/p/ryxc/2024-03`);
      expect(await page.locator('main').textContent()).toContain('这是第2版');
      await page.getByRole('link', { name: '看第1版' }).click();
      expect(await page.locator('main').textContent()).toContain('考核中');
      await page.getByRole('link', { name: 'English' }).click();
      expect(page.url()).toBe(`${address}/en/p/ryxc/2024-03`);
      expect(await page.locator('html').getAttribute('lang')).toBe('en');
      await page.getByRole('link', { name: '中文' }).click();
      expect(page.url()).toBe(`${address}/p/ryxc/2024-03`);
    });
  });

  it('is told in words when there is no such statement', async () => {
    await onPhone(async (page) => {
      const answer = await page.goto(`${address}/p/ryxc/2023-01`);
      expect(answer?.status()).toBe(404);
      await page.getByRole('link', { name: '回到首页' }).click();
      expect(page.url()).toBe(`${address}/`);
    });
  });

  it.each([
    '/',
    '/p/ryxc',
    '/p/ryxc/2024-03',
    '/p/ryxc/2024-04',
    '/en/p/ryxc/2024-04',
    '/p/ryxc/contract',
    '/p/ryxc/2024-02/payouts/BF2024-0001',
    '/p/ryxc/payouts/BF2024-0005',
  ])('meets no fault of accessibility or layout on %s', async (path) => {
    if (browser === null) return;
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(address + path);
    for (const [width, size] of [
      [1280, 'normal'],
      [390, 'normal'],
      [320, 'huge'],
    ] as const) {
      await page.setViewportSize({ width, height: 844 });
      await setUp(page, size);
      expect([width, await layoutFaults(page), await accessibilityFaults(page)]).toEqual([width, [], []]);
    }
    await page.close();
  });
});
