import type { TermDifference } from '../../contracts/index.js';
import type { VoteMatter, VoteShare, VoteState } from '../../resolutions/index.js';
import type { AccountingPeriod, BusinessDate, Instant, Quarter } from '../../../kernel/index.js';
import type { Slot } from '../../contracts/index.js';
import type { GateName, GateOutcome, StepAction } from '../../disbursements/index.js';
import type { RuleCode } from '../../ledger/index.js';
import type { CoverSection, SnapshotFund } from '../domain/snapshot.js';
import type { StatementPeriod } from '../domain/statement-period.js';

/** A compound in the list that everybody may read; amounts as text. */
export interface PublicCommunity {
  readonly slug: string;
  readonly name: string;
  readonly countyName: string;
  readonly streetName: string;
  readonly communityName: string;
  readonly latest: { readonly period: AccountingPeriod; readonly closing: string } | null;
}

/** A published statement in a list. */
export interface PublicListed {
  readonly period: StatementPeriod;
  readonly version: number;
  readonly publishedOn: BusinessDate;
  readonly closing: string;
  /** A month of it is open again, or its books learned something since: a correction follows. */
  readonly isOutdated: boolean;
}

/** What everybody may know of a compound without signing in. Amounts and shares as text. */
export interface PublicCompound extends Omit<PublicCommunity, 'latest'> {
  readonly builtYear: number;
  readonly account: { readonly bankName: string; readonly last4: string } | null;
  /** Of the newest statement. */
  readonly balance: { readonly asOf: BusinessDate; readonly cash: string; readonly restricted: string; readonly available: string } | null;
  /** Of months, newest first. */
  readonly statements: readonly (PublicListed & { readonly period: AccountingPeriod })[];
  /** Of quarters and years, newest first. */
  readonly wholes: readonly PublicListed[];
  readonly contract: {
    readonly number: string;
    readonly firm: string;
    readonly from: BusinessDate;
    readonly to: BusinessDate;
    readonly basis: 'COLLECTED' | 'ACCRUED';
    readonly shareAtRisk: string;
    readonly rates: readonly { readonly kind: 'FLAT' | 'SHOP'; readonly rate: string }[];
    readonly staffing: readonly { readonly post: string; readonly promised: number }[];
  } | null;
  /** What hangs out before both sides sign it: a new contract or other terms, with everything in which it differs from the terms that stand. */
  readonly notices: readonly {
    readonly number: string;
    readonly contract: string;
    readonly firm: string;
    readonly from: BusinessDate;
    readonly until: BusinessDate;
    readonly fromPeriod: AccountingPeriod;
    readonly sha256: string;
    readonly differences: readonly TermDifference[];
  }[];
  readonly parties: CoverSection['parties'];
  /** Votes of the owners, the newest first: totals alone. Areas in 1/100 m²; how many agree is told once it is counted. */
  readonly votes: readonly {
    readonly number: string;
    readonly title: string;
    readonly matter: VoteMatter;
    readonly openedOn: BusinessDate;
    readonly closesOn: BusinessDate;
    readonly state: VoteState;
    readonly passed: boolean | null;
    readonly total: VoteShare;
    readonly voting: VoteShare;
    readonly inFavour: VoteShare | null;
    readonly reason: string | null;
    readonly resolution: string | null;
  }[];
  /** Final scores, oldest first. */
  readonly scores: readonly { readonly quarter: Quarter; readonly score: string }[];
  /** Assessments that became VOID, the latest first: when, why and by which organisation, with the score that one had. */
  readonly voided: readonly PublicVoided[];
}

export interface PublicVoided {
  readonly quarter: Quarter;
  readonly on: BusinessDate;
  readonly reason: string;
  readonly organisation: string;
  readonly score: string | null;
}

/** How an amount follows from the contract, with the figures to recompute it. */
export type PublicPayoutReason =
  | { readonly kind: 'BASE'; readonly period: AccountingPeriod; readonly entitlement: string; readonly withheld: string; readonly base: string }
  /** Of a month before the books, by the signed opening balances. */
  | { readonly kind: 'OPENED'; readonly period: AccountingPeriod; readonly amount: string }
  | {
      readonly kind: 'PERFORMANCE';
      readonly quarter: Quarter;
      readonly score: string;
      readonly withheld: string;
      readonly share: string;
      readonly released: string;
      /** What was decided for the firm after the score was final; null when nothing was. */
      readonly givenLater: string | null;
    };

/** What happened to a payout, or (`at` null) what has to happen yet. Organisations act, people are not named. */
export interface PublicPayoutEvent {
  readonly action: StepAction;
  readonly slot: Slot | null;
  readonly organisation: string | null;
  readonly at: Instant | null;
}

/** A payment from the request to the bank's line, as everybody may see it (domain.md 9). */
export interface PublicPayout {
  readonly slug: string;
  readonly communityName: string;
  /** The month in whose statement it is listed; null while the bank has not paid. */
  readonly period: AccountingPeriod | null;
  /** Every month in whose statement it stands, as paid or as returned. */
  readonly periods: readonly AccountingPeriod[];
  readonly number: string;
  readonly fund: SnapshotFund;
  readonly purpose: string;
  /** Null where it is a person. */
  readonly payee: string | null;
  readonly payeeLast4: string;
  readonly amount: string;
  readonly paid: boolean;
  readonly reason: PublicPayoutReason | null;
  readonly events: readonly PublicPayoutEvent[];
  /** As evaluated last. */
  readonly gates: readonly { readonly gate: GateName; readonly outcome: GateOutcome; readonly at: Instant }[];
  readonly amounts: { readonly requested: string; readonly approved: string | null; readonly instructed: string | null; readonly settled: string | null };
  readonly bank: { readonly bookedOn: BusinessDate; readonly reference: string } | null;
  readonly fileSha256: string | null;
  readonly entries: readonly { readonly voucher: string; readonly on: BusinessDate; readonly rule: RuleCode; readonly amount: string }[];
}
