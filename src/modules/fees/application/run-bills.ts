import { Injectable } from '@nestjs/common';
import {
  addMonths,
  assertAllowed,
  Clock,
  dateOf,
  DomainError,
  firstDay,
  Money,
  required,
  type AccountingPeriod,
  type BusinessDate,
} from '../../../kernel/index.js';
import { type CommandContext, type Outcome, type Tx, UnitOfWork } from '../../../platform/database/index.js';
import { LedgerQueries, LedgerService } from '../../ledger/index.js';
import { differencesFrom } from '../domain/bill-differences.js';
import { planFingerprint, type BillPlan, type PlannedBill } from '../domain/bill-plan.js';
import { BillPlanner } from './bill-planner.js';
import { BillWriter, type BillRunReport } from './bill-writer.js';
import { FeeQueries } from './fee-queries.js';
import { Prepayments } from './prepayments.js';

/** A dry run reckons everything and writes nothing, without the lock of the book. `fingerprint` is that of the dry run which is confirmed; null confirms whatever is due. */
export interface RunBillsRequest {
  readonly period: AccountingPeriod;
  readonly dryRun: boolean;
  readonly fingerprint?: string | null;
}

/**
 * What was billed, or would be. Amounts are yuan as text; `previousTotal` and `change` compare with the month before, if it was billed,
 * `differences` each bill with that of the cycle before.
 */
export type BillsRun = {
  readonly period: AccountingPeriod;
  readonly dryRun: boolean;
  readonly households: number;
  readonly bills: number;
  readonly total: string;
  readonly byItem: readonly { readonly item: string; readonly bills: number; readonly total: string }[];
  readonly previousTotal: string | null;
  readonly change: string | null;
  readonly differences: readonly {
    readonly unitCode: string;
    readonly item: string;
    readonly kind: 'NEW' | 'CHANGED' | 'GONE';
    readonly amount: string | null;
    readonly previousAmount: string | null;
  }[];
  /** Units for which no rate was given: while there are some, the month cannot be billed. */
  readonly withoutRate: readonly { readonly unitCode: string; readonly unitKind: string; readonly item: string }[];
  /** Units whose meter was not read; what it counts is billed once it is. */
  readonly withoutReading: readonly { readonly unitCode: string; readonly item: string }[];
  readonly prepaymentApplied: string;
  readonly fingerprint: string;
};

/** A bill of a trial, or one of the cycle before that has none in it (`amount` null). Yuan as text. */
export interface TrialBill {
  readonly unitCode: string;
  readonly item: string;
  readonly amount: string | null;
  readonly previousAmount: string | null;
  readonly dueOn: BusinessDate | null;
}

/** Bills all units of a compound for a month and applies what they have paid in advance. */
@Injectable()
export class RunBills {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly books: LedgerQueries,
    private readonly planner: BillPlanner,
    private readonly fees: FeeQueries,
    private readonly prepayments: Prepayments,
    private readonly writer: BillWriter,
  ) {}

  /**
   * @throws NOT_ALLOWED, LEDGER_PERIOD_CLOSED, FEES_MONTH_NOT_BEGUN, FEES_ALREADY_BILLED, CONTRACT_NONE where no contract covers the month,
   * FEES_NO_UNITS; a confirmation also FEES_RATE_MISSING and BILLING_PREVIEW_STALE
   */
  async execute(context: CommandContext, { period, dryRun, fingerprint = null }: RunBillsRequest, report?: BillRunReport): Promise<Outcome<BillsRun>> {
    assertAllowed(context.actor, 'fee.bill');
    if (dryRun) {
      const value = await this.unitOfWork.read(context.actor.communityId, async (tx) => {
        const plan = await this.plan(tx, period);
        const applied = await this.prepayments.foreseen(
          tx,
          plan.bills.map(({ unitId, amount }) => ({ unitId, amount, period })),
        );
        return { ...(await this.summary(tx, period, plan)), prepaymentApplied: applied.toString() };
      });
      return { value, replayed: false };
    }
    return this.unitOfWork.once({ context, command: 'RunBills', request: { period, fingerprint } }, async (tx) => {
      await this.ledger.lock(tx);
      const posting = { by: context.actor.personId, at: this.clock.now() };
      const plan = await this.plan(tx, period);
      refuseUnseen(plan, period, fingerprint);
      const summary = await this.summary(tx, period, plan);
      if (plan.bills.length > 0) await this.writer.write(tx, posting, { period, kind: 'MONTH', bills: plan.bills }, report);
      const applied = await this.prepayments.apply(tx, posting);
      return { ...summary, dryRun: false, prepaymentApplied: applied.toString() };
    });
  }

  /** Every bill that a month would have, beside that of the cycle before; nothing is written. @throws as `execute` */
  async trial(context: CommandContext, period: AccountingPeriod): Promise<readonly TrialBill[]> {
    assertAllowed(context.actor, 'fee.bill');
    return this.unitOfWork.read(context.actor.communityId, async (tx) => {
      const { bills } = await this.plan(tx, period);
      const previous = await this.planner.previous(tx, period);
      const before = new Map(previous.map(({ unitId, item, amount }) => [`${unitId}/${item}`, amount.toString()]));
      const gone = differencesFrom(previous, bills).filter(({ kind }) => kind === 'GONE');
      return [
        ...bills.map(({ unitId, unitCode, item, amount, dueOn, meterReadingId }) => ({
          unitCode,
          item,
          amount: amount.toString(),
          previousAmount: meterReadingId === null ? (before.get(`${unitId}/${item}`) ?? null) : null,
          dueOn,
        })),
        ...gone.map(({ unitCode, item, previousAmount }) => ({
          unitCode,
          item,
          amount: null,
          previousAmount: previousAmount?.toString() ?? null,
          dueOn: null,
        })),
      ];
    });
  }

  private async plan(tx: Tx, period: AccountingPeriod): Promise<BillPlan> {
    await this.refuseMonth(tx, period);
    const plan = await this.planner.plan(tx, period);
    if (plan.bills.length === 0 && plan.withoutRate.length === 0) throw new DomainError('FEES_NO_UNITS');
    return plan;
  }

  /** What a plan says of itself; the prepayments are the caller's to say. */
  private async summary(tx: Tx, period: AccountingPeriod, { bills, withoutRate, withoutReading }: BillPlan): Promise<Omit<BillsRun, 'prepaymentApplied'>> {
    const total = Money.sum(bills.map((bill) => bill.amount));
    const before = await this.fees.billRun(tx, addMonths(period, -1));
    const differences = differencesFrom(
      await this.planner.previous(tx, period),
      bills.filter((bill) => bill.meterReadingId === null),
    );
    return {
      period,
      dryRun: true,
      households: new Set(bills.map((bill) => bill.unitId)).size,
      bills: bills.length,
      total: total.toString(),
      byItem: totalsByItem(bills),
      previousTotal: before?.total.toString() ?? null,
      change: before ? total.minus(before.total).toString() : null,
      differences: differences.map(({ amount, previousAmount, ...rest }) => ({
        ...rest,
        amount: amount?.toString() ?? null,
        previousAmount: previousAmount?.toString() ?? null,
      })),
      withoutRate,
      withoutReading,
      fingerprint: planFingerprint(period, bills),
    };
  }

  private async refuseMonth(tx: Tx, period: AccountingPeriod): Promise<void> {
    const { closedThrough } = required(await this.books.book(tx), 'book');
    const [date, today] = [firstDay(period), this.clock.today()];
    if (date <= closedThrough) throw new DomainError('LEDGER_PERIOD_CLOSED', { date, closedThrough });
    if (date > today) throw new DomainError('FEES_MONTH_NOT_BEGUN', { period, today });
    const earlier = await this.fees.billRun(tx, period);
    if (earlier) throw new DomainError('FEES_ALREADY_BILLED', { period, on: dateOf(earlier.ranAt) });
  }
}

/** @throws FEES_RATE_MISSING, BILLING_PREVIEW_STALE when something changed since the dry run that is confirmed */
function refuseUnseen({ bills, withoutRate }: BillPlan, period: AccountingPeriod, fingerprint: string | null): void {
  const [missing] = withoutRate;
  if (missing) throw new DomainError('FEES_RATE_MISSING', { unitKind: missing.unitKind, unit: missing.unitCode, item: missing.item, period });
  if (fingerprint !== null && fingerprint !== planFingerprint(period, bills)) throw new DomainError('BILLING_PREVIEW_STALE', { period });
}

function totalsByItem(bills: readonly PlannedBill[]): BillsRun['byItem'] {
  return [...new Set(bills.map((bill) => bill.item))].map((item) => {
    const own = bills.filter((bill) => bill.item === item);
    return { item, bills: own.length, total: Money.sum(own.map((bill) => bill.amount)).toString() };
  });
}
