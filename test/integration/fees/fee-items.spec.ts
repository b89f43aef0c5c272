import { accountingPeriod, businessDate, Money } from '../../../src/kernel/index.js';
import { refusedBy } from '../../support/refusal.js';
import { billingOnDatabase, type BillingCompound } from './billing-fixture.js';
import { day, month } from './fixture.js';

describe('what units are billed for', () => {
  let on: Awaited<ReturnType<typeof billingOnDatabase>>;
  let compound: BillingCompound;

  beforeAll(async () => {
    on = await billingOnDatabase();
  });
  beforeEach(async () => {
    compound = await on.compound();
  });
  afterEach(async () => expect(await compound.violations()).toEqual([]));
  afterAll(() => on.destroy());

  const bills = async (period: string) =>
    (await compound.read((tx) => on.fees.bills(tx, month(period)))).map(({ unitCode, item, amount }) => `${unitCode} ${item} ${amount.toString()}`);
  const shown = async (work: Promise<unknown>) => {
    const { code, details } = await refusedBy(work);
    return `${code} ${JSON.stringify(details)}`;
  };

  it('is also an item that a resolution gave a rate, beside the property fee, which stays as it was', async () => {
    await compound.item();
    const { value } = await compound.bill(month('01'));
    expect(value).toMatchObject({
      households: 4,
      bills: 7,
      total: '442.73',
      byItem: [
        { item: 'PM', bills: 4, total: '352.73' },
        { item: 'LIFT', bills: 3, total: '90.00' },
      ],
    });
    expect(await bills('01')).toEqual([
      '01-101 PM 75.23',
      '01-101 LIFT 30.00',
      '01-102 PM 75.23',
      '01-102 LIFT 30.00',
      '02-101 PM 90.27',
      '02-101 LIFT 30.00',
      'S-01 PM 112.00',
    ]);
    compound.today(day('02-01'));
    await on.giveFeeRate.execute(compound.bookkeeper(), {
      item: 'LIFT',
      unitKind: 'FLAT',
      from: month('02'),
      rate: '32.5',
      resolutionNo: compound.resolutionNo,
    });
    const second = (await compound.bill(month('02'))).value;
    expect(second.byItem[1]).toEqual({ item: 'LIFT', bills: 3, total: '97.50' });
    expect(second.differences).toHaveLength(3);
    expect(second.differences[0]).toEqual({ unitCode: '01-101', item: 'LIFT', kind: 'CHANGED', amount: '32.50', previousAmount: '30.00' });
    await on.endFeeItem.execute(compound.bookkeeper(), { item: 'LIFT', to: month('02') });
    compound.today(day('03-01'));
    expect((await compound.bill(month('03'))).value.byItem).toEqual([{ item: 'PM', bills: 4, total: '352.73' }]);
  });

  it('an item of a quarter is billed in its first month, and by days where it begins later', async () => {
    await compound.item({ cycle: 'QUARTERLY' });
    await compound.bill(month('01'));
    expect((await bills('01')).filter((bill) => bill.includes('LIFT'))).toEqual(['01-101 LIFT 90.00', '01-102 LIFT 90.00', '02-101 LIFT 90.00']);
    await compound.item({ code: 'PARK', cycle: 'QUARTERLY', from: month('02'), rates: [{ unitKind: 'SHOP', rate: '30' }] });
    compound.today(day('02-01'));
    await compound.bill(month('02'));
    expect((await bills('02')).filter((bill) => !bill.includes('PM'))).toEqual(['S-01 PARK 59.34']);
    compound.today(day('03-01'));
    await compound.bill(month('03'));
    expect((await bills('03')).filter((bill) => !bill.includes('PM'))).toEqual([]);
  });

  it('an item of a year that one of its months has billed is not missing in another, whenever the unit’s days are changed', async () => {
    await compound.item({ cycle: 'YEARLY' });
    await on.setUnitTerm.execute(compound.bookkeeper(), { unit: '01-101', from: businessDate('2024-02-01'), to: null, reason: '2月交付' });
    await compound.bill(month('01'));
    compound.today(day('02-01'));
    await compound.bill(month('02'));
    expect((await bills('02')).filter((bill) => bill.includes('LIFT'))).toEqual(['01-101 LIFT 329.51']);
    await on.setUnitTerm.execute(compound.bookkeeper(), { unit: '01-101', from: null, to: null, reason: '1月已交付' });
    const { value } = await on.billMissing.execute(compound.bookkeeper(), { period: month('01'), dryRun: true });
    expect(value.rows.map(({ unitCode, item, amount }) => `${unitCode} ${item} ${amount}`)).toEqual(['01-101 PM 75.23']);
  });

  it('is less with a discount, and by days where a unit was handed over inside the month', async () => {
    await compound.discount();
    await compound.discount({ unit: null, unitKind: 'SHOP', percent: null, yuan: Money.parse('12.00') });
    await on.setUnitTerm.execute(compound.bookkeeper(), { unit: '01-102', from: businessDate('2024-01-16'), to: null, reason: '1月16日交付' });
    await compound.bill(month('01'));
    expect(await bills('01')).toEqual(['01-101 PM 52.66', '01-102 PM 38.83', '02-101 PM 90.27', 'S-01 PM 100.00']);
    const [discount] = await compound.read((tx) => on.feeItems.discounts(tx));
    await compound.endDiscount(discount?.id ?? 0, day('01-31'));
    compound.today(day('02-01'));
    await compound.bill(month('02'));
    expect(await bills('02')).toEqual(['01-101 PM 52.66', '01-102 PM 75.23', '02-101 PM 90.27', 'S-01 PM 112.00']);
  });

  it('is what a meter counted, in the month after, a change of the meter included', async () => {
    await compound.item({ code: 'WATER', name: '公摊水费', basis: 'METER', rates: [{ unitKind: 'FLAT', rate: '2.75' }] });
    await compound.meters('WATER', 'unit,serial,start\n01-101,A1,100\n01-102,A2,0\n02-101,A3,7.5');
    await compound.bill(month('01'));
    compound.today(day('02-01'));
    const read = await compound.readings('WATER', month('01'), 'unit,reading,old_final,new_start\n01-101,107.125,,\n01-102,3,4.5,1');
    expect(read.value).toMatchObject({ lines: 2, quantity: '13.625', refused: [] });
    const { value } = await compound.bill(month('02'));
    expect(value.withoutReading).toEqual([{ unitCode: '02-101', item: 'WATER' }]);
    expect((await bills('02')).filter((bill) => bill.includes('WATER'))).toEqual(['01-101 WATER 19.59', '01-102 WATER 17.88']);
    compound.today(day('03-01'));
    await compound.readings('WATER', month('02'), 'unit,reading\n01-101,107.125\n02-101,9.5');
    await compound.bill(month('03'));
    expect((await bills('03')).filter((bill) => bill.includes('WATER'))).toEqual(['02-101 WATER 5.50']);
  });

  describe('refuses, and writes nothing:', () => {
    it('an item without a resolution of fees in force, with a bad code or rate, twice, or for months that are billed', async () => {
      expect(await shown(compound.item({ resolutionNo: 'JY2024-009' }))).toContain('RESOLUTION_UNKNOWN');
      const other = await on.decisions.decide(compound.owners(), { kind: 'SPENDING', title: '别的' });
      expect(await shown(compound.item({ resolutionNo: other }))).toContain('RESOLUTION_KIND_DIFFERS');
      for (const code of ['PM', 'lift', 'L', '1A', 'TOOLONGCODE']) expect((await refusedBy(compound.item({ code }))).code).toBe('FEE_ITEM_CODE');
      for (const rate of ['0', '-1', '1.23456', '1000000'])
        expect((await refusedBy(compound.item({ rates: [{ unitKind: 'FLAT', rate }] }))).code).toBe('FEE_RATE_INVALID');
      expect((await refusedBy(compound.item({ rates: [{ unitKind: 'FLAT', rate: 'x' }] }))).code).toBe('RATE_INVALID');
      expect((await refusedBy(compound.item({ rates: [] }))).code).toBe('FEE_RATES_MISSING');
      expect((await refusedBy(compound.item({ basis: 'METER', cycle: 'YEARLY' }))).code).toBe('FEE_ITEM_CYCLE');
      await compound.item();
      expect((await refusedBy(compound.item())).code).toBe('FEE_ITEM_TAKEN');
      await compound.bill(month('01'));
      expect(await refusedBy(compound.item({ code: 'PARK' }))).toEqual({
        code: 'FEE_ITEM_BILLED',
        details: { from: '2024-01', billedThrough: '2024-01', earliest: '2024-02' },
      });
      expect((await refusedBy(on.recordFeeItem.execute(compound.as('CASHIER'), {} as never))).code).toBe('NOT_ALLOWED');
      expect(await compound.read((tx) => on.feeItems.all(tx))).toHaveLength(1);
    });

    it('a rate inside a cycle, of another kind, twice, or of no item; an end before what is billed', async () => {
      await compound.item({ cycle: 'QUARTERLY' });
      const give = (change: object) =>
        on.giveFeeRate.execute(compound.bookkeeper(), {
          item: 'LIFT',
          unitKind: 'FLAT',
          from: month('04'),
          rate: '31',
          resolutionNo: compound.resolutionNo,
          ...change,
        });
      expect(await refusedBy(give({ from: month('05') }))).toEqual({ code: 'FEE_RATE_MONTH', details: { item: 'LIFT', from: '2024-05', start: '2024-04' } });
      expect((await refusedBy(give({ unitKind: 'SHOP' }))).code).toBe('FEE_ITEM_KIND');
      expect((await refusedBy(give({ from: month('01') }))).code).toBe('FEE_RATE_TAKEN');
      expect((await refusedBy(give({ item: 'NONE' }))).code).toBe('FEE_ITEM_UNKNOWN');
      await compound.bill(month('01'));
      expect(await refusedBy(on.endFeeItem.execute(compound.bookkeeper(), { item: 'LIFT', to: month('02') }))).toEqual({
        code: 'FEE_ITEM_BILLED_BEYOND',
        details: { item: 'LIFT', to: '2024-02', through: '2024-03' },
      });
      await on.endFeeItem.execute(compound.bookkeeper(), { item: 'LIFT', to: month('03') });
      expect((await refusedBy(on.endFeeItem.execute(compound.bookkeeper(), { item: 'LIFT', to: month('04') }))).code).toBe('FEE_ITEM_ENDED');
    });

    it('a discount of nobody, of nothing, of a meter, beside another one, or for what is billed', async () => {
      expect((await refusedBy(compound.discount({ unit: null }))).code).toBe('DISCOUNT_TARGET');
      expect((await refusedBy(compound.discount({ unitKind: 'FLAT' }))).code).toBe('DISCOUNT_TARGET');
      for (const change of [
        { percent: null },
        { percent: '0' },
        { percent: '100.01' },
        { percent: '1.234' },
        { percent: null, yuan: Money.zero },
        { yuan: Money.parse('1.00') },
      ])
        expect((await refusedBy(compound.discount(change))).code).toBe('DISCOUNT_VALUE');
      expect((await refusedBy(compound.discount({ to: businessDate('2023-12-31') }))).code).toBe('DISCOUNT_DAYS');
      expect((await refusedBy(compound.discount({ unit: '99-999' }))).code).toBe('BILLING_UNIT_UNKNOWN');
      expect((await refusedBy(compound.discount({ item: 'NONE' }))).code).toBe('FEE_ITEM_UNKNOWN');
      expect((await refusedBy(compound.discount({ document: '' }))).code).toBe('BILLING_TEXT');
      await compound.item({ code: 'WATER', basis: 'METER' });
      expect((await refusedBy(compound.discount({ item: 'WATER' }))).code).toBe('DISCOUNT_METER');
      await compound.discount({ to: day('01-10') });
      expect((await refusedBy(compound.discount({ from: day('01-20') }))).code).toBe('DISCOUNT_TAKEN');
      await compound.bill(month('01'));
      expect((await refusedBy(compound.discount({ unit: '01-102', from: day('01-20') }))).code).toBe('FEE_ITEM_BILLED');
      expect((await refusedBy(on.setUnitTerm.execute(compound.bookkeeper(), { unit: '01-101', from: null, to: day('01-20'), reason: '拆除' }))).code).toBe(
        'FEE_ITEM_BILLED',
      );
      const [discount] = await compound.read((tx) => on.feeItems.discounts(tx));
      expect((await refusedBy(compound.askEnd(discount?.id ?? 0, day('01-05')))).code).toBe('FEE_ITEM_BILLED');
      expect((await refusedBy(compound.askEnd(999_999, day('01-05')))).code).toBe('NOT_FOUND');
    });

    it('a file of which a line is wrong, telling each of them', async () => {
      await compound.item({ code: 'WATER', basis: 'METER' });
      const meters = 'unit,serial,start\n01-101,A1,100\n99-999,A2,0\n01-101,A3,0\nS-01,A4,0\n01-102,A5,1.2345';
      expect((await compound.meters('WATER', meters, true)).value.refused.map(({ line, code }) => [line, code])).toEqual([
        [3, 'BILLING_UNIT_UNKNOWN'],
        [4, 'METER_UNIT_REPEATED'],
        [5, 'FEE_ITEM_KIND'],
        [6, 'METER_VALUE'],
      ]);
      expect(await refusedBy(compound.meters('WATER', meters))).toEqual({
        code: 'METER_LINE_REFUSED',
        details: { line: 3, count: 4, why: 'BILLING_UNIT_UNKNOWN' },
      });
      expect(await compound.read((tx) => on.feeItems.meters(tx))).toEqual([]);
      await compound.meters('WATER', 'unit,serial,start\n01-101,A1,100');
      expect((await compound.meters('WATER', 'unit,serial,start\n01-101,A1,100', true)).value.refused).toMatchObject([{ code: 'METER_TAKEN' }]);
      const low = 'unit,reading\n01-101,99.9\n01-102,5';
      expect((await compound.readings('WATER', month('01'), low, true)).value.refused.map(({ line, code }) => [line, code])).toEqual([
        [2, 'METER_RUNS_BACK'],
        [3, 'METER_UNKNOWN'],
      ]);
      expect((await refusedBy(compound.readings('WATER', month('01'), low))).code).toBe('METER_LINE_REFUSED');
      expect((await refusedBy(compound.readings('WATER', accountingPeriod('2024-02'), 'unit,reading\n01-101,100'))).code).toBe('METER_MONTH_AHEAD');
      for (const [text, code] of [
        ['unit\n01-101', 'METER_FILE_COLUMNS'],
        ['unit,reading\n', 'METER_FILE_EMPTY'],
        ['unit,reading\n"01', 'METER_FILE_TEXT'],
      ] as const)
        expect((await refusedBy(compound.readings('WATER', month('01'), text))).code).toBe(code);
      await compound.item();
      expect((await refusedBy(compound.meters('LIFT', 'unit,serial,start\n01-101,A1,0'))).code).toBe('FEE_ITEM_NO_METER');
    });
  });
});
