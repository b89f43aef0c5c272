import type { ErrorCode } from '../../../kernel/index.js';

const documents: Readonly<Record<string, ErrorCode>> = {
  P02: 'FEES_REVERSAL_RECEIPT',
  P03: 'FEES_REVERSAL_RECEIPT',
  P03e: 'FEES_REVERSAL_RECEIPT',
  P04: 'FEES_REVERSAL_WAIVER',
  P07: 'FEES_REVERSAL_LATE_FEE',
  P07p: 'FEES_REVERSAL_RECEIPT',
  P08: 'FEES_REVERSAL_LEASE',
  P08r: 'FEES_REVERSAL_LEASE',
  P09: 'FEES_REVERSAL_LEASE',
  P09r: 'FEES_REVERSAL_LEASE',
  P12: 'FEES_REVERSAL_ENTITLEMENT',
  P13: 'FEES_REVERSAL_DISBURSEMENT',
  P14: 'FEES_REVERSAL_DISBURSEMENT',
  P15: 'FEES_REVERSAL_DISBURSEMENT',
  P16: 'FEES_REVERSAL_DISBURSEMENT',
  P17: 'FEES_REVERSAL_ENTITLEMENT',
  P17d: 'FEES_REVERSAL_ENTITLEMENT',
  P19: 'FEES_REVERSAL_BANK_LINE',
  P20: 'FEES_REVERSAL_BANK_LINE',
  P21: 'FEES_REVERSAL_BANK_LINE',
  P22: 'FEES_REVERSAL_DISBURSEMENT',
};

/**
 * Why an entry that is no bill's cannot be reversed by itself: the books follow documents, so it is its document that must be
 * corrected. P21f is told by its source, a fee receipt or one of a lease.
 */
export function reversalRefusal(entry: { readonly rule: string; readonly sourceType: string }): ErrorCode {
  if (entry.sourceType === 'receipt') return 'FEES_REVERSAL_RECEIPT';
  if (entry.sourceType === 'lease_receipt') return 'FEES_REVERSAL_LEASE';
  return documents[entry.rule] ?? 'FEES_REVERSAL_OTHER';
}
