/** Where the money of a receipt was before: new at the bank, or known since longer and found in suspense. */
export type ReceiptOrigin = 'BANK' | 'FOUND';

/** How a receipt is cited: `SJ2024-000001`, gapless per book and year of the day it counts (I18). */
export function receiptNumber(year: number, no: number): string {
  return `SJ${year}-${String(no).padStart(6, '0')}`;
}
