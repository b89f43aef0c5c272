import type { TestApp } from './app.js';
import type { Route } from './routes.js';

/** Ids, numbers and codes of the rows of compound 1, as addresses and bodies name them. */
export class References {
  private constructor(
    /** An id of each table that has one; of the ledger's entries the number. */
    readonly ids: ReadonlyMap<string, number>,
    /** Numbers and codes by the name of the parameter. */
    readonly codes: ReadonlyMap<string, readonly string[]>,
  ) {}

  /** `more`: values of parameters besides those of rows, e.g. of files that wait for their preview. */
  static async of({ database }: TestApp, more: Readonly<Record<string, readonly string[]>> = {}): Promise<References> {
    return database.as('postgres', async (client) => {
      const rows = async (sql: string) => (await client.query<Record<string, unknown>>(sql)).rows;
      const first = async (column: string, table: string) =>
        (await rows(`select ${column}::text as text from mingbai.${table} where community_id = 1 order by 1 limit 2`)).map(({ text }) => String(text));
      const ids = new Map<string, number>();
      for (const { schema, name } of await rows(TENANT_TABLES)) {
        const [row] = await rows(`select * from ${String(schema)}.${String(name)} where community_id = 1 limit 1`);
        const id = row?.['id'] ?? row?.['seq'];
        if (typeof id === 'number') ids.set(String(name), id);
      }
      const codes: Record<string, string[]> = {
        sha256: await first('sha256', 'evidence'),
        unit: await first('code', 'unit'),
        code: await first('code', 'lease'),
        item: ['PM'],
        number: [...(await first('number', 'disbursement')), ...(await first('number', 'payee')), 'SJ2024-00001', '1'],
      };
      for (const [name, values] of Object.entries(more)) codes[name] = [...(codes[name] ?? []), ...values];
      return new References(ids, new Map(Object.entries(codes)));
    });
  }

  /** Addresses of a route with what its parameters may be there, each value once. */
  addresses({ path }: Route, slug: string): string[] {
    const parameters = parametersOf(path);
    const lists = parameters.map((name) => this.valuesFor(path, name));
    const turns = Math.max(1, ...lists.map(({ length }) => length));
    return Array.from({ length: turns }, (_, turn) =>
      parameters.reduce(
        (address, name, index) => {
          const list = lists[index] ?? [];
          return address.replace(`:${name}`, list[turn % Math.max(1, list.length)] ?? '1');
        },
        path.replace(':c', slug),
      ),
    );
  }

  /** By the parameter's name, else the id of the table that the path names before it, else one of several tables. */
  private valuesFor(path: string, parameter: string): readonly string[] {
    const known = this.codes.get(parameter);
    if (known) return known;
    if (KEYLESS.has(parameter)) return ['2024-03'];
    const segments = path.split('/');
    const table = (segments[segments.indexOf(`:${parameter}`) - 1] ?? '').replaceAll('-', '_').replace(/ies$/, 'y').replace(/s$/, '');
    const own = this.ids.get(table);
    return own === undefined ? [...new Set([...this.ids.values()].map(String))].slice(0, 5) : [String(own)];
  }
}

const TENANT_TABLES = `select n.nspname as schema, c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname in ('ledger', 'mingbai') and c.relkind = 'r' and c.relrowsecurity order by 1, 2`;

/** Days and periods: there is a page of that month in every compound. */
const KEYLESS: ReadonlySet<string> = new Set(['month', 'period', 'quarter', 'year']);

function parametersOf(path: string): string[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name]) => String(name)).filter((name) => name !== 'c');
}

/** Whether an address of the route names a row of a compound. */
export function namesARow({ path }: Route): boolean {
  return parametersOf(path).some((name) => !KEYLESS.has(name));
}

/** A digest of every row of a compound, table by table. */
export function digestOfRows({ database }: Pick<TestApp, 'database'>, communityId = 1): Promise<Record<string, string>> {
  return database.as('postgres', async (client) => {
    const { rows: tables } = await client.query<{ schema: string; name: string }>(TENANT_TABLES);
    const digests = tables.map(
      ({ schema, name }) =>
        `select '${schema}.${name}' as name, count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) as digest
         from ${schema}.${name} t where community_id = ${communityId}`,
    );
    const { rows } = await client.query<{ name: string; digest: string }>(digests.join(' union all '));
    return Object.fromEntries(rows.map(({ name, digest }) => [name, digest]));
  });
}
