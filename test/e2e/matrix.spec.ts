import { businessDate, isAllowed, permissions, roles, type CommunityId, type Permission, type Role } from '../../src/kernel/index.js';
import { CreateCommunity } from '../../src/modules/communities/index.js';
import type { TestApp } from '../support/app.js';
import { startDemoApp } from '../support/demo.js';
import { oneOfEachRole } from '../support/one-of-each-role.js';
import { routesOf, type Route } from '../support/routes.js';

/** Routes of a compound that need a part in it and no particular right: each with its reason. */
const anyPart: Readonly<Record<string, string>> = {
  'GET /api/v1/communities/:c': 'name and address of a compound are public anyway',
};
const fill = (path: string, slug: string): string => path.replace(':c', slug).replaceAll(/:\w+/g, '999999');

/** Role × action × own or other compound, over every route that the server has: what somebody adds is asked as well. */
describe('who may do what, on every route of the API and the pages', () => {
  let test: TestApp;
  let routes: Route[];
  let tokens: ReadonlyMap<Role, string>;

  beforeAll(async () => {
    test = await startDemoApp();
    routes = routesOf(test.app).filter(({ path }) => path.includes('/:c'));
    const names = { name: '别处小区', countyName: '嘉善县', streetName: '魏塘街道', communityName: '别处社区' };
    await test.app.get(CreateCommunity).execute({ slug: 'other-place', builtYear: 2004, booksOpenOn: businessDate('2024-01-01'), ...names });
    tokens = await oneOfEachRole(test, 1 as CommunityId);
  }, 180_000);
  afterAll(() => test.close());

  async function ask({ method, path }: Route, slug: string, role: Role | null): Promise<{ status: number; code: string }> {
    const headers = { accept: 'application/json', ...(role && { authorization: `Bearer ${tokens.get(role)}` }) };
    const answer = await test.app.inject({ method, url: fill(path, slug), headers, ...(method !== 'GET' && { payload: {} }) });
    const { code = '' } = /problem\+json/.test(String(answer.headers['content-type'])) ? answer.json<{ code?: string }>() : {};
    return { status: answer.statusCode, code };
  }
  /** What a role is told on a route that goes otherwise than it must. */
  async function faults(
    slug: string,
    who: readonly (Role | null)[],
    right: (answer: { status: number; code: string }, route: Route, role: Role | null) => boolean,
  ) {
    const found: string[] = [];
    for (const route of routes)
      await Promise.all(
        who.map(async (role) => {
          const answer = await ask(route, slug, role);
          if (!right(answer, route, role)) found.push(`${route.method} ${route.path} ${role}: ${answer.status} ${answer.code}`);
        }),
      );
    return found;
  }

  it('has many routes, each with a right that the table knows, or a reason to need none', async () => {
    expect(routes.length).toBeGreaterThan(330);
    const named = (route: Route) => `${route.method} ${route.path}`;
    const open = routes.filter(({ permission, isPublic }) => isPublic || permission === null).map(named);
    expect(open).toEqual(Object.keys(anyPart));
    expect(routes.filter(({ permission }) => permission !== null && !(permission in permissions))).toEqual([]);
    // and the server has no route of a compound beside them
    const listed = (await test.app.inject({ url: '/docs/json' })).json<{ paths: Record<string, Record<string, { 'x-permission'?: string }>> }>();
    const documented = Object.entries(listed.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, about]) => ({
        name: `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
        needs: about['x-permission'] ?? null,
      })),
    );
    const known = new Map(routes.map((route) => [named(route), route.permission]));
    expect(documented.filter(({ name }) => name.includes('/:c')).filter(({ name, needs }) => known.get(name) !== needs)).toEqual([]);
  });

  it('shows the whole table at /docs', async () => {
    const { info } = (await test.app.inject({ url: '/docs/json' })).json<{ info: { description: string } }>();
    for (const [permission, holders] of Object.entries(permissions)) {
      const [, cells = ''] = new RegExp(`^\\| ${permission.replace('.', '\\.')} (\\|.*)$`, 'm').exec(info.description) ?? [];
      const ticked = cells
        .split('|')
        .slice(1, -1)
        .flatMap((cell, index) => (cell.trim() === '' ? [] : [roles[index]]));
      expect([permission, ticked]).toEqual([permission, roles.filter((role) => (holders as readonly Role[]).includes(role))]);
    }
  });

  it('answers nobody without a session', async () => {
    expect(await faults('ryxc', [null], ({ status, code }) => status === 401 && code === 'NOT_SIGNED_IN')).toEqual([]);
  }, 300_000);

  it('refuses a role what the table does not give it, and nothing else', async () => {
    const right = ({ status, code }: { status: number; code: string }, { permission }: Route, role: Role | null): boolean => {
      const may = permission === null || isAllowed(role === null ? [] : [role], permission satisfies Permission);
      return may ? status !== 403 && status !== 401 && status < 500 : status === 403 && code === 'NOT_ALLOWED';
    };
    expect(await faults('ryxc', roles, right)).toEqual([]);
  }, 600_000);

  it('hides another compound from everybody who has no part in it, whatever they may do in their own', async () => {
    expect(await faults('other-place', roles, ({ status, code }) => status === 404 && code === 'NOT_FOUND')).toEqual([]);
  }, 600_000);
});
