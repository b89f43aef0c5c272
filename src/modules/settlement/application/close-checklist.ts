import { Injectable } from '@nestjs/common';
import { addDays, Clock, DomainError, firstDay, lastDay, Money, periodOf, together, type AccountingPeriod } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { BankQueries, legsApart } from '../../bank/index.js';
import { MonthlyEntitlements } from '../../entitlements/index.js';
import { FeeQueries } from '../../fees/index.js';
import { LedgerQueries } from '../../ledger/index.js';
import { LeaseQueries } from '../../operating-income/index.js';
import { BankBalanceQueries } from './bank-balance-queries.js';
import { ClaimComparison } from './claim-comparison.js';
import { MonthAccounts } from './month-accounts.js';
import { MonthReconciliations, type KnownLegs } from './month-reconciliation.js';
import { balanceApart } from '../domain/bank-balances.js';
import { closeChecklist, type CloseBlocker, type CloseStep, type MonthFacts } from '../domain/close-checklist.js';

/** With what was read of the month for it, for whoever goes on with the same. */
export interface CloseChecklistView extends MonthFacts, KnownLegs {
  readonly steps: readonly CloseStep[];
  readonly ready: boolean;
}

/** What stands between a month and its close, with the figures of all three legs. */
@Injectable()
export class CloseChecklist {
  constructor(
    private readonly clock: Clock,
    private readonly books: LedgerQueries,
    private readonly accounts: MonthAccounts,
    private readonly bank: BankQueries,
    private readonly fees: FeeQueries,
    private readonly leases: LeaseQueries,
    private readonly entitlements: MonthlyEntitlements,
    private readonly claims: ClaimComparison,
    private readonly reconciliations: MonthReconciliations,
    private readonly bankBalances: BankBalanceQueries,
  ) {}

  /** @throws LEDGER_BOOK_MISSING, COMMUNITY_ACCOUNT_NONE */
  async of(tx: Tx, month: AccountingPeriod): Promise<CloseChecklistView> {
    const facts = await this.monthFacts(tx, month, { claims: true });
    const steps = closeChecklist(facts);
    return { ...facts, steps, ready: steps.every(({ blocker }) => blocker === null) };
  }

  /**
   * What blocks the close first; null when nothing does, but that claims may differ: the close holds those against the documents itself, once what
   * was earned is in the books. @throws as `of`
   */
  async blocker(tx: Tx, month: AccountingPeriod): Promise<CloseBlocker | null> {
    const isBlocked = closeChecklist(await this.monthFacts(tx, month, { claims: false })).some(({ blocker }) => blocker !== null);
    if (!isBlocked) return null;
    const { steps } = await this.of(tx, month);
    return steps.find(({ blocker }) => blocker !== null)?.blocker ?? null;
  }

  /** The month after the last closed one: the only one that can be closed now. @throws LEDGER_BOOK_MISSING */
  async nextMonth(tx: Tx): Promise<AccountingPeriod> {
    const book = await this.books.book(tx);
    if (!book) throw new DomainError('LEDGER_BOOK_MISSING');
    return periodOf(addDays(book.closedThrough, 1));
  }

  private async monthFacts(tx: Tx, month: AccountingPeriod, look: { claims: boolean }): Promise<MonthFacts & KnownLegs> {
    const end = lastDay(month);
    const days = { from: firstDay(month), to: end };
    const known = await together({
      books: this.reconciliations.booksAt(tx, end),
      bankOfMonth: this.accounts.of(tx, month),
      nextMonth: this.nextMonth(tx),
      billRun: this.fees.billRun(tx, month),
      accrual: this.leases.accrual(tx, month),
      leases: this.leases.all(tx),
      unplaced: this.bank.lines(tx, { states: ['NEW', 'SUGGESTED'], to: end }),
      lines: this.bank.countByState(tx, days),
      suspense: this.bank.suspense(tx, end),
      earnedBlocker: this.entitlements.blocked(tx, month),
      bankBalances: this.bankBalances.through(tx, month),
    });
    const { bankOfMonth, nextMonth, lines, suspense, earnedBlocker } = known;
    const { balances, funds } = known.books;
    const { balance: bankBalance, statementTo } = bankOfMonth;
    const compared = await together({
      claimsApart: look.claims ? this.claims.apart(tx, month, balances) : null,
      reconciliation: this.reconciliations.pending(tx, month, { balances, funds, bankOfMonth }),
    });
    return {
      month,
      lastDay: end,
      today: this.clock.today(),
      nextMonth,
      billed: known.billRun !== null,
      incomeAccrued: known.accrual !== null || known.leases.length === 0,
      bankOfMonth,
      balances,
      statementTo,
      unplaced: known.unplaced.length,
      lines,
      suspense,
      bankBalance,
      funds,
      fundCash: Money.sum(funds.map(({ cash }) => cash)),
      documentClaims: Money.sum(funds.map(({ claims }) => claims)),
      apart: legsApart({ month, bankBalance, funds }),
      claimsApart: compared.claimsApart,
      earnedBlocker,
      reconciliation: compared.reconciliation?.state ?? 'NONE',
      balanceApart: balanceApart(known.bankBalances),
    };
  }
}
