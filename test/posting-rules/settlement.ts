import { Money } from '../../src/kernel/index.js';
import type { BankLineId } from '../../src/modules/bank/index.js';
import {
  journalForAccountMove,
  journalForAdvanceRepaid,
  journalForBankError,
  journalForCharge,
  journalForInterest,
  journalForOpening,
  journalForSendingBack,
  journalForSuspense,
  journalForTakenBack,
  journalForWrongCredit,
  journalForYearEnd,
} from '../../src/modules/settlement/domain/journals.js';
import { day, yuan } from '../support/books.js';
import type { PostingExample } from './example.js';

const line = (amount: string) => ({ id: 12 as BankLineId, bookedOn: day('2024-03-21'), amount: yuan(amount), accountId: 1 });
const ofBank = { counterpartyName: '', counterpartyAccount: '', remark: '', reversal: false };

/** What the bank says, and what a close does. */
export const settlementExamples: readonly PostingExample[] = [
  {
    rule: 'P19',
    event: 'The bank pays 30.00 interest: each fund its share by average daily balance.',
    draft: journalForInterest(line('30.00'), [
      { fund: 'SVC', amount: yuan('21.07') },
      { fund: 'COM', amount: yuan('8.93') },
    ]),
    transfers: ['SVC 1001[bank account 1] / 4101 21.07', 'COM 1001[bank account 1] / 4101 8.93'],
  },
  {
    rule: 'P20',
    event: 'The bank charges 20.00.',
    draft: journalForCharge(line('-20.00'), Money.zero),
    transfers: ['COM 5301 / 1001[bank account 1] 20.00'],
  },
  {
    rule: 'P20',
    event: 'The same while the common income holds 12.00: the service fund advances 8.00 first.',
    draft: journalForCharge(line('-20.00'), yuan('8.00')),
    transfers: ['SVC 1301[fund 2] / 1001[bank account 1] 8.00', 'COM 1001[bank account 1] / 2701[fund 1] 8.00', 'COM 5301 / 1001[bank account 1] 20.00'],
  },
  {
    rule: 'P20r',
    event: 'Rent comes in, and the advance goes back.',
    draft: journalForAdvanceRepaid(line('500.00'), yuan('8.00')),
    transfers: ['COM 2701[fund 1] / 1001[bank account 1] 8.00', 'SVC 1001[bank account 1] / 1301[fund 2] 8.00'],
  },
  {
    rule: 'P21',
    event: 'A deposit that nobody can place.',
    draft: journalForSuspense(line('75.23')),
    transfers: ['TRN 1001[bank account 1] / 2301[bank line 12] 75.23'],
  },
  {
    rule: 'P21f',
    event: 'It is owed back to whom it came from; a payout then pays it.',
    draft: journalForSendingBack({ lineId: 12, amount: yuan('75.23'), on: day('2024-04-02') }),
    transfers: ['TRN 2301[bank line 12] / 2302[bank line 12] 75.23'],
  },
  {
    rule: 'P26',
    event: 'The books open with what the bank held of the service fund.',
    draft: journalForOpening(
      { code: '1001', fund: 'SVC', holderType: 'bank_account', holderId: 1, line: 2, amount: yuan('5000.00') },
      { id: 15, openedOn: day('2024-01-01') },
    ),
    transfers: ['SVC 1001[bank account 1] / 3901 5000.00'],
  },
  {
    rule: 'P26',
    event: 'What a lease owed for a month before the books opened.',
    draft: journalForOpening(
      { code: '1103', fund: 'COM', holderType: 'lease', holderId: 5, line: 4, amount: yuan('8000.00') },
      { id: 15, openedOn: day('2024-01-01') },
    ),
    transfers: ['COM 1103[lease 5] / 3901 8000.00'],
  },
  {
    rule: 'P26',
    event: 'What a lease had paid in advance.',
    draft: journalForOpening(
      { code: '2002', fund: 'COM', holderType: 'lease', holderId: 6, line: 5, amount: yuan('500.00') },
      { id: 15, openedOn: day('2024-01-01') },
    ),
    transfers: ['COM 3901 / 2002[lease 6] 500.00'],
  },
  {
    rule: 'P26',
    event: 'What the firm owed.',
    draft: journalForOpening(
      { code: '1104', fund: 'SVC', holderType: 'firm', holderId: 2, line: 6, amount: yuan('300.00') },
      { id: 15, openedOn: day('2024-01-01') },
    ),
    transfers: ['SVC 1104[firm 2] / 3901 300.00'],
  },
  {
    rule: 'P26',
    event: 'What the firm had earned for a month before the books opened and was not yet paid.',
    draft: journalForOpening(
      { code: '2101', fund: 'SVC', holderType: 'firm', holderId: 2, line: 7, amount: yuan('1200.00') },
      { id: 15, openedOn: day('2024-01-01') },
    ),
    transfers: ['SVC 3901 / 2101[firm 2] 1200.00'],
  },
  {
    rule: 'P26',
    event: 'And with the balance of the fund, so that 3901 is 0.',
    draft: journalForOpening(
      { code: '3001', fund: 'SVC', holderType: null, holderId: 0, line: 3, amount: yuan('4775.23') },
      { id: 15, openedOn: day('2024-01-01') },
    ),
    transfers: ['SVC 3901 / 3001 4775.23'],
  },
  {
    rule: 'P27',
    event: 'Year end: income and cost of a fund into its balance.',
    draft: journalForYearEnd(
      [
        { fund: 'SVC', code: '4001', normalSide: 'C', balance: yuan('679725.60') },
        { fund: 'SVC', code: '5001.01', normalSide: 'D', balance: yuan('600000.00') },
      ],
      { on: day('2024-12-31'), source: { type: 'year_end', id: 2024 }, occurrence: 1 },
    ),
    transfers: ['SVC 4001 / 3101 679725.60', 'SVC 3101 / 5001.01 600000.00', 'SVC 3101 / 3001 79725.60'],
  },
  {
    rule: 'P29',
    event: 'The bank takes 100.00 by mistake.',
    draft: journalForBankError(line('-100.00')),
    transfers: ['COM 1105 / 1001[bank account 1] 100.00'],
  },
  {
    rule: 'P29',
    event: 'It corrects that.',
    draft: journalForBankError(line('100.00')),
    transfers: ['COM 1001[bank account 1] / 1105 100.00'],
  },
  {
    rule: 'P29',
    event: 'The bank credits 60.00 by mistake.',
    draft: journalForWrongCredit(line('60.00')),
    transfers: ['TRN 1001[bank account 1] / 2301[bank line 12] 60.00'],
  },
  {
    rule: 'P29',
    event: 'It takes them back.',
    draft: journalForTakenBack({ ...line('-60.00'), id: 13 as BankLineId }, 12),
    transfers: ['TRN 2301[bank line 12] / 1001[bank account 1] 60.00'],
  },
  {
    rule: 'P28c',
    event: 'The compound changes its bank: 306.46 leave the old account and reach the new one, and every fund has its money there.',
    draft: journalForAccountMove({ out: { ...line('-306.46'), ...ofBank }, into: { ...line('306.46'), ...ofBank, id: 13 as BankLineId, accountId: 2 } }, [
      { fund: 'SVC', amount: yuan('150.46') },
      { fund: 'COM', amount: yuan('155.00') },
      { fund: 'TRN', amount: yuan('1.00') },
    ]),
    transfers: [
      'SVC 1001[bank account 2] / 1001[bank account 1] 150.46',
      'COM 1001[bank account 2] / 1001[bank account 1] 155.00',
      'TRN 1001[bank account 2] / 1001[bank account 1] 1.00',
    ],
  },
];
