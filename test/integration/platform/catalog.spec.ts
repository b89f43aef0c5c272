import { sharedTables } from '../../../src/platform/database/index.js';
import { TestDatabase } from '../../support/database.js';

/** Tables of the ledger that are the same for every compound. */
const sharedLedgerTables = ['chart', 'posting_rule', 'posting_pair'];

describe('the catalog keeps the rules that make one compound one shard', () => {
  let database: TestDatabase;
  const catalog = async <Row>(sql: string): Promise<Row[]> => (await database.as('postgres', (client) => client.query(sql))).rows as Row[];
  const isShared = (table: { schema: string; name: string }): boolean =>
    (table.schema === 'mingbai' ? (sharedTables as readonly string[]) : sharedLedgerTables).includes(table.name);
  const tables = () =>
    catalog<{ schema: string; name: string; forced: boolean; enabled: boolean; policy: string | null }>(`
      select n.nspname as schema, c.relname as name, c.relforcerowsecurity as forced, c.relrowsecurity as enabled,
        (select pg_get_expr(p.polqual, p.polrelid) from pg_policy p where p.polrelid = c.oid and p.polname = 'tenant') as policy
      from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname in ('ledger', 'mingbai') and c.relkind in ('r', 'p')`);

  beforeAll(async () => {
    database = await TestDatabase.create();
  });
  afterAll(() => database.destroy());

  it('knows every shared table by name', async () => {
    const names = new Set((await tables()).map((table) => table.name));
    expect([...sharedTables, ...sharedLedgerTables].filter((name) => !names.has(name))).toEqual([]);
  });

  it('forces the tenant policy on every other table, and on no shared one', async () => {
    const all = await tables();
    expect(all.filter((table) => !isShared(table) && !(table.forced && table.enabled && table.policy?.includes('app.community_id')))).toEqual([]);
    expect(all.filter((table) => isShared(table) && table.enabled)).toEqual([]);
  });

  it('puts community_id first in every key and index of a tenant table, as a plain integer that is never null', async () => {
    const indexes = await catalog<{ schema: string; name: string; index: string; first: string }>(`
      select n.nspname as schema, c.relname as name, i.indexrelid::regclass::text as index, pg_get_indexdef(i.indexrelid, 1, false) as first
      from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace where n.nspname in ('ledger', 'mingbai')`);
    expect(indexes.filter((index) => !isShared(index) && index.first !== 'community_id')).toEqual([]);
    const columns = await catalog<{ schema: string; name: string; type: string; required: boolean }>(`
      select n.nspname as schema, c.relname as name, format_type(a.atttypid, null) as type, a.attnotnull as required
      from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ('ledger', 'mingbai') and c.relkind in ('r', 'p') and a.attname = 'community_id'`);
    expect(columns.filter((column) => column.type !== 'integer' || !column.required)).toEqual([]);
    const withColumn = new Set(columns.map((column) => `${column.schema}.${column.name}`));
    expect((await tables()).filter((table) => !isShared(table) && !withColumn.has(`${table.schema}.${table.name}`))).toEqual([]);
  });

  it('keeps foreign keys of tenant tables inside the compound', async () => {
    const keys = await catalog<{ schema: string; name: string; key: string; target: string; columns: string[] }>(`
      select n.nspname as schema, c.relname as name, k.conname as key, r.relname as target,
        (select array_agg(a.attname order by u.o) from unnest(k.conkey) with ordinality u(n, o) join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.n) as columns
      from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace join pg_class r on r.oid = k.confrelid
      where k.contype = 'f' and n.nspname in ('ledger', 'mingbai')`);
    const shared = [...sharedTables, ...sharedLedgerTables] as string[];
    expect(keys.filter((key) => !isShared(key) && !shared.includes(key.target) && !key.columns.includes('community_id'))).toEqual([]);
  });

  it('has no serial, no enum and no identity on a tenant table', async () => {
    const wrong = await catalog<{ schema: string; name: string; column: string }>(`
      select n.nspname as schema, c.relname as name, a.attname as column from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
      join pg_type t on t.oid = a.atttypid left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
      where n.nspname in ('ledger', 'mingbai') and c.relkind in ('r', 'p') and a.attnum > 0
        and (t.typtype = 'e' or a.attidentity <> '' or pg_get_expr(d.adbin, d.adrelid) like 'nextval%')`);
    expect(wrong.filter((column) => !isShared(column))).toEqual([]);
  });

  it('stores every amount as numeric(18,2)', async () => {
    const amounts = await catalog<{ name: string; type: string }>(`
      select format('%s.%s', c.relname, a.attname) as name, format_type(a.atttypid, a.atttypmod) as type from pg_attribute a join pg_class c on c.oid = a.attrelid
      join pg_namespace n on n.oid = c.relnamespace where n.nspname in ('ledger', 'mingbai') and c.relkind in ('r', 'p') and a.attnum > 0
        and format_type(a.atttypid, null) in ('money', 'real', 'double precision')`);
    expect(amounts).toEqual([]);
    const ledgerAmounts = await catalog<{ type: string }>(
      `select format_type(a.atttypid, a.atttypmod) as type from pg_attribute a where a.attrelid = 'ledger.transfer'::regclass and a.attname = 'amount'`,
    );
    expect(ledgerAmounts).toEqual([{ type: 'numeric(18,2)' }]);
  });

  it('lets the application write only where a right was given, and gives none on the books', async () => {
    const rights = await catalog<{ name: string }>(`
      select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'ledger' and c.relkind in ('r', 'p') and has_table_privilege('mingbai_app', c.oid, 'insert, update, delete, truncate')`);
    expect(rights).toEqual([]);
  });
});
