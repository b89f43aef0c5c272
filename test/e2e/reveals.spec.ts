import { readFileSync } from 'node:fs';
import { businessDate, isAllowed, roles, shanghaiTime, type CommunityId, type Role } from '../../src/kernel/index.js';
import type { TestApp } from '../support/app.js';
import { startDemoApp } from '../support/demo.js';
import { oneOfEachRole } from '../support/one-of-each-role.js';
import { References } from '../support/references.js';
import { routesOf, type Route } from '../support/routes.js';
import { WebClient } from '../support/web-client.js';

/** Names of owners in whatever a route answers: whoever may see them whole is written down, and nobody else sees one. */
describe('whole names of owners', () => {
  let test: TestApp;
  let reads: Route[];
  let tokens: ReadonlyMap<Role, string>;
  let demo: References;
  let owners: string[];

  beforeAll(async () => {
    test = await startDemoApp();
    reads = routesOf(test.app).filter(({ method, path }) => method === 'GET' && /\/:c(\/|$)/.test(path));
    tokens = await oneOfEachRole(test, 1 as CommunityId);
    await plantDeposit();
    demo = await References.of(test, { sha256: await uploads() });
    const found = await sql<{ name: string }>(
      'select distinct name from mingbai.unit_owner where community_id = 1 and length(name) >= 3 except select name from mingbai.person except select name from mingbai.payee',
    );
    owners = found.map(({ name }) => name);
    expect(owners.length).toBeGreaterThan(300);
  }, 180_000);
  afterAll(() => test.close());

  /** An owner who rents a bay has left a deposit: the names of lessees are names too. */
  const plantDeposit = () =>
    test.database.as('postgres', async (client) => {
      await client.query('set session_replication_role = replica');
      await client.query(
        `insert into mingbai.other_receipt (community_id, id, kind, fund, bank_line_id, amount, received_on, words, payer_name, entry_seq, recorded_at)
         select 1, 900001, 'DEPOSIT', 'TRN', (select max(id) from mingbai.bank_line where community_id = 1), 500.00, '2024-03-01', '车位押金', o.name, 1, now()
         from mingbai.unit_owner o where o.community_id = 1 and length(o.name) >= 3 order by o.id limit 1`,
      );
    });

  /** Files that wait for their preview: of the bank, of a channel, and one whose columns nobody knows, with a row that cannot be read. */
  const uploads = async (): Promise<string[]> => {
    test.clock.set(shanghaiTime(businessDate('2024-06-02'), '09:00'));
    const books = new WebClient(test.app);
    await books.signIn('jizhang1');
    const of = async (name: string, bytes: Uint8Array): Promise<string> => {
      const sent = await books.upload(await books.get('/b/ryxc/bank/import'), '/bank/import', { field: 'file', name, bytes });
      return /import\/([0-9a-f]{64})/.exec(sent.location ?? '')?.[1] ?? `none of ${name}: ${sent.text.slice(0, 400)}`;
    };
    const known = readFileSync('demo/bank/2024-05.csv');
    const channel = Buffer.from(readFileSync('demo/channels/2026-08-wechat.csv', 'latin1').replaceAll('2026-08', '2024-05'), 'latin1');
    const [owner] = await sql<{ name: string }>(`select name from mingbai.unit_owner where community_id = 1 and length(name) >= 3 order by id limit 1`);
    const unknown = ['入账时刻,摘录,进出金额,结存,往来户,单号', `2024-05-03,物业费,75.23,114771.27,${owner?.name},K1`].join('\n');
    const found = [await of('known.csv', known), await of('wechat.csv', channel), await of('unknown.csv', new TextEncoder().encode(unknown))];
    expect(found).toEqual(found.map(() => expect.stringMatching(/^[0-9a-f]{64}$/)));
    return found;
  };

  const sql = <Row extends object>(text: string) => test.database.as('postgres', async (client) => (await client.query(text)).rows as Row[]);

  it('are seen on no route by whoever may not, and by whoever may only with a line in the access log', async () => {
    const faults: string[] = [];
    const shown = new Set<string>();
    for (const route of reads)
      for (const role of roles.filter((held) => route.permission === null || isAllowed([held], route.permission)))
        for (const url of demo.addresses(route, 'ryxc')) {
          const answer = await test.app.inject({ url, headers: { authorization: `Bearer ${tokens.get(role)}`, accept: 'text/html, application/json' } });
          const name = owners.find((owner) => answer.body.includes(owner));
          if (name === undefined) continue;
          if (isAllowed([role], 'unit.read-owner-name')) shown.add(route.path);
          else faults.push(`${role} sees ${name} on ${url}`);
        }
    const noted = await sql<{ route: string }>(`select distinct route from mingbai.access_log where kind = 'REVEAL'`);
    const logged = new Set(noted.map(({ route }) => route));
    faults.push(...[...shown].filter((path) => !logged.has(path)).map((path) => `nothing is written down of ${path}`));
    expect(faults).toEqual([]);
    for (const path of ['/b/:c/income', '/b/:c/bank/import/:sha256', '/b/:c/bank/import/:sha256/mapping']) expect([...shown]).toContain(path);
  }, 600_000);

  const ask = (role: Role, unit: string, reason: unknown) =>
    test.app.inject({
      method: 'POST',
      url: `/api/v1/communities/ryxc/units/${unit}/owner-name`,
      headers: { authorization: `Bearer ${tokens.get(role)}` },
      payload: { reason } as object,
    });
  const reasons = () => sql<{ reason: string }>(`select reason, subject, roles, kind from mingbai.access_log where reason is not null order by id`);

  it('are told the owner side one by one, for a reason that stands in the log', async () => {
    const [owner] = await sql<{ name: string }>(
      `select o.name from mingbai.unit_owner o join mingbai.unit u on u.community_id = 1 and u.id = o.unit_id where o.community_id = 1 and u.code = '03-201' and o.to_on is null`,
    );
    const reason = '上门送达催缴函，核对收件人';
    const answer = await ask('COMMITTEE', '03-201', reason);
    expect([answer.statusCode, answer.json(), answer.headers['cache-control']]).toEqual([200, { unit: '03-201', ownerName: owner?.name }, 'no-store']);
    expect(await reasons()).toEqual([{ reason, subject: '03-201', roles: ['COMMITTEE'], kind: 'REVEAL' }]);
  });

  it.each<[Role, string, unknown, number]>([
    ['COMMITTEE', '03-201', '', 400],
    ['COMMITTEE', '03-201', '看看', 400],
    ['COMMUNITY', '03-201', `${'很长'.repeat(100)}。`, 400],
    ['COMMUNITY', '03-201', '换行\n也不行的理由', 400],
    ['COMMUNITY', '99-999', '没有这套房屋的理由', 404],
    ['CENTRE', '03-201', '足够长的一个理由', 403],
    ['FIRM', '03-201', '足够长的一个理由', 403],
    ['BOOKKEEPER', '03-201', '足够长的一个理由', 403],
    ['OWNER', '03-201', '足够长的一个理由', 403],
  ])('are not told %s of %s for “%s”', async (role, unit, reason, status) => {
    const before = await reasons();
    const answer = await ask(role, unit, reason);
    expect(answer.statusCode).toBe(status);
    expect(owners.filter((owner) => answer.body.includes(owner))).toEqual([]);
    expect(await reasons()).toEqual(before);
  });

  it('are not told while the log cannot be written', async () => {
    await test.database.as('postgres', (client) => client.query('revoke insert on mingbai.access_log from mingbai_app'));
    try {
      for (const url of ['/api/v1/communities/ryxc/units', '/b/ryxc/arrears']) {
        const answer = await test.app.inject({ url, headers: { authorization: `Bearer ${tokens.get('BOOKKEEPER')}` } });
        expect([answer.statusCode, owners.some((owner) => answer.body.includes(owner))]).toEqual([500, false]);
      }
      expect((await ask('COMMITTEE', '03-201', '足够长的一个理由')).statusCode).toBe(500);
      // a refusal stays one
      expect((await ask('CENTRE', '03-201', '足够长的一个理由')).statusCode).toBe(403);
    } finally {
      await test.database.as('postgres', (client) => client.query('grant insert on mingbai.access_log to mingbai_app'));
    }
  });

  it('are shown on the page of the owner side once, with the reason asked for first', async () => {
    const community = new WebClient(test.app);
    await community.signIn('shequ1');
    const page = await community.get('/w/ryxc/access');
    const refused = await community.submit(page, '/owner-name', { see_unit: '03-201', see_reason: '' });
    expect(refused.status).toBe(400);
    expect(refused.html).toContain('href="#f-see_reason"');
    expect((await community.submit(page, '/owner-name', { see_unit: '99-999', see_reason: '核对维修基金票据' })).html).toContain('href="#f-see_unit"');
    const shown = await community.submit(page, '/owner-name', { see_unit: '03-201', see_reason: '核对维修基金票据' });
    expect(shown.status).toBe(200);
    expect(owners.some((owner) => shown.text.includes(owner))).toBe(true);
    expect(owners.some((owner) => `${page.text}${refused.text}`.includes(owner))).toBe(false);
    expect((await community.get('/w/ryxc/access?kind=REVEAL')).text).toContain('核对维修基金票据');
  });
});
