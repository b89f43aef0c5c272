import { setTimeout as sleep } from 'node:timers/promises';
import { LedgerService } from '../../../src/modules/ledger/index.js';
import { In, LessThan } from 'typeorm';
import { DomainError, together, type Actor, type Id } from '../../../src/kernel/index.js';
import { Disbursement } from '../../../src/modules/disbursements/persistence/disbursement.js';
import type { CommandContext, Tx } from '../../../src/platform/database/index.js';
import { openBook, posting, receiptDraft } from '../../support/books.js';
import { communityOne, communityTwo, TestDatabase } from '../../support/database.js';

describe('a command has one effect per key', () => {
  let database: TestDatabase;
  let payouts: TestDatabase;
  const ledger = new LedgerService();
  const context = (key: string | null): CommandContext => ({
    actor: { personId: 1, organisationId: 1, communityId: communityOne, roles: [] } as unknown as Actor,
    idempotencyKey: key,
  });
  const pay = (key: string | null, amount: string) =>
    database.unitOfWork.once({ context: context(key), command: 'Pay', request: { amount, unit: { code: '03-201' } } }, async (tx) => {
      await ledger.lock(tx);
      const [entry] = await ledger.post(tx, posting, [receiptDraft(amount)]);
      return { seq: entry?.seq ?? 0 };
    });

  beforeAll(async () => {
    database = await TestDatabase.create();
    payouts = await TestDatabase.create([Disbursement]);
    await openBook(database, communityOne);
    await openBook(database, communityTwo);
  });
  afterAll(async () => {
    await database.destroy();
    await payouts.destroy();
  });

  it('gives the same request its stored outcome and says that it is a replay', async () => {
    const first = await pay('key-one-1', '10.00');
    const again = await pay('key-one-1', '10.00');
    expect(first.replayed).toBe(false);
    expect(again).toEqual({ value: first.value, replayed: true });
  });

  it('refuses another request under the key and names the fields that differ', async () => {
    await expect(pay('key-one-1', '10.01')).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED', details: { fields: 'request.amount' } });
  });

  it('does it once when the same request comes eight times at the same moment', async () => {
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => pay('key-at-once', '20.00')));
    expect(new Set(outcomes.map((outcome) => outcome.value.seq)).size).toBe(1);
    expect(outcomes.filter((outcome) => !outcome.replayed)).toHaveLength(1);
  });

  it('keeps nothing of a command that was refused, not even its key', async () => {
    const refuse = () =>
      database.unitOfWork.once({ context: context('key-refused'), command: 'Pay', request: {} }, async (tx) => {
        await ledger.lock(tx);
        await ledger.post(tx, posting, [receiptDraft('1.00')]);
        throw new DomainError('NOT_ALLOWED');
      });
    const before = await database.unitOfWork.run(communityOne, (tx) => ledger.lock(tx));
    await expect(refuse()).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    expect(await database.unitOfWork.run(communityOne, (tx) => ledger.lock(tx))).toEqual(before);
    expect((await pay('key-refused', '1.00')).replayed).toBe(false);
  });

  it('ends with the refusal of what was left to its end, and keeps nothing', async () => {
    const before = await database.unitOfWork.run(communityOne, (tx) => ledger.lock(tx));
    const left = database.unitOfWork.run(communityOne, async (tx) => {
      await ledger.lock(tx);
      tx.leave('select 1 / $1::int', [0]);
      await ledger.post(tx, posting, [receiptDraft('1.00')]).catch(() => undefined);
      return 'done';
    });
    await expect(left).rejects.toMatchObject({ code: '22012' });
    const alone = database.unitOfWork.run(communityOne, async (tx) => {
      await ledger.post(tx, posting, [receiptDraft('1.00')]);
      tx.leave('select 1 / $1::int', [0]);
    });
    await expect(alone).rejects.toMatchObject({ code: '22012' });
    expect(await database.unitOfWork.run(communityOne, (tx) => ledger.lock(tx))).toEqual(before);
  });

  it('answers what is asked together in the order in which it was asked, and tells the first refusal of several', async () => {
    const asked = (sql: string) => database.unitOfWork.read(communityOne, (tx) => together([1, 2, 3].map((value) => tx.query(sql, [value]))));
    expect(await asked('select $1::int as value')).toEqual([[{ value: 1 }], [{ value: 2 }], [{ value: 3 }]]);
    await expect(asked('select 1 / (2 - $1::int) as value')).rejects.toMatchObject({ code: '22012' });
    expect(await asked('select $1::int as value')).toHaveLength(3);
  });

  it('runs a command again that met a deadlock in what it asked together, whatever of it was given first', async () => {
    let runs = 0;
    const deadlock = (tx: Tx) => tx.query(`do $$ begin raise exception 'x' using errcode = '40P01'; end $$`);
    const twice = async (tx: Tx) => {
      await tx.query('select 1');
      return tx.query('select 2');
    };
    expect(await database.unitOfWork.run(communityOne, (tx) => together([twice(tx), ...(++runs === 1 ? [deadlock(tx)] : [])]))).toHaveLength(1);
    expect(runs).toBe(2);
  });

  it('lets nothing that a command did not wait for reach the connection after its transaction', async () => {
    let late: Promise<unknown> = Promise.resolve();
    await database.unitOfWork.run(communityOne, (tx) => {
      late = sleep(20).then(() => tx.query("insert into mingbai.idempotency (community_id, key, request, recorded_at) values (1, 'late', '{}', now())"));
      void late.catch(() => undefined);
      return Promise.resolve();
    });
    await expect(late).rejects.toThrow('a transaction is over');
    const entity = database.unitOfWork.run(communityOne, (tx) => Promise.resolve(tx));
    await expect(entity.then((tx) => tx.manager)).rejects.toThrow('a transaction is over');
  });

  it('has statements with parameters planned once a connection, also those of the entity manager, and not what is as long as a list', async () => {
    const planned = await database.unitOfWork.read(communityOne, async (tx) => {
      for (const value of [1, 2]) await tx.manager.query('select $1::int as "ofTheManager"', [value]);
      for (const value of [1, 2]) await tx.query('select $1::int as ours', [value]);
      await tx.manager.query('select 1 as "listed" where 1 IN ($1, $2)', [1, 2]);
      return tx.query(`select statement from pg_prepared_statements where statement ~ 'select .* as .?(ofTheManager|ours|listed)' order by 1`);
    });
    expect(planned).toEqual([{ statement: 'select $1::int as "ofTheManager"' }, { statement: 'select $1::int as ours' }]);
  });

  it('has as many statements planned as it has texts: none for each length of a list, and one for whatever number of rows somebody asks for', async () => {
    const first = 1 as Id<'disbursement'>;
    const planned = await payouts.unitOfWork.read(communityOne, async (tx) => {
      const own = { communityId: communityOne, number: 'of no payout', version: 1 }; // as nobody else asks: a worker keeps the names from one file to the next
      for (const take of [201, 7, 8, 9]) await tx.manager.find(Disbursement, { where: { ...own, id: LessThan(first) }, order: { id: 'DESC' }, take });
      for (const skip of [5, 6]) await tx.manager.find(Disbursement, { where: own, order: { id: 'DESC' }, take: 3, skip });
      for (const state of ['APPROVED', 'SETTLED'] as const) await tx.manager.findOneBy(Disbursement, { ...own, state });
      for (const ids of [[1], [1, 2], [1, 2, 3]]) {
        await tx.manager.findBy(Disbursement, { ...own, id: In(ids) });
        const found = tx.manager.createQueryBuilder(Disbursement, 'd').where('d.communityId = :own and d.id in (:...ids)', { own: communityOne, ids });
        await found.getMany();
      }
      return tx.query(`select substring(statement from 'LIMIT.*') as ends from pg_prepared_statements where statement ~ '^SELECT .*disbursement' order by 1`);
    });
    expect(planned).toEqual([{ ends: 'LIMIT 1' }, { ends: 'LIMIT 201' }, { ends: 'LIMIT 3 OFFSET 5' }]);
  });

  it('reads in a transaction that cannot write', async () => {
    await expect(database.unitOfWork.read(communityOne, (tx) => ledger.takeIds(tx, 1))).rejects.toMatchObject({ code: '25006' });
  });

  it('keeps keys of different compounds apart', async () => {
    const other = { ...context('key-one-1'), actor: { ...context(null).actor, communityId: communityTwo } };
    const outcome = await database.unitOfWork.once({ context: other, command: 'Other', request: {} }, async () => ({ done: true }));
    expect(outcome.replayed).toBe(false);
  });
});
