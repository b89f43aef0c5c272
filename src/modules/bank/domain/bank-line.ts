import { DomainError, type BusinessDate, type Id, type Json, type Money } from '../../../kernel/index.js';

export type BankFileId = Id<'bank_file'>;
export type BankLineId = Id<'bank_line'>;

/**
 * NEW → SUGGESTED | MATCHED | SUSPENSE → RECONCILED by the close (domain.md 6). SUGGESTED: a place is likely and waits for a person,
 * nothing is booked. A match that is undone leads back to NEW, or to SUSPENSE where the money was found in it. A line that the bank sends twice is no state: an import adds
 * it once. What stands in suspense at a close is RECONCILED with `suspenseOpen` above zero, and is solved later on 2301. A month that is opened again has its lines
 * back as they were before the close.
 */
export const bankLineStates = ['NEW', 'SUGGESTED', 'MATCHED', 'SUSPENSE', 'RECONCILED'] as const;
export type BankLineState = (typeof bankLineStates)[number];

/**
 * What the money of a line became. SUSPENSE, WRONG_CREDIT: it waits on 2301 under the line itself. TAKEN_BACK: the bank took a wrong
 * credit back; CORRECTION: it gave back what it had taken by mistake (BANK_ERROR). SENT_BACK: it is owed to whom it came from. OPENING: it was there when the books began. ACCOUNT_MOVE: it went to, or came from, another account of the compound, whose line is the target.
 */
export const matchTargets = [
  'RECEIPT',
  'LEASE_RECEIPT',
  'DISBURSEMENT',
  'SUSPENSE',
  'INTEREST',
  'CHARGE',
  'BANK_ERROR',
  'CORRECTION',
  'WRONG_CREDIT',
  'TAKEN_BACK',
  'SENT_BACK',
  'BOUNCED_RECEIPT',
  'RETURNED_PAYOUT',
  'FIRM_DUE',
  'CHANNEL_BATCH',
  'OTHER_INCOME',
  'DEPOSIT',
  'FLOAT_BACK',
  'FOR_OTHERS',
  'OPENING',
  'ACCOUNT_MOVE',
] as const;
export type MatchTarget = (typeof matchTargets)[number];

/** One line of the bank in the account's unbroken chain; names and numbers of people are in it, so it is never published. */
export interface BankLineView {
  readonly id: BankLineId;
  readonly accountId: number;
  readonly fileId: BankFileId;
  /** 1, 2, 3 … over all files of the account. */
  readonly position: number;
  readonly bookedOn: BusinessDate;
  readonly valueOn: BusinessDate;
  /** Positive is money in. */
  readonly amount: Money;
  readonly counterpartyName: string;
  readonly counterpartyAccount: string;
  readonly remark: string;
  readonly bankReference: string;
  readonly reversal: boolean;
  readonly balanceAfter: Money;
  readonly state: BankLineState;
  /** What of it still waits on 2301. */
  readonly suspenseOpen: Money;
  /** Why it went where it is, as the module that decided wrote it. */
  readonly reason: Json;
}

/** A part of a line and the entry that took it into the books. */
export interface MatchPart {
  readonly targetType: MatchTarget;
  readonly targetId: number;
  readonly amount: Money;
  readonly entrySeq: number;
}

/** Lines of several accounts in the order of their days; of one account as the bank booked them. */
export function inBankOrder(a: Pick<BankLineView, 'bookedOn' | 'accountId' | 'position'>, b: typeof a): number {
  if (a.bookedOn !== b.bookedOn) return a.bookedOn < b.bookedOn ? -1 : 1;
  return a.accountId - b.accountId || a.position - b.position;
}

/** Whether nothing of a line is booked yet. */
export function isUnplaced({ state }: Pick<BankLineView, 'state'>): boolean {
  return state === 'NEW' || state === 'SUGGESTED';
}

/** A line may be given a place once (I16). @throws BANK_LINE_STATE */
export function assertUnplaced(line: Pick<BankLineView, 'id' | 'state' | 'bookedOn' | 'amount'>): void {
  if (!isUnplaced(line)) throw new DomainError('BANK_LINE_STATE', { date: line.bookedOn, amount: line.amount.toString(), state: line.state });
}

/** Money can be found only where it is missing. @throws BANK_LINE_NOT_IN_SUSPENSE */
export function assertInSuspense(line: Pick<BankLineView, 'bookedOn' | 'amount' | 'suspenseOpen'>): void {
  if (!line.suspenseOpen.isPositive) throw new DomainError('BANK_LINE_NOT_IN_SUSPENSE', { date: line.bookedOn, amount: line.amount.toString() });
}
