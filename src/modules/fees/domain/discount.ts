import { addMonths, lastDay, periodOf, type BusinessDate, type Id, type Money, type Rate } from '../../../kernel/index.js';
import type { UnitId, UnitKind } from '../../communities/index.js';
import { cycleMonths, cycleStart, type FeeCycle } from './fee-item.js';

export const discountGrounds = ['VACANCY', 'HARDSHIP', 'AGREEMENT', 'OTHER'] as const;
export type DiscountGround = (typeof discountGrounds)[number];

/** LAPSED: its first days were billed, or it was ended, before the owner side had agreed. Only what is AGREED makes bills smaller. */
export type DiscountState = 'WAITING' | 'AGREED' | 'REFUSED' | 'LAPSED';

/** Of an early end: WAITING for the owner side, AGREED, REFUSED; WITHDRAWN with a discount that itself waited; LAPSED: a day after it was billed before anybody agreed. */
export type DiscountEndState = 'WAITING' | 'AGREED' | 'REFUSED' | 'WITHDRAWN' | 'LAPSED';

/** Days from one to another, both included. */
export interface DayRange {
  readonly from: BusinessDate;
  readonly to: BusinessDate;
}

/** Less to pay for an item: of one unit, or of every unit of a kind; a part in per cent or yuan of a whole cycle, on the days it covers. */
export interface Discount extends DayRange {
  readonly id: Id<'fee_discount'>;
  readonly item: string;
  readonly unitId: UnitId | null;
  readonly unitKind: UnitKind | null;
  readonly percent: Rate;
  readonly yuan: Money;
}

/** The days that two ranges share, or null. */
export function sharedDays(a: DayRange, b: DayRange): DayRange | null {
  const from = a.from > b.from ? a.from : b.from;
  const to = a.to < b.to ? a.to : b.to;
  return from <= to ? { from, to } : null;
}

/**
 * The discount of a bill: that of the unit before that of its kind. A cycle has at most one of each (`isDiscountTaken` keeps it so),
 * because a bill states one discount that anybody can recompute.
 */
export function discountOf(discounts: readonly Discount[], bill: { item: string; unitId: UnitId; unitKind: UnitKind; days: DayRange }): Discount | null {
  const fitting = discounts.filter((discount) => discount.item === bill.item && sharedDays(discount, bill.days) !== null);
  return fitting.find(({ unitId }) => unitId === bill.unitId) ?? fitting.find(({ unitKind }) => unitKind === bill.unitKind) ?? null;
}

/** Whether one of the recorded discounts lies in a cycle of the new one, for the same item and the same unit or kind. */
export function isDiscountTaken(recorded: readonly Discount[], asked: Omit<Discount, 'id'>, cycle: FeeCycle): boolean {
  const cycles = wholeCycles(asked, cycle);
  return recorded.some(
    (discount) =>
      discount.item === asked.item &&
      discount.unitId === asked.unitId &&
      discount.unitKind === asked.unitKind &&
      sharedDays(wholeCycles(discount, cycle), cycles) !== null,
  );
}

function wholeCycles({ from, to }: DayRange, cycle: FeeCycle): DayRange {
  const last = addMonths(cycleStart(cycle, periodOf(to)), cycleMonths(cycle) - 1);
  return { from: `${cycleStart(cycle, periodOf(from))}-01` as BusinessDate, to: lastDay(last) };
}
