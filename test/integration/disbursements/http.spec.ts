import { Module, type DynamicModule } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { businessDate, sha256Hex } from '../../../src/kernel/index.js';
import { IdentityQueries, SetPassword } from '../../../src/modules/identity/index.js';
import { loadSettings } from '../../../src/platform/config/index.js';
import { DatabaseModule } from '../../../src/platform/database/index.js';
import { createHttpApp, ErrorPages, PlatformModule } from '../../../src/platform/http/index.js';
import { DemoProgress } from '../../../src/platform/jobs/index.js';
import { Logger } from '../../../src/platform/logging/index.js';
import type { TestDatabase } from '../../support/database.js';
import { entities, modules, openStage, type PayoutScene } from './fixture.js';

const password = 'correct horse battery';

class PlainPages extends ErrorPages {
  render(): string {
    return '';
  }
}

@Module({})
class TestModule {
  static with(database: TestDatabase): DynamicModule {
    const settings = loadSettings({ LOG_LEVEL: 'silent' }, database.url('mingbai_app'));
    const platform = PlatformModule.with({ settings, clock: database.clock, logger: new Logger('silent'), progress: new DemoProgress() });
    return {
      module: TestModule,
      global: true,
      imports: [platform, DatabaseModule.forEntities(entities), ...modules],
      providers: [{ provide: ErrorPages, useClass: PlainPages }],
      exports: [ErrorPages],
    };
  }
}

describe('payouts over HTTP', () => {
  const people = ['firm', 'community', 'centre', 'street', 'cashier', 'bookkeeper'] as const;
  let stage: Awaited<ReturnType<typeof openStage>>;
  let scene: PayoutScene;
  let app: NestFastifyApplication;
  const tokens: Record<string, string> = {};
  let keys = 0;

  beforeAll(async () => {
    stage = await openStage();
    scene = await stage.newScene();
    await scene.month('2024-01');
    app = await createHttpApp(TestModule.with(stage.database), { logger: new Logger('silent'), trustedProxies: [] });
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    for (const who of people) {
      const { personId } = scene.people[who];
      await scene.app.get(SetPassword).execute({ personId, password });
      const { login } = await scene.app.get(IdentityQueries).person(personId);
      const reply = await app.inject({ method: 'POST', url: '/api/v1/session', payload: { login, password } });
      tokens[who] = String((reply.json() as Record<string, unknown>)['token']);
    }
  });
  beforeEach(() => scene.at('2024-02-18', '14:00'));
  afterEach(async () => expect(await scene.violations()).toEqual([]));
  afterAll(async () => {
    await app.close();
    await stage.close();
  });

  async function inject(who: string | null, method: 'GET' | 'POST', path: string, { payload, key }: { payload?: object; key?: string | null } = {}) {
    const headers = {
      ...(who !== null && { authorization: `Bearer ${tokens[who] ?? ''}` }),
      ...(method === 'POST' && key !== null && { 'idempotency-key': key ?? `key-number-${++keys}` }),
    };
    return app.inject({ method, url: `/api/v1/${path}`, headers, ...(payload && { payload }) });
  }
  async function call(who: string | null, method: 'GET' | 'POST', path: string, options: { payload?: object; key?: string | null } = {}) {
    const reply = await inject(who, method, `communities/${scene.slug}/${path}`, options);
    return { status: reply.statusCode, body: reply.json() as Record<string, unknown>, replayed: reply.headers['idempotency-replayed'] };
  }
  const ask = (amount: string, options: { key?: string | null } = {}) =>
    call('firm', 'POST', 'disbursements', { payload: { kind: 'BASE', period: '2024-01', amount }, ...options });
  const decide = async (who: string, number: string, change: object = {}) => {
    const { body } = await call(who, 'GET', `disbursements/${number}`);
    return call(who, 'POST', `disbursements/${number}/decisions`, {
      payload: { version: body['version'], payloadSha256: body['payloadSha256'], decision: 'APPROVE', ...change },
    });
  };
  const versionOf = async (number: string) => (await call('firm', 'GET', `disbursements/${number}`)).body['version'];

  it('goes from the request to the file for the bank', async () => {
    const asked = await ask('20000.00', { key: 'ask-for-january' });
    expect(asked).toMatchObject({ status: 201, body: { number: 'BF2024-0001', state: 'APPROVING', failed: [] }, replayed: undefined });
    expect(await ask('20000.00', { key: 'ask-for-january' })).toMatchObject({ status: 201, body: asked.body, replayed: 'true' });
    expect(await ask('20000.01', { key: 'ask-for-january' })).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
    expect((await decide('community', 'BF2024-0001')).status).toBe(200);
    expect(await decide('centre', 'BF2024-0001')).toMatchObject({ status: 200, body: { state: 'APPROVED' } });
    const early = await call('cashier', 'POST', 'disbursements/BF2024-0001/instruct', { payload: { version: await versionOf('BF2024-0001') } });
    expect(early).toMatchObject({ status: 422, body: { code: 'DISBURSEMENT_WAITING' } });
    scene.clock.advanceMinutes(10);
    const instructed = await call('cashier', 'POST', 'disbursements/BF2024-0001/instruct', { payload: { version: await versionOf('BF2024-0001') } });
    expect(instructed).toMatchObject({ status: 200, body: { instructed: [{ number: 'BF2024-0001' }], stopped: [] } });
    const { sha256 } = instructed.body['paymentList'] as { sha256: string };
    const file = await inject('cashier', 'GET', `communities/${scene.slug}/payment-lists/${sha256}`);
    expect([file.statusCode, file.headers['content-type'], sha256Hex(file.rawPayload)]).toEqual([200, 'text/csv; charset=utf-8', sha256]);
    expect((await call('cashier', 'GET', 'payment-lists')).body).toMatchObject({
      items: [{ sha256, total: '20000.00', payouts: ['BF2024-0001'] }],
      nextCursor: null,
    });
    const detail = await call('centre', 'GET', 'disbursements/BF2024-0001');
    expect(detail.body).toMatchObject({
      state: 'INSTRUCTED',
      amount: '20000.00',
      entitled: '40398.59',
      payable: '20398.59',
      missingSlots: [],
      paymentLists: [sha256],
    });
  });

  it('shows everybody the payout, without a session and without a person', async () => {
    const reply = await inject(null, 'GET', `public/communities/${scene.slug}/disbursements/BF2024-0001`);
    expect(reply.statusCode).toBe(200);
    expect(reply.json()).toMatchObject({ number: 'BF2024-0001', amount: '20000.00', payeeLast4: '0001', state: 'INSTRUCTED' });
    expect(reply.body).not.toContain('9903000000000001');
    for (const who of people) expect(reply.body).not.toContain(`"${(await scene.app.get(IdentityQueries).person(scene.people[who].personId)).name}"`);
    expect((await inject(null, 'GET', `public/communities/${scene.slug}/disbursements/BF2024-0099`)).statusCode).toBe(404);
  });

  it('lists the latest first, page by page', async () => {
    await ask('1.00');
    await ask('2.00');
    const first = (await call('bookkeeper', 'GET', 'disbursements?limit=2')).body as { items: { number: string }[]; nextCursor: string };
    expect(first.items.map(({ number }) => number)).toEqual(['BF2024-0003', 'BF2024-0002']);
    const rest = (await call('bookkeeper', 'GET', `disbursements?limit=2&cursor=${first.nextCursor}`)).body;
    expect(rest).toMatchObject({ items: [{ number: 'BF2024-0001' }], nextCursor: null });
    expect((await call('bookkeeper', 'GET', 'disbursements?state=INSTRUCTED')).body).toMatchObject({ items: [{ number: 'BF2024-0001' }] });
  });

  it('is returned, submitted again, taken back and cancelled', async () => {
    expect(await decide('centre', 'BF2024-0002', { decision: 'RETURN', reason: '请核对本月金额' })).toMatchObject({ status: 200, body: { state: 'DRAFT' } });
    const again = await call('firm', 'POST', 'disbursements/BF2024-0002/submit', { payload: { version: await versionOf('BF2024-0002'), amount: '3.00' } });
    expect(again).toMatchObject({ status: 200, body: { state: 'APPROVING' } });
    expect((await decide('centre', 'BF2024-0002')).status).toBe(200);
    expect(await call('centre', 'POST', 'disbursements/BF2024-0002/withdraw', { payload: { reason: '还要再核对一下' } })).toMatchObject({
      status: 200,
      body: { state: 'APPROVING' },
    });
    const cancelled = await call('firm', 'POST', 'disbursements/BF2024-0002/cancel', {
      payload: { version: await versionOf('BF2024-0002'), reason: '物业公司撤回申请' },
    });
    expect(cancelled).toMatchObject({ status: 200, body: { state: 'CANCELLED' } });
    scene.at('2024-02-20', '14:00');
    await scene.bankBook.through(businessDate('2024-02-19'), []);
    const failed = await call('cashier', 'POST', 'disbursements/BF2024-0001/fail', {
      payload: { version: await versionOf('BF2024-0001'), reason: '银行系统维护' },
    });
    expect(failed).toMatchObject({ status: 200, body: { state: 'APPROVING' } });
  });

  it('says 422 with the figures above the claim, 409 to whoever comes second, 400 for what is no request', async () => {
    const over = await ask('40000.00');
    expect(over).toMatchObject({ status: 422, body: { code: 'DISBURSEMENT_OVER_BASE' } });
    expect(over.body['detail']).toContain('40398.59');
    const { body } = await call('centre', 'GET', 'disbursements/BF2024-0003');
    const seen = { version: body['version'], payloadSha256: body['payloadSha256'], decision: 'APPROVE' };
    expect((await call('community', 'POST', 'disbursements/BF2024-0003/decisions', { payload: seen })).status).toBe(200);
    expect(await call('centre', 'POST', 'disbursements/BF2024-0003/decisions', { payload: seen })).toMatchObject({
      status: 409,
      body: { code: 'DISBURSEMENT_CHANGED' },
    });
    for (const payload of [
      { kind: 'BASE', amount: '1.00' },
      { kind: 'BASE', period: '2024-01', amount: 1 },
      { kind: 'BASE', period: '2024-01', amount: '1.001' },
      { kind: 'BASE', period: '2024-13', amount: '1.00' },
      { kind: 'PERFORMANCE', period: '2024-01', amount: '1.00' },
      { kind: 'BASE', period: '2024-01', quarter: '2024-Q1', amount: '1.00' },
      { kind: 'GIFT', period: '2024-01', amount: '1.00' },
      { kind: 'BASE', period: '2024-01', amount: '1.00', payee: '9903000000000009' },
    ])
      expect(await call('firm', 'POST', 'disbursements', { payload })).toMatchObject({ status: 400, body: { code: 'REQUEST_INVALID' } });
    expect(await ask('1.00', { key: null })).toMatchObject({ status: 400, body: { code: 'IDEMPOTENCY_KEY_MISSING' } });
  });

  it('is shut to whoever has not signed in, and to roles that have no part in it', async () => {
    const payload = { kind: 'BASE', period: '2024-01', amount: '1.00' };
    expect((await call(null, 'POST', 'disbursements', { payload })).status).toBe(401);
    expect((await call(null, 'GET', 'disbursements')).status).toBe(401);
    for (const who of ['community', 'centre', 'street', 'cashier', 'bookkeeper'])
      expect((await call(who, 'POST', 'disbursements', { payload })).status).toBe(403);
    for (const who of ['firm', 'cashier', 'bookkeeper']) expect((await decide(who, 'BF2024-0003')).status).toBe(403);
    for (const who of ['firm', 'community', 'centre', 'street', 'bookkeeper']) {
      expect((await call(who, 'POST', 'disbursements/BF2024-0001/instruct', { payload: { version: 1 } })).status).toBe(403);
      expect((await call(who, 'GET', 'payment-lists')).status).toBe(403);
    }
    expect((await call('centre', 'GET', 'disbursements/BF2024-0099')).status).toBe(404);
  });
});
