import { Money, type AccountingPeriod, type Quarter } from '../../src/kernel/index.js';
import {
  journalForFailure,
  journalForHold,
  journalForInstruction,
  journalForRelease,
  journalForReturn,
  journalForSettlement,
  journalForUnpaid,
} from '../../src/modules/disbursements/domain/journals.js';
import { journalForDispute, journalForDisputeDecision } from '../../src/modules/entitlements/domain/dispute-journals.js';
import {
  journalForFirmOffset,
  journalForFirmPayment,
  journalForFirmWriteOff,
  journalForPenalty,
  journalForPenaltyCredit,
  journalForTaking,
} from '../../src/modules/entitlements/domain/firm-due-journals.js';
import { journalForFinal, journalForLaterDecision, journalForMonth } from '../../src/modules/entitlements/domain/journals.js';
import { day, yuan } from '../support/books.js';
import type { PostingExample } from './example.js';

const payout = {
  id: 91,
  number: 'BF2024-0001',
  fund: 'SVC',
  amount: yuan('40398.59'),
  sourceCode: '2101',
  sourceHolderType: 'firm',
  sourceHolderId: 3,
  returns: 0,
} as const;
const mark = { on: day('2024-02-19'), occurrence: 1 };
const month = { id: 71, period: '2024-01' as AccountingPeriod, firmId: 3, withholdingId: 81 };

const cleared = { id: 97, firmId: 3, effectiveOn: day('2024-05-20'), parts: [{ amount: yuan('200.00') }] };

/** What the firm earns, and what it is paid. */
export const serviceExamples: readonly PostingExample[] = [
  {
    rule: 'P12',
    event: 'Of the 50,498.24 that were collected in January a fifth waits for the score.',
    draft: journalForMonth({ ...month, earned: yuan('50498.24'), base: yuan('40398.59'), withheld: yuan('10099.65') }, Money.zero),
    transfers: ['SVC 5001.01 / 2101[firm 3] 40398.59', 'SVC 5001.02 / 2103[assessment 81] 10099.65'],
  },
  {
    rule: 'P12',
    event: 'A month in which more bounced than came in: 2101 gives back what it has, the firm owes the rest.',
    draft: journalForMonth({ ...month, earned: yuan('-500.00'), base: yuan('-400.00'), withheld: yuan('-100.00') }, yuan('150.00')),
    transfers: ['SVC 2101[firm 3] / 5001.01 150.00', 'SVC 1104[firm 3] / 5001.01 250.00', 'SVC 2103[assessment 81] / 5001.02 100.00'],
  },
  {
    rule: 'P13',
    event: 'A payout is approved by every slot.',
    draft: journalForHold(payout, mark),
    transfers: ['SVC 2101[firm 3] / 2111[disbursement 91] 40398.59'],
  },
  {
    rule: 'P14',
    event: 'The cashier tells the bank to pay it.',
    draft: journalForInstruction(payout, mark),
    transfers: ['SVC 2111[disbursement 91] / 2112[disbursement 91] 40398.59'],
  },
  {
    rule: 'P15',
    event: 'The bank has paid: a line of its statement matches.',
    draft: journalForSettlement(payout, mark, 1),
    transfers: ['SVC 2112[disbursement 91] / 1001[bank account 1] 40398.59'],
  },
  {
    rule: 'P16',
    event: 'An approval is withdrawn within ten minutes.',
    draft: journalForRelease(payout, mark),
    transfers: ['SVC 2111[disbursement 91] / 2101[firm 3] 40398.59'],
  },
  {
    rule: 'P16',
    event: 'The bank did not execute the payment.',
    draft: journalForFailure(payout, mark),
    transfers: ['SVC 2112[disbursement 91] / 2111[disbursement 91] 40398.59'],
  },
  {
    rule: 'P17',
    event: 'The score of 87.32 is FINAL: 98 % of the withheld money is released, the rest becomes the owners’.',
    draft: journalForFinal({
      assessmentId: 81,
      quarter: '2024-Q1' as Quarter,
      firmId: 3,
      withholdingId: 81,
      bankAccountId: 1,
      effectiveOn: day('2024-04-23'),
      withheld: yuan('30247.79'),
      released: yuan('29642.83'),
      deducted: yuan('604.96'),
    }),
    transfers: [
      'SVC 2103[assessment 81] / 2101[firm 3] 29642.83',
      'SVC 2103[assessment 81] / 5001.02 604.96',
      'SVC 5902 / 1001[bank account 1] 604.96',
      'QLT 1001[bank account 1] / 4902 604.96',
    ],
  },
  {
    rule: 'P17d',
    event: 'A court decides later that 200.00 of it were the firm’s.',
    draft: journalForLaterDecision({
      id: 82,
      quarter: '2024-Q1' as Quarter,
      firmId: 3,
      amount: yuan('200.00'),
      effectiveOn: day('2024-09-02'),
      bankAccountId: 1,
    }),
    transfers: ['QLT 5902 / 1001[bank account 1] 200.00', 'SVC 1001[bank account 1] / 4902 200.00', 'SVC 5001.02 / 2101[firm 3] 200.00'],
  },
  {
    rule: 'P18',
    event: 'A penalty of 500.00 by the contract; the firm is owed 300.00, the rest it owes.',
    draft: journalForPenalty({ id: 95, firmId: 3, effectiveOn: day('2024-05-08'), amount: yuan('500.00'), fromPayable: yuan('300.00') }),
    transfers: ['SVC 2101[firm 3] / 4301 300.00', 'SVC 1104[firm 3] / 4301 200.00'],
  },
  {
    rule: 'P18b',
    event: 'The firm pays what it owes.',
    draft: journalForFirmPayment({ ...cleared, bankAccountId: 1 }),
    transfers: ['SVC 1001[bank account 1] / 1104[firm 3] 200.00'],
  },
  {
    rule: 'P18o',
    event: 'Or it is set off against what the firm has earned.',
    draft: journalForFirmOffset(cleared),
    transfers: ['SVC 2101[firm 3] / 1104[firm 3] 200.00'],
  },
  {
    rule: 'P18u',
    event: 'The penalty proves wrong: of the 200.00 that it owed it had paid or had set off 120.00, and the owners had given up 30.00; then P18 is reversed.',
    draft: journalForPenaltyCredit({ id: 98, firmId: 3, effectiveOn: day('2024-06-03'), madeGood: yuan('120.00'), givenUp: yuan('30.00') }),
    transfers: ['SVC 1104[firm 3] / 2101[firm 3] 120.00', 'SVC 1104[firm 3] / 5003 30.00'],
  },
  {
    rule: 'P33',
    event: 'The firm is gone and will not pay: by resolution it is written off.',
    draft: journalForFirmWriteOff(cleared),
    transfers: ['SVC 5003 / 1104[firm 3] 200.00'],
  },
  {
    rule: 'P22',
    event: 'A payout comes back: the name of the payee did not fit.',
    draft: journalForReturn(payout, mark, 1),
    transfers: ['SVC 1001[bank account 1] / 2303[disbursement 91] 40398.59'],
  },
  {
    rule: 'P13',
    event: 'It is approved anew and held out of what came back: no second expense.',
    draft: journalForHold({ ...payout, returns: 1 }, { ...mark, occurrence: 2 }),
    transfers: ['SVC 2303[disbursement 91] / 2111[disbursement 91] 40398.59'],
  },
  {
    rule: 'P22c',
    event: 'Or it is not paid again: the claim stands as before.',
    draft: journalForUnpaid({ ...payout, returns: 1 }, mark),
    transfers: ['SVC 2303[disbursement 91] / 2101[firm 3] 40398.59'],
  },
  {
    rule: 'P28a',
    event: 'At the handover the owners dispute 5,000.00 of what the leaving firm is owed, and the firm signs the list.',
    draft: journalForDispute({ id: 98, firmId: 3, effectiveOn: day('2026-12-31'), amount: yuan('5000.00') }),
    transfers: ['SVC 2101[firm 3] / 2601[firm 3] 5000.00'],
  },
  {
    rule: 'P28b',
    event: 'By the award 3,000.00 of it are the firm’s and 2,000.00 the owners’.',
    draft: journalForDisputeDecision({
      id: 99,
      firmId: 3,
      effectiveOn: day('2027-03-15'),
      toFirm: yuan('3000.00'),
      toOwners: yuan('2000.00'),
      bankAccountId: 1,
    }),
    transfers: [
      'SVC 2601[firm 3] / 2101[firm 3] 3000.00',
      'SVC 2601[firm 3] / 5001.01 2000.00',
      'SVC 5902 / 1001[bank account 1] 2000.00',
      'QLT 1001[bank account 1] / 4902 2000.00',
    ],
  },
  {
    rule: 'P24',
    event: 'An owner paid 75.23 into the firm’s private QR code; the contract says that this discharges the owner.',
    draft: journalForTaking({ id: 96, firmId: 3, unitId: 7, effectiveOn: day('2024-08-12'), allocations: [{ amount: yuan('75.23') }] }),
    transfers: ['SVC 1104[firm 3] / 1101[unit 7] 75.23'],
  },
];
