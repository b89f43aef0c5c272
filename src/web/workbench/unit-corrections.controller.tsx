import { Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Clock, periodOf } from '../../kernel/index.js';
import { CorrectUnit, CorrectUnitBody, UnitQueries } from '../../modules/communities/index.js';
import { UnitOfWork, type CommandContext } from '../../platform/database/index.js';
import { MoneyContext, RequirePermission } from '../../platform/http/index.js';
import { DeskFrames } from '../desk/desk-frames.js';
import { attemptIn, formJson, postedText, requestOf } from '../desk/desk-form.js';
import { formSeal, type Refusal } from '../desk/form-parts.js';
import { seeOther, sendPage } from '../desk/send-page.js';
import { CurrentPost, CurrentVisit, type Posted, type PostedVisit, type Visit } from '../desk/visit.js';
import { UnitCorrectionsPage } from './unit-corrections-page.js';

/** The owner side corrects a unit's area or kind. */
@Controller('w/:c/units')
@RequirePermission('unit.correct')
export class UnitCorrectionPagesController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly frames: DeskFrames,
    private readonly units: UnitQueries,
    private readonly correctUnit: CorrectUnit,
  ) {}

  @Get()
  async show(@CurrentVisit() visit: Visit, @Query() query: Posted, @Res() reply: FastifyReply): Promise<void> {
    await this.page(reply, visit, { code: postedText(query, 'unit'), done: postedText(query, 'done') === 'corrected', refusal: null });
  }

  @Post(':unit/corrections')
  async correct(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('unit') code: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const act = async (own: Posted) => this.correctUnit.execute(context, { unit: code, ...(await requestOf(CorrectUnitBody, formJson(own))) });
    const naming = { labels: visit.m.corrections.fields, codes: { UNIT_CORRECTION_SAME: 'area' } as const };
    const outcome = await attemptIn(visit, { posted, form: 'fix' }, act, naming);
    const own = `/w/${visit.slug}/units`;
    if ('done' in outcome) return seeOther(reply, `${own}?unit=${encodeURIComponent(code)}&done=corrected`);
    await this.page(reply, { ...visit, path: own }, { code, done: false, ...outcome });
  }

  private async page(
    reply: FastifyReply,
    visit: Visit,
    { code, done, refusal, status }: { code: string; done: boolean; refusal: Refusal | null; status?: number },
  ): Promise<void> {
    const view = await this.unitOfWork.read(visit.actor.communityId, async (tx) => {
      const unit = code === '' ? null : await this.units.byCode(tx, code);
      return {
        frame: await this.frames.frame(tx, visit, { area: 'w', current: 'units' }),
        looked: code.slice(0, 40),
        unit: unit && {
          code: unit.code,
          label: unit.label,
          kind: unit.kind,
          area: unit.area.toFixed(2),
          corrections: await this.units.corrections(tx, unit.id),
        },
        month: periodOf(this.clock.today()),
        seal: formSeal(visit.session.formToken),
        done,
        refusal,
      };
    });
    await sendPage(reply, UnitCorrectionsPage({ m: visit.m, view }), status);
  }
}
