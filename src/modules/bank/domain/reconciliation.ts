import {
  canonicalJson,
  DomainError,
  Money,
  sha256Hex,
  type AccountingPeriod,
  type BusinessDate,
  type ErrorDetails,
  type Instant,
  type Json,
  type OrganisationId,
  type PersonId,
} from '../../../kernel/index.js';
import type { ChartCode, Fund, Party } from '../../ledger/index.js';
import type { BankFileId } from './bank-line.js';

/** One fund at the end of the month: its cash in the books, and what the documents say is there. */
export interface FundLegs {
  readonly fund: Fund;
  readonly cash: Money;
  readonly claims: Money;
}

/** Money whose owner is not known yet. */
export interface SuspenseState {
  readonly count: number;
  readonly total: Money;
  readonly oldestOn: BusinessDate | null;
}

/** What is under way at the end of the month: it is in the books, and the bank or somebody else has still to act. */
export const outstandingKinds = ['PAYOUT_IN_FLIGHT', 'CHANNEL_IN_TRANSIT', 'BANK_ERROR', 'SUSPENSE'] as const;
export type OutstandingKind = (typeof outstandingKinds)[number];

/** `reference`: number of the payout, channel, bank line; `since`: the day from which its age counts, null where none is known. */
export interface OutstandingItem {
  readonly kind: OutstandingKind;
  readonly fund: Fund;
  readonly reference: string | null;
  readonly since: BusinessDate | null;
  readonly amount: Money;
}

/** What an account of a fund says of who owes whom, equal in books and documents. */
export interface ReconciledClaim {
  readonly account: ChartCode;
  readonly fund: Fund;
  readonly amount: Money;
}

/** What one of several accounts holds at the end of a month. */
export interface ReconciledAccount {
  readonly accountId: number;
  readonly balance: Money;
}

/** Where the money lies while a compound changes its account: on more than one, or on its way between them. */
export interface SeveralAccounts {
  readonly accounts: readonly ReconciledAccount[];
  readonly underWay: Money;
}

/** The account at the end of a month as the bank, the books and the documents each state it. */
export interface ReconciliationFacts {
  readonly accountId: number;
  /** The statement that reaches the month's end. */
  readonly fileId: BankFileId;
  readonly month: AccountingPeriod;
  readonly reconciledOn: BusinessDate;
  /** Of every account, with what is on its way between them. */
  readonly bankBalance: Money;
  /** Null where all of it lies on the one account. */
  readonly several: SeveralAccounts | null;
  readonly funds: readonly FundLegs[];
  readonly claims: readonly ReconciledClaim[];
  readonly outstanding: readonly OutstandingItem[];
  readonly suspense: SuspenseState;
  /** Lines of the bank in the month. */
  readonly lineCount: number;
  /** The last entry that is dated through the month's end: a later one outdates the reconciliation. */
  readonly lastEntrySeq: number;
}

/** A prepared reconciliation. Its signature, and what became of it: a close rests on it, or it was withdrawn. */
export interface ReconciliationView extends ReconciliationFacts {
  readonly id: number;
  readonly fundCash: Money;
  readonly documentClaims: Money;
  readonly preparedAt: Instant;
  readonly preparedBy: PersonId;
  readonly preparedFor: OrganisationId;
  readonly sha256: string;
  readonly signedAt: Instant | null;
  readonly signedBy: PersonId | null;
  readonly signedFor: OrganisationId | null;
  readonly closeNo: number | null;
  readonly withdrawnAt: Instant | null;
  readonly withdrawnBecause: string | null;
}

/** One on which a close rests, so it has its two signatures. */
export interface SignedReconciliationView extends ReconciliationView {
  readonly signedAt: Instant;
  readonly signedBy: PersonId;
  readonly signedFor: OrganisationId;
  readonly closeNo: number;
}

export const reconciliationStates = ['PREPARED', 'SIGNED', 'CLOSED', 'WITHDRAWN'] as const;
export type ReconciliationState = (typeof reconciliationStates)[number];

export function reconciliationState(view: Pick<ReconciliationView, 'signedAt' | 'closeNo' | 'withdrawnAt'>): ReconciliationState {
  if (view.withdrawnAt !== null) return 'WITHDRAWN';
  if (view.closeNo !== null) return 'CLOSED';
  return view.signedAt === null ? 'PREPARED' : 'SIGNED';
}

/** Where the three legs of a month are apart: the figures of all of them and of the first fund that differs; null when they are equal to the fen. */
export function legsApart({ month, bankBalance, funds }: Pick<ReconciliationFacts, 'month' | 'bankBalance' | 'funds'>): ErrorDetails | null {
  const [fundCash, documentClaims] = [Money.sum(funds.map(({ cash }) => cash)), Money.sum(funds.map(({ claims }) => claims))];
  const apart = funds.find(({ cash, claims }) => !cash.equals(claims));
  if (!apart && fundCash.equals(bankBalance)) return null;
  const legs = { bank: bankBalance.toString(), books: fundCash.toString(), documents: documentClaims.toString() };
  return { month, ...legs, fund: apart?.fund ?? '–', fundCash: apart?.cash.toString() ?? '–', fundClaims: apart?.claims.toString() ?? '–' };
}

/**
 * Bank balance = Σ cash of funds = Σ claims, to the fen, and each fund's cash = its claims (I5; the three-way reconciliation of
 * Victoria Estate Agents Reg. 26). @returns cash and claims of all funds @throws BANK_LEGS_DIFFER with the three figures
 */
export function reconciled(facts: Pick<ReconciliationFacts, 'month' | 'bankBalance' | 'funds'>): { fundCash: Money; documentClaims: Money } {
  const apart = legsApart(facts);
  if (apart) throw new DomainError('BANK_LEGS_DIFFER', apart);
  return { fundCash: Money.sum(facts.funds.map(({ cash }) => cash)), documentClaims: Money.sum(facts.funds.map(({ claims }) => claims)) };
}

/** Lists in a fixed order, amounts as text: the part of the facts that is kept as JSON. */
export function reconciliationDetail({
  several,
  funds,
  claims,
  outstanding,
  suspense,
}: Pick<ReconciliationFacts, 'several' | 'funds' | 'claims' | 'outstanding' | 'suspense'>) {
  return {
    ...(several && {
      several: {
        accounts: several.accounts.map(({ accountId, balance }) => ({ accountId, balance: balance.toString() })),
        underWay: several.underWay.toString(),
      },
    }),
    funds: funds.map(({ fund, cash, claims: documents }) => ({ fund, cash: cash.toString(), claims: documents.toString() })),
    claims: claims.map(({ account, fund, amount }) => ({ account, fund, amount: amount.toString() })),
    outstanding: outstanding.map(({ kind, fund, reference, since, amount }) => ({ kind, fund, reference, since, amount: amount.toString() })),
    suspense: { count: suspense.count, total: suspense.total.toString(), oldestOn: suspense.oldestOn },
  };
}

/** What both signatures cover: the facts, who prepared them, for whom and when. @returns SHA-256 of their canonical form */
export function reconciliationHash(facts: ReconciliationFacts, prepared: Party): string {
  const { accountId, fileId, month, reconciledOn, lineCount, lastEntrySeq, bankBalance } = facts;
  const { by, for: organisation, at } = prepared;
  const body: Json = {
    accountId,
    fileId,
    month,
    reconciledOn,
    lineCount,
    lastEntrySeq,
    bankBalance: bankBalance.toString(),
    ...reconciliationDetail(facts),
    prepared: { by, for: organisation, at },
  };
  return sha256Hex(canonicalJson(body));
}

/** Whether what was prepared is still what bank, books and documents say: a later entry or line of the month changes it for good. */
export function isCurrent(view: ReconciliationView, facts: ReconciliationFacts): boolean {
  return reconciliationHash(facts, { by: view.preparedBy, for: view.preparedFor, at: view.preparedAt }) === view.sha256;
}
