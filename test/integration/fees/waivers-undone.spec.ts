import { Money } from '../../../src/kernel/index.js';
import { invariants } from '../../../src/modules/fees/index.js';
import { violations } from '../../support/books.js';
import { refusedBy } from '../../support/refusal.js';
import { billingOnDatabase } from './billing-fixture.js';
import { day, month } from './fixture.js';

/** 01-101 was let off 50.00 of its January bill of 75.23. */
describe('a waiver that should not have been', () => {
  let on: Awaited<ReturnType<typeof billingOnDatabase>>;
  let compound: Awaited<ReturnType<typeof on.compound>>;
  let id: number;

  beforeAll(async () => {
    on = await billingOnDatabase();
  });
  beforeEach(async () => {
    compound = await on.compound();
    await compound.bill(month('01'));
    compound.today(day('01-20'));
    id = await waived('50.00');
  });
  afterEach(async () => expect(await compound.violations()).toEqual([]));
  afterAll(() => on.destroy());

  async function waived(amount: string, kind: 'WAIVER' | 'WRITE_OFF' = 'WAIVER'): Promise<number> {
    const [bill] = await compound.read((tx) => on.fees.openBills(tx, [compound.unitId('01-101')]));
    const request = {
      kind,
      billId: bill?.id ?? null,
      lateFeeId: null,
      amount: Money.parse(amount),
      reason: '漏水未修期间',
      document: '协议',
      resolutionNo: null,
    };
    const asked = (await on.requestWaiver.execute(compound.bookkeeper(), request)).value.id;
    await on.decideWaiver.execute(compound.owners(), { id: asked as never, decision: 'APPROVED', reason: null });
    return asked;
  }
  const undo = (of = id, by = compound.owners(), reason = '查明没有漏水') => on.undoWaiver.execute(by, { id: of as never, reason });
  const open = async () =>
    (await compound.read((tx) => on.fees.openBills(tx, [compound.unitId('01-101')]))).map((bill) => `${bill.period} ${bill.open.toString()}`);
  const figures = (through: Parameters<typeof day>[0]) =>
    compound.read(async (tx) => {
      const { waived: given, bills } = await on.fees.statement(tx, { from: month('01'), through: day(through) });
      return [given, bills.letOff, bills.unpaid].map(String);
    });
  const refused = async (work: Promise<unknown>) => {
    const before = [await compound.footprint(), await open()];
    const refusal = await refusedBy(work);
    expect([await compound.footprint(), await open()]).toEqual(before);
    return refusal;
  };

  it('is taken back by the owner side while its month is open: the unit owes it again, and it can be asked for anew', async () => {
    expect([await open(), await compound.balance('5002')]).toEqual([['2024-01 25.23'], '50.00']);
    expect((await undo()).value).toMatchObject({ id, state: 'UNDONE', effectiveOn: '2024-01-20' });
    expect([await open(), await compound.balance('5002'), await compound.balance('1101', '01-101')]).toEqual([['2024-01 75.23'], '0.00', '75.23']);
    const view = await compound.read((tx) => on.waivers.byId(tx, id as never));
    expect(view).toMatchObject({ state: 'UNDONE', undoneOn: '2024-01-20', undoReason: '查明没有漏水' });
    await waived('75.23', 'WRITE_OFF');
    expect([await open(), await compound.balance('5003')]).toEqual([[], '75.23']);
  });

  it('of a closed month stays in it, and is a correction of the month in which it is taken back', async () => {
    await compound.close(month('01'));
    compound.today(day('02-05'));
    const january = await figures('01-31');
    expect(january.slice(0, 2)).toEqual(['50.00', '50.00']);
    expect((await undo()).value.effectiveOn).toBe('2024-02-05');
    expect(await figures('01-31')).toEqual(january);
    const [given, letOff, unpaid] = await figures('02-29');
    expect([
      given,
      letOff,
      Money.parse(unpaid ?? '')
        .minus(Money.parse(january[2] ?? ''))
        .toString(),
    ]).toEqual(['0.00', '0.00', '50.00']);
  });

  it('of a bill that is written off is found by money that comes, also by what came meanwhile', async () => {
    await waived('25.23', 'WRITE_OFF');
    expect(await open()).toEqual([]);
    await compound.record([compound.money('01-101', '60.00', '01-20')]);
    expect(await compound.balance('2001', '01-101')).toBe('60.00');
    await undo();
    expect([await open(), await compound.balance('2001', '01-101')]).toEqual([[], '10.00']);
    const [bill] = (await compound.unitLedger('01-101')).bills;
    expect([bill?.paid, bill?.waived].map(String)).toEqual(['50.00', '25.23']);
  });

  it('is taken back once, with its reason, by the owner side, and not by who asked or while it waits', async () => {
    expect((await refused(undo(id, compound.bookkeeper()))).code).toBe('NOT_ALLOWED');
    expect(await refused(undo(id, compound.owners(), '错'))).toEqual({ code: 'WAIVER_TEXT', details: { field: 'reason', min: 5, max: 200 } });
    expect((await refused(undo(999_999))).code).toBe('NOT_FOUND');
    await undo();
    expect((await refused(undo())).code).toBe('WAIVER_NOT_APPROVED');
  });

  it('is held by the database, and looked at by verify books', async () => {
    const forged = (change: string) =>
      compound.run((tx) =>
        tx.query(
          `insert into mingbai.waiver_undo (community_id, id, waiver_id, bill_id, amount, reason, effective_on, undo_seq, undone_by, undone_for, undone_at)
           select community_id, 999999, id, bill_id, ${change} from mingbai.waiver where community_id = $1 and id = ${id}`,
          [tx.communityId],
        ),
      );
    await expect(forged(`amount, '查明没有漏水', '2024-01-20', 1, 900001, 900001, now()`)).rejects.toMatchObject({ code: '23514' });
    await undo();
    const check = 'P04 a waiver that was taken back is reversed on its day, by the owner side and not by who asked for it';
    const tamper = (set: string) =>
      on.database.as('postgres', async (client) => {
        await client.query(
          `begin; set local session_replication_role = replica; update mingbai.waiver_undo set ${set} where community_id = ${compound.communityId}; commit`,
        );
      });
    await tamper('effective_on = effective_on + 1');
    expect((await violations(on.database, compound.communityId, invariants)).some((found) => found.startsWith(check))).toBe(true);
    await tamper('effective_on = effective_on - 1');
  });
});
