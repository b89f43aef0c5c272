import { createHash } from 'node:crypto';
import type { PersonId } from '../../../src/kernel/index.js';
import { TestDatabase } from '../../support/database.js';
import { refusedBy } from '../../support/refusal.js';
import { identityOn } from './fixture.js';

const password = 'correct horse battery';

let database: TestDatabase;
let app: ReturnType<typeof identityOn>;
let login: string;
let personId: PersonId;
let made = 0;

beforeAll(async () => {
  database = await TestDatabase.create();
  app = identityOn(database);
});
afterAll(() => database.destroy());
beforeEach(async () => {
  await asOwner('delete from mingbai.sign_in_attempt');
  login = `login${++made}`;
  personId = await app.newPerson(login);
  await app.setPassword.execute({ personId, password });
});

/** Real time cannot be moved, so the rows are: as somebody who owns the tables could. */
const asOwner = (sql: string, values: unknown[] = []) => database.as('mingbai_owner', (client) => client.query(sql, values));
const signIn = (values: Partial<{ login: string; password: string; address: string }> = {}) =>
  app.signIn.execute({ login, password, address: '203.0.113.1', ...values });
const failed = (values: Partial<{ login: string; password: string; address: string }> = {}) => refusedBy(signIn({ password: 'wrong password', ...values }));
const sessionCount = async (): Promise<number> =>
  (await asOwner('select count(*)::int as n from mingbai.session where person_id = $1', [personId])).rows[0].n as number;

describe('SetPassword', () => {
  it('stores an argon2id hash with the cost that OWASP asks for, never the password', async () => {
    const { rows } = await asOwner('select hash from mingbai.credential where person_id = $1', [personId]);
    expect(rows[0].hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(rows[0].hash).not.toContain(password);
  });

  it('gives two people with the same password different hashes', async () => {
    const other = await app.newPerson();
    await app.setPassword.execute({ personId: other, password });
    const { rows } = await asOwner('select distinct hash from mingbai.credential where person_id in ($1, $2)', [personId, other]);
    expect(rows).toHaveLength(2);
  });

  it('ends every session that the old password had opened, and the old password with them', async () => {
    const { token } = await signIn();
    await app.setPassword.execute({ personId, password: 'another long phrase' });
    expect(await app.access.sessionOf(token)).toBeNull();
    expect((await failed({ password })).code).toBe('IDENTITY_SIGN_IN_REFUSED');
    expect((await signIn({ password: 'another long phrase' })).personId).toBe(personId);
  });

  it.each([
    ['IDENTITY_PASSWORD_SHORT', 'short12'],
    ['IDENTITY_PASSWORD_LONG', 'x'.repeat(201)],
    ['IDENTITY_PASSWORD_IS_LOGIN', 'LOGIN-PERSON'],
    ['IDENTITY_PASSWORD_COMMON', 'password'],
    ['IDENTITY_PASSWORD_COMMON', 'Woaini1314'],
    ['IDENTITY_PASSWORD_COMMON', '1qaz2wsx'],
    ['IDENTITY_PASSWORD_COMMON', '１２３４５６７８'],
  ])('refuses with %s and keeps the old one', async (code, wrong) => {
    const person = await app.newPerson(`login-person`);
    expect((await refusedBy(app.setPassword.execute({ personId: person, password: wrong }))).code).toBe(code);
    const { rows } = await asOwner('select from mingbai.credential where person_id = $1', [person]);
    expect(rows).toEqual([]);
  });

  it('refuses a person who is not there', async () => {
    expect((await refusedBy(app.setPassword.execute({ personId: 9999 as PersonId, password }))).code).toBe('NOT_FOUND');
  });
});

describe('SignIn', () => {
  it('opens a session of 12 hours that tells who it is', async () => {
    const before = Date.now();
    const { token, formToken, expiresAt, personName } = await signIn();
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(Math.abs(Date.parse(expiresAt) - before - 12 * 3_600_000)).toBeLessThan(60_000);
    expect(await app.access.sessionOf(token)).toEqual({ personId, personName, expiresAt, formToken });
  });

  it('never stores the token: only its SHA-256, and the form token is another', async () => {
    const { token, formToken } = await signIn();
    const { rows } = await asOwner('select s::text as whole, token_hash from mingbai.session s where person_id = $1', [personId]);
    expect(rows).toHaveLength(1);
    expect(rows[0].token_hash).toEqual(createHash('sha256').update(token).digest());
    for (const secret of [token, formToken, Buffer.from(token).toString('hex'), Buffer.from(token, 'base64url').toString('hex')])
      expect(rows[0].whole).not.toContain(secret);
    expect(formToken).not.toContain(token);
  });

  it('takes the login in any case and the password from any keyboard', async () => {
    expect((await signIn({ login: ` ${login.toUpperCase()} `, password: 'ｃｏｒｒｅｃｔ horse battery' })).personId).toBe(personId);
  });

  it('answers an unknown login, a wrong password and a person without password alike, at the same cost', async () => {
    const without = `without${made}`;
    await app.newPerson(without);
    const fits = jest.spyOn(app.hasher, 'fits');
    const refusals = [await failed(), await failed({ login: `unknown${made}` }), await failed({ login: without })];
    expect(refusals).toEqual([1, 2, 3].map(() => ({ code: 'IDENTITY_SIGN_IN_REFUSED', details: {} })));
    expect(fits).toHaveBeenCalledTimes(3);
    fits.mockRestore();
    expect(await sessionCount()).toBe(0);
  });

  it('compares an unknown login with a hash of the same cost', async () => {
    const cost = /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/;
    const { rows } = await asOwner('select hash from mingbai.credential where person_id = $1', [personId]);
    expect(rows[0].hash).toMatch(cost);
    expect(await app.hasher['decoy']).toMatch(cost);
    expect(await app.hasher.fits('wrong password', null)).toBe(false);
  });

  it('does not let the empty or the overlong password in', async () => {
    expect((await failed({ password: '' })).code).toBe('IDENTITY_SIGN_IN_REFUSED');
    expect((await failed({ password: 'x'.repeat(1_000_000) })).code).toBe('IDENTITY_SIGN_IN_REFUSED');
  });
});

describe('guessing', () => {
  /** Lets the waiting time of everybody pass. */
  const wait = () => asOwner(`update mingbai.sign_in_attempt set blocked_until = now() - interval '1 second'`);
  const waitOf = async (): Promise<number> => {
    const { rows } = await asOwner('select round(max(extract(epoch from blocked_until - last_at)))::int as seconds from mingbai.sign_in_attempt');
    return rows[0].seconds as number;
  };

  it('costs nothing four times, then a delay that doubles', async () => {
    for (let round = 1; round <= 5; round++) expect((await failed()).code).toBe('IDENTITY_SIGN_IN_REFUSED');
    const blocked = await refusedBy(signIn());
    expect(blocked.code).toBe('TOO_MANY_REQUESTS');
    expect(blocked.details['seconds']).toBe(1);
    const delays: number[] = [];
    for (let round = 0; round < 4; round++) {
      await wait();
      expect((await failed()).code).toBe('IDENTITY_SIGN_IN_REFUSED');
      delays.push(await waitOf());
    }
    expect(delays).toEqual([2, 4, 8, 16]);
  });

  it.each([
    ['a login', () => login],
    ['a login that does not exist', () => 'nobody-here'],
  ])('from many networks slows down %s by half a minute at most, so that nobody can lock out its owner', async (_, attacked) => {
    for (let round = 1; round <= 19; round++)
      expect((await failed({ login: attacked(), address: `198.51.100.${round}` })).code).toBe('IDENTITY_SIGN_IN_REFUSED');
    const delays: number[] = [];
    for (let round = 20; round <= 30; round++) {
      expect((await failed({ login: attacked(), address: `198.51.100.${round}` })).code).toBe('IDENTITY_SIGN_IN_REFUSED');
      delays.push(await waitOf());
      expect(await failed({ login: attacked(), address: '203.0.113.1' })).toMatchObject({ code: 'TOO_MANY_REQUESTS' });
      await wait();
    }
    expect(delays).toEqual([1, 2, 4, 8, 16, 30, 30, 30, 30, 30, 30]);
  });

  it('from one network is slowed down to 15 minutes there, and leaves the owner elsewhere free', async () => {
    for (let round = 1; round <= 15; round++) {
      expect((await failed({ address: '198.51.100.1' })).code).toBe('IDENTITY_SIGN_IN_REFUSED');
      if (round < 15) await wait();
    }
    const blocked = await refusedBy(signIn({ address: '198.51.100.1' }));
    expect(blocked.code).toBe('TOO_MANY_REQUESTS');
    expect(blocked.details['seconds']).toBeGreaterThan(890);
    expect((await signIn()).personId).toBe(personId);
    expect((await refusedBy(signIn({ address: '198.51.100.1' }))).code).toBe('TOO_MANY_REQUESTS');
  });

  it('is forgotten everywhere with a new password', async () => {
    for (let round = 1; round <= 5; round++) await failed();
    expect((await refusedBy(signIn())).code).toBe('TOO_MANY_REQUESTS');
    await app.setPassword.execute({ personId, password });
    expect((await signIn()).personId).toBe(personId);
  });

  it('is slowed down the same for a login that does not exist', async () => {
    for (let round = 1; round <= 5; round++) await failed({ login: 'nobody-here' });
    expect((await failed({ login: 'nobody-here' })).code).toBe('TOO_MANY_REQUESTS');
    expect((await signIn()).personId).toBe(personId);
  });

  it('is no cheaper at once than one after the other', async () => {
    const results = await Promise.all(Array.from({ length: 12 }, () => failed()));
    expect(results.filter((result) => result.code === 'IDENTITY_SIGN_IN_REFUSED')).toHaveLength(5);
    expect(results.filter((result) => result.code === 'TOO_MANY_REQUESTS')).toHaveLength(7);
  });

  it('over many logins is slowed down by its network, IPv6 addresses of one customer together', async () => {
    for (let round = 1; round <= 20; round++)
      expect((await failed({ login: `victim${round}`, address: `2001:db8:1:2::${round}` })).code).toBe('IDENTITY_SIGN_IN_REFUSED');
    expect((await failed({ login: 'victim21', address: '2001:db8:1:2:ffff::1' })).code).toBe('TOO_MANY_REQUESTS');
    expect((await signIn({ address: '2001:db8:1:3::1' })).personId).toBe(personId);
  });

  it('of one login is not made free again by signing in with another', async () => {
    for (let round = 1; round <= 6; round++) {
      await failed({ login: 'victim' });
      await wait();
    }
    await signIn();
    const { rows } = await asOwner(`select failures from mingbai.sign_in_attempt where subject = sha256('login:victim')`);
    expect(rows).toEqual([{ failures: 6 }]);
  });

  it('is forgotten after the right password, and after an hour without an attempt', async () => {
    for (let round = 1; round <= 4; round++) await failed();
    await signIn();
    for (let round = 1; round <= 4; round++) expect((await failed()).code).toBe('IDENTITY_SIGN_IN_REFUSED');
    await asOwner(`update mingbai.sign_in_attempt set last_at = now() - interval '61 minutes'`);
    for (let round = 1; round <= 4; round++) expect((await failed()).code).toBe('IDENTITY_SIGN_IN_REFUSED');
    expect((await signIn()).personId).toBe(personId);
  });

  it('follows real time: moving the clock of the product does not shorten a wait', async () => {
    for (let round = 1; round <= 8; round++) {
      await failed();
      if (round > 4 && round < 8) await wait();
    }
    database.clock.advanceMinutes(24 * 60);
    expect((await refusedBy(signIn())).code).toBe('TOO_MANY_REQUESTS');
  });

  it('leaves in the table neither logins nor addresses', async () => {
    await failed({ login: 'secret-typed-here', address: '203.0.113.77' });
    const { rows } = await asOwner('select a::text as whole from mingbai.sign_in_attempt a');
    expect(JSON.stringify(rows)).not.toMatch(/secret-typed-here|203\.0\.113\.77/);
  });
});

describe('a session', () => {
  it('ends 60 minutes after its last use, whatever the clock of the product says', async () => {
    const { token } = await signIn();
    database.clock.advanceMinutes(13 * 60);
    expect(await app.access.sessionOf(token)).not.toBeNull();
    await asOwner(`update mingbai.session set last_used_at = now() - interval '59 minutes' where person_id = $1`, [personId]);
    expect(await app.access.sessionOf(token)).not.toBeNull(); // this use counts
    expect((await asOwner(`select from mingbai.session where person_id = $1 and last_used_at > now() - interval '1 minute'`, [personId])).rowCount).toBe(1);
    await asOwner(`update mingbai.session set last_used_at = now() - interval '61 minutes' where person_id = $1`, [personId]);
    expect(await app.access.sessionOf(token)).toBeNull();
  });

  it('ends 12 hours after it began, however often it is used', async () => {
    const { token } = await signIn();
    await asOwner(
      `update mingbai.session set created_at = created_at - interval '12 hours', expires_at = expires_at - interval '12 hours' where person_id = $1`,
      [personId],
    );
    expect(await app.access.sessionOf(token)).toBeNull();
    await expect(asOwner(`update mingbai.session set expires_at = created_at + interval '13 hours' where person_id = $1`, [personId])).rejects.toMatchObject({
      code: '23514',
    });
  });

  it('ends when its person signs out; others of the person go on', async () => {
    const [one, two] = [await signIn(), await signIn()];
    await app.signOut.execute(one.token);
    expect(await app.access.sessionOf(one.token)).toBeNull();
    expect(await app.access.sessionOf(two.token)).not.toBeNull();
    await app.signOut.execute(one.token);
    await app.signOut.execute('no such token');
  });

  it('that has ended is swept out when its person signs in again', async () => {
    await signIn();
    await asOwner(
      `update mingbai.session set created_at = created_at - interval '13 hours', expires_at = expires_at - interval '13 hours' where person_id = $1`,
      [personId],
    );
    await signIn();
    expect(await sessionCount()).toBe(1);
  });

  it.each(['', 'x', 'A'.repeat(43), `${'A'.repeat(42)}'`, 'A'.repeat(10_000)])('is not found by "%.50s"', async (token) => {
    expect(await app.access.sessionOf(token)).toBeNull();
  });

  it('cannot be opened with what the table holds', async () => {
    await signIn();
    const { rows } = await asOwner('select token_hash from mingbai.session where person_id = $1', [personId]);
    const stolen = rows[0].token_hash as Buffer;
    for (const token of [stolen.toString('base64url'), stolen.toString('hex'), stolen.toString('base64')]) expect(await app.access.sessionOf(token)).toBeNull();
  });
});
