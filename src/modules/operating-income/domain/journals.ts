import { firstDay, type AccountingPeriod, type BusinessDate, type Id, type Money } from '../../../kernel/index.js';
import { transfer, type AccountRef, type EntryDraft, type TransferDraft } from '../../ledger/index.js';
import type { LeaseId, LeaseKind } from './lease.js';
import type { ChargeId } from './settlement.js';

const receivable = (leaseId: LeaseId): AccountRef => ({ code: '1103', holder: { type: 'lease', id: leaseId } });
const advance = (leaseId: LeaseId): AccountRef => ({ code: '2002', holder: { type: 'lease', id: leaseId } });
const cash = (bankAccountId: number): AccountRef => ({ code: '1001', holder: { type: 'bank_account', id: bankAccountId } });

/** The lease of a document, as entries name it. */
export interface LeaseRef {
  readonly leaseId: LeaseId;
  readonly leaseCode: string;
  readonly kind: LeaseKind;
}

/** P08: COM 1103[lease]/4201.x for what no advance covers of a charge, on the first day of its month. `occurrence` counts corrections. */
export function journalForCharge(charge: LeaseRef & { id: ChargeId; period: AccountingPeriod; amount: Money; occurrence: number }): EntryDraft {
  return {
    rule: 'P08',
    effectiveOn: firstDay(charge.period),
    source: { type: 'lease_charge', id: charge.id },
    occurrence: charge.occurrence,
    description: `operating income of ${charge.period}, lease ${charge.leaseCode}`,
    transfers: transfer('COM', charge.amount, receivable(charge.leaseId), { code: charge.kind }),
  };
}

/** P09, recognition: COM 2002[lease]/4201.x for what an advance covers of a charge. */
export function journalForRecognition(
  recognition: LeaseRef & { id: Id<'lease_allocation'>; period: AccountingPeriod; amount: Money; effectiveOn: BusinessDate },
): EntryDraft {
  return {
    rule: 'P09r',
    effectiveOn: recognition.effectiveOn,
    source: { type: 'lease_allocation', id: recognition.id },
    description: `operating income of ${recognition.period}, lease ${recognition.leaseCode}, paid in advance`,
    transfers: transfer('COM', recognition.amount, advance(recognition.leaseId), { code: recognition.kind }),
  };
}

/** Money of a lease with what it settles. */
export interface LeaseReceiptDocument extends LeaseRef {
  readonly id: Id<'lease_receipt'>;
  readonly amount: Money;
  /** What is beyond the charges it settles. */
  readonly excess: Money;
  readonly effectiveOn: BusinessDate;
  readonly settlements: readonly { readonly amount: Money }[];
  readonly bankAccountId: number;
  readonly bankLineId: number;
}

/** P09: COM 1001/1103[lease] for each charge it settles, 1001/2002[lease] for the excess. */
export function journalForLeaseReceipt(receipt: LeaseReceiptDocument): EntryDraft {
  return {
    rule: 'P09',
    effectiveOn: receipt.effectiveOn,
    source: { type: 'lease_receipt', id: receipt.id },
    description: `receipt of operating income, lease ${receipt.leaseCode}`,
    transfers: intoCommonFund(receipt),
  };
}

/** P21 found: the money leaves suspense, TRN 2301[line]/1001, and is received as operating income. */
export function journalForFoundLeaseReceipt(receipt: LeaseReceiptDocument): EntryDraft {
  const suspense: AccountRef = { code: '2301', holder: { type: 'bank_line', id: receipt.bankLineId } };
  return {
    rule: 'P21f',
    effectiveOn: receipt.effectiveOn,
    source: { type: 'lease_receipt', id: receipt.id },
    description: `receipt of operating income, lease ${receipt.leaseCode}, found in suspense`,
    transfers: [...transfer('TRN', receipt.amount, suspense, cash(receipt.bankAccountId)), ...intoCommonFund(receipt)],
  };
}

function intoCommonFund({ leaseId, bankAccountId, settlements, excess }: LeaseReceiptDocument): TransferDraft[] {
  const bank = cash(bankAccountId);
  return [...settlements.flatMap(({ amount }) => transfer('COM', amount, bank, receivable(leaseId))), ...transfer('COM', excess, bank, advance(leaseId))];
}

/** Something taken off a charge: `fromReceivable` of what is unpaid, `toAdvance` of what was paid. */
export interface ChargeAdjustment extends LeaseRef {
  readonly id: Id<'lease_adjustment'>;
  readonly period: AccountingPeriod;
  readonly fromReceivable: Money;
  readonly toAdvance: Money;
  readonly adjustedOn: BusinessDate;
}

/** P08r: COM 4201.x/1103[lease] for what is unpaid of days that the lease no longer has, 4201.x/2002[lease] for what was paid for them. */
export function journalForReduction({ id, leaseId, leaseCode, kind, period, fromReceivable, toAdvance, adjustedOn }: ChargeAdjustment): EntryDraft {
  const income: AccountRef = { code: kind };
  return {
    rule: 'P08r',
    effectiveOn: adjustedOn,
    source: { type: 'lease_adjustment', id },
    description: `operating income of ${period}, lease ${leaseCode}, ended early`,
    transfers: [...transfer('COM', fromReceivable, income, receivable(leaseId)), ...transfer('COM', toAdvance, income, advance(leaseId))],
  };
}

/** P33: COM 5003/1103[lease], what nobody will pay, by resolution. */
export function journalForWriteOff({ id, leaseId, leaseCode, period, fromReceivable, adjustedOn }: ChargeAdjustment): EntryDraft {
  return {
    rule: 'P33',
    effectiveOn: adjustedOn,
    source: { type: 'lease_adjustment', id },
    description: `operating income of ${period}, lease ${leaseCode}, written off`,
    transfers: transfer('COM', fromReceivable, { code: '5003' }, receivable(leaseId)),
  };
}
