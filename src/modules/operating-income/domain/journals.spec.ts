import { accountingPeriod, businessDate, Money, type Id } from '../../../kernel/index.js';
import type { EntryDraft } from '../../ledger/index.js';
import {
  journalForCharge,
  journalForFoundLeaseReceipt,
  journalForLeaseReceipt,
  journalForRecognition,
  journalForReduction,
  journalForWriteOff,
  type LeaseReceiptDocument,
} from './journals.js';
import type { LeaseId } from './lease.js';
import type { ChargeId } from './settlement.js';

const yuan = (text: string): Money => Money.parse(text);
const lease = { leaseId: 7 as LeaseId, leaseCode: 'ZL02', kind: '4201.02' } as const;
const period = accountingPeriod('2024-04');
const lines = (draft: EntryDraft): string[] =>
  draft.transfers.map(({ fund, debit, credit, amount }) => {
    const [dr, cr] = [debit, credit].map(({ code, holder }) => (holder ? `${code}[${holder.type} ${holder.id}]` : code));
    return `${fund} ${dr}/${cr} ${amount.toString()}`;
  });
const receipt: LeaseReceiptDocument = {
  ...lease,
  id: 50 as Id<'lease_receipt'>,
  amount: yuan('5000.00'),
  excess: yuan('2000.00'),
  effectiveOn: businessDate('2024-04-09'),
  settlements: [{ amount: yuan('3000.00') }],
  bankAccountId: 3,
  bankLineId: 900,
};

describe('entries of operating income', () => {
  it('P08 makes a charge a receivable of the lease on the first of its month', () => {
    const draft = journalForCharge({ ...lease, id: 40 as ChargeId, period, amount: yuan('3000.00'), occurrence: 1 });
    expect(draft).toMatchObject({ rule: 'P08', effectiveOn: '2024-04-01', source: { type: 'lease_charge', id: 40 }, occurrence: 1 });
    expect(lines(draft)).toEqual(['COM 1103[lease 7]/4201.02 3000.00']);
  });

  it('P09 settles charges and keeps the excess as an advance', () => {
    expect(journalForLeaseReceipt(receipt)).toMatchObject({ rule: 'P09', effectiveOn: '2024-04-09', source: { type: 'lease_receipt', id: 50 } });
    expect(lines(journalForLeaseReceipt(receipt))).toEqual([
      'COM 1001[bank_account 3]/1103[lease 7] 3000.00',
      'COM 1001[bank_account 3]/2002[lease 7] 2000.00',
    ]);
    expect(lines(journalForLeaseReceipt({ ...receipt, excess: Money.zero }))).toHaveLength(1);
  });

  it('P09 recognises an advance as income', () => {
    const draft = journalForRecognition({
      ...lease,
      id: 60 as Id<'lease_allocation'>,
      period,
      amount: yuan('2000.00'),
      effectiveOn: businessDate('2024-04-01'),
    });
    expect(draft).toMatchObject({ rule: 'P09r', effectiveOn: '2024-04-01', source: { type: 'lease_allocation', id: 60 } });
    expect(lines(draft)).toEqual(['COM 2002[lease 7]/4201.02 2000.00']);
  });

  it('P21 found takes the money out of suspense and in as income: the bank stays as it is', () => {
    expect(journalForFoundLeaseReceipt(receipt).rule).toBe('P21f');
    expect(lines(journalForFoundLeaseReceipt(receipt))).toEqual([
      'TRN 2301[bank_line 900]/1001[bank_account 3] 5000.00',
      ...lines(journalForLeaseReceipt(receipt)),
    ]);
  });

  it('P08r takes days that the lease no longer has off what is unpaid, and owes back what was paid for them', () => {
    const reduction = {
      ...lease,
      id: 70 as Id<'lease_adjustment'>,
      period,
      fromReceivable: yuan('1000.00'),
      toAdvance: yuan('483.52'),
      adjustedOn: businessDate('2024-05-02'),
    };
    expect(journalForReduction(reduction)).toMatchObject({ rule: 'P08r', effectiveOn: '2024-05-02', source: { type: 'lease_adjustment', id: 70 } });
    expect(lines(journalForReduction(reduction))).toEqual(['COM 4201.02/1103[lease 7] 1000.00', 'COM 4201.02/2002[lease 7] 483.52']);
    expect(lines(journalForReduction({ ...reduction, toAdvance: Money.zero }))).toHaveLength(1);
    expect(journalForWriteOff(reduction)).toMatchObject({ rule: 'P33', effectiveOn: '2024-05-02', source: { type: 'lease_adjustment', id: 70 } });
    expect(lines(journalForWriteOff(reduction))).toEqual(['COM 5003/1103[lease 7] 1000.00']);
  });
});
