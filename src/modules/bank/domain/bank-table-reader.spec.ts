import { Money } from '../../../kernel/index.js';
import { encodeGb18030 } from '../../../../test/support/gb18030.js';
import { readBankFile } from '../../../../test/support/read-bank-file.js';
import { refusalOf } from '../../../../test/support/refusal.js';
import type { ParsedBankFile } from './parsed-bank-file.js';

const HEADER = '交易日期,交易时间,借方发生额,贷方发生额,余额,对方户名,对方账号,摘要,附言,流水号';
const FIRST = '20240102,09:10:11,,"1,070.00","1,170.00",王小明, 6217 0001 ,转账,WY03-201 1月,A1';
const SECOND = '20240103,10:00:00,70.00,,"1,100.00",物业公司,6217,,BF2024-0001,A2';
const PREAMBLE = ['账号:,62220001', '户名：小区共管账户', '币种：人民币,起止日期：20240101-20240131', '期初余额,100.00'];
const TRAILER = ['借方笔数,1,借方合计,70.00', '贷方笔数,1,贷方合计,"1,070.00"', '期末余额,"1,100.00"'];

interface Parts {
  readonly preamble?: readonly string[];
  readonly header?: string;
  readonly rows?: readonly string[];
  readonly trailer?: readonly string[];
}

const lines = ({ preamble = PREAMBLE, header = HEADER, rows = [FIRST, SECOND], trailer = TRAILER }: Parts): string =>
  [...preamble, header, ...rows, ...trailer].join('\r\n');
const read = (parts: Parts): ParsedBankFile => readBankFile(new TextEncoder().encode(lines(parts)), 'x.csv');
const refused = (parts: Parts) => refusalOf(() => read(parts));
const refusedRow = (row: string) => refused({ rows: [row, SECOND] });

describe('bank CSV reader: what it takes from a statement', () => {
  it('reads account, period and balances from the rows above and below, and every booking with the bank’s running balance', () => {
    const file = read({});
    expect(file).toMatchObject({ format: 'csv', accountNo: '62220001', currency: 'CNY', from: '2024-01-01', to: '2024-01-31' });
    expect([file.opening, file.closing].map(String)).toEqual(['100.00', '1100.00']);
    expect(file.lines).toEqual([
      {
        sequence: 1,
        fileLine: 6,
        bookedOn: '2024-01-02',
        valueOn: '2024-01-02',
        amount: Money.parse('1070.00'),
        counterpartyName: '王小明',
        counterpartyAccount: '62170001',
        remark: 'WY03-201 1月 转账',
        bankReference: 'A1',
        reversal: false,
        balanceAfter: Money.parse('1170.00'),
      },
      expect.objectContaining({ sequence: 2, fileLine: 7, amount: Money.parse('-70.00'), counterpartyName: '物业公司' }),
    ]);
  });

  it.each([
    ['GB18030', encodeGb18030],
    ['UTF-8', (text: string) => new TextEncoder().encode(text)],
    ['UTF-8 with a byte order mark', (text: string) => new TextEncoder().encode(`\uFEFF${text}`)],
  ])('reads the same from %s, rare characters too', (_, encode) => {
    const text = lines({}).replace('王小明', '㛃𠮷𠀀');
    expect(readBankFile(encode(text), 'x.csv')).toMatchObject({ accountNo: '62220001', lines: [{ counterpartyName: '㛃𠮷𠀀' }, {}] });
  });

  it('reads rows from the newest to the oldest', () => {
    expect(read({ rows: [SECOND, FIRST] }).lines.map(({ sequence, fileLine, bankReference }) => [sequence, fileLine, bankReference])).toEqual([
      [1, 7, 'A1'],
      [2, 6, 'A2'],
    ]);
  });

  it('reads other headings of the same columns, units in brackets, several remark columns and a value date', () => {
    const header = '序号,入账日期,支出金额(元),收入金额（元）,账户余额,对方名称,备注,用途,起息日,银行流水号';
    const rows = ['1,2024/1/2,0.00,"1,070.00","1,170.00",王小明,一,二,2024年01月05日,A1', '2,2024-01-03,70,-,"1,100",物业公司,,,,A2,,'];
    expect(read({ header, rows }).lines).toMatchObject([
      { bookedOn: '2024-01-02', valueOn: '2024-01-05', remark: '一 二', counterpartyAccount: '' },
      { bookedOn: '2024-01-03', valueOn: '2024-01-03', remark: '' },
    ]);
  });

  it('takes the opening balance from the first running balance when the totals prove it', () => {
    expect(read({ preamble: PREAMBLE.slice(0, 3) }).opening.toString()).toBe('100.00');
  });

  it('reads a month without a booking, and the two days of its period apart', () => {
    const preamble = ['账号,62220001', '币种,CNY', '起始日期,2024-01-01,终止日期,2024-01-31', '期初余额,-5.00'];
    const file = read({ preamble, rows: [], trailer: ['总笔数,0,期末余额,-5.00'] });
    expect(file).toMatchObject({ from: '2024-01-01', to: '2024-01-31', lines: [] });
    expect(file.closing.toString()).toBe('-5.00');
  });

  it('knows a booking that takes an earlier one back by its words', () => {
    expect(read({ rows: [FIRST.replace('转账', '退汇'), SECOND] }).lines[0]?.reversal).toBe(true);
  });

  it('gives a booking without reference one that is made of what it says, the same in every file', () => {
    const rows = [FIRST.replace(',A1', ','), SECOND.replace(',A2', ',')];
    const references = read({ rows }).lines.map(({ bankReference }) => bankReference);
    expect(references).toEqual(['@1170.00/d9f2ff74#1', '@1100.00/033449e7#1']);
    expect(read({ header: HEADER.replace('流水号', '柜员'), rows }).lines.map(({ bankReference }) => bankReference)).toEqual(references);
  });

  it('keeps commas, quotes and line breaks of a quoted remark', () => {
    const rows = [FIRST.replace('WY03-201 1月', '"a, ""b""\n c"'), SECOND];
    expect(read({ rows }).lines[0]?.remark).toBe('a, "b" c 转账');
  });
});

describe('bank CSV reader: what it refuses, whole and with the line', () => {
  it.each([
    ['three decimals', '"1,070.000"'],
    ['a negative amount', '"-1,070.00"'],
    ['full-width digits', '１０７０.００'],
    ['misplaced separators', '"10,70.00"'],
    ['separators in one half only', '"1,0701070.00"'],
    ['a currency sign', '¥1070.00'],
    ['letters', '1O70.00'],
    ['leading zeros', '01070.00'],
  ])('refuses %s', (_, amount) => {
    const value = amount.replaceAll('"', '');
    expect(refusedRow(FIRST.replace('"1,070.00"', amount))).toEqual({ code: 'BANK_FILE_AMOUNT_INVALID', details: { fileLine: 6, field: '贷方发生额', value } });
  });

  it('refuses a running balance that does not follow, saying what it should be', () => {
    expect(refusedRow(FIRST.replace('"1,170.00"', '"1,170.01"'))).toEqual({
      code: 'BANK_FILE_BALANCE_BROKEN',
      details: { fileLine: 6, expected: '1170.00', stated: '1170.01' },
    });
    expect(refusedRow(FIRST.replace('"1,170.00"', ''))).toMatchObject({ code: 'BANK_FILE_AMOUNT_INVALID', details: { field: '余额', value: '' } });
  });

  it('refuses both sides filled, and neither', () => {
    expect(refusedRow(FIRST.replace(',,"1,070.00"', ',5.00,"1,070.00"'))).toEqual({
      code: 'BANK_FILE_BOTH_SIDES',
      details: { fileLine: 6, debit: '5.00', credit: '1070.00' },
    });
    expect(refusedRow(FIRST.replace('"1,070.00"', '0.00'))).toEqual({ code: 'BANK_FILE_NO_AMOUNT', details: { fileLine: 6 } });
  });

  it.each(['20240230', '2024-02-30', '2024/13/01', '２０２４０１０２', '2024012', '', '02.01.2024'])('refuses the day %p', (day) => {
    expect(refusedRow(FIRST.replace('20240102', day))).toEqual({ code: 'BANK_FILE_DATE_INVALID', details: { fileLine: 6, field: '交易日期', value: day } });
  });

  it('refuses days outside the period and days that go back', () => {
    expect(refused({ rows: [FIRST, SECOND.replace('20240103', '20240201')] })).toMatchObject({
      code: 'BANK_FILE_DATE_OUTSIDE',
      details: { fileLine: 7, date: '2024-02-01' },
    });
    const between = '20240101,10:00:00,,1.00,"1,171.00",x,1,,,B';
    expect(refused({ rows: [FIRST, between, SECOND] })).toEqual({
      code: 'BANK_FILE_DATE_ORDER',
      details: { fileLine: 7, date: '2024-01-01', previous: '2024-01-02' },
    });
  });

  it('refuses a row with too few or too many columns', () => {
    expect(refusedRow(FIRST.replace(',A1', ''))).toEqual({ code: 'BANK_FILE_COLUMNS', details: { fileLine: 6, expected: 10, found: 9 } });
    expect(refusedRow(FIRST.replace('"1,070.00"', '1,070.00'))).toEqual({ code: 'BANK_FILE_COLUMNS', details: { fileLine: 6, expected: 10, found: 11 } });
  });

  it('refuses a booking of the same day, amount and reference twice', () => {
    const again = '20240102,10:00:00,,"1,070.00","2,240.00",王小明,1,,,A1';
    const trailer = ['贷方笔数,2,贷方合计,"2,140.00",借方笔数,0', '期末余额,"2,240.00"'];
    expect(refused({ rows: [FIRST, again], trailer })).toEqual({
      code: 'BANK_FILE_REFERENCE_REPEATED',
      details: { fileLine: 7, reference: 'A1', firstLine: 6 },
    });
    expect(read({ rows: [FIRST, SECOND.replace('A2', 'A1')] }).lines.map(({ bankReference }) => bankReference)).toEqual(['A1', 'A1']);
  });

  it.each([
    ['附言', 'WY03-201 1月', 1997],
    ['流水号', 'A1', 100],
    ['对方户名', '王小明', 200],
    ['对方账号', ' 6217 0001 ', 64],
  ])('refuses more in %s than a bank writes, and cuts nothing off', (field, value, limit) => {
    const filled = (length: number) => FIRST.replace(value, '王'.repeat(length));
    expect(read({ rows: [filled(limit), SECOND] }).lines).toHaveLength(2);
    const most = field === '附言' ? 2000 : limit; // the summary, a space before it, is part of the remark
    expect(refusedRow(filled(limit + 1))).toEqual({
      code: 'BANK_FILE_VALUE_INVALID',
      details: { fileLine: 6, field, value: `${'王'.repeat(40)}… (${most + 1} > ${most})` },
    });
  });

  it('refuses another currency and a file that names none', () => {
    expect(refused({ preamble: PREAMBLE.map((row) => row.replace('人民币', '美元')) })).toEqual({
      code: 'BANK_FILE_CURRENCY',
      details: { fileLine: 3, currency: '美元' },
    });
    expect(refused({ preamble: PREAMBLE.map((row) => row.replace('币种：人民币,', '')) })).toMatchObject({
      code: 'BANK_FILE_FIELD_MISSING',
      details: { field: '币种' },
    });
  });

  it('refuses a file that names no account, no period, or two accounts', () => {
    expect(refused({ preamble: PREAMBLE.slice(1) })).toMatchObject({ code: 'BANK_FILE_FIELD_MISSING', details: { field: '账号' } });
    expect(refused({ preamble: PREAMBLE.map((row) => row.replace('起止日期：20240101-20240131', '')) })).toMatchObject({
      code: 'BANK_FILE_FIELD_MISSING',
      details: { field: '起始日期' },
    });
    expect(refused({ preamble: [...PREAMBLE, '账号,6'] })).toEqual({ code: 'BANK_FILE_FIELD_REPEATED', details: { fileLine: 5, field: '账号' } });
    expect(refused({ preamble: PREAMBLE.map((row) => row.replace('20240131', '20240132')) })).toMatchObject({
      code: 'BANK_FILE_DATE_INVALID',
      details: { fileLine: 3, field: '起止日期' },
    });
  });

  it('refuses a file that could have lost rows without anybody seeing it', () => {
    expect(refused({ trailer: [] })).toMatchObject({ code: 'BANK_FILE_FIELD_MISSING', details: { fileLine: 7, field: '期末余额' } });
    expect(refused({ trailer: ['期末余额,1100'] })).toMatchObject({ code: 'BANK_FILE_FIELD_MISSING', details: { field: '借方笔数' } });
    expect(refused({ trailer: TRAILER.slice(0, 2) })).toMatchObject({ code: 'BANK_FILE_FIELD_MISSING', details: { field: '期末余额' } });
    expect(refused({ preamble: PREAMBLE.slice(0, 3), trailer: ['总笔数,2', '期末余额,1100'] })).toMatchObject({
      code: 'BANK_FILE_FIELD_MISSING',
      details: { field: '借方合计' },
    });
  });

  it('refuses totals and counts that are not those of the rows', () => {
    const changed = (from: string, to: string) => refused({ trailer: TRAILER.map((row) => row.replace(from, to)) });
    expect(changed('贷方笔数,1', '贷方笔数,2')).toEqual({ code: 'BANK_FILE_TOTAL_WRONG', details: { field: '贷方笔数', stated: '2', counted: '1' } });
    expect(changed('借方合计,70.00', '借方合计,71.00')).toEqual({
      code: 'BANK_FILE_TOTAL_WRONG',
      details: { field: '借方合计', stated: '71.00', counted: '70.00' },
    });
    expect(changed('期末余额,"1,100.00"', '期末余额,"1,100.10"')).toEqual({
      code: 'BANK_FILE_CLOSING_WRONG',
      details: { opening: '100.00', moved: '1000.00', expected: '1100.00', closing: '1100.10' },
    });
    expect(changed('贷方笔数,1', '贷方笔数,一')).toMatchObject({ code: 'BANK_FILE_VALUE_INVALID' });
  });

  it('refuses bookings after the totals, a column that stands twice and a needed one that is missing', () => {
    expect(refused({ trailer: [...TRAILER, SECOND] })).toEqual({ code: 'BANK_FILE_NOT_WHOLE', details: { fileLine: 11, found: '20240103' } });
    expect(refused({ header: HEADER.replace('摘要', '余额') })).toEqual({ code: 'BANK_FILE_FIELD_REPEATED', details: { fileLine: 5, field: '余额' } });
    expect(refused({ header: HEADER.replace('借方发生额', '金额') })).toMatchObject({ code: 'BANK_FILE_FIELD_MISSING', details: { field: '借方发生额' } });
  });

  it('refuses a quote that is never closed, and one inside a value', () => {
    expect(refusedRow(FIRST.replace('WY03-201 1月', '"WY03-201'))).toMatchObject({ code: 'BANK_FILE_NOT_WHOLE' });
    expect(refusedRow(FIRST.replace('王小明', '王"小明'))).toMatchObject({ code: 'BANK_FILE_NOT_WHOLE', details: { fileLine: 6 } });
  });
});
