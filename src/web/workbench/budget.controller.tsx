import { Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Clock, isAllowed } from '../../kernel/index.js';
import { Parties } from '../../modules/identity/index.js';
import {
  AdoptBudget,
  AdoptBudgetBody,
  AnswerRecord,
  BudgetQueries,
  budgetLines,
  ResolutionQueries,
  readBudgetVersion,
  waitingBudget,
  yearOf,
} from '../../modules/resolutions/index.js';
import { UnitOfWork, type CommandContext } from '../../platform/database/index.js';
import { MoneyContext, RequirePermission } from '../../platform/http/index.js';
import { DeskFrames } from '../desk/desk-frames.js';
import { attempt, attemptIn, postedText, requestOf } from '../desk/desk-form.js';
import { formSeal, type Refusal } from '../desk/form-parts.js';
import { organisationNames } from '../desk/organisation-names.js';
import { seeOther, sendPage } from '../desk/send-page.js';
import { CurrentPost, CurrentVisit, type Posted, type PostedVisit, type Visit } from '../desk/visit.js';
import { answerDone, answerPosted, answerRights } from './confirmation-parts.js';
import { BudgetPage, type BudgetDone } from './budget-page.js';

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
    private readonly parties: Parties,
    private readonly adoptBudget: AdoptBudget,
    private readonly answerRecord: AnswerRecord,
  ) {}

  @Get()
  async show(@CurrentVisit() visit: Visit, @Query('done') done: unknown, @Res() reply: FastifyReply): Promise<void> {
    await this.page(reply, visit, { done: done === 'adopted' ? done : answerDone(done), refusal: null });
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
      RESOLUTION_OF_A_YEAR: 'resolution',
      BUDGET_NO_LIMIT: 'resolution',
    } as const;
    const outcome = await attempt(visit, posted, async () => this.adoptBudget.execute(context, await requestOf(AdoptBudgetBody, requestJson(posted))), {
      names,
      codes,
    });
    const own = `/w/${visit.slug}/budget`;
    if ('done' in outcome) return seeOther(reply, `${own}?done=adopted`);
    await this.page(reply, { ...visit, path: own }, { done: null, ...outcome });
  }

  @Post(':version/answer')
  @RequirePermission('resolution.answer')
  async answer(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('version') version: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const act = async (fields: Posted) => {
      const answer = await answerPosted(posted, fields);
      await this.answerRecord.budget(context, { ...readBudgetVersion(version), ...answer });
      return answer;
    };
    const outcome = await attemptIn(visit, { posted, form: version }, act, { labels: { reason: visit.m.confirmations.reason } });
    const own = `/w/${visit.slug}/budget`;
    if ('done' in outcome) return seeOther(reply, `${own}?done=${outcome.done.decision}`);
    await this.page(reply, { ...visit, path: own }, { done: null, ...outcome });
  }

  private async page(
    reply: FastifyReply,
    visit: Visit,
    { status, ...after }: { done: BudgetDone | null; refusal: Refusal | null; status?: number },
  ): Promise<void> {
    const today = this.clock.today();
    const view = await this.unitOfWork.read(visit.actor.communityId, async (tx) => {
      const present = await this.budgets.present(tx);
      const budgets = [];
      for (const budget of present)
        budgets.push({ budget, use: await this.budgets.use(tx, budget.year, { today }), rights: answerRights(visit.actor, waitingBudget(budget)) });
      const adopted = new Set((await this.budgets.all(tx)).filter(({ state }) => state !== 'REFUSED').map(({ resolution }) => resolution));
      return {
        frame: await this.frames.frame(tx, visit, { area: 'w', current: 'resolutions' }),
        budgets,
        resolutions: (await this.resolutions.all(tx)).filter(
          ({ number, kind, state, limit, replacedBy }) =>
            (kind === 'BUDGET' || kind === 'SPENDING') && state !== 'REFUSED' && limit !== null && replacedBy === null && !adopted.has(number),
        ),
        names: await organisationNames(
          tx,
          this.parties,
          present.flatMap(({ adoptedFor, answer }) => [adoptedFor, answer?.for]),
        ),
        years: [yearOf(today), yearOf(today) + 1],
        mayAdopt: isAllowed(visit.actor.roles, 'budget.adopt'),
        seal: formSeal(visit.session.formToken),
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
