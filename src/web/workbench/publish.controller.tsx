import { Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { isAllowed } from '../../kernel/index.js';
import { isStatementPeriod, PublishStatement, statementPeriod, type StatementPeriod } from '../../modules/statements/index.js';
import { UnitOfWork, type CommandContext, type Tx } from '../../platform/database/index.js';
import { MoneyContext, RequirePermission } from '../../platform/http/index.js';
import { DeskFrames } from '../desk/desk-frames.js';
import { attempt, postedText } from '../desk/desk-form.js';
import { formSeal, type Refusal } from '../desk/form-parts.js';
import { seeOther, sendHtml, sendPage } from '../desk/send-page.js';
import { StatementViews } from '../desk/statement-views.js';
import { CurrentPost, CurrentVisit, type PostedVisit, type Visit } from '../desk/visit.js';
import { PublishListPage, PublishPage } from './publish-page.js';

/** Statements for those who approve: read what is ready exactly as residents will, then publish it. */
@Controller('w/:c/statements')
@RequirePermission('disbursement.decide')
export class PublishController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly frames: DeskFrames,
    private readonly views: StatementViews,
    private readonly publishStatement: PublishStatement,
  ) {}

  @Get()
  async list(@CurrentVisit() visit: Visit, @Query('published') published: unknown, @Res() reply: FastifyReply): Promise<void> {
    const view = await this.read(visit, async (tx) => ({
      frame: await this.frames.frame(tx, visit, { area: 'w', current: 'statements' }),
      rows: await this.views.rows(tx),
      published: isStatementPeriod(published) ? published : null,
    }));
    await sendPage(reply, PublishListPage({ m: visit.m, view }));
  }

  @Get(':period')
  async one(@CurrentVisit() visit: Visit, @Param('period') period: string, @Res() reply: FastifyReply): Promise<void> {
    await this.page(reply, visit, statementPeriod(period), { refusal: null });
  }

  /** The bytes that would be published. */
  @Get(':period/page')
  async preview(@CurrentVisit() visit: Visit, @Param('period') period: string, @Res() reply: FastifyReply): Promise<void> {
    await sendHtml(reply, this.views.page(visit, await this.read(visit, (tx) => this.views.ready(tx, statementPeriod(period)))));
  }

  @Post(':period')
  @RequirePermission('statement.publish')
  async publish(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('period') text: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const period = statementPeriod(text);
    const outcome = await attempt(visit, posted, () => this.publishStatement.execute(context, { period, jsonSha256: postedText(posted, 'jsonSha256') }));
    if ('done' in outcome) return seeOther(reply, `/w/${visit.slug}/statements?published=${period}`);
    await this.page(reply, { ...visit, path: `/w/${visit.slug}/statements/${period}` }, period, outcome);
  }

  private async page(reply: FastifyReply, visit: Visit, period: StatementPeriod, after: { refusal: Refusal | null; status?: number }): Promise<void> {
    const texts = visit.m.workbench.publish;
    const view = await this.read(visit, async (tx) => {
      const document = await this.views.ready(tx, period);
      const mayPublish = isAllowed(visit.actor.roles, 'statement.publish');
      return {
        frame: await this.frames.frame(tx, visit, { area: 'w', current: 'statements' }),
        period,
        preview: this.views.preview(document, `/w/${visit.slug}/statements/${period}/page`),
        publish: mayPublish ? formSeal(visit.session.formToken) : null,
        back: { href: `/w/${visit.slug}/statements`, label: texts.back },
        title: texts.page(visit.m.span(period)),
        note: texts.note,
        refusal: after.refusal,
      };
    });
    await sendPage(reply, PublishPage({ m: visit.m, view }), after.status);
  }

  private read<T>(visit: Visit, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.unitOfWork.read(visit.actor.communityId, work);
  }
}
