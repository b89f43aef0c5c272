import { canonicalJson, sha256Hex, type AccountingPeriod, type BusinessDate, type Instant, type Json } from '../../../kernel/index.js';
import type { FirmDuesSection } from './snapshot-firm-dues.js';
import type { CommonIncomeSection, MaintenanceSection } from './snapshot-income.js';
import type { ServiceSection } from './snapshot-service.js';
import type { Columns, Share, SnapshotFund, Yuan } from './snapshot-values.js';
import type { StatementPeriod } from './statement-period.js';

export * from './snapshot-firm-dues.js';
export * from './snapshot-income.js';
export * from './snapshot-service.js';
export * from './snapshot-values.js';

export type ReceiptKind =
  | 'OPENING_BALANCE'
  | 'FEES'
  | 'LATE_FEES'
  | 'COMMON_INCOME'
  | 'INTEREST'
  | 'FROM_FIRM'
  | 'UNIDENTIFIED'
  | 'RETURNED_PAYOUT'
  | 'DEPOSITS'
  | 'OTHER_RECEIPT'
  | 'FROM_OTHER_FUND';

export type PaymentKind =
  | 'SERVICE_BASE'
  | 'SERVICE_PERFORMANCE'
  | 'COST'
  | 'VENDOR'
  | 'TAX'
  | 'REFUND'
  | 'SUSPENSE_BACK'
  | 'PASS_ON'
  | 'MAINTENANCE_FUND'
  | 'SPENDING'
  | 'FLOAT'
  | 'BANK_CHARGE'
  | 'BOUNCED'
  | 'OTHER_PAYMENT'
  | 'TO_OTHER_FUND';

/** The kinds of payment that are payouts, each listed in section H. */
export const payoutKinds = [
  'SERVICE_BASE',
  'SERVICE_PERFORMANCE',
  'COST',
  'VENDOR',
  'TAX',
  'REFUND',
  'SUSPENSE_BACK',
  'PASS_ON',
  'MAINTENANCE_FUND',
  'SPENDING',
  'FLOAT',
] as const;
export type PayoutKind = (typeof payoutKinds)[number];

/** One line of receipts or payments. `FROM_OTHER_FUND` and `TO_OTHER_FUND` move money between funds and leave the account's total alone. */
export interface FlowLine<Kind extends string> extends Columns {
  readonly kind: Kind;
}

export interface Flow {
  readonly opening: Columns;
  readonly received: Columns;
  readonly paid: Columns;
  readonly closing: Columns;
}

export interface FundFlow extends Flow {
  readonly fund: SnapshotFund;
  readonly receipts: readonly FlowLine<ReceiptKind>[];
  readonly payments: readonly FlowLine<PaymentKind>[];
}

/** All funds together: `received` and `paid` without `moved`, what went from one fund to another. */
export interface TotalFlow extends Flow {
  readonly moved: Columns;
}

export interface MonthCash {
  readonly period: AccountingPeriod;
  readonly received: Yuan;
  readonly paid: Yuan;
  readonly closing: Yuan;
}

export type PartyRole = 'OWNER_SIDE' | 'REGULATOR' | 'SUPERVISOR' | 'FIRM';

/** A: what, whose, where, and the sentence "received, paid, left" as figures. */
export interface CoverSection {
  readonly name: string;
  readonly streetName: string;
  readonly countyName: string;
  readonly communityName: string;
  readonly from: BusinessDate;
  readonly to: BusinessDate;
  readonly account: { readonly bankName: string; readonly last4: string } | null;
  /** Accounts that another followed in these days, with their last day; left out where there is none. */
  readonly formerAccounts?: readonly { readonly bankName: string; readonly last4: string; readonly lastDay: BusinessDate }[];
  readonly contract: { readonly number: string; readonly firm: string; readonly from: BusinessDate; readonly to: BusinessDate } | null;
  /** `substitute`: acts in place of a missing owners' committee. */
  readonly parties: readonly { readonly role: PartyRole; readonly organisation: string; readonly substitute: boolean }[];
  readonly received: Yuan;
  readonly paid: Yuan;
  readonly closing: Yuan;
}

/** A line of the year's budget by its fund and account of cost: amount − paid = left. */
export interface BudgetFigures {
  readonly fund: SnapshotFund;
  readonly code: string;
  readonly amount: Yuan;
  readonly paid: Yuan;
  readonly left: Yuan;
}

/** What the owners allowed for a year, and what the bank has paid of it by the period's end, less what came back. */
export interface BudgetInUse {
  readonly year: string;
  readonly resolution: string;
  readonly lines: readonly BudgetFigures[];
}

/**
 * B: receipts and payments of the bank account, per fund and in all; `history` holds up to 13 months, the statement's own last. `budget` is left out where the year
 * had none on the last day of the period, and in statements from before there were budgets.
 */
export interface MoneySection {
  readonly budget?: BudgetInUse;
  readonly funds: readonly FundFlow[];
  readonly total: TotalFlow;
  readonly history: readonly MonthCash[];
}

export interface BalanceLine {
  readonly account: string;
  readonly amount: Yuan;
}

export interface FundBalanceSheet {
  readonly fund: SnapshotFund;
  readonly cash: Yuan;
  /** Part of the cash that is promised to somebody and may not be spent. */
  readonly restricted: Yuan;
  readonly available: Yuan;
  readonly assets: readonly BalanceLine[];
  readonly claims: readonly (BalanceLine & { readonly restricted: boolean })[];
  /** Assets less claims: what the fund owns. */
  readonly net: Yuan;
}

/** C: what each fund holds and owes at the end of the month. Accounts are codes of the chart. */
export interface BalanceSection {
  readonly funds: readonly FundBalanceSheet[];
  readonly total: { readonly cash: Yuan; readonly restricted: Yuan; readonly available: Yuan };
}

/** The bills of the period's months in force at its end, and what became of them by then: amount = paid + letOff + unpaid. */
export interface BillFigures {
  readonly amount: Yuan;
  readonly paid: Yuan;
  /** Waived or written off. */
  readonly letOff: Yuan;
  readonly unpaid: Yuan;
}

/**
 * `billed` less bills of earlier months that were taken back in the period; `unpaid` is what of the period's bills stands open at its end. `rate` = paid /
 * amount of `bills`: what is let off is not collected and cannot raise it. In format 1, without `bills`, it was (billed − unpaid) / billed.
 */
export interface FeeFigures {
  readonly billed: Yuan;
  readonly collected: Yuan;
  readonly prepaid: Yuan;
  readonly waived: Yuan;
  readonly unpaid: Yuan;
  readonly bills?: BillFigures;
  readonly rate: Share | null;
}

/** From the money that came in for fees to the fees that count as collected (domain.md 10). All but `reallocated` etc. are shown without sign. */
export interface FeeBridge {
  readonly receivedForFees: Yuan;
  readonly toPrepayment: Yuan;
  readonly lateFees: Yuan;
  readonly prepaymentApplied: Yuan;
  readonly found: Yuan;
  readonly clearedByFirm: Yuan;
  readonly bounced: Yuan;
  readonly reallocated: Yuan;
  readonly collected: Yuan;
}

/** Share of the year's bills that is paid, over one building or several that were merged so that at least 5 units owe. */
export interface BuildingRate {
  readonly buildings: readonly string[];
  readonly unitsOwing: number;
  readonly rate: Share;
}

/** D: property fees. */
export interface FeesSection {
  readonly month: FeeFigures;
  readonly yearToDate: FeeFigures;
  readonly buildings: readonly BuildingRate[];
  readonly bridge: { readonly month: FeeBridge; readonly yearToDate: FeeBridge };
}

export type ApprovalSlot = 'OWNER_SIDE' | 'REGULATOR' | 'SUPERVISOR';

/**
 * H: one payment out of the account, as it was approved when the bank was told to pay. `payee` names an organisation, null where it was a person.
 * Since format 2: `attempt` counts the payments of a payout (2: paid again after it came back), and `returnedOn` says that this one came back within
 * the period.
 */
export interface PayoutLine {
  readonly number: string;
  readonly attempt?: number;
  readonly returnedOn?: BusinessDate | null;
  readonly kind: PayoutKind;
  readonly fund: SnapshotFund;
  readonly purpose: string;
  readonly payee: string | null;
  readonly payeeLast4: string;
  readonly amount: Yuan;
  readonly requestedAt: Instant;
  readonly approvals: readonly { readonly slot: ApprovalSlot; readonly organisation: string; readonly at: Instant }[];
  readonly paidOn: BusinessDate;
  readonly bankReference: string;
  readonly path: string;
}

/** H: a payment that the bank gave back in the period, whenever it was made. The money is in the account again and promised to the same payee. */
export interface ReturnedLine {
  readonly number: string;
  readonly attempt: number;
  readonly kind: PayoutKind;
  readonly fund: SnapshotFund;
  readonly amount: Yuan;
  readonly paidOn: BusinessDate;
  readonly returnedOn: BusinessDate;
  readonly bankReference: string;
  readonly path: string;
}

/** Something that somebody else has still to do: the bank to pay, a channel to settle, the bank to correct. `number` is that of the payout. */
export interface OpenItem {
  readonly kind: 'PAYOUT_IN_FLIGHT' | 'CHANNEL_IN_TRANSIT' | 'BANK_ERROR';
  readonly fund: SnapshotFund;
  readonly number: string | null;
  readonly since: BusinessDate | null;
  readonly amount: Yuan;
}

export interface SuspenseAge {
  /** Days since the money came in, both included; `to` null: and older. */
  readonly from: number;
  readonly to: number | null;
  readonly count: number;
  readonly amount: Yuan;
}

/** I: bank, books and claims agree; what is outstanding and what nobody has claimed. */
export interface ReconciliationSection {
  readonly bank: {
    readonly statementBalance: Yuan;
    readonly depositsInTransit: Yuan;
    readonly outstandingPayments: Yuan;
    readonly bankErrors: Yuan;
    readonly adjusted: Yuan;
  };
  readonly books: Yuan;
  /** Computed from the documents (receipts, payouts, bank lines), not from the accounts. */
  readonly claims: readonly { readonly fund: SnapshotFund; readonly amount: Yuan }[];
  readonly outstanding: readonly { readonly on: BusinessDate; readonly what: string; readonly amount: Yuan }[];
  /** Since format 2: in bank and books alike, and still to be finished. */
  readonly open?: readonly OpenItem[];
  readonly suspense: { readonly count: number; readonly amount: Yuan; readonly ages: readonly SuspenseAge[] };
}

/** The members that may be missing are those of format 2, `firmDues` of format 3; `quarters` only the statement of a year has, whose `service` is null. */
export interface SnapshotSections {
  readonly cover: CoverSection;
  readonly money: MoneySection;
  readonly balance: BalanceSection;
  readonly fees: FeesSection;
  readonly commonIncome: CommonIncomeSection;
  readonly maintenance?: MaintenanceSection;
  readonly firmDues?: FirmDuesSection;
  readonly service: ServiceSection | null;
  readonly quarters?: readonly ServiceSection[];
  readonly payouts: readonly PayoutLine[];
  readonly returned?: readonly ReturnedLine[];
  readonly reconciliation: ReconciliationSection;
}

export const statementKinds = ['MONTH', 'QUARTER', 'YEAR', 'SUPPLEMENT', 'CORRECTION'] as const;
export type StatementKind = (typeof statementKinds)[number];

/** Each format has everything of the one before it and the members that the sections mark; what was published in an older one stays and verifies as it is. */
export const snapshotFormats = ['mingbai.statement/1', 'mingbai.statement/2', 'mingbai.statement/3'] as const;
export type SnapshotFormat = (typeof snapshotFormats)[number];
/** In which statements are written now. */
export const currentFormat: SnapshotFormat = 'mingbai.statement/3';

/**
 * A published statement, frozen: every form of it (page, files) is made from this one value and carries its figures to the fen.
 * A MONTH is the books at the close of the month, a QUARTER or YEAR those of its closed months; a SUPPLEMENT follows the final score and differs
 * from the version before it in section G alone; a CORRECTION is the books at a later close, after a month was reopened. It holds no personal
 * data (domain.md 9). Amounts are text, so that no reader can round one.
 */
export interface StatementSnapshot {
  readonly format: SnapshotFormat;
  readonly community: string;
  readonly period: StatementPeriod;
  readonly kind: StatementKind;
  readonly version: number;
  readonly previous: { readonly version: number; readonly sha256: string } | null;
  readonly builtAt: Instant;
  readonly sections: SnapshotSections;
}

/** What a kind of receipt or payment brought in a column, zero where it is not listed. */
export function lineOf<Kind extends ReceiptKind | PaymentKind>(
  lines: readonly ({ readonly kind: Kind } & Columns)[],
  kind: Kind,
  column: keyof Columns,
): string | null {
  return lines.find((line) => line.kind === kind)?.[column] ?? '0.00';
}

/** The bytes of a snapshot as they are stored, hashed and served: RFC 8785 canonical JSON in UTF-8. */
export function snapshotText(snapshot: StatementSnapshot): string {
  return canonicalJson(snapshot as unknown as Json);
}

/** SHA-256 (hex) of those bytes: the fingerprint printed on the page. */
export function snapshotHash(snapshot: StatementSnapshot): string {
  return sha256Hex(snapshotText(snapshot));
}
