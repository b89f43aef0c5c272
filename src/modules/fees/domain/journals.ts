import { firstDay, type AccountingPeriod, type BusinessDate, type Money } from '../../../kernel/index.js';
import type { UnitId } from '../../communities/index.js';
import { transfer, type AccountRef, type EntryDraft, type TransferDraft } from '../../ledger/index.js';
import type { AppliedPrepayment, BillId } from './allocation.js';
import { PROPERTY_FEE } from './fee.js';
import { receiptNumber } from './receipt.js';

const receivable = (unitId: UnitId): AccountRef => ({ code: '1101', holder: { type: 'unit', id: unitId } });
const prepaid = (unitId: UnitId): AccountRef => ({ code: '2001', holder: { type: 'unit', id: unitId } });
const cash = (bankAccountId: number): AccountRef => ({ code: '1001', holder: { type: 'bank_account', id: bankAccountId } });

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

/** A numbered receipt with what it settles. */
export interface ReceiptDocument {
  readonly id: number;
  readonly year: number;
  readonly no: number;
  readonly unitId: UnitId;
  readonly amount: Money;
  /** What is beyond the bills it settles. */
  readonly excess: Money;
  readonly effectiveOn: BusinessDate;
  readonly allocations: readonly { readonly amount: Money }[];
  readonly bankAccountId: number;
  readonly bankLineId: number;
}

/** P02: SVC 1001/1101[unit] for each bill it settles, 1001/2001[unit] for the excess. */
export function journalForReceipt(receipt: ReceiptDocument): EntryDraft {
  return {
    rule: 'P02',
    effectiveOn: receipt.effectiveOn,
    source: { type: 'receipt', id: receipt.id },
    description: `fee receipt ${receiptNumber(receipt.year, receipt.no)}`,
    transfers: intoServiceFund(receipt),
  };
}

/** P21 found: the money leaves suspense, TRN 2301[line]/1001, and is received as a fee, SVC 1001/1101[unit] or 2001[unit]. */
export function journalForFoundReceipt(receipt: ReceiptDocument): EntryDraft {
  const suspense: AccountRef = { code: '2301', holder: { type: 'bank_line', id: receipt.bankLineId } };
  return {
    rule: 'P21f',
    effectiveOn: receipt.effectiveOn,
    source: { type: 'receipt', id: receipt.id },
    description: `fee receipt ${receiptNumber(receipt.year, receipt.no)}, found in suspense`,
    transfers: [...transfer('TRN', receipt.amount, suspense, cash(receipt.bankAccountId)), ...intoServiceFund(receipt)],
  };
}

/** P03: SVC 2001[unit]/1101[unit]. */
export function journalForPrepayment(applied: AppliedPrepayment & { readonly id: number }): EntryDraft {
  return {
    rule: 'P03',
    effectiveOn: applied.effectiveOn,
    source: { type: 'allocation', id: applied.id },
    description: `prepayment applied to the property fee of ${applied.period}`,
    transfers: transfer('SVC', applied.amount, prepaid(applied.unitId), receivable(applied.unitId)),
  };
}

function intoServiceFund({ unitId, bankAccountId, allocations, excess }: ReceiptDocument): TransferDraft[] {
  const bank = cash(bankAccountId);
  return [...allocations.flatMap(({ amount }) => transfer('SVC', amount, bank, receivable(unitId))), ...transfer('SVC', excess, bank, prepaid(unitId))];
}
