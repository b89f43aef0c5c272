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
import { RepairQueries, type LogCount, type RepairView } from './repair-queries.js';

export type MeasureFromLogRequest = { readonly quarter: Quarter };
export type MeasuredFromLog = AssessmentStepped & { readonly requests: number; readonly inTime: number; readonly score: string };

/**
 * Counts the log of repairs of a quarter into its response times, once; from then on the log of that quarter stands still, so that anybody can count it again. What it
 * stops it waits for: the last day of the firm's own evaluation, and every request that may still be answered in time, but no longer than a score waits (domain.md 5). Where an
 * assessment that became VOID has counted it, its successor has that count, and waits for nothing.
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
      const { tx, assessment, today, said } = scene;
      if (!isBeforeScore(assessment.state)) throw new DomainError('ASSESSMENT_ALREADY_SCORED', { state: assessment.state });
      assertMeasured(readScoreTemplate(assessment.template), RESPONSE);
      const { score, ...counted } = (await this.takenOver(scene)) ?? (await this.counted(scene));
      const { requests, inTime } = counted.log;
      const content = { note: responseNote(requests, inTime), ...counted };
      await this.records.append(tx, assessment.id, { kind: 'MEASURE', code: RESPONSE, score, happenedOn: today, content }, said);
      return { assessmentId: assessment.id, state: assessment.state, requests, inTime, score: score.toFixed(2) };
    });
  }

  /** The figures of an assessment that became VOID, by its rule and as of its moment: since then nobody could answer. @throws REPAIR_COUNTED_ONCE */
  private async takenOver({ tx, assessment: { id, quarter } }: StepScene): Promise<Pick<LogCount, 'log' | 'first' | 'score'> | null> {
    const count = await this.repairs.countOf(tx, quarter);
    if (!count) return null;
    const { assessmentId, first, on, log, score } = count;
    if (assessmentId === id) throw new DomainError('REPAIR_COUNTED_ONCE', { quarter, on, requests: log.requests, inTime: log.inTime, score: score.toFixed(2) });
    return { log, first, score };
  }

  /** @throws REPAIR_COUNT_EARLY REPAIR_OPEN REPAIR_LOG_EMPTY */
  private async counted(scene: StepScene): Promise<Pick<LogCount, 'log' | 'score'>> {
    const { tx, assessment, version, said } = scene;
    const { quarter } = assessment;
    const hours = responseHoursOf(version);
    const log = await this.repairs.ofQuarter(tx, quarter);
    refuseEarly(scene, log, hours);
    const measure = responseMeasure(log, hours, said.at);
    if (measure === null) throw new DomainError('REPAIR_LOG_EMPTY', { quarter });
    const { score, ...counts } = measure;
    return { score, log: { ...counts, hours } };
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
