import { Injectable } from '@nestjs/common';
import { assert, DomainError, Money, quarterOf, required, type AccountingPeriod, type ErrorCode, type ErrorDetails, type Id } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { AssessmentRecords } from '../../assessments/index.js';
import { ContractQueries } from '../../contracts/index.js';
import { FeeQueries } from '../../fees/index.js';
import { LedgerQueries, LedgerService, type Posting } from '../../ledger/index.js';
import { splitMonth } from '../domain/entitlement.js';
import { dueFromFirm, journalForMonth } from '../domain/journals.js';
import { EntitlementMonth } from '../persistence/entitlement-month.js';
import { EntitlementQueries, type EntitlementMonthView } from './entitlement-queries.js';
import { QuarterMonths } from './quarter-months.js';

/** Why the entitlement of a month cannot be posted now, as the refusal says it. */
export interface MonthObstacle {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
}

/** Works out what the firm earned in a month and posts it (P12); the close of the month calls it in its own transaction. */
@Injectable()
export class MonthlyEntitlements {
  constructor(
    private readonly ledger: LedgerService,
    private readonly books: LedgerQueries,
    private readonly contracts: ContractQueries,
    private readonly fees: FeeQueries,
    private readonly assessments: AssessmentRecords,
    private readonly entitlements: EntitlementQueries,
    private readonly quarterMonths: QuarterMonths,
  ) {}

  /**
   * Posts P12 of a month, dated its last day, while the month is open and all its money is matched or in suspense. Opens the
   * assessment of the quarter when it is not there. Months follow one another: the split is cumulative over the quarter.
   * @throws CONTRACT_NONE ENTITLEMENT_POSTED ENTITLEMENT_OUT_OF_ORDER ASSESSMENT_CONTRACT_CHANGES, and what the ledger throws
   */
  async post(tx: Tx, posting: Posting, period: AccountingPeriod): Promise<EntitlementMonthView> {
    await this.ledger.lock(tx);
    const obstacle = await this.obstacle(tx, period);
    if (obstacle) throw new DomainError(obstacle.code, obstacle.details);
    return this.record(tx, posting, { period, postingNo: 1, earned: await this.documented(tx, period) });
  }

  /**
   * What a close asks for: P12 of a month that has none, and of a month that was reopened the difference, when its documents, or those of a
   * month before it in the quarter, now give another E or W than its postings. What a month took back and the owners gave up is not earned a second time: the
   * write-off is taken back first. @throws ENTITLEMENT_GIVEN_UP, and what `post` throws
   */
  async settle(tx: Tx, posting: Posting, period: AccountingPeriod): Promise<EntitlementMonthView> {
    await this.ledger.lock(tx);
    const postings = await this.postingsOf(tx, period);
    if (postings.length === 0) return this.post(tx, posting, period);
    const difference = await this.difference(tx, period, postings);
    const obstacle = await this.givenUp(tx, period, difference);
    if (obstacle) throw new DomainError(obstacle.code, obstacle.details);
    const { shareAtRisk } = await this.contracts.versionFor(tx, period);
    // a month before it may have moved a fen of rounding into this one
    const isMoved = !splitMonth(difference, shareAtRisk, await this.entitlements.throughMonth(tx, period)).withheld.isZero;
    if (!difference.isZero || isMoved) {
      assert((await this.entitlements.performanceOf(tx, quarterOf(period))) === null, `${period} is not reopened once its quarter is final`);
      await this.record(tx, posting, { period, postingNo: postings.length + 1, earned: difference });
    }
    return required(await this.entitlements.month(tx, period), 'the month that was posted');
  }

  /** The refusal that `settle` would give for a month now, or null: the checklist of the close asks it before anybody signs. @throws LEDGER_BOOK_MISSING */
  async blocked(tx: Tx, period: AccountingPeriod): Promise<MonthObstacle | null> {
    const postings = await this.postingsOf(tx, period);
    return postings.length === 0 ? this.obstacle(tx, period) : this.givenUp(tx, period, await this.difference(tx, period, postings));
  }

  private async postingsOf(tx: Tx, period: AccountingPeriod): Promise<EntitlementMonthView[]> {
    return (await this.entitlements.postings(tx, quarterOf(period))).filter((earlier) => earlier.period === period);
  }

  /** What the documents give now beyond what was posted. */
  private async difference(tx: Tx, period: AccountingPeriod, postings: readonly EntitlementMonthView[]): Promise<Money> {
    return (await this.documented(tx, period)).minus(Money.sum(postings.map(({ earned }) => earned)));
  }

  /** What the owners gave up of a month is not earned again. */
  private async givenUp(tx: Tx, period: AccountingPeriod, difference: Money): Promise<MonthObstacle | null> {
    const givenUp = difference.isPositive ? await this.entitlements.givenUp(tx, period) : Money.zero;
    return givenUp.isPositive ? { code: 'ENTITLEMENT_GIVEN_UP', details: { period, earned: difference.toString(), givenUp: givenUp.toString() } } : null;
  }

  /** E as the documents of the month give it now. */
  private async documented(tx: Tx, period: AccountingPeriod): Promise<Money> {
    const { basis } = await this.contracts.versionFor(tx, period);
    return basis === 'COLLECTED' ? this.fees.collected(tx, period) : this.fees.billed(tx, period);
  }

  private async record(tx: Tx, posting: Posting, { period, postingNo, earned }: { period: AccountingPeriod; postingNo: number; earned: Money }) {
    const version = await this.contracts.versionFor(tx, period);
    const quarter = quarterOf(period);
    const assessment = await this.assessments.ensureOpen(tx, quarter, posting.at);
    const split = splitMonth(earned, version.shareAtRisk, await this.entitlements.throughMonth(tx, period));
    const id = (await this.ledger.takeIds(tx, 1)) as Id<'entitlement_month'>;
    const payable = await this.books.balance(tx, 'SVC', { code: '2101', holder: { type: 'firm', id: version.firmId } });
    const draft = journalForMonth({ ...split, id, period, firmId: version.firmId, withholdingId: assessment.withholdingId }, payable);
    const [entry] = draft ? await this.ledger.post(tx, posting, [draft]) : [];
    const { versionId: contractVersionId, firmId, basis, shareAtRisk } = version;
    const month = {
      communityId: tx.communityId,
      id,
      postingNo,
      period,
      quarter,
      assessmentId: assessment.id,
      contractVersionId,
      firmId,
      basis,
      shareAtRisk,
      ...split,
      dueFromFirm: dueFromFirm(split.base, payable),
      entrySeq: entry?.seq ?? null,
      postedBy: posting.by,
      postedAt: posting.at,
    };
    await tx.manager.insert(EntitlementMonth, month);
    return month;
  }

  /** The refusal that `post` would give for a month now, or null. @throws LEDGER_BOOK_MISSING */
  async obstacle(tx: Tx, period: AccountingPeriod): Promise<MonthObstacle | null> {
    const book = await this.books.book(tx);
    if (!book) throw new DomainError('LEDGER_BOOK_MISSING');
    if (!(await this.contracts.findVersion(tx, period))) return { code: 'CONTRACT_NONE', details: { period } };
    const quarter = quarterOf(period);
    const posted = (await this.entitlements.months(tx, quarter)).map((month) => month.period);
    if (posted.includes(period)) return { code: 'ENTITLEMENT_POSTED', details: { period } };
    const due = (await this.quarterMonths.expected(tx, quarter, book.openedOn)).find((month) => !posted.includes(month));
    if (due !== period) return { code: 'ENTITLEMENT_OUT_OF_ORDER', details: { period, due: due ?? '' } };
    // W of the month would wait for the score of another firm
    return (await this.assessments.hasOneVersion(tx, quarter)) ? null : { code: 'ASSESSMENT_CONTRACT_CHANGES', details: { quarter } };
  }
}
