import { Settings } from '../../../src/platform/config/index.js';
import { PasskeyChallenges, RegisterPasskey, SignInByPasskey } from '../../../src/modules/identity/index.js';
import type { PersonId } from '../../../src/kernel/index.js';
import { TestDatabase } from '../../support/database.js';
import { shownCode } from '../../support/authenticator.js';
import { softKey } from '../../support/soft-key.js';
import { PasskeyDevice } from '../../support/passkey-device.js';
import { refusedBy } from '../../support/refusal.js';
import { identityOn } from './fixture.js';

const address = '203.0.113.30';

let database: TestDatabase;
let app: ReturnType<typeof identityOn>;
let challenges: PasskeyChallenges;
let register: RegisterPasskey;
let signIn: SignInByPasskey;
let personId: PersonId;

beforeAll(async () => {
  database = await TestDatabase.create();
  app = identityOn(database);
  challenges = new PasskeyChallenges(database.unitOfWork, settingsAt('http://localhost:3000'));
  register = new RegisterPasskey(challenges, app.registerKey);
  signIn = new SignInByPasskey(database.unitOfWork, challenges, app.sessions, app.events);
});
afterAll(() => database.destroy());
beforeEach(async () => {
  personId = await app.newPerson();
});

const settingsAt = (publicUrl: string) => new Settings('', 1, '/nowhere', '', 0, publicUrl, 'silent', false, false, database.clock.now());
const asOwner = (sql: string) => database.as('mingbai_owner', (client) => client.query(sql));
const registered = async (): Promise<PasskeyDevice> => {
  const device = new PasskeyDevice();
  await register.execute({ personId, label: '我的手机', ...device.create((await challenges.ask(personId)).challenge) });
  return device;
};
const enter = async (device: PasskeyDevice, wrong = {}) => signIn.execute({ ...device.get((await challenges.ask(null)).challenge, wrong), address });

describe('a new password of the operator', () => {
  it('ends the passkeys that sign in with the sessions: whoever had the account keeps no way in', async () => {
    const device = await registered();
    expect((await enter(device)).personId).toBe(personId);
    await app.setPassword.execute({ personId, password: 'correct horse battery' });
    expect((await refusedBy(enter(device))).code).toBe('PASSKEY_REFUSED');
  });
});

describe('what ends the passkeys of before', () => {
  const password = 'correct horse battery';
  const inUse = async () => (await app.keys.of(personId)).filter(({ revokedAt }) => revokedAt === null).length;
  beforeEach(() => app.setPassword.execute({ personId, password }));

  it.each([
    [false, 0],
    [true, 1],
  ])('another password of one’s own, unless they are kept by name: %s; one that came meanwhile is not', async (isKept, left) => {
    const device = await registered();
    const { token } = await enter(device);
    const keptKeys = isKept ? (await app.keys.of(personId)).map(({ id }) => id) : [];
    const broughtMeanwhile = await registered();
    await app.changePassword.execute({ personId, token, present: password, password: 'another long phrase', address, keptKeys });
    expect(await inUse()).toBe(left);
    expect((await refusedBy(enter(broughtMeanwhile))).code).toBe('PASSKEY_REFUSED');
    if (isKept) await enter(device);
    else expect((await refusedBy(enter(device))).code).toBe('PASSKEY_REFUSED');
  });

  it.each([
    [false, 0],
    [true, 1],
  ])('the second factor that is turned on, unless they are kept by name: %s', async (isKept, left) => {
    const { token } = await enter(await registered());
    const keptKeys = isKept ? (await app.keys.of(personId)).map(({ id }) => id) : [];
    await registered();
    await app.beginFactor.execute(personId);
    const secret = (await app.factorOf.begun(personId, 'Mingbai'))?.secret ?? '';
    expect((await refusedBy(app.confirmFactor.execute({ personId, token, code: '000000', keptKeys }))).code).toBe('IDENTITY_CODE_WRONG');
    expect(await inUse()).toBe(2);
    await app.confirmFactor.execute({ personId, token, code: shownCode(secret), keptKeys });
    expect(await inUse()).toBe(left);
  });

  it('the operator, with every other key of the person, every session, and a registration that waits', async () => {
    const { token } = await enter(await registered());
    const waiting = (await challenges.ask(personId)).challenge;
    await app.registerKey.execute({ personId, label: 'a file', key: { suite: 'ed25519', publicKey: softKey().publicKey } });
    expect([await app.revokeKeys.execute(personId), await inUse(), await app.revokeKeys.execute(personId)]).toEqual([2, 0, 0]);
    expect(await app.access.sessionOf(token)).toBeNull();
    const bring = register.execute({ personId, label: '我的手机', ...new PasskeyDevice().create(waiting) });
    expect([(await refusedBy(bring)).code, await inUse()]).toEqual(['PASSKEY_REFUSED', 0]);
  });
});

describe('RegisterPasskey', () => {
  it('keeps the key of the device, for signing in and for approving', async () => {
    const device = await registered();
    expect(await app.keys.of(personId)).toMatchObject([
      { suite: 'webauthn', purposes: ['SIGN_IN', 'APPROVE'], credentialId: device.credentialId.toString('base64url'), transports: ['internal'] },
    ]);
  });

  it('takes a security key that says how it protects the passkey (credProtect), and nothing after the key that it does not announce', async () => {
    const said = Buffer.from('a16b6372656450726f7465637402', 'hex');
    const device = new PasskeyDevice();
    const made = async (wrong: object) => device.create((await challenges.ask(personId)).challenge, { said, ...wrong });
    expect((await refusedBy(register.execute({ personId, label: '安全钥匙', ...(await made({})) }))).code).toBe('PASSKEY_REFUSED');
    expect((await refusedBy(register.execute({ personId, label: '安全钥匙', ...(await made({ said: Buffer.alloc(0), flags: 0x85 })) }))).code).toBe(
      'PASSKEY_REFUSED',
    );
    await register.execute({ personId, label: '安全钥匙', ...(await made({ flags: 0xc5 })) });
    expect((await enter(device)).personId).toBe(personId);
  });

  it.each([
    ['nobody unlocked it', { flags: 0x41 }],
    ['nobody touched it', { flags: 0x44 }],
    ['it holds no credential', { flags: 0x05 }],
    ['it is for another host', { rpId: 'evil.example' }],
    ['it was asked by another site', { origin: 'http://evil.example' }],
    ['it was asked to sign in', { type: 'webauthn.get' }],
  ])('refuses when %s, and writes nothing', async (_, wrong) => {
    const { challenge } = await challenges.ask(personId);
    expect((await refusedBy(register.execute({ personId, label: '我的手机', ...new PasskeyDevice().create(challenge, wrong) }))).code).toBe('PASSKEY_REFUSED');
    expect(await app.keys.of(personId)).toEqual([]);
  });

  it('takes a challenge once, within five minutes, and of the person to whom it was put', async () => {
    const attempt = (challenge: string, whose = personId) => register.execute({ personId: whose, label: '我的手机', ...new PasskeyDevice().create(challenge) });
    const { challenge } = await challenges.ask(personId);
    await attempt(challenge);
    expect((await refusedBy(attempt(challenge))).code).toBe('PASSKEY_REFUSED');
    const others = (await challenges.ask(await app.newPerson())).challenge;
    const signingIn = (await challenges.ask(null)).challenge;
    const late = (await challenges.ask(personId)).challenge;
    await asOwner(`update mingbai.passkey_challenge set expires_at = now() - interval '1 second'`);
    for (const wrong of [others, signingIn, late, Buffer.alloc(32).toString('base64url')])
      expect((await refusedBy(attempt(wrong))).code).toBe('PASSKEY_REFUSED');
  });
});

describe('SignInByPasskey', () => {
  it('opens a session without password and code', async () => {
    const { token, personId: who } = await enter(await registered());
    expect(who).toBe(personId);
    expect(await app.access.sessionOf(token)).toMatchObject({ personId });
    expect((await app.keys.of(personId))[0]?.lastUsedAt).not.toBeNull();
  });

  it.each([
    ['nobody unlocked it', { flags: 0x01 }],
    ['another site asked', { origin: 'http://evil.example' }],
    ['it is of another host', { rpId: 'evil.example' }],
  ])('refuses when %s', async (_, wrong) => {
    expect((await refusedBy(enter(await registered(), wrong))).code).toBe('PASSKEY_REFUSED');
  });

  it('refuses the same signature a second time, a flipped bit and a key that nobody registered', async () => {
    const device = await registered();
    const signed = device.get((await challenges.ask(null)).challenge);
    await signIn.execute({ ...signed, address });
    expect((await refusedBy(signIn.execute({ ...signed, address }))).code).toBe('PASSKEY_REFUSED');
    const other = device.get((await challenges.ask(null)).challenge);
    other.signature.writeUInt8(other.signature.readUInt8(5) ^ 1, 5);
    expect((await refusedBy(signIn.execute({ ...other, address }))).code).toBe('PASSKEY_REFUSED');
    expect((await refusedBy(enter(new PasskeyDevice()))).code).toBe('PASSKEY_REFUSED');
  });

  it('refuses a copy: a counter that stands still or goes back', async () => {
    const device = await registered();
    await enter(device, { counter: 5 });
    for (const counter of [5, 4, 0]) expect((await refusedBy(enter(device, { counter }))).code).toBe('PASSKEY_REFUSED');
    await enter(device, { counter: 6 });
  });

  it('refuses a revoked key and a person who was shut out', async () => {
    const [device, second] = [await registered(), await registered()];
    const [first] = await app.keys.of(personId);
    await app.revokeKey.execute({ personId, keyId: first?.id as NonNullable<typeof first>['id'] });
    expect((await refusedBy(enter(device))).code).toBe('PASSKEY_REFUSED');
    await enter(second);
    await app.disable.execute({ personId, isDisabled: true });
    expect((await refusedBy(enter(second))).code).toBe('PASSKEY_REFUSED');
  });
});

it('an installation that is opened by a number has no passkeys, and says so', async () => {
  for (const url of ['http://192.0.2.7:3000', 'http://[2001:db8::7]:3000']) {
    const none = new PasskeyChallenges(database.unitOfWork, settingsAt(url));
    expect((await refusedBy(none.ask(null))).code).toBe('PASSKEY_NO_HOST');
  }
});
