import { Money, required } from '../../../src/kernel/index.js';
import { paymentReference, UnitQueries } from '../../../src/modules/communities/index.js';
import { describeMatchReason, type MatchReason } from '../../../src/modules/settlement/index.js';
import { refusedBy } from '../../support/refusal.js';
import { booking, day, month, openStage, type SettlementScene } from './fixture.js';

describe('matching the lines of the bank', () => {
  let stage: Awaited<ReturnType<typeof openStage>>;
  let scene: SettlementScene;

  beforeAll(async () => {
    stage = await openStage();
  });
  beforeEach(async () => {
    scene = await stage.newScene();
    await scene.begin(month('01'));
  });
  afterEach(async () => expect(await scene.violations()).toEqual([]));
  afterAll(() => stage.close());

  const places = async () =>
    (await scene.lines()).map(({ state, suspenseOpen, reason }) => `${state} ${suspenseOpen.toString()} ${(reason as unknown as MatchReason).code}`);

  it('books fees, leases and suspense in one go, each line once, with its reason', async () => {
    await scene.statement(day('01-31'), [
      booking('01-05', '75.23', { remark: 'WY01-101 1月物业费' }),
      booking('01-06', '75.23', { counterpartyName: '乙方' }),
      booking('01-08', '8000.00', { remark: 'ZL01 停车' }),
      booking('01-09', '75.23', { counterpartyName: '王小明' }),
      booking('01-10', '1.00', { remark: '谢谢' }),
      booking('01-11', '75.23', { remark: 'WY01-103' }),
    ]);
    expect(await scene.match()).toEqual({
      lines: 6,
      units: 3,
      leases: 1,
      payouts: 0,
      facts: 0,
      suspended: 2,
      found: 0,
      left: 0,
      suggested: 0,
      reasons: { UNIT_REFERENCE: 2, AMOUNT_AND_PAYER: 1, LEASE_REFERENCE: 1, AMBIGUOUS: 1, UNKNOWN_PAYER: 1 },
    });
    expect(await places()).toEqual([
      'MATCHED 0.00 UNIT_REFERENCE',
      'MATCHED 0.00 AMOUNT_AND_PAYER',
      'MATCHED 0.00 LEASE_REFERENCE',
      'SUSPENSE 75.23 AMBIGUOUS',
      'SUSPENSE 1.00 UNKNOWN_PAYER',
      'MATCHED 0.00 UNIT_REFERENCE',
    ]);
    expect(await scene.cash()).toEqual({ SVC: '225.69', COM: '8000.00', QLT: '0.00', TRN: '76.23' });
    expect((await scene.matches()).map(({ targetType, amount }) => `${targetType} ${amount.toString()}`).toSorted()).toEqual(
      ['RECEIPT 75.23', 'RECEIPT 75.23', 'RECEIPT 75.23', 'LEASE_RECEIPT 8000.00', 'SUSPENSE 75.23', 'SUSPENSE 1.00'].toSorted(),
    );
  });

  it('splits a line over the units and the lease that it names, by itself when it is exactly what they owe', async () => {
    await scene.statement(day('01-31'), [booking('01-10', '8150.46', { remark: 'WY03-201 WY03-202 ZL01' })]);
    expect(await scene.match()).toMatchObject({ units: 1, reasons: { SEVERAL_EXACT: 1 } });
    expect(await scene.cash()).toEqual({ SVC: '150.46', COM: '8000.00', QLT: '0.00', TRN: '0.00' });
    expect((await scene.matches()).map(({ targetType, amount }) => `${targetType} ${amount.toString()}`)).toEqual([
      'RECEIPT 75.23',
      'RECEIPT 75.23',
      'LEASE_RECEIPT 8000.00',
    ]);
  });

  it('reads payment references, settles the month that the payer names, and knows an account again that paid by a reference', async () => {
    await scene.begin(month('02'));
    const units = await scene.read((tx) => scene.app.get(UnitQueries).all(tx));
    const wanted = required(units.find(({ code }) => code === '01-101'), 'a unit'); // prettier-ignore
    const own = { counterpartyName: '女儿', counterpartyAccount: '6217001' };
    await scene.statement(day('02-05'), [booking('02-02', '75.23', { ...own, remark: `${paymentReference(wanted)} 2月物业费` })]);
    expect(await scene.match()).toMatchObject({ units: 1, reasons: { UNIT_REFERENCE: 1 } });
    const paid = () => scene.read((tx) => tx.query<{ period: string }>(`select b.period from mingbai.bill b where b.community_id = $1 and b.unit_id = $2 and b.paid > 0 order by b.period`, [tx.communityId, wanted.id])); // prettier-ignore
    expect(await paid()).toEqual([{ period: '2024-02' }]);
    await scene.statement(day('02-08'), [booking('02-07', '75.23', own), booking('02-08', '80.00', own)]);
    expect(await scene.match()).toMatchObject({ units: 1, suggested: 1, left: 1, reasons: { PAYER_ACCOUNT: 1, AMOUNT_DIFFERS: 1 } });
    expect(await paid()).toEqual([{ period: '2024-01' }, { period: '2024-02' }]);
    expect((await scene.lines())[2]).toMatchObject({ state: 'SUGGESTED', reason: { suggested: [{ target: 'UNIT', reference: '01-101', amount: '80.00' }] } });
    expect((await scene.checklist(month('02'))).unplaced).toBe(1);
    await scene.assign(required((await scene.lines())[2], 'a line').id, [{ target: 'UNIT', reference: '01-101' }]);
    expect((await scene.checklist(month('02'))).unplaced).toBe(0);
  });

  it('keeps the reason so that a person can read it', async () => {
    await scene.statement(day('01-31'), [booking('01-05', '75.23', { remark: 'WY01-101' })]);
    await scene.match();
    const [line] = await scene.lines();
    expect(describeMatchReason(line?.reason as unknown as MatchReason, 'zh-CN')).toBe('附言写明房屋 01-101。');
  });

  it('does nothing the second time, and answers the same key with the same outcome', async () => {
    await scene.statement(day('01-31'), [booking('01-05', '75.23', { remark: 'WY01-101' })]);
    const first = await scene.match('match-01-key');
    const before = await scene.fingerprint();
    expect(await scene.match('match-01-key')).toEqual(first);
    expect(await scene.match()).toMatchObject({ lines: 0, reasons: {} });
    expect(await scene.fingerprint()).toEqual(before);
  });

  it('makes a prepayment of money for a unit that owes nothing, and never pays another unit with it', async () => {
    await scene.statement(day('01-31'), [
      booking('01-05', '75.23', { remark: 'WY03-201', counterpartyName: '王小明' }),
      booking('01-06', '75.23', { remark: 'WY03-201', counterpartyName: '王小明' }),
    ]);
    await scene.match();
    const [unit] = await scene.read((tx) => tx.query<{ paid: string; open: string }>(
      `select (select excess from mingbai.receipt where community_id = $1 order by id desc limit 1)::text as paid,
         (select count(*)::text from mingbai.bill where community_id = $1 and paid < amount) as open`, [tx.communityId])); // prettier-ignore
    expect(unit).toEqual({ paid: '75.23', open: '4' });
  });

  it('leaves money that went out for a person, with the reason, and writes nothing for it', async () => {
    await scene.statement(day('01-31'), [booking('01-05', '100.00'), booking('01-31', '-5.00', { remark: '账户管理费' })]);
    expect(await scene.match()).toMatchObject({ suspended: 1, left: 1, reasons: { NO_PAYOUT: 1 } });
    expect((await scene.lines())[1]).toMatchObject({ state: 'NEW', reason: { code: 'NO_PAYOUT', figures: {} } });
  });

  it('is for the bookkeeper only', async () => {
    const { MatchBankLines } = await import('../../../src/modules/settlement/index.js');
    expect(await refusedBy(scene.app.get(MatchBankLines).execute(scene.as('firm')))).toMatchObject({ code: 'NOT_ALLOWED' });
    expect(await refusedBy(scene.app.get(MatchBankLines).execute(scene.as('cashier')))).toMatchObject({ code: 'NOT_ALLOWED' });
  });

  describe('by hand', () => {
    const lineId = async (index: number) => (await scene.lines())[index]?.id as Parameters<SettlementScene['assign']>[0];
    const unit = (reference: string, amount?: string) => ({ target: 'UNIT' as const, reference, ...(amount !== undefined && { amount }) });

    it('finds the owner of money in suspense: it counts from that day, and the bank stays as it is', async () => {
      await scene.statement(day('01-31'), [booking('01-10', '75.23', { remark: '谢谢' })]);
      await scene.match();
      scene.at(day('02-06'));
      expect(await scene.assign(await lineId(0), [unit('01-101')])).toMatchObject({ state: 'MATCHED' });
      expect(await scene.cash()).toEqual({ SVC: '75.23', COM: '0.00', QLT: '0.00', TRN: '0.00' });
      const [receipt] = await scene.read((tx) =>
        tx.query(`select origin, received_on, effective_on from mingbai.receipt where community_id = $1`, [tx.communityId]),
      );
      expect(receipt).toEqual({ origin: 'FOUND', received_on: '2024-01-10', effective_on: '2024-02-06' });
      expect((await scene.matches()).map(({ takenFrom, targetType }) => `${takenFrom} ${targetType}`)).toEqual(['LINE SUSPENSE', 'SUSPENSE RECEIPT']);
      expect(await refusedBy(scene.assign(await lineId(0), [unit('01-102')]))).toMatchObject({ code: 'BANK_LINE_STATE' });
    });

    it('splits one line over several units and a lease, to the fen', async () => {
      await scene.statement(day('01-31'), [booking('01-10', '8150.46')]);
      const parts = [unit('03-201', '75.23'), unit('03-202', '75.23'), { target: 'LEASE' as const, reference: 'ZL01', amount: '8000.00' }];
      await scene.assign(await lineId(0), parts);
      expect(await scene.cash()).toEqual({ SVC: '150.46', COM: '8000.00', QLT: '0.00', TRN: '0.00' });
      expect(await places()).toEqual(['MATCHED 0.00 BY_HAND']);
    });

    it('places a NEW line on its own day, or puts it into suspense', async () => {
      await scene.statement(day('01-31'), [booking('01-10', '75.23'), booking('01-11', '80.00')]);
      await scene.assign(await lineId(0), [unit('01-103')]);
      await scene.assign(await lineId(1), [{ target: 'SUSPENSE', reference: null }]);
      expect(await places()).toEqual(['MATCHED 0.00 BY_HAND', 'SUSPENSE 80.00 BY_HAND']);
      expect(await scene.cash()).toMatchObject({ SVC: '75.23', TRN: '80.00' });
    });

    it.each([
      ['parts that do not add up', [unit('01-101', '75.22')], 'ASSIGN_AMOUNT_DIFFERS'],
      ['a negative part', [unit('01-101', '80.00'), unit('01-102', '-4.77')], 'ASSIGN_AMOUNT_DIFFERS'],
      ['no part', [], 'ASSIGN_AMOUNT_DIFFERS'],
      ['a unit that is not there', [unit('99-999')], 'ASSIGN_REFERENCE_UNKNOWN'],
      ['a lease that is not there', [{ target: 'LEASE' as const, reference: 'ZL99' }], 'ASSIGN_REFERENCE_UNKNOWN'],
      ['one unit twice', [unit('01-101', '70.00'), unit('01-101', '5.23')], 'ASSIGN_REFERENCE_REPEATED'],
      ['a payout for money that came in', [{ target: 'PAYOUT' as const, reference: 'BF2024-0001' }], 'ASSIGN_TARGET_REFUSED'],
      ['a part into suspense', [{ target: 'SUSPENSE' as const, reference: null, amount: '1.00' }, unit('01-101', '74.23')], 'ASSIGN_TARGET_REFUSED'],
    ])('refuses %s and writes nothing', async (_, parts, code) => {
      await scene.statement(day('01-31'), [booking('01-10', '75.23')]);
      const before = await scene.fingerprint();
      expect(await refusedBy(scene.assign(await lineId(0), parts))).toMatchObject({ code });
      expect(await scene.fingerprint()).toEqual(before);
    });

    it('refuses a receipt out of a payment that came back, new or from suspense, and writes nothing', async () => {
      await scene.statement(day('01-31'), [
        booking('01-10', '75.23', { remark: '退汇 BF2024-0001' }),
        booking('01-11', '75.23', { remark: '退汇 BF2024-0001' }),
      ]);
      const refusal = { code: 'ASSIGN_RETURNED_PAYMENT', details: { date: '2024-01-10', amount: '75.23' } };
      expect(await refusedBy(scene.assign(await lineId(0), [unit('01-101')]))).toEqual(refusal);
      await scene.match();
      const before = await scene.fingerprint();
      expect(await refusedBy(scene.assign(await lineId(0), [unit('01-101')]))).toEqual(refusal);
      expect(await refusedBy(scene.assign(await lineId(1), [{ target: 'LEASE', reference: 'ZL01' }]))).toMatchObject({ code: 'ASSIGN_RETURNED_PAYMENT' });
      expect(await scene.fingerprint()).toEqual(before);
    });

    it('refuses a unit for money that went out, a payout that nobody instructed, and a line that is not there', async () => {
      await scene.statement(day('01-31'), [booking('01-09', '100.00'), booking('01-10', '-75.23')]);
      expect(await refusedBy(scene.assign(await lineId(1), [unit('01-101')]))).toMatchObject({
        code: 'ASSIGN_TARGET_REFUSED',
        details: { allowed: 'PAYOUT, CHARGE, BOUNCED_RECEIPT, CHANNEL_BATCH, BANK_ERROR, TAKEN_BACK, ACCOUNT_MOVE' },
      });
      expect(await refusedBy(scene.assign(await lineId(1), [{ target: 'PAYOUT', reference: 'BF2024-0001' }]))).toMatchObject({
        code: 'ASSIGN_REFERENCE_UNKNOWN',
      });
      expect(await refusedBy(scene.assign(9999 as Awaited<ReturnType<typeof lineId>>, [unit('01-101')]))).toMatchObject({ code: 'BANK_LINE_MISSING' });
    });

    it('answers the same key with the first outcome, and another request under it with a refusal', async () => {
      await scene.statement(day('01-31'), [booking('01-10', '75.23')]);
      const id = await lineId(0);
      const first = await scene.assign(id, [unit('01-101')], 'assign-01-key');
      expect(await scene.assign(id, [unit('01-101')], 'assign-01-key')).toEqual(first);
      expect(await refusedBy(scene.assign(id, [unit('01-102')], 'assign-01-key'))).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    });

    it('lets one of two people who assign the same line at once through', async () => {
      await scene.statement(day('01-31'), [booking('01-10', '75.23')]);
      const id = await lineId(0);
      const outcomes = await Promise.allSettled([scene.assign(id, [unit('01-101')]), scene.assign(id, [unit('01-102')])]);
      expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
      expect(Money.sum((await scene.matches()).map(({ amount }) => amount)).toString()).toBe('75.23');
    });
  });
});
