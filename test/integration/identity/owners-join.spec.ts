import { addDays, businessDate, type Actor, type CommunityId, type PersonId } from '../../../src/kernel/index.js';
import { ChangeUnitOwner, entities, UnitQueries } from '../../../src/modules/communities/index.js';
import { LedgerService } from '../../../src/modules/ledger/index.js';
import { TestDatabase } from '../../support/database.js';
import { refusedBy } from '../../support/refusal.js';
import { contextOf } from '../communities/fixture.js';
import { identityOn, noon } from './fixture.js';

const password = 'correct horse battery';
const today = businessDate('2024-01-01');

let database: TestDatabase;
let app: ReturnType<typeof identityOn>;
let communityId: CommunityId;
let slug: string;
let books: Actor;
let made = 0;

beforeAll(async () => {
  database = await TestDatabase.create(entities);
  app = identityOn(database);
});
afterAll(() => database.destroy());
beforeEach(async () => {
  await asOwner('delete from mingbai.sign_in_attempt');
  slug = `owners-${++made}`;
  communityId = await app.newCommunity(slug);
  const file = new TextEncoder().encode(
    'code,building,label,kind,area,owner\n01-101,1幢,1幢101室,FLAT,88.50,夏阿玉\n01-102,1幢,1幢102室,FLAT,106.20,朱子兰\nS-01,商铺,商铺01号,SHOP,70.00,',
  );
  await app.importUnits.execute(contextOf(communityId, { roles: ['COMMUNITY'] }), { file, dryRun: false });
  books = { personId: await app.newPerson(), organisationId: await app.newOrganisation('AGENCY'), communityId, roles: ['BOOKKEEPER'] };
});

const asOwner = (sql: string, values: unknown[] = []) => database.as('mingbai_owner', (client) => client.query(sql, values));
const by = (actor: Actor) => ({ actor, idempotencyKey: null });
const noteOf = (actor: Actor) => ({
  kind: 'LETTER' as const, slug, personId: actor.personId, actor, permission: 'unit.issue-code' as const, method: 'POST', route: '/b/:c/unit-codes', subject: null, code: null, reason: null,
  requestId: '0190a000-0000-7000-8000-000000000001',
}); // prettier-ignore
const issue = (unit: string | null = null) => app.issueCodes.execute(by(books), { unit }, noteOf(books));
const codeOf = async (unit: string): Promise<string> => (await issue(unit)).codes[0]?.code ?? '';
const join = (code: string, who: PersonId | { login: string; name: string; password: string }, address = '203.0.113.40') =>
  app.joinByCode.execute({ slug, code, by: who, address });
const unitsOf = (personId: PersonId) => database.unitOfWork.read(communityId, (tx) => app.unitMembers.unitsOf(tx, personId));
const changeOwner = (unit: string) =>
  new ChangeUnitOwner(database.unitOfWork, database.clock, new LedgerService(), new UnitQueries()).execute(contextOf(communityId), {
    unit,
    ownerName: '新业主',
    from: database.clock.today(),
  });

describe('IssueUnitCodes', () => {
  it('makes one code for each unit with an owner, tells it once and keeps its MAC alone', async () => {
    const { codes, expiresOn } = await issue();
    expect(codes.map(({ unit }) => unit)).toEqual(['01-101', '01-102']);
    expect(expiresOn).toBe(addDays(today, 90));
    for (const { code } of codes) expect(code).toMatch(/^[A-Z2-7]{5}-[A-Z2-7]{5}$/);
    const { rows } = await database.as('postgres', (client) => client.query('select c::text as whole from mingbai.unit_code c'));
    const whole = rows.map((row: { whole: string }) => row.whole).join('\n');
    for (const { code } of codes) expect(whole).not.toContain(code.replace('-', ''));
    expect((await refusedBy(issue())).code).toBe('UNIT_CODE_NONE_LEFT');
  });

  it('ends the older code of a unit that gets a new one', async () => {
    const old = await codeOf('01-101');
    const fresh = await codeOf('01-101');
    const personId = await app.newPerson();
    expect((await refusedBy(join(old, personId))).code).toBe('JOIN_CODE_WRONG');
    await join(fresh, personId);
  });

  it('ends what was seen by the older letter: whoever belongs there joins again by the new one, five again', async () => {
    const old = await codeOf('01-101');
    const people = await Promise.all(Array.from({ length: 5 }, () => app.newPerson()));
    for (const [n, personId] of people.entries()) await join(old, personId, `203.0.113.${60 + n}`);
    const [first, stranger] = people as [PersonId, PersonId];
    const fresh = await codeOf('01-101');
    expect([await unitsOf(first), await unitsOf(stranger)]).toEqual([[], []]);
    expect((await refusedBy(join(old, stranger))).code).toBe('JOIN_CODE_WRONG');
    for (const again of [1, 2]) await join(fresh, first, `203.0.113.${70 + again}`);
    expect([(await unitsOf(first)).map((unit) => unit.code), await unitsOf(stranger)]).toEqual([['01-101'], []]);
    const owners = await database.unitOfWork.read(communityId, (tx) => app.unitMembers.owners(tx, today));
    expect(owners.map(({ code, hasCode, members }) => [code, hasCode, members])).toEqual([
      ['01-101', true, 1],
      ['01-102', false, 0],
    ]);
  });

  it('says to the household who made it, and stands in the access log; a letter for all has taken nothing from anybody', async () => {
    await issue();
    const log = () =>
      database.as(
        'postgres',
        async (client) =>
          (await client.query('select kind, subject, person_id from mingbai.access_log where community_id = $1', [communityId])).rows as object[],
      );
    const ended = (personId: PersonId) => database.unitOfWork.read(communityId, (tx) => app.unitMembers.endedFor(tx, personId));
    expect(await log()).toEqual([]);
    const [first, second] = [await app.newPerson(), await app.newPerson()];
    await join(await codeOf('01-101'), first);
    expect(await ended(first)).toEqual([]);
    const line = { kind: 'LETTER', subject: '01-101', person_id: books.personId };
    expect(await log()).toEqual([line]);
    const fresh = await codeOf('01-101');
    expect(await log()).toEqual([line, line]);
    const organisation = (await app.queries.organisation(books.organisationId)).shortName;
    expect([await ended(first), await ended(second)]).toEqual([[{ label: '1幢101室', organisation, at: database.clock.now() }], []]);
    await join(fresh, first);
    expect(await ended(first)).toEqual([]);
  });

  it('takes from a household that joined by a letter that was replaced before letters ended anything only by the next one', async () => {
    const personId = await app.newPerson();
    await join(await codeOf('01-101'), personId);
    await database.as('postgres', async (client) => {
      await client.query('set session_replication_role = replica');
      await client.query('update mingbai.unit_code set revoked_at = issued_at where community_id = $1', [communityId]);
    });
    expect((await unitsOf(personId)).map((unit) => unit.code)).toEqual(['01-101']);
    await codeOf('01-101');
    expect(await unitsOf(personId)).toEqual([]);
  });

  it('makes a new one where the old one was never used in its ninety days', async () => {
    await issue();
    database.clock.advanceMinutes(91 * 24 * 60);
    expect((await issue()).codes.map(({ unit }) => unit)).toEqual(['01-101', '01-102']);
    database.clock.advanceMinutes(-91 * 24 * 60);
  });

  it('is done once by two at the same moment: the second finds none left', async () => {
    const outcomes = await Promise.allSettled([issue(), issue()]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const [lost] = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [(outcome.reason as { code: string }).code] : []));
    expect(lost).toBe('UNIT_CODE_NONE_LEFT');
  });

  it('is refused to others, and for a unit without an owner', async () => {
    for (const unit of ['S-01', '99-999']) expect(await refusedBy(issue(unit))).toEqual({ code: 'UNIT_CODE_NO_OWNER', details: { unit } });
    for (const role of ['FIRM', 'CASHIER', 'CENTRE', 'OWNER'] as const)
      expect((await refusedBy(app.issueCodes.execute(by({ ...books, roles: [role] }), { unit: null }, noteOf(books)))).code).toBe('NOT_ALLOWED');
  });
});

describe('JoinByCode', () => {
  it('makes an owner of whoever holds the letter, who then has the unit and no right of an office', async () => {
    const code = await codeOf('01-101');
    const { personId } = await join(` ${code.toLowerCase().replace('-', '')} `, { login: `owner-${made}`, name: '夏阿玉', password });
    expect((await unitsOf(personId)).map((unit) => unit.code)).toEqual(['01-101']);
    expect((await app.queries.actorOf(personId, communityId, noon(today)))?.roles).toEqual(['OWNER']);
    expect((await app.signIn.execute({ login: `owner-${made}`, password, address: '203.0.113.40' })).personId).toBe(personId);
  });

  it('joins a second unit to the same person, and the same unit once', async () => {
    const personId = await app.newPerson();
    const [first, second] = [await codeOf('01-101'), await codeOf('01-102')];
    for (const code of [first, first, second]) await join(code, personId);
    expect((await unitsOf(personId)).map((unit) => unit.code)).toEqual(['01-101', '01-102']);
    expect(await app.queries.memberships(personId, today)).toHaveLength(1);
  });

  it('ends with the next owner: neither the code nor the view goes on', async () => {
    const code = await codeOf('01-101');
    const personId = await app.newPerson();
    await join(code, personId);
    database.clock.advanceMinutes(24 * 60);
    await changeOwner('01-101');
    expect(await unitsOf(personId)).toEqual([]);
    expect((await refusedBy(join(code, await app.newPerson()))).code).toBe('JOIN_CODE_WRONG');
    database.clock.advanceMinutes(-24 * 60);
  });

  it('tells nothing of a wrong, an expired and another compound’s code, makes nobody, and slows guessing down', async () => {
    const code = await codeOf('01-101');
    const other = `owners-other-${made}`;
    await app.newCommunity(other);
    const guess = (slugOf: string, text: string) =>
      refusedBy(app.joinByCode.execute({ slug: slugOf, code: text, by: { login: `guess-${made}`, name: '某人', password }, address: '203.0.113.41' }));
    expect(await guess(slug, 'AAAAA-AAAAA')).toEqual({ code: 'JOIN_CODE_WRONG', details: {} });
    expect(await guess(other, code)).toEqual({ code: 'JOIN_CODE_WRONG', details: {} });
    database.clock.advanceMinutes(91 * 24 * 60);
    expect(await guess(slug, code)).toEqual({ code: 'JOIN_CODE_WRONG', details: {} });
    database.clock.advanceMinutes(-91 * 24 * 60);
    const refusals = [];
    for (let round = 1; round <= 5; round++) refusals.push((await guess(slug, 'AAAAA-AAAAA')).code);
    expect(refusals.at(-1)).toBe('TOO_MANY_REQUESTS');
    const { rows } = await asOwner('select from mingbai.person where login = $1', [`guess-${made}`]);
    expect(rows).toEqual([]);
    expect((await guess('no-such-compound', code)).code).toBe('NOT_FOUND');
  });

  it('lets a household in and no crowd, also at the same moment', async () => {
    const code = await codeOf('01-101');
    const people = await Promise.all(Array.from({ length: 7 }, (_, n) => app.newPerson(`crowd-${made}-${n}`)));
    const outcomes = await Promise.allSettled(people.map((personId, n) => join(code, personId, `203.0.113.${50 + n}`)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
  });

  it('is stopped by nobody who calls an agency as the owners are called', async () => {
    const taken = { name: `${slug} · owners`, shortName: '某某公司', kind: 'AGENCY' };
    expect((await refusedBy(app.addOrganisation.execute(taken))).code).toBe('IDENTITY_ORGANISATION_TAKEN');
    await app.addOrganisation.execute({ ...taken, name: '日月星辰小区 · 物业' });
    await join(await codeOf('01-101'), await app.newPerson());
  });

  it('never takes over a login that somebody has', async () => {
    const taken = await app.newPerson(`has-one-${made}`);
    await app.setPassword.execute({ personId: taken, password });
    const thief = { login: `has-one-${made}`, name: '沈若兰', password: 'the words of a thief' };
    expect((await refusedBy(join(await codeOf('01-101'), thief))).code).toBe('IDENTITY_LOGIN_TAKEN');
    expect(await unitsOf(taken)).toEqual([]);
  });
});

describe('the tables of owners who join', () => {
  it('hold no member without a code that holds, and let nothing be rewritten', async () => {
    const code = await codeOf('01-101');
    await join(code, await app.newPerson());
    const stateOf = (sql: string) =>
      database.as('mingbai_owner', async (client) => {
        await client.query(`begin; set local app.community_id = '${communityId}'`);
        return client.query(sql).then(() => 'done', (error: { code: string }) => error.code); // prettier-ignore
      });
    expect(await stateOf(`update mingbai.unit_member set person_id = person_id`)).toBe('MB001');
    expect(await stateOf(`delete from mingbai.unit_member`)).toBe('MB001');
    expect(await stateOf(`update mingbai.unit_code set expires_on = '2030-01-01'`)).toBe('MB001');
    expect(await stateOf(`update mingbai.unit_code set revoked_at = issued_at`)).toBe('MB001');
    await codeOf('01-101');
    const insert = `insert into mingbai.unit_member (community_id, owner_id, person_id, code_mac, joined_at)
      select c.community_id, c.owner_id, ${books.personId}, c.code_mac, c.issued_at from mingbai.unit_code c where`;
    expect(await stateOf(`${insert} c.revoked_at is not null`)).toBe('23514');
    expect(await stateOf(`${insert} c.revoked_at is null`)).toBe('done');
    expect(await stateOf(`update mingbai.unit_code set revoked_at = null where revoked_at is not null`)).toBe('MB001');
  });
});
