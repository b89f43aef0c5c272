import type { PersonId } from '../../../src/kernel/index.js';
import { TestDatabase } from '../../support/database.js';
import { refusedBy } from '../../support/refusal.js';
import { identityOn } from './fixture.js';

const password = 'correct horse battery';
const next = 'another long phrase';
const address = '203.0.113.7';
const chrome = 'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36';

let database: TestDatabase;
let app: ReturnType<typeof identityOn>;
let personId: PersonId;
let login: string;
let made = 0;

beforeAll(async () => {
  database = await TestDatabase.create();
  app = identityOn(database);
});
afterAll(() => database.destroy());
beforeEach(async () => {
  await asOwner('delete from mingbai.sign_in_attempt');
  login = `person-${++made}`;
  personId = await app.newPerson(login);
  await app.setPassword.execute({ personId, password });
});

const asOwner = (sql: string, values: unknown[] = []) => database.as('mingbai_owner', (client) => client.query(sql, values));
const signIn = (typed = password) => app.signIn.execute({ login, password: typed, address, userAgent: chrome });
const isLive = async (token: string): Promise<boolean> => (await app.access.sessionOf(token)) !== null;
const happened = async (): Promise<string[]> => (await app.events.of(personId)).map(({ kind }) => kind);

describe('ChangePassword', () => {
  it('keeps this session, ends all others and lets the new password in alone', async () => {
    const [here, elsewhere] = [await signIn(), await signIn()];
    await app.changePassword.execute({ personId, token: here.token, present: password, password: next, address, keptKeys: [] });
    expect([await isLive(here.token), await isLive(elsewhere.token)]).toEqual([true, false]);
    expect((await refusedBy(signIn())).code).toBe('IDENTITY_SIGN_IN_REFUSED');
    expect((await signIn(next)).personId).toBe(personId);
    expect(await happened()).toContain('PASSWORD_CHANGED');
  });

  it.each([
    ['IDENTITY_PASSWORD_WRONG', 'not the password', next],
    ['IDENTITY_PASSWORD_COMMON', password, 'qwertyuiop'],
    ['IDENTITY_PASSWORD_SHORT', password, 'short'],
  ])('refuses with %s and changes nothing', async (code, present, wanted) => {
    const [here, elsewhere] = [await signIn(), await signIn()];
    const refusal = await refusedBy(app.changePassword.execute({ personId, token: here.token, present, password: wanted, address, keptKeys: [] }));
    expect(refusal.code).toBe(code);
    expect(JSON.stringify(refusal)).not.toContain(wanted);
    expect(await isLive(elsewhere.token)).toBe(true);
    expect((await signIn()).personId).toBe(personId);
  });

  it('slows down whoever guesses the present password in an open session', async () => {
    const { token } = await signIn();
    const guess = () => app.changePassword.execute({ personId, token, present: 'not the password', password: next, address, keptKeys: [] });
    for (let round = 1; round <= 5; round++) expect((await refusedBy(guess())).code).toBe('IDENTITY_PASSWORD_WRONG');
    expect((await refusedBy(guess())).code).toBe('TOO_MANY_REQUESTS');
  });
});

describe('where a person is signed in', () => {
  it('is told by browser and network, the asking one marked, and never by what opens a session', async () => {
    const [here, elsewhere] = [await signIn(), await signIn()];
    const list = await app.whereSignedIn.of(personId, here.token);
    expect(list.map(({ device, network, isCurrent }) => ({ device, network, isCurrent }))).toEqual(
      expect.arrayContaining([
        { device: 'Chrome, Android', network: address, isCurrent: true },
        { device: 'Chrome, Android', network: address, isCurrent: false },
      ]),
    );
    expect(list).toHaveLength(2);
    for (const { id } of list) expect(await app.access.sessionOf(id)).toBeNull();
    expect(JSON.stringify(list)).not.toContain(elsewhere.token);
  });

  it('ends one, or all but here, and never those of others', async () => {
    const [here, second, third] = [await signIn(), await signIn(), await signIn()];
    const other = await app.newPerson();
    const ids = (await app.whereSignedIn.of(personId, second.token)).filter(({ isCurrent }) => isCurrent);
    const sessionId = ids[0]?.id ?? '';
    expect((await refusedBy(app.endSessions.execute({ personId: other, token: 'x'.repeat(43), sessionId }))).code).toBe('NOT_FOUND');
    expect(await isLive(second.token)).toBe(true);
    await app.endSessions.execute({ personId, token: here.token, sessionId });
    expect([await isLive(here.token), await isLive(second.token), await isLive(third.token)]).toEqual([true, false, true]);
    expect((await refusedBy(app.endSessions.execute({ personId, token: here.token, sessionId }))).code).toBe('NOT_FOUND');
    for (const guessed of ['', '1', 'zz'.repeat(32)])
      expect((await refusedBy(app.endSessions.execute({ personId, token: here.token, sessionId: guessed }))).code).toBe('NOT_FOUND');
    await app.endSessions.execute({ personId, token: here.token, sessionId: null });
    expect([await isLive(here.token), await isLive(third.token)]).toEqual([true, false]);
    expect(await happened()).toEqual(expect.arrayContaining(['SESSIONS_ENDED', 'SIGNED_IN']));
  });
});

describe('ProveAgain', () => {
  it('makes an old session fresh again by the password, and by nothing else', async () => {
    const { token } = await signIn();
    await asOwner(`update mingbai.session set proved_at = now() - interval '1 hour' where person_id = $1`, [personId]);
    const prove = (typed: string) => app.proveAgain.execute({ personId, token, password: typed, code: '', address });
    expect((await refusedBy(prove('not the password'))).code).toBe('IDENTITY_PASSWORD_WRONG');
    expect((await refusedBy(app.proof.require(token))).code).toBe('IDENTITY_PROOF_OLD');
    await prove(password);
    await app.proof.require(token);
  });
});

describe('what happened to an account', () => {
  it('names a guess once a minute, however many there were, and keeps it', async () => {
    for (let round = 1; round <= 4; round++) await refusedBy(signIn('not the password'));
    expect((await happened()).filter((kind) => kind === 'SIGN_IN_REFUSED')).toHaveLength(1);
    for (const sql of ['update mingbai.security_event set kind = kind', 'delete from mingbai.security_event'])
      expect(await asOwner(sql).then(() => 'done', (error: { code: string }) => error.code)).toBe('MB001'); // prettier-ignore
  });
});

describe('an auditor', () => {
  it('is not written without an end, also past the command', async () => {
    const [communityId, organisationId] = [await app.newCommunity(), await app.newOrganisation('AGENCY')];
    expect(await refusedBy(app.join({ personId, organisationId, communityId, role: 'AUDITOR' }))).toEqual({
      code: 'IDENTITY_AUDITOR_WITHOUT_END',
      details: { max: 366 },
    });
    const insert = (to: string, ended = 'null, null') =>
      asOwner(
        `insert into mingbai.membership (id, person_id, organisation_id, organisation_kind, community_id, role, from_on, to_on, created_at, ended_by, ended_at)
         values (9000, $1, $2, 'AGENCY', $3, 'AUDITOR', '2024-01-01', ${to}, '2024-01-01', ${ended})`,
        [personId, organisationId, communityId],
      ).then(() => 'done', (error: { code: string }) => error.code); // prettier-ignore
    const born = `${personId}, '2024-01-01'`;
    expect([await insert('null', born), await insert(`'2099-12-31'`, born), await insert(`'2024-12-31'`, born)]).toEqual(['23514', '23514', '23514']);
    expect([await insert('null'), await insert(`'2025-01-01'`), await insert(`'2024-12-31'`)]).toEqual(['23514', '23514', 'done']);
  });
});
