import { businessDate, Money, type BusinessDate } from '../../../kernel/index.js';
import { refusalOf } from '../../../../test/support/refusal.js';
import { planningImport, type AccountRegister, type ImportPlan } from './import-plan.js';
import type { BankFileLine, ParsedBankFile } from './parsed-bank-file.js';
import { done } from './steps.js';

const planImport = (statement: ParsedBankFile, register: AccountRegister): ImportPlan => done(planningImport(statement, register));
const day = (text: string): BusinessDate => businessDate(`2024-${text}`);
const line = (on: string, amount: string, bankReference: string): BankFileLine => ({
  sequence: 1,
  fileLine: 7,
  bookedOn: day(on),
  valueOn: day(on),
  amount: Money.parse(amount),
  counterpartyName: '',
  counterpartyAccount: '',
  remark: '',
  bankReference,
  reversal: false,
  balanceAfter: null,
});
const A = line('01-05', '100.00', 'A');
const B = line('01-20', '-30.00', 'B');
const C = line('02-01', '5.00', 'C');

function file(from: string, to: string, opening: string, lines: readonly BankFileLine[]): ParsedBankFile {
  const start = Money.parse(opening);
  const closing = Money.sum([start, ...lines.map(({ amount }) => amount)]);
  return { format: 'csv', profile: 'general', accountNo: '62220001', currency: 'CNY', from: day(from), to: day(to), opening: start, closing, lines };
}

const empty: AccountRegister = {
  accountNo: '62220001',
  known: [],
  balanceBefore: Money.zero,
  firstDay: day('01-01'),
  reachedTo: null,
  closedThrough: businessDate('2023-12-31'),
  endedOn: null,
  today: day('03-05'),
};
const january = file('01-01', '01-31', '0.00', [A, B]);
const afterJanuary: AccountRegister = { ...empty, known: [A, B], reachedTo: day('01-31') };
const shown = ({ newLines, knownCount }: ImportPlan) => [
  newLines.map(({ bankReference, balanceAfter }) => `${bankReference} ${balanceAfter.toString()}`),
  knownCount,
];

describe('what a statement adds to the account', () => {
  it('is every line of the first file, each with the balance after it', () => {
    expect(shown(planImport(january, empty))).toEqual([['A 100.00', 'B 70.00'], 0]);
  });

  it('is nothing when every line is known, and only the new ones when days overlap', () => {
    expect(shown(planImport(january, afterJanuary))).toEqual([[], 2]);
    expect(shown(planImport(file('01-01', '02-01', '0.00', [A, B, C]), afterJanuary))).toEqual([['C 75.00'], 2]);
    expect(shown(planImport(file('01-10', '02-01', '100.00', [B, C]), { ...afterJanuary, known: [B], balanceBefore: Money.parse('100.00') }))).toEqual([
      ['C 75.00'],
      1,
    ]);
    expect(shown(planImport(file('01-01', '01-10', '0.00', [A]), afterJanuary))).toEqual([[], 1]);
  });

  it('takes two lines of the same day, amount and payer apart by the bank’s reference', () => {
    const twin = line('01-05', '100.00', 'A2');
    expect(shown(planImport(file('01-01', '01-31', '0.00', [A, twin]), empty))).toEqual([['A 100.00', 'A2 200.00'], 0]);
  });

  it('is refused when days are missing before it, although its balance goes on from ours', () => {
    const february = (from: string) => file(from, '02-29', '70.00', []);
    const after = { ...afterJanuary, known: [], balanceBefore: Money.parse('70.00') };
    expect(refusalOf(() => planImport(february('02-03'), after))).toEqual({
      code: 'BANK_FILE_DAYS_MISSING',
      details: { from: '2024-02-03', missingFrom: '2024-02-01', missingTo: '2024-02-02' },
    });
    expect(shown(planImport(february('02-01'), after))).toEqual([[], 0]);
    expect(refusalOf(() => planImport(file('01-02', '01-31', '0.00', [A]), empty))).toMatchObject({
      code: 'BANK_FILE_DAYS_MISSING',
      details: { missingFrom: '2024-01-01', missingTo: '2024-01-01' },
    });
    expect(shown(planImport(file('01-02', '01-31', '0.00', [A]), { ...empty, firstDay: day('01-02') }))).toEqual([['A 100.00'], 0]);
  });

  it('is refused when the file does not open with the balance that we hold, with the figures', () => {
    const february = file('02-01', '02-29', '69.99', [C]);
    expect(refusalOf(() => planImport(february, { ...afterJanuary, known: [], balanceBefore: Money.parse('70.00') }))).toEqual({
      code: 'BANK_FILE_GAP',
      details: { from: '2024-02-01', opening: '69.99', expected: '70.00', difference: '-0.01', reachedTo: '2024-01-31' },
    });
    expect(refusalOf(() => planImport(file('01-01', '01-31', '1.00', []), empty))).toMatchObject({
      code: 'BANK_FILE_GAP',
      details: { expected: '0.00', reachedTo: '–' },
    });
  });

  it('is refused when the file lacks a line that we have, or changes one', () => {
    expect(refusalOf(() => planImport(file('01-01', '01-31', '0.00', [A]), afterJanuary))).toEqual({
      code: 'BANK_FILE_LINE_LACKING',
      details: { date: '2024-01-20', amount: '-30.00', reference: 'B' },
    });
    expect(refusalOf(() => planImport(file('01-01', '01-31', '0.00', [line('01-05', '101.00', 'A'), B]), afterJanuary))).toMatchObject({
      code: 'BANK_FILE_LINE_LACKING',
    });
  });

  it('is refused when the file adds a line to a day that an earlier statement covered', () => {
    const late = line('01-31', '1.00', 'X');
    expect(refusalOf(() => planImport(file('01-01', '02-01', '0.00', [A, B, late, C]), afterJanuary))).toEqual({
      code: 'BANK_FILE_LINE_ADDED',
      details: { fileLine: 7, date: '2024-01-31', amount: '1.00', reference: 'X', reachedTo: '2024-01-31' },
    });
  });

  it('is refused for another account, for a day that is not over, and for days before the book', () => {
    expect(refusalOf(() => planImport({ ...january, accountNo: '62229999' }, empty))).toEqual({
      code: 'BANK_FILE_OTHER_ACCOUNT',
      details: { account: '9999', registered: '0001' },
    });
    expect(refusalOf(() => planImport(january, { ...empty, today: day('01-31') }))).toEqual({
      code: 'BANK_FILE_DAY_NOT_OVER',
      details: { to: '2024-01-31', today: '2024-01-31' },
    });
    expect(refusalOf(() => planImport(january, { ...empty, closedThrough: day('01-05') }))).toEqual({
      code: 'LEDGER_PERIOD_CLOSED',
      details: { date: '2024-01-05', closedThrough: '2024-01-05' },
    });
  });
});
