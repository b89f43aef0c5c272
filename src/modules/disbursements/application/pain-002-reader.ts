import { DomainError, Money } from '../../../kernel/index.js';
import { XmlCursor, type XmlElement } from '../../bank/index.js';
import { paymentStatusCodes, type PaymentStatusCode, type PaymentStatusReport, type ReportedPayment } from '../domain/payment-status.js';

const BYTES_MAX = 2 * 1024 * 1024;
const ELEMENTS_MAX = 60_000;
const PAYMENTS_MAX = 1000;
const REASON_MAX = 160;
const NAMESPACE = /^urn:iso:std:iso:20022:tech:xsd:pain\.002\.001\.(03|10)$/;

/**
 * Reads a pain.002.001.03 or .10. What defines entities, is not whole, is too large, or says a status that is none, is refused.
 * @throws PAYMENT_STATUS_UNREADABLE PAYMENT_STATUS_CODE_UNKNOWN MONEY_INVALID
 */
export function readPaymentStatus(bytes: Uint8Array): PaymentStatusReport {
  const document = rootOf(bytes);
  const namespace = document.attribute('xmlns');
  if (document.name !== 'Document' || !NAMESPACE.test(namespace)) throw unreadable(`xmlns ${namespace || '-'}`);
  return told(() => reportOf(document));
}

function reportOf(document: XmlElement): PaymentStatusReport {
  const report = document.need('CstmrPmtStsRpt');
  const original = report.need('OrgnlGrpInfAndSts');
  const messageId = original.textAt('OrgnlMsgId');
  if (messageId === '') throw unreadable('OrgnlMsgId');
  const blocks = report.all('OrgnlPmtInfAndSts');
  const group = statusOf(original, 'GrpSts');
  const payments = blocks.flatMap((block) => block.all('TxInfAndSts').map((entry) => reportedPayment(entry, statusOf(block, 'PmtInfSts') ?? group)));
  if (payments.length > PAYMENTS_MAX) throw unreadable(`${payments.length} TxInfAndSts`);
  const ids = payments.map(({ endToEndId }) => endToEndId);
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  if (repeated !== undefined) throw unreadable(`OrgnlEndToEndId ${repeated}`);
  if (payments.length > 0) return { messageId, payments, forAll: null };
  const [block] = blocks;
  const whole = group ?? (block && blocks.length === 1 ? statusOf(block, 'PmtInfSts') : null);
  if (whole === null) throw unreadable('GrpSts');
  return { messageId, payments, forAll: { status: whole, reason: reasonOf(original) || (block ? reasonOf(block) : '') } };
}

function reportedPayment(entry: XmlElement, inherited: PaymentStatusCode | null): ReportedPayment {
  const endToEndId = entry.textAt('OrgnlEndToEndId');
  const status = statusOf(entry, 'TxSts') ?? inherited;
  if (endToEndId === '' || status === null) throw unreadable(endToEndId === '' ? 'OrgnlEndToEndId' : `TxSts ${endToEndId}`);
  return { endToEndId, status, reason: reasonOf(entry), amount: amountOf(entry) };
}

function statusOf(element: XmlElement, name: string): PaymentStatusCode | null {
  const code = element.textAt(name);
  if (code === '' || code === 'PART') return null;
  const known = paymentStatusCodes.find((candidate) => candidate === code);
  if (known === undefined) throw new DomainError('PAYMENT_STATUS_CODE_UNKNOWN', { code: code.slice(0, 20) });
  return known;
}

function amountOf(entry: XmlElement): Money | null {
  const instructed = entry.find('OrgnlTxRef/Amt/InstdAmt');
  if (instructed === null) return null;
  if (instructed.attribute('Ccy') !== 'CNY') throw unreadable(`Ccy ${instructed.attribute('Ccy')}`);
  return Money.parse(instructed.text);
}

/** Code and words of the bank's reason, on one printed line. */
function reasonOf(element: XmlElement): string {
  const words = element
    .all('StsRsnInf')
    .flatMap((information) => [information.textAt('Rsn/Cd') || information.textAt('Rsn/Prtry'), ...information.all('AddtlInf').map((line) => line.text)]);
  const line = words
    .filter((word) => word !== '')
    .join(' ')
    .replaceAll(/[\p{C}\s]+/gu, ' ');
  return Array.from(line.trim()).slice(0, REASON_MAX).join('');
}

/** The whole document as a tree: a report is small. */
function rootOf(bytes: Uint8Array): XmlElement {
  if (bytes.length > BYTES_MAX) throw unreadable(`> ${BYTES_MAX} bytes`);
  return told(() => {
    const cursor = new XmlCursor(bytes, 'utf-8');
    let root: XmlElement | null = null;
    let count = 0;
    for (let event = cursor.next(); event !== null; event = cursor.next()) {
      if ('begins' in event) {
        count += 1;
        if (count > ELEMENTS_MAX) throw unreadable(`> ${ELEMENTS_MAX} <`);
      } else if (event.ends.parent) event.ends.parent.take(event.ends);
      else root = event.ends;
    }
    if (root === null) throw unreadable('Document');
    return root;
  });
}

/** The refusals of the reader of bank files, as those of a report. */
function told<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof DomainError) || !error.code.startsWith('BANK_FILE_')) throw error;
    const { fileLine, found, field } = error.details;
    throw unreadable([fileLine, found, field].filter((part) => part !== undefined).join(' '));
  }
}

function unreadable(found: string): DomainError {
  return new DomainError('PAYMENT_STATUS_UNREADABLE', { found: found.replaceAll(/\p{C}/gu, ' ').slice(0, 80) });
}
