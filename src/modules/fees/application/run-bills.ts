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
import { UnitQueries } from '../../communities/index.js';
import { ContractQueries } from '../../contracts/index.js';
import { LedgerService } from '../../ledger/index.js';
import type { BillId } from '../domain/allocation.js';
import { differencesFrom, planBills, type PlannedBill } from '../domain/bill-plan.js';
import { journalForBill } from '../domain/journals.js';
import { BillRun } from '../persistence/bill-run.js';
import { Bill } from '../persistence/bill.js';
import { FeeQueries } from './fee-queries.js';
import { Prepayments } from './prepayments.js';

/** A dry run does everything and keeps nothing. */
export interface RunBillsRequest {
  readonly period: AccountingPeriod;
  readonly dryRun: boolean;
}

/** What was billed, or would be. Amounts are yuan as text; `previousTotal`, `change` and `differences` compare with the month before, if it was billed. */
export type BillsRun = {
  readonly period: AccountingPeriod;
  readonly dryRun: boolean;
  readonly households: number;
  readonly total: string;
  readonly previousTotal: string | null;
  readonly change: string | null;
  readonly differences: readonly {
    readonly unitCode: string;
    readonly kind: 'NEW' | 'CHANGED' | 'GONE';
    readonly amount: string | null;
    readonly previousAmount: string | null;
  }[];
  readonly prepaymentApplied: string;
};

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
    private readonly units: UnitQueries,
    private readonly contracts: ContractQueries,
    private readonly fees: FeeQueries,
    private readonly prepayments: Prepayments,
  ) {}

  /**
   * @throws NOT_ALLOWED, LEDGER_PERIOD_CLOSED, FEES_MONTH_NOT_BEGUN, FEES_ALREADY_BILLED, CONTRACT_NONE where no contract covers the month,
   * FEES_NO_UNITS, FEES_RATE_MISSING
   */
  async execute(context: CommandContext, { period, dryRun }: RunBillsRequest): Promise<Outcome<BillsRun>> {
    assertAllowed(context.actor, 'fee.bill');
    const posting = { by: context.actor.personId, at: this.clock.now() };
    if (dryRun) return { value: await this.rehearse(context, posting, period), replayed: false };
    return this.unitOfWork.once({ context, command: 'RunBills', request: { period } }, (tx) => this.bill(tx, posting, period));
  }

  private async rehearse(context: CommandContext, posting: OwnPosting, period: AccountingPeriod): Promise<BillsRun> {
    try {
      return await this.unitOfWork.run(context.actor.communityId, async (tx) => {
        throw new Rehearsed({ ...(await this.bill(tx, posting, period)), dryRun: true });
      });
    } catch (error) {
      if (error instanceof Rehearsed) return error.result;
      throw error;
    }
  }

  private async bill(tx: Tx, posting: OwnPosting, period: AccountingPeriod): Promise<BillsRun> {
    await this.refuseMonth(tx, period);
    const { rates } = await this.contracts.versionFor(tx, period);
    const bills = planBills(await this.units.all(tx), rates, period);
    const total = Money.sum(bills.map((bill) => bill.amount));
    const previous = await this.fees.bills(tx, addMonths(period, -1));
    const previousTotal = previous.length > 0 ? Money.sum(previous.map((bill) => bill.amount)) : null;
    await this.write(tx, posting, { period, bills, total });
    const applied = await this.prepayments.apply(tx, posting);
    return {
      period,
      dryRun: false,
      households: bills.length,
      total: total.toString(),
      previousTotal: previousTotal?.toString() ?? null,
      change: previousTotal ? total.minus(previousTotal).toString() : null,
      differences: differencesFrom(previous, bills).map(({ unitCode, kind, amount, previousAmount }) => ({
        unitCode,
        kind,
        amount: amount?.toString() ?? null,
        previousAmount: previousAmount?.toString() ?? null,
      })),
      prepaymentApplied: applied.toString(),
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
    const rows = documents.map(({ id, unitId, unitKind, area, rate, amount }, index) => {
      const { seq: entrySeq } = required(entries[index], 'entry');
      return { communityId, id, billRunId: runId, period, unitId, unitKind, area, rate, amount, entrySeq };
    });
    await insertRows(tx, Bill, rows);
  }
}
