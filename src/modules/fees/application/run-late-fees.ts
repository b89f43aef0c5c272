import { Injectable } from '@nestjs/common';
import { addDays, assertAllowed, Clock, DomainError, Money, required, type BusinessDate, type Id, type PersonId } from '../../../kernel/index.js';
import { insertRows, UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { LedgerService, type Book } from '../../ledger/index.js';
import type { LateFeeId } from '../domain/allocation.js';
import { journalForLateFee } from '../domain/journals.js';
import { lateFeeFingerprint, type PlannedLateFee } from '../domain/late-fee.js';
import { LateFee, LateFeeRun } from '../persistence/late-fee.js';
import { LateFeePlanner } from './late-fee-planner.js';

/** Late fees through a day of a closed month; `fingerprint` is that of the dry run which is confirmed, null confirms whatever is due. */
export interface RunLateFeesRequest {
  readonly through: BusinessDate;
  readonly dryRun: boolean;
  readonly fingerprint?: string | null;
}

/** What was charged, or would be. Amounts are yuan as text. */
export type LateFeesRun = {
  readonly through: BusinessDate;
  readonly dryRun: boolean;
  readonly bills: number;
  readonly total: string;
  readonly rows: readonly {
    readonly unitCode: string;
    readonly item: string;
    readonly period: string;
    readonly from: string;
    readonly to: string;
    readonly days: number;
    readonly principal: string;
    readonly rate: string;
    readonly amount: string;
    readonly capped: boolean;
  }[];
  readonly fingerprint: string;
};

/**
 * Charges late fees (P07), for days of closed months only: there every payment is in the books by the bank's day, so nobody is charged for
 * a day on which the money had come.
 */
@Injectable()
export class RunLateFees {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly planner: LateFeePlanner,
  ) {}

  /** @throws NOT_ALLOWED, LATE_FEE_DAY_OPEN, LATE_FEE_ALREADY_RUN, LATE_FEE_NOTHING, LATE_FEE_PREVIEW_STALE */
  async execute(context: CommandContext, { through, dryRun, fingerprint = null }: RunLateFeesRequest): Promise<Outcome<LateFeesRun>> {
    assertAllowed(context.actor, 'fee.bill');
    if (dryRun) {
      const value = await this.unitOfWork.read(context.actor.communityId, async (tx) => {
        const { closedThrough } = await this.closedThrough(tx);
        return summary(through, true, await this.plan(tx, through, closedThrough));
      });
      return { value, replayed: false };
    }
    return this.unitOfWork.once({ context, command: 'RunLateFees', request: { through, fingerprint } }, async (tx) => {
      const book = await this.ledger.lock(tx);
      const fees = await this.plan(tx, through, book.closedThrough);
      if (fingerprint !== null && fingerprint !== lateFeeFingerprint(through, fees)) throw new DomainError('LATE_FEE_PREVIEW_STALE', { through });
      await this.write(tx, { by: context.actor.personId, book, through, fees });
      return summary(through, false, fees);
    });
  }

  private async closedThrough(tx: Tx): Promise<Pick<Book, 'closedThrough'>> {
    const [book] = await tx.query<Pick<Book, 'closedThrough'>>('select closed_through as "closedThrough" from ledger.book where community_id = $1', [
      tx.communityId,
    ]);
    return required(book, 'book');
  }

  private async plan(tx: Tx, through: BusinessDate, closedThrough: BusinessDate): Promise<PlannedLateFee[]> {
    if (through > closedThrough) throw new DomainError('LATE_FEE_DAY_OPEN', { through, closedThrough });
    const [later] = await tx.query<{ through: string }>(
      `select through_on as through from mingbai.late_fee_run where community_id = $1 and through_on >= $2 order by through_on desc limit 1`,
      [tx.communityId, through],
    );
    if (later) throw new DomainError('LATE_FEE_ALREADY_RUN', { through: later.through });
    const fees = await this.planner.plan(tx, through);
    if (fees.length === 0) throw new DomainError('LATE_FEE_NOTHING', { through });
    return fees;
  }

  private async write(
    tx: Tx,
    { by, book, through, fees }: { by: PersonId; book: Book; through: BusinessDate; fees: readonly PlannedLateFee[] },
  ): Promise<void> {
    const { communityId } = tx;
    const [at, today] = [this.clock.now(), this.clock.today()];
    const billedOn = today > book.closedThrough ? today : addDays(book.closedThrough, 1);
    const runId = (await this.ledger.takeIds(tx, 1 + fees.length)) as Id<'late_fee_run'>;
    const documents = fees.map((fee, index) => ({ ...fee, id: (runId + 1 + index) as LateFeeId, billedOn }));
    const entries = await this.ledger.post(tx, { by, at }, documents.map(journalForLateFee));
    const total = Money.sum(fees.map((fee) => fee.amount));
    await tx.manager.insert(LateFeeRun, { communityId, id: runId, throughOn: through, lateFees: fees.length, total, ranAt: at, ranBy: by });
    const rows = documents.map(({ id, billId, unitId, from: fromOn, to: toOn, days, principal, rate, amount, capped }, index) => {
      const entrySeq = required(entries[index], 'entry').seq;
      return { communityId, id, lateFeeRunId: runId, billId, unitId, fromOn, toOn, days, principal, rate, amount, capped, billedOn, entrySeq };
    });
    await insertRows(tx, LateFee, rows);
  }
}

function summary(through: BusinessDate, dryRun: boolean, fees: readonly PlannedLateFee[]): LateFeesRun {
  return {
    through,
    dryRun,
    bills: new Set(fees.map((fee) => fee.billId)).size,
    total: Money.sum(fees.map((fee) => fee.amount)).toString(),
    rows: fees.map(({ unitCode, item, period, from, to, days, principal, rate, amount, capped }) => ({
      unitCode,
      item,
      period,
      from,
      to,
      days,
      principal: principal.toString(),
      rate: rate.toString(),
      amount: amount.toString(),
      capped,
    })),
    fingerprint: lateFeeFingerprint(through, fees),
  };
}
