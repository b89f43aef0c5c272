import { Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { DomainError } from '../../kernel/index.js';
import type { BankLineId } from '../../modules/bank/index.js';
import {
  AssignBankLine,
  AssignBankLineBody,
  MakeMatchRule,
  MatchRuleBody,
  MatchRuleQueries,
  SwitchOffMatchRule,
  UndoMatchBody,
  UndoMatches,
} from '../../modules/settlement/index.js';
import { UnitOfWork, type CommandContext, type Tx } from '../../platform/database/index.js';
import { MoneyContext, RequirePermission, Reveals } from '../../platform/http/index.js';
import { DeskFrames } from '../desk/desk-frames.js';
import { attempt, formJson, requestOf } from '../desk/desk-form.js';
import { formSeal, type Refusal } from '../desk/form-parts.js';
import { seeOther, sendPage } from '../desk/send-page.js';
import { CurrentPost, CurrentVisit, type Posted, type PostedVisit, type Visit } from '../desk/visit.js';
import { matchKeys } from './match-keys.js';
import { MatchPage } from './match-page.js';
import { MatchViews } from './match-views.js';
import { RulesPage, type RulesView } from './rules-page.js';

/** Lines that wait for a person, one key each; and the bookkeeper's rules. */
@Controller('b/:c/bank')
@Reveals()
@RequirePermission('bank.match')
export class MatchPagesController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly frames: DeskFrames,
    private readonly views: MatchViews,
    private readonly rules: MatchRuleQueries,
    private readonly assignBankLine: AssignBankLine,
    private readonly undoMatches: UndoMatches,
    private readonly makeRule: MakeMatchRule,
    private readonly switchOff: SwitchOffMatchRule,
  ) {}

  @Get('match')
  async waiting(@CurrentVisit() visit: Visit, @Query() query: Posted, @Res() reply: FastifyReply): Promise<void> {
    await this.page(reply, visit, { placed: numberOf(query['placed']), undone: query['undone'] !== undefined, refusal: null });
  }

  @Post('match/:line')
  async confirm(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('line') line: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const lineId = idOf(line);
    const outcome = await attempt(visit, posted, async () => {
      const { parts } = await requestOf(AssignBankLineBody, formJson(posted));
      const assigned = parts.map(({ target, reference, amount, words }) => ({
        target,
        reference: reference ?? null,
        amount: amount ?? null,
        words: words ?? null,
      }));
      return this.assignBankLine.execute(context, { lineId, parts: assigned });
    });
    if ('done' in outcome) return seeOther(reply, `/b/${visit.slug}/bank/match?placed=${lineId}`);
    await this.page(reply, visit, { placed: null, undone: false, ...outcome });
  }

  @Post('match/:line/undo')
  async undo(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('line') line: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const lineId = idOf(line);
    const outcome = await attempt(
      visit,
      posted,
      async () => {
        const { reason } = await requestOf(UndoMatchBody, formJson(posted));
        return this.undoMatches.execute(context, { lineIds: [lineId], reason });
      },
      { codes: { UNDO_REASON: 'reason' }, labels: { reason: visit.m.matching.page.reason } },
    );
    if ('done' in outcome) return seeOther(reply, `/b/${visit.slug}/bank/match?undone`);
    await this.page(reply, visit, { placed: lineId, undone: false, ...outcome });
  }

  @Get('rules')
  async listRules(@CurrentVisit() visit: Visit, @Query() query: Posted, @Res() reply: FastifyReply): Promise<void> {
    const done = query['done'] === 'made' || query['done'] === 'switched' ? query['done'] : null;
    await this.rulesPage(reply, visit, { done, refusal: null });
  }

  @Post('rules')
  async make(@CurrentPost() { visit, posted }: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const texts = visit.m.matching.rulesPage;
    const outcome = await attempt(
      visit,
      posted,
      async () => {
        const { direction, counterparty = '', remark = '', amount = null, target, reference } = await requestOf(MatchRuleBody, upper(formJson(posted)));
        return this.makeRule.execute(context, { direction, counterparty, remark, amount, target, reference: reference ?? null });
      },
      {
        codes: { ASSIGN_REFERENCE_UNKNOWN: 'reference', RULE_AMOUNT: 'amount', RULE_SAYS_NOTHING: 'counterparty', RULE_DIRECTION: 'direction' },
        labels: {
          counterparty: texts.counterparty,
          remark: texts.remark,
          amount: texts.amount,
          reference: texts.reference,
          direction: texts.direction,
          target: texts.target,
        },
      },
    );
    if ('done' in outcome) return seeOther(reply, `/b/${visit.slug}/bank/rules?done=made`);
    await this.rulesPage(reply, visit, { done: null, ...outcome });
  }

  @Post('rules/:no/off')
  async off(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('no') no: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const outcome = await attempt(visit, posted, () => this.switchOff.execute(context, { no: idOf(no) }));
    if ('done' in outcome) return seeOther(reply, `/b/${visit.slug}/bank/rules?done=switched`);
    await this.rulesPage(reply, visit, { done: null, ...outcome });
  }

  private async page(reply: FastifyReply, visit: Visit, { status, ...asked }: Parameters<MatchViews['page']>[2] & { status?: number }): Promise<void> {
    const view = await this.read(visit, (tx) => this.views.page(tx, { ...visit, path: `/b/${visit.slug}/bank/match` }, asked));
    await sendPage(reply, MatchPage({ m: visit.m, view }), status, matchKeys);
  }

  private async rulesPage(
    reply: FastifyReply,
    visit: Visit,
    { status, ...told }: Pick<RulesView, 'done'> & { refusal: Refusal | null; status?: number },
  ): Promise<void> {
    const own = { ...visit, path: `/b/${visit.slug}/bank/rules` };
    const seal = () => formSeal(visit.session.formToken);
    const view = await this.read(visit, async (tx): Promise<RulesView> => {
      const all = await this.rules.all(tx);
      const rules = all.map((rule) => ({ rule, off: rule.switchedOffAt === null ? seal() : null }));
      return { frame: await this.frames.frame(tx, own, { area: 'b', current: 'bank' }), make: seal(), rules, ...told };
    });
    await sendPage(reply, RulesPage({ m: visit.m, view }), status);
  }

  private read<T>(visit: Visit, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.unitOfWork.read(visit.actor.communityId, work);
  }
}

function numberOf(text: unknown): number | null {
  return typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number.parseInt(text, 10) : null;
}

function idOf(text: string): BankLineId {
  const id = numberOf(text);
  if (id === null) throw new DomainError('NOT_FOUND');
  return id as BankLineId;
}

function upper(json: Record<string, unknown>): Record<string, unknown> {
  return typeof json['reference'] === 'string' ? { ...json, reference: json['reference'].toUpperCase() } : json;
}
