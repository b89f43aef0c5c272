import { Money, type AccountingPeriod } from '../../src/kernel/index.js';
import type { UnitId } from '../../src/modules/communities/index.js';
import type { BillId } from '../../src/modules/fees/domain/allocation.js';
import { journalForBill, journalForLateFee, journalForWaiver } from '../../src/modules/fees/domain/journals.js';
import { journalForOpeningBill, journalForOpeningPrepayment } from '../../src/modules/fees/domain/opening-journals.js';
import {
  journalForBouncedReceipt,
  journalForChannelGivenBack,
  journalForChannelBatch,
  journalForChannelReceipt,
  journalForFeeRefund,
  journalForFoundReceipt,
  journalForLateFeeReceipt,
  journalForPrepayment,
  journalForPrepaymentBack,
  journalForReceipt,
} from '../../src/modules/fees/domain/receipt-journals.js';
import { day, yuan } from '../support/books.js';
import type { PostingExample } from './example.js';

const unitId = 7 as UnitId;
const january = '2024-01' as AccountingPeriod;
const march = '2024-03' as AccountingPeriod;
const bill = { amount: yuan('75.23') };
const numbered = { id: 31, year: 2024, no: 5, unitId };
const receipt = {
  ...numbered,
  amount: yuan('200.00'),
  excess: yuan('49.54'),
  effectiveOn: day('2024-02-05'),
  allocations: [bill, bill],
  lateFees: [],
  bankAccountId: 1,
};
const forOneBill = { ...receipt, amount: yuan('75.23'), excess: Money.zero, allocations: [bill] };

/** P05: a bill that was wrong, and the one that is made in its place. Its code in the books is REV, for which no document makes a draft: the books reverse the entry. */
export const billingError = {
  event: 'The flat turns out to have 86.50 m²: its bill is taken back whole, on its own day while the month is open, else on the day of the correction.',
  draft: journalForBill({ id: 21 as BillId, unitId, period: january, item: 'PM', amount: yuan('75.23') }),
  transfers: ['SVC 4001 / 1101[unit 7] 75.23'],
  again: {
    event: 'What is missing is billed by the corrected area (P01): where January is closed, from the first open day.',
    draft: journalForBill({ id: 22 as BillId, unitId, period: january, bookedOn: day('2024-02-01'), item: 'PM', amount: yuan('73.53') }),
    transfers: ['SVC 1101[unit 7] / 4001 73.53'],
  },
};

/** What units owe and pay. */
export const feeExamples: readonly PostingExample[] = [
  {
    rule: 'P01',
    event: 'A flat of 88.50 m² is billed 0.85 yuan/m² for January: 75.225, rounded half up once.',
    draft: journalForBill({ id: 21 as BillId, unitId, period: january, item: 'PM', amount: yuan('75.23') }),
    transfers: ['SVC 1101[unit 7] / 4001 75.23'],
  },
  {
    rule: 'P02',
    event: 'Its owner pays 200.00 into the bank account: two bills of 75.23, the rest is a prepayment.',
    draft: journalForReceipt(receipt),
    transfers: [
      'SVC 1001[bank account 1] / 1101[unit 7] 75.23',
      'SVC 1001[bank account 1] / 1101[unit 7] 75.23',
      'SVC 1001[bank account 1] / 2001[unit 7] 49.54',
    ],
  },
  {
    rule: 'P02c',
    event: 'The owner pays by WeChat: the bill is settled, the money is with the channel.',
    draft: journalForChannelReceipt({ ...forOneBill, channelId: 1 }),
    transfers: ['SVC 1002[channel 1] / 1101[unit 7] 75.23'],
  },
  {
    rule: 'P02d',
    event: 'The channel transfers the batch of the day, 451.38 less 2.71 for itself.',
    draft: journalForChannelBatch({
      id: 35,
      channelId: 1,
      bookedOn: day('2024-02-06'),
      allocated: yuan('451.38'),
      fee: yuan('2.71'),
      advance: Money.zero,
      bankAccountId: 1,
    }),
    transfers: ['SVC 1001[bank account 1] / 1002[channel 1] 451.38', 'COM 5301 / 1001[bank account 1] 2.71'],
  },
  {
    rule: 'P02d',
    event: 'The same while the common income holds only 1.00: the service fund advances 1.71.',
    draft: journalForChannelBatch({
      id: 35,
      channelId: 1,
      bookedOn: day('2024-02-06'),
      allocated: yuan('451.38'),
      fee: yuan('2.71'),
      advance: yuan('1.71'),
      bankAccountId: 1,
    }),
    transfers: [
      'SVC 1001[bank account 1] / 1002[channel 1] 451.38',
      'SVC 1301[fund 2] / 1001[bank account 1] 1.71',
      'COM 1001[bank account 1] / 2701[fund 1] 1.71',
      'COM 5301 / 1001[bank account 1] 2.71',
    ],
  },
  {
    rule: 'P02d',
    event: 'A batch of refunds alone: the channel gives its charge for them back, 0.45.',
    draft: journalForChannelBatch({
      id: 36,
      channelId: 1,
      bookedOn: day('2024-02-07'),
      allocated: Money.zero,
      fee: yuan('-0.45'),
      advance: Money.zero,
      bankAccountId: 1,
    }),
    transfers: ['COM 1001[bank account 1] / 5301 0.45'],
  },
  {
    rule: 'P03',
    event: 'At the bill run of March 49.54 of the prepayment settles a part of the bill.',
    draft: journalForPrepayment({ id: 41, billId: 22 as BillId, unitId, period: march, amount: yuan('49.54'), effectiveOn: day('2024-03-01') }),
    transfers: ['SVC 2001[unit 7] / 1101[unit 7] 49.54'],
  },
  {
    rule: 'P03e',
    event: 'The run is undone: the bill of March is open again, the money a prepayment.',
    draft: journalForPrepaymentBack({ id: 42, unitId, period: march, amount: yuan('49.54'), effectiveOn: day('2024-03-02') }),
    transfers: ['SVC 1101[unit 7] / 2001[unit 7] 49.54'],
  },
  {
    rule: 'P04',
    event: 'After a leak 20.00 of the bill is waived, with a reason and an approval.',
    draft: journalForWaiver({ id: 44, kind: 'WAIVER', unitId, ofLateFee: false, amount: yuan('20.00'), effectiveOn: day('2024-03-04') }),
    transfers: ['SVC 5002 / 1101[unit 7] 20.00'],
  },
  {
    rule: 'P04',
    event: 'A late fee that nobody will ever pay is written off.',
    draft: journalForWaiver({ id: 45, kind: 'WRITE_OFF', unitId, ofLateFee: true, amount: yuan('5.30'), effectiveOn: day('2024-12-20') }),
    transfers: ['SVC 5003 / 1102[unit 7] 5.30'],
  },
  {
    rule: 'P06',
    event: 'The flat is sold and its prepayment owed back; a payout then pays it.',
    draft: journalForFeeRefund({ id: 43, unitId, amount: yuan('49.54'), effectiveOn: day('2024-03-05') }),
    transfers: ['SVC 2001[unit 7] / 2302[unit 7] 49.54'],
  },
  {
    rule: 'P07',
    event: 'A quarter of 225.69 is paid 47 days late, at 0.05 % a day: 5.30.',
    draft: journalForLateFee({ id: 46, unitId, amount: yuan('5.30'), period: january, item: 'PM', days: 47, billedOn: day('2024-03-18') }),
    transfers: ['SVC 1102[unit 7] / 4002 5.30'],
  },
  {
    rule: 'P07p',
    event: 'The owner pays a late fee.',
    draft: journalForLateFeeReceipt({ ...receipt, lateFees: [{ amount: yuan('5.30') }] }),
    transfers: ['SVC 1001[bank account 1] / 1102[unit 7] 5.30'],
  },
  {
    rule: 'P21f',
    event: 'Money that stood in suspense under bank line 12 is found to be a fee of the flat.',
    draft: journalForFoundReceipt({ ...forOneBill, bankLineId: 12 }),
    transfers: ['TRN 2301[bank line 12] / 1001[bank account 1] 75.23', 'SVC 1001[bank account 1] / 1101[unit 7] 75.23'],
  },
  {
    rule: 'P22b',
    event: 'The bank takes the payment of 200.00 back: what it settled is open again, the receipt void.',
    draft: journalForBouncedReceipt({
      ...numbered,
      bills: [bill, bill],
      lateFees: [],
      prepaid: yuan('49.54'),
      bouncedOn: day('2024-02-08'),
      bankAccountId: 1,
    }),
    transfers: [
      'SVC 1101[unit 7] / 1001[bank account 1] 75.23',
      'SVC 1101[unit 7] / 1001[bank account 1] 75.23',
      'SVC 2001[unit 7] / 1001[bank account 1] 49.54',
    ],
  },
  {
    rule: 'P22b',
    event: 'WeChat gives a payment of last month back before it has brought it to the bank: what it settled is open again, the receipt void.',
    draft: journalForChannelGivenBack({ ...numbered, bills: [bill], channelId: 1, givenBackOn: day('2024-02-08') }),
    transfers: ['SVC 1101[unit 7] / 1002[channel 1] 75.23'],
  },
  {
    rule: 'P26',
    event: 'The books open with a bill of last December that is still owed.',
    draft: journalForOpeningBill({ id: 47, unitId, period: '2023-12' as AccountingPeriod, amount: yuan('75.23'), openedOn: day('2024-01-01') }),
    transfers: ['SVC 1101[unit 7] / 3901 75.23'],
  },
  {
    rule: 'P26',
    event: 'And with what an owner has paid in advance.',
    draft: journalForOpeningPrepayment({ id: 48, unitId, amount: yuan('300.00'), openedOn: day('2024-01-01') }),
    transfers: ['SVC 3901 / 2001[unit 7] 300.00'],
  },
];
