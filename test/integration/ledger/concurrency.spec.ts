import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { addMonths, DomainError, firstDay, instant, periodOf, type Actor, type BusinessDate, type CommunityId } from '../../../src/kernel/index.js';
import { LedgerQueries, LedgerService, transfer, type Book, type EntryDraft, type TransferDraft } from '../../../src/modules/ledger/index.js';
import { appDataSource, UnitOfWork, type Tx } from '../../../src/platform/database/index.js';
import { day, openBook, receiptDraft, violations, yuan } from '../../support/books.js';
import { communityOne, communityTwo, TestDatabase } from '../../support/database.js';

const CLIENTS = 16;
const COMMANDS = 20;
const bank = { code: '1001', holder: { type: 'bank_account', id: 1 } } as const;
const communities = [communityOne, communityTwo];
const posting = { by: null, at: instant('2031-01-01T01:00:00Z') };
const numbersTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

/** What a client was told that it did. */
interface Told {
  readonly community: CommunityId;
  readonly seqs: number[];
  readonly reversed: number[];
  readonly ids: number[];
  readonly closed: string[];
  readonly refused: string[];
}

describe('sixteen clients at once on two books', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let unitOfWork: UnitOfWork;
  let told: Told[];
  let deadlocksBefore: number;
  const ledger = new LedgerService();
  const queries = new LedgerQueries();
  const read = <T>(community: CommunityId, work: (tx: Tx) => Promise<T>) => database.unitOfWork.read(community, work);
  const all = (community: CommunityId, pick: (one: Told) => (number | string)[]) => told.filter((one) => one.community === community).flatMap(pick);
  const deadlocks = async () =>
    (
      await database.as('postgres', (client) =>
        client.query<{ n: string }>('select deadlocks::int as n from pg_stat_database where datname = current_database()'),
      )
    ).rows[0]?.n;

  beforeAll(async () => {
    database = await TestDatabase.create();
    dataSource = await appDataSource({ url: database.url('mingbai_app'), entities: [], poolSize: CLIENTS }).initialize();
    unitOfWork = new UnitOfWork(dataSource, database.clock);
    for (const community of communities) await openBook(database, community);
    deadlocksBefore = Number(await deadlocks());
    told = await Promise.all(numbersTo(CLIENTS).map((client) => work(client, communities[client % 2] as CommunityId)));
  }, 300_000);
  afterAll(async () => {
    await dataSource.destroy();
    await database.destroy();
  });

  /** Posts, reverses what it posted, takes ids; every fourth client of a compound also closes months. */
  async function work(client: number, community: CommunityId): Promise<Told> {
    const found: Told = { community, seqs: [], reversed: [], ids: [], closed: [], refused: [] };
    for (const command of numbersTo(COMMANDS)) {
      try {
        if (command % 5 === 0) await reverseOne(community, found);
        else if (command % 7 === 0 && client <= 4) await closeNext(community, found);
        else await postSome(community, { found, client, command });
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        found.refused.push(error.code);
      }
    }
    return found;
  }

  const run = (community: CommunityId, command: (tx: Tx, book: Book) => Promise<void>): Promise<void> =>
    unitOfWork.run(community, async (tx) => command(tx, await ledger.lock(tx)));
  const inOpenMonth = (book: Book): BusinessDate => firstDay(addMonths(periodOf(book.closedThrough), 1));

  function postSome(community: CommunityId, task: { found: Told; client: number; command: number }): Promise<void> {
    const { found, client, command } = task;
    const once = { seqs: [] as number[], id: 0 };
    return run(community, async (tx, book) => {
      once.id = await ledger.takeIds(tx, 2);
      const drafts = numbersTo(1 + (command % 3)).map((unit) => receiptDraft(`${client}.0${command % 10}`, inOpenMonth(book), unit));
      once.seqs = (await ledger.post(tx, posting, drafts)).map(({ seq }) => seq);
    }).then(() => {
      found.ids.push(once.id, once.id + 1);
      found.seqs.push(...once.seqs);
    });
  }

  function reverseOne(community: CommunityId, found: Told): Promise<void> {
    const target = found.seqs[0];
    const once = { seq: 0 };
    return run(community, async (tx, book) => {
      once.seq = (await ledger.reverse(tx, posting, { seq: target ?? 0, effectiveOn: inOpenMonth(book), description: 'reversal' })).seq;
    }).then(() => {
      found.reversed.push(...found.seqs.splice(0, 1), once.seq);
    });
  }

  /** The month as it was seen before the lock: of several who want to close it one does, the others are refused. */
  async function closeNext(community: CommunityId, found: Told): Promise<void> {
    const before = await read(community, (tx) => queries.book(tx));
    const month = addMonths(periodOf(before?.closedThrough as BusinessDate), 1);
    await unitOfWork.run(community, (tx) => ledger.closePeriod(tx, posting, month));
    found.closed.push(month);
  }

  it.each(communities)('keeps every entry that a client was told of, once, in book %i', async (community) => {
    const seqs = [...all(community, (one) => one.seqs), ...all(community, (one) => one.reversed)];
    expect(seqs.toSorted((a, b) => Number(a) - Number(b))).toEqual(numbersTo(seqs.length));
    expect((await read(community, (tx) => queries.book(tx)))?.lastSeq).toBe(seqs.length);
    expect(seqs.length).toBeGreaterThan((CLIENTS / 2) * COMMANDS);
  });

  it.each(communities)('gives no id twice and leaves none out in book %i', (community) => {
    const ids = all(community, (one) => one.ids);
    expect(ids.toSorted((a, b) => Number(a) - Number(b))).toEqual(numbersTo(ids.length));
  });

  it.each(communities)('closes each month once, in order, in book %i', async (community) => {
    const closed = all(community, (one) => one.closed);
    const kept = (await read(community, (tx) => queries.periods(tx))).map(({ month }) => month);
    expect(kept).toEqual(numbersTo(closed.length).map((month) => addMonths(periodOf(day('2024-01-01')), month - 1)));
    expect(new Set(closed)).toEqual(new Set(kept));
    expect(closed.length).toBeGreaterThan(1);
  });

  it('refuses nothing but a month that another client has just closed', () => {
    expect([...new Set(told.flatMap((one) => one.refused))].filter((code) => code !== 'LEDGER_PERIOD_NOT_NEXT')).toEqual([]);
  });

  it.each(communities)('holds every invariant in book %i', async (community) => {
    expect(await violations(database, community)).toEqual([]);
  });

  it('gives away no more than there is, whoever comes first', async () => {
    const firm = { code: '2101', holder: { type: 'firm', id: 7 } } as const;
    const draft = (rule: EntryDraft['rule'], id: number, transfers: TransferDraft[]): EntryDraft => ({
      ...receiptDraft('1.00', '2030-01-01'),
      rule,
      source: { type: 'disbursement', id },
      transfers,
    });
    await unitOfWork.run(communityOne, async (tx) => {
      await ledger.post(tx, posting, [
        draft('P19', 1, transfer('SVC', yuan('100.00'), bank, { code: '4101' })),
        draft('P12', 2, transfer('SVC', yuan('900.00'), { code: '5001.01' }, firm)),
      ]);
    });
    const hold = (id: number) => draft('P13', id, transfer('SVC', yuan('12.50'), firm, { code: '2111', holder: { type: 'disbursement', id } }));
    const races = numbersTo(CLIENTS).map((client) => unitOfWork.run(communityOne, (tx) => ledger.post(tx, posting, [hold(100 + client)])));
    const ends = (await Promise.allSettled(races)).map((end) => (end.status === 'fulfilled' ? 'held' : (end.reason as DomainError).code));
    expect(ends.toSorted()).toEqual([...Array.from({ length: 8 }, () => 'LEDGER_NOT_AVAILABLE'), ...Array.from({ length: 8 }, () => 'held')]);
    const [svc] = await read(communityOne, (tx) => queries.funds(tx));
    expect(svc?.available.toString()).toBe('0.00');
    expect(await violations(database, communityOne)).toEqual([]);
  });

  it('takes one event once, however many clients bring it', async () => {
    const event = receiptDraft('5.00', '2030-01-02');
    const races = numbersTo(CLIENTS).map(() => unitOfWork.run(communityTwo, (tx) => ledger.post(tx, posting, [event])));
    const ends = (await Promise.allSettled(races)).map((end) => (end.status === 'fulfilled' ? 'posted' : (end.reason as DomainError).code));
    expect(ends.toSorted()).toEqual([...Array.from({ length: CLIENTS - 1 }, () => 'LEDGER_ALREADY_POSTED'), 'posted']);
  });

  it('does a command once for one key in each book, however many clients send it', async () => {
    const effects: string[] = [];
    const outcomes = await Promise.all(
      numbersTo(CLIENTS).map((client) => {
        const communityId = communities[client % 2] as CommunityId;
        const actor = { personId: 1, organisationId: 1, communityId, roles: [] } as unknown as Actor;
        return unitOfWork.once({ context: { actor, idempotencyKey: 'sixteen-at-once' }, command: 'Pay', request: { amount: '1.00' } }, async (tx) => {
          await ledger.lock(tx);
          const [entry] = await ledger.post(tx, posting, [receiptDraft('1.00', '2030-01-03')]);
          return `${communityId}/${entry?.seq}`;
        });
      }),
    );
    for (const outcome of outcomes.filter(({ replayed }) => !replayed)) effects.push(outcome.value);
    expect(effects).toHaveLength(2);
    expect(new Set(outcomes.map(({ value }) => value))).toEqual(new Set(effects));
  });

  it('never shows a reader half a call', async () => {
    let reading = true;
    const reader = async (): Promise<number> => {
      let reads = 0;
      for (; reading; reads++) {
        const balances = await read(communityTwo, (tx) => queries.balances(tx));
        const [debit, credit] = [(one: (typeof balances)[0]) => one.debit, (one: (typeof balances)[0]) => one.credit].map((side) => balances.map(side));
        const sum = (list: readonly { toFen(): bigint }[] = []): bigint => list.reduce((total, amount) => total + amount.toFen(), 0n);
        if (sum(debit) !== sum(credit)) throw new Error(`read ${reads}: ${sum(debit)} Dr against ${sum(credit)} Cr`);
      }
      return reads;
    };
    const reads = reader();
    const writers = numbersTo(8).map(async (client) => {
      for (const command of numbersTo(10))
        await unitOfWork.run(communityTwo, (tx) => ledger.post(tx, posting, numbersTo(40).map((unit) => receiptDraft(`${client}.${10 + command}`, '2030-02-01', unit)))); // prettier-ignore
    });
    await Promise.all(writers);
    reading = false;
    expect(await reads).toBeGreaterThan(3);
    expect(await violations(database, communityTwo)).toEqual([]);
  });

  it('met no deadlock, by the count of the server, which would count one', async () => {
    await dataSource.destroy(); // a session hands in its counters when it ends
    await sleep(300);
    expect(Number(await deadlocks())).toBe(deadlocksBefore);
    const crosswise = (first: number, second: number) =>
      database.as('mingbai_app', async (client) => {
        await client.query('begin');
        for (const book of [first, second]) {
          await client.query(`set local app.community_id = '${book}'`);
          await client.query('select ledger.lock($1)', [book]);
          await sleep(200);
        }
      });
    const ends = await Promise.allSettled([crosswise(1, 2), crosswise(2, 1)]);
    expect(ends.filter(({ status }) => status === 'rejected')).toMatchObject([{ reason: { code: '40P01' } }]);
    await sleep(300);
    expect(Number(await deadlocks())).toBe(deadlocksBefore + 1);
    dataSource = await dataSource.initialize();
  });
});
