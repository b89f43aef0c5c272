import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { businessDate } from '../../../src/kernel/index.js';
import { CreateCommunity } from '../../../src/modules/communities/index.js';
import { AccessLogRows } from '../../../src/modules/identity/index.js';
import type { TestApp } from '../../support/app.js';
import { startDemoApp } from '../../support/demo.js';
import { WebClient } from '../../support/web-client.js';
import { pdf } from '../evidence/fixture.js';

type Request = Exclude<Parameters<NestFastifyApplication['inject']>[0], string>;
interface Line {
  kind: string;
  person: string | null;
  roles: string[];
  permission: string | null;
  method: string;
  route: string;
  subject: string | null;
  code: string | null;
}

const API = '/api/v1/communities/ryxc';

describe('the access log of a compound', () => {
  let demo: TestApp;
  const tokens = new Map<string, string>();

  beforeAll(async () => {
    demo = await startDemoApp();
  }, 180_000);
  afterAll(() => demo.close());

  async function as(login: string, request: Request) {
    const { app } = demo;
    let token = tokens.get(login);
    if (token === undefined) {
      const opened = await app.inject({ method: 'POST', url: '/api/v1/session', payload: { login, password: 'mingbai-demo' } });
      token = opened.json<{ token: string }>().token;
      tokens.set(login, token);
    }
    return app.inject({ ...request, headers: { authorization: `Bearer ${token}`, ...request.headers } });
  }
  const rows = () =>
    demo.database.as('postgres', async (client) => (await client.query('select * from mingbai.access_log order by id')).rows as Record<string, unknown>[]);
  const lines = async (query = '', login = 'shequ1') =>
    (await as(login, { url: `${API}/access-log${query}` })).json<{ items: Line[]; nextCursor: string | null }>();

  it('begins empty, and is for those who watch over the others', async () => {
    expect(await rows()).toEqual([]);
    for (const login of ['shequ1', 'zhongxin1']) expect((await as(login, { url: `${API}/access-log` })).statusCode).toBe(200);
    for (const login of ['jiuwang1', 'jizhang1', 'chuna1', 'jiedao1']) expect((await as(login, { url: `${API}/access-log` })).statusCode).toBe(403);
    // and asking for it is itself a refusal
    expect((await lines()).items).toHaveLength(4);
  });

  it('names who was refused what by which rule, with nothing of what was sent', async () => {
    const before = (await rows()).length;
    const secret = '张三的手机13800138000';
    await as('jiuwang1', { url: `${API}/entries?q=${encodeURIComponent(secret)}` });
    await as('jiuwang1', {
      method: 'POST',
      url: `${API}/disbursements`,
      headers: { 'idempotency-key': 'more-than-the-rule-gives' },
      payload: { kind: 'BASE', period: '2024-03', amount: '999999.00' },
    });
    await as('jizhang1', { url: `${API}/units/${encodeURIComponent(secret)}/ledger` });
    const [unit, payout, entries] = (await lines()).items;
    expect(entries).toMatchObject({
      kind: 'REFUSED',
      roles: ['FIRM'],
      permission: 'book.read',
      method: 'GET',
      route: '/api/v1/communities/:c/entries',
      code: 'NOT_ALLOWED',
    });
    expect(payout).toMatchObject({ method: 'POST', permission: 'disbursement.ask', code: 'DISBURSEMENT_OVER_BASE', subject: null });
    expect(unit).toMatchObject({ roles: ['BOOKKEEPER'], code: 'FEES_UNIT_UNKNOWN', subject: null });
    const written = await rows();
    expect(written).toHaveLength(before + 3);
    expect(JSON.stringify(written)).not.toMatch(/张三|1380013|999999/);
  });

  it('knows the refusals of forms too, which answer with a page', async () => {
    const books = new WebClient(demo.app);
    await books.signIn('jizhang1');
    const page = await books.get('/b/ryxc/units/03-201');
    expect((await books.submit(page, '/reversal', { back_reason: '试一试', back_returnPayments: 'no', back_seq: '1' })).status).toBeGreaterThanOrEqual(400);
    expect((await lines()).items[0]).toMatchObject({ method: 'POST', route: '/b/:c/units/:unit/reversal', subject: '03-201', person: expect.any(String) });
  });

  it('knows the refusals of forms with a file in them, whichever status their page has', async () => {
    const [firm, books, owners] = await Promise.all(
      ['jiuwang1', 'jizhang1', 'shequ1'].map(async (login) => {
        const client = new WebClient(demo.app);
        await client.signIn(login);
        return client;
      }),
    );
    // April's request asks for all there is
    await firm!.submit(await firm!.get('/f/ryxc/payouts/BF2024-0005'), '/cancellation', { reason: '金额要重新核对' });
    const payout = await firm!.get('/f/ryxc/payouts/new/check?source=BASE-2024-04&amount=0.01');
    const ask = (client: WebClient | undefined, filled: Record<string, string>) =>
      client!.upload(payout, '/f/ryxc/payouts', {
        field: 'invoice',
        name: '发票.pdf',
        bytes: pdf('发票'),
        filled: { invoiceNo: '24332000000099990001', ...filled },
      });
    const account = { accountNo: '9900000000009977', accountName: '日月星辰小区业主共有资金', bankName: '嘉善农商银行魏塘支行' };
    const change = async (paper: string) =>
      owners!.upload(accounts, '/w/ryxc/accounts', {
        field: 'document',
        name: '开户许可.pdf',
        bytes: pdf(paper),
        filled: { ...account, openedOn: '2024-05-13', reason: '原开户网点撤并', idempotencyKey: crypto.randomUUID() },
      });
    const accounts = await owners!.get('/w/ryxc/accounts');
    expect((await change('first')).status).toBe(303);
    const { formToken = '' } = books!.formOf(await books!.get('/b/ryxc/units/03-201'), '/reversal').fields;
    const before = (await lines()).items.length;
    const answers = [
      await ask(books, { formToken }),
      await ask(firm, { kind: 'PERFORMANCE', period: '', quarter: '2031-Q1' }),
      await change('second'),
      await ask(firm, { amount: '99999.00' }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 404, 409, 422]);
    const written = (await lines()).items.slice(0, -before).toReversed();
    expect(written.map(({ roles, route, code }) => [...roles, route, code])).toEqual([
      ['BOOKKEEPER', '/f/:c/payouts', 'NOT_ALLOWED'],
      ['FIRM', '/f/:c/payouts', 'NOT_FOUND'],
      ['COMMUNITY', '/w/:c/accounts', 'ACCOUNT_CHANGE_WAITS'],
      ['FIRM', '/f/:c/payouts', 'DISBURSEMENT_OVER_BASE'],
    ]);
  });

  it('holds neither what nobody signed in was refused, nor what was merely typed wrong, nor what was done', async () => {
    const before = await rows();
    await demo.app.inject({ url: `${API}/entries` });
    await as('jizhang1', { url: `${API}/entries?limit=x` });
    await as('jizhang1', { url: `${API}/entries` });
    await as('jizhang1', { url: '/api/v1/communities/no-such-place/entries' });
    expect(await rows()).toEqual(before);
  });

  it('of a stranger tells the number and no name, in the log of the compound that was tried', async () => {
    const names = { name: '别处小区', countyName: '嘉善县', streetName: '魏塘街道', communityName: '别处社区' };
    const opened = await demo.app.get(CreateCommunity).execute({ slug: 'other-place', builtYear: 2004, booksOpenOn: businessDate('2024-01-01'), ...names });
    const { communityId } = opened.value;
    const before = await rows();
    expect((await as('jizhang1', { url: '/api/v1/communities/other-place/entries' })).statusCode).toBe(404);
    const written = (await rows()).slice(before.length);
    expect(written).toEqual([
      expect.objectContaining({ community_id: communityId, organisation_id: null, roles: [], code: 'NOT_FOUND', permission: 'book.read' }),
    ]);
    expect((await lines()).items.every((line) => line.person !== null)).toBe(true);
    const shown = await demo.database.unitOfWork.read(communityId, (tx) => demo.app.get(AccessLogRows).lines(tx, { limit: 10 }));
    expect(shown).toMatchObject([{ person: null, organisation: null, roles: [] }]);
  });

  it('writes sixty refusals of a minute, then that there were more, and answers all of them', async () => {
    const before = (await rows()).length;
    for (let n = 0; n < 130; n++) expect((await as('chuna1', { url: `${API}/access-log` })).statusCode).toBe(403);
    const { items } = await lines('?limit=200');
    const written = (await rows()).length - before;
    // a minute may begin in between
    expect(written).toBeLessThanOrEqual(122);
    expect(items.filter(({ code }) => code === 'MORE_REFUSALS').length).toBeGreaterThanOrEqual(1);
  });

  it('writes what somebody is refused in one compound, however much they were refused in another', async () => {
    const before = (await rows()).length;
    for (let n = 0; n < 130; n++) await as('chuna1', { url: '/api/v1/communities/other-place/entries' });
    const meanwhile = (await rows()).length - before;
    await as('jiedao1', { url: `${API}/bank-imports` });
    for (let n = 0; n < 130; n++) await as('jiedao1', { url: '/api/v1/communities/other-place/entries' });
    await as('jiedao1', { url: `${API}/access-log` });
    expect(meanwhile).toBeLessThanOrEqual(122);
    expect((await lines()).items[0]).toMatchObject({ code: 'NOT_ALLOWED', route: '/api/v1/communities/:c/access-log', roles: ['STREET'] });
  });

  it('writes what somebody is refused, however many compounds somebody else has made up', async () => {
    const { unitOfWork, clock } = demo.database;
    const find = async (_: unknown, slug: string) => (slug === 'ryxc' ? { id: 1 } : null);
    const written: string[] = [];
    const run = async (_: unknown, work: (tx: { communityId: number; query: (sql: string, values: unknown[]) => void }) => unknown) =>
      work({ communityId: 1, query: (_sql, values) => void written.push(String(values[11])) });
    const log = new AccessLogRows({ ...unitOfWork, shared: async (work: (tx: null) => unknown) => work(null), run } as never, { find } as never, clock);
    const note = {
      kind: 'REFUSED',
      personId: 7,
      actor: null,
      permission: null,
      method: 'GET',
      route: '/x',
      subject: null,
      code: 'NOT_FOUND',
      reason: null,
      requestId: '-',
    };
    const refuse = (slug: string, times = 1) =>
      Promise.all(Array.from({ length: times }, (__, n) => log.write({ ...note, slug: slug.replace('*', String(n)) } as never)));
    await refuse('ryxc', 61);
    await refuse('made-up-*', 10_001);
    await refuse('ryxc');
    // a minute may begin in between
    expect([61, 62]).toContain(written.length);
    expect(written.filter((code) => code === 'MORE_REFUSALS')).toHaveLength(1);
    expect(written[60]).toBe('MORE_REFUSALS');
  });

  it('is read in pages without gap or overlap, by kind and by day', async () => {
    const all = (await lines('?limit=200')).items;
    const first = await lines('?limit=3');
    const second = await lines(`?limit=3&cursor=${first.nextCursor}`);
    expect([...first.items, ...second.items]).toEqual(all.slice(0, 6));
    expect((await lines('?kind=REVEAL')).items).toEqual([]);
    expect((await lines('?from=2024-05-16&to=2024-05-16&limit=200')).items).toEqual(all);
    expect((await lines('?to=2024-05-15')).items).toEqual([]);
    for (const wrong of ['?cursor=x', '?kind=ALL', '?from=2024-02-30']) expect((await as('shequ1', { url: `${API}/access-log${wrong}` })).statusCode).toBe(400);
  });

  it('has a page in words, reached from the workbench', async () => {
    const community = new WebClient(demo.app);
    await community.signIn('shequ1');
    expect((await community.get('/w/ryxc')).html).toContain('href="/w/ryxc/access"');
    const page = await community.get('/w/ryxc/access?kind=REFUSED');
    expect(page.status).toBe(200);
    expect(page.text).toContain('角色不允许');
    expect(page.html).toContain('before=');
    expect((await community.get('/w/ryxc/access?kind=REVEAL')).text).toContain('没有这样的记录');
    const firm = new WebClient(demo.app);
    await firm.signIn('jiuwang1');
    expect((await firm.get('/w/ryxc/access')).status).toBe(403);
  });

  it.each(['mingbai_app', 'mingbai_owner'] as const)('cannot be changed or emptied by %s', async (role) => {
    const before = await rows();
    for (const sql of [`update mingbai.access_log set code = 'NOT_FOUND'`, 'delete from mingbai.access_log', 'truncate mingbai.access_log'])
      await expect(demo.database.as(role, (client) => client.query(`set app.community_id = '1'; ${sql}`))).rejects.toThrow(
        /its rows are evidence|permission denied/,
      );
    expect(await rows()).toEqual(before);
  });

  it.each([
    ['a reveal by nobody of the compound', { kind: 'REVEAL', code: null, organisation_id: null, roles: [] }, 'without_a_part_nothing_is_seen'],
    ['a refusal by no rule', { code: null }, 'refused_says_by_which_rule'],
    ['a query of the address', { route: '/units?name=x' }, 'access_log_route_check'],
    ['words where a code belongs', { subject: '张三' }, 'access_log_subject_check'],
  ])('takes no line that says %s', async (_, changed, constraint) => {
    const line = {
      community_id: 1, id: '0190a000-0000-7000-8000-000000000001', at: '2024-05-16T09:00:00+08:00', person_id: 1, organisation_id: 1, roles: ['FIRM'], kind: 'REFUSED',
      permission: null, method: 'GET', route: '/x', subject: null, code: 'NOT_FOUND', reason: null, request_id: '0190a000-0000-7000-8000-000000000002', ...changed,
    }; // prettier-ignore
    const insert = demo.database.as('mingbai_app', (client) =>
      client
        .query(`set app.community_id = '1'`)
        .then(() => client.query('insert into mingbai.access_log select * from jsonb_populate_record(null::mingbai.access_log, $1)', [line])),
    );
    await expect(insert).rejects.toMatchObject({ constraint });
  });
});
