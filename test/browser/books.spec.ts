import type { Page } from 'playwright-core';
import { businessDate, Money, shanghaiTime } from '../../src/kernel/index.js';
import { writeBankCsv } from '../support/bank-files.js';
import { gateFaults, openDesk, type Desk } from '../support/desk-browser.js';

const day = businessDate;

function may(): Buffer {
  const line = { counterpartyAccount: '9901999900000001', bankReference: '20240503000001' };
  const bookings = [
    { ...line, bookedOn: day('2024-05-03'), amount: Money.parse('75.23'), counterpartyName: '夏阿玉', remark: 'WY01-101' },
    {
      ...line,
      bookedOn: day('2024-05-08'),
      amount: Money.parse('300.00'),
      counterpartyName: '一位没有写明用途的付款人',
      remark: '',
      bankReference: '20240508000002',
    },
  ];
  const account = { accountNo: '9900000000008866', accountName: '日月星辰小区物业资金三方共管账户' };
  return Buffer.from(writeBankCsv({ ...account, from: day('2024-05-01'), to: day('2024-05-31'), opening: Money.parse('114696.04'), bookings }), 'utf8');
}

/** The residents' committee signs the reconciliation that waits. */
async function sign(desk: Desk, options: Parameters<Desk['person']>[1] = {}): Promise<Page> {
  const page = await desk.person('shequ1', options);
  await page.goto('/w/ryxc');
  await page.click('text=签署2024年5月对账表');
  await page.click('button:has-text("签字确认")');
  await page.waitForURL(/done=signed/);
  return page;
}

describe('the books in a browser', () => {
  let desk: Desk | null;

  beforeEach(async () => {
    desk = await openDesk('the books in a browser');
  }, 180_000);

  afterEach(async () => {
    await desk?.close();
  });

  it('are kept for a month without script: bills, income, import with preview, matching, and the close', async () => {
    if (desk === null) return;
    desk.demo.clock.set(shanghaiTime(day('2024-06-02'), '09:00'));
    const page = await desk.person('jizhang1');
    await page.click('text=去办理');
    await page.click('button:has-text("确认出账")');
    await page.waitForURL(/done=bills/);
    await page.click('button:has-text("确认计提")');
    await page.waitForURL(/done=income/);
    await page.goto('/b/ryxc');
    await page.click('text=去办理');
    await page.setInputFiles('#f-file', { name: '5月对账单.csv', mimeType: 'text/csv', buffer: may() });
    await page.click('button:has-text("上传并预览")');
    expect(await page.textContent('main')).toContain('2 笔新的');
    await page.click('button:has-text("确认导入")');
    await page.waitForURL(/imported=2/);
    await page.click('button:has-text("自动认领")');
    await page.waitForURL(/matched=/);
    await page.click('text=一位没有写明用途的付款人');
    expect(await page.textContent('main')).toContain('付款人也不是这里登记的人');
    await page.goto('/b/ryxc');
    await page.click('text=去办理');
    await page.click('button:has-text("编制对账表并签字")');
    await page.waitForURL(/done=prepared/);
    await sign(desk);
    await page.goto('/b/ryxc');
    await page.click('text=去办理');
    await page.click('button:has-text("确认结账")');
    await page.waitForURL(/closed=2024-05/);
    expect(await page.textContent('main')).toContain('2024年5月已结账');
  });

  it('have pages that pass every gate, before and after the month’s work', async () => {
    if (desk === null) return;
    const page = await desk.person('jizhang1', { javaScriptEnabled: true });
    const faults: string[] = [];
    const paths = [
      '/b/ryxc',
      '/b/ryxc/bills',
      '/b/ryxc/bank',
      '/b/ryxc/bank/import',
      '/b/ryxc/close',
      '/b/ryxc/income',
      '/b/ryxc/collected',
      '/b/ryxc/claims',
      '/b/ryxc/statements',
    ];
    for (const path of paths) faults.push(...(await gateFaults(page, path)));
    desk.demo.clock.set(shanghaiTime(day('2024-06-02'), '09:00'));
    await page.goto('/b/ryxc/bank/import');
    await page.setInputFiles('#f-file', { name: '5月对账单.csv', mimeType: 'text/csv', buffer: may() });
    await page.click('button:has-text("上传并预览")');
    faults.push(...(await gateFaults(page, new URL(page.url()).pathname)));
    await page.click('button:has-text("确认导入")');
    await page.waitForURL(/imported=2/);
    faults.push(...(await gateFaults(page, '/b/ryxc/bank')));
    await page.click('text=一位没有写明用途的付款人');
    faults.push(...(await gateFaults(page, new URL(page.url()).pathname)));
    expect(faults).toEqual([]);
  }, 240_000);

  it('show the statement that waits to be published in a frame, to the bookkeeper and to the owners’ side', async () => {
    if (desk === null) return;
    desk.demo.clock.set(shanghaiTime(day('2024-06-02'), '09:00'));
    const page = await desk.person('jizhang1', { javaScriptEnabled: true });
    for (const [path, button] of [
      ['/b/ryxc/bills', '确认出账'],
      ['/b/ryxc/bills', '确认计提'],
    ] as const) {
      await page.goto(path);
      await page.click(`button:has-text("${button}")`);
      await page.waitForURL(/done=/);
    }
    await page.goto('/b/ryxc/bank/import');
    await page.setInputFiles('#f-file', { name: '5月对账单.csv', mimeType: 'text/csv', buffer: may() });
    await page.click('button:has-text("上传并预览")');
    await page.click('button:has-text("确认导入")');
    await page.click('button:has-text("自动认领")');
    await page.waitForURL(/matched=/);
    await page.goto('/b/ryxc/close');
    await page.click('button:has-text("编制对账表并签字")');
    await page.waitForURL(/done=prepared/);
    const signer = await sign(desk, { javaScriptEnabled: true });
    const signing = await gateFaults(signer, new URL(signer.url()).pathname);
    signing.push(...(await gateFaults(page, '/b/ryxc/close')));
    expect(signing).toEqual([]);
    await page.click('button:has-text("确认结账")');
    await page.waitForURL(/closed=/);
    await page.goto('/b/ryxc/statements');
    await page.click('button:has-text("编制公示")');
    await page.waitForURL(/built=2024-05/);
    const faults = await gateFaults(page, '/b/ryxc/statements/2024-05');
    expect(await page.frameLocator('iframe').locator('h1').textContent()).toContain('2024年5月收支公示');
    const community = await desk.person('shequ1', { javaScriptEnabled: true });
    faults.push(...(await gateFaults(community, '/w/ryxc/statements/2024-05')));
    expect(faults).toEqual([]);
    await community.click('button:has-text("发布公示")');
    await community.waitForURL(/published=2024-05/);
  }, 240_000);

  it('the cashier’s page passes every gate: waiting, ready and in flight', async () => {
    if (desk === null) return;
    for (const login of ['shequ1', 'zhongxin1', 'jiedao1']) {
      const page = await desk.person(login);
      await page.goto('/w/ryxc/payouts/BF2024-0005');
      await page.click('button[value=APPROVE]');
      await page.click('text=用演示密钥签名');
      await page.waitForURL(/done=APPROVE/);
    }
    const page = await desk.person('chuna1', { javaScriptEnabled: true });
    const faults = await gateFaults(page, '/b/ryxc/payments');
    desk.demo.clock.advanceMinutes(10);
    faults.push(...(await gateFaults(page, '/b/ryxc/payments')));
    await page.click('button:has-text("生成付款清单")');
    await page.waitForURL(/list=/);
    faults.push(...(await gateFaults(page, `${new URL(page.url()).pathname}${new URL(page.url()).search}`)));
    expect(faults).toEqual([]);
  }, 240_000);
});
