import { businessDate, Money, shanghaiTime, type CommunityId, type OrganisationId, type PersonId, type Role } from '../../../src/kernel/index.js';
import { entities as communityEntities } from '../../../src/modules/communities/index.js';
import { entities as evidenceEntities } from '../../../src/modules/evidence/index.js';
import { entities, invariants, type RecordResolutionRequest } from '../../../src/modules/resolutions/index.js';
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
