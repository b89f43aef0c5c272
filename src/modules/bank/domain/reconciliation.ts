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
  type PersonId,
} from '../../../kernel/index.js';
import type { Fund } from '../../ledger/index.js';
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

/** The account at the end of a month as the bank, the books and the documents each state it. */
export interface ReconciliationFacts {
  readonly accountId: number;
  /** The statement that reaches the month's end. */
  readonly fileId: BankFileId;
  readonly month: AccountingPeriod;
  readonly reconciledOn: BusinessDate;
  readonly bankBalance: Money;
  readonly funds: readonly FundLegs[];
  readonly suspense: SuspenseState;
  /** Lines of the bank in the month. */
  readonly lineCount: number;
}

export interface ReconciliationView extends ReconciliationFacts {
  readonly id: number;
  readonly fundCash: Money;
  readonly documentClaims: Money;
  readonly signedAt: Instant;
  readonly signedBy: PersonId;
  readonly sha256: string;
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
export function reconciled(facts: ReconciliationFacts): { fundCash: Money; documentClaims: Money } {
  const apart = legsApart(facts);
  if (apart) throw new DomainError('BANK_LEGS_DIFFER', apart);
  return { fundCash: Money.sum(facts.funds.map(({ cash }) => cash)), documentClaims: Money.sum(facts.funds.map(({ claims }) => claims)) };
}

/** What a signature covers: the facts, who and when. @returns SHA-256 of their canonical form */
export function reconciliationHash(facts: ReconciliationFacts, signature: { at: Instant; by: PersonId }): string {
  const amounts = facts.funds.map(({ fund, cash, claims }) => ({ fund, cash: cash.toString(), claims: claims.toString() }));
  const { accountId, fileId, month, reconciledOn, lineCount, bankBalance, suspense } = facts;
  const waiting = { count: suspense.count, total: suspense.total.toString(), oldestOn: suspense.oldestOn };
  const body: Json = {
    accountId,
    fileId,
    month,
    reconciledOn,
    lineCount,
    bankBalance: bankBalance.toString(),
    funds: amounts,
    suspense: waiting,
    ...signature,
  };
  return sha256Hex(canonicalJson(body));
}
