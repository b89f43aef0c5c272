import { stringify } from 'csv-stringify/sync';
import { required } from '../../../kernel/index.js';
import { neutralCell } from '../../../platform/files/index.js';
import { endToEndId, pain001, type OrderedPayment, type PaymentFormat, type PaymentOrder } from '../domain/payment-order.js';
import { bankCsvLayouts, CURRENCY_NAME, sameBank, shortPurpose, type BankCsvField, type BankCsvLayout } from './bank-csv-layouts.zh-CN.js';
import { paymentListFile } from './payment-list-file.js';

const BYTE_ORDER_MARK = '\uFEFF';
const LINE_END = '\r\n';

/** The file that tells the bank what to pay, in the form that its account asks for. The same order gives the same bytes. */
export function paymentFile(order: PaymentOrder, format: PaymentFormat): Buffer {
  if (format === 'LIST_CSV') return paymentListFile(order.payments);
  if (format === 'PAIN_001_03' || format === 'PAIN_001_09') return Buffer.from(pain001(order, format), 'utf8');
  return bankCsv(order, required(bankCsvLayouts[format], `the layout of ${format}`));
}

export function contentTypeOf(format: PaymentFormat): { readonly type: string; readonly extension: string } {
  return format === 'PAIN_001_03' || format === 'PAIN_001_09'
    ? { type: 'application/xml', extension: 'xml' }
    : { type: 'text/csv; charset=utf-8', extension: 'csv' };
}

function bankCsv(order: PaymentOrder, layout: BankCsvLayout): Buffer {
  const rows = order.payments.map((payment, index) => layout.columns.map(([, field]) => cell(order, payment, { field, position: index + 1, layout })));
  return Buffer.from(BYTE_ORDER_MARK + stringify([layout.columns.map(([head]) => head), ...rows], { record_delimiter: LINE_END }), 'utf8');
}

interface Cell {
  readonly field: BankCsvField;
  readonly position: number;
  readonly layout: BankCsvLayout;
}

/** A number of more than 15 digits is read as text by a spreadsheet only if something stands behind it; banks trim the tab. */
const accountCell = (accountNo: string): string => `${accountNo}\t`;

function cell({ debtor }: PaymentOrder, payment: OrderedPayment, { field, position, layout }: Cell): string {
  switch (field) {
    case 'position':
      return String(position);
    case 'debtorAccountNo':
      return accountCell(debtor.accountNo);
    case 'debtorAccountName':
      return neutralCell(debtor.accountName);
    case 'debtorBankName':
      return neutralCell(debtor.bankName);
    case 'payeeAccountNo':
      return accountCell(payment.payeeAccountNo);
    case 'payeeAccountName':
      return neutralCell(payment.payeeAccountName);
    case 'payeeBankName':
      return neutralCell(payment.payeeBankName);
    case 'amount':
      return payment.amount.toString();
    case 'purpose':
      return shortPurpose(payment, layout);
    case 'endToEndId':
      return endToEndId(payment);
    case 'sameBank':
      return sameBank(payment, layout);
    case 'currency':
      return CURRENCY_NAME;
  }
}
