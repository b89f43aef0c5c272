import type { Client } from 'pg';
import { Money } from '../../../src/kernel/index.js';
import { invariants } from '../../../src/modules/fees/index.js';
import { violations } from '../../support/books.js';
import { billingOnDatabase, type BillingCompound } from './billing-fixture.js';
import { day, month } from './fixture.js';

describe('what the checks of bills, late fees and waivers find after somebody went past the database', () => {
  let on: Awaited<ReturnType<typeof billingOnDatabase>>;
  let compound: BillingCompound;

  beforeAll(async () => {
    on = await billingOnDatabase();
    compound = await lived();
  });
  afterAll(() => on.destroy());

  /** Bills of two months with an item, a meter and a discount, a run undone and made again, late fees, a waiver approved. */
  async function lived(): Promise<BillingCompound> {
    const made = await on.compound();
    await made.item({ lateFees: true });
    await made.item({ code: 'WATER', basis: 'METER', rates: [{ unitKind: 'FLAT', rate: '2.75' }] });
    await made.meters('WATER', 'unit,serial,start\n01-101,A1,100');
    await made.discount();
    await made.bill(month('01'));
    await made.readings('WATER', month('01'), 'unit,reading\n01-101,104');
    made.today(day('02-01'));
    await made.readings('WATER', month('02'), 'unit,reading\n01-101,106');
    await made.bill(month('02'));
    await made.undo(month('02'));
    await made.bill(month('02'));
    made.today(day('03-05'));
    for (const period of ['01', '02']) await made.close(month(period));
    await made.charge(day('02-29'));
    await made.endDiscount(await made.discount({ unit: '01-102', from: day('04-01') }), day('06-30'));
    const [bill] = await made.read((tx) => on.fees.openBills(tx, [made.unitId('02-101')]));
    const [fee] = await made.read((tx) => on.lateFees.open(tx, [made.unitId('02-101')]));
    for (const target of [
      { billId: bill?.id ?? null, lateFeeId: null },
      { billId: null, lateFeeId: fee?.id ?? null },
    ]) {
      const request = { kind: 'WAIVER' as const, ...target, amount: Money.parse('0.50'), reason: '漏水未修期间', document: '协议', resolutionNo: null };
      const { id } = (await on.requestWaiver.execute(made.bookkeeper(), request)).value;
      await on.decideWaiver.execute(made.owners(), { id: id as never, decision: 'APPROVED', reason: null });
    }
    return made;
  }

  it('nothing, where nobody did', async () => {
    expect(await violations(on.database, compound.communityId, invariants)).toEqual([]);
  });

  const AGREED = 'the discount of a bill was agreed to before it was billed, by another than who recorded it';
  const ENDED = 'a discount ended early as was asked for and agreed to by another, or while it waited';
  const drop = (table: string, ...constraints: string[]): string =>
    constraints.map((name) => `alter table mingbai.${table} drop constraint if exists ${name}`).join(';');
  it.each<[sql: string, found: string]>([
    [
      `${drop('bill', 'bill_is_its_reckoning')}; update mingbai.bill set rate = rate * 2 where community_id = $c`,
      'P01 every bill is its reckoning, rounded half up once',
    ],
    [
      `drop index mingbai.one_bill_a_month; update mingbai.bill set voided_on = null, void_reason = null, void_seq = null where community_id = $c and id = (select min(id) from mingbai.bill where community_id = $c and voided_on is not null)`,
      'a bill run is undone exactly when all its bills are void by its undoing',
    ],
    [`update mingbai.fee_rate set rate = rate + 1 where community_id = $c`, 'the rate of a bill is the one it names, and its discount too'],
    [`delete from mingbai.fee_discount_decision where community_id = $c`, AGREED],
    [`update mingbai.fee_discount_decision set decision = 'REFUSED', reason = 'x' where community_id = $c`, AGREED],
    [`update mingbai.fee_discount_decision set decided_at = decided_at + interval '1 year' where community_id = $c`, AGREED],
    [
      `${drop('fee_discount_decision', 'discount_decided_by_another')}; update mingbai.fee_discount_decision set decided_for = recorded_for where community_id = $c`,
      AGREED,
    ],
    [`delete from mingbai.fee_discount_end_decision where community_id = $c`, ENDED],
    [`update mingbai.fee_discount_end_decision set decision = 'REFUSED', reason = 'x' where community_id = $c`, ENDED],
    [
      `${drop('fee_discount_end_decision', 'discount_end_decided_by_another')}; update mingbai.fee_discount_end_decision set decided_by = asked_by where community_id = $c`,
      ENDED,
    ],
    [`update mingbai.fee_discount_end set last_on = last_on - 1 where community_id = $c`, ENDED],
    [`update mingbai.fee_discount set percent = 31 where community_id = $c`, 'the rate of a bill is the one it names, and its discount too'],
    [
      `${drop('meter_reading', 'quantity_is_the_difference')}; update mingbai.meter_reading set quantity = quantity + 1 where community_id = $c`,
      'a bill of a meter is what its reading counted',
    ],
    [`update mingbai.meter_reading set previous = 0, reading = quantity where community_id = $c`, 'readings of a meter follow one another'],
    [
      `update mingbai.late_fee set paid = 0.01 where community_id = $c and waived = 0`,
      'I8 late fees receivable of every unit are what its late fees have open',
    ],
    [
      `${drop('late_fee', 'late_fee_is_simple_interest')}; update mingbai.late_fee set rate = rate * 2 where community_id = $c`,
      'I26 a late fee is simple interest on what was open, at the rate of the contract, and never more than the bill in all',
    ],
    [
      `update mingbai.bill set late_fees = late_fees + 0.01 where community_id = $c and late_fees > 0`,
      'I26 a late fee is simple interest on what was open, at the rate of the contract, and never more than the bill in all',
    ],
    [
      `insert into mingbai.late_fee select community_id, id + 100000, late_fee_run_id, bill_id, unit_id, from_on, to_on, days, principal, rate, amount, capped, billed_on, entry_seq + 100000, 0, 0 from mingbai.late_fee where community_id = $c`,
      'I26 no day of what is billed is charged twice, though a bill was taken back and made again',
    ],
    [`update mingbai.late_fee set waived = waived + 0.01 where community_id = $c`, 'what is paid and waived of a late fee is what was allocated and approved'],
    [
      `update mingbai.bill set waived = waived + 0.01 where community_id = $c and voided_on is null`,
      'I20 what is waived of a bill is what the owner side approved, and never more than was open',
    ],
    [
      `${drop('waiver_decision', 'decided_by_another')}; update mingbai.waiver_decision set decided_by = asked_by where community_id = $c`,
      'a waiver was decided by another than who asked for it',
    ],
    [
      `${drop('waiver_decision', 'decided_by_another')}; update mingbai.waiver_decision set decided_for = asked_for where community_id = $c`,
      'a waiver was decided by another than who asked for it',
    ],
    [`update mingbai.late_fee set billed_on = '2024-03-04' where community_id = $c`, 'every late fee has its entry'],
    [`update mingbai.waiver set amount = amount + 0.01 where community_id = $c`, 'every waiver that was approved has its entry'],
    [`update mingbai.late_fee_run set total = total + 0.01 where community_id = $c`, 'a late fee run is the late fees that it made'],
  ])('%s → %s', async (sql, found) => {
    const forged = await on.database.as('postgres', async (client: Client) => {
      await client.query('begin');
      await client.query('set local session_replication_role = replica');
      for (const statement of sql.replaceAll('$c', String(compound.communityId)).split(';')) await client.query(statement);
      const names: string[] = [];
      const tx = { communityId: compound.communityId, query: async (text: string, values: unknown[]) => (await client.query(text, values)).rows };
      for (const invariant of invariants) if ((await invariant.check(tx as never)).length > 0) names.push(invariant.name);
      await client.query('rollback');
      return names;
    });
    expect(forged).toContain(found);
  });
});
