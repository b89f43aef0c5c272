import { businessDate, Money, shanghaiTime } from '../../src/kernel/index.js';
import { writeBankCsv } from '../support/bank-files.js';
import { gateFaults, openDesk, type Desk } from '../support/desk-browser.js';

const day = businessDate;
const LINES = 20;

/** Twenty payments that name their unit without WY, one fen too much: likely, and for a person to confirm. */
function may(units: readonly string[]): Buffer {
  const account = { accountNo: '9900000000008866', accountName: '日月星辰小区物业资金三方共管账户' };
  const bookings = units.map((code, index) => ({
    bookedOn: day('2024-05-06'),
    amount: Money.parse('76.01'),
    counterpartyName: `过路人${String.fromCodePoint(0x4e00 + index)}`,
    counterpartyAccount: `99019999000${String(index).padStart(5, '0')}`,
    remark: `${code}物业费`,
    bankReference: `2024050600${String(index).padStart(4, '0')}`,
  }));
  return Buffer.from(writeBankCsv({ ...account, from: day('2024-05-01'), to: day('2024-05-31'), opening: Money.parse('114696.04'), bookings }), 'utf8');
}

describe('matching line by line in a browser', () => {
  let desk: Desk | null;

  beforeEach(async () => {
    desk = await openDesk('matching line by line');
  }, 180_000);

  afterEach(async () => {
    await desk?.close();
  });

  it('places twenty lines by keyboard alone, takes the last one back, and passes every gate', async () => {
    if (desk === null) return;
    desk.demo.clock.set(shanghaiTime(day('2024-06-02'), '09:00'));
    const page = await desk.person('jizhang1', { javaScriptEnabled: true, viewport: { width: 1280, height: 800 } });
    await page.goto('/b/ryxc/bank/import');
    const units = Array.from({ length: LINES }, (_, index) => `01-${1 + Math.floor(index / 6)}0${1 + (index % 6)}`);
    await page.setInputFiles('#f-file', { name: '5月.csv', mimeType: 'text/csv', buffer: may(units) });
    await page.click('button:has-text("上传并预览")');
    await page.click('button:has-text("确认导入")');
    await page.waitForURL(/imported=20/);
    await page.click('button:has-text("自动认领")');
    await page.waitForURL(/matched=20\.0\.20/);
    await page.goto('/b/ryxc/bank/match');
    expect(await page.locator('[data-line]').count()).toBe(LINES);
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    expect(await page.locator('[aria-current=true][data-line]').textContent()).toContain(units[2]);
    await page.keyboard.press('k');
    expect(await page.locator('[aria-current=true][data-line]').textContent()).toContain(units[1]);
    expect(await gateFaults(page, '/b/ryxc/bank/match')).toEqual([]);
    expect(await gateFaults(page, '/b/ryxc/bank/rules')).toEqual([]);
    await page.goto('/b/ryxc/bank/match');
    for (let left = LINES - 1; left >= 0; left--) {
      const next = page.waitForEvent('load');
      await page.keyboard.press('Enter');
      await next;
      expect(await page.locator('[data-line]').count()).toBe(left);
    }
    expect(await page.textContent('main')).toContain('全部认领完了');
    await page.keyboard.press('u');
    await page.waitForURL(/undone/);
    expect(await page.locator('[data-line]').count()).toBe(1);
    expect(await page.textContent('main')).toContain('已撤销');
    await page.keyboard.press('s');
    await page.waitForURL(/bank\/\d+#assign/);
    await page.goto('/b/ryxc/bank?state=MATCHED&month=2024-05');
    const line = (await page.locator('a.row').first().getAttribute('href')) ?? '';
    await page.goto(line);
    await page.keyboard.press('u');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('undo_reason');
    await page.keyboard.type('不是这一套');
    await page.keyboard.press('Enter');
    await page.waitForURL(/done=undone/);
    expect(await gateFaults(page, line)).toEqual([]);
  }, 300_000);

  it('works without script: confirm, take back, and a rule made and switched off', async () => {
    if (desk === null) return;
    desk.demo.clock.set(shanghaiTime(day('2024-06-02'), '09:00'));
    const page = await desk.person('jizhang1');
    await page.goto('/b/ryxc/bank/import');
    await page.setInputFiles('#f-file', { name: '5月.csv', mimeType: 'text/csv', buffer: may(['01-101']) });
    await page.click('button:has-text("上传并预览")');
    await page.click('button:has-text("确认导入")');
    await page.goto('/b/ryxc/bank/match');
    await page.click('button:has-text("自动认领")');
    await page.goto('/b/ryxc/bank/match');
    await page.click('button:has-text("确认入账") >> nth=0');
    await page.waitForURL(/placed=/);
    await page.click('button:has-text("撤销这一笔")');
    await page.waitForURL(/undone/);
    await page.click('text=自动认领规则');
    await page.click('button:has-text("保存规则")');
    expect(await page.textContent('main')).toContain('请写明对方户名或附言的一部分');
    await page.fill('[name=counterparty]', '过路人');
    await page.fill('[name=reference]', '01-101');
    await page.click('button:has-text("保存规则")');
    await page.waitForURL(/done=made/);
    expect(await page.textContent('main')).toContain('R1');
    await page.click('button:has-text("停用")');
    await page.waitForURL(/done=switched/);
    expect(await page.textContent('main')).toContain('已停用');
  }, 240_000);
});
