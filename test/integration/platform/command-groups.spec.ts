import { DomainError, type Actor, type CommunityId } from '../../../src/kernel/index.js';
import { LedgerQueries, LedgerService } from '../../../src/modules/ledger/index.js';
import type { Tx } from '../../../src/platform/database/index.js';
import { openBook, posting, receiptDraft, violations } from '../../support/books.js';
import { communityOne, communityTwo, TestDatabase } from '../../support/database.js';

interface Gate {
  readonly open: () => void;
  readonly opened: Promise<void>;
}

function gate(): Gate {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open, opened };
}

describe('commands of one compound that wait for one another', () => {
  let database: TestDatabase;
  const ledger = new LedgerService();
  const queries = new LedgerQueries();

  beforeAll(async () => {
    jest.spyOn(performance, 'now').mockReturnValue(0); // a slow machine would split the groups: nobody begins late here
    database = await TestDatabase.create();
    for (const community of [communityOne, communityTwo]) await openBook(database, community);
  });
  afterAll(async () => {
    jest.restoreAllMocks();
    await database.destroy();
  });

  const once = <T extends string | number>(key: string | null, work: (tx: Tx) => Promise<T>, community: CommunityId = communityOne, request = key) => {
    const actor = { personId: 1, organisationId: 1, communityId: community, roles: [] } as unknown as Actor;
    return database.unitOfWork.once({ context: { actor, idempotencyKey: key }, command: 'Pay', request: { request } }, work);
  };
  const transactionOf = async (tx: Tx): Promise<string> => (await tx.query<{ id: string }>('select pg_current_xact_id()::text as id'))[0]?.id ?? '';
  const pay = async (tx: Tx): Promise<number> => {
    await ledger.lock(tx);
    const [entry] = await ledger.post(tx, posting, [receiptDraft('1.00')]);
    return entry?.seq ?? 0;
  };
  const lastSeq = async (): Promise<number> => (await database.unitOfWork.read(communityOne, (tx) => queries.book(tx)))?.lastSeq ?? 0;

  /** Starts a command that stays at work until the gate opens, and then those that come meanwhile. */
  async function behind<T>(start: () => Promise<T>[]): Promise<PromiseSettledResult<T>[]> {
    const { open, opened } = gate();
    const first = once(null, async (tx) => {
      const id = await transactionOf(tx);
      await opened;
      return id;
    });
    const ends = Promise.allSettled(start());
    open();
    await first;
    return ends;
  }
  const fulfilled = <T>(ends: PromiseSettledResult<T>[]): T[] =>
    ends.map((end) => (end.status === 'fulfilled' ? end.value : expect(end).toBe('fulfilled'))) as T[];

  it('share one transaction, in the order in which they came, each with its own outcome', async () => {
    const before = await lastSeq();
    const ends = await behind(() => [1, 2, 3].map((n) => once(`together-${n}`, async (tx) => `${await transactionOf(tx)} ${await pay(tx)}`)));
    const outcomes = fulfilled(ends);
    expect(outcomes.map(({ replayed }) => replayed)).toEqual([false, false, false]);
    expect(new Set(outcomes.map(({ value }) => value.split(' ')[0])).size).toBe(1);
    expect(outcomes.map(({ value }) => value.split(' ')[1])).toEqual([before + 1, before + 2, before + 3].map(String));
    expect(await once('together-2', pay as never, communityOne, 'together-2')).toEqual({ value: outcomes[1]?.value, replayed: true });
  });

  it('are refused alone: nothing of the refused one stays, its neighbours are done', async () => {
    const before = await lastSeq();
    const ends = await behind(() => [
      once('first', pay),
      once('refused', async (tx) => {
        await pay(tx);
        throw new DomainError('NOT_ALLOWED');
      }),
      once('broken', async (tx) => {
        await pay(tx);
        await tx.query('select 1 / 0');
        return 0;
      }),
      once('left', async (tx) => {
        await pay(tx);
        tx.leave('select 1 / $1::int', [0]);
        return 0;
      }),
      once('last', pay),
    ]);
    expect(ends).toMatchObject([
      { status: 'fulfilled', value: { value: before + 1 } },
      { status: 'rejected', reason: { code: 'NOT_ALLOWED' } },
      { status: 'rejected', reason: { code: '22012' } },
      { status: 'rejected', reason: { code: '22012' } },
      { status: 'fulfilled', value: { value: before + 2 } },
    ]);
    expect(await lastSeq()).toBe(before + 2);
    expect((await once('refused', pay)).replayed).toBe(false);
  });

  it('have one effect for one key, also side by side, and are refused another request under it', async () => {
    const before = await lastSeq();
    const ends = await behind(() => [once('same', pay), once('same', pay), once('same', pay, communityOne, 'other')]);
    expect(ends).toMatchObject([
      { status: 'fulfilled', value: { value: before + 1, replayed: false } },
      { status: 'fulfilled', value: { value: before + 1, replayed: true } },
      { status: 'rejected', reason: { code: 'IDEMPOTENCY_KEY_REUSED' } },
    ]);
  });

  it('are checked one by one where the database waits for the commit', async () => {
    await database.as('mingbai_owner', (client) =>
      client.query(`
        create table mingbai.checked_late (community_id int, n int, primary key (community_id, n));
        create function mingbai.refuse_thirteen() returns trigger language plpgsql as $$ begin if new.n = 13 then raise exception 'thirteen' using errcode = '23514'; end if; return null; end $$;
        create constraint trigger late after insert on mingbai.checked_late deferrable initially deferred for each row execute function mingbai.refuse_thirteen();
        grant insert, select on mingbai.checked_late to mingbai_app`),
    );
    const insert = (n: number) => once(null, async (tx) => (await tx.query('insert into mingbai.checked_late values (1, $1) returning n', [n])).length);
    const ends = await behind(() => [insert(12), insert(13), insert(14)]);
    expect(ends).toMatchObject([{ status: 'fulfilled' }, { status: 'rejected', reason: { code: '23514' } }, { status: 'fulfilled' }]);
    const kept = await database.unitOfWork.read(communityOne, (tx) => tx.query<{ n: number }>('select n from mingbai.checked_late order by n'));
    expect(kept.map(({ n }) => n)).toEqual([12, 14]);
  });

  it('are done alone when the transaction that they shared is lost, those without a key only when nothing can have been done', async () => {
    const before = await lastSeq();
    let isCut = false;
    const cut = async (tx: Tx): Promise<number> => {
      const seq = await pay(tx);
      if (!isCut) {
        isCut = true;
        await tx.query('select pg_terminate_backend(pg_backend_pid())');
      }
      return seq;
    };
    const ends = await behind(() => [once('kept', pay), once(null, pay), once('cuts', cut)]);
    expect(ends).toMatchObject([{ status: 'fulfilled' }, { status: 'rejected', reason: { code: '57P01' } }, { status: 'fulfilled' }]);
    expect(await lastSeq()).toBe(before + 2);
  });

  it('keep their own outcomes when one is refused with words that sound like a lost connection', async () => {
    await once('connection-closed', pay);
    const before = await lastSeq();
    const ends = await behind(() => [once(null, pay), once('connection-closed', pay, communityOne, 'other'), once(null, pay)]);
    expect(ends).toMatchObject([
      { status: 'fulfilled', value: { value: before + 1 } },
      { status: 'rejected', reason: { code: 'IDEMPOTENCY_KEY_REUSED' } },
      { status: 'fulfilled', value: { value: before + 2 } },
    ]);
  });

  it('are done once each also beside one that fails with an error of no known kind', async () => {
    const before = await lastSeq();
    const fails = async (tx: Tx): Promise<number> => {
      await pay(tx);
      throw new DOMException('aborted', 'AbortError');
    };
    const ends = await behind(() => [once(null, pay), once(null, fails), once(null, pay)]);
    expect(ends).toMatchObject([{ status: 'fulfilled' }, { status: 'rejected', reason: { name: 'AbortError' } }, { status: 'fulfilled' }]);
    expect(await lastSeq()).toBe(before + 2);
  });

  it('start again from the first when the database asks for it', async () => {
    const before = await lastSeq();
    let runs = 0;
    const clashing = async (tx: Tx): Promise<number> => {
      if (++runs === 1) await tx.query(`do $$ begin raise exception 'x' using errcode = '40001'; end $$`);
      return pay(tx);
    };
    const ends = fulfilled(await behind(() => [once(null, pay), once(null, clashing), once(null, pay)]));
    expect(ends.map(({ value }) => value)).toEqual([before + 1, before + 2, before + 3]);
  });

  it('never wait for another compound', async () => {
    const { open, opened } = gate();
    const held = once(null, async (tx) => {
      await opened;
      return pay(tx);
    });
    expect((await once('elsewhere', pay, communityTwo)).replayed).toBe(false);
    open();
    await held;
  });

  it('leave books in which everything holds', async () => {
    expect(await violations(database, communityOne)).toEqual([]);
  });
});
