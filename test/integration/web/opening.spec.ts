import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppModule } from '../../../src/app.module.js';
import { Money } from '../../../src/kernel/index.js';
import { RegisterPayee } from '../../../src/modules/contracts/index.js';
import { IdentityQueries, SetPassword } from '../../../src/modules/identity/index.js';
import { DepositQueries, ReleaseDeposit } from '../../../src/modules/operating-income/index.js';
import { OpeningQueries, PostOpening, SignOpening } from '../../../src/modules/settlement/index.js';
import { Settings } from '../../../src/platform/config/index.js';
import { createHttpApp } from '../../../src/platform/http/index.js';
import { DemoProgress } from '../../../src/platform/jobs/index.js';
import { Logger } from '../../../src/platform/logging/index.js';
import { WebClient, type WebAnswer } from '../../support/web-client.js';
import { day, openStage, type SettlementScene } from '../settlement/fixture.js';

const PASSWORD = 'correct horse battery';
const LIST = [
  'account,fund,holder,month,amount',
  '1001,SVC,8866,,1000.00',
  '1001,COM,8866,,500.00',
  '1101,SVC,01-101,2023-11,75.23',
  '2001,SVC,01-102,,100.00',
  '3001,SVC,,,975.23',
  '3002,COM,,,500.00',
];

describe('opening balances on the pages', () => {
  let stage: Awaited<ReturnType<typeof openStage>>;
  let scene: SettlementScene;
  let app: NestFastifyApplication;
  const directory = mkdtempSync(join(tmpdir(), 'mingbai-opening-'));
  beforeAll(async () => {
    stage = await openStage();
    scene = await stage.newScene();
    scene.at(day('01-02'));
    const settings = new Settings(
      stage.database.url('mingbai_app'),
      5,
      directory,
      '127.0.0.1',
      0,
      'http://localhost:3000',
      'silent',
      false,
      false,
      stage.database.clock.now(),
    );
    const logger = new Logger('silent');
    app = await createHttpApp(AppModule.with({ settings, clock: stage.database.clock, logger, progress: new DemoProgress() }), { logger, trustedProxies: [] });
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
  }, 300_000);
  afterAll(async () => {
    await app.close();
    await stage.close();
    rmSync(directory, { recursive: true });
  });

  async function as(who: keyof SettlementScene['people']): Promise<WebClient> {
    const { personId } = scene.people[who];
    await app.get(SetPassword).execute({ personId, password: PASSWORD });
    const { login } = await app.get(IdentityQueries).person(personId);
    const client = new WebClient(app);
    expect((await client.signIn(login, PASSWORD)).status).toBe(303);
    return client;
  }

  const at = (area: string, rest = ''): string => `/${area}/${scene.slug}/opening${rest}`;
  const upload = async (client: WebClient, lines: readonly string[]): Promise<WebAnswer> =>
    client.upload(await client.get(at('b')), at('b'), { field: 'file', name: 'opening.csv', bytes: new TextEncoder().encode(lines.join('\n')) });

  it('are seen line by line with their sums and fingerprint by all who sign, refused with a reason, signed by three, and posted once', async () => {
    const books = await as('bookkeeper');
    const [community, centre, firm, cashier] = [await as('community'), await as('centre'), await as('firm'), await as('cashier')];
    expect((await books.get(`/b/${scene.slug}`)).text).toContain('期初余额');
    expect((await community.get(`/w/${scene.slug}`)).text).not.toContain('期初余额');
    expect((await cashier.get(at('b'))).status).toBe(403);

    const wrong = await upload(books, [...LIST.slice(0, -1), '3002,COM,,,499.99']);
    expect(wrong.status).toBe(422);
    expect(wrong.text).toMatch(/500\.00 .*499\.99 .*0\.01/);
    expect((await upload(books, [...LIST, '2001,SVC,09-999,,5.00'])).text).toContain('第 8 行');
    expect((await books.get(at('b'))).text).toContain('还没有期初余额清单');

    const first = await upload(books, LIST);
    expect(first.status).toBe(303);
    expect((await books.get(at('b'))).text).toContain('已有一份清单在等签字');
    const sheet = await community.get((first.location ?? '').replace('/b/', '/w/'));
    expect(sheet.text).toMatch(/物业费 1,075\.23 1,075\.23 0\.00 .*公共收益 500\.00 500\.00 0\.00/);
    expect(sheet.text).toMatch(/4 1101 应收物业费 物业费 01-101 2023-11 75\.23/);
    expect(sheet.text).toMatch(/业主方 未签字 物管中心 未签字 物业公司 未签字/);
    // whoever has not read it does not sign, and a fingerprint of another list is refused
    const path = (first.location ?? '').split('?')[0]?.replace(/^\/b/, '') ?? '';
    expect((await community.submit(sheet, `${path}/sign`)).text).toContain('请先勾选');
    expect((await community.submit(sheet, `${path}/sign`, { read: 'yes', sha256: '0'.repeat(64) })).status).toBe(409);
    // the firm sends it back
    const seen = await firm.get(`/f${path}`);
    expect((await firm.submit(seen, `${path}/withdraw`, { reason: '' })).status).toBe(400);
    const refused = await firm.submit(seen, `${path}/withdraw`, { reason: '01-103 的欠费没有列' });
    expect((await firm.get(refused.location ?? '')).text).toMatch(/清单已作废 .*撤回原因：01-103 的欠费没有列/);
    expect((await community.submit(sheet, `${path}/sign`, { read: 'yes' })).status).toBe(409);

    const second =
      (await upload(books, [...LIST.slice(0, 3), '1101,SVC,01-103,2023-12,75.23', ...LIST.slice(4, 5), '3001,SVC,,,975.23', '3002,COM,,,500.00'])).location ??
      '';
    const own = second.split('?')[0]?.replace(/^\/b/, '') ?? '';
    for (const [client, area] of [
      [community, '/w'],
      [centre, '/w'],
      [firm, '/f'],
    ] as const) {
      expect((await client.get(`${area}/${scene.slug}`)).text).toContain('期初余额');
      const page = await client.get(`${area}${own}`);
      const signed = await client.submit(page, `${own}/sign`, { read: 'yes' });
      expect(signed.status).toBe(303);
      expect((await client.get(signed.location ?? '')).html).not.toContain(`${own}/sign`);
    }
    const file = await firm.get(`/f${own}/lines.csv`);
    expect(file.html).toBe(['account,fund,holder,month,amount', '1001,SVC,8866,,1000.00', '1001,COM,8866,,500.00', '1101,SVC,01-103,2023-12,75.23', '2001,SVC,01-102,,100.00', '3001,SVC,,,975.23', '3002,COM,,,500.00', ''].join('\r\n')); // prettier-ignore
    expect((await firm.post(`/b${own}/post`, {})).status).toBe(403);
    const ready = await books.get(`/b${own}`);
    const posted = await books.submit(ready, `${own}/post`);
    expect((await books.get(posted.location ?? '')).text).toMatch(/期初余额已入账 .*已入账/);
    expect((await books.submit(ready, `${own}/post`)).status).toBe(303); // the same tap again
    expect(await scene.cash()).toMatchObject({ SVC: '1000.00', COM: '500.00' });
    expect((await books.get(at('b'))).text).toContain('账簿里已经有凭证');
    expect(await scene.violations()).toEqual([]);
  });

  it('hold deposits and what the firm had earned, which are asked for on the pages afterwards', async () => {
    const own = await stage.newScene();
    own.at(day('01-02'));
    const payee = { kind: 'OTHER', party: 'PERSON', name: '王小二', bankName: '嘉善农商银行', accountNo: '9907000000000003', accountName: '王小二' } as const;
    const { number } = (await own.app.get(RegisterPayee).execute(own.as('bookkeeper'), payee)).value;
    const signIn = async (who: 'bookkeeper' | 'firm') => {
      const { personId } = own.people[who];
      await app.get(SetPassword).execute({ personId, password: PASSWORD });
      const client = new WebClient(app);
      await client.signIn((await app.get(IdentityQueries).person(personId)).login, PASSWORD);
      return client;
    };
    const [books, firm] = [await signIn('bookkeeper'), await signIn('firm')];
    const page = `/b/${own.slug}/opening`;
    const form = await books.get(page);
    expect(form.text).toMatch(/每一行怎么写 .*2101 应付物业服务费 SVC 留空：启用日合同上的物业公司 启用日之前的月份.*2501 押金保证金 TRN 收款人编号/);
    const lines = [
      'account,fund,holder,month,amount',
      '1001,SVC,8866,,1000.00',
      '1001,TRN,8866,,2000.00',
      '2101,SVC,,2023-12,600.00',
      `2501,TRN,${number},,2000.00`,
      '3001,SVC,,,400.00',
    ];
    const send = (text: readonly string[]) =>
      books.upload(form, page, { field: 'file', name: 'opening.csv', bytes: new TextEncoder().encode(text.join('\n')) });
    expect((await send([...lines.slice(0, 4), '2501,TRN,01-101,,2000.00', ...lines.slice(5)])).text).toMatch(/第 5 行：“01-101”不是可以代存款项的收款人/);
    const sheet = (await send(lines)).location ?? '';
    const read = (await firm.get(sheet.replace('/b/', '/f/'))).text;
    expect(read).toMatch(/待查与代收 2,000\.00 2,000\.00 0\.00/);
    expect(read).toContain(`押金保证金 待查与代收 ${number} 王* –`);
    expect(read).not.toContain('王小二');
    const [list] = await own.read((tx) => own.app.get(OpeningQueries).all(tx));
    const { id, sha256 } = list ?? { id: 0, sha256: '' };
    for (const who of ['community', 'centre', 'firm'] as const) await own.app.get(SignOpening).execute(own.as(who), { id, sha256 });
    await own.app.get(PostOpening).execute(own.as('bookkeeper'), { id });

    own.at(day('01-10'));
    expect((await firm.get(`/f/${own.slug}/payouts/new?source=BASE-2023-12`)).text).toContain('账簿启用前 2023年12月已挣得、尚未付给物业公司的 600.00 元');
    const [deposit] = await own.read((tx) => own.app.get(DepositQueries).all(tx));
    const back = { kind: 'BACK' as const, amount: Money.parse('2000.00'), reason: '退租', documentSha256: null };
    await own.app.get(ReleaseDeposit).execute(own.as('bookkeeper'), { depositId: deposit?.id ?? 0, ...back });
    const requests = await books.get(`/b/${own.slug}/requests`);
    const href = /href="([^"]*kind=REFUND[^"]*)"/.exec(requests.html)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const asked = await books.get(href);
    expect(asked.text).toMatch(/王小二 嘉善农商银行/);
    expect(asked.html).not.toContain('name="bankName"');
    expect(await own.violations()).toEqual([]);
  });

  it('of another compound are not there', async () => {
    const other = await stage.newScene();
    const books = await as('bookkeeper');
    expect((await books.get(`/b/${other.slug}/opening`)).status).toBe(404);
    expect((await books.get(at('b', '/999999'))).status).toBe(404);
    expect((await books.get(at('b', '/999999/lines.csv'))).status).toBe(404);
  });
});
