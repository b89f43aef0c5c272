import { readFileSync } from 'node:fs';
import { UnitQueries } from '../../../src/modules/communities/index.js';
import { openStage, type Stage } from './stage.js';

describe('what everybody may read of a compound', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  }, 180_000);
  afterAll(() => stage.close());

  const pages = [
    '/',
    '/p/ryxc',
    '/p/ryxc/2024-01',
    '/p/ryxc/2024-02',
    '/p/ryxc/2024-03',
    '/p/ryxc/2024-03/v/1',
    '/p/ryxc/2024-04',
    '/p/ryxc/2024-02/payouts/BF2024-0001',
    '/p/ryxc/2024-04/payouts/BF2024-0004',
  ];
  const data = [
    '/communities',
    '/communities/ryxc',
    ...['2024-01', '2024-02', '2024-03', '2024-04'].map((period) => `/communities/ryxc/statements/${period}.json`),
    '/communities/ryxc/disbursements/BF2024-0001',
  ].map((path) => `/api/v1/public${path}`);

  it('is reachable without signing in', async () => {
    for (const url of [...pages, ...pages.map((path) => `/en${path === '/' ? '' : path}`), ...data])
      expect([url, (await stage.get(url)).statusCode]).toEqual([url, 200]);
  });

  it('names no owner, no person who acted, no room and no whole account number', async () => {
    const owners = (await stage.read((tx) => stage.app.get(UnitQueries).all(tx)))
      .map((unit) => unit.ownerName)
      .filter((name) => name !== null && name.length >= 3);
    const people = readFileSync('demo/people.csv', 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.split(',')[1] ?? '')
      .filter((name) => name.length >= 2);
    const accounts = /"accountNo":\s*"(\d+)"/g;
    const numbers = ['demo/community.json', 'demo/contract.json'].flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(accounts)].map((match) => match[1] ?? ''),
    );
    expect([owners.length > 500, people.length > 5, numbers.length]).toEqual([true, true, 2]);
    for (const url of [...pages, ...data]) {
      const { body } = await stage.get(url);
      const text = body.replace(/<style>.*?<\/style>/s, '');
      const found = [...owners, ...people, ...numbers].filter((secret) => secret !== null && text.includes(secret));
      expect([url, found]).toEqual([url, []]);
      expect([url, text.match(/(?<![\d-])\d{2}-\d{3}(?![\d-])/)]).toEqual([url, null]);
    }
  });

  it('lists the compound with its newest statement', async () => {
    expect((await stage.get('/api/v1/public/communities')).json()).toMatchObject({
      items: [{ slug: 'ryxc', name: '日月星辰小区', latest: { period: '2024-04', closing: '114696.04' } }],
      nextCursor: null,
    });
  });

  it('tells the compound’s money, contract, scores and who supervises, and every month with the version that counts', async () => {
    const compound = (await stage.get('/api/v1/public/communities/ryxc')).json<Record<string, unknown>>();
    expect(compound).toMatchObject({
      balance: { asOf: '2024-04-30', cash: '114696.04' },
      contract: { basis: 'COLLECTED', shareAtRisk: '0.2', staffing: [{ promised: 2 }, { promised: 4 }, { promised: 1 }, { promised: 3 }] },
      scores: [{ quarter: '2024-Q1', score: '87.32' }],
      statements: [
        { period: '2024-04', version: 1, publishedOn: '2024-05-15' },
        { period: '2024-03', version: 2, publishedOn: '2024-04-23' },
        { period: '2024-02', version: 1, publishedOn: '2024-03-15' },
        { period: '2024-01', version: 1, publishedOn: '2024-02-15' },
      ],
    });
    expect(compound['parties']).toHaveLength(4);
  });

  it('finds a compound by its name, street or community, and says when there is none', async () => {
    for (const query of ['日月', '魏塘', '小东门', 'RYXC']) expect((await stage.get(`/?q=${encodeURIComponent(query)}`)).body).toContain('href="/p/ryxc"');
    const none = (await stage.get(`/?q=${encodeURIComponent('<script>alert(1)</script>')}`)).body;
    expect(none).toContain('没有找到');
    expect(none).not.toContain('<script>');
  });

  it('follows a payment from the request to the line of the bank', async () => {
    const { body } = await stage.get('/p/ryxc/2024-02/payouts/BF2024-0001');
    for (const text of [
      '40,398.59',
      '肆万零叁佰玖拾捌元伍角玖分',
      '提出申请',
      '业主方同意付款',
      '监管方同意付款',
      '通知银行付款',
      '银行付款',
      '四个数一样',
      '50,498.24',
      '合同没有要求',
    ])
      expect(body).toContain(text);
    expect(body).not.toContain('class="wait"');
  });

  it('leads a payment to the statement of its month, and knows it under no other', async () => {
    const paid = await stage.get('/p/ryxc/payouts/BF2024-0001');
    expect([paid.statusCode, paid.headers.location]).toEqual([303, '/p/ryxc/2024-02/payouts/BF2024-0001']);
    expect((await stage.get('/p/ryxc/2024-03/payouts/BF2024-0001')).statusCode).toBe(404);
  });

  it('shows a payment under way with what has still to happen', async () => {
    const { body } = await stage.get('/p/ryxc/payouts/BF2024-0005');
    expect(body).toContain('还没到这一步');
    expect(body).toContain('未付款');
    expect(body).not.toContain('四个数一样');
  });

  it.each([
    '/p/nowhere',
    '/p/nowhere/2024-01',
    '/p/ryxc/2023-12',
    '/p/ryxc/2024-13',
    '/p/ryxc/2024-01/v/2',
    '/p/ryxc/2024-01/v/0',
    '/p/ryxc/payouts/BF2024-9999',
    '/api/v1/public/communities/nowhere',
    '/api/v1/public/communities/ryxc/statements/2023-12',
    '/api/v1/public/communities/ryxc/statements/2024-01.pdf',
    '/api/v1/public/communities/ryxc/statements/2024-01?v=2',
  ])('%s is not found', async (url) => {
    expect((await stage.get(url)).statusCode).toBe(404);
  });

  it('a page that is not there is told to a browser in words, with the policy of its style', async () => {
    const { statusCode, body, headers } = await stage.get('/p/nowhere', { accept: 'text/html' });
    expect(statusCode).toBe(404);
    expect(body).toContain('没有这一页');
    expect(headers['content-security-policy']).toMatch(/style-src 'sha256-/);
  });

  it('a version that is no number is refused, naming the field', async () => {
    const refused = await stage.get('/api/v1/public/communities/ryxc/statements/2024-01?v=newest');
    expect([refused.statusCode, refused.json<{ errors: unknown[] }>().errors]).toEqual([400, [{ path: 'v', message: expect.any(String) }]]);
  });

  it('the page is also served by the API, in the reader’s language', async () => {
    const page = await stage.get('/api/v1/public/communities/ryxc/statements/2024-01.html?v=1', { 'accept-language': 'en' });
    expect(page.body).toBe((await stage.get('/en/p/ryxc/2024-01/v/1')).body);
    expect(page.headers.vary).toContain('accept-language');
  });
});
