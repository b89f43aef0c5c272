import { Injectable } from '@nestjs/common';
import { DomainError, type Quarter } from '../../../kernel/index.js';
import type { CommandContext, Outcome } from '../../../platform/database/index.js';
import { assertTransition } from '../domain/assessment-state.js';
import { readReason } from '../domain/score-records.js';
import { AssessmentRecords } from './assessment-records.js';
import { assertIsTheFirm, AssessmentStep, type AssessmentStepped } from './assessment-step.js';

export type FileAppealRequest = { readonly quarter: Quarter; readonly reason: string };

/** The firm appeals against its score while the window is open; nothing becomes FINAL before the appeal is decided. */
@Injectable()
export class FileAppeal {
  constructor(
    private readonly step: AssessmentStep,
    private readonly records: AssessmentRecords,
  ) {}

  /** @throws NOT_ALLOWED ASSESSMENT_NONE ASSESSMENT_STATE ASSESSMENT_APPEAL_CLOSED ASSESSMENT_NOTE */
  async execute(context: CommandContext, { quarter, reason }: FileAppealRequest): Promise<Outcome<AssessmentStepped>> {
    const step = { context, permission: 'assessment.appeal', command: 'FileAppeal', quarter, request: { quarter, reason } } as const;
    return this.step.take(step, async (scene) => {
      const { tx, assessment, today, said } = scene;
      assertIsTheFirm(scene);
      assertTransition(assessment.state, 'APPEALED');
      if (assessment.appealUntil !== null && today > assessment.appealUntil)
        throw new DomainError('ASSESSMENT_APPEAL_CLOSED', { until: assessment.appealUntil });
      await this.records.append(tx, assessment.id, { kind: 'APPEAL', happenedOn: today, content: { reason: readReason('reason', reason) } }, said);
      await this.records.move(tx, assessment, 'APPEALED');
      return { assessmentId: assessment.id, state: 'APPEALED' };
    });
  }
}
