import type { ChannelLineId, ChannelLineView } from '../../../src/modules/bank/index.js';
import { posting, yuan } from '../../support/books.js';
import { refusedBy } from '../../support/refusal.js';
import { bankOf, wechat } from './bank-lines.js';
import { day, feesOnDatabase, month, type Compound } from './fixture.js';

/** Payments through WeChat: 75.23 and 100.00 of two flats, charged 0.45 and 0.60. */
describe('payments through a channel', () => {
  let on: Awaited<ReturnType<typeof feesOnDatabase>>;
  let compound: Compound;
  let bank: ReturnType<typeof bankOf>;
  let lines: readonly ChannelLineView[];

  beforeAll(async () => {
    on = await feesOnDatabase();
  });
  beforeEach(async () => {
    compound = await on.compound();
    bank = bankOf(on, compound);
    await compound.bill(month('01'));
    compound.today(day('02-05'));
    lines = await wechat(on, compound, [
      { at: '2024-01-30 10:00:00', orderNo: `A${compound.communityId}`, gross: '75.23', fee: '0.45' },
      { at: '2024-01-31 11:00:00', orderNo: `B${compound.communityId}`, gross: '100.00', fee: '0.60' },
    ]);
  });
  afterEach(async () => expect(await compound.violations()).toEqual([]));
  afterAll(() => on.database.destroy());

  const run = <T>(work: Parameters<typeof compound.run<T>>[0]) => compound.run<T>(async (tx) => (await on.ledger.lock(tx), work(tx)));
  const ids = () => lines.map(({ id }) => id);
  const record = (codes = ['01-101', '01-102']) =>
    run((tx) =>
      on.channelReceipts.record(
        tx,
        posting,
        codes.map((code, index) => ({ unitId: compound.unitId(code), channelLineId: ids()[index] as ChannelLineId })),
      ),
    );
  const settle = (bankLineId: number, date: string, net: string, lineIds = ids()) =>
    run((tx) =>
      on.channelReceipts.settle(tx, posting, {
        channel: 'WECHAT',
        lineIds,
        bankLineId,
        bankAccountId: compound.bankAccountId,
        bookedOn: day(date),
        net: yuan(net),
      }),
    );
  const collected = async (text: string) => (await compound.read((tx) => on.fees.collected(tx, month(text)))).toString();
  const states = async () => (await compound.read((tx) => on.channelQueries.lines(tx, { ids: ids() }))).map(({ state }) => state);
  const cash = async () =>
    (await compound.read((tx) => on.books.funds(tx))).filter(({ fund }) => fund !== 'QLT').map(({ fund, cash: held }) => `${fund} ${held.toString()}`);
  const refused = async (work: () => Promise<unknown>) => {
    const before = [await compound.footprint(), await states()];
    const refusal = await refusedBy(work());
    expect([await compound.footprint(), await states()]).toEqual(before);
    return refusal;
  };

  it('settle bills at once by a numbered receipt, and count as collected when their batch is at the bank', async () => {
    const recorded = await record();
    expect(recorded.map(({ number, allocated, rest }) => [number, allocated.toString(), rest.toString()])).toEqual([
      ['SJ2024-000001', '75.23', '0.00'],
      ['SJ2024-000002', '75.23', '24.77'],
    ]);
    expect([await compound.balance('1101', '01-101'), await compound.balance('1101', '01-102')]).toEqual(['0.00', '0.00']);
    expect([await collected('01'), (await compound.read((tx) => on.fees.claims(tx, day('01-31')))).inTransit.toString()]).toEqual(['0.00', '150.46']);
    const line = await bank.line('02-02', '174.18');
    const { parts } = await settle(line.id, '02-02', '174.18');
    expect(parts.map(({ targetType, amount }) => `${targetType} ${amount.toString()}`)).toEqual(['CHANNEL_BATCH 149.41', 'RECEIPT 24.77']);
    expect([await collected('01'), await collected('02')]).toEqual(['0.00', '150.46']);
    expect(await states()).toEqual(['SETTLED', 'SETTLED']);
    // COM had nothing, so SVC lends it the charge
    expect(await cash()).toEqual(['SVC 174.18', 'COM 0.00', 'TRN 0.00']);
    expect(await compound.balance('2001', '01-102')).toBe('24.77');
    const documents = await compound.read((tx) => on.fees.documentCash(tx, day('02-29')));
    expect(documents.map(({ fund, amount }) => `${fund} ${amount.toString()}`)).toEqual(['SVC 174.18', 'COM 0.00', 'TRN 0.00']);
    const bridge = await compound.read((tx) => on.fees.bridge(tx, { from: month('02'), through: day('02-29') }));
    expect([bridge.received, bridge.toPrepayment, bridge.collected].map(String)).toEqual(['175.23', '24.77', '150.46']);
    expect((await compound.read((tx) => on.fees.claims(tx, day('02-29')))).advanced.toString()).toBe('1.05');
  });

  it('of a unit that owes nothing wait for the batch whole, and are a prepayment then', async () => {
    await compound.record([compound.money('01-101', '75.23', '01-09'), compound.money('01-102', '75.23', '01-09')]);
    const recorded = await record();
    expect(recorded.map(({ number, rest }) => [number, rest.toString()])).toEqual([
      [null, '75.23'],
      [null, '100.00'],
    ]);
    const line = await bank.line('02-02', '174.18');
    const { parts } = await settle(line.id, '02-02', '174.18');
    expect(parts.map(({ targetType, amount }) => `${targetType} ${amount.toString()}`)).toEqual(['CHANNEL_BATCH -1.05', 'RECEIPT 75.23', 'RECEIPT 100.00']);
    expect(await collected('02')).toBe('0.00');
  });

  it('can be undone, batch and payment, each whole', async () => {
    await record();
    const line = await bank.line('02-02', '174.18');
    const { batchId, parts } = await settle(line.id, '02-02', '174.18');
    const rest = parts.find(({ targetType }) => targetType === 'RECEIPT');
    await run((tx) => on.receipts.undo(tx, posting, { receiptId: rest?.targetId ?? 0, reason: 'wrong batch' }));
    const reversals = await run((tx) => on.channelReceipts.unsettle(tx, posting, batchId));
    expect(reversals).toHaveLength(1);
    expect([await cash(), await states()]).toEqual([
      ['SVC 0.00', 'COM 0.00', 'TRN 0.00'],
      ['RECEIVED', 'RECEIVED'],
    ]);
    expect(await refused(() => run((tx) => on.channelReceipts.unsettle(tx, posting, batchId)))).toEqual({
      code: 'CHANNEL_BATCH_MISSING',
      details: { batch: batchId },
    });
    for (const channelLineId of ids()) await run((tx) => on.channelReceipts.undo(tx, posting, { channelLineId, reason: 'wrong flat' }));
    expect(await states()).toEqual(['NEW', 'NEW']);
    expect(await compound.balance('1101', '01-101')).toBe('75.23');
    expect((await record(['01-102', '01-101'])).map(({ number }) => number)).toEqual(['SJ2024-000004', 'SJ2024-000005']);
  });

  it('that the channel refunds settle nothing any more', async () => {
    await record();
    const [refund] = (
      await wechat(on, compound, [{ at: '2024-02-01 09:00:00', orderNo: `R${compound.communityId}`, gross: '75.23', fee: '0.45', refund: true }])
    ).slice(-1);
    await run((tx) => on.channelReceipts.record(tx, posting, [{ unitId: compound.unitId('01-101'), channelLineId: refund?.id as ChannelLineId }]));
    expect(await compound.balance('1101', '01-101')).toBe('75.23');
    const line = await bank.line('02-02', '99.40');
    await settle(line.id, '02-02', '99.40', [...ids(), refund?.id as ChannelLineId]);
    expect([await collected('02'), await compound.balance('2001', '01-101'), await compound.balance('2001', '01-102')]).toEqual(['75.23', '0.00', '24.77']);
  });

  it('that bounce with a later batch, do not, and bounce again are given back once', async () => {
    const [first] = await record();
    const came = await bank.line('02-02', '174.18');
    await settle(came.id, '02-02', '174.18');
    const { id: receiptId } = await compound.read((tx) => on.receiptQueries.byNumber(tx, first?.number ?? ''));
    const flows = async () => {
      const { received, bounced, collected: own } = await compound.read((tx) => on.fees.bridge(tx, { from: month('02'), through: day('02-29') }));
      return [received, bounced, own].map(String);
    };
    const [refund] = (
      await wechat(on, compound, [{ at: '2024-02-03 09:00:00', orderNo: `R${compound.communityId}`, gross: '75.23', fee: '0.45', refund: true }])
    ).slice(-1);
    const refundId = refund?.id as ChannelLineId;
    await run((tx) => on.channelReceipts.record(tx, posting, [{ unitId: compound.unitId('01-101'), channelLineId: refundId }]));
    const before = await flows();
    expect(before).toEqual(['175.23', '0.00', '150.46']);
    const { id: lineId } = await bank.line('02-04', '-74.78');
    const settled = await settle(lineId, '02-04', '-74.78', [refundId]);
    const bounced = await flows();
    expect(bounced).toEqual(['175.23', '75.23', '75.23']);
    await run((tx) => on.receipts.undoBounce(tx, posting, { receiptId, bankLineId: lineId }));
    await run((tx) => on.channelReceipts.unsettle(tx, posting, settled.batchId));
    expect(await flows()).toEqual(before);
    const again = await settle(lineId, '02-04', '-74.78', [refundId]);
    expect([await flows(), await compound.balance('1101', '01-101')]).toEqual([bounced, '75.23']);
    expect(await compound.violations()).toEqual([]);
    await run((tx) => on.receipts.undoBounce(tx, posting, { receiptId, bankLineId: lineId }));
    await run((tx) => on.channelReceipts.unsettle(tx, posting, again.batchId));
    await run((tx) => on.channelReceipts.undo(tx, posting, { channelLineId: refundId, reason: 'no refund' }));
    expect([await flows(), await compound.balance('1101', '01-101')]).toEqual([before, '0.00']);
  });

  describe('refuse, and write nothing:', () => {
    it('a line that was placed already, or is none', async () => {
      await record();
      expect((await refused(() => record())).code).toBe('CHANNEL_LINE_STATE');
      const request = { unitId: compound.unitId('01-101'), channelLineId: 99_999_999 as ChannelLineId };
      expect((await refused(() => run((tx) => on.channelReceipts.record(tx, posting, [request])))).code).toBe('CHANNEL_LINE_MISSING');
    });

    it('a bill of another unit', async () => {
      const [other] = await compound.read((tx) => on.fees.openBills(tx, [compound.unitId('S-01')]));
      const request = { unitId: compound.unitId('01-101'), channelLineId: ids()[0] as ChannelLineId, billIds: other ? [other.id] : [] };
      expect((await refused(() => run((tx) => on.channelReceipts.record(tx, posting, [request])))).code).toBe('FEES_BILL_NOT_OPEN');
    });

    it('a batch of another amount, another channel, an earlier day, or with a payment that has no place', async () => {
      await record();
      const line = await bank.line('02-02', '174.18');
      expect(await refused(() => settle(line.id, '02-02', '174.17'))).toEqual({
        code: 'CHANNEL_BATCH_AMOUNT',
        details: { count: 2, expected: '174.18', booked: '174.17' },
      });
      expect((await refused(() => settle(line.id, '01-30', '174.18'))).code).toBe('CHANNEL_BATCH_EARLY');
      const pos = {
        channel: 'POS' as const,
        lineIds: ids(),
        bankLineId: line.id,
        bankAccountId: compound.bankAccountId,
        bookedOn: day('02-02'),
        net: yuan('174.18'),
      };
      expect((await refused(() => run((tx) => on.channelReceipts.settle(tx, posting, pos)))).code).toBe('CHANNEL_BATCH_MIXED');
      await run((tx) => on.channelReceipts.undo(tx, posting, { channelLineId: ids()[0] as ChannelLineId, reason: 'wrong flat' }));
      expect((await refused(() => settle(line.id, '02-02', '174.18'))).code).toBe('CHANNEL_LINE_STATE');
    });

    it('by the database itself, what was not held by the channel to be given back, or before it was paid, or twice', async () => {
      await record();
      const line = await bank.line('02-02', '74.78');
      await settle(line.id, '02-02', '74.78', ids().slice(0, 1));
      const attempt = (set: string, index: 0 | 1) =>
        on.database.as('mingbai_app', async (client) => {
          await client.query(`begin; set local app.community_id = '${compound.communityId}'`);
          try {
            for (const each of set.split(';')) await client.query(`update mingbai.channel_payment set ${each} where channel_line_id = ${ids()[index] ?? 0}`);
          } finally {
            await client.query('rollback');
          }
        });
      await expect(attempt(`given_back_on = '2024-02-03'`, 0)).rejects.toThrow(/is evidence/);
      await expect(attempt(`given_back_on = '2024-01-31'`, 1)).rejects.toThrow(/what_settled_is_given_back/);
      await expect(attempt(`given_back_on = '2024-02-03'; given_back_on = '2024-02-04'`, 1)).rejects.toThrow(/is evidence/);
      await expect(attempt(`given_back_on = '2024-02-03'; receipt_id = null, allocated = 0`, 1)).rejects.toThrow(/is evidence/);
    });

    it('a refund of a payment that is not there', async () => {
      await record();
      const [refund] = (
        await wechat(on, compound, [{ at: '2024-02-01 09:00:00', orderNo: `X${compound.communityId}`, gross: '33.00', fee: '0.20', refund: true }])
      ).slice(-1);
      const request = { unitId: compound.unitId('01-101'), channelLineId: refund?.id as ChannelLineId };
      expect((await refused(() => run((tx) => on.channelReceipts.record(tx, posting, [request])))).code).toBe('CHANNEL_REFUND_UNCOVERED');
    });

    it('to move, bounce or take back a receipt whose money the channel holds', async () => {
      const [first] = await record();
      const receipt = await compound.read((tx) => on.receiptQueries.byNumber(tx, first?.number ?? ''));
      const move = { receipt: receipt.number, fromPeriod: month('01') };
      expect((await refused(() => on.reallocate.execute(compound.as('BOOKKEEPER'), move))).code).toBe('RECEIPT_IN_TRANSIT');
      expect((await refused(() => run((tx) => on.receipts.undo(tx, posting, { receiptId: receipt.id, reason: 'wrong' })))).code).toBe('RECEIPT_UNDO_CHANNEL');
      const bounce = { receiptId: receipt.id, bankLineId: 7, bankAccountId: compound.bankAccountId, on: day('02-03') };
      expect((await refused(() => run((tx) => on.receipts.bounce(tx, posting, bounce)))).code).toBe('RECEIPT_BOUNCE_CHANNEL');
    });
  });
});
