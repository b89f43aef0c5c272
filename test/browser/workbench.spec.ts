import { gateFaults, openDesk, PHONE, type Desk } from '../support/desk-browser.js';

const PAYOUT = '/w/ryxc/payouts/BF2024-0005';

describe('the workbench in a browser', () => {
  let desk: Desk | null;

  beforeEach(async () => {
    desk = await openDesk('the workbench in a browser');
  }, 180_000);

  afterEach(async () => {
    await desk?.close();
  });

  it('is approved on a phone without script: from signing in to the queue without it, five taps', async () => {
    if (desk === null) return;
    const page = await desk.person('shequ1');
    await page.click('text=2024年4月物业服务费（基础部分） >> nth=0');
    const approve = page.locator('button[value=APPROVE]');
    const box = await approve.boundingBox();
    expect(box && box.y + box.height).toBeLessThanOrEqual(844); // the decision is in reach without scrolling
    expect(box?.height).toBeGreaterThanOrEqual(52);
    await approve.click();
    await page.waitForURL(/\/sign\/\d+$/);
    await page.click('text=用演示密钥签名');
    await page.waitForURL(/done=APPROVE/);
    expect(await page.textContent('main')).toContain('您已同意这笔拨付');
    expect(await page.locator('.bar-decide').count()).toBe(0);
    await page.goBack();
    expect(await page.locator('button[value=APPROVE]').count()).toBe(0); // the page before is asked for anew, and is no decision any more
  });

  it('a refusal without a reason brings the focus to what is wrong, and from there to the field', async () => {
    if (desk === null) return;
    const page = await desk.person('shequ1', { javaScriptEnabled: true });
    await page.goto(PAYOUT);
    await page.click('text=不同意');
    await page.click('text=确认不同意');
    await page.waitForSelector('.summary:focus'); // a browser gives the focus when it first paints
    await page.click('.summary a');
    await page.waitForSelector('#f-reason:focus');
    expect(new URL(page.url()).pathname).toBe(`${PAYOUT}/sign`);
    await page.fill('#f-reason', '服务没有达到合同约定');
    await page.click('text=确认不同意');
    await page.click('text=用演示密钥签名');
    await page.waitForURL(/done=REJECT/);
  });

  it('is worked by keyboard alone, and nothing that has the focus lies under the bar', async () => {
    if (desk === null) return;
    const page = await desk.person('shequ1', { javaScriptEnabled: true });
    await page.goto(PAYOUT);
    const hidden: string[] = [];
    for (let step = 0; step < 60; step++) {
      await page.keyboard.press('Tab');
      const at = (await page.evaluate(`(() => {
        const element = document.activeElement;
        if (element === document.body) return 'end';
        const bar = document.querySelector('.bar-decide');
        if (bar.contains(element)) return element.value === 'APPROVE' ? 'approve' : 'bar';
        const [box, cover] = [element.getBoundingClientRect(), bar.getBoundingClientRect()];
        return box.bottom > cover.top + 1 && box.top < cover.bottom - 1 ? 'under the bar: ' + element.textContent.trim() : 'seen';
      })()`)) as string;
      if (at.startsWith('under')) hidden.push(at);
      if (at === 'approve') break;
    }
    expect(hidden).toEqual([]);
    expect(await page.evaluate('document.activeElement.value')).toBe('APPROVE');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/sign\/\d+$/);
    const signing = new URL(page.url()).pathname;
    expect(await gateFaults(page, signing)).toEqual([]);
    await page.goto(signing);
    const focused = (): Promise<unknown> => page.evaluate('document.activeElement.textContent');
    for (let step = 0; step < 60 && (await focused()) !== '用演示密钥签名'; step++) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL(/done=APPROVE/);
  }, 600_000);

  it('a tap repeated before the answer is one decision', async () => {
    if (desk === null) return;
    const page = await desk.person('zhongxin1', { ...PHONE, hasTouch: true });
    await page.goto(PAYOUT);
    await page.locator('button[value=APPROVE]').dblclick();
    const arrived = (at: RegExp): Promise<void> => page.waitForURL(at).catch(() => page.waitForURL(at)); // the second tap may break off the answer to the first
    await arrived(/\/sign\/\d+$/);
    await page.locator('text=用演示密钥签名').dblclick();
    await arrived(/done=APPROVE/);
    const [row] = await desk.demo.database.as(
      'postgres',
      async (db) =>
        (
          await db.query<{ count: number }>(
            'select count(*)::int as count from mingbai.approval a join mingbai.disbursement d on d.id = a.disbursement_id where d.number = $1',
            ['BF2024-0005'],
          )
        ).rows,
    );
    expect(row?.count).toBe(1);
  });

  it.each([
    [
      'shequ1',
      [
        '/w/ryxc',
        PAYOUT,
        `${PAYOUT}/return`,
        '/w/ryxc/payouts',
        '/w/ryxc/payouts/BF2024-0004',
        '/w/ryxc/claims',
        '/w/ryxc/resolutions',
        '/w/ryxc/statements',
        '/w/ryxc/keys',
      ],
    ],
    ['zhongxin1', ['/w/ryxc/assessments', '/w/ryxc/assessments/2024-Q1', '/w/ryxc/assessments/2024-Q2']],
  ] as const)(
    '%s’s pages pass every gate',
    async (login, paths) => {
      if (desk === null) return;
      const page = await desk.person(login, { javaScriptEnabled: true });
      const faults: string[] = [];
      for (const path of paths) faults.push(...(await gateFaults(page, path)));
      expect(faults).toEqual([]);
    },
    240_000,
  );
});
