import { Controller, Get, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Clock } from '../../kernel/index.js';
import { IssueUnitCodes, UnitMembers } from '../../modules/identity/index.js';
import { Settings } from '../../platform/config/index.js';
import { UnitOfWork, type CommandContext } from '../../platform/database/index.js';
import { CurrentContext, CurrentReveal, RequirePermission, type AccessNote } from '../../platform/http/index.js';
import { attemptIn, postedText } from '../desk/desk-form.js';
import { DeskFrames } from '../desk/desk-frames.js';
import { formSeal, type Refusal } from '../desk/form-parts.js';
import { sendPage } from '../desk/send-page.js';
import { CurrentPost, CurrentVisit, type Posted, type PostedVisit, type Visit } from '../desk/visit.js';
import { UnitCodesPage, type UnitCodesView } from './unit-codes-page.js';

/** Letters with codes for owners, for the owner side (/w) and the bookkeeper (/b). */
@Controller(['w/:c/unit-codes', 'b/:c/unit-codes'])
@RequirePermission('unit.issue-code')
export class UnitCodePagesController {
  constructor(
    private readonly settings: Settings,
    private readonly clock: Clock,
    private readonly unitOfWork: UnitOfWork,
    private readonly frames: DeskFrames,
    private readonly members: UnitMembers,
    private readonly issueCodes: IssueUnitCodes,
  ) {}

  @Get()
  async show(@CurrentVisit() visit: Visit, @Res() reply: FastifyReply): Promise<void> {
    await this.page(reply, visit, { issued: null, refusal: null });
  }

  /** The letters are the answer to the form itself: nothing keeps the codes to show them after a redirect. */
  @Post()
  async issue(
    @CurrentPost() { visit, posted }: PostedVisit,
    @CurrentContext() context: CommandContext,
    @CurrentReveal() note: AccessNote,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const act = (own: Posted) => this.issueCodes.execute(context, { unit: postedText(own, 'unit') || null }, note);
    const outcome = await attemptIn(visit, { posted, form: 'codes' }, act, { codes: { UNIT_CODE_NO_OWNER: 'unit', UNIT_CODE_NONE_LEFT: 'unit' } });
    if ('refusal' in outcome) return this.page(reply, visit, { issued: null, ...outcome });
    await this.page(reply, visit, { issued: { ...outcome.done, joinAt: `${this.settings.publicUrl}/join/${visit.slug}` }, refusal: null });
  }

  private async page(
    reply: FastifyReply,
    visit: Visit,
    { issued, refusal, status }: Pick<UnitCodesView, 'issued'> & { refusal: Refusal | null; status?: number },
  ): Promise<void> {
    const area = visit.path.startsWith('/b/') ? 'b' : 'w';
    const path = `/${area}/${visit.slug}/unit-codes`;
    const view = await this.unitOfWork.read(visit.actor.communityId, async (tx) => ({
      frame: await this.frames.frame(tx, { ...visit, path }, { area, current: 'unitCodes' }),
      owners: await this.members.owners(tx, this.clock.today()),
    }));
    await sendPage(reply, UnitCodesPage({ m: visit.m, view: { ...view, path, issued, refusal, seal: formSeal(visit.session.formToken) } }), status);
  }
}
