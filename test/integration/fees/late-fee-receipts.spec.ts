import { required, type Id, type PersonId } from '../../../src/kernel/index.js';
import { Rate } from '../../../src/kernel/index.js';
import { transfer } from '../../../src/modules/ledger/index.js';
import { LateFee, LateFeeRun } from '../../../src/modules/fees/persistence/late-fee.js';
import { posting, yuan } from '../../support/books.js';
import { day, feesOnDatabase, month, type Compound } from './fixture.js';

/** 75.23 of January, late from 1 February: 0.05 % a day over 47 days is 1.77. */
describe('late fees in a receipt', () => {
  let on: Awaited<ReturnType<typeof feesOnDatabase>>;
  let compound: Compound;

  beforeAll(async () => {
    on = await feesOnDatabase();
  });
  beforeEach(async () => {
    compound = await on.compound();
    await compound.bill(month('01'));
    compound.today(day('03-20'));
    await compound.bill(month('02'));
    await charge();
  });
  afterEach(async () => expect(await compound.violations()).toEqual([]));
  afterAll(() => on.database.destroy());

  const charge = () =>
    compound.run(async (tx) => {
      await on.ledger.lock(tx);
      const [bill] = await on.fees.openBills(tx, [compound.unitId('01-101')]);
      const { id: billId, unitId, amount: principal } = required(bill, 'bill');
      const id = (await on.ledger.takeIds(tx, 2)) as Id<'late_fee'>;
      const amount = yuan('1.77');
      const receivable = { code: '1102', holder: { type: 'unit', id: unitId } } as const;
      const [entry] = await on.ledger.post(tx, posting, [
        {
          rule: 'P07',
          effectiveOn: day('03-19'),
          source: { type: 'late_fee', id },
          description: 'late fee',
          transfers: transfer('SVC', amount, receivable, { code: '4002' }),
        },
      ]);
      const run = { communityId: tx.communityId, id: (id + 1) as Id<'late_fee_run'>, throughOn: day('03-18'), lateFees: 1, total: amount };
      await tx.manager.insert(LateFeeRun, { ...run, ranAt: posting.at, ranBy: 1 as PersonId });
      const days = { fromOn: day('02-01'), toOn: day('03-18'), days: 47, billedOn: day('03-19') };
      const row = {
        communityId: tx.communityId,
        id,
        lateFeeRunId: run.id,
        billId,
        unitId,
        ...days,
        principal,
        rate: Rate.parse('0.0005'),
        amount,
        capped: false,
      };
      await tx.manager.insert(LateFee, { ...row, entrySeq: required(entry, 'entry').seq });
    });
  const late = () =>
    compound.read(async (tx) => (await on.books.balance(tx, 'SVC', { code: '1102', holder: { type: 'unit', id: compound.unitId('01-101') } })).toString());
  const paid = async () => (await compound.unitLedger('01-101')).bills.map((bill) => bill.paid.toString());

  it('are paid after the bill of their age and before a younger one, by an entry of their own (P07p)', async () => {
    const [receipt] = await compound.record([compound.money('01-101', '100.00', '03-20')]);
    expect(receipt?.parts.map(({ amount }) => amount.toString())).toEqual(['98.23', '1.77']);
    expect([await paid(), await late()]).toEqual([['75.23', '23.00'], '0.00']);
    const entries = await compound.read((tx) => on.books.entriesOf(tx, { type: 'receipt', id: receipt?.id ?? 0 }));
    expect(entries.map(({ rule }) => rule)).toEqual(['P02', 'P07p']);
    const bridge = await compound.read((tx) => on.fees.bridge(tx, { from: month('03'), through: day('03-31') }));
    expect([bridge.received, bridge.lateFees, bridge.collected].map(String)).toEqual(['100.00', '1.77', '98.23']);
    const settled = await compound.read(async (tx) => on.receiptQueries.settlements(tx, required(receipt, 'receipt').id));
    expect(settled.map(({ kind, period, amount }) => `${kind} ${period} ${amount.toString()}`)).toEqual([
      'BILL 2024-01 75.23',
      'LATE_FEE 2024-01 1.77',
      'BILL 2024-02 23.00',
    ]);
  });

  it('may be all that a receipt pays', async () => {
    await compound.record([compound.money('01-101', '75.23', '03-01'), compound.money('01-101', '75.23', '03-02')]);
    const [receipt] = await compound.record([compound.money('01-101', '1.77', '03-20')]);
    expect(receipt?.parts.map(({ amount }) => amount.toString())).toEqual(['1.77']);
    expect(await late()).toBe('0.00');
  });

  it('are not paid by money that came before they were billed', async () => {
    const [receipt] = await compound.record([compound.money('01-101', '200.00', '03-18')]);
    expect([receipt?.excess.toString(), await late()]).toEqual(['49.54', '1.77']);
  });

  it('are owed once again when the receipt bounces, that is undone, and it bounces again', async () => {
    const [receipt] = await compound.record([compound.money('01-101', '77.00', '03-20')]);
    const receiptId = receipt?.id ?? 0;
    const locked = <T>(work: Parameters<typeof compound.run<T>>[0]) => compound.run<T>(async (tx) => (await on.ledger.lock(tx), work(tx)));
    const bounce = (bankLineId: number) =>
      locked((tx) => on.receipts.bounce(tx, posting, { receiptId, bankLineId, bankAccountId: compound.bankAccountId, on: day('03-21') }));
    const undoBounce = (bankLineId: number) => locked((tx) => on.receipts.undoBounce(tx, posting, { receiptId, bankLineId }));
    const bridge = async () => {
      const { received, lateFees, bounced, collected } = await compound.read((tx) => on.fees.bridge(tx, { from: month('03'), through: day('03-31') }));
      return [received, lateFees, bounced, collected].map(String);
    };
    await bounce(3);
    const once = await bridge();
    expect(once).toEqual(['77.00', '1.77', '75.23', '0.00']);
    await undoBounce(3);
    expect([await paid(), await late(), await bridge()]).toEqual([['75.23', '0.00'], '0.00', ['77.00', '1.77', '0.00', '75.23']]);
    await bounce(4);
    expect([await paid(), await late(), await bridge()]).toEqual([['0.00', '0.00'], '1.77', once]);
    expect(await compound.violations()).toEqual([]);
    await undoBounce(4);
    await locked((tx) => on.receipts.undo(tx, posting, { receiptId, reason: 'wrong flat' }));
    expect([await paid(), await late(), await bridge()]).toEqual([['0.00', '0.00'], '1.77', ['0.00', '0.00', '0.00', '0.00']]);
  });

  it('are owed again when the receipt bounces, and when it is taken back', async () => {
    const [first] = await compound.record([compound.money('01-101', '77.00', '03-20')]);
    await compound.run(
      async (tx) => (
        await on.ledger.lock(tx),
        on.receipts.bounce(tx, posting, { receiptId: first?.id ?? 0, bankLineId: 3, bankAccountId: compound.bankAccountId, on: day('03-21') })
      ),
    );
    expect([await paid(), await late()]).toEqual([['0.00', '0.00'], '1.77']);
    const [second] = await compound.record([compound.money('01-101', '77.00', '03-22')]);
    const undone = await compound.run(
      async (tx) => (await on.ledger.lock(tx), on.receipts.undo(tx, posting, { receiptId: second?.id ?? 0, reason: 'wrong flat' })),
    );
    expect(undone.reversals).toHaveLength(2);
    expect([await paid(), await late()]).toEqual([['0.00', '0.00'], '1.77']);
  });
});
