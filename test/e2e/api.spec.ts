import { createHash } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { TestApp } from '../support/app.js';
import { startDemoApp } from '../support/demo.js';

type Request = Exclude<Parameters<NestFastifyApplication['inject']>[0], string>;

const PASSWORD = 'mingbai-demo';
const API = '/api/v1/communities/ryxc';

describe('the API on the played demo', () => {
  let test: TestApp;
  const tokens = new Map<string, string>();

  beforeAll(async () => {
    test = await startDemoApp();
    for (const login of ['shequ1', 'zhongxin1', 'jiuwang1', 'jizhang1', 'chuna1']) {
      const response = await test.app.inject({ method: 'POST', url: '/api/v1/session', payload: { login, password: PASSWORD } });
      expect(response.statusCode).toBe(201);
      tokens.set(login, response.json<{ token: string }>().token);
    }
  }, 180_000);
  afterAll(() => test.close());

  const as = (login: string, request: Request) =>
    test.app.inject({ ...request, headers: { authorization: `Bearer ${tokens.get(login)}`, ...request.headers } });
  const get = (login: string, path: string) => as(login, { method: 'GET', url: `${API}${path}` });

  it('answers the funds, with money as strings', async () => {
    const response = await get('shequ1', '/funds');
    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual({
      items: [
        { fund: 'SVC', cash: '55991.08', restricted: '11198.22', available: '44792.86' },
        { fund: 'COM', cash: '58100.00', restricted: '0.00', available: '58100.00' },
        { fund: 'QLT', cash: '604.96', restricted: '0.00', available: '604.96' },
        { fund: 'TRN', cash: '0.00', restricted: '0.00', available: '0.00' },
      ],
    });
  });

  it('gives lists in pages that join without gap or overlap', async () => {
    const seqs: number[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: { items: { seq: number }[]; nextCursor: string | null } = (
        await get('jizhang1', `/entries?limit=200${cursor ? `&cursor=${cursor}` : ''}`)
      ).json();
      seqs.push(...page.items.map((item) => item.seq));
      cursor = page.nextCursor;
    }
    expect(seqs).toEqual(Array.from({ length: seqs.length }, (_, index) => index + 1));
    expect(seqs.length).toBeGreaterThan(4000);
  });

  it('refuses what a role may not do with 403, and what it may not see', async () => {
    expect((await get('jiuwang1', '/entries')).statusCode).toBe(403);
    const close = await as('jiuwang1', {
      method: 'POST',
      url: `${API}/periods/2024-05/close`,
      headers: { 'idempotency-key': 'close-by-the-firm' },
      payload: {},
    });
    expect([close.statusCode, close.json<{ code: string }>().code]).toEqual([403, 'NOT_ALLOWED']);
  });

  it.each([250.5, 'NaN', '10.005', '1e3', '10000000000000.00', '１００.00'])('refuses %s as an amount with 400 and names the field', async (amount) => {
    const request = {
      method: 'POST',
      url: `${API}/disbursements`,
      headers: { 'idempotency-key': `amount-${encodeURIComponent(amount)}-xxxx` },
      payload: { kind: 'BASE', period: '2024-04', amount },
    } as const;
    const response = await as('jiuwang1', request);
    expect([response.statusCode, response.headers['content-type']]).toEqual([400, expect.stringContaining('application/problem+json')]);
    expect(response.json<{ errors: { path: string }[] }>().errors.map((error) => error.path)).toEqual(['amount']);
  });

  it('refuses a payout of less than nothing, and one of a fen more than the rule gives, with the figures', async () => {
    const ask = (amount: string) =>
      as('jiuwang1', {
        method: 'POST',
        url: `${API}/disbursements`,
        headers: { 'idempotency-key': `ask-${amount}-xxxx` },
        payload: { kind: 'BASE', period: '2024-03', amount },
      });
    expect((await ask('-1.00')).json()).toMatchObject({ status: 422, code: 'DISBURSEMENT_AMOUNT', detail: expect.stringContaining('-1.00') });
    expect((await ask('0.01')).json()).toMatchObject({ status: 422, code: 'DISBURSEMENT_OVER_BASE', detail: expect.stringContaining('40266.19') });
  });

  it('refuses fields that it does not know, and a payout without a key', async () => {
    const unknown = await as('jiuwang1', {
      method: 'POST',
      url: `${API}/disbursements`,
      headers: { 'idempotency-key': 'unknown-field-1' },
      payload: { kind: 'BASE', period: '2024-04', amount: '1.00', approved: true },
    });
    expect([unknown.statusCode, unknown.json<{ errors: { path: string }[] }>().errors[0]?.path]).toEqual([400, 'approved']);
    const keyless = await as('jiuwang1', { method: 'POST', url: `${API}/disbursements`, payload: { kind: 'BASE', period: '2024-04', amount: '1.00' } });
    expect([keyless.statusCode, keyless.json<{ code: string }>().code]).toEqual([400, 'IDEMPOTENCY_KEY_MISSING']);
  });

  it('tells people nothing of what broke inside, and gives the id of the request', async () => {
    const response = await get('shequ1', '/entries?cursor=@@@');
    expect(response.statusCode).toBe(400);
    expect(response.json<{ requestId: string }>().requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(response.body).not.toMatch(/node_modules|at .*\.ts/);
  });

  it('stands behind headers that let a page do nothing but show itself', async () => {
    const response = await test.app.inject({ url: '/health/live' });
    expect(response.headers).toMatchObject({
      'content-security-policy': expect.stringContaining("default-src 'none'"),
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'SAMEORIGIN',
      'referrer-policy': 'same-origin',
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
    });
    expect(response.headers['content-security-policy']).toMatch(/frame-ancestors 'none'; base-uri 'none'; form-action 'none'/);
    expect(response.headers['access-control-allow-origin']).toBeUndefined();
  });

  it.each(['/', '/p/ryxc', '/p/ryxc/contract', '/p/nowhere', '/sign-in', '/en/p/ryxc'])('lets %s wear its own style', async (url) => {
    const page = await test.app.inject({ url, headers: { accept: 'text/html' } });
    const [, style = ''] = /<style>([\s\S]*?)<\/style>/.exec(page.body) ?? [];
    expect(style.length).toBeGreaterThan(1000);
    expect(page.headers['content-security-policy']).toContain(`style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`);
  });

  it('lets neither the browser nor anybody on the way keep what is somebody’s own', async () => {
    for (const path of ['/funds', '/units', '/entries', '/members'])
      expect([path, (await get('shequ1', path)).headers['cache-control']]).toEqual([path, 'no-store']);
  });

  it('knows no method but those of its routes', async () => {
    for (const method of ['TRACE', 'PUT'] as const) expect((await test.app.inject({ method: method as 'PUT', url: `${API}/funds` })).statusCode).toBe(404);
    expect(
      (await test.app.inject({ method: 'OPTIONS', url: `${API}/funds`, headers: { origin: 'https://evil.example' } })).headers['access-control-allow-origin'],
    ).toBeUndefined();
  });
});
