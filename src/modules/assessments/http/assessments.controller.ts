import { Body, Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DomainError, quarter, type Actor } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext } from '../../../platform/database/index.js';
import { answer, CurrentActor, CurrentContext, MoneyContext, RequirePermission, type Page } from '../../../platform/http/index.js';
import { AssessmentQueries } from '../application/assessment-queries.js';
import type { AssessmentStepped } from '../application/assessment-step.js';
import { FileAppeal } from '../application/file-appeal.js';
import { MeasureFromLog, type MeasuredFromLog } from '../application/measure-from-log.js';
import { OpenAssessment } from '../application/open-assessment.js';
import { RecordHearing } from '../application/record-hearing.js';
import { RecordInspection } from '../application/record-inspection.js';
import { RecordMeasure } from '../application/record-measure.js';
import { RecordSafetyEvent } from '../application/record-safety-event.js';
import { RecordSurvey } from '../application/record-survey.js';
import { ReviewAppeal, type AppealReviewed } from '../application/review-appeal.js';
import { ItemDrafts } from '../application/item-drafts.js';
import { SaveDraft } from '../application/save-draft.js';
import { ScoreAssessment, type AssessmentScored } from '../application/score-assessment.js';
import { SubmitSelfEvaluation } from '../application/submit-self-evaluation.js';
import { VoidAssessment } from '../application/void-assessment.js';
import {
  DraftBody,
  HearingBody,
  InspectionBody,
  MeasureBody,
  OpenAssessmentBody,
  ReasonBody,
  ReviewBody,
  SafetyEventBody,
  SelfEvaluationBody,
  SurveyBody,
} from './assessment-requests.js';
import { AssessmentResponse, DraftResponse } from './assessment-response.js';

/** `:p` is the quarter, 2024-Q1. Every step decides money in the end, so each needs an idempotency key. FINAL is a step of entitlements. */
@ApiTags('assessments')
@Controller('api/v1/communities/:c/assessments')
export class AssessmentsController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly assessments: AssessmentQueries,
    private readonly open: OpenAssessment,
    private readonly selfEvaluation: SubmitSelfEvaluation,
    private readonly inspection: RecordInspection,
    private readonly survey: RecordSurvey,
    private readonly safetyEvent: RecordSafetyEvent,
    private readonly measure: RecordMeasure,
    private readonly fromLog: MeasureFromLog,
    private readonly score: ScoreAssessment,
    private readonly appeal: FileAppeal,
    private readonly hearing: RecordHearing,
    private readonly review: ReviewAppeal,
    private readonly annulment: VoidAssessment,
    private readonly drafts: ItemDrafts,
    private readonly saveDraft: SaveDraft,
  ) {}

  @Get()
  @RequirePermission('assessment.read')
  async list(@CurrentActor() actor: Actor): Promise<Page<AssessmentResponse>> {
    const views = await this.unitOfWork.read(actor.communityId, (tx) => this.assessments.all(tx));
    return { items: views.map((view) => AssessmentResponse.from(view)), nextCursor: null };
  }

  @Get(':p')
  @RequirePermission('assessment.read')
  async one(@CurrentActor() actor: Actor, @Param('p') p: string): Promise<AssessmentResponse> {
    const view = await this.unitOfWork.read(actor.communityId, (tx) => this.assessments.byQuarter(tx, quarter(p)));
    if (!view) throw new DomainError('ASSESSMENT_NONE', { quarter: p });
    return AssessmentResponse.from(view);
  }

  @Post()
  @RequirePermission('assessment.open')
  async openQuarter(
    @MoneyContext() context: CommandContext,
    @Body() body: OpenAssessmentBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AssessmentStepped> {
    return answer(reply, await this.open.execute(context, body));
  }

  /** What one's own organisation has written so far of its sheet; empty once it is handed in. */
  @Get(':p/draft')
  @RequirePermission('assessment.draft')
  @ApiOkResponse({ type: DraftResponse })
  async draft(@CurrentActor() actor: Actor, @Param('p') p: string): Promise<DraftResponse> {
    const items = await this.unitOfWork.read(actor.communityId, async (tx) => {
      const view = await this.assessments.byQuarter(tx, quarter(p));
      if (!view) throw new DomainError('ASSESSMENT_NONE', { quarter: p });
      return this.drafts.read(tx, view.id, actor);
    });
    return DraftResponse.from(items);
  }

  /** Keeps items of a sheet that is not handed in yet; it is written again as often as one likes, and needs no key. */
  @Post(':p/draft')
  @HttpCode(200)
  @RequirePermission('assessment.draft')
  @ApiOkResponse({ type: DraftResponse })
  async keepDraft(@CurrentContext() context: CommandContext, @Param('p') p: string, @Body() body: DraftBody): Promise<DraftResponse> {
    return DraftResponse.from((await this.saveDraft.execute(context, { ...body, quarter: quarter(p) })).items);
  }

  @Post(':p/self-evaluation')
  @HttpCode(200)
  @RequirePermission('assessment.self-evaluate')
  async submitSelfEvaluation(
    @MoneyContext() context: CommandContext,
    @Param('p') p: string,
    @Body() body: SelfEvaluationBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AssessmentStepped> {
    return answer(reply, await this.selfEvaluation.execute(context, { ...body, quarter: quarter(p) }));
  }

  @Post(':p/inspection')
  @HttpCode(200)
  @RequirePermission('assessment.inspect')
  async recordInspection(
    @MoneyContext() context: CommandContext,
    @Param('p') p: string,
    @Body() body: InspectionBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AssessmentStepped> {
    return answer(reply, await this.inspection.execute(context, { ...body, quarter: quarter(p) }));
  }

  @Post(':p/survey')
  @HttpCode(200)
  @RequirePermission('assessment.inspect')
  async recordSurvey(
    @MoneyContext() context: CommandContext,
    @Param('p') p: string,
    @Body() body: SurveyBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AssessmentStepped> {
    return answer(reply, await this.survey.execute(context, { ...body, quarter: quarter(p) }));
  }

  /** A severe safety event of the quarter, also while it runs. */
  @Post(':p/safety-events')
  @HttpCode(200)
  @RequirePermission('assessment.safety-event')
  async recordSafetyEvent(
    @MoneyContext() context: CommandContext,
    @Param('p') p: string,
    @Body() body: SafetyEventBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AssessmentStepped> {
    return answer(reply, await this.safetyEvent.execute(context, { ...body, quarter: quarter(p) }));
  }

  @Post(':p/measures')
  @HttpCode(200)
  @RequirePermission('assessment.inspect')
  async recordMeasure(
    @MoneyContext() context: CommandContext,
    @Param('p') p: string,
    @Body() body: MeasureBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AssessmentStepped> {
    return answer(reply, await this.measure.execute(context, { ...body, quarter: quarter(p) }));
  }

  /** Counts the log of repairs into the response times of the quarter. */
  @Post(':p/measures/from-log')
  @HttpCode(200)
  @RequirePermission('assessment.inspect')
  async measureFromLog(
    @MoneyContext() context: CommandContext,
    @Param('p') p: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MeasuredFromLog> {
    return answer(reply, await this.fromLog.execute(context, { quarter: quarter(p) }));
  }

  @Post(':p/score')
  @HttpCode(200)
  @RequirePermission('assessment.score')
  async scoreQuarter(
    @MoneyContext() context: CommandContext,
    @Param('p') p: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AssessmentScored> {
    return answer(reply, await this.score.execute(context, { quarter: quarter(p) }));
  }

  @Post(':p/appeal')
  @HttpCode(200)
  @RequirePermission('assessment.appeal')
  async fileAppeal(
    @MoneyContext() context: CommandContext,
    @Param('p') p: string,
    @Body() body: ReasonBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AssessmentStepped> {
    return answer(reply, await this.appeal.execute(context, { ...body, quarter: quarter(p) }));
  }

  @Post(':p/hearing')
  @HttpCode(200)
  @RequirePermission('assessment.review')
  async recordHearing(
    @MoneyContext() context: CommandContext,
    @Param('p') p: string,
    @Body() body: HearingBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AssessmentStepped> {
    return answer(reply, await this.hearing.execute(context, { ...body, quarter: quarter(p) }));
  }

  @Post(':p/review')
  @HttpCode(200)
  @RequirePermission('assessment.review')
  async reviewAppeal(
    @MoneyContext() context: CommandContext,
    @Param('p') p: string,
    @Body() body: ReviewBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AppealReviewed> {
    return answer(reply, await this.review.execute(context, { ...body, quarter: quarter(p) }));
  }

  @Post(':p/void')
  @HttpCode(200)
  @RequirePermission('assessment.void')
  async voidAssessment(
    @MoneyContext() context: CommandContext,
    @Param('p') p: string,
    @Body() body: ReasonBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AssessmentStepped> {
    return answer(reply, await this.annulment.execute(context, { ...body, quarter: quarter(p) }));
  }
}
