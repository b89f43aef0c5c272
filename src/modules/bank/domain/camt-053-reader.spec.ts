import { businessDate, Money } from '../../../kernel/index.js';
import { readBankFile } from '../../../../test/support/read-bank-file.js';
import { refusalOf } from '../../../../test/support/refusal.js';
import type { ParsedBankFile } from './parsed-bank-file.js';

const NAMESPACE = 'urn:iso:std:iso:20022:tech:xsd:camt.053.001.08';

interface Parts {
  readonly account?: string;
  readonly opening?: string;
  readonly closing?: string;
  readonly entries?: readonly string[];
  readonly extra?: string;
  readonly from?: string;
  readonly to?: string;
}

function balance(code: string, amount: string, on: string, direction = 'CRDT', currency = 'CNY'): string {
  return `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="${currency}">${amount}</Amt><CdtDbtInd>${direction}</CdtDbtInd><Dt><Dt>${on}</Dt></Dt></Bal>`;
}

function statement({ account = '62220001', opening, closing, entries = [], extra = '', from = '2024-01-01', to = '2024-01-31' }: Parts): string {
  return [
    `<Stmt><Id>S-${from}</Id>${from === '' ? '' : `<FrToDt><FrDtTm>${from}T00:00:00+08:00</FrDtTm><ToDtTm>${to}T23:59:59+08:00</ToDtTm></FrToDt>`}`,
    `<Acct><Id><Othr><Id>${account}</Id></Othr></Id><Ccy>CNY</Ccy></Acct>`,
    opening ?? balance('OPBD', '100.00', from),
    closing ?? balance('CLBD', '170.00', to),
    extra,
    ...entries,
    '</Stmt>',
  ].join('\n');
}

function document(statements: string, namespace = NAMESPACE): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="${namespace}"><BkToCstmrStmt>\n${statements}\n</BkToCstmrStmt></Document>\n`;
}

interface Entry {
  readonly amount?: string;
  readonly direction?: string;
  readonly on?: string;
  readonly reference?: string;
  readonly details?: string;
  readonly extra?: string;
  readonly status?: string;
}

function entry({
  amount = '70.00',
  direction = 'CRDT',
  on = '2024-01-02',
  reference = 'R1',
  details = '',
  extra = '',
  status = '<Cd>BOOK</Cd>',
}: Entry = {}): string {
  const number = reference === '' ? '' : `<AcctSvcrRef>${reference}</AcctSvcrRef>`;
  return `<Ntry><Amt Ccy="CNY">${amount}</Amt><CdtDbtInd>${direction}</CdtDbtInd>${extra}<Sts>${status}</Sts><BookgDt><Dt>${on}</Dt></BookgDt>${number}<NtryDtls>${details}</NtryDtls></Ntry>`;
}

const read = (text: string): ParsedBankFile => readBankFile(new TextEncoder().encode(text), '2024-01.xml');
const readEntry = (parts: Entry): ParsedBankFile => read(document(statement({ entries: [entry(parts)] })));
const refusedEntry = (parts: Entry) => refusalOf(() => readEntry(parts));
const refused = (parts: Parts) => refusalOf(() => read(document(statement(parts))));

describe('camt.053 reader: what it takes from a statement', () => {
  const debtor = `<TxDtls><Refs><EndToEndId>E2E-7</EndToEndId></Refs><RltdPties><Dbtr><Pty><Nm>王 小明</Nm></Pty></Dbtr><DbtrAcct><Id><Othr><Id>6217 0001</Id></Othr></Id></DbtrAcct>
    <Cdtr><Pty><Nm>我们</Nm></Pty></Cdtr></RltdPties><RmtInf><Ustrd>WY03-201</Ustrd><Ustrd>1月物业费</Ustrd></RmtInf></TxDtls>`;

  it('reads account, period, balances and the entry with payer, account, remark and the bank’s reference', () => {
    const file = readEntry({ details: debtor });
    expect(file).toMatchObject({ format: 'camt.053.001.08', accountNo: '62220001', currency: 'CNY', from: '2024-01-01', to: '2024-01-31' });
    expect([file.opening.toString(), file.closing.toString()]).toEqual(['100.00', '170.00']);
    expect(file.lines).toEqual([
      {
        sequence: 1,
        fileLine: 8,
        bookedOn: businessDate('2024-01-02'),
        valueOn: businessDate('2024-01-02'),
        amount: Money.parse('70.00'),
        counterpartyName: '王 小明',
        counterpartyAccount: '62170001',
        remark: 'WY03-201 1月物业费 E2E-7',
        bankReference: 'R1',
        reversal: false,
        balanceAfter: null,
      },
    ]);
  });

  it('reads the older structure of .02, where a party has its name directly and the status is text', () => {
    const details = '<TxDtls><RltdPties><Dbtr><Nm>王小明</Nm></Dbtr></RltdPties></TxDtls>';
    const file = read(document(statement({ entries: [entry({ details, status: 'BOOK' })] }), 'urn:iso:std:iso:20022:tech:xsd:camt.053.001.02'));
    expect(file).toMatchObject({ format: 'camt.053.001.02', lines: [{ counterpartyName: '王小明' }] });
  });

  it('reads namespace prefixes, IBAN, CDATA, character references and a period in date and time', () => {
    const text = document(
      statement({
        entries: [entry({ details: '<TxDtls><RmtInf><Ustrd><![CDATA[A&B <x>]]></Ustrd><Ustrd>&#x4E2D;&#22269; &amp;lt;</Ustrd></RmtInf></TxDtls>' })],
      }),
    )
      .replaceAll(/<(\/?)(?=[A-Z])/g, '<$1n:')
      .replace('xmlns=', 'xmlns:n=')
      .replace('<n:Othr><n:Id>62220001</n:Id></n:Othr>', '<n:IBAN>CN6222 0001</n:IBAN>')
      .replace('<![CDATA[A&B <n:x>]]>', '<![CDATA[A&B <x>]]>');
    expect(read(text)).toMatchObject({ accountNo: 'CN62220001', lines: [{ remark: 'A&B <x> 中国 &lt;' }] });
  });

  it('takes money out as a negative amount with the payee as the other side', () => {
    const details = '<TxDtls><RltdPties><Dbtr><Pty><Nm>我们</Nm></Pty></Dbtr><Cdtr><Pty><Nm>物业公司</Nm></Pty></Cdtr></RltdPties></TxDtls>';
    const file = read(document(statement({ entries: [entry({ direction: 'DBIT', details })], closing: balance('CLBD', '30.00', '2024-01-31') })));
    expect(file.lines[0]).toMatchObject({ counterpartyName: '物业公司' });
    expect(file.lines[0]?.amount.toString()).toBe('-70.00');
  });

  it('keeps the sign of a reversal and names the party of the payment that it takes back', () => {
    const details = '<TxDtls><RltdPties><Dbtr><Pty><Nm>我们</Nm></Pty></Dbtr><Cdtr><Pty><Nm>物业公司</Nm></Pty></Cdtr></RltdPties></TxDtls>';
    const [line] = readEntry({ details, extra: '<RvslInd>true</RvslInd>' }).lines;
    expect(line).toMatchObject({ reversal: true, counterpartyName: '物业公司' });
    expect(line?.amount.toString()).toBe('70.00');
  });

  it('makes one line of a batch: its remarks together, and no single payer', () => {
    const part = (name: string, remark: string): string =>
      `<TxDtls><RltdPties><Dbtr><Pty><Nm>${name}</Nm></Pty></Dbtr></RltdPties><RmtInf><Ustrd>${remark}</Ustrd></RmtInf></TxDtls>`;
    const file = readEntry({ details: `<Btch><NbOfTxs>2</NbOfTxs></Btch>${part('甲', 'WY01-101')}${part('乙', 'WY01-102')}` });
    expect(file.lines).toMatchObject([{ counterpartyName: '', remark: 'WY01-101 WY01-102' }]);
  });

  it('puts the entries in the order of their booking days and keeps the bank’s order inside a day', () => {
    const closing = balance('CLBD', '103.00', '2024-01-31');
    const entries = [
      entry({ amount: '1', on: '2024-01-05', reference: 'A' }),
      entry({ amount: '1', on: '2024-01-03', reference: 'B' }),
      entry({ amount: '1', on: '2024-01-03', reference: 'C' }),
    ];
    expect(read(document(statement({ closing, entries }))).lines.map(({ sequence, bankReference }) => `${sequence}${bankReference}`)).toEqual([
      '1B',
      '2C',
      '3A',
    ]);
  });

  it('falls back to the previous closing balance and to the number of the entry within its statement', () => {
    const file = read(
      document(statement({ opening: balance('PRCD', '100.00', '2023-12-31'), entries: [entry({ reference: '', extra: '<NtryRef>12</NtryRef>' })] })),
    );
    expect(file.lines[0]?.bankReference).toBe('S-2024-01-01/12');
  });

  it('takes the day in Shanghai of a moment with a zone', () => {
    const text = document(statement({ entries: [entry()] })).replace('<Dt>2024-01-02</Dt>', '<DtTm>2024-01-02T17:00:00Z</DtTm>');
    expect(read(text).lines[0]?.bookedOn).toBe('2024-01-03');
  });

  it('reads an overdrawn account', () => {
    const file = read(
      document(
        statement({ opening: balance('OPBD', '100.00', '2024-01-01', 'DBIT'), closing: balance('CLBD', '30.00', '2024-01-31', 'DBIT'), entries: [entry()] }),
      ),
    );
    expect(file.opening.toString()).toBe('-100.00');
  });

  it('joins several statements of one account, in the order of their periods', () => {
    const january = statement({ entries: [entry()] });
    const february = statement({
      from: '2024-02-01',
      to: '2024-02-29',
      opening: balance('OPBD', '170.00', '2024-02-01'),
      closing: balance('CLBD', '160.00', '2024-02-29'),
      entries: [entry({ amount: '10.00', direction: 'DBIT', on: '2024-02-29', reference: 'R2' })],
    });
    const file = read(document(february + january));
    expect(file).toMatchObject({ from: '2024-01-01', to: '2024-02-29', lines: [{ bankReference: 'R1' }, { bankReference: 'R2' }] });
    expect(file.closing.toString()).toBe('160.00');
  });

  it('reads a month without a booking', () => {
    expect(read(document(statement({ closing: balance('CLBD', '100.00', '2024-01-31') }))).lines).toEqual([]);
  });
});

describe('camt.053 reader: what it refuses, whole and with the place', () => {
  const payment = (remark: string, name = '', account = '1') =>
    `<TxDtls><RltdPties><Dbtr><Pty><Nm>${name}</Nm></Pty></Dbtr><DbtrAcct><Id><Othr><Id>${account}</Id></Othr></Id></DbtrAcct></RltdPties><RmtInf><Ustrd>${remark}</Ustrd></RmtInf></TxDtls>`;

  it.each([
    ['NtryDtls', 2000, (value: string) => ({ details: payment(value) })],
    ['NtryDtls/TxDtls/RltdPties/Dbtr/Pty/Nm', 200, (value: string) => ({ details: payment('', value) })],
    ['NtryDtls/TxDtls/RltdPties/DbtrAcct/Id/Othr/Id', 64, (value: string) => ({ details: payment('', '', value) })],
    ['AcctSvcrRef', 100, (value: string) => ({ reference: value })],
  ])('refuses more in %s than a bank writes, and cuts nothing off', (field, limit, parts) => {
    expect(readEntry(parts('王'.repeat(limit))).lines).toHaveLength(1);
    expect(refusedEntry(parts('王'.repeat(limit + 1)))).toMatchObject({
      code: 'BANK_FILE_VALUE_INVALID',
      details: { field: `/Document/BkToCstmrStmt/Stmt/Ntry/${field}`, value: `${'王'.repeat(40)}… (${limit + 1} > ${limit})` },
    });
  });

  it('takes a batch with as much remark as its payments may have together', () => {
    const details = ['甲', '乙', '丙'].map((sign) => payment(sign.repeat(1500))).join('');
    expect(readEntry({ details }).lines[0]?.remark).toHaveLength(4502);
    expect(refusedEntry({ details: details.replace('甲', '甲'.repeat(1500)) })).toMatchObject({ code: 'BANK_FILE_VALUE_INVALID' });
  });

  it.each([
    ['three decimals', '70.000'],
    ['a float', '7e1'],
    ['a negative amount', '-70.00'],
    ['full-width digits', '７０.００'],
    ['a thousands separator in the wrong place', '7,0.00'],
    ['a thousands separator', '7,000.00'],
    ['fourteen digits', '70000000000000.00'],
    ['leading zeros', '070.00'],
    ['NaN', 'NaN'],
    ['nothing', ''],
  ])('refuses %s as an amount', (_, amount) => {
    expect(refusedEntry({ amount })).toEqual({
      code: 'BANK_FILE_AMOUNT_INVALID',
      details: { fileLine: 8, field: '/Document/BkToCstmrStmt/Stmt/Ntry/Amt', value: amount },
    });
  });

  it.each(['2024-02-30', '2024-13-01', '30.01.2024', '２０２４-01-01', ''])('refuses the day %p', (on) => {
    expect(refusedEntry({ on })).toMatchObject({ code: 'BANK_FILE_DATE_INVALID', details: { fileLine: 8, value: on } });
  });

  it('refuses a month whose entries do not lead from opening to closing, with the figures', () => {
    expect(refusedEntry({ amount: '70.01' })).toEqual({
      code: 'BANK_FILE_CLOSING_WRONG',
      details: { opening: '100.00', moved: '70.01', expected: '170.01', closing: '170.00' },
    });
  });

  it('refuses a sum beyond what an amount can be, and does not crash', () => {
    const entries = ['A', 'B'].map((reference) => entry({ amount: '9999999999999.99', reference }));
    expect(refused({ entries })).toMatchObject({ code: 'BANK_FILE_AMOUNT_INVALID', details: { fileLine: 8, value: '10000000000099.99' } });
  });

  it('refuses an entry of zero, of no direction, not booked, and a wrong reversal flag', () => {
    expect(refusedEntry({ amount: '0.00' })).toEqual({ code: 'BANK_FILE_NO_AMOUNT', details: { fileLine: 8 } });
    expect(refusedEntry({ direction: 'BOTH' })).toMatchObject({ code: 'BANK_FILE_VALUE_INVALID', details: { value: 'BOTH' } });
    expect(refusedEntry({ status: '<Cd>PDNG</Cd>' })).toMatchObject({ code: 'BANK_FILE_VALUE_INVALID', details: { value: 'PDNG' } });
    expect(refusedEntry({ extra: '<RvslInd>yes</RvslInd>' })).toMatchObject({ code: 'BANK_FILE_VALUE_INVALID', details: { value: 'yes' } });
  });

  it('refuses another currency, of the entry, of a balance or of the account, and none', () => {
    const text = document(statement({ entries: [entry()] }));
    expect(refusalOf(() => read(text.replace('<Ntry><Amt Ccy="CNY">', '<Ntry><Amt Ccy="USD">')))).toEqual({
      code: 'BANK_FILE_CURRENCY',
      details: { fileLine: 8, currency: 'USD' },
    });
    expect(refusalOf(() => read(text.replace('<Ntry><Amt Ccy="CNY">', '<Ntry><Amt>')))).toMatchObject({
      code: 'BANK_FILE_CURRENCY',
      details: { currency: '' },
    });
    expect(refused({ opening: balance('OPBD', '100.00', '2024-01-01', 'CRDT', 'HKD') })).toMatchObject({
      code: 'BANK_FILE_CURRENCY',
      details: { fileLine: 5, currency: 'HKD' },
    });
    expect(refusalOf(() => read(text.replace('<Ccy>CNY</Ccy>', '<Ccy>EUR</Ccy>')))).toMatchObject({ code: 'BANK_FILE_CURRENCY', details: { currency: 'EUR' } });
  });

  it('refuses the same bank reference twice, naming both lines', () => {
    expect(refused({ entries: [entry({ amount: '35.00' }), entry({ amount: '35.00' })] })).toEqual({
      code: 'BANK_FILE_REFERENCE_REPEATED',
      details: { fileLine: 9, reference: 'R1', firstLine: 8 },
    });
  });

  it('refuses a booking outside the period of its statement', () => {
    expect(refusedEntry({ on: '2024-02-01' })).toEqual({
      code: 'BANK_FILE_DATE_OUTSIDE',
      details: { fileLine: 8, date: '2024-02-01', from: '2024-01-01', to: '2024-01-31' },
    });
    expect(refused({ from: '2024-02-01', to: '2024-01-31', closing: balance('CLBD', '100.00', '2024-01-31') })).toMatchObject({
      code: 'BANK_FILE_PERIOD_WRONG',
    });
  });

  it('refuses a statement without account, opening or closing balance, and one with two', () => {
    expect(refused({ opening: '', entries: [entry()] })).toEqual({
      code: 'BANK_FILE_FIELD_MISSING',
      details: { fileLine: 3, field: '/Document/BkToCstmrStmt/Stmt/Bal OPBD' },
    });
    expect(refused({ closing: '', entries: [entry()] })).toMatchObject({ details: { field: '/Document/BkToCstmrStmt/Stmt/Bal CLBD' } });
    expect(refused({ extra: balance('OPBD', '100.00', '2024-01-01') })).toMatchObject({ code: 'BANK_FILE_FIELD_REPEATED', details: { fileLine: 7 } });
    expect(refused({ account: '' })).toMatchObject({ code: 'BANK_FILE_FIELD_MISSING' });
    expect(refusalOf(() => read(document('')))).toMatchObject({ code: 'BANK_FILE_FIELD_MISSING', details: { field: 'Stmt' } });
  });

  it('refuses an element that stands twice where it may stand once', () => {
    expect(refusedEntry({ extra: '<CdtDbtInd>DBIT</CdtDbtInd>' })).toEqual({
      code: 'BANK_FILE_FIELD_REPEATED',
      details: { fileLine: 8, field: '/Document/BkToCstmrStmt/Stmt/Ntry/CdtDbtInd' },
    });
  });

  it('refuses a file whose own totals say something else', () => {
    const summary = (count: string, sum: string): string =>
      `<TxsSummry><TtlCdtNtries><NbOfNtries>${count}</NbOfNtries><Sum>${sum}</Sum></TtlCdtNtries></TxsSummry>`;
    expect(read(document(statement({ extra: summary('1', '70.00'), entries: [entry()] }))).lines).toHaveLength(1);
    expect(refused({ extra: summary('2', '70.00'), entries: [entry()] })).toMatchObject({
      code: 'BANK_FILE_TOTAL_WRONG',
      details: { stated: '2', counted: '1' },
    });
    expect(refused({ extra: summary('1', '71.00'), entries: [entry()] })).toMatchObject({
      code: 'BANK_FILE_TOTAL_WRONG',
      details: { stated: '71.00', counted: '70.00' },
    });
    expect(refused({ extra: summary('one', '70.00'), entries: [entry()] })).toMatchObject({ code: 'BANK_FILE_VALUE_INVALID' });
  });

  it('refuses statements of two accounts, and statements that do not join', () => {
    const next = (parts: Parts): string => statement({ from: '2024-02-01', to: '2024-02-29', closing: balance('CLBD', '170.00', '2024-02-29'), ...parts });
    const first = statement({ entries: [entry()] });
    expect(refusalOf(() => read(document(`${first}\n${next({ account: '62229999', opening: balance('OPBD', '170.00', '2024-02-01') })}`)))).toEqual({
      code: 'BANK_FILE_TWO_ACCOUNTS',
      details: { fileLine: 10, account: '0001', other: '9999' },
    });
    expect(refusalOf(() => read(document(`${first}\n${next({ opening: balance('OPBD', '169.99', '2024-02-01') })}`)))).toEqual({
      code: 'BANK_FILE_STATEMENTS_APART',
      details: { fileLine: 10, closing: '170.00', opening: '169.99' },
    });
  });

  it('refuses a document type, entities of its own, unknown entities and forbidden characters', () => {
    const bomb = '<!DOCTYPE Document [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>';
    const text = document(statement({ entries: [entry({ details: '<TxDtls><RmtInf><Ustrd>X</Ustrd></RmtInf></TxDtls>' })] }));
    expect(refusalOf(() => read(text.replace('<Document', `${bomb}<Document`)))).toEqual({
      code: 'BANK_FILE_ENTITY_REFUSED',
      details: { fileLine: 2, found: '<!DOCTYPE' },
    });
    for (const entity of ['&foo;', '&#0;', '&#xD800;', '&#x110000;', '&nbsp;']) {
      expect(refusalOf(() => read(text.replace('>X<', `>${entity}<`)))).toMatchObject({ code: 'BANK_FILE_ENTITY_REFUSED', details: { fileLine: 8 } });
    }
  });

  it('refuses what is not well formed: an element not closed, two roots, a hostile name', () => {
    const text = document(statement({ entries: [entry()] }));
    for (const broken of [
      text.replace('</Stmt>', ''),
      text.replace('</Amt>', '</Bmt>'),
      `${text}<Document/>`,
      `${text}tail`,
      text.replace('<Sts>', '<Sts x=1>'),
      text.replace('<Sts>', '<__proto__>1</__proto__><Sts>'),
    ]) {
      expect(['BANK_FILE_NOT_WHOLE', 'BANK_FILE_FIELD_REPEATED']).toContain(refusalOf(() => read(broken)).code);
    }
  });

  it('refuses an intraday report and a notification, saying what to ask the bank for, and any other message', () => {
    const of = (name: string) => refusalOf(() => read(document(statement({}), `urn:iso:std:iso:20022:tech:xsd:${name}`)));
    expect(of('camt.054.001.08')).toEqual({ code: 'BANK_FILE_CAMT_054', details: { found: 'camt.054.001.08' } });
    expect(of('camt.052.001.02')).toEqual({ code: 'BANK_FILE_CAMT_052', details: { found: 'camt.052.001.02' } });
    for (const name of ['camt.053.001.01', 'camt.053.001.13', 'pain.001.001.03']) {
      expect(of(name)).toEqual({ code: 'BANK_FILE_KIND_UNKNOWN', details: { fileName: '2024-01.xml', found: name } });
    }
    expect(refusalOf(() => read('<html><body>404</body></html>'))).toMatchObject({ code: 'BANK_FILE_KIND_UNKNOWN' });
  });
});
