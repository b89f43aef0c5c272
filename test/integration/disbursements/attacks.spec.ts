import { DomainError, Money, type ErrorCode } from '../../../src/kernel/index.js';
import {
  CancelDisbursement,
  ConfirmKey,
  DecideDisbursement,
  KeyAdmissions,
  ReviseDisbursement,
  WithdrawApproval,
  type GivenSignature,
} from '../../../src/modules/disbursements/index.js';
import { AddPerson, RegisterKey, RevokeKey } from '../../../src/modules/identity/index.js';
import { describeError, languages } from '../../../src/platform/messages/index.js';
import { refusedBy } from '../../support/refusal.js';
import { softPasskey, type SoftPasskey } from '../../support/soft-key.js';
import { signedTerms } from '../contracts/fixture.js';
import { openStage, type PayoutScene } from './fixture.js';
import { signingIn, type Who } from './signing.js';

/** Somebody wants money out of the account that not everybody has approved. Each attempt is refused and leaves no trace. */
describe('an approval is not forged', () => {
  let stage: Awaited<ReturnType<typeof openStage>>;
  let scene: PayoutScene;
  let keys: ReturnType<typeof signingIn>;
  let id: number;

  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());
  beforeEach(async () => {
    scene = await stage.newScene({ terms: signedTerms });
    keys = signingIn(scene);
    await scene.month('2024-01');
    scene.at('2024-02-18', '14:00');
    for (const [who, ...by] of [
      ['community', 'centre', 'street'],
      ['centre', 'community', 'firm'],
      ['street', 'community', 'centre'],
    ] as const)
      await keys.admit(who, ...by);
    id = (await scene.submit('30000.00')).id;
  });
  afterEach(async () => expect(await scene.violations()).toEqual([]));

  /** The refusal of an attempt that has left no trace, in words that have all their figures. */
  const expectRefused = async (attempt: () => Promise<unknown>, code: ErrorCode, details: Record<string, unknown> = {}): Promise<void> => {
    const before = await scene.fingerprint();
    const refusal = await refusedBy(attempt());
    expect(refusal).toMatchObject({ code, details });
    expect(await scene.fingerprint()).toEqual(before);
    for (const language of languages) expect(describeError(new DomainError(refusal.code, refusal.details), language)).not.toMatch(/\{\w+\}/);
  };
  const firstOf = async (passkey: SoftPasskey): Promise<void> => {
    const { publicKey, credentialId } = passkey;
    const key = { suite: 'webauthn', publicKey, credentialId, transports: ['internal'], counter: 0, purposes: ['APPROVE'] } as const;
    await scene.app.get(RegisterKey).execute({ personId: scene.people.community.personId, label: 'phone', key });
    await keys.ask('community', passkey);
    for (const by of ['centre', 'street'] as const) await keys.confirm(by, passkey);
  };

  it('what is signed by its own hand, over its own text, by admitted keys, goes through and is found good again', async () => {
    expect(await keys.decide('community', id)).toMatchObject({ state: 'APPROVING' });
    expect(await keys.decide('centre', id)).toMatchObject({ state: 'APPROVED' });
    await firstOf(softPasskey());
  });

  it('by passkey too', async () => {
    const passkey = softPasskey();
    await firstOf(passkey);
    const opened = await keys.open('community', id, { key: passkey.hash });
    expect(opened).toMatchObject({ suite: 'webauthn', credentialId: passkey.credentialId.toString('base64url'), rpId: 'localhost' });
    const signature = { challengeId: opened.challengeId, ...passkey.assert(opened.challenge) };
    expect(await keys.send('community', id, { signature })).toMatchObject({ state: 'APPROVING' });
  });

  it('not by a session alone: every kind of decision is signed', async () => {
    for (const decision of ['APPROVE', 'RETURN', 'DEFER', 'REJECT'] as const)
      await expectRefused(() => keys.send('community', id, { decision, reason: '请补充合同附件' }), 'APPROVAL_UNSIGNED', { number: 'BF2024-0001' });
  });

  describe('what was signed for one thing does nothing for another', () => {
    it('a signed approval of one payout sent for another', async () => {
      const other = (await scene.submit('5000.00')).id;
      const signature = await keys.sign('community', id);
      await expectRefused(() => keys.send('community', other, { signature }), 'APPROVAL_CHALLENGE_OTHER', { number: 'BF2024-0002' });
    });

    it('for the same payout after its amount was changed by one fen', async () => {
      const signature = await keys.sign('community', id);
      await keys.decide('centre', id, { decision: 'RETURN', reason: '金额需要核对一遍' });
      const { version } = await scene.seen(id);
      await scene.app.get(ReviseDisbursement).execute(scene.as('firm'), { id, version, amount: (await scene.detail(id)).amount.minus(Money.parse('0.01')) });
      await expectRefused(() => keys.send('community', id, { signature }), 'APPROVAL_CHALLENGE_OTHER');
    });

    it('signed for REJECT, sent as APPROVE, and with another reason than that which was signed', async () => {
      const reason = '发票抬头与合同不符';
      const signature = await keys.sign('community', id, { decision: 'REJECT', reason });
      await expectRefused(() => keys.send('community', id, { signature }), 'APPROVAL_CHALLENGE_OTHER');
      await expectRefused(() => keys.send('community', id, { signature, decision: 'REJECT', reason: '另一个理由而已' }), 'APPROVAL_CHALLENGE_OTHER');
      expect(await keys.send('community', id, { signature, decision: 'REJECT', reason })).toMatchObject({ state: 'REJECTED' });
    });

    it('in another slot or role: a text for one party, sent by another', async () => {
      const signature = await keys.sign('community', id);
      await expectRefused(() => keys.send('centre', id, { signature }), 'APPROVAL_CHALLENGE_OTHER');
      await expectRefused(() => keys.send('colleague', id, { signature }), 'APPROVAL_CHALLENGE_OTHER');
    });

    it('in another compound with the same numbers', async () => {
      const signature = await keys.sign('community', id);
      const other = await stage.newScene({ terms: signedTerms });
      await other.month('2024-01');
      other.at('2024-02-18', '14:00');
      const twin = (await other.submit('30000.00')).id;
      expect((await other.detail(twin)).number).toBe((await scene.detail(id)).number);
      const sent = other.app
        .get(DecideDisbursement)
        .execute(other.as('community'), { ...(await other.seen(twin)), decision: 'APPROVE', reason: null, signature });
      expect(await refusedBy(sent)).toMatchObject({ code: 'APPROVAL_CHALLENGE_OTHER' });
      expect((await other.detail(twin)).decisions).toEqual([]);
    });

    it('the same signature a second time, also after the approval was withdrawn', async () => {
      const signature = await keys.sign('community', id);
      await keys.send('community', id, { signature });
      await scene.app.get(WithdrawApproval).execute(scene.as('community'), { id, reason: '需要再看一遍附件' });
      await expectRefused(() => keys.send('community', id, { signature }), 'APPROVAL_CHALLENGE_USED', { at: '2024-02-18 14:00' });
    });

    it('10 minutes and a second after the text was handed out', async () => {
      const signature = await keys.sign('community', id);
      scene.clock.advanceMinutes(10);
      const late = scene.clock.now();
      scene.clock.advanceMinutes(1 / 60);
      await expectRefused(() => keys.send('community', id, { signature }), 'APPROVAL_CHALLENGE_OLD', { minutes: 10 });
      scene.clock.set(late);
      expect(await keys.send('community', id, { signature })).toMatchObject({ state: 'APPROVING' });
    });
  });

  describe('keys', () => {
    const withKey = async (who: Who, key = keys.keyOf(who)): Promise<GivenSignature> => keys.signed(await keys.open(who, id, { key: key.hash }), key);

    it('with a colleague’s key', async () => {
      await keys.admit('colleague', 'centre', 'street');
      const opened = await keys.open('community', id);
      const signature = keys.signed(opened, keys.keyOf('colleague'));
      await expectRefused(() => keys.send('community', id, { signature }), 'APPROVAL_SIGNATURE_WRONG', { fault: 'SIGNATURE' });
      await expectRefused(() => keys.open('community', id, { key: keys.keyOf('colleague').hash }), 'KEY_NONE');
    });

    it('with a key that nobody has confirmed, or one party, or a firm and a street that are neither owners nor regulator', async () => {
      const key = await keys.register('colleague');
      await expectRefused(() => withKey('colleague'), 'KEY_NONE');
      await keys.ask('colleague', key);
      await expectRefused(() => withKey('colleague'), 'KEY_NOT_ADMITTED', { key: key.hash.slice(0, 8), confirmedBy: '–' });
      await keys.confirm('firm', key);
      await expectRefused(() => withKey('colleague'), 'KEY_NOT_ADMITTED');
      await keys.confirm('street', key);
      await expectRefused(() => withKey('colleague'), 'KEY_NOT_ADMITTED');
      await keys.confirm('centre', key);
      expect(await withKey('colleague')).toMatchObject({ suite: 'ed25519' });
    });

    it('is not confirmed by its owner, by a colleague, twice by one party, or by another firm', async () => {
      const key = await keys.register('colleague');
      await keys.ask('colleague', key);
      await expectRefused(() => keys.confirm('colleague', key), 'KEY_CONFIRM_OWN');
      await expectRefused(() => keys.confirm('community', key), 'KEY_CONFIRM_OWN');
      await expectRefused(() => keys.confirm('otherFirm', key), 'KEY_CONFIRM_PARTY');
      await expectRefused(() => keys.confirm('bookkeeper', key), 'NOT_ALLOWED');
      await keys.confirm('centre', key);
      await expectRefused(() => keys.confirm('centre', key), 'KEY_CONFIRMED');
    });

    it('that one party refused is confirmed by others all the same, who read why', async () => {
      const key = await keys.register('colleague');
      await keys.ask('colleague', key);
      await expectRefused(() => keys.refuse('colleague', key), 'KEY_CONFIRM_OWN');
      await expectRefused(() => keys.refuse('community', key), 'KEY_CONFIRM_OWN');
      await expectRefused(() => keys.refuse('otherFirm', key), 'KEY_CONFIRM_PARTY');
      await expectRefused(() => keys.refuse('bookkeeper', key), 'NOT_ALLOWED');
      for (const reason of ['不同', 'x'.repeat(201), '两行\n不可以'])
        await expectRefused(() => keys.refuse('firm', key, reason), 'KEY_REASON', { min: 5, max: 200 });
      expect((await keys.refuse('firm', key, '电话里念的指纹不一样')).value.isRefused).toBe(false);
      await expectRefused(() => keys.refuse('firm', key), 'KEY_REFUSED_BY_YOU');
      await expectRefused(() => keys.confirm('firm', key), 'KEY_REFUSED_BY_YOU');
      // a firm and a street are neither the owners nor the regulator, together neither
      expect((await keys.refuse('street', key)).value.isRefused).toBe(false);
      const { refusals, isRefused } = await scene.read((tx) => scene.app.get(KeyAdmissions).byHash(tx, key.hash));
      expect([isRefused, refusals.map(({ role, reason }) => [role, reason])]).toEqual([
        false,
        [
          ['FIRM', '电话里念的指纹不一样'],
          ['STREET', '念出的指纹不一样'],
        ],
      ]);
      await keys.confirm('centre', key);
      const committee = await scene.somebody('COMMITTEE', await scene.organisation('业主委员会', 'COMMITTEE'));
      await scene.app.get(ConfirmKey).execute({ actor: committee, idempotencyKey: null }, { keyHash: key.hash });
      expect((await scene.read((tx) => scene.app.get(KeyAdmissions).byHash(tx, key.hash))).isAdmitted).toBe(true);
      await expectRefused(() => keys.refuse('street', keys.keyOf('centre')), 'KEY_ADMITTED');
    });

    it('that two parties refused, one of them owners or regulator, is confirmed by nobody any more', async () => {
      const key = await keys.register('colleague');
      await keys.ask('colleague', key);
      await keys.confirm('centre', key);
      await keys.refuse('street', key);
      // who confirmed before they knew better says so too
      expect((await keys.refuse('centre', key)).value.isRefused).toBe(true);
      await expectRefused(() => keys.confirm('firm', key), 'KEY_REFUSED');
      await expectRefused(() => keys.refuse('firm', key), 'KEY_REFUSED');
      await expectRefused(() => withKey('colleague'), 'KEY_NOT_ADMITTED');
      await expectRefused(() => keys.ask('colleague', key), 'KEY_ASKED');
    });

    it('is admitted by no confirmation that was taken back: the firm alone completes nothing, and the key can still be refused', async () => {
      const key = await keys.register('colleague');
      await keys.ask('colleague', key);
      await keys.confirm('centre', key);
      expect((await keys.refuse('centre', key)).value.isRefused).toBe(false);
      await expectRefused(() => withKey('colleague'), 'KEY_NOT_ADMITTED', { confirmedBy: '–' });
      expect((await keys.confirm('firm', key)).value.isAdmitted).toBe(false);
      await expectRefused(() => withKey('colleague'), 'KEY_NOT_ADMITTED');
      const inDatabase = () =>
        scene.read((tx) =>
          tx.query<{ admitted: boolean }>('select mingbai.key_is_admitted($1, $2, $3, $4) as admitted', [
            scene.communityId,
            keys.keyIdOf(key),
            scene.people.colleague.personId,
            scene.people.colleague.organisationId,
          ]),
        );
      expect(await inDatabase()).toEqual([{ admitted: false }]);
      const { confirmations } = await scene.read((tx) => scene.app.get(KeyAdmissions).byHash(tx, key.hash));
      expect(confirmations.map(({ role, isTakenBack }) => [role, isTakenBack])).toEqual([
        ['CENTRE', true],
        ['FIRM', false],
      ]);
      const committee = await scene.somebody('COMMITTEE', await scene.organisation('业主委员会', 'COMMITTEE'));
      const other = await keys.register('colleague');
      await keys.ask('colleague', other);
      await keys.confirm('centre', other);
      await keys.refuse('centre', other);
      await keys.confirm('firm', other);
      expect((await scene.app.get(ConfirmKey).execute({ actor: committee, idempotencyKey: null }, { keyHash: other.hash })).value.isAdmitted).toBe(true);
      expect((await keys.refuse('street', key)).value.isRefused).toBe(true);
      await expectRefused(() => scene.app.get(ConfirmKey).execute({ actor: committee, idempotencyKey: null }, { keyHash: key.hash }), 'KEY_REFUSED');
    });

    it('is not confirmed by the firm of a contract that ended in this very month', async () => {
      const key = await keys.register('colleague');
      await keys.ask('colleague', key);
      await scene.database.as('postgres', (client) =>
        client.query(`begin; set local session_replication_role = replica;
          insert into mingbai.contract_step (community_id, id, contract_id, kind, ends_on, reason, document_sha256, recorded_by, recorded_for, recorded_at)
            select community_id, 900001, id, 'NOTICE_GIVEN', date '${scene.clock.today()}' - 1, 'it ended yesterday', repeat('0', 64), 1, 1, now()
            from mingbai.contract where community_id = ${scene.communityId}; commit`),
      );
      await expectRefused(() => keys.confirm('firm', key), 'KEY_CONFIRM_PARTY');
    });

    it('is asked for by its owner, once, and by nobody who decides nothing', async () => {
      const key = await keys.register('colleague');
      await expectRefused(() => keys.ask('community', key), 'NOT_FOUND');
      await expectRefused(() => keys.ask('firm', key), 'NOT_ALLOWED');
      await expectRefused(() => keys.confirm('centre', key), 'NOT_FOUND');
      await keys.ask('colleague', key);
      await expectRefused(() => keys.ask('colleague', key), 'KEY_ASKED');
    });

    it('with a revoked key, while what it signed before stays good', async () => {
      await keys.decide('community', id);
      const key = keys.keyOf('centre');
      const signature = await withKey('centre');
      await scene.app.get(RevokeKey).execute({ personId: scene.people.centre.personId, keyId: keys.keyIdOf(key) });
      await expectRefused(() => keys.send('centre', id, { signature }), 'KEY_REVOKED');
      await expectRefused(() => keys.open('centre', id), 'KEY_REVOKED');
      await scene.app.get(RevokeKey).execute({ personId: scene.people.community.personId, keyId: keys.keyIdOf(keys.keyOf('community')) });
      expect((await scene.detail(id)).missingSlots).toEqual(['REGULATOR']);
      await expectRefused(() => keys.ask('centre', key), 'KEY_REVOKED');
    });

    it('with a passkey that is for signing in alone', async () => {
      const { publicKey, credentialId, hash } = softPasskey();
      const key = { suite: 'webauthn', publicKey, credentialId, transports: [], counter: 0, purposes: ['SIGN_IN'] } as const;
      await scene.app.get(RegisterKey).execute({ personId: scene.people.colleague.personId, label: 'phone', key });
      await expectRefused(() => keys.ask('colleague', { hash }), 'KEY_SIGNS_IN_ONLY');
    });
  });

  describe('people', () => {
    it('a member whose part ended between the text and the decision', async () => {
      const signature = await keys.sign('community', id);
      await scene.leave('community');
      await expectRefused(() => keys.send('community', id, { signature }), 'NOT_ALLOWED');
      await expectRefused(() => keys.open('community', id), 'NOT_ALLOWED');
    });

    it('the firm, who asked, and who registered the account: they are handed no text', async () => {
      await keys.admit('registrar', 'centre', 'street');
      await expectRefused(() => keys.open('firm', id), 'NOT_ALLOWED');
      await expectRefused(() => keys.open('registrar', id), 'DISBURSEMENT_REGISTRAR_DECIDES');
      const twice = await scene.join(scene.people.firm.personId, 'OWNER', scene.bodies.firm).catch((error: unknown) => error);
      expect(twice).toBeInstanceOf(DomainError);
    });

    it('the residents’ committee for the owners after a committee was registered, while its earlier approval stays', async () => {
      await keys.decide('community', id);
      const other = (await scene.submit('5000.00')).id;
      const signature = await keys.sign('community', other);
      scene.at('2024-02-19');
      const organisationId = await scene.organisation('业主委员会', 'COMMITTEE');
      const { personId } = (await scene.app.get(AddPerson).execute({ login: `${scene.slug}-chair`, name: '徐望舒' })).value;
      await scene.join(personId, 'COMMITTEE', organisationId);
      expect((await scene.detail(id)).missingSlots).toEqual(['REGULATOR']);
      await expectRefused(() => keys.send('community', other, { signature }), 'APPROVAL_CHALLENGE_OTHER');
      expect(JSON.parse((await keys.open('community', other)).text)).toMatchObject({ slot: 'SUPERVISOR' });
      expect(await keys.decide('centre', id)).toMatchObject({ state: 'APPROVED' });
    });
  });

  describe('bytes', () => {
    it('one turned bit of the signature, or one that is too short', async () => {
      const { signature, ...rest } = await keys.sign('community', id);
      const turned = Buffer.from(signature, 'base64url');
      turned.writeUInt8(turned.readUInt8(10) ^ 1, 10);
      for (const wrong of [turned.toString('base64url'), 'AAAA'])
        await expectRefused(() => keys.send('community', id, { signature: { ...rest, signature: wrong } }), 'APPROVAL_SIGNATURE_WRONG', { fault: 'SIGNATURE' });
    });

    it.each([
      ['its user was not verified', { flags: 0b001 }, 'USER_UNVERIFIED'],
      ['another page asked for it', { origin: 'http://localhost:3001' }, 'ORIGIN'],
      ['it belongs to another host', { rpId: 'evil.example' }, 'RP_ID'],
    ] as const)('a passkey’s where %s', async (_, said, fault) => {
      const passkey = softPasskey();
      await firstOf(passkey);
      const { challengeId, challenge } = await keys.open('community', id, { key: passkey.hash });
      const signature = { challengeId, ...passkey.assert(challenge, said) };
      await expectRefused(() => keys.send('community', id, { signature }), 'APPROVAL_SIGNATURE_WRONG', { fault });
    });

    it('a passkey’s over another challenge, with a turned bit of what its device said, or passed off as a key in a file', async () => {
      const passkey = softPasskey();
      await firstOf(passkey);
      const { challengeId, challenge } = await keys.open('community', id, { key: passkey.hash });
      const other = await keys.open('community', id, { key: passkey.hash });
      const good = passkey.assert(challenge);
      const data = Buffer.from(good.authenticatorData, 'base64url');
      data.writeUInt8(2, 36);
      const send = (signature: GivenSignature) => () => keys.send('community', id, { signature });
      await expectRefused(send({ challengeId, ...passkey.assert(other.challenge) }), 'APPROVAL_SIGNATURE_WRONG', { fault: 'CHALLENGE' });
      await expectRefused(send({ challengeId, ...good, authenticatorData: data.toString('base64url') }), 'APPROVAL_SIGNATURE_WRONG', { fault: 'SIGNATURE' });
      await expectRefused(send({ challengeId, suite: 'ed25519', signature: good.signature }), 'APPROVAL_SIGNATURE_WRONG', { fault: 'SUITE' });
    });
  });

  describe('past the code, in the database', () => {
    const insert = (role: 'mingbai_app' | 'mingbai_owner', sql: string) =>
      scene.database.as(role, async (client) => {
        await client.query(`begin; set local app.community_id = '${scene.communityId}'`);
        return client.query(sql).then(
          () => 'not refused',
          (error: Error) => error.message,
        );
      });
    /** An approval by the residents' committee as it would be written, its signature the 64 bytes of nothing. */
    const approval = (change: Record<string, string> = {}): string => {
      const { personId, organisationId } = scene.people.community;
      const values: Record<string, string | number> = {
        community_id: scene.communityId,
        id: 900_001,
        disbursement_id: id,
        payload_sha256: `(select payload_sha256 from mingbai.disbursement where community_id = ${scene.communityId} and id = ${id})`,
        slot: `'OWNER_SIDE'`,
        organisation_id: organisationId,
        person_id: personId,
        role: `'COMMUNITY'`,
        decision: `'APPROVE'`,
        at: `'2024-02-18T14:01+08:00'`,
        ...change,
      };
      return `insert into mingbai.approval (${Object.keys(values).join(', ')}) values (${Object.values(values).join(', ')})`;
    };

    it.each(['mingbai_app', 'mingbai_owner'] as const)('%s writes no approval without a signature', async (role) => {
      expect(await insert(role, approval())).toContain('are signed');
    });

    it('nor one over the text of another decision, over an old one, or by a key that is not admitted', async () => {
      const { challengeId } = await keys.open('community', id);
      const rejected = await keys.open('community', id, { decision: 'REJECT', reason: '材料不全不能付款' });
      const key = keys.keyIdOf(keys.keyOf('community'));
      const signed = { suite: `'ed25519'`, signature: `'\\x${'00'.repeat(64)}'`, challenge_id: String(challengeId), key_id: String(key) };
      expect(await insert('mingbai_owner', approval({ ...signed, challenge_id: String(rejected.challengeId) }))).toContain('another decision');
      expect(await insert('mingbai_owner', approval({ ...signed, key_id: String(keys.keyIdOf(keys.keyOf('centre'))) }))).toContain('another decision');
      expect(await insert('mingbai_owner', approval({ ...signed, at: `'2024-02-18T14:10:01+08:00'` }))).toContain('too old');
      expect(await insert('mingbai_owner', approval({ ...signed, suite: `'webauthn'` }))).toMatch(/signature_of_suite|something else/);
      expect(await insert('mingbai_owner', approval({ ...signed, signature: `'\\x00'` }))).toContain('signature_of_suite');
      await scene.app.get(RevokeKey).execute({ personId: scene.people.community.personId, keyId: key });
      expect(await insert('mingbai_owner', approval(signed))).toContain('not admitted');
    });

    it('nor one by a passkey that signed another challenge', async () => {
      const passkey = softPasskey();
      await firstOf(passkey);
      const { challengeId, challenge } = await keys.open('community', id, { key: passkey.hash });
      const [keyId] = await scene.read((tx) =>
        tx.query<{ id: number }>(`select id from mingbai.person_key where key_hash = decode($1, 'hex')`, [passkey.hash]),
      );
      const columns = (over: string) => {
        const { signature, authenticatorData, clientDataJSON } = passkey.assert(over);
        const bytea = (text: string) => `'\\x${Buffer.from(text, 'base64url').toString('hex')}'`;
        return {
          suite: `'webauthn'`,
          signature: bytea(signature),
          authenticator_data: bytea(authenticatorData),
          client_data: bytea(clientDataJSON),
          origin: `'http://localhost:3000'`,
          rp_id: `'localhost'`,
          challenge_id: String(challengeId),
          key_id: String(keyId?.id),
        };
      };
      expect(await insert('mingbai_owner', approval(columns(Buffer.alloc(32).toString('base64url'))))).toContain('something else');
      expect(await insert('mingbai_owner', approval(columns(challenge)))).toBe('not refused');
    });

    it('nor a text that says something else than its columns, or a confirmation by the key’s own party', async () => {
      const copy = (change: string) =>
        `insert into mingbai.approval_challenge select ${change} from mingbai.approval_challenge c where community_id = ${scene.communityId} limit 1`;
      await keys.open('community', id);
      const columns = `community_id, id + 900000, disbursement_id, payload_sha256, 'REJECT', slot, role, person_id, organisation_id, key_id, text, issued_at`;
      expect(await insert('mingbai_owner', copy(columns))).toContain('text_says_it');
      const { personId, organisationId } = scene.people.colleague;
      const own = `insert into mingbai.key_confirmation select community_id, id + 900000, id, ${personId}, ${organisationId}, 'COMMUNITY', asked_at from mingbai.key_admission
        where community_id = ${scene.communityId} and organisation_id = ${organisationId} limit 1`;
      expect(await insert('mingbai_owner', own)).toContain('confirmed by others');
      const { personId: stranger } = scene.people.otherFirm;
      const foreign = own.replace(`${personId}, ${organisationId}`, `${stranger}, ${scene.bodies.street}`);
      expect(await insert('mingbai_owner', foreign)).toContain('has no part');
      const { personId: outsider, organisationId: otherFirm } = scene.people.otherFirm;
      expect(await insert('mingbai_owner', own.replace(`${personId}, ${organisationId}, 'COMMUNITY'`, `${outsider}, ${otherFirm}, 'FIRM'`))).toContain(
        'has no contract',
      );
      const { personId: officer, organisationId: street } = scene.people.street;
      const refusal = own
        .replace('key_confirmation', 'key_refusal')
        .replace(`${personId}, ${organisationId}, 'COMMUNITY', asked_at`, `${officer}, ${street}, 'STREET', asked_at, 'a reason'`);
      expect(await insert('mingbai_owner', refusal)).toContain('is refused or signs already');
      const waiting = await keys.register('colleague');
      await keys.ask('colleague', waiting);
      const word = (table: string, who: Who, reason: string | null) =>
        insert(
          'mingbai_owner',
          `insert into mingbai.${table} (community_id, id, admission_id, person_id, organisation_id, role, at${reason === null ? '' : ', reason'})
           select community_id, id + 900000, id, ${scene.people[who].personId}, ${scene.people[who].organisationId}, '${scene.people[who].roles[0]}', asked_at${reason === null ? '' : `, ${reason}`}
           from mingbai.key_admission where community_id = ${scene.communityId} and person_id = ${personId}`,
        );
      for (const reason of ['null', `'no'`]) expect(await word('key_refusal', 'street', reason)).toContain('refused_with_a_reason');
      await keys.refuse('street', waiting);
      expect(await word('key_confirmation', 'street', null)).toContain('is refused or signs already');
      await keys.refuse('centre', waiting);
      for (const [table, reason] of [
        ['key_confirmation', null],
        ['key_refusal', `'a reason'`],
      ] as const)
        expect(await word(table, 'firm', reason)).toContain('is refused or signs already');
    });
  });

  it('a payout that has ended hands out no text', async () => {
    const { version } = await scene.seen(id);
    await scene.app.get(CancelDisbursement).execute(scene.as('firm'), { id, version, reason: '重新申请一次' });
    await expectRefused(() => keys.open('community', id), 'DISBURSEMENT_STATE');
  });
});
