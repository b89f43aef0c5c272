import { businessDate, Money, shanghaiTime, type CommunityId, type OrganisationId, type PersonId, type Role } from '../../../src/kernel/index.js';
import { entities as communityEntities } from '../../../src/modules/communities/index.js';
import { entities as evidenceEntities } from '../../../src/modules/evidence/index.js';
import { allowTheSame, entities, invariants, resolutionKinds, type RecordResolutionRequest } from '../../../src/modules/resolutions/index.js';
import type { CommandContext } from '../../../src/platform/database/index.js';
import { violations } from '../../support/books.js';
import { TestDatabase } from '../../support/database.js';
import { refusedBy } from '../../support/refusal.js';
import { identityOn } from '../identity/fixture.js';
import { resolutionsOn } from './fixture.js';

const day = businessDate;
const yuan = (text: string): Money => Money.parse(text);
let database: TestDatabase;
let on: ReturnType<typeof resolutionsOn> & ReturnType<typeof identityOn>;
let communityId: CommunityId;
let committee: { personId: PersonId; organisationId: OrganisationId };

beforeAll(async () => {
  database = await TestDatabase.create([...communityEntities, ...evidenceEntities, ...entities]);
  on = { ...resolutionsOn(database), ...identityOn(database) };
});
beforeEach(async () => {
  database.clock.set(shanghaiTime(day('2024-06-01'), '09:00'));
  communityId = await on.newCommunity();
  committee = { personId: await on.newPerson(), organisationId: await on.newOrganisation('COMMITTEE') };
  await on.join({ ...committee, communityId, role: 'COMMITTEE' });
});
afterAll(async () => {
  on.removeFiles();
  await database.destroy();
});

const who = (roles: readonly Role[] = ['COMMITTEE'], key: string | null = null): CommandContext => ({
  actor: { ...committee, communityId, roles },
  idempotencyKey: key,
});
const decide = (change: Partial<RecordResolutionRequest> = {}, roles?: readonly Role[]) => on.decide(who(roles), change);
const record = (change: Partial<RecordResolutionRequest> = {}) => on.record(who(), change);
/** Somebody of a body in the compound. */
async function body(role: Role, organisationId?: OrganisationId): Promise<CommandContext> {
  const own = { personId: await on.newPerson(), organisationId: organisationId ?? (await on.newOrganisation(role as 'CENTRE')) };
  await on.join({ ...own, communityId, role });
  return { actor: { ...own, communityId, roles: [role] }, idempotencyKey: null };
}
/** A colleague of somebody. */
async function joined({ actor }: CommandContext, role: Role): Promise<PersonId> {
  const personId = await on.newPerson();
  await on.join({ personId, organisationId: actor.organisationId, communityId, role });
  return personId;
}
const answer = (context: CommandContext, number: string, reason: string | null = null) =>
  on.answerRecord.resolution(context, { number, decision: reason === null ? 'CONFIRM' : 'REFUSE', reason });
const byNumber = (number: string) => database.unitOfWork.read(communityId, (tx) => on.resolutions.byNumber(tx, number));
const all = () => database.unitOfWork.read(communityId, async (tx) => (await on.resolutions.all(tx)).map(({ number }) => number));

describe('RecordResolution', () => {
  it('gives the next number of the year of the decision, and keeps what the paper says', async () => {
    expect(await decide({ limit: yuan('5000.00'), to: day('2024-12-31') })).toBe('JY2024-001');
    expect(await decide({ decidedOn: day('2023-12-31'), title: '去年的决议' })).toBe('JY2023-001');
    expect(await decide({ kind: 'FEE', title: '收费标准' })).toBe('JY2024-002');
    expect(await all()).toEqual(['JY2024-002', 'JY2024-001', 'JY2023-001']);
    expect(await byNumber('JY2024-001')).toMatchObject({ kind: 'SPENDING', from: '2024-01-01', to: '2024-12-31', decidedOn: '2024-01-01', replaces: null });
    expect((await byNumber('JY2024-001'))?.limit?.toString()).toBe('5000.00');
    expect(await byNumber('JY2024-009')).toBeNull();
    expect(await violations(database, communityId, invariants)).toEqual([]);
  });

  it('ends a resolution on the day before the one that takes its place', async () => {
    await decide({ to: day('2025-12-31') });
    await decide({ title: '新的', from: day('2024-07-01'), replaces: 'JY2024-001' });
    expect(await byNumber('JY2024-001')).toMatchObject({ to: '2024-06-30', replacedBy: 'JY2024-002' });
    expect(await byNumber('JY2024-002')).toMatchObject({ to: null, replaces: 'JY2024-001', replacedBy: null });
    expect((await refusedBy(decide({ title: '再来', replaces: 'JY2024-001' }))).code).toBe('RESOLUTION_REPLACED');
    expect((await refusedBy(decide({ title: '再来', kind: 'FEE', replaces: 'JY2024-002' }))).code).toBe('RESOLUTION_KIND_DIFFERS');
    expect(await all()).toHaveLength(2);
  });

  it('does a request once', async () => {
    const documentSha256 = await on.paper(who(), 'once');
    const request: RecordResolutionRequest = {
      kind: 'OTHER',
      title: '一次',
      decidedOn: day('2024-01-01'),
      from: day('2024-01-01'),
      to: null,
      limit: null,
      documentSha256,
      replaces: null,
    };
    const first = await on.recordResolution.execute(who(['COMMITTEE'], 'sent-twice'), request);
    expect(await on.recordResolution.execute(who(['COMMITTEE'], 'sent-twice'), request)).toEqual({ value: first.value, replayed: true });
    expect(await all()).toEqual(['JY2024-001']);
  });

  it.each<[string, Partial<RecordResolutionRequest>, string]>([
    ['a title of blanks', { title: '  ' }, 'RESOLUTION_TITLE'],
    ['a title that is too long', { title: '长'.repeat(121) }, 'RESOLUTION_TITLE'],
    ['a kind that there is not', { kind: 'PARTY' as 'OTHER' }, 'RESOLUTION_KIND_UNKNOWN'],
    ['a decision of tomorrow', { decidedOn: day('2024-06-02') }, 'RESOLUTION_DAYS'],
    ['an end before its beginning', { to: day('2023-12-31') }, 'RESOLUTION_DAYS'],
    ['a limit of nothing', { limit: Money.zero }, 'RESOLUTION_LIMIT_INVALID'],
    ['a paper that was never handed in', { documentSha256: 'a'.repeat(64) }, 'EVIDENCE_UNKNOWN'],
    ['the place of one that there is not', { replaces: 'JY2024-009' }, 'RESOLUTION_UNKNOWN'],
  ])('refuses %s, and takes no number', async (_, change, code) => {
    expect((await refusedBy(decide(change))).code).toBe(code);
    expect(await all()).toEqual([]);
  });

  it('refuses a body of the same kind that does not speak for the owners today, by name of who does', async () => {
    const stranger = { personId: await on.newPerson(), organisationId: await on.newOrganisation('COMMUNITY') };
    await on.join({ ...stranger, communityId, role: 'COMMUNITY' });
    const context: CommandContext = { actor: { ...stranger, communityId, roles: ['COMMUNITY'] }, idempotencyKey: null };
    expect(await refusedBy(on.decide(context))).toMatchObject({ code: 'OWNER_SIDE_ONLY', details: { ownerSide: expect.stringContaining('机构') } });
    expect(await all()).toEqual([]);
  });

  it.each<Role>(['BOOKKEEPER', 'FIRM', 'CENTRE', 'STREET'])('refuses %s: the owner side records what owners decided', async (role) => {
    expect((await refusedBy(decide({}, [role]))).code).toBe('NOT_ALLOWED');
  });

  it('covers a use by its number', async () => {
    await decide({ limit: yuan('100.00') });
    const cover = (number: string, asked: string) =>
      database.unitOfWork.read(communityId, (tx) => on.resolutions.covering(tx, number, { kinds: ['SPENDING'], on: day('2024-02-01'), asked: yuan(asked) }));
    expect((await cover('JY2024-001', '100.00')).number).toBe('JY2024-001');
    expect((await refusedBy(cover('JY2024-001', '100.01'))).code).toBe('RESOLUTION_LIMIT_EXCEEDED');
    expect((await refusedBy(cover('JY2024-002', '1.00'))).code).toBe('RESOLUTION_UNKNOWN');
  });
});

describe('a resolution by paper', () => {
  const covers = (number: string) =>
    database.unitOfWork.read(communityId, (tx) => on.resolutions.covering(tx, number, { kinds: ['SPENDING'], on: day('2024-02-01') }));

  it.each<Role>(['STREET', 'CENTRE', 'COMMUNITY'])('counts for nothing before the %s has confirmed what its paper says', async (role) => {
    const number = await record();
    expect(await byNumber(number)).toMatchObject({ state: 'WAITING', answer: null });
    expect(await refusedBy(covers(number))).toEqual({ code: 'RESOLUTION_WAITING', details: { number } });
    const other = await body(role);
    await answer(other, number);
    expect(await byNumber(number)).toMatchObject({ state: 'CONFIRMED', answer: { state: 'CONFIRMED', reason: null, for: other.actor.organisationId } });
    expect((await covers(number)).number).toBe(number);
    expect(await refusedBy(answer(await body('CENTRE'), number))).toEqual({ code: 'CONFIRMATION_STATE', details: { record: number, state: 'CONFIRMED' } });
    expect(await violations(database, communityId, invariants)).toEqual([]);
  });

  it('is confirmed by nobody of the body that recorded it, nor by the same person for another one', async () => {
    const number = await record();
    const colleague = await body('COMMITTEE', committee.organisationId);
    expect((await refusedBy(answer(colleague, number))).code).toBe('NOT_ALLOWED');
    const alsoOwn = { ...colleague, actor: { ...colleague.actor, roles: ['COMMUNITY' as const] } };
    expect((await refusedBy(answer(alsoOwn, number))).code).toBe('CONFIRMATION_SAME_ORGANISATION');
    const street = await body('STREET');
    const double = { ...street, actor: { ...street.actor, personId: committee.personId } };
    expect((await refusedBy(answer(double, number))).code).toBe('CONFIRMATION_SAME_PERSON');
    expect((await refusedBy(answer(await body('FIRM'), number))).code).toBe('NOT_ALLOWED');
    expect((await refusedBy(answer(await body('CENTRE'), 'JY2024-009'))).code).toBe('NOT_FOUND');
    expect((await byNumber(number))?.state).toBe('WAITING');
  });

  it('is answered by nobody whose part was ended, or ends today', async () => {
    const number = await record();
    const [street, colleague] = [await body('STREET'), await body('COMMUNITY')];
    const [part] = await on.queries.memberships(street.actor.personId, day('2024-06-01'));
    await on.endMembership.execute(
      { actor: { ...street.actor, personId: await joined(street, 'STREET') }, idempotencyKey: null },
      { membershipId: part!.id, lastDay: day('2024-06-01') },
    );
    for (const reason of [null, '与纸质决议不一致']) expect((await refusedBy(answer(street, number, reason))).code).toBe('IDENTITY_LEAVING');
    const forged = (decision: string) =>
      database.as('mingbai_owner', async (client) => {
        await client.query(`begin; set local app.community_id = '${communityId}'`);
        return client
          .query(
            `insert into mingbai.confirmation (community_id, id, resolution_id, decision, reason, answered_by, answered_for, answered_at)
             select community_id, id + 500, id, '${decision}', ${decision === 'REFUSED' ? `'a reason'` : 'null'}, ${street.actor.personId}, ${street.actor.organisationId}, recorded_at from mingbai.resolution where number = '${number}' and community_id = ${communityId}`,
          )
          .then(() => 'not refused', (error: Error) => error.message); // prettier-ignore
      });
    for (const decision of ['CONFIRMED', 'REFUSED']) expect(await forged(decision)).toContain('is answered by another organisation');
    await answer(colleague, number);
  });

  it('ends with a reason: refused by another body, or taken back by its own; its paper may then be recorded anew, and its place be taken', async () => {
    const first = await decide();
    const documentSha256 = await on.paper(who(), '同一份文件');
    const wrong = await record({ documentSha256, limit: yuan('50000.00'), replaces: first });
    expect(await refusedBy(record({ documentSha256, limit: yuan('5000.00') }))).toEqual({
      code: 'RESOLUTION_PAPER_USED',
      details: { number: wrong, kind: 'SPENDING' },
    });
    expect((await refusedBy(record({ replaces: first }))).code).toBe('RESOLUTION_REPLACED');
    expect(await byNumber(first)).toMatchObject({ to: null, replacedBy: null });
    const centre = await body('CENTRE');
    for (const reason of ['不符', 'x'.repeat(201), '两行\n不可以']) expect((await refusedBy(answer(centre, wrong, reason))).code).toBe('CONFIRMATION_REASON');
    await answer(who(), wrong, '限额多写了一个零');
    expect(await byNumber(wrong)).toMatchObject({ state: 'REFUSED', answer: { reason: '限额多写了一个零', for: committee.organisationId } });
    expect((await refusedBy(covers(wrong))).code).toBe('RESOLUTION_REFUSED');
    const right = await record({ documentSha256, limit: yuan('5000.00'), replaces: first });
    expect((await refusedBy(record({ replaces: wrong }))).code).toBe('RESOLUTION_REFUSED');
    await answer(centre, right);
    expect(await byNumber(first)).toMatchObject({ to: '2023-12-31', replacedBy: right });
    expect(await record({ kind: 'FEE', documentSha256 })).toBe('JY2024-004');
    await answer(centre, 'JY2024-004', '文件里没有这一项');
    expect(await violations(database, communityId, invariants)).toEqual([]);
  });

  it('by one paper allows a spending once, whichever kind it is called, and beside it what is no spending', async () => {
    const documentSha256 = await on.paper(who(), '一份纪要');
    const number = await decide({ documentSha256, limit: yuan('5000.00') });
    for (const kind of ['COM_USE', 'OTHER', 'BUDGET'] as const)
      expect(await refusedBy(record({ documentSha256, kind, limit: yuan('5000.00'), to: day('2024-12-31') }))).toEqual({
        code: 'RESOLUTION_PAPER_USED',
        details: { number, kind: 'SPENDING' },
      });
    for (const kind of ['FEE', 'MAINTENANCE'] as const) await decide({ documentSha256, kind });
    expect(await violations(database, communityId, invariants)).toEqual([]);
  });

  it('on a budget names its limit and one year', async () => {
    const of = (change: Partial<RecordResolutionRequest>) => refusedBy(record({ kind: 'BUDGET', limit: yuan('9.00'), to: day('2024-12-31'), ...change }));
    for (const change of [{ limit: null }, { to: null }, { to: day('2025-01-01') }]) expect((await of(change)).code).toBe('RESOLUTION_OF_A_YEAR');
    expect(await all()).toEqual([]);
  });
});

describe('the walls of resolutions', () => {
  const forge = (sql: string) =>
    database.as('postgres', async (client) => {
      await client.query(`begin; set local session_replication_role = replica; ${sql}; commit`);
    });

  it('refuse a gap, a change and a removal', async () => {
    await decide();
    const insert = (serial: number) =>
      database.unitOfWork.run(communityId, (tx) =>
        tx.query(
          `insert into mingbai.resolution (community_id, id, year, serial, kind, title, decided_on, effective_from, document_sha256, recorded_by, recorded_for, recorded_at)
           select community_id, 999, year, $2, kind, title, decided_on, effective_from, document_sha256, 1, 1, recorded_at from mingbai.resolution where community_id = $1`,
          [communityId, serial],
        ),
      );
    await expect(insert(3)).rejects.toThrow(/leaves a gap/);
    await expect(insert(1)).rejects.toThrow(/leaves a gap/);
    for (const sql of ['delete from mingbai.resolution', `update mingbai.resolution set limit_amount = null`])
      await expect(database.as('mingbai_owner', (client) => client.query(sql))).rejects.toThrow(/its rows are evidence/);
  });

  const insertResolution = (change: Readonly<Record<string, string>>, into = 'mingbai.resolution') =>
    database.unitOfWork.run(communityId, (tx) => {
      const columns = `id, year, serial, kind, title, decided_on, effective_from, effective_to, limit_amount, document_sha256, replaces_id, recorded_by, recorded_for, recorded_at, before_confirmations`;
      const values = columns.split(', ').map((column) => change[column] ?? (column === 'id' ? 'id + 500' : column === 'serial' ? 'serial + 1' : column));
      return tx.query(
        `insert into ${into} (community_id, ${columns}) select community_id, ${values.join(', ')} from mingbai.resolution where community_id = $1 and serial = 1`,
        [communityId],
      );
    });

  it('refuse one paper twice, a budget without year or limit, a place that is taken, and what says that it is older than this wall', async () => {
    await record();
    for (const kind of ['kind', `'COM_USE'`, `'OTHER'`])
      await expect(insertResolution({ kind })).rejects.toThrow('that paper is resolution JY2024-001 already');
    const [sha] = [await on.paper(who(), '另一份')];
    const other = { document_sha256: `'${sha}'` };
    await expect(insertResolution({ ...other, kind: `'BUDGET'` })).rejects.toThrow('names one year and its limit');
    await expect(insertResolution({ ...other, before_confirmations: 'true' })).rejects.toThrow('not from before there were confirmations');
    await record({ replaces: 'JY2024-001' });
    await expect(insertResolution({ ...other, serial: '3', replaces_id: 'id' })).rejects.toThrow('takes that place already');
  });

  it('know the kinds that allow the same as the code does', async () => {
    const pairs = resolutionKinds.flatMap((one) => resolutionKinds.map((other) => ({ one, other, same: allowTheSame(one, other) })));
    const { rows } = await database.as('mingbai_owner', (client) =>
      client.query('select one, other, mingbai.allow_the_same(one, other) as same from jsonb_to_recordset($1) as pairs (one text, other text)', [
        JSON.stringify(pairs),
      ]),
    );
    expect(rows).toEqual(pairs);
  });

  it('take an answer from another organisation and person alone, once, and nothing that rests on what waits', async () => {
    const number = await record();
    const insert = (context: CommandContext, decision = 'CONFIRMED', at = 'recorded_at') =>
      database.unitOfWork.run(communityId, (tx) =>
        tx.query(
          `insert into mingbai.confirmation (community_id, id, resolution_id, decision, reason, answered_by, answered_for, answered_at)
           select community_id, id + 900, id, $2, case when $2 = 'REFUSED' then '没有这份文件' end, $3, $4, ${at} from mingbai.resolution where community_id = $1 and number = $5`,
          [communityId, decision, context.actor.personId, context.actor.organisationId, number],
        ),
      );
    const centre = await body('CENTRE');
    await expect(insert(who())).rejects.toThrow('answered by another organisation and another person');
    await expect(insert(await body('COMMITTEE'))).rejects.toThrow('answered by another organisation and another person');
    await expect(insert(await body('FIRM'), 'REFUSED')).rejects.toThrow('answered by another organisation and another person');
    await expect(insert(centre, 'CONFIRMED', `recorded_at - interval '1 hour'`)).rejects.toThrow('it takes no answer');
    await insert(centre);
    await expect(insert(centre, 'REFUSED')).rejects.toThrow('it takes no answer');
    for (const sql of ['delete from mingbai.confirmation', `update mingbai.confirmation set decision = 'REFUSED'`])
      await expect(database.as('mingbai_owner', (client) => client.query(sql))).rejects.toThrow(/its rows are evidence|only grow/);
  });

  it('count what stood before them, and leave it alone', async () => {
    await record();
    await forge(`update mingbai.resolution set before_confirmations = true, kind = 'BUDGET' where community_id = ${communityId}`);
    expect(await byNumber('JY2024-001')).toMatchObject({ state: 'CONFIRMED', answer: null });
    expect((await refusedBy(answer(await body('CENTRE'), 'JY2024-001'))).code).toBe('CONFIRMATION_STATE');
    expect(await violations(database, communityId, invariants)).toEqual([]);
  });

  it.each<[string, string, string]>([
    [
      'an answer of those who recorded it',
      'update mingbai.confirmation set answered_for = r.recorded_for from mingbai.resolution r where r.id = resolution_id',
      'another organisation confirms',
    ],
    ['an answer before there was anything to answer', `update mingbai.confirmation set answered_at = '2020-01-01' where true`, 'another organisation confirms'],
    [
      'one paper twice',
      `insert into mingbai.resolution (community_id, id, year, serial, kind, title, decided_on, effective_from, document_sha256, recorded_by, recorded_for, recorded_at)
       select community_id, id + 500, year, 2, kind, title, decided_on, effective_from, document_sha256, recorded_by, recorded_for, recorded_at from mingbai.resolution where community_id = COMMUNITY`,
      'a paper is one resolution of a kind',
    ],
    [
      'one paper as two kinds that allow the same',
      `insert into mingbai.resolution (community_id, id, year, serial, kind, title, decided_on, effective_from, document_sha256, recorded_by, recorded_for, recorded_at)
       select community_id, id + 500, year, 2, 'OTHER', title, decided_on, effective_from, document_sha256, recorded_by, recorded_for, recorded_at from mingbai.resolution where community_id = COMMUNITY`,
      'a paper is one resolution of a kind',
    ],
    ['a budget without a limit', `update mingbai.resolution set kind = 'BUDGET' where community_id = COMMUNITY`, 'names its year and its limit'],
    [
      'what rests on nothing confirmed',
      `delete from mingbai.confirmation; insert into mingbai.fee_rate select community_id, 900, 900, 'FLAT', '2024-01', 1, number, 1, now() from mingbai.resolution where community_id = COMMUNITY`,
      'nothing rests on what it did not confirm',
    ],
  ])('and what got past their confirmation is found: %s', async (_, sql, name) => {
    await decide();
    await forge(sql.replaceAll('COMMUNITY', String(communityId)));
    expect((await violations(database, communityId, invariants)).join('\n')).toContain(name);
    await forge(`delete from mingbai.fee_rate where community_id = ${communityId}`);
  });

  it.each<[string, string, string]>([
    ['a number that is missing', `update mingbai.resolution set serial = 7`, 'I18 resolutions'],
    [
      'one that replaces itself',
      `alter table mingbai.resolution drop constraint if exists resolution_check; update mingbai.resolution set replaces_id = id + 1`,
      'takes the place',
    ],
    ['a paper that is gone', 'delete from mingbai.evidence', 'has its paper'],
  ])('and what got past them is found: %s', async (_, sql, name) => {
    await decide();
    await forge(sql.includes('where') ? sql : `${sql} where community_id = ${communityId}`);
    expect((await violations(database, communityId, invariants)).join('\n')).toContain(name);
  });
});
