import { Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { quarterOf, type AccountingPeriod } from '../../kernel/index.js';
import { LedgerQueries } from '../../modules/ledger/index.js';
import { BuildStatement, isStatementPeriod, spanOf, statementPeriod, type StatementPeriod } from '../../modules/statements/index.js';
import { UnitOfWork, type CommandContext, type Tx } from '../../platform/database/index.js';
import { MoneyContext, RequirePermission } from '../../platform/http/index.js';
import { DeskFrames } from '../desk/desk-frames.js';
import { attempt, postedText } from '../desk/desk-form.js';
import { formSeal, type Refusal } from '../desk/form-parts.js';
import { seeOther, sendHtml, sendPage } from '../desk/send-page.js';
import { StatementViews } from '../desk/statement-views.js';
import { CurrentPost, CurrentVisit, type PostedVisit, type Visit } from '../desk/visit.js';
import { PublishPage } from '../workbench/publish-page.js';
import { DraftsPage } from './drafts-page.js';

/** The bookkeeper builds statements and looks at them as residents will. */
@Controller('b/:c/statements')
@RequirePermission('statement.build')
export class DraftsController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly frames: DeskFrames,
    private readonly views: StatementViews,
    private readonly ledger: LedgerQueries,
    private readonly buildStatement: BuildStatement,
  ) {}

  @Get()
  async list(@CurrentVisit() visit: Visit, @Query('built') built: unknown, @Res() reply: FastifyReply): Promise<void> {
    await this.listPage(reply, visit, { built: isStatementPeriod(built) ? built : null, refusal: null });
  }

  @Post()
  async build(@CurrentPost() { visit, posted }: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const outcome = await attempt(visit, posted, () => this.buildStatement.execute(context, { period: statementPeriod(postedText(posted, 'period')) }));
    const own = `/b/${visit.slug}/statements`;
    if ('done' in outcome) return seeOther(reply, `${own}?built=${outcome.done.value.period}`);
    await this.listPage(reply, { ...visit, path: own }, { built: null, ...outcome });
  }

  @Get(':period')
  async preview(@CurrentVisit() visit: Visit, @Param('period') period: string, @Res() reply: FastifyReply): Promise<void> {
    const texts = visit.m.books.drafts;
    const view = await this.read(visit, async (tx) => {
      const document = await this.views.ready(tx, statementPeriod(period));
      return {
        frame: await this.frames.frame(tx, visit, { area: 'b', current: 'drafts' }),
        period: document.period,
        preview: this.views.preview(document, `/b/${visit.slug}/statements/${document.period}/page`),
        publish: null,
        back: { href: `/b/${visit.slug}/statements`, label: texts.back },
        title: texts.page(visit.m.span(document.period), document.version),
        note: texts.pageNote,
        refusal: null,
      };
    });
    await sendPage(reply, PublishPage({ m: visit.m, view }));
  }

  /** The bytes that would be published. */
  @Get(':period/page')
  async page(@CurrentVisit() visit: Visit, @Param('period') period: string, @Res() reply: FastifyReply): Promise<void> {
    await sendHtml(reply, this.views.page(visit, await this.read(visit, (tx) => this.views.ready(tx, statementPeriod(period)))));
  }

  private async listPage(reply: FastifyReply, visit: Visit, after: { built: StatementPeriod | null; refusal: Refusal | null; status?: number }): Promise<void> {
    const { built, refusal, status } = after;
    const view = await this.read(visit, async (tx) => ({
      frame: await this.frames.frame(tx, visit, { area: 'b', current: 'drafts' }),
      periods: withWholes((await this.ledger.periods(tx)).filter(({ state }) => state === 'CLOSED').map(({ month }) => month)),
      seal: formSeal(visit.session.formToken),
      rows: await this.views.rows(tx),
      built,
      refusal,
    }));
    await sendPage(reply, DraftsPage({ m: visit.m, view }), status);
  }

  private read<T>(visit: Visit, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.unitOfWork.read(visit.actor.communityId, work);
  }
}

/** Closed months, the latest first, each before the year and the quarter that it completes. */
function withWholes(closed: readonly AccountingPeriod[]): StatementPeriod[] {
  return closed.toReversed().flatMap((month) => {
    const year = statementPeriod(month.slice(0, 4));
    const ended = [year, quarterOf(month)].filter((period) => spanOf(period).last === month && closed.includes(spanOf(period).first));
    return [month, ...ended];
  });
}
