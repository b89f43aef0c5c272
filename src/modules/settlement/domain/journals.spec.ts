import { businessDate, Money } from '../../../kernel/index.js';
import type { BankLineId } from '../../bank/index.js';
import type { AccountBalance } from '../../ledger/index.js';
import { journalForSuspense, journalForYearEnd } from './journals.js';

describe('the entry of money that is not identified', () => {
  it('P21 puts it under its own bank line in TRN, on the bank’s day, and names nobody', () => {
    const line = { id: 7 as BankLineId, bookedOn: businessDate('2024-01-20'), amount: Money.parse('80.00'), accountId: 3 };
    expect(journalForSuspense(line)).toEqual({
      rule: 'P21',
      effectiveOn: '2024-01-20',
      source: { type: 'bank_line', id: 7 },
      description: 'receipt not identified yet',
      transfers: [
        {
          fund: 'TRN',
          debit: { code: '1001', holder: { type: 'bank_account', id: 3 } },
          credit: { code: '2301', holder: { type: 'bank_line', id: 7 } },
          amount: Money.parse('80.00'),
        },
      ],
    });
  });
});

describe('the last entry of a year', () => {
  const year = { on: businessDate('2024-12-31'), source: { type: 'year_end', id: 2024 }, occurrence: 1 };
  const account = (code: AccountBalance['code'], fund: AccountBalance['fund'], balance: string) =>
    ({ code, fund, normalSide: /^[15]/.test(code) ? 'D' : 'C', balance: Money.parse(balance) }) as const;
  const linesOf = (...accounts: ReturnType<typeof account>[]): string[] =>
    (journalForYearEnd(accounts, year)?.transfers ?? []).map(({ fund, debit, credit, amount }) => `${fund} ${debit.code}/${credit.code} ${amount.toString()}`);

  it('empties income and cost of each fund into its result, and the result into the balance of the fund', () => {
    const svc = [account('5001.01', 'SVC', '80.00'), account('4001', 'SVC', '100.00'), account('1001', 'SVC', '20.00'), account('2001', 'SVC', '7.00')];
    expect(linesOf(...svc, account('4201.01', 'COM', '9.50'), account('4902', 'QLT', '3.00'))).toEqual([
      'SVC 4001/3101 100.00',
      'SVC 3101/5001.01 80.00',
      'SVC 3101/3001 20.00',
      'COM 4201.01/3101 9.50',
      'COM 3101/3002 9.50',
      'QLT 4902/3101 3.00',
      'QLT 3101/3003 3.00',
    ]);
  });

  it('goes the other way where an account stands on the other side, and where a fund lost money', () => {
    expect(linesOf(account('4001', 'SVC', '-5.00'), account('5001.02', 'SVC', '-2.00'))).toEqual([
      'SVC 3101/4001 5.00',
      'SVC 5001.02/3101 2.00',
      'SVC 3001/3101 3.00',
    ]);
  });

  it('takes what was left in the result along, and leaves a fund alone whose income was its cost', () => {
    expect(linesOf(account('3101', 'COM', '4.00'))).toEqual(['COM 3101/3002 4.00']);
    expect(linesOf(account('4101', 'COM', '4.00'), account('5301', 'COM', '4.00'))).toEqual(['COM 4101/3101 4.00', 'COM 3101/5301 4.00']);
  });

  it('is none when nothing is left to empty', () => {
    expect(journalForYearEnd([account('4001', 'SVC', '0.00'), account('3001', 'SVC', '50.00'), account('1001', 'SVC', '50.00')], year)).toBeNull();
  });
});
