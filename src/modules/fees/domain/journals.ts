import { firstDay, type AccountingPeriod, type Money } from '../../../kernel/index.js';
import type { UnitId } from '../../communities/index.js';
import { transfer, type AccountRef, type EntryDraft } from '../../ledger/index.js';
import type { BillId } from './allocation.js';
import { PROPERTY_FEE } from './fee.js';

const receivable = (unitId: UnitId): AccountRef => ({ code: '1101', holder: { type: 'unit', id: unitId } });

/** P01: SVC 1101[unit]/4001, on the first day of the month in which it is owed. */
export function journalForBill(bill: { id: BillId; unitId: UnitId; period: AccountingPeriod; item: string; amount: Money }): EntryDraft {
  return {
    rule: 'P01',
    effectiveOn: firstDay(bill.period),
    source: { type: 'bill', id: bill.id },
    description: `${billName(bill)} of ${bill.period}`,
    transfers: transfer('SVC', bill.amount, receivable(bill.unitId), { code: '4001' }),
  };
}

/** What a bill is for, as entries say it. */
export function billName({ item }: { readonly item: string }): string {
  return item === PROPERTY_FEE ? 'property fee' : `fee ${item}`;
}
