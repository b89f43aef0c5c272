import { accountingPeriod, businessDate, Money } from '../../../kernel/index.js';
import type { UnitId } from '../../communities/index.js';
import type { EntryDraft } from '../../ledger/index.js';
import type { BillId } from './allocation.js';
import { journalForBill, journalForFoundReceipt, journalForPrepayment, journalForReceipt, type ReceiptDocument } from './journals.js';

const yuan = (text: string): Money => Money.parse(text);
const period = accountingPeriod('2024-02');
/** `SVC 1101[unit 7]/4001 75.23` */
const lines = (draft: EntryDraft): string[] =>
  draft.transfers.map(({ fund, debit, credit, amount }) => {
    const [dr, cr] = [debit, credit].map(({ code, holder }) => (holder ? `${code}[${holder.type} ${holder.id}]` : code));
    return `${fund} ${dr}/${cr} ${amount.toString()}`;
  });
const [bill, unit] = [40 as BillId, 7 as UnitId];

const receipt: ReceiptDocument = {
  id: 50,
  year: 2024,
  no: 17,
  unitId: unit,
  amount: yuan('200.00'),
  excess: yuan('49.54'),
  effectiveOn: businessDate('2024-02-06'),
  allocations: [{ amount: yuan('75.23') }, { amount: yuan('75.23') }],
  bankAccountId: 3,
  bankLineId: 900,
};

describe('entries of property fees', () => {
  it('P01 makes a bill a receivable of the unit on the first of the month', () => {
    const draft = journalForBill({ id: bill, unitId: unit, period, item: 'PM', amount: yuan('75.23') });
    expect(draft).toMatchObject({ rule: 'P01', effectiveOn: '2024-02-01', source: { type: 'bill', id: 40 } });
    expect(lines(draft)).toEqual(['SVC 1101[unit 7]/4001 75.23']);
  });

  it('P02 settles each bill and keeps the excess as a prepayment', () => {
    const draft = journalForReceipt(receipt);
    expect(draft).toMatchObject({ rule: 'P02', effectiveOn: '2024-02-06', source: { type: 'receipt', id: 50 }, description: 'fee receipt SJ2024-000017' });
    expect(lines(draft)).toEqual([
      'SVC 1001[bank_account 3]/1101[unit 7] 75.23',
      'SVC 1001[bank_account 3]/1101[unit 7] 75.23',
      'SVC 1001[bank_account 3]/2001[unit 7] 49.54',
    ]);
  });

  it('P02 without excess, or without a bill, has no zero line', () => {
    expect(lines(journalForReceipt({ ...receipt, excess: Money.zero }))).toHaveLength(2);
    expect(lines(journalForReceipt({ ...receipt, allocations: [] }))).toEqual(['SVC 1001[bank_account 3]/2001[unit 7] 49.54']);
  });

  it('P21 found takes the money out of suspense and in as a fee: the bank stays as it is', () => {
    const draft = journalForFoundReceipt(receipt);
    expect(draft.rule).toBe('P21f');
    expect(lines(draft)).toEqual(['TRN 2301[bank_line 900]/1001[bank_account 3] 200.00', ...lines(journalForReceipt(receipt))]);
  });

  it('P03 settles a bill out of the prepayment', () => {
    const draft = journalForPrepayment({ id: 60, billId: bill, unitId: unit, period, amount: yuan('49.54'), effectiveOn: businessDate('2024-03-01') });
    expect(draft).toMatchObject({ rule: 'P03', effectiveOn: '2024-03-01', source: { type: 'allocation', id: 60 } });
    expect(lines(draft)).toEqual(['SVC 2001[unit 7]/1101[unit 7] 49.54']);
  });

  it('are published, so no description names a unit', () => {
    const drafts = [
      journalForReceipt(receipt),
      journalForFoundReceipt(receipt),
      journalForBill({ id: bill, unitId: unit, period, item: 'PM', amount: yuan('75.23') }),
    ];
    for (const draft of drafts) expect(draft.description).toMatch(/^[a-z ,]+(of \d{4}-\d{2}|SJ\d{4}-\d{6}(, found in suspense)?)$/);
  });
});
