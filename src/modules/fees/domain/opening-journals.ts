import type { AccountingPeriod, BusinessDate, Money } from '../../../kernel/index.js';
import type { UnitId } from '../../communities/index.js';
import { transfer, type EntryDraft } from '../../ledger/index.js';

const DIFFERENCE = { code: '3901' } as const;

/** P26 of a bill from before the books: SVC 1101[unit]/3901, on the day they open. */
export function journalForOpeningBill(bill: { id: number; unitId: UnitId; period: AccountingPeriod; amount: Money; openedOn: BusinessDate }): EntryDraft {
  return {
    rule: 'P26',
    effectiveOn: bill.openedOn,
    source: { type: 'bill', id: bill.id },
    description: `property fee ${bill.period}, open when the books began`,
    transfers: transfer('SVC', bill.amount, { code: '1101', holder: { type: 'unit', id: bill.unitId } }, DIFFERENCE),
  };
}

/** P26 of a prepayment from before the books: SVC 3901/2001[unit], on the day they open. */
export function journalForOpeningPrepayment(prepayment: { id: number; unitId: UnitId; amount: Money; openedOn: BusinessDate }): EntryDraft {
  return {
    rule: 'P26',
    effectiveOn: prepayment.openedOn,
    source: { type: 'opening_prepayment', id: prepayment.id },
    description: 'paid in advance when the books began',
    transfers: transfer('SVC', prepayment.amount, DIFFERENCE, { code: '2001', holder: { type: 'unit', id: prepayment.unitId } }),
  };
}
