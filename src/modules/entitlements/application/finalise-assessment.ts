import { Injectable } from '@nestjs/common';
import {
  addDays,
  assert,
  assertAllowed,
  Clock,
  DomainError,
  lastDay,
  Money,
  required,
  type AccountingPeriod,
  type BusinessDate,
  type Id,
  type Quarter,
} from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { assertMayBecomeFinal, AssessmentQueries, AssessmentRecords, type AssessmentId, type AssessmentView } from '../../assessments/index.js';
import { BankAccountQueries } from '../../communities/index.js';
import { ContractQueries, payoutRatio } from '../../contracts/index.js';
import { LedgerQueries, LedgerService, type Book } from '../../ledger/index.js';
import { payoutOf, type Payout } from '../domain/entitlement.js';
import { journalForFinal } from '../domain/journals.js';
import { Performance } from '../persistence/performance.js';
import { EntitlementQueries } from './entitlement-queries.js';
import { QuarterMonths } from './quarter-months.js';

export type FinaliseAssessmentRequest = { readonly quarter: Quarter };

/** Amounts in yuan as text: `withheld` = `released` + `deducted`. `entrySeq` null: nothing was withheld. */
export type AssessmentFinalised = {
  readonly assessmentId: AssessmentId;
  readonly score: string;
  readonly ratio: string;
  readonly withheld: string;
  readonly released: string;
  readonly deducted: string;
  readonly effectiveOn: BusinessDate;
  readonly entrySeq: number | null;
};

/** Makes the score of a quarter FINAL and pays out what it gives (P17), in one transaction: there is never the one without the other. */
@Injectable()
export class FinaliseAssessment {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: LedgerService,
    private readonly books: LedgerQueries,
    private readonly contracts: ContractQueries,
    private readonly bankAccounts: BankAccountQueries,
    private readonly assessments: AssessmentQueries,
    private readonly records: AssessmentRecords,
    private readonly entitlements: EntitlementQueries,
    private readonly quarterMonths: QuarterMonths,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_ALLOWED ASSESSMENT_NONE ASSESSMENT_STATE ASSESSMENT_APPEAL_OPEN ASSESSMENT_WINDOW_OPEN ENTITLEMENT_MONTHS_MISSING ENTITLEMENT_CASH_AWAITED, and what the ledger throws */
  async execute(context: CommandContext, { quarter }: FinaliseAssessmentRequest): Promise<Outcome<AssessmentFinalised>> {
    assertAllowed(context.actor, 'assessment.finalise');
    return this.unitOfWork.once({ context, command: 'FinaliseAssessment', request: { quarter } }, async (tx) => {
      const book = await this.ledger.lock(tx);
      const assessment = await this.assessments.byQuarter(tx, quarter);
      if (!assessment) throw new DomainError('ASSESSMENT_NONE', { quarter });
      const today = this.clock.today();
      assertMayBecomeFinal(assessment, today);
      const payout = await this.payout(tx, assessment, book);
      await this.refuseWithoutCash(tx, quarter, payout);
      const firstOpenDay = addDays(book.closedThrough, 1);
      const effectiveOn = today < firstOpenDay ? firstOpenDay : today;
      await this.records.markFinal(tx, quarter, today);
      const entrySeq = await this.post(tx, { context, assessment, payout, effectiveOn });
      return {
        assessmentId: assessment.id,
        score: scoreOf(assessment).toFixed(2),
        ratio: payout.ratio.toString(),
        withheld: payout.withheld.toString(),
        released: payout.released.toString(),
        deducted: payout.deducted.toString(),
        effectiveOn,
        entrySeq,
      };
    });
  }

  /** What the rule gives for the score and the quarter's entitlement; its months must all be there and agree with it. */
  private async payout(tx: Tx, assessment: AssessmentView, book: Book): Promise<Payout> {
    const { quarter } = assessment;
    const months = await this.entitlements.months(tx, quarter);
    const { reopenedThrough } = required(await this.books.book(tx), 'the book that is locked');
    const isOpenAgain = (period: AccountingPeriod): boolean => lastDay(period) > book.closedThrough && lastDay(period) <= (reopenedThrough ?? '');
    const missing = (await this.quarterMonths.expected(tx, quarter, book.openedOn)).filter(
      (period) => !months.some((month) => month.period === period) || isOpenAgain(period), // its close may still find another E
    );
    if (missing.length > 0) throw new DomainError('ENTITLEMENT_MONTHS_MISSING', { quarter, missing: missing.join(', ') });
    const { shareAtRisk, payoutRule } = await this.contracts.version(tx, assessment.contractVersionId);
    const earned = Money.sum(months.map((month) => month.earned));
    const payout = payoutOf(earned, shareAtRisk, payoutRatio(payoutRule, scoreOf(assessment), assessment));
    assert(payout.withheld.equals(Money.sum(months.map((month) => month.withheld))), `the months of ${quarter} withheld what its rule withholds`);
    return payout;
  }

  /** X leaves SVC in cash: where a basis of bills, or a bounced receipt, leaves only money that is owed to others, it waits (I7). */
  private async refuseWithoutCash(tx: Tx, quarter: Quarter, { withheld, deducted }: Payout): Promise<void> {
    const service = required(
      (await this.books.funds(tx)).find(({ fund }) => fund === 'SVC'),
      'the service fund',
    );
    const available = service.available.plus(withheld); // P17 ends the claim of the withheld money
    if (!deducted.isZero && available.lessThan(deducted))
      throw new DomainError('ENTITLEMENT_CASH_AWAITED', { quarter, available: available.toString(), needed: deducted.toString() });
  }

  private async post(
    tx: Tx,
    final: { context: CommandContext; assessment: AssessmentView; payout: Payout; effectiveOn: BusinessDate },
  ): Promise<number | null> {
    const { context, assessment, payout, effectiveOn } = final;
    const posting = { by: context.actor.personId, at: this.clock.now() };
    const { id: assessmentId, quarter, contractVersionId, firmId, withholdingId } = assessment;
    const bankAccount = await this.bankAccounts.active(tx, effectiveOn);
    const draft = journalForFinal({ ...payout, assessmentId, quarter, firmId, withholdingId, bankAccountId: bankAccount.id, effectiveOn });
    const [entry] = draft ? await this.ledger.post(tx, posting, [draft]) : [];
    const { earned, base, withheld, released, deducted, ratio, band, lowered } = payout;
    await tx.manager.insert(Performance, {
      communityId: tx.communityId,
      id: (await this.ledger.takeIds(tx, 1)) as Id<'performance'>,
      assessmentId,
      quarter,
      contractVersionId,
      firmId,
      score: scoreOf(assessment),
      ratio,
      bandLo: band?.lo ?? null,
      bandHi: band?.hi ?? null,
      lowered,
      earned,
      base,
      withheld,
      released,
      deducted,
      effectiveOn,
      entrySeq: entry?.seq ?? null,
      postedBy: posting.by,
      postedAt: posting.at,
    });
    return entry?.seq ?? null;
  }
}

function scoreOf(assessment: AssessmentView): NonNullable<AssessmentView['score']>['published'] {
  return required(assessment.score, 'the score of a scored assessment').published;
}
