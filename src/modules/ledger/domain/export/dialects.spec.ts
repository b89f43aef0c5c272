import { businessDate, InvariantViolation, Money } from '../../../../kernel/index.js';
import { journalDialects, journalFormats, type JournalFormat } from './dialects.js';
import type { JournalAccount, JournalEntry, JournalPosting } from './journal.js';

const account = (code: string, name: string, holder = ''): JournalAccount => {
  const [holderType = '', holderId] = holder.split(' ');
  return { accountId: 1, code, name, fund: 'SVC', holderType, holderId: Number(holderId ?? 0) };
};
const cash = account('1001', '银行存款—共管账户', 'bank_account 1');
const leases = account('1103', '应收经营性收入（停车） - 地面', 'lease 5');
const vendors = account('2104', '应付合理成本/供应商', 'payee 12');
const accounts = [
  cash,
  account('1101', '应收物业费', 'unit 3'),
  vendors,
  account('3001', '服务资金结余'),
  account('4001', '物业费收入'),
  account('5001.01', '物业服务支出 基础'),
];
const at = (one: JournalAccount, balance: string | null = null): JournalPosting => ({ account: one, balance: balance === null ? null : Money.parse(balance) });

const head = { seq: 7, effectiveOn: businessDate('2024-02-29'), voucher: '2024-0007', rule: 'P10', description: 'lamp' };
const entry: JournalEntry = {
  ...head,
  lines: [
    { debit: at(cash), credit: at(vendors), amount: Money.parse('1234.50') },
    { debit: at(cash, '0.00'), credit: at(vendors, '-1234.51'), amount: Money.parse('0.01') },
  ],
};
const opening: JournalEntry = {
  ...head,
  lines: [
    { debit: null, credit: at(vendors), amount: Money.parse('9.00') },
    { debit: at(leases), credit: null, amount: Money.parse('9.00') },
  ],
};
const written = (format: JournalFormat, one: JournalEntry = entry): string => journalDialects[format].entry(one);
const headOf = (format: JournalFormat): string[] => journalDialects[format].head(accounts, businessDate('2024-01-01')).split(/\r?\n/);
/** The line, or the cell, that carries a description. */
const described = (format: JournalFormat, description: string): string =>
  written(format, { ...opening, description })
    .trimStart()
    .split(/\r?\n/)[0] ?? '';

describe('a journal for hledger and for Ledger', () => {
  it.each(['hledger', 'ledger'] as const)('gives %s every amount, with what the account stands at after its last posting of the day', (format) => {
    expect(written(format)).toBe(
      [
        '',
        '2024-02-29 (2024-0007) lamp  ; rule:P10, seq:7',
        '    assets:1001 银行存款—共管账户:SVC:bank_account 1  1234.50 CNY',
        '    liabilities:2104 应付合理成本/供应商:SVC:payee 12  -1234.50 CNY',
        '    assets:1001 银行存款—共管账户:SVC:bank_account 1  0.01 CNY = 0.00 CNY',
        '    liabilities:2104 应付合理成本/供应商:SVC:payee 12  -0.01 CNY = -1234.51 CNY',
        '',
      ].join('\n'),
    );
    expect(written(format, opening)).toBe(
      '\n2024-02-29 (2024-0007) lamp  ; rule:P10, seq:7\n    liabilities:2104 应付合理成本/供应商:SVC:payee 12  -9.00 CNY\n    assets:1103 应收经营性收入（停车） - 地面:SVC:lease 5  9.00 CNY\n',
    );
  });

  it('tells hledger the type of each class, cash apart, and four decimals', () => {
    expect(headOf('hledger')).toEqual([
      'commodity 1,000.0000 CNY',
      'account assets  ; type:A',
      'account liabilities  ; type:L',
      'account equity  ; type:E',
      'account revenues  ; type:R',
      'account expenses  ; type:X',
      'account assets:1001 银行存款—共管账户:SVC:bank_account 1  ; type:C',
      'account assets:1101 应收物业费:SVC:unit 3',
      'account liabilities:2104 应付合理成本/供应商:SVC:payee 12',
      'account equity:3001 服务资金结余:SVC',
      'account revenues:4001 物业费收入:SVC',
      'account expenses:5001.01 物业服务支出 基础:SVC',
      '',
    ]);
  });

  it('tells Ledger names without comments, which it would read as part of them', () => {
    expect(headOf('ledger').slice(0, 4)).toEqual([
      'commodity CNY',
      '    format 1,000.0000 CNY',
      'account assets:1001 银行存款—共管账户:SVC:bank_account 1',
      'account assets:1101 应收物业费:SVC:unit 3',
    ]);
  });

  it.each([
    ['a ; b | c', 'a ； b ｜ c'],
    ['* cleared', '＊ cleared'],
    ['!', '！'],
    ['(9999) code', '（9999) code'],
    ['= auto', '＝ auto'],
    ['50% = 3 * (4!)', '50% = 3 * (4!)'],
    ['\t* cleared', '＊ cleared'],
    ['', '-'],
    [' \n ', '-'],
  ])('makes %j the text %j: what would be syntax becomes full-width, and nothing is empty', (description, text) => {
    for (const format of ['hledger', 'ledger'] as const) expect(described(format, description)).toBe(`2024-02-29 (2024-0007) ${text}  ; rule:P10, seq:7`);
  });
});

describe('a journal for Beancount', () => {
  it('asserts a balance at the start of the day after, in components that begin with a capital or a digit', () => {
    expect(written('beancount')).toBe(
      [
        '',
        '2024-02-29 * "lamp"',
        '  voucher: "2024-0007"',
        '  rule: "P10"',
        '  seq: 7',
        '  Assets:1001-银行存款-共管账户:SVC:Bank-account-1  1234.50 CNY',
        '  Liabilities:2104-应付合理成本-供应商:SVC:Payee-12  -1234.50 CNY',
        '  Assets:1001-银行存款-共管账户:SVC:Bank-account-1  0.01 CNY',
        '  Liabilities:2104-应付合理成本-供应商:SVC:Payee-12  -0.01 CNY',
        '2024-03-01 balance Assets:1001-银行存款-共管账户:SVC:Bank-account-1  0.00 CNY',
        '2024-03-01 balance Liabilities:2104-应付合理成本-供应商:SVC:Payee-12  -1234.51 CNY',
        '',
      ].join('\n'),
    );
  });

  it('forgives no fen, and opens every account on the first day of the book', () => {
    expect(headOf('beancount')).toEqual([
      'option "inferred_tolerance_multiplier" "0"',
      'option "operating_currency" "CNY"',
      '2024-01-01 open Assets:1001-银行存款-共管账户:SVC:Bank-account-1 CNY',
      '2024-01-01 open Assets:1101-应收物业费:SVC:Unit-3 CNY',
      '2024-01-01 open Liabilities:2104-应付合理成本-供应商:SVC:Payee-12 CNY',
      '2024-01-01 open Equity:3001-服务资金结余:SVC CNY',
      '2024-01-01 open Income:4001-物业费收入:SVC CNY',
      '2024-01-01 open Expenses:5001-01-物业服务支出-基础:SVC CNY',
      '',
    ]);
  });

  it('makes one hyphen of all that a component may not hold', () => {
    expect(written('beancount', opening)).toContain('\n  Assets:1103-应收经营性收入-停车-地面:SVC:Lease-5  9.00 CNY\n');
  });

  it('escapes the quote and the backslash, and leaves other signs alone', () => {
    expect(described('beancount', String.raw`a "b" \ ; |`)).toBe(String.raw`2024-02-29 * "a \"b\" \\ ; |"`);
  });
});

describe('a journal for spreadsheets', () => {
  it('is a row a transfer, the side that is not there empty, lines ended as RFC 4180 says', () => {
    expect(written('csv')).toBe(
      [
        '7,2024-0007,2024-02-29,P10,SVC,1001,银行存款—共管账户,bank_account 1,2104,应付合理成本/供应商,payee 12,1234.50,lamp\r\n',
        '7,2024-0007,2024-02-29,P10,SVC,1001,银行存款—共管账户,bank_account 1,2104,应付合理成本/供应商,payee 12,0.01,lamp\r\n',
      ].join(''),
    );
    expect(written('csv', opening)).toBe(
      [
        '7,2024-0007,2024-02-29,P10,SVC,,,,2104,应付合理成本/供应商,payee 12,9.00,lamp\r\n',
        '7,2024-0007,2024-02-29,P10,SVC,1103,应收经营性收入（停车） - 地面,lease 5,,,,9.00,lamp\r\n',
      ].join(''),
    );
  });

  it('begins with a byte order mark and names its columns', () => {
    expect(headOf('csv')).toEqual([
      '\uFEFFseq,voucher,date,rule,fund,debit_code,debit_name,debit_holder,credit_code,credit_name,credit_holder,amount,description',
      '',
    ]);
  });

  it('has no cell that a spreadsheet takes for a formula', () => {
    expect(described('csv', '=cmd()')).toMatch(/,'=cmd\(\)$/);
  });

  it('has no semicolon, at which a spreadsheet with a decimal comma begins a cell', () => {
    expect(described('csv', 'a;=cmd();b')).toMatch(/,a；=cmd\(\)；b$/);
  });
});

describe('a journal for any program', () => {
  it('writes a description on one line that reads in the order in which it is stored', () => {
    for (const format of journalFormats) expect(described(format, ' a\r\nb\u2028c\u2029d\u202Ee\u0085f\u0000g ')).toContain('a  b c d e f g');
  });

  it('names no account whose class it does not know', () => {
    const unknown = { ...entry, lines: [{ debit: at(account('9001', 'x')), credit: null, amount: Money.parse('1.00') }] };
    for (const format of ['hledger', 'ledger', 'beancount'] as const)
      expect(() => written(format, unknown)).toThrow(new InvariantViolation('the class of a code is missing'));
    expect(() => written('csv', { ...entry, lines: [{ debit: null, credit: null, amount: Money.parse('1.00') }] })).toThrow(
      new InvariantViolation('a side of a line is missing'),
    );
  });
});
