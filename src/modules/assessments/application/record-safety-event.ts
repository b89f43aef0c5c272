import { Injectable } from '@nestjs/common';
import { DomainError, firstDay, lastDay, monthsOf, type BusinessDate, type Quarter } from '../../../kernel/index.js';
import type { CommandContext, Outcome } from '../../../platform/database/index.js';
import { EvidenceQueries } from '../../evidence/index.js';
import { isBeforeScore } from '../domain/assessment-state.js';
import { readItemEvidence, readReason } from '../domain/score-records.js';
import { AssessmentQueries, type AssessmentView } from './assessment-queries.js';
import { AssessmentRecords } from './assessment-records.js';
import { assertDayWithin, AssessmentStep, type AssessmentStepped } from './assessment-step.js';

/** `what` tells what happened and is published; `documents` are the SHA-256 of the papers about it. */
export type RecordSafetyEventRequest = {
  readonly quarter: Quarter;
  readonly happenedOn: BusinessDate;
  readonly what: string;
  readonly documents: readonly string[];
};

/** A severe safety event of the quarter, by the centre and with its papers, also while the quarter runs. However many there are, the payout falls by one band. */
@Injectable()
export class RecordSafetyEvent {
  constructor(
    private readonly step: AssessmentStep,
    private readonly records: AssessmentRecords,
    private readonly evidence: EvidenceQueries,
    private readonly assessments: AssessmentQueries,
  ) {}

  /** @throws NOT_ALLOWED ASSESSMENT_NONE ASSESSMENT_ALREADY_SCORED ASSESSMENT_DAY_OUTSIDE ASSESSMENT_NOTE SAFETY_EVENT_PAPERS ASSESSMENT_EVIDENCE EVIDENCE_UNKNOWN SAFETY_EVENT_SET_ASIDE */
  async execute(context: CommandContext, request: RecordSafetyEventRequest): Promise<Outcome<AssessmentStepped>> {
    const { quarter, happenedOn, what, documents } = request;
    const step = {
      context,
      permission: 'assessment.safety-event',
      command: 'RecordSafetyEvent',
      quarter,
      request: { quarter, happenedOn, what, documents },
      anyTime: true,
    } as const;
    return this.step.take(step, async ({ tx, assessment, today, said }) => {
      if (!isBeforeScore(assessment.state)) throw new DomainError('ASSESSMENT_ALREADY_SCORED', { state: assessment.state });
      const months = monthsOf(quarter);
      const last = lastDay(months[2]);
      assertDayWithin('happenedOn', happenedOn, { from: firstDay(months[0]), to: today < last ? today : last });
      if (documents.length === 0) throw new DomainError('SAFETY_EVENT_PAPERS', { field: 'documents' });
      const papers = readItemEvidence('documents', documents);
      await this.evidence.refuseUnknown(tx, papers);
      refuseSetAside(await this.assessments.byId(tx, assessment.id), papers);
      const content = { what: readReason('what', what), documents: papers };
      await this.records.append(tx, assessment.id, { kind: 'SAFETY_EVENT', happenedOn, content }, said);
      return { assessmentId: assessment.id, state: assessment.state };
    });
  }
}

/** A paper of an event that a review set aside brings none back, under no other day either. @throws SAFETY_EVENT_SET_ASIDE */
function refuseSetAside({ safetyEvents }: AssessmentView, papers: readonly string[]): void {
  for (const { id: event, on, isSetAside, documents } of safetyEvents) {
    const document = papers.find((paper) => documents.includes(paper));
    if (isSetAside && document !== undefined) throw new DomainError('SAFETY_EVENT_SET_ASIDE', { field: 'documents', document, event, on });
  }
}
