import { Module, type DynamicModule } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { IdentityQueries, SetPassword } from '../../../src/modules/identity/index.js';
import { Settings } from '../../../src/platform/config/index.js';
import { DatabaseModule } from '../../../src/platform/database/index.js';
import { createHttpApp, ErrorPages, PlatformModule } from '../../../src/platform/http/index.js';
import { DemoProgress } from '../../../src/platform/jobs/index.js';
import { Logger } from '../../../src/platform/logging/index.js';
import { writeBankCsv } from '../../support/bank-files.js';
import { writeWechatBill } from '../../support/channel-files.js';
import { TestDatabase } from '../../support/database.js';
import { statement } from '../bank/fixture.js';
import { booking, day, entities, modules, month, openStage, type SettlementScene } from './fixture.js';

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

let stage: Awaited<ReturnType<typeof openStage>>;
let scene: SettlementScene;
let app: NestFastifyApplication;
const tokens: Record<string, string> = {};

beforeAll(async () => {
  stage = await openStage();
  scene = await stage.newScene();
  app = await createHttpApp(TestModule.with(stage.database), { logger: new Logger('silent'), trustedProxies: [] });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  for (const who of ['bookkeeper', 'cashier', 'firm', 'community', 'centre'] as const) {
    const { personId } = scene.people[who];
    await scene.app.get(SetPassword).execute({ personId, password });
    const { login } = await scene.app.get(IdentityQueries).person(personId);
    const reply = await app.inject({ method: 'POST', url: '/api/v1/session', payload: { login, password } });
    tokens[who] = String((reply.json() as Record<string, unknown>)['token']);
  }
  await scene.begin(month('01'));
  scene.at(day('02-02'));
});
afterAll(async () => {
  await app.close();
  await stage.close();
});

let keys = 0;
interface Call {
  readonly payload?: string | object;
  readonly key?: string | null;
  readonly headers?: Record<string, string>;
}
async function call(who: string | null, method: 'GET' | 'POST', path: string, { payload, key = `key-number-${++keys}`, headers = {} }: Call = {}) {
  const all = {
    ...headers,
    ...(who !== null && { authorization: `Bearer ${tokens[who] ?? ''}` }),
    ...(method === 'POST' && key !== null && { 'idempotency-key': key }),
  };
  const reply = await app.inject({ method, url: `/api/v1/communities/${scene.slug}/${path}`, headers: all, ...(payload !== undefined && { payload }) });
  return { status: reply.statusCode, body: reply.json() as Record<string, unknown>, replayed: reply.headers['idempotency-replayed'] };
}

/** A statement in a multipart form, as a browser sends it. */
function upload(text: string, fields: Record<string, string> = {}): Pick<Call, 'payload' | 'headers'> {
  const parts = Object.entries(fields).map(([name, value]) => `--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`);
  const file = `--x\r\ncontent-disposition: form-data; name="file"; filename="2024-01.csv"\r\ncontent-type: text/csv\r\n\r\n${text}\r\n--x--\r\n`;
  return { payload: [...parts, file].join(''), headers: { 'content-type': 'multipart/form-data; boundary=x' } };
}

const january = writeBankCsv(
  statement('01-01', '01-31', '0.00', [
    { ...booking('01-05', '75.23', { counterpartyName: '甲方', remark: 'WY01-101' }), bankReference: 'A' },
    { ...booking('01-09', '8000.00', { counterpartyName: '嘉善星泊停车管理有限公司', remark: 'ZL01' }), bankReference: 'B' },
    { ...booking('01-20', '80.00', { counterpartyName: '丁' }), bankReference: 'C' },
  ]),
);

describe('a month over HTTP', () => {
  it('is shut to whoever has not signed in, and to roles that have no part in it', async () => {
    expect((await call(null, 'POST', 'bank-imports', upload(january))).status).toBe(401);
    for (const who of ['cashier', 'firm', 'community']) {
      expect((await call(who, 'POST', 'bank-imports', upload(january))).status).toBe(403);
      expect((await call(who, 'POST', 'bank-lines/match')).status).toBe(403);
      expect((await call(who, 'POST', 'bank-lines/1/match', { payload: { parts: [{ target: 'UNIT', reference: '01-101' }] } })).status).toBe(403);
      expect((await call(who, 'POST', 'periods/2024-01/close')).status).toBe(403);
      expect((await call(who, 'POST', 'reconciliations', { payload: { month: '2024-01' } })).status).toBe(403);
      expect((await call(who, 'POST', 'periods/2024-01/reopen', { payload: { reason: 'x', expiresAt: '2024-02-03T09:00:00+08:00' } })).status).toBe(403);
    }
    expect((await call('firm', 'GET', 'bank-lines')).status).toBe(403);
    expect((await call('firm', 'GET', 'reconciliations')).status).toBe(403);
  });

  it('shows what an import would do, and imports once', async () => {
    const preview = await call('bookkeeper', 'POST', 'bank-imports', upload(january, { dryRun: 'true' }));
    expect(preview).toMatchObject({ status: 200, body: { dryRun: true, newLineCount: 3, closing: '8155.23', firstLines: [{ amount: '75.23' }, {}, {}] } });
    expect((await call('bookkeeper', 'GET', 'bank-lines')).body).toEqual({ items: [], nextCursor: null });
    const imported = await call('bookkeeper', 'POST', 'bank-imports', { ...upload(january), key: 'import-2024-01' });
    expect(imported).toMatchObject({
      status: 200,
      body: { dryRun: false, fileName: '2024-01.csv', newLineCount: 3, accountLast4: '8866', firstLines: [] },
      replayed: undefined,
    });
    expect(await call('bookkeeper', 'POST', 'bank-imports', { ...upload(january), key: 'import-2024-01' })).toMatchObject({
      body: imported.body,
      replayed: 'true',
    });
    expect(await call('bookkeeper', 'POST', 'bank-imports', upload(january))).toMatchObject({ status: 409, body: { code: 'BANK_FILE_ALREADY_IMPORTED' } });
  });

  it('refuses a broken file with its line and what to do, and a request without a file or a key', async () => {
    const broken = await call('bookkeeper', 'POST', 'bank-imports', upload(january.replace('75.23', '75.24')));
    expect(broken).toMatchObject({ status: 400, body: { code: 'BANK_FILE_BALANCE_BROKEN' } });
    expect(broken.body['detail']).toMatch(/第 7 行/);
    expect(await call('bookkeeper', 'POST', 'bank-imports', { ...upload(january), key: null })).toMatchObject({
      status: 400,
      body: { code: 'IDEMPOTENCY_KEY_MISSING' },
    });
    expect(await call('bookkeeper', 'POST', 'bank-imports', { payload: {} })).toMatchObject({ status: 400, body: { code: 'REQUEST_INVALID' } });
    expect(await call('bookkeeper', 'POST', 'bank-imports', upload(january, { force: 'true' }))).toMatchObject({
      status: 400,
      body: { code: 'REQUEST_INVALID' },
    });
  });

  it('shows lines page by page, names and numbers whole only to the bookkeeper', async () => {
    const first = await call('bookkeeper', 'GET', 'bank-lines?limit=2');
    expect(first.body).toMatchObject({ items: [{ counterpartyName: '甲方', counterpartyAccount: '9901000000000001', remark: 'WY01-101', state: 'NEW' }, {}] });
    const rest = await call('bookkeeper', 'GET', `bank-lines?limit=2&cursor=${String(first.body['nextCursor'])}`);
    expect(rest.body).toMatchObject({ items: [{ counterpartyName: '丁', amount: '80.00' }], nextCursor: null });
    const masked = await call('community', 'GET', 'bank-lines?from=2024-01-05&to=2024-01-05');
    expect(masked.body).toMatchObject({ items: [{ counterpartyName: '甲*', counterpartyAccount: '0001', remark: null }] });
    expect(await call('bookkeeper', 'GET', 'bank-lines?state=LOST')).toMatchObject({ status: 400 });
  });

  it('matches by rule and by hand', async () => {
    expect(await call('bookkeeper', 'POST', 'bank-lines/match')).toMatchObject({ status: 200, body: { lines: 3, units: 1, leases: 1, suspended: 1 } });
    const { items } = (await call('bookkeeper', 'GET', 'bank-lines?state=SUSPENSE')).body as { items: { id: number }[] };
    const path = `bank-lines/${items[0]?.id ?? 0}/match`;
    const wrong = { parts: [{ target: 'UNIT', reference: '01-102', amount: 80 }] };
    expect(await call('bookkeeper', 'POST', path, { payload: wrong })).toMatchObject({
      status: 400,
      body: { code: 'REQUEST_INVALID', errors: [{ path: 'parts[0].amount' }] },
    });
    expect(await call('bookkeeper', 'POST', path, { payload: { parts: [] } })).toMatchObject({ status: 400 });
    expect(await call('bookkeeper', 'POST', path, { payload: { parts: [{ target: 'UNIT', reference: '01-102', amount: '79.99' }] } })).toMatchObject({
      status: 422,
      body: { code: 'ASSIGN_AMOUNT_DIFFERS' },
    });
    expect(await call('bookkeeper', 'POST', path, { payload: { parts: [{ target: 'UNIT', reference: '09-999' }] } })).toMatchObject({ status: 404 });
    expect(await call('bookkeeper', 'POST', path, { payload: { parts: [{ target: 'UNIT', reference: '01-102' }] } })).toMatchObject({
      status: 200,
      body: { state: 'MATCHED' },
    });
    expect(await call('bookkeeper', 'POST', 'bank-lines/x/match', { payload: { parts: [{ target: 'SUSPENSE' }] } })).toMatchObject({ status: 400 });
  });

  const reconcile = async (key: string): Promise<void> => {
    const payload = { month: '2024-01' };
    const prepared = await call('bookkeeper', 'POST', 'reconciliations', { payload, key });
    expect(prepared).toMatchObject({ status: 200, body: { month: '2024-01', bankBalance: '8155.23' } });
    expect(await call('bookkeeper', 'POST', 'reconciliations', { payload, key })).toMatchObject({ body: prepared.body, replayed: 'true' });
    const { id, sha256 } = prepared.body as { id: number; sha256: string };
    const sign = (who: string, fingerprint = sha256) => call(who, 'POST', `reconciliations/${id}/sign`, { payload: { sha256: fingerprint } });
    for (const who of ['bookkeeper', 'firm', 'cashier']) expect((await sign(who)).status).toBe(403);
    expect(await sign('community', '0'.repeat(64))).toMatchObject({ status: 409, body: { code: 'RECONCILIATION_OTHER' } });
    expect(await sign('community', 'x')).toMatchObject({ status: 400, body: { code: 'REQUEST_INVALID' } });
    expect(await sign('community')).toMatchObject({ status: 200, body: { id, month: '2024-01' } });
    expect(await sign('centre')).toMatchObject({ status: 409, body: { code: 'RECONCILIATION_STATE' } });
    expect((await call('community', 'GET', `reconciliations/${id}`)).body).toMatchObject({ id, state: 'SIGNED', sha256 });
  };

  it('needs two organisations under its reconciliation', async () => {
    expect(await call('bookkeeper', 'POST', 'reconciliations', { payload: { month: '2024-02' } })).toMatchObject({
      status: 409,
      body: { code: 'LEDGER_PERIOD_NOT_NEXT' },
    });
    expect(await call('bookkeeper', 'POST', 'reconciliations', { payload: { month: 'x' } })).toMatchObject({ status: 400 });
    expect(await call('community', 'GET', 'reconciliations/999')).toMatchObject({ status: 404, body: { code: 'RECONCILIATION_MISSING' } });
    await reconcile('reconcile-2024-01-a');
    const { items } = (await call('community', 'GET', 'reconciliations')).body as { items: { id: number }[] };
    const path = `reconciliations/${items[0]?.id}/withdraw`;
    expect(await call('firm', 'POST', path, { payload: { reason: 'x' } })).toMatchObject({ status: 403 });
    expect(await call('cashier', 'POST', path, { payload: { reason: 'x' } })).toMatchObject({ status: 403 });
    expect(await call('bookkeeper', 'POST', path, { payload: { reason: 'a\nb' } })).toMatchObject({ status: 400, body: { code: 'RECONCILIATION_REASON' } });
    expect(await call('community', 'POST', path, { payload: { reason: 'a receipt is missing' } })).toMatchObject({ status: 200, body: { month: '2024-01' } });
    expect(await call('bookkeeper', 'POST', 'periods/2024-01/close')).toMatchObject({ status: 409, body: { code: 'CLOSE_NOT_RECONCILED' } });
    await reconcile('reconcile-2024-01-b');
  });

  it('says what stands before the close, closes, and shows the signed reconciliation', async () => {
    expect((await call('community', 'GET', 'periods/2024-01/checklist')).body).toMatchObject({
      ready: true,
      bankBalance: '8155.23',
      fundCash: '8155.23',
      documentClaims: '8155.23',
    });
    const february = (await call('community', 'GET', 'periods/2024-02/checklist')).body as {
      ready: boolean;
      steps: { name: string; code: string | null; message: string | null }[];
    };
    expect(february.ready).toBe(false);
    expect(february.steps[0]).toEqual({ name: 'MONTH', code: 'LEDGER_PERIOD_NOT_NEXT', message: '2024-02 现在不能结账，下一个要结账的月份是 2024-01。' });
    expect((await call('community', 'GET', 'periods')).body).toEqual({ items: [{ month: '2024-01', state: 'OPEN', closedAt: null }] });
    expect(await call('bookkeeper', 'POST', 'periods/2024-13/close')).toMatchObject({ status: 400, body: { code: 'PERIOD_INVALID' } });
    expect(await call('bookkeeper', 'POST', 'periods/2024-02/close')).toMatchObject({ status: 409, body: { code: 'LEDGER_PERIOD_NOT_NEXT' } });
    const closed = await call('bookkeeper', 'POST', 'periods/2024-01/close', { key: 'close-2024-01' });
    expect(closed).toMatchObject({ status: 200, body: { period: '2024-01', bankBalance: '8155.23', lines: 3 } });
    expect(await call('bookkeeper', 'POST', 'periods/2024-01/close', { key: 'close-2024-01' })).toMatchObject({ body: closed.body, replayed: 'true' });
    expect((await call('community', 'GET', 'periods')).body).toMatchObject({
      items: [
        { month: '2024-01', state: 'CLOSED' },
        { month: '2024-02', state: 'OPEN' },
      ],
    });
    // the owner of 80.00 was found in February: at the end of January it still waited
    expect((await call('community', 'GET', 'reconciliations')).body).toMatchObject({
      items: [
        { month: '2024-01', state: 'WITHDRAWN' },
        {
          month: '2024-01',
          state: 'CLOSED',
          bankBalance: '8155.23',
          fundCash: '8155.23',
          documentClaims: '8155.23',
          lineCount: 3,
          suspenseCount: 1,
          suspenseTotal: '80.00',
          suspenseOldestOn: '2024-01-20',
          funds: [{ fund: 'SVC', cash: '75.23', claims: '75.23' }, { fund: 'COM' }, { fund: 'QLT' }, { fund: 'TRN', cash: '80.00' }],
        },
      ],
    });
    expect(await scene.violations()).toEqual([]);
  });

  it('opens a closed month again when another organisation confirms it, and closes it once more', async () => {
    const payload = { reason: 'a bill of the wrong flat', expiresAt: '2024-02-09T09:00:00+08:00' };
    expect(await call('bookkeeper', 'POST', 'periods/2024-01/reopen', { payload: { reason: '', expiresAt: '2024-02-30T09:00:00+08:00' } })).toMatchObject({
      status: 400,
      body: { errors: expect.arrayContaining([expect.objectContaining({ path: 'reason' }), expect.objectContaining({ path: 'expiresAt' })]) },
    });
    expect(await call('bookkeeper', 'POST', 'periods/2024-01/reopen', { payload, key: null })).toMatchObject({
      status: 400,
      body: { code: 'IDEMPOTENCY_KEY_MISSING' },
    });
    expect(await call('bookkeeper', 'POST', 'periods/2024-01/reopen', { payload })).toMatchObject({
      status: 200,
      body: { number: 1, month: '2024-01', expiresAt: '2024-02-09T01:00:00.000Z' },
    });
    for (const who of ['bookkeeper', 'cashier', 'firm']) expect((await call(who, 'POST', 'reopenings/1/confirm')).status).toBe(403);
    expect(await call('centre', 'POST', 'reopenings/9/confirm')).toMatchObject({ status: 404, body: { code: 'LEDGER_REOPENING_MISSING' } });
    expect(await call('centre', 'POST', 'reopenings/1/confirm')).toMatchObject({
      status: 200,
      body: { closedThrough: '2023-12-31', reopenedThrough: '2024-01-31' },
    });
    expect(await call('community', 'POST', 'reopenings/1/confirm')).toMatchObject({ status: 409, body: { code: 'LEDGER_REOPENING_CONFIRMED' } });
    expect((await call('community', 'GET', 'reopenings')).body).toMatchObject({ items: [{ number: 1, month: '2024-01', reason: payload.reason }] });
    expect((await call('firm', 'GET', 'reopenings')).status).toBe(403);
    expect((await call('community', 'GET', 'periods')).body).toEqual({ items: [{ month: '2024-01', state: 'OPEN', closedAt: null }] });
    await reconcile('reconcile-2024-01-c');
    expect(await call('bookkeeper', 'POST', 'periods/2024-01/close')).toMatchObject({ status: 200, body: { bankBalance: '8155.23', lines: 3 } });
    expect((await call('community', 'GET', 'reconciliations')).body).toMatchObject({
      items: [{ state: 'WITHDRAWN' }, { state: 'CLOSED' }, { state: 'CLOSED' }],
    });
    expect(await scene.violations()).toEqual([]);
  });
});

describe('payments through a channel over HTTP', () => {
  const bill = writeWechatBill([
    { at: '2024-02-01 10:00:00', orderNo: 'H1', gross: '20.00', fee: '0.12', goods: 'WY01-102' },
    { at: '2024-02-01 11:00:00', orderNo: 'H2', gross: '30.00', fee: '0.18' },
  ]);

  it('are imported, placed by rule and by hand, and taken back; each once by its key, and by nobody else', async () => {
    scene.at(day('02-25'));
    expect((await call('bookkeeper', 'POST', 'channel-imports', upload(bill))).body).toMatchObject({ newLineCount: 2, net: '49.70' });
    expect((await call('cashier', 'POST', 'channel-lines/match')).status).toBe(403);
    expect((await call('bookkeeper', 'POST', 'channel-lines/match')).body).toMatchObject({ lines: 2, placed: 1, left: 1 });
    const waiting = await call('community', 'GET', 'channel-lines/waiting');
    const [line] = waiting.body['items'] as { id: number; reason: string; candidates: object[] }[];
    expect(line).toMatchObject({ reason: 'UNKNOWN_PAYER' });
    expect(JSON.stringify(waiting.body)).not.toContain('乙方');
    const place = `channel-lines/${line?.id}/place`;
    expect((await call('bookkeeper', 'POST', place, { payload: { unit: '01-999' } })).body).toMatchObject({ code: 'CHANNEL_UNIT_UNKNOWN' });
    expect((await call('bookkeeper', 'POST', place, { payload: { unit: '01-103', amount: '1.00' } })).status).toBe(400);
    expect((await call('firm', 'POST', place, { payload: { unit: '01-103' } })).status).toBe(403);
    const key = 'place-the-second-payment';
    const placed = await call('bookkeeper', 'POST', place, { payload: { unit: '01-103' }, key });
    expect([placed.status, placed.body]).toMatchObject([200, { unit: '01-103' }]);
    expect(await call('bookkeeper', 'POST', place, { payload: { unit: '01-103' }, key })).toMatchObject({ body: placed.body, replayed: 'true' });
    expect((await call('bookkeeper', 'POST', place, { payload: { unit: '01-102' }, key })).status).toBe(422);
    expect((await call('bookkeeper', 'POST', place, { payload: { unit: '01-103' } })).body).toMatchObject({ code: 'CHANNEL_LINE_STATE' });
    const undo = `channel-lines/${line?.id}/undo`;
    expect((await call('bookkeeper', 'POST', undo, { payload: {} })).status).toBe(400);
    expect((await call('bookkeeper', 'POST', undo, { payload: { reason: 'wrong flat' } })).status).toBe(200);
    expect((await call('bookkeeper', 'GET', 'channel-lines?state=NEW')).body['items']).toHaveLength(1);
    expect(await scene.violations()).toEqual([]);
  });
});
