import { Controller, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { DomainError, quarter } from '../../kernel/index.js';
import { AppealBody, RecordSafetyEvent, SafetyEventBody, VoidAssessment } from '../../modules/assessments/index.js';
import { EVIDENCE_FILES_MAX, FILM_BYTES_MAX, StoreEvidenceFiles } from '../../modules/evidence/index.js';
import { UnitOfWork, type CommandContext } from '../../platform/database/index.js';
import { MoneyContext, RequirePermission, TakesFiles } from '../../platform/http/index.js';
import { attemptIn, postedText, requestOf, type Attempted } from '../desk/desk-form.js';
import { refusedFiles, storeAllPosted } from '../desk/evidence-link.js';
import { seeOther, sendPage } from '../desk/send-page.js';
import { CurrentPost, type PostedVisit, type Visit } from '../desk/visit.js';
import { AssessmentPage } from './assessment-page.js';
import { AssessmentViews } from './assessment-views.js';

/** What may happen to a quarter at any time before its end: a severe safety event, or that its assessment is void. */
@Controller('w/:c/assessments/:q')
export class AssessmentEventsController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly views: AssessmentViews,
    private readonly storeFiles: StoreEvidenceFiles,
    private readonly safetyEvent: RecordSafetyEvent,
    private readonly annulment: VoidAssessment,
  ) {}

  @Post('event')
  @TakesFiles(EVIDENCE_FILES_MAX, FILM_BYTES_MAX)
  @RequirePermission('assessment.safety-event')
  async event(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('q') q: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { safety } = visit.m.service;
    const outcome = await attemptIn(
      visit,
      { posted, form: 'event' },
      async (own) => {
        const documents = await storeAllPosted(this.storeFiles, context, own, 'paper');
        if (documents.length === 0) throw new DomainError('REQUEST_INVALID', {}, [{ path: 'paper', message: 'missing' }]);
        const body = await requestOf(SafetyEventBody, { happenedOn: postedText(own, 'happenedOn'), what: postedText(own, 'what'), documents });
        await this.safetyEvent.execute(context, { ...body, quarter: quarter(q) });
      },
      {
        labels: { happenedOn: safety.day, what: safety.what, paper: safety.papers },
        codes: { ASSESSMENT_NOTE: 'what', ASSESSMENT_DAY_OUTSIDE: 'happenedOn', SAFETY_EVENT_SET_ASIDE: 'paper', ...refusedFiles('paper') },
      },
    );
    await this.answer(reply, visit, { q, to: `/w/${visit.slug}/assessments/${quarter(q)}?done=event` }, outcome);
  }

  @Post('void')
  @RequirePermission('assessment.void')
  async void(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('q') q: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const outcome = await attemptIn(
      visit,
      { posted, form: 'void' },
      async (own) => this.annulment.execute(context, { ...(await requestOf(AppealBody, { reason: postedText(own, 'reason') })), quarter: quarter(q) }),
      { labels: { reason: visit.m.service.void.reason }, codes: { ASSESSMENT_NOTE: 'reason' } },
    );
    await this.answer(reply, visit, { q, to: `/w/${visit.slug}/assessments?done=voided` }, outcome);
  }

  private async answer(reply: FastifyReply, visit: Visit, { q, to }: { q: string; to: string }, outcome: Attempted<unknown>): Promise<void> {
    if ('done' in outcome) return seeOther(reply, to);
    const own = { ...visit, path: `/w/${visit.slug}/assessments/${quarter(q)}` };
    const { refusal, status } = outcome;
    const view = await this.unitOfWork.read(visit.actor.communityId, (tx) => this.views.page(tx, own, quarter(q), { done: null, refusal }));
    await sendPage(reply, AssessmentPage({ m: visit.m, view }), status);
  }
}
