import { Injectable } from '@nestjs/common';
import {
  addMonths,
  Clock,
  daysBetween,
  DomainError,
  lastDay,
  Money,
  periodOf,
  periodsBetween,
  type AccountingPeriod,
  type BusinessDate,
  type ErrorCode,
} from '../../kernel/index.js';
import { BankQueries, ChannelQueries, ReconciliationQueries } from '../../modules/bank/index.js';
import { EntitlementQueries } from '../../modules/entitlements/index.js';
import { BillMissing, FeeQueries, RunBills, type TrialBill } from '../../modules/fees/index.js';
import { LedgerQueries } from '../../modules/ledger/index.js';
import { chargeDue, LeaseQueries } from '../../modules/operating-income/index.js';
import { CloseChecklist, type CloseBlocker, type CloseChecklistView, type CloseStepName, YearEndQueries } from '../../modules/settlement/index.js';
import { StatementQueries } from '../../modules/statements/index.js';
import { UnitOfWork, type CommandContext, type Tx } from '../../platform/database/index.js';
import { describeError } from '../../platform/messages/index.js';
import { DeskFrames } from '../desk/desk-frames.js';
import { formSeal, type FormSeal } from '../desk/form-parts.js';
import { ReconciliationViews } from '../desk/reconciliation/index.js';
import type { Visit } from '../desk/visit.js';
import { formatMoney } from '../format.js';
import type { BillsFact, BillsView, IncomeFact } from './bills-page.js';
import type { ClosedMonthView } from './closed-month-page.js';
import type { CloseView } from './close-page.js';
import type { MonthStep, MonthView } from './month-page.js';
import type { SupplementFact } from './supplement-card.js';
import type { YearView } from './year-page.js';

/** In the order in which a person sees to them; the close itself is the last. */
const ORDER: readonly CloseStepName[] = ['BILLS', 'INCOME', 'STATEMENT', 'LINES', 'BALANCES', 'LEGS', 'EARNED', 'SIGNED', 'MONTH'];
const paths: Readonly<Record<CloseStepName, string>> = {
  BILLS: 'bills',
  INCOME: 'bills',
  STATEMENT: 'bank/import',
  LINES: 'bank',
  BALANCES: 'balances',
  LEGS: 'close',
  EARNED: 'close',
  SIGNED: 'close#signatures',
  MONTH: 'close',
};

/** Where what blocks a step is put right, when that is not the page of the step. */
const cures: Readonly<Partial<Record<ErrorCode, string>>> = {
  BANK_LEGS_DIFFER: 'bank',
  CLOSE_CLAIMS_DIFFER: 'bank',
  CLOSE_MONTH_NOT_OVER: 'bank/import',
  ENTITLEMENT_GIVEN_UP: 'firm-dues',
};

/** Reads the month for the bookkeeper: what is done, what is next, what blocks the close. */
@Injectable()
export class MonthViews {
  constructor(
    private readonly clock: Clock,
    private readonly frames: DeskFrames,
    private readonly books: LedgerQueries,
    private readonly checklist: CloseChecklist,
    private readonly years: YearEndQueries,
    private readonly fees: FeeQueries,
    private readonly unitOfWork: UnitOfWork,
    private readonly runBills: RunBills,
    private readonly billMissing: BillMissing,
    private readonly leases: LeaseQueries,
    private readonly statements: StatementQueries,
    private readonly bank: BankQueries,
    private readonly channels: ChannelQueries,
    private readonly reconciliations: ReconciliationQueries,
    private readonly sheets: ReconciliationViews,
    private readonly entitlements: EntitlementQueries,
  ) {}

  async month(tx: Tx, visit: Visit): Promise<MonthView> {
    const month = await this.checklist.nextMonth(tx);
    const view = await this.checklist.of(tx, month);
    const { count, total, oldestOn } = await this.bank.suspense(tx, this.clock.today());
    const previous = addMonths(month, -1);
    return {
      frame: await this.frames.frame(tx, visit, { area: 'b', current: 'month' }),
      month,
      steps: await this.steps(tx, visit, view),
      suspense: { count, total: total.toString(), oldestOn, oldestDays: oldestOn === null ? 0 : daysBetween(oldestOn, this.clock.today()) },
      account: { bankBalance: view.bankBalance.toString(), reachedTo: await this.reachedTo(tx) },
      previous: (await this.reconciliations.byMonth(tx, previous)) ? { month: previous, state: await this.statementState(tx, previous) } : null,
    };
  }

  /** The first month that is not closed. */
  nextMonth(tx: Tx): Promise<AccountingPeriod> {
    return this.checklist.nextMonth(tx);
  }

  /** The asked-for month, else the first that is not billed, at most the running one. */
  async billMonths(tx: Tx, asked: AccountingPeriod | null): Promise<{ month: AccountingPeriod; months: AccountingPeriod[] }> {
    const months = periodsBetween(await this.checklist.nextMonth(tx), periodOf(this.clock.today()));
    if (asked !== null) return { month: asked, months: months.includes(asked) ? months : [asked, ...months] };
    for (const month of months) if (!(await this.fees.billRun(tx, month)) || !(await this.leases.accrual(tx, month))) return { month, months };
    return { month: months.at(-1) ?? (await this.checklist.nextMonth(tx)), months };
  }

  async bills(tx: Tx, visit: Visit, page: Pick<BillsView, 'month' | 'months' | 'bills' | 'supplement' | 'done' | 'refusal'>): Promise<BillsView> {
    return { frame: await this.frames.frame(tx, visit, { area: 'b', current: 'bills' }), ...page, income: await this.income(tx, visit, page.month) };
  }

  /** What a month that was billed lacks, and what was billed of it later. */
  async supplementFact(visit: Visit, context: CommandContext, month: AccountingPeriod): Promise<SupplementFact> {
    const seal = (): FormSeal => formSeal(visit.session.formToken);
    const runs = await this.unitOfWork.read(visit.actor.communityId, (tx) => this.fees.supplements(tx, month));
    const supplements = runs.map(({ id, bills, total, ranAt }) => ({ id, bills, total: total.toString(), ranAt, undo: seal() }));
    try {
      const { value } = await this.billMissing.execute(context, { period: month, dryRun: true });
      return { missing: { ...value, seal: seal() }, why: null, supplements };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return { missing: null, why: error.code === 'BILLS_MISSING_NONE' ? null : describeError(error, visit.language), supplements };
    }
  }

  /** What a month that was billed lacks, as a trial has it. @throws as `BillMissing` */
  async missingBills(context: CommandContext, period: AccountingPeriod): Promise<readonly TrialBill[]> {
    const { value } = await this.billMissing.execute(context, { period, dryRun: true });
    return value.rows.map(({ unitCode, item, amount, takenBack, dueOn }) => ({ unitCode, item, amount, previousAmount: takenBack, dueOn }));
  }

  /** The run of a month, or a trial of it. */
  async billsFact(
    run: Awaited<ReturnType<FeeQueries['billRun']>>,
    visit: Visit,
    context: CommandContext,
    { month, isClosed, refusedHref }: { month: AccountingPeriod; isClosed: boolean; refusedHref: string | null },
  ): Promise<BillsFact> {
    const seal = formSeal(visit.session.formToken);
    if (run) return { kind: 'done', bills: run.bills, total: run.total.toString(), ranAt: run.ranAt, undo: isClosed ? null : seal, refusedHref };
    try {
      const { value } = await this.runBills.execute(context, { period: month, dryRun: true });
      return { kind: 'trial', ...value, seal };
    } catch (error) {
      if (error instanceof DomainError) return { kind: 'blocked', why: describeError(error, visit.language) };
      throw error;
    }
  }

  async close(tx: Tx, visit: Visit, after: Pick<CloseView, 'done' | 'refusal'> & { closed: AccountingPeriod | null }): Promise<CloseView> {
    const month = await this.checklist.nextMonth(tx);
    const view = await this.checklist.of(tx, month);
    const pending = await this.reconciliations.pending(tx, month);
    const seal = (): FormSeal => formSeal(visit.session.formToken);
    const earned = after.closed && (await this.entitlements.month(tx, after.closed));
    return {
      frame: await this.frames.frame(tx, visit, { area: 'b', current: 'close' }),
      month,
      steps: await this.steps(tx, visit, view),
      sheet: await this.sheets.ofMonth(tx, month, view),
      prepare:
        view.steps.every(({ name, blocker }) => blocker === null || (name === 'SIGNED' && view.reconciliation !== 'PREPARED')) && !view.ready ? seal() : null,
      withdraw: pending && { id: pending.id, seal: seal() },
      confirm: view.ready ? seal() : null,
      done: after.done,
      closed: earned && { month: earned.period, earned: earned.earned.toString(), base: earned.base.toString(), withheld: earned.withheld.toString() },
      history: (await this.reconciliations.all(tx))
        .toReversed()
        .map(({ month: closed, bankBalance, lineCount, signedAt }) => ({ month: closed, bankBalance: bankBalance.toString(), lines: lineCount, signedAt })),
      refusal: after.refusal,
    };
  }

  /** Null for a month that no close is in force of. */
  async closedMonth(tx: Tx, visit: Visit, month: AccountingPeriod): Promise<ClosedMonthView | null> {
    const period = (await this.books.periods(tx)).find((closed) => closed.month === month);
    const signed = period && (await this.reconciliations.byMonth(tx, month));
    if (!period || !signed) return null;
    const earned = await this.entitlements.month(tx, month);
    return {
      frame: await this.frames.frame(tx, visit, { area: 'b', current: 'close' }),
      month,
      closedAt: period.closedAt,
      closes: (await this.books.closes(tx)).filter((close) => close.month === month).length,
      sheet: await this.sheets.prepared(tx, signed),
      earned: earned && { earned: earned.earned.toString(), base: earned.base.toString(), withheld: earned.withheld.toString() },
      statement: await this.statementState(tx, month),
      isOutdated: (await this.statements.outdated(tx)).includes(month),
    };
  }

  async year(tx: Tx, visit: Visit, year: number): Promise<YearView> {
    const view = await this.years.of(tx, year);
    const texts = ({ income, cost, result, balance, carried }: (typeof view.funds)[number]) => ({
      income: income.toString(),
      cost: cost.toString(),
      result: result.toString(),
      balance: balance.toString(),
      carried: carried.toString(),
    });
    return {
      frame: await this.frames.frame(tx, visit, { area: 'b', current: 'close' }),
      year: String(year),
      state: view.isClosed ? 'DONE' : view.checklist === null ? 'WAITS' : 'OPEN',
      steps: view.checklist === null ? [] : await this.steps(tx, visit, view.checklist),
      ready: view.checklist?.ready ?? false,
      vouchers: view.vouchers,
      funds: view.funds.map((fund) => ({ fund: fund.fund, ...texts(fund) })),
      openings: view.openings.map(({ code, fund, amount }) => ({ account: code, fund, amount: amount.toString() })),
      statementDueOn: view.statementDueOn,
    };
  }

  private async steps(tx: Tx, visit: Visit, view: CloseChecklistView): Promise<MonthStep[]> {
    const blockerOf = (name: CloseStepName) => view.steps.find((step) => step.name === name)?.blocker ?? null;
    const isDone = (name: CloseStepName): boolean => name !== 'MONTH' && blockerOf(name) === null;
    const next = ORDER.find((name) => !isDone(name));
    const steps: MonthStep[] = [];
    for (const name of ORDER) {
      const blocker = blockerOf(name);
      const note = blocker ? await this.blockedNote(tx, visit, { name, view, blocker }) : await this.doneNote(tx, visit, { name, view });
      steps.push({
        name,
        state: isDone(name) ? 'done' : name === next ? 'now' : 'wait',
        note,
        href: `/b/${visit.slug}/${(blocker && cures[blocker.code]) ?? paths[name]}`,
      });
    }
    return steps;
  }

  /** The refusal that the close would give; for the statement shorter, since the next page says the rest. */
  private async blockedNote(
    tx: Tx,
    { m, language }: Visit,
    { name, view, blocker }: { name: CloseStepName; view: CloseChecklistView; blocker: CloseBlocker },
  ): Promise<string> {
    const reached = name === 'STATEMENT' ? await this.reachedTo(tx) : null;
    if (reached !== null && reached < view.lastDay) return m.books.month.importMore(m.date(reached), m.date(view.lastDay));
    return describeError(new DomainError(blocker.code, blocker.details), language);
  }

  private async doneNote(tx: Tx, { m }: Visit, { name, view }: { name: CloseStepName; view: CloseChecklistView }): Promise<string> {
    const texts = m.books.month;
    const { month, lines } = view;
    if (name === 'BILLS') {
      const run = await this.fees.billRun(tx, month);
      return run ? texts.billed(run.bills, formatMoney(run.total.toString())) : texts.done;
    }
    if (name === 'INCOME') {
      const accrual = await this.leases.accrual(tx, month);
      return accrual ? texts.accrued(accrual.charges, formatMoney(accrual.total.toString())) : texts.done;
    }
    if (name === 'STATEMENT') return view.statementTo === null ? texts.done : texts.imported(m.date(view.statementTo));
    if (name === 'LINES') {
      const waiting = (await this.channels.lines(tx, { states: ['NEW'] })).filter(({ paidOn }) => paidOn <= view.lastDay).length;
      const told = texts.linesDone(Object.values(lines).reduce((sum, count) => sum + count, 0));
      return waiting === 0 ? told : `${told} ${texts.channelsWaiting(waiting)}`;
    }
    if (name === 'BALANCES') return m.reconcile.balancesAgree;
    if (name === 'EARNED') return texts.earnable;
    if (name === 'SIGNED') return m.reconcile.state.SIGNED;
    if (name === 'LEGS') return texts.legsEqual(formatMoney(view.bankBalance.toString()));
    return view.ready ? texts.ready : texts.closable(m.date(lastDay(month)));
  }

  private async income(tx: Tx, visit: Visit, month: AccountingPeriod): Promise<IncomeFact> {
    const accrual = await this.leases.accrual(tx, month);
    if (accrual) return { kind: 'done', charges: accrual.charges, total: accrual.total.toString(), accruedAt: accrual.accruedAt };
    const due = (await this.leases.all(tx)).flatMap((lease) => {
      const charge = chargeDue(lease, month);
      return charge === null ? [] : [{ code: lease.code, asset: lease.asset, ...charge }];
    });
    return {
      kind: 'open',
      due: due.map((charge) => ({ ...charge, amount: charge.amount.toString() })),
      total: Money.sum(due.map(({ amount }) => amount)).toString(),
      seal: formSeal(visit.session.formToken),
    };
  }

  /** The last day of which a statement was imported. */
  private async reachedTo(tx: Tx): Promise<BusinessDate | null> {
    return (
      (await this.bank.files(tx))
        .map(({ to }) => to)
        .toSorted()
        .at(-1) ?? null
    );
  }

  private async statementState(tx: Tx, month: AccountingPeriod): Promise<NonNullable<MonthView['previous']>['state']> {
    if (await this.statements.ready(tx, month)) return 'READY';
    return (await this.statements.current(tx, month)) ? 'PUBLISHED' : 'NONE';
  }
}
