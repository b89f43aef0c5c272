import { Injectable } from '@nestjs/common';
import { DomainError, type Quarter } from '../../../kernel/index.js';
import type { CommandContext, Outcome } from '../../../platform/database/index.js';
import { SurveyPaper } from '../persistence/survey-paper.js';
import { AssessmentStep, type AssessmentStepped } from './assessment-step.js';
import { SurveyQueries, type SurveyPaperId } from './survey-queries.js';

export type DecideSurveyPapersRequest = { readonly quarter: Quarter; readonly paperId: SurveyPaperId; readonly decision: 'CONFIRMED' | 'REJECTED' };

/** A second organisation has counted the papers: they count, or they are rejected and their households may answer again. Whoever recorded them may take them back. */
@Injectable()
export class DecideSurveyPapers {
  constructor(
    private readonly step: AssessmentStep,
    private readonly surveys: SurveyQueries,
  ) {}

  /** @throws NOT_ALLOWED ASSESSMENT_NONE ASSESSMENT_TOO_EARLY SURVEY_NONE NOT_FOUND SURVEY_PAPERS_DECIDED SURVEY_PAPERS_OWN */
  async execute(context: CommandContext, { quarter, paperId, decision }: DecideSurveyPapersRequest): Promise<Outcome<AssessmentStepped>> {
    const step = { context, permission: 'survey.confirm', command: 'DecideSurveyPapers', quarter, request: { quarter, paperId, decision } } as const;
    return this.step.take(step, async ({ tx, assessment, said }) => {
      const survey = await this.surveys.of(tx, assessment.id);
      if (!survey || assessment.state !== 'SURVEY_OPEN') throw new DomainError('SURVEY_NONE');
      const paper = await this.surveys.paper(tx, survey.id, paperId);
      if (paper.state !== 'RECORDED') throw new DomainError('SURVEY_PAPERS_DECIDED', { state: paper.state });
      const isOwn = paper.recordedFor === said.by.organisationId || paper.recordedBy === said.by.personId;
      if (isOwn && decision === 'CONFIRMED') throw new DomainError('SURVEY_PAPERS_OWN', { answers: paper.answers });
      const decided = { state: decision, decidedBy: said.by.personId, decidedFor: said.by.organisationId, decidedAt: said.at };
      await tx.manager.update(SurveyPaper, { communityId: tx.communityId, id: paperId }, decided);
      await tx.query(decision === 'CONFIRMED' ? COUNTED : GIVEN_BACK, [tx.communityId, survey.id, paperId]);
      return { assessmentId: assessment.id, state: assessment.state };
    });
  }
}

const COUNTED = `update mingbai.survey_tally t set paper = t.paper + (p.tally -> (t.question - 1) ->> (t.value - 1))::int
  from mingbai.survey_paper p where t.community_id = $1 and t.survey_id = $2 and p.community_id = $1 and p.id = $3`;
const GIVEN_BACK = `update mingbai.survey_letter l set used = null from mingbai.survey_paper p, jsonb_array_elements_text(p.units) unit
  where l.community_id = $1 and l.survey_id = $2 and p.community_id = $1 and p.id = $3 and l.unit_id = unit::bigint`;
