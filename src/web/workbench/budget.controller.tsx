import { Controller, Get, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Clock, isAllowed } from '../../kernel/index.js';
import { AdoptBudget, AdoptBudgetBody, BudgetQueries, budgetLines, ResolutionQueries, yearOf } from '../../modules/resolutions/index.js';
import { UnitOfWork, type CommandContext } from '../../platform/database/index.js';
import { MoneyContext, RequirePermission } from '../../platform/http/index.js';
import { DeskFrames } from '../desk/desk-frames.js';
import { attempt, postedText, requestOf } from '../desk/desk-form.js';
import { formSeal, type Refusal } from '../desk/form-parts.js';
import { seeOther, sendPage } from '../desk/send-page.js';
import { CurrentPost, CurrentVisit, type Posted, type PostedVisit, type Visit } from '../desk/visit.js';
import { BudgetPage } from './budget-page.js';

/** The yearly budget: what the owners allow, and what is used of it. */
@Controller('w/:c/budget')
@RequirePermission('budget.read')
export class BudgetPagesController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly frames: DeskFrames,
    private readonly budgets: BudgetQueries,
    private readonly resolutions: ResolutionQueries,
    private readonly adoptBudget: AdoptBudget,
  ) {}

  @Get()
  async show(@CurrentVisit() visit: Visit, @Query('done') done: unknown, @Res() reply: FastifyReply): Promise<void> {
    await this.page(reply, visit, { done: done === 'adopted', refusal: null });
  }

  @Post()
  @RequirePermission('budget.adopt')
  async adopt(@CurrentPost() { visit, posted }: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const names = Object.fromEntries(budgetLines.map((_, place) => [`lines[${filledBefore(posted, place)}].amount`, `line${place}`]));
    const codes = {
      BUDGET_EMPTY: 'line0',
      RESOLUTION_UNKNOWN: 'resolution',
      RESOLUTION_KIND_DIFFERS: 'resolution',
      RESOLUTION_NOT_IN_FORCE: 'resolution',
    } as const;
    const outcome = await attempt(visit, posted, async () => this.adoptBudget.execute(context, await requestOf(AdoptBudgetBody, requestJson(posted))), {
      names,
      codes,
    });
    const own = `/w/${visit.slug}/budget`;
    if ('done' in outcome) return seeOther(reply, `${own}?done=adopted`);
    await this.page(reply, { ...visit, path: own }, { done: false, ...outcome });
  }

  private async page(reply: FastifyReply, visit: Visit, { status, ...after }: { done: boolean; refusal: Refusal | null; status?: number }): Promise<void> {
    const today = this.clock.today();
    const view = await this.unitOfWork.read(visit.actor.communityId, async (tx) => {
      const latest = (await this.budgets.all(tx)).filter((budget, index, all) => all.findIndex(({ year }) => year === budget.year) === index);
      const budgets = [];
      for (const budget of latest) budgets.push({ budget, use: await this.budgets.use(tx, budget.year, { today }) });
      return {
        frame: await this.frames.frame(tx, visit, { area: 'w', current: 'resolutions' }),
        budgets,
        resolutions: (await this.resolutions.all(tx)).filter(({ kind, replacedBy }) => (kind === 'BUDGET' || kind === 'SPENDING') && replacedBy === null),
        years: [yearOf(today), yearOf(today) + 1],
        seal: isAllowed(visit.actor.roles, 'budget.adopt') ? formSeal(visit.session.formToken) : null,
      };
    });
    await sendPage(reply, BudgetPage({ m: visit.m, view: { ...view, ...after } }), status);
  }
}

/** The lines that were filled in, as the API takes them. */
function requestJson(posted: Posted): Record<string, unknown> {
  const lines = budgetLines.map(({ fund, code }, place) => ({ fund, code, amount: postedText(posted, `line${place}`).replaceAll(',', '') }));
  const year = Number.parseInt(postedText(posted, 'year'), 10);
  return { year, resolution: postedText(posted, 'resolution'), lines: lines.filter(({ amount }) => amount !== '') };
}

function filledBefore(posted: Posted, place: number): number {
  return budgetLines.filter((_, earlier) => earlier < place && postedText(posted, `line${earlier}`) !== '').length;
}
