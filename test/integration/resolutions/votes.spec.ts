import { businessDate, Money, shanghaiTime, type CommunityId, type Role } from '../../../src/kernel/index.js';
import { entities as communityEntities } from '../../../src/modules/communities/index.js';
import { entities as contractEntities } from '../../../src/modules/contracts/index.js';
import { entities as evidenceEntities } from '../../../src/modules/evidence/index.js';
import { entities, invariants, type OpenVoteRequest, type StatedBallot, type VoteChoice } from '../../../src/modules/resolutions/index.js';
import type { CommandContext } from '../../../src/platform/database/index.js';
import { violations } from '../../support/books.js';
import { TestDatabase } from '../../support/database.js';
import { refusedBy } from '../../support/refusal.js';
import { communitiesOn } from '../communities/fixture.js';
import { contextIn, contractsOn, type Compound, type Party } from '../contracts/fixture.js';
import { resolutionsOn } from './fixture.js';

const day = businessDate;
let database: TestDatabase;
let on: ReturnType<typeof resolutionsOn> & ReturnType<typeof contractsOn>;
let compound: Compound;
let communityId: CommunityId;
const PARTIES = { COMMUNITY: 'community', CENTRE: 'centre', STREET: 'street' } as const;

beforeAll(async () => {
  database = await TestDatabase.create([...communityEntities, ...contractEntities, ...evidenceEntities, ...entities]);
  on = { ...resolutionsOn(database), ...contractsOn(database) };
});
beforeEach(async () => {
  at('2024-11-01');
  compound = await on.newCompound();
  ({ communityId } = compound);
  await on.standIn(compound, { from: day('2024-01-01') });
  const rows = Array.from({ length: 9 }, (_, index) => `0${index + 1},1,${index + 1} 室,FLAT,${index < 8 ? '100.00' : '200.00'},张三`);
  const file = Buffer.from(`code,building,label,kind,area,owner\n${rows.join('\n')}\n`);
  await communitiesOn(database).importUnits.execute(contextIn(communityId, compound.community, 'COMMUNITY'), { file, dryRun: false });
});
afterAll(async () => {
  on.removeFiles();
  await database.destroy();
});

const at = (date: string, time = '09:00'): void => database.clock.set(shanghaiTime(day(date), time));
const as = (role: keyof typeof PARTIES = 'COMMUNITY', key: string | null = null): CommandContext => contextIn(communityId, compound[PARTIES[role]], role, key);
const paper = (text: string) => on.paper(as(), text);

async function open(change: Partial<OpenVoteRequest> = {}, context = as()): Promise<string> {
  const documentSha256 = await paper('表决事项公告');
  const request = { kind: 'COM_USE' as const, matter: 'COMMON_PARTS' as const, title: '利用共有场地设充电桩', limit: null, replaces: null, owners: [] };
  const days = { closesOn: day('2024-11-15'), from: day('2024-12-01'), to: null };
  return (await on.openVote.execute(context, { ...request, ...days, documentSha256, ...change })).value.number;
}
const ballot = (unit: number, choice: VoteChoice = 'FOR', change: Partial<StatedBallot> = {}): StatedBallot => {
  return { unit: `0${unit}`, choice, castOn: day('2024-11-05'), way: 'PAPER', reason: null, ...change };
};
const record = async (number: string, ballots: readonly StatedBallot[], context = as()) =>
  on.recordBallots.execute(context, { number, ballots, documentSha256: await paper('选票') });
/** Eight of nine units for it, one against: three quarters of both measures. */
const most = [1, 2, 3, 4, 5, 6, 7, 9].map((unit) => ballot(unit)).concat(ballot(8, 'AGAINST'));
async function held(ballots: readonly StatedBallot[] = most, change: Partial<OpenVoteRequest> = {}): Promise<string> {
  const number = await open(change);
  at('2024-11-06');
  await record(number, ballots);
  at('2024-11-20');
  await on.countVote.execute(as(), { number, documentSha256: await paper('计票结果') });
  return number;
}
const vote = (number: string) => database.unitOfWork.read(communityId, (tx) => on.votes.byNumber(tx, number));
const resolutions = () => database.unitOfWork.read(communityId, (tx) => on.resolutions.all(tx));
const sound = async () => expect(await violations(database, communityId, invariants)).toEqual([]);

describe('a vote of the owners', () => {
  it('is opened with the electorate of the day, held, counted, and becomes a resolution when another organisation confirms its count', async () => {
    const number = await open({ limit: Money.parse('5000.00'), to: day('2025-12-31') });
    expect(number).toBe('TP2024-01');
    expect(await vote(number)).toMatchObject({ state: 'OPEN', units: 9, figures: { total: { area: 100_000, heads: 9 }, voting: { area: 0, heads: 0 } } });
    at('2024-11-06');
    expect((await record(number, most)).value).toEqual({ number, recorded: 9 });
    at('2024-11-20');
    expect((await on.countVote.execute(as(), { number, documentSha256: await paper('计票结果') })).value).toEqual({ number, passed: true });
    expect(await resolutions()).toEqual([]);
    expect((await on.confirmCount.execute(as('STREET'), { number })).value).toEqual({ number, passed: true, resolution: 'JY2024-001' });
    expect(await vote(number)).toMatchObject({
      state: 'CONFIRMED',
      resolution: 'JY2024-001',
      figures: { inFavour: { area: 90_000, heads: 8 }, against: { area: 10_000, heads: 1 } },
    });
    const [resolution] = await resolutions();
    expect(resolution).toMatchObject({
      number: 'JY2024-001',
      kind: 'COM_USE',
      vote: number,
      decidedOn: '2024-11-20',
      from: '2024-12-01',
      to: '2025-12-31',
      documentName: '计票结果.pdf',
    });
    expect(resolution?.limit?.toString()).toBe('5000.00');
    await sound();
  });

  it('decides nothing when a measure is missed, and keeps what it came to', async () => {
    const number = await held([1, 2, 3, 4, 5, 6].map((unit) => ballot(unit)));
    expect(await vote(number)).toMatchObject({ count: { passed: false }, figures: { voting: { area: 60_000, heads: 6 } } });
    expect((await on.confirmCount.execute(as('CENTRE'), { number })).value).toEqual({ number, passed: false, resolution: null });
    expect(await resolutions()).toEqual([]);
    await sound();
  });

  it('counts by the areas of the day of its opening, whatever is corrected later', async () => {
    const number = await open();
    // as fees writes a correction that was asked for and agreed to
    await database.as('postgres', (client) =>
      client.query(`set session_replication_role = replica; insert into mingbai.unit_correction
        select community_id, (select max(v.id) from mingbai.vote v where v.community_id = ${communityId}), id, '2024-11', 'FLAT', 900, '测绘更正', '测绘报告', 1, '2024-11-01T20:00:00+08:00' from mingbai.unit where community_id = ${communityId} and code = '01'`),
    );
    at('2024-11-02');
    await record(number, [ballot(1, 'FOR', { castOn: day('2024-11-02') })]);
    expect((await vote(number)).figures).toMatchObject({ total: { area: 100_000 }, voting: { area: 10_000, heads: 1 } });
    expect(await open()).toBe('TP2024-02');
    expect((await vote('TP2024-02')).figures.total).toEqual({ area: 180_000, heads: 9 });
    await sound();
  });

  it('counts an owner of several units as one head', async () => {
    const number = await open({
      owners: [
        ['01', '02'],
        ['08', '09'],
      ],
    });
    expect((await vote(number)).figures.total).toEqual({ area: 100_000, heads: 7 });
    await record(
      number,
      [ballot(1), ballot(2, 'AGAINST')].map((stated) => ({ ...stated, castOn: day('2024-11-01') })),
    );
    expect((await vote(number)).figures).toMatchObject({
      voting: { area: 20_000, heads: 1 },
      inFavour: { area: 10_000, heads: 0 },
      against: { area: 10_000, heads: 0 },
    });
    await sound();
  });

  it('corrects a ballot with a reason, and the later one counts', async () => {
    const number = await open();
    at('2024-11-06');
    await record(number, [ballot(1), ballot(2)]);
    expect(await refusedBy(record(number, [ballot(3), ballot(1, 'AGAINST')]))).toMatchObject({
      code: 'VOTE_BALLOT_TWICE',
      details: { unit: '01', choice: 'FOR' },
    });
    await record(number, [ballot(1, 'AGAINST', { reason: '登记时看错' }), ballot(2, 'NONE', { reason: '登记错了房号' })]);
    expect(await vote(number)).toMatchObject({ corrections: 2, figures: { voting: { heads: 1 }, against: { area: 10_000, heads: 1 } } });
    await sound();
  });

  it('takes the place of a resolution, which ends when it begins', async () => {
    const earlier = await on.decide(as(), { kind: 'COM_USE', title: '原来的' });
    const number = await held(most, { replaces: earlier });
    await on.confirmCount.execute(as('STREET'), { number });
    expect((await resolutions()).find((resolution) => resolution.number === earlier)).toMatchObject({ replacedBy: 'JY2024-002', to: '2024-11-30' });
    await sound();
  });

  it('does a request once', async () => {
    const documentSha256 = await paper('一次');
    const request = {
      kind: 'OTHER' as const,
      matter: 'OTHER' as const,
      title: '一次',
      limit: null,
      replaces: null,
      owners: [],
      documentSha256,
      from: day('2024-12-01'),
      to: null,
    };
    const first = await on.openVote.execute(as('COMMUNITY', 'twice'), { ...request, closesOn: day('2024-11-15') });
    expect(await on.openVote.execute(as('COMMUNITY', 'twice'), { ...request, closesOn: day('2024-11-15') })).toEqual({ value: first.value, replayed: true });
    expect((await on.openVote.execute(as(), { ...request, closesOn: day('2024-11-15') })).value.number).toBe('TP2024-02');
  });
});

describe('a vote refuses', () => {
  it.each<[string, Partial<OpenVoteRequest>, string]>([
    ['a matter that there is not', { matter: 'PARTY' as 'OTHER' }, 'VOTE_MATTER_UNKNOWN'],
    ['the use of common parts as anything else', { matter: 'OTHER' }, 'VOTE_MATTER_OTHER'],
    ['a contract as anything but the choice of a firm', { kind: 'CONTRACT', matter: 'OTHER' }, 'VOTE_MATTER_OTHER'],
    ['a last day of yesterday', { closesOn: day('2024-10-31') }, 'VOTE_DAYS'],
    ['a last day in half a year and more', { closesOn: day('2025-06-01'), from: day('2025-07-01') }, 'VOTE_DAYS'],
    ['what is in force before it is decided', { from: day('2024-11-15') }, 'VOTE_DAYS'],
    ['a kind that there is not', { kind: 'PARTY' as 'OTHER' }, 'RESOLUTION_KIND_UNKNOWN'],
    ['a title of nothing', { title: ' ' }, 'RESOLUTION_TITLE'],
    ['a paper that was never handed in', { documentSha256: 'a'.repeat(64) }, 'EVIDENCE_UNKNOWN'],
    ['a unit that there is not', { owners: [['01', '99']] }, 'VOTE_UNIT_UNKNOWN'],
    [
      'a unit of two owners',
      {
        owners: [
          ['01', '02'],
          ['02', '03'],
        ],
      },
      'VOTE_OWNER_TWICE',
    ],
    ['the place of a resolution that there is not', { replaces: 'JY2024-009' }, 'RESOLUTION_UNKNOWN'],
  ])('%s, and takes no number', async (_, change, code) => {
    expect((await refusedBy(open(change))).code).toBe(code);
    expect(await database.unitOfWork.read(communityId, (tx) => on.votes.all(tx))).toEqual([]);
  });

  it('to be opened where nobody could vote', async () => {
    const empty = await on.newCompound();
    await on.standIn(empty, { from: day('2024-01-01') });
    const context = contextIn(empty.communityId, empty.community, 'COMMUNITY');
    const documentSha256 = await on.paper(context, '公告');
    const request = { kind: 'OTHER' as const, matter: 'OTHER' as const, title: '无人', limit: null, replaces: null, owners: [], to: null, documentSha256 };
    expect((await refusedBy(on.openVote.execute(context, { ...request, closesOn: day('2024-11-15'), from: day('2024-12-01') }))).code).toBe(
      'VOTE_NO_ELECTORATE',
    );
  });

  it('to be held by anybody but who speaks for the owners', async () => {
    const committee: Party = await on.party(communityId, 'COMMITTEE', { from: day('2024-11-01') });
    expect((await refusedBy(open())).code).toBe('OWNER_SIDE_ONLY');
    expect(await open({}, contextIn(communityId, committee, 'COMMITTEE'))).toBe('TP2024-01');
    for (const role of ['FIRM', 'CENTRE', 'STREET', 'BOOKKEEPER'] as const satisfies readonly Role[])
      expect((await refusedBy(open({}, contextIn(communityId, compound.community, role)))).code).toBe('NOT_ALLOWED');
  });

  it.each<[string, readonly StatedBallot[], string]>([
    ['a unit that does not vote', [ballot(1, 'FOR', { unit: '99' })], 'VOTE_UNIT_UNKNOWN'],
    ['two ballots of a unit in one list', [ballot(1), ballot(1)], 'VOTE_BALLOT_TWICE'],
    ['a ballot of the day before', [ballot(1, 'FOR', { castOn: day('2024-10-31') })], 'VOTE_OUTSIDE_DAYS'],
    ['a ballot of tomorrow', [ballot(1, 'FOR', { castOn: day('2024-11-07') })], 'VOTE_OUTSIDE_DAYS'],
    ['a correction of nothing', [ballot(1, 'FOR', { reason: '登记时看错' })], 'VOTE_BALLOT_NONE'],
    ['a reason of two lines', [ballot(1, 'FOR', { reason: '一\n二' })], 'VOTE_REASON'],
    ['an empty list', [], 'VOTE_BALLOTS_SIZE'],
  ])('%s, and takes no ballot of its list', async (_, ballots, code) => {
    const number = await open();
    at('2024-11-06');
    expect((await refusedBy(record(number, ballots.length === 0 ? [] : [ballot(5), ...ballots]))).code).toBe(code);
    expect((await vote(number)).figures.voting.heads).toBe(0);
  });

  it('to be counted before its last day is over, and ballots afterwards', async () => {
    const number = await open();
    at('2024-11-15', '23:59');
    const count = async () => on.countVote.execute(as(), { number, documentSha256: await paper('计票结果') });
    expect(await refusedBy(count())).toMatchObject({ code: 'VOTE_NOT_OVER', details: { closesOn: '2024-11-15', today: '2024-11-15' } });
    at('2024-11-16');
    await count();
    expect((await refusedBy(record(number, [ballot(1)]))).code).toBe('VOTE_STATE');
    expect((await refusedBy(count())).code).toBe('VOTE_STATE');
  });

  it('to be counted by a paper that is a resolution already, and a resolution by the sheet of a vote: one paper allows a spending once', async () => {
    const documentSha256 = await paper('会议纪要');
    await on.decide(as(), { documentSha256, limit: Money.parse('50000.00') });
    const number = await open({ limit: Money.parse('100000.00'), to: day('2025-12-31') });
    at('2024-11-06');
    await record(number, most);
    at('2024-11-20');
    const count = (sheet: string, of = number) => on.countVote.execute(as(), { number: of, documentSha256: sheet });
    expect(await refusedBy(count(documentSha256))).toEqual({ code: 'RESOLUTION_PAPER_USED', details: { number: 'JY2024-001', kind: 'SPENDING' } });
    expect(await vote(number)).toMatchObject({ state: 'OPEN', count: null });
    const sheet = await paper('计票结果');
    await count(sheet);
    const used = { code: 'RESOLUTION_PAPER_USED', details: { number, kind: 'COM_USE' } };
    expect(await refusedBy(on.record(as(), { documentSha256: sheet }))).toEqual(used);
    await on.confirmCount.execute(as('STREET'), { number });
    expect(await refusedBy(on.record(as(), { documentSha256: sheet }))).toEqual({ ...used, details: { number: 'JY2024-002', kind: 'COM_USE' } });
    await on.record(as(), { documentSha256: sheet, kind: 'FEE' });
    await sound();
  });

  it('to become a second resolution of a paper where it was counted by it before that was asked', async () => {
    const documentSha256 = await paper('会议纪要');
    const number = await held();
    await on.decide(as(), { documentSha256 });
    await database.as('postgres', (client) =>
      client.query(`begin; set local session_replication_role = replica;
        update mingbai.vote_count set document_sha256 = '${documentSha256}' where community_id = ${communityId}; commit`),
    );
    const used = { code: 'RESOLUTION_PAPER_USED', details: { number: 'JY2024-001', kind: 'SPENDING' } };
    expect(await refusedBy(on.confirmCount.execute(as('STREET'), { number }))).toEqual(used);
    await on.cancelVote.execute(as('STREET'), { number, reason: '这份文件已是决议' });
    await sound();
  });

  it('to be confirmed by those who held it, in whichever office, before it is counted, or twice', async () => {
    const number = await held();
    expect((await refusedBy(on.confirmCount.execute(as(), { number }))).code).toBe('VOTE_SAME_ORGANISATION');
    const street: Party = { personId: compound.community.personId, organisationId: compound.street.organisationId };
    expect((await refusedBy(on.confirmCount.execute(contextIn(communityId, street, 'STREET'), { number }))).code).toBe('VOTE_SAME_PERSON');
    expect((await refusedBy(on.confirmCount.execute(contextIn(communityId, compound.firm, 'FIRM'), { number }))).code).toBe('NOT_ALLOWED');
    await on.confirmCount.execute(as('STREET'), { number });
    expect((await refusedBy(on.confirmCount.execute(as('CENTRE'), { number }))).code).toBe('VOTE_STATE');
    at('2024-11-21');
    const next = await open({ closesOn: day('2024-11-30') });
    expect((await refusedBy(on.confirmCount.execute(as('STREET'), { number: next }))).code).toBe('VOTE_STATE');
    expect((await refusedBy(on.confirmCount.execute(as('STREET'), { number: 'TP2024-09' }))).code).toBe('NOT_FOUND');
    expect(await resolutions()).toHaveLength(1);
  });
});

describe('a vote is called off', () => {
  const cancel = (number: string, context: CommandContext, reason = '公告的事项写错了') => on.cancelVote.execute(context, { number, reason });

  it('by the owner side while it is open, with a reason that stays', async () => {
    const number = await open();
    expect((await refusedBy(cancel(number, as(), '不'))).code).toBe('VOTE_REASON');
    expect((await refusedBy(cancel(number, as('CENTRE')))).code).toBe('OWNER_SIDE_ONLY');
    await cancel(number, as());
    expect(await vote(number)).toMatchObject({ state: 'CANCELLED', end: { kind: 'CANCELLED', reason: '公告的事项写错了' } });
    expect((await refusedBy(cancel(number, as()))).code).toBe('VOTE_STATE');
    await sound();
  });

  it('once it is counted by another organisation alone: those who held it cannot make its result go away', async () => {
    const number = await held();
    expect((await refusedBy(cancel(number, as()))).code).toBe('VOTE_SAME_ORGANISATION');
    await cancel(number, as('CENTRE'), '选票与清单不符');
    expect(await vote(number)).toMatchObject({ state: 'CANCELLED', count: { passed: true }, resolution: null });
    expect(await resolutions()).toEqual([]);
    await sound();
  });
});

describe('a vote in which somebody has voted', () => {
  const cancel = (number: string, context: CommandContext) => on.cancelVote.execute(context, { number, reason: '公告的事项写错了' });

  it('tells nobody how a unit voted before it is counted, and is called off by those alone who did not hold it', async () => {
    const number = await open();
    at('2024-11-06');
    await record(number, [ballot(1), ballot(2, 'AGAINST')]);
    const { id } = await vote(number);
    const choices = async () => (await database.unitOfWork.read(communityId, (tx) => on.votes.ballots(tx, id))).map(({ choice }) => choice);
    expect(await choices()).toEqual([null, null]);
    expect((await refusedBy(cancel(number, as()))).code).toBe('VOTE_SAME_ORGANISATION');
    const committee = contextIn(communityId, await on.party(communityId, 'COMMITTEE', { from: day('2024-11-01') }), 'COMMITTEE');
    expect((await refusedBy(cancel(number, committee))).code).toBe('NOT_ALLOWED');
    const end = `insert into mingbai.vote_end select community_id, id, 'CANCELLED', '票数不好看', opened_by, opened_for, opened_at from mingbai.vote where community_id = $1 and id = $2`;
    await expect(database.unitOfWork.run(communityId, (tx) => tx.query(end, [communityId, id]))).rejects.toThrow(/ended by those who held it/);
    await cancel(number, as('STREET'));
    expect(await choices()).toEqual(['FOR', 'AGAINST']);
    await sound();
  });
});

describe('the walls of a vote', () => {
  const sql = (text: string, values: unknown[] = []) => database.unitOfWork.run(communityId, (tx) => tx.query(text, [communityId, ...values]));
  const forge = (text: string) =>
    database.as('postgres', async (client) => {
      await client.query(`begin; set local session_replication_role = replica; ${text}; commit`);
    });

  it('let nobody join the electorate, vote twice or after the count, or count otherwise', async () => {
    const number = await open();
    const { id } = await vote(number);
    await expect(
      sql(`insert into mingbai.vote_unit select community_id, vote_id, 999, 100, 10 from mingbai.vote_unit where community_id = $1 and vote_id = $2 limit 1`, [
        id,
      ]),
    ).rejects.toThrow(/foreign key|electorate/);
    at('2024-11-06');
    await record(number, most);
    const again = `insert into mingbai.vote_ballot select community_id, vote_id, unit_id, 1, choice, cast_on, way, null, document_sha256, 1, 1, recorded_at from mingbai.vote_ballot where community_id = $1 and vote_id = $2 limit 1`;
    await expect(sql(again, [id])).rejects.toThrow(/has one ballot/);
    await expect(sql(again.replace('cast_on, way', `date '2024-12-01', way`), [id])).rejects.toThrow(/takes no ballot of 2024-12-01/);
    const count = (forArea: number, passed: boolean) =>
      sql(
        `insert into mingbai.vote_count (community_id, vote_id, total_area, total_heads, special, voting_area, voting_heads, for_area, for_heads, against_area, against_heads, passed, counted_on,
           document_sha256, counted_by, counted_for, counted_at)
         select community_id, id, total_area, total_heads, special, 100000, 9, $3, 8, 10000, 1, $4, date '2024-11-20', document_sha256, 1, 1, opened_at from mingbai.vote where community_id = $1 and id = $2`,
        [id, forArea, passed],
      );
    await expect(count(80_000, true)).rejects.toThrow(/not what its ballots come to/);
    await expect(count(90_000, false)).rejects.toThrow(/passed_by_the_rule/);
    await expect(count(90_000, true)).rejects.toThrow(/sealed_on_its_day/);
    const unit = `select community_id, vote_id, unit_id, 2, choice, cast_on, way, '登记时看错', document_sha256, $3, $4, $5::timestamptz from mingbai.vote_ballot where community_id = $1 and vote_id = $2 limit 1`;
    const late = (party: Party, moment: string) => sql(`insert into mingbai.vote_ballot ${unit}`, [id, party.personId, party.organisationId, moment]);
    await expect(late(compound.firm, '2024-11-06T09:00:00+08:00')).rejects.toThrow(/has no part of that day/);
    await expect(late(compound.community, '2024-11-04T09:00:00+08:00')).rejects.toThrow(/recorded_after_it_was_cast/);
    const opened = (change: string) =>
      `insert into mingbai.vote (community_id, id, year, serial, title, matter, kind, effective_from, opened_on, closes_on, total_units, total_area, total_heads, document_sha256, state, opened_by, opened_for, opened_at)
      select community_id, 999998, year, 2, title, matter, kind, effective_from, opened_on, closes_on, total_units, total_area, total_heads, document_sha256, state, opened_by, opened_for, opened_at from mingbai.vote v where community_id = $1 and id = $2`.replace(
        change.split(' := ')[0]!,
        change.split(' := ')[1]!,
      );
    await expect(
      sql(
        opened(
          `title, matter, kind, effective_from, opened_on, closes_on, total_units, total_area, total_heads, document_sha256, state, opened_by, opened_for, opened_at from := title, 'OTHER', kind, effective_from, opened_on, closes_on, total_units, total_area, total_heads, document_sha256, state, opened_by, opened_for, opened_at from`,
        ),
        [id],
      ),
    ).rejects.toThrow(/matter_of_its_kind/);
    await expect(sql(opened(`opened_by, opened_for, opened_at from := opened_by, opened_for, opened_at - interval '1 day' from`), [id])).rejects.toThrow(
      /opened_on_its_day/,
    );
    await expect(sql(opened(`opened_by, opened_for, opened_at from := 1, opened_for, opened_at from`), [id])).rejects.toThrow(/has no part of that day/);
    for (const state of ['COUNTED', 'CONFIRMED', 'CANCELLED'])
      await expect(sql(`update mingbai.vote set state = $3 where community_id = $1 and id = $2`, [id, state])).rejects.toThrow(
        /without its record|does not go/,
      );
  });

  it('let those who held it end no count, and write no resolution of it that was not passed and confirmed', async () => {
    const number = await held();
    const { id } = await vote(number);
    const end = `insert into mingbai.vote_end select community_id, id, 'CONFIRMED', null, opened_by, opened_for, opened_at from mingbai.vote where community_id = $1 and id = $2`;
    await expect(sql(end, [id])).rejects.toThrow(/ended by those who held it/);
    const resolve = `insert into mingbai.resolution (community_id, id, year, serial, kind, title, decided_on, effective_from, document_sha256, recorded_by, recorded_for, recorded_at, vote_id)
      select v.community_id, 999999, 2024, 1, v.kind, v.title, c.counted_on, v.effective_from, c.document_sha256, 1, 1, v.opened_at, v.id
      from mingbai.vote v join mingbai.vote_count c on c.community_id = v.community_id and c.vote_id = v.id where v.community_id = $1 and v.id = $2`;
    await expect(sql(resolve, [id])).rejects.toThrow(/passed and confirmed/);
    for (const table of ['vote', 'vote_unit', 'vote_ballot', 'vote_count', 'vote_end'])
      await expect(database.as('mingbai_owner', (client) => client.query(`delete from mingbai.${table}`))).rejects.toThrow(/evidence/);
  });

  it('let the sheet of a vote be no second resolution', async () => {
    const documentSha256 = await paper('会议纪要');
    const number = await held(most, { limit: Money.parse('100000.00'), to: day('2025-12-31') });
    const { id } = await vote(number);
    await on.decide(as(), { documentSha256, limit: Money.parse('50000.00') });
    await forge(`update mingbai.vote_count set document_sha256 = '${documentSha256}' where community_id = ${communityId};
      insert into mingbai.vote_end select community_id, id, 'CONFIRMED', null, 1, 1, opened_at from mingbai.vote where community_id = ${communityId}`);
    const resolve = `insert into mingbai.resolution (community_id, id, year, serial, kind, title, decided_on, effective_from, effective_to, limit_amount, document_sha256, recorded_by, recorded_for, recorded_at, vote_id)
      select v.community_id, 999999, 2024, 2, v.kind, v.title, c.counted_on, v.effective_from, v.effective_to, v.limit_amount, c.document_sha256, c.counted_by, c.counted_for, c.counted_at, v.id
      from mingbai.vote v join mingbai.vote_count c on c.community_id = v.community_id and c.vote_id = v.id where v.community_id = $1 and v.id = $2`;
    await expect(sql(resolve, [id])).rejects.toThrow(/that paper is resolution JY2024-001 already/);
    await forge(resolve.replace('$1', String(communityId)).replace('$2', String(id)));
    expect((await violations(database, communityId, invariants)).join('\n')).toContain('resolutions JY2024-001 and JY2024-002 rest on one paper');
  });

  it.each<[string, string, string]>([
    ['a number that is missing', 'update mingbai.vote set serial = 7', 'I18 votes'],
    [
      'a unit that left the electorate',
      'delete from mingbai.vote_unit where unit_id = (select max(unit_id) from mingbai.vote_unit)',
      'a vote has the electorate',
    ],
    ['an area that was never', 'update mingbai.vote_unit set area = area + 1', 'a vote has the electorate'],
    ['a ballot that was turned round', `update mingbai.vote_ballot set choice = 'AGAINST'`, 'a vote is counted as its ballots say'],
    ['a resolution that no vote made', `update mingbai.vote_count set passed = false`, 'a vote is a resolution when'],
    ['a resolution that lost its vote', `update mingbai.resolution set vote_id = null`, 'a vote is a resolution when'],
  ])('and what got past them is found: %s', async (_, text, name) => {
    const number = await held();
    await on.confirmCount.execute(as('STREET'), { number });
    await sound();
    const wall = text.includes('passed = false') ? 'alter table mingbai.vote_count drop constraint passed_by_the_rule; ' : '';
    await forge(`${wall}${text}${text.includes('where') ? ' and' : ' where'} community_id = ${communityId}`);
    expect((await violations(database, communityId, invariants)).join('\n')).toContain(name);
  });
});
