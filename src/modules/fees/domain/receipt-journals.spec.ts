import { accountingPeriod, businessDate, Money } from '../../../kernel/index.js';
import type { UnitId } from '../../communities/index.js';
import type { EntryDraft } from '../../ledger/index.js';
import type { BillId } from './allocation.js';
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
} from './receipt-journals.js';

const yuan = (text: string): Money => Money.parse(text);
const period = accountingPeriod('2024-02');
/** `SVC 1101[unit 7]/4001 75.23` */
const lines = (draft: EntryDraft | null): string[] =>
  (draft?.transfers ?? []).map(({ fund, debit, credit, amount }) => {
    const [dr, cr] = [debit, credit].map(({ code, holder }) => (holder ? `${code}[${holder.type} ${holder.id}]` : code));
    return `${fund} ${dr}/${cr} ${amount.toString()}`;
  });
const unit = 7 as UnitId;

const receipt = {
  id: 50,
  year: 2024,
  no: 17,
  unitId: unit,
  amount: yuan('200.00'),
  excess: yuan('49.54'),
  effectiveOn: businessDate('2024-02-06'),
  allocations: [{ amount: yuan('75.23') }, { amount: yuan('75.23') }],
  lateFees: [],
  bankAccountId: 3,
};
const late = { ...receipt, excess: Money.zero, allocations: [], amount: yuan('8.50'), lateFees: [{ amount: yuan('5.30') }, { amount: yuan('3.20') }] };
const batch = {
  id: 80,
  channelId: 1,
  bookedOn: businessDate('2024-02-08'),
  allocated: yuan('150.46'),
  fee: yuan('0.90'),
  advance: yuan('0.40'),
  bankAccountId: 3,
};

describe('entries of receipts', () => {
  it('P02 settles each bill and keeps the excess as a prepayment', () => {
    const draft = journalForReceipt(receipt);
    expect(draft).toMatchObject({ rule: 'P02', effectiveOn: '2024-02-06', source: { type: 'receipt', id: 50 }, description: 'fee receipt SJ2024-000017' });
    expect(lines(draft)).toEqual([
      'SVC 1001[bank_account 3]/1101[unit 7] 75.23',
      'SVC 1001[bank_account 3]/1101[unit 7] 75.23',
      'SVC 1001[bank_account 3]/2001[unit 7] 49.54',
    ]);
  });

  it('P02 without excess, or without a bill, has no zero line, and with neither is no entry', () => {
    expect(lines(journalForReceipt({ ...receipt, excess: Money.zero }))).toHaveLength(2);
    expect(lines(journalForReceipt({ ...receipt, allocations: [] }))).toEqual(['SVC 1001[bank_account 3]/2001[unit 7] 49.54']);
    expect(journalForReceipt(late)).toBeNull();
  });

  it('P07p settles late fees by an entry of its own', () => {
    const draft = journalForLateFeeReceipt(late);
    expect(draft).toMatchObject({ rule: 'P07p', source: { type: 'receipt', id: 50 }, description: 'late fee receipt SJ2024-000017' });
    expect(lines(draft)).toEqual(['SVC 1001[bank_account 3]/1102[unit 7] 5.30', 'SVC 1001[bank_account 3]/1102[unit 7] 3.20']);
    expect(journalForLateFeeReceipt(receipt)).toBeNull();
  });

  it('P21 found takes the money out of suspense and in as a fee: the bank stays as it is', () => {
    const draft = journalForFoundReceipt({ ...receipt, bankLineId: 900 });
    expect(draft.rule).toBe('P21f');
    expect(lines(draft)).toEqual(['TRN 2301[bank_line 900]/1001[bank_account 3] 200.00', ...lines(journalForReceipt(receipt))]);
  });

  it('P02c settles bills with money that a channel still holds', () => {
    const draft = journalForChannelReceipt({ ...receipt, excess: Money.zero, channelId: 1 });
    expect(draft.rule).toBe('P02c');
    expect(lines(draft)).toEqual(['SVC 1002[channel 1]/1101[unit 7] 75.23', 'SVC 1002[channel 1]/1101[unit 7] 75.23']);
  });

  it('P22b takes bounced money out of what it settled, as it was allocated, and the rest out of the prepayment', () => {
    const draft = journalForBouncedReceipt({
      ...receipt,
      bills: receipt.allocations,
      lateFees: [{ amount: yuan('5.30') }],
      prepaid: yuan('44.24'),
      bouncedOn: businessDate('2024-02-20'),
    });
    expect(draft).toMatchObject({ rule: 'P22b', effectiveOn: '2024-02-20', source: { type: 'receipt', id: 50 } });
    expect(lines(draft)).toEqual([
      'SVC 1101[unit 7]/1001[bank_account 3] 75.23',
      'SVC 1101[unit 7]/1001[bank_account 3] 75.23',
      'SVC 1102[unit 7]/1001[bank_account 3] 5.30',
      'SVC 2001[unit 7]/1001[bank_account 3] 44.24',
    ]);
  });

  it('P22b takes what a channel gives back before it brought it out of what the channel holds', () => {
    const draft = journalForChannelGivenBack({ ...receipt, bills: receipt.allocations, channelId: 2, givenBackOn: businessDate('2024-03-02') });
    expect(draft).toMatchObject({ rule: 'P22b', effectiveOn: '2024-03-02', source: { type: 'receipt', id: 50 } });
    expect(lines(draft)).toEqual(['SVC 1101[unit 7]/1002[channel 2] 75.23', 'SVC 1101[unit 7]/1002[channel 2] 75.23']);
  });

  it('P03 settles a bill out of the prepayment, P03e gives it back', () => {
    const effectiveOn = businessDate('2024-03-01');
    const draft = journalForPrepayment({ id: 60, billId: 40 as BillId, unitId: unit, period, amount: yuan('49.54'), effectiveOn });
    expect(draft).toMatchObject({ rule: 'P03', effectiveOn, source: { type: 'allocation', id: 60 } });
    expect(lines(draft)).toEqual(['SVC 2001[unit 7]/1101[unit 7] 49.54']);
    const back = journalForPrepaymentBack({ id: 61, unitId: unit, period, amount: yuan('49.54'), effectiveOn });
    expect(back).toMatchObject({ rule: 'P03e', effectiveOn, source: { type: 'allocation', id: 61 } });
    expect(lines(back)).toEqual(['SVC 1101[unit 7]/2001[unit 7] 49.54']);
  });

  it('P06 owes a prepayment back', () => {
    const draft = journalForFeeRefund({ id: 70, unitId: unit, amount: yuan('49.54'), effectiveOn: businessDate('2024-03-01') });
    expect(draft).toMatchObject({ rule: 'P06', source: { type: 'fee_refund', id: 70 } });
    expect(lines(draft)).toEqual(['SVC 2001[unit 7]/2302[unit 7] 49.54']);
  });

  it('P02d brings a batch to the bank and charges the common income, to which SVC lends what it lacks (P20)', () => {
    expect(lines(journalForChannelBatch(batch))).toEqual([
      'SVC 1001[bank_account 3]/1002[channel 1] 150.46',
      'SVC 1301[fund 2]/1001[bank_account 3] 0.40',
      'COM 1001[bank_account 3]/2701[fund 1] 0.40',
      'COM 5301/1001[bank_account 3] 0.90',
    ]);
    expect(lines(journalForChannelBatch({ ...batch, advance: Money.zero }))).toHaveLength(2);
    expect(journalForChannelBatch({ ...batch, allocated: Money.zero, fee: Money.zero, advance: Money.zero })).toBeNull();
  });

  it('are published, so no description names a unit', () => {
    const drafts = [journalForReceipt(receipt), journalForFoundReceipt({ ...receipt, bankLineId: 900 }), journalForLateFeeReceipt(late)];
    for (const draft of drafts) expect(draft?.description).toMatch(/^[a-z ,]+SJ\d{4}-\d{6}(, found in suspense)?$/);
  });
});
