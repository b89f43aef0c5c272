import { type Money, type AccountingPeriod, type BusinessDate } from '../../../kernel/index.js';
import type { UnitId } from '../../communities/index.js';
import { transfer, type AccountRef, type EntryDraft, type TransferDraft } from '../../ledger/index.js';
import type { AppliedPrepayment } from './allocation.js';
import { receiptNumber } from './receipt.js';

const receivable = (unitId: UnitId): AccountRef => ({ code: '1101', holder: { type: 'unit', id: unitId } });
const lateFeeReceivable = (unitId: UnitId): AccountRef => ({ code: '1102', holder: { type: 'unit', id: unitId } });
const prepaid = (unitId: UnitId): AccountRef => ({ code: '2001', holder: { type: 'unit', id: unitId } });
const refundable = (unitId: UnitId): AccountRef => ({ code: '2302', holder: { type: 'unit', id: unitId } });
const cash = (bankAccountId: number): AccountRef => ({ code: '1001', holder: { type: 'bank_account', id: bankAccountId } });

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
  readonly lateFees: readonly { readonly amount: Money }[];
  readonly bankAccountId: number;
}

/** P02: SVC 1001/1101[unit] for each bill it settles, 1001/2001[unit] for the excess. Null when it settles late fees alone. */
export function journalForReceipt(receipt: ReceiptDocument): EntryDraft | null {
  const transfers = intoServiceFund(receipt);
  return transfers.length === 0 ? null : { rule: 'P02', ...ofReceipt(receipt), description: `fee receipt ${numberOf(receipt)}`, transfers };
}

/** P07p: SVC 1001/1102[unit] for each late fee it settles. Null when it settles none. */
export function journalForLateFeeReceipt(receipt: ReceiptDocument): EntryDraft | null {
  const { unitId, bankAccountId, lateFees } = receipt;
  const transfers = lateFees.flatMap(({ amount }) => transfer('SVC', amount, cash(bankAccountId), lateFeeReceivable(unitId)));
  return transfers.length === 0 ? null : { rule: 'P07p', ...ofReceipt(receipt), description: `late fee receipt ${numberOf(receipt)}`, transfers };
}

/** P21 found: the money leaves suspense, TRN 2301[line]/1001, and is received as a fee, SVC 1001/1101[unit] or 2001[unit]. */
export function journalForFoundReceipt(receipt: ReceiptDocument & { readonly bankLineId: number }): EntryDraft {
  const suspense: AccountRef = { code: '2301', holder: { type: 'bank_line', id: receipt.bankLineId } };
  return {
    rule: 'P21f',
    ...ofReceipt(receipt),
    description: `fee receipt ${numberOf(receipt)}, found in suspense`,
    transfers: [...transfer('TRN', receipt.amount, suspense, cash(receipt.bankAccountId)), ...intoServiceFund(receipt)],
  };
}

/** P02c: SVC 1002[channel]/1101[unit] for each bill that a payment through a channel settles. */
export function journalForChannelReceipt(receipt: Omit<ReceiptDocument, 'bankAccountId'> & { readonly channelId: number }): EntryDraft {
  const channel: AccountRef = { code: '1002', holder: { type: 'channel', id: receipt.channelId } };
  return {
    rule: 'P02c',
    ...ofReceipt(receipt),
    description: `fee receipt ${numberOf(receipt)}, through a payment channel`,
    transfers: receipt.allocations.flatMap(({ amount }) => transfer('SVC', amount, channel, receivable(receipt.unitId))),
  };
}

/** A receipt whose money the bank took back: what of it still settles bills and late fees, and what is a prepayment. */
export interface BouncedReceipt extends Pick<ReceiptDocument, 'id' | 'year' | 'no' | 'unitId'> {
  readonly bills: readonly { readonly amount: Money }[];
  readonly lateFees: readonly { readonly amount: Money }[];
  readonly prepaid: Money;
  readonly bouncedOn: BusinessDate;
  readonly bankAccountId: number;
}

/** P22b: SVC 1101[unit], 1102[unit] and 2001[unit], as it was allocated, /1001. */
export function journalForBouncedReceipt(receipt: BouncedReceipt, occurrence = 1): EntryDraft {
  const { id, unitId, bills, lateFees, bouncedOn: effectiveOn } = receipt;
  const bank = cash(receipt.bankAccountId);
  return {
    rule: 'P22b',
    effectiveOn,
    source: { type: 'receipt', id },
    occurrence,
    description: `fee receipt ${numberOf(receipt)} bounced`,
    transfers: [
      ...bills.flatMap(({ amount }) => transfer('SVC', amount, receivable(unitId), bank)),
      ...lateFees.flatMap(({ amount }) => transfer('SVC', amount, lateFeeReceivable(unitId), bank)),
      ...transfer('SVC', receipt.prepaid, prepaid(unitId), bank),
    ],
  };
}

/** A payment that the channel gives back while it holds it: what it settles of bills. */
export interface ChannelGivenBack extends Pick<ReceiptDocument, 'id' | 'year' | 'no' | 'unitId'> {
  readonly bills: readonly { readonly amount: Money }[];
  readonly channelId: number;
  readonly givenBackOn: BusinessDate;
}

/** P22b of money that has not come to the bank: SVC 1101[unit]/1002[channel]. */
export function journalForChannelGivenBack(receipt: ChannelGivenBack): EntryDraft {
  const channel: AccountRef = { code: '1002', holder: { type: 'channel', id: receipt.channelId } };
  return {
    rule: 'P22b',
    effectiveOn: receipt.givenBackOn,
    source: { type: 'receipt', id: receipt.id },
    description: `fee receipt ${numberOf(receipt)} given back by the payment channel`,
    transfers: receipt.bills.flatMap(({ amount }) => transfer('SVC', amount, receivable(receipt.unitId), channel)),
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

/** What settled a bill and is taken off it again; `amount` in yuan, above 0, `id` that of the row that gives it back. */
export interface GivenBack {
  readonly id: number;
  readonly unitId: UnitId;
  readonly period: AccountingPeriod;
  readonly amount: Money;
  readonly effectiveOn: BusinessDate;
}

/** P03e: SVC 1101[unit]/2001[unit]: the bill is open again, the money a prepayment. */
export function journalForPrepaymentBack(given: GivenBack): EntryDraft {
  return {
    rule: 'P03e',
    effectiveOn: given.effectiveOn,
    source: { type: 'allocation', id: given.id },
    description: `payment taken off the property fee of ${given.period}`,
    transfers: transfer('SVC', given.amount, receivable(given.unitId), prepaid(given.unitId)),
  };
}

/** P06: SVC 2001[unit]/2302[unit]: a prepayment is owed back to its payer. */
export function journalForFeeRefund(refund: {
  readonly id: number;
  readonly unitId: UnitId;
  readonly amount: Money;
  readonly effectiveOn: BusinessDate;
}): EntryDraft {
  return {
    rule: 'P06',
    effectiveOn: refund.effectiveOn,
    source: { type: 'fee_refund', id: refund.id },
    description: 'refund of a prepaid property fee',
    transfers: transfer('SVC', refund.amount, prepaid(refund.unitId), refundable(refund.unitId)),
  };
}

/** A batch of a channel as it came to the bank: `allocated` had settled bills, the channel kept `fee`, or gave so much back where it is below zero. */
export interface ChannelBatchDocument {
  readonly id: number;
  readonly channelId: number;
  readonly bookedOn: BusinessDate;
  readonly allocated: Money;
  readonly fee: Money;
  readonly advance: Money;
  readonly bankAccountId: number;
}

/**
 * P02d: SVC 1001/1002[channel] for what had settled bills, COM 5301/1001 for the charge; what COM lacks for it SVC advances as for a bank
 * charge (P20), SVC 1301[COM]/1001 and COM 1001/2701[SVC]; COM 1001/5301 where refunds bring back more charges than the batch has. What a payment brought beyond its bills comes to the
 * bank with the batch and is an ordinary receipt of its line (P02). Null when the batch has neither.
 */
export function journalForChannelBatch({
  id,
  channelId,
  bookedOn: effectiveOn,
  allocated,
  fee,
  advance,
  bankAccountId,
}: ChannelBatchDocument): EntryDraft | null {
  const bank = cash(bankAccountId);
  const transfers = [
    ...transfer('SVC', allocated, bank, { code: '1002', holder: { type: 'channel', id: channelId } }),
    ...transfer('SVC', advance, { code: '1301', holder: { type: 'fund', id: FUND_HOLDERS.COM } }, bank),
    ...transfer('COM', advance, bank, { code: '2701', holder: { type: 'fund', id: FUND_HOLDERS.SVC } }),
    ...(fee.isNegative ? transfer('COM', fee.negated(), bank, { code: '5301' }) : transfer('COM', fee, { code: '5301' }, bank)),
  ];
  return transfers.length === 0
    ? null
    : { rule: 'P02d', effectiveOn, source: { type: 'channel_batch', id }, description: 'batch of a payment channel, less its charge', transfers };
}

/** Numbers of the funds as holders of 1301 and 2701, in the order of the funds. */
const FUND_HOLDERS = { SVC: 1, COM: 2 } as const;

function ofReceipt({ id, effectiveOn }: { readonly id: number; readonly effectiveOn: BusinessDate }): Pick<EntryDraft, 'effectiveOn' | 'source'> {
  return { effectiveOn, source: { type: 'receipt', id } };
}

function numberOf({ year, no }: { readonly year: number; readonly no: number }): string {
  return receiptNumber(year, no);
}

function intoServiceFund({ unitId, bankAccountId, allocations, excess }: ReceiptDocument): TransferDraft[] {
  const bank = cash(bankAccountId);
  return [...allocations.flatMap(({ amount }) => transfer('SVC', amount, bank, receivable(unitId))), ...transfer('SVC', excess, bank, prepaid(unitId))];
}
