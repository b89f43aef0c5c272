import { Injectable } from '@nestjs/common';
import { DomainError, type Quarter } from '../../../kernel/index.js';
import type { CommandContext, Outcome } from '../../../platform/database/index.js';
import { readScoreTemplate, responseHoursOf } from '../../contracts/index.js';
import { isBeforeScore } from '../domain/assessment-state.js';
import { RESPONSE } from '../domain/repair-log.js';
import { assertMeasured, readNote, readScore } from '../domain/score-records.js';
import { AssessmentRecords } from './assessment-records.js';
import { AssessmentStep, type AssessmentStepped, type StepScene } from './assessment-step.js';
import { RepairQueries } from './repair-queries.js';

/** A measured figure out of 100, e.g. RESPONSE, with the counts behind it as a note. */
export type RecordMeasureRequest = { readonly quarter: Quarter; readonly code: string; readonly score: string; readonly note: string };

/** Records what was measured for a component; measured again before the scoring, the later figure counts and the earlier one stays on record. Beside a log of repairs it needs a reason. */
@Injectable()
export class RecordMeasure {
  constructor(
    private readonly step: AssessmentStep,
    private readonly records: AssessmentRecords,
    private readonly repairs: RepairQueries,
  ) {}

  /** @throws NOT_ALLOWED ASSESSMENT_NONE ASSESSMENT_TOO_EARLY ASSESSMENT_ALREADY_SCORED ASSESSMENT_COMPONENT_UNKNOWN ASSESSMENT_SCORE_OUTSIDE ASSESSMENT_NOTE MEASURE_BESIDE_LOG */
  async execute(context: CommandContext, request: RecordMeasureRequest): Promise<Outcome<AssessmentStepped>> {
    const { quarter, code, score, note } = request;
    const step = { context, permission: 'assessment.inspect', command: 'RecordMeasure', quarter, request: { quarter, code, score, note } } as const;
    return this.step.take(step, async (scene) => {
      const { tx, assessment, today, said } = scene;
      if (!isBeforeScore(assessment.state)) throw new DomainError('ASSESSMENT_ALREADY_SCORED', { state: assessment.state });
      assertMeasured(readScoreTemplate(assessment.template), code);
      const beside = code === RESPONSE ? await this.logBeside(scene) : null;
      if (beside && note.trim() === '') throw new DomainError('MEASURE_BESIDE_LOG', { field: 'note', ...beside.figures });
      const content = { note: readNote('note', note), ...(beside && { beside: beside.counted }) };
      await this.records.append(tx, assessment.id, { kind: 'MEASURE', code, score: readScore('score', score), happenedOn: today, content }, said);
      return { assessmentId: assessment.id, state: assessment.state };
    });
  }

  /** What the log of repairs gives, where there is one: another figure needs a reason, and stands beside it. */
  private async logBeside({ tx, assessment, version, said }: StepScene) {
    const hours = responseHoursOf(version);
    const { measure } = await this.repairs.measureOf(tx, assessment.quarter, { hours, asOf: said.at });
    if (measure === null) return null;
    const { score, ...counts } = measure;
    const figures = { requests: counts.requests, inTime: counts.inTime, score: score.toFixed(2) };
    return { figures, counted: { ...counts, hours, score: score.toFixed(2) } };
  }
}
