import { addMonths, DomainError, firstDay, type AccountingPeriod, type BusinessDate } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { isPlainText } from '../../communities/index.js';
import { PROPERTY_FEE } from '../domain/fee.js';
import { cycleMonths, type FeeCycle, type FeeItem } from '../domain/fee-item.js';
import type { FeeItemQueries } from './fee-item-queries.js';

/** The month of the last bill run, or null before the first: what is recorded later counts from the month after it. */
export async function billedThrough(tx: Tx): Promise<AccountingPeriod | null> {
  const [row] = await tx.query<{ period: AccountingPeriod | null }>(
    'select max(period) as period from mingbai.bill_run where community_id = $1 and undone_at is null',
    [tx.communityId],
  );
  return row?.period ?? null;
}

/** @throws FEE_ITEM_BILLED when months from `from` on are billed already */
export async function refuseBilled(tx: Tx, from: AccountingPeriod): Promise<void> {
  const last = await billedThrough(tx);
  if (last !== null && from <= last) throw new DomainError('FEE_ITEM_BILLED', { from, billedThrough: last, earliest: addMonths(last, 1) });
}

/** @throws FEE_ITEM_BILLED for a day in a month that is billed already */
export async function refuseBilledDay(tx: Tx, from: BusinessDate): Promise<void> {
  const last = await billedThrough(tx);
  if (last !== null && from < firstDay(addMonths(last, 1)))
    throw new DomainError('FEE_ITEM_BILLED', { from, billedThrough: last, earliest: firstDay(addMonths(last, 1)) });
}

/** The last month that the bills of an item are for, or null while there are none. */
export async function itemBilledThrough(tx: Tx, item: FeeItem): Promise<AccountingPeriod | null> {
  const [row] = await tx.query<{ period: AccountingPeriod | null }>(
    'select max(period) as period from mingbai.bill where community_id = $1 and fee_item_id = $2 and voided_on is null',
    [tx.communityId, item.id],
  );
  return row?.period ? lastOfCycle(item.cycle, row.period) : null;
}

/** @throws FEE_ITEM_UNKNOWN */
export async function itemByCode(feeItems: FeeItemQueries, tx: Tx, code: string): Promise<FeeItem> {
  const item = await feeItems.byCode(tx, code);
  if (!item) throw new DomainError('FEE_ITEM_UNKNOWN', { item: code.slice(0, 8) });
  return item;
}

/** The cycle in which an item takes one discount. @throws FEE_ITEM_UNKNOWN, DISCOUNT_METER */
export async function discountCycle(feeItems: FeeItemQueries, tx: Tx, code: string): Promise<FeeCycle> {
  if (code === PROPERTY_FEE) return 'MONTHLY';
  const item = await itemByCode(feeItems, tx, code);
  if (item.basis === 'METER') throw new DomainError('DISCOUNT_METER', { item: code });
  return item.cycle;
}

/** @throws BILLING_TEXT */
export function refuseText(field: string, text: string, max: number): void {
  if (!isPlainText(text, max)) throw new DomainError('BILLING_TEXT', { field, max });
}

function lastOfCycle(cycle: FeeCycle, period: AccountingPeriod): AccountingPeriod {
  const months = cycleMonths(cycle);
  const month = Number.parseInt(period.slice(5), 10);
  return addMonths(period, months - 1 - ((month - 1) % months));
}
