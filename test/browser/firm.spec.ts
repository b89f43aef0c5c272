import { businessDate, shanghaiTime } from '../../src/kernel/index.js';
import { gateFaults, openDesk, type Desk } from '../support/desk-browser.js';

describe('the firm in a browser', () => {
  let desk: Desk | null;

  beforeEach(async () => {
    desk = await openDesk('the firm in a browser');
  }, 180_000);

  afterEach(async () => {
    await desk?.close();
  });

  it('cancels a request and asks for the money again in three steps, on a phone without script', async () => {
    if (desk === null) return;
    const page = await desk.person('jiuwang1');
    await page.goto('/f/ryxc/payouts/BF2024-0005');
    await page.locator('details', { hasText: '撤销申请' }).locator('summary').click();
    await page.fill('#f-reason', '金额要重新核算');
    await page.click('button.danger');
    await page.waitForURL(/done=cancelled/);
    await page.goto('/f/ryxc');
    await page.click('text=申请付款');
    await page.click('button:has-text("下一步")');
    await page.fill('#f-amount', '44792.87');
    await page.click('button:has-text("下一步")');
    expect(await page.textContent('.summary')).toContain('申请 44,792.87 元，超过了可申请的 44,792.86 元。');
    expect(await page.inputValue('#f-amount')).toBe('44792.87');
    await page.fill('#f-amount', '44792.86');
    await page.click('button:has-text("下一步")');
    await page.fill('input[name=invoiceNo]', '24332000000099990001');
    await page.setInputFiles('input[name=invoice]', { name: '发票.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\n发票\n%%EOF') });
    await page.click('button:has-text("提交申请")');
    await page.waitForURL(/done=submitted/);
    expect(await page.textContent('main')).toContain('申请已提交，等各方审批');
  });

  it('evaluates itself on a phone without script; what was typed survives a refusal', async () => {
    if (desk === null) return;
    desk.demo.clock.set(shanghaiTime(businessDate('2024-07-03'), '09:00'));
    const page = await desk.person('jiuwang1');
    await page.goto('/f/ryxc');
    await page.click('text=2024年第二季度考核自评');
    const points = page.locator('input[name$=".score"]');
    for (let item = 0; item < (await points.count()); item++) await points.nth(item).fill(item === 2 ? '99' : '9');
    await page.click('button.main');
    expect(await page.textContent('.summary')).toContain('绿化养护得分：');
    expect(await points.nth(2).inputValue()).toBe('99');
    await points.nth(2).fill('12.5');
    await page.click('button.main');
    await page.waitForURL(/done=self/);
  });

  it('finds pages that pass every gate', async () => {
    if (desk === null) return;
    const page = await desk.person('jiuwang1', { javaScriptEnabled: true });
    const faults: string[] = [];
    const community = await desk.person('shequ1', { javaScriptEnabled: true });
    await community.goto('/w/ryxc/payouts/BF2024-0005/return');
    await community.fill('#f-reason', '收款账户需要核实');
    await community.click('button.main');
    await community.click('text=用演示密钥签名');
    await community.waitForURL(/done=RETURN/);
    const request = '/f/ryxc/payouts/new';
    const paths = ['/f/ryxc', '/f/ryxc/payouts', '/f/ryxc/payouts/BF2024-0005', request, '/f/ryxc/assessments', '/f/ryxc/assessments/2024-Q1'];
    for (const path of paths) faults.push(...(await gateFaults(page, path)));
    await page.goto('/f/ryxc/payouts/BF2024-0005');
    await page.fill('#f-amount', '40000');
    await page.click('button:has-text("再次提交")');
    await page.waitForURL(/done=revised/);
    for (const path of [request, `${request}?source=BASE-2024-04`, `${request}/check?source=BASE-2024-04&amount=4792.86`])
      faults.push(...(await gateFaults(page, path)));
    desk.demo.clock.set(shanghaiTime(businessDate('2024-07-08'), '09:00'));
    faults.push(...(await gateFaults(page, '/f/ryxc/assessments/2024-Q2')));
    const centre = await desk.person('zhongxin1', { javaScriptEnabled: true });
    faults.push(...(await gateFaults(centre, '/w/ryxc/assessments/2024-Q2')));
    expect(faults).toEqual([]);
  }, 240_000);
});
