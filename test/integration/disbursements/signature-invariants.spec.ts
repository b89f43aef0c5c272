import { invariants } from '../../../src/modules/disbursements/index.js';
import { RevokeKey } from '../../../src/modules/identity/index.js';
import { violationsOf, type Invariant } from '../../../src/platform/database/index.js';
import { violations } from '../../support/books.js';
import { signedTerms } from '../contracts/fixture.js';
import { openStage, type PayoutScene } from './fixture.js';
import { signingIn } from './signing.js';

/** A signed approval is changed by somebody who went past every wall, and it must be found. */
describe('the invariants of signatures find', () => {
  let stage: Awaited<ReturnType<typeof openStage>>;
  let scene: PayoutScene;
  let signing: ReturnType<typeof signingIn>;

  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());
  beforeEach(async () => {
    scene = await stage.newScene({ terms: signedTerms });
    const keys = signingIn(scene);
    signing = keys;
    await scene.month('2024-01');
    scene.at('2024-02-18', '14:00');
    await keys.admit('community', 'centre', 'street');
    const { id } = await scene.submit('30000.00');
    await keys.decide('community', id);
    expect(await violations(scene.database, scene.communityId, invariants)).toEqual([]);
  });

  const found = async (sql: string): Promise<string[]> => {
    await scene.database.as('postgres', async (client) => {
      await client.query(
        `begin; set local session_replication_role = replica; alter table mingbai.approval_challenge drop constraint if exists text_says_when; ${sql}; commit`,
      );
    });
    return violations(scene.database, scene.communityId, invariants);
  };
  const here = () => `community_id = ${scene.communityId}`;
  const SIGNED = 'I11 what a contract wants signed is signed, over what was decided, by a key that others had admitted';
  const turned = (column: string) => `set_byte(${column}, 5, get_byte(${column}, 5) # 1)`;

  it.each<[string, () => string, string]>([
    ['a turned bit of a signature', () => `update mingbai.approval set signature = ${turned('signature')} where ${here()}`, 'SIGNATURE'],
    [
      'a signature that is gone',
      () => `update mingbai.approval set challenge_id = null, key_id = null, suite = null, signature = null where ${here()}`,
      'UNSIGNED',
    ],
    [
      'a text that was written again',
      () => `update mingbai.approval_challenge set text = replace(text, '"number":"BF', '"number":"BG') where ${here()}`,
      'TEXT',
    ],
    ['a decision that was turned round', () => `update mingbai.approval set decision = 'REJECT', reason = 'as it was not' where ${here()}`, 'TEXT'],
    ['a reason that was added', () => `update mingbai.approval set reason = 'as it was not' where ${here()}`, 'TEXT'],
    ['a confirmation that is gone', () => `delete from mingbai.key_confirmation where ${here()} and organisation_id = ${scene.bodies.street}`, 'NOT_ADMITTED'],
    ['a confirmation that had been taken back', () => refusal('-id', `organisation_id = ${scene.bodies.street}`), 'NOT_ADMITTED'],
    ['a confirmation that came later', () => `update mingbai.key_confirmation set id = id + 900000 where ${here()}`, 'NOT_ADMITTED'],
    [
      'a text whose moment is none',
      () => `update mingbai.approval_challenge set text = regexp_replace(text, '"at":"[^"]+"', '"at":"x"') where ${here()}`,
      'TEXT',
    ],
    ['a text of another moment', () => `update mingbai.approval_challenge set issued_at = issued_at + interval '1 minute' where ${here()}`, 'TEXT'],
    ['a decision that came after its ten minutes', () => `update mingbai.approval set at = at + interval '601 seconds' where ${here()}`, 'LATE'],
    ['a decision from before its text', () => `update mingbai.approval set at = at - interval '1 second' where ${here()}`, 'LATE'],
    [
      'a decision by a key that had been revoked',
      () => `update mingbai.person_key set revoked_at = '2024-02-18T13:58:00+08:00' where id in (select key_id from mingbai.approval where ${here()})`,
      'REVOKED',
    ],
    [
      'another key under the same name',
      () =>
        `update mingbai.person_key set public_key = ${turned('public_key')}, key_hash = sha256(${turned('public_key')}) where id in (select key_id from mingbai.approval where ${here()})`,
      'TEXT',
    ],
  ])('%s', async (_, sql, fault) => {
    expect(await found(sql())).toContain(
      `${SIGNED}: BF2024-0001: the ${sql().includes('REJECT') ? 'REJECT' : 'APPROVE'} of OWNER_SIDE is not signed as it should be (${fault})`,
    );
  });

  /** A refusal by each party that confirmed, as a row with that id. */
  const refusal = (id: string, where = 'true') =>
    `insert into mingbai.key_refusal (community_id, id, admission_id, person_id, organisation_id, role, at, reason)
      select community_id, ${id}, admission_id, person_id, organisation_id, role, at, 'another fingerprint' from mingbai.key_confirmation where ${here()} and ${where}`;

  it.each([
    ['that two parties refused while it signed', () => refusal('900000 + id'), 'was refused by \\d+ while it signed'],
    [
      'that a party confirmed after it had refused it',
      () => refusal('-id', `organisation_id = ${scene.bodies.street}`),
      'was refused, and then confirmed by \\d+',
    ],
  ])('a key %s', async (_, sql, told) => {
    const rule = 'I10 a key that signs is refused by nobody, and confirmed by nobody whose own word, or that of two parties, was against it';
    expect(await found(sql())).toContainEqual(expect.stringMatching(new RegExp(`^${rule}: key \\d+ ${told}$`)));
  });

  it('nothing in what was signed before a key was revoked by a clock that is behind, and no moment before that is taken', async () => {
    const { rows } = await scene.database.as('postgres', (client) =>
      client.query<{ id: number }>(
        `select k.id from mingbai.person_key k join mingbai.approval a on a.key_id = k.id where a.community_id = ${scene.communityId}`,
      ),
    );
    const [key] = rows;
    const revoke = (moment: string) =>
      scene.database.as(
        'mingbai_app',
        (client) =>
        client.query(`update mingbai.person_key set revoked_at = ${moment} where id = ${key?.id}`).then(() => 'done', (error: { code: string }) => error.code), // prettier-ignore
      );
    for (const moment of [`'2020-01-01'`, `created_at - interval '1 second'`, `last_signed_at - interval '1 second'`])
      expect([moment, await revoke(moment)]).toEqual([moment, 'MB001']);
    scene.at('2024-02-17', '14:00');
    await scene.app.get(RevokeKey).execute({ personId: scene.people.community.personId, keyId: signing.keyIdOf(signing.keyOf('community')) });
    expect(await revoke('now()')).toBe('MB001');
    expect(await violations(scene.database, scene.communityId, invariants)).toEqual([]);
  });

  it('a rule that an unreadable row keeps from being checked, and go on with all the others', async () => {
    const broken: Invariant = { name: 'unreadable', check: async (tx) => (await tx.query<{ x: string }>(`select 'x'::timestamptz as x`)).map(({ x }) => x) };
    const told = expect.stringMatching(/^could not be checked \(22007\)/);
    const found = await scene.read(async (tx) => {
      const sentences: string[] = [];
      for (const invariant of [broken, ...invariants, broken]) sentences.push(...(await violationsOf(tx, invariant)));
      return sentences;
    });
    expect(found).toEqual([told, told]);
  });

  it('a key that its own party confirmed', async () => {
    const names = await found(
      `update mingbai.key_confirmation set organisation_id = ${scene.bodies.community} where ${here()} and organisation_id = ${scene.bodies.street}`,
    );
    expect(names.some((name) => name.startsWith('I10 keys are confirmed by other persons and organisations than their own'))).toBe(true);
  });
});
