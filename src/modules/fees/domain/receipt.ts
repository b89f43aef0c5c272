import { DomainError } from '../../../kernel/index.js';

/** Where the money of a receipt was before: new at the bank, known since longer and found in suspense, or still with a payment channel. */
export const receiptOrigins = ['BANK', 'FOUND', 'CHANNEL'] as const;
export type ReceiptOrigin = (typeof receiptOrigins)[number];

/** Why a receipt is void: the bank took the money back, a channel gave it back before it came to the bank, or it was placed wrongly and never was. Its number is kept. */
export const receiptVoids = ['BOUNCED', 'GIVEN_BACK', 'UNDONE'] as const;
export type ReceiptVoid = (typeof receiptVoids)[number];

/** How a receipt is cited: `SJ2024-000001`, gapless per book and year of the day it counts (I18). */
export function receiptNumber(year: number, no: number): string {
  return `SJ${year}-${String(no).padStart(6, '0')}`;
}

/** Year and number of a cited receipt; small letters and a missing zero are read as what they mean. @throws RECEIPT_UNKNOWN */
export function readReceiptNumber(text: string): { readonly year: number; readonly no: number } {
  const [, year = '', no = ''] = /^SJ(\d{4})-(\d{1,9})$/.exec(text.trim().toUpperCase()) ?? [];
  if (year === '') throw new DomainError('RECEIPT_UNKNOWN', { receipt: text.slice(0, 40) });
  return { year: Number.parseInt(year, 10), no: Number.parseInt(no, 10) };
}
