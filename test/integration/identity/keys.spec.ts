import { createHash, randomBytes } from 'node:crypto';
import type { PersonId } from '../../../src/kernel/index.js';
import type { NewPersonKey, PersonKeyId } from '../../../src/modules/identity/index.js';
import { TestDatabase } from '../../support/database.js';
import { refusedBy } from '../../support/refusal.js';
import { identityOn } from './fixture.js';

let database: TestDatabase;
let app: ReturnType<typeof identityOn>;
let personId: PersonId;

beforeAll(async () => {
  database = await TestDatabase.create();
  app = identityOn(database);
});
afterAll(() => database.destroy());
beforeEach(async () => {
  personId = await app.newPerson();
});

const raw = (): NewPersonKey => ({ suite: 'ed25519', publicKey: randomBytes(32) });
const register = (key: NewPersonKey = raw(), whose = personId) => app.registerKey.execute({ personId: whose, label: '办公室电脑', key });
const asOwner = (sql: string, values: unknown[] = []) => database.as('mingbai_owner', (client) => client.query(sql, values));
const stateOf = (sql: string, values: unknown[] = []) => asOwner(sql, values).then(() => 'done', (error: { code: string }) => error.code); // prettier-ignore

describe('RegisterKey', () => {
  it('keeps a public key under its SHA-256, for approving alone', async () => {
    const key = raw();
    const { value, replayed } = await register(key);
    expect(replayed).toBe(false);
    expect(await app.keys.of(personId)).toEqual([
      {
        id: value.keyId,
        personId,
        suite: 'ed25519',
        publicKey: key.publicKey,
        keyHash: createHash('sha256').update(key.publicKey).digest('hex'),
        credentialId: null,
        transports: [],
        label: '办公室电脑',
        purposes: ['APPROVE'],
        createdAt: database.clock.now(),
        lastUsedAt: null,
        revokedAt: null,
      },
    ]);
  });

  it('adds nothing when the same key comes again, and refuses it to anybody else', async () => {
    const key = raw();
    const { value } = await register(key);
    expect(await register(key)).toEqual({ value, replayed: true });
    const other = await app.newPerson();
    expect((await refusedBy(register(key, other))).code).toBe('KEY_KNOWN');
    expect(await app.keys.of(other)).toEqual([]);
  });

  it('is told once by two at the same moment', async () => {
    const key = raw();
    const outcomes = await Promise.all([register(key), register(key)]);
    expect(outcomes.filter(({ replayed }) => replayed)).toHaveLength(1);
    expect(await app.keys.of(personId)).toHaveLength(1);
  });

  it.each([
    ['KEY_INVALID', { key: { suite: 'ed25519', publicKey: randomBytes(31) } }],
    ['KEY_INVALID', { key: { suite: 'ed25519', publicKey: Buffer.alloc(32) } }],
    ['IDENTITY_TEXT_INVALID', { label: '' }],
    ['IDENTITY_TEXT_INVALID', { label: 'x'.repeat(41) }],
    ['NOT_FOUND', { personId: 9999 as PersonId }],
  ] as const)('refuses with %s and writes nothing: %j', async (code, wrong) => {
    expect((await refusedBy(app.registerKey.execute({ personId, label: '钥匙', key: raw(), ...wrong }))).code).toBe(code);
    expect(await app.keys.of(personId)).toEqual([]);
  });

  it('lets a person have ten in use', async () => {
    for (let n = 0; n < 10; n++) await register();
    expect(await refusedBy(register())).toEqual({ code: 'KEY_LIMIT', details: { max: 10 } });
    const [first] = await app.keys.of(personId);
    await app.revokeKey.execute({ personId, keyId: first?.id as PersonKeyId });
    await register();
    expect(await app.keys.of(personId)).toHaveLength(11);
  });
});

describe('RevokeKey', () => {
  it('ends a key for good, at a moment that stays', async () => {
    const key = raw();
    const { keyId } = (await register(key)).value;
    const at = database.clock.now();
    expect(await app.revokeKey.execute({ personId, keyId })).toEqual({ value: { keyId }, replayed: false });
    database.clock.advanceMinutes(5);
    expect(await app.revokeKey.execute({ personId, keyId })).toEqual({ value: { keyId }, replayed: true });
    expect((await app.keys.of(personId))[0]?.revokedAt).toEqual(at);
    expect((await refusedBy(register(key))).code).toBe('KEY_KNOWN');
  });

  it('does not know the keys of others', async () => {
    const { keyId } = (await register()).value;
    const other = await app.newPerson();
    expect((await refusedBy(app.revokeKey.execute({ personId: other, keyId }))).code).toBe('NOT_FOUND');
    expect((await app.keys.of(personId))[0]?.revokedAt).toBeNull();
  });
});

describe('the table of keys', () => {
  it('keeps what was registered, also from its owner', async () => {
    const { keyId } = (await register()).value;
    for (const change of [`label = 'x'`, `person_id = person_id + 1`, `public_key = sha256('x'), key_hash = sha256(sha256('x'))`, `created_at = created_at - interval '1 day'`])
      expect([change, await stateOf(`update mingbai.person_key set ${change} where id = $1`, [keyId])]).toEqual([change, 'MB001']);
    expect(await stateOf('delete from mingbai.person_key')).toBe('MB001');
    await app.revokeKey.execute({ personId, keyId });
    expect(await stateOf('update mingbai.person_key set revoked_at = null where id = $1', [keyId])).toBe('MB001');
  }); // prettier-ignore

  it.each([
    ['a hash of something else', { key_hash: `sha256('y')` }],
    ['31 bytes', { public_key: `substr(sha256('x'), 1, 31)`, key_hash: `sha256(substr(sha256('x'), 1, 31))` }],
    ['one for signing in that is no passkey', { purposes: `'{APPROVE,SIGN_IN}'` }],
    ['a passkey without credential', { suite: `'webauthn'` }],
    ['a purpose that nobody knows', { suite: `'webauthn'`, credential_id: `'c'`, purposes: `'{PAY}'` }],
  ])('holds no key with %s', async (_, wrong) => {
    const row = {
      id: '900', person_id: '$1', suite: `'ed25519'`, public_key: `sha256('x')`, key_hash: `sha256(sha256('x'))`, credential_id: 'null', transports: `'{}'`,
      counter: '0', label: `'x'`, purposes: `'{APPROVE}'`, created_at: 'now()', ...wrong,
    }; // prettier-ignore
    expect(await stateOf(`insert into mingbai.person_key (${Object.keys(row).join(', ')}) values (${Object.values(row).join(', ')})`, [personId])).toBe(
      '23514',
    );
  });
});

describe('FreshProof', () => {
  it('is enough for five minutes after signing in, and needs a session that lives', async () => {
    await app.setPassword.execute({ personId, password: 'correct horse battery' });
    const { login } = await app.queries.person(personId);
    const { token } = await app.signIn.execute({ login, password: 'correct horse battery', address: '203.0.113.9' });
    await app.proof.require(token);
    await asOwner(`update mingbai.session set proved_at = now() - interval '5 minutes 1 second' where person_id = $1`, [personId]);
    expect(await refusedBy(app.proof.require(token))).toEqual({ code: 'IDENTITY_PROOF_OLD', details: { minutes: 5 } });
    expect((await refusedBy(app.proof.require(null))).code).toBe('IDENTITY_PROOF_OLD');
    const again = await app.signIn.execute({ login, password: 'correct horse battery', address: '203.0.113.9' });
    await app.signOut.execute(again.token);
    expect((await refusedBy(app.proof.require(again.token))).code).toBe('IDENTITY_PROOF_OLD');
  });
});
