import fc from 'fast-check';
import { accountingPeriod, businessDate, Money, type AccountingPeriod } from '../../../kernel/index.js';
import type { UnitId } from '../../communities/index.js';
import {
  allocateReceipt,
  allocateReceipts,
  applyPrepayments,
  takeBack,
  type BillId,
  type LateFeeId,
  type NamedByPayer,
  type OpenBill,
  type OpenLateFee,
  type Settled,
} from './allocation.js';

const yuan = (text: string): Money => Money.parse(text);
const bill = (id: number, period: string, open: string, unitId = 1): OpenBill => ({
  id: id as BillId,
  unitId: unitId as UnitId,
  period: accountingPeriod(period),
  open: yuan(open),
});
const unitOne = 1 as UnitId;
const quarter = [bill(11, '2024-01', '75.23'), bill(12, '2024-02', '75.23'), bill(13, '2024-03', '75.23')];
const plain = (result: { allocations: readonly { billId: number; amount: Money }[]; excess: Money }): unknown => ({
  ...Object.fromEntries(result.allocations.map(({ billId, amount }) => [billId, amount.toString()])),
  excess: result.excess.toString(),
});

describe('what a receipt settles', () => {
  it('is the oldest bill first', () => {
    expect(plain(allocateReceipt(quarter.toReversed(), yuan('100.00')))).toEqual({ 11: '75.23', 12: '24.77', excess: '0.00' });
  });

  it('is the bill that the payer names before the oldest', () => {
    expect(plain(allocateReceipt(quarter, yuan('100.00'), { billIds: [13 as BillId] }))).toEqual({ 11: '24.77', 13: '75.23', excess: '0.00' });
  });

  it('is the oldest when the named bill is none of the open ones', () => {
    expect(plain(allocateReceipt(quarter, yuan('75.23'), { billIds: [99 as BillId] }))).toEqual({ 11: '75.23', excess: '0.00' });
  });

  it('is everything that the payer names, oldest first, before the rest', () => {
    expect(plain(allocateReceipt(quarter, yuan('160.00'), { billIds: [13 as BillId, 12 as BillId] }))).toEqual({
      11: '9.54',
      12: '75.23',
      13: '75.23',
      excess: '0.00',
    });
    expect(plain(allocateReceipt(quarter, yuan('75.23'), { periods: [accountingPeriod('2024-03')] }))).toEqual({ 13: '75.23', excess: '0.00' });
    expect(plain(allocateReceipt(quarter, yuan('75.23'), { periods: [accountingPeriod('2024-07')] }))).toEqual({ 11: '75.23', excess: '0.00' });
  });

  describe('with late fees', () => {
    const late = (id: number, period: string, open: string): OpenLateFee => ({
      id: id as LateFeeId,
      unitId: unitOne,
      period: accountingPeriod(period),
      billedOn: businessDate('2024-04-01'),
      open: yuan(open),
    });
    const fees = [late(71, '2024-01', '5.30'), late(72, '2024-02', '3.20')];
    const settled = (amount: string, named: NamedByPayer = {}) => {
      const { allocations, lateFees, excess } = allocateReceipt(quarter, yuan(amount), named, fees);
      return [
        ...allocations.map((part) => `${part.billId} ${part.amount.toString()}`),
        ...lateFees.map((part) => `${part.lateFeeId} ${part.amount.toString()}`),
        excess.toString(),
      ];
    };

    it('is a bill before the late fees of its age, and those before a younger bill', () => {
      expect(settled('75.23')).toEqual(['11 75.23', '0.00']);
      expect(settled('80.00')).toEqual(['11 75.23', '71 4.77', '0.00']);
      expect(settled('160.00')).toEqual(['11 75.23', '12 75.23', '13 1.04', '71 5.30', '72 3.20', '0.00']);
    });

    it('is a named month with its late fees, a named bill without', () => {
      expect(settled('78.00', { periods: [accountingPeriod('2024-02')] })).toEqual(['12 75.23', '72 2.77', '0.00']);
      expect(settled('78.00', { billIds: [12 as BillId] })).toEqual(['12 75.23', '11 2.77', '0.00']);
    });

    it('leaves what is beyond all of them as a prepayment, and no fen is lost', () => {
      expect(settled('300.00').at(-1)).toBe('65.81');
    });

    it('settles no late fee that was billed after the money came', () => {
      const [early] = allocateReceipts(quarter, [{ unitId: unitOne, amount: yuan('300.00'), effectiveOn: businessDate('2024-03-31') }], fees);
      const [onTheDay] = allocateReceipts(quarter, [{ unitId: unitOne, amount: yuan('300.00'), effectiveOn: businessDate('2024-04-01') }], fees);
      expect([early?.lateFees.length, onTheDay?.lateFees.length]).toEqual([0, 2]);
    });

    it('settles a late fee once, by two receipts of one file', () => {
      const money = (amount: string) => ({ unitId: unitOne, amount: yuan(amount), effectiveOn: businessDate('2024-04-02') });
      const results = allocateReceipts(quarter, [money('78.23'), money('79.00')], fees);
      expect(results.map(({ lateFees }) => lateFees.map(({ amount }) => amount.toString()))).toEqual([['3.00'], ['2.30', '1.47']]);
    });
  });

  it('leaves what is beyond the bills as a prepayment', () => {
    expect(plain(allocateReceipt(quarter, yuan('300.00')))).toEqual({ 11: '75.23', 12: '75.23', 13: '75.23', excess: '74.31' });
    expect(plain(allocateReceipt([], yuan('75.23')))).toEqual({ excess: '75.23' });
  });

  it('refuses to be nothing', () => {
    expect(() => allocateReceipt(quarter, Money.zero)).toThrow('a receipt of 0.00 is none');
    expect(() => allocateReceipt(quarter, yuan('-1.00'))).toThrow('a receipt of -1.00 is none');
  });

  const month = fc.integer({ min: 0, max: 35 }).map((n) => `${2024 + Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, '0')}` as AccountingPeriod);
  const fen = fc.bigInt({ min: 1n, max: 999_999_999n }).map((amount) => Money.fromFen(amount));
  const bills = fc
    .array(fc.record({ period: month, open: fen }), { maxLength: 12 })
    .map((list) => list.map(({ period, open }, index): OpenBill => ({ id: (index + 1) as BillId, unitId: unitOne, period, open })));

  it('loses no fen, pays no bill beyond what it has open, and leaves no older bill unpaid', () => {
    fc.assert(
      fc.property(
        bills,
        fen,
        fc.option(
          fc.integer({ min: 1, max: 12 }).map((id) => id as BillId),
          { nil: undefined },
        ),
        (openBills, amount, named) => {
          const { allocations, excess } = allocateReceipt(openBills, amount, named === undefined ? {} : { billIds: [named] });
          const paid = new Map(allocations.map((allocation) => [allocation.billId, allocation.amount]));
          expect(paid.size).toBe(allocations.length);
          expect(Money.sum([...paid.values(), excess]).equals(amount)).toBe(true);
          expect(allocations.every((allocation) => allocation.amount.isPositive)).toBe(true);
          for (const open of openBills) expect(open.open.atLeast(paid.get(open.id) ?? Money.zero)).toBe(true);
          const unpaid = openBills.filter((open) => !open.open.equals(paid.get(open.id) ?? Money.zero));
          if (excess.isPositive) expect(unpaid).toEqual([]);
          const oldestUnpaid = unpaid.map((open) => open.period).toSorted()[0];
          const touched = openBills.filter((open) => paid.has(open.id) && open.id !== named);
          if (oldestUnpaid !== undefined) for (const open of touched) expect(open.period <= oldestUnpaid).toBe(true);
        },
      ),
    );
  });
});

describe('several receipts of one file', () => {
  const receipt = (amount: string, on: string, unitId = 1) => ({ unitId: unitId as UnitId, amount: yuan(amount), effectiveOn: businessDate(on) });

  it('follow one another by day, each of them settling what those before left open', () => {
    const results = allocateReceipts(quarter, [receipt('75.23', '2024-03-20'), receipt('100.00', '2024-03-05')]);
    expect(results.map(plain)).toEqual([
      { 12: '50.46', 13: '24.77', excess: '0.00' },
      { 11: '75.23', 12: '24.77', excess: '0.00' },
    ]);
  });

  it('settle no bill of another unit', () => {
    const [result] = allocateReceipts([...quarter, bill(21, '2024-01', '90.27', 2)], [receipt('90.27', '2024-01-09', 2)]);
    expect(result && plain(result)).toEqual({ 21: '90.27', excess: '0.00' });
  });

  it('settle no bill that was not yet owed on their day: that money waits as a prepayment', () => {
    const [result] = allocateReceipts(quarter, [receipt('150.46', '2024-01-31')]);
    expect(result && plain(result)).toEqual({ 11: '75.23', excess: '75.23' });
  });
});

describe('a prepayment', () => {
  const since = businessDate('2024-01-31');
  const applied = (firstOpenDay: string, bills = quarter) =>
    applyPrepayments(bills, [{ unitId: unitOne, amount: yuan('100.00'), since }], businessDate(firstOpenDay)).map(({ billId, amount, effectiveOn }) => [
      billId,
      amount.toString(),
      effectiveOn,
    ]);

  it('settles the oldest bills on the day they are owed and the money is there', () => {
    expect(applied('2024-01-01')).toEqual([
      [11, '75.23', '2024-01-31'],
      [12, '24.77', '2024-02-01'],
    ]);
  });

  it('settles nothing in a closed month', () => {
    expect(applied('2024-03-01').map(([, , effectiveOn]) => effectiveOn)).toEqual(['2024-03-01', '2024-03-01']);
  });

  it('settles no bill of another unit', () => {
    expect(applied('2024-01-01', [bill(21, '2024-01', '90.27', 2)])).toEqual([]);
  });
});

describe('taking applied prepayments back', () => {
  const applied = [
    { id: 1, amount: yuan('75.23'), effectiveOn: businessDate('2024-01-31') },
    { id: 2, amount: yuan('75.23'), effectiveOn: businessDate('2024-02-01') },
    { id: 3, amount: yuan('10.00'), effectiveOn: businessDate('2024-02-01') },
  ] as unknown as Settled[];
  const taken = (needed: string) => takeBack(applied, yuan(needed))?.map(({ id }) => id) ?? null;

  it('begins with the newest and takes each whole', () => {
    expect([taken('10.00'), taken('10.01'), taken('85.24')]).toEqual([[3], [3, 2], [3, 2, 1]]);
  });

  it('takes nothing where nothing is needed, and says when all are not enough', () => {
    expect([taken('0.00'), taken('160.47')]).toEqual([[], null]);
  });
});
