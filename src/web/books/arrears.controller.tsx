import { Controller, Get, Header, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { businessDate, Clock, DomainError, type BusinessDate } from '../../kernel/index.js';
import { arrearsCsv, ArrearsQueries, RecordReminders, RunLateFees, type LateFeesRun } from '../../modules/fees/index.js';
import { LedgerQueries } from '../../modules/ledger/index.js';
import { UnitOfWork, type CommandContext, type Tx } from '../../platform/database/index.js';
import { CurrentContext, MoneyContext, RequirePermission, Reveals } from '../../platform/http/index.js';
import { describeError } from '../../platform/messages/index.js';
import { DeskFrames } from '../desk/desk-frames.js';
import { attempt, postedText } from '../desk/desk-form.js';
import { formSeal, type Refusal } from '../desk/form-parts.js';
import { seeOther, sendPage } from '../desk/send-page.js';
import { CurrentPost, CurrentVisit, type Posted, type PostedVisit, type Visit } from '../desk/visit.js';
import { ArrearsPage, NoticesPage } from './arrears-page.js';
import { ArrearsViews, nameFor } from './arrears-views.js';
import { LateFeesPage } from './late-fees-page.js';

/** The bookkeeper's arrears: who owes what, late fees, notices. */
@Controller('b/:c')
@Reveals()
@RequirePermission('arrears.remind')
export class ArrearsPagesController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly frames: DeskFrames,
    private readonly views: ArrearsViews,
    private readonly arrears: ArrearsQueries,
    private readonly books: LedgerQueries,
    private readonly runLateFees: RunLateFees,
    private readonly recordReminders: RecordReminders,
  ) {}

  @Get('arrears')
  async list(@CurrentVisit() visit: Visit, @Query() query: Posted, @Res() reply: FastifyReply): Promise<void> {
    const building = postedText(query, 'building').slice(0, 40);
    const view = await this.read(visit, (tx) => this.views.list(tx, visit, building === '' ? null : building));
    await sendPage(reply, ArrearsPage({ m: visit.m, view }));
  }

  @Get('arrears.csv')
  @Header('content-disposition', 'attachment; filename="arrears.csv"')
  async csv(@CurrentVisit() visit: Visit, @Res() reply: FastifyReply): Promise<void> {
    const units = await this.read(visit, (tx) => this.arrears.overdue(tx, this.clock.today()));
    await reply
      .header('content-type', 'text/csv; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(arrearsCsv(units, nameFor(visit.actor)));
  }

  @Get('notices')
  async notices(@CurrentVisit() visit: Visit, @Query() query: Posted, @Res() reply: FastifyReply): Promise<void> {
    const recorded = postedText(query, 'recorded');
    await this.noticesPage(reply, visit, {
      building: postedText(query, 'building').slice(0, 40),
      recorded: /^\d{1,6}$/.test(recorded) ? Number.parseInt(recorded, 10) : null,
      refusal: null,
    });
  }

  @Post('notices')
  async record(@CurrentPost() { visit, posted }: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const building = postedText(posted, 'building').slice(0, 40);
    const outcome = await attempt(visit, posted, () => this.recordReminders.execute(context, { building, unit: null }));
    const own = `/b/${visit.slug}/notices?building=${encodeURIComponent(building)}`;
    if ('done' in outcome) return seeOther(reply, `${own}&recorded=${outcome.done.value.units}`);
    await this.noticesPage(reply, { ...visit, path: own }, { building, recorded: null, ...outcome });
  }

  @Get('late-fees')
  @RequirePermission('fee.bill')
  async lateFees(@CurrentVisit() visit: Visit, @CurrentContext() context: CommandContext, @Query() query: Posted, @Res() reply: FastifyReply): Promise<void> {
    const through = dayOf(postedText(query, 'through'));
    const trial = through === null ? null : await this.trial(visit, context, through);
    await this.lateFeesPage(reply, visit, { through, trial, done: query['done'] === 'charged', refusal: null });
  }

  @Post('late-fees/charge')
  @RequirePermission('fee.bill')
  async charge(@CurrentPost() { visit, posted }: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const through = postedText(posted, 'through');
    const outcome = await attempt(visit, posted, () =>
      this.runLateFees.execute(context, { through: businessDate(through), dryRun: false, fingerprint: postedText(posted, 'fingerprint') }),
    );
    const own = `/b/${visit.slug}/late-fees`;
    if ('done' in outcome) return seeOther(reply, `${own}?done=charged`);
    await this.lateFeesPage(reply, { ...visit, path: own }, { through: dayOf(through), trial: null, done: false, ...outcome });
  }

  private async trial(visit: Visit, context: CommandContext, through: BusinessDate): Promise<LateFeesRun | { why: string }> {
    try {
      return (await this.runLateFees.execute(context, { through, dryRun: true })).value;
    } catch (error) {
      if (error instanceof DomainError) return { why: describeError(error, visit.language) };
      throw error;
    }
  }

  private async lateFeesPage(
    reply: FastifyReply,
    visit: Visit,
    page: { through: BusinessDate | null; trial: LateFeesRun | { why: string } | null; done: boolean; refusal: Refusal | null; status?: number },
  ): Promise<void> {
    const view = await this.read(visit, async (tx) => {
      const closedThrough = (await this.books.book(tx))?.closedThrough ?? this.clock.today();
      return {
        frame: await this.frames.frame(tx, visit, { area: 'b', current: 'arrears' }),
        closedThrough,
        through: page.through ?? closedThrough,
        trial: page.trial,
        seal: formSeal(visit.session.formToken),
        done: page.done,
        refusal: page.refusal,
      };
    });
    await sendPage(reply, LateFeesPage({ m: visit.m, view }), page.status);
  }

  private async noticesPage(
    reply: FastifyReply,
    visit: Visit,
    { status, ...page }: { building: string; recorded: number | null; refusal: Refusal | null; status?: number },
  ): Promise<void> {
    await sendPage(reply, NoticesPage({ m: visit.m, view: await this.read(visit, (tx) => this.views.notices(tx, visit, page)) }), status);
  }

  private read<T>(visit: Visit, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.unitOfWork.read(visit.actor.communityId, work);
  }
}

/** A day out of an address, or null for what is none. */
function dayOf(text: string): BusinessDate | null {
  try {
    return text === '' ? null : businessDate(text);
  } catch {
    return null;
  }
}
