import { businessDate, Money } from '../../../kernel/index.js';
import { refusalOf } from '../../../../test/support/refusal.js';
import { assertBalanced, openingBankBalance, readOpening } from './opening.js';

const holders = { openedOn: businessDate('2024-01-01'), accountId: 3, accountLast4: '8866', units: new Map([['01-101', 11], ['01-102', 12]]), leases: new Map([['ZL01', 21]]), payees: new Map([['SK002', 41]]), firmId: 31 }; // prettier-ignore
const HEADER = 'account,fund,holder,month,amount';
const file = (...lines: string[]) => new TextEncoder().encode([HEADER, ...lines].join('\n'));
const read = (...lines: string[]) => readOpening(file(...lines), holders);

describe('the list of opening balances', () => {
  it('is cash, bills by unit and month, prepayments, and the balance of each fund', () => {
    const lines = read('1001,SVC,8866,,100.00', '1101,SVC,01-101,2023-11,75.23', '1101,SVC,01-101,2023-12,75.23', '2001,SVC,01-102,,20', '3001,SVC,,,230.46');
    expect(lines.map(({ line, code, holderId, period, amount }) => [line, code, holderId, period, amount.toString()])).toEqual([
      [2, '1001', 3, null, '100.00'],
      [3, '1101', 11, '2023-11', '75.23'],
      [4, '1101', 11, '2023-12', '75.23'],
      [5, '2001', 12, null, '20.00'],
      [6, '3001', 0, null, '230.46'],
    ]);
    expect(() => assertBalanced(lines)).not.toThrow();
    expect(openingBankBalance(lines)).toEqual(Money.parse('100.00'));
  });

  it('is refused for one fen between what is there and whose it is, per fund', () => {
    expect(refusalOf(() => assertBalanced(read('1001,SVC,8866,,100.00', '3001,SVC,,,99.99', '1001,COM,8866,,5.00', '3002,COM,,,5.00')))).toEqual({
      code: 'OPENING_UNBALANCED',
      details: { fund: 'SVC', assets: '100.00', claims: '99.99', difference: '0.01' },
    });
    expect(refusalOf(() => assertBalanced(read('3003,QLT,,,0.01')))).toMatchObject({ details: { fund: 'QLT', difference: '-0.01' } });
  });

  it.each([
    ['an account without documents of its own', '2104,COM,SK002,,5.00', 'OPENING_CODE', '2104'],
    ['what the firm had earned, of no month', '2101,SVC,,,5.00', 'OPENING_MONTH', ''],
    ['what the firm had earned, of a month of the books', '2101,SVC,,2024-01,5.00', 'OPENING_MONTH', '2024-01'],
    ['what a firm by another name had earned', '2101,SVC,X,2023-12,5.00', 'OPENING_HOLDER', 'X'],
    ['no account', '9999,SVC,,,5.00', 'OPENING_CODE', '9999'],
    ['a fund that does not hold the account', '1101,COM,01-101,2023-11,5.00', 'OPENING_FUND', 'COM'],
    ['cash of a fund that is none', '1001,XYZ,8866,,5.00', 'OPENING_FUND', 'XYZ'],
    ['a deposit as money of the owners', '2501,COM,SK002,,5.00', 'OPENING_FUND', 'COM'],
    ['a deposit of somebody who is not registered', '2501,TRN,SK009,,5.00', 'OPENING_PAYEE', 'SK009'],
    ['a deposit of a unit, which names no account to give it back to', '2501,TRN,01-101,,5.00', 'OPENING_PAYEE', '01-101'],
    ['money of others that is nobody’s', '2502,TRN,,,5.00', 'OPENING_PAYEE', ''],
    ['a month of a deposit', '2501,TRN,SK002,2023-11,5.00', 'OPENING_MONTH', '2023-11'],
    ['money that came in from nobody knows whom', '2301,TRN,,,5.00', 'OPENING_CODE', '2301'],
    ['what a payout came back from', '2303,SVC,,,5.00', 'OPENING_CODE', '2303'],
    ['a unit that is not here', '2001,SVC,09-999,,5.00', 'OPENING_HOLDER', '09-999'],
    ['another account', '1001,SVC,8867,,5.00', 'OPENING_HOLDER', '8867'],
    ['a holder where there is none', '3001,SVC,01-101,,5.00', 'OPENING_HOLDER', '01-101'],
    ['a bill without its month', '1101,SVC,01-101,,5.00', 'OPENING_MONTH', ''],
    ['a lease that is not here', '2002,COM,ZL99,,5.00', 'OPENING_HOLDER', 'ZL99'],
    ['a charge of a lease without its month', '1103,COM,ZL01,,5.00', 'OPENING_MONTH', ''],
    ['a firm by another name', '1104,SVC,X,,5.00', 'OPENING_HOLDER', 'X'],
    ['withheld money, whose score is to be final before', '2103,SVC,,,5.00', 'OPENING_CODE', '2103'],
    ['a month of the books', '1101,SVC,01-101,2024-01,5.00', 'OPENING_MONTH', '2024-01'],
    ['a month that is none', '1101,SVC,01-101,2023-13,5.00', 'OPENING_MONTH', '2023-13'],
    ['a month where none belongs', '2001,SVC,01-101,2023-11,5.00', 'OPENING_MONTH', '2023-11'],
    ['a third decimal', '2001,SVC,01-101,,5.001', 'OPENING_AMOUNT', '5.001'],
    ['zero', '2001,SVC,01-101,,0.00', 'OPENING_AMOUNT', '0.00'],
    ['less than zero', '2001,SVC,01-101,,-5.00', 'OPENING_AMOUNT', '-5.00'],
    ['a formula', '2001,SVC,01-101,,=1+1', 'OPENING_AMOUNT', '=1+1'],
    ['full-width digits', '2001,SVC,01-101,,５', 'OPENING_AMOUNT', '５'],
    ['a bill of a million', '1101,SVC,01-101,2023-11,1000000.00', 'OPENING_AMOUNT', '1000000.00'],
  ])('is refused for %s, naming the line', (_, line, code, value) => {
    expect(refusalOf(() => read('3002,COM,,,1.00', line))).toMatchObject({ code, details: { line: 3, value } });
  });

  it('names leases by their code and the firm by nothing, and no lease owes and has paid in advance', () => {
    const lines = read('1103,COM,ZL01,2023-11,8000.00', '1103,COM,ZL01,2023-12,8000', '1104,SVC,,,300.00');
    expect(lines.map(({ code, holderType, holderId, period }) => [code, holderType, holderId, period])).toEqual([
      ['1103', 'lease', 21, '2023-11'],
      ['1103', 'lease', 21, '2023-12'],
      ['1104', 'firm', 31, null],
    ]);
    const earned = read('2101,SVC,,2023-11,900.00', '2101,SVC,,2023-12,1000.00');
    expect(earned.map(({ code, holderType, holderId, period }) => [code, holderType, holderId, period])).toEqual([
      ['2101', 'firm', 31, '2023-11'],
      ['2101', 'firm', 31, '2023-12'],
    ]);
    expect(refusalOf(() => read('2101,SVC,,2023-12,900.00', '2101,SVC,,2023-12,1000.00'))).toMatchObject({ code: 'OPENING_REPEATED' });
    const both = () => read('1103,COM,ZL01,2023-11,8000.00', '2002,COM,ZL01,,5.00');
    expect(refusalOf(both)).toEqual({ code: 'OPENING_LEASE_BOTH', details: { line: 3, value: 'ZL01', first: 2 } });
    for (const line of ['1104,SVC,,,300.00', '2101,SVC,,2023-12,300.00'])
      expect(refusalOf(() => readOpening(file(line), { ...holders, firmId: null }))).toMatchObject({ code: 'OPENING_FIRM' });
  });

  it('holds deposits and what was collected for others for registered payees, with their cash in a fund of its own', () => {
    const lines = read('1001,TRN,8866,,2300.00', '2501,TRN,SK002,,2000.00', '2502,TRN,SK002,,300');
    expect(lines.map(({ code, fund, holderType, holderId }) => [code, fund, holderType, holderId])).toEqual([
      ['1001', 'TRN', 'bank_account', 3],
      ['2501', 'TRN', 'payee', 41],
      ['2502', 'TRN', 'payee', 41],
    ]);
    expect(() => assertBalanced(lines)).not.toThrow();
    expect(openingBankBalance(lines)).toEqual(Money.parse('2300.00'));
    expect(refusalOf(() => assertBalanced(read('1001,TRN,8866,,2299.99', '2501,TRN,SK002,,2300')))).toMatchObject({
      details: { fund: 'TRN', difference: '-0.01' },
    });
  });

  it('is refused for a line that is there twice, another heading, no lines, and what is no text', () => {
    expect(refusalOf(() => read('2001,SVC,01-101,,5.00', '2001,SVC,01-101,,6.00'))).toEqual({ code: 'OPENING_REPEATED', details: { line: 3, first: 2 } });
    expect(refusalOf(() => readOpening(new TextEncoder().encode('code,fund\n1001,SVC'), holders))).toMatchObject({ code: 'OPENING_HEADER' });
    expect(refusalOf(() => read('1001,SVC,8866,,5.00,x'))).toMatchObject({ code: 'OPENING_HEADER' });
    expect(refusalOf(() => read())).toMatchObject({ code: 'OPENING_ROWS', details: { rows: 0 } });
    expect(refusalOf(() => readOpening(new Uint8Array([0xb5, 0xe7, 0xff]), holders))).toMatchObject({ code: 'OPENING_FILE_TEXT' });
    expect(refusalOf(() => readOpening(new TextEncoder().encode('"'), holders))).toMatchObject({ code: 'OPENING_FILE_TEXT' });
  });

  it('may begin with a mark of its encoding and end its lines as Windows does', () => {
    const text = `\uFEFF${HEADER}\r\n1001,SVC,8866,,5.00\r\n`;
    expect(readOpening(new TextEncoder().encode(text), holders)).toHaveLength(1);
  });
});
