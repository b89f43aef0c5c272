import { stringify } from 'csv-stringify/sync';
import { required } from '../../../kernel/index.js';
import type { Disbursement } from '../persistence/disbursement.js';
import { basePurpose, documentPurpose, paymentListColumns, performancePurpose } from './payment-list-words.zh-CN.js';

const BYTE_ORDER_MARK = '\uFEFF';
/** Lines end as spreadsheets and bank clients on Windows write them. */
const LINE_END = '\r\n';

type ListedPayout = Pick<
  Disbursement,
  'number' | 'kind' | 'period' | 'quarter' | 'claimNumber' | 'claimWords' | 'payeeAccountName' | 'payeeAccountNo' | 'payeeBankName' | 'amount'
> & {
  /** How often the bank has been told to pay it, this time included: makes a second list of the same payout another file. */
  readonly attempt: number;
};

/**
 * The file that tells the bank what to pay: CSV in UTF-8 with byte order mark, one line a payout. A cell that a spreadsheet would take
 * for a formula gets a leading apostrophe, since names come from outside.
 */
export function paymentListFile(payouts: readonly ListedPayout[]): Buffer {
  const rows = payouts.map((payout) => [
    payout.number,
    payout.payeeAccountName,
    payout.payeeAccountNo,
    payout.payeeBankName,
    payout.amount.toString(),
    purposeOf(payout),
    String(payout.attempt),
  ]);
  return Buffer.from(BYTE_ORDER_MARK + stringify([[...paymentListColumns], ...rows], { escape_formulas: true, record_delimiter: LINE_END }), 'utf8');
}

/** What a payout is for, in the language of the bank's slip. */
export function purposeOf({ kind, period, quarter, claimNumber, claimWords }: PurposeColumns): string {
  if (kind === 'BASE') return basePurpose(required(period, 'the month of a base payout'));
  if (kind === 'PERFORMANCE') return performancePurpose(required(quarter, 'the quarter of a performance payout'));
  return documentPurpose(kind, required(claimNumber, 'the document of a payout'), claimWords ?? '');
}

type PurposeColumns = Pick<Disbursement, 'kind' | 'period' | 'quarter' | 'claimNumber' | 'claimWords'>;
