import type { AccountingPeriod, BusinessDate, Money } from '../../../kernel/index.js';
import type { BankLineView } from '../../bank/index.js';
import type { MatchReason } from './match-reason.js';

export type MatchableLine = Pick<BankLineView, 'id' | 'bookedOn' | 'amount' | 'counterpartyName' | 'counterpartyAccount' | 'remark' | 'reversal'>;

/** Who is on the other side of a line, as the bank names it. */
export type OtherSide = Pick<MatchableLine, 'counterpartyName' | 'counterpartyAccount'>;

/** A line that has no place yet, and the account it is on. */
export type OwnLine = MatchableLine & Pick<BankLineView, 'accountId'>;

/** An account of the compound, as banks name the other side of a line. */
export interface OwnAccount {
  readonly id: number;
  readonly accountNo: string;
  readonly accountName: string;
  readonly last4: string;
}

/** What somebody owes for a month, oldest first in a list of them. */
export interface OpenItem {
  readonly period: AccountingPeriod;
  readonly open: Money;
}

/** A unit or a lease: the code that payers write, who pays, and what is open. */
export interface MatchablePayer {
  readonly kind: 'UNIT' | 'LEASE';
  readonly id: number;
  readonly code: string;
  readonly payerName: string | null;
  readonly openItems: readonly OpenItem[];
}

/** A payout that the bank has been told to pay. */
export interface MatchablePayout {
  readonly id: number;
  readonly number: string;
  readonly amount: Money;
  readonly payeeName: string;
  readonly payeeAccountNo: string;
  readonly instructedOn: BusinessDate;
}

/** A payout that the bank has paid, and may give back. */
export type PaidPayout = Pick<MatchablePayout, 'id' | 'number' | 'amount' | 'payeeName' | 'payeeAccountNo'> & { readonly paidOn: BusinessDate };

/** A firm of the compound as banks may name it: its name and those of its accounts, and their numbers. */
export interface FirmSide {
  readonly firmId: number;
  readonly names: readonly string[];
  readonly accountNos: readonly string[];
}

/** What the firm owes for one reason, as a person names it: PENALTY-12, MONTH-7, TAKEN-3. */
export interface OpenFirmDue {
  readonly kind: 'MONTH' | 'PENALTY' | 'TAKEN' | 'OPENING';
  readonly id: number;
  readonly firmId: number;
  readonly label: string;
  readonly open: Money;
  readonly since: BusinessDate;
}

/** What a firm still has of its float. */
export interface OpenFloat {
  readonly firmId: number;
  readonly open: Money;
}

/** A payment that came in and was received, whole, for the fees of units. */
export interface ReceivedPayment {
  readonly accountNo: string;
  readonly amount: Money;
  readonly paidOn: BusinessDate;
  readonly receipts: readonly { readonly number: string; readonly amount: Money }[];
}

export const channelNames = ['WECHAT', 'ALIPAY', 'POS'] as const;
export type ChannelName = (typeof channelNames)[number];

/** Payments of a channel on a day that were placed at units and whose money the bank has not brought yet: gross less charge. */
export interface ChannelDay {
  readonly channel: ChannelName;
  readonly paidOn: BusinessDate;
  readonly net: Money;
  readonly lineIds: readonly number[];
}

/** A unit or lease that an account has paid for by a match that somebody named or made by hand. */
export interface SeenAccount {
  readonly accountNo: string;
  readonly kind: MatchablePayer['kind'];
  readonly id: number;
}

/** A rule of the bookkeeper: a line whose counterparty and remark contain these words, and whose amount is that one where it is given, goes to the target. */
export interface MatchRuleTerms {
  readonly no: number;
  readonly direction: 'IN' | 'OUT';
  readonly counterparty: string;
  readonly remark: string;
  readonly amount: Money | null;
  readonly target: 'UNIT' | 'LEASE' | 'OTHER_INCOME' | 'FOR_OTHERS' | 'INTEREST' | 'CHARGE' | 'SUSPENSE';
  readonly reference: string | null;
}

export interface Matchables {
  readonly payers: readonly MatchablePayer[];
  readonly payouts: readonly MatchablePayout[];
  readonly paid?: readonly PaidPayout[];
  /** By channel and day, in that order. */
  readonly channelDays?: readonly ChannelDay[];
  /** Of the accounts of lines that went out, the newest first. */
  readonly received?: readonly ReceivedPayment[];
  readonly firmDues?: readonly OpenFirmDue[];
  readonly floats?: readonly OpenFloat[];
  readonly seen?: readonly SeenAccount[];
  readonly rules?: readonly MatchRuleTerms[];
  /** Every account that the compound has or had. */
  readonly ownAccounts?: readonly OwnAccount[];
  /** Lines without a place, where there is more than one account to move money between. */
  readonly ownLines?: readonly OwnLine[];
  readonly readPaymentReferences?: (text: string) => readonly number[];
}

/**
 * Where a line goes. `months`: what the payer said it is for. CORRECTION, TAKEN_BACK: of the earlier line with that id. ACCOUNT_MOVE: with the line of that id, which is its other side.
 * NONE: nothing here explains it; it stays for a person.
 */
export type Place =
  | {
      readonly kind: 'UNIT' | 'LEASE' | 'PAYOUT' | 'CORRECTION' | 'TAKEN_BACK';
      readonly id: number;
      readonly code: string;
      readonly months?: readonly AccountingPeriod[];
    }
  | { readonly kind: 'ACCOUNT_MOVE'; readonly other: OwnLine; readonly code: string }
  | { readonly kind: 'BOUNCED_RECEIPT' | 'RETURNED_PAYOUT'; readonly id: number; readonly code: string }
  | { readonly kind: 'CHANNEL_BATCH'; readonly channel: ChannelName; readonly lineIds: readonly number[]; readonly code: string }
  | { readonly kind: 'FIRM_DUE'; readonly due: Pick<OpenFirmDue, 'kind' | 'id'>; readonly code: string }
  | { readonly kind: 'FLOAT_BACK'; readonly firmId: number; readonly words: string }
  | { readonly kind: 'OTHER_INCOME'; readonly words: string }
  | { readonly kind: 'DEPOSIT'; readonly words: string; readonly payerName: string }
  | { readonly kind: 'FOR_OTHERS'; readonly payee: string; readonly words: string }
  | { readonly kind: 'BANK_ERROR'; readonly code?: string }
  | { readonly kind: 'INTEREST' | 'CHARGE' | 'WRONG_CREDIT' | 'SUSPENSE' }
  | { readonly kind: 'NONE' };

/** A part of a line and where it goes; the parts of a line add up to it, negative for money out. */
export interface PlacedPart {
  readonly place: Exclude<Place, { kind: 'NONE' }>;
  readonly amount: Money;
}

/** `suggested`: likely and not certain, so nothing is booked before a person confirms it; `place` is then NONE and `parts` what is suggested. */
export interface MatchDecision {
  readonly line: MatchableLine;
  readonly place: Place;
  readonly parts: readonly PlacedPart[];
  readonly suggested: boolean;
  readonly reason: MatchReason;
}

export type Verdict = Omit<MatchDecision, 'line'>;
