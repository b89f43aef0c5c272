import { Body, Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DomainError, quarter, type Actor } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext } from '../../../platform/database/index.js';
import { answer, CurrentActor, CurrentContext, MoneyContext, RequirePermission } from '../../../platform/http/index.js';
import { AssessmentQueries } from '../application/assessment-queries.js';
import type { AssessmentStepped } from '../application/assessment-step.js';
import { CloseSurvey, type SurveyClosed } from '../application/close-survey.js';
import { DecideSurveyPapers } from '../application/decide-survey-papers.js';
import { IssueSurveyLetters, type SurveyLetters } from '../application/issue-survey-letters.js';
import { OpenSurvey } from '../application/open-survey.js';
import { RecordSurveyPapers, type SurveyPapersRecorded } from '../application/record-survey-papers.js';
import { SurveyQueries, type SurveyPaperId } from '../application/survey-queries.js';
import { sheetOf } from '../domain/survey.js';
import { DecidePapersBody, OpenSurveyBody, SurveyLettersBody, SurveyPapersBody } from './survey-requests.js';
import { SurveyResponse } from './survey-response.js';

/** The survey of a quarter among the households, by letters. */
@ApiTags('assessments')
@Controller('api/v1/communities/:c/assessments/:p/survey')
export class SurveysController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly assessments: AssessmentQueries,
    private readonly surveys: SurveyQueries,
    private readonly opening: OpenSurvey,
    private readonly issue: IssueSurveyLetters,
    private readonly papers: RecordSurveyPapers,
    private readonly decide: DecideSurveyPapers,
    private readonly closing: CloseSurvey,
  ) {}

  @Get()
  @RequirePermission('assessment.read')
  async one(@CurrentActor() actor: Actor, @Param('p') p: string): Promise<SurveyResponse> {
    const survey = await this.unitOfWork.read(actor.communityId, async (tx) => {
      const assessment = await this.assessments.byQuarter(tx, quarter(p));
      return assessment && this.surveys.progress(tx, assessment.id);
    });
    if (!survey) throw new DomainError('SURVEY_NONE');
    return SurveyResponse.from(survey);
  }

  @Post('open')
  @HttpCode(200)
  @RequirePermission('survey.run')
  async open(
    @MoneyContext() context: CommandContext,
    @Param('p') p: string,
    @Body() body: OpenSurveyBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AssessmentStepped> {
    return answer(reply, await this.opening.execute(context, { ...body, quarter: quarter(p) }));
  }

  /** The codes are told once. Asked again, each household that has not answered gets a new one and the old one is worthless. */
  @Post('letters')
  @HttpCode(200)
  @RequirePermission('survey.run')
  letters(@CurrentContext() context: CommandContext, @Param('p') p: string, @Body() body: SurveyLettersBody): Promise<SurveyLetters> {
    return this.issue.execute(context, { ...body, quarter: quarter(p) });
  }

  @Post('papers')
  @HttpCode(200)
  @RequirePermission('survey.run')
  async recordPapers(
    @MoneyContext() context: CommandContext,
    @Param('p') p: string,
    @Body() { units, sheets }: SurveyPapersBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SurveyPapersRecorded> {
    return answer(reply, await this.papers.execute(context, { quarter: quarter(p), units, sheets: sheets.map(sheetOf) }));
  }

  @Post('papers/decision')
  @HttpCode(200)
  @RequirePermission('survey.confirm')
  async decidePapers(
    @MoneyContext() context: CommandContext,
    @Param('p') p: string,
    @Body() { paperId, decision }: DecidePapersBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AssessmentStepped> {
    return answer(reply, await this.decide.execute(context, { quarter: quarter(p), paperId: paperId as SurveyPaperId, decision }));
  }

  @Post('close')
  @HttpCode(200)
  @RequirePermission('assessment.inspect')
  async close(@MoneyContext() context: CommandContext, @Param('p') p: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<SurveyClosed> {
    return answer(reply, await this.closing.execute(context, { quarter: quarter(p) }));
  }
}
