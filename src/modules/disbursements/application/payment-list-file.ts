import { stringify } from 'csv-stringify/sync';
import { required } from '../../../kernel/index.js';
import type { OrderedPayment } from '../domain/payment-order.js';
import type { Disbursement } from '../persistence/disbursement.js';
import { basePurpose, documentPurpose, paymentListColumns, performancePurpose } from './payment-list-words.zh-CN.js';

const BYTE_ORDER_MARK = '\uFEFF';
/** Lines end as spreadsheets and bank clients on Windows write them. */
const LINE_END = '\r\n';

/**
 * The file that tells the bank what to pay: CSV in UTF-8 with byte order mark, one line a payout. A cell that a spreadsheet would take
 * for a formula gets a leading apostrophe, since names come from outside.
 */
export function paymentListFile(payments: readonly OrderedPayment[]): Buffer {
  const rows = payments.map((payment) => [
    payment.number,
    payment.payeeAccountName,
    payment.payeeAccountNo,
    payment.payeeBankName,
    payment.amount.toString(),
    payment.purpose,
    String(payment.attempt),
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
