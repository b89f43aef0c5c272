import { Injectable } from '@nestjs/common';
import { addDays, DomainError, type BusinessDate, type Quarter } from '../../../kernel/index.js';
import type { CommandContext, Outcome } from '../../../platform/database/index.js';
import { LedgerService } from '../../ledger/index.js';
import { SURVEY } from '../domain/score-records.js';
import { ANSWER_MAX, readQuestions } from '../domain/survey.js';
import { Survey } from '../persistence/survey.js';
import { AssessmentRecords } from './assessment-records.js';
import { assertDayWithin, AssessmentStep, type AssessmentStepped } from './assessment-step.js';
import type { SurveyId } from './survey-queries.js';

/** `closesOn` is the last day for answers; every question is answered with 1 (very bad) to 5 (very good). Left empty: those of the contract. */
export type OpenSurveyRequest = { readonly quarter: Quarter; readonly closesOn: BusinessDate; readonly questions: readonly string[] };

/** A survey runs at most so long: the score waits for it. */
const DAYS_MAX = 31;

/** Opens the survey of an inspected quarter: from now on its result is what households answer, and nobody types it. */
@Injectable()
export class OpenSurvey {
  constructor(
    private readonly step: AssessmentStep,
    private readonly records: AssessmentRecords,
    private readonly ledger: LedgerService,
  ) {}

  /** @throws NOT_ALLOWED ASSESSMENT_NONE ASSESSMENT_TOO_EARLY ASSESSMENT_NO_SURVEY ASSESSMENT_STATE ASSESSMENT_DAY_OUTSIDE SURVEY_QUESTIONS SURVEY_QUESTIONS_AGREED */
  async execute(context: CommandContext, { quarter, closesOn, questions: names }: OpenSurveyRequest): Promise<Outcome<AssessmentStepped>> {
    const asked = names.length === 0 ? [] : readQuestions(names);
    const step = { context, permission: 'survey.run', command: 'OpenSurvey', quarter, request: { quarter, closesOn, questions: asked } } as const;
    return this.step.take(step, async ({ tx, assessment, version, today, said }) => {
      const questions = version.survey ? [...version.survey.questions] : readQuestions(asked);
      if (version.survey && asked.length > 0 && asked.join('\n') !== questions.join('\n')) throw new DomainError('SURVEY_QUESTIONS_AGREED');
      if (!assessment.template.components.some((component) => component.code === SURVEY)) throw new DomainError('ASSESSMENT_NO_SURVEY');
      assertDayWithin('closesOn', closesOn, { from: addDays(today, 1), to: addDays(today, DAYS_MAX) });
      await this.records.move(tx, assessment, 'SURVEY_OPEN');
      const id = (await this.ledger.takeIds(tx, 1)) as SurveyId;
      const opened = { openedOn: today, openedBy: said.by.personId, openedFor: said.by.organisationId, openedAt: said.at };
      await tx.manager.insert(Survey, { communityId: tx.communityId, id, assessmentId: assessment.id, questions, closesOn, ...opened });
      await tx.query(
        `insert into mingbai.survey_tally (community_id, survey_id, question, value, online, paper)
         select $1, $2, question, value, 0, 0 from generate_series(1, $3::int) question, generate_series(1, $4::int) value`,
        [tx.communityId, id, questions.length, ANSWER_MAX],
      );
      return { assessmentId: assessment.id, state: 'SURVEY_OPEN' };
    });
  }
}
