import { Injectable } from '@nestjs/common';
import {
  addDays,
  assertAllowed,
  Clock,
  DomainError,
  firstDay,
  lastDay,
  Money,
  periodOf,
  required,
  type AccountingPeriod,
  type BusinessDate,
} from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { LedgerQueries, LedgerService } from '../../ledger/index.js';
import { latest } from '../domain/allocation.js';
import { billedFor, missingFrom, planFingerprint, type BillPlan, type BillTakenBack, type PlannedBill } from '../domain/bill-plan.js';
import { BillPlanner } from './bill-planner.js';
import { BillWriter, type BillRunReport, type RunPosting } from './bill-writer.js';
import { FeeQueries } from './fee-queries.js';
import { Prepayments } from './prepayments.js';

/** What has no bill of a month that was billed; of all units, or of those named by their codes. `fingerprint` is that of the dry run which is confirmed. */
export interface BillMissingRequest {
  readonly period: AccountingPeriod;
  readonly dryRun: boolean;
  readonly fingerprint?: string | null;
  readonly units?: readonly string[];
}

/** What was billed, or would be. Amounts are yuan as text; `takenBack` is what the bill was that was taken back (P05), if there was one. */
export type MissingBilled = {
  readonly period: AccountingPeriod;
  readonly dryRun: boolean;
  /** The number of the supplementary run; null for a dry run. */
  readonly supplement: number | null;
  /** The day from which the last of the bills counts: the first of their month, or, where it is closed or shows a wrong bill, a later one. */
  readonly countsFrom: BusinessDate;
  /** The last day on which paying is in time, of what was never asked for so far: nobody could pay a bill that was not made. */
  readonly dueOn: BusinessDate;
  readonly households: number;
  readonly bills: number;
  readonly total: string;
  readonly rows: readonly {
    readonly unitCode: string;
    readonly item: string;
    readonly amount: string;
    readonly takenBack: string | null;
    readonly countsFrom: BusinessDate;
    readonly dueOn: BusinessDate;
  }[];
  readonly withoutRate: BillPlan['withoutRate'];
  readonly prepaymentApplied: string;
  readonly fingerprint: string;
};

interface Missing {
  readonly plan: BillPlan;
  readonly dueOn: BusinessDate;
  readonly before: (bill: PlannedBill) => BillTakenBack | null;
  readonly fingerprint: string;
}

/** Bills of a month that was billed what has no bill of it: units that came later, and bills that were wrong and were taken back (P05). */
@Injectable()
export class BillMissing {
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

  /** @throws NOT_ALLOWED, BILLS_MISSING_NO_RUN, BILLS_MISSING_NONE, BILLING_UNIT_UNKNOWN, CONTRACT_NONE; a confirmation also FEES_RATE_MISSING and BILLING_PREVIEW_STALE */
  async execute(
    context: CommandContext,
    { period, dryRun, fingerprint = null, units = [] }: BillMissingRequest,
    report?: BillRunReport,
  ): Promise<Outcome<MissingBilled>> {
    assertAllowed(context.actor, 'fee.bill');
    if (dryRun) {
      const value = await this.unitOfWork.read(context.actor.communityId, async (tx) => {
        const missing = await this.missing(tx, { period, units });
        const applied = await this.prepayments.foreseen(tx, ownBills(missing, period), unitsOf(missing));
        return this.billed(tx, { period, missing, supplement: null, applied });
      });
      return { value, replayed: false };
    }
    return this.unitOfWork.once({ context, command: 'BillMissing', request: { period, fingerprint, units: [...units] } }, async (tx) => {
      await this.ledger.lock(tx);
      const missing = await this.missing(tx, { period, units });
      refuseUnseen(missing, { period, fingerprint });
      const posting: RunPosting = { by: context.actor.personId, at: this.clock.now() };
      const billed = await this.billed(tx, { period, missing, supplement: null, applied: Money.zero });
      const supplement = await this.writer.write(tx, posting, { period, kind: 'SUPPLEMENT', bills: missing.plan.bills }, report);
      const applied = await this.prepayments.apply(tx, posting, unitsOf(missing));
      return { ...billed, dryRun: false, supplement, prepaymentApplied: applied.toString() };
    });
  }

  private async missing(tx: Tx, { period, units }: { period: AccountingPeriod; units: readonly string[] }): Promise<Missing> {
    if (!(await this.fees.billRun(tx, period))) throw new DomainError('BILLS_MISSING_NO_RUN', { period });
    const { closedThrough } = required(await this.books.book(tx), 'book');
    const takenBack = await this.planner.takenBack(tx, period);
    const before = (bill: PlannedBill): BillTakenBack | null => takenBack.get(billedFor(bill)) ?? null;
    const again = (earlier: BillTakenBack | null): Pick<PlannedBill, 'bookedOn' | 'dueOn'> => {
      // a month shows the wrong bill until it was taken back, and never both
      const from = latest([firstDay(period), addDays(closedThrough, 1), ...(earlier === null ? [] : [earlier.voidedOn])]);
      const bookedOn = periodOf(from) > period ? from : null;
      return { bookedOn, dueOn: lastDay(periodOf(latest([this.clock.today(), bookedOn ?? firstDay(period)]))) };
    };
    const plan = missingFrom(await this.planner.plan(tx, period), await this.planner.inForce(tx, period), {
      units,
      again: (bill) => {
        const [earlier, made] = [before(bill), again(before(bill))];
        return { ...made, dueOn: dueAgain(bill, earlier) ?? made.dueOn };
      },
    });
    await this.planner.refuseUnknown(tx, units);
    if (plan.bills.length === 0 && plan.withoutRate.length === 0) throw new DomainError('BILLS_MISSING_NONE', { period });
    return { plan, dueOn: again(null).dueOn, before, fingerprint: planFingerprint(period, plan.bills) };
  }

  private async billed(
    tx: Tx,
    { period, missing, supplement, applied }: { period: AccountingPeriod; missing: Missing; supplement: number | null; applied: Money },
  ): Promise<MissingBilled> {
    const { plan, dueOn, before, fingerprint } = missing;
    const { bills, withoutRate } = plan;
    return {
      period,
      dryRun: true,
      supplement,
      countsFrom: latest([firstDay(period), ...bills.flatMap(({ bookedOn }) => bookedOn ?? [])]),
      dueOn,
      households: unitsOf(missing).length,
      bills: bills.length,
      total: Money.sum(bills.map((bill) => bill.amount)).toString(),
      rows: bills.map((bill) => ({
        unitCode: bill.unitCode,
        item: bill.item,
        amount: bill.amount.toString(),
        takenBack: before(bill)?.amount.toString() ?? null,
        countsFrom: bill.bookedOn ?? firstDay(period),
        dueOn: bill.dueOn,
      })),
      withoutRate,
      prepaymentApplied: applied.toString(),
      fingerprint,
    };
  }
}

/**
 * What was asked for once, and was not too little, is late from the day from which it was: taking a bill back and making it again lets nobody off. Whoever had paid is not
 * late: their money came back to them with the wrong bill, and the oldest bill may have taken it.
 */
const dueAgain = ({ amount }: PlannedBill, before: BillTakenBack | null): BusinessDate | null =>
  before !== null && !before.wasPaid && before.amount.atLeast(amount) ? before.dueOn : null;

const unitsOf = ({ plan }: Missing): (typeof plan.bills)[number]['unitId'][] => [...new Set(plan.bills.map((bill) => bill.unitId))];

const ownBills = ({ plan }: Missing, period: AccountingPeriod) => plan.bills.map(({ unitId, amount, bookedOn }) => ({ unitId, amount, period, bookedOn }));

/** @throws FEES_RATE_MISSING, BILLING_PREVIEW_STALE when something changed since the dry run that is confirmed */
function refuseUnseen({ plan, fingerprint: own }: Missing, { period, fingerprint }: { period: AccountingPeriod; fingerprint: string | null }): void {
  const [missing] = plan.withoutRate;
  if (missing) throw new DomainError('FEES_RATE_MISSING', { unitKind: missing.unitKind, unit: missing.unitCode, item: missing.item, period });
  if (fingerprint !== null && fingerprint !== own) throw new DomainError('BILLING_PREVIEW_STALE', { period });
}
