import { Injectable } from '@nestjs/common';
import { DomainError, firstDay, monthsOf, type BusinessDate, type Quarter } from '../../../kernel/index.js';
import type { CommandContext, Outcome } from '../../../platform/database/index.js';
import { readScore, readSurveyItems, SURVEY } from '../domain/score-records.js';
import { AssessmentRecords } from './assessment-records.js';
import { assertDayWithin, AssessmentStep, type AssessmentStepped } from './assessment-step.js';

/** The result of a survey: `answers` people answered, `score` is their mean out of 100, `items` the means of its questions. */
export type RecordSurveyRequest = {
  readonly quarter: Quarter;
  readonly openedOn: BusinessDate;
  readonly closedOn: BusinessDate;
  readonly answers: number;
  readonly score: string;
  readonly items: readonly { readonly name: string; readonly score: string }[];
};

/** Closes a survey that was held without letters, with its result. Too few answers: it keeps its record, and its weight moves to the inspection at scoring. */
@Injectable()
export class RecordSurvey {
  constructor(
    private readonly step: AssessmentStep,
    private readonly records: AssessmentRecords,
  ) {}

  /** @throws NOT_ALLOWED ASSESSMENT_NONE ASSESSMENT_TOO_EARLY ASSESSMENT_NO_SURVEY SURVEY_COUNTS ASSESSMENT_STATE ASSESSMENT_DAY_OUTSIDE ASSESSMENT_ANSWERS ASSESSMENT_SCORE_OUTSIDE */
  async execute(context: CommandContext, request: RecordSurveyRequest): Promise<Outcome<AssessmentStepped>> {
    const { quarter, openedOn, closedOn, answers, score, items } = request;
    const step = {
      context,
      permission: 'assessment.inspect',
      command: 'RecordSurvey',
      quarter,
      request: { quarter, openedOn, closedOn, answers, score, items },
    } as const;
    return this.step.take(step, async ({ tx, assessment, version, today, said }) => {
      if (!assessment.template.components.some((component) => component.code === SURVEY)) throw new DomainError('ASSESSMENT_NO_SURVEY');
      if (assessment.state === 'SURVEY_OPEN' || version.survey !== undefined) throw new DomainError('SURVEY_COUNTS');
      await this.records.move(tx, assessment, 'SURVEY_CLOSED');
      assertDayWithin('closedOn', closedOn, { from: firstDay(monthsOf(quarter)[0]), to: today });
      assertDayWithin('openedOn', openedOn, { from: firstDay(monthsOf(quarter)[0]), to: closedOn });
      if (!Number.isSafeInteger(answers) || answers < 0 || answers > 1_000_000) throw new DomainError('ASSESSMENT_ANSWERS', { answers: String(answers) });
      const content = { openedOn, items: readSurveyItems(items) };
      await this.records.append(tx, assessment.id, { kind: 'SURVEY', score: readScore('score', score), answers, happenedOn: closedOn, content }, said);
      return { assessmentId: assessment.id, state: 'SURVEY_CLOSED' };
    });
  }
}
