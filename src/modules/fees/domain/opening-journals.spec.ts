import { accountingPeriod, businessDate, Money } from '../../../kernel/index.js';
import type { UnitId } from '../../communities/index.js';
import { journalForOpeningBill, journalForOpeningPrepayment } from './opening-journals.js';

describe('what units bring into the books (P26)', () => {
  const unitId = 7 as UnitId;
  const openedOn = businessDate('2024-01-01');
  const amount = Money.parse('75.23');

  it('is a bill of its month, owed on the day the books open', () => {
    expect(journalForOpeningBill({ id: 5, unitId, period: accountingPeriod('2023-11'), amount, openedOn })).toMatchObject({
      rule: 'P26',
      effectiveOn: openedOn,
      source: { type: 'bill', id: 5 },
      transfers: [{ fund: 'SVC', debit: { code: '1101', holder: { type: 'unit', id: 7 } }, credit: { code: '3901' }, amount }],
    });
  });

  it('or a prepayment', () => {
    expect(journalForOpeningPrepayment({ id: 6, unitId, amount, openedOn })).toMatchObject({
      rule: 'P26',
      source: { type: 'opening_prepayment', id: 6 },
      transfers: [{ fund: 'SVC', debit: { code: '3901' }, credit: { code: '2001', holder: { type: 'unit', id: 7 } }, amount }],
    });
  });
});
