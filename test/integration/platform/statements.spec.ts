import { invariants } from '../../../src/app.module.js';
import { sqlInvariant, violationsOf, type Invariant, type Tx } from '../../../src/platform/database/index.js';
import { communityOne, TestDatabase } from '../../support/database.js';

describe('a statement of the database', () => {
  let database: TestDatabase;
  const read = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => database.unitOfWork.read(communityOne, work);

  beforeAll(async () => {
    database = await TestDatabase.create();
  });
  afterAll(() => database.destroy());

  it('is parsed once a connection where it has parameters, also one of the entity manager', async () => {
    const parsed = await read(async (tx) => {
      for (const value of [1, 2]) await tx.manager.query('select $1::int as "ofTheManager"', [value]);
      for (const value of [1, 2]) await tx.query('select $1::int as ours', [value]);
      return tx.query(`select count(*) from pg_prepared_statements where statement in ('select $1::int as "ofTheManager"', 'select $1::int as ours')`);
    });
    expect(parsed).toEqual([{ count: 2 }]);
  });

  describe('asks several rules at once', () => {
    const found = (name: string): Invariant =>
      sqlInvariant(name, `select 'of ' || $1::bigint || ' ' || x as violation from (values ('a'), ('b')) v(x) order by x`);
    const none = (name: string): Invariant => sqlInvariant(name, "select x as violation from (values ('x')) v(x) where $1::bigint = 0");
    const computed: Invariant = { name: 'computed', check: () => Promise.resolve(['of itself']) };
    const unreadable = sqlInvariant('unreadable', `select x::timestamptz::text as violation from (values ('x')) v(x) where $1::bigint = 1`);
    const told = (name: string) => ['a', 'b'].map((x) => ({ invariant: name, violation: `of 1 ${x}` }));

    it('whose finds are told in the order of the rules, each under its name', async () => {
      const rules = [found('first'), computed, none('second'), found('third')];
      expect(await read((tx) => violationsOf(tx, rules))).toEqual([...told('first'), { invariant: 'computed', violation: 'of itself' }, ...told('third')]);
    });

    it('of which one that cannot be checked hides no other', async () => {
      expect(await read((tx) => violationsOf(tx, [found('first'), unreadable, computed, found('last')]))).toEqual([
        ...told('first'),
        { invariant: 'unreadable', violation: 'could not be checked (22007): a row of it is unreadable' },
        { invariant: 'computed', violation: 'of itself' },
        ...told('last'),
      ]);
    });

    it('a dozen in one statement, and those of the product together', async () => {
      const sent = async (rules: readonly Invariant[]): Promise<number> => {
        let count = 0;
        await read((tx) => {
          const counting = { query: (...asked: Parameters<Tx['query']>) => tx.query(...asked).finally(() => count++) };
          return violationsOf(Object.assign(Object.create(tx) as Tx, counting), rules);
        });
        return count;
      };
      expect(await sent(Array.from({ length: 24 }, (_, at) => none(`rule ${at}`)))).toBe(4); // two, each after its savepoint
      const queries = invariants.filter(({ sql }) => sql !== undefined);
      expect(await sent(queries)).toBe(2 * Math.ceil(queries.length / 12));
    });
  });
});
