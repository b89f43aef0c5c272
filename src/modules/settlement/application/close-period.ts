import { Injectable } from '@nestjs/common';
import { assert, assertAllowed, Clock, DomainError, required, type AccountingPeriod } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { BankLines, ReconciliationQueries, Reconciliations } from '../../bank/index.js';
import { MonthlyEntitlements } from '../../entitlements/index.js';
import { LedgerService, type Posting } from '../../ledger/index.js';
import { ClaimComparison } from './claim-comparison.js';
import { CloseChecklist } from './close-checklist.js';
import { YearEnd } from './year-end.js';

export interface ClosePeriodRequest {
  readonly period: AccountingPeriod;
}

/** The month as it was closed; amounts in yuan. `earned` = `base` + `withheld` is what P12 gave the firm; `yearEnd` is the voucher of P27, of a December alone. */
export type PeriodClosed = {
  readonly period: AccountingPeriod;
  readonly bankBalance: string;
  readonly lines: number;
  readonly suspenseCount: number;
  readonly suspenseTotal: string;
  readonly earned: string;
  readonly base: string;
  readonly withheld: string;
  readonly yearEnd: string | null;
  readonly reconciliationId: number;
};

/**
 * Closes a month, all or nothing: OPEN → CLOSING, while every line of the bank has its place and P12 is posted, → CLOSED on the
 * reconciliation that two persons of two organisations have signed and that still says what bank, books and documents say. Nobody else
 * ever sees the state between. December ends with P27. A month that was reopened is reconciled, signed and closed in the same way: what
 * its documents give is posted as far as it is not.
 */
@Injectable()
export class ClosePeriod {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly checklist: CloseChecklist,
    private readonly claims: ClaimComparison,
    private readonly entitlements: MonthlyEntitlements,
    private readonly yearEnd: YearEnd,
    private readonly bankLines: BankLines,
    private readonly signed: ReconciliationQueries,
    private readonly reconciliations: Reconciliations,
  ) {}

  /**
   * @throws NOT_ALLOWED; what blocks the month first (LEDGER_PERIOD_NOT_NEXT, CLOSE_…, BANK_LINE_UNPLACED, BANK_LEGS_DIFFER with the
   * three figures, CLOSE_CLAIMS_DIFFER with the account, CLOSE_NOT_RECONCILED, CLOSE_NOT_SIGNED, RECONCILIATION_OUTDATED); and what P12 and the books refuse
   */
  async execute(context: CommandContext, { period }: ClosePeriodRequest): Promise<Outcome<PeriodClosed>> {
    assertAllowed(context.actor, 'period.close');
    return this.unitOfWork.once({ context, command: 'ClosePeriod', request: { period } }, async (tx) => {
      await this.ledger.lock(tx);
      await this.refuseBlocked(tx, period);
      return this.close(tx, { by: context.actor.personId, at: this.clock.now() }, period);
    });
  }

  private async refuseBlocked(tx: Tx, period: AccountingPeriod): Promise<void> {
    const blocker = await this.checklist.blocker(tx, period);
    if (blocker) throw new DomainError(blocker.code, blocker.details);
  }

  /** With P12 in the books, which only the close itself has seen. */
  private async refuseApart(tx: Tx, period: AccountingPeriod): Promise<void> {
    const apart = await this.claims.apart(tx, period);
    if (apart) throw new DomainError('CLOSE_CLAIMS_DIFFER', apart);
  }

  private async close(tx: Tx, posting: Posting, period: AccountingPeriod): Promise<PeriodClosed> {
    const facts = required(await this.signed.pending(tx, period), 'the signed reconciliation of a month that is not blocked');
    const earned = await this.entitlements.settle(tx, posting, period);
    const yearEnd = await this.yearEnd.post(tx, posting, period);
    await this.refuseApart(tx, period);
    const lines = await this.bankLines.reconcileThrough(tx, period);
    assert(lines === facts.lineCount, `${lines} lines of ${period}, of which ${facts.lineCount} were signed`);
    await this.ledger.closePeriod(tx, posting, period);
    await this.reconciliations.close(tx, posting, facts.id);
    return {
      period,
      bankBalance: facts.bankBalance.toString(),
      lines,
      suspenseCount: facts.suspense.count,
      suspenseTotal: facts.suspense.total.toString(),
      earned: earned.earned.toString(),
      base: earned.base.toString(),
      withheld: earned.withheld.toString(),
      yearEnd,
      reconciliationId: facts.id,
    };
  }
}
