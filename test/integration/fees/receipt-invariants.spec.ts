import type { Client } from 'pg';
import { accountingPeriod } from '../../../src/kernel/index.js';
import { invariants, type ChannelPaymentRequest } from '../../../src/modules/fees/index.js';
import { posting, violations, yuan } from '../../support/books.js';
import { bankOf, wechat } from './bank-lines.js';
import { day, feesOnDatabase, month, type Compound } from './fixture.js';

/** Everything that receipts know at once, and then one thing of it wrong: the check of that rule says so, by name. */
describe('what the checks of receipts find after somebody went past the walls', () => {
  let on: Awaited<ReturnType<typeof feesOnDatabase>>;

  beforeAll(async () => {
    on = await feesOnDatabase();
  });
  afterAll(() => on.database.destroy());

  /** A bounced, an undone and a moved receipt, a refund, a cancelled refund, a batch of a channel and a payment in transit. */
  const victim = async (): Promise<Compound> => {
    const compound = await on.compound();
    const bank = bankOf(on, compound);
    await compound.bill(month('01'));
    compound.today(day('02-10'));
    const run = <T>(work: Parameters<typeof compound.run<T>>[0]) => compound.run<T>(async (tx) => (await on.ledger.lock(tx), work(tx)));
    const paid = async (code: string, amount: string, date: string) => {
      const { id } = await bank.line(date, amount);
      const [receipt] = await compound.record([compound.money(code, amount, date, { bankLineId: id })]);
      if (!receipt) throw new Error('no receipt');
      return receipt;
    };
    const bounced = await paid('02-101', '90.27', '01-05');
    await run((tx) => on.receipts.bounce(tx, posting, { receiptId: bounced.id, bankLineId: 7, bankAccountId: compound.bankAccountId, on: day('01-06') }));
    const undone = await paid('02-101', '90.27', '01-07');
    await run((tx) => on.receipts.undo(tx, posting, { receiptId: undone.id, reason: 'wrong flat' }));
    const moved = await paid('S-01', '150.00', '01-08');
    await on.reallocate.execute(compound.as('BOOKKEEPER'), { receipt: moved.number, fromPeriod: month('01') });
    const ask = (amount: string) =>
      on.requestRefund.execute(compound.as('BOOKKEEPER'), { unit: 'S-01', amount: yuan(amount), reason: 'the shop was sold', document: 'contract 17' });
    const first = await ask('10.00');
    await on.cancelRefund.execute(compound.as('BOOKKEEPER'), { id: first.value.id, reason: 'asked by mistake' });
    await ask('20.00');
    const lines = await wechat(on, compound, [
      { at: '2024-01-30 10:00:00', orderNo: `A${compound.communityId}`, gross: '75.23', fee: '0.45' },
      { at: '2024-01-31 11:00:00', orderNo: `B${compound.communityId}`, gross: '75.23', fee: '0.45' },
    ]);
    const requests = lines.map(({ id: channelLineId }, index): ChannelPaymentRequest => ({
      unitId: compound.unitId(['01-101', '01-102'][index] ?? ''),
      channelLineId,
    }));
    await run((tx) => on.channelReceipts.record(tx, posting, requests));
    const batch = await bank.line('02-02', '74.78');
    const settled = {
      channel: 'WECHAT' as const,
      lineIds: lines.slice(0, 1).map(({ id }) => id),
      bankLineId: batch.id,
      bankAccountId: compound.bankAccountId,
      bookedOn: day('02-02'),
      net: yuan('74.78'),
    };
    await run((tx) => on.channelReceipts.settle(tx, posting, settled));
    return compound;
  };

  const found = async (sql: string): Promise<(string | undefined)[]> => {
    const compound = await victim();
    expect(await violations(on.database, compound.communityId, invariants)).toEqual([]);
    await on.database.as('postgres', async (client: Client) => {
      await client.query(`set session_replication_role = replica`);
      await client.query(sql.replaceAll('$c', String(compound.communityId)));
    });
    return (await violations(on.database, compound.communityId, invariants)).map((violation) => violation.split(':')[0]);
  };

  it.each<[sql: string, name: string]>([
    [
      `update mingbai.receipt set void_prepaid = 5 where community_id = $c and void_kind = 'BOUNCED'`,
      'I8 fees in advance of every unit are what its receipts left and no bill used',
    ],
    [`update mingbai.receipt set no = no + 90 where community_id = $c and void_kind = 'UNDONE'`, 'I18 receipt numbers run without gap'],
    [`update mingbai.receipt set excess = excess + 1, amount = amount + 1 where community_id = $c and excess > 0`, 'every receipt has its entry'],
    [
      `update mingbai.receipt set amount = amount + 1, excess = excess + 2 where community_id = $c and excess > 0`,
      'I20 a receipt is what it settles and what it leaves as a prepayment',
    ],
    [
      `update mingbai.allocation set effective_on = effective_on - 30 where community_id = $c and amount < 0`,
      'I20 what gives back an allocation is its opposite, not before it; a void receipt settles nothing',
    ],
    [`update mingbai.receipt set voided_on = voided_on + 1 where community_id = $c and void_kind = 'BOUNCED'`, 'every receipt has its entry'],
    [
      `update mingbai.receipt set void_seq = void_seq + 1 where community_id = $c and void_kind = 'UNDONE'`,
      'I4 a receipt is undone exactly when its entries are reversed',
    ],
    [
      `update mingbai.allocation set effective_on = effective_on + 1 where community_id = $c and receipt_id is null`,
      'every prepayment that was applied has its entry',
    ],
    [
      `update mingbai.fee_refund set amount = 21 where community_id = $c and amount = 20`,
      'I8 every refund of a prepayment has its entry, and a cancelled one its reversal',
    ],
    [
      `update mingbai.fee_refund set cancel_seq = cancel_seq + 1 where community_id = $c and cancel_seq is not null`,
      'I8 every refund of a prepayment has its entry, and a cancelled one its reversal',
    ],
    [`update mingbai.fee_refund set amount = 19 where community_id = $c and amount = 20`, 'I8 what is owed back to a unit is one refund of it, or none'],
    [
      `update mingbai.channel_payment set allocated = 75 where community_id = $c and batch_id is null`,
      'I8 what a channel holds is what its payments settled and no batch has brought',
    ],
    [
      `update mingbai.channel_payment set gross = 76 where community_id = $c and batch_id is null`,
      'a payment through a channel is as far as its line, and is its line',
    ],
    [
      `update mingbai.channel_batch set fee = 0.46 where community_id = $c`,
      'a batch of a channel is its payments, gross, fee, what had settled bills and what refunds of earlier batches took',
    ],
    [
      `update mingbai.channel_payment set given_back_on = paid_on + 2 where community_id = $c and batch_id is null`,
      'P22b a channel gave back while it held it what the payment and its receipt say, on one day, out of what it held',
    ],
    [`update mingbai.channel_batch set advance = 0.01 where community_id = $c`, 'every batch of a channel has its entry'],
    [
      `update mingbai.channel_payment set kind = 'REFUND', allocated = 0, receipt_id = null, refunds_id = (select id from mingbai.channel_payment where community_id = $c and batch_id is null)
       where community_id = $c and batch_id is not null`,
      'P02c a refund of a channel takes back one payment of its unit and amount, once, and what had reached the bank bounced with its batch',
    ],
    [
      `update mingbai.receipt set void_kind = 'UNDONE', void_line_id = null, void_reason = 'x' where community_id = $c and void_kind = 'BOUNCED'`,
      'P22b a receipt bounced by one entry that stands, or by none',
    ],
  ])('%s → %s', async (sql, name) => {
    expect(await found(sql)).toContain(name);
  });

  it('nothing in a book that is sound', async () => {
    const compound = await victim();
    expect(await violations(on.database, compound.communityId, invariants)).toEqual([]);
    expect((await compound.read((tx) => on.fees.collected(tx, accountingPeriod('2024-02')))).toString()).toBe('-36.77');
  });
});
