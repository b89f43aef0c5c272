import { DomainError, Money } from '../../../kernel/index.js';
import { joined, readCount, readIsoDate, readIsoAmount, shown, told, textLimits, tidy, within } from './bank-fields.js';
import { assertLineCount, assertTotal, turnover } from './bank-file-checks.js';
import { byBookingDay, joinedStatements, type Statement } from './bank-statements.js';
import { BANK_FILE_LINES_MAX, type BankFileFormat, type DraftBankFile, type DraftLine } from './parsed-bank-file.js';
import { STEP, type Steps } from './steps.js';
import { XmlCursor } from './xml-cursor.js';
import type { XmlElement } from './xml-element.js';

/** Elements of one booking: a batch of some thousand payments. Of everything else in a statement: accounts, balances, totals. */
const ELEMENTS_MAX = 60_000;

export interface CamtOptions {
  readonly format: BankFileFormat;
  readonly encoding: string;
  /** Where a file is about several accounts: those whose statements are ours. Empty: every statement. */
  readonly accountNos: readonly string[];
}

/**
 * Reads ISO 20022 camt.053.001.02 to .12, entry by entry: one line for each Ntry (a batch is one booking of the bank), the sign from its
 * CdtDbtInd. The versions differ in where a party has its name and a status its code; both places are looked at. Statements of other
 * accounts are passed over; those of ours, and their pages, are joined where each opens with what the one before closed with.
 * Source: ISO 20022 Bank-to-Customer Statement message definition reports. @throws BANK_FILE_…
 */
export function* readCamt053(bytes: Uint8Array, { format, encoding, accountNos }: CamtOptions): Steps<DraftBankFile> {
  const cursor = new XmlCursor(bytes, encoding);
  const found: FoundStatements = { accountNos, own: [], other: null, roots: 0, complete: null };
  let [events, elements] = [0, 0];
  for (let event = cursor.next(); event !== null; event = cursor.next()) {
    if (++events % (STEP * 16) === 0) yield;
    if ('begins' in event) {
      elements = event.begins.name === 'Ntry' ? 0 : elements + 1;
      if (elements > ELEMENTS_MAX) throw new DomainError('BANK_FILE_VALUE_INVALID', { ...told(event.begins), value: `${elements} > ${ELEMENTS_MAX}` });
      continue;
    }
    leave(event.ends, found);
  }
  if (found.own.length === 0 && found.other !== null)
    throw new DomainError('BANK_FILE_OTHER_ACCOUNT', { account: found.other.slice(-4), registered: accountNos.map((no) => no.slice(-4)).join(', ') });
  found.complete?.need('BkToCstmrStmt');
  return joinedStatements(found.own, format);
}

interface FoundStatements {
  readonly accountNos: readonly string[];
  readonly own: Statement[];
  other: string | null;
  roots: number;
  complete: XmlElement | null;
}

/** Lines of the statement that is open. */
const drafts = new WeakMap<XmlElement, DraftLine[]>();

function leave(element: XmlElement, found: FoundStatements): void {
  const { parent, name } = element;
  if (!parent) {
    if (name !== 'Document') throw new DomainError('BANK_FILE_FIELD_MISSING', { fileLine: 1, field: '/Document' });
    found.complete = element;
  } else if (name === 'Ntry' && parent.name === 'Stmt') {
    if (!isOwn(parent, found.accountNos)) return;
    const lines = drafts.get(parent) ?? [];
    drafts.set(parent, lines);
    lines.push(readEntry(element, parent.textAt('Id')));
    if (lines.length > BANK_FILE_LINES_MAX) assertLineCount(lines.length);
  } else if (name === 'Stmt' && parent.name === 'BkToCstmrStmt') {
    if (isOwn(element, found.accountNos)) found.own.push(readStatement(element, drafts.get(element) ?? []));
    else found.other = accountNo(element.need('Acct'), element.need('Acct').need('Id'));
  } else parent.take(element);
}

function isOwn(statement: XmlElement, accountNos: readonly string[]): boolean {
  if (accountNos.length === 0) return true;
  const account = statement.need('Acct');
  return accountNos.includes(accountNo(account, account.need('Id')));
}

function readStatement(statement: XmlElement, entries: readonly DraftLine[]): Statement {
  const account = statement.need('Acct');
  const currency = account.find('Ccy');
  if (currency) assertYuan(currency.text, currency);
  const page = pageOf(statement);
  const { opening, closing } = balancesOf(statement, page !== null);
  const lines = byBookingDay(entries);
  if (page === null) assertSummary(statement, lines);
  const from = statement.find('FrToDt/FrDtTm') ?? day(opening.need('Dt'));
  const to = day(closing.need('Dt'));
  return {
    fileLine: statement.fileLine,
    accountNo: accountNo(account, account.need('Id')),
    from: readIsoDate(from.text, from),
    to: readIsoDate(to.text, to),
    opening: signedAmount(opening),
    closing: signedAmount(closing),
    lines,
    page,
  };
}

function pageOf(statement: XmlElement): Statement['page'] {
  const paging = statement.find('StmtPgntn');
  if (!paging) return null;
  const [number, last] = [paging.need('PgNb'), paging.need('LastPgInd')];
  const page = { number: readCount(number.text, number), last: flag(last) };
  return page.number === 1 && page.last ? null : page;
}

/** OPBD, else PRCD, opens; CLBD closes. A page in the middle of a statement has interim balances (ITBD) in their place, in this order. */
function balancesOf(statement: XmlElement, paged: boolean): { opening: XmlElement; closing: XmlElement } {
  const interim = paged ? balances(statement, 'ITBD') : [];
  const opening = balance(statement, 'OPBD') ?? balance(statement, 'PRCD') ?? interim[0];
  const closing = balance(statement, 'CLBD') ?? interim.at(-1);
  if (opening && closing && opening !== closing) return { opening, closing };
  throw new DomainError('BANK_FILE_FIELD_MISSING', { fileLine: statement.fileLine, field: `${statement.path}/Bal ${opening ? 'CLBD' : 'OPBD'}` });
}

function readEntry(entry: XmlElement, statementId: string): DraftLine {
  const status = entry.find('Sts/Cd') ?? entry.find('Sts');
  if (status && status.text !== 'BOOK') throw new DomainError('BANK_FILE_VALUE_INVALID', { ...told(status), value: shown(status.text) });
  const amount = signedAmount(entry);
  if (amount.isZero) throw new DomainError('BANK_FILE_NO_AMOUNT', { fileLine: entry.fileLine });
  const reversal = flag(entry.find('RvslInd'));
  const details = entry.all('NtryDtls').flatMap((part) => part.all('TxDtls'));
  const only = details.length === 1 ? details[0] : undefined;
  const bookedOn = day(entry.need('BookgDt'));
  const valueOn = entry.find('ValDt');
  const booked = readIsoDate(bookedOn.text, bookedOn);
  return {
    fileLine: entry.fileLine,
    bookedOn: booked,
    valueOn: valueOn ? readIsoDate(day(valueOn).text, valueOn) : booked,
    amount,
    ...counterparty(only, amount.isPositive !== reversal),
    remark: within(
      joined([...details.flatMap(remarks), entry.textAt('AddtlNtryInf')]),
      textLimits.remark * Math.max(1, details.length),
      entry.below('/NtryDtls'),
    ),
    bankReference: reference(entry, only, statementId),
    reversal,
    balanceAfter: null,
  };
}

/** The other side of a booking; a reversal still names the parties of the payment that it takes back. */
function counterparty(details: XmlElement | undefined, paysUs: boolean): { counterpartyName: string; counterpartyAccount: string } {
  const parties = details?.find('RltdPties');
  const side = paysUs ? 'Dbtr' : 'Cdtr';
  const name = parties?.find(`${side}/Pty/Nm`) ?? parties?.find(`${side}/Nm`) ?? parties?.find(`${side}/Agt/FinInstnId/Nm`);
  const account = parties?.find(`${side}Acct`);
  return {
    counterpartyName: name ? within(tidy(name.text), textLimits.name, name) : '',
    counterpartyAccount: account ? accountNo(account, account.need('Id')) : '',
  };
}

function remarks(details: XmlElement): string[] {
  const endToEnd = details.textAt('Refs/EndToEndId');
  const structured = details.all('RmtInf').flatMap((info) => info.all('Strd').map((part) => part.textAt('CdtrRefInf/Ref')));
  const free = details.all('RmtInf').flatMap((info) => info.all('Ustrd').map(({ text }) => text));
  return [...free, ...structured, endToEnd === 'NOTPROVIDED' ? '' : endToEnd, details.textAt('AddtlTxInf')];
}

/** The bank's reference, else the number of the entry in its statement; empty where the bank gives neither. */
function reference(entry: XmlElement, only: XmlElement | undefined, statementId: string): string {
  const own = entry.textAt('AcctSvcrRef') || (only?.textAt('Refs/AcctSvcrRef') ?? '');
  const place = entry.below('/AcctSvcrRef');
  if (own !== '') return within(tidy(own), textLimits.reference, place);
  const numbered = entry.textAt('NtryRef');
  return numbered === '' ? '' : within(tidy(`${statementId}/${numbered}`), textLimits.reference, place);
}

function balances(statement: XmlElement, code: string): XmlElement[] {
  return statement.all('Bal').filter((element) => element.textAt('Tp/CdOrPrtry/Cd') === code);
}

function balance(statement: XmlElement, code: string): XmlElement | undefined {
  const [first, second] = balances(statement, code);
  if (second) throw new DomainError('BANK_FILE_FIELD_REPEATED', { fileLine: second.fileLine, field: `${second.path} ${code}` });
  return first;
}

function accountNo(parent: XmlElement, id: XmlElement): string {
  const number = id.find('IBAN') ?? id.need('Othr/Id');
  if (number.text === '') throw new DomainError('BANK_FILE_FIELD_MISSING', { fileLine: parent.fileLine, field: number.path });
  return within(number.text.replaceAll(/\s/g, ''), textLimits.account, number);
}

function signedAmount(parent: XmlElement): Money {
  const element = parent.need('Amt');
  assertYuan(element.attribute('Ccy'), element);
  const amount = readIsoAmount(element.text, element);
  const direction = parent.need('CdtDbtInd');
  if (direction.text === 'CRDT') return amount;
  if (direction.text === 'DBIT') return amount.negated();
  throw new DomainError('BANK_FILE_VALUE_INVALID', { ...told(direction), value: shown(direction.text) });
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
  throw new DomainError('BANK_FILE_VALUE_INVALID', { ...told(element), value: shown(element.text) });
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
    if (number) assertTotal(number.path, readCount(number.text, number), count);
    if (amount) assertTotal(amount.path, readIsoAmount(amount.text, amount), sum);
  }
}
