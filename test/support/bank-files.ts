import { Money, type BusinessDate } from '../../src/kernel/index.js';

export interface BookingSketch {
  readonly bookedOn: BusinessDate;
  readonly valueOn?: BusinessDate;
  /** Positive is money in. */
  readonly amount: Money;
  readonly counterpartyName: string;
  readonly counterpartyAccount: string;
  readonly remark: string;
  readonly bankReference: string;
}

export interface StatementSketch {
  readonly accountNo: string;
  readonly accountName: string;
  readonly from: BusinessDate;
  readonly to: BusinessDate;
  readonly opening: Money;
  readonly bookings: readonly BookingSketch[];
}

export type CamtVersion = '02' | '08';

/** A statement as camt.053, the way a bank would write it. */
export function writeCamt053(statements: StatementSketch | readonly StatementSketch[], version: CamtVersion = '08'): string {
  const list = Array.isArray(statements) ? (statements as readonly StatementSketch[]) : [statements as StatementSketch];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.${version}">`,
    '<BkToCstmrStmt>',
    `<GrpHdr><MsgId>M-${list[0]?.from ?? ''}</MsgId><CreDtTm>${list[0]?.to ?? ''}T23:00:00+08:00</CreDtTm></GrpHdr>`,
    ...list.flatMap((statement, index) => camtStatement(statement, index + 1, version)),
    '</BkToCstmrStmt>',
    '</Document>',
    '',
  ].join('\n');
}

/** A statement as the CSV of a Chinese bank, with thousands separators, preamble and totals. */
export function writeBankCsv(statement: StatementSketch, options: { newestFirst?: boolean; separators?: boolean } = {}): string {
  const shown = (amount: Money): string => (options.separators === false ? amount.toString() : grouped(amount));
  let balance = statement.opening;
  const rows = statement.bookings.map((booking, index) => {
    balance = balance.plus(booking.amount);
    const [debit, credit] = booking.amount.isNegative ? [shown(booking.amount.negated()), ''] : ['', shown(booking.amount)];
    const time = `${String(9 + Math.floor(index / 3600)).padStart(2, '0')}:${String(Math.floor(index / 60) % 60).padStart(2, '0')}:${String(index % 60).padStart(2, '0')}`;
    const { counterpartyName, counterpartyAccount, remark, bankReference, bookedOn, valueOn } = booking;
    return [
      bookedOn.replaceAll('-', ''),
      time,
      debit,
      credit,
      shown(balance),
      counterpartyName,
      counterpartyAccount,
      '',
      remark,
      bankReference,
      valueOn ?? bookedOn,
    ];
  });
  const total = turnover(statement.bookings);
  return [
    ['账号', statement.accountNo],
    ['户名', statement.accountName],
    ['币种', '人民币'],
    ['起止日期', `${statement.from}至${statement.to}`],
    ['期初余额', shown(statement.opening)],
    ['交易日期', '交易时间', '借方发生额', '贷方发生额', '余额', '对方户名', '对方账号', '摘要', '附言', '流水号', '起息日'],
    ...(options.newestFirst ? rows.toReversed() : rows),
    ['借方笔数', String(total.out.count), '借方合计', shown(total.out.sum)],
    ['贷方笔数', String(total.in.count), '贷方合计', shown(total.in.sum)],
    ['期末余额', shown(balance)],
  ]
    .map((cells) => `${cells.map(quoted).join(',')}\r\n`)
    .join('');
}

export function closingOf(statement: StatementSketch): Money {
  return Money.sum([statement.opening, ...statement.bookings.map(({ amount }) => amount)]);
}

function camtStatement(statement: StatementSketch, number: number, version: CamtVersion): string[] {
  const { from, to, opening, bookings } = statement;
  const total = turnover(bookings);
  return [
    '<Stmt>',
    `<Id>S-${from}-${number}</Id><FrToDt><FrDtTm>${from}T00:00:00</FrDtTm><ToDtTm>${to}T23:59:59</ToDtTm></FrToDt>`,
    `<Acct><Id><Othr><Id>${statement.accountNo}</Id></Othr></Id><Ccy>CNY</Ccy><Ownr><Nm>${escaped(statement.accountName)}</Nm></Ownr></Acct>`,
    camtBalance('OPBD', opening, from),
    camtBalance('CLBD', closingOf(statement), to),
    `<TxsSummry><TtlNtries><NbOfNtries>${bookings.length}</NbOfNtries></TtlNtries>`,
    `<TtlCdtNtries><NbOfNtries>${total.in.count}</NbOfNtries><Sum>${total.in.sum.toString()}</Sum></TtlCdtNtries>`,
    `<TtlDbtNtries><NbOfNtries>${total.out.count}</NbOfNtries><Sum>${total.out.sum.toString()}</Sum></TtlDbtNtries></TxsSummry>`,
    ...bookings.map((booking) => camtEntry(booking, version)),
    '</Stmt>',
  ];
}

function camtBalance(code: string, amount: Money, on: BusinessDate): string {
  return `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp>${signed(amount)}<Dt><Dt>${on}</Dt></Dt></Bal>`;
}

function camtEntry(booking: BookingSketch, version: CamtVersion): string {
  const { amount, bookedOn, valueOn, counterpartyName, counterpartyAccount, remark, bankReference } = booking;
  const side = amount.isPositive ? 'Dbtr' : 'Cdtr';
  const name = `<Nm>${escaped(counterpartyName)}</Nm>`;
  const party = version === '08' ? `<Pty>${name}</Pty>` : name;
  const account = counterpartyAccount === '' ? '' : `<${side}Acct><Id><Othr><Id>${escaped(counterpartyAccount)}</Id></Othr></Id></${side}Acct>`;
  return [
    `<Ntry>${signed(amount)}<Sts>${version === '08' ? '<Cd>BOOK</Cd>' : 'BOOK'}</Sts>`,
    `<BookgDt><Dt>${bookedOn}</Dt></BookgDt><ValDt><Dt>${valueOn ?? bookedOn}</Dt></ValDt><AcctSvcrRef>${escaped(bankReference)}</AcctSvcrRef>`,
    `<NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs><RltdPties><${side}>${party}</${side}>${account}</RltdPties>`,
    `<RmtInf><Ustrd>${escaped(remark)}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>`,
  ].join('');
}

function signed(amount: Money): string {
  const [size, direction] = amount.isNegative ? [amount.negated(), 'DBIT'] : [amount, 'CRDT'];
  return `<Amt Ccy="CNY">${size.toString()}</Amt><CdtDbtInd>${direction}</CdtDbtInd>`;
}

function turnover(bookings: readonly BookingSketch[]): Record<'in' | 'out', { count: number; sum: Money }> {
  const received = bookings.map(({ amount }) => amount).filter((amount) => amount.isPositive);
  const paid = bookings.map(({ amount }) => amount.negated()).filter((amount) => amount.isPositive);
  return { in: { count: received.length, sum: Money.sum(received) }, out: { count: paid.length, sum: Money.sum(paid) } };
}

function grouped(amount: Money): string {
  const [, sign = '', whole = '', decimals = ''] = /^(-?)(\d+)(\.\d\d)$/.exec(amount.toString()) ?? [];
  return `${sign}${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${decimals}`;
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
}
