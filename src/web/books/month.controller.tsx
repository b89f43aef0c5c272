import { Controller, Get, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { accountingPeriod, DomainError, type AccountingPeriod } from '../../kernel/index.js';
import { BillMissing, FeeQueries, RunBills, UndoBillRun } from '../../modules/fees/index.js';
import { AccrueOperatingIncome } from '../../modules/operating-income/index.js';
import { UnitOfWork, type CommandContext, type Tx } from '../../platform/database/index.js';
import { CurrentContext, MoneyContext, RequirePermission } from '../../platform/http/index.js';
import { LongWork } from '../../platform/jobs/index.js';
import { attempt, attemptIn, postedText, type Attempted } from '../desk/desk-form.js';
import type { Refusal } from '../desk/form-parts.js';
import { seeOther, sendPage } from '../desk/send-page.js';
import { CurrentPost, CurrentVisit, type Posted, type PostedVisit, type Visit } from '../desk/visit.js';
import { refusalsOf } from './bill-refusals.js';
import { sendRefusals } from './send-refusals.js';
import { BillsPage, billsDone, type BillsDone, type BillsView } from './bills-page.js';
import { MonthPage } from './month-page.js';
import { MonthViews } from './month-views.js';
import { PATIENCE_MS } from './work-words.js';
import { trialCsv } from './trial-csv.js';

const RUNS_LOOKED_AT = 50;

/** The bookkeeper's month: what to do next, its bills and income. */
@Controller('b/:c')
@RequirePermission('bank.match')
export class MonthController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly views: MonthViews,
    private readonly fees: FeeQueries,
    private readonly runBills: RunBills,
    private readonly undoBillRun: UndoBillRun,
    private readonly billMissing: BillMissing,
    private readonly accrue: AccrueOperatingIncome,
    private readonly work: LongWork,
  ) {}

  @Get()
  async month(@CurrentVisit() visit: Visit, @Res() reply: FastifyReply): Promise<void> {
    await sendPage(reply, MonthPage({ m: visit.m, view: await this.read(visit, (tx) => this.views.month(tx, visit)) }));
  }

  @Get('bills')
  async bills(
    @CurrentVisit() visit: Visit,
    @CurrentContext() context: CommandContext,
    @Query() query: Record<string, unknown>,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const asked = monthOf(query['month']);
    const done = billsDone.find((known) => known === query['done']) ?? null;
    await this.billsPage(reply, { visit, context }, { asked, done, refusal: null });
  }

  /** The units without a bill as a file, before the month is billed; afterwards the run itself has it. */
  @Get('bills/refused.csv')
  @RequirePermission('fee.bill')
  async refused(
    @CurrentVisit() visit: Visit,
    @CurrentContext() context: CommandContext,
    @Query('month') asked: unknown,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const period = monthOf(asked);
    if (period === null) throw new DomainError('NOT_FOUND');
    const refusals = refusalsOf((await this.runBills.execute(context, { period, dryRun: true })).value);
    if (!refusals) throw new DomainError('NOT_FOUND');
    await sendRefusals(reply, visit, { label: period, refusals });
  }

  /** The whole trial as a file: of a month that is not billed yet every bill, of one that is what it lacks. */
  @Get('bills/trial.csv')
  @RequirePermission('fee.bill')
  async trial(
    @CurrentVisit() visit: Visit,
    @CurrentContext() context: CommandContext,
    @Query('month') asked: unknown,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const period = monthOf(asked);
    if (period === null) throw new DomainError('NOT_FOUND');
    const isBilled = await this.read(visit, async (tx) => (await this.fees.billRun(tx, period)) !== null);
    const bills = isBilled ? await this.views.missingBills(context, period) : await this.runBills.trial(context, period);
    await reply
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="bills-${period}.csv"`)
      .header('cache-control', 'no-store')
      .send(trialCsv(visit.m, bills));
  }

  @Post('bills')
  @RequirePermission('fee.bill')
  async bill(@CurrentPost() { visit, posted }: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const outcome = await attempt(visit, posted, async () => {
      const period = accountingPeriod(postedText(posted, 'period'));
      const run = { period, dryRun: false, fingerprint: postedText(posted, 'fingerprint') };
      const request = { ...context, kind: 'BILL_RUN' as const, label: period, request: run };
      return this.work.start(request, async (report) => (await this.runBills.execute(context, run, report)).value, { patienceMs: PATIENCE_MS });
    });
    if ('done' in outcome && 'workId' in outcome.done) return seeOther(reply, `/b/${visit.slug}/work/${outcome.done.workId}`);
    await this.answer(reply, { visit, context }, { month: postedText(posted, 'period'), done: 'bills' }, outcome);
  }

  @Post('bills/undo')
  @RequirePermission('fee.bill')
  async undo(@CurrentPost() { visit, posted }: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const outcome = await attempt(visit, posted, () =>
      this.undoBillRun.execute(context, { period: accountingPeriod(postedText(posted, 'period')), reason: postedText(posted, 'reason') }),
    );
    await this.answer(reply, { visit, context }, { month: postedText(posted, 'period'), done: 'undone' }, outcome);
  }

  @Post('bills/supplement')
  @RequirePermission('fee.bill')
  async supplement(@CurrentPost() { visit, posted }: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const outcome = await attempt(visit, posted, () =>
      this.billMissing.execute(context, {
        period: accountingPeriod(postedText(posted, 'period')),
        dryRun: false,
        fingerprint: postedText(posted, 'fingerprint'),
      }),
    );
    await this.answer(reply, { visit, context }, { month: postedText(posted, 'period'), done: 'supplement' }, outcome);
  }

  @Post('bills/supplement/undo')
  @RequirePermission('fee.bill')
  async undoSupplement(@CurrentPost() { visit, posted }: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const supplement = Number.parseInt(postedText(posted, 'supplement'), 10);
    const act = (own: Posted) =>
      this.undoBillRun.execute(context, { period: accountingPeriod(postedText(posted, 'period')), reason: postedText(own, 'reason'), supplement });
    const labels = { reason: visit.m.corrections.supplementReason };
    const outcome = await attemptIn(visit, { posted, form: `sup${supplement}` }, act, { labels });
    await this.answer(reply, { visit, context }, { month: postedText(posted, 'period'), done: 'supplementUndone' }, outcome);
  }

  @Post('income')
  @RequirePermission('lease.manage')
  async income(@CurrentPost() { visit, posted }: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const outcome = await attempt(visit, posted, () => this.accrue.execute(context, { period: accountingPeriod(postedText(posted, 'period')) }));
    await this.answer(reply, { visit, context }, { month: postedText(posted, 'period'), done: 'income' }, outcome);
  }

  private async answer(
    reply: FastifyReply,
    { visit, context }: { visit: Visit; context: CommandContext },
    asked: { month: string; done: BillsDone },
    outcome: Attempted<unknown>,
  ): Promise<void> {
    const own = `/b/${visit.slug}/bills`;
    if ('done' in outcome) return seeOther(reply, `${own}?month=${asked.month}&done=${asked.done}`);
    await this.billsPage(reply, { visit: { ...visit, path: own }, context }, { asked: monthOf(asked.month), done: null, ...outcome });
  }

  private async billsPage(
    reply: FastifyReply,
    { visit, context }: { visit: Visit; context: CommandContext },
    page: { asked: AccountingPeriod | null; done: BillsView['done']; refusal: Refusal | null; status?: number },
  ): Promise<void> {
    const { month, months, run, isClosed, refusedHref } = await this.read(visit, async (tx) => {
      const chosen = await this.views.billMonths(tx, page.asked);
      return {
        ...chosen,
        run: await this.fees.billRun(tx, chosen.month),
        isClosed: chosen.month < (await this.views.nextMonth(tx)),
        refusedHref: await this.refusedHref(tx, visit, chosen.month),
      };
    });
    const bills = await this.views.billsFact(run, visit, context, { month, isClosed, refusedHref });
    const supplement = run && (await this.views.supplementFact(visit, context, month));
    const view = await this.read(visit, (tx) => this.views.bills(tx, visit, { month, months, bills, supplement, done: page.done, refusal: page.refusal }));
    await sendPage(reply, BillsPage({ m: visit.m, view }), page.status);
  }

  /** Where the file of the run that billed a month is, when it left something out. */
  private async refusedHref(tx: Tx, visit: Visit, month: AccountingPeriod): Promise<string | null> {
    const last = (await this.work.recent(tx, ['BILL_RUN'], RUNS_LOOKED_AT)).find(({ state, label }) => state === 'DONE' && label === month);
    return last && refusalsOf(last.result) ? `/b/${visit.slug}/work/${last.id}/refused.csv` : null;
  }

  private read<T>(visit: Visit, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.unitOfWork.read(visit.actor.communityId, work);
  }
}

/** A month out of an address, or null for what is none. */
export function monthOf(text: unknown): AccountingPeriod | null {
  return typeof text === 'string' && /^[12]\d{3}-(0[1-9]|1[0-2])$/.test(text) ? accountingPeriod(text) : null;
}
