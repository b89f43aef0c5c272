import { Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Clock, quarter, type Quarter } from '../../kernel/index.js';
import { AppealBody, AssessmentQueries, DraftBody, FileAppeal, SaveDraft, SelfEvaluationBody, SubmitSelfEvaluation } from '../../modules/assessments/index.js';
import { UnitOfWork, type CommandContext } from '../../platform/database/index.js';
import { CurrentContext, MoneyContext, RequirePermission } from '../../platform/http/index.js';
import { AssessmentReader, draftJson, itemLabels } from '../desk/assessment/index.js';
import { DeskFrames } from '../desk/desk-frames.js';
import { attempt, formJson, requestOf, type Attempted } from '../desk/desk-form.js';
import type { Refusal } from '../desk/form-parts.js';
import { seeOther, sendPage } from '../desk/send-page.js';
import { CurrentPost, CurrentVisit, type PostedVisit, type Visit } from '../desk/visit.js';
import { AssessmentListPage } from '../workbench/assessment-list-page.js';
import { assessmentRow } from '../workbench/assessment-views.js';
import { FirmViews } from './firm-views.js';
import { SelfEvaluationPage, type SelfEvaluationView } from './self-evaluation-page.js';

/** The firm's side of the quarters: its self-evaluation and its appeal. */
@Controller('f/:c/assessments')
@RequirePermission('assessment.self-evaluate')
export class FirmAssessmentsController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly frames: DeskFrames,
    private readonly views: FirmViews,
    private readonly reader: AssessmentReader,
    private readonly assessments: AssessmentQueries,
    private readonly selfEvaluation: SubmitSelfEvaluation,
    private readonly appeal: FileAppeal,
    private readonly drafts: SaveDraft,
  ) {}

  @Get()
  async list(@CurrentVisit() visit: Visit, @Res() reply: FastifyReply): Promise<void> {
    const view = await this.unitOfWork.read(visit.actor.communityId, async (tx) => ({
      frame: await this.frames.frame(tx, visit, { area: 'f', current: 'selfEvaluation' }),
      base: `/f/${visit.slug}/assessments`,
      rows: (await this.assessments.all(tx)).map((assessment) => assessmentRow(assessment, this.clock.today())),
      opening: null,
      voided: false,
      refusal: null,
    }));
    await sendPage(reply, AssessmentListPage({ m: visit.m, view }));
  }

  @Get(':q')
  async one(@CurrentVisit() visit: Visit, @Param('q') q: string, @Query('done') done: unknown, @Res() reply: FastifyReply): Promise<void> {
    await this.page(reply, visit, quarter(q), { done: done === 'self' || done === 'appealed' || done === 'drafted' ? done : null, refusal: null });
  }

  @Post(':q/self-evaluation')
  async evaluate(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('q') q: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const of = quarter(q);
    const { facts } = await this.unitOfWork.read(visit.actor.communityId, (tx) => this.reader.read(tx, of));
    const outcome = await attempt(
      visit,
      posted,
      async () => this.selfEvaluation.execute(context, { ...(await requestOf(SelfEvaluationBody, { items: formJson(posted)['items'] ?? [] })), quarter: of }),
      { labels: itemLabels(visit.m, facts.items) },
    );
    await this.answer(reply, visit, { of, done: 'self' }, outcome);
  }

  @Post(':q/draft')
  async keep(
    @CurrentPost() { visit, posted }: PostedVisit,
    @CurrentContext() context: CommandContext,
    @Param('q') q: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const of = quarter(q);
    const { facts } = await this.unitOfWork.read(visit.actor.communityId, (tx) => this.reader.read(tx, of));
    const outcome = await attempt(
      visit,
      posted,
      async () => this.drafts.execute(context, { ...(await requestOf(DraftBody, draftJson(formJson(posted)))), quarter: of }),
      { labels: itemLabels(visit.m, facts.items) },
    );
    await this.answer(reply, visit, { of, done: 'drafted' }, outcome);
  }

  @Post(':q/appeal')
  @RequirePermission('assessment.appeal')
  async fileAppeal(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('q') q: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const of = quarter(q);
    const outcome = await attempt(
      visit,
      posted,
      async () => this.appeal.execute(context, { ...(await requestOf(AppealBody, { reason: '', ...formJson(posted) })), quarter: of }),
      { codes: { ASSESSMENT_NOTE: 'reason' } },
    );
    await this.answer(reply, visit, { of, done: 'appealed' }, outcome);
  }

  private async answer(
    reply: FastifyReply,
    visit: Visit,
    asked: { of: Quarter; done: 'self' | 'appealed' | 'drafted' },
    outcome: Attempted<unknown>,
  ): Promise<void> {
    const own = `/f/${visit.slug}/assessments/${asked.of}`;
    if ('done' in outcome) return seeOther(reply, `${own}?done=${asked.done}`);
    await this.page(reply, { ...visit, path: own }, asked.of, { done: null, ...outcome });
  }

  private async page(
    reply: FastifyReply,
    visit: Visit,
    of: Quarter,
    after: { done: SelfEvaluationView['done']; refusal: Refusal | null; status?: number },
  ): Promise<void> {
    const { done, refusal, status } = after;
    const view = await this.unitOfWork.read(visit.actor.communityId, (tx) => this.views.assessment(tx, visit, of, { done, refusal }));
    await sendPage(reply, SelfEvaluationPage({ m: visit.m, view }), status);
  }
}
