import { businessDate, Money, shanghaiTime } from '../../src/kernel/index.js';
import { CommunityQueries } from '../../src/modules/communities/index.js';
import { UnitOfWork } from '../../src/platform/database/index.js';
import { writeBankCsv } from '../support/bank-files.js';
import { openDesk, type Desk } from '../support/desk-browser.js';
import { Keyboard } from '../support/keyboard.js';

const day = businessDate;

/** A month of payments: one that names its unit, three that are likely, one for two units, one from nobody knows whom. */
function may(): Buffer {
  const booking = (on: string, amount: string, counterpartyName: string, remark: string, position: number) => {
    const names = { counterpartyName, counterpartyAccount: `99019999000${String(position).padStart(5, '0')}`, bankReference: `202405${position}` };
    return { bookedOn: day(`2024-05-${on}`), amount: Money.parse(amount), remark, ...names };
  };
  const bookings = [
    booking('03', '75.23', '夏阿玉', 'WY01-101', 1),
    booking('06', '76.01', '过路人甲', '01-102物业费', 2),
    booking('06', '76.01', '过路人乙', '01-103物业费', 3),
    booking('06', '76.01', '过路人丙', '01-104物业费', 4),
    booking('07', '150.46', '替两户付款的人', '两户一起付', 5),
    booking('08', '300.00', '没有写明用途的付款人', '', 6),
  ];
  const account = { accountNo: '9900000000008866', accountName: '日月星辰小区物业资金三方共管账户' };
  return Buffer.from(writeBankCsv({ ...account, from: day('2024-05-01'), to: day('2024-05-31'), opening: Money.parse('114696.04'), bookings }), 'utf8');
}

describe('a month of the books by keyboard alone', () => {
  let desk: Desk | null;
  beforeAll(async () => {
    desk = await openDesk('a month of the books by keyboard alone');
  }, 180_000);
  afterAll(async () => {
    await desk?.close();
  });

  /** A person at a page of their own, signed in with keys. */
  async function signedIn(at: Desk, login: string): Promise<Keyboard> {
    const keys = new Keyboard(await at.person(null, { javaScriptEnabled: true, viewport: { width: 1280, height: 800 } }));
    await keys.page.goto('/sign-in');
    await keys.skip();
    await keys.write('账号', login);
    await keys.write('密码', 'mingbai-demo');
    await keys.enter();
    return keys;
  }

  /** The month’s next step, from its checklist. */
  async function next(keys: Keyboard): Promise<void> {
    await keys.press('本月待办');
    await keys.skip();
    await keys.press('去办理');
  }

  it('bills, accrues, imports, matches, undoes, splits, leaves in suspense, reconciles by two signatures, and closes with no difference', async () => {
    if (desk === null) return;
    desk.demo.clock.set(shanghaiTime(day('2024-06-02'), '09:00'));
    const keys = await signedIn(desk, 'jizhang1');
    const { page } = keys;

    await keys.skip();
    await keys.press('去办理');
    await keys.skip();
    await keys.press('确认出账');
    expect(page.url()).toContain('done=bills');
    await keys.skip();
    await keys.press('确认计提');
    expect(page.url()).toContain('done=income');

    await next(keys);
    await keys.skip();
    await keys.choose('对账单文件', { name: '5月.csv', mimeType: 'text/csv', buffer: may() });
    await keys.press('上传并预览');
    expect(await page.textContent('main')).toContain('6 笔新的');
    await keys.skip();
    await keys.press('确认导入');
    expect(page.url()).toContain('imported=6');
    await keys.skip();
    await keys.press('自动认领');

    // line by line: down and up, three confirmed, one of them taken back and confirmed again
    await keys.skip();
    await keys.press('逐笔认领');
    const rows = () => page.locator('[data-line]').allTextContents();
    const first = (await rows()).findIndex((text) => text.includes('过路人'));
    for (let down = 0; down < first; down++) await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    expect(await page.locator('[data-line][aria-current=true]').textContent()).toContain('过路人甲');
    const before = (await rows()).length;
    await keys.enter();
    expect(await page.textContent('main')).toContain('已入账');
    await keys.enter('u');
    expect(page.url()).toContain('undone');
    expect(await rows()).toHaveLength(before);
    for (let left = 3; left > 0; left--) {
      const at = (await rows()).findIndex((text) => text.includes('过路人'));
      for (let down = 0; down < at; down++) await page.keyboard.press('j');
      await keys.enter();
    }
    expect((await rows()).join()).not.toContain('过路人');

    // one payment for two units
    const two = (await rows()).findIndex((text) => text.includes('替两户付款的人'));
    for (let down = 0; down < two; down++) await page.keyboard.press('j');
    await keys.enter('s');
    await keys.to('某套房屋的物业费');
    await keys.write('编号', '01-105');
    await keys.write('金额', '75.23');
    await keys.to('分成几部分');
    await page.keyboard.press('Enter');
    await keys.write('编号', '01-106');
    await keys.write('金额', '75.23');
    await keys.press('入账');
    expect(page.url()).toContain('done=placed');

    // what nobody knows stays in suspense, and does not block the month
    await next(keys);
    expect(page.url()).toContain('#signatures'); // the keyboard goes on from there
    await keys.press('编制对账表并签字');
    expect(page.url()).toContain('done=prepared');

    const other = await signedIn(desk, 'shequ1');
    await other.skip();
    await other.press('签署2024年5月对账表');
    await other.skip();
    await other.press('签字确认');
    expect(other.page.url()).toContain('done=signed');

    await next(keys);
    await keys.skip();
    await keys.press('确认结账');
    expect(page.url()).toContain('closed=2024-05');
    const { id } = await desk.demo.app.get(CommunityQueries).bySlug('ryxc');
    const legs = await desk.demo.app.get(UnitOfWork).read(id, (tx) =>
      tx.query(
        `select r.bank_balance as bank, r.fund_cash as books, r.document_claims as documents, b.closed_through as closed,
           (select count(*)::int from mingbai.bank_line l where l.community_id = $1 and l.booked_on between '2024-05-01' and '2024-05-31' and l.state <> 'RECONCILED' and l.suspense_open = 0) as left
         from mingbai.reconciliation r join ledger.book b on b.community_id = $1 where r.community_id = $1 and r.month = '2024-05'`,
        [tx.communityId],
      ),
    );
    expect(legs).toEqual([{ bank: '115449.76', books: '115449.76', documents: '115449.76', closed: '2024-05-31', left: 0 }]);
  }, 300_000);
});
