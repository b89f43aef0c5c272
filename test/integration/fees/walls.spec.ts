import type { Client } from 'pg';
import { invariants } from '../../../src/modules/fees/index.js';
import { violations } from '../../support/books.js';
import { feesOnDatabase, month, type Compound } from './fixture.js';

describe('what the database itself refuses about fees', () => {
  let on: Awaited<ReturnType<typeof feesOnDatabase>>;
  let compound: Compound;

  beforeAll(async () => {
    on = await feesOnDatabase();
    compound = await on.compound();
    await compound.bill(month('01'));
    await compound.record([compound.money('01-101', '50.00', '01-09')]);
  });
  afterEach(async () => expect(await compound.violations()).toEqual([]));
  afterAll(() => on.database.destroy());

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
  const allocate = (amount: string, bill: string, receipt = 'null') =>
    `insert into mingbai.allocation (community_id, id, bill_id, unit_id, receipt_id, amount, effective_on, entry_seq)
     select community_id, 999999, id, unit_id, ${receipt}, ${amount}, '2024-01-10', 1 from mingbai.bill where ${bill}`;
  const receiptRow = (year: number, no: number, line: number) =>
    `insert into mingbai.receipt (community_id, id, year, no, unit_id, amount, excess, origin, bank_line_id, received_on, effective_on, entry_seq, recorded_at)
     select community_id, 999998, ${year}, ${no}, unit_id, 10, 10, 'BANK', ${line}, '2024-01-10', '2024-01-10', 1, now() from mingbai.receipt limit 1`;

  it('refuses to the owner any other value in any column of a bill, but in those by which it is voided', async () => {
    const values = { bigint: '900000001', integer: '77', numeric: '987.65', text: `'XX'`, date: `'2031-12-31'` };
    const columns = await on.database.as('postgres', async (client) => {
      const { rows } = await client.query<{ name: string; type: keyof typeof values }>(
        `select attname as name, format_type(atttypid, null) as type from pg_attribute where attrelid = 'mingbai.bill'::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
      );
      return rows.filter(({ name }) => !name.startsWith('void'));
    });
    expect(columns.length).toBeGreaterThan(27);
    for (const { name, type } of columns)
      await expect(attempt('mingbai_owner', `update mingbai.bill set ${name} = ${values[type]}`)).rejects.toThrow('is evidence');
  });

  it.each<[what: string, sql: string, message: RegExp]>([
    ['an allocation beyond the bill', allocate('352.74', `amount = 90.27`), /bill_paid_within_amount/],
    ['an allocation of NaN', allocate(`'NaN'`, `amount = 90.27`), /check constraint/],
    [
      'an allocation beyond its receipt',
      allocate('0.01', 'paid = 50.00', '(select id from mingbai.receipt)'),
      /is allocated beyond its amount|one_allocation_a_receipt_and_bill/,
    ],
    [
      'an allocation to the bill of another unit',
      allocate('1.00', 'paid = 50.00').replace('id, unit_id, null', 'id, unit_id + 1, null'),
      /names one of mingbai\.bill that is not there/,
    ],
    ['a receipt whose number leaves a gap', receiptRow(2024, 3, 1), /not the next ones from 2/],
    [
      'receipts of one statement that leave a gap between them',
      receiptRow(2024, 2, 1)
        .replace('limit 1', '')
        .replace('select community_id, 999998, 2024, 2,', 'select community_id, n, 2024, n,')
        .replace(`'BANK', 1,`, `'BANK', n,`)
        .replace('from mingbai.receipt', 'from (values (2), (4)) x(n), mingbai.receipt'),
      /not the next ones from 2/,
    ],
    ['a receipt of another year than its day', receiptRow(2025, 1, 1), /check constraint/],
    [
      'a second receipt for a line and unit',
      receiptRow(2024, 2, 900_001).replace('900001', '(select min(bank_line_id) from mingbai.receipt)'),
      /one_receipt_a_line_and_unit/,
    ],
    [
      'a bill that is not what it is computed from',
      `insert into mingbai.bill (community_id, id, bill_run_id, period, unit_id, unit_kind, item, rate_source_id, quantity, rate, months, billed_days, cycle_days, discount_days, discount_percent, discount_yuan, due_on, amount, entry_seq)
       select community_id, 999997, bill_run_id, period, unit_id, unit_kind, item, rate_source_id, quantity, rate, months, billed_days, cycle_days, discount_days, discount_percent, discount_yuan, due_on, amount + 0.01, entry_seq from mingbai.bill limit 1`,
      /bill_is_its_reckoning/,
    ],
    [
      'a second bill of a unit and month',
      `insert into mingbai.bill (community_id, id, bill_run_id, period, unit_id, unit_kind, item, rate_source_id, quantity, rate, months, billed_days, cycle_days, discount_days, discount_percent, discount_yuan, due_on, amount, entry_seq)
       select community_id, 999997, bill_run_id, period, unit_id, unit_kind, item, rate_source_id, quantity, rate, months, billed_days, cycle_days, discount_days, discount_percent, discount_yuan, due_on, amount,
         (select e.seq from ledger.entry e where not exists (select from mingbai.bill b where b.entry_seq = e.seq) limit 1) from mingbai.bill limit 1`,
      /one_bill_a_month/,
    ],
    ['what is paid of a bill to be written by hand', `update mingbai.bill set paid = amount`, /permission denied/],
    ['a bill to be made cheaper', `update mingbai.bill set amount = 1`, /permission denied/],
    ['a paid bill to be void', `update mingbai.bill set voided_on = '2024-01-31', void_reason = 'x', void_seq = 1 where paid > 0`, /bill_void_is_unpaid/],
    ['a void bill without a reason', `update mingbai.bill set voided_on = '2024-01-31'`, /bill_void_is_whole|bill_void_is_unpaid/],
    ['a receipt to be deleted', `delete from mingbai.receipt`, /permission denied/],
    [
      'a receipt of the bank to be given back by a channel',
      `update mingbai.receipt set voided_on = '2024-01-31', void_kind = 'GIVEN_BACK', void_reason = 'R1', void_prepaid = 0, void_seq = 1`,
      /a_channel_gives_back_what_it_holds/,
    ],
    ['a receipt to be void without saying why and when', `update mingbai.receipt set void_kind = 'UNDONE'`, /receipt_void_is_whole/],
    [
      'an allocation to give back what was not',
      allocate('-1.00', 'paid = 50.00')
        .replace('amount, effective_on', 'amount, gives_back_id, effective_on')
        .replace('-1.00,', '-1.00, (select id from mingbai.allocation),'),
      /gives back what/,
    ],
    ['an allocation to be taken off without naming it', allocate('-1.00', 'paid = 50.00'), /check constraint/],
    ['a row of another compound', receiptRow(2024, 1, 1).replace('select community_id', 'select community_id + 1'), /row-level security/],
  ])('%s', async (_, sql, message) => {
    await expect(attempt('mingbai_app', sql)).rejects.toThrow(message);
  });

  it.each([
    `update mingbai.receipt set amount = 1`,
    `delete from mingbai.allocation`,
    `truncate mingbai.bill_run cascade`,
    `delete from mingbai.bill`,
    `update mingbai.bill set amount = amount + 1`,
    `update mingbai.bill set paid = 0 where paid > 0`,
  ])('even the owner of the tables: %s', async (sql) => {
    await expect(attempt('mingbai_owner', sql)).rejects.toThrow(/evidence/);
  });

  describe('and what the invariants find after somebody went past it:', () => {
    /** A superuser with the triggers off, on a compound of its own. */
    const forged = async (sql: string) => {
      const victim = await on.compound();
      await victim.bill(month('01'));
      await victim.record([victim.money('01-101', '50.00', '01-09'), victim.money('01-102', '100.00', '01-09')]);
      await on.database.as('postgres', async (client: Client) => {
        await client.query(`set session_replication_role = replica`);
        await client.query(sql.replaceAll('$c', String(victim.communityId)));
      });
      return (await violations(on.database, victim.communityId, invariants)).map((violation) => violation.split(':')[0]);
    };

    it.each<[sql: string, found: string]>([
      [
        `update mingbai.bill set paid = paid + 1 where community_id = $c and paid = 50`,
        'I20 what is paid of a bill is what was allocated to it, and never more than it',
      ],
      [`update mingbai.bill set paid = paid + 1 where community_id = $c and paid = 50`, 'I8 fees receivable of every unit are what its bills have open'],
      [`update mingbai.receipt set excess = 0 where community_id = $c`, 'I8 fees in advance of every unit are what its receipts left and no bill used'],
      [`update mingbai.receipt set amount = amount + 1 where community_id = $c`, 'I20 a receipt is what it settles and what it leaves as a prepayment'],
      [`update mingbai.receipt set amount = amount + 1 where community_id = $c`, 'every receipt has its entry'],
      [`update mingbai.receipt set no = 7 where community_id = $c and no = 2`, 'I18 receipt numbers run without gap'],
      [`update mingbai.allocation set effective_on = '2023-12-31' where community_id = $c`, 'a bill is settled by money of its own day or later'],
      [
        `update mingbai.bill set voided_on = '2024-01-31', void_reason = 'x', void_seq = 1 where community_id = $c and paid = 0`,
        'I4 a bill is void exactly when its entry is reversed',
      ],
      [`delete from mingbai.bill where community_id = $c and paid = 0`, 'every bill has its entry'],
      [`delete from mingbai.bill where community_id = $c and paid = 0`, 'a bill run is the bills that it made'],
      [
        `alter table mingbai.bill drop constraint bill_is_its_reckoning; update mingbai.bill set rate = rate * 2 where community_id = $c`,
        'P01 every bill is its reckoning, rounded half up once',
      ],
    ])('%s → %s', async (sql, found) => {
      expect(await forged(sql)).toContain(found);
    });
  });
});
