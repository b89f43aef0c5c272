import { Controller, Get, Param, ParseIntPipe, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { isAllowed } from '../../kernel/index.js';
import { ConfirmReopening } from '../../modules/settlement/index.js';
import { UnitOfWork, type CommandContext } from '../../platform/database/index.js';
import { MoneyContext, RequirePermission } from '../../platform/http/index.js';
import { DeskFrames } from '../desk/desk-frames.js';
import { attempt } from '../desk/desk-form.js';
import { formSeal, type Refusal } from '../desk/form-parts.js';
import { ReopeningViews } from '../desk/reopening/index.js';
import { seeOther, sendPage } from '../desk/send-page.js';
import { CurrentPost, CurrentVisit, type PostedVisit, type Visit } from '../desk/visit.js';
import { ReopeningsPage } from './reopenings-page.js';

/** Reopenings for those whose word they need. */
@Controller('w/:c/reopenings')
@RequirePermission('disbursement.decide')
export class ReopeningsController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly frames: DeskFrames,
    private readonly views: ReopeningViews,
    private readonly confirmReopening: ConfirmReopening,
  ) {}

  @Get()
  async list(@CurrentVisit() visit: Visit, @Query('done') done: unknown, @Res() reply: FastifyReply): Promise<void> {
    await this.page(reply, visit, { done: done === 'confirmed', refusal: null });
  }

  @Post(':number')
  @RequirePermission('period.confirm-reopening')
  async confirm(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('number', ParseIntPipe) number: number,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const outcome = await attempt(visit, posted, () => this.confirmReopening.execute(context, { number }));
    const own = `/w/${visit.slug}/reopenings`;
    if ('done' in outcome) return seeOther(reply, `${own}?done=confirmed`);
    await this.page(reply, { ...visit, path: own }, { done: false, ...outcome });
  }

  private async page(reply: FastifyReply, visit: Visit, after: { done: boolean; refusal: Refusal | null; status?: number }): Promise<void> {
    const mayConfirm = isAllowed(visit.actor.roles, 'period.confirm-reopening');
    const view = await this.unitOfWork.read(visit.actor.communityId, async (tx) => {
      const { rows, open, outdated } = await this.views.read(tx);
      return {
        frame: await this.frames.frame(tx, visit, { area: 'w', current: 'queue' }),
        rows: rows.map((row) => ({ ...row, seal: mayConfirm && row.state === 'WAITING' ? formSeal(visit.session.formToken) : null })),
        open,
        outdated,
        done: after.done,
        refusal: after.refusal,
      };
    });
    await sendPage(reply, ReopeningsPage({ m: visit.m, view }), after.status);
  }
}
