import type { QueryRunner } from 'typeorm';
import { addDays, businessDate, type Actor, type CommunityId, type OrganisationId, type PersonId, type Role } from '../../../src/kernel/index.js';
import type { InvitationId, MembershipId } from '../../../src/modules/identity/index.js';
import { AppointmentsThatLast1795420806200 } from '../../../migrations/1795420806200-appointments-that-last.js';
import { invariants } from '../../../src/modules/identity/index.js';
import { violations } from '../../support/books.js';
import { TestDatabase } from '../../support/database.js';
import { refusedBy } from '../../support/refusal.js';
import { identityOn, noon } from './fixture.js';

const password = 'correct horse battery';
const newYear = businessDate('2024-01-01');

let database: TestDatabase;
let app: ReturnType<typeof identityOn>;
let communityId: CommunityId;
let made = 0;

beforeAll(async () => {
  database = await TestDatabase.create();
  app = identityOn(database);
});
afterAll(() => database.destroy());
beforeEach(async () => {
  communityId = await app.newCommunity();
});

const asOwner = (sql: string, values: unknown[] = []) => database.as('mingbai_owner', (client) => client.query(sql, values));
const stateOf = (sql: string, values: unknown[] = []) => asOwner(sql, values).then(() => 'done', (error: { code: string }) => error.code); // prettier-ignore
const countOf = async (table: string): Promise<number> => (await asOwner(`select count(*)::int as n from mingbai.${table}`)).rows[0].n as number;
async function officer(role: Role): Promise<Actor> {
  const [personId, organisationId] = [await app.newPerson(), await app.newOrganisation(role === 'BOOKKEEPER' ? 'AGENCY' : role)];
  await app.join({ personId, organisationId, communityId, role });
  return { personId, organisationId, communityId, roles: [role] };
}
const by = (actor: Actor) => ({ actor, idempotencyKey: null });
const invite = (actor: Actor, request: Partial<{ role: string; agency: string | null; from: string; to: string | null }> = {}) =>
  app.invite.execute(by(actor), {
    role: request.role ?? actor.roles[0] ?? '',
    agency: request.agency ?? null,
    from: businessDate(request.from ?? '2024-01-01'),
    to: request.to === undefined || request.to === null ? null : businessDate(request.to),
  });
const confirm = async (actor: Actor, token: string, isConfirmed = true, reason: string | null = null) =>
  app.decideAppointment.execute(by(actor), { invitationId: (await app.invitations.byToken(token))?.id as InvitationId, isConfirmed, reason });
/** The actor's part, ended by a colleague with today as its last day: it is over at that moment. */
async function dismissed(actor: Actor): Promise<void> {
  const colleague = await app.newPerson();
  const [role = 'COMMITTEE'] = actor.roles;
  await app.join({ personId: colleague, organisationId: actor.organisationId, communityId, role });
  const [part] = await app.queries.memberships(actor.personId, newYear);
  await app.endMembership.execute(by({ ...actor, personId: colleague }), { membershipId: part?.id as MembershipId, lastDay: newYear });
}
/** What the migration says about the parts that it finds, once more. */
async function upgraded(): Promise<void> {
  const said: string[] = [];
  await new AppointmentsThatLast1795420806200().up({ query: async (sql: string) => void said.push(sql) } as unknown as QueryRunner);
  for (const sql of said.filter((text) => text.includes('set began_unconfirmed = true'))) await asOwner(sql);
}
const newcomer = () => ({ login: `newcomer-${++made}`, name: '新来的人', password });

describe('Invite', () => {
  it('makes a link for one person into the own organisation, and keeps only its hash', async () => {
    const committee = await officer('COMMITTEE');
    const { token, invitationId } = await invite(committee);
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(await app.invitations.byToken(token)).toMatchObject({ id: invitationId, role: 'COMMITTEE', organisationId: committee.organisationId, usedAt: null });
    const { rows } = await asOwner('select i::text as whole from mingbai.invitation i where id = $1', [invitationId]);
    expect(rows[0].whole).not.toContain(token);
    expect(rows[0].whole).not.toContain(Buffer.from(token, 'base64url').toString('hex'));
    expect((await app.invitations.open(committee)).map(({ id }) => id)).toEqual([invitationId]);
    expect(await app.invitations.open(await officer('CENTRE'))).toEqual([]);
  });

  it('lets community and centre bring in an agency, an auditor with an end', async () => {
    const community = await officer('COMMUNITY');
    const { token } = await invite(community, { role: 'AUDITOR', agency: '和鸣会计师事务所', to: '2024-03-31' });
    const { personId, membershipId } = await app.accept.execute({ token, by: newcomer() });
    expect([membershipId, await app.queries.memberships(personId, newYear)]).toEqual([null, []]);
    await confirm(await officer('CENTRE'), token);
    const [part] = await app.queries.memberships(personId, newYear);
    expect(part).toMatchObject({ role: 'AUDITOR', to: '2024-03-31' });
    expect((await app.queries.organisation(part?.organisationId as OrganisationId)).kind).toBe('AGENCY');
    await invite(community, { role: 'BOOKKEEPER' });
  });

  it.each([
    ['INVITATION_NOT_YOURS', 'CENTRE', { role: 'COMMITTEE' }],
    ['INVITATION_NOT_YOURS', 'FIRM', { role: 'BOOKKEEPER' }],
    ['INVITATION_NOT_YOURS', 'COMMITTEE', { role: 'AUDITOR', to: '2024-03-31' }],
    ['INVITATION_NOT_YOURS', 'COMMUNITY', { role: 'OWNER' }],
    ['NOT_ALLOWED', 'BOOKKEEPER', {}],
    ['IDENTITY_ROLE_UNKNOWN', 'COMMUNITY', { role: 'ADMIN' }],
    ['IDENTITY_AUDITOR_WITHOUT_END', 'COMMUNITY', { role: 'AUDITOR', agency: '没有期限事务所' }],
    ['IDENTITY_ROLE_NOT_OF_KIND', 'CENTRE', { role: 'AUDITOR', to: '2024-03-31' }],
    ['INVITATION_BEFORE_TODAY', 'CENTRE', { from: '2023-12-31' }],
    ['IDENTITY_MEMBERSHIP_DAYS', 'CENTRE', { from: '2024-02-01', to: '2024-01-31' }],
  ] as const)('refuses with %s what a %s asks: %j', async (code, role, request) => {
    const actor = await officer(role);
    const before = await countOf('invitation');
    expect((await refusedBy(invite(actor, request))).code).toBe(code);
    expect(await countOf('invitation')).toBe(before);
  });
});

describe('whoever was dismissed today', () => {
  it('writes no new link by a session that is older, and none of theirs is used', async () => {
    const actor = await officer('COMMUNITY');
    const { invitationId } = await invite(actor);
    await dismissed(actor);
    expect(await app.queries.actorOf(actor.personId, communityId, noon(newYear))).toBeNull();
    const before = await countOf('invitation');
    for (const role of ['COMMUNITY', 'BOOKKEEPER']) expect((await refusedBy(invite(actor, { role }))).code).toBe('IDENTITY_LEAVING');
    expect(await countOf('invitation')).toBe(before);
    const copy = (columns: string) =>
      stateOf(
        `insert into mingbai.invitation (id, token_hash, community_id, organisation_id, role, from_on, invited_by, invited_for, invited_at, expires_at ${columns && ', used_at, used_by'})
         select 800000 + id, sha256(convert_to('link of ' || id, 'UTF8')), community_id, organisation_id, role, from_on, invited_by, invited_for, invited_at, expires_at ${columns} from mingbai.invitation where id = $1`,
        [invitationId],
      );
    expect([await copy(''), await copy(`, invited_at, ${await app.newPerson()}`)]).toEqual(['23514', '23514']);
  });

  it('confirms nobody, and says nothing against anybody', async () => {
    const [community, centre] = [await officer('COMMUNITY'), await officer('CENTRE')];
    const { token, invitationId } = await invite(community, { role: 'CASHIER' });
    await app.accept.execute({ token, by: newcomer() });
    await dismissed(centre);
    for (const isConfirmed of [true, false]) expect((await refusedBy(confirm(centre, token, isConfirmed, '没有见过这个人'))).code).toBe('IDENTITY_LEAVING');
    const decided = `decided_at = used_at, decided_by = $2, decided_for = $3, decided_as = 'CENTRE', is_confirmed = true`;
    const values = [invitationId, centre.personId, centre.organisationId];
    expect(await stateOf(`update mingbai.invitation set ${decided} where id = $1`, values)).toBe('23514');
    expect(
      await database.as('mingbai_owner', async (client) => {
        await client.query(`begin; set local app.community_id = '${communityId}'`);
        const objection = `insert into mingbai.appointment_objection (community_id, invitation_id, organisation_id, person_id, role, reason, at)
          select community_id, id, $3, $2, 'CENTRE', 'a reason', used_at from mingbai.invitation where id = $1`;
        return client.query(objection, values).then(() => 'done', (error: { code: string }) => error.code); // prettier-ignore
      }),
    ).toBe('23514');
  });
});

describe('AcceptInvitation', () => {
  it('gives the part to a person who is signed in, once, and to nobody after', async () => {
    const centre = await officer('CENTRE');
    const { token } = await invite(centre);
    const [first, second] = [await app.newPerson(), await app.newPerson()];
    const { membershipId } = await app.accept.execute({ token, by: first });
    expect((await app.queries.memberships(first, newYear)).map(({ id, role }) => [id, role])).toEqual([[membershipId, 'CENTRE']]);
    expect((await refusedBy(app.accept.execute({ token, by: second }))).code).toBe('INVITATION_ENDED');
    expect(await app.queries.memberships(second, newYear)).toEqual([]);
  });

  it('is used once by two at the same moment', async () => {
    const { token } = await invite(await officer('CENTRE'));
    const people = [await app.newPerson(), await app.newPerson()];
    const outcomes = await Promise.allSettled(people.map((personId) => app.accept.execute({ token, by: personId })));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('begins an account with its own login, and never takes over one that somebody has', async () => {
    const { token } = await invite(await officer('CENTRE'));
    const taken = await app.newPerson('already-there');
    await app.setPassword.execute({ personId: taken, password });
    const before = await countOf('person');
    const thief = { login: 'already-there', name: '沈若兰', password: 'the words of a thief' };
    expect((await refusedBy(app.accept.execute({ token, by: thief }))).code).toBe('IDENTITY_LOGIN_TAKEN');
    expect((await app.signIn.execute({ login: 'already-there', password, address: '203.0.113.3' })).personId).toBe(taken);
    for (const [code, wrong] of [
      ['IDENTITY_LOGIN_INVALID', { login: 'Ü' }],
      ['IDENTITY_TEXT_INVALID', { name: '' }],
      ['IDENTITY_PASSWORD_COMMON', { password: 'password1' }],
    ] as const)
      expect((await refusedBy(app.accept.execute({ token, by: { ...newcomer(), ...wrong } }))).code).toBe(code);
    expect(await countOf('person')).toBe(before);
    const { personId } = await app.accept.execute({ token, by: { ...newcomer(), login: 'truly-new' } });
    expect((await app.signIn.execute({ login: 'truly-new', password, address: '203.0.113.3' })).personId).toBe(personId);
  });

  it('is for somebody else than who sent it, and keeps duties apart', async () => {
    const community = await officer('COMMUNITY');
    const own = await invite(community, { role: 'BOOKKEEPER' });
    expect((await refusedBy(app.accept.execute({ token: own.token, by: community.personId }))).code).toBe('INVITATION_OWN');
    const cashier = await invite(community, { role: 'CASHIER' });
    const colleague = await app.newPerson();
    await app.accept.execute({ token: (await invite(community)).token, by: colleague });
    expect((await refusedBy(app.accept.execute({ token: cashier.token, by: colleague }))).code).toBe('IDENTITY_DUTIES_NOT_SEPARATE');
    expect((await app.invitations.byToken(cashier.token))?.usedAt).toBeNull();
  });

  it('ends after seven days, when it is taken back, and knows no guessed token', async () => {
    const centre = await officer('CENTRE');
    const [old, taken] = [await invite(centre), await invite(centre)];
    const someone = await app.newPerson();
    const accept = (token: string) => refusedBy(app.accept.execute({ token, by: someone }));
    const withdraw = (actor: Actor, invitationId: InvitationId) => app.withdraw.execute(by(actor), { invitationId });
    expect((await refusedBy(withdraw(await officer('COMMUNITY'), taken.invitationId))).code).toBe('INVITATION_NOT_YOURS');
    expect((await refusedBy(withdraw({ ...centre, communityId: await app.newCommunity() }, taken.invitationId))).code).toBe('NOT_FOUND');
    await withdraw(centre, taken.invitationId);
    expect((await accept(taken.token)).code).toBe('INVITATION_ENDED');
    expect((await refusedBy(withdraw(centre, taken.invitationId))).code).toBe('INVITATION_ENDED');
    expect((await accept('x'.repeat(43))).code).toBe('NOT_FOUND');
    database.clock.advanceMinutes(7 * 24 * 60 + 1);
    expect((await accept(old.token)).code).toBe('INVITATION_ENDED');
    expect(await app.invitations.open(centre)).toEqual([]);
    database.clock.advanceMinutes(-7 * 24 * 60 - 1);
  });

  it('falls with whoever wrote it: nobody who was dismissed or shut out comes back by a link of their own', async () => {
    const [dismissed, shutOut] = [await officer('COMMITTEE'), await officer('COMMITTEE')];
    const [{ token }, other] = [await invite(dismissed), await invite(shutOut)];
    await asOwner(`update mingbai.membership set to_on = from_on, ended_by = person_id, ended_at = '2024-01-01T12:00+08:00' where person_id = $1`, [
      dismissed.personId,
    ]);
    database.clock.advanceMinutes(2 * 24 * 60);
    expect((await refusedBy(app.accept.execute({ token, by: newcomer() }))).code).toBe('INVITATION_ENDED');
    await app.disable.execute({ personId: shutOut.personId, isDisabled: true });
    expect(await app.invitations.byToken(other.token)).toMatchObject({ withdrawnAt: database.clock.now() });
    await app.disable.execute({ personId: shutOut.personId, isDisabled: false });
    expect((await refusedBy(app.accept.execute({ token: other.token, by: newcomer() }))).code).toBe('INVITATION_ENDED');
    database.clock.advanceMinutes(-2 * 24 * 60);
  });

  it('falls at once when the part of who wrote it is ended, before its last day is over', async () => {
    const leaving = await officer('COMMITTEE');
    const { token } = await invite(leaving);
    const colleague = await app.newPerson();
    await app.join({ personId: colleague, organisationId: leaving.organisationId, communityId, role: 'COMMITTEE' });
    const [part] = await app.queries.memberships(leaving.personId, newYear);
    await app.endMembership.execute(by({ ...leaving, personId: colleague }), { membershipId: part?.id as MembershipId, lastDay: businessDate('2024-06-30') });
    const { rows } = await asOwner('select withdrawn_by from mingbai.invitation where invited_by = $1', [leaving.personId]);
    expect(rows).toEqual([{ withdrawn_by: colleague }]);
    expect((await refusedBy(app.accept.execute({ token, by: newcomer() }))).code).toBe('INVITATION_ENDED');
  });

  it('keeps nobody from leaving: who resigns takes back what they wrote in that part, and nothing else', async () => {
    const [leaving, colleague, centre] = [await officer('COMMUNITY'), await app.newPerson(), await officer('CENTRE')];
    await app.join({ personId: colleague, organisationId: leaving.organisationId, communityId, role: 'COMMUNITY' });
    const books = await app.join({ personId: leaving.personId, organisationId: leaving.organisationId, communityId, role: 'BOOKKEEPER' });
    const { token } = await invite(leaving, { role: 'AUDITOR', agency: `一家事务所${++made}`, to: '2024-12-31' });
    const [office] = await app.queries.memberships(leaving.personId, newYear);
    const end = async (actor: Actor, membershipId: MembershipId) =>
      (await app.endMembership.execute(by(actor), { membershipId, lastDay: newYear })).value.outcome;
    expect(await end({ ...leaving, personId: colleague }, books)).toBe('ASKED');
    expect(await end(centre, books)).toBe('ENDED');
    expect(await app.invitations.byToken(token)).toMatchObject({ withdrawnAt: null });
    expect(await end(leaving, office!.id)).toBe('ENDED');
    expect(await app.invitations.byToken(token)).toMatchObject({ withdrawnAt: database.clock.now() });
    expect(await violations(database, communityId, invariants)).toEqual([]);
  });

  it('begins today where its first day is over, and not before', async () => {
    const { token } = await invite(await officer('CENTRE'));
    database.clock.advanceMinutes(2 * 24 * 60);
    const personId = await app.newPerson();
    await app.accept.execute({ token, by: personId });
    expect((await app.queries.memberships(personId, database.clock.today()))[0]?.from).toBe(addDays(newYear, 2));
    database.clock.advanceMinutes(-2 * 24 * 60);
  });
});

describe('DecideAppointment', () => {
  const appointed = async (role = 'CASHIER') => {
    const community = await officer('COMMUNITY');
    const { token, invitationId } = await invite(community, { role, ...(role === 'AUDITOR' && { agency: '和鸣会计师事务所', to: '2024-03-31' }) });
    const { personId } = await app.accept.execute({ token, by: newcomer() });
    return { community, token, invitationId, personId };
  };
  const parts = (personId: PersonId) => app.queries.memberships(personId, newYear);

  it.each(['CENTRE', 'COMMITTEE', 'STREET'] as const)('lets a %s confirm whom the community appointed; who did what stands beside the part', async (role) => {
    const { community, token, personId } = await appointed();
    const other = await officer(role);
    expect(await app.queries.actorOf(personId, communityId, noon(newYear))).toBeNull();
    expect((await app.invitations.waiting(community)).map(({ mayConfirm }) => mayConfirm)).toEqual([false]);
    expect((await app.invitations.waiting(other)).map(({ role: asked, mayConfirm }) => [asked, mayConfirm])).toEqual([['CASHIER', true]]);
    await confirm(other, token);
    expect((await app.queries.actorOf(personId, communityId, noon(newYear)))?.roles).toEqual(['CASHIER']);
    const [shown] = (await app.members.list(other, newYear)).filter((member) => member.role === 'CASHIER');
    const named = async ({ organisationId }: Actor) => ({ person: '沈若兰', organisation: (await app.queries.organisation(organisationId)).shortName });
    expect(shown?.appointment).toEqual({ by: await named(community), confirmedBy: await named(other) });
    expect(await app.invitations.waiting(other)).toEqual([]);
    expect((await refusedBy(confirm(other, token))).code).toBe('APPOINTMENT_DECIDED');
  });

  it.each(['BOOKKEEPER', 'CASHIER', 'AUDITOR'])('one body alone fills the part of a %s with nobody', async (role) => {
    const { community, token, personId } = await appointed(role);
    const colleague = await app.newPerson();
    await app.join({ personId: colleague, organisationId: community.organisationId, communityId, role: 'COMMUNITY' });
    for (const actor of [community, { ...community, personId: colleague }])
      expect(await refusedBy(confirm(actor, token))).toEqual({ code: 'APPOINTMENT_OWN', details: { role } });
    for (const office of ['FIRM', 'BOOKKEEPER'] as const) expect((await refusedBy(confirm(await officer(office), token))).code).toBe('NOT_ALLOWED');
    expect((await refusedBy(confirm({ ...(await officer('CENTRE')), communityId: await app.newCommunity() }, token))).code).toBe('NOT_FOUND');
    expect(await parts(personId)).toEqual([]);
  });

  it('is taken back by who appointed, for good, and by nobody else', async () => {
    const { community, token, personId, invitationId } = await appointed();
    const centre = await officer('CENTRE');
    const takeBack = `update mingbai.invitation set decided_at = used_at, decided_by = $2, decided_for = $3, decided_as = 'CENTRE', is_confirmed = false where id = $1`;
    expect(await stateOf(takeBack, [invitationId, centre.personId, centre.organisationId])).toBe('23514');
    await confirm(community, token, false);
    expect((await refusedBy(confirm(centre, token))).code).toBe('APPOINTMENT_DECIDED');
    expect(await parts(personId)).toEqual([]);
  });

  it('is not prevented by one other body: it says why, once, and a third may still confirm', async () => {
    const { community, token, personId } = await appointed();
    const [street, centre] = [await officer('STREET'), await officer('CENTRE')];
    for (const reason of [null, '', '不行', 'x'.repeat(201)])
      expect(await refusedBy(confirm(street, token, false, reason))).toEqual({ code: 'APPOINTMENT_REASON', details: { min: 5, max: 200 } });
    await confirm(street, token, false, '没有见过这个人的证件');
    expect((await refusedBy(confirm(street, token, false, '还是没有见过证件'))).code).toBe('APPOINTMENT_OBJECTED');
    const said = { organisation: (await app.queries.organisation(street.organisationId)).shortName, reason: '没有见过这个人的证件' };
    for (const actor of [community, centre]) expect((await app.invitations.waiting(actor)).map(({ objections }) => objections)).toEqual([[said]]);
    await confirm(centre, token);
    expect((await parts(personId)).map(({ role }) => role)).toEqual(['CASHIER']);
  });

  it('waits thirty days and no longer', async () => {
    const { token, invitationId, personId } = await appointed();
    const centre = await officer('CENTRE');
    database.clock.advanceMinutes(30 * 24 * 60 + 1);
    try {
      expect(await app.invitations.waiting(centre)).toEqual([]);
      expect(await refusedBy(confirm(centre, token))).toEqual({ code: 'APPOINTMENT_EXPIRED', details: { days: 30 } });
      const late = `update mingbai.invitation set decided_at = used_at + interval '30 days 1 minute', decided_by = $2, decided_for = $3, decided_as = 'CENTRE', is_confirmed = true where id = $1`;
      expect(await stateOf(late, [invitationId, centre.personId, centre.organisationId])).toBe('23514');
      expect(await parts(personId)).toEqual([]);
    } finally {
      database.clock.advanceMinutes(-30 * 24 * 60 - 1);
    }
  });

  it('confirms a part that ran before the rule was there, without another one, whoever invited may have gone', async () => {
    const { community, token, personId } = await appointed();
    await database.as('postgres', async (client) => {
      await client.query('set session_replication_role = replica');
      await client.query(
        `insert into mingbai.membership (id, person_id, organisation_id, organisation_kind, community_id, role, from_on, created_at, invitation_id)
         select 700000 + id, used_by, organisation_id, 'COMMUNITY', community_id, role, from_on, used_at, id from mingbai.invitation where used_by = $1`,
        [personId],
      );
    });
    expect(await violations(database, communityId, invariants)).toEqual([expect.stringContaining('was confirmed by nobody else')]);
    await upgraded();
    expect(await violations(database, communityId, invariants)).toEqual([]);
    const [centre, colleague] = [await officer('CENTRE'), await app.newPerson()];
    await app.join({ personId: colleague, organisationId: community.organisationId, communityId, role: 'COMMUNITY' });
    await app.disable.execute({ personId: community.personId, isDisabled: true });
    database.clock.advanceMinutes(40 * 24 * 60);
    expect((await app.invitations.waiting(centre)).map(({ isRunning }) => isRunning)).toEqual([true]);
    expect((await refusedBy(confirm({ ...community, personId: colleague }, token, false))).code).toBe('APPOINTMENT_RUNNING');
    const before = await countOf('membership');
    await confirm(centre, token);
    database.clock.advanceMinutes(-40 * 24 * 60);
    expect([await countOf('membership'), (await parts(personId)).length]).toEqual([before, 1]);
    const [shown] = (await app.members.list(centre, newYear)).filter(({ role }) => role === 'CASHIER');
    expect(shown?.appointment?.confirmedBy?.organisation).toBe((await app.queries.organisation(centre.organisationId)).shortName);
  });

  it('falls with whoever appointed, and with duties that the person took on meanwhile', async () => {
    const gone = await appointed();
    await app.disable.execute({ personId: gone.community.personId, isDisabled: true });
    expect((await refusedBy(confirm(await officer('CENTRE'), gone.token))).code).toBe('INVITATION_ENDED');
    const { token, personId, community } = await appointed();
    await app.join({ personId, organisationId: community.organisationId, communityId, role: 'BOOKKEEPER' });
    expect((await refusedBy(confirm(await officer('CENTRE'), token))).code).toBe('IDENTITY_DUTIES_NOT_SEPARATE');
    expect((await parts(personId)).map(({ role }) => role)).toEqual(['BOOKKEEPER']);
  });

  it('waits for nothing where an office is meant, and for an invitation that nobody took', async () => {
    const centre = await officer('CENTRE');
    const office = await invite(centre);
    await app.accept.execute({ token: office.token, by: newcomer() });
    expect((await refusedBy(confirm(await officer('COMMUNITY'), office.token))).code).toBe('APPOINTMENT_DECIDED');
    const unused = await invite(centre, { role: 'CASHIER' });
    expect((await refusedBy(confirm(await officer('COMMUNITY'), unused.token))).code).toBe('APPOINTMENT_DECIDED');
    expect(await app.invitations.waiting(centre)).toEqual([]);
  });

  it('has its wall in the database, whoever asks', async () => {
    const { community, invitationId, personId } = await appointed();
    const centre = await officer('CENTRE');
    const decide = (values: { by: Actor; as: string }) =>
      stateOf('update mingbai.invitation set decided_at = invited_at, decided_by = $2, decided_for = $3, decided_as = $4, is_confirmed = true where id = $1', [
        invitationId,
        values.by.personId,
        values.by.organisationId,
        values.as,
      ]);
    const enter = () =>
      stateOf(
        `insert into mingbai.membership (id, person_id, organisation_id, organisation_kind, community_id, role, from_on, created_at, invitation_id)
         select 900000 + id, used_by, organisation_id, 'COMMUNITY', community_id, role, from_on, now(), id from mingbai.invitation where id = $1`,
        [invitationId],
      );
    expect(await enter()).toBe('23514');
    expect(await decide({ by: community, as: 'COMMUNITY' })).toBe('23514');
    expect(await decide({ by: centre, as: 'COMMITTEE' })).toBe('23514');
    expect(await decide({ by: { ...centre, personId }, as: 'CENTRE' })).toBe('23514');
    expect(await decide({ by: centre, as: 'CENTRE' })).toBe('done');
    expect(await stateOf('update mingbai.invitation set is_confirmed = false where id = $1', [invitationId])).toBe('MB001');
    expect(await enter()).toBe('done');
    expect(await enter()).not.toBe('done');
  });
});

describe('the table of invitations', () => {
  it('keeps what was written and lets nobody use one twice, whoever asks', async () => {
    const centre = await officer('CENTRE');
    const { token, invitationId } = await invite(centre);
    for (const change of [`role = 'FIRM'`, `to_on = '2030-01-01'`, `expires_at = expires_at + interval '1 day'`, `organisation_id = 1`])
      expect([change, await stateOf(`update mingbai.invitation set ${change} where id = $1`, [invitationId])]).toEqual([change, 'MB001']);
    expect(await stateOf(`update mingbai.invitation set used_by = invited_by, used_at = invited_at where id = $1`, [invitationId])).toBe('23514');
    expect(await stateOf('delete from mingbai.invitation')).toBe('MB001');
    const personId: PersonId = await app.newPerson();
    await app.accept.execute({ token, by: personId });
    expect(await stateOf('update mingbai.invitation set used_by = null, used_at = null where id = $1', [invitationId])).toBe('MB001');
  });
});

describe('MemberQueries', () => {
  it('names who acts here, to the firm its own people alone, and owners to nobody', async () => {
    const [centre, firm] = [await officer('CENTRE'), await officer('FIRM')];
    await app.join({ personId: await app.newPerson(), organisationId: await app.newOrganisation('OWNERS'), communityId, role: 'OWNER' });
    const seen = async (actor: Actor) => (await app.members.list(actor, newYear)).map(({ role, mayEnd }) => [role, mayEnd]);
    expect(await seen(centre)).toEqual(
      expect.arrayContaining([
        ['CENTRE', true],
        ['FIRM', false],
      ]),
    );
    expect(await seen(centre)).toHaveLength(2);
    expect(await seen(firm)).toEqual([['FIRM', true]]);
    expect(await app.members.list({ ...centre, communityId: await app.newCommunity() }, newYear)).toEqual([]);
  });
});

describe('DisablePerson', () => {
  it('ends every session, lets none begin, and looks like a wrong password', async () => {
    const personId = await app.newPerson('in-wrong-hands');
    await app.setPassword.execute({ personId, password });
    const signIn = () => app.signIn.execute({ login: 'in-wrong-hands', password, address: '203.0.113.4' });
    const { token } = await signIn();
    await app.disable.execute({ personId, isDisabled: true });
    expect(await app.access.sessionOf(token)).toBeNull();
    expect((await refusedBy(signIn())).code).toBe('IDENTITY_SIGN_IN_REFUSED');
    await app.disable.execute({ personId, isDisabled: false });
    expect(await app.access.sessionOf(token)).toBeNull();
    expect((await signIn()).personId).toBe(personId);
  });
});

describe('one body alone', () => {
  const may = businessDate('2024-05-31');
  const june = businessDate('2024-06-30');
  const end = async (actor: Actor, membershipId: MembershipId, lastDay = june) => (await app.endMembership.execute(by(actor), { membershipId, lastDay })).value;
  /** Somebody whom a body appointed and the other confirmed. */
  async function appointed(body: Actor, other: Actor, role: 'AUDITOR' | 'CASHIER'): Promise<MembershipId> {
    const { token } = await invite(body, { role, agency: `一家事务所${++made}`, to: '2024-12-31' });
    const { personId } = await app.accept.execute({ token, by: newcomer() });
    await confirm(other, token);
    return (await app.queries.memberships(personId, newYear))[0]!.id;
  }
  const lastDayOf = async (membershipId: MembershipId) =>
    (await asOwner('select to_on::text as day from mingbai.membership where id = $1', [membershipId])).rows[0].day as string | null;
  const forgedEnd = (membershipId: MembershipId, { personId }: Actor, lastDay = businessDate('2024-02-01')) =>
    database.as('mingbai_app', async (client) => {
      await client.query(`begin; set local app.community_id = '${communityId}'`);
      return client
        .query('update mingbai.membership set to_on = $3, ended_by = $2, ended_at = $4 where id = $1', [membershipId, personId, lastDay, database.clock.now()])
        .then(() => 'done', (error: { code: string }) => error.code); // prettier-ignore
    });

  it('takes back no invitation of another, and does not see it among its own', async () => {
    const [community, centre] = [await officer('COMMUNITY'), await officer('CENTRE')];
    const { token, invitationId } = await invite(centre, { role: 'AUDITOR', agency: '另一家事务所', to: '2024-12-31' });
    expect((await refusedBy(app.withdraw.execute(by(community), { invitationId }))).code).toBe('INVITATION_OF_OTHERS');
    expect([await app.invitations.open(community), (await app.invitations.open(centre)).map(({ id }) => id)]).toEqual([[], [invitationId]]);
    const taken = (personId: PersonId) =>
      stateOf(`update mingbai.invitation set withdrawn_at = invited_at, withdrawn_by = $2 where id = $1`, [invitationId, personId]);
    expect(await taken(community.personId)).toBe('23514');
    await app.accept.execute({ token, by: newcomer() });
    expect((await app.invitations.byToken(token))?.usedAt).not.toBeNull();
  });

  it.each(['AUDITOR', 'CASHIER'] as const)('ends no part of an %s whom another appointed; who appointed does', async (role) => {
    const [community, centre] = [await officer('COMMUNITY'), await officer('CENTRE')];
    const part = await appointed(centre, community, role);
    expect((await end(community, part)).outcome).toBe('ASKED');
    expect([await lastDayOf(part), await forgedEnd(part, community)]).toEqual(['2024-12-31', '23514']);
    const listed = (await app.members.list(centre, newYear)).find(({ id }) => id === part);
    expect(listed?.endAsked.map(({ lastDay }) => lastDay)).toEqual([june]);
    expect(await end(centre, part, may)).toEqual({ membershipId: part, lastDay: may, outcome: 'ENDED' });
    expect(await lastDayOf(part)).toBe(may);
  });

  it('ends no part at once on the day that is its last anyway; who appointed does', async () => {
    const [community, centre] = [await officer('COMMUNITY'), await officer('CENTRE')];
    const part = await appointed(centre, community, 'AUDITOR');
    const [{ personId } = { personId: 0 as PersonId }] = (await asOwner('select person_id as "personId" from mingbai.membership where id = $1', [part]))
      .rows as { personId: PersonId }[];
    const before = database.clock.now();
    const last = businessDate('2024-12-31');
    database.clock.set(noon(last));
    const holds = async () => (await app.queries.actorOf(personId, communityId, database.clock.now())) !== null;
    expect([(await end(community, part, last)).outcome, await holds()]).toEqual(['ASKED', true]);
    expect([(await end(centre, part, last)).outcome, await holds()]).toEqual(['ENDED', false]);
    database.clock.set(before);
    expect(await violations(database, communityId, invariants)).toEqual([]);
  });

  it('ends no part at once on the last day that both had asked for before; both do, who ask for it on that day', async () => {
    const [community, centre] = [await officer('COMMUNITY'), await officer('CENTRE')];
    const personId = await app.newPerson();
    const part = await app.join({ personId, organisationId: await app.newOrganisation('AGENCY'), communityId, role: 'BOOKKEEPER' });
    expect([(await end(community, part)).outcome, (await end(centre, part)).outcome, await lastDayOf(part)]).toEqual(['ASKED', 'ENDED', june]);
    const before = database.clock.now();
    database.clock.set(noon(june));
    const holds = async () => (await app.queries.actorOf(personId, communityId, database.clock.now())) !== null;
    const asking = async () => (await app.members.list(centre, june)).find(({ id }) => id === part)?.endAsked.map(({ lastDay }) => lastDay);
    expect(await asking()).toEqual([]);
    for (const again of [1, 2]) expect([again, (await end(community, part)).outcome, await holds(), await asking()]).toEqual([again, 'ASKED', true, [june]]);
    expect(await forgedEnd(part, community, june)).toBe('23514');
    expect([(await end(centre, part)).outcome, await holds(), await asking()]).toEqual(['ENDED', false, []]);
    database.clock.set(before);
    expect(await violations(database, communityId, invariants)).toEqual([]);
  });

  it('asks for no end by somebody who is leaving', async () => {
    const centre = await officer('CENTRE');
    const colleague = { ...centre, personId: await app.newPerson() };
    await app.join({ personId: colleague.personId, organisationId: centre.organisationId, communityId, role: 'CENTRE' });
    const part = await app.join({ personId: await app.newPerson(), organisationId: await app.newOrganisation('AGENCY'), communityId, role: 'BOOKKEEPER' });
    const [office] = await app.queries.memberships(centre.personId, newYear);
    await end(colleague, office!.id);
    expect((await refusedBy(end(centre, part, may))).code).toBe('IDENTITY_LEAVING');
    const forged = `insert into mingbai.part_end_request (community_id, membership_id, organisation_id, person_id, role, last_day, at)
      values (${communityId}, $1, $2, $3, 'CENTRE', '2024-05-31', '2024-01-01T12:00+08:00')`;
    const request = (who: Actor) =>
      database.as('mingbai_app', async (client) => {
        await client.query(`begin; set local app.community_id = '${communityId}'`);
        return client.query(forged, [part, who.organisationId, who.personId]).then(() => 'done', (error: { code: string }) => error.code); // prettier-ignore
      });
    expect([await request(centre), await request(colleague)]).toEqual(['23514', 'done']);
  });

  it.each<[string, (asker: Actor) => Promise<unknown>]>([
    ['was dismissed since', async (asker) => end(asker, (await app.queries.memberships(asker.personId, newYear))[0]!.id, newYear)],
    ['has an end ahead', async (asker) => end(asker, (await app.queries.memberships(asker.personId, newYear))[0]!.id, may)],
    ['was shut out by the operator', (asker) => app.disable.execute({ personId: asker.personId, isDisabled: true })],
  ])('ends no part by what somebody asked for who %s; a colleague who stands by it asks anew, for the same day', async (_, leaves) => {
    const [community, centre] = [await officer('COMMUNITY'), await officer('CENTRE')];
    const colleague = { ...centre, personId: await app.newPerson() };
    await app.join({ personId: colleague.personId, organisationId: centre.organisationId, communityId, role: 'CENTRE' });
    const part = await app.join({ personId: await app.newPerson(), organisationId: await app.newOrganisation('AGENCY'), communityId, role: 'BOOKKEEPER' });
    const asking = async () => (await app.members.list(community, newYear)).find(({ id }) => id === part)?.endAsked.length;
    expect([(await end(centre, part, june)).outcome, await asking()]).toEqual(['ASKED', 1]);
    await leaves(centre);
    expect(await asking()).toBe(0);
    expect([(await end(community, part, june)).outcome, await lastDayOf(part), await forgedEnd(part, community, june)]).toEqual(['ASKED', null, '23514']);
    expect([(await end(colleague, part, june)).outcome, await lastDayOf(part)]).toEqual(['ENDED', june]);
    expect(await violations(database, communityId, invariants)).toEqual([]);
  });

  it('ends no part by what was asked for a day that is over', async () => {
    const [community, centre] = [await officer('COMMUNITY'), await officer('CENTRE')];
    const part = await app.join({ personId: await app.newPerson(), organisationId: await app.newOrganisation('AGENCY'), communityId, role: 'BOOKKEEPER' });
    await end(centre, part, may);
    const before = database.clock.now();
    database.clock.set(noon(june));
    expect([(await end(community, part, june)).outcome, await lastDayOf(part), await forgedEnd(part, community, june)]).toEqual(['ASKED', null, '23514']);
    expect((await app.members.list(community, june)).find(({ id }) => id === part)?.endAsked.map(({ lastDay }) => lastDay)).toEqual([june]);
    expect([(await end(centre, part, june)).outcome, await lastDayOf(part)]).toEqual(['ENDED', june]);
    database.clock.set(before);
  });

  it('ends no part that the operator entered; both do, on the later of their days', async () => {
    const [community, centre] = [await officer('COMMUNITY'), await officer('CENTRE')];
    const keeper = { personId: await app.newPerson(), organisationId: await app.newOrganisation('AGENCY'), communityId, role: 'BOOKKEEPER' as const };
    const part = await app.join(keeper);
    const colleague = { ...community, personId: await app.newPerson() };
    await app.join({ personId: colleague.personId, organisationId: community.organisationId, communityId, role: 'COMMUNITY' });
    for (const one of [community, colleague, community]) expect((await end(one, part)).outcome).toBe('ASKED');
    expect([await lastDayOf(part), await forgedEnd(part, community)]).toEqual([null, '23514']);
    expect(await end(centre, part, may)).toEqual({ membershipId: part, lastDay: june, outcome: 'ENDED' });
    expect(await lastDayOf(part)).toBe(june);
    expect(await violations(database, communityId, invariants)).toEqual([]);
  });
});
