import { Controller, Get, Module, Param, Post, type DynamicModule } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { businessDate, type CommunityId, type PersonId, type Role } from '../../../src/kernel/index.js';
import { CommunitiesModule, entities } from '../../../src/modules/communities/index.js';
import { IdentityModule } from '../../../src/modules/identity/index.js';
import { LedgerModule } from '../../../src/modules/ledger/index.js';
import { Settings } from '../../../src/platform/config/index.js';
import { DatabaseModule } from '../../../src/platform/database/index.js';
import { createHttpApp, ErrorPages, PlatformModule, RequirePermission } from '../../../src/platform/http/index.js';
import { DemoProgress } from '../../../src/platform/jobs/index.js';
import { Logger } from '../../../src/platform/logging/index.js';
import { TestDatabase } from '../../support/database.js';
import { contextOf } from '../communities/fixture.js';
import { identityOn } from './fixture.js';

const password = 'correct horse battery';

/** A route of a role that reads nothing of its own: what the guard answers is what is tested. */
@Controller('api/v1/communities/:c')
class ProbeController {
  @Get('closing')
  @RequirePermission('period.close')
  closing(@Param('c') slug: string): { slug: string } {
    return { slug };
  }

  @Post('closing')
  @RequirePermission('period.close')
  close(@Param('c') slug: string): { slug: string } {
    return { slug };
  }
}

class PlainPages extends ErrorPages {
  render(): string {
    return '';
  }
}

@Module({})
class TestModule {
  static with(settings: Settings, database: TestDatabase, logger: Logger): DynamicModule {
    return {
      module: TestModule,
      global: true,
      imports: [
        PlatformModule.with({ settings, clock: database.clock, logger, progress: new DemoProgress() }),
        DatabaseModule.forEntities(entities),
        LedgerModule,
        CommunitiesModule,
        IdentityModule,
      ],
      controllers: [ProbeController],
      providers: [{ provide: ErrorPages, useClass: PlainPages }],
      exports: [ErrorPages],
    };
  }
}

let database: TestDatabase;
let app: NestFastifyApplication;
let identity: ReturnType<typeof identityOn>;
const communities: Record<string, CommunityId> = {};

async function start(publicUrl: string): Promise<NestFastifyApplication> {
  const settings = new Settings(database.url('mingbai_app'), 5, '/nowhere', '127.0.0.1', 0, publicUrl, 'silent', false, false, database.clock.now());
  const logger = new Logger('silent');
  const started = await createHttpApp(TestModule.with(settings, database, logger), { logger, trustedProxies: [] });
  await started.init();
  await started.getHttpAdapter().getInstance().ready();
  return started;
}

async function someone(login: string, role: Role, ...slugs: string[]): Promise<PersonId> {
  const personId = await identity.newPerson(login);
  await identity.setPassword.execute({ personId, password });
  const organisationId = await identity.newOrganisation(role === 'BOOKKEEPER' || role === 'CASHIER' ? 'AGENCY' : role);
  for (const slug of slugs) await identity.join({ personId, organisationId, communityId: communities[slug] as CommunityId, role });
  return personId;
}

beforeAll(async () => {
  database = await TestDatabase.create(entities);
  identity = identityOn(database);
  for (const slug of ['garden', 'harbour']) communities[slug] = await identity.newCommunity(slug);
  await someone('books', 'BOOKKEEPER', 'garden', 'harbour');
  await someone('community', 'COMMUNITY', 'garden');
  await someone('cash', 'CASHIER', 'garden');
  await someone('nowhere', 'CENTRE');
  const file = new TextEncoder().encode(
    'code,building,label,kind,area,owner\n01-101,1幢,1幢101室,FLAT,88.50,夏阿玉\n01-102,1幢,1幢102室,FLAT,106.20,朱子兰\nS-01,商铺,商铺01号,SHOP,70.00,',
  );
  await identity.importUnits.execute(contextOf(communities['garden'] as CommunityId, { roles: ['COMMUNITY'] }), { file, dryRun: false });
  app = await start('https://mingbai.example');
});
afterAll(async () => {
  await app.close();
  await database.destroy();
});

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly cookies: readonly Record<string, unknown>[];
}
async function call(method: 'GET' | 'POST' | 'DELETE', url: string, options: { headers?: Record<string, string>; payload?: object } = {}): Promise<Answer> {
  const reply = await app.inject({ method, url, headers: options.headers ?? {}, ...(options.payload && { payload: options.payload }) });
  return {
    status: reply.statusCode,
    body: reply.body === '' ? {} : (reply.json() as Record<string, unknown>),
    cookies: reply.cookies as unknown as Record<string, unknown>[],
  };
}
async function tokenOf(login: string): Promise<string> {
  const { status, body } = await call('POST', '/api/v1/session', { payload: { login, password } });
  expect(status).toBe(201);
  return body['token'] as string;
}
const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });
const codesOf = async (urls: readonly string[], headers: Record<string, string>): Promise<number[]> => {
  const answers: number[] = [];
  for (const url of urls) answers.push((await call('GET', url, { headers })).status);
  return answers;
};

describe('POST /api/v1/session', () => {
  it('signs in with a cookie that script cannot read and other sites cannot post with', async () => {
    const { status, body, cookies } = await call('POST', '/api/v1/session', { payload: { login: 'books', password } });
    expect(status).toBe(201);
    expect(Object.keys(body).toSorted()).toEqual(['expiresAt', 'formToken', 'personName', 'token']);
    expect(cookies).toMatchObject([{ name: '__Host-mingbai_session', value: body['token'], path: '/', httpOnly: true, secure: true, sameSite: 'Lax' }]);
    expect(Date.parse(String(cookies[0]?.['expires']))).toBeCloseTo(Date.parse(String(body['expiresAt'])), -4);
  });

  it('leaves the cookie to plain http where the site has no https', async () => {
    const plain = await start('http://localhost:3000');
    const reply = await plain.inject({ method: 'POST', url: '/api/v1/session', payload: { login: 'books', password } });
    expect(reply.cookies[0]).toMatchObject({ name: 'mingbai_session', httpOnly: true, sameSite: 'Lax' });
    expect(reply.cookies[0]?.secure).toBeUndefined();
    await plain.close();
  });

  it('answers a wrong password and an unknown login with the same words and without a cookie', async () => {
    const answers = [];
    for (const login of ['books', 'nobody']) answers.push(await call('POST', '/api/v1/session', { payload: { login, password: 'wrong password' } }));
    expect(answers.map(({ status, cookies }) => [status, cookies])).toEqual([
      [401, []],
      [401, []],
    ]);
    const said = answers.map(({ body }) => ({ ...body, requestId: '' }));
    expect(said[0]).toEqual(said[1]);
    expect(said[0]).toMatchObject({ code: 'IDENTITY_SIGN_IN_REFUSED' });
    expect(JSON.stringify(said)).not.toMatch(/books|nobody|wrong password/);
  });

  it.each([{}, { login: 'books' }, { login: 'books', password: 7 }, { login: 'books', password, role: 'CENTRE' }, { login: ['books'], password }])(
    'refuses a body that is not a sign-in: %j',
    async (payload) => {
      const { status, body } = await call('POST', '/api/v1/session', { payload });
      expect([status, body['code']]).toEqual([400, 'REQUEST_INVALID']);
      expect(JSON.stringify(body)).not.toContain(password);
    },
  );

  it('answers 429 with the seconds to wait once somebody guesses', async () => {
    for (let round = 1; round <= 5; round++) await call('POST', '/api/v1/session', { payload: { login: 'guessed', password: 'wrong password' } });
    const { status, body } = await call('POST', '/api/v1/session', { payload: { login: 'guessed', password: 'wrong password' } });
    expect([status, body['code']]).toEqual([429, 'TOO_MANY_REQUESTS']);
    expect(body['detail']).toContain('1');
  });
});

describe('POST …/members/{id}/end', () => {
  it('says whether the part has ended, or goes on until the other appointing body asks for its end too', async () => {
    await someone('of-centre', 'CENTRE', 'garden');
    const leaving = await someone('second-cash', 'CASHIER', 'garden');
    const { rows } = await database.as('postgres', (client) =>
      client.query<{ id: string }>('select id from mingbai.membership where person_id = $1', [leaving]),
    );
    const end = async (by: string) =>
      call('POST', `/api/v1/communities/garden/members/${rows[0]?.id}/end`, {
        headers: bearer(await tokenOf(by)),
        payload: { lastDay: '2099-12-31' },
      });
    expect(await end('community')).toMatchObject({ status: 200, body: { outcome: 'ASKED', lastDay: '2099-12-31' } });
    expect(await end('of-centre')).toMatchObject({ status: 200, body: { outcome: 'ENDED', lastDay: '2099-12-31' } });
  });
});

describe('DELETE /api/v1/session', () => {
  it('makes the token worthless and takes the cookie back', async () => {
    const token = await tokenOf('books');
    const { status, cookies } = await call('DELETE', '/api/v1/session', { headers: bearer(token) });
    expect(status).toBe(204);
    expect(cookies).toMatchObject([{ name: '__Host-mingbai_session', value: '', path: '/', secure: true }]);
    expect(await codesOf(['/api/v1/communities'], bearer(token))).toEqual([401]);
  });

  it('of a browser needs the token of our own forms', async () => {
    const { body } = await call('POST', '/api/v1/session', { payload: { login: 'books', password } });
    const cookie = `__Host-mingbai_session=${String(body['token'])}`;
    // under the plain name anybody beside us, or on the way, could have planted it
    expect(await codesOf(['/api/v1/communities'], { cookie: `mingbai_session=${String(body['token'])}` })).toEqual([401]);
    expect(await codesOf(['/api/v1/communities'], { cookie })).toEqual([200]);
    expect((await call('DELETE', '/api/v1/session', { headers: { cookie } })).body['code']).toBe('CSRF_TOKEN_INVALID');
    expect((await call('DELETE', '/api/v1/session', { headers: { cookie, 'x-form-token': String(body['formToken']) } })).status).toBe(204);
    expect(await codesOf(['/api/v1/communities'], { cookie })).toEqual([401]);
  });

  it('without a session is 401', async () => {
    expect((await call('DELETE', '/api/v1/session')).status).toBe(401);
  });
});

describe('the door of a compound', () => {
  const urls = (slug: string) => [`/api/v1/communities/${slug}`, `/api/v1/communities/${slug}/units`, `/api/v1/communities/${slug}/closing`];

  it('is shut with 401 to whoever has not signed in, also with a token of no session', async () => {
    expect(await codesOf(['/api/v1/communities', ...urls('garden')], {})).toEqual([401, 401, 401, 401]);
    expect(await codesOf(urls('garden'), bearer('A'.repeat(43)))).toEqual([401, 401, 401]);
    expect(await codesOf(urls('no-such-compound'), {})).toEqual([401, 401, 401]);
  });

  it('answers 404 for everything of a compound that is not yours, as of one that is not there', async () => {
    const headers = bearer(await tokenOf('community'));
    expect(await codesOf(urls('harbour'), headers)).toEqual([404, 404, 404]);
    expect(await codesOf(urls('no-such-compound'), headers)).toEqual([404, 404, 404]);
    expect((await call('POST', '/api/v1/communities/harbour/closing', { headers })).status).toBe(404);
    const yours = (await call('GET', urls('harbour')[0] as string, { headers })).body;
    const nobodys = (await call('GET', urls('no-such-compound')[0] as string, { headers })).body;
    expect({ ...yours, requestId: '' }).toEqual({ ...nobodys, requestId: '' });
  });

  it('answers 403 for what your role may not do', async () => {
    expect(await codesOf(urls('garden'), bearer(await tokenOf('community')))).toEqual([200, 200, 403]);
    expect(await codesOf(urls('garden'), bearer(await tokenOf('cash')))).toEqual([200, 403, 403]);
    expect(await codesOf(urls('garden'), bearer(await tokenOf('books')))).toEqual([200, 200, 200]);
  });

  it('shuts on the day after the membership ended', async () => {
    const personId = await someone('leaving', 'STREET');
    const organisationId = await identity.newOrganisation('STREET');
    await identity.join({ personId, organisationId, communityId: communities['garden'] as CommunityId, role: 'STREET', to: businessDate('2024-01-01') });
    const headers = bearer(await tokenOf('leaving'));
    expect(await codesOf(['/api/v1/communities/garden'], headers)).toEqual([200]);
    database.clock.advanceMinutes(24 * 60);
    expect(await codesOf(['/api/v1/communities/garden'], headers)).toEqual([404]);
    database.clock.advanceMinutes(-24 * 60);
  });
});

describe('GET /api/v1/communities', () => {
  it('lists the compounds in which you have a part, page by page', async () => {
    const headers = bearer(await tokenOf('books'));
    const first = (await call('GET', '/api/v1/communities?limit=1', { headers })).body;
    expect(first['items']).toMatchObject([{ slug: 'garden', roles: ['BOOKKEEPER'] }]);
    const second = (await call('GET', `/api/v1/communities?limit=1&cursor=${String(first['nextCursor'])}`, { headers })).body;
    expect(second).toMatchObject({ items: [{ slug: 'harbour' }], nextCursor: null });
    expect((await call('GET', '/api/v1/communities', { headers: bearer(await tokenOf('community')) })).body).toMatchObject({
      items: [{ slug: 'garden', roles: ['COMMUNITY'] }],
      nextCursor: null,
    });
    expect((await call('GET', '/api/v1/communities', { headers: bearer(await tokenOf('nowhere')) })).body).toEqual({ items: [], nextCursor: null });
  });
});

describe('GET /api/v1/communities/{c}', () => {
  it('shows the compound by its slug and keeps its id inside', async () => {
    const { body } = await call('GET', '/api/v1/communities/garden', { headers: bearer(await tokenOf('cash')) });
    expect(body).toEqual({
      slug: 'garden',
      name: '日月星辰小区',
      streetName: '魏塘街道',
      countyName: '嘉善县',
      communityName: '魏塘街道小东门社区',
      builtYear: 2004,
    });
  });
});

describe('GET /api/v1/communities/{c}/units', () => {
  it('masks the owners for those who supervise', async () => {
    const { body } = await call('GET', '/api/v1/communities/garden/units', { headers: bearer(await tokenOf('community')) });
    expect(body).toEqual({
      items: [
        { code: '01-101', building: '1幢', label: '1幢101室', kind: 'FLAT', area: '88.50', ownerName: '夏*', paymentReference: 'WY0000000389' },
        { code: '01-102', building: '1幢', label: '1幢102室', kind: 'FLAT', area: '106.20', ownerName: '朱*', paymentReference: 'WY0000000486' },
        { code: 'S-01', building: '商铺', label: '商铺01号', kind: 'SHOP', area: '70.00', ownerName: null, paymentReference: 'WY0000000583' },
      ],
      nextCursor: null,
    });
  });

  it('shows the bookkeeper whole names, who has to find the owner behind a payment', async () => {
    const { body } = await call('GET', '/api/v1/communities/garden/units?limit=2', { headers: bearer(await tokenOf('books')) });
    expect((body['items'] as { ownerName: string }[]).map((unit) => unit.ownerName)).toEqual(['夏阿玉', '朱子兰']);
    const next = await call('GET', `/api/v1/communities/garden/units?limit=2&cursor=${String(body['nextCursor'])}`, {
      headers: bearer(await tokenOf('books')),
    });
    expect(next.body).toMatchObject({ items: [{ code: 'S-01' }], nextCursor: null });
  });

  it('shows the bookkeeper of two compounds only the units of the one that is asked for', async () => {
    const { body } = await call('GET', '/api/v1/communities/harbour/units', { headers: bearer(await tokenOf('books')) });
    expect(body).toEqual({ items: [], nextCursor: null });
  });

  it.each(['limit=0', 'limit=201', 'limit=x', 'cursor=%21', 'owner=1'])('refuses ?%s', async (query) => {
    expect((await call('GET', `/api/v1/communities/garden/units?${query}`, { headers: bearer(await tokenOf('books')) })).status).toBe(400);
  });
});
