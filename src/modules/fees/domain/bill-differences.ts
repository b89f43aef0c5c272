import type { Money } from '../../../kernel/index.js';
import type { UnitId } from '../../communities/index.js';

/** A bill as two months are compared by it. */
export interface ComparedBill {
  readonly unitId: UnitId;
  readonly unitCode: string;
  readonly item: string;
  readonly amount: Money;
}

/** A unit whose bill of an item is not that of the cycle before: new to it, no longer in it, or of another amount. */
export interface BillDifference {
  readonly unitCode: string;
  readonly item: string;
  readonly kind: 'NEW' | 'CHANGED' | 'GONE';
  readonly amount: Money | null;
  readonly previousAmount: Money | null;
}

/** How bills differ from those of the cycle before; nothing where there were none. */
export function differencesFrom(previous: readonly ComparedBill[], bills: readonly ComparedBill[]): BillDifference[] {
  if (previous.length === 0) return [];
  const keyOf = ({ unitId, item }: ComparedBill): string => `${unitId}/${item}`;
  const before = new Map(previous.map((bill) => [keyOf(bill), bill.amount]));
  const now = new Set(bills.map(keyOf));
  const differing = bills.flatMap((bill): BillDifference[] => {
    const { unitCode, item, amount } = bill;
    const previousAmount = before.get(keyOf(bill)) ?? null;
    if (previousAmount?.equals(amount)) return [];
    return [{ unitCode, item, kind: previousAmount ? 'CHANGED' : 'NEW', amount, previousAmount }];
  });
  const gone = previous
    .filter((bill) => !now.has(keyOf(bill)))
    .map(({ unitCode, item, amount }): BillDifference => ({ unitCode, item, kind: 'GONE', amount: null, previousAmount: amount }));
  return [...differing, ...gone];
}
