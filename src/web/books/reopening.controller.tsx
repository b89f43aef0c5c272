import { Controller, Get, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { accountingPeriod, addDays, businessDate, shanghaiTime } from '../../kernel/index.js';
import { LedgerQueries } from '../../modules/ledger/index.js';
import { ProposeReopening } from '../../modules/settlement/index.js';
import { UnitOfWork, type CommandContext } from '../../platform/database/index.js';
import { MoneyContext, RequirePermission } from '../../platform/http/index.js';
import { DeskFrames } from '../desk/desk-frames.js';
import { attempt, postedText } from '../desk/desk-form.js';
import { formSeal, type Refusal } from '../desk/form-parts.js';
import { ReopeningViews } from '../desk/reopening/index.js';
import { seeOther, sendPage } from '../desk/send-page.js';
import { CurrentPost, CurrentVisit, type PostedVisit, type Visit } from '../desk/visit.js';
import { ReopeningPage } from './reopening-page.js';

/** Closed months that must be opened again, for the bookkeeper. */
@Controller('b/:c/reopening')
@RequirePermission('period.reopen')
export class ReopeningPagesController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly frames: DeskFrames,
    private readonly books: LedgerQueries,
    private readonly views: ReopeningViews,
    private readonly proposeReopening: ProposeReopening,
  ) {}

  @Get()
  async list(@CurrentVisit() visit: Visit, @Query('done') done: unknown, @Res() reply: FastifyReply): Promise<void> {
    await this.page(reply, visit, { done: done === 'sent', refusal: null });
  }

  @Post()
  async propose(@CurrentPost() { visit, posted }: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const act = () => {
      const month = accountingPeriod(postedText(posted, 'month'));
      const expiresAt = shanghaiTime(addDays(businessDate(postedText(posted, 'until')), 1), '00:00');
      return this.proposeReopening.execute(context, { month, reason: postedText(posted, 'reason'), expiresAt });
    };
    const codes = {
      LEDGER_REOPENING_REASON: 'reason',
      LEDGER_REOPENING_EXPIRY: 'until',
      DATE_INVALID: 'until',
      PERIOD_INVALID: 'month',
      REOPENING_QUARTER_FINAL: 'month',
      LEDGER_REOPENING_EARLIER: 'month',
    } as const;
    const outcome = await attempt(visit, posted, act, { codes });
    const own = `/b/${visit.slug}/reopening`;
    if ('done' in outcome) return seeOther(reply, `${own}?done=sent`);
    await this.page(reply, { ...visit, path: own }, { done: false, ...outcome });
  }

  private async page(reply: FastifyReply, visit: Visit, after: { done: boolean; refusal: Refusal | null; status?: number }): Promise<void> {
    const view = await this.unitOfWork.read(visit.actor.communityId, async (tx) => ({
      frame: await this.frames.frame(tx, visit, { area: 'b', current: 'close' }),
      ...(await this.views.read(tx)),
      months: (await this.books.periods(tx)).map(({ month }) => month).toReversed(),
      seal: formSeal(visit.session.formToken),
      done: after.done,
      refusal: after.refusal,
    }));
    await sendPage(reply, ReopeningPage({ m: visit.m, view }), after.status);
  }
}
