import { assert } from '../../../kernel/index.js';

/** The number that a payout carries on the bank's remark, gapless per book and year: BF2024-0001. */
export function disbursementNumber(year: number, position: number): string {
  assert(Number.isSafeInteger(position) && position > 0, 'payouts are counted from 1');
  return `BF${year}-${String(position).padStart(4, '0')}`;
}
