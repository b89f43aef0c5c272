import type { OpenAPIObject } from '@nestjs/swagger';
import { businessDate, isAllowed, roles, type Role } from '../../src/kernel/index.js';
import { CreateCommunity } from '../../src/modules/communities/index.js';
import type { TestApp } from '../support/app.js';
import { startDemoApp } from '../support/demo.js';
import { oneOfEachRole } from '../support/one-of-each-role.js';
import { digestOfRows, namesARow, References } from '../support/references.js';
import { routesOf, type Route } from '../support/routes.js';

const OWN = 'other-place';

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly example?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly allOf?: readonly Schema[];
}

/**
 * A compound that holds nothing, with people of every role, who name the ids and numbers of the demo on every route that there is. Their own is nothing: whatever
 * is found is a leak, and cannot be confused with a row of theirs that bears the same number.
 */
describe('ids and numbers of the demo, under the name of another compound', () => {
  let test: TestApp;
  let routes: Route[];
  let document: OpenAPIObject;
  let tokens: ReadonlyMap<Role, string>;
  let demo: References;
  /** Words that only the demo has. */
  let marks: string[];

  beforeAll(async () => {
    test = await startDemoApp();
    routes = routesOf(test.app).filter(({ path }) => /\/:c(\/|$)/.test(path));
    document = (await test.app.inject({ url: '/docs/json' })).json<OpenAPIObject>();
    const names = { name: '别处小区', countyName: '嘉善县', streetName: '魏塘街道', communityName: '别处社区' };
    const opened = await test.app.get(CreateCommunity).execute({ slug: OWN, builtYear: 2004, booksOpenOn: businessDate('2024-01-01'), ...names });
    tokens = await oneOfEachRole(test, opened.value.communityId);
    demo = await References.of(test);
    const owners = await test.database.as('postgres', (client) =>
      client.query<{ name: string }>('select distinct name from mingbai.unit_owner where community_id = 1'),
    );
    marks = ['日月星辰', '/ryxc', ...owners.rows.map(({ name }) => name)];
    expect([demo.ids.size > 25, demo.codes.has('sha256'), marks.length > 300]).toEqual([true, true, true]);
  }, 180_000);
  afterAll(() => test.close());

  /** A body as the document describes it; whatever may be a reference is one to the demo. */
  function bodyOf({ method, path }: Route): object {
    const operation = document.paths[path.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase() as 'post'];
    const content = (operation?.requestBody as { content?: Record<string, { schema: Schema }> } | undefined)?.content?.['application/json'];
    return content ? (valueOf(content.schema, '') as object) : {};
  }

  function valueOf(schema: Schema, name: string): unknown {
    const named = schema.$ref ?? schema.allOf?.[0]?.$ref;
    if (named !== undefined) return valueOf(document.components?.schemas?.[String(named.split('/').at(-1))] as Schema, name);
    if (schema.enum) return schema.enum[0];
    if (schema.type === 'array') return schema.items ? [valueOf(schema.items, name.replace(/s$/, ''))] : [];
    if (schema.type === 'boolean') return true;
    if (schema.type === 'number' || schema.type === 'integer') return demo.ids.get(name.replace(/Id$/, '')) ?? 1;
    if (schema.properties)
      return Object.fromEntries(
        Object.entries(schema.properties).flatMap(([key, member]) => (schema.required?.includes(key) ? [[key, valueOf(member, key)]] : [])),
      );
    if (/sha256|evidence/i.test(name)) return demo.codes.get('sha256')?.[0];
    return demo.codes.get(name)?.[0] ?? schema.example ?? (schema.format === 'date' ? '2024-05-02' : '03-201');
  }

  /** What goes otherwise than it must when somebody with the right for it asks. */
  async function faultsOf(route: Route): Promise<{ faults: string[]; statuses: number[] }> {
    const role = roles.find((held) => route.permission === null || isAllowed([held], route.permission));
    const found: { faults: string[]; statuses: number[] } = { faults: [], statuses: [] };
    for (const url of demo.addresses(route, OWN)) {
      const headers = {
        authorization: `Bearer ${role && tokens.get(role)}`,
        accept: 'text/html, application/json',
        'idempotency-key': `foreign:${url}`.slice(0, 200),
      };
      const answer = await test.app.inject({ method: route.method, url, headers, ...(route.method !== 'GET' && { payload: bodyOf(route) }) });
      const mark = marks.find((word) => answer.body.includes(word));
      const is = answer.statusCode;
      found.statuses.push(is);
      if (is >= 500 || mark !== undefined || (namesARow(route) && is < 400)) found.faults.push(`${route.method} ${url}: ${is} ${mark ?? ''}`);
    }
    return found;
  }

  it('are not found where an address names them, and no page or list shows a word of the demo', async () => {
    const reads = routes.filter(({ method }) => method === 'GET');
    const faults: string[] = [];
    for (const route of reads) faults.push(...(await faultsOf(route)).faults);
    expect(reads.length).toBeGreaterThan(120);
    expect(faults).toEqual([]);
  }, 600_000);

  it('change nothing where a form or a body names them', async () => {
    const before = await digestOfRows(test);
    const writes = routes.filter(({ method }) => method !== 'GET');
    const faults: string[] = [];
    const understood: boolean[] = [];
    for (const route of writes) {
      const found = await faultsOf(route);
      faults.push(...found.faults);
      if (route.path.startsWith('/api/')) understood.push(...found.statuses.map((status) => status !== 400));
    }
    expect(writes.length).toBeGreaterThan(150);
    expect(faults).toEqual([]);
    // most bodies are such as a command takes, and were refused for what they name
    expect(understood.filter(Boolean).length / understood.length).toBeGreaterThan(0.5);
    expect(await digestOfRows(test)).toEqual(before);
  }, 600_000);
});
