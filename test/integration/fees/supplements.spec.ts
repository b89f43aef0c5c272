import type { Client } from 'pg';
import { Money, required, type Role } from '../../../src/kernel/index.js';
import { invariants, type RequestWaiverRequest } from '../../../src/modules/fees/index.js';
import { violations } from '../../support/books.js';
import { refusedBy } from '../../support/refusal.js';
import { billingOnDatabase, type BillingCompound } from './billing-fixture.js';
import { day, month } from './fixture.js';

const oneMore = new TextEncoder().encode(['code,building,label,kind,area,owner', '02-102,2幢,2幢102室,FLAT,100.00,戊'].join('\n'));

describe('what a month that was billed lacks', () => {
  let on: Awaited<ReturnType<typeof billingOnDatabase>>;
  let compound: BillingCompound;

  beforeAll(async () => {
    on = await billingOnDatabase();
  });
  beforeEach(async () => {
    compound = await on.compound();
    await compound.bill(month('01'));
  });
  afterEach(async () => expect(await compound.violations()).toEqual([]));
  afterAll(() => on.destroy());

  const rehearse = async (period = '01', units: string[] = []) =>
    (await on.billMissing.execute(compound.bookkeeper(), { period: month(period), dryRun: true, units })).value;
  const supplement = async (period = '01', { units = [] as string[], fingerprint = null as string | null, key = null as string | null } = {}) =>
    on.billMissing.execute(compound.bookkeeper(key), { period: month(period), dryRun: false, fingerprint, units });
  const undo = (number: number, reason = '补错了') => on.undoBillRun.execute(compound.bookkeeper(), { period: month('01'), reason, supplement: number });
  type Asked = Parameters<typeof on.askCorrection.execute>[1];
  const stated: Asked = { unit: '01-101', from: month('01'), kind: 'FLAT', area: '86.50', reason: '测绘更正', document: '测绘报告 2024-3' };
  const ask = async (change: Partial<Asked> = {}, by = compound.bookkeeper()) => (await on.askCorrection.execute(by, { ...stated, ...change })).value.id;
  const decide = async (id: Awaited<ReturnType<typeof ask>>, decision: 'AGREED' | 'REFUSED' = 'AGREED', by = compound.owners(), reason: string | null = null) =>
    (await on.decideCorrection.execute(by, { id, decision, reason })).value;
  const correct = async (area: string, from = '01') => decide(await ask({ area, from: month(from) }));
  const entryOf = async (code: string) =>
    required(
      (await compound.unitLedger(code)).bills.findLast(({ state }) => state !== 'VOID'),
      'bill',
    ).entrySeq;
  const takeBack = async (code: string, returnPayments = false) =>
    on.reverseEntry.execute(compound.bookkeeper(), { seq: await entryOf(code), reason: '面积录错', returnPayments });

  const takeBackOf = async (code: string, period: string) => {
    const bill = (await compound.unitLedger(code)).bills.find((one) => one.state !== 'VOID' && one.period === period);
    return on.reverseEntry.execute(compound.bookkeeper(), { seq: required(bill, 'bill').entrySeq, reason: '面积录错', returnPayments: true });
  };

  it('is nothing while every unit has its bill', async () => {
    const written = await compound.footprint();
    expect(await refusedBy(rehearse())).toEqual({ code: 'BILLS_MISSING_NONE', details: { period: '2024-01' } });
    expect((await refusedBy(supplement())).code).toBe('BILLS_MISSING_NONE');
    expect(await compound.footprint()).toEqual(written);
  });

  it('is told and billed: a bill that was wrong and taken back, by the corrected area', async () => {
    await correct('86.50');
    expect((await refusedBy(rehearse())).code).toBe('BILLS_MISSING_NONE');
    await takeBack('01-101');
    const { fingerprint, ...told } = await rehearse();
    expect(told).toEqual({
      period: '2024-01',
      dryRun: true,
      supplement: null,
      countsFrom: '2024-01-01',
      dueOn: '2024-01-31',
      households: 1,
      bills: 1,
      total: '73.53',
      rows: [{ unitCode: '01-101', item: 'PM', amount: '73.53', takenBack: '75.23', countsFrom: '2024-01-01', dueOn: '2024-01-31' }],
      withoutRate: [],
      prepaymentApplied: '0.00',
    });
    const { value } = await supplement('01', { fingerprint });
    expect({ ...value, supplement: null, dryRun: true }).toEqual({ ...told, fingerprint });
    expect(await compound.balance('1101', '01-101')).toBe('73.53');
    expect((await compound.read((tx) => on.fees.billed(tx, month('01')))).toString()).toBe('351.03');
    expect(await compound.read((tx) => on.fees.supplements(tx, month('01')))).toMatchObject([{ id: value.supplement, bills: 1 }]);
    expect((await refusedBy(supplement())).code).toBe('BILLS_MISSING_NONE');
  });

  it('is a unit that was recorded later, of all or only of those named', async () => {
    await compound.importUnits(oneMore);
    await takeBack('S-01');
    expect((await rehearse()).rows.map(({ unitCode, amount, takenBack }) => `${unitCode} ${amount} ${takenBack}`)).toEqual([
      'S-01 112.00 112.00',
      '02-102 85.00 null',
    ]);
    expect((await supplement('01', { units: ['02-102'] })).value).toMatchObject({ total: '85.00', households: 1 });
    expect((await rehearse()).rows.map(({ unitCode }) => unitCode)).toEqual(['S-01']);
    expect(await refusedBy(rehearse('01', ['09-999']))).toEqual({ code: 'BILLING_UNIT_UNKNOWN', details: { field: 'units', unit: '09-999' } });
  });

  it('settles out of what came back from the wrong bill, once for one key', async () => {
    await compound.record([compound.money('01-101', '75.23', '01-09')]);
    await correct('86.50');
    await takeBack('01-101', true);
    expect((await rehearse()).prepaymentApplied).toBe('73.53');
    const first = await supplement('01', { key: 'january-again' });
    expect(first.value.prepaymentApplied).toBe('73.53');
    expect(await supplement('01', { key: 'january-again' })).toEqual({ value: first.value, replayed: true });
    expect([await compound.balance('1101', '01-101'), await compound.balance('2001', '01-101')]).toEqual(['0.00', '1.70']);
  });

  it('counts from the day on which the wrong one was taken back, also while its month is open: no month ends with both', async () => {
    compound.today(day('02-10'));
    await compound.bill(month('02'));
    await compound.record([compound.money('01-101', '75.23', '02-09')]);
    await correct('86.50');
    await takeBackOf('01-101', '2024-01');
    expect((await rehearse()).rows.map(({ unitCode, countsFrom }) => `${unitCode} ${countsFrom}`)).toEqual(['01-101 2024-02-09']);
    await supplement();
    const owedAt = async (on_: string) =>
      String(await compound.read((tx) => on.books.balance(tx, 'SVC', { code: '1101', holder: { type: 'unit', id: compound.unitId('01-101') } }, day(on_))));
    expect([await owedAt('01-31'), await owedAt('02-29')]).toEqual(['75.23', '73.53']);
  });

  it('is refused to another than the bookkeeper, for a month without a run, and by a confirmation of what has changed', async () => {
    await takeBack('01-101');
    const { fingerprint } = await rehearse();
    await correct('86.50');
    const written = await compound.footprint();
    expect(await refusedBy(supplement('01', { fingerprint }))).toEqual({ code: 'BILLING_PREVIEW_STALE', details: { period: '2024-01' } });
    expect(await refusedBy(supplement('02'))).toEqual({ code: 'BILLS_MISSING_NO_RUN', details: { period: '2024-02' } });
    for (const role of ['CASHIER', 'COMMITTEE', 'FIRM'] as Role[])
      expect((await refusedBy(on.billMissing.execute(compound.as(role), { period: month('01'), dryRun: false }))).code).toBe('NOT_ALLOWED');
    expect(await compound.footprint()).toEqual(written);
  });

  describe('is undone', () => {
    it('whole until the first payment, and then the run of the month', async () => {
      await takeBack('01-101');
      const { value } = await supplement();
      expect(await refusedBy(compound.undo(month('01')))).toEqual({ code: 'BILLING_RUN_SUPPLEMENTED', details: { period: '2024-01', supplements: 1 } });
      expect((await undo(required(value.supplement, 'number'))).value).toEqual({ period: '2024-01', bills: 1, total: '75.23', prepaymentBack: '0.00' });
      expect(await compound.balance('1101', '01-101')).toBe('0.00');
      expect((await compound.undo(month('01'))).value).toMatchObject({ bills: 3, total: '352.73' });
      expect(await compound.balance('1101')).toBe('0.00');
    });

    it('not after a payment, and only one that stands', async () => {
      await takeBack('01-101');
      const { value } = await supplement();
      expect(await refusedBy(undo(77))).toEqual({ code: 'BILLING_SUPPLEMENT_NONE', details: { period: '2024-01', supplement: 77 } });
      await compound.record([compound.money('01-101', '0.01', '01-09')]);
      expect((await refusedBy(undo(required(value.supplement, 'number')))).code).toBe('BILLING_RUN_SETTLED');
    });
  });

  describe('of a month that is closed', () => {
    beforeEach(async () => {
      await compound.record([compound.money('01-101', '75.23', '01-09')]);
      await compound.close(month('01'));
      compound.today(day('02-20'));
      await correct('86.50');
    });
    const figures = () =>
      compound.read(async (tx) => {
        const january = { from: month('01'), through: day('01-31') };
        const { billed, collected, unpaid } = await on.fees.figures(tx, january);
        return [billed, collected, unpaid, (await on.fees.statement(tx, january)).bills.amount, (await on.fees.byBuilding(tx, january))[0]?.billed].map(String);
      });

    it('counts from the day on which the wrong one was taken back, and leaves the closed month as it was', async () => {
      const before = await figures();
      expect((await takeBack('01-101', true)).value).toMatchObject({ returned: '75.23', effectiveOn: '2024-02-20' });
      const { value } = await supplement();
      expect(value).toMatchObject({ countsFrom: '2024-02-20', dueOn: '2024-02-29', total: '73.53', prepaymentApplied: '73.53' });
      expect(await figures()).toEqual(before);
      expect((await compound.read((tx) => on.fees.billed(tx, month('02')))).toString()).toBe('-1.70');
      expect([await compound.balance('1101', '01-101'), await compound.balance('2001', '01-101')]).toEqual(['0.00', '1.70']);
      const [wrong, right] = (await compound.unitLedger('01-101')).bills;
      expect([wrong?.state, right?.state, right?.bookedOn]).toEqual(['VOID', 'PAID', '2024-02-20']);
    });

    it('makes nobody late who had paid: not for the days before it was made, though the oldest other bill took the money', async () => {
      await compound.bill(month('02'));
      await takeBackOf('01-101', '2024-01');
      const { rows } = await rehearse();
      expect(rows).toMatchObject([{ unitCode: '01-101', countsFrom: '2024-02-20', dueOn: '2024-02-29' }]);
      await supplement();
      compound.today(day('03-02'));
      await compound.close(month('02'));
      const late = (await on.runLateFees.execute(compound.bookkeeper(), { through: day('02-29'), dryRun: true })).value.rows;
      expect(late.filter(({ unitCode }) => unitCode === '01-101')).toEqual([]);
    });

    it('is charged no day again that was paid or let off with the wrong one', async () => {
      compound.today(day('03-02'));
      await compound.bill(month('02'));
      await compound.close(month('02'));
      const { value } = await on.runLateFees.execute(compound.bookkeeper(), { through: day('02-29'), dryRun: false });
      const open = required(
        value.rows.find(({ unitCode, period }) => unitCode === 'S-01' && period === '2024-01'),
        'late fee',
      ).amount;
      expect(await refusedBy(takeBackOf('S-01', '2024-01'))).toEqual({ code: 'BILL_CORRECTION_LATE_FEES', details: { open } });
      const [lateFee] = await compound.run((tx) =>
        tx.query<{ id: number }>(
          `select f.id from mingbai.late_fee f join mingbai.bill b on b.community_id = $1 and b.id = f.bill_id where f.community_id = $1 and f.unit_id = $2 and b.period = '2024-01'`,
          [tx.communityId, compound.unitId('S-01')],
        ),
      );
      const asked = { kind: 'WAIVER', billId: null, amount: Money.parse(open), reason: '面积录错了', document: '测绘报告', resolutionNo: null } as const;
      const waiver = await on.requestWaiver.execute(compound.bookkeeper(), {
        ...asked,
        lateFeeId: required(lateFee, 'late fee').id as RequestWaiverRequest['lateFeeId'],
      });
      await on.decideWaiver.execute(compound.owners(), { id: waiver.value.id as never, decision: 'APPROVED', reason: null });
      await takeBackOf('S-01', '2024-01');
      await supplement();
      compound.today(day('04-02'));
      await compound.bill(month('03'));
      await compound.close(month('03'));
      const rows = (await on.runLateFees.execute(compound.bookkeeper(), { through: day('03-31'), dryRun: true })).value.rows;
      expect(rows.filter(({ unitCode, period }) => unitCode === 'S-01' && period === '2024-01').map(({ from }) => from)).toEqual(['2024-03-01']);
    });

    it('is undone while that day is open, and taken back by itself again', async () => {
      await takeBack('01-101', true);
      const { value } = await supplement();
      expect((await undo(required(value.supplement, 'number'))).value).toMatchObject({ bills: 1, prepaymentBack: '73.53' });
      await supplement();
      expect((await takeBack('01-101', true)).value).toMatchObject({ returned: '73.53', effectiveOn: '2024-02-20' });
      const again = await supplement();
      compound.today(day('03-02'));
      await compound.bill(month('02'));
      await compound.close(month('02'));
      expect((await refusedBy(undo(required(again.value.supplement, 'number')))).code).toBe('LEDGER_PERIOD_CLOSED');
    });

    it('is late from the day from which the wrong one was: made again it lets nobody off; what was never asked for is late when it could be paid', async () => {
      await compound.importUnits(oneMore);
      await takeBack('S-01');
      expect((await rehearse()).rows.map(({ unitCode }) => unitCode)).toEqual(['S-01', '02-102']);
      await supplement();
      compound.today(day('03-02'));
      await compound.bill(month('02'));
      await compound.close(month('02'));
      const { value } = await on.runLateFees.execute(compound.bookkeeper(), { through: day('02-29'), dryRun: true });
      expect(value.rows.filter(({ period }) => period === '2024-01').map(({ unitCode }) => unitCode)).toEqual(
        expect.arrayContaining(['01-102', '02-101', 'S-01']),
      );
      expect(value.rows.some(({ unitCode }) => unitCode === '02-102')).toBe(false);
      expect((await compound.unitLedger('02-102')).bills[0]?.dueOn).toBe('2024-02-29');
    });

    it('is never in a month together with the wrong one: of a month later than the first open one both are in that', async () => {
      compound.today(day('03-05'));
      await compound.bill(month('02'));
      const unpaidAtFebruarysEnd = async () => String(await compound.read((tx) => on.fees.unpaid(tx, { from: month('01'), through: day('02-29') })));
      const before = await unpaidAtFebruarysEnd();
      const [january] = (await compound.unitLedger('S-01')).bills;
      await on.reverseEntry.execute(compound.bookkeeper(), { seq: required(january, 'bill').entrySeq, reason: '面积录错', returnPayments: false });
      expect((await supplement()).value.countsFrom).toBe('2024-03-05');
      expect(await unpaidAtFebruarysEnd()).toBe(before);
      expect(
        String(await compound.read((tx) => on.books.balance(tx, 'SVC', { code: '1101', holder: { type: 'unit', id: compound.unitId('S-01') } }, day('02-29')))),
      ).toBe('224.00');
    });
  });

  describe('the area of a unit', () => {
    const history = () => compound.read(async (tx) => on.units.corrections(tx, compound.unitId('01-101')));

    it('counts for bills from the month of its correction on, and what it was is kept', async () => {
      compound.today(day('02-20'));
      expect((await correct('86.5', '02')).state).toBe('AGREED');
      expect((await compound.bill(month('02'))).value.total).toBe('351.03');
      expect((await compound.unitLedger('01-101')).bills.map(({ amount }) => amount.toString())).toEqual(['75.23', '73.53']);
      const [january] = await compound.read((tx) => on.units.allIn(tx, month('01')));
      const unit = await compound.read((tx) => on.units.byCode(tx, '01-101'));
      expect([january?.area.toFixed(2), unit?.area.toFixed(2)]).toEqual(['88.50', '86.50']);
      expect(await history()).toMatchObject([{ from: '2024-02', reason: '测绘更正', document: '测绘报告 2024-3' }]);
    });

    it('is that of the later month still, when an earlier one is corrected after it', async () => {
      compound.today(day('03-20'));
      await decide(await ask({ from: month('03'), kind: 'SHOP', area: '88.50' }));
      await correct('86.50');
      const facts = async (period: string) => {
        const unit = (await compound.read((tx) => on.units.allIn(tx, month(period)))).find(({ code }) => code === '01-101');
        return `${unit?.kind} ${unit?.area.toFixed(2)}`;
      };
      expect([await facts('01'), await facts('02'), await facts('03')]).toEqual(['FLAT 86.50', 'FLAT 86.50', 'SHOP 88.50']);
      expect((await compound.read((tx) => on.units.byCode(tx, '01-101')))?.kind).toBe('SHOP');
      await compound.bill(month('03'));
      expect((await compound.unitLedger('01-101')).bills.at(-1)?.amount.toString()).toBe('141.60');
    });

    it('and its kind, which has another rate', async () => {
      compound.today(day('02-20'));
      await decide(await ask({ from: month('02'), kind: 'SHOP', area: '88.50' }));
      await compound.bill(month('02'));
      expect((await compound.unitLedger('01-101')).bills.at(-1)?.amount.toString()).toBe('141.60');
    });

    it('is asked for by who makes the bills alone: not for a month to come, by what is no area, without a paper, to what it is, or while one waits', async () => {
      const refusal = (change: Partial<Asked>, by = compound.bookkeeper()) => refusedBy(ask(change, by));
      expect(await refusal({ from: month('02') })).toEqual({ code: 'UNIT_CORRECTION_AHEAD', details: { field: 'from', from: '2024-02', month: '2024-01' } });
      expect(await refusal({ area: '88.505' })).toEqual({ code: 'UNIT_CORRECTION_AREA', details: { field: 'area', value: '88.505' } });
      expect(await refusal({ document: '' })).toEqual({ code: 'UNIT_CORRECTION_TEXT', details: { field: 'document', max: 200 } });
      expect(await refusal({ reason: '一\n二' })).toMatchObject({ code: 'UNIT_CORRECTION_TEXT' });
      expect(await refusal({ unit: '09-999' })).toMatchObject({ code: 'UNIT_CORRECTION_UNKNOWN' });
      expect(await refusal({ area: '88.5' })).toEqual({ code: 'UNIT_CORRECTION_SAME', details: { unit: '01-101', from: '2024-01', area: '88.50' } });
      for (const role of ['COMMUNITY', 'COMMITTEE', 'CASHIER', 'CENTRE', 'FIRM'] as Role[])
        expect((await refusal({}, compound.as(role))).code).toBe('NOT_ALLOWED');
      const id = await ask();
      expect(await refusal({ area: '80' })).toEqual({ code: 'UNIT_CORRECTION_WAITING', details: { unit: '01-101', from: '2024-01', area: '86.50' } });
      expect((await decide(id, 'REFUSED', compound.owners(), '产权证上是 88.50')).state).toBe('REFUSED');
      expect(await history()).toEqual([]);
      await ask({ area: '80' });
    });

    it('is decided on once, by who speaks for the owners and nobody else, with a reason where it is refused', async () => {
      const id = await ask();
      const owner = compound.owners();
      const stranger = compound.as(owner.actor.roles.includes('COMMITTEE') ? 'COMMUNITY' : 'COMMITTEE');
      expect((await refusedBy(decide(id, 'AGREED', stranger))).code).toBe('OWNER_SIDE_ONLY');
      for (const role of ['BOOKKEEPER', 'CASHIER', 'CENTRE', 'FIRM'] as Role[])
        expect((await refusedBy(decide(id, 'AGREED', compound.as(role)))).code).toBe('NOT_ALLOWED');
      expect(await refusedBy(decide(id, 'REFUSED'))).toEqual({ code: 'UNIT_CORRECTION_REASON', details: { field: 'reason', max: 200 } });
      expect((await refusedBy(decide(999_999 as typeof id))).code).toBe('NOT_FOUND');
      expect(await history()).toEqual([]);
      await decide(id);
      expect(await history()).toMatchObject([{ from: '2024-01', reason: '测绘更正' }]);
      expect((await refusedBy(decide(id))).code).toBe('UNIT_CORRECTION_DECIDED');
    });
  });

  describe('walls', () => {
    const asApp = (sql: string) => compound.run((tx) => tx.query(sql));

    it.each([
      [
        'a supplement of no run',
        `insert into mingbai.bill_run (community_id, id, period, kind, bills, total, ran_at, ran_by) select community_id, 999996, '2024-07', 'SUPPLEMENT', 1, 1, now(), 1 from mingbai.bill_run`,
        /supplements none/,
      ],
      [
        'a bill of the run of a month that counts from a later day',
        `insert into mingbai.bill (community_id, id, bill_run_id, booked_on, period, unit_id, unit_kind, item, rate_source_id, quantity, rate, months, billed_days, cycle_days, discount_days, discount_percent, discount_yuan, amount, due_on, entry_seq)
         select community_id, 999997, bill_run_id, '2024-02-01', period, unit_id, unit_kind, item, rate_source_id, quantity, rate, months, billed_days, cycle_days, discount_days, discount_percent, discount_yuan, amount, due_on, entry_seq from mingbai.bill limit 1`,
        /of no supplementary run/,
      ],
      [
        'a correction that nobody asked for',
        `insert into mingbai.unit_correction select community_id, 999998, id, '2024-01', 'FLAT', 1, 'x', 'x', 1, now() from mingbai.unit limit 1`,
        /none that was asked for and agreed to/,
      ],
      [
        'a request of somebody without a part',
        `insert into mingbai.unit_correction_request select community_id, 999998, id, '2024-01', 'FLAT', 1, 'x', 'x', 424242, 1, now() from mingbai.unit limit 1`,
        /has no part by which they ask/,
      ],
      ['a correction changed', `update mingbai.unit_correction set area = 1`, /permission denied/],
      ['a unit made smaller in place', `update mingbai.unit set area = 1`, /permission denied/],
    ])('refuse %s', async (_title, sql, message) => {
      await expect(asApp(sql)).rejects.toThrow(message);
    });

    it('refuse a decision of who asked, of another than the owner side, and one that changes what was asked for', async () => {
      const id = await ask();
      const by = (who: ReturnType<typeof compound.owners>, request = String(id)) =>
        asApp(
          `insert into mingbai.unit_correction_decision select community_id, 999998, ${request}, 'AGREED', null, ${who.actor.personId}, ${who.actor.organisationId}, asked_at from mingbai.unit_correction_request where id = ${id}`,
        );
      await expect(by(compound.bookkeeper())).rejects.toMatchObject({ code: 'MB001' });
      await by(compound.owners());
      const forged = `insert into mingbai.unit_correction select d.community_id, d.id, r.unit_id, r.from_period, r.kind, 1, r.reason, r.document, d.decided_by, d.decided_at
        from mingbai.unit_correction_decision d join mingbai.unit_correction_request r on r.community_id = d.community_id and r.id = d.request_id`;
      await expect(asApp(forged)).rejects.toThrow(/none that was asked for and agreed to/);
    });

    it('refuse to undo the run of a month whose supplement stands', async () => {
      await takeBack('01-101');
      await supplement();
      const voided = `update mingbai.bill set voided_on = '2024-01-31', void_reason = 'x', void_seq = 1 where voided_on is null and bill_run_id = (select id from mingbai.bill_run where kind = 'MONTH')`;
      const undone = `update mingbai.bill_run set undone_at = now(), undone_by = 1, undo_reason = 'x' where kind = 'MONTH'`;
      await expect(asApp(`${voided}; ${undone}`)).rejects.toThrow(/has a supplement that stands/);
    });

    it.each([
      [
        `update mingbai.bill set booked_on = '2024-02-01' where community_id = $c`,
        'a bill that counts from a later day than its month is of a supplement, and a supplement supplements a run',
      ],
      [
        `insert into mingbai.unit_correction select community_id, 1, unit_id, '2024-01', 'FLAT', 1, 'x', 'x', 1, now() from mingbai.bill where community_id = $c limit 1`,
        'a bill is for the area and the kind of its unit, as they were known when it was made',
      ],
    ])('%s is told by verify books', async (sql, name) => {
      const victim = await on.compound();
      await victim.bill(month('01'));
      await on.database.as('postgres', async (client: Client) => {
        await client.query(`set session_replication_role = replica`);
        await client.query(sql.replaceAll('$c', String(victim.communityId)));
      });
      expect((await violations(on.database, victim.communityId, invariants)).map((violation) => violation.split(':')[0])).toContain(name);
    });
  });
});
