import type { OrderedPayment, PaymentFormat } from '../domain/payment-order.js';

/** What may stand in a column of a bank's template. */
export type BankCsvField =
  | 'position'
  | 'debtorAccountNo'
  | 'debtorAccountName'
  | 'debtorBankName'
  | 'payeeAccountNo'
  | 'payeeAccountName'
  | 'payeeBankName'
  | 'amount'
  | 'purpose'
  | 'endToEndId'
  | 'sameBank'
  | 'currency';

/** A template for payments in a batch: the heads of its columns and what stands under each. `purposeMax` in characters. */
export interface BankCsvLayout {
  readonly columns: readonly (readonly [head: string, field: BankCsvField])[];
  /** A name that tells an account of the same bank from one of another. */
  readonly bank: string;
  readonly purposeMax: number;
}

/**
 * The layouts of batch payments by bank. Banks change their templates and hand them out with their own clients; these carry the columns that all of them ask for,
 * under the heads that each uses, and are our layouts, not the banks' files: where a bank's present template orders its columns otherwise, it is this table that changes.
 */
export const bankCsvLayouts: Readonly<Partial<Record<PaymentFormat, BankCsvLayout>>> = {
  ICBC_CSV: {
    bank: '工商银行',
    purposeMax: 20,
    columns: [
      ['付款账号开户行', 'debtorBankName'],
      ['付款账号', 'debtorAccountNo'],
      ['付款账号名称', 'debtorAccountName'],
      ['收款账号开户行', 'payeeBankName'],
      ['收款账号', 'payeeAccountNo'],
      ['收款账号名称', 'payeeAccountName'],
      ['金额', 'amount'],
      ['汇款用途', 'purpose'],
      ['备注信息', 'endToEndId'],
    ],
  },
  ABC_CSV: {
    bank: '农业银行',
    purposeMax: 30,
    columns: [
      ['序号', 'position'],
      ['付款账号', 'debtorAccountNo'],
      ['收款方账号', 'payeeAccountNo'],
      ['收款方户名', 'payeeAccountName'],
      ['收款方开户行', 'payeeBankName'],
      ['金额', 'amount'],
      ['用途', 'purpose'],
      ['附言', 'endToEndId'],
    ],
  },
  CCB_CSV: {
    bank: '建设银行',
    purposeMax: 30,
    columns: [
      ['序号', 'position'],
      ['付款账户', 'debtorAccountNo'],
      ['收款账户', 'payeeAccountNo'],
      ['收款账户名称', 'payeeAccountName'],
      ['收款账户开户机构', 'payeeBankName'],
      ['金额', 'amount'],
      ['币种', 'currency'],
      ['用途', 'purpose'],
      ['备注', 'endToEndId'],
    ],
  },
  BOC_CSV: {
    bank: '中国银行',
    purposeMax: 30,
    columns: [
      ['付款人账号', 'debtorAccountNo'],
      ['收款人账号', 'payeeAccountNo'],
      ['收款人名称', 'payeeAccountName'],
      ['收款人开户行名称', 'payeeBankName'],
      ['金额', 'amount'],
      ['货币', 'currency'],
      ['客户业务编号', 'endToEndId'],
      ['用途', 'purpose'],
    ],
  },
  CMB_CSV: {
    bank: '招商银行',
    purposeMax: 30,
    columns: [
      ['业务参考号', 'endToEndId'],
      ['收款人编号', 'position'],
      ['收款人账号', 'payeeAccountNo'],
      ['收款人名称', 'payeeAccountName'],
      ['收方开户支行', 'payeeBankName'],
      ['是否招行', 'sameBank'],
      ['币种', 'currency'],
      ['付款金额', 'amount'],
      ['用途', 'purpose'],
    ],
  },
  BOCOM_CSV: {
    bank: '交通银行',
    purposeMax: 30,
    columns: [
      ['付款账号', 'debtorAccountNo'],
      ['收款账号', 'payeeAccountNo'],
      ['收款户名', 'payeeAccountName'],
      ['收款行名称', 'payeeBankName'],
      ['是否本行', 'sameBank'],
      ['金额', 'amount'],
      ['附言', 'purpose'],
      ['企业凭证号', 'endToEndId'],
    ],
  },
  RURAL_CSV: {
    bank: '农商银行',
    purposeMax: 20,
    columns: [
      ['序号', 'position'],
      ['收款人账号', 'payeeAccountNo'],
      ['收款人户名', 'payeeAccountName'],
      ['收款人开户行', 'payeeBankName'],
      ['转账金额', 'amount'],
      ['转账用途', 'purpose'],
      ['客户流水号', 'endToEndId'],
    ],
  },
};

const YES = '是';
const NO = '否';

/** Whether the payee banks with the bank of the template. */
export function sameBank({ payeeBankName }: OrderedPayment, { bank }: BankCsvLayout): string {
  return payeeBankName.includes(bank) ? YES : NO;
}

export const CURRENCY_NAME = '人民币';

/** Between a payout's number and its purpose, which begins with a year: banks take spaces and signs out of a remark, a character stays. */
const PAID_FOR = '付';

/** What stands on the payee's statement: the payout's number first, since the line is found by it. */
export function shortPurpose({ number, purpose }: OrderedPayment, { purposeMax }: BankCsvLayout): string {
  return Array.from(`${number}${PAID_FOR}${purpose}`).slice(0, purposeMax).join('');
}
