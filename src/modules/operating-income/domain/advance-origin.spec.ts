import { Money } from '../../../kernel/index.js';
import { linesOfRefunds, type AdvanceMove } from './advance-origin.js';

const move = (kind: AdvanceMove['kind'], amount: string, refs: Partial<AdvanceMove>): AdvanceMove => ({
  kind,
  lineId: null,
  chargeId: null,
  refundId: null,
  ...refs,
  amount: Money.parse(amount),
});
const came = (lineId: number, amount: string) => move('ADVANCED', amount, { lineId });
const refund = (refundId: number, amount: string) => move('REFUNDED', amount, { refundId });

describe('the bank lines that a refund of an advance gives back', () => {
  it('are those that hold its money, the latest first, until they cover it', () => {
    expect([...linesOfRefunds([came(1, '100.00'), came(2, '50.00'), refund(9, '50.00'), refund(10, '100.00')])]).toEqual([
      [9, [2]],
      [10, [1]],
    ]);
    expect(linesOfRefunds([came(1, '100.00'), came(2, '50.00'), refund(9, '50.01')]).get(9)).toEqual([2, 1]);
  });

  it('are none that paid a charge, and none that came later', () => {
    const paid = move('PAID', '3000.00', { lineId: 2, chargeId: 7 });
    expect(linesOfRefunds([came(1, '100.00'), paid, refund(9, '100.00'), came(3, '100.00')]).get(9)).toEqual([1]);
  });

  it('are none whose money a charge used: what came first is used first', () => {
    const used = move('USED', '100.00', { chargeId: 7 });
    expect(linesOfRefunds([came(1, '100.00'), came(2, '50.00'), used, refund(9, '50.00')]).get(9)).toEqual([2]);
  });

  it('are those that paid what came off a charge', () => {
    const moves = [came(1, '100.00'), move('USED', '100.00', { chargeId: 7 }), move('PAID', '200.00', { lineId: 2, chargeId: 7 })];
    const back = (amount: string) => [...moves, move('BACK', amount, { chargeId: 7 }), refund(9, amount)];
    expect(linesOfRefunds(back('200.00')).get(9)).toEqual([2]);
    expect(linesOfRefunds(back('200.01')).get(9)).toEqual([2, 1]);
  });

  it('are none where they do not cover it', () => {
    expect(linesOfRefunds([came(1, '100.00'), refund(9, '100.01')]).get(9)).toEqual([]);
  });
});
