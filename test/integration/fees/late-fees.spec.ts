import { accountingPeriod, businessDate, Money, type BusinessDate } from '../../../src/kernel/index.js';
import type { RequestWaiverRequest } from '../../../src/modules/fees/index.js';
import { invariants as resolutionInvariants } from '../../../src/modules/resolutions/index.js';
import { violations } from '../../support/books.js';
import { contextIn } from '../contracts/fixture.js';
import { refusedBy } from '../../support/refusal.js';
import { billingOnDatabase, type BillingCompound } from './billing-fixture.js';
import { day, month } from './fixture.js';

describe('bills that are not paid in time', () => {
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

  const today = (text: string): BusinessDate => {
    compound.today(day(text));
    return day(text);
  };
  /** January billed; February and March closed without bills of their own, so that only January's are late. */
  async function januaryLate(through: '02' | '03'): Promise<void> {
    await compound.bill(month('01'));
    today(through === '02' ? '03-05' : '04-05');
    for (const period of ['01', '02', ...(through === '03' ? ['03'] : [])]) await compound.close(month(period));
  }

  describe('bear late fees', () => {
    it('of 5.30 on 225.69 over 47 days, charged through the day on which the bank had the money', async () => {
      await compound.item({ code: 'PARK', lateFees: true, rates: [{ unitKind: 'FLAT', rate: '225.69' }] });
      await compound.bill(month('01'));
      await compound.record([compound.money('01-101', '75.23', '01-09'), compound.money('01-101', '225.69', '03-18')]);
      today('04-05');
      for (const period of ['01', '02', '03']) await compound.close(month(period));
      const { value } = await compound.charge(day('03-31'));
      expect(value.rows.filter((row) => row.unitCode === '01-101')).toEqual([
        {
          unitCode: '01-101',
          item: 'PARK',
          period: '2024-01',
          from: '2024-02-01',
          to: '2024-03-18',
          days: 47,
          principal: '225.69',
          rate: '0.0005',
          amount: '5.30',
          capped: false,
        },
      ]);
      expect(await compound.balance('1102', '01-101')).toBe('5.30');
      const [open] = await compound.read((tx) => on.lateFees.open(tx, [compound.unitId('01-101')]));
      expect(open).toMatchObject({ unitCode: '01-101', item: 'PARK', period: '2024-01', billedOn: '2024-04-05', billedThrough: '2024-03-18' });
      expect([open?.amount, open?.open].map(String)).toEqual(['5.30', '5.30']);
    });

    it('on what was still open after a part of the bill was paid, a row for the days before and one for those after', async () => {
      await compound.bill(month('01'));
      await compound.record([compound.money('01-101', '25.23', '02-10')]);
      today('03-05');
      for (const period of ['01', '02']) await compound.close(month(period));
      const { value } = await compound.charge(day('02-29'));
      const rows = value.rows.filter((row) => row.unitCode === '01-101');
      expect(rows.map(({ from, to, days, principal, amount }) => [from, to, days, principal, amount])).toEqual([
        ['2024-02-01', '2024-02-10', 10, '75.23', '0.38'],
        ['2024-02-11', '2024-02-29', 19, '50.00', '0.48'],
      ]);
      expect(await compound.balance('1102', '01-101')).toBe('0.86');
      const charged = await compound.read((tx) =>
        tx.query(`select late_fees as fees, late_through as through from mingbai.bill where community_id = $1 and unit_id = $2`, [
          tx.communityId,
          compound.unitId('01-101'),
        ]),
      );
      expect(charged).toEqual([{ fees: '0.86', through: '2024-02-29' }]);
    });

    it('first for a look, then as they were seen, and never twice for a day', async () => {
      await januaryLate('02');
      const look = (await compound.charge(day('02-29'), { dryRun: true })).value;
      expect(look).toMatchObject({ bills: 4, total: '5.11', dryRun: true }); // 29 days: 1.09 + 1.09 + 1.31 + 1.62
      expect(await compound.read((tx) => on.lateFees.open(tx))).toEqual([]);
      const done = await compound.charge(day('02-29'), { fingerprint: look.fingerprint, key: 'late-february' });
      expect(done.value).toEqual({ ...look, dryRun: false });
      expect(await compound.charge(day('02-29'), { fingerprint: look.fingerprint, key: 'late-february' })).toEqual({ ...done, replayed: true });
      expect(await refusedBy(compound.charge(day('02-29')))).toEqual({ code: 'LATE_FEE_ALREADY_RUN', details: { through: '2024-02-29' } });
      today('04-05');
      await compound.close(month('03'));
      const march = (await compound.charge(day('03-31'))).value;
      expect(march.rows.map(({ from, days }) => [from, days])).toEqual([1, 2, 3, 4].map(() => ['2024-03-01', 31]));
    });

    it('are paid by the next receipt, and the books agree', async () => {
      await januaryLate('02');
      await compound.charge(day('02-29'));
      await compound.record([compound.money('01-101', '80.00', '03-05')]);
      expect([await compound.balance('1101', '01-101'), await compound.balance('1102', '01-101'), await compound.balance('2001', '01-101')]).toEqual([
        '0.00',
        '0.00',
        '3.68',
      ]);
    });

    it('not for a day that is not closed, and not when nothing was late', async () => {
      await compound.bill(month('01'));
      today('03-05');
      await compound.close(month('01'));
      expect(await refusedBy(compound.charge(day('02-29')))).toEqual({
        code: 'LATE_FEE_DAY_OPEN',
        details: { through: '2024-02-29', closedThrough: '2024-01-31' },
      });
      expect(await refusedBy(compound.charge(day('01-31')))).toEqual({ code: 'LATE_FEE_NOTHING', details: { through: '2024-01-31' } });
      expect((await refusedBy(compound.charge(day('01-31'), { dryRun: true }))).code).toBe('LATE_FEE_NOTHING');
      expect((await refusedBy(on.runLateFees.execute(compound.as('CASHIER'), { through: day('01-31'), dryRun: true }))).code).toBe('NOT_ALLOWED');
    });

    it('not as they were seen when a payment came meanwhile', async () => {
      await januaryLate('02');
      const look = (await compound.charge(day('02-29'), { dryRun: true })).value;
      const [open] = await compound.read((tx) => on.fees.openBills(tx, [compound.unitId('01-101')]));
      const asked = await ask({ billId: open?.id ?? null, amount: Money.parse('10.00') });
      await on.decideWaiver.execute(compound.owners(), { id: asked as never, decision: 'APPROVED', reason: null });
      expect((await compound.charge(day('02-29'), { dryRun: true })).value.fingerprint).toBe(look.fingerprint); // waived in March, late in February all the same
      expect((await refusedBy(compound.charge(day('02-29'), { fingerprint: '0'.repeat(64) }))).code).toBe('LATE_FEE_PREVIEW_STALE');
    });
  });

  async function ask(change: Partial<RequestWaiverRequest>): Promise<number> {
    const request = {
      kind: 'WAIVER' as const,
      billId: null,
      lateFeeId: null,
      reason: '漏水未修期间',
      document: '协议 2024-3',
      resolutionNo: null,
      amount: Money.parse('10.00'),
      ...change,
    };
    return (await on.requestWaiver.execute(compound.bookkeeper(), request)).value.id;
  }
  /** What a lease owed and was written off by a resolution, in all. */
  const leaseWrittenOff = (number: string, amount: string) =>
    on.database.as('postgres', async (client) => {
      await client.query(`begin; set local session_replication_role = replica;
        delete from mingbai.lease_adjustment where community_id = ${compound.communityId};
        insert into mingbai.lease_adjustment select community_id, 900001, 'WRITTEN_OFF', 1, 1, ${amount}, 0, '2024-02-10', '承租方已注销', id, 1, 1, now()
          from mingbai.resolution where community_id = ${compound.communityId} and number = '${number}'; commit`);
    });
  const billOf = async (code: string) => (await compound.read((tx) => on.fees.openBills(tx, [compound.unitId(code)])))[0]?.id ?? null;
  const decide = (id: number, decision: 'APPROVED' | 'REFUSED', reason: string | null = null, by = compound.owners()) =>
    on.decideWaiver.execute(by, { id: id as never, decision, reason });

  describe('are waived or written off', () => {
    it('by the owner side, to the fen that was asked for: 5002 or 5003 against 1101 or 1102', async () => {
      await januaryLate('02');
      await compound.charge(day('02-29'));
      const waiver = await ask({ billId: await billOf('01-101'), amount: Money.parse('25.23') });
      expect(await compound.balance('5002')).toBe('0.00');
      expect((await decide(waiver, 'APPROVED')).value).toMatchObject({ state: 'APPROVED', effectiveOn: '2024-03-05' });
      const [fee] = await compound.read((tx) => on.lateFees.open(tx, [compound.unitId('01-101')]));
      await decide(await ask({ kind: 'WRITE_OFF', lateFeeId: fee?.id ?? null, amount: fee?.amount ?? Money.zero }), 'APPROVED');
      expect([
        await compound.balance('5002'),
        await compound.balance('5003'),
        await compound.balance('1101', '01-101'),
        await compound.balance('1102', '01-101'),
      ]).toEqual(['25.23', '1.09', '50.00', '0.00']);
      await compound.record([compound.money('01-101', '50.00', '03-05')]);
      const { open, bills } = await compound.unitLedger('01-101');
      expect([open.toString(), bills[0]?.state]).toEqual(['0.00', 'PAID']);
      const figures = await compound.read((tx) => on.fees.figures(tx, { from: accountingPeriod('2024-01'), through: businessDate('2024-03-31') }));
      expect([figures.waived, figures.unpaid].map(String)).toEqual(['25.23', '277.50']);
      expect(
        (await compound.read((tx) => on.fees.figures(tx, { from: accountingPeriod('2024-01'), through: businessDate('2024-02-29') }))).unpaid.toString(),
      ).toBe('352.73');
    });

    it('or refused, which is kept with its reason and books nothing', async () => {
      await compound.bill(month('01'));
      const id = await ask({ billId: await billOf('01-101') });
      const before = await compound.footprint();
      expect((await decide(id, 'REFUSED', '没有依据')).value).toMatchObject({ state: 'REFUSED', entrySeq: null });
      expect(await compound.footprint()).toEqual(before);
      const [waiver] = await compound.read((tx) => on.waivers.page(tx, { beforeId: 0, limit: 5, state: 'REFUSED' }));
      expect(waiver).toMatchObject({ id, state: 'REFUSED', decisionReason: '没有依据', unitCode: '01-101' });
      expect((await refusedBy(decide(id, 'APPROVED'))).code).toBe('WAIVER_DECIDED');
    });

    it('above the limit of the contract by a resolution of the owners only, within its amount', async () => {
      await compound.item({ code: 'PARK', rates: [{ unitKind: 'FLAT', rate: '1500' }] });
      await compound.bill(month('01'));
      const [, park] = await compound.read((tx) => on.fees.openBills(tx, [compound.unitId('01-101')]));
      const target = { billId: park?.id ?? null, amount: Money.parse('1000.01') };
      expect(await refusedBy(ask(target))).toEqual({ code: 'WAIVER_RESOLUTION_NEEDED', details: { asked: '1000.01', used: '0.00', limit: '1000.00' } });
      expect((await refusedBy(ask({ ...target, resolutionNo: compound.resolutionNo }))).code).toBe('RESOLUTION_KIND_DIFFERS');
      const small = await on.decisions.decide(compound.owners(), { kind: 'WAIVER', title: '减免一', limit: Money.parse('1000.00') });
      expect((await refusedBy(ask({ ...target, resolutionNo: small }))).code).toBe('RESOLUTION_LIMIT_EXCEEDED');
      const large = await on.decisions.decide(compound.owners(), { kind: 'WAIVER', title: '减免二', limit: Money.parse('1200.00') });
      const first = await ask({ ...target, resolutionNo: large });
      await leaseWrittenOff(large, '200.00');
      expect(await refusedBy(decide(first, 'APPROVED'))).toMatchObject({ code: 'RESOLUTION_LIMIT_EXCEEDED', details: { used: '200.00' } });
      await leaseWrittenOff(large, '199.99');
      await decide(first, 'APPROVED');
      expect((await refusedBy(ask({ ...target, amount: Money.parse('200.00'), resolutionNo: large }))).code).toBe('RESOLUTION_LIMIT_EXCEEDED');
      // the waiver and the write-offs of a lease are summed: 1,000.01 and 199.99 keep within 1,200.00, and a limit of 1,199.99 would be broken
      const found = async () => violations(on.database, compound.communityId, resolutionInvariants);
      const limitOf = (yuan: string) =>
        on.database.as('postgres', (client) =>
          client.query(`begin; set local session_replication_role = replica; update mingbai.resolution set limit_amount = ${yuan}
            where community_id = ${compound.communityId} and number = '${large}'; commit`),
        );
      expect((await found()).join()).not.toContain('P04, P33');
      await limitOf('1199.99');
      expect((await found()).join()).toContain('1200.00 waived or written off');
      await limitOf('1200.00');
    });

    it('within the limit of the contract only over all that a unit was let off or asks for without a resolution in the year', async () => {
      await compound.item({ code: 'PARK', rates: [{ unitKind: 'FLAT', rate: '1500' }] });
      await compound.bill(month('01'));
      const [fee, park] = await compound.read((tx) => on.fees.openBills(tx, [compound.unitId('01-101')]));
      const [one, other] = [fee?.id ?? null, park?.id ?? null];
      const refusedOne = await ask({ billId: one, amount: Money.parse('75.23') });
      await decide(refusedOne, 'REFUSED', '没有依据');
      await decide(await ask({ billId: other, amount: Money.parse('600.00') }), 'APPROVED');
      const pending = await ask({ billId: other, amount: Money.parse('375.00') });
      const needed = { code: 'WAIVER_RESOLUTION_NEEDED', details: { asked: '25.01', used: '975.00', limit: '1000.00' } };
      expect(await refusedBy(ask({ billId: one, amount: Money.parse('25.01') }))).toEqual(needed);
      await decide(pending, 'APPROVED');
      expect(await refusedBy(ask({ billId: one, amount: Money.parse('25.01') }))).toEqual(needed);
      expect(await ask({ billId: one, amount: Money.parse('25.00') })).toBeGreaterThan(0);
    });

    it('never beyond what is open, twice at once, of nothing, or by who asked, the firm or somebody who does not speak for the owners', async () => {
      await compound.bill(month('01'));
      const billId = await billOf('01-101');
      expect(await refusedBy(ask({ billId, amount: Money.parse('75.24') }))).toEqual({ code: 'WAIVER_OVER_OPEN', details: { asked: '75.24', open: '75.23' } });
      expect((await refusedBy(ask({ billId, amount: Money.zero }))).code).toBe('WAIVER_AMOUNT');
      expect((await refusedBy(ask({ billId, reason: '短' }))).code).toBe('WAIVER_TEXT');
      expect((await refusedBy(ask({ billId: null }))).code).toBe('WAIVER_TARGET_UNKNOWN');
      expect((await refusedBy(ask({ billId, lateFeeId: 1 as never }))).code).toBe('WAIVER_TARGET_UNKNOWN');
      const id = await ask({ billId, amount: Money.parse('75.23') });
      expect((await refusedBy(ask({ billId }))).code).toBe('WAIVER_PENDING');
      expect((await refusedBy(decide(id, 'APPROVED', null, contextIn(compound.communityId, compound.firm, 'FIRM')))).code).toBe('NOT_ALLOWED');
      expect((await refusedBy(decide(id, 'APPROVED', null, contextIn(compound.communityId, compound.community, 'COMMUNITY')))).code).toBe('OWNER_SIDE_ONLY');
      const asker = { ...compound.owners(), actor: { ...compound.owners().actor, personId: compound.bookkeeper().actor.personId } };
      expect((await refusedBy(decide(id, 'APPROVED', null, asker))).code).toBe('WAIVER_OWN');
      const colleague = { ...compound.owners(), actor: { ...compound.owners().actor, organisationId: compound.bookkeeper().actor.organisationId } };
      expect((await refusedBy(decide(id, 'APPROVED', null, colleague))).code).toBe('WAIVER_OWN');
      expect((await refusedBy(decide(id, 'REFUSED'))).code).toBe('WAIVER_REASON_MISSING');
      await compound.record([compound.money('01-101', '0.01', '01-09')]);
      expect(await refusedBy(decide(id, 'APPROVED'))).toEqual({ code: 'WAIVER_OVER_OPEN', details: { asked: '75.23', open: '75.22' } });
      expect((await refusedBy(on.requestWaiver.execute(compound.as('CASHIER'), {} as never))).code).toBe('NOT_ALLOWED');
    });

    it('and a bill with a waiver or a standing late fee is not taken back', async () => {
      await januaryLate('02');
      await compound.charge(day('02-29'));
      const { bills } = await compound.unitLedger('01-101');
      const reverse = (seq: number) => on.reverseEntry.execute(compound.bookkeeper(), { seq, reason: '面积录错' });
      expect(await refusedBy(reverse(bills[0]?.entrySeq ?? 0))).toEqual({ code: 'BILL_CORRECTION_LATE_FEES', details: { open: '1.09' } });
      await decide(await ask({ billId: await billOf('01-101') }), 'APPROVED');
      expect((await refusedBy(reverse(bills[0]?.entrySeq ?? 0))).code).toBe('BILL_CORRECTION_WAIVED');
      const last = Number((await compound.footprint())?.['seq']);
      expect(await refusedBy(reverse(last))).toEqual({ code: 'FEES_REVERSAL_WAIVER', details: { seq: last, rule: 'P04' } });
      expect((await refusedBy(reverse(last - 1))).code).toBe('FEES_REVERSAL_LATE_FEE');
    });
  });
});
