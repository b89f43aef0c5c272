import type { AccountingPeriod, BusinessDate, Money } from '../../../kernel/index.js';
import type { UnitId } from '../../communities/index.js';
import { transfer, type AccountRef, type EntryDraft } from '../../ledger/index.js';
import { owedFrom, type BillId } from './allocation.js';
import { PROPERTY_FEE } from './fee.js';
import type { WaiverKind } from './waiver.js';

const receivable = (unitId: UnitId): AccountRef => ({ code: '1101', holder: { type: 'unit', id: unitId } });

/** P01: SVC 1101[unit]/4001, on the first day of the month in which it is owed, or the day from which it counts where that month was closed. */
export function journalForBill(bill: {
  id: BillId;
  unitId: UnitId;
  period: AccountingPeriod;
  bookedOn?: BusinessDate | null;
  item: string;
  amount: Money;
}): EntryDraft {
  return {
    rule: 'P01',
    effectiveOn: owedFrom(bill),
    source: { type: 'bill', id: bill.id },
    description: `${billName(bill)} of ${bill.period}`,
    transfers: transfer('SVC', bill.amount, receivable(bill.unitId), { code: '4001' }),
  };
}

/** What a bill is for, as entries say it. */
export function billName({ item }: { readonly item: string }): string {
  return item === PROPERTY_FEE ? 'property fee' : `fee ${item}`;
}

const lateFees = (unitId: UnitId): AccountRef => ({ code: '1102', holder: { type: 'unit', id: unitId } });

/** P07: SVC 1102[unit]/4002, on the day on which it is charged. */
export function journalForLateFee(fee: {
  id: number;
  unitId: UnitId;
  amount: Money;
  period: AccountingPeriod;
  item: string;
  days: number;
  billedOn: BusinessDate;
}): EntryDraft {
  return {
    rule: 'P07',
    effectiveOn: fee.billedOn,
    source: { type: 'late_fee', id: fee.id },
    description: `late fee on the ${billName(fee)} of ${fee.period}, ${fee.days} days`,
    transfers: transfer('SVC', fee.amount, lateFees(fee.unitId), { code: '4002' }),
  };
}

/** P04: SVC 5002 (a waiver) or 5003 (a write-off) against 1101[unit], or 1102[unit] of a late fee. */
export function journalForWaiver(waiver: {
  readonly id: number;
  readonly kind: WaiverKind;
  readonly unitId: UnitId;
  readonly ofLateFee: boolean;
  readonly amount: Money;
  readonly effectiveOn: BusinessDate;
}): EntryDraft {
  const { id, kind, unitId, ofLateFee, amount, effectiveOn } = waiver;
  return {
    rule: 'P04',
    effectiveOn,
    source: { type: 'waiver', id },
    description: `${kind === 'WAIVER' ? 'waiver' : 'write-off'} of a ${ofLateFee ? 'late fee' : 'fee'}`,
    transfers: transfer('SVC', amount, { code: kind === 'WAIVER' ? '5002' : '5003' }, ofLateFee ? lateFees(unitId) : receivable(unitId)),
  };
}
