import { Injectable } from '@nestjs/common';
import { addDays, Clock, DomainError, firstDay, lastDay, Money, periodOf, required, type AccountingPeriod, type BusinessDate } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { BankQueries, legsApart, type BankFileView, type FundLegs, type ReconciliationFacts } from '../../bank/index.js';
import { BankAccountQueries } from '../../communities/index.js';
import { DisbursementQueries } from '../../disbursements/index.js';
import { EntitlementQueries } from '../../entitlements/index.js';
import { FeeQueries } from '../../fees/index.js';
import { LedgerQueries, type Fund } from '../../ledger/index.js';
import { LeaseQueries } from '../../operating-income/index.js';
import { ClaimComparison } from './claim-comparison.js';
import { closeChecklist, type CloseStep, type MonthFacts } from '../domain/close-checklist.js';
import { FactQueries } from './fact-queries.js';

export interface CloseChecklistView extends MonthFacts {
  readonly steps: readonly CloseStep[];
  readonly ready: boolean;
}

/** What stands between a month and its close, with the figures of all three legs. */
@Injectable()
export class CloseChecklist {
  constructor(
    private readonly clock: Clock,
    private readonly books: LedgerQueries,
    private readonly accounts: BankAccountQueries,
    private readonly bank: BankQueries,
    private readonly fees: FeeQueries,
    private readonly leases: LeaseQueries,
    private readonly payouts: DisbursementQueries,
    private readonly entitlements: EntitlementQueries,
    private readonly claims: ClaimComparison,
    private readonly facts: FactQueries,
  ) {}

  /** @throws LEDGER_BOOK_MISSING, COMMUNITY_ACCOUNT_NONE */
  async of(tx: Tx, month: AccountingPeriod): Promise<CloseChecklistView> {
    const facts = await this.monthFacts(tx, month);
    const steps = closeChecklist(facts);
    return { ...facts, steps, ready: steps.every(({ blocker }) => blocker === null) };
  }

  /** The month after the last closed one: the only one that can be closed now. @throws LEDGER_BOOK_MISSING */
  async nextMonth(tx: Tx): Promise<AccountingPeriod> {
    const book = await this.books.book(tx);
    if (!book) throw new DomainError('LEDGER_BOOK_MISSING');
    return periodOf(addDays(book.closedThrough, 1));
  }

  /** The three legs at the month's end, for whoever signs that they are equal. `file` is the statement that reaches it. */
  async reconciliationFacts(tx: Tx, month: AccountingPeriod, file: BankFileView): Promise<Omit<ReconciliationFacts, 'lineCount'>> {
    const reconciledOn = lastDay(month);
    const { accountId, id: fileId } = file;
    const [bankBalance, funds] = [await this.bank.balanceOn(tx, accountId, reconciledOn), await this.fundLegs(tx, reconciledOn)];
    return { accountId, fileId, month, reconciledOn, bankBalance, funds, suspense: await this.bank.suspense(tx, reconciledOn) };
  }

  /** The bank statement that reaches furthest in the account of the month's end. @throws COMMUNITY_ACCOUNT_NONE */
  async statement(tx: Tx, month: AccountingPeriod): Promise<BankFileView | null> {
    return this.bank.reached(tx, (await this.accounts.active(tx, lastDay(month))).id);
  }

  private async monthFacts(tx: Tx, month: AccountingPeriod): Promise<MonthFacts> {
    const end = lastDay(month);
    const account = await this.accounts.active(tx, end);
    const funds = await this.fundLegs(tx, end);
    const bankBalance = await this.bank.balanceOn(tx, account.id, end);
    const days = { from: firstDay(month), to: end };
    return {
      month,
      lastDay: end,
      today: this.clock.today(),
      nextMonth: await this.nextMonth(tx),
      billed: (await this.fees.billRun(tx, month)) !== null,
      incomeAccrued: (await this.leases.accrual(tx, month)) !== null || (await this.leases.all(tx)).length === 0,
      statementTo: await this.bank.coveredThrough(tx, account.id, await this.firstCovered(tx, month, account.openedOn)),
      unplaced: (await this.bank.lines(tx, { states: ['NEW', 'SUGGESTED'], to: end })).length,
      lines: await this.bank.countByState(tx, days),
      suspense: await this.bank.suspense(tx, end),
      bankBalance,
      funds,
      fundCash: Money.sum(funds.map(({ cash }) => cash)),
      documentClaims: Money.sum(funds.map(({ claims }) => claims)),
      apart: legsApart({ month, bankBalance, funds }),
      claimsApart: await this.claims.apart(tx, month),
    };
  }

  /** The first day of the month that a statement must cover: none is asked for before book and account were open. */
  private async firstCovered(tx: Tx, month: AccountingPeriod, accountOpenedOn: BusinessDate): Promise<BusinessDate> {
    const book = required(await this.books.book(tx), 'the book of a month to close');
    return [firstDay(month), book.openedOn, accountOpenedOn].reduce((latest, day) => (day > latest ? day : latest));
  }

  /** Cash of each fund in the books, and what receipts, bank lines, payouts and final scores say is there (I5). */
  private async fundLegs(tx: Tx, on: BusinessDate): Promise<FundLegs[]> {
    const documents: { fund: Fund; amount: Money }[] = [];
    for (const source of [this.bank, this.facts, this.fees, this.leases, this.payouts, this.entitlements])
      documents.push(...(await source.documentCash(tx, on)));
    const cash = await this.books.fundsOn(tx, on);
    return cash.map((balance) => {
      const claims = Money.sum(documents.filter(({ fund }) => fund === balance.fund).map(({ amount }) => amount));
      return { fund: balance.fund, cash: balance.cash, claims };
    });
  }
}
