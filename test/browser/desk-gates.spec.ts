import type { Page } from 'playwright-core';
import { businessDate, shanghaiTime, type Actor, type CommunityId, type Role } from '../../src/kernel/index.js';
import { CommunityQueries, CreateCommunity, ImportUnits, OpenBankAccount } from '../../src/modules/communities/index.js';
import { RecordSubstitution } from '../../src/modules/contracts/index.js';
import { FeeQueries } from '../../src/modules/fees/index.js';
import { AddMembership, IdentityQueries } from '../../src/modules/identity/index.js';
import { UnitOfWork } from '../../src/platform/database/index.js';
import { account, ryxc } from '../integration/communities/fixture.js';
import { gateFaults, openDesk, type Desk } from '../support/desk-browser.js';

const day = businessDate;
const utf8 = (lines: readonly string[]): Buffer => Buffer.from(`${lines.join('\n')}\n`, 'utf8');

/** A table of a bank that nobody has described yet. */
const UNKNOWN = [
  '某银行往来清单',
  '入账时刻,摘录,进出金额,结存,往来户,单号',
  '2024-05-05 10:00:00,代收,-40.00,114731.27,甲公司,N2',
  '2024-05-03 09:00:00,物业费WY01-101,75.23,114771.27,夏阿玉,N1',
];
const OPENING = ['account,fund,holder,month,amount', '1001,SVC,8866,,1000.00', '1101,SVC,01-101,2023-11,75.23', '2001,SVC,01-102,,100.00', '3001,SVC,,,975.23'];

describe('pages of work that are seldom opened', () => {
  let desk: Desk | null;
  beforeAll(async () => {
    desk = await openDesk('pages of work that are seldom opened');
  }, 180_000);
  afterAll(async () => {
    await desk?.close();
  });

  const here = (page: Page): string => `${new URL(page.url()).pathname}${new URL(page.url()).search}`;
  const upload = async (page: Page, name: string, buffer: Buffer): Promise<void> => page.setInputFiles('#f-file', { name, mimeType: 'text/csv', buffer });

  it('pass every gate: mapping of a table, noted balances, reopening, the year’s end, requests, handover', async () => {
    if (desk === null) return;
    desk.demo.clock.set(shanghaiTime(day('2024-06-02'), '09:00'));
    const page = await desk.person('jizhang1', { javaScriptEnabled: true });
    const faults: string[] = [];
    const pages = [
      '/b/ryxc/balances',
      '/b/ryxc/reopening',
      '/b/ryxc/year/2024',
      '/b/ryxc/month/2024-03',
      '/b/ryxc/requests',
      '/b/ryxc/firm-dues',
      '/b/ryxc/opening',
      '/b/ryxc/handover',
    ];
    // with something that the firm owes, its page has every form
    const { demo } = desk;
    const [bill] = await demo.app.get(UnitOfWork).read(1 as CommunityId, (tx) => demo.app.get(FeeQueries).openBills(tx));
    await page.goto('/b/ryxc/firm-dues');
    for (const [field, text] of Object.entries({ unit: bill?.unitCode ?? '', amount: '10.00', reason: '业主扫了物业公司的收款码', document: '截图 1' }))
      await page.fill(`#f-${field}`, text);
    await page.fill('#f-takenOn', '2024-05-10');
    await page.click('button:has-text("登记代收")');
    expect(await page.locator('#write-off').count()).toBe(1);
    for (const path of pages) faults.push(...(await gateFaults(page, path)));
    await page.goto('/b/ryxc/bank/import');
    await upload(page, '某银行.csv', utf8(UNKNOWN));
    await page.click('button:has-text("上传并预览")');
    expect(page.url()).toMatch(/\/mapping$/);
    faults.push(...(await gateFaults(page, here(page))));
    await page.goto('/b/ryxc/handover');
    await page.click('button:has-text("生成移交包")');
    faults.push(...(await gateFaults(page, here(page))));
    const supervisor = await desk.person('zhongxin1', { javaScriptEnabled: true });
    faults.push(...(await gateFaults(supervisor, '/w/ryxc/reopenings')), ...(await gateFaults(supervisor, '/w/ryxc/handover')));
    const cashier = await desk.person('chuna1', { javaScriptEnabled: true });
    faults.push(...(await gateFaults(cashier, '/b/ryxc/payments')));
    expect(faults).toEqual([]);
  }, 400_000);

  it('say what is wrong with a status report that is none, beside its field', async () => {
    if (desk === null) return;
    const page = await desk.person('chuna1');
    await page.goto('/b/ryxc/payments');
    await upload(page, 'pain.002.xml', Buffer.from('<Document/>'));
    await page.click('button:has-text("读取报告")');
    expect(await page.getAttribute('#f-file', 'aria-invalid')).toBe('true');
    expect(await page.locator('.summary a[href="#f-file"]').count()).toBe(1);
  });

  it('pass every gate: opening balances, for who prepares and for who signs', async () => {
    if (desk === null) return;
    const { app, clock } = desk.demo;
    const identity = app.get(IdentityQueries);
    const { id: demoId } = await app.get(CommunityQueries).bySlug('ryxc');
    const { communityId } = (await app.get(CreateCommunity).execute({ ...ryxc, slug: 'begins', name: '新并入小区' })).value;
    const joined = async (login: string, role: Role): Promise<Actor> => {
      const { id: personId } = await identity.byLogin(login);
      const demo = await identity.actorOf(personId, demoId, clock.now());
      if (demo === null) throw new Error(`${login} has no part`);
      await app.get(AddMembership).execute({ personId, organisationId: demo.organisationId, communityId, role, from: day('2024-01-01'), to: null });
      return { ...demo, communityId };
    };
    for (const [login, role] of [
      ['jizhang1', 'BOOKKEEPER'],
      ['jiuwang1', 'FIRM'],
    ] as const)
      await joined(login, role);
    const [community, street] = [await joined('shequ1', 'COMMUNITY'), await joined('jiedao1', 'STREET')];
    const by = (actor: Actor) => ({ actor, idempotencyKey: null });
    await app.get(OpenBankAccount).execute(by(community), account);
    const units = ['code,building,label,kind,area,owner', '01-101,01幢,01-101,FLAT,88.50,甲方', '01-102,01幢,01-102,FLAT,88.50,乙方'];
    await app.get(ImportUnits).execute(by(community), { file: utf8(units), dryRun: false });
    const substitution = { ground: 'NO_COMMITTEE' as const, legalBasis: '嘉兴市住宅物业管理条例 第二十三条', from: day('2024-01-01'), to: null };
    await app.get(RecordSubstitution).execute(by(street), { ...substitution, organisationId: community.organisationId });

    const page = await desk.person('jizhang1', { javaScriptEnabled: true });
    const faults = await gateFaults(page, '/b/begins/opening');
    await page.goto('/b/begins/opening');
    await upload(page, '期初.csv', utf8([...OPENING, '3002,COM,,,1.00']));
    await page.click('button:has-text("上传并提请签字")');
    expect(await page.locator('.summary a[href="#f-file"]').textContent()).toContain('1.00');
    await upload(page, '期初.csv', utf8(OPENING));
    await page.click('button:has-text("上传并提请签字")');
    await page.waitForURL(/done=prepared/);
    const sheet = new URL(page.url()).pathname;
    faults.push(...(await gateFaults(page, sheet)));
    const signer = await desk.person('shequ1', { javaScriptEnabled: true });
    faults.push(...(await gateFaults(signer, sheet.replace('/b/', '/w/'))));
    const firm = await desk.person('jiuwang1', { javaScriptEnabled: true });
    faults.push(...(await gateFaults(firm, sheet.replace('/b/', '/f/'))));
    expect(faults).toEqual([]);
  }, 300_000);
});
