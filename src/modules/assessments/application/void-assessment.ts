import { Injectable } from '@nestjs/common';
import type { Quarter } from '../../../kernel/index.js';
import type { CommandContext, Outcome } from '../../../platform/database/index.js';
import { assertTransition } from '../domain/assessment-state.js';
import { readReason } from '../domain/score-records.js';
import { AssessmentRecords } from './assessment-records.js';
import { AssessmentStep, type AssessmentStepped } from './assessment-step.js';

export type VoidAssessmentRequest = { readonly quarter: Quarter; readonly reason: string };

/** Ends an assessment that went wrong, for a reason that is published; OpenAssessment then opens its successor. */
@Injectable()
export class VoidAssessment {
  constructor(
    private readonly step: AssessmentStep,
    private readonly records: AssessmentRecords,
  ) {}

  /** @throws NOT_ALLOWED ASSESSMENT_NONE ASSESSMENT_STATE ASSESSMENT_NOTE */
  async execute(context: CommandContext, { quarter, reason }: VoidAssessmentRequest): Promise<Outcome<AssessmentStepped>> {
    const step = { context, permission: 'assessment.void', command: 'VoidAssessment', quarter, request: { quarter, reason }, anyTime: true } as const;
    return this.step.take(step, async ({ tx, assessment, today, said }) => {
      assertTransition(assessment.state, 'VOID');
      await this.records.append(tx, assessment.id, { kind: 'VOID', happenedOn: today, content: { reason: readReason('reason', reason) } }, said);
      await this.records.move(tx, assessment, 'VOID');
      return { assessmentId: assessment.id, state: 'VOID' };
    });
  }
}
