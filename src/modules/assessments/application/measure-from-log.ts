import { Injectable } from '@nestjs/common';
import { DomainError, type Quarter } from '../../../kernel/index.js';
import type { CommandContext, Outcome } from '../../../platform/database/index.js';
import { readScoreTemplate, responseHoursOf } from '../../contracts/index.js';
import { isBeforeScore } from '../domain/assessment-state.js';
import { RESPONSE, responseMeasure } from '../domain/repair-log.js';
import { assertMeasured } from '../domain/score-records.js';
import { AssessmentRecords } from './assessment-records.js';
import { AssessmentStep, type AssessmentStepped } from './assessment-step.js';
import { responseNote } from './log-words.zh-CN.js';
import { RepairQueries } from './repair-queries.js';

export type MeasureFromLogRequest = { readonly quarter: Quarter };
export type MeasuredFromLog = AssessmentStepped & { readonly requests: number; readonly inTime: number; readonly score: string };

/** Counts the log of repairs of a quarter into its response times; from then on the log of that quarter stands still, so that anybody can count it again. */
@Injectable()
export class MeasureFromLog {
  constructor(
    private readonly step: AssessmentStep,
    private readonly records: AssessmentRecords,
    private readonly repairs: RepairQueries,
  ) {}

  /** @throws NOT_ALLOWED ASSESSMENT_NONE ASSESSMENT_TOO_EARLY ASSESSMENT_ALREADY_SCORED ASSESSMENT_COMPONENT_UNKNOWN REPAIR_LOG_EMPTY */
  async execute(context: CommandContext, { quarter }: MeasureFromLogRequest): Promise<Outcome<MeasuredFromLog>> {
    const step = { context, permission: 'assessment.inspect', command: 'MeasureFromLog', quarter, request: { quarter } } as const;
    return this.step.take(step, async ({ tx, assessment, version, today, said }) => {
      if (!isBeforeScore(assessment.state)) throw new DomainError('ASSESSMENT_ALREADY_SCORED', { state: assessment.state });
      assertMeasured(readScoreTemplate(assessment.template), RESPONSE);
      const hours = responseHoursOf(version);
      const measure = responseMeasure(await this.repairs.ofQuarter(tx, quarter), hours, said.at);
      if (measure === null) throw new DomainError('REPAIR_LOG_EMPTY', { quarter });
      const { score, ...counts } = measure;
      const content = { note: responseNote(counts.requests, counts.inTime), log: { ...counts, hours } };
      await this.records.append(tx, assessment.id, { kind: 'MEASURE', code: RESPONSE, score, happenedOn: today, content }, said);
      return { assessmentId: assessment.id, state: assessment.state, requests: counts.requests, inTime: counts.inTime, score: score.toFixed(2) };
    });
  }
}
