import { Injectable } from '@nestjs/common';
import { Clock, DomainError, periodOf, quarterOf, type CommunityId, type Quarter } from '../../../kernel/index.js';
import { UnitOfWork, type Tx } from '../../../platform/database/index.js';
import { LedgerService } from '../../ledger/index.js';
import { Assessment } from '../persistence/assessment.js';
import { AssessmentRecords } from './assessment-records.js';

/** What the calendar did in a compound: the quarter whose assessment it opened. */
export type CalendarRun = { readonly opened: Quarter | null };

/**
 * Does what the calendar of a contract says and nobody has to answer for: opens the assessment of a quarter from its first day on. It looks again under the lock of
 * the book, so that two servers at once do it once; run again it does nothing. A survey takes no answer after its last day by itself, but its result is said by
 * somebody who did not hold it: that is a task, and none of the calendar's.
 */
@Injectable()
export class RunCalendar {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: LedgerService,
    private readonly records: AssessmentRecords,
    private readonly clock: Clock,
  ) {}

  execute(communityId: CommunityId): Promise<CalendarRun> {
    return this.unitOfWork.run(communityId, async (tx) => {
      await this.ledger.lock(tx);
      return { opened: await this.open(tx) };
    });
  }

  /** One that became VOID is followed by whoever voided it, and a quarter without a contract, or with two, has none. */
  private async open(tx: Tx): Promise<Quarter | null> {
    const quarter = quarterOf(periodOf(this.clock.today()));
    if (await tx.manager.existsBy(Assessment, { communityId: tx.communityId, quarter })) return null;
    try {
      await this.records.open(tx, quarter, this.clock.now());
      return quarter;
    } catch (error) {
      if (error instanceof DomainError && (error.code === 'CONTRACT_NONE' || error.code === 'ASSESSMENT_CONTRACT_CHANGES')) return null;
      throw error;
    }
  }
}
