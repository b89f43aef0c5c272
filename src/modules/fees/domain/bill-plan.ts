import { DomainError, Money, type AccountingPeriod, type Rate } from '../../../kernel/index.js';
import type { UnitId, UnitKind, UnitView } from '../../communities/index.js';
import type { FeeRate } from '../../contracts/index.js';
import { feeOf } from './fee.js';

/** A bill as it will be written: what it was computed from is kept with it. */
export interface PlannedBill {
  readonly unitId: UnitId;
  readonly unitCode: string;
  readonly unitKind: UnitKind;
  /** m² */
  readonly area: Rate;
  /** Yuan per m² and month. */
  readonly rate: Rate;
  readonly amount: Money;
}

/** A unit whose bill is not last month's: new to the compound, no longer in it, or of another amount. */
export interface BillDifference {
  readonly unitCode: string;
  readonly kind: 'NEW' | 'CHANGED' | 'GONE';
  readonly amount: Money | null;
  readonly previousAmount: Money | null;
}

/**
 * One bill for each unit, in the order of the units. A unit whose fee rounds to zero is left out: there is nothing to pay.
 * @throws FEES_NO_UNITS, FEES_RATE_MISSING when the contract has no rate for a kind of unit
 */
export function planBills(units: readonly UnitView[], rates: readonly FeeRate[], period: AccountingPeriod): PlannedBill[] {
  if (units.length === 0) throw new DomainError('FEES_NO_UNITS');
  const rateOf = new Map(rates.map((rate) => [rate.unitKind, rate.yuanPerSquareMetre]));
  return units.flatMap((unit) => {
    const rate = rateOf.get(unit.kind);
    if (!rate) throw new DomainError('FEES_RATE_MISSING', { unitKind: unit.kind, unit: unit.code, period });
    const amount = feeOf(unit.area, rate);
    const { id: unitId, code: unitCode, kind: unitKind, area } = unit;
    return amount.isZero ? [] : [{ unitId, unitCode, unitKind, area, rate, amount }];
  });
}

/** How a month's bills differ from those of the month before; nothing where that month had none. */
export function differencesFrom(
  previous: readonly { readonly unitId: UnitId; readonly unitCode: string; readonly amount: Money }[],
  bills: readonly PlannedBill[],
): BillDifference[] {
  if (previous.length === 0) return [];
  const before = new Map(previous.map((bill) => [bill.unitId, bill.amount]));
  const now = new Set(bills.map((bill) => bill.unitId));
  const differing = bills.flatMap(({ unitId, unitCode, amount }): BillDifference[] => {
    const previousAmount = before.get(unitId) ?? null;
    if (previousAmount?.equals(amount)) return [];
    return [{ unitCode, kind: previousAmount ? 'CHANGED' : 'NEW', amount, previousAmount }];
  });
  const gone = previous
    .filter((bill) => !now.has(bill.unitId))
    .map(({ unitCode, amount }): BillDifference => ({ unitCode, kind: 'GONE', amount: null, previousAmount: amount }));
  return [...differing, ...gone];
}
