import { Controller, Get, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { StoreEvidence } from '../../modules/evidence/index.js';
import { CollectedQueries, PassOnBody, PassOnCollected, TakeBackPassedOn, TakeBackPassedOnBody } from '../../modules/operating-income/index.js';
import { UnitOfWork, type CommandContext } from '../../platform/database/index.js';
import { MoneyContext, RequirePermission, TakesUpload } from '../../platform/http/index.js';
import { DeskFrames } from '../desk/desk-frames.js';
import { attempt, formJson, postedText, requestOf, typedTexts } from '../desk/desk-form.js';
import { storePosted } from '../desk/evidence-link.js';
import { formSeal } from '../desk/form-parts.js';
import { seeOther, sendPage } from '../desk/send-page.js';
import { CurrentPost, CurrentVisit, type PostedVisit, type Visit } from '../desk/visit.js';
import { CollectedPage, type CollectedPageView } from './collected-page.js';

/** The field that a refusal is about. */
const FIELDS = {
  COLLECTED_PAYEE_REFUSED: 'payee',
  COLLECTED_SHORT: 'amount',
  CLAIM_INVOICE_USED: 'invoiceNo',
  CLAIM_EVIDENCE_USED: 'document',
  CLAIM_EVIDENCE_MISSING: 'document',
  EVIDENCE_TYPE_REFUSED: 'document',
  EVIDENCE_EMPTY: 'document',
  EVIDENCE_TOO_LARGE: 'document',
  COLLECTED_BACK_OTHER: 'number',
  COLLECTED_BACK_BEFORE: 'number',
  COLLECTED_BACK_HELD: 'number',
  OTHER_WORDS_INVALID: 'reason',
} as const;

/** Money collected for others: what is held for whom, passing it on, and taking that back. */
@Controller('b/:c/collected')
@RequirePermission('collected.pass-on')
export class CollectedPagesController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly frames: DeskFrames,
    private readonly collected: CollectedQueries,
    private readonly storeEvidence: StoreEvidence,
    private readonly passOnCollected: PassOnCollected,
    private readonly takeBackPassedOn: TakeBackPassedOn,
  ) {}

  @Get()
  async show(@CurrentVisit() visit: Visit, @Query('done') done: unknown, @Res() reply: FastifyReply): Promise<void> {
    await this.page(reply, visit, { done: done === 'passed-on' || done === 'taken-back' ? done : null, refusal: null });
  }

  @Post()
  @TakesUpload()
  async passOn(@CurrentPost() { visit, posted }: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const act = async () => {
      const { sha256 } = await storePosted(this.storeEvidence, context, posted, 'document');
      const body = await requestOf(PassOnBody, { ...formJson(typedTexts(posted)), evidence: [sha256] });
      return this.passOnCollected.execute(context, { ...body, invoiceNo: body.invoiceNo ?? null });
    };
    const outcome = await attempt(visit, posted, act, { labels: visit.m.collected.fields, codes: FIELDS });
    const own = `/b/${visit.slug}/collected`;
    if ('done' in outcome) return seeOther(reply, `${own}?done=passed-on`);
    await this.page(reply, { ...visit, path: own }, { done: null, ...outcome });
  }

  @Post('undo')
  async takeBack(@CurrentPost() { visit, posted }: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const act = async () => {
      const { reason } = await requestOf(TakeBackPassedOnBody, { reason: postedText(posted, 'reason') });
      return this.takeBackPassedOn.execute(context, { number: postedText(posted, 'number'), reason });
    };
    const outcome = await attempt(visit, posted, act, { labels: visit.m.collected.fields, codes: FIELDS });
    const own = `/b/${visit.slug}/collected`;
    if ('done' in outcome) return seeOther(reply, `${own}?done=taken-back`);
    await this.page(reply, { ...visit, path: own }, { done: null, ...outcome });
  }

  private async page(
    reply: FastifyReply,
    visit: Visit,
    { status, ...after }: Pick<CollectedPageView, 'done' | 'refusal'> & { status?: number },
  ): Promise<void> {
    const view = await this.unitOfWork.read(visit.actor.communityId, async (tx) => ({
      frame: await this.frames.frame(tx, visit, { area: 'b', current: 'income' }),
      collected: await this.collected.all(tx),
      passedOn: await this.collected.passedOn(tx),
      seal: formSeal(visit.session.formToken),
      ...after,
    }));
    await sendPage(reply, CollectedPage({ m: visit.m, view }), status);
  }
}
