import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError, type Actor, type CommunityId, type OrganisationId, type PersonId } from '../../../src/kernel/index.js';
import { LongWork, type LongWorkView } from '../../../src/platform/jobs/index.js';
import { Logger } from '../../../src/platform/logging/index.js';
import { TestDatabase } from '../../support/database.js';
import { communitiesOn, ryxc } from '../communities/fixture.js';

describe('long work', () => {
  let database: TestDatabase;
  let work: LongWork;
  let actor: Actor;
  let other: CommunityId;
  beforeAll(async () => {
    database = await TestDatabase.create();
    work = new LongWork(database.unitOfWork, new Logger('silent'));
    const { createCommunity } = communitiesOn(database);
    const { communityId } = (await createCommunity.execute(ryxc)).value;
    other = (await createCommunity.execute({ ...ryxc, slug: 'other' })).value.communityId;
    actor = { personId: 1 as PersonId, organisationId: 1 as OrganisationId, communityId, roles: ['BOOKKEEPER'] };
  });
  afterAll(() => database.destroy());

  const request = () => ({ actor, kind: 'BANK_IMPORT' as const, label: '五月.csv', request: { file: 'a' } });
  const find = (id: string, communityId = actor.communityId): Promise<LongWorkView | null> => database.unitOfWork.read(communityId, (tx) => work.find(tx, id));
  const idOf = (started: object): string => ('workId' in started ? String(started.workId) : '');
  const change = (sql: string, id: string): Promise<unknown> =>
    database.as('postgres', (client) => client.query(`update mingbai.long_work set ${sql} where id = $1`, [id]));
  /** As if its process had not been heard of for more than a minute. */
  const lose = async (id: string): Promise<void> => {
    await change(`seen_at = now() - interval '61 seconds'`, id);
    await database.as('postgres', (client) =>
      client.query(`update mingbai.long_work_turn set seen_at = now() - interval '61 seconds' where work_id = $1`, [id]),
    );
  };
  const last = async (): Promise<LongWorkView | undefined> =>
    (await database.unitOfWork.read(actor.communityId, (tx) => work.recent(tx, ['BANK_IMPORT'], 1)))[0];

  it('that is quick gives its value at once, and a quick refusal is thrown', async () => {
    expect(await work.start(request(), async () => ({ lines: 3 }), { patienceMs: 5_000 })).toEqual({ value: { lines: 3 } });
    expect(await last()).toMatchObject({ state: 'DONE', result: { lines: 3 }, label: '五月.csv' });
    const refused = work.start(request(), () => Promise.reject(new DomainError('BANK_FILE_NOT_WHOLE', { found: 'x' })), { patienceMs: 5_000 });
    await expect(refused).rejects.toMatchObject({ code: 'BANK_FILE_NOT_WHOLE' });
    expect(await last()).toMatchObject({ state: 'REFUSED', result: { code: 'BANK_FILE_NOT_WHOLE', details: { found: 'x' }, fields: [], rows: 0 } });
  });

  it('that takes longer says how far it is, of how many, and ends with what came of it', async () => {
    let go = (): void => undefined;
    const held = new Promise<void>((resolve) => (go = resolve));
    const started = await work.start(
      request(),
      async (report) => {
        report({ done: 2_000, total: 5_000 });
        await held;
        report({ done: 5_000, total: 5_000 });
        return { lines: 5_000 };
      },
      { patienceMs: 50 },
    );
    const id = idOf(started);
    await sleep(200);
    expect(await find(id)).toMatchObject({ state: 'RUNNING', done: 2_000, total: 5_000, result: null, endedAt: null });
    expect(await find(id, other)).toBeNull();
    go();
    await work.beforeApplicationShutdown(); // a server that stops lets it end
    expect(await find(id)).toMatchObject({ state: 'DONE', done: 5_000, total: 5_000, result: { lines: 5_000 } });
    expect(await find('no-id')).toBeNull();
  });

  it('that is refused later keeps the reason and the count of refused rows, and one that breaks says so without detail', async () => {
    const refusal = Object.assign(new DomainError('BANK_FILE_NOT_WHOLE', { found: 'x' }), { rows: [1, 2, 3] });
    const late = (error: Error) => async (): Promise<null> => {
      await sleep(60);
      throw error;
    };
    const refused = idOf(await work.start(request(), late(refusal), { patienceMs: 5 }));
    await work.beforeApplicationShutdown();
    const broken = idOf(await work.start(request(), late(new Error('the disk is on fire')), { patienceMs: 5 }));
    await work.beforeApplicationShutdown();
    expect(await find(refused)).toMatchObject({ state: 'REFUSED', result: { code: 'BANK_FILE_NOT_WHOLE', rows: 3 } });
    expect(await find(broken)).toMatchObject({ state: 'BROKEN', result: null });
  });

  it('whose process died is told from work that goes on', async () => {
    const id = idOf(await work.start(request(), () => sleep(1_500, { lines: 0 }), { patienceMs: 5 }));
    await change(`seen_at = now() - interval '61 seconds'`, id);
    expect(await find(id)).toMatchObject({ state: 'LOST' });
    await work.beforeApplicationShutdown();
    expect(await find(id)).toMatchObject({ state: 'DONE' });
  });

  it('is one of a kind at once in a compound, in whichever process, until it ends or is lost', async () => {
    let go = (): void => undefined;
    const held = new Promise<null>((resolve) => (go = () => resolve(null)));
    const first = idOf(await work.start({ ...request(), idempotencyKey: 'one-form' }, () => held, { patienceMs: 5 }));
    const never = (): Promise<null> => Promise.reject(new Error('begun'));
    const elsewhere = new LongWork(database.unitOfWork, new Logger('silent'));
    for (const process of [work, elsewhere])
      await expect(process.start({ ...request(), label: '六月.csv' }, never, { patienceMs: 5_000 })).rejects.toMatchObject({
        code: 'LONG_WORK_RUNNING',
        details: { label: '五月.csv', since: expect.stringMatching(/^20\d\d-\d\d-\d\d \d\d:\d\d$/) as string },
      });
    // the same form sent twice is the same work; the same key of another form is not
    expect(await work.start({ ...request(), idempotencyKey: 'one-form' }, never, { patienceMs: 5 })).toEqual({ workId: first });
    for (const said of [{ file: 'b' }, { file: 'a', profile: 'our-bank' }]) {
      const otherForm = work.start({ ...request(), request: said, idempotencyKey: 'one-form' }, never, { patienceMs: 5 });
      await expect(otherForm).rejects.toMatchObject({ code: 'LONG_WORK_RUNNING' });
    }
    await lose(first);
    expect(await elsewhere.start(request(), async () => 1, { patienceMs: 5_000 })).toEqual({ value: 1 });
    go();
    await work.beforeApplicationShutdown();
    const both = await Promise.allSettled([1, 2].map(() => work.start(request(), () => sleep(100, 1), { patienceMs: 5_000 })));
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it('is one of a kind also of many that begin at the same moment in many processes, again and again, and the turn of one that was lost is not given back by it', async () => {
    const processes = Array.from({ length: 6 }, () => new LongWork(database.unitOfWork, new Logger('silent')));
    for (let round = 0; round < 5; round++) {
      let begun = 0;
      const all = processes.map((process) => process.start(request(), () => (begun++, sleep(100, round)), { patienceMs: 5_000 }));
      const ends = await Promise.allSettled(all);
      expect(ends.filter(({ status }) => status === 'fulfilled')).toEqual([{ status: 'fulfilled', value: { value: round } }]);
      expect(ends.flatMap((end) => (end.status === 'rejected' ? [(end.reason as DomainError).code] : []))).toEqual(Array(5).fill('LONG_WORK_RUNNING'));
      expect(begun).toBe(1);
    }
    const [one, two, three] = processes as [LongWork, LongWork, LongWork];
    const lost = idOf(await one.start(request(), () => sleep(300, 1), { patienceMs: 5 }));
    await lose(lost);
    await two.start(request(), () => sleep(1_000, 1), { patienceMs: 5 });
    await one.beforeApplicationShutdown();
    await expect(three.start(request(), () => sleep(1, 1), { patienceMs: 5 })).rejects.toMatchObject({ code: 'LONG_WORK_RUNNING' });
    await two.beforeApplicationShutdown();
  });

  it('is two at once in a process; a third is not begun and leaves no row', async () => {
    const start = (kind: 'BANK_IMPORT' | 'BILL_RUN', communityId: CommunityId) =>
      work.start({ ...request(), kind, actor: { ...actor, communityId } }, () => sleep(300, 1), { patienceMs: 5 });
    await start('BANK_IMPORT', actor.communityId);
    await start('BILL_RUN', actor.communityId);
    const before = await last();
    await expect(start('BANK_IMPORT', other)).rejects.toMatchObject({ code: 'LONG_WORK_BUSY', details: { count: 2, seconds: 60 } });
    expect(await database.unitOfWork.read(other, (tx) => work.recent(tx, ['BANK_IMPORT', 'BILL_RUN'], 9))).toEqual([]);
    expect((await last())?.id).toBe(before?.id);
    await work.beforeApplicationShutdown();
    expect(idOf(await start('BANK_IMPORT', other))).not.toBe('');
    await work.beforeApplicationShutdown();
  });

  it('ends once and never goes back, whoever writes', async () => {
    const id = idOf(await work.start(request(), () => sleep(1_500, { lines: 1 }), { patienceMs: 5 }));
    await change('done = 3, total = 5', id);
    await expect(change('done = 2', id)).rejects.toThrow('goes forward');
    await expect(change('total = 1', id)).rejects.toThrow('check');
    await expect(change(`state = 'DONE'`, id)).rejects.toThrow('ended_is_whole');
    await work.beforeApplicationShutdown();
    await expect(change(`state = 'RUNNING', ended_at = null, result = null`, id)).rejects.toThrow('goes forward');
    await expect(database.as('postgres', (client) => client.query('delete from mingbai.long_work'))).rejects.toThrow('evidence');
  });
});
