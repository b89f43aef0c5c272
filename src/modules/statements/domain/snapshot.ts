import { canonicalJson, sha256Hex, type AccountingPeriod, type BusinessDate, type Instant, type Json, type Quarter } from '../../../kernel/index.js';

/** An amount in yuan as text with two decimals, "1234.56" or "-1234.56". */
export type Yuan = string;
/** A share between 0 and 1 as text, "0.20"; rates of collection have four decimals, "0.8900". */
export type Share = string;
/** Points of a score as text, "87.32". */
export type Points = string;

export type SnapshotFund = 'SVC' | 'COM' | 'QLT' | 'TRN';
/** The order in which funds are listed, everywhere. */
export const snapshotFunds: readonly SnapshotFund[] = ['SVC', 'COM', 'QLT', 'TRN'];

/** A figure of the month, of the month before (null in a compound's first statement), and of the calendar year so far. */
export interface Columns {
  readonly month: Yuan;
  readonly previous: Yuan | null;
  readonly yearToDate: Yuan;
}

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
  readonly contract: { readonly number: string; readonly firm: string; readonly from: BusinessDate; readonly to: BusinessDate } | null;
  /** `substitute`: acts in place of a missing owners' committee. */
  readonly parties: readonly { readonly role: PartyRole; readonly organisation: string; readonly substitute: boolean }[];
  readonly received: Yuan;
  readonly paid: Yuan;
  readonly closing: Yuan;
}

/** B: receipts and payments of the bank account, per fund and in all; `history` holds up to 13 months, the statement's own last. */
export interface MoneySection {
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

/** `unpaid` is what of the bills of the period stands open at the end of the month; `rate` = (billed − unpaid) / billed. */
export interface FeeFigures {
  readonly billed: Yuan;
  readonly collected: Yuan;
  readonly prepaid: Yuan;
  readonly waived: Yuan;
  readonly unpaid: Yuan;
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

export type AssetKind = 'PARKING' | 'ADVERTISING' | 'SITE' | 'TELECOM' | 'LOCKER' | 'CHARGING' | 'OTHER';

/** `counterparty` names an organisation; null where people pay, who are never named. Amounts are those of the month; `outstanding` at its end. */
export interface CommonIncomeLine {
  readonly kind: AssetKind;
  readonly asset: string;
  readonly counterparty: string | null;
  readonly from: BusinessDate;
  readonly to: BusinessDate;
  readonly accrued: Yuan;
  readonly received: Yuan;
  readonly outstanding: Yuan;
}

/** E: income from the common parts, which belongs to the owners. */
export interface CommonIncomeSection {
  readonly lines: readonly CommonIncomeLine[];
  readonly accrued: Columns;
  readonly received: Columns;
}

/** E, B, W of domain.md 5: what the firm is entitled to, the part payable each month, the part that waits for the score. */
export interface Entitlement {
  readonly entitlement: Yuan;
  readonly base: Yuan;
  readonly withheld: Yuan;
}

/** How a score becomes a share of the withheld money. Bands are half-open [from, to), the last one closed at 100, highest first. */
export type SnapshotPayoutRule =
  | { readonly kind: 'BANDED'; readonly bands: readonly { readonly from: Points; readonly to: Points; readonly share: Share }[] }
  | { readonly kind: 'LINEAR'; readonly full: Points };

export interface AssessmentResult {
  readonly finalOn: BusinessDate;
  /** `score` is null where nothing counted (too few answers), with weight 0; `points` = weight × score; the score is their sum plus `adjustment`, within 0 and 100, rounded half up once to 2 decimals. */
  readonly components: readonly { readonly name: string; readonly weight: Share; readonly score: Points | null; readonly points: Points }[];
  readonly adjustment: Points;
  readonly score: Points;
  readonly selfEvaluation: Points | null;
  /** How many bands (LINEAR: tens of points) a severe safety event lowered the result. */
  readonly lowered: number;
  readonly share: Share;
  readonly entitlement: Yuan;
  readonly base: Yuan;
  readonly withheld: Yuan;
  readonly released: Yuan;
  readonly deducted: Yuan;
  readonly fines: Yuan;
  readonly net: Yuan;
}

/** G: the service, its score and what follows for the money. `result` is null while the assessment is under way. */
export interface ServiceSection {
  readonly firm: string;
  readonly quarter: Quarter;
  readonly basis: 'COLLECTED' | 'ACCRUED';
  readonly shareAtRisk: Share;
  readonly rule: SnapshotPayoutRule;
  readonly staffing: readonly { readonly post: string; readonly promised: number; readonly present: number | null }[];
  readonly months: readonly (Entitlement & { readonly period: AccountingPeriod })[];
  readonly quarterToDate: Entitlement;
  readonly result: AssessmentResult | null;
}

export type ApprovalSlot = 'OWNER_SIDE' | 'REGULATOR' | 'SUPERVISOR';

/** H: one payment out of the account. `payee` names an organisation, null where it was a person. */
export interface PayoutLine {
  readonly number: string;
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
  readonly suspense: { readonly count: number; readonly amount: Yuan; readonly ages: readonly SuspenseAge[] };
}

export interface SnapshotSections {
  readonly cover: CoverSection;
  readonly money: MoneySection;
  readonly balance: BalanceSection;
  readonly fees: FeesSection;
  readonly commonIncome: CommonIncomeSection;
  readonly service: ServiceSection | null;
  readonly payouts: readonly PayoutLine[];
  readonly reconciliation: ReconciliationSection;
}

export const statementKinds = ['MONTH', 'SUPPLEMENT', 'CORRECTION'] as const;
export type StatementKind = (typeof statementKinds)[number];

/**
 * A published statement, frozen: every form of it (page, files) is made from this one value and carries its figures to the fen.
 * A MONTH is the books at the close of the month; a SUPPLEMENT follows the final score and differs from the version before it in
 * `sections.service` alone; a CORRECTION is the books at a later close, after the month was reopened. It holds no personal data (domain.md 9). Amounts are text, so that no reader can round one.
 */
export interface StatementSnapshot {
  readonly format: 'mingbai.statement/1';
  readonly community: string;
  readonly period: AccountingPeriod;
  readonly kind: StatementKind;
  readonly version: number;
  readonly previous: { readonly version: number; readonly sha256: string } | null;
  readonly builtAt: Instant;
  readonly sections: SnapshotSections;
}

/** The bytes of a snapshot as they are stored, hashed and served: RFC 8785 canonical JSON in UTF-8. */
export function snapshotText(snapshot: StatementSnapshot): string {
  return canonicalJson(snapshot as unknown as Json);
}

/** SHA-256 (hex) of those bytes: the fingerprint printed on the page. */
export function snapshotHash(snapshot: StatementSnapshot): string {
  return sha256Hex(snapshotText(snapshot));
}
