import { Module, type DynamicModule } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AssessmentsModule } from '../../../src/modules/assessments/index.js';
import { BankModule } from '../../../src/modules/bank/index.js';
import { CommunitiesModule } from '../../../src/modules/communities/index.js';
import { ContractsModule } from '../../../src/modules/contracts/index.js';
import { EntitlementsModule } from '../../../src/modules/entitlements/index.js';
import { EvidenceModule } from '../../../src/modules/evidence/index.js';
import { FeesModule } from '../../../src/modules/fees/index.js';
import { IdentityModule } from '../../../src/modules/identity/index.js';
import { LedgerModule } from '../../../src/modules/ledger/index.js';
import { ResolutionsModule } from '../../../src/modules/resolutions/index.js';
import { Settings } from '../../../src/platform/config/index.js';
import { DatabaseModule } from '../../../src/platform/database/index.js';
import { createHttpApp, ErrorPages, PlatformModule } from '../../../src/platform/http/index.js';
import { DemoProgress } from '../../../src/platform/jobs/index.js';
import { Logger } from '../../../src/platform/logging/index.js';
import { TestDatabase } from '../../support/database.js';
import { demoRequests } from '../assessments/fixture.js';
import { demoTerms } from '../contracts/fixture.js';
import { entities, entitlementsOn, moneyOn, type MoneyScene } from './fixture.js';

const password = 'correct horse battery';

class PlainPages extends ErrorPages {
  render(): string {
    return '';
  }
}

@Module({})
class TestModule {
  static with(database: TestDatabase): DynamicModule {
    const settings = new Settings(
      database.url('mingbai_app'),
      5,
      '/nowhere',
      '127.0.0.1',
      0,
      'http://localhost:3000',
      'silent',
      false,
      false,
      database.clock.now(),
    );
    return {
      module: TestModule,
      global: true,
      imports: [
        PlatformModule.with({ settings, clock: database.clock, logger: new Logger('silent'), progress: new DemoProgress() }),
        DatabaseModule.forEntities(entities),
        LedgerModule,
        CommunitiesModule,
        IdentityModule,
        EvidenceModule,
        ResolutionsModule,
        BankModule,
        ContractsModule,
        AssessmentsModule,
        FeesModule,
        EntitlementsModule,
      ],
      providers: [{ provide: ErrorPages, useClass: PlainPages }],
      exports: [ErrorPages],
    };
  }
}

let database: TestDatabase;
let app: NestFastifyApplication;
let scene: MoneyScene;
let slug: string;
const tokens: Record<string, string> = {};

beforeAll(async () => {
  database = await TestDatabase.create(entities);
  const below = entitlementsOn(database);
  scene = await moneyOn(database, below);
  ({ slug } = await below.communities.byId(scene.communityId));
  await scene.demoQuarter();
  app = await createHttpApp(TestModule.with(database), { logger: new Logger('silent'), trustedProxies: [] });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  for (const name of ['firm', 'community', 'centre', 'street'] as const) {
    const { personId } = scene[name];
    await below.setPassword.execute({ personId, password });
    const { login } = await below.queries.person(personId);
    const reply = await app.inject({ method: 'POST', url: '/api/v1/session', payload: { login, password } });
    tokens[name] = String((reply.json() as Record<string, unknown>)['token']);
  }
});
afterAll(async () => {
  await app.close();
  await database.destroy();
});

let keys = 0;
async function call(who: string | null, method: 'GET' | 'POST', path: string, options: { payload?: object; key?: string | null } = {}) {
  const key = options.key === undefined ? `key-number-${++keys}` : options.key;
  const headers = {
    ...(who !== null && { authorization: `Bearer ${tokens[who] ?? ''}` }),
    ...(method === 'POST' && key !== null && { 'idempotency-key': key }),
  };
  const reply = await app.inject({ method, url: `/api/v1/communities/${slug}/${path}`, headers, ...(options.payload && { payload: options.payload }) });
  return { status: reply.statusCode, body: reply.json() as Record<string, unknown>, replayed: reply.headers['idempotency-replayed'] };
}
const post = (who: string, path: string, payload?: object, key?: string | null) =>
  call(who, 'POST', path, { ...(payload && { payload }), ...(key !== undefined && { key }) });
const without = (name: 'quarter', request: object): object => Object.fromEntries(Object.entries(request).filter(([field]) => field !== name));

describe('GET …/contracts', () => {
  it('shows every version with its terms, and no id of a row', async () => {
    const { status, body } = await call('firm', 'GET', 'contracts');
    expect(status).toBe(200);
    const { items, nextCursor } = body as { items: Record<string, unknown>[]; nextCursor: unknown };
    expect(nextCursor).toBeNull();
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      number: 'RYXC-WY-2024-01',
      state: 'ACTIVE',
      from: '2024-01-01',
      to: '2026-12-31',
      version: 1,
      terms: { basis: 'COLLECTED', shareAtRisk: '0.2' },
    });
    expect(items[0]).toHaveProperty('terms.template.items.length', demoTerms.template.items.length);
    expect(JSON.stringify(body)).not.toMatch(/"\w*Id"|accountNo/);
  });

  it('is shut to whoever has not signed in', async () => {
    expect((await call(null, 'GET', 'contracts')).status).toBe(401);
  });
});

describe('a quarter over HTTP', () => {
  it('goes from self-evaluation to FINAL, each step by whose it is', async () => {
    scene.at('2024-04-05');
    expect(await post('firm', 'assessments/2024-Q1/self-evaluation', without('quarter', demoRequests.selfEvaluation))).toMatchObject({
      status: 200,
      body: { state: 'SELF_EVALUATED' },
    });
    scene.at('2024-04-10');
    expect(await post('centre', 'assessments/2024-Q1/inspection', without('quarter', demoRequests.inspection))).toMatchObject({
      status: 200,
      body: { state: 'INSPECTED' },
    });
    scene.at('2024-04-12');
    expect(await post('community', 'assessments/2024-Q1/survey', without('quarter', demoRequests.survey))).toMatchObject({
      status: 200,
      body: { state: 'SURVEY_CLOSED' },
    });
    for (const measure of demoRequests.measures)
      expect((await post('community', 'assessments/2024-Q1/measures', without('quarter', measure))).status).toBe(200);
    scene.at('2024-04-15');
    expect((await post('centre', 'assessments/2024-Q1/score')).body).toMatchObject({ state: 'SCORED', score: '87.32', appealUntil: '2024-04-22' });
    expect((await post('firm', 'assessments/2024-Q1/appeal', { reason: '抽查日下雨。' })).body).toMatchObject({ state: 'APPEALED' });
    const review = { decision: 'DISMISSED', reason: '维持原评分。' };
    expect((await post('centre', 'assessments/2024-Q1/review', review)).body).toMatchObject({ state: 'REVIEWED', scoreBefore: '87.32', score: '87.32' });
    expect(await post('centre', 'assessments/2024-Q1/finalise')).toMatchObject({ status: 409, body: { code: 'ASSESSMENT_WINDOW_OPEN' } });
    scene.at('2024-04-23');
    const final = await post('centre', 'assessments/2024-Q1/finalise', undefined, 'finalise-2024-Q1');
    expect(final).toMatchObject({ status: 200, body: { released: '29642.83', deducted: '604.96', effectiveOn: '2024-04-23' } });
    const again = await post('centre', 'assessments/2024-Q1/finalise', undefined, 'finalise-2024-Q1');
    expect([again.body, again.replayed]).toEqual([final.body, 'true']);
  });

  it('is there to read, with everything that the score came from and no id of a row', async () => {
    const { status, body } = await call('street', 'GET', 'assessments/2024-Q1');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      quarter: '2024-Q1',
      state: 'FINAL',
      finalOn: '2024-04-23',
      selfEvaluation: { score: '95.50' },
      inspection: { score: '88.50', on: '2024-04-10' },
      survey: { score: '86.20', answers: 214 },
      score: { published: '87.32', unrounded: '87.32', adjustment: '0' },
      review: { decision: 'DISMISSED', score: '87.32' },
    });
    expect(JSON.stringify(body)).not.toMatch(/"\w*Id"/);
    const list = (await call('community', 'GET', 'assessments')).body as { items: unknown[] };
    expect(list.items).toEqual([body]);
  });
});

describe('a request is refused', () => {
  it.each([
    ['firm', 'assessments', { quarter: '2024-Q2' }],
    ['community', 'assessments/2024-Q1/self-evaluation', { items: [] }],
    ['firm', 'assessments/2024-Q1/inspection', without('quarter', demoRequests.inspection)],
    ['firm', 'assessments/2024-Q1/survey', without('quarter', demoRequests.survey)],
    ['street', 'assessments/2024-Q1/measures', { code: 'RESPONSE', score: '90' }],
    ['community', 'assessments/2024-Q1/score', undefined],
    ['centre', 'assessments/2024-Q1/appeal', { reason: '不同意' }],
    ['firm', 'assessments/2024-Q1/review', { decision: 'DISMISSED', reason: '维持' }],
    ['community', 'assessments/2024-Q1/void', { reason: '作废' }],
    ['community', 'assessments/2024-Q1/finalise', undefined],
  ])('with 403 when the %s posts to %s', async (who, path, payload) => {
    expect(await post(who, path, payload)).toMatchObject({ status: 403, body: { code: 'NOT_ALLOWED' } });
  });

  it('with 400 without an idempotency key, for unknown fields and for what is no quarter', async () => {
    expect(await post('centre', 'assessments/2024-Q1/score', undefined, null)).toMatchObject({ status: 400, body: { code: 'IDEMPOTENCY_KEY_MISSING' } });
    expect(await post('firm', 'assessments/2024-Q1/appeal', { reason: '不同意', score: 99 })).toMatchObject({ status: 400, body: { code: 'REQUEST_INVALID' } });
    expect(await post('community', 'assessments/2024-Q1/measures', { code: 'RESPONSE', score: 90 })).toMatchObject({
      status: 400,
      body: { code: 'REQUEST_INVALID' },
    });
    expect(await post('centre', 'assessments/2024-13/score')).toMatchObject({ status: 400, body: { code: 'PERIOD_INVALID' } });
    expect(await post('community', 'assessments', { quarter: '2024' })).toMatchObject({ status: 400, body: { code: 'REQUEST_INVALID' } });
  });

  it('with 404 where there is no assessment, 409 where the state forbids it', async () => {
    expect(await call('centre', 'GET', 'assessments/2025-Q1')).toMatchObject({ status: 404, body: { code: 'ASSESSMENT_NONE' } });
    expect(await post('centre', 'assessments/2024-Q1/score')).toMatchObject({ status: 409, body: { code: 'ASSESSMENT_STATE' } });
    expect(await post('centre', 'assessments/2024-Q1/void', { reason: '作废' })).toMatchObject({ status: 409, body: { code: 'ASSESSMENT_STATE' } });
  });
});
