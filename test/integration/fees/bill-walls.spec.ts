import { businessDate, Money } from '../../../src/kernel/index.js';
import { billingOnDatabase, type BillingCompound } from './billing-fixture.js';
import { day, month } from './fixture.js';

describe('what the database itself refuses about items, late fees and waivers', () => {
  let on: Awaited<ReturnType<typeof billingOnDatabase>>;
  let compound: BillingCompound;

  beforeAll(async () => {
    on = await billingOnDatabase();
    compound = await on.compound();
    await compound.item({ code: 'WATER', basis: 'METER', rates: [{ unitKind: 'FLAT', rate: '2.75' }] });
    await compound.meters('WATER', 'unit,serial,start\n01-101,A1,100');
    await compound.discount();
    await compound.bill(month('01'));
    compound.today(businessDate('2024-03-05'));
    await compound.readings('WATER', month('01'), 'unit,reading\n01-101,104');
    for (const period of ['01', '02']) await compound.close(month(period));
    await compound.charge(day('02-10'));
    const [bill] = await compound.read((tx) => on.fees.openBills(tx));
    const request = {
      kind: 'WAIVER' as const,
      billId: bill?.id ?? null,
      lateFeeId: null,
      amount: Money.parse('0.50'),
      reason: '漏水未修期间',
      document: '协议',
      resolutionNo: null,
    };
    await on.requestWaiver.execute(compound.bookkeeper(), request);
    await compound.askDiscount({ unit: '01-102', from: day('04-01') });
  });
  afterEach(async () => expect(await compound.violations()).toEqual([]));
  afterAll(() => on.destroy());

  /** As a role inside the compound, in a transaction that is always rolled back. */
  const attempt = (role: 'mingbai_app' | 'mingbai_owner', sql: string) =>
    on.database.as(role, async (client) => {
      await client.query(`begin; set local app.community_id = '${compound.communityId}'`);
      try {
        return await client.query(sql);
      } finally {
        await client.query('rollback');
      }
    });
  const lateFee = (columns: Record<string, string>) => {
    const names = 'late_fee_run_id bill_id unit_id from_on to_on days principal rate amount capped billed_on entry_seq'.split(' ');
    return `insert into mingbai.late_fee (community_id, id, ${names.join(', ')}) select community_id, 999999, ${names.map((name) => columns[name] ?? name).join(', ')}
      from mingbai.late_fee order by id limit 1`;
  };
  const fresh = { entry_seq: '(select min(seq) from ledger.entry)', from_on: `date '2024-02-11'`, to_on: `date '2024-02-20'` };
  const shifted = (days: string) => ({ ...fresh, from_on: `${fresh.from_on} + ${days}`, to_on: `${fresh.to_on} + ${days}` });
  const twoLateFees = (columns: Record<string, string>) =>
    lateFee({ ...columns, entry_seq: 'n' })
      .replace('select community_id, 999999', 'select community_id, 999998 + n')
      .replace('from mingbai.late_fee order by id limit 1', 'from (values (1), (2)) x(n), (select * from mingbai.late_fee order by id limit 1) f');
  const decision = (columns: Record<string, string>) =>
    `insert into mingbai.waiver_decision (community_id, id, waiver_id, asked_by, asked_for, decision, reason, decided_by, decided_for, decided_at, effective_on, entry_seq)
     select community_id, 999998, id, asked_by, asked_for, ${columns['decision'] ?? `'APPROVED'`}, null, ${columns['decided_by'] ?? 'asked_by + 1'}, ${columns['decided_for'] ?? 'asked_for + 1'}, now(), '2024-03-05', ${columns['entry_seq'] ?? '(select min(seq) from ledger.entry)'}
     from mingbai.waiver`;
  const WAITING = 'mingbai.fee_discount d where not exists (select from mingbai.fee_discount_decision c where c.discount_id = d.id)';
  const agreement = (columns: Record<string, string>, of = WAITING) =>
    `insert into mingbai.fee_discount_decision (community_id, id, discount_id, recorded_by, recorded_for, decision, decided_by, decided_for, decided_at)
     select community_id, 999992, id, recorded_by, ${columns['recorded_for'] ?? 'recorded_for'}, ${columns['decision'] ?? `'AGREED'`}, ${columns['decided_by'] ?? 'recorded_by + 1'}, ${columns['decided_for'] ?? 'recorded_for + 1'}, now() from ${of}`;
  const reading = (columns: Record<string, string>) =>
    `insert into mingbai.meter_reading (community_id, id, meter_id, unit_id, period, previous, reading, old_final, new_start, quantity, recorded_by, recorded_at)
     select community_id, 999997, meter_id, unit_id, '2024-02', ${columns['previous'] ?? '104'}, ${columns['reading'] ?? '110'}, ${columns['old_final'] ?? 'null'}, null,
       ${columns['quantity'] ?? '6'}, 1, now() from mingbai.meter_reading`;

  it.each<[what: string, sql: string, message: RegExp]>([
    ['a late fee on days that were charged', lateFee({ entry_seq: fresh.entry_seq }), /counts a day again/],
    ['a late fee on days before the bill was late', lateFee({ ...fresh, from_on: `date '2024-01-11'`, to_on: `date '2024-01-20'` }), /counts a day again/],
    ['two late fees of one bill in one statement, on the same days', twoLateFees(fresh), /counts a day again/],
    ['two late fees of one bill in one statement that share a day', twoLateFees(shifted('(n - 1) * 9')), /counts a day again/],
    ['two late fees of one bill in one statement, the later days first', twoLateFees(shifted('(2 - n) * 10')), /counts a day again/],
    ['a late fee that is no simple interest', lateFee({ ...fresh, amount: 'amount + 0.01' }), /late_fee_is_simple_interest/],
    ['a late fee over other days than it says', lateFee({ ...fresh, days: '11' }), /late_fee_counts_days/],
    [
      'late fees beyond the bill',
      lateFee({ ...fresh, to_on: `date '2034-02-10'`, days: `date '2034-02-10' - date '2024-02-11' + 1`, amount: 'round(principal * rate * 3653, 2)' }),
      /bill_late_fees_within_principal/,
    ],
    ['a late fee paid by hand', `update mingbai.late_fee set paid = 0.01`, /permission denied/],
    ['a waiver decided by who asked for it', decision({ decided_by: 'asked_by' }), /decided_by_another/],
    ['a waiver decided for whom it was asked', decision({ decided_for: 'asked_for' }), /decided_by_another/],
    ['a waiver approved without an entry', decision({ entry_seq: 'null' }), /approved_is_booked/],
    ['a waiver refused without a reason', decision({ decision: `'REFUSED'`, entry_seq: 'null' }), /refused_with_a_reason/],
    ['what a bill was waived, by hand', `update mingbai.bill set waived = amount`, /permission denied/],
    ['a reading that does not follow the one before', reading({ previous: '103', quantity: '7' }), /does not follow its last one/],
    ['a meter that runs back', reading({ reading: '103', quantity: '-1' }), /a_meter_does_not_run_back/],
    ['a quantity that no reading gives', reading({ quantity: '5' }), /quantity_is_the_difference/],
    ['half a change of meter', reading({ old_final: '105' }), /a_change_has_both_readings/],
    ['a run undone while its bills stand', `update mingbai.bill_run set undone_at = now(), undone_by = 1, undo_reason = 'x'`, /after its bills are void/],
    [
      'a second run of a month',
      `insert into mingbai.bill_run (community_id, id, period, bills, total, ran_at, ran_by) select community_id, 999996, period, 1, 1, now(), 1 from mingbai.bill_run`,
      /one_run_a_month/,
    ],
    ['a discount that is changed', `update mingbai.fee_discount set percent = 50`, /permission denied/],
    [
      'a discount that no organisation recorded',
      `insert into mingbai.fee_discount select community_id, 999991, item, unit_id, unit_kind, percent, yuan, from_on, to_on, ended_on, ground, document, recorded_by, recorded_at, null from mingbai.fee_discount limit 1`,
      /names no organisation that records it/,
    ],
    ['a discount agreed to by who recorded it', agreement({ decided_by: 'recorded_by' }), /discount_decided_by_another/],
    ['a discount agreed to by the side that recorded it', agreement({ decided_for: 'recorded_for' }), /discount_decided_by_another/],
    ['a discount agreed to as if another side had recorded it', agreement({ recorded_for: 'recorded_for + 2' }), /foreign key/],
    ['a discount refused without a reason', agreement({ decision: `'REFUSED'` }), /discount_refused_with_a_reason/],
    ['a discount decided twice', agreement({}, 'mingbai.fee_discount order by id limit 1'), /discount_decided_once/],
    [
      'a bill by a discount to which nobody agreed',
      `insert into mingbai.bill (community_id, id, bill_run_id, period, unit_id, unit_kind, item, rate_source_id, quantity, rate, months, billed_days, cycle_days, discount_id, discount_days, discount_percent, discount_yuan, due_on, amount, entry_seq)
       select b.community_id, 999990, bill_run_id, period, b.unit_id, b.unit_kind, b.item, rate_source_id, quantity, rate, months, billed_days, cycle_days, d.id, discount_days, discount_percent, discount_yuan, due_on, amount, entry_seq
       from mingbai.bill b cross join ${WAITING} and b.discount_id is not null`,
      /to which the owners did not agree/,
    ],
    [
      'a rate of nothing',
      `insert into mingbai.fee_rate select community_id, 999995, fee_item_id, 'SHOP', '2024-05', 0, 'JY2024-001', 1, now() from mingbai.fee_rate`,
      /check constraint/,
    ],
    [
      'two owners on a day',
      `insert into mingbai.unit_owner (community_id, id, unit_id, name, from_on) select community_id, 999994, unit_id, 'x', date '2024-02-01' from mingbai.unit_owner limit 1`,
      /one_present_owner|another owner/,
    ],
    ['an owner renamed', `update mingbai.unit_owner set name = 'x'`, /permission denied/],
    ['a bill for more days than its cycle has', `update mingbai.bill set billed_days = 40`, /permission denied/],
  ])('%s', async (_what, sql, message) => {
    await expect(attempt('mingbai_app', sql)).rejects.toThrow(message);
  });

  it.each([
    `update mingbai.late_fee set amount = amount`,
    `update mingbai.late_fee set paid = 0.01`,
    `update mingbai.bill set waived = 0.01`,
    `update mingbai.bill set late_through = null`,
    `update mingbai.bill_run set total = total + 1`,
    `update mingbai.fee_item set name = 'x'`,
    `update mingbai.fee_discount set percent = 50`,
    `update mingbai.fee_discount set recorded_for = null`,
    `update mingbai.fee_discount_decision set decision = 'REFUSED'`,
    `delete from mingbai.fee_discount_decision`,
    `update mingbai.unit_owner set name = 'x'`,
    `update mingbai.waiver set amount = 1`,
    `delete from mingbai.meter_reading`,
    `truncate mingbai.late_fee_allocation`,
    `delete from mingbai.late_fee`,
    `update mingbai.reminder set stage = 3`,
    `truncate mingbai.waiver_decision`,
  ])('refuses even its owner: %s', async (sql) => {
    const insertFirst = sql.includes('reminder')
      ? `insert into mingbai.reminder select community_id, 999993, unit_id, 1, '2024-03-05', 1, '2024-01-31', 1, now() from mingbai.bill limit 1; `
      : '';
    await expect(attempt('mingbai_owner', insertFirst + sql)).rejects.toThrow(/is evidence|are evidence/);
  });

  it('refuses even its owner another value in any column of a bill', async () => {
    const columns = await on.database.as('mingbai_owner', async (client) => {
      const { rows } = await client.query<{ name: string; type: string }>(
        `select column_name as name, data_type as type from information_schema.columns where table_schema = 'mingbai' and table_name = 'bill' and is_generated = 'NEVER' order by ordinal_position`,
      );
      return rows;
    });
    const other: Record<string, (name: string) => string> = {
      text: (name) => `coalesce(${name}, '') || 'x'`,
      date: (name) => `coalesce(${name}, date '2024-01-01') + 1`,
    };
    const free = ['voided_on', 'void_reason', 'void_seq']; // to void it; what else may become of it belongs to triggers
    const kept = columns.filter(({ name }) => !free.includes(name));
    expect(kept.length).toBeGreaterThan(20);
    for (const { name, type } of kept)
      await expect(attempt('mingbai_owner', `update mingbai.bill set ${name} = ${other[type]?.(name) ?? `coalesce(${name}, 0) + 1`}`)).rejects.toThrow(
        /is evidence/,
      );
  });
});
