import { Injectable } from '@nestjs/common';
import { DomainError, type BusinessDate, type Id, type Instant, type OrganisationId, type PersonId, type Quarter } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import type { QuestionTally } from '../domain/survey.js';
import type { SurveyPaperState } from '../persistence/survey-paper.js';
import type { AssessmentId } from './assessment-records.js';

export type SurveyId = Id<'survey'>;
export type SurveyPaperId = Id<'survey_paper'>;

/** A survey as it was opened. `closesOn` is the last day for answers. */
export interface OpenedSurvey {
  readonly id: SurveyId;
  readonly assessmentId: AssessmentId;
  readonly quarter: Quarter;
  readonly questions: readonly string[];
  readonly openedOn: BusinessDate;
  readonly closesOn: BusinessDate;
}

/** Answers on paper, handed in together. */
export interface SurveyPaperView {
  readonly id: SurveyPaperId;
  readonly answers: number;
  readonly state: SurveyPaperState;
  readonly recordedBy: PersonId;
  readonly recordedFor: OrganisationId;
  readonly recordedAt: Instant;
}

/** How far a survey is: letters that went out, and how many came back. What was answered is told by nobody before it is closed. */
export interface SurveyProgress extends OpenedSurvey {
  readonly letters: number;
  readonly online: number;
  /** Of papers that a second organisation confirmed. */
  readonly paper: number;
  readonly papers: readonly SurveyPaperView[];
}

const SURVEY = `select s.id, s.assessment_id as "assessmentId", a.quarter, s.questions, s.opened_on as "openedOn", s.closes_on as "closesOn"
  from mingbai.survey s join mingbai.assessment a on a.community_id = $1 and a.id = s.assessment_id where s.community_id = $1`;

/** Reads the surveys of a compound: never an answer of one household, since none is kept. */
@Injectable()
export class SurveyQueries {
  /** The survey that takes answers now, or null. */
  async running(tx: Tx): Promise<OpenedSurvey | null> {
    const [survey] = await tx.query<OpenedSurvey>(`${SURVEY} and a.state = 'SURVEY_OPEN' order by s.id desc limit 1`, [tx.communityId]);
    return survey ?? null;
  }

  /** The survey of a letter, while it takes answers: that of an earlier quarter may run beside a later one. */
  async ofLetter(tx: Tx, codeSha256: string): Promise<OpenedSurvey | null> {
    const [survey] = await tx.query<OpenedSurvey>(
      `${SURVEY} and a.state = 'SURVEY_OPEN' and exists (select from mingbai.survey_letter l where l.community_id = $1 and l.survey_id = s.id and l.code_sha256 = $2)`,
      [tx.communityId, codeSha256],
    );
    return survey ?? null;
  }

  /** The survey of an assessment, or null where households were not asked by letter. */
  async of(tx: Tx, assessmentId: AssessmentId): Promise<OpenedSurvey | null> {
    const [survey] = await tx.query<OpenedSurvey>(`${SURVEY} and s.assessment_id = $2`, [tx.communityId, assessmentId]);
    return survey ?? null;
  }

  async progress(tx: Tx, assessmentId: AssessmentId): Promise<SurveyProgress | null> {
    const survey = await this.of(tx, assessmentId);
    if (!survey) return null;
    const papers = await tx.query<SurveyPaperView>(
      `select id, answers, state, recorded_by as "recordedBy", recorded_for as "recordedFor", recorded_at as "recordedAt"
       from mingbai.survey_paper where community_id = $1 and survey_id = $2 order by id`,
      [tx.communityId, survey.id],
    );
    const [letters] = await tx.query<{ letters: number; online: number }>(
      `select count(*)::int as letters, count(*) filter (where used = 'ONLINE')::int as online from mingbai.survey_letter where community_id = $1 and survey_id = $2`,
      [tx.communityId, survey.id],
    );
    const paper = papers.filter(({ state }) => state === 'CONFIRMED').reduce((sum, { answers }) => sum + answers, 0);
    return { ...survey, letters: letters?.letters ?? 0, online: letters?.online ?? 0, paper, papers };
  }

  /** @throws NOT_FOUND */
  async paper(tx: Tx, surveyId: SurveyId, id: SurveyPaperId): Promise<SurveyPaperView> {
    const [paper] = await tx.query<SurveyPaperView>(
      `select id, answers, state, recorded_by as "recordedBy", recorded_for as "recordedFor", recorded_at as "recordedAt"
       from mingbai.survey_paper where community_id = $1 and survey_id = $2 and id = $3`,
      [tx.communityId, surveyId, id],
    );
    if (!paper) throw new DomainError('NOT_FOUND');
    return paper;
  }

  /** Who opened it and made its letters: none of them closes it. */
  holders(tx: Tx, surveyId: SurveyId): Promise<{ personId: PersonId; organisationId: OrganisationId }[]> {
    return tx.query(
      `select opened_by as "personId", opened_for as "organisationId" from mingbai.survey where community_id = $1 and id = $2
       union select issued_by, issued_for from mingbai.survey_letter where community_id = $1 and survey_id = $2`,
      [tx.communityId, surveyId],
    );
  }

  /** What was answered, for the close and for checks alone. */
  async tallies(tx: Tx, survey: OpenedSurvey): Promise<QuestionTally[]> {
    const rows = await tx.query<{ question: number; counts: number[] }>(
      `select question, array_agg(online + paper order by value) as counts from mingbai.survey_tally where community_id = $1 and survey_id = $2 group by question`,
      [tx.communityId, survey.id],
    );
    return survey.questions.map((name, at) => ({ name, counts: rows.find(({ question }) => question === at + 1)?.counts ?? [] }));
  }
}
