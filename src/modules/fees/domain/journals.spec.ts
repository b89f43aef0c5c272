import { accountingPeriod, Money } from '../../../kernel/index.js';
import type { UnitId } from '../../communities/index.js';
import type { BillId } from './allocation.js';
import { journalForBill } from './journals.js';

describe('entries of property fees', () => {
  it('P01 makes a bill a receivable of the unit on the first of the month', () => {
    const draft = journalForBill({ id: 40 as BillId, unitId: 7 as UnitId, period: accountingPeriod('2024-02'), item: 'PM', amount: Money.parse('75.23') });
    expect(draft).toMatchObject({ rule: 'P01', effectiveOn: '2024-02-01', source: { type: 'bill', id: 40 }, description: 'property fee of 2024-02' });
    expect(draft.transfers.map(({ fund, debit, credit, amount }) => [fund, debit, credit, amount.toString()])).toEqual([
      ['SVC', { code: '1101', holder: { type: 'unit', id: 7 } }, { code: '4001' }, '75.23'],
    ]);
  });
});
