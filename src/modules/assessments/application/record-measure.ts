import { Injectable } from '@nestjs/common';
import { DomainError, type Quarter } from '../../../kernel/index.js';
import type { CommandContext, Outcome } from '../../../platform/database/index.js';
import { readScoreTemplate } from '../../contracts/index.js';
import { isBeforeScore } from '../domain/assessment-state.js';
import { assertMeasured, readNote, readScore } from '../domain/score-records.js';
import { AssessmentRecords } from './assessment-records.js';
import { AssessmentStep, type AssessmentStepped } from './assessment-step.js';

/** A measured figure out of 100, e.g. RESPONSE, with the counts behind it as a note. */
export type RecordMeasureRequest = { readonly quarter: Quarter; readonly code: string; readonly score: string; readonly note: string };

/** Records what was measured for a component; measured again before the scoring, the later figure counts and the earlier one stays on record. */
@Injectable()
export class RecordMeasure {
  constructor(
    private readonly step: AssessmentStep,
    private readonly records: AssessmentRecords,
  ) {}

  /** @throws NOT_ALLOWED ASSESSMENT_NONE ASSESSMENT_TOO_EARLY ASSESSMENT_ALREADY_SCORED ASSESSMENT_COMPONENT_UNKNOWN ASSESSMENT_SCORE_OUTSIDE ASSESSMENT_NOTE */
  async execute(context: CommandContext, request: RecordMeasureRequest): Promise<Outcome<AssessmentStepped>> {
    const { quarter, code, score, note } = request;
    const step = { context, permission: 'assessment.inspect', command: 'RecordMeasure', quarter, request: { quarter, code, score, note } } as const;
    return this.step.take(step, async ({ tx, assessment, today, said }) => {
      if (!isBeforeScore(assessment.state)) throw new DomainError('ASSESSMENT_ALREADY_SCORED', { state: assessment.state });
      assertMeasured(readScoreTemplate(assessment.template), code);
      const content = { note: readNote('note', note) };
      await this.records.append(tx, assessment.id, { kind: 'MEASURE', code, score: readScore('score', score), happenedOn: today, content }, said);
      return { assessmentId: assessment.id, state: assessment.state };
    });
  }
}
