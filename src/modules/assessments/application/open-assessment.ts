import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, firstDay, monthsOf, type Quarter } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome } from '../../../platform/database/index.js';
import { LedgerService } from '../../ledger/index.js';
import { AssessmentRecords } from './assessment-records.js';
import type { AssessmentStepped } from './assessment-step.js';

export type OpenAssessmentRequest = { readonly quarter: Quarter };

/** Opens the assessment of a quarter; also the successor of one that became VOID. */
@Injectable()
export class OpenAssessment {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: LedgerService,
    private readonly records: AssessmentRecords,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_ALLOWED ASSESSMENT_NOT_BEGUN ASSESSMENT_EXISTS CONTRACT_NONE ASSESSMENT_CONTRACT_CHANGES */
  async execute(context: CommandContext, { quarter }: OpenAssessmentRequest): Promise<Outcome<AssessmentStepped>> {
    assertAllowed(context.actor, 'assessment.open');
    return this.unitOfWork.once({ context, command: 'OpenAssessment', request: { quarter } }, async (tx) => {
      await this.ledger.lock(tx);
      const begins = firstDay(monthsOf(quarter)[0]);
      const today = this.clock.today();
      if (today < begins) throw new DomainError('ASSESSMENT_NOT_BEGUN', { quarter, begins, today });
      const { id } = await this.records.open(tx, quarter, this.clock.now());
      return { assessmentId: id, state: 'OPEN' };
    });
  }
}
