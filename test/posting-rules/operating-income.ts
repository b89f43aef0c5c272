import { Money, type AccountingPeriod, type Id } from '../../src/kernel/index.js';
import type { ClaimEntry, ClaimId } from '../../src/modules/operating-income/domain/claim.js';
import {
  journalForClaim,
  journalForCollected,
  journalForDeposit,
  journalForDepositBack,
  journalForDepositKept,
  journalForFloatBack,
  journalForLeaseRefund,
  journalForOpeningCollected,
  journalForOpeningDeposit,
  journalForOtherIncome,
} from '../../src/modules/operating-income/domain/claim-journals.js';
import type { LeaseId } from '../../src/modules/operating-income/domain/lease.js';
import {
  journalForCharge,
  journalForFoundLeaseReceipt,
  journalForLeaseReceipt,
  journalForRecognition,
  journalForReduction,
  journalForWriteOff,
} from '../../src/modules/operating-income/domain/journals.js';
import type { ChargeId } from '../../src/modules/operating-income/domain/settlement.js';
import { day, yuan } from '../support/books.js';
import type { PostingExample } from './example.js';

const lease = { leaseId: 4 as LeaseId, leaseCode: 'ZL04', kind: '4201.02' } as const;
const january = '2024-01' as AccountingPeriod;
const receipt = {
  ...lease,
  id: 61 as Id<'lease_receipt'>,
  amount: yuan('4000.00'),
  excess: yuan('1000.00'),
  effectiveOn: day('2024-01-08'),
  settlements: [{ amount: yuan('3000.00') }],
  bankAccountId: 1,
  bankLineId: 13,
};

const claim = (change: Partial<ClaimEntry>): ClaimEntry => ({
  id: 65 as ClaimId,
  number: 'ZC2024-0001',
  kind: 'COST',
  fund: 'COM',
  costCode: '5101',
  payeeId: 9,
  firmId: null,
  amount: yuan('800.00'),
  effectiveOn: day('2024-05-10'),
  ...change,
});
const adjustment = { ...lease, id: 69 as Id<'lease_adjustment'>, period: january, adjustedOn: day('2024-03-10') };
const otherReceipt = { id: 66 as Id<'other_receipt'>, amount: yuan('2000.00'), receivedOn: day('2024-01-03'), bankAccountId: 1 };
const release = { id: 67 as Id<'deposit_release'>, depositId: otherReceipt.id, amount: yuan('2000.00'), releasedOn: day('2024-12-20') };

/** What the common parts earn and cost, and what is spent of it. */
export const operatingIncomeExamples: readonly PostingExample[] = [
  {
    rule: 'P08',
    event: 'A quarter of the gate advertisement falls due.',
    draft: journalForCharge({ ...lease, id: 51 as ChargeId, period: january, amount: yuan('3000.00'), occurrence: 1 }),
    transfers: ['COM 1103[lease 4] / 4201.02 3000.00'],
  },
  {
    rule: 'P08r',
    event: 'The lease ends early: of its days that are no more, 600.00 were owed and 400.00 paid.',
    draft: journalForReduction({ ...adjustment, fromReceivable: yuan('600.00'), toAdvance: yuan('400.00') }),
    transfers: ['COM 4201.02 / 1103[lease 4] 600.00', 'COM 4201.02 / 2002[lease 4] 400.00'],
  },
  {
    rule: 'P09',
    event: 'The advertiser pays 4,000.00: what is due, and 1,000.00 in advance.',
    draft: journalForLeaseReceipt(receipt),
    transfers: ['COM 1001[bank account 1] / 1103[lease 4] 3000.00', 'COM 1001[bank account 1] / 2002[lease 4] 1000.00'],
  },
  {
    rule: 'P09r',
    event: 'In April the advance becomes income.',
    draft: journalForRecognition({
      ...lease,
      id: 62 as Id<'lease_allocation'>,
      period: '2024-04' as AccountingPeriod,
      amount: yuan('1000.00'),
      effectiveOn: day('2024-04-01'),
    }),
    transfers: ['COM 2002[lease 4] / 4201.02 1000.00'],
  },
  {
    rule: 'P21f',
    event: 'Money in suspense is found to be rent.',
    draft: journalForFoundLeaseReceipt({ ...receipt, amount: yuan('3000.00'), excess: Money.zero }),
    transfers: ['TRN 2301[bank line 13] / 1001[bank account 1] 3000.00', 'COM 1001[bank account 1] / 1103[lease 4] 3000.00'],
  },
  {
    rule: 'P06',
    event: 'The lease ends early: what was paid in advance is owed back.',
    draft: journalForLeaseRefund({
      id: 68 as Id<'lease_refund'>,
      leaseId: 4 as LeaseId,
      leaseCode: 'ZL04',
      amount: yuan('1000.00'),
      refundedOn: day('2024-03-10'),
    }),
    transfers: ['COM 2002[lease 4] / 2302[payer 68] 1000.00'],
  },
  {
    rule: 'P10',
    event: 'The repair of the advertising frame is approved; a payout then pays it.',
    draft: journalForClaim(claim({})),
    transfers: ['COM 5101 / 2104[payee 9] 800.00'],
  },
  {
    rule: 'P11',
    event: 'Tax on rent falls due.',
    draft: journalForClaim(claim({ kind: 'TAX', costCode: '5201', amount: yuan('360.00') })),
    transfers: ['COM 5201 / 2201 360.00'],
  },
  {
    rule: 'P23',
    event: 'By resolution 30 % of the year’s net common income is due to the maintenance fund.',
    draft: journalForClaim(claim({ kind: 'MAINTENANCE', costCode: '5501', amount: yuan('30000.00') })),
    transfers: ['COM 5501 / 2401 30000.00'],
  },
  {
    rule: 'P25u',
    event: 'The firm paid for lamps out of its float, with evidence.',
    draft: journalForClaim(claim({ kind: 'FLOAT_USE', firmId: 3, amount: yuan('260.00') })),
    transfers: ['COM 5101 / 1201[firm 3] 260.00'],
  },
  {
    rule: 'P25b',
    event: 'It gives the rest of the float back.',
    draft: journalForFloatBack({ ...otherReceipt, amount: yuan('240.00'), firmId: 3 }),
    transfers: ['COM 1001[bank account 1] / 1201[firm 3] 240.00'],
  },
  {
    rule: 'P30',
    event: 'The audit is spent by resolution.',
    draft: journalForClaim(claim({ kind: 'SPENDING', costCode: '5401', amount: yuan('5000.00') })),
    transfers: ['COM 5401 / 2104[payee 9] 5000.00'],
  },
  {
    rule: 'P31',
    event: 'A lessee pays a deposit.',
    draft: journalForDeposit(otherReceipt),
    transfers: ['TRN 1001[bank account 1] / 2501[payer 66] 2000.00'],
  },
  {
    rule: 'P31b',
    event: 'The lease ends: the deposit is owed back; a payout then pays it.',
    draft: journalForDepositBack(release),
    transfers: ['TRN 2501[payer 66] / 2302[payer 67] 2000.00'],
  },
  {
    rule: 'P31',
    event: 'Owners pay the water company’s bills into the account.',
    draft: journalForCollected({ ...otherReceipt, amount: yuan('1860.00'), payeeId: 9 }),
    transfers: ['TRN 1001[bank account 1] / 2502[payee 9] 1860.00'],
  },
  {
    rule: 'P31b',
    event: 'What came in for the water company is owed to it; a payout then pays it.',
    draft: journalForClaim(claim({ kind: 'PASS_ON', fund: 'TRN', costCode: '2502', amount: yuan('1860.00') })),
    transfers: ['TRN 2502[payee 9] / 2302[payer 65] 1860.00'],
  },
  {
    rule: 'P31b',
    event: 'The lessee left damage: the deposit is kept.',
    draft: journalForDepositKept({ ...release, bankAccountId: 1 }),
    transfers: ['TRN 2501[payer 66] / 1001[bank account 1] 2000.00', 'COM 1001[bank account 1] / 4901 2000.00'],
  },
  {
    rule: 'P26',
    event: 'A deposit that was held before the books opened.',
    draft: journalForOpeningDeposit({ id: otherReceipt.id, amount: yuan('2000.00'), openedOn: day('2024-01-01') }),
    transfers: ['TRN 3901 / 2501[payer 66] 2000.00'],
  },
  {
    rule: 'P26',
    event: 'What had come in for the water company before the books opened.',
    draft: journalForOpeningCollected({ id: otherReceipt.id, amount: yuan('300.00'), openedOn: day('2024-01-01'), payeeId: 9 }),
    transfers: ['TRN 3901 / 2502[payee 9] 300.00'],
  },
  {
    rule: 'P32',
    event: 'Scrap metal of the common parts is sold.',
    draft: journalForOtherIncome({ ...otherReceipt, amount: yuan('120.00') }),
    transfers: ['COM 1001[bank account 1] / 4901 120.00'],
  },
  {
    rule: 'P33',
    event: 'What nobody will pay any more is written off, by resolution.',
    draft: journalForWriteOff({ ...adjustment, fromReceivable: yuan('600.00'), toAdvance: Money.zero }),
    transfers: ['COM 5003 / 1103[lease 4] 600.00'],
  },
];
