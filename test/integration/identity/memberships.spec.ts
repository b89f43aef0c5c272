import { businessDate, roles, type CommunityId, type OrganisationId, type PersonId, type Role } from '../../../src/kernel/index.js';
import { mustBeApart } from '../../../src/modules/identity/domain/membership.js';
import { invariants, type MembershipId } from '../../../src/modules/identity/index.js';
import { violations } from '../../support/books.js';
import { TestDatabase } from '../../support/database.js';
import { refusedBy } from '../../support/refusal.js';
import { untilBlocked } from '../communities/fixture.js';
import { identityOn, noon } from './fixture.js';

const newYear = businessDate('2024-01-01');

let database: TestDatabase;
let app: ReturnType<typeof identityOn>;

beforeAll(async () => {
  database = await TestDatabase.create();
  app = identityOn(database);
});
afterAll(() => database.destroy());

const countOf = async (table: string): Promise<unknown> =>
  (await database.unitOfWork.shared((tx) => tx.query(`select count(*) as n from mingbai.${table}`)))[0]?.['n'];

describe('AddOrganisation and AddPerson', () => {
  it('add what is named, and nothing when the same comes again', async () => {
    const firm = { name: '嘉兴市久旺物业管理有限公司', shortName: '久旺物业', kind: 'FIRM' };
    const first = await app.addOrganisation.execute(firm);
    expect(await app.addOrganisation.execute(firm)).toEqual({ value: first.value, replayed: true });
    expect(await app.queries.organisation(first.value.organisationId)).toEqual({ id: first.value.organisationId, ...firm });
    const person = { login: 'jiuwang1', name: '盛长庚' };
    const added = await app.addPerson.execute(person);
    expect(await app.addPerson.execute(person)).toEqual({ value: added.value, replayed: true });
    expect(await app.queries.person(added.value.personId)).toEqual({ id: added.value.personId, ...person });
    expect(await app.queries.byLogin('jiuwang1')).toEqual({ id: added.value.personId, ...person });
  });

  it('refuse a name or login that stands for another', async () => {
    await app.addOrganisation.execute({ name: '县物管中心', shortName: '中心', kind: 'CENTRE' });
    expect((await refusedBy(app.addOrganisation.execute({ name: '县物管中心', shortName: '中心', kind: 'AGENCY' }))).code).toBe('IDENTITY_ORGANISATION_TAKEN');
    await app.addPerson.execute({ login: 'taken', name: '陆闻笛' });
    const refused = await refusedBy(app.addPerson.execute({ login: 'taken', name: '钱慕白' }));
    expect(refused).toEqual({ code: 'IDENTITY_LOGIN_TAKEN', details: {} });
  });

  it.each([
    ['IDENTITY_LOGIN_INVALID', { login: 'Zhong' }],
    ['IDENTITY_LOGIN_INVALID', { login: 'ab' }],
    ['IDENTITY_LOGIN_INVALID', { login: '1abc' }],
    ['IDENTITY_TEXT_INVALID', { name: '' }],
    ['IDENTITY_TEXT_INVALID', { name: '沈\n若兰' }],
  ])('refuse with %s: %j, and write nothing', async (code, wrong) => {
    const before = await countOf('person');
    expect((await refusedBy(app.addPerson.execute({ login: 'fine', name: '好', ...wrong }))).code).toBe(code);
    expect(await countOf('person')).toBe(before);
  });

  it('refuse a kind of organisation that nobody knows, and a text that is none', async () => {
    const before = await countOf('organisation');
    expect((await refusedBy(app.addOrganisation.execute({ name: '银行', shortName: '行', kind: 'BANK' }))).code).toBe('IDENTITY_ORGANISATION_KIND');
    expect((await refusedBy(app.addOrganisation.execute({ name: '银行', shortName: '', kind: 'FIRM' }))).code).toBe('IDENTITY_TEXT_INVALID');
    expect(await countOf('organisation')).toBe(before);
  });

  it('give an id each to what is added at once', async () => {
    const results = await Promise.all(['once-a', 'once-b', 'once-c', 'once-c'].map((login) => app.addPerson.execute({ login, name: '同时' })));
    expect(new Set(results.map((result) => result.value.personId)).size).toBe(3);
    expect(results.filter((result) => result.replayed)).toHaveLength(1);
  });
});

describe('AddMembership', () => {
  let communityId: CommunityId;
  let agency: OrganisationId;
  let centre: OrganisationId;
  let firm: OrganisationId;
  let personId: PersonId;

  beforeEach(async () => {
    communityId = await app.newCommunity();
    [agency, centre, firm] = [await app.newOrganisation('AGENCY'), await app.newOrganisation('CENTRE'), await app.newOrganisation('FIRM')];
    personId = await app.newPerson();
  });
  afterEach(async () => {
    expect(await violations(database, communityId, invariants)).toEqual([]);
  });

  it('makes the person an actor of the compound from the first day through the last', async () => {
    await app.join({ personId, organisationId: centre, communityId, role: 'CENTRE', from: businessDate('2024-02-01'), to: businessDate('2024-06-30') });
    const actor = { personId, communityId, organisationId: centre, roles: ['CENTRE'] };
    const on = ['2024-01-31', '2024-02-01', '2024-06-30', '2024-07-01'].map((date) => app.queries.actorOf(personId, communityId, noon(businessDate(date))));
    expect(await Promise.all(on)).toEqual([null, actor, actor, null]);
    expect((await app.queries.organisationsInRole(communityId, 'CENTRE', businessDate('2024-06-30'))).map(({ id, kind }) => ({ id, kind }))).toEqual([
      { id: centre, kind: 'CENTRE' },
    ]);
    expect(await app.queries.organisationsInRole(communityId, 'CENTRE', businessDate('2024-07-01'))).toEqual([]);
    expect(await app.queries.memberships(personId, businessDate('2024-03-01'))).toMatchObject([
      { communityId, role: 'CENTRE', organisationId: centre, from: '2024-02-01', to: '2024-06-30' },
    ]);
    expect(await app.queries.memberships(personId, businessDate('2024-07-01'))).toEqual([]);
  });

  it('adds nothing when the same membership comes again', async () => {
    const asked = { personId, organisationId: centre, communityId, role: 'CENTRE', from: newYear, to: null };
    const first = await app.addMembership.execute(asked);
    expect(await app.addMembership.execute(asked)).toEqual({ value: first.value, replayed: true });
  });

  it('never lets one person keep the books and the cash of a compound', async () => {
    await app.join({ personId, organisationId: agency, communityId, role: 'BOOKKEEPER' });
    const before = await countOf('membership');
    const asked = { personId, organisationId: agency, communityId, role: 'CASHIER', from: businessDate('2024-03-01'), to: null };
    expect(await refusedBy(app.addMembership.execute(asked))).toEqual({
      code: 'IDENTITY_DUTIES_NOT_SEPARATE',
      details: { held: 'BOOKKEEPER', from: '2024-01-01' },
    });
    expect(await countOf('membership')).toBe(before);
  });

  it.each(['COMMITTEE', 'COMMUNITY', 'CENTRE'] as const)(
    'never lets the cashier approve as %s for the same organisation, nor who approves pay',
    async (role) => {
      const body = await app.newOrganisation(role);
      const [first, second] = [await app.newPerson(), await app.newPerson()];
      await app.join({ personId: first, organisationId: body, communityId, role: 'CASHIER' });
      await app.join({ personId: second, organisationId: body, communityId, role });
      const ask = (who: PersonId, asked: string) =>
        refusedBy(app.addMembership.execute({ personId: who, organisationId: body, communityId, role: asked, from: newYear, to: null }));
      expect([await ask(first, role), await ask(second, 'CASHIER')].map(({ code, details }) => [code, details['held']])).toEqual([
        ['IDENTITY_DUTIES_NOT_SEPARATE', 'CASHIER'],
        ['IDENTITY_DUTIES_NOT_SEPARATE', role],
      ]);
      await app.join({ personId: second, organisationId: body, communityId: await app.newCommunity(), role: 'CASHIER' });
    },
  );

  it('lets one person keep the books here and the cash of another compound', async () => {
    const other = await app.newCommunity();
    await app.join({ personId, organisationId: agency, communityId, role: 'BOOKKEEPER' });
    await app.join({ personId, organisationId: agency, communityId: other, role: 'CASHIER' });
    expect((await app.queries.actorOf(personId, communityId, noon(newYear)))?.roles).toEqual(['BOOKKEEPER']);
    expect((await app.queries.actorOf(personId, other, noon(newYear)))?.roles).toEqual(['CASHIER']);
  });

  it('lets the bookkeeper become cashier on the day after the books were handed over', async () => {
    const membershipId = await app.join({ personId, organisationId: agency, communityId, role: 'BOOKKEEPER' });
    for (const role of ['COMMUNITY', 'CENTRE'] as const) {
      const body = { personId: await app.newPerson(), organisationId: await app.newOrganisation(role) };
      await app.join({ ...body, communityId, role });
      await app.endMembership.execute(
        { actor: { ...body, communityId, roles: [role] }, idempotencyKey: null },
        { membershipId, lastDay: businessDate('2024-02-29') },
      );
    }
    await app.join({ personId, organisationId: agency, communityId, role: 'CASHIER', from: businessDate('2024-03-01') });
    expect((await app.queries.actorOf(personId, communityId, noon(businessDate('2024-02-29'))))?.roles).toEqual(['BOOKKEEPER']);
    expect((await app.queries.actorOf(personId, communityId, noon(businessDate('2024-03-01'))))?.roles).toEqual(['CASHIER']);
  });

  it('lets only one of two through that are asked for at once', async () => {
    const ask = (role: string) => app.addMembership.execute({ personId, organisationId: agency, communityId, role, from: newYear, to: null });
    const results = await Promise.allSettled([ask('BOOKKEEPER'), ask('CASHIER')]);
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    expect(results.find((result) => result.status === 'rejected')?.reason).toMatchObject({ code: 'IDENTITY_DUTIES_NOT_SEPARATE' });
  });

  it('waits for what is being written about the person, and then judges by it', async () => {
    const refused = await database.as('mingbai_app', async (client) => {
      await client.query('begin');
      await client.query(
        `insert into mingbai.membership (id, person_id, organisation_id, organisation_kind, community_id, role, from_on, created_at) values (90001, $1, $2, 'AGENCY', $3, 'CASHIER', '2024-01-01', now())`,
        [personId, agency, communityId],
      );
      const waiting = refusedBy(app.addMembership.execute({ personId, organisationId: agency, communityId, role: 'BOOKKEEPER', from: newYear, to: null }));
      await untilBlocked(database);
      await client.query('commit');
      return waiting;
    });
    expect(refused).toEqual({ code: 'IDENTITY_DUTIES_NOT_SEPARATE', details: { held: 'CASHIER', from: '2024-01-01' } });
  });

  it.each(['COMMITTEE', 'COMMUNITY', 'CENTRE', 'STREET', 'BOOKKEEPER', 'CASHIER', 'AUDITOR', 'OWNER'] as const)('refuses the firm as %s', async (role) => {
    const before = await countOf('membership');
    const refused = await refusedBy(app.addMembership.execute({ personId, organisationId: firm, communityId, role, from: newYear, to: null }));
    expect(refused).toMatchObject({ code: 'IDENTITY_ROLE_NOT_OF_KIND', details: { role, kind: 'FIRM' } });
    expect(await countOf('membership')).toBe(before);
  });

  it('refuses a person of the firm as approver for another organisation', async () => {
    await app.join({ personId, organisationId: firm, communityId, role: 'FIRM' });
    const asked = { personId, organisationId: centre, communityId, role: 'CENTRE', from: newYear, to: null };
    expect((await refusedBy(app.addMembership.execute(asked))).code).toBe('IDENTITY_TWO_ORGANISATIONS');
  });

  it('refuses a role twice for a day, days in the wrong order, and what nobody knows', async () => {
    await app.join({ personId, organisationId: centre, communityId, role: 'CENTRE' });
    const asked = { personId, organisationId: centre, communityId, role: 'CENTRE', from: businessDate('2024-05-01'), to: null };
    const before = await countOf('membership');
    const codes = [
      await refusedBy(app.addMembership.execute(asked)),
      await refusedBy(app.addMembership.execute({ ...asked, role: 'BOOKKEEPER', to: businessDate('2024-04-30') })),
      await refusedBy(app.addMembership.execute({ ...asked, role: 'ADMIN' })),
      await refusedBy(app.addMembership.execute({ ...asked, personId: 9999 as PersonId })),
      await refusedBy(app.addMembership.execute({ ...asked, organisationId: 9999 as OrganisationId })),
      await refusedBy(app.addMembership.execute({ ...asked, communityId: 9999 as CommunityId })),
    ].map((refused) => refused.code);
    expect(codes).toEqual(['IDENTITY_MEMBERSHIP_OVERLAPS', 'IDENTITY_MEMBERSHIP_DAYS', 'IDENTITY_ROLE_UNKNOWN', 'NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND']);
    expect(await countOf('membership')).toBe(before);
  });

  describe('with the database alone as referee', () => {
    let id = 50_000;
    const insert = (values: { organisation: OrganisationId; kind: string; role: string; from?: string; to?: string }) =>
      database.as('mingbai_app', (client) =>
        client.query(
          `insert into mingbai.membership (id, person_id, organisation_id, organisation_kind, community_id, role, from_on, to_on, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, now())`,
          [++id, personId, values.organisation, values.kind, communityId, values.role, values.from ?? '2024-01-01', values.to ?? null],
        ),
      );

    it('refuses bookkeeper and cashier in one person, for one shared day too', async () => {
      await insert({ organisation: agency, kind: 'AGENCY', role: 'BOOKKEEPER', to: '2024-03-31' });
      await expect(insert({ organisation: agency, kind: 'AGENCY', role: 'CASHIER', from: '2024-03-31' })).rejects.toMatchObject({
        code: '23P01',
        constraint: 'duties_are_separate',
      });
      await insert({ organisation: agency, kind: 'AGENCY', role: 'CASHIER', from: '2024-04-01' });
    });

    it('refuses the same pairs of duties as the code, and no others', async () => {
      const pairs = roles.flatMap((one) => roles.filter((other) => one < other).map((other) => [one, other] as const));
      const kindOf = (role: Role) => ({ OWNER: 'OWNERS', BOOKKEEPER: 'AGENCY', CASHIER: 'AGENCY', AUDITOR: 'AGENCY' })[role as string] ?? role;
      const refused = await database.as('postgres', async (client) => {
        const found: string[] = [];
        for (const pair of pairs) {
          const rows = pair.map(
            (role, index) =>
              `(${70_000 + index}, ${personId}, 1, '${kindOf(role)}', ${communityId}, '${role}', '2024-01-01', ${role === 'AUDITOR' ? "'2024-12-31'" : 'null'}, now())`,
          );
          // past every trigger, so that the constraint alone answers
          await client.query('begin; set local session_replication_role = replica');
          await client
            .query(
              `insert into mingbai.membership (id, person_id, organisation_id, organisation_kind, community_id, role, from_on, to_on, created_at) values ${rows.join()}`,
            )
            .catch(({ constraint }: { constraint?: string }) => found.push(`${pair.join(' ')}: ${constraint}`));
          await client.query('rollback');
        }
        return found;
      });
      expect(refused).toEqual(pairs.filter(([one, other]) => mustBeApart(one, other)).map((pair) => `${pair.join(' ')}: duties_are_separate`));
      expect(refused).toHaveLength(7);
    });

    it('refuses a second organisation and a role twice', async () => {
      await insert({ organisation: centre, kind: 'CENTRE', role: 'CENTRE' });
      await expect(insert({ organisation: firm, kind: 'FIRM', role: 'FIRM', from: '2024-02-01' })).rejects.toMatchObject({ code: '23P01' });
      await expect(insert({ organisation: centre, kind: 'CENTRE', role: 'CENTRE', from: '2024-02-01' })).rejects.toMatchObject({ code: '23P01' });
    });

    it('refuses the firm as approver, also under a false kind', async () => {
      await expect(insert({ organisation: firm, kind: 'FIRM', role: 'CENTRE' })).rejects.toMatchObject({ code: '23514', constraint: 'role_of_kind' });
      await expect(insert({ organisation: firm, kind: 'CENTRE', role: 'CENTRE' })).rejects.toMatchObject({ code: '23503' });
    });

    it('refuses to prolong, reopen, rewrite or delete a membership', async () => {
      await insert({ organisation: centre, kind: 'CENTRE', role: 'CENTRE', to: '2024-06-30' });
      const as = (role: 'mingbai_app' | 'mingbai_owner', sql: string) => database.as(role, (client) => client.query(sql, [id]));
      await expect(as('mingbai_app', `update mingbai.membership set to_on = '2024-07-31' where id = $1`)).rejects.toMatchObject({ code: 'MB001' });
      await expect(as('mingbai_app', `update mingbai.membership set to_on = null where id = $1`)).rejects.toMatchObject({ code: 'MB001' });
      await expect(as('mingbai_owner', `update mingbai.membership set from_on = '2024-02-01' where id = $1`)).rejects.toMatchObject({ code: 'MB001' });
      await expect(as('mingbai_app', `update mingbai.membership set role = 'STREET' where id = $1`)).rejects.toMatchObject({ code: '42501' });
      await expect(as('mingbai_app', `delete from mingbai.membership where id = $1`)).rejects.toMatchObject({ code: '42501' });
    });
  });

  describe('EndMembership', () => {
    const by = (role: Role, organisationId: OrganisationId, idempotencyKey: string | null = null) => ({
      actor: { personId, communityId, organisationId, roles: [role] },
      idempotencyKey,
    });

    it('is for those alone who decide who has the part, and for no day that is over', async () => {
      const membershipId = await app.join({ personId, organisationId: centre, communityId, role: 'CENTRE' });
      const lastDay = database.clock.today();
      const other = await app.newOrganisation('CENTRE');
      for (const [role, organisationId, code] of [
        ['CENTRE', other, 'INVITATION_NOT_YOURS'],
        ['FIRM', firm, 'INVITATION_NOT_YOURS'],
        ['COMMUNITY', centre, 'INVITATION_NOT_YOURS'],
        ['BOOKKEEPER', centre, 'NOT_ALLOWED'],
        ['OWNER', centre, 'NOT_ALLOWED'],
      ] as const)
        expect((await refusedBy(app.endMembership.execute(by(role, organisationId), { membershipId, lastDay }))).code).toBe(code);
      database.clock.advanceMinutes(24 * 60);
      expect((await refusedBy(app.endMembership.execute(by('CENTRE', centre), { membershipId, lastDay }))).code).toBe('IDENTITY_MEMBERSHIP_PAST');
      database.clock.advanceMinutes(-24 * 60);
      const elsewhere = { ...by('CENTRE', centre), actor: { ...by('CENTRE', centre).actor, communityId: await app.newCommunity() } };
      expect((await refusedBy(app.endMembership.execute(elsewhere, { membershipId, lastDay }))).code).toBe('NOT_FOUND');
      expect((await app.queries.actorOf(personId, communityId, noon(businessDate('2024-12-31'))))?.roles).toEqual(['CENTRE']);
    });

    it('ends a part with its last day, and the same again changes nothing', async () => {
      const membershipId = await app.join({ personId, organisationId: centre, communityId, role: 'CENTRE' });
      const asked = { membershipId, lastDay: businessDate('2024-06-30') };
      for (const replayed of [false, true])
        expect(await app.endMembership.execute(by('CENTRE', centre, 'end-a-part-1'), asked)).toEqual({ value: { ...asked, outcome: 'ENDED' }, replayed });
      expect((await app.endMembership.execute(by('CENTRE', centre), asked)).value).toEqual({ ...asked, outcome: 'ENDED' });
      expect(await app.queries.actorOf(personId, communityId, noon(businessDate('2024-07-01')))).toBeNull();
    });

    it('is over at once where its last day is today, whenever that day was set, and the same again changes nothing', async () => {
      const membershipId = await app.join({ personId, organisationId: centre, communityId, role: 'CENTRE', to: newYear });
      const colleague = await app.newPerson();
      await app.join({ personId: colleague, organisationId: centre, communityId, role: 'CENTRE' });
      const boss = { actor: { ...by('CENTRE', centre).actor, personId: colleague }, idempotencyKey: null };
      const ended = { membershipId, lastDay: newYear, outcome: 'ENDED' };
      expect((await app.endMembership.execute(boss, { membershipId, lastDay: newYear })).value).toEqual(ended);
      const endedAt = database.clock.now();
      expect(await app.queries.actorOf(personId, communityId, endedAt)).toBeNull();
      database.clock.advanceMinutes(5);
      expect((await app.endMembership.execute(boss, { membershipId, lastDay: newYear })).value).toEqual(ended);
      expect((await app.queries.memberships(personId, newYear)).map((part) => part.endedAt)).toEqual([endedAt]);
      database.clock.advanceMinutes(-5);
    });

    it('has its wall: an office is ended by those who hold it at that moment, and no end is undone', async () => {
      const membershipId = await app.join({ personId, organisationId: centre, communityId, role: 'CENTRE' });
      const [stranger, colleague] = [await app.newPerson(), await app.newPerson()];
      await app.join({ personId: stranger, organisationId: firm, communityId, role: 'FIRM' });
      const theirs = await app.join({ personId: colleague, organisationId: centre, communityId, role: 'CENTRE' });
      const forged = (who: PersonId | null, at: string | null) =>
        database.as('mingbai_app', async (client) => {
          await client.query(`begin; set local app.community_id = '${communityId}'`);
          const values = [membershipId, who, at];
          const sql = `update mingbai.membership set to_on = '2024-01-01', ended_by = $2, ended_at = $3 where id = $1`;
          return client.query(sql, values).then(() => 'done', (error: { code: string }) => error.code); // prettier-ignore
        });
      expect(await forged(colleague, '2024-01-01T10:00+08:00')).toBe('done');
      await app.endMembership.execute(by('CENTRE', centre), { membershipId: theirs, lastDay: newYear });
      expect(await forged(colleague, '2024-01-01T10:00+08:00')).toBe('23514');
      for (const [who, at] of [[stranger, '2024-01-01T10:00+08:00'], [null, null]] as const) expect(await forged(who, at)).toBe('23514'); // prettier-ignore
      await app.endMembership.execute(by('CENTRE', centre), { membershipId, lastDay: newYear });
      expect([await forged(null, null), await forged(personId, '2024-01-01T08:00+08:00')]).toEqual(['MB001', 'MB001']);
    });

    it('refuses to put the end off, to set it before the beginning, and a membership that is not there', async () => {
      const membershipId = await app.join({ personId, organisationId: centre, communityId, role: 'CENTRE', to: businessDate('2024-06-30') });
      const end = (lastDay: string, which = membershipId) =>
        refusedBy(app.endMembership.execute(by('CENTRE', centre), { membershipId: which, lastDay: businessDate(lastDay) }));
      expect([(await end('2024-07-01')).code, (await end('2023-12-31')).code, (await end('2024-01-31', 9999 as MembershipId)).code]).toEqual([
        'IDENTITY_MEMBERSHIP_ENDED',
        'IDENTITY_MEMBERSHIP_DAYS',
        'NOT_FOUND',
      ]);
      expect(await app.queries.actorOf(personId, communityId, noon(businessDate('2024-06-30')))).not.toBeNull();
    });
  });
});

describe('who may see what', () => {
  it('shows a person of compound A nothing of compound B', async () => {
    const [a, b] = [await app.newCommunity('only-a'), await app.newCommunity('only-b')];
    const centre = await app.newOrganisation('CENTRE');
    const personId = await app.newPerson();
    await app.join({ personId, organisationId: centre, communityId: a, role: 'CENTRE' });
    expect(await app.access.actorOf(personId, 'only-a')).toEqual({ personId, communityId: a, organisationId: centre, roles: ['CENTRE'] });
    expect(await app.access.actorOf(personId, 'only-b')).toBeNull();
    expect(await app.access.actorOf(personId, 'no-such-compound')).toBeNull();
    expect(await app.queries.actorOf(personId, b, noon(newYear))).toBeNull();
    expect((await app.queries.communitiesOf(personId, newYear)).map(({ community, roles }) => [community.slug, roles])).toEqual([['only-a', ['CENTRE']]]);
    expect(await app.queries.organisationsInRole(b, 'CENTRE', newYear)).toEqual([]);
  });

  it('counts a membership by the moment of the clock', async () => {
    const communityId = await app.newCommunity('by-the-day');
    const personId = await app.newPerson();
    const organisationId = await app.newOrganisation('STREET');
    await app.join({ personId, organisationId, communityId, role: 'STREET', to: newYear });
    expect(await app.access.actorOf(personId, 'by-the-day')).not.toBeNull();
    const dismissed = await app.newPerson();
    const membershipId = await app.join({ personId: dismissed, organisationId, communityId, role: 'STREET' });
    const colleague = { actor: { personId, organisationId, communityId, roles: ['STREET'] as const }, idempotencyKey: null };
    await app.endMembership.execute(colleague, { membershipId, lastDay: newYear });
    expect(await app.access.actorOf(dismissed, 'by-the-day')).toBeNull();
    const before = database.clock.now();
    database.clock.advanceMinutes(15 * 60); // midnight in Shanghai
    expect(await app.access.actorOf(personId, 'by-the-day')).toBeNull();
    database.clock.set(before);
  });

  it('answers NOT_FOUND for people and organisations that are not there', async () => {
    expect((await refusedBy(app.queries.person(9999 as PersonId))).code).toBe('NOT_FOUND');
    expect((await refusedBy(app.queries.organisation(9999 as OrganisationId))).code).toBe('NOT_FOUND');
    expect((await refusedBy(app.queries.byLogin('nobody'))).code).toBe('NOT_FOUND');
  });
});
