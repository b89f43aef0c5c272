import { Controller, Get, Param, ParseIntPipe, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { DomainError, isAllowed } from '../../kernel/index.js';
import {
  DecideDiscount,
  DecideDiscountEnd,
  DecideWaiver,
  FeeItemQueries,
  UndoWaiver,
  WaiverQueries,
  type DiscountEndView,
  type DiscountView,
  type WaiverView,
} from '../../modules/fees/index.js';
import { UnitOfWork, type CommandContext } from '../../platform/database/index.js';
import { MoneyContext, RequirePermission } from '../../platform/http/index.js';
import { DeskFrames } from '../desk/desk-frames.js';
import { attempt, postedText } from '../desk/desk-form.js';
import { formSeal, type Refusal } from '../desk/form-parts.js';
import { seeOther, sendPage } from '../desk/send-page.js';
import { CurrentPost, CurrentVisit, type PostedVisit, type Visit } from '../desk/visit.js';
import { WaiverDecisionsPage, type WaiverDecisionsView } from './waivers-page.js';

const RECENT = 100;

/** Waivers, write-offs and discounts for those who approve; the owner side decides here. */
@Controller('w/:c/waivers')
@RequirePermission('fee.read-reasons')
export class WaiverDecisionPagesController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly frames: DeskFrames,
    private readonly waivers: WaiverQueries,
    private readonly decideWaiver: DecideWaiver,
    private readonly feeItems: FeeItemQueries,
    private readonly decideDiscount: DecideDiscount,
    private readonly decideDiscountEnd: DecideDiscountEnd,
    private readonly undoWaiver: UndoWaiver,
  ) {}

  @Get()
  async list(@CurrentVisit() visit: Visit, @Query('done') done: unknown, @Res() reply: FastifyReply): Promise<void> {
    await this.page(reply, visit, { done: done === 'undone' ? 'undone' : done === '1' ? 'decided' : null, refusal: null });
  }

  @Post(':id')
  @RequirePermission('waiver.decide')
  async decide(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('id', ParseIntPipe) id: number,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.answer(reply, { visit, posted }, { id, code: 'WAIVER_REASON_MISSING' }, ({ agreed, reason }) =>
      this.decideWaiver.execute(context, { id: id as WaiverView['id'], decision: agreed ? 'APPROVED' : 'REFUSED', reason }),
    );
  }

  @Post(':id/undo')
  @RequirePermission('waiver.decide')
  async undo(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('id', ParseIntPipe) id: number,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const name = `undo${id}`;
    const act = () => this.undoWaiver.execute(context, { id: id as WaiverView['id'], reason: postedText(posted, name) });
    const outcome = await attempt(visit, posted, act, { codes: { WAIVER_TEXT: name } });
    const own = `/w/${visit.slug}/waivers`;
    if ('done' in outcome) return seeOther(reply, `${own}?done=undone`);
    await this.page(reply, { ...visit, path: own }, { done: null, ...outcome });
  }

  @Post('discounts/:id')
  @RequirePermission('discount.decide')
  async decideOnDiscount(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('id', ParseIntPipe) id: number,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.answer(reply, { visit, posted }, { id, code: 'DISCOUNT_REASON_MISSING' }, ({ agreed, reason }) =>
      this.decideDiscount.execute(context, { id: id as DiscountView['id'], decision: agreed ? 'AGREED' : 'REFUSED', reason }),
    );
  }

  @Post('ends/:id')
  @RequirePermission('discount.decide')
  async decideOnEnd(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('id', ParseIntPipe) id: number,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (!Number.isSafeInteger(id)) throw new DomainError('NOT_FOUND');
    await this.answer(reply, { visit, posted }, { id, code: 'DISCOUNT_REASON_MISSING' }, ({ agreed, reason }) =>
      this.decideDiscountEnd.execute(context, { endId: id as DiscountEndView['id'], decision: agreed ? 'AGREED' : 'REFUSED', reason }),
    );
  }

  /** Every decision on this page is the same form: yes or no, and why. */
  private async answer(
    reply: FastifyReply,
    { visit, posted }: PostedVisit,
    { id, code }: { id: number; code: 'WAIVER_REASON_MISSING' | 'DISCOUNT_REASON_MISSING' },
    decide: (said: { agreed: boolean; reason: string | null }) => Promise<unknown>,
  ): Promise<void> {
    const name = `reason${id}`;
    const reason = postedText(posted, name);
    const agreed = ['APPROVED', 'AGREED'].includes(postedText(posted, 'decision'));
    const outcome = await attempt(visit, posted, () => decide({ agreed, reason: reason === '' ? null : reason }), { codes: { [code]: name } });
    const own = `/w/${visit.slug}/waivers`;
    if ('done' in outcome) return seeOther(reply, `${own}?done=1`);
    await this.page(reply, { ...visit, path: own }, { done: null, ...outcome });
  }

  private async page(reply: FastifyReply, visit: Visit, after: { done: WaiverDecisionsView['done']; refusal: Refusal | null; status?: number }): Promise<void> {
    const { done, refusal, status } = after;
    const view = await this.unitOfWork.read(visit.actor.communityId, async (tx) => {
      const open = await this.waivers.page(tx, { beforeId: 0, limit: RECENT, state: 'ASKED' });
      const all = await this.feeItems.discounts(tx);
      const discounts = all.filter(({ state }) => state === 'WAITING');
      const ending = all.filter(({ end }) => end?.state === 'WAITING');
      const ofDiscounts = [...discounts, ...ending.flatMap(({ end }) => (end === null ? [] : [end]))];
      const decided = (await this.waivers.page(tx, { beforeId: 0, limit: RECENT })).filter(({ state }) => state !== 'ASKED');
      const decidable = [
        ...(isAllowed(visit.actor.roles, 'waiver.decide') ? [...open, ...decided.filter(({ state }) => state === 'APPROVED')] : []),
        ...(isAllowed(visit.actor.roles, 'discount.decide') ? ofDiscounts : []),
      ];
      return {
        frame: await this.frames.frame(tx, visit, { area: 'w', current: 'waivers' }),
        open,
        decided,
        discounts,
        ending,
        // ids are of the compound, whatever they are of
        seals: new Map(decidable.map(({ id }) => [id as number, formSeal(visit.session.formToken)])),
        done,
        refusal,
      };
    });
    await sendPage(reply, WaiverDecisionsPage({ m: visit.m, view }), status);
  }
}
