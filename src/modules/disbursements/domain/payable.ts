import { Money, type AccountingPeriod, type BusinessDate, type Id, type Quarter, type Rate } from '../../../kernel/index.js';
import type { OpenedMonth } from '../../entitlements/index.js';
import type { AccountRef, ChartCode, Fund } from '../../ledger/index.js';

/** What the firm earns, which it asks for itself. */
export const serviceKinds = ['BASE', 'PERFORMANCE'] as const;
export type ServiceKind = (typeof serviceKinds)[number];

/** What is paid for a document: the bookkeeper asks for it. */
export const documentKinds = ['COST', 'TAX', 'SPENDING', 'MAINTENANCE', 'FLOAT', 'REFUND', 'SUSPENSE_BACK', 'PASS_ON'] as const;
export type DocumentKind = (typeof documentKinds)[number];

export const disbursementKinds = [...serviceKinds, ...documentKinds] as const;
export type DisbursementKind = (typeof disbursementKinds)[number];

/** Money that goes back to whoever sent it: name and account are a person's, and are never published. */
const personalKinds: readonly DisbursementKind[] = ['REFUND', 'SUSPENSE_BACK'];

export function isPersonal(kind: DisbursementKind): boolean {
  return personalKinds.includes(kind);
}

export function isServiceKind(kind: DisbursementKind): kind is ServiceKind {
  return (serviceKinds as readonly DisbursementKind[]).includes(kind);
}

/** What a payout is claimed from: the base part of a month, what the final score of a quarter releases, or a document, which people cite by its number. */
export type ServiceSource =
  | { readonly kind: 'BASE'; readonly period: AccountingPeriod }
  | { readonly kind: 'PERFORMANCE'; readonly assessmentId: Id<'assessment'>; readonly quarter: Quarter };
export interface DocumentSource {
  readonly kind: DocumentKind;
  readonly claimId: number;
  readonly claimNumber: string;
}
export type DisbursementSource = ServiceSource | DocumentSource;

/**
 * What the rules of the contract give for a source (domain.md 5), in yuan: E entitlement, W withheld, `entitled` = B and what was paid back of it for BASE, and for
 * PERFORMANCE R with what was given back later. With an obstacle nothing can be asked for, whatever the amounts.
 */
export type ServiceClaim = ServiceSource & {
  readonly entitlement: Money;
  readonly withheld: Money;
  readonly entitled: Money;
  /** What of `entitled` the firm had been paid and paid back, because a later close of the month took it back (BASE). */
  readonly repaid?: Money;
  /** The month is one before the books: `entitled` is what the three parties signed, and no rule gives E and W (BASE). */
  readonly opened?: OpenedMonth | null;
  /** What of `entitled` decisions after the FINAL score gave back (P17d). */
  readonly givenLater?: Money;
  /** Published score and the share of W that it releases; null while there is none, and for BASE. */
  readonly score: Rate | null;
  readonly ratio: Rate | null;
  readonly obstacle: ServiceObstacle | null;
};

/** The account from which money came, as the bank's line names it. */
export interface OriginAccount {
  readonly accountNo: string;
  readonly accountName: string;
}

/**
 * What a document gives a right to, in yuan: its source account in the books, and who is paid: a registered payee, or the account that the money came from.
 * A refund has a payee where no line of the bank brought the money: a deposit from before the books.
 */
export interface DocumentClaim extends DocumentSource {
  /** What it is for, in the words of whoever wrote the document; published, and empty where money goes back to a person. */
  readonly words: string;
  readonly fund: Fund;
  readonly account: AccountRef;
  readonly entitled: Money;
  readonly on: BusinessDate;
  readonly payeeId: number | null;
  readonly origin: OriginAccount | null;
  /** No line of the bank names `origin`: two organisations agreed on it by a paper. */
  readonly originRecorded?: boolean;
  readonly invoiceNo: string | null;
  /** SHA-256 of each paper. */
  readonly documents: readonly string[];
  readonly resolutionNo: string | null;
  readonly obstacle: ClaimObstacle | null;
}

export type Claim = ServiceClaim | DocumentClaim;

/** Why the firm's claim cannot be paid yet: P12 of the month not posted, the score not final, an appeal open. */
export type ServiceObstacle = 'NOT_POSTED' | 'NOT_FINAL' | 'APPEAL_OPEN';
/** Why a claim cannot be paid yet; of a document: it is not approved, names no account to send back to, or the receipt of the money is void. */
export type ClaimObstacle = ServiceObstacle | 'NOT_APPROVED' | 'NO_ORIGIN' | 'RECEIPT_VOID';

export function isDocumentClaim(claim: Claim): claim is DocumentClaim {
  return 'claimId' in claim;
}

/** Base and performance are both paid out of what the firm has earned; a document names its fund and account. */
export function fundOf(claim: Claim): Fund {
  return isDocumentClaim(claim) ? claim.fund : 'SVC';
}

export function sourceAccount(claim: Claim, firmId: number): AccountRef {
  return isDocumentClaim(claim) ? claim.account : { code: '2101', holder: { type: 'firm', id: firmId } };
}

/** Accounts whose money is restricted already: a hold out of them leaves Available as it was. */
const restrictedSources: readonly ChartCode[] = ['2302', '2303', '2401'];

export function isRestrictedSource(code: ChartCode): boolean {
  return restrictedSources.includes(code);
}

/** The number under which a claim stands in messages: a month, a quarter, or its document. */
export function sourceName(claim: Claim): string {
  if (isDocumentClaim(claim)) return claim.claimNumber;
  return claim.kind === 'BASE' ? claim.period : claim.quarter;
}

/**
 * What may still be asked for: what the rule gives less what is asked for, held or paid already; never below zero, and of the firm's money at most `owed`, what
 * the books still owe it (2101) after penalties, set-offs and months that took back. `owed` null: its own document bounds it.
 */
export function payableAmount(entitled: Money, alreadyAsked: Money, owed: Money | null = null): Money {
  const left = entitled.minus(alreadyAsked);
  return Money.max(Money.zero, owed === null ? left : Money.min(left, owed));
}

/** The figures of a claim as text, for messages and for the stored gate. */
export function claimFigures(
  claim: Claim,
  { alreadyAsked, asked, owed }: { alreadyAsked: Money; asked: Money; owed: Money | null },
): Readonly<Record<string, string>> {
  return {
    ...sourceFigures(claim),
    entitled: claim.entitled.toString(),
    alreadyAsked: alreadyAsked.toString(),
    ...(owed && { owed: owed.toString() }),
    payable: payableAmount(claim.entitled, alreadyAsked, owed).toString(),
    asked: asked.toString(),
  };
}

function sourceFigures(claim: Claim): Readonly<Record<string, string>> {
  if (isDocumentClaim(claim)) return { claim: claim.claimNumber };
  if (claim.kind === 'BASE' && claim.opened) return { period: claim.period, opened: claim.opened.amount.toString() };
  const given = { entitlement: claim.entitlement.toString(), withheld: claim.withheld.toString() };
  if (claim.kind === 'BASE') return { period: claim.period, ...given, ...(claim.repaid?.isPositive && { repaid: claim.repaid.toString() }) };
  const later = claim.givenLater?.isPositive ? { givenLater: claim.givenLater.toString() } : {};
  return { quarter: claim.quarter, score: claim.score?.toFixed(2) ?? '', ratio: claim.ratio?.toString() ?? '', ...given, ...later };
}
