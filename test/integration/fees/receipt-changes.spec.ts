import type { AccountingPeriod, BusinessDate } from '../../../src/kernel/index.js';
import { posting, yuan } from '../../support/books.js';
import { refusedBy } from '../../support/refusal.js';
import { day, feesOnDatabase, month, type Compound } from './fixture.js';

/** What becomes of a receipt after it was written: it bounces, it is taken back, its money is moved to another bill. */
describe('a receipt afterwards', () => {
  let on: Awaited<ReturnType<typeof feesOnDatabase>>;
  let compound: Compound;

  beforeAll(async () => {
    on = await feesOnDatabase();
  });
  beforeEach(async () => {
    compound = await on.compound();
    await compound.bill(month('01'));
  });
  afterEach(async () => expect(await compound.violations()).toEqual([]));
  afterAll(() => on.database.destroy());

  const pay = async (code: string, amount: string, date: string) => {
    const [receipt] = await compound.record([compound.money(code, amount, date)]);
    if (!receipt) throw new Error('no receipt');
    return receipt;
  };
  let line = 5000;
  const bounce = (receiptId: number, date: string, amount?: string) =>
    compound.run(async (tx) => {
      await on.ledger.lock(tx);
      return on.receipts.bounce(tx, posting, {
        receiptId,
        bankLineId: ++line,
        bankAccountId: compound.bankAccountId,
        on: day(date),
        ...(amount && { amount: yuan(amount) }),
      });
    });
  const undo = (receiptId: number) =>
    compound.run(async (tx) => {
      await on.ledger.lock(tx);
      return on.receipts.undo(tx, posting, { receiptId, reason: 'wrong flat' });
    });
  const reallocate = (receipt: string, fromPeriod: AccountingPeriod, toPeriod?: AccountingPeriod) =>
    on.reallocate.execute(compound.as('BOOKKEEPER'), { receipt, fromPeriod, ...(toPeriod && { toPeriod }) });
  const bridge = async (text: string, through: BusinessDate) =>
    Object.fromEntries(
      Object.entries(await compound.read((tx) => on.fees.bridge(tx, { from: month(text), through })))
        .filter(([, amount]) => !amount.isZero)
        .map(([name, amount]) => [name, amount.toString()]),
    );
  const bills = async (code: string) => (await compound.unitLedger(code)).bills.map((bill) => `${bill.period} ${bill.paid.toString()} ${bill.state}`);
  const refused = async (work: () => Promise<unknown>) => {
    const before = await compound.footprint();
    const refusal = await refusedBy(work());
    expect(await compound.footprint()).toEqual(before);
    return refusal;
  };

  describe('that bounces (P22b)', () => {
    it('opens its bills again, keeps its number and takes the prepayment with it', async () => {
      const receipt = await pay('01-101', '100.00', '01-10');
      const bounced = await bounce(receipt.id, '01-15', '100.00');
      expect(bounced).toMatchObject({ number: 'SJ2024-000001', receiptId: receipt.id });
      expect(await bills('01-101')).toEqual(['2024-01 0.00 OPEN']);
      expect([await compound.balance('1101', '01-101'), await compound.balance('2001', '01-101')]).toEqual(['75.23', '0.00']);
      const [shown] = await compound.read((tx) => on.receiptQueries.list(tx, { state: 'VOID' }));
      expect(shown).toMatchObject({ number: 'SJ2024-000001', void: { kind: 'BOUNCED', on: '2024-01-15' } });
      const [entry] = await compound.read((tx) =>
        on.books.entriesOf(tx, { type: 'receipt', id: receipt.id }).then((entries) => entries.filter(({ rule }) => rule === 'P22b')),
      );
      expect(entry?.transfers.map(({ debitCode, creditCode, amount }) => `${debitCode}/${creditCode} ${amount.toString()}`)).toEqual([
        '1101/1001 75.23',
        '2001/1001 24.77',
      ]);
      expect(await bridge('01', day('01-31'))).toEqual({ received: '100.00', toPrepayment: '24.77', bounced: '75.23' });
      expect((await pay('01-102', '75.23', '01-16')).number).toBe('SJ2024-000002');
    });

    it('takes the prepayment off the bills that it had settled since, the newest first', async () => {
      const receipt = await pay('01-101', '200.00', '01-10');
      compound.today(day('02-01'));
      await compound.bill(month('02'));
      expect(await bills('01-101')).toEqual(['2024-01 75.23 PAID', '2024-02 75.23 PAID']);
      await bounce(receipt.id, '02-05');
      expect(await bills('01-101')).toEqual(['2024-01 0.00 OPEN', '2024-02 0.00 OPEN']);
      expect(await bridge('02', day('02-29'))).toEqual({ prepaymentApplied: '75.23', bounced: '75.23', reallocated: '75.23', collected: '-75.23' });
    });

    it('leaves the prepayment of other money where it is, and applies it anew', async () => {
      const first = await pay('01-101', '125.23', '01-10');
      await pay('01-101', '50.00', '01-11');
      compound.today(day('02-01'));
      await compound.bill(month('02'));
      expect(await compound.balance('2001', '01-101')).toBe('24.77');
      await bounce(first.id, '02-05');
      // 50.00 is left of the other receipt, and January is the oldest again
      expect(await bills('01-101')).toEqual(['2024-01 50.00 OPEN', '2024-02 0.00 OPEN']);
      expect(await compound.balance('2001', '01-101')).toBe('0.00');
    });

    it('is settled anew out of other money on the day of the bounce, not before: no month counts a bill twice', async () => {
      const receipt = await pay('01-101', '75.23', '01-05');
      await pay('01-101', '75.23', '01-06');
      compound.today(day('02-20'));
      const collected = async () => [await bridge('01', day('01-31')), await bridge('01', day('02-29'))].map((flows) => flows['collected']);
      expect(await collected()).toEqual(['75.23', '75.23']);
      await bounce(receipt.id, '02-10');
      expect(await bills('01-101')).toEqual(['2024-01 75.23 PAID']);
      expect(await collected()).toEqual(['75.23', '75.23']);
    });

    it('is recorded although the fund is short then: the bank has taken the money', async () => {
      const receipt = await pay('01-101', '75.23', '01-10');
      await compound.run((tx) =>
        on.ledger.post(tx, posting, [
          {
            rule: 'P20',
            effectiveOn: day('01-11'),
            source: { type: 'bank_line', id: 77 },
            description: 'charge',
            transfers: [
              {
                fund: 'SVC',
                debit: { code: '1301', holder: { type: 'fund', id: 2 } },
                credit: { code: '1001', holder: { type: 'bank_account', id: compound.bankAccountId } },
                amount: yuan('70.00'),
              },
              {
                fund: 'COM',
                debit: { code: '1001', holder: { type: 'bank_account', id: compound.bankAccountId } },
                credit: { code: '2701', holder: { type: 'fund', id: 1 } },
                amount: yuan('70.00'),
              },
            ],
          },
        ]),
      );
      await bounce(receipt.id, '01-15');
      const [svc] = await compound.read((tx) => on.books.funds(tx));
      expect(svc?.available.toString()).toBe('-70.00');
    });

    it('is refused for another amount, before its day, twice, or for none', async () => {
      const receipt = await pay('01-101', '75.23', '01-10');
      expect(await refused(() => bounce(receipt.id, '01-15', '75.22'))).toEqual({
        code: 'RECEIPT_BOUNCE_AMOUNT',
        details: { receipt: 'SJ2024-000001', amount: '75.23', bounced: '75.22' },
      });
      expect((await refused(() => bounce(receipt.id, '01-09'))).code).toBe('RECEIPT_BOUNCE_EARLY');
      expect((await refused(() => bounce(987_654, '01-15'))).code).toBe('RECEIPT_MISSING');
      await bounce(receipt.id, '01-15');
      expect(await refused(() => bounce(receipt.id, '01-16'))).toEqual({ code: 'RECEIPT_VOID', details: { receipt: 'SJ2024-000001', on: '2024-01-15' } });
    });
  });

  describe('that is taken back', () => {
    it('never was: entries reversed on their day, bills open, the line free for another unit and for the same', async () => {
      const money = compound.money('01-101', '100.00', '01-10');
      const [receipt] = await compound.record([money]);
      const undone = await undo(receipt?.id ?? 0);
      expect(undone.reversals).toHaveLength(1);
      const [reversal] = await compound.read((tx) => on.books.entriesOf(tx, { type: 'entry', id: receipt?.entrySeq ?? 0 }));
      expect(reversal).toMatchObject({ seq: undone.reversals[0]?.bySeq, reversesSeq: receipt?.entrySeq, effectiveOn: '2024-01-10' });
      expect(await bills('01-101')).toEqual(['2024-01 0.00 OPEN']);
      expect(await bridge('01', day('01-31'))).toEqual({});
      const [again] = await compound.record([money]);
      expect(again?.number).toBe('SJ2024-000002');
      expect((await compound.read((tx) => on.receiptQueries.byNumber(tx, 'sj2024-1'))).void).toMatchObject({ kind: 'UNDONE', reason: 'wrong flat' });
    });

    it('gives back what its prepayment had settled', async () => {
      const receipt = await pay('01-101', '200.00', '01-10');
      compound.today(day('02-01'));
      await compound.bill(month('02'));
      await undo(receipt.id);
      expect(await bills('01-101')).toEqual(['2024-01 0.00 OPEN', '2024-02 0.00 OPEN']);
      expect(await compound.balance('2001', '01-101')).toBe('0.00');
    });

    it('gives found money back to suspense', async () => {
      const money = compound.money('02-101', '100.00', '01-12');
      await compound.suspend(money);
      const [found] = await compound.find(money, day('01-21'));
      await undo(found?.id ?? 0);
      const funds = await compound.read((tx) => on.books.funds(tx));
      expect(funds.filter(({ fund }) => fund === 'SVC' || fund === 'TRN').map(({ cash }) => cash.toString())).toEqual(['0.00', '100.00']);
      expect((await compound.find(money, day('01-22')))[0]?.number).toBe('SJ2024-000002');
    });

    it('is refused once its month is closed, once it is void, and once its money was moved', async () => {
      const receipt = await pay('01-101', '75.23', '01-10');
      await compound.close(month('01'));
      expect(await refused(() => undo(receipt.id))).toEqual({
        code: 'RECEIPT_CLOSED',
        details: { receipt: 'SJ2024-000001', month: '2024-01', closedThrough: '2024-01-31' },
      });
      compound.today(day('02-02'));
      await compound.bill(month('02'));
      const second = await pay('01-102', '150.46', '02-01');
      await reallocate(second.number, month('01'));
      expect((await refused(() => undo(second.id))).code).toBe('RECEIPT_REALLOCATED');
      const third = await pay('S-01', '112.00', '02-01');
      await undo(third.id);
      expect((await refused(() => undo(third.id))).code).toBe('RECEIPT_VOID');
    });
  });

  describe('whose money is moved (P03e)', () => {
    it('settles the month that the payer meant, and what is left is a prepayment', async () => {
      compound.today(day('02-03'));
      await compound.bill(month('02'));
      const receipt = await pay('01-101', '75.23', '02-02');
      const { value } = await reallocate(receipt.number, month('01'), month('02'));
      expect(value).toEqual({ receipt: receipt.number, unit: '01-101', takenOff: '75.23', settled: '75.23', prepaid: '0.00', effectiveOn: '2024-02-03' });
      expect(await bills('01-101')).toEqual(['2024-01 0.00 OPEN', '2024-02 75.23 PAID']);
      expect(await bridge('02', day('02-29'))).toEqual({ received: '75.23', prepaymentApplied: '75.23', reallocated: '75.23', collected: '75.23' });
      const settlements = await compound.read(async (tx) => on.receiptQueries.settlements(tx, (await on.receiptQueries.byNumber(tx, receipt.number)).id));
      expect(settlements.map(({ period, takenOffOn }) => [period, takenOffOn])).toEqual([['2024-01', '2024-02-03']]);
    });

    it('is kept in advance where no month is named, and still bounces whole', async () => {
      const receipt = await pay('01-101', '75.23', '01-10');
      compound.today(day('01-12'));
      await reallocate(receipt.number, month('01'));
      expect([await compound.balance('1101', '01-101'), await compound.balance('2001', '01-101')]).toEqual(['75.23', '75.23']);
      await bounce(receipt.id, '01-15');
      expect([await compound.balance('1101', '01-101'), await compound.balance('2001', '01-101')]).toEqual(['75.23', '0.00']);
    });

    it('is refused for a month that it does not settle, to a month that is not open, for a void receipt, an unknown one, and anybody but the bookkeeper', async () => {
      const receipt = await pay('01-101', '75.23', '01-10');
      compound.today(day('01-12'));
      expect(await refused(() => reallocate(receipt.number, month('02')))).toEqual({
        code: 'RECEIPT_NOT_OF_MONTH',
        details: { receipt: receipt.number, period: '2024-02' },
      });
      expect(await refused(() => reallocate(receipt.number, month('01'), month('02')))).toEqual({
        code: 'RECEIPT_MONTH_NOT_OPEN',
        details: { unit: '01-101', period: '2024-02' },
      });
      expect((await refused(() => reallocate('SJ2024-000099', month('01')))).code).toBe('RECEIPT_UNKNOWN');
      expect((await refused(() => reallocate('2024-1', month('01')))).code).toBe('RECEIPT_UNKNOWN');
      expect((await refusedBy(on.reallocate.execute(compound.as('CASHIER'), { receipt: receipt.number, fromPeriod: month('01') }))).code).toBe('NOT_ALLOWED');
      await undo(receipt.id);
      expect((await refused(() => reallocate(receipt.number, month('01')))).code).toBe('RECEIPT_VOID');
    });
  });
});
