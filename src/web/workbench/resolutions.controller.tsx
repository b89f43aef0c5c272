import { Controller, Get, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { isAllowed } from '../../kernel/index.js';
import { StoreEvidence } from '../../modules/evidence/index.js';
import { RecordResolution, RecordResolutionBody, ResolutionQueries } from '../../modules/resolutions/index.js';
import { UnitOfWork, type CommandContext } from '../../platform/database/index.js';
import { MoneyContext, RequirePermission, TakesUpload } from '../../platform/http/index.js';
import { DeskFrames } from '../desk/desk-frames.js';
import { attempt, formJson, requestOf, typedTexts } from '../desk/desk-form.js';
import { storePosted } from '../desk/evidence-link.js';
import { formSeal, type Refusal } from '../desk/form-parts.js';
import { seeOther, sendPage } from '../desk/send-page.js';
import { CurrentPost, CurrentVisit, type PostedVisit, type Visit } from '../desk/visit.js';
import { ResolutionsPage } from './resolutions-page.js';

/** What the owners decided, for those who approve; the owner side records it here. */
@Controller('w/:c/resolutions')
@RequirePermission('resolution.read')
export class ResolutionPagesController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly frames: DeskFrames,
    private readonly resolutions: ResolutionQueries,
    private readonly storeEvidence: StoreEvidence,
    private readonly recordResolution: RecordResolution,
  ) {}

  @Get()
  async list(@CurrentVisit() visit: Visit, @Query('recorded') recorded: unknown, @Res() reply: FastifyReply): Promise<void> {
    await this.page(reply, visit, { recorded: typeof recorded === 'string' && /^JY\d{4}-\d{3}$/.test(recorded) ? recorded : null, refusal: null });
  }

  @Post()
  @TakesUpload()
  @RequirePermission('resolution.record')
  async record(@CurrentPost() { visit, posted }: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const labels = visit.m.resolutions.fields;
    const outcome = await attempt(
      visit,
      posted,
      async () => {
        const { sha256: documentSha256 } = await storePosted(this.storeEvidence, context, posted, 'document');
        const body = await requestOf(RecordResolutionBody, { ...formJson(typedTexts(posted)), documentSha256 });
        const { to = null, limit = null, replaces = null } = body;
        return this.recordResolution.execute(context, { ...body, to, limit, replaces });
      },
      { labels, codes: { EVIDENCE_TYPE_REFUSED: 'document', EVIDENCE_EMPTY: 'document', EVIDENCE_TOO_LARGE: 'document', RESOLUTION_TITLE: 'title' } },
    );
    const own = `/w/${visit.slug}/resolutions`;
    if ('done' in outcome) return seeOther(reply, `${own}?recorded=${outcome.done.value.number}`);
    await this.page(reply, { ...visit, path: own }, { recorded: null, ...outcome });
  }

  private async page(reply: FastifyReply, visit: Visit, after: { recorded: string | null; refusal: Refusal | null; status?: number }): Promise<void> {
    const { recorded, refusal, status } = after;
    const view = await this.unitOfWork.read(visit.actor.communityId, async (tx) => ({
      frame: await this.frames.frame(tx, visit, { area: 'w', current: 'resolutions' }),
      resolutions: await this.resolutions.all(tx),
      seal: isAllowed(visit.actor.roles, 'resolution.record') ? formSeal(visit.session.formToken) : null,
      recorded,
      refusal,
    }));
    await sendPage(reply, ResolutionsPage({ m: visit.m, view }), status);
  }
}
