import { readFileSync } from 'node:fs';
import { invariants } from '../../src/app.module.js';
import { businessDate, type CommunityId } from '../../src/kernel/index.js';
import { LedgerQueries } from '../../src/modules/ledger/index.js';
import type { StatementSnapshot } from '../../src/modules/statements/index.js';
import { UnitOfWork } from '../../src/platform/database/index.js';
import type { TestApp } from '../support/app.js';
import { violations } from '../support/books.js';
import { startDemoApp } from '../support/demo.js';

/** The whole story of the demo, played through the product's own commands, against the figures of the specification. */
describe('the demo compound from 2024-01 to 2024-04', () => {
  let test: TestApp;
  const community = 1 as CommunityId;
  const queries = new LedgerQueries();

  beforeAll(async () => {
    test = await startDemoApp();
  }, 180_000);
  afterAll(() => test.close());

  const statement = async (period: string): Promise<StatementSnapshot> => {
    const response = await test.app.inject({ url: `/api/v1/public/communities/ryxc/statements/${period}` });
    expect(response.statusCode).toBe(200);
    return response.json();
  };

  it('keeps every invariant of every module', async () => {
    expect(await violations({ unitOfWork: test.app.get(UnitOfWork) }, community, invariants)).toEqual([]);
  });

  it('has the cash of the service fund that the specification gives', async () => {
    const svc = async (on: string) => (await test.database.unitOfWork.read(community, (tx) => queries.fundsOn(tx, businessDate(on))))[0];
    const march = await svc('2024-03-31');
    expect([march?.cash.toString(), march?.available.toString()]).toEqual(['70513.98', '40266.19']);
  });

  it('published March before the quarter was scored, with the performance money withheld', async () => {
    const first = await statement('2024-03.json?v=1');
    expect(first).toMatchObject({ kind: 'MONTH', version: 1 });
    const text = JSON.stringify(first.sections);
    for (const figure of ['"169931.40"', '"151238.95"', '"120991.16"', '"30247.79"']) expect(text).toContain(figure);
    for (const figure of ['87.32', '29642.83', '604.96', '150633.99']) expect(text).not.toContain(figure);
  });

  it('supplemented March after FINAL in section G alone, to the byte', async () => {
    const [first, now] = [await statement('2024-03.json?v=1'), await statement('2024-03.json')];
    expect(now).toMatchObject({ kind: 'SUPPLEMENT', version: 2 });
    const [{ service: before, ...rest }, { service: after, ...same }] = [first.sections, now.sections];
    expect(JSON.stringify(same)).toBe(JSON.stringify(rest));
    expect(JSON.stringify(after)).not.toBe(JSON.stringify(before));
    for (const figure of ['"87.32"', '"29642.83"', '"604.96"', '"150633.99"']) expect(JSON.stringify(after)).toContain(figure);
  });

  it('shows in April the transfer to the owners and the performance payout', async () => {
    const april = await statement('2024-04.json');
    expect(JSON.stringify(april.sections)).toContain('"604.96"');
    expect(JSON.stringify(april.sections.payouts)).toContain('"29642.83"');
    expect(JSON.stringify(april.sections.payouts)).toContain('"40266.19"');
  });

  it('keeps its frozen pages unchanged, and says so to caches', async () => {
    const url = '/p/ryxc/2024-03/v/1';
    const [once, again] = [await test.app.inject({ url }), await test.app.inject({ url })];
    expect(once.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(again.rawPayload.equals(once.rawPayload)).toBe(true);
    expect(once.body).toContain('考核中');
    for (const figure of ['169,931.40', '151,238.95', '120,991.16', '30,247.79']) expect(once.body).toContain(figure);
    const latest = await test.app.inject({ url: '/p/ryxc/2024-03' });
    for (const figure of ['87.32', '29,642.83', '604.96', '150,633.99']) expect(latest.body).toContain(figure);
  });

  it('names no resident in anything that everybody may read', async () => {
    const owners = readFileSync('demo/units.csv', 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',').at(-1) ?? '');
    const pages = [
      '/',
      '/p/ryxc',
      '/p/ryxc/2024-01',
      '/p/ryxc/2024-03',
      '/p/ryxc/2024-04',
      '/api/v1/public/communities/ryxc',
      '/api/v1/public/communities/ryxc/statements/2024-04.json',
    ];
    for (const url of pages) {
      const { body } = await test.app.inject({ url });
      expect({ url, found: owners.filter((owner) => owner.length > 2 && body.includes(owner)) }).toEqual({ url, found: [] });
      expect(body).not.toMatch(/9903000000000001|9900000000008866/);
    }
  });
});
