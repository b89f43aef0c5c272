import type { Id } from '../../../src/kernel/index.js';
import { transfer } from '../../../src/modules/ledger/index.js';
import { posting, yuan } from '../../support/books.js';
import { refusedBy } from '../../support/refusal.js';
import { bankOf, wechat } from './bank-lines.js';
import { day, feesOnDatabase, month, type Compound } from './fixture.js';

/** A flat that was paid 124.77 yuan ahead, from account 6222020000000001, and was sold. */
describe('a refund of a prepayment', () => {
  let on: Awaited<ReturnType<typeof feesOnDatabase>>;
  let compound: Compound;
  let bank: ReturnType<typeof bankOf>;

  beforeAll(async () => {
    on = await feesOnDatabase();
  });
  beforeEach(async () => {
    compound = await on.compound();
    bank = bankOf(on, compound);
    await compound.bill(month('01'));
    compound.today(day('01-20'));
    const line = await bank.line('01-10', '200.00');
    await compound.record([compound.money('01-101', '200.00', '01-10', { bankLineId: line.id })]);
  });
  afterEach(async () => expect(await compound.violations()).toEqual([]));
  afterAll(() => on.database.destroy());

  const ask = (amount: string, rest: { receipt?: string; unit?: string; key?: string } = {}) =>
    on.requestRefund.execute(compound.as('BOOKKEEPER', rest.key ?? null), {
      unit: rest.unit ?? '01-101',
      amount: yuan(amount),
      reason: 'the flat was sold',
      document: 'contract of sale 2024-17',
      ...(rest.receipt && { receipt: rest.receipt }),
    });
  const cancel = (id: number) => on.cancelRefund.execute(compound.as('BOOKKEEPER'), { id, reason: 'asked by mistake' });
  const open = async () =>
    (await compound.read((tx) => on.refunds.open(tx))).map(({ unitCode, amount, receiptNumber, payer }) => [
      unitCode,
      amount.toString(),
      receiptNumber,
      payer.accountNo,
    ]);
  const refused = async (work: () => Promise<unknown>) => {
    const before = [await compound.footprint(), await open()];
    const refusal = await refusedBy(work());
    expect([await compound.footprint(), await open()]).toEqual(before);
    return refusal;
  };
  /** What a payout does with it: held, in flight, paid (P13 to P15). */
  const payout = async (id: number, amount: string, steps: 1 | 3) => {
    const held = { code: '2111', holder: { type: 'disbursement', id } } as const;
    const flying = { code: '2112', holder: { type: 'disbursement', id } } as const;
    const cash = { code: '1001', holder: { type: 'bank_account', id: compound.bankAccountId } } as const;
    const entries = [
      { rule: 'P13', debit: { code: '2302', holder: { type: 'unit', id: compound.unitId('01-101') } }, credit: held },
      { rule: 'P14', debit: held, credit: flying },
      { rule: 'P15', debit: flying, credit: cash },
    ] as const;
    await compound.run((tx) =>
      on.ledger.post(
        tx,
        posting,
        entries.slice(0, steps).map(({ rule, debit, credit }) => ({
          rule,
          effectiveOn: day('01-21'),
          source: { type: 'disbursement', id },
          description: 'payout',
          transfers: transfer('SVC', yuan(amount), debit, credit),
        })),
      ),
    );
  };

  it('is owed to the account that the money came from, and no longer a prepayment (P06)', async () => {
    const { value } = await ask('100.00');
    expect(value).toMatchObject({ unit: '01-101', amount: '100.00', receipt: 'SJ2024-000001', askedOn: '2024-01-20' });
    expect(await open()).toEqual([['01-101', '100.00', 'SJ2024-000001', '6222020000000001']]);
    expect(await compound.balance('2001', '01-101')).toBe('24.77');
    const claims = await compound.read((tx) => on.fees.claims(tx, day('01-31')));
    expect([claims.prepaid, claims.refundable].map(String)).toEqual(['24.77', '100.00']);
    compound.today(day('02-01'));
    await compound.bill(month('02'));
    expect((await compound.unitLedger('01-101')).bills.map((bill) => bill.paid.toString())).toEqual(['75.23', '24.77']);
  });

  it('can be cancelled until a payout takes it', async () => {
    const { value } = await ask('100.00');
    await cancel(value.id);
    expect([await open(), await compound.balance('2001', '01-101')]).toEqual([[], '124.77']);
    expect((await refused(() => cancel(value.id))).code).toBe('FEE_REFUND_CANCELLED');
    const again = await ask('124.77');
    await payout(501, '124.77', 1);
    expect(await open()).toEqual([]);
    expect(await refused(() => cancel(again.value.id))).toEqual({ code: 'FEE_REFUND_HELD', details: { unit: '01-101', amount: '124.77' } });
  });

  it('is one of a unit at a time: the next waits until it is paid', async () => {
    await ask('60.00');
    expect(await refused(() => ask('10.00'))).toEqual({ code: 'FEE_REFUND_UNDER_WAY', details: { unit: '01-101' } });
    await payout(502, '60.00', 3);
    const second = await ask('10.00');
    expect(await open()).toEqual([['01-101', '10.00', 'SJ2024-000001', '6222020000000001']]);
    await payout(503, '10.00', 1);
    expect((await refused(() => ask('1.00'))).code).toBe('FEE_REFUND_UNDER_WAY');
    expect((await compound.read((tx) => on.refunds.byId(tx, second.value.id))).amount.toString()).toBe('10.00');
  });

  describe('takes money whose receipt then bounces:', () => {
    const bounce = async () => {
      const { id: receiptId } = await compound.read((tx) => on.receiptQueries.byNumber(tx, 'SJ2024-000001'));
      const request = { receiptId, bankLineId: 9, bankAccountId: compound.bankAccountId, on: day('01-22') };
      return compound.run(async (tx) => (await on.ledger.lock(tx), on.receipts.bounce(tx, posting, request)));
    };

    it('refused while the refund can be cancelled', async () => {
      await ask('124.77');
      expect(await refused(bounce)).toEqual({ code: 'RECEIPT_REFUND_OPEN', details: { receipt: 'SJ2024-000001', amount: '124.77' } });
    });

    it('refused when the refund is paid and the unit has settled nothing else', async () => {
      await ask('124.77');
      await payout(504, '124.77', 3);
      expect(await refused(bounce)).toEqual({ code: 'RECEIPT_PREPAYMENT_GONE', details: { receipt: 'SJ2024-000001', needed: '124.77', held: '0.00' } });
    });

    it('when the refund is paid, bills that other receipts had settled are open again, the newest first', async () => {
      await ask('124.77');
      await payout(504, '124.77', 3);
      compound.today(day('03-20'));
      await compound.bill(month('02'));
      await compound.bill(month('03'));
      const line = await bank.line('03-10', '150.46');
      await compound.record([compound.money('01-101', '150.46', '03-10', { bankLineId: line.id })]);
      expect(await compound.balance('1101', '01-101')).toBe('0.00');
      const { id: receiptId } = await compound.read((tx) => on.receiptQueries.byNumber(tx, 'SJ2024-000001'));
      await compound.run(
        async (tx) => (
          await on.ledger.lock(tx),
          on.receipts.bounce(tx, posting, { receiptId, bankLineId: 9, bankAccountId: compound.bankAccountId, on: day('03-18') })
        ),
      );
      // 200.00 went back to the bank: January's 75.23, and 124.77 that the refund had paid out
      expect([await compound.balance('1101', '01-101'), await compound.balance('2001', '01-101')]).toEqual(['200.00', '0.00']);
      await compound.run(async (tx) => (await on.ledger.lock(tx), on.receipts.undoBounce(tx, posting, { receiptId, bankLineId: 9 })));
      expect([await compound.balance('1101', '01-101'), await compound.balance('2001', '01-101')]).toEqual(['0.00', '0.00']);
    });
  });

  describe('goes to whom the money came from:', () => {
    const buyer = '6222020000000002';
    const paid = async (date: string, amount: string, account: string) => {
      const { id } = await bank.line(date, amount, account);
      const [receipt] = await compound.record([compound.money('01-101', amount, date, { bankLineId: id })]);
      return receipt ?? { id: 0, number: '' };
    };

    it('never more of it to an account than stands of its own, other money being older or newer', async () => {
      const second = await paid('01-12', '300.00', buyer);
      expect(await refused(() => ask('100.00'))).toEqual({
        code: 'FEE_REFUND_SEVERAL_PAYERS',
        details: { unit: '01-101', receipts: 'SJ2024-000002, SJ2024-000001' },
      });
      expect(await refused(() => ask('300.00', { receipt: 'SJ2024-000001' }))).toEqual({
        code: 'FEE_REFUND_OTHER_MONEY',
        details: { receipt: 'SJ2024-000001', standing: '124.77', asked: '300.00' },
      });
      expect((await refused(() => ask('300.01', { receipt: second.number }))).code).toBe('FEE_REFUND_OTHER_MONEY');
      await ask('100.00', { receipt: 'SJ2024-000001' });
      await payout(504, '100.00', 3);
      expect((await refused(() => ask('24.78', { receipt: 'SJ2024-000001' }))).details).toMatchObject({ standing: '24.77' });
      await ask('300.00', { receipt: second.number });
      expect(await open()).toEqual([['01-101', '300.00', second.number, buyer]]);
    });

    it('to several payments of one account together, without naming any', async () => {
      const second = await paid('01-12', '50.00', '6222 0200 0000 0001');
      expect((await ask('174.77')).value.receipt).toBe(second.number);
    });

    it('to nobody whose money bills have used up', async () => {
      const second = await paid('01-12', '30.00', buyer);
      compound.today(day('03-02'));
      await compound.bill(month('02'));
      await compound.bill(month('03'));
      expect((await refused(() => ask('1.00', { receipt: 'SJ2024-000001' }))).code).toBe('FEE_REFUND_OTHER_MONEY');
      await paid('03-01', '75.00', buyer);
      expect((await refused(() => ask('1.00', { receipt: 'SJ2024-000001' }))).details).toMatchObject({ standing: '0.00' });
      expect((await ask('1.00')).value.receipt).not.toBe(second.number);
    });

    it('and never to the account of a channel, which paid for everybody', async () => {
      const unitId = compound.unitId('01-102');
      const [channelLine] = await wechat(on, compound, [{ at: '2024-01-12 10:00:00', orderNo: `W${compound.communityId}`, gross: '100.00', fee: '0.60' }]);
      const lineIds = channelLine ? [channelLine.id] : [];
      const inBook = <T>(work: Parameters<typeof compound.run<T>>[0]) => compound.run<T>(async (tx) => (await on.ledger.lock(tx), work(tx)));
      await inBook((tx) => on.channelReceipts.record(tx, posting, lineIds.map((channelLineId) => ({ unitId, channelLineId })))); // prettier-ignore
      const { id: bankLineId } = await bank.line('01-15', '99.40', '2438888888880001');
      const batch = { channel: 'WECHAT' as const, lineIds, bankLineId, bankAccountId: compound.bankAccountId, bookedOn: day('01-15'), net: yuan('99.40') };
      await inBook((tx) => on.channelReceipts.settle(tx, posting, batch));
      expect(await compound.balance('2001', '01-102')).toBe('24.77');
      const noAccount = { code: 'FEE_REFUND_NO_ACCOUNT', details: { unit: '01-102' } };
      expect(await refused(() => ask('24.77', { unit: '01-102' }))).toEqual(noAccount);
      expect(await refused(() => ask('24.77', { unit: '01-102', receipt: 'SJ2024-000003' }))).toEqual(noAccount);
      expect(await compound.read((tx) => on.refunds.channelLines(tx, [bankLineId]))).toEqual(new Set([bankLineId]));
    });

    it('and one of a channel’s money, from before that was refused, is covered by what came through the channel: no other receipt is held for it', async () => {
      const unitId = compound.unitId('01-102');
      const inBook = <T>(work: Parameters<typeof compound.run<T>>[0]) => compound.run<T>(async (tx) => (await on.ledger.lock(tx), work(tx)));
      const { id: bankLineId } = await bank.line('01-15', '175.23', '2438888888880001');
      const [receipt] = await compound.record([compound.money('01-102', '175.23', '01-15', { bankLineId })]);
      const { value } = await ask('100.00', { unit: '01-102' });
      // the line of its receipt was the batch of a channel all along, as books of before the refusal have it
      await on.database.as('postgres', async (client) => {
        await client.query('set session_replication_role = replica');
        await client.query(
          `insert into mingbai.channel_batch (community_id, id, channel, bank_line_id, booked_on, payments, gross, fee, allocated, refunded, advance, recorded_at)
           values ($1, 900001, 'WECHAT', $2, '2024-01-15', 1, 175.23, 0, 0, 0, 0, now())`,
          [compound.communityId, bankLineId],
        );
      });
      const uncovered = (withoutReceipt: Id<'receipt'> | null = null) => compound.read((tx) => on.refunds.uncovered(tx, { withoutReceipt }));
      expect(await uncovered()).toEqual(new Set());
      expect(await uncovered((receipt?.id ?? 0) as Id<'receipt'>)).toEqual(new Set([value.id]));
      const { id: otherLine } = await bank.line('01-16', '50.00', buyer);
      const [other] = await compound.record([compound.money('01-102', '50.00', '01-16', { bankLineId: otherLine })]);
      expect(await uncovered((other?.id ?? 0) as Id<'receipt'>)).toEqual(new Set());
      // money of a payer with an account does not stand in for it
      expect(await uncovered((receipt?.id ?? 0) as Id<'receipt'>)).toEqual(new Set([value.id]));
      await inBook((tx) => on.receipts.undo(tx, posting, { receiptId: other?.id ?? 0, reason: 'wrong flat' }));
      expect((await compound.read((tx) => on.refunds.waiting(tx, unitId))).toString()).toBe('100.00');
      await on.database.as('postgres', async (client) => {
        await client.query('set session_replication_role = replica');
        await client.query('delete from mingbai.channel_batch where community_id = $1 and id = 900001', [compound.communityId]);
      });
      expect((await compound.read((tx) => on.fees.prepayments(tx, [unitId]))).length).toBe(0);
    });

    it('and not by a receipt that is taken back meanwhile, or bounces', async () => {
      const second = await paid('01-12', '200.00', buyer);
      const { value } = await ask('100.00', { receipt: 'SJ2024-000001' });
      const first = (await compound.read((tx) => on.receiptQueries.byNumber(tx, 'SJ2024-000001'))).id;
      const undo = (receiptId: number) =>
        compound.run(async (tx) => (await on.ledger.lock(tx), on.receipts.undo(tx, posting, { receiptId, reason: 'wrong flat' })));
      expect(await refused(() => undo(first))).toEqual({ code: 'RECEIPT_REFUND_OPEN', details: { receipt: 'SJ2024-000001', amount: '100.00' } });
      await undo(second.id);
      await paid('01-14', '200.00', buyer);
      await compound.run(
        async (tx) => (
          await on.ledger.lock(tx),
          on.receipts.bounce(tx, posting, { receiptId: first, bankLineId: 9, bankAccountId: compound.bankAccountId, on: day('01-15') })
        ),
      );
      expect((await compound.read((tx) => on.refunds.byId(tx, value.id))).receiptVoidedOn).toBe('2024-01-15');
      await cancel(value.id);
      expect((await refused(() => ask('1.00', { receipt: 'SJ2024-000001' }))).code).toBe('FEE_REFUND_OTHER_UNIT');
    });
  });

  it('asked twice under one key is one refund', async () => {
    const [first, second] = [await ask('50.00', { key: 'refund-key-1' }), await ask('50.00', { key: 'refund-key-1' })];
    expect([second.replayed, second.value]).toEqual([true, first.value]);
  });

  describe('is refused, and nothing is written:', () => {
    it('for more than is prepaid, or nothing', async () => {
      expect(await refused(() => ask('124.78'))).toEqual({ code: 'FEE_REFUND_TOO_MUCH', details: { unit: '01-101', prepaid: '124.77', asked: '124.78' } });
      expect((await refused(() => ask('0.00'))).code).toBe('FEE_REFUND_TOO_MUCH');
      expect((await refused(() => ask('-5.00'))).code).toBe('FEE_REFUND_TOO_MUCH');
      expect((await refused(() => ask('1.00', { unit: '01-102' }))).code).toBe('FEE_REFUND_TOO_MUCH');
    });

    it('for a unit or a receipt that is not there, or not of the unit', async () => {
      expect((await refused(() => ask('1.00', { unit: '99-999' }))).code).toBe('FEES_UNIT_UNKNOWN');
      expect((await refused(() => ask('1.00', { receipt: 'SJ2024-000042' }))).code).toBe('RECEIPT_UNKNOWN');
      const line = await bank.line('01-12', '75.23');
      const [other] = await compound.record([compound.money('01-102', '75.23', '01-12', { bankLineId: line.id })]);
      expect(await refused(() => ask('1.00', { receipt: other?.number ?? '' }))).toEqual({
        code: 'FEE_REFUND_OTHER_UNIT',
        details: { receipt: 'SJ2024-000002', unit: '01-101' },
      });
    });

    it('where no bank line says from which account the money came', async () => {
      const line = await bank.line('01-12', '90.00', '');
      const [cash] = await compound.record([compound.money('01-102', '90.00', '01-12', { bankLineId: line.id })]);
      expect((await refused(() => ask('1.00', { unit: '01-102' }))).code).toBe('FEE_REFUND_NO_ACCOUNT');
      expect((await refused(() => ask('1.00', { unit: '01-102', receipt: cash?.number ?? '' }))).code).toBe('FEE_REFUND_NO_ACCOUNT');
    });

    it('to anybody but the bookkeeper, and a refund that is not there', async () => {
      const request = { unit: '01-101', amount: yuan('1.00'), reason: 'the flat was sold', document: 'x' };
      expect((await refusedBy(on.requestRefund.execute(compound.as('COMMUNITY'), request))).code).toBe('NOT_ALLOWED');
      expect((await refusedBy(on.cancelRefund.execute(compound.as('CASHIER'), { id: 1, reason: 'asked by mistake' }))).code).toBe('NOT_ALLOWED');
      expect((await refused(() => cancel(987_654))).code).toBe('FEE_REFUND_MISSING');
    });
  });
});
