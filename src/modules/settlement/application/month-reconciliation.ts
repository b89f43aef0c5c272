import { Injectable } from '@nestjs/common';
import { lastDay, Money, together, type AccountingPeriod, type BusinessDate } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import {
  BankQueries,
  isCurrent,
  ReconciliationQueries,
  type BankLineId,
  type FundLegs,
  type OutstandingItem,
  type OutstandingKind,
  type ReconciliationFacts,
  type ReconciliationView,
} from '../../bank/index.js';
import { DisbursementQueries } from '../../disbursements/index.js';
import { EntitlementQueries } from '../../entitlements/index.js';
import { FeeQueries } from '../../fees/index.js';
import { funds as everyFund, LedgerQueries, type AccountBalance, type ChartCode, type Fund } from '../../ledger/index.js';
import { IncomeClaims, LeaseQueries } from '../../operating-income/index.js';
import { FactQueries } from './fact-queries.js';
import { MonthAccounts, type BankOfMonth } from './month-accounts.js';
import { OpeningQueries } from './opening-queries.js';
import { isClaim, type Claim } from '../domain/claims.js';
import type { MonthReconciliation } from '../domain/close-checklist.js';

/** Accounts whose balances at a month's end somebody else has still to act on. */
const UNDER_WAY: Readonly<Partial<Record<ChartCode, OutstandingKind>>> = {
  '2112': 'PAYOUT_IN_FLIGHT',
  '1002': 'CHANNEL_IN_TRANSIT',
  '1105': 'BANK_ERROR',
  '2301': 'SUSPENSE',
};

/** The accounts at the end of a month, and the cash of each fund beside what the documents say of it: read once by a command that holds several things against them. */
export interface MonthBooks {
  readonly balances: readonly AccountBalance[];
  readonly funds: readonly FundLegs[];
}

/** What a caller has read of a month: its books and what the bank says. */
export interface KnownLegs extends MonthBooks {
  readonly bankOfMonth: BankOfMonth;
}

interface OfFund {
  readonly fund: Fund;
  readonly amount: Money;
}

/** The facts that a month's reconciliation is made of, as they stand now; and whether one that was prepared still says them. */
@Injectable()
export class MonthReconciliations {
  constructor(
    private readonly books: LedgerQueries,
    private readonly accounts: MonthAccounts,
    private readonly bank: BankQueries,
    private readonly openings: OpeningQueries,
    private readonly placed: FactQueries,
    private readonly fees: FeeQueries,
    private readonly leases: LeaseQueries,
    private readonly income: IncomeClaims,
    private readonly payouts: DisbursementQueries,
    private readonly entitlements: EntitlementQueries,
    private readonly reconciliations: ReconciliationQueries,
  ) {}

  /** Null while no statement reaches the month's end; `known`: what has been read already. @throws COMMUNITY_ACCOUNT_NONE */
  async facts(tx: Tx, month: AccountingPeriod, known?: KnownLegs): Promise<ReconciliationFacts | null> {
    const reconciledOn = lastDay(month);
    const { account, accounts, underWay, balance: bankBalance } = known?.bankOfMonth ?? (await this.accounts.of(tx, month));
    const { id: accountId } = account;
    const file = await this.bank.covering(tx, accountId, reconciledOn);
    if (file === null) return null;
    const { balances, funds } = known ?? (await this.booksAt(tx, reconciledOn));
    const found = await together({
      outstanding: this.outstanding(tx, balances, reconciledOn),
      suspense: this.bank.suspense(tx, reconciledOn),
      counts: this.counts(tx, month),
    });
    return {
      accountId,
      fileId: file.id,
      month,
      reconciledOn,
      bankBalance,
      several: accounts.length > 1 || !underWay.isZero ? { accounts, underWay } : null,
      funds,
      claims: claimsOf(balances),
      outstanding: found.outstanding,
      suspense: found.suspense,
      ...found.counts,
    };
  }

  /** The one that waits for its signature or the close, and how far it is; `known`: what has been read already. */
  async pending(tx: Tx, month: AccountingPeriod, known?: KnownLegs): Promise<{ view: ReconciliationView; state: MonthReconciliation } | null> {
    const view = await this.reconciliations.pending(tx, month);
    if (view === null) return null;
    const facts = await this.facts(tx, month, known);
    const state = facts === null || !isCurrent(view, facts) ? 'OUTDATED' : view.signedAt === null ? 'PREPARED' : 'SIGNED';
    return { view, state };
  }

  /** The books as they stand now, as of the end of a day. */
  async booksAt(tx: Tx, on: BusinessDate): Promise<MonthBooks> {
    const { balances, documents } = await together({ balances: this.books.balances(tx, { on, standing: true }), documents: this.documents(tx, on) });
    return { balances, funds: fundLegs(balances, documents) };
  }

  /** What receipts, bank lines, payouts and final scores say of the cash. */
  private async documents(tx: Tx, on: BusinessDate): Promise<OfFund[]> {
    const sources = [this.openings, this.bank, this.placed, this.fees, this.leases, this.income, this.payouts, this.entitlements];
    return (await together(sources.map((source) => source.documentCash(tx, on)))).flat();
  }

  private async counts(tx: Tx, month: AccountingPeriod): Promise<Pick<ReconciliationFacts, 'lineCount' | 'lastEntrySeq'>> {
    const [found] = await tx.query<Pick<ReconciliationFacts, 'lineCount' | 'lastEntrySeq'>>(
      `select (select count(*) from mingbai.bank_line where community_id = $1 and booked_on between $2 and $3) as "lineCount",
         (select coalesce(max(seq), 0) from ledger.entry where community_id = $1 and effective_on <= $3) as "lastEntrySeq"`,
      [tx.communityId, `${month}-01`, lastDay(month)],
    );
    return found ?? { lineCount: 0, lastEntrySeq: 0 };
  }

  private async outstanding(tx: Tx, balances: readonly AccountBalance[], on: BusinessDate): Promise<OutstandingItem[]> {
    const items: OutstandingItem[] = [];
    const waiting = balances.filter(({ code, balance }) => UNDER_WAY[code] === 'SUSPENSE' && !balance.isZero).map(({ holderId }) => holderId as BankLineId);
    const lines = new Map(
      (waiting.length === 0 ? [] : await this.bank.lines(tx, { ids: waiting })).map(({ id, bookedOn }): [number, BusinessDate] => [id, bookedOn]),
    );
    for (const { code, fund, holderId, balance } of balances) {
      const kind = UNDER_WAY[code];
      if (kind === undefined || balance.isZero) continue;
      const origin = kind === 'SUSPENSE' ? { reference: String(holderId), since: lines.get(holderId) ?? null } : await this.origin(tx, kind, holderId, on);
      items.push({ kind, fund, amount: balance, ...origin });
    }
    return items;
  }

  private async origin(tx: Tx, kind: OutstandingKind, holderId: number, on: BusinessDate): Promise<Pick<OutstandingItem, 'reference' | 'since'>> {
    if (kind === 'PAYOUT_IN_FLIGHT') {
      const entries = await this.books.entriesOf(tx, { type: 'disbursement', id: holderId });
      const instructed = entries.findLast(({ rule, effectiveOn }) => rule === 'P14' && effectiveOn <= on);
      return { reference: (await this.payouts.byId(tx, holderId)).number, since: instructed?.effectiveOn ?? null };
    }
    return { reference: kind === 'CHANNEL_IN_TRANSIT' ? String(holderId) : null, since: null };
  }
}

/** Cash of each fund in the books, and what the documents say is there (I5). */
function fundLegs(balances: readonly AccountBalance[], documents: readonly OfFund[]): FundLegs[] {
  const cash = balances.filter(({ code }) => code === '1001').map(({ fund, balance }) => ({ fund, amount: balance }));
  const sum = (of: readonly OfFund[], fund: Fund): Money => Money.sum(of.filter((each) => each.fund === fund).map(({ amount }) => amount));
  return everyFund.map((fund) => ({ fund, cash: sum(cash, fund), claims: sum(documents, fund) }));
}

/** Sums by account and fund, in their order, of what is not zero. */
function claimsOf(balances: readonly AccountBalance[]): Claim[] {
  const sums = new Map<string, Claim>();
  for (const { code, fund, balance } of balances.filter((account) => isClaim(account.code))) {
    const key = `${code} ${fund}`;
    sums.set(key, { account: code, fund, amount: (sums.get(key)?.amount ?? Money.zero).plus(balance) });
  }
  return [...sums.entries()]
    .filter(([, { amount }]) => !amount.isZero)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, claim]) => claim);
}
