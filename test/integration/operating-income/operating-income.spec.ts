import { accountingPeriod, Money, required } from '../../../src/kernel/index.js';
import { invariants, type LeaseId } from '../../../src/modules/operating-income/index.js';
import { violations } from '../../support/books.js';
import { encodeGb18030 } from '../../support/gb18030.js';
import { refusedBy } from '../../support/refusal.js';
import { COLUMNS, day, demoLeases, incomeOnDatabase, leasesFile, month, type Compound } from './fixture.js';

const parking = 'ZL01,地面停车位160个,4201.01,嘉善星泊停车管理有限公司,8000.00,MONTHLY,2024-01-05,2024-01-01,2026-12-31';

let on: Awaited<ReturnType<typeof incomeOnDatabase>>;
let compound: Compound;

beforeAll(async () => {
  on = await incomeOnDatabase();
});
afterEach(async () => expect(await compound.violations()).toEqual([]));
afterAll(() => on.database.destroy());

/** The refusal of a piece of work, which wrote nothing. */
async function refused(work: () => Promise<unknown>) {
  const before = await compound.footprint();
  const refusal = await refusedBy(work());
  expect(await compound.footprint()).toEqual(before);
  return refusal;
}

describe('ImportLeases', () => {
  it('adds the leases of the demo compound: 136,200.00 a year', async () => {
    compound = await on.compound(null);
    expect((await compound.importFile(demoLeases, { dryRun: true })).value).toEqual({ dryRun: true, added: 5, unchanged: 0, assetsAdded: 5 });
    expect(await compound.footprint()).toMatchObject({ leases: 0, assets: 0 });
    expect((await compound.importFile(demoLeases)).value).toEqual({ dryRun: false, added: 5, unchanged: 0, assetsAdded: 5 });
    const leases = await compound.read((tx) => on.leases.all(tx));
    const times = { MONTHLY: 12, QUARTERLY: 4, HALF_YEARLY: 2, YEARLY: 1 };
    const year = Money.sum(leases.flatMap((lease) => Array.from({ length: times[lease.schedule] }, () => lease.amount)));
    expect(year.toString()).toBe('136200.00');
    expect(leases[0]).toMatchObject({ code: 'ZL01', asset: '地面停车位160个', firstDueOn: '2024-01-05', from: '2024-01-01', to: '2026-12-31' });
  });

  it('adds nothing when the same file comes again, and only what is new of a longer one', async () => {
    compound = await on.compound();
    expect((await compound.importFile(demoLeases)).value).toMatchObject({ added: 0, unchanged: 5 });
    const longer = leasesFile(parking, 'ZL06,地面停车位160个,4201.01,嘉善另一停车公司,100.00,YEARLY,2024-05-01,2024-05-01,2025-04-30');
    expect((await compound.importFile(longer)).value).toEqual({ dryRun: false, added: 1, unchanged: 1, assetsAdded: 0 });
  });

  it('reads a file as a Chinese Excel writes it', async () => {
    compound = await on.compound(null);
    await compound.importFile(encodeGb18030(`${COLUMNS}\r\n${parking}\r\n`));
    const [lease] = await compound.read((tx) => on.leases.all(tx));
    expect(lease).toMatchObject({ asset: '地面停车位160个', counterparty: '嘉善星泊停车管理有限公司' });
  });

  describe('refuses the whole file, and writes nothing:', () => {
    it.each<[what: string, file: Uint8Array, code: string, details: object]>([
      ['another first line', leasesFile().slice(5), 'LEASE_FILE_COLUMNS', {}],
      ['bytes that are no text', new Uint8Array([0xff, 0xff, 0xff]), 'LEASE_FILE_COLUMNS', {}],
      ['an open quote', leasesFile(`"${parking}`), 'LEASE_FILE_COLUMNS', {}],
      ['no lease', leasesFile(), 'LEASE_FILE_EMPTY', {}],
      ['a cell too many', leasesFile(parking, `${parking.replace('ZL01', 'ZL02')},`), 'LEASE_FILE_CELLS', { line: 3, found: 10, expected: 9 }],
      [
        'a wrong cell',
        leasesFile(parking, parking.replace('ZL01', 'ZL02').replace('8000.00', '8000.001')),
        'LEASE_FIELD_INVALID',
        { line: 3, field: 'amount' },
      ],
    ])('%s', async (_, file, code, details) => {
      compound = await on.compound(null);
      expect(await refused(() => compound.importFile(file))).toMatchObject({ code, details });
    });

    it('a code of a lease that says something else', async () => {
      compound = await on.compound();
      expect(await refused(() => compound.importFile(leasesFile(parking.replace('8000.00', '9000.00'))))).toEqual({
        code: 'LEASE_CODE_TAKEN',
        details: { line: 2, code: 'ZL01' },
      });
    });

    it('a lease that falls due in a closed month, or in one that is accrued', async () => {
      compound = await on.compound(null);
      await compound.accrue(month('01'));
      expect(await refused(() => compound.importFile(leasesFile(parking)))).toEqual({ code: 'LEASE_DUE_ACCRUED', details: { line: 2, period: '2024-01' } });
      await compound.close(month('01'));
      expect((await refused(() => compound.importFile(leasesFile(parking), { dryRun: true }))).code).toBe('LEASE_DUE_CLOSED');
      await compound.importFile(leasesFile(parking.replace('2024-01-05', '2024-02-05')));
    });

    it('everybody but the bookkeeper', async () => {
      compound = await on.compound(null);
      expect((await refused(() => compound.importFile(demoLeases, { roles: ['CASHIER'] }))).code).toBe('NOT_ALLOWED');
    });
  });
});

describe('AccrueOperatingIncome', () => {
  it('accrues what falls due in a month, on its first day', async () => {
    compound = await on.compound();
    expect((await compound.accrue(month('01'))).value).toEqual({ period: '2024-01', charges: 3, total: '14600.00', fromAdvances: '0.00' });
    expect(await compound.rules()).toEqual(['P08 2024-01-01', 'P08 2024-01-01', 'P08 2024-01-01']);
    expect(await compound.balance('1103')).toBe('14600.00');
    const open = await compound.read((tx) => on.leases.open(tx));
    expect(open.map(({ leaseCode, dueOn, open: amount }) => [leaseCode, dueOn, amount.toString()])).toEqual([
      ['ZL01', '2024-01-05', '8000.00'],
      ['ZL02', '2024-01-10', '3000.00'],
      ['ZL03', '2024-01-15', '3600.00'],
    ]);
  });

  it('accrues a month in which nothing falls due, so that it is done', async () => {
    compound = await on.compound(leasesFile('ZL04,通信机房1间,4201.04,嘉善云塔通信设施有限公司,15000.00,YEARLY,2024-02-20,2024-01-01,2026-12-31'));
    expect((await compound.accrue(month('01'))).value).toMatchObject({ charges: 0, total: '0.00' });
    expect(await compound.footprint()).toMatchObject({ seq: 0, accruals: 1, charges: 0 });
  });

  it('recognises what was paid in advance, and accrues the rest', async () => {
    compound = await on.compound();
    await compound.accrue(month('01'));
    await compound.record(await compound.money('ZL01', '10000.00', '01-08'));
    expect(await compound.balance('2002', 'ZL01')).toBe('2000.00');
    compound.today(day('02-01'));
    expect((await compound.accrue(month('02'))).value).toEqual({ period: '2024-02', charges: 2, total: '23000.00', fromAdvances: '2000.00' });
    expect([await compound.balance('2002', 'ZL01'), await compound.balance('1103', 'ZL01')]).toEqual(['0.00', '6000.00']);
    expect(await compound.balance('4201.01', undefined, day('02-29'))).toBe('16000.00');
    expect((await compound.rules()).slice(-3)).toEqual(['P08 2024-02-01', 'P08 2024-02-01', 'P09r 2024-02-01']);
  });

  it('accrues each month once', async () => {
    compound = await on.compound();
    const first = await compound.accrue(month('01'), { key: 'january-income' });
    expect(await compound.accrue(month('01'), { key: 'january-income' })).toEqual({ value: first.value, replayed: true });
    expect(await refused(() => compound.accrue(month('01')))).toEqual({ code: 'LEASE_ALREADY_ACCRUED', details: { period: '2024-01', on: '2024-01-01' } });
  });

  it('refuses a month that has not begun, a closed one, and everybody but the bookkeeper', async () => {
    compound = await on.compound();
    expect(await refused(() => compound.accrue(month('02')))).toEqual({ code: 'LEASE_MONTH_NOT_BEGUN', details: { period: '2024-02', today: '2024-01-01' } });
    expect((await refused(() => compound.accrue(accountingPeriod('2023-12')))).code).toBe('LEDGER_PERIOD_CLOSED');
    expect((await refused(() => compound.accrue(month('01'), { roles: ['FIRM'] }))).code).toBe('NOT_ALLOWED');
  });
});

describe('LeaseReceipts', () => {
  beforeEach(async () => {
    compound = await on.compound();
    await compound.accrue(month('01'));
  });
  const incomeOf = async (text: string, code: string) => {
    const [from, to] = [day(`${text}-01`), day(`${text}-28`)];
    const income = required(
      (await compound.read((tx) => on.leases.income(tx, { from, to }))).find((lease) => lease.code === code),
      code,
    );
    return [income.accrued, income.received, income.outstanding, income.inAdvance].map(String);
  };

  it('settles the oldest charge first', async () => {
    compound.today(day('02-01'));
    await compound.accrue(month('02'));
    const [receipt] = await compound.record(await compound.money('ZL01', '9000.00', '02-07'));
    expect(receipt).toMatchObject({ effectiveOn: '2024-02-07' });
    expect(
      (await compound.read((tx) => on.leases.open(tx)))
        .filter((charge) => charge.leaseCode === 'ZL01')
        .map((charge) => [charge.period, charge.open.toString()]),
    ).toEqual([['2024-02', '7000.00']]);
    expect(await incomeOf('02', 'ZL01')).toEqual(['8000.00', '9000.00', '7000.00', '0.00']);
  });

  it('settles nothing of another lease', async () => {
    await compound.record(await compound.money('ZL05', '1500.00', '01-20'));
    expect(await compound.balance('1103')).toBe('14600.00');
    expect(await compound.balance('2002', 'ZL05')).toBe('1500.00');
  });

  it('books again as paid in advance what was accrued before an earlier payment was known', async () => {
    // the demo's path: the rent of the second quarter is paid on 22 March and imported after April was accrued
    for (const text of ['02', '03', '04']) {
      compound.today(day(`${text}-01`));
      await compound.accrue(month(text));
    }
    await compound.record(await compound.money('ZL02', '3000.00', '01-12'), await compound.money('ZL02', '3000.00', '03-22'));
    expect(await compound.balance('2002', 'ZL02', day('03-31'))).toBe('3000.00');
    expect(await compound.balance('1103', 'ZL02', day('03-31'))).toBe('0.00');
    expect([await compound.balance('2002', 'ZL02'), await compound.balance('1103', 'ZL02')]).toEqual(['0.00', '0.00']);
    expect((await compound.rules()).slice(-4)).toEqual(['P09 2024-01-12', 'P09 2024-03-22', 'P09r 2024-04-01', 'REV 2024-04-01']);
    expect(await compound.balance('4201.02', undefined, day('03-31'))).toBe('3000.00');
    expect(await compound.balance('4201.02', undefined, day('04-30'))).toBe('6000.00');
    expect(await incomeOf('03', 'ZL02')).toEqual(['0.00', '3000.00', '0.00', '3000.00']);
    expect(await incomeOf('04', 'ZL02')).toEqual(['3000.00', '0.00', '0.00', '0.00']);
  });

  it('does so in part, twice, and never beyond what is open', async () => {
    compound.today(day('02-01'));
    await compound.accrue(month('02'));
    await compound.record(await compound.money('ZL01', '1000.00', '02-03')); // January, of which 7,000.00 stay open
    await compound.record(await compound.money('ZL01', '8000.00', '01-30'));
    expect(await compound.balance('1103', 'ZL01')).toBe('7000.00');
    await compound.record(await compound.money('ZL01', '2500.00', '01-31'));
    expect((await compound.rules()).slice(-3)).toEqual(['P09r 2024-02-01', 'P08 2024-02-01', 'REV 2024-02-01']);
    expect(await compound.balance('1103', 'ZL01')).toBe('4500.00');
    expect(await incomeOf('02', 'ZL01')).toEqual(['8000.00', '1000.00', '4500.00', '0.00']);
    await compound.record(await compound.money('ZL01', '5000.00', '01-31'));
    expect([await compound.balance('1103', 'ZL01'), await compound.balance('2002', 'ZL01')]).toEqual(['0.00', '500.00']);
    expect(await compound.balance('4201.01', undefined, day('02-29'))).toBe('16000.00');
  });

  it('counts an advance from the day of the money that is left of it, not of money that is used up', async () => {
    const found = await compound.money('ZL01', '11000.00', '01-12');
    await compound.suspend(found);
    await compound.find(found, day('02-03')); // January, and 3,000.00 in advance before February is accrued
    compound.today(day('02-06'));
    await compound.accrue(month('02'));
    expect((await compound.rules()).slice(-2)).toEqual(['P08 2024-02-01', 'P09r 2024-02-03']);
    await compound.record(await compound.money('ZL01', '1000.00', '01-30')); // the bank's file of January comes last
    expect((await compound.rules()).slice(-3)).toEqual(['P09r 2024-02-01', 'P08 2024-02-01', 'REV 2024-02-01']);
    expect([await compound.balance('1103', 'ZL01'), await compound.balance('2002', 'ZL01')]).toEqual(['4000.00', '0.00']);
  });

  it('takes found money out of suspense and counts it on the day it was found', async () => {
    const line = await compound.money('ZL03', '4000.00', '01-12');
    await compound.suspend(line);
    await compound.find(line, day('01-21'));
    expect([await compound.balance('1103', 'ZL03'), await compound.balance('2002', 'ZL03')]).toEqual(['0.00', '400.00']);
    await compound.read(async (tx) => {
      expect((await on.leases.documentCash(tx, day('01-31'))).map(({ fund, amount }) => [fund, amount.toString()])).toEqual([
        ['COM', '4000.00'],
        ['TRN', '-4000.00'],
      ]);
      expect((await on.leases.claims(tx, day('01-31'))).inAdvance.toString()).toBe('400.00');
      expect((await on.leases.claims(tx, day('01-20'))).inAdvance.toString()).toBe('0.00');
      expect((await on.books.funds(tx)).map(({ fund, cash }) => [fund, cash.toString()])).toContainEqual(['COM', '4000.00']);
    });
  });

  it('refuses a line twice, an unknown lease, a closed month and found money that was not there', async () => {
    const line = await compound.money('ZL01', '8000.00', '01-08');
    await compound.record(line);
    expect(await refused(() => compound.record(line))).toEqual({ code: 'LEASE_LINE_USED', details: { line: line.bankLineId } });
    const other = await compound.money('ZL02', '3000.00', '01-12');
    expect(await refused(() => compound.record({ ...other, leaseId: 1 as LeaseId }))).toEqual({ code: 'LEASE_UNKNOWN', details: { lease: 1 } });
    expect((await refused(() => compound.find(other, day('01-21')))).code).toBe('LEDGER_FLOOR');
    await compound.close(month('01'));
    expect((await refused(() => compound.record(other))).code).toBe('LEDGER_PERIOD_CLOSED');
  });
});

describe('what the database itself refuses about operating income', () => {
  const attempt = (role: 'mingbai_app' | 'mingbai_owner', sql: string) =>
    on.database.as(role, async (client) => {
      await client.query(`begin; set local app.community_id = '${compound.communityId}'`);
      try {
        return await client.query(sql);
      } finally {
        await client.query('rollback');
      }
    });
  const allocate = (amount: string, receipt = 'null') =>
    `insert into mingbai.lease_allocation (community_id, id, charge_id, lease_id, receipt_id, amount, effective_on, entry_seq)
     select c.community_id, 999999, c.id, c.lease_id, ${receipt}, ${amount}, '2024-01-10', 1 from mingbai.lease_charge c where paid < amount limit 1`;

  /** A charge is opened again by a receipt of the attacker's own: an ordinary one, or one that takes the first back. */
  const reopen = (paid: string, by: 'ordinary' | 'undoing') =>
    `with x as (insert into mingbai.lease_receipt (community_id, id, lease_id, amount, excess, origin, bank_line_id, received_on, effective_on, entry_seq, recorded_at, undoes)
       select community_id, 999998, lease_id, ${by === 'ordinary' ? '1, 0' : '-amount, -excess'}, origin, bank_line_id + ${by === 'ordinary' ? 900 : 0},
         received_on, effective_on, entry_seq, recorded_at, ${by === 'ordinary' ? 'null::bigint' : 'id'} from mingbai.lease_receipt)
     insert into mingbai.lease_allocation (community_id, id, charge_id, lease_id, receipt_id, amount, effective_on, entry_seq)
     select a.community_id, 999999, a.charge_id, a.lease_id, 999998, ${paid}, a.effective_on, a.entry_seq from mingbai.lease_allocation a`;

  beforeAll(async () => {
    compound = await on.compound();
    await compound.accrue(month('01'));
    await compound.record(await compound.money('ZL01', '5000.00', '01-08'));
  });

  it.each<[sql: string, message: RegExp]>([
    [allocate('8000.01'), /charge_paid_within_amount/],
    [allocate(`'NaN'`), /check constraint/],
    [allocate('0.01', '(select r.id from mingbai.lease_receipt r)').replace('paid < amount', 'paid > 0'), /beyond its amount|receipt_id_charge_id_key/],
    [reopen('-1.00', 'ordinary'), /does not take back/],
    [reopen('-a.amount + 0.01', 'undoing'), /does not take back/],
    [`update mingbai.lease_charge set paid = amount`, /permission denied/],
    [`update mingbai.lease set amount = 1`, /permission denied/],
    [`delete from mingbai.lease_receipt`, /permission denied/],
    [`update mingbai.lease_charge set postings = 0`, /evidence/],
  ])('%s', async (sql, message) => {
    await expect(attempt('mingbai_app', sql)).rejects.toThrow(message);
  });

  it('lets a receipt that takes another back open what that one paid', async () => {
    expect(await attempt('mingbai_app', reopen('-a.amount', 'undoing'))).toMatchObject({ rowCount: 1 });
  });

  it.each([
    `update mingbai.lease set amount = 1`,
    `delete from mingbai.lease_charge`,
    `truncate mingbai.lease_allocation`,
    `update mingbai.lease_charge set paid = 0 where paid > 0`,
  ])('even the owner of the tables: %s', async (sql) => {
    await expect(attempt('mingbai_owner', sql)).rejects.toThrow(/evidence/);
  });

  describe('and what the invariants find after somebody went past it:', () => {
    /** A superuser with the triggers off, on a compound of its own. */
    const forged = async (sql: string) => {
      const victim = await on.compound();
      await victim.accrue(month('01'));
      await victim.record(await victim.money('ZL01', '5000.00', '01-08'), await victim.money('ZL02', '4000.00', '01-08'));
      victim.today(day('02-01'));
      await victim.record(await victim.money('ZL03', '9000.00', '02-01'));
      await on.database.as('postgres', async (client) => {
        await client.query(`set session_replication_role = replica`);
        await client.query(sql.replaceAll('$c', String(victim.communityId)));
      });
      return (await violations(on.database, victim.communityId, invariants)).map((violation) => violation.split(':')[0]);
    };

    it.each<[sql: string, found: string]>([
      [`update mingbai.lease_charge set paid = 1 where community_id = $c`, 'I8 operating income receivable of every lease is what its charges have open'],
      [`update mingbai.lease_charge set paid = 1 where community_id = $c`, 'I20 what is paid of a charge is what was allocated to it, and never more than it'],
      [
        `update mingbai.lease_receipt set excess = 0 where community_id = $c`,
        'I8 operating income in advance of every lease is what its receipts left and no charge used',
      ],
      [`update mingbai.lease_receipt set amount = amount + 1 where community_id = $c`, 'I20 a receipt is what it settles and what it leaves as an advance'],
      [
        `update mingbai.lease_receipt set received_on = '2024-01-09', effective_on = '2024-01-09' where community_id = $c`,
        'every receipt of operating income has its entry',
      ],
      [`update mingbai.lease_allocation set effective_on = '2023-12-31' where community_id = $c`, 'a charge is settled by money of its own month or later'],
      [`update mingbai.lease_charge set amount = amount + 1 where community_id = $c`, 'every charge has its entry for what no advance covers'],
      [`delete from mingbai.lease_charge where community_id = $c and paid = 5000`, 'an accrual is the charges that it made'],
      [`update mingbai.lease_allocation set receipt_id = null where community_id = $c`, 'every advance that was recognised has its entry'],
    ])('%s → %s', async (sql, found) => {
      expect(await forged(sql)).toContain(found);
    });
  });
});
