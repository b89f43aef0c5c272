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
    const response = await test.app.inject({ url: `/api/v1/public/ryxc/statements/${period}` });
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

  it('answers the statement of March as published first, and as it stands after the quarter is final', async () => {
    const [first, now] = [await statement('2024-03.json?v=1'), await statement('2024-03.json')];
    expect(JSON.stringify(first)).toContain('"169931.40"');
    expect(JSON.stringify(first)).toContain('"151238.95"');
    expect(JSON.stringify(first)).toContain('"120991.16"');
    expect(JSON.stringify(first)).toContain('"30247.79"');
    expect(JSON.stringify(first)).not.toContain('87.32');
    for (const figure of ['"87.32"', '"29642.83"', '"604.96"', '"150633.99"']) expect(JSON.stringify(now)).toContain(figure);
  });
});
