import { accountingPeriod, businessDate } from '../../../src/kernel/index.js';
import { refusedBy } from '../../support/refusal.js';
import { day, demoUnits, feesOnDatabase, month, type Compound } from './fixture.js';

describe('RunBills', () => {
  let on: Awaited<ReturnType<typeof feesOnDatabase>>;
  let compound: Compound;

  beforeAll(async () => {
    on = await feesOnDatabase();
  });
  afterEach(async () => expect(await compound.violations()).toEqual([]));
  afterAll(() => on.database.destroy());

  it('bills 612 flats and 18 shops of the demo compound in one call: 56,643.80', async () => {
    compound = await on.compound(demoUnits);
    const rehearsed = await compound.bill(month('01'), { dryRun: true });
    expect(rehearsed.value).toEqual({
      period: '2024-01',
      dryRun: true,
      households: 630,
      bills: 630,
      total: '56643.80',
      byItem: [{ item: 'PM', bills: 630, total: '56643.80' }],
      previousTotal: null,
      change: null,
      differences: [],
      withoutRate: [],
      withoutReading: [],
      prepaymentApplied: '0.00',
      fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });
    expect(await compound.footprint()).toMatchObject({ seq: 0, runs: 0, bills: 0 });

    const { value, replayed } = await compound.bill(month('01'));
    expect({ value, replayed }).toEqual({ value: { ...rehearsed.value, dryRun: false }, replayed: false });
    expect(await compound.footprint()).toMatchObject({ seq: 630, runs: 1, bills: 630 });
    expect(await compound.balance('1101')).toBe('56643.80');
    expect(await compound.balance('4001', undefined, day('01-01'))).toBe('56643.80');
    const { byKind, byBuilding } = await compound.read((tx) => on.fees.summary(tx, day('01-31')));
    expect(byKind.map(({ unitKind, bills, billed }) => [unitKind, bills, billed.toString()])).toEqual([
      ['FLAT', 612, '54627.80'],
      ['SHOP', 18, '2016.00'],
    ]);
    expect(byBuilding.filter((group) => group.bills === 36)).toHaveLength(17);
  });

  it('bills each month once: the same request is answered again, another one is refused, and neither writes', async () => {
    compound = await on.compound();
    const first = await compound.bill(month('01'), { key: 'january-bills' });
    const written = await compound.footprint();
    expect(await compound.bill(month('01'), { key: 'january-bills' })).toEqual({ value: first.value, replayed: true });
    expect(await refusedBy(compound.bill(month('01'), { key: 'january-again' }))).toEqual({
      code: 'FEES_ALREADY_BILLED',
      details: { period: '2024-01', on: '2024-01-01' },
    });
    expect(await refusedBy(compound.bill(month('02'), { key: 'january-bills' }))).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    expect((await refusedBy(compound.bill(month('01'), { dryRun: true }))).code).toBe('FEES_ALREADY_BILLED');
    expect(await compound.footprint()).toEqual(written);
  });

  it('bills a month once also when two ask at the same moment', async () => {
    compound = await on.compound();
    const results = await Promise.allSettled([compound.bill(month('01')), compound.bill(month('01'))]);
    expect(results.map((result) => result.status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await compound.footprint()).toMatchObject({ runs: 1, bills: 4, seq: 4 });
  });

  it('tells the change against the month before, unit by unit', async () => {
    compound = await on.compound();
    await compound.bill(month('01'));
    await compound.importUnits(new TextEncoder().encode('code,building,label,kind,area,owner\n02-102,2幢,2幢102室,FLAT,127.40,戊'));
    compound.today(day('02-01'));
    const { value } = await compound.bill(month('02'));
    expect(value).toMatchObject({
      households: 5,
      total: '461.02',
      previousTotal: '352.73',
      change: '108.29',
      differences: [{ unitCode: '02-102', item: 'PM', kind: 'NEW', amount: '108.29', previousAmount: null }],
    });
  });

  it('applies what was paid in advance, on the first of the month', async () => {
    compound = await on.compound();
    await compound.bill(month('01'));
    await compound.record([compound.money('01-101', '200.00', '01-09')]);
    compound.today(day('02-01'));
    expect((await compound.bill(month('02'), { dryRun: true })).value.prepaymentApplied).toBe('75.23');
    expect((await compound.bill(month('02'))).value.prepaymentApplied).toBe('75.23');
    expect(await compound.balance('2001', '01-101')).toBe('49.54');
    expect((await compound.read((tx) => on.fees.collected(tx, month('02')))).toString()).toBe('75.23');
    const { settlements } = await compound.unitLedger('01-101');
    expect(settlements.map(({ period, amount, effectiveOn, receiptNumber }) => [period, amount.toString(), effectiveOn, receiptNumber])).toEqual([
      ['2024-01', '75.23', '2024-01-09', 'SJ2024-000001'],
      ['2024-02', '75.23', '2024-02-01', null],
    ]);
    compound.today(day('03-01'));
    await compound.bill(month('03'));
    expect(await compound.balance('2001', '01-101')).toBe('0.00');
    expect(await compound.balance('1101', '01-101')).toBe('25.69');
  });

  it('dates an application on the day the money came when a month is billed late', async () => {
    compound = await on.compound();
    await compound.record([compound.money('01-101', '75.23', '01-09')]);
    await compound.bill(month('01'));
    const { settlements } = await compound.unitLedger('01-101');
    expect(settlements.map(({ effectiveOn }) => effectiveOn)).toEqual(['2024-01-09']);
  });

  describe('refuses, and writes nothing:', () => {
    const refused = async (work: Promise<unknown>) => {
      const refusal = await refusedBy(work);
      expect(await compound.footprint()).toMatchObject({ seq: 0, runs: 0, bills: 0 });
      return refusal;
    };

    it('a month that has not begun', async () => {
      compound = await on.compound();
      expect(await refused(compound.bill(month('02')))).toEqual({ code: 'FEES_MONTH_NOT_BEGUN', details: { period: '2024-02', today: '2024-01-01' } });
    });

    it('a closed month, and one before the book', async () => {
      compound = await on.compound();
      await compound.close(month('01'));
      expect(await refused(compound.bill(month('01')))).toEqual({ code: 'LEDGER_PERIOD_CLOSED', details: { date: '2024-01-01', closedThrough: '2024-01-31' } });
      expect((await refused(compound.bill(accountingPeriod('2023-12')))).code).toBe('LEDGER_PERIOD_CLOSED');
    });

    it('a month that no contract covers', async () => {
      compound = await on.compound();
      compound.today(businessDate('2027-01-01'));
      expect(await refused(compound.bill(accountingPeriod('2027-01')))).toEqual({ code: 'CONTRACT_NONE', details: { period: '2027-01' } });
    });

    it('a compound without units', async () => {
      compound = await on.compound(null);
      expect((await refused(compound.bill(month('01')))).code).toBe('FEES_NO_UNITS');
    });

    it('everybody but the bookkeeper, also for a dry run', async () => {
      compound = await on.compound();
      expect((await refused(compound.bill(month('01'), { role: 'CASHIER' }))).code).toBe('NOT_ALLOWED');
      expect((await refused(compound.bill(month('01'), { role: 'FIRM', dryRun: true }))).code).toBe('NOT_ALLOWED');
    });
  });
});
