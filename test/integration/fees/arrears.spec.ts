import { businessDate, type BusinessDate } from '../../../src/kernel/index.js';
import { arrearsByBuilding, arrearsCsv } from '../../../src/modules/fees/index.js';
import { refusedBy } from '../../support/refusal.js';
import { billingOnDatabase, type BillingCompound } from './billing-fixture.js';
import { day, month } from './fixture.js';

describe('arrears', () => {
  let on: Awaited<ReturnType<typeof billingOnDatabase>>;
  let compound: BillingCompound;

  beforeAll(async () => {
    on = await billingOnDatabase();
  });
  beforeEach(async () => {
    compound = await on.compound();
    await compound.bill(month('01'));
    compound.today(day('02-01'));
    await compound.bill(month('02'));
    await compound.record([compound.money('01-101', '150.46', '02-01'), compound.money('01-102', '50.00', '02-01')]);
  });
  afterEach(async () => expect(await compound.violations()).toEqual([]));
  afterAll(() => on.destroy());

  const overdue = (at: BusinessDate, building?: string) => compound.read((tx) => on.arrears.overdue(tx, at, building));

  it('are what is open after its due date, by unit, age and building', async () => {
    expect(await overdue(day('01-31'))).toEqual([]);
    const units = await overdue(day('04-05'));
    expect(units.map(({ unit, total, oldestDueOn, ages }) => [unit.code, total.toString(), oldestDueOn, ages['31-90'].toString()])).toEqual([
      ['01-102', '100.46', '2024-01-31', '100.46'],
      ['02-101', '180.54', '2024-01-31', '180.54'],
      ['S-01', '224.00', '2024-01-31', '224.00'],
    ]);
    expect((await overdue(day('03-01'), '2幢')).map(({ total, ages }) => [total, ages['0-30']].map(String))).toEqual([['180.54', '180.54']]);
    const [first] = arrearsByBuilding(units);
    expect(first).toMatchObject({ building: '1幢', units: 1 });
    expect(Object.values(first?.ages ?? {}).map(String)).toEqual(['0.00', '100.46', '0.00', '0.00', '0.00']);
  });

  it('go into a spreadsheet in which nothing is executed', async () => {
    await on.changeUnitOwner.execute(compound.bookkeeper(), { unit: '01-102', ownerName: '=HYPERLINK("http://x")', from: day('02-01') });
    const text = arrearsCsv(await overdue(day('04-05')), (name) => name);
    expect(text).toContain(
      `\uFEFFunit,building,owner,payment_reference,total,late_fees,days_0_30,days_31_90,days_91_180,days_181_365,days_366_more,oldest_due,last_notice`,
    );
    expect(text).toMatch(/01-102,1幢,"'=HYPERLINK\(""http:\/\/x""\)",WY\d{3,},100\.46,0\.00,0\.00,100\.46/);
    expect(text.split('\n').slice(1).join('\n')).not.toMatch(/(^|,)"?[=+@]/m);
  });

  it('are reminded of, each time a stage further, and from the first again once they were paid', async () => {
    const remind = (request: { building: string; unit: null } | { building: null; unit: string }) => on.recordReminders.execute(compound.bookkeeper(), request);
    const stage = async (code: string) => (await overdue(businessDate('2024-12-31'))).find(({ unit }) => unit.code === code)?.lastReminder?.stage;
    compound.today(day('03-05'));
    expect((await remind({ building: '1幢', unit: null })).value).toEqual({ noticedOn: '2024-03-05', units: 1, total: '100.46' });
    expect(await stage('01-102')).toBe(1);
    expect(await refusedBy(remind({ building: '1幢', unit: null }))).toEqual({ code: 'REMINDER_TODAY', details: { name: '1幢', on: '2024-03-05' } });
    for (const [on_, expected] of [
      ['03-20', 2],
      ['04-05', 3],
      ['04-25', 3],
    ] as const) {
      compound.today(day(on_));
      await remind({ building: null, unit: '01-102' });
      expect(await stage('01-102')).toBe(expected);
    }
    expect(await refusedBy(remind({ building: null, unit: '01-101' }))).toEqual({ code: 'REMINDER_NONE', details: { name: '01-101' } });
    expect((await refusedBy(on.recordReminders.execute(compound.as('CASHIER'), { building: '1幢', unit: null }))).code).toBe('NOT_ALLOWED');
  });

  describe('stay with the unit when it changes hands', () => {
    const change = (ownerName: string, from: BusinessDate) => on.changeUnitOwner.execute(compound.bookkeeper(), { unit: '01-102', ownerName, from });

    it('and a notice names who owns it on its day; who it was before is kept', async () => {
      compound.today(day('03-05'));
      await change('新业主', day('03-01'));
      const [first] = await overdue(day('03-05'));
      expect([first?.unit.ownerName, first?.total.toString()]).toEqual(['新业主', '100.46']);
      expect((await compound.read((tx) => on.units.owners(tx, compound.unitId('01-102')))).map(({ name, from, to }) => [name, from, to])).toEqual([
        ['新业主', '2024-03-01', null],
        ['乙', '2024-01-01', '2024-02-29'],
      ]);
    });

    it('not to somebody of no name, on a day ahead or before the present owner, or to who has it', async () => {
      expect((await refusedBy(change('', day('02-01')))).code).toBe('UNITS_OWNER_NAME');
      expect((await refusedBy(change('新业主', day('02-02')))).code).toBe('UNITS_OWNER_AHEAD');
      expect((await refusedBy(change('新业主', day('01-01')))).code).toBe('UNITS_OWNER_BEFORE');
      expect((await refusedBy(change('乙', day('02-01')))).code).toBe('UNITS_OWNER_SAME');
      expect((await refusedBy(on.changeUnitOwner.execute(compound.bookkeeper(), { unit: '99-999', ownerName: '新', from: day('02-01') }))).code).toBe(
        'UNITS_OWNER_UNKNOWN',
      );
      expect((await refusedBy(on.changeUnitOwner.execute(compound.as('CASHIER'), { unit: '01-102', ownerName: '新', from: day('02-01') }))).code).toBe(
        'NOT_ALLOWED',
      );
    });
  });
});
