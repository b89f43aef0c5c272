import type { ErrorCode } from '../../src/kernel/index.js';
import { encodeGb18030 } from './gb18030.js';
import { changedPart, workbookParts, zip, type Cell, type ZipPart } from './workbook.js';

/** A file that somebody may send, and what must become of it: refused with its place, or read with these figures. */
export interface HostileFile {
  readonly name: string;
  readonly fileName?: string;
  readonly bytes: () => Uint8Array;
  readonly refused?: readonly [ErrorCode, object?] | undefined;
  readonly read?: object;
}

const ACCOUNT = '9900000000008866';
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const utf16 = (text: string, { mark, big = false }: { mark: boolean; big?: boolean }): Uint8Array => {
  const bytes = Buffer.from(mark ? `\uFEFF${text}` : text, 'utf16le');
  return Uint8Array.from(big ? bytes.swap16() : bytes);
};

// a table in text: two bookings of January, 1,070.00 in and 70.00 out
const HEADER = '交易日期,借方发生额,贷方发生额,余额,对方户名,对方账号,摘要,附言,流水号';
const PREAMBLE = [`账号,${ACCOUNT}`, '币种,人民币', '起止日期,20240101至20240131', '期初余额,0.00'];
const FIRST = '20240102,,1070.00,1070.00,王小明,62170001,转账,WY03-201,A1';
const SECOND = '20240103,70.00,,1000.00,物业公司,6217,,BF2024-0001,A2';
const TRAILER = ['总笔数,2', '期末余额,1000.00'];
const READ = { newLineCount: 2, opening: '0.00', closing: '1000.00', moneyIn: '1070.00', moneyOut: '70.00' };
const csv = (rows: readonly string[] = [FIRST, SECOND], trailer: readonly string[] = TRAILER, preamble: readonly string[] = PREAMBLE): string =>
  [...preamble, HEADER, ...rows, ...trailer, ''].join('\r\n');
const first = (from: string, to: string): Uint8Array => utf8(csv([FIRST.replace(from, to), SECOND]));
const amount = (text: string): Uint8Array => first(',,1070.00,', `,,${text},`);
const wrongAmount = (value: string): HostileFile['refused'] => ['BANK_FILE_AMOUNT_INVALID', { fileLine: 6, field: '贷方发生额', value }];
const one = (row: string, closing: string): string => csv([row], ['总笔数,1', `期末余额,${closing}`]);

const tables: HostileFile[] = [
  { name: 'nothing at all', bytes: () => new Uint8Array(), refused: ['BANK_FILE_KIND_UNKNOWN'] },
  { name: 'a byte order mark alone', bytes: () => utf8('\uFEFF'), refused: ['BANK_FILE_KIND_UNKNOWN'] },
  { name: 'white space alone', bytes: () => utf8(' \r\n\r\n\t\r\n'), refused: ['BANK_FILE_KIND_UNKNOWN'] },
  { name: 'headings alone', bytes: () => utf8(`${HEADER}\r\n`), refused: ['BANK_FILE_FIELD_MISSING', { fileLine: 1, field: '币种' }] },
  { name: 'labels without a table', bytes: () => utf8(PREAMBLE.join('\r\n')), refused: ['BANK_FILE_KIND_UNKNOWN'] },
  { name: 'a PDF that is called .csv', fileName: '2024-01.csv', bytes: () => utf8('%PDF-1.7\n%âãÏÓ\n1 0 obj'), refused: ['BANK_FILE_KIND_UNKNOWN'] },
  { name: 'an old Excel file', bytes: () => Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1), refused: ['BANK_FILE_KIND_UNKNOWN'] },
  {
    name: 'an error page of the bank',
    fileName: 'x.csv',
    bytes: () => utf8('<!DOCTYPE html><html><body>登录超时</body></html>'),
    refused: ['BANK_FILE_KIND_UNKNOWN'],
  },
  { name: 'UTF-16, little end first, with its mark', bytes: () => utf16(csv(), { mark: true }), read: READ },
  { name: 'UTF-16, big end first, with its mark', bytes: () => utf16(csv(), { mark: true, big: true }), read: READ },
  { name: 'UTF-16 without its mark', bytes: () => utf16(csv(), { mark: false }), refused: ['BANK_FILE_TEXT_INVALID', { fileLine: 1 }] },
  { name: 'GB18030', bytes: () => encodeGb18030(csv()), read: READ },
  { name: 'UTF-8 cut inside a character', bytes: () => utf8(csv()).subarray(0, 68), refused: ['BANK_FILE_KIND_UNKNOWN'] },
  { name: 'GB18030 cut inside a character', bytes: () => encodeGb18030(csv()).subarray(0, 1), refused: ['BANK_FILE_TEXT_INVALID'] },
  { name: 'bytes of no encoding in a name', bytes: () => Uint8Array.of(...utf8(csv()), 0xff, 0xff), refused: ['BANK_FILE_TEXT_INVALID'] },
  { name: 'NUL in a remark', bytes: () => first('WY03', 'WY\u000003'), refused: ['BANK_FILE_TEXT_INVALID', { fileLine: 6 }] },
  { name: 'an escape sequence of a terminal', bytes: () => first('WY03', '\u001B[2J'), refused: ['BANK_FILE_TEXT_INVALID', { fileLine: 6 }] },
  {
    name: 'a byte order mark inside a name',
    bytes: () => first('王小明', '王\uFEFF小明'),
    read: { ...READ, firstLines: [{ counterpartyName: '王小明' }, {}] },
  },
  {
    name: 'zero width spaces and marks of direction in a name',
    bytes: () => first('王小明', '\u202E王\u200B小\u200F明\u2066'),
    read: { ...READ, firstLines: [{ counterpartyName: '王小明' }, {}] },
  },
  {
    name: 'a rare character and one beyond the basic plane',
    bytes: () => first('王小明', '㛃𠮷'),
    read: { ...READ, firstLines: [{ counterpartyName: '㛃𠮷' }, {}] },
  },
  { name: 'line ends of three kinds', bytes: () => utf8(csv().replace('\r\n', '\r').replace('\r\n', '\n')), read: READ },
  { name: 'semicolons between the cells', bytes: () => utf8(csv().replaceAll(',', ';')), read: READ },
  { name: 'tabs between the cells', bytes: () => utf8(csv().replaceAll(',', '\t')), read: READ },
  { name: 'rows from the newest to the oldest', bytes: () => utf8(csv([SECOND, FIRST])), read: READ },
  { name: 'full-width digits', bytes: () => amount('１０７０．００'), refused: wrongAmount('１０７０．００') },
  {
    name: 'a full-width comma between two cells',
    bytes: () => first(',,1070.00,', ',，1070.00,'),
    refused: ['BANK_FILE_COLUMNS', { fileLine: 6, expected: 9, found: 8 }],
  },
  { name: 'a full-width comma for the decimal point', bytes: () => amount('1070，00'), refused: wrongAmount('1070，00') },
  { name: '30 February', bytes: () => first('20240102', '20240230'), refused: ['BANK_FILE_DATE_INVALID', { fileLine: 6, value: '20240230' }] },
  { name: '31 April', bytes: () => first('20240102', '2024-04-31'), refused: ['BANK_FILE_DATE_INVALID', { value: '2024-04-31' }] },
  { name: 'a thirteenth month', bytes: () => first('20240102', '20241301'), refused: ['BANK_FILE_DATE_INVALID', { value: '20241301' }] },
  { name: 'a year of two digits', bytes: () => first('20240102', '24-01-02'), refused: ['BANK_FILE_DATE_INVALID', { value: '24-01-02' }] },
  {
    name: 'an amount of 13 digits',
    bytes: () => utf8(one('20240102,,9999999999999.99,9999999999999.99,王,1,,x,A1', '9999999999999.99')),
    read: { newLineCount: 1, moneyIn: '9999999999999.99' },
  },
  { name: 'an amount of 14 digits', bytes: () => amount('10000000000000.00'), refused: wrongAmount('10000000000000.00') },
  {
    name: 'an amount of 400 digits',
    bytes: () => amount('9'.repeat(400)),
    refused: ['BANK_FILE_AMOUNT_INVALID', { fileLine: 6, value: `${'9'.repeat(40)}…` }],
  },
  { name: 'three decimals', bytes: () => amount('1070.000'), refused: wrongAmount('1070.000') },
  { name: 'thousands separators in odd places', bytes: () => amount('"10,70.00"'), refused: wrongAmount('10,70.00') },
  { name: 'a space between the thousands', bytes: () => amount('1 070.00'), refused: wrongAmount('1 070.00') },
  { name: 'decimals behind a comma', bytes: () => amount('"1.070,00"'), refused: wrongAmount('1.070,00') },
  { name: 'a negative zero', bytes: () => amount('-0.00'), refused: wrongAmount('-0.00') },
  { name: 'an exponent', bytes: () => amount('1.07e3'), refused: wrongAmount('1.07e3') },
  { name: 'a currency sign', bytes: () => amount('¥1070.00'), refused: wrongAmount('¥1070.00') },
  { name: 'NaN', bytes: () => amount('NaN'), refused: wrongAmount('NaN') },
  { name: 'a formula for an amount', bytes: () => amount('=1000+70'), refused: wrongAmount('=1000+70') },
  {
    name: 'a formula for a name, which stays text',
    bytes: () => first('王小明', "=cmd|' /C calc'!A0"),
    read: { ...READ, firstLines: [{ counterpartyName: "=cmd|' /C calc'!A0" }, {}] },
  },
  {
    name: 'a formula for a remark, which stays text',
    bytes: () => first('WY03-201', '@SUM(1+9)*cmd'),
    read: { ...READ, firstLines: [{ remark: '@SUM(1+9)*cmd 转账' }, {}] },
  },
  { name: 'both sides filled', bytes: () => first(',,1070.00,', ',5.00,1070.00,'), refused: ['BANK_FILE_BOTH_SIDES', { fileLine: 6 }] },
  { name: 'neither side filled', bytes: () => first(',,1070.00,', ',,,'), refused: ['BANK_FILE_NO_AMOUNT', { fileLine: 6 }] },
  {
    name: 'a line that stands twice',
    bytes: () => utf8(csv([FIRST, FIRST.replace('1070.00,王', '2140.00,王')], ['总笔数,2', '期末余额,2140.00'])),
    refused: ['BANK_FILE_REFERENCE_REPEATED', { fileLine: 7, firstLine: 6 }],
  },
  { name: 'one reference for a payment and its fee', bytes: () => utf8(csv([FIRST, SECOND.replace('A2', 'A1')])), read: READ },
  { name: 'no references at all', bytes: () => utf8(csv([FIRST.replace('A1', ''), SECOND.replace('A2', '')])), read: READ },
  {
    name: 'a remark of 70,000 characters',
    bytes: () => first('WY03-201', 'x'.repeat(70_000)),
    refused: ['BANK_FILE_NOT_WHOLE', { fileLine: 6, found: 'CSV_MAX_RECORD_SIZE' }],
  },
  {
    name: 'a name of 201 characters',
    bytes: () => first('王小明', '王'.repeat(201)),
    refused: ['BANK_FILE_VALUE_INVALID', { fileLine: 6, field: '对方户名' }],
  },
  { name: 'a million columns', bytes: () => first('WY03-201', ','.repeat(1_000_000)), refused: ['BANK_FILE_VALUE_INVALID', { fileLine: 6, value: '65 > 64' }] },
  { name: 'a quote that is never closed', bytes: () => first('WY03-201', '"WY03'), refused: ['BANK_FILE_NOT_WHOLE', { fileLine: 6 }] },
  { name: 'a quote inside a value', bytes: () => first('王小明', '王"小明'), refused: ['BANK_FILE_NOT_WHOLE', { fileLine: 6 }] },
  {
    name: 'a closing balance off by a fen',
    bytes: () => utf8(csv([FIRST, SECOND], ['总笔数,2', '期末余额,1000.01'])),
    refused: ['BANK_FILE_CLOSING_WRONG', { expected: '1000.00', closing: '1000.01' }],
  },
  {
    name: 'a running balance off by a fen',
    bytes: () => first('1070.00,王', '1070.01,王'),
    refused: ['BANK_FILE_BALANCE_BROKEN', { fileLine: 6, expected: '1070.00', stated: '1070.01' }],
  },
  {
    name: 'days out of order',
    bytes: () => utf8(csv([FIRST, SECOND.replace('20240103', '20240101'), '20240105,,1.00,1001.00,x,1,,,A3'], ['总笔数,3', '期末余额,1001.00'])),
    refused: ['BANK_FILE_DATE_ORDER', { fileLine: 7 }],
  },
  {
    name: 'a day outside the period',
    bytes: () => utf8(csv([FIRST, SECOND.replace('20240103', '20240201')])),
    refused: ['BANK_FILE_DATE_OUTSIDE', { fileLine: 7, date: '2024-02-01' }],
  },
  { name: 'another account', bytes: () => utf8(csv().replace(ACCOUNT, '9900000000009999')), refused: ['BANK_FILE_OTHER_ACCOUNT', { account: '9999' }] },
  { name: 'another currency', bytes: () => utf8(csv().replace('人民币', '美元')), refused: ['BANK_FILE_CURRENCY', { fileLine: 2, currency: '美元' }] },
  {
    name: 'a row cut out',
    bytes: () => utf8(csv([FIRST], ['总笔数,2', '期末余额,1070.00'])),
    refused: ['BANK_FILE_TOTAL_WRONG', { stated: '2', counted: '1' }],
  },
  { name: 'a row behind the totals', bytes: () => utf8(csv([FIRST], [...TRAILER, SECOND])), refused: ['BANK_FILE_NOT_WHOLE', { fileLine: 9 }] },
  {
    name: 'a file cut off behind its first booking',
    bytes: () => utf8(csv([FIRST], [])),
    refused: ['BANK_FILE_FIELD_MISSING', { fileLine: 6, field: '期末余额' }],
  },
  { name: 'a period that runs backwards', bytes: () => utf8(csv().replace('20240101至20240131', '20240131至20240101')), refused: ['BANK_FILE_PERIOD_WRONG'] },
  { name: 'today', bytes: () => utf8(csv().replace('20240131', '20240305')), refused: ['BANK_FILE_DAY_NOT_OVER', { to: '2024-03-05' }] },
  {
    name: 'February while January is missing',
    bytes: () => utf8(csv().replaceAll('202401', '202402').replace('20240231', '20240229')),
    refused: ['BANK_FILE_DAYS_MISSING', { missingFrom: '2024-01-01', missingTo: '2024-01-31' }],
  },
  {
    name: 'an opening balance that nobody booked',
    bytes: () => utf8(csv([SECOND.replace('1000.00', '930.00')], ['总笔数,1', '期末余额,930.00']).replace('期初余额,0.00', '期初余额,1000.00')),
    refused: ['BANK_FILE_GAP', { opening: '1000.00', expected: '0.00' }],
  },
  { name: 'two accounts named', bytes: () => utf8(csv([FIRST, SECOND], [...TRAILER, '账号,1'])), refused: ['BANK_FILE_FIELD_REPEATED', { field: '账号' }] },
  {
    name: 'a heading that stands twice',
    bytes: () => utf8(csv().replace('摘要', '余额')),
    refused: ['BANK_FILE_FIELD_REPEATED', { fileLine: 5, field: '余额' }],
  },
  {
    name: '120,001 bookings',
    bytes: () => utf8(csv(Array.from({ length: 120_001 }, (_, index) => `20240102,,1.00,${index + 1}.00,,,,,`))),
    refused: ['BANK_FILE_TOO_MANY_LINES', { limit: 120_000 }],
  },
  { name: 'two million short rows', bytes: () => utf8(`${HEADER}\n${'a\n'.repeat(2_000_000)}`), refused: ['BANK_FILE_TOO_MANY_LINES'] },
];

// camt.053.001.08: one booking of 70.00 in
const balance = (code: string, value: string, on: string): string =>
  `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="CNY">${value}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>${on}</Dt></Dt></Bal>`;
const entry = (value = '70.00', reference = 'R1', rest = ''): string =>
  `<Ntry><Amt Ccy="CNY">${value}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2024-01-05</Dt></BookgDt><AcctSvcrRef>${reference}</AcctSvcrRef>${rest}</Ntry>`;
const statement = ({
  account = ACCOUNT,
  from = '2024-01-01',
  to = '2024-01-31',
  opening = '0.00',
  closing = '70.00',
  body = entry(),
  extra = '',
} = {}): string =>
  `<Stmt><Id>S</Id>${extra}<FrToDt><FrDtTm>${from}T00:00:00</FrDtTm><ToDtTm>${to}T00:00:00</ToDtTm></FrToDt><Acct><Id><Othr><Id>${account}</Id></Othr></Id><Ccy>CNY</Ccy></Acct>${balance('OPBD', opening, from)}${balance('CLBD', closing, to)}${body}</Stmt>\n`;
const xml = (body = statement(), { name = 'camt.053.001.08', before = '', encoding = 'UTF-8' } = {}): string =>
  `<?xml version="1.0" encoding="${encoding}"?>\n${before}<Document xmlns="urn:iso:std:iso:20022:tech:xsd:${name}"><BkToCstmrStmt>\n${body}</BkToCstmrStmt></Document>\n`;
const remark = (text: string): string => `<NtryDtls><TxDtls><RmtInf><Ustrd>${text}</Ustrd></RmtInf></TxDtls></NtryDtls>`;
const laughs = Array.from({ length: 9 }, (_, index) => `<!ENTITY l${index + 1} "${`&l${index};`.repeat(10)}">`).join('');
const XML_READ = { newLineCount: 1, moneyIn: '70.00', closing: '70.00' };
const NOT_WHOLE: HostileFile['refused'] = ['BANK_FILE_NOT_WHOLE'];

const documents: HostileFile[] = [
  ...['02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12'].map((version): HostileFile => ({
    name: `camt.053.001.${version}`,
    bytes: () => utf8(xml(statement(), { name: `camt.053.001.${version}` })),
    read: { ...XML_READ, format: `camt.053.001.${version}` },
  })),
  {
    name: 'entities inside entities',
    bytes: () => utf8(xml(undefined, { before: `<!DOCTYPE lolz [<!ENTITY l0 "lol">${laughs}]>\n` })),
    refused: ['BANK_FILE_ENTITY_REFUSED', { fileLine: 2 }],
  },
  {
    name: 'an external document type',
    bytes: () => utf8(xml(undefined, { before: '<!DOCTYPE a SYSTEM "http://127.0.0.1/a.dtd">\n' })),
    refused: ['BANK_FILE_ENTITY_REFUSED', { fileLine: 2 }],
  },
  {
    name: 'an external entity',
    bytes: () => utf8(xml(undefined, { before: '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n' })),
    refused: ['BANK_FILE_ENTITY_REFUSED'],
  },
  {
    name: 'an entity nobody defined',
    bytes: () => utf8(xml(statement({ body: entry('70.00', 'R1', remark('&xxe;')) }))),
    refused: ['BANK_FILE_ENTITY_REFUSED', { fileLine: 3 }],
  },
  {
    name: 'a reference to the character 0',
    bytes: () => utf8(xml(statement({ body: entry('70.00', 'R1', remark('&#0;')) }))),
    refused: ['BANK_FILE_ENTITY_REFUSED', { found: '&#0;' }],
  },
  { name: 'elements ten thousand deep', bytes: () => utf8(xml(statement({ body: `${'<a>'.repeat(10_000)}${'</a>'.repeat(10_000)}` }))), refused: NOT_WHOLE },
  { name: 'an element that is never closed', bytes: () => utf8(xml().replace('</BkToCstmrStmt>', '')), refused: NOT_WHOLE },
  { name: 'a document cut off', bytes: () => utf8(xml()).subarray(0, 700), refused: NOT_WHOLE },
  { name: 'two roots', bytes: () => utf8(`${xml()}<Document/>`), refused: NOT_WHOLE },
  { name: 'text behind the root', bytes: () => utf8(`${xml()}tail`), refused: NOT_WHOLE },
  { name: 'an attribute that stands twice', bytes: () => utf8(xml().replace('Ccy="CNY"', 'Ccy="CNY" Ccy="USD"')), refused: NOT_WHOLE },
  { name: 'a comment of 5 MB', bytes: () => utf8(xml(statement(), { before: `<!--${'x'.repeat(5_000_000)}-->` })), refused: ['BANK_FILE_KIND_UNKNOWN'] },
  { name: 'a comment of 5 MB behind the statement', bytes: () => utf8(xml(`${statement()}<!--${'x'.repeat(5_000_000)}-->`)), read: XML_READ },
  { name: 'a comment between two digits of an amount', bytes: () => utf8(xml(statement({ body: entry('7<!-- -->0.00') }))), read: XML_READ },
  {
    name: 'an element of 200,000 characters',
    bytes: () => utf8(xml(statement({ body: entry('70.00', 'R1', remark('x'.repeat(200_000))) }))),
    refused: ['BANK_FILE_VALUE_INVALID', { fileLine: 3 }],
  },
  { name: 'a tag of 100,000 characters', bytes: () => utf8(xml().replace('<Stmt>', `<Stmt a="${'x'.repeat(100_000)}">`)), refused: NOT_WHOLE },
  {
    name: 'a booking of 100,000 elements',
    bytes: () => utf8(xml(statement({ body: entry('70.00', 'R1', '<a/>'.repeat(100_000)) }))),
    refused: ['BANK_FILE_VALUE_INVALID', { value: '60001 > 60000' }],
  },
  {
    name: 'GB18030 that is declared as UTF-8',
    bytes: () => encodeGb18030(xml(statement({ body: entry('70.00', 'R1', remark('物业费')) }))),
    refused: ['BANK_FILE_TEXT_INVALID'],
  },
  {
    name: 'GB18030 that says so',
    bytes: () => encodeGb18030(xml(statement({ body: entry('70.00', 'R1', remark('物业费')) }), { encoding: 'GBK' })),
    read: { ...XML_READ, firstLines: [{ remark: '物业费' }] },
  },
  { name: 'an encoding of the West', bytes: () => utf8(xml(undefined, { encoding: 'ISO-8859-1' })), refused: ['BANK_FILE_TEXT_INVALID'] },
  { name: 'XML in UTF-16 with its mark', bytes: () => utf16(xml(), { mark: true }), read: XML_READ },
  { name: 'an intraday report', bytes: () => utf8(xml(undefined, { name: 'camt.052.001.08' })), refused: ['BANK_FILE_CAMT_052'] },
  { name: 'a notification', bytes: () => utf8(xml(undefined, { name: 'camt.054.001.08' })), refused: ['BANK_FILE_CAMT_054'] },
  {
    name: 'a payment order',
    bytes: () => utf8(xml(undefined, { name: 'pain.001.001.03' })),
    refused: ['BANK_FILE_KIND_UNKNOWN', { found: 'pain.001.001.03' }],
  },
  { name: 'a pending booking', bytes: () => utf8(xml().replace('BOOK', 'PDNG')), refused: ['BANK_FILE_VALUE_INVALID', { value: 'PDNG' }] },
  {
    name: 'the same statement twice',
    bytes: () => utf8(xml(statement() + statement())),
    refused: ['BANK_FILE_STATEMENTS_APART', { opening: '0.00', closing: '70.00' }],
  },
  {
    name: 'two statements of one account that join',
    bytes: () => utf8(xml(statement() + statement({ from: '2024-02-01', to: '2024-02-29', opening: '70.00', body: '' }))),
    read: { ...XML_READ, to: '2024-02-29' },
  },
  {
    name: 'the statement of a dollar account beside ours',
    bytes: () => utf8(xml(statement({ account: '1', body: entry('1.00') }).replaceAll('CNY', 'USD') + statement())),
    read: XML_READ,
  },
  {
    name: 'statements of other accounts alone',
    bytes: () => utf8(xml(statement({ account: '9900000000001111' }))),
    refused: ['BANK_FILE_OTHER_ACCOUNT', { account: '1111', registered: '8866' }],
  },
  {
    name: 'the first of two pages alone',
    bytes: () => utf8(xml(statement({ extra: '<StmtPgntn><PgNb>1</PgNb><LastPgInd>false</LastPgInd></StmtPgntn>' }))),
    refused: NOT_WHOLE,
  },
  {
    name: 'the second of two pages alone',
    bytes: () => utf8(xml(statement({ extra: '<StmtPgntn><PgNb>2</PgNb><LastPgInd>true</LastPgInd></StmtPgntn>' }))),
    refused: NOT_WHOLE,
  },
  {
    name: 'two pages with an interim balance between',
    bytes: () => {
      const page = (number: number, last: boolean, opening: string, closing: string, body: string): string =>
        `<Stmt><Id>S</Id><StmtPgntn><PgNb>${number}</PgNb><LastPgInd>${last}</LastPgInd></StmtPgntn><FrToDt><FrDtTm>2024-01-01T00:00:00</FrDtTm><ToDtTm>2024-01-31T00:00:00</ToDtTm></FrToDt><Acct><Id><Othr><Id>${ACCOUNT}</Id></Othr></Id></Acct>${opening}${closing}${body}</Stmt>`;
      const [open, middle, close] = [balance('OPBD', '0.00', '2024-01-01'), balance('ITBD', '70.00', '2024-01-31'), balance('CLBD', '80.00', '2024-01-31')];
      return utf8(xml(page(1, false, open, middle, entry()) + page(2, true, middle, close, entry('10.00', 'R2'))));
    },
    read: { newLineCount: 2, closing: '80.00' },
  },
];

// a workbook with the same two bookings
const head: Cell[] = HEADER.split(',');
const number = (text: string): Cell => ({ number: text });
const sheet = (rows: Cell[][]): Cell[][] => [
  ['账号', ACCOUNT],
  ['币种', '人民币'],
  ['起止日期', '20240101至20240131'],
  ['期初余额', number('0')],
  head,
  ...rows,
  ['总笔数', number('2')],
  ['期末余额', number('1000')],
];
const SHEET = sheet([
  [{ day: 45293 }, '', number('1070'), number('1070'), '王小明', '62170001', '转账', 'WY03-201', 'A1'],
  ['2024-01-03', number('70'), '', number('1000'), '物业公司', '6217', '', 'BF2024-0001', 'A2'],
]);
const parts = (): ZipPart[] => workbookParts(SHEET);
const changed = (name: string, from: string, to: string): Uint8Array => zip(changedPart(parts(), name, (content) => content.replace(from, to)));
const swollen = (name: string, megabytes: number): Uint8Array => zip(changedPart(parts(), name, (content) => content + ' '.repeat(megabytes * 1024 * 1024)));
const SHEET_PART = 'xl/worksheets/sheet1.xml';

const workbooks: HostileFile[] = [
  {
    name: 'a workbook',
    fileName: '明细.xlsx',
    bytes: () => zip(parts()),
    read: { ...READ, format: 'xlsx', firstLines: [{ bookedOn: '2024-01-02' }, { bookedOn: '2024-01-03' }] },
  },
  { name: 'a workbook that is called .xml', fileName: 'x.xml', bytes: () => zip(parts()), read: { ...READ, format: 'xlsx' } },
  { name: 'a number that the spreadsheet writes with 17 digits', bytes: () => changed(SHEET_PART, '<v>1070</v>', '<v>1070.0000000000002</v>'), read: READ },
  { name: 'a number with an exponent', bytes: () => changed(SHEET_PART, '<v>1070</v>', '<v>1.07E3</v>'), read: READ },
  {
    name: 'a number of three decimals',
    bytes: () => changed(SHEET_PART, '<v>1070</v>', '<v>1070.005</v>'),
    refused: ['BANK_FILE_AMOUNT_INVALID', { fileLine: 6, value: '1070.005' }],
  },
  {
    name: 'an error in place of an amount',
    bytes: () => changed(SHEET_PART, '<c r="C6"><v>1070</v></c>', '<c r="C6" t="e"><v>#REF!</v></c>'),
    refused: ['BANK_FILE_AMOUNT_INVALID', { fileLine: 6, value: '#REF!' }],
  },
  {
    name: 'a formula with the value it had',
    bytes: () => changed(SHEET_PART, '<c r="C6"><v>1070</v></c>', '<c r="C6"><f>SUM(1000,70)</f><v>1070</v></c>'),
    read: READ,
  },
  {
    name: 'a cell in the last column there is',
    bytes: () => changed(SHEET_PART, '<c r="C6">', '<c r="XFD6">'),
    refused: ['BANK_FILE_VALUE_INVALID', { fileLine: 6, value: '16384 > 64' }],
  },
  {
    name: 'a shared string that is not there',
    bytes: () => changed(SHEET_PART, '<v>0</v></c>', '<v>999999</v></c>'),
    refused: ['BANK_FILE_NOT_WHOLE', { fileLine: 1 }],
  },
  {
    name: 'a document type in the sheet',
    bytes: () => changed(SHEET_PART, '<worksheet', '<!DOCTYPE x [<!ENTITY a "b">]><worksheet'),
    refused: ['BANK_FILE_ENTITY_REFUSED'],
  },
  { name: 'a sheet that swells a thousandfold', bytes: () => swollen(SHEET_PART, 90), refused: ['BANK_FILE_UNPACKED_TOO_LARGE', { part: SHEET_PART }] },
  {
    name: 'shared strings that swell',
    bytes: () => swollen('xl/sharedStrings.xml', 60),
    refused: ['BANK_FILE_UNPACKED_TOO_LARGE', { part: 'xl/sharedStrings.xml' }],
  },
  {
    name: 'a directory that says less than there is',
    bytes: () => zip(parts().map((part) => (part.name === SHEET_PART ? { ...part, claims: { size: 100 } } : part))),
    refused: NOT_WHOLE,
  },
  {
    name: 'a directory that says 4 GB',
    bytes: () => zip(parts().map((part) => (part.name === SHEET_PART ? { ...part, claims: { size: 0xffffffff } } : part))),
    refused: ['BANK_FILE_UNPACKED_TOO_LARGE', { size: 4_294_967_295 }],
  },
  {
    name: 'a wrong checksum',
    bytes: () => zip(parts().map((part) => (part.name === SHEET_PART ? { ...part, claims: { crc: 1 } } : part))),
    refused: NOT_WHOLE,
  },
  { name: 'a password', bytes: () => zip(parts().map((part) => ({ ...part, claims: { flags: 1 } }))), refused: ['BANK_FILE_WORKBOOK'] },
  { name: 'a ZIP that is no workbook', bytes: () => zip([{ name: 'a.txt', content: 'a' }]), refused: ['BANK_FILE_WORKBOOK', { found: 'xl/workbook.xml' }] },
  { name: 'a workbook cut off', bytes: () => zip(parts()).subarray(0, 1_000), refused: ['BANK_FILE_WORKBOOK'] },
  {
    name: 'a workbook of 3,000 parts',
    bytes: () => zip(Array.from({ length: 3_000 }, (_, index) => ({ name: `p${index}`, content: '' }))),
    refused: ['BANK_FILE_WORKBOOK', { found: '3000 > 2000' }],
  },
  { name: 'a part that stands twice', bytes: () => zip([...parts(), ...parts().slice(4, 5)]), refused: ['BANK_FILE_WORKBOOK', { found: SHEET_PART }] },
  {
    name: 'a workbook whose sheet is another table',
    bytes: () =>
      zip(
        workbookParts([
          ['姓名', '电话'],
          ['甲', '1'],
        ]),
      ),
    refused: ['BANK_FILE_KIND_UNKNOWN'],
  },
];

// MT940: 70.00 in, 10.00 out
const mt = (
  bookings: readonly string[] = [
    ':61:2401050105C70,00NTRFNONREF//R1',
    ':86:166?00转账?20WY03-?21201?3162170001?32王小?33明',
    ':61:240110D10,NTRFREF2',
    ':86:手续费',
  ],
  { opening = 'C231231CNY0,00', closing = 'C240131CNY60,00', account = ACCOUNT } = {},
): string => [':20:S1', `:25:${account}`, ':28C:1/1', `:60F:${opening}`, ...bookings, `:62F:${closing}`, ':64:C240131CNY60,00', '-', ''].join('\r\n');
const MT_READ = { format: 'mt940', newLineCount: 2, moneyIn: '70.00', moneyOut: '10.00', from: '2024-01-01', to: '2024-01-31' };
const booked = (line: string): Uint8Array => utf8(mt([line, ':61:240110D10,NTRFREF2']));

const messages: HostileFile[] = [
  {
    name: 'MT940, bare',
    bytes: () => utf8(mt()),
    read: { ...MT_READ, firstLines: [{ counterpartyName: '王小明', remark: 'WY03-201 转账' }, { remark: '手续费' }] },
  },
  {
    name: 'MT940 in its envelope, in GB18030',
    bytes: () => encodeGb18030(`{1:F01XXXX}{2:O9400000}{4:\r\n${mt().replace('\r\n-\r\n', '\r\n-}{5:{CHK:1}}\r\n')}`),
    read: MT_READ,
  },
  {
    name: 'MT940 with a bank code before the account and the currency behind it',
    bytes: () => utf8(mt(undefined, { account: `BANKCNSH/${ACCOUNT}CNY` })),
    read: MT_READ,
  },
  {
    name: 'MT940 of two accounts',
    bytes: () => utf8(mt(undefined, { account: '1', opening: 'C231231USD0,00', closing: 'C240131USD60,00' }) + mt()),
    read: MT_READ,
  },
  {
    name: 'MT940 across a year end',
    bytes: () => utf8(mt([':61:2401010102C70,00NTRFNONREF//R1', ':61:2401020102D10,00NTRFNONREF//R2'])),
    read: { ...MT_READ, firstLines: [{ bookedOn: '2024-01-02' }, {}] },
  },
  {
    name: 'MT940 that takes a credit and a debit back',
    bytes: () => utf8(mt([':61:240105RD70,00NTRFNONREF//R1', ':61:240106RC10,00NTRFNONREF//R2'])),
    read: MT_READ,
  },
  { name: 'MT940 with a funds code', bytes: () => utf8(mt([':61:240105CR70,00NTRFNONREF//R1', ':61:240106DY10,00NTRFNONREF//R2'])), read: MT_READ },
  {
    name: 'MT940 with a point for the comma',
    bytes: () => booked(':61:240105C70.00NTRFNONREF//R1'),
    refused: ['BANK_FILE_AMOUNT_INVALID', { fileLine: 5, field: ':61:', value: '70.00' }],
  },
  {
    name: 'MT940 of 30 February',
    bytes: () => booked(':61:240230C70,00NTRFNONREF//R1'),
    refused: ['BANK_FILE_DATE_INVALID', { fileLine: 5, value: '240230' }],
  },
  { name: 'MT940 with a line nobody can read', bytes: () => booked(':61:nonsense'), refused: ['BANK_FILE_VALUE_INVALID', { fileLine: 5, value: 'nonsense' }] },
  { name: 'MT940 of zero', bytes: () => booked(':61:240105C0,00NTRFNONREF//R1'), refused: ['BANK_FILE_NO_AMOUNT', { fileLine: 5 }] },
  { name: 'MT940 without its closing balance', bytes: () => utf8(mt().replace(/:62F:.*\r\n/, '')), refused: ['BANK_FILE_FIELD_MISSING', { field: ':62F:' }] },
  { name: 'MT940 with two opening balances', bytes: () => utf8(mt([':60F:C231231CNY0,00'])), refused: ['BANK_FILE_FIELD_REPEATED', { fileLine: 5 }] },
  { name: 'MT940 in euro', bytes: () => utf8(mt().replaceAll('CNY', 'EUR')), refused: ['BANK_FILE_CURRENCY', { currency: 'EUR' }] },
  {
    name: 'MT940 off by a fen',
    bytes: () => utf8(mt(undefined, { closing: 'C240131CNY60,01' })),
    refused: ['BANK_FILE_CLOSING_WRONG', { expected: '60.00', closing: '60.01' }],
  },
  {
    name: 'MT940 with a booking behind its closing balance',
    bytes: () => utf8(mt().replace(':64:', ':61:240120C1,00NTRFNONREF\r\n:64:')),
    refused: ['BANK_FILE_NOT_WHOLE', { fileLine: 10 }],
  },
  {
    name: 'MT940 of a thousand lines in one field',
    bytes: () => booked(`:61:240105C70,00NTRFNONREF//R1\r\n:86:${'x\r\n'.repeat(1_000)}`),
    refused: ['BANK_FILE_NOT_WHOLE'],
  },
  {
    name: 'MT940 of another account',
    bytes: () => utf8(mt(undefined, { account: '9900000000001111' })),
    refused: ['BANK_FILE_OTHER_ACCOUNT', { account: '1111' }],
  },
  { name: 'the first page of MT940 alone', bytes: () => utf8(mt().replace(':62F:', ':62M:')), refused: ['BANK_FILE_NOT_WHOLE'] },
];

export const hostileFiles: readonly HostileFile[] = [...tables, ...documents, ...workbooks, ...messages];
