import { accountingPeriod, businessDate, Money } from '../../../kernel/index.js';
import type { UnitId } from '../../communities/index.js';
import type { EntryDraft } from '../../ledger/index.js';
import type { BillId } from './allocation.js';
import { journalForBill, journalForLateFee, journalForWaiver } from './journals.js';

/** `SVC 1102[unit 7]/4002 5.30` */
const lines = (draft: EntryDraft): string[] =>
  draft.transfers.map(({ fund, debit, credit, amount }) => {
    const [dr, cr] = [debit, credit].map(({ code, holder }) => (holder ? `${code}[${holder.type} ${holder.id}]` : code));
    return `${fund} ${dr}/${cr} ${amount.toString()}`;
  });

describe('entries of property fees', () => {
  it('P01 makes a bill a receivable of the unit on the first of the month', () => {
    const draft = journalForBill({ id: 40 as BillId, unitId: 7 as UnitId, period: accountingPeriod('2024-02'), item: 'PM', amount: Money.parse('75.23') });
    expect(draft).toMatchObject({ rule: 'P01', effectiveOn: '2024-02-01', source: { type: 'bill', id: 40 }, description: 'property fee of 2024-02' });
    expect(draft.transfers.map(({ fund, debit, credit, amount }) => [fund, debit, credit, amount.toString()])).toEqual([
      ['SVC', { code: '1101', holder: { type: 'unit', id: 7 } }, { code: '4001' }, '75.23'],
    ]);
  });

  it('P01 of another item says which', () => {
    const draft = journalForBill({ id: 41 as BillId, unitId: 7 as UnitId, period: accountingPeriod('2024-02'), item: 'LIFT', amount: Money.parse('30.00') });
    expect(draft.description).toBe('fee LIFT of 2024-02');
  });

  it('P07 charges a late fee as a receivable of its own, on the day on which it is charged', () => {
    const fee = { id: 50, unitId: 7 as UnitId, amount: Money.parse('5.30'), period: accountingPeriod('2024-01'), item: 'PM', days: 47 };
    const draft = journalForLateFee({ ...fee, billedOn: businessDate('2024-04-05') });
    expect(draft).toMatchObject({
      rule: 'P07',
      effectiveOn: '2024-04-05',
      source: { type: 'late_fee', id: 50 },
      description: 'late fee on the property fee of 2024-01, 47 days',
    });
    expect(lines(draft)).toEqual(['SVC 1102[unit 7]/4002 5.30']);
  });

  it.each([
    ['WAIVER', false, 'SVC 5002/1101[unit 7] 10.00', 'waiver of a fee'],
    ['WAIVER', true, 'SVC 5002/1102[unit 7] 10.00', 'waiver of a late fee'],
    ['WRITE_OFF', false, 'SVC 5003/1101[unit 7] 10.00', 'write-off of a fee'],
    ['WRITE_OFF', true, 'SVC 5003/1102[unit 7] 10.00', 'write-off of a late fee'],
  ] as const)('P04 of a %s (late fee: %s) is %s', (kind, ofLateFee, line, description) => {
    const draft = journalForWaiver({ id: 60, kind, ofLateFee, unitId: 7 as UnitId, amount: Money.parse('10.00'), effectiveOn: businessDate('2024-04-05') });
    expect(draft).toMatchObject({ rule: 'P04', effectiveOn: '2024-04-05', source: { type: 'waiver', id: 60 }, description });
    expect(lines(draft)).toEqual([line]);
  });
});
