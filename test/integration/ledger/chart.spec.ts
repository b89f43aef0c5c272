import { chartCodes, funds, ruleCodes } from '../../../src/modules/ledger/domain/chart.js';
import { communityOne, TestDatabase } from '../../support/database.js';

describe('the chart of accounts and the posting rules that code may name', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await TestDatabase.create();
  });
  afterAll(() => database.destroy());

  const column = (sql: string): Promise<string[]> =>
    database.unitOfWork.read(communityOne, async (tx) => (await tx.query<{ value: string }>(sql)).map(({ value }) => value));

  it('are those of the database, which judges by them', async () => {
    expect([...chartCodes]).toEqual(await column('select code as value from ledger.chart order by code'));
    expect(new Set(ruleCodes)).toEqual(new Set(await column(`select code as value from ledger.posting_rule where code <> 'REV'`)));
    expect(new Set(ruleCodes).size).toBe(ruleCodes.length);
  });

  it('know four funds', async () => {
    expect([...funds].toSorted()).toEqual(await column('select distinct unnest(funds) as value from ledger.chart order by value'));
    expect(funds).toEqual(['SVC', 'COM', 'QLT', 'TRN']); // the order of the design, in which figures are shown
  });
});
