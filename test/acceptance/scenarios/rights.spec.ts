import { AddMembership, AddPerson, IdentityQueries } from '../../../src/modules/identity/index.js';
import { WebClient } from '../../support/web-client.js';
import { httpStoryBook, STORY_PASSWORD, type HttpStory } from './http-story.js';
import { day, TWO_FLATS, type Who } from './story.js';

/** Who may see what, and who may do what. */
describe('rights of people', () => {
  const book = httpStoryBook();
  const begin = () => book.begin({ signed: false, units: TWO_FLATS });
  const NAMES = /夏阿玉|朱子兰/;
  const log = async (town: HttpStory) =>
    (
      (await town.get('centre', 'access-log')).body as {
        items: { kind: string; person: string | null; code: string | null; subject: string | null; reason: string | null }[];
      }
    ).items;
  /** Somebody with a part of their own in the compound. */
  const newcomer = async (town: HttpStory, who: Who, login: string): Promise<void> => {
    const { personId } = (await town.app.get(AddPerson).execute({ login: `${town.slug}-${login}`, name: '沈若兰' })).value;
    town.people[who] = { ...town.people[who], personId };
  };

  it('the firm sees which flats there are and no name of an owner', async () => {
    const town = await begin();
    const { status, text } = await town.get('firm', 'units');
    expect([status, text.includes('01-101'), NAMES.test(text)]).toEqual([200, true, false]);
    expect(NAMES.test((await town.get('bookkeeper', 'units')).text)).toBe(true);
  });

  it('the owner side is told one name at a time, for a reason that stands in the access log', async () => {
    const town = await begin();
    const look = (who: Who, reason: string) => town.post(who, 'units/01-101/owner-name', { reason });
    await town.turnedAway(() => look('community', ''), 400, 'REQUEST_INVALID', 'reason');
    await town.turnedAway(() => look('centre', '上门核对收件人'), 403, 'NOT_ALLOWED');
    expect((await look('community', '上门核对收件人')).body).toEqual({ unit: '01-101', ownerName: '夏阿玉' });
    const [shown] = (await log(town)).filter(({ kind }) => kind === 'REVEAL');
    expect(shown).toMatchObject({ person: 'COMMUNITY 3', subject: '01-101', reason: '上门核对收件人' });
  });

  it('who is refused something stands in the access log, with the rule and without what they wrote', async () => {
    const town = await begin();
    await town.post('firm', 'disbursements', { kind: 'BASE', period: '2024-01', amount: '999999.00' });
    await town.get('firm', 'entries');
    const lines = await log(town);
    expect(lines.map(({ kind, person, code }) => [kind, person, code])).toEqual([
      ['REFUSED', 'FIRM 1', 'NOT_ALLOWED'],
      ['REFUSED', 'FIRM 1', 'DISBURSEMENT_OVER_BASE'],
    ]);
    expect(JSON.stringify(lines)).not.toContain('999999');
  });

  it('an owner joins by the letter to the flat, and sees its bills and those of no neighbour', async () => {
    const town = await begin();
    await town.signIn('community');
    const desk = new WebClient(town.server);
    await desk.signIn((await town.app.get(IdentityQueries).person(town.people.community.personId)).login, STORY_PASSWORD);
    const codes = `/w/${town.slug}/unit-codes`;
    const letter = /[A-Z2-7]{5}-[A-Z2-7]{5}/.exec((await desk.submit(await desk.get(codes), codes, { codes_unit: '01-102' })).text)?.[0] ?? '';
    const owner = new WebClient(town.server);
    const join = `/join/${town.slug}`;
    const account = { join_name: '某业主', join_login: `${town.slug}-owner`, join_password: STORY_PASSWORD, join_again: STORY_PASSWORD };
    await owner.submit(await owner.get(join), join, { join_code: letter, ...account });
    const own = await owner.get(`/me/${town.slug}/01-102`);
    expect([own.status, own.text.includes('75.23')]).toEqual([200, true]);
    for (const path of [`/me/${town.slug}/01-101`, `/w/${town.slug}`, `/b/${town.slug}/units`]) {
      const { status, html } = await owner.get(path);
      expect([path, status === 404 || status === 403, html.includes('夏阿玉')]).toEqual([path, true, false]);
    }
  });

  it('an auditor reads the books to the last day of the engagement, and writes nothing', async () => {
    const town = await begin();
    await newcomer(town, 'colleague', 'audit');
    const { personId } = town.people.colleague;
    const part = { personId, organisationId: town.bodies.agency, communityId: town.communityId, role: 'AUDITOR' };
    await town.app.get(AddMembership).execute({ ...part, from: day('2024-02-01'), to: day('2024-02-29') });
    expect((await town.get('colleague', 'entries')).status).toBe(200);
    await town.turnedAway(() => town.post('colleague', 'disbursements', { kind: 'BASE', period: '2024-01', amount: '1.00' }), 403, 'NOT_ALLOWED');
    town.at('2024-03-01', '00:00');
    await town.turnedAway(() => town.get('colleague', 'entries'), 404, 'NOT_FOUND');
  });

  it('an auditor without a last day is none', async () => {
    const town = await begin();
    await newcomer(town, 'colleague', 'audit');
    const part = { personId: town.people.colleague.personId, organisationId: town.bodies.agency, communityId: town.communityId, role: 'AUDITOR' };
    await town.refused(() => town.app.get(AddMembership).execute({ ...part, from: day('2024-02-01'), to: null }), 'IDENTITY_AUDITOR_WITHOUT_END', { max: 366 });
  });

  it('who keeps the books of a compound never holds its cash', async () => {
    const town = await begin();
    const { personId, organisationId } = town.people.bookkeeper;
    const cash = { personId, organisationId, communityId: town.communityId, role: 'CASHIER', from: day('2024-02-18'), to: null };
    await town.refused(() => town.app.get(AddMembership).execute(cash), 'IDENTITY_DUTIES_NOT_SEPARATE', { from: '2024-01-01' });
  });

  it('one body gives nobody the books: another one confirms, and only then does the part begin', async () => {
    const town = await begin();
    await newcomer(town, 'colleague', 'accounts');
    const request = { role: 'BOOKKEEPER', agency: '新来代理记账', from: '2024-02-18' };
    const { invitationId, token } = (await town.post('community', 'invitations', request)).body;
    const bearer = { authorization: `Bearer ${await town.signIn('colleague')}` };
    const accepted = await town.server.inject({ method: 'POST', url: '/api/v1/invitations/acceptance', headers: bearer, payload: { token } });
    expect(accepted.statusCode).toBe(201);
    const decide = (who: Who) => town.post(who, `appointments/${String(invitationId)}/decision`, { isConfirmed: true });
    await town.turnedAway(() => town.get('colleague', 'entries'), 404, 'NOT_FOUND');
    await town.turnedAway(() => decide('community'), 403, 'APPOINTMENT_OWN');
    expect((await decide('centre')).status).toBe(204);
    expect((await town.get('colleague', 'entries')).status).toBe(200);
  });

  it('who may sign in and has no part in the compound finds no door of it, whoever runs the computer', async () => {
    const town = await begin();
    await newcomer(town, 'colleague', 'operator');
    for (const path of ['', 'units', 'entries', 'funds', 'disbursements', 'contracts', 'access-log', 'members'])
      await town.turnedAway(() => town.get('colleague', path), 404, 'NOT_FOUND');
  });

  it('everybody sees of a payout the firm, the sum and the bodies that approved it, and no person and no whole account', async () => {
    const town = await begin();
    await town.post('firm', 'disbursements', { kind: 'BASE', period: '2024-01', amount: '20000.00' });
    for (const who of ['community', 'centre'] as const) {
      const { version, payloadSha256 } = (await town.get(who, 'disbursements/BF2024-0001')).body;
      await town.post(who, 'disbursements/BF2024-0001/decisions', { version, payloadSha256, decision: 'APPROVE' });
    }
    const { status, body, text } = await town.anybody(`/api/v1/public/communities/${town.slug}/disbursements/BF2024-0001`);
    expect([status, body]).toMatchObject([200, { amount: '20000.00', payeeLast4: '0001', state: 'APPROVED' }]);
    expect((body['approvals'] as { slot: string }[]).map(({ slot }) => slot)).toEqual(['OWNER_SIDE', 'REGULATOR']);
    expect(text).not.toMatch(/9903000000000001|FIRM 1|COMMUNITY 3|CENTRE 6|夏阿玉/);
  });

  it('who signs out is out at once', async () => {
    const town = await begin();
    const token = await town.signIn('centre');
    const bearer = { authorization: `Bearer ${token}` };
    const read = () => town.server.inject({ url: `/api/v1/communities/${town.slug}/funds`, headers: bearer });
    expect((await read()).statusCode).toBe(200);
    await town.server.inject({ method: 'DELETE', url: '/api/v1/session', headers: bearer });
    expect((await read()).statusCode).toBe(401);
  });
});
