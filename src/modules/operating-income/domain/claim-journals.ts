import { assert, type BusinessDate, type Id, type Money } from '../../../kernel/index.js';
import { transfer, type AccountRef, type EntryDraft, type RuleCode } from '../../ledger/index.js';
import type { ClaimEntry, ClaimId, ClaimKind } from './claim.js';
import type { LeaseId } from './lease.js';

const cash = (bankAccountId: number): AccountRef => ({ code: '1001', holder: { type: 'bank_account', id: bankAccountId } });
const deposit = (id: Id<'other_receipt'>): AccountRef => ({ code: '2501', holder: { type: 'payer', id } });
const owed = (id: Id<'deposit_release'> | Id<'lease_refund'> | ClaimId): AccountRef => ({ code: '2302', holder: { type: 'payer', id } });
const collected = (payeeId: number): AccountRef => ({ code: '2502', holder: { type: 'payee', id: payeeId } });
const float = (firmId: number): AccountRef => ({ code: '1201', holder: { type: 'firm', id: firmId } });

/** The rule by which a kind of claim is posted when it is approved; a float is only posted when it is paid. */
const ruleOf: Readonly<Record<Exclude<ClaimKind, 'FLOAT'>, RuleCode>> = {
  COST: 'P10',
  TAX: 'P11',
  SPENDING: 'P30',
  MAINTENANCE: 'P23',
  FLOAT_USE: 'P25u',
  PASS_ON: 'P31b',
};
const wordsOf: Readonly<Record<Exclude<ClaimKind, 'FLOAT'>, string>> = {
  COST: 'cost of operating',
  TAX: 'tax due',
  SPENDING: 'spending by resolution',
  MAINTENANCE: 'due to the maintenance fund',
  FLOAT_USE: 'cost paid out of the float',
  PASS_ON: 'collected for others, passed on',
};

/**
 * P10 COM 5101/2104[payee] · P11 COM or SVC 5201/2201 · P30 F 54xx or 5901/2104[payee] · P23 COM 5501/2401 · P25u COM 5101/1201[firm] · P31b TRN
 * 2502[payee]/2302[payer], on the day of the approval.
 */
export function journalForClaim(claim: ClaimEntry): EntryDraft {
  const { kind, costCode, number, fund, amount, effectiveOn } = claim;
  assert(kind !== 'FLOAT' && costCode !== null, 'a float is posted when it is paid');
  return {
    rule: ruleOf[kind],
    effectiveOn,
    source: { type: 'claim', id: claim.id },
    description: `${wordsOf[kind]}, claim ${number}`,
    transfers: transfer(fund, amount, kind === 'PASS_ON' ? collected(claim.payeeId) : { code: costCode }, creditOf(claim)),
  };
}

function creditOf({ id, kind, payeeId, firmId }: ClaimEntry): AccountRef {
  if (kind === 'PASS_ON') return owed(id);
  if (kind === 'TAX') return { code: '2201' };
  if (kind === 'MAINTENANCE') return { code: '2401' };
  if (kind !== 'FLOAT_USE') return { code: '2104', holder: { type: 'payee', id: payeeId } };
  assert(firmId !== null, 'a float is with a firm');
  return float(firmId);
}

/** Money of a bank line that is no rent. */
export interface OtherReceiptEntry {
  readonly id: Id<'other_receipt'>;
  readonly amount: Money;
  readonly receivedOn: BusinessDate;
  readonly bankAccountId: number;
}

const received = (receipt: OtherReceiptEntry): Pick<EntryDraft, 'effectiveOn' | 'source'> => ({
  effectiveOn: receipt.receivedOn,
  source: { type: 'other_receipt', id: receipt.id },
});

/** P31: TRN 1001/2501[payer], the deposit of a lessee. */
export function journalForDeposit(receipt: OtherReceiptEntry): EntryDraft {
  const transfers = transfer('TRN', receipt.amount, cash(receipt.bankAccountId), deposit(receipt.id));
  return { rule: 'P31', ...received(receipt), description: 'deposit of a lessee', transfers };
}

/** P31: TRN 1001/2502[payee], money that somebody else is owed. */
export function journalForCollected(receipt: OtherReceiptEntry & { readonly payeeId: number }): EntryDraft {
  const transfers = transfer('TRN', receipt.amount, cash(receipt.bankAccountId), collected(receipt.payeeId));
  return { rule: 'P31', ...received(receipt), description: 'collected for others', transfers };
}

/** What was held for somebody when the books opened. */
export interface OpeningReceiptEntry {
  readonly id: Id<'other_receipt'>;
  readonly amount: Money;
  readonly openedOn: BusinessDate;
}

/** P26: TRN 3901/2501[payer], a deposit from before the books, on the day they open. */
export function journalForOpeningDeposit(opened: OpeningReceiptEntry): EntryDraft {
  return openedReceipt(opened, deposit(opened.id), 'deposit held when the books began');
}

/** P26: TRN 3901/2502[payee], what had come in for somebody else and was not passed on, on the day the books open. */
export function journalForOpeningCollected(opened: OpeningReceiptEntry & { readonly payeeId: number }): EntryDraft {
  return openedReceipt(opened, collected(opened.payeeId), 'held for others when the books began');
}

function openedReceipt({ id, amount, openedOn }: OpeningReceiptEntry, account: AccountRef, description: string): EntryDraft {
  const transfers = transfer('TRN', amount, { code: '3901' }, account);
  return { rule: 'P26', effectiveOn: openedOn, source: { type: 'other_receipt', id }, description, transfers };
}

/** P32: COM 1001/4901, other income. */
export function journalForOtherIncome(receipt: OtherReceiptEntry): EntryDraft {
  return {
    rule: 'P32',
    ...received(receipt),
    description: 'other income',
    transfers: transfer('COM', receipt.amount, cash(receipt.bankAccountId), { code: '4901' }),
  };
}

/** P25b: COM 1001/1201[firm], the firm gives its float back. */
export function journalForFloatBack(receipt: OtherReceiptEntry & { readonly firmId: number }): EntryDraft {
  const transfers = transfer('COM', receipt.amount, cash(receipt.bankAccountId), float(receipt.firmId));
  return { rule: 'P25b', ...received(receipt), description: 'float given back', transfers };
}

/** A deposit, or a part of it, that is held no longer. */
export interface DepositReleaseEntry {
  readonly id: Id<'deposit_release'>;
  readonly depositId: Id<'other_receipt'>;
  readonly amount: Money;
  readonly releasedOn: BusinessDate;
}

/** P31b: TRN 2501[payer]/2302[payer]; a payout then gives it back. */
export function journalForDepositBack({ id, depositId, amount, releasedOn }: DepositReleaseEntry): EntryDraft {
  return {
    rule: 'P31b',
    effectiveOn: releasedOn,
    source: { type: 'deposit_release', id },
    description: 'deposit of a lessee owed back',
    transfers: transfer('TRN', amount, deposit(depositId), owed(id)),
  };
}

/** P31b kept: TRN 2501[payer]/1001, COM 1001/4901; the bank stays as it is. */
export function journalForDepositKept({
  id,
  depositId,
  amount,
  releasedOn,
  bankAccountId,
}: DepositReleaseEntry & { readonly bankAccountId: number }): EntryDraft {
  return {
    rule: 'P31b',
    effectiveOn: releasedOn,
    source: { type: 'deposit_release', id },
    description: 'deposit of a lessee kept as income',
    transfers: [...transfer('TRN', amount, deposit(depositId), cash(bankAccountId)), ...transfer('COM', amount, cash(bankAccountId), { code: '4901' })],
  };
}

/** P06: COM 2002[lease]/2302[payer], what a lease paid in advance and is owed back; a payout then gives it back. */
export function journalForLeaseRefund(refund: {
  readonly id: Id<'lease_refund'>;
  readonly leaseId: LeaseId;
  readonly leaseCode: string;
  readonly amount: Money;
  readonly refundedOn: BusinessDate;
}): EntryDraft {
  return {
    rule: 'P06',
    effectiveOn: refund.refundedOn,
    source: { type: 'lease_refund', id: refund.id },
    description: `advance of lease ${refund.leaseCode} owed back`,
    transfers: transfer('COM', refund.amount, { code: '2002', holder: { type: 'lease', id: refund.leaseId } }, owed(refund.id)),
  };
}
