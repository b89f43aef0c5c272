import { randomBytes } from 'node:crypto';
import { REQUESTS_A_MINUTE } from '../../src/platform/http/request-limits.js';
import type { TestApp } from '../support/app.js';
import { startDemoApp } from '../support/demo.js';

interface Answer {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly body: Record<string, unknown>;
}

const API = '/api/v1/communities/ryxc';
const token = () => randomBytes(32).toString('base64url');

/** Whoever tries out numbers and secrets learns nothing from the answers, and is stopped after so many. */
describe('guessing', () => {
  let test: TestApp;
  const tokens = new Map<string, string>();

  beforeAll(async () => {
    test = await startDemoApp({ requestLimits: true });
    for (const login of ['shequ1', 'zhongxin1', 'jiuwang1', 'jiedao1', 'shequ2', 'jizhang1']) {
      const response = await test.app.inject({ method: 'POST', url: '/api/v1/session', payload: { login, password: 'mingbai-demo' } });
      tokens.set(login, response.json<{ token: string }>().token);
    }
  }, 180_000);
  afterAll(() => test.close());

  const rows = <Row extends object>(sql: string) => test.database.as('postgres', async (client) => (await client.query(sql)).rows as Row[]);
  let keys = 0;
  const ask = async (
    url: string,
    { from, by, method = 'GET', payload }: { from?: string; by?: string; method?: 'GET' | 'POST'; payload?: object } = {},
  ): Promise<Answer> => {
    const headers = {
      ...(by !== undefined && { authorization: `Bearer ${tokens.get(by) ?? by}` }),
      ...(method === 'POST' && { 'idempotency-key': `guess-${++keys}-of-many` }),
    };
    const reply = await test.app.inject({ method, url, headers, ...(payload && { payload }), ...(from !== undefined && { remoteAddress: from }) });
    const body = reply.headers['content-type']?.toString().includes('json') === true ? reply.json<Record<string, unknown>>() : {};
    return { status: reply.statusCode, headers: reply.headers, body: { ...body, requestId: '' } };
  };
  /** Asks until it is told to wait; a minute may begin in between. @returns how often it was answered */
  const untilStopped = async (max: number, once: () => Promise<Answer>): Promise<number> => {
    for (let n = 0; n <= 2 * max + 1; n++) {
      const { status, headers, body } = await once();
      if (status !== 429) continue;
      expect(body).toMatchObject({ code: 'TOO_MANY_REQUESTS' });
      expect(Number(headers['retry-after'])).toBeGreaterThan(0);
      expect(Number(headers['retry-after'])).toBeLessThanOrEqual(60);
      return n;
    }
    return Number.POSITIVE_INFINITY;
  };

  it('a session: what never was, what ended and what only looks like one is answered alike, and a network is stopped', async () => {
    const ended = (await test.app.inject({ method: 'POST', url: '/api/v1/session', payload: { login: 'shequ2', password: 'mingbai-demo' } })).json<{
      token: string;
    }>().token;
    await test.app.inject({ method: 'DELETE', url: '/api/v1/session', headers: { authorization: `Bearer ${ended}` } });
    const from = '198.51.100.1';
    const answers = [];
    for (const guess of [token(), ended, 'x', `${token()}${token()}`, '0'.repeat(43)]) answers.push(await ask(`${API}/funds`, { by: guess, from }));
    for (const { status, body } of answers) expect([status, body]).toEqual([401, answers[0]?.body]);
    const { reads } = REQUESTS_A_MINUTE;
    expect(await untilStopped(reads, () => ask(`${API}/funds`, { by: token(), from }))).toBeGreaterThanOrEqual(reads - answers.length);
    // whose proxy nobody has named may say of itself what it likes
    const said = await test.app.inject({
      url: `${API}/funds`,
      headers: { authorization: `Bearer ${token()}`, 'x-forwarded-for': '203.0.113.99' },
      remoteAddress: from,
    });
    expect(said.statusCode).toBe(429);
    // others go on: another network, and whoever is signed in, also from there
    expect((await ask(`${API}/funds`, { by: token(), from: '198.51.100.2' })).status).toBe(401);
    expect((await ask(`${API}/funds`, { by: 'zhongxin1', from })).status).toBe(200);
  });

  it('an invitation: any token that is none is not found, on its page and by the API', async () => {
    const from = '198.51.100.3';
    for (const guess of [token(), 'x', 'x'.repeat(100)]) expect((await ask(`/invitation/${guess}`, { from })).status).toBe(404);
    const accept = () => ask('/api/v1/invitations/acceptance', { by: 'jiedao1', method: 'POST', payload: { token: token() } });
    const [first, second] = [await accept(), await accept()];
    expect([first.status, first.body]).toEqual([404, second.body]);
    const { writes } = REQUESTS_A_MINUTE;
    expect(await untilStopped(writes, accept)).toBeGreaterThanOrEqual(writes - 2);
    // a person reads on while they are not let write
    expect((await ask(`${API}/members`, { by: 'jiedao1' })).status).toBe(200);
  });

  it('a code of a unit: stopped long before, like a password', async () => {
    const join = () => ask('/join/ryxc', { by: 'shequ2', method: 'POST', payload: { join_code: 'AAAAA-AAAAA' } });
    const answers = [];
    for (let n = 0; n < 8; n++) answers.push((await join()).status);
    expect(answers.filter((status) => status === 429).length).toBeGreaterThanOrEqual(1);
    expect(new Set(answers.filter((status) => status !== 429)).size).toBe(1);
  });

  it('a text to sign: that of a colleague and one that never was are answered alike', async () => {
    const [open] = await rows<{ number: string }>(
      `select number from mingbai.disbursement where community_id = 1 and state = 'APPROVING' order by id desc limit 1`,
    );
    const path = `${API}/disbursements/${String(open?.number)}`;
    const shown = await ask(path, { by: 'shequ1' });
    const decision = { version: shown.body['version'], payloadSha256: shown.body['payloadSha256'], decision: 'APPROVE' };
    const opened = await ask(`${path}/challenges`, { by: 'shequ1', method: 'POST', payload: decision });
    const challengeId = opened.body['challengeId'] as number;
    expect([opened.status, opened.body]).toEqual([201, expect.objectContaining({ challengeId: expect.any(Number) })]);
    const guess = (id: number) => {
      const signature = { challengeId: id, suite: 'ed25519', signature: Buffer.alloc(64).toString('base64url') };
      return ask(`${path}/decisions`, { by: 'zhongxin1', method: 'POST', payload: { ...decision, signature } });
    };
    const [colleagues, none] = [await guess(challengeId), await guess(987_654)];
    expect([colleagues.status, colleagues.body]).toEqual([422, none.body]);
    expect(none.body['code']).toBe('APPROVAL_CHALLENGE_OTHER');
  });

  it('a payout: a number that never was, one of nothing and one of another shape are answered alike', async () => {
    const from = '198.51.100.4';
    const of = (number: string, slug = 'ryxc') => ask(`/api/v1/public/communities/${slug}/disbursements/${number}`, { from });
    const [none, ...others] = [await of('BF2024-99999'), await of('1'), await of('%27--'), await of('BF2024-0001', 'no-such-place')];
    for (const { status, body } of others) expect([status, body]).toEqual([404, none?.body]);
    expect(await untilStopped(REQUESTS_A_MINUTE.reads, () => of('BF2024-99999'))).toBeLessThan(Number.POSITIVE_INFINITY);
    // published bytes and the health of the server are for everybody, always
    for (const free of ['/p/ryxc/2024-03', '/p/ryxc/2024-03/v/1', '/api/v1/public/communities/ryxc/statements/2024-03.json', '/health/live'])
      expect([free, (await ask(free, { from })).status]).toEqual([free, 200]);
  });
});
