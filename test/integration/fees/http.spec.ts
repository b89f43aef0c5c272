import { Module, type DynamicModule } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Role } from '../../../src/kernel/index.js';
import { BankModule, entities as bankEntities } from '../../../src/modules/bank/index.js';
import { CommunitiesModule, entities as communityEntities } from '../../../src/modules/communities/index.js';
import { ContractsModule, entities as contractEntities } from '../../../src/modules/contracts/index.js';
import { entities as evidenceEntities, EvidenceModule } from '../../../src/modules/evidence/index.js';
import { entities as resolutionEntities, ResolutionsModule } from '../../../src/modules/resolutions/index.js';
import { entities as feeEntities, FeesModule } from '../../../src/modules/fees/index.js';
import { entities as identityEntities, IdentityModule } from '../../../src/modules/identity/index.js';
import { LedgerModule } from '../../../src/modules/ledger/index.js';
import { entities as incomeEntities, ImportLeases, OperatingIncomeModule } from '../../../src/modules/operating-income/index.js';
import { Settings } from '../../../src/platform/config/index.js';
import { DatabaseModule } from '../../../src/platform/database/index.js';
import { createHttpApp, ErrorPages, PlatformModule } from '../../../src/platform/http/index.js';
import { DemoProgress } from '../../../src/platform/jobs/index.js';
import { Logger } from '../../../src/platform/logging/index.js';
import { CuttingProxy } from '../../support/cutting-proxy.js';
import type { TestDatabase } from '../../support/database.js';
import { demoLeases } from '../operating-income/fixture.js';
import { posting } from '../../support/books.js';
import { bankOf } from './bank-lines.js';
import { day, feesOnDatabase, type Compound } from './fixture.js';

const password = 'correct horse battery';

class PlainPages extends ErrorPages {
  render(): string {
    return '';
  }
}

@Module({})
class TestModule {
  static with(database: TestDatabase, url: string): DynamicModule {
    const settings = new Settings(url, 5, '/nowhere', '127.0.0.1', 0, 'http://localhost:3000', 'silent', false, false, database.clock.now());
    return {
      module: TestModule,
      global: true,
      imports: [
        PlatformModule.with({ settings, clock: database.clock, logger: new Logger('silent'), progress: new DemoProgress() }),
        DatabaseModule.forEntities([
          ...communityEntities,
          ...identityEntities,
          ...evidenceEntities,
          ...resolutionEntities,
          ...contractEntities,
          ...contractEntities,
          ...bankEntities,
          ...feeEntities,
          ...incomeEntities,
        ]),
        LedgerModule,
        CommunitiesModule,
        IdentityModule,
        EvidenceModule,
        ResolutionsModule,
        ContractsModule,
        BankModule,
        FeesModule,
        OperatingIncomeModule,
      ],
      providers: [{ provide: ErrorPages, useClass: PlainPages }],
      exports: [ErrorPages],
    };
  }
}

let on: Awaited<ReturnType<typeof feesOnDatabase>>;
let compound: Compound;
let app: NestFastifyApplication;
let slug: string;
let proxy: CuttingProxy;
const tokens: Partial<Record<Role, string>> = {};

beforeAll(async () => {
  on = await feesOnDatabase();
  compound = await on.compound();
  const { communityId } = compound;
  ({ slug } = await on.communities.byId(communityId));
  proxy = await CuttingProxy.start(on.database.url('mingbai_app'), /insert into mingbai.idempotency/i);
  app = await createHttpApp(TestModule.with(on.database, proxy.url), { logger: new Logger('silent'), trustedProxies: [] });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  for (const role of ['BOOKKEEPER', 'CASHIER', 'FIRM', 'COMMUNITY', 'COMMITTEE'] as const) {
    const personId = await on.newPerson();
    await on.join({ personId, organisationId: await on.newOrganisation(role === 'BOOKKEEPER' || role === 'CASHIER' ? 'AGENCY' : role), communityId, role });
    await on.setPassword.execute({ personId, password });
    const { login } = await on.queries.person(personId);
    const reply = await app.inject({ method: 'POST', url: '/api/v1/session', payload: { login, password } });
    tokens[role] = String((reply.json() as Record<string, unknown>)['token']);
  }
  await app.get(ImportLeases).execute(compound.as('BOOKKEEPER'), { file: demoLeases, dryRun: false });
});
afterAll(async () => {
  await app.close();
  await proxy.stop();
  await on.database.destroy();
});

let keys = 0;
async function call(who: Role | null, method: 'GET' | 'POST', path: string, options: { payload?: object; key?: string | null } = {}) {
  const key = options.key === undefined ? `key-number-${++keys}` : options.key;
  const headers = { ...(who && { authorization: `Bearer ${tokens[who] ?? ''}` }), ...(method === 'POST' && key !== null && { 'idempotency-key': key }) };
  const reply = await app.inject({ method, url: `/api/v1/communities/${slug}/${path}`, headers, ...(options.payload && { payload: options.payload }) });
  return { status: reply.statusCode, body: reply.json() as Record<string, unknown>, replayed: reply.headers['idempotency-replayed'] };
}

describe('property fees over HTTP', () => {
  it('are billed: first for a look, then once', async () => {
    const look = await call('BOOKKEEPER', 'POST', 'bill-runs', { payload: { period: '2024-01', dryRun: true }, key: null });
    expect(look).toMatchObject({ status: 200, body: { dryRun: true, households: 4, total: '352.73' } });
    expect(await compound.footprint()).toMatchObject({ seq: 0 });
    const fingerprint = look.body['fingerprint'];
    for (const unseen of [{}, { fingerprint: 'x' }])
      expect(await call('BOOKKEEPER', 'POST', 'bill-runs', { payload: { period: '2024-01', ...unseen } })).toMatchObject({
        status: 400,
        body: { errors: [{ path: 'fingerprint' }] },
      });
    expect(await call('BOOKKEEPER', 'POST', 'bill-runs', { payload: { period: '2024-01', fingerprint: '0'.repeat(64) } })).toMatchObject({
      status: 409,
      body: { code: 'BILLING_PREVIEW_STALE' },
    });
    const run = () => call('BOOKKEEPER', 'POST', 'bill-runs', { payload: { period: '2024-01', fingerprint }, key: 'bills-2024-01' });
    const first = await run();
    expect(first).toMatchObject({ status: 200, body: { dryRun: false, total: '352.73' } });
    expect(await run()).toEqual({ ...first, replayed: 'true' });
    expect(await call('BOOKKEEPER', 'POST', 'bill-runs', { payload: { period: '2024-01', fingerprint } })).toMatchObject({
      status: 409,
      body: { code: 'FEES_ALREADY_BILLED' },
    });
    expect(await call('BOOKKEEPER', 'POST', 'bill-runs', { payload: { period: '2024-02', fingerprint }, key: 'bills-2024-01' })).toMatchObject({
      status: 422,
      body: { code: 'IDEMPOTENCY_KEY_REUSED' },
    });
  });

  it('list receipts page by page, newest first, and there is no way to write one', async () => {
    await compound.record([compound.money('01-101', '75.23', '01-09'), compound.money('02-101', '100.00', '01-10')]);
    const first = (await call('FIRM', 'GET', 'receipts?limit=1')).body as { items: object[]; nextCursor: string };
    expect(first.items).toEqual([
      {
        number: 'SJ2024-000002',
        unit: '02-101',
        amount: '100.00',
        prepaid: '9.73',
        lateFees: '0.00',
        void: null,
        origin: 'BANK',
        receivedOn: '2024-01-10',
        effectiveOn: '2024-01-10',
        entry: 6,
      },
    ]);
    const second = (await call('FIRM', 'GET', `receipts?limit=1&cursor=${first.nextCursor}`)).body;
    expect(second).toMatchObject({ items: [{ number: 'SJ2024-000001' }], nextCursor: null });
    expect((await call('BOOKKEEPER', 'POST', 'receipts', { payload: {} })).status).toBe(404);
  });

  it('show the ledger of a unit', async () => {
    expect((await call('CASHIER', 'GET', 'units/02-101/ledger')).body).toEqual({
      unit: '02-101',
      open: '0.00',
      prepaid: '9.73',
      bills: [{ period: '2024-01', item: 'PM', amount: '90.27', paid: '90.27', dueOn: '2024-01-31', state: 'PAID', entry: 3 }],
      receipts: [expect.objectContaining({ number: 'SJ2024-000002', prepaid: '9.73' })],
      settlements: [{ period: '2024-01', amount: '90.27', effectiveOn: '2024-01-10', receipt: 'SJ2024-000002' }],
    });
    expect(await call('CASHIER', 'GET', 'units/99-999/ledger')).toMatchObject({ status: 404, body: { code: 'FEES_UNIT_UNKNOWN' } });
  });

  it('take back an unpaid bill, and say what to correct for other entries', async () => {
    const reverse = (seq: number | string, reason = 'area was wrong') => call('BOOKKEEPER', 'POST', `entries/${seq}/reversal`, { payload: { reason } });
    expect(await reverse(5)).toMatchObject({ status: 422, body: { code: 'FEES_REVERSAL_RECEIPT' } });
    expect(await reverse(1)).toMatchObject({ status: 409, body: { code: 'FEES_BILL_PAID' } });
    expect(await reverse(2)).toMatchObject({ status: 200, body: { reversesSeq: 2, effectiveOn: '2024-01-01' } });
    expect(await reverse(2)).toMatchObject({ status: 409, body: { code: 'LEDGER_ALREADY_REVERSED' } });
    for (const seq of ['999', '99999999999999999999']) expect((await reverse(seq)).status).toBe(404);
    expect(await reverse('one')).toMatchObject({ status: 400, body: { code: 'REQUEST_INVALID' } });
    expect(await reverse(4, '')).toMatchObject({ status: 400, body: { code: 'REQUEST_INVALID', errors: [{ path: 'reason' }] } });
  });

  it('correct a unit, bill what is missing, and undo that', async () => {
    const correction = { from: '2024-01', kind: 'FLAT', area: '86.50', reason: '测绘更正', document: '测绘报告 2024-3' };
    expect(await call('FIRM', 'POST', 'units/01-102/corrections', { payload: correction })).toMatchObject({ status: 403 });
    expect(await call('COMMITTEE', 'POST', 'units/01-102/corrections', { payload: correction })).toMatchObject({ status: 403 });
    expect(await call('BOOKKEEPER', 'POST', 'units/01-102/corrections', { payload: { ...correction, kind: 'GARAGE' } })).toMatchObject({ status: 400 });
    const asked = await call('BOOKKEEPER', 'POST', 'units/01-102/corrections', { payload: correction });
    expect(asked.status).toBe(200);
    const { id } = asked.body as { id: number };
    expect((await call('FIRM', 'GET', 'unit-corrections')).body).toEqual([
      { id, unit: '01-102', from: '2024-01', kind: 'FLAT', area: '86.50', reason: null, document: null, askedAt: expect.any(String) },
    ]);
    expect((await call('COMMITTEE', 'GET', 'unit-corrections')).body).toMatchObject([{ reason: '测绘更正', document: '测绘报告 2024-3' }]);
    const decision = `unit-corrections/${id}/decision`;
    expect(await call('BOOKKEEPER', 'POST', decision, { payload: { decision: 'AGREED' } })).toMatchObject({ status: 403 });
    expect(await call('COMMITTEE', 'POST', decision, { payload: { decision: 'PERHAPS' } })).toMatchObject({ status: 400 });
    expect(await call('COMMITTEE', 'POST', decision, { payload: { decision: 'AGREED' } })).toMatchObject({ status: 200, body: { id, state: 'AGREED' } });
    expect((await call('FIRM', 'GET', 'units/01-102/corrections')).body).toMatchObject([{ from: '2024-01', area: '86.50', reason: null, document: null }]);
    expect((await call('BOOKKEEPER', 'GET', 'units/01-102/corrections')).body).toMatchObject([{ reason: '测绘更正', document: '测绘报告 2024-3' }]);
    const runs = 'bill-runs/2024-01/supplements';
    expect(await call('FIRM', 'POST', runs, { payload: { dryRun: true } })).toMatchObject({ status: 403 });
    const { body: told } = await call('BOOKKEEPER', 'POST', runs, { payload: { dryRun: true } });
    expect(told).toMatchObject({ total: '73.53', rows: [{ unitCode: '01-102', takenBack: '75.23' }] });
    const { fingerprint } = told as { fingerprint: string };
    expect(await call('BOOKKEEPER', 'POST', runs, { payload: { units: ['01-102'] } })).toMatchObject({ status: 400 });
    const { body: billed } = await call('BOOKKEEPER', 'POST', runs, { payload: { fingerprint } });
    expect((await call('CASHIER', 'GET', runs)).body).toMatchObject([{ supplement: (billed as { supplement: number }).supplement, bills: 1, total: '73.53' }]);
    const undo = () =>
      call('BOOKKEEPER', 'POST', 'bill-runs/2024-01/undo', { payload: { reason: '补错了', supplement: (billed as { supplement: number }).supplement } });
    expect(await undo()).toMatchObject({ status: 200, body: { bills: 1, total: '73.53' } });
    expect(await undo()).toMatchObject({ status: 409, body: { code: 'BILLING_SUPPLEMENT_NONE' } });
  });

  it('answer that nobody knows when the connection broke again and again, and the same request finds out', async () => {
    const seq = Number((await compound.footprint())?.['seq']);
    proxy.cuts.push('answer', 'answer', 'answer', 'answer');
    const reverse = () => call('BOOKKEEPER', 'POST', 'entries/4/reversal', { payload: { reason: 'area was wrong' }, key: 'lost-reversal' });
    expect(await reverse()).toMatchObject({ status: 503, body: { code: 'DATABASE_LOST', detail: expect.stringContaining('可能已经生效') as string } });
    expect(proxy.cuts).toEqual([]);
    expect(await compound.footprint()).toMatchObject({ seq: seq + 1 });
    expect(await reverse()).toMatchObject({ status: 200, body: { reversesSeq: 4 }, replayed: 'true' });
    expect(await compound.footprint()).toMatchObject({ seq: seq + 1 });
  });
});

describe('operating income over HTTP', () => {
  it('lists leases page by page', async () => {
    const first = (await call('FIRM', 'GET', 'leases?limit=4')).body as { items: object[]; nextCursor: string };
    expect(first.items[0]).toEqual({
      code: 'ZL01',
      endedOn: null,
      asset: '地面停车位160个',
      kind: '4201.01',
      counterparty: '嘉善星泊停车管理有限公司',
      amount: '8000.00',
      schedule: 'MONTHLY',
      firstDueOn: '2024-01-05',
      from: '2024-01-01',
      to: '2026-12-31',
    });
    expect((await call('FIRM', 'GET', `leases?limit=4&cursor=${first.nextCursor}`)).body).toMatchObject({ items: [{ code: 'ZL05' }], nextCursor: null });
  });

  it('is accrued once a month', async () => {
    const accrue = (period: string) => call('BOOKKEEPER', 'POST', 'income-accruals', { payload: { period } });
    expect(await accrue('2024-01')).toMatchObject({ status: 200, body: { charges: 3, total: '14600.00', fromAdvances: '0.00' } });
    expect(await accrue('2024-01')).toMatchObject({ status: 409, body: { code: 'LEASE_ALREADY_ACCRUED' } });
    expect(await accrue('2024-02')).toMatchObject({ status: 422, body: { code: 'LEASE_MONTH_NOT_BEGUN' } });
  });
});

describe('a request is refused', () => {
  it.each<[who: Role, path: string, payload: object]>([
    ['CASHIER', 'bill-runs', { period: '2024-01', dryRun: true }],
    ['FIRM', 'bill-runs', { period: '2024-01', dryRun: true }],
    ['CASHIER', 'entries/4/reversal', { reason: 'x' }],
    ['FIRM', 'income-accruals', { period: '2024-01' }],
  ])('with 403 when the %s posts to %s', async (who, path, payload) => {
    expect(await call(who, 'POST', path, { payload })).toMatchObject({ status: 403, body: { code: 'NOT_ALLOWED' } });
  });

  it('with 401 without a session, 400 without a key, with unknown fields and with what is no month', async () => {
    expect((await call(null, 'GET', 'receipts')).status).toBe(401);
    for (const [path, payload] of [
      ['bill-runs', { period: '2024-01', fingerprint: '0'.repeat(64) }],
      ['income-accruals', { period: '2024-01' }],
    ] as const)
      expect(await call('BOOKKEEPER', 'POST', path, { payload, key: null })).toMatchObject({
        body: { code: 'IDEMPOTENCY_KEY_MISSING' },
      });
    for (const payload of [{ period: '2024-13' }, { period: 202_401 }, { period: '2024-01', total: 1 }, { period: '2024-01', dryRun: 'yes' }])
      expect(await call('BOOKKEEPER', 'POST', 'bill-runs', { payload })).toMatchObject({ status: 400, body: { code: 'REQUEST_INVALID' } });
    expect((await call('BOOKKEEPER', 'GET', 'receipts?cursor=eee')).status).toBe(400);
  });

  it('give a receipt as a PDF, the same bytes each time, to those who may read fees', async () => {
    compound.today(day('01-11'));
    const line = await bankOf(on, compound).line('01-09', '75.23');
    const [receipt] = await compound.record([compound.money('S-01', '75.23', '01-09', { bankLineId: line.id })]);
    const get = (role: Role, query = '') =>
      app.inject({ url: `/api/v1/communities/${slug}/receipts/${receipt?.number}.pdf${query}`, headers: { authorization: `Bearer ${tokens[role]}` } });
    const first = await get('BOOKKEEPER');
    expect([first.statusCode, first.headers['content-type'], first.rawPayload.subarray(0, 5).toString()]).toEqual([200, 'application/pdf', '%PDF-']);
    expect(first.headers['content-disposition']).toBe(`attachment; filename="${receipt?.number}.pdf"`);
    expect((await get('BOOKKEEPER')).rawPayload.equals(first.rawPayload)).toBe(true);
    expect((await get('FIRM')).rawPayload.equals(first.rawPayload)).toBe(false); // the payer's name is masked there
    expect((await get('BOOKKEEPER', '?lang=en')).rawPayload.equals(first.rawPayload)).toBe(false);
    const missing = await app.inject({ url: `/api/v1/communities/${slug}/receipts/SJ2024-000099.pdf`, headers: { authorization: `Bearer ${tokens.FIRM}` } });
    expect([missing.statusCode, (missing.json() as Record<string, unknown>)['code']]).toEqual([404, 'RECEIPT_UNKNOWN']);
    expect((await app.inject({ url: `/api/v1/communities/${slug}/receipts/${receipt?.number}.pdf` })).statusCode).toBe(401);
    await compound.run(async (tx) => (await on.ledger.lock(tx), on.receipts.undo(tx, posting, { receiptId: receipt?.id ?? 0, reason: 'wrong unit' })));
    expect((await get('BOOKKEEPER')).rawPayload.equals(first.rawPayload)).toBe(false);
  });

  it('list receipts by unit, day and state', async () => {
    const numbers = async (query: string) => {
      const { body } = await call('FIRM', 'GET', `receipts?${query}`);
      return (body as { items: { number: string }[] }).items.map(({ number }) => number);
    };
    const [gone] = await numbers('state=VOID');
    expect(await numbers('unit=S-01&from=2024-01-09&to=2024-01-09&origin=BANK')).toEqual([gone]);
    expect(await numbers('state=VALID')).not.toContain(gone);
    expect([await numbers('unit=S-01&from=2024-01-10'), await numbers('unit=S-01&origin=CHANNEL')]).toEqual([[], []]);
    expect((await call('FIRM', 'GET', 'receipts?state=LOST')).status).toBe(400);
    const one = (await call('FIRM', 'GET', `receipts/${gone}`)).body as { receipt: { void: object }; settlements: object[] };
    // why is in words of the bookkeeper about a household, and not for the firm
    expect(one.receipt.void).toMatchObject({ kind: 'UNDONE', reason: null });
    const reader = (await call('BOOKKEEPER', 'GET', `receipts/${gone}`)).body as { receipt: { void: object } };
    expect(reader.receipt.void).toMatchObject({ kind: 'UNDONE', reason: 'wrong unit' });
    for (const path of ['receipts?state=VOID', 'units/S-01/ledger']) {
      const texts = await Promise.all((['FIRM', 'BOOKKEEPER'] as const).map(async (who) => JSON.stringify((await call(who, 'GET', path)).body)));
      expect([path, ...texts.map((text) => text.includes('wrong unit'))]).toEqual([path, false, true]);
    }
    expect(one.settlements).toEqual([]);
  });

  it('move the money of a receipt and refund a prepayment, under a key, for the bookkeeper alone', async () => {
    const numbers = (await call('FIRM', 'GET', 'receipts?state=VALID')).body as { items: { number: string }[] };
    const number = numbers.items.at(-1)?.number ?? '';
    const move = { payload: { fromPeriod: '2024-01' }, key: null };
    expect((await call('FIRM', 'POST', `receipts/${number}/reallocation`, move)).status).toBe(403);
    expect((await call('BOOKKEEPER', 'POST', `receipts/${number}/reallocation`, move)).body).toMatchObject({ code: 'IDEMPOTENCY_KEY_MISSING' });
    const refund = { unit: '01-101', amount: '1.005', reason: 'the flat was sold', document: 'contract 17' };
    expect((await call('BOOKKEEPER', 'POST', 'fee-refunds', { payload: refund, key: 'refund-0001' })).status).toBe(400);
    const asked = await call('BOOKKEEPER', 'POST', 'fee-refunds', { payload: { ...refund, amount: '99999.00' }, key: 'refund-0002' });
    expect([asked.status, asked.body]).toMatchObject([422, { code: 'FEE_REFUND_TOO_MUCH' }]);
    expect((await call('FIRM', 'GET', 'fee-refunds')).body).toEqual({ items: [] });
  });
});
