import { quarter } from '../../../src/kernel/index.js';
import { softPasskey } from '../../support/soft-key.js';
import { RegisterKey } from '../../../src/modules/identity/index.js';
import { signingIn, type Who } from '../../integration/disbursements/signing.js';
import { httpStoryBook, type HttpStory } from './http-story.js';

/** Somebody with a session, or a stolen one, wants money that not everybody agreed to. */
describe('attempts to get at the money', () => {
  const book = httpStoryBook();

  /** A compound where 20,000.00 are asked for, and the owner side and the centre have keys that others confirmed. */
  async function begin() {
    const town = await book.begin();
    const keys = signingIn(town);
    await keys.admit('community', 'centre', 'street');
    await keys.admit('centre', 'community', 'firm');
    await town.post('firm', 'disbursements', { kind: 'BASE', period: '2024-01', amount: '20000.00' });
    /** The text of an approval is opened over HTTP, and signed. */
    const signed = async (who: Who, change: object = {}) => {
      const { body } = await town.post(who, 'disbursements/BF2024-0001/challenges', { ...(await seen(town, who)), ...change });
      return { challengeId: body['challengeId'], suite: 'ed25519', signature: keys.keyOf(who).sign(String(body['challenge'])) };
    };
    return { town, keys, signed };
  }
  /** An approval of a payout as a person sees it now. */
  const seen = async (town: HttpStory, who: Who, number = 'BF2024-0001') => {
    const { version, payloadSha256 } = (await town.get(who, `disbursements/${number}`)).body;
    return { version, payloadSha256, decision: 'APPROVE' };
  };
  const decide = async (town: HttpStory, who: Who, signature: object | undefined, number = 'BF2024-0001', change: object = {}) =>
    town.post(who, `disbursements/${number}/decisions`, { ...(await seen(town, who, number)), ...(signature && { signature }), ...change });
  const stateOf = async (town: HttpStory, number = 'BF2024-0001') => (await town.get('centre', `disbursements/${number}`)).body['state'];

  it('two signed approvals pay 20,000.00, and each signature can be checked by anybody who works on the books', async () => {
    const { town, signed } = await begin();
    expect((await decide(town, 'community', await signed('community'))).status).toBe(200);
    expect(await decide(town, 'centre', await signed('centre'))).toMatchObject({ status: 200, body: { state: 'APPROVED' } });
    const { body } = await town.get('street', 'disbursements/BF2024-0001/approvals');
    expect((body['items'] as { slot: string; verified: boolean }[]).map(({ slot, verified }) => [slot, verified])).toEqual([
      ['OWNER_SIDE', true],
      ['REGULATOR', true],
    ]);
    expect(await town.balance('2111')).toBe('20000.00');
  });

  it('a stolen session alone approves nothing', async () => {
    const { town } = await begin();
    await town.turnedAway(() => decide(town, 'community', undefined), 422, 'APPROVAL_UNSIGNED', 'BF2024-0001');
  });

  it('an approval that was signed for one payout does nothing for another', async () => {
    const { town, signed } = await begin();
    await town.post('firm', 'disbursements', { kind: 'BASE', period: '2024-01', amount: '5000.00' });
    const signature = await signed('community');
    await town.turnedAway(() => decide(town, 'community', signature, 'BF2024-0002'), 422, 'APPROVAL_CHALLENGE_OTHER', 'BF2024-0002');
  });

  it('what the owner side signed is no approval of the centre', async () => {
    const { town, signed } = await begin();
    const signature = await signed('community');
    await town.turnedAway(() => decide(town, 'centre', signature), 422, 'APPROVAL_CHALLENGE_OTHER', 'BF2024-0001');
  });

  it('an approval that was signed in one compound does nothing in another, though number and amount are the same', async () => {
    const here = await begin();
    const there = await begin();
    const signature = await here.signed('community');
    await there.town.turnedAway(() => decide(there.town, 'community', signature), 422, 'APPROVAL_CHALLENGE_OTHER', 'BF2024-0001');
    expect(await stateOf(there.town)).toBe('APPROVING');
  });

  it('a signature counts once: sent again after the approval was taken back, it does nothing', async () => {
    const { town, signed } = await begin();
    const signature = await signed('community');
    await decide(town, 'community', signature);
    await town.post('community', 'disbursements/BF2024-0001/withdraw', { reason: '需要再看一遍附件' });
    await town.turnedAway(() => decide(town, 'community', signature), 409, 'APPROVAL_CHALLENGE_USED', '2024-02-18 14:00');
  });

  it('an amount that was changed by one fen after the first approval needs every signature anew', async () => {
    const { town, signed } = await begin();
    await decide(town, 'community', await signed('community'));
    const old = await signed('centre');
    const sendBack = { decision: 'RETURN', reason: '金额需要核对' };
    await decide(town, 'centre', await signed('centre', sendBack), 'BF2024-0001', sendBack);
    const { version } = (await town.get('firm', 'disbursements/BF2024-0001')).body;
    await town.post('firm', 'disbursements/BF2024-0001/submit', { version, amount: '20000.01' });
    await town.turnedAway(() => decide(town, 'centre', old), 422, 'APPROVAL_CHALLENGE_OTHER', 'BF2024-0001');
    expect((await town.get('centre', 'disbursements/BF2024-0001')).body).toMatchObject({ amount: '20000.01', missingSlots: ['OWNER_SIDE', 'REGULATOR'] });
  });

  it('a member whose part ends at midnight approves nothing a minute later, though the text was signed before', async () => {
    const { town, keys, signed } = await begin();
    await keys.admit('colleague', 'centre', 'street');
    const members = (await town.get('community', 'members')).body as unknown as { id: number; person: string }[];
    const part = members.find(({ person }) => person === 'COMMUNITY 4');
    town.at('2024-02-18', '23:55');
    expect((await town.post('community', `members/${part?.id}/end`, { lastDay: '2024-02-18' })).body).toEqual({ outcome: 'ENDED', lastDay: '2024-02-18' });
    const payout = await seen(town, 'colleague');
    const signature = await signed('colleague');
    town.at('2024-02-19', '00:01');
    await town.turnedAway(() => town.post('colleague', 'disbursements/BF2024-0001/decisions', { ...payout, signature }), 404, 'NOT_FOUND');
    expect(await stateOf(town)).toBe('APPROVING');
  });

  it('who asks for money is handed no text to sign', async () => {
    const { town } = await begin();
    const request = await seen(town, 'firm');
    await town.turnedAway(() => town.post('firm', 'disbursements/BF2024-0001/challenges', request), 403, 'NOT_ALLOWED');
    await town.turnedAway(() => town.post('firm', 'disbursements/BF2024-0001/decisions', request), 403, 'NOT_ALLOWED');
  });

  it('what a passkey signed for another website is refused', async () => {
    const { town, keys } = await begin();
    const passkey = softPasskey();
    const { publicKey, credentialId, hash } = passkey;
    const key = { suite: 'webauthn', publicKey, credentialId, transports: ['internal'], counter: 0, purposes: ['APPROVE'] } as const;
    await town.app.get(RegisterKey).execute({ personId: town.people.community.personId, label: 'phone', key });
    await keys.ask('community', passkey);
    for (const by of ['centre', 'street'] as const) await keys.confirm(by, passkey);
    const { body } = await town.post('community', 'disbursements/BF2024-0001/challenges', { ...(await seen(town, 'community')), key: hash });
    const sign = (said: { origin?: string }) => ({ challengeId: body['challengeId'], ...passkey.assert(String(body['challenge']), said) });
    await town.turnedAway(() => decide(town, 'community', sign({ origin: 'https://mingbai.example' })), 422, 'APPROVAL_SIGNATURE_WRONG');
    expect((await decide(town, 'community', sign({}))).status).toBe(200);
  });

  it('numbers that are guessed find nothing in another compound, and do not tell whether they exist', async () => {
    const { town: victim } = await begin();
    const { town } = await begin();
    const answers = [];
    for (const [slug, number] of [
      [victim.slug, 'BF2024-0001'],
      [victim.slug, 'BF2024-0099'],
      ['no-such-place', 'BF2024-0001'],
    ] as const) {
      const { status, body } = await town.get('centre', `disbursements/${number}`, slug);
      answers.push({ status, code: body['code'], detail: body['detail'] });
    }
    expect(answers.map(({ status, code }) => [status, code])).toEqual(Array.from({ length: 3 }, () => [404, 'NOT_FOUND']));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    await town.turnedAway(() => town.get('centre', 'disbursements/BF2024-0099'), 404, 'NOT_FOUND');
  });

  it('who decides on what they saw before somebody else decided is told so', async () => {
    const { town, signed } = await begin();
    const before = await seen(town, 'centre');
    const signature = await signed('centre');
    await decide(town, 'community', await signed('community'));
    const late = () => town.post('centre', 'disbursements/BF2024-0001/decisions', { ...before, signature });
    await town.turnedAway(late, 409, 'DISBURSEMENT_CHANGED', 'BF2024-0001', '2024-02-18 14:00');
  });

  it('the same request sent twice asks for one payout, and under its key no other amount', async () => {
    const { town } = await begin();
    const ask = (amount: string) => town.post('firm', 'disbursements', { kind: 'BASE', period: '2024-01', amount }, { key: 'one-tap-on-ask' });
    const first = await ask('100.00');
    expect([first.status, (await ask('100.00')).body]).toEqual([201, first.body]);
    await town.turnedAway(() => ask('100.01'), 422, 'IDEMPOTENCY_KEY_REUSED', 'amount');
  });

  it('a request that names an account of its own, or a sum with three decimals, is none', async () => {
    const { town } = await begin();
    const ask = (change: object) => () => town.post('firm', 'disbursements', { kind: 'BASE', period: '2024-01', amount: '1.00', ...change });
    await town.turnedAway(ask({ payeeAccountNo: '6222000000000001' }), 400, 'REQUEST_INVALID', 'payeeAccountNo');
    await town.turnedAway(ask({ amount: '1.001' }), 400, 'REQUEST_INVALID', 'amount');
    await town.turnedAway(ask({ amount: 1 }), 400, 'REQUEST_INVALID', 'amount');
  });

  it('the firm cannot score itself, make the score final, enter a fine, or tell the bank to pay', async () => {
    const { town } = await begin();
    const q = quarter('2024-Q1');
    for (const [path, payload] of [
      [`assessments/${q}/score`, {}],
      [`assessments/${q}/finalise`, {}],
      ['firm-dues/penalties', { quarter: q, amount: '1.00', reason: '夜间无人', document: '通知' }],
      ['disbursements/BF2024-0001/instruct', { version: 1 }],
    ] as const)
      await town.turnedAway(() => town.post('firm', path, payload), 403, 'NOT_ALLOWED');
  });
});
