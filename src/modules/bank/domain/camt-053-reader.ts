import { DomainError, Money, type BusinessDate } from '../../../kernel/index.js';
import { joined, readCount, readIsoDate, readIsoAmount, shown, textLimits, tidy, within } from './bank-fields.js';
import { assertLineCount, assertTotal, provedBankFile, turnover } from './bank-file-checks.js';
import type { BankFileFormat, BankFileLine, ParsedBankFile } from './parsed-bank-file.js';
import { parseXml, type XmlElement } from './xml-element.js';

type DraftLine = Omit<BankFileLine, 'sequence'>;

interface Statement {
  readonly fileLine: number;
  readonly accountNo: string;
  readonly from: BusinessDate;
  readonly to: BusinessDate;
  readonly opening: Money;
  readonly closing: Money;
  readonly lines: readonly DraftLine[];
}

/**
 * Reads ISO 20022 camt.053.001.02 and .08: one line for each Ntry (a batch is one booking of the bank), the sign from its
 * CdtDbtInd. Several statements of one account are joined where each opens with what the one before closed with.
 * Source: ISO 20022 Bank-to-Customer Statement message definition reports. @throws BANK_FILE_…
 */
export function readCamt053(text: string, format: BankFileFormat): ParsedBankFile {
  const elements = parseXml(text, 'Document').need('BkToCstmrStmt').all('Stmt');
  assertLineCount(elements.reduce((count, element) => count + element.all('Ntry').length, 0));
  const statements = elements.map(readStatement).toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
  const [first, ...rest] = statements;
  if (!first) throw new DomainError('BANK_FILE_FIELD_MISSING', { fileLine: 1, field: 'Stmt' });
  let last = first;
  for (const next of rest) {
    assertJoined(last, next);
    last = next;
  }
  const { accountNo, from, opening } = first;
  return provedBankFile({ format, accountNo, from, to: last.to, opening, closing: last.closing, lines: statements.flatMap(({ lines }) => lines) });
}

function assertJoined(last: Statement, next: Statement): void {
  const { fileLine } = next;
  if (next.accountNo !== last.accountNo)
    throw new DomainError('BANK_FILE_TWO_ACCOUNTS', { fileLine, account: last.accountNo.slice(-4), other: next.accountNo.slice(-4) });
  if (!next.opening.equals(last.closing)) {
    throw new DomainError('BANK_FILE_STATEMENTS_APART', { fileLine, closing: last.closing.toString(), opening: next.opening.toString() });
  }
}

function readStatement(statement: XmlElement): Statement {
  const account = statement.need('Acct');
  const currency = account.find('Ccy');
  if (currency) assertYuan(currency.text, currency);
  const openingElement = balance(statement, 'OPBD') ?? balance(statement, 'PRCD');
  const closingElement = balance(statement, 'CLBD');
  if (!openingElement || !closingElement) {
    throw new DomainError('BANK_FILE_FIELD_MISSING', { fileLine: statement.fileLine, field: `${statement.path}/Bal ${openingElement ? 'CLBD' : 'OPBD'}` });
  }
  const id = statement.textAt('Id');
  const entries = statement.all('Ntry').map((entry) => readEntry(entry, id));
  const lines = entries.toSorted((a, b) => (a.bookedOn < b.bookedOn ? -1 : a.bookedOn > b.bookedOn ? 1 : 0));
  assertSummary(statement, lines);
  const from = statement.find('FrToDt/FrDtTm') ?? day(openingElement.need('Dt'));
  const to = day(closingElement.need('Dt'));
  return {
    fileLine: statement.fileLine,
    accountNo: accountNo(account, account.need('Id')),
    from: readIsoDate(from.text, from.place),
    to: readIsoDate(to.text, to.place),
    opening: signedAmount(openingElement),
    closing: signedAmount(closingElement),
    lines,
  };
}

function readEntry(entry: XmlElement, statementId: string): DraftLine {
  const status = entry.find('Sts/Cd') ?? entry.find('Sts');
  if (status && status.text !== 'BOOK') throw new DomainError('BANK_FILE_VALUE_INVALID', { ...status.place, value: shown(status.text) });
  const amount = signedAmount(entry);
  if (amount.isZero) throw new DomainError('BANK_FILE_NO_AMOUNT', { fileLine: entry.fileLine });
  const reversal = flag(entry.find('RvslInd'));
  const details = entry.all('NtryDtls').flatMap((part) => part.all('TxDtls'));
  const only = details.length === 1 ? details[0] : undefined;
  const bookedOn = day(entry.need('BookgDt'));
  const valueOn = entry.find('ValDt');
  const booked = readIsoDate(bookedOn.text, bookedOn.place);
  return {
    fileLine: entry.fileLine,
    bookedOn: booked,
    valueOn: valueOn ? readIsoDate(day(valueOn).text, valueOn.place) : booked,
    amount,
    ...counterparty(only, amount.isPositive !== reversal),
    remark: within(joined([...details.flatMap(remarks), entry.textAt('AddtlNtryInf')]), textLimits.remark * Math.max(1, details.length), {
      fileLine: entry.fileLine,
      field: `${entry.path}/NtryDtls`,
    }),
    bankReference: reference(entry, only, statementId),
    reversal,
    balanceAfter: null,
  };
}

/** The other side of a booking; a reversal still names the parties of the payment that it takes back. */
function counterparty(details: XmlElement | undefined, paysUs: boolean): { counterpartyName: string; counterpartyAccount: string } {
  const parties = details?.find('RltdPties');
  const side = paysUs ? 'Dbtr' : 'Cdtr';
  const name = parties?.find(`${side}/Pty/Nm`) ?? parties?.find(`${side}/Nm`);
  const account = parties?.find(`${side}Acct`);
  return {
    counterpartyName: name ? within(tidy(name.text), textLimits.name, name.place) : '',
    counterpartyAccount: account ? accountNo(account, account.need('Id')) : '',
  };
}

function remarks(details: XmlElement): string[] {
  const endToEnd = details.textAt('Refs/EndToEndId');
  const structured = details.all('RmtInf').flatMap((info) => info.all('Strd').map((part) => part.textAt('CdtrRefInf/Ref')));
  const free = details.all('RmtInf').flatMap((info) => info.all('Ustrd').map(({ text }) => text));
  return [...free, ...structured, endToEnd === 'NOTPROVIDED' ? '' : endToEnd, details.textAt('AddtlTxInf')];
}

function reference(entry: XmlElement, only: XmlElement | undefined, statementId: string): string {
  const own = entry.textAt('AcctSvcrRef') || (only?.textAt('Refs/AcctSvcrRef') ?? '');
  const place = { fileLine: entry.fileLine, field: `${entry.path}/AcctSvcrRef` };
  if (own !== '') return within(tidy(own), textLimits.reference, place);
  const numbered = entry.textAt('NtryRef');
  if (numbered === '') throw new DomainError('BANK_FILE_FIELD_MISSING', place);
  return within(tidy(`${statementId}/${numbered}`), textLimits.reference, place);
}

function balance(statement: XmlElement, code: string): XmlElement | undefined {
  const found = statement.all('Bal').filter((element) => element.textAt('Tp/CdOrPrtry/Cd') === code);
  const [first, second] = found;
  if (second) throw new DomainError('BANK_FILE_FIELD_REPEATED', { fileLine: second.fileLine, field: `${second.path} ${code}` });
  return first;
}

function accountNo(parent: XmlElement, id: XmlElement): string {
  const number = id.find('IBAN') ?? id.need('Othr/Id');
  if (number.text === '') throw new DomainError('BANK_FILE_FIELD_MISSING', { fileLine: parent.fileLine, field: number.path });
  return within(number.text.replaceAll(/\s/g, ''), textLimits.account, number.place);
}

function signedAmount(parent: XmlElement): Money {
  const element = parent.need('Amt');
  assertYuan(element.attribute('Ccy'), element);
  const amount = readIsoAmount(element.text, element.place);
  const direction = parent.need('CdtDbtInd');
  if (direction.text === 'CRDT') return amount;
  if (direction.text === 'DBIT') return amount.negated();
  throw new DomainError('BANK_FILE_VALUE_INVALID', { ...direction.place, value: shown(direction.text) });
}

function assertYuan(currency: string, element: XmlElement): void {
  if (currency !== 'CNY') throw new DomainError('BANK_FILE_CURRENCY', { fileLine: element.fileLine, currency: shown(currency) });
}

function day(parent: XmlElement): XmlElement {
  return parent.find('Dt') ?? parent.need('DtTm');
}

function flag(element: XmlElement | null): boolean {
  if (!element || element.text === 'false' || element.text === '0') return false;
  if (element.text === 'true' || element.text === '1') return true;
  throw new DomainError('BANK_FILE_VALUE_INVALID', { ...element.place, value: shown(element.text) });
}

/** What the statement says about its own entries must be what is there: a file cut and closed again is found out here. */
function assertSummary(statement: XmlElement, lines: readonly DraftLine[]): void {
  const found = turnover(lines);
  const totals = [
    { at: 'TtlNtries', count: lines.length, sum: found.in + found.out },
    { at: 'TtlCdtNtries', count: found.countIn, sum: found.in },
    { at: 'TtlDbtNtries', count: found.countOut, sum: found.out },
  ];
  for (const { at, count, sum } of totals) {
    const total = statement.find(`TxsSummry/${at}`);
    const [number, amount] = [total?.find('NbOfNtries'), total?.find('Sum')];
    if (number) assertTotal(number.path, readCount(number.text, number.place), count);
    if (amount) assertTotal(amount.path, readIsoAmount(amount.text, amount.place), sum);
  }
}
