import { Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { isAllowed } from '../../kernel/index.js';
import { StoreEvidence } from '../../modules/evidence/index.js';
import { Parties } from '../../modules/identity/index.js';
import { AnswerRecord, RecordResolution, RecordResolutionBody, ResolutionQueries, waitingResolution } from '../../modules/resolutions/index.js';
import { UnitOfWork, type CommandContext } from '../../platform/database/index.js';
import { MoneyContext, RequirePermission, TakesUpload } from '../../platform/http/index.js';
import { DeskFrames } from '../desk/desk-frames.js';
import { attempt, attemptIn, formJson, requestOf, typedTexts } from '../desk/desk-form.js';
import { storePosted } from '../desk/evidence-link.js';
import { formSeal, type Refusal } from '../desk/form-parts.js';
import { organisationNames } from '../desk/organisation-names.js';
import { seeOther, sendPage } from '../desk/send-page.js';
import { CurrentPost, CurrentVisit, type PostedVisit, type Visit } from '../desk/visit.js';
import { answerDone, answerPosted, answerRights, type AnswerDone } from './confirmation-parts.js';
import { ResolutionsPage } from './resolutions-page.js';

/** What the owners decided, for those who approve; the owner side records it here. */
@Controller('w/:c/resolutions')
@RequirePermission('resolution.read')
export class ResolutionPagesController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly frames: DeskFrames,
    private readonly resolutions: ResolutionQueries,
    private readonly parties: Parties,
    private readonly answerRecord: AnswerRecord,
    private readonly storeEvidence: StoreEvidence,
    private readonly recordResolution: RecordResolution,
  ) {}

  @Get()
  async list(@CurrentVisit() visit: Visit, @Query('recorded') recorded: unknown, @Query('done') done: unknown, @Res() reply: FastifyReply): Promise<void> {
    const known = typeof recorded === 'string' && /^JY\d{4}-\d{3}$/.test(recorded) ? recorded : null;
    await this.page(reply, visit, { recorded: known, answered: answerDone(done), refusal: null });
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
    await this.page(reply, { ...visit, path: own }, { recorded: null, answered: null, ...outcome });
  }

  @Post(':n/answer')
  @RequirePermission('resolution.answer')
  async answer(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('n') number: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const labels = { reason: visit.m.confirmations.reason };
    const outcome = await attemptIn(
      visit,
      { posted, form: number },
      async (fields) => {
        const answer = await answerPosted(posted, fields);
        await this.answerRecord.resolution(context, { number, ...answer });
        return answer;
      },
      { labels },
    );
    const own = `/w/${visit.slug}/resolutions`;
    if ('done' in outcome) return seeOther(reply, `${own}?done=${outcome.done.decision}`);
    await this.page(reply, { ...visit, path: own }, { recorded: null, answered: null, ...outcome });
  }

  private async page(
    reply: FastifyReply,
    visit: Visit,
    after: { recorded: string | null; answered: AnswerDone | null; refusal: Refusal | null; status?: number },
  ): Promise<void> {
    const { status, ...told } = after;
    const view = await this.unitOfWork.read(visit.actor.communityId, async (tx) => {
      const resolutions = await this.resolutions.all(tx);
      return {
        frame: await this.frames.frame(tx, visit, { area: 'w', current: 'resolutions' }),
        resolutions: resolutions.map((resolution) => ({ ...resolution, rights: answerRights(visit.actor, waitingResolution(resolution)) })),
        names: await organisationNames(
          tx,
          this.parties,
          resolutions.flatMap(({ recordedFor, answer }) => [recordedFor, answer?.for]),
        ),
        mayRecord: isAllowed(visit.actor.roles, 'resolution.record'),
        seal: formSeal(visit.session.formToken),
        ...told,
      };
    });
    await sendPage(reply, ResolutionsPage({ m: visit.m, view }), status);
  }
}
