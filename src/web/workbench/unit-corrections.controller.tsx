import { Controller, Get, Param, ParseIntPipe, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { UnitQueries } from '../../modules/communities/index.js';
import { DecideUnitCorrection, UnitCorrectionRequests, type UnitCorrectionRequestView } from '../../modules/fees/index.js';
import { UnitOfWork, type CommandContext } from '../../platform/database/index.js';
import { MoneyContext, RequirePermission } from '../../platform/http/index.js';
import { DeskFrames } from '../desk/desk-frames.js';
import { attemptIn, postedText } from '../desk/desk-form.js';
import { formSeal, type Refusal } from '../desk/form-parts.js';
import { seeOther, sendPage } from '../desk/send-page.js';
import { CurrentPost, CurrentVisit, type Posted, type PostedVisit, type Visit } from '../desk/visit.js';
import { UnitCorrectionsPage } from './unit-corrections-page.js';

/** The owner side decides on corrections of units that the bookkeeper asks for. */
@Controller('w/:c/units')
@RequirePermission('unit.correct')
export class UnitCorrectionPagesController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly frames: DeskFrames,
    private readonly units: UnitQueries,
    private readonly requests: UnitCorrectionRequests,
    private readonly decideCorrection: DecideUnitCorrection,
  ) {}

  @Get()
  async show(@CurrentVisit() visit: Visit, @Query() query: Posted, @Res() reply: FastifyReply): Promise<void> {
    await this.page(reply, visit, { done: postedText(query, 'done') === 'decided', refusal: null });
  }

  @Post('corrections/:id')
  async decide(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('id', ParseIntPipe) id: number,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const decision = postedText(posted, 'decision') === 'AGREED' ? 'AGREED' : 'REFUSED';
    const act = (own: Posted) =>
      this.decideCorrection.execute(context, { id: id as UnitCorrectionRequestView['id'], decision, reason: postedText(own, 'reason') || null });
    const outcome = await attemptIn(visit, { posted, form: `fix${id}` }, act, { codes: { UNIT_CORRECTION_REASON: 'reason' } });
    const own = `/w/${visit.slug}/units`;
    if ('done' in outcome) return seeOther(reply, `${own}?done=decided`);
    await this.page(reply, { ...visit, path: own }, { done: false, ...outcome });
  }

  private async page(reply: FastifyReply, visit: Visit, { done, refusal, status }: { done: boolean; refusal: Refusal | null; status?: number }): Promise<void> {
    const view = await this.unitOfWork.read(visit.actor.communityId, async (tx) => {
      const asked = await this.requests.all(tx, 'WAITING');
      const units = new Map((await this.units.all(tx)).map((unit) => [unit.id, unit]));
      return {
        frame: await this.frames.frame(tx, visit, { area: 'w', current: 'units' }),
        waiting: asked.flatMap((request) => {
          const unit = units.get(request.unitId);
          return unit ? [{ request, unit: { label: unit.label, kind: unit.kind, area: unit.area.toFixed(2) } }] : [];
        }),
        seal: () => formSeal(visit.session.formToken),
        done,
        refusal,
      };
    });
    await sendPage(reply, UnitCorrectionsPage({ m: visit.m, view }), status);
  }
}
