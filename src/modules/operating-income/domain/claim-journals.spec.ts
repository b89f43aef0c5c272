import { businessDate, Money, type Id } from '../../../kernel/index.js';
import type { EntryDraft } from '../../ledger/index.js';
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
} from './claim-journals.js';
import { sourceOf, type ClaimEntry, type ClaimId } from './claim.js';
import type { LeaseId } from './lease.js';

const yuan = (text: string): Money => Money.parse(text);
const lines = (draft: EntryDraft): string[] =>
  draft.transfers.map(({ fund, debit, credit, amount }) => {
    const [dr, cr] = [debit, credit].map(({ code, holder }) => (holder ? `${code}[${holder.type} ${holder.id}]` : code));
    return `${fund} ${dr}/${cr} ${amount.toString()}`;
  });
const cost: ClaimEntry = {
  id: 40 as ClaimId,
  number: 'FY2024-0001',
  kind: 'COST',
  fund: 'COM',
  costCode: '5101',
  payeeId: 7,
  firmId: null,
  amount: yuan('1200.00'),
  effectiveOn: businessDate('2024-04-09'),
};
const receipt = { id: 50 as Id<'other_receipt'>, amount: yuan('2000.00'), receivedOn: businessDate('2024-04-10'), bankAccountId: 3 };
const release = { id: 60 as Id<'deposit_release'>, depositId: receipt.id, amount: yuan('500.00'), releasedOn: businessDate('2024-05-10') };

describe('entries of claims', () => {
  it.each<[string, Partial<ClaimEntry>, string, string]>([
    ['P10: a cost is owed to its payee', {}, 'P10', 'COM 5101/2104[payee 7] 1200.00'],
    ['P11: a tax of the service fund is owed', { kind: 'TAX', fund: 'SVC', costCode: '5201' }, 'P11', 'SVC 5201/2201 1200.00'],
    ['P30: what was resolved is owed to its payee', { kind: 'SPENDING', fund: 'QLT', costCode: '5402' }, 'P30', 'QLT 5402/2104[payee 7] 1200.00'],
    ['P23: a share is due to the maintenance fund', { kind: 'MAINTENANCE', costCode: '5501' }, 'P23', 'COM 5501/2401 1200.00'],
    ['P25u: a cost was paid out of the float', { kind: 'FLOAT_USE', firmId: 9 }, 'P25u', 'COM 5101/1201[firm 9] 1200.00'],
    [
      'P31b: what was collected for others is owed to them',
      { kind: 'PASS_ON', fund: 'TRN', costCode: '2502' },
      'P31b',
      'TRN 2502[payee 7]/2302[payer 40] 1200.00',
    ],
  ])('%s', (_, change, rule, line) => {
    const draft = journalForClaim({ ...cost, ...change });
    expect(draft).toMatchObject({ rule, effectiveOn: '2024-04-09', source: { type: 'claim', id: 40 } });
    expect(draft.description).toContain('FY2024-0001');
    expect(lines(draft)).toEqual([line]);
  });

  it('a float has none before it is paid', () => {
    expect(() => journalForClaim({ ...cost, kind: 'FLOAT', costCode: null, firmId: 9 })).toThrow('posted when it is paid');
  });
});

describe('what an approved claim is paid from', () => {
  it('is where its entry put it; a float is paid to the firm, and what was paid out of one is not paid again', () => {
    expect(sourceOf(cost)).toEqual({ code: '2104', holder: { type: 'payee', id: 7 } });
    expect(sourceOf({ ...cost, kind: 'SPENDING' })).toEqual({ code: '2104', holder: { type: 'payee', id: 7 } });
    expect(sourceOf({ ...cost, kind: 'TAX' })).toEqual({ code: '2201' });
    expect(sourceOf({ ...cost, kind: 'MAINTENANCE' })).toEqual({ code: '2401' });
    expect(sourceOf({ ...cost, kind: 'PASS_ON' })).toEqual({ code: '2302', holder: { type: 'payer', id: 40 } });
    expect(sourceOf({ ...cost, kind: 'FLOAT', firmId: 9 })).toEqual({ code: '1201', holder: { type: 'firm', id: 9 } });
    expect(sourceOf({ ...cost, kind: 'FLOAT_USE', firmId: 9 })).toBeNull();
  });
});

describe('entries of money that is no rent', () => {
  it('P31 holds a deposit for its payer, P32 is income, P25b takes the float back', () => {
    expect(journalForDeposit(receipt)).toMatchObject({ rule: 'P31', effectiveOn: '2024-04-10', source: { type: 'other_receipt', id: 50 } });
    expect(lines(journalForDeposit(receipt))).toEqual(['TRN 1001[bank_account 3]/2501[payer 50] 2000.00']);
    expect(journalForCollected({ ...receipt, payeeId: 7 })).toMatchObject({
      rule: 'P31',
      effectiveOn: '2024-04-10',
      source: { type: 'other_receipt', id: 50 },
    });
    expect(lines(journalForCollected({ ...receipt, payeeId: 7 }))).toEqual(['TRN 1001[bank_account 3]/2502[payee 7] 2000.00']);
    expect(journalForOtherIncome(receipt).rule).toBe('P32');
    expect(lines(journalForOtherIncome(receipt))).toEqual(['COM 1001[bank_account 3]/4901 2000.00']);
    expect(journalForFloatBack({ ...receipt, firmId: 9 }).rule).toBe('P25b');
    expect(lines(journalForFloatBack({ ...receipt, firmId: 9 }))).toEqual(['COM 1001[bank_account 3]/1201[firm 9] 2000.00']);
  });

  it('P31b gives a deposit back, or keeps it: then the bank stays as it is', () => {
    expect(journalForDepositBack(release)).toMatchObject({ rule: 'P31b', effectiveOn: '2024-05-10', source: { type: 'deposit_release', id: 60 } });
    expect(lines(journalForDepositBack(release))).toEqual(['TRN 2501[payer 50]/2302[payer 60] 500.00']);
    expect(lines(journalForDepositKept({ ...release, bankAccountId: 3 }))).toEqual([
      'TRN 2501[payer 50]/1001[bank_account 3] 500.00',
      'COM 1001[bank_account 3]/4901 500.00',
    ]);
  });

  it('P26 opens with what was held for somebody: no cash of its own, on the day the books open', () => {
    const opened = { id: receipt.id, amount: yuan('2000.00'), openedOn: businessDate('2024-01-01') };
    expect(journalForOpeningDeposit(opened)).toMatchObject({ rule: 'P26', effectiveOn: '2024-01-01', source: { type: 'other_receipt', id: 50 } });
    expect(lines(journalForOpeningDeposit(opened))).toEqual(['TRN 3901/2501[payer 50] 2000.00']);
    expect(journalForOpeningCollected({ ...opened, payeeId: 7 }).rule).toBe('P26');
    expect(lines(journalForOpeningCollected({ ...opened, payeeId: 7 }))).toEqual(['TRN 3901/2502[payee 7] 2000.00']);
  });

  it('P06 owes an advance back to the lessee', () => {
    const refund = { id: 70 as Id<'lease_refund'>, leaseId: 5 as LeaseId, leaseCode: 'ZL02', amount: yuan('300.00'), refundedOn: businessDate('2024-05-11') };
    expect(journalForLeaseRefund(refund)).toMatchObject({ rule: 'P06', effectiveOn: '2024-05-11', source: { type: 'lease_refund', id: 70 } });
    expect(lines(journalForLeaseRefund(refund))).toEqual(['COM 2002[lease 5]/2302[payer 70] 300.00']);
  });
});
