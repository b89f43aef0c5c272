import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { businessDate, type PersonId, type Role } from '../../../src/kernel/index.js';
import { entities } from '../../../src/modules/communities/index.js';
import { shownCode } from '../../support/authenticator.js';
import { LostVault } from '../../../src/modules/identity/application/lost-vault.js';
import { Vault } from '../../../src/modules/identity/application/vault.js';
import { Settings } from '../../../src/platform/config/index.js';
import { TestDatabase } from '../../support/database.js';
import { refusedBy } from '../../support/refusal.js';
import { contextOf } from '../communities/fixture.js';
import { identityOn } from './fixture.js';

const password = 'correct horse battery';
const address = '203.0.113.20';

let database: TestDatabase;
let app: ReturnType<typeof identityOn>;
let personId: PersonId;
let login: string;
let made = 0;

beforeAll(async () => {
  database = await TestDatabase.create(entities);
  app = identityOn(database, { secondFactorRequired: true });
});
afterAll(() => database.destroy());
beforeEach(async () => {
  await asOwner('delete from mingbai.sign_in_attempt');
  login = `somebody-${++made}`;
  personId = await app.newPerson(login);
  await app.setPassword.execute({ personId, password });
});

const asOwner = (sql: string, values: unknown[] = []) => database.as('mingbai_owner', (client) => client.query(sql, values));
const stateOf = (sql: string) => asOwner(sql).then(() => 'done', (error: { code: string }) => error.code); // prettier-ignore
const signIn = (code?: string, typed = password) => app.signIn.execute({ login, password: typed, code, address });
const begun = async (): Promise<string> => {
  await app.beginFactor.execute(personId);
  return (await app.factorOf.begun(personId, 'Mingbai'))?.secret ?? '';
};
/** With the code of the half minute before, so that the present one is still good. */
const turnedOn = async (): Promise<{ secret: string; codes: string[]; token: string }> => {
  const { token } = await signIn();
  const secret = await begun();
  return { secret, token, codes: await app.confirmFactor.execute({ personId, token, code: shownCode(secret, -1), keptKeys: [] }) };
};

describe('turning a second factor on', () => {
  it('takes a code of the app, ends every other session and gives ten codes once', async () => {
    const elsewhere = await signIn();
    const { token, codes } = await turnedOn();
    expect(codes).toHaveLength(10);
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^[A-Z2-7]{5}-[A-Z2-7]{5}$/);
    expect([await app.access.sessionOf(token), await app.access.sessionOf(elsewhere.token)]).toEqual([expect.anything(), null]);
    expect(await app.factorOf.of(personId)).toEqual({ state: 'ON', codesLeft: 10 });
    expect(await app.factorOf.begun(personId, 'Mingbai')).toBeNull();
    expect((await app.events.of(personId)).map(({ kind }) => kind)).toContain('SECOND_FACTOR_ON');
  });

  it('holds nothing before it is confirmed, and a wrong code confirms nothing', async () => {
    const { token } = await signIn();
    const secret = await begun();
    for (const code of ['', '000000', shownCode(secret, 5)])
      expect((await refusedBy(app.confirmFactor.execute({ personId, token, code, keptKeys: [] }))).code).toBe('IDENTITY_CODE_WRONG');
    expect(await app.factorOf.of(personId)).toEqual({ state: 'BEGUN', codesLeft: 0 });
    expect((await signIn()).personId).toBe(personId);
    const anew = await begun();
    expect(anew).not.toBe(secret);
  });

  it('is refused while one is on, and codes are not given without one', async () => {
    expect((await refusedBy(app.renewCodes.execute(personId))).code).toBe('IDENTITY_SECOND_FACTOR_OFF');
    await turnedOn();
    expect((await refusedBy(app.beginFactor.execute(personId))).code).toBe('IDENTITY_SECOND_FACTOR_ON');
  });

  it('stores neither the secret nor a code so that the table alone could be used', async () => {
    const { secret, codes } = await turnedOn();
    const { rows } = await asOwner('select t::text as whole from mingbai.totp t union all select r::text from mingbai.recovery_code r');
    const whole = rows.map((row: { whole: string }) => row.whole).join('\n');
    for (const text of [secret, ...codes, ...codes.map((code) => code.replace('-', ''))]) {
      expect(whole).not.toContain(text);
      expect(whole).not.toContain(Buffer.from(text).toString('hex'));
    }
    const { rows: sealed } = await asOwner('select sealed from mingbai.totp where person_id = $1', [personId]);
    const vault = await app.vault.opened();
    expect(() => vault.open((personId + 1) as PersonId, sealed[0].sealed as Buffer)).toThrow(/authenticate/);
  });
});

describe('signing in with a second factor', () => {
  it('wants the code besides the password, and no code without it', async () => {
    const { secret } = await turnedOn();
    expect((await refusedBy(signIn())).code).toBe('IDENTITY_SECOND_FACTOR');
    expect((await refusedBy(signIn(shownCode(secret), 'not the password'))).code).toBe('IDENTITY_SIGN_IN_REFUSED');
    expect((await signIn(shownCode(secret))).personId).toBe(personId);
  });

  it('takes a code once, also from two at the same moment', async () => {
    const { secret } = await turnedOn();
    const code = shownCode(secret);
    const outcomes = await Promise.allSettled([signIn(code), signIn(code)]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await refusedBy(signIn(code))).code).toBe('IDENTITY_CODE_WRONG');
  });

  it('takes a code on paper in its place, once, however it is written', async () => {
    const { codes } = await turnedOn();
    const [first = ''] = codes;
    expect((await signIn(` ${first.toLowerCase().replace('-', ' ')}`)).personId).toBe(personId);
    expect((await refusedBy(signIn(first))).code).toBe('IDENTITY_CODE_WRONG');
    expect((await app.factorOf.of(personId)).codesLeft).toBe(9);
    const fresh = await app.renewCodes.execute(personId);
    await asOwner('delete from mingbai.sign_in_attempt');
    expect((await refusedBy(signIn(codes[1]))).code).toBe('IDENTITY_CODE_WRONG');
    expect((await signIn(fresh[0])).personId).toBe(personId);
  });

  it('slows down whoever knows the password and tries codes: the password in between forgives nothing', async () => {
    await turnedOn();
    await asOwner('delete from mingbai.sign_in_attempt');
    const refusals: string[] = [];
    for (let round = 1; round <= 4; round++) refusals.push((await refusedBy(signIn('000000'))).code);
    expect(refusals.slice(0, 2)).toEqual(['IDENTITY_CODE_WRONG', 'IDENTITY_CODE_WRONG']);
    expect(refusals).toContain('TOO_MANY_REQUESTS');
  });

  it('goes on within five minutes, in the browser that began, and not after another password', async () => {
    const { secret } = await turnedOn();
    const step = async (): Promise<string> => {
      const started = await app.signIn.begin({ login, password, address });
      return 'step' in started ? started.step : '';
    };
    const prove = (opened: string) => app.secondFactor.execute({ step: opened, code: shownCode(secret), address });
    const late = await step();
    await asOwner(`update mingbai.sign_in_step set created_at = now() - interval '6 minutes', expires_at = now() - interval '1 minute'`);
    expect((await refusedBy(prove(late))).code).toBe('IDENTITY_STEP_OVER');
    expect((await refusedBy(prove('x'.repeat(43)))).code).toBe('IDENTITY_STEP_OVER');
    const old = await step();
    await app.setPassword.execute({ personId, password: 'a wholly new phrase' });
    expect((await refusedBy(prove(old))).code).toBe('IDENTITY_STEP_OVER');
  });

  it('is asked again before keys and codes are changed', async () => {
    const { secret, token } = await turnedOn();
    const again = (code: string) => app.proveAgain.execute({ personId, token, password, code, address });
    expect((await refusedBy(again(''))).code).toBe('IDENTITY_CODE_WRONG');
    await again(shownCode(secret));
  });

  it('can be turned off, and then the password is enough', async () => {
    await turnedOn();
    await app.endFactor.execute(personId);
    expect(await app.factorOf.of(personId)).toEqual({ state: 'OFF', codesLeft: 0 });
    expect((await signIn()).personId).toBe(personId);
    expect((await app.events.of(personId)).map(({ kind }) => kind)).toContain('SECOND_FACTOR_OFF');
  });
});

describe('where a second factor is required', () => {
  it.each([
    ['CENTRE', 'IDENTITY_SECOND_FACTOR_MISSING'],
    ['BOOKKEEPER', 'IDENTITY_SECOND_FACTOR_MISSING'],
    ['CASHIER', 'IDENTITY_SECOND_FACTOR_MISSING'],
    ['FIRM', 'IDENTITY_SECOND_FACTOR_MISSING'],
    ['AUDITOR', 'IDENTITY_SECOND_FACTOR_MISSING'],
    ['OWNER', null],
  ] as const)('a %s without one: %s', async (role: Role, code) => {
    const communityId = await app.newCommunity(`required-${made}`);
    const organisationId = await app.newOrganisation(role === 'OWNER' ? 'OWNERS' : ['BOOKKEEPER', 'CASHIER', 'AUDITOR'].includes(role) ? 'AGENCY' : role);
    await app.join({ personId, organisationId, communityId, role, from: businessDate('2024-01-01'), to: businessDate('2024-12-31') });
    const enter = () => app.access.actorOf(personId, `required-${made}`);
    if (code !== null) expect((await refusedBy(enter())).code).toBe(code);
    if (code !== null) await turnedOn();
    expect((await enter())?.roles).toEqual([role]);
  });
});

describe('a server whose data directory did not come with its database', () => {
  const keptKey = () => readFileSync(join(database.folder, 'keys', 'totp.key'));
  const folderWith = (key: Buffer | null): string => {
    const folder = mkdtempSync(join(database.folder, 'brought-'));
    mkdirSync(join(folder, 'keys'));
    if (key !== null) writeFileSync(join(folder, 'keys', 'totp.key'), key);
    return folder;
  };
  const starting = (directory: string, production = true) => {
    const settings = new Settings('', 1, directory, '', 0, 'http://localhost', 'silent', production, false, database.clock.now());
    return new LostVault(database.unitOfWork, app.communities, new Vault(settings), settings, database.clock).refuse();
  };

  it('does not start with second factors that its key does not open, and says what to do', async () => {
    await turnedOn();
    await expect(starting(folderWith(null))).rejects.toThrow(/totp\.key is missing.*back from the backup.*reset-second-factor.*another key/);
    await expect(starting(folderWith(randomBytes(32)))).rejects.toThrow(/is another key/);
    await starting(folderWith(keptKey()));
    await starting(folderWith(null), false);
  });

  it('does not start where letters with codes are out, until the operator has made another key knowingly', async () => {
    await asOwner('delete from mingbai.recovery_code; delete from mingbai.totp');
    await starting(folderWith(null));
    const communityId = await app.newCommunity(`letters-${made}`);
    const file = new TextEncoder().encode('code,building,label,kind,area,owner\n01-101,1幢,1幢101室,FLAT,88.50,夏阿玉');
    await app.importUnits.execute(contextOf(communityId, { roles: ['COMMUNITY'] }), { file, dryRun: false });
    await database.as('postgres', (client) =>
      client.query(
        `insert into mingbai.unit_code (community_id, code_mac, owner_id, issued_by, issued_at, expires_on)
         select community_id, sha256('a letter'), id, $2, '2024-01-01', '2099-12-31' from mingbai.unit_owner where community_id = $1`,
        [communityId, personId],
      ),
    );
    await expect(starting(folderWith(null))).rejects.toThrow(/is missing/);
    await starting(folderWith(randomBytes(32)));
  });
});

describe('the tables of second factors', () => {
  it('let no used code be used again, whoever asks', async () => {
    const { codes } = await turnedOn();
    await signIn(codes[0]);
    expect(await stateOf(`update mingbai.recovery_code set used_at = null where used_at is not null`)).toBe('MB001');
    expect(await stateOf(`update mingbai.totp set last_step = 0 where person_id = ${personId}`)).toBe('MB001');
    expect(await stateOf(`update mingbai.totp set sealed = sealed || '\\x'::bytea, confirmed_at = null where person_id = ${personId}`)).toBe('MB001');
  });
});
