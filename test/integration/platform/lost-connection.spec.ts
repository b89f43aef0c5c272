import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { together, type Actor } from '../../../src/kernel/index.js';
import { LedgerService } from '../../../src/modules/ledger/index.js';
import { appDataSource, isConnectionLoss, UnitOfWork, type Outcome, type Tx } from '../../../src/platform/database/index.js';
import { openBook, posting, receiptDraft, violations } from '../../support/books.js';
import { CuttingProxy, type Cut } from '../../support/cutting-proxy.js';
import { communityOne, TestDatabase } from '../../support/database.js';

describe('a command whose connection breaks', () => {
  let database: TestDatabase;
  let proxy: CuttingProxy;
  let dataSource: DataSource;
  let unitOfWork: UnitOfWork;
  let runs: number;
  let before: number;
  const ledger = new LedgerService();
  const actor = { personId: 1, organisationId: 1, communityId: communityOne, roles: [] } as unknown as Actor;
  const lastSeq = async () => (await database.unitOfWork.run(communityOne, (tx) => ledger.lock(tx))).lastSeq;
  const lost = (work: Promise<unknown>) =>
    work.then(
      () => 'done',
      (error: unknown) => (isConnectionLoss(error) ? 'lost' : error),
    );
  const post = async (tx: Tx): Promise<{ seq: number }> => {
    runs++;
    await ledger.lock(tx);
    const [entry] = await ledger.post(tx, posting, [receiptDraft('3.00')]);
    return { seq: entry?.seq ?? 0 };
  };
  const pay = (key: string | null, work = post): Promise<Outcome<{ seq: number }>> =>
    unitOfWork.once({ context: { actor, idempotencyKey: key }, command: 'Pay', request: { amount: '3.00' } }, work);

  /** Ends the transaction's own session from outside, as an operator or a crash does. */
  const endSession = async (tx: Tx): Promise<void> => {
    const [row] = await tx.query<{ pid: number }>('select pg_backend_pid() as pid');
    await database.as('postgres', (client) => client.query('select pg_terminate_backend($1, 5000)', [row?.pid]));
  };

  beforeAll(async () => {
    database = await TestDatabase.create();
    await openBook(database, communityOne);
    proxy = await CuttingProxy.start(database.url('mingbai_app'));
    dataSource = await appDataSource({ url: proxy.url, entities: [], poolSize: 4 }).initialize();
    unitOfWork = new UnitOfWork(dataSource, database.clock);
  });
  beforeEach(async () => {
    runs = 0;
    before = await lastSeq();
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    expect(proxy.cuts).toEqual([]);
    expect(await violations(database, communityOne)).toEqual([]);
  });
  afterAll(async () => {
    await dataSource.destroy();
    await proxy.stop();
    await database.destroy();
  });

  it('with a key reads back what happened when only the answer to COMMIT was lost', async () => {
    proxy.cuts.push('answer');
    expect(await pay('answer-lost')).toEqual({ value: { seq: before + 1 }, replayed: false });
    expect({ runs, lastSeq: await lastSeq() }).toEqual({ runs: 1, lastSeq: before + 1 });
    expect(await pay('answer-lost')).toEqual({ value: { seq: before + 1 }, replayed: true });
  });

  it('with a key does it again when COMMIT never arrived', async () => {
    proxy.cuts.push('before');
    expect(await pay('commit-lost')).toEqual({ value: { seq: before + 1 }, replayed: false });
    expect({ runs, lastSeq: await lastSeq() }).toEqual({ runs: 2, lastSeq: before + 1 });
  });

  it('with a key does it once when the connection breaks while the server commits', async () => {
    for (let time = 1; time <= 10; time++) {
      proxy.cuts.push('during');
      expect(await pay(`during-${time}`)).toEqual({ value: { seq: before + time }, replayed: false });
    }
    expect(await lastSeq()).toBe(before + 10);
  });

  it.each<[string, Cut[], number, number]>([
    ['answers', ['answer', 'answer', 'answer', 'answer'], 1, 1],
    ['commits', ['before', 'before', 'before', 'before'], 4, 0],
  ])('with a key gives up after four lost %s, and the next request finds the truth', async (name, cuts, runsThen, entriesThen) => {
    proxy.cuts.push(...cuts);
    expect(await lost(pay(`four-${name}`))).toBe('lost');
    expect({ runs, lastSeq: await lastSeq() }).toEqual({ runs: runsThen, lastSeq: before + entriesThen });
    expect(await pay(`four-${name}`)).toEqual({ value: { seq: before + 1 }, replayed: entriesThen === 1 });
    expect(await lastSeq()).toBe(before + 1);
  });

  it('with a key does it again when its session ends between two statements, and calls an earlier outcome a replay', async () => {
    const first = await pay('session', async (tx) => {
      if (runs === 0) await endSession(tx);
      return post(tx);
    });
    expect(first).toEqual({ value: { seq: before + 1 }, replayed: false });
    expect({ runs, lastSeq: await lastSeq() }).toEqual({ runs: 2, lastSeq: before + 1 });
    proxy.cuts.push('before'); // the COMMIT of a replay, which writes nothing
    expect(await pay('session')).toEqual({ value: { seq: before + 1 }, replayed: true });
  });

  it.each<[Cut, number]>([
    ['answer', 1],
    ['before', 0],
  ])('without a key is not run again when it is cut "%s": nobody can know', async (cut, entries) => {
    for (const work of [() => unitOfWork.run(communityOne, post), () => pay(null)]) {
      runs = 0;
      before = await lastSeq();
      proxy.cuts.push(cut);
      expect(await lost(work())).toBe('lost');
      expect({ runs, lastSeq: await lastSeq() }).toEqual({ runs: 1, lastSeq: before + entries });
    }
  });

  it.each<[Cut, number]>([
    ['answer', 1],
    ['before', 2],
  ])('in a group whose COMMIT is cut "%s" each finds out by its own key, and one without a key is not run again', async (cut, runsWithKey) => {
    const runsOf: Record<string, number> = {};
    const send = (name: string, key: string | null) =>
      pay(key, (tx) => {
        runsOf[name] = (runsOf[name] ?? 0) + 1;
        return post(tx);
      });
    jest.spyOn(performance, 'now').mockReturnValue(0); // a slow machine would split the group
    proxy.cuts.push('not', cut); // the first meets nobody and runs alone
    const [first, a, b, unkeyed, c] = await Promise.allSettled([
      send('first', `first-${cut}`),
      send('a', `a-${cut}`),
      send('b', `b-${cut}`),
      send('unkeyed', null),
      send('c', `c-${cut}`),
    ]);
    const told = [first, a, b, c].map((end) => (end?.status === 'fulfilled' ? end.value : undefined));
    expect(told.map((outcome) => outcome?.replayed)).toEqual([false, false, false, false]);
    expect(new Set(told.map((outcome) => outcome?.value.seq)).size).toBe(4);
    expect(unkeyed?.status === 'rejected' && isConnectionLoss(unkeyed.reason)).toBe(true);
    expect(runsOf).toEqual({ first: 1, a: runsWithKey, b: runsWithKey, unkeyed: 1, c: runsWithKey });
    expect(await lastSeq()).toBe(before + (cut === 'answer' ? 5 : 4));
  });

  it('with a key does it again when the connection falls silent, which a limit of time ends', async () => {
    const impatient = await appDataSource({ url: proxy.url, entities: [], poolSize: 4, silenceMsMax: 700 }).initialize();
    const crowd = new UnitOfWork(impatient, database.clock);
    const send = (key: string) => crowd.once({ context: { actor, idempotencyKey: key }, command: 'Pay', request: {} }, post);
    proxy.cuts.push('silent');
    expect(await send('silent')).toEqual({ value: { seq: before + 1 }, replayed: false });
    expect({ runs, lastSeq: await lastSeq() }).toEqual({ runs: 2, lastSeq: before + 1 });
    proxy.cuts.push('silent', 'silent', 'silent', 'silent');
    expect(await lost(send('silent-for-ever'))).toBe('lost');
    expect(await lastSeq()).toBe(before + 1);
    expect(await send('silent-for-ever')).toEqual({ value: { seq: before + 2 }, replayed: false });
    await impatient.destroy();
  });

  it('is not given up while the server answers what was asked together, one after the other, and is when it says nothing for too long', async () => {
    const impatient = await appDataSource({ url: proxy.url, entities: [], poolSize: 1, silenceMsMax: 1000 }).initialize();
    const crowd = new UnitOfWork(impatient, database.clock);
    const rest = (...seconds: number[]) => crowd.read(communityOne, (tx) => together(seconds.map((each) => tx.query('select pg_sleep($1)', [each]))));
    expect(await rest(0.6, 0.6, 0.6)).toHaveLength(3);
    await sleep(1200); // a connection of which nobody asks anything is not silent
    const [{ pid } = { pid: 0 }] = await crowd.read(communityOne, (tx) => tx.query<{ pid: number }>('select pg_backend_pid() as pid'));
    expect(await rest(0.6)).toHaveLength(1);
    expect(await lost(rest(0.1, 3))).toBe('lost');
    const [next] = await crowd.read(communityOne, (tx) => tx.query<{ pid: number }>('select pg_backend_pid() as pid'));
    expect(next?.pid).not.toBe(pid);
    await impatient.destroy();
  });

  it('while the server is away waits beside the others of its compound, not behind them', async () => {
    const away = await CuttingProxy.start(database.url('mingbai_app'));
    const apart = await appDataSource({ url: away.url, entities: [], poolSize: 4 }).initialize();
    const crowd = new UnitOfWork(apart, database.clock);
    await away.stop();
    const start = performance.now();
    const sends = Array.from({ length: 20 }, (_, index) =>
      lost(crowd.once({ context: { actor, idempotencyKey: `crowd-${index}` }, command: 'Pay', request: {} }, post)),
    );
    expect(await Promise.all(sends)).toEqual(sends.map(() => 'lost'));
    expect(performance.now() - start).toBeLessThan(20_000); // two rounds of 2.6 s; one after the other it is 52 s
    expect({ runs, lastSeq: await lastSeq() }).toEqual({ runs: 0, lastSeq: before });
    await apart.destroy();
  });

  it('is not told "done" when it swallowed an error, for which COMMIT answers ROLLBACK', async () => {
    const swallow = unitOfWork.run(communityOne, async (tx) => {
      await post(tx);
      await tx.query('select 1/0').catch(() => undefined);
    });
    await expect(swallow).rejects.toThrow('work lets an error of the database through');
    expect(await lastSeq()).toBe(before);
    await pay('after-swallowing');
  });

  it('is sent through one COMMIT each, which the proxy saw', async () => {
    const commits = proxy.commits;
    await pay('counted');
    expect(proxy.commits).toBe(commits + 1);
  });
});

describe('a transaction that the database breaks off for another', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await TestDatabase.create();
    await openBook(database, communityOne);
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(() => database.destroy());
  const fail = (tx: Tx, state: string) => tx.query(`do $$ begin raise exception 'x' using errcode = '${state}'; end $$`);

  it.each([
    ['40001', 3],
    ['40P01', 3],
    ['55P03', 1],
    ['57014', 1],
    ['XX000', 1],
  ])('after %s is run %i times in all', async (state, times) => {
    const started: number[] = [];
    const random = jest.spyOn(Math, 'random').mockReturnValue(0.98);
    const end = database.unitOfWork.run(communityOne, (tx) => {
      started.push(performance.now());
      return fail(tx, state);
    });
    await expect(end).rejects.toMatchObject({ code: state });
    expect(started).toHaveLength(times);
    expect(random).toHaveBeenCalledTimes(times - 1); // each pause is drawn, so that two who met do not meet again
    started.slice(1).forEach((at, index) => expect(at - (started[index] ?? 0)).toBeGreaterThan(45 * (index + 1)));
  });

  it('after a real deadlock is run again alone: both have happened, and one of them ran twice', async () => {
    const runs = [0, 0];
    const crosswise = (own: 0 | 1, keys: [string, string]) =>
      database.unitOfWork.run(communityOne, async (tx) => {
        const insert = (key: string) =>
          tx.query(`insert into mingbai.idempotency (community_id, key, request, recorded_at) values ($1, $2, '{}', now()) on conflict do nothing`, [
            communityOne,
            key,
          ]);
        const run = (runs[own] = (runs[own] ?? 0) + 1);
        await insert(keys[0]);
        if (run === 1) await tx.query('select pg_sleep(0.3)');
        await insert(keys[1]);
      });
    await Promise.all([crosswise(0, ['a', 'b']), crosswise(1, ['b', 'a'])]);
    expect(runs.toSorted((a, b) => a - b)).toEqual([1, 2]);
  });
});
