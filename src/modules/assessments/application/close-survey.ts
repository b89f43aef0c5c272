import { Injectable } from '@nestjs/common';
import { DomainError, type Quarter } from '../../../kernel/index.js';
import type { CommandContext, Outcome } from '../../../platform/database/index.js';
import { surveyResult } from '../domain/survey.js';
import { AssessmentRecords } from './assessment-records.js';
import { AssessmentStep, type AssessmentStepped } from './assessment-step.js';
import { SurveyQueries } from './survey-queries.js';

export type CloseSurveyRequest = { readonly quarter: Quarter };
export type SurveyClosed = AssessmentStepped & { readonly answers: number };

/** Ends a survey after its last day, or when every letter has come back, in the name of another body than those who opened it and made its letters. Its result is what households answered; too few answers count for nothing at scoring. */
@Injectable()
export class CloseSurvey {
  constructor(
    private readonly step: AssessmentStep,
    private readonly records: AssessmentRecords,
    private readonly surveys: SurveyQueries,
  ) {}

  /** @throws NOT_ALLOWED ASSESSMENT_NONE ASSESSMENT_TOO_EARLY SURVEY_NONE SURVEY_CLOSE_OWN SURVEY_RUNNING SURVEY_PAPERS_WAIT */
  async execute(context: CommandContext, { quarter }: CloseSurveyRequest): Promise<Outcome<SurveyClosed>> {
    const step = { context, permission: 'assessment.inspect', command: 'CloseSurvey', quarter, request: { quarter } } as const;
    return this.step.take(step, async ({ tx, assessment, today, said }) => {
      const survey = await this.surveys.progress(tx, assessment.id);
      if (!survey || assessment.state !== 'SURVEY_OPEN') throw new DomainError('SURVEY_NONE');
      const held = await this.surveys.holders(tx, survey.id);
      if (held.some(({ personId, organisationId }) => personId === said.by.personId || organisationId === said.by.organisationId))
        throw new DomainError('SURVEY_CLOSE_OWN', { quarter });
      const { letters, online, paper, closesOn } = survey;
      const waiting = survey.papers.filter(({ state }) => state === 'RECORDED');
      if (waiting.length > 0) throw new DomainError('SURVEY_PAPERS_WAIT', { count: waiting.length });
      const allAnswered = letters > 0 && online + paper === letters;
      if (today <= closesOn && !allAnswered) throw new DomainError('SURVEY_RUNNING', { closesOn });
      const { answers, score, items } = surveyResult(await this.surveys.tallies(tx, survey));
      const content = { openedOn: survey.openedOn, items, letters, papers: paper };
      await this.records.append(tx, assessment.id, { kind: 'SURVEY', score, answers, happenedOn: today < closesOn ? today : closesOn, content }, said);
      await this.records.move(tx, assessment, 'SURVEY_CLOSED');
      return { assessmentId: assessment.id, state: 'SURVEY_CLOSED', answers };
    });
  }
}
