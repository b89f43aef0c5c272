import type { TestApp } from '../support/app.js';
import { Logger } from '../../src/platform/logging/index.js';
import { startDemoApp } from '../support/demo.js';
import { WebClient } from '../support/web-client.js';

/** What is written of a request that fails, however it fails: nothing that was typed, no name, nothing that opens anything. */
describe('the log', () => {
  const lines: string[] = [];
  let test: TestApp;
  beforeAll(async () => {
    test = await startDemoApp({ logger: new Logger('trace', { write: (line) => void lines.push(line) }) });
  }, 180_000);
  afterAll(() => test.close());

  const SECRET = 'Geheimnis-7f3a';
  const API = '/api/v1/communities/ryxc';
  const post = (url: string, payload: object | string, headers: Record<string, string> = {}) =>
    test.app.inject({ method: 'POST', url, headers: { 'idempotency-key': 'key-of-a-log-test', ...headers }, payload });
  const asOwner = (sql: string) => test.database.as('postgres', (client) => client.query(sql));
  const tokenOf = async (login: string): Promise<string> =>
    (await post('/api/v1/session', { login, password: 'mingbai-demo' })).json<{ token: string }>().token;

  it('says nothing of what was refused, and of what broke only where', async () => {
    const token = await tokenOf('shequ1');
    const bearer = { authorization: `Bearer ${token}` };
    const owner = await asOwner(`select name from mingbai.unit_owner where community_id = 1 order by id limit 1`);
    const name = String((owner.rows[0] as { name: string }).name);
    const bytes = `%PDF-1.4 ${SECRET}`;
    const form = `--x\r\ncontent-disposition: form-data; name="file"; filename="${SECRET}.pdf"\r\ncontent-type: application/pdf\r\n\r\n${bytes}\r\n--x--\r\n`;
    // refused
    await post('/api/v1/session', { login: 'shequ1', password: SECRET });
    await post('/api/v1/session', { login: SECRET, password: SECRET, code: SECRET });
    await post('/api/v1/session', `{"login": "${SECRET}`, { 'content-type': 'application/json' });
    await post(`${API}/disbursements`, { [SECRET]: SECRET }, bearer);
    await post(`${API}/keys`, { key: SECRET }, bearer);
    await post(`${API}/evidence`, form.replace('%PDF-1.4', SECRET), { ...bearer, 'content-type': 'multipart/form-data; boundary=x' });
    await test.app.inject({ url: `${API}/units/${encodeURIComponent(name)}/ledger?x=${SECRET}`, headers: bearer });
    await test.app.inject({ url: '/api/v1/account/sessions', headers: { authorization: `Bearer ${SECRET}`, cookie: `mingbai_session=${SECRET}` } });
    expect((await new WebClient(test.app).get(`/invitation/${SECRET}`)).status).toBe(404);
    // broken: the database refuses what the application may do on other days, with the row and its parameters in the error
    const before = lines.length;
    await asOwner(`alter table mingbai.security_event add constraint broken check (network is null or network = '') not valid`);
    await asOwner('alter table mingbai.access_log add constraint broken check (reason is null) not valid');
    expect((await post('/api/v1/session', { login: 'zhongxin1', password: 'mingbai-demo' })).statusCode).toBe(500);
    const told = await post(`${API}/units/03-201/owner-name`, { reason: `核对${name}的收据${SECRET}` }, bearer);
    expect([told.statusCode, told.body.includes(name)]).toEqual([500, false]);
    const broken = lines.slice(before).map((line) => JSON.parse(line) as { error?: { code?: string; constraint?: string; stack?: string } });
    expect(broken.map(({ error }) => [error?.code, error?.constraint])).toEqual(expect.arrayContaining([['23514', 'broken']]));
    expect(broken.find(({ error }) => error)?.error?.stack).toMatch(/^ {4}at /);
    const whole = lines.join('');
    for (const kept of [SECRET, name, token, 'mingbai-demo', '沈若兰']) expect([kept, whole.includes(kept)]).toEqual([kept, false]);
  });

  it.each([
    ['of a value that PostgreSQL cannot take', Object.assign(new Error(`invalid input syntax for type date: "${SECRET}"`), { code: '22007' })],
    [
      'of the same as TypeORM wraps it',
      Object.assign(new Error(`invalid input "${SECRET}"`), { driverError: { code: '22P02', detail: SECRET, parameters: [SECRET] } }),
    ],
    ['of JSON that is none', new SyntaxError(`Unexpected token in "${SECRET}"`)],
    ['of what is no error', { password: SECRET }],
  ])('keeps the words out %s', (_, error) => {
    const written: string[] = [];
    new Logger('trace', { write: (line) => void written.push(line) }).error(
      { error, password: SECRET, request: { password: SECRET, token: SECRET } },
      'failed',
    );
    expect(written).toHaveLength(1);
    expect(written[0]).not.toContain(SECRET);
  });
});
