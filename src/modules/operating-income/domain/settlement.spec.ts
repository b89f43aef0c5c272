import fc from 'fast-check';
import { accountingPeriod, businessDate, Money } from '../../../kernel/index.js';
import type { LeaseId } from './lease.js';
import { recogniseAdvances, settleCharges, settleReceipts, type ChargeId, type OpenCharge } from './settlement.js';

const yuan = (text: string): Money => Money.parse(text);
const lease = 1 as LeaseId;
const charge = (id: number, period: string, open: string, leaseId = lease): OpenCharge => ({
  id: id as ChargeId,
  leaseId,
  period: accountingPeriod(period),
  open: yuan(open),
});
const plain = (result: { settlements: readonly { chargeId: number; amount: Money }[]; excess: Money }): unknown => ({
  ...Object.fromEntries(result.settlements.map(({ chargeId, amount }) => [chargeId, amount.toString()])),
  excess: result.excess.toString(),
});
const months = [charge(13, '2024-03', '8000.00'), charge(11, '2024-01', '8000.00'), charge(12, '2024-02', '8000.00')];

describe('what money of a lease settles', () => {
  it('is the oldest charge first; the rest is an advance', () => {
    expect(plain(settleCharges(months, yuan('10000.00')))).toEqual({ 11: '8000.00', 12: '2000.00', excess: '0.00' });
    expect(plain(settleCharges(months.slice(1, 2), yuan('9000.00')))).toEqual({ 11: '8000.00', excess: '1000.00' });
  });

  it('loses no fen and settles no charge beyond what it has open', () => {
    const fen = fc.bigInt({ min: 1n, max: 999_999_999n }).map((amount) => Money.fromFen(amount));
    fc.assert(
      fc.property(fc.array(fen, { maxLength: 8 }), fen, (open, amount) => {
        const charges = open.map((part, index) => ({ ...charge(index + 1, '2024-01', '1.00'), open: part }));
        const { settlements, excess } = settleCharges(charges, amount);
        expect(Money.sum([...settlements.map((settlement) => settlement.amount), excess]).equals(amount)).toBe(true);
        for (const settlement of settlements) expect(charges[settlement.chargeId - 1]?.open.atLeast(settlement.amount)).toBe(true);
      }),
    );
  });

  it('is never a charge that was not in the books on its day', () => {
    const receipt = (amount: string, on: string) => ({ leaseId: lease, amount: yuan(amount), effectiveOn: businessDate(on) });
    expect(settleReceipts(months, [receipt('8000.00', '2024-02-07'), receipt('16000.00', '2024-01-31')]).map(plain)).toEqual([
      { 12: '8000.00', excess: '0.00' },
      { 11: '8000.00', excess: '8000.00' },
    ]);
  });

  it('is never a charge of another lease', () => {
    const receipt = { leaseId: 2 as LeaseId, amount: yuan('8000.00'), effectiveOn: businessDate('2024-03-01') };
    expect(settleReceipts(months, [receipt]).map(plain)).toEqual([{ excess: '8000.00' }]);
  });
});

describe('an advance', () => {
  it('covers charges from the first day of their month, or from the day it came', () => {
    const advance = { leaseId: lease, amount: yuan('10000.00'), since: businessDate('2024-01-31') };
    expect(recogniseAdvances(months, [advance]).map(({ chargeId, amount, effectiveOn }) => [chargeId, amount.toString(), effectiveOn])).toEqual([
      [11, '8000.00', '2024-01-31'],
      [12, '2000.00', '2024-02-01'],
    ]);
    expect(recogniseAdvances([charge(21, '2024-01', '1.00', 2 as LeaseId)], [advance])).toEqual([]);
  });
});
