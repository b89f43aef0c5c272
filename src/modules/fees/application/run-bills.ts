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
  type Id,
  type Instant,
  type PersonId,
} from '../../../kernel/index.js';
import { type CommandContext, insertRows, type Outcome, type Tx, UnitOfWork } from '../../../platform/database/index.js';
import { LedgerService } from '../../ledger/index.js';
import type { BillId } from '../domain/allocation.js';
import { differencesFrom } from '../domain/bill-differences.js';
import { planFingerprint, type BillPlan, type PlannedBill } from '../domain/bill-plan.js';
import { journalForBill } from '../domain/journals.js';
import { BillRun } from '../persistence/bill-run.js';
import { Bill } from '../persistence/bill.js';
import { BillPlanner } from './bill-planner.js';
import { FeeQueries } from './fee-queries.js';
import { Prepayments } from './prepayments.js';

/** A dry run does everything and keeps nothing. `fingerprint` is that of the dry run which is confirmed; null confirms whatever is due. */
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

/** Hears how many bills there are, and when they are written. */
export type BillRunReport = (progress: { readonly done: number; readonly total: number }) => void;

/** Bills are run by a person. */
interface OwnPosting {
  readonly by: PersonId;
  readonly at: Instant;
}

/** Carries the result of a dry run out of the transaction that it rolls back. */
class Rehearsed extends Error {
  constructor(readonly result: BillsRun) {
    super('dry run');
  }
}

/** Bills all units of a compound for a month and applies what they have paid in advance. */
@Injectable()
export class RunBills {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly planner: BillPlanner,
    private readonly fees: FeeQueries,
    private readonly prepayments: Prepayments,
  ) {}

  /**
   * @throws NOT_ALLOWED, LEDGER_PERIOD_CLOSED, FEES_MONTH_NOT_BEGUN, FEES_ALREADY_BILLED, CONTRACT_NONE where no contract covers the month,
   * FEES_NO_UNITS; a confirmation also FEES_RATE_MISSING and BILLING_PREVIEW_STALE
   */
  async execute(
    context: CommandContext,
    { period, dryRun, fingerprint = null }: RunBillsRequest,
    report: BillRunReport = () => undefined,
  ): Promise<Outcome<BillsRun>> {
    assertAllowed(context.actor, 'fee.bill');
    const posting = { by: context.actor.personId, at: this.clock.now() };
    if (dryRun) return { value: await this.rehearse(context, posting, period), replayed: false };
    return this.unitOfWork.once({ context, command: 'RunBills', request: { period, fingerprint } }, async (tx) => {
      const plan = await this.plan(tx, period);
      refuseUnseen(plan, period, fingerprint);
      report({ done: 0, total: plan.bills.length });
      const run = await this.bill(tx, posting, { period, plan });
      report({ done: run.bills, total: run.bills });
      return run;
    });
  }

  private async rehearse(context: CommandContext, posting: OwnPosting, period: AccountingPeriod): Promise<BillsRun> {
    try {
      return await this.unitOfWork.run(context.actor.communityId, async (tx) => {
        const plan = await this.plan(tx, period);
        throw new Rehearsed({ ...(await this.bill(tx, posting, { period, plan })), dryRun: true });
      });
    } catch (error) {
      if (error instanceof Rehearsed) return error.result;
      throw error;
    }
  }

  private async plan(tx: Tx, period: AccountingPeriod): Promise<BillPlan> {
    await this.refuseMonth(tx, period);
    const plan = await this.planner.plan(tx, period);
    if (plan.bills.length === 0 && plan.withoutRate.length === 0) throw new DomainError('FEES_NO_UNITS');
    return plan;
  }

  private async bill(tx: Tx, posting: OwnPosting, { period, plan }: { period: AccountingPeriod; plan: BillPlan }): Promise<BillsRun> {
    const { bills, withoutRate, withoutReading } = plan;
    const total = Money.sum(bills.map((bill) => bill.amount));
    const before = await this.fees.billRun(tx, addMonths(period, -1));
    const differences = differencesFrom(
      await this.planner.previous(tx, period),
      bills.filter((bill) => bill.meterReadingId === null),
    );
    if (bills.length > 0) await this.write(tx, posting, { period, bills, total });
    const applied = await this.prepayments.apply(tx, posting);
    return {
      period,
      dryRun: false,
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
      prepaymentApplied: applied.toString(),
      fingerprint: planFingerprint(period, bills),
    };
  }

  private async refuseMonth(tx: Tx, period: AccountingPeriod): Promise<void> {
    const { closedThrough } = await this.ledger.lock(tx);
    const [date, today] = [firstDay(period), this.clock.today()];
    if (date <= closedThrough) throw new DomainError('LEDGER_PERIOD_CLOSED', { date, closedThrough });
    if (date > today) throw new DomainError('FEES_MONTH_NOT_BEGUN', { period, today });
    const earlier = await this.fees.billRun(tx, period);
    if (earlier) throw new DomainError('FEES_ALREADY_BILLED', { period, on: dateOf(earlier.ranAt) });
  }

  /** The run, P01 for each bill in one call, and the bills with their entries. */
  private async write(
    tx: Tx,
    posting: OwnPosting,
    { period, bills, total }: { period: AccountingPeriod; bills: readonly PlannedBill[]; total: Money },
  ): Promise<void> {
    const { communityId } = tx;
    const runId = (await this.ledger.takeIds(tx, 1 + bills.length)) as Id<'bill_run'>;
    const documents = bills.map((bill, index) => ({ ...bill, id: (runId + 1 + index) as BillId, period }));
    const entries = await this.ledger.post(tx, posting, documents.map(journalForBill));
    await tx.manager.insert(BillRun, { communityId, id: runId, period, bills: bills.length, total, ranAt: posting.at, ranBy: posting.by });
    const rows = documents.map((bill, index) => ({
      ...bill,
      communityId,
      billRunId: runId,
      openedOn: null,
      entrySeq: required(entries[index], 'entry').seq,
    }));
    await insertRows(tx, Bill, rows);
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
