import { Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { accountingPeriod, DomainError } from '../../kernel/index.js';
import { ClosePeriod, PrepareReconciliation, WithdrawReconciliation } from '../../modules/settlement/index.js';
import { UnitOfWork, type CommandContext } from '../../platform/database/index.js';
import { MoneyContext, RequirePermission } from '../../platform/http/index.js';
import { attempt, postedText, type Attempted } from '../desk/desk-form.js';
import { seeOther, sendPage } from '../desk/send-page.js';
import { CurrentPost, CurrentVisit, type PostedVisit, type Visit } from '../desk/visit.js';
import { ClosedMonthPage } from './closed-month-page.js';
import { ClosePage, type CloseView } from './close-page.js';
import { monthOf } from './month.controller.js';
import { MonthViews } from './month-views.js';
import { YearPage } from './year-page.js';

/** The end of the bookkeeper's month: the reconciliation, its signatures and the close. */
@Controller('b/:c')
@RequirePermission('bank.match')
export class CloseController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly views: MonthViews,
    private readonly prepareReconciliation: PrepareReconciliation,
    private readonly withdrawReconciliation: WithdrawReconciliation,
    private readonly closePeriod: ClosePeriod,
  ) {}

  @Get('close')
  async closing(@CurrentVisit() visit: Visit, @Query('closed') closed: unknown, @Query('done') done: unknown, @Res() reply: FastifyReply): Promise<void> {
    await this.page(reply, visit, { closed: monthOf(closed), done: done === 'prepared' || done === 'withdrawn' ? done : null, refusal: null });
  }

  /** A month by its name: its checklist while it is the next to close, what it was closed on once it is. */
  @Get('month/:month')
  async month(@CurrentVisit() visit: Visit, @Param('month') text: string, @Res() reply: FastifyReply): Promise<void> {
    const month = accountingPeriod(text);
    const view = await this.unitOfWork.read(visit.actor.communityId, (tx) => this.views.closedMonth(tx, visit, month));
    if (view === null) return seeOther(reply, `/b/${visit.slug}/close`);
    await sendPage(reply, ClosedMonthPage({ m: visit.m, view }));
  }

  /** A year before its end and after: what December's close carries over. */
  @Get('year/:year')
  async year(@CurrentVisit() visit: Visit, @Param('year') text: string, @Res() reply: FastifyReply): Promise<void> {
    if (!/^[12]\d{3}$/.test(text)) throw new DomainError('NOT_FOUND');
    const view = await this.unitOfWork.read(visit.actor.communityId, (tx) => this.views.year(tx, visit, Number.parseInt(text, 10)));
    await sendPage(reply, YearPage({ m: visit.m, view }));
  }

  @Post('reconciliation')
  @RequirePermission('reconciliation.prepare')
  async prepare(@CurrentPost() { visit, posted }: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const outcome = await attempt(visit, posted, () => this.prepareReconciliation.execute(context, { month: accountingPeriod(postedText(posted, 'month')) }));
    await this.answer(reply, visit, 'done=prepared', outcome);
  }

  @Post('reconciliation/withdraw')
  @RequirePermission('reconciliation.prepare')
  async withdraw(@CurrentPost() { visit, posted }: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const [id, reason] = [postedText(posted, 'id'), postedText(posted, 'reason')];
    const fields = { codes: { RECONCILIATION_REASON: 'reason' } };
    const outcome = await attempt(visit, posted, () => this.withdrawReconciliation.execute(context, { id: idOf(id), reason }), fields);
    await this.answer(reply, visit, 'done=withdrawn', outcome);
  }

  @Post('close')
  @RequirePermission('period.close')
  async close(@CurrentPost() { visit, posted }: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const period = postedText(posted, 'period');
    const outcome = await attempt(visit, posted, () => this.closePeriod.execute(context, { period: accountingPeriod(period) }));
    await this.answer(reply, visit, `closed=${period}`, outcome);
  }

  private async answer(reply: FastifyReply, visit: Visit, done: string, outcome: Attempted<unknown>): Promise<void> {
    const own = `/b/${visit.slug}/close`;
    if ('done' in outcome) return seeOther(reply, `${own}?${done}`);
    await this.page(reply, { ...visit, path: own }, { closed: null, done: null, ...outcome });
  }

  private async page(
    reply: FastifyReply,
    visit: Visit,
    after: Parameters<MonthViews['close']>[2] & { readonly status?: number; readonly refusal: CloseView['refusal'] },
  ): Promise<void> {
    const view = await this.unitOfWork.read(visit.actor.communityId, (tx) => this.views.close(tx, visit, after));
    await sendPage(reply, ClosePage({ m: visit.m, view }), after.status);
  }
}

/** The number of a document out of a form; 0, which none has, for what is no number. */
export function idOf(text: string): number {
  return /^\d{1,15}$/.test(text) ? Number.parseInt(text, 10) : 0;
}
