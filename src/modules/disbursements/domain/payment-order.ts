import { Money, type BusinessDate, type Instant } from '../../../kernel/index.js';

/** Forms of the file that tells the bank what to pay. LIST_CSV is read by people; the banks' templates are laid out in a table of their own. */
export const paymentFormats = [
  'LIST_CSV',
  'PAIN_001_03',
  'PAIN_001_09',
  'ICBC_CSV',
  'ABC_CSV',
  'CCB_CSV',
  'BOC_CSV',
  'CMB_CSV',
  'BOCOM_CSV',
  'RURAL_CSV',
] as const;
export type PaymentFormat = (typeof paymentFormats)[number];
export const defaultPaymentFormat: PaymentFormat = 'LIST_CSV';

/** One payment of an order. `attempt` counts how often the bank has been told to pay it, this time included. */
export interface OrderedPayment {
  readonly number: string;
  readonly attempt: number;
  readonly amount: Money;
  readonly payeeAccountName: string;
  readonly payeeAccountNo: string;
  readonly payeeBankName: string;
  readonly purpose: string;
}

/** Everything that a payment file is made from: the same order gives the same bytes. */
export interface PaymentOrder {
  /** Unique for this product and account: MsgId and the stem of PmtInfId. */
  readonly messageId: string;
  readonly createdAt: Instant;
  readonly executeOn: BusinessDate;
  readonly debtor: { readonly accountName: string; readonly accountNo: string; readonly bankName: string };
  readonly payments: readonly OrderedPayment[];
}

/** By which a payment is known from end to end: its payout and the attempt, BF2024-0001-1. */
export function endToEndId({ number, attempt }: Pick<OrderedPayment, 'number' | 'attempt'>): string {
  return `${number}-${attempt}`;
}

/** Payout and attempt of an end-to-end id; null for a text that is none of ours. */
export function readEndToEndId(text: string): { readonly number: string; readonly attempt: number } | null {
  const [, number, attempt] = /^(BF\d{4}-\d{4,9})-(\d{1,4})$/.exec(text) ?? [];
  return number === undefined || attempt === undefined ? null : { number, attempt: Number.parseInt(attempt, 10) };
}

const NAMESPACES = { PAIN_001_03: 'pain.001.001.03', PAIN_001_09: 'pain.001.001.09' } as const;
/** Lengths of ISO 20022: Max140Text and Max35Text. */
const TEXT_MAX = 140;

/**
 * A customer credit transfer initiation (ISO 20022), one payment information block, each payment a booking of its own. Chinese accounts have no IBAN: numbers stand
 * under Othr/Id, banks by name. Amounts in CNY; NbOfTxs and CtrlSum in both headers.
 */
export function pain001(order: PaymentOrder, format: 'PAIN_001_03' | 'PAIN_001_09'): string {
  const { messageId, createdAt, executeOn, debtor, payments } = order;
  const sums = el('NbOfTxs', String(payments.length)) + el('CtrlSum', Money.sum(payments.map(({ amount }) => amount)).toString());
  const header = group('GrpHdr', el('MsgId', messageId), el('CreDtTm', createdAt), sums, group('InitgPty', el('Nm', debtor.accountName)));
  const block = group(
    'PmtInf',
    el('PmtInfId', `${messageId}-1`),
    el('PmtMtd', 'TRF'),
    el('BtchBookg', 'false'),
    sums,
    format === 'PAIN_001_03' ? el('ReqdExctnDt', executeOn) : group('ReqdExctnDt', el('Dt', executeOn)),
    group('Dbtr', el('Nm', debtor.accountName)),
    group('DbtrAcct', account(debtor.accountNo), el('Ccy', 'CNY')),
    group('DbtrAgt', group('FinInstnId', el('Nm', debtor.bankName))),
    ...payments.map((payment) => transfer(payment)),
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:${NAMESPACES[format]}">${group('CstmrCdtTrfInitn', header, block)}</Document>\n`;
}

function transfer(payment: OrderedPayment): string {
  return group(
    'CdtTrfTxInf',
    group('PmtId', el('EndToEndId', endToEndId(payment))),
    group('Amt', `<InstdAmt Ccy="CNY">${payment.amount.toString()}</InstdAmt>`),
    group('CdtrAgt', group('FinInstnId', el('Nm', payment.payeeBankName))),
    group('Cdtr', el('Nm', payment.payeeAccountName)),
    group('CdtrAcct', account(payment.payeeAccountNo)),
    group('RmtInf', el('Ustrd', `${payment.number}/${payment.purpose}`)),
  );
}

const account = (number: string): string => group('Id', group('Othr', el('Id', number)));
const group = (name: string, ...members: readonly string[]): string => `<${name}>${members.join('')}</${name}>`;
const el = (name: string, text: string): string => `<${name}>${escaped(Array.from(text).slice(0, TEXT_MAX).join(''))}</${name}>`;

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&apos;');
}
