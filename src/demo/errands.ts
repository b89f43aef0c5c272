import type { AccountingPeriod, BusinessDate } from '../kernel/index.js';
import type { RegisterPayeeRequest } from '../modules/contracts/index.js';
import type { SpendingCode, UseBasis } from '../modules/operating-income/index.js';
import type { ResolutionKind, VoteMatter } from '../modules/resolutions/index.js';
import type { BankFact, PayoutDays } from './facts.js';

/** A claim on common income and its payout; `paper` lies in demo/papers. */
export interface ErrandClaim {
  readonly kind: 'COST' | 'TAX' | 'SPENDING' | 'MAINTENANCE';
  readonly askedOn: BusinessDate;
  /** null where nobody decides: a tax. */
  readonly decidedOn: BusinessDate | null;
  readonly payee: string;
  readonly lease?: string | null;
  readonly period: string;
  readonly amount: string;
  readonly description: string;
  readonly invoiceNo?: string | null;
  readonly paper?: string;
  readonly resolution?: string;
  readonly costCode?: SpendingCode;
  readonly payout: PayoutDays;
}

/** Money that nobody could place, sent back to the account that it came from. */
export interface ErrandReturn {
  readonly bank: BankFact;
  readonly reason: string;
  readonly askedOn: BusinessDate;
  readonly confirmedOn: BusinessDate;
  readonly bankName: string;
  readonly payout: PayoutDays;
}

/** What a unit had paid ahead, given back to whom it came from. */
export interface ErrandRefund {
  readonly unit: string;
  readonly reason: string;
  readonly document: string;
  readonly askedOn: BusinessDate;
  readonly bank: { readonly amount: string };
  readonly bankName: string;
  readonly payout: PayoutDays;
}

/** A vote of the owners from its notice to its confirmation by the street. `owners`: units of one owner. */
export interface ErrandVote {
  readonly key: string;
  readonly openedOn: BusinessDate;
  readonly closesOn: BusinessDate;
  readonly recordedOn: BusinessDate;
  readonly countedOn: BusinessDate;
  readonly confirmedOn: BusinessDate;
  readonly title: string;
  readonly matter: VoteMatter;
  readonly kind: ResolutionKind;
  readonly from: BusinessDate;
  readonly owners: readonly (readonly string[])[];
  readonly notice: string;
  readonly ballots: string;
  readonly paper: string;
  readonly sheet: string;
}

/** What the owners resolved, on the day on which it is recorded. */
export interface ErrandResolution {
  readonly on: BusinessDate;
  readonly kind: ResolutionKind;
  readonly title: string;
  readonly from: BusinessDate;
  readonly to: BusinessDate | null;
  readonly limit: string | null;
  readonly paper: string;
  /** Makes a rule of it that the product computes. */
  readonly use?: { readonly share: string; readonly basis: UseBasis };
}

/** What is paid besides the firm (demo/errands.json); `key` is the name by which the rest of the file calls a payee or a resolution. */
export interface Errands {
  readonly payees: readonly ({ readonly on: BusinessDate; readonly key: string } & RegisterPayeeRequest)[];
  readonly resolutions: readonly ({ readonly key: string } & ErrandResolution)[];
  readonly votes: readonly ErrandVote[];
  readonly claims: readonly ErrandClaim[];
  readonly returns: readonly ErrandReturn[];
  readonly refunds: readonly ErrandRefund[];
  /** Bills that are let off, whole. */
  readonly waivers: readonly {
    readonly unit: string;
    readonly period: AccountingPeriod;
    readonly amount: string;
    readonly reason: string;
    readonly document: string;
    readonly askedOn: BusinessDate;
    readonly decidedOn: BusinessDate;
  }[];
}
