import { Injectable } from '@nestjs/common';
import { DomainError, wallClock, type Quarter } from '../../../kernel/index.js';
import type { CommandContext, Outcome } from '../../../platform/database/index.js';
import { readScoreTemplate, responseHoursOf } from '../../contracts/index.js';
import { isBeforeScore } from '../domain/assessment-state.js';
import { openRepairs, RESPONSE, responseMeasure, type ResponseHours } from '../domain/repair-log.js';
import { assertMeasured } from '../domain/score-records.js';
import { AssessmentRecords } from './assessment-records.js';
import { AssessmentStep, type AssessmentStepped, type StepScene } from './assessment-step.js';
import { responseNote } from './log-words.zh-CN.js';
import { RepairQueries, type RepairView } from './repair-queries.js';

export type MeasureFromLogRequest = { readonly quarter: Quarter };
export type MeasuredFromLog = AssessmentStepped & { readonly requests: number; readonly inTime: number; readonly score: string };

/**
 * Counts the log of repairs of a quarter into its response times, once; from then on the log of that quarter stands still, so that anybody can count it again. What it
 * stops it waits for: the last day of the firm's own evaluation, and every request that may still be answered in time, but no longer than a score waits (domain.md 5).
 */
@Injectable()
export class MeasureFromLog {
  constructor(
    private readonly step: AssessmentStep,
    private readonly records: AssessmentRecords,
    private readonly repairs: RepairQueries,
  ) {}

  /** @throws NOT_ALLOWED ASSESSMENT_NONE ASSESSMENT_TOO_EARLY ASSESSMENT_ALREADY_SCORED ASSESSMENT_COMPONENT_UNKNOWN REPAIR_COUNTED_ONCE REPAIR_COUNT_EARLY REPAIR_OPEN REPAIR_LOG_EMPTY */
  async execute(context: CommandContext, { quarter }: MeasureFromLogRequest): Promise<Outcome<MeasuredFromLog>> {
    const step = { context, permission: 'assessment.inspect', command: 'MeasureFromLog', quarter, request: { quarter } } as const;
    return this.step.take(step, async (scene) => {
      const { tx, assessment, version, today, said } = scene;
      if (!isBeforeScore(assessment.state)) throw new DomainError('ASSESSMENT_ALREADY_SCORED', { state: assessment.state });
      assertMeasured(readScoreTemplate(assessment.template), RESPONSE);
      const hours = responseHoursOf(version);
      const log = await this.repairs.ofQuarter(tx, quarter);
      await this.refuseSecond(scene);
      refuseEarly(scene, log, hours);
      const measure = responseMeasure(log, hours, said.at);
      if (measure === null) throw new DomainError('REPAIR_LOG_EMPTY', { quarter });
      const { score, ...counts } = measure;
      const content = { note: responseNote(counts.requests, counts.inTime), log: { ...counts, hours } };
      await this.records.append(tx, assessment.id, { kind: 'MEASURE', code: RESPONSE, score, happenedOn: today, content }, said);
      return { assessmentId: assessment.id, state: assessment.state, requests: counts.requests, inTime: counts.inTime, score: score.toFixed(2) };
    });
  }

  private async refuseSecond({ tx, assessment }: StepScene): Promise<void> {
    const first = await this.records.countOfLog(tx, assessment.id);
    if (first) throw new DomainError('REPAIR_COUNTED_ONCE', { quarter: assessment.quarter, ...first });
  }
}

/** @throws REPAIR_COUNT_EARLY REPAIR_OPEN */
function refuseEarly({ assessment: { quarter }, dates, today, said }: StepScene, log: readonly RepairView[], hours: ResponseHours): void {
  const { selfEvaluationUntil: until, decidedOn } = dates;
  if (today <= until) throw new DomainError('REPAIR_COUNT_EARLY', { quarter, until, today });
  const open = today < decidedOn ? openRepairs(log, hours, said.at) : [];
  const last = open.at(-1);
  if (last) throw new DomainError('REPAIR_OPEN', { quarter, open: open.length, number: last.number, until: wallClock(last.until) });
}
