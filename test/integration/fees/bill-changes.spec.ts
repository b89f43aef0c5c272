import { required } from '../../../src/kernel/index.js';
import { refusedBy } from '../../support/refusal.js';
import { billingOnDatabase, type BillingCompound } from './billing-fixture.js';
import { day, month } from './fixture.js';

describe('bills that were wrong', () => {
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

  const rehearsed = async (period: string) => (await compound.bill(month(period), { dryRun: true })).value.fingerprint;
  const confirm = (period: string, fingerprint: string) => on.runBills.execute(compound.bookkeeper(), { period: month(period), dryRun: false, fingerprint });

  describe('a confirmation', () => {
    it('bills what was seen', async () => {
      expect((await confirm('01', await rehearsed('01'))).value.total).toBe('352.73');
    });

    it('is refused when something changed since: a unit, a discount, a term', async () => {
      const seen = await rehearsed('01');
      await compound.discount();
      expect(await refusedBy(confirm('01', seen))).toEqual({ code: 'BILLING_PREVIEW_STALE', details: { period: '2024-01' } });
      expect(await compound.footprint()).toMatchObject({ seq: 0, runs: 0, bills: 0 });
      expect((await confirm('01', await rehearsed('01'))).value.total).toBe('330.16');
    });

    it('is refused while somebody has no rate, whom the dry run names', async () => {
      await compound.item({ rates: [{ unitKind: 'FLAT', rate: '30' }], from: month('02') });
      await compound.run((tx) =>
        tx.query(
          `insert into mingbai.fee_item select community_id, id + 100000, 'LIFT2', name, basis, cycle, array['FLAT', 'SHOP'], late_fees, '2024-01', null, recorded_by, recorded_at from mingbai.fee_item`,
        ),
      );
      const { value } = await compound.bill(month('01'), { dryRun: true });
      expect(value.withoutRate).toHaveLength(4);
      expect(value.withoutRate[3]).toEqual({ unitCode: 'S-01', unitKind: 'SHOP', item: 'LIFT2' });
      expect(await refusedBy(compound.bill(month('01')))).toEqual({
        code: 'FEES_RATE_MISSING',
        details: { unitKind: 'FLAT', unit: '01-101', item: 'LIFT2', period: '2024-01' },
      });
    });
  });

  describe('a run is undone', () => {
    it('whole, with every entry reversed on its own day, and can be made again', async () => {
      await compound.bill(month('01'));
      expect((await compound.undo(month('01'))).value).toEqual({ period: '2024-01', bills: 4, total: '352.73', prepaymentBack: '0.00' });
      expect(await compound.balance('1101')).toBe('0.00');
      expect(await compound.balance('4001')).toBe('0.00');
      expect(await compound.read((tx) => on.fees.billRun(tx, month('01')))).toBeNull();
      expect((await compound.read((tx) => on.fees.billed(tx, month('01')))).toString()).toBe('0.00');
      await compound.discount();
      expect((await compound.bill(month('01'))).value.total).toBe('330.16');
      expect(await compound.footprint()).toMatchObject({ runs: 2, bills: 8, voided: 4, seq: 12 });
    });

    it('with what it had used of prepayments given back', async () => {
      await compound.bill(month('01'));
      await compound.record([compound.money('01-101', '200.00', '01-09')]);
      compound.today(day('02-01'));
      expect((await compound.bill(month('02'))).value.prepaymentApplied).toBe('75.23');
      expect((await compound.undo(month('02'))).value).toMatchObject({ bills: 4, prepaymentBack: '75.23' });
      expect(await compound.balance('2001', '01-101')).toBe('124.77');
      expect((await compound.read((tx) => on.fees.collected(tx, month('02')))).toString()).toBe('0.00');
      expect((await compound.bill(month('02'))).value.prepaymentApplied).toBe('75.23');
      expect(await compound.balance('2001', '01-101')).toBe('49.54');
    });

    it('with the readings that it had billed, which the next run bills', async () => {
      await compound.item({ code: 'WATER', basis: 'METER', rates: [{ unitKind: 'FLAT', rate: '2.75' }] });
      await compound.meters('WATER', 'unit,serial,start\n01-101,A1,100');
      await compound.readings('WATER', month('01'), 'unit,reading\n01-101,104');
      await compound.bill(month('01'));
      compound.today(day('02-01'));
      expect((await compound.bill(month('02'))).value.total).toBe('363.73');
      await compound.undo(month('02'));
      expect((await compound.bill(month('02'))).value.total).toBe('363.73');
    });

    it('once for one key', async () => {
      await compound.bill(month('01'));
      const first = await compound.undo(month('01'), 'undo-january');
      expect(await compound.undo(month('01'), 'undo-january')).toEqual({ value: first.value, replayed: true });
    });

    it('not after the first payment, nor after a waiver, a close, or when there is none', async () => {
      expect(await refusedBy(compound.undo(month('01')))).toEqual({ code: 'BILLING_RUN_NONE', details: { period: '2024-01' } });
      await compound.bill(month('01'));
      await compound.record([compound.money('02-101', '0.01', '01-09')]);
      const written = await compound.footprint();
      expect(await refusedBy(compound.undo(month('01')))).toEqual({
        code: 'BILLING_RUN_SETTLED',
        details: { period: '2024-01', unit: '02-101', settled: '0.01' },
      });
      expect(await compound.footprint()).toEqual(written);
      expect((await refusedBy(on.undoBillRun.execute(compound.as('CASHIER'), { period: month('01'), reason: '错' }))).code).toBe('NOT_ALLOWED');
      expect((await refusedBy(on.undoBillRun.execute(compound.bookkeeper(), { period: month('01'), reason: '' }))).code).toBe('BILLING_TEXT');
    });

    it('not once its month is closed', async () => {
      await compound.bill(month('01'));
      await compound.close(month('01'));
      expect((await refusedBy(compound.undo(month('01')))).code).toBe('LEDGER_PERIOD_CLOSED');
    });
  });

  describe('one bill that is paid is taken back', () => {
    const entryOf = async (code: string) => required((await compound.unitLedger(code)).bills[0], 'bill').entrySeq;
    const reverse = async (code: string, returnPayments: boolean) =>
      on.reverseEntry.execute(compound.bookkeeper(), { seq: await entryOf(code), reason: '面积录错', returnPayments });

    beforeEach(async () => {
      await compound.bill(month('01'));
      await compound.record([compound.money('01-101', '75.23', '01-09')]);
    });

    it('by giving the money back to the unit first, as a prepayment (P05, P03e)', async () => {
      expect((await refusedBy(reverse('01-101', false))).code).toBe('FEES_BILL_PAID');
      expect((await reverse('01-101', true)).value).toMatchObject({ returned: '75.23', effectiveOn: '2024-01-09' });
      expect([await compound.balance('1101', '01-101'), await compound.balance('2001', '01-101')]).toEqual(['0.00', '75.23']);
      expect((await compound.read((tx) => on.fees.collected(tx, month('01')))).toString()).toBe('0.00');
    });

    it('and the money settles what else is open', async () => {
      compound.today(day('02-01'));
      await compound.bill(month('02'));
      expect((await reverse('01-101', true)).value.returned).toBe('75.23');
      expect([await compound.balance('1101', '01-101'), await compound.balance('2001', '01-101')]).toEqual(['0.00', '0.00']);
    });
  });
});
