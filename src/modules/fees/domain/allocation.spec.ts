import fc from 'fast-check';
import { accountingPeriod, businessDate, Money, type AccountingPeriod } from '../../../kernel/index.js';
import type { UnitId } from '../../communities/index.js';
import { allocateReceipt, allocateReceipts, applyPrepayments, type BillId, type OpenBill } from './allocation.js';

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
    expect(plain(allocateReceipt(quarter, yuan('100.00'), 13 as BillId))).toEqual({ 11: '24.77', 13: '75.23', excess: '0.00' });
  });

  it('is the oldest when the named bill is none of the open ones', () => {
    expect(plain(allocateReceipt(quarter, yuan('75.23'), 99 as BillId))).toEqual({ 11: '75.23', excess: '0.00' });
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
          const { allocations, excess } = allocateReceipt(openBills, amount, named);
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
