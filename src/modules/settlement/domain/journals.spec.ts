import { businessDate, Money } from '../../../kernel/index.js';
import type { BankLineId } from '../../bank/index.js';
import type { AccountBalance, EntryDraft } from '../../ledger/index.js';
import {
  journalForAdvanceRepaid,
  journalForBankError,
  journalForCharge,
  journalForInterest,
  journalForSendingBack,
  journalForSuspense,
  journalForTakenBack,
  journalForWrongCredit,
  journalForYearEnd,
} from './journals.js';

describe('the entry of money that is not identified', () => {
  it('P21 puts it under its own bank line in TRN, on the bank’s day, and names nobody', () => {
    const line = { id: 7 as BankLineId, bookedOn: businessDate('2024-01-20'), amount: Money.parse('80.00'), accountId: 3 };
    expect(journalForSuspense(line)).toEqual({
      rule: 'P21',
      effectiveOn: '2024-01-20',
      source: { type: 'bank_line', id: 7 },
      occurrence: 1,
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

describe('the entry of a fact of the bank', () => {
  const line = (amount: string) => ({ id: 7 as BankLineId, bookedOn: businessDate('2024-03-21'), amount: Money.parse(amount), accountId: 3 });
  const linesOf = ({ rule, effectiveOn, source, occurrence, transfers }: EntryDraft): string[] => {
    const side = ({ code, holder }: EntryDraft['transfers'][number]['debit']): string => (holder ? `${code}[${holder.type} ${holder.id}]` : code);
    const moved = transfers.map(({ fund, debit, credit, amount }) => `${fund} ${side(debit)}/${side(credit)} ${amount.toString()}`);
    return [`${rule} ${effectiveOn} ${source.type} ${source.id} #${occurrence ?? 1}`, ...moved];
  };
  const cash = '1001[bank_account 3]';

  it('P19 gives each fund its share of the interest', () => {
    const shares = [
      { fund: 'SVC' as const, amount: Money.parse('6.00') },
      { fund: 'COM' as const, amount: Money.parse('4.00') },
    ];
    expect(linesOf(journalForInterest(line('10.00'), shares, 2))).toEqual(['P19 2024-03-21 bank_line 7 #2', `SVC ${cash}/4101 6.00`, `COM ${cash}/4101 4.00`]);
  });

  it('P20 charges COM, after SVC has advanced what COM lacks; P20r gives it back', () => {
    expect(linesOf(journalForCharge(line('-5.00'), Money.zero))).toEqual(['P20 2024-03-21 bank_line 7 #1', `COM 5301/${cash} 5.00`]);
    expect(linesOf(journalForCharge(line('-5.00'), Money.parse('2.00')))).toEqual([
      'P20 2024-03-21 bank_line 7 #1',
      `SVC 1301[fund 2]/${cash} 2.00`,
      `COM ${cash}/2701[fund 1] 2.00`,
      `COM 5301/${cash} 5.00`,
    ]);
    expect(linesOf(journalForAdvanceRepaid(line('80.00'), Money.parse('2.00')))).toEqual([
      'P20r 2024-03-21 bank_line 7 #1',
      `COM 2701[fund 1]/${cash} 2.00`,
      `SVC ${cash}/1301[fund 2] 2.00`,
    ]);
  });

  it('P29 keeps what the bank took as owed by it, and what it gave by mistake as owed to it', () => {
    expect(linesOf(journalForBankError(line('-50.00')))).toEqual(['P29 2024-03-21 bank_line 7 #1', `COM 1105/${cash} 50.00`]);
    expect(linesOf(journalForBankError(line('50.00')))).toEqual(['P29 2024-03-21 bank_line 7 #1', `COM ${cash}/1105 50.00`]);
    expect(linesOf(journalForWrongCredit(line('50.00')))).toEqual(['P29 2024-03-21 bank_line 7 #1', `TRN ${cash}/2301[bank_line 7] 50.00`]);
    expect(linesOf(journalForTakenBack(line('-50.00'), 5))).toEqual(['P29 2024-03-21 bank_line 7 #1', `TRN 2301[bank_line 5]/${cash} 50.00`]);
  });

  it('P21 owes what is sent back to the payer of its line, on the day of the decision', () => {
    const sent = { lineId: 7, amount: Money.parse('75.00'), on: businessDate('2024-04-02') };
    expect(linesOf(journalForSendingBack(sent))).toEqual(['P21f 2024-04-02 bank_line 7 #1', 'TRN 2301[bank_line 7]/2302[bank_line 7] 75.00']);
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
