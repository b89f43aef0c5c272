import { Body, Controller, Get, HttpCode, Param, ParseIntPipe, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext } from '../../../platform/database/index.js';
import { answer, CurrentActor, MoneyContext, RequirePermission } from '../../../platform/http/index.js';
import type { BankLineId } from '../../bank/index.js';
import { MakeMatchRule, MatchRuleQueries, SwitchOffMatchRule, type MatchRuleMade } from '../application/match-rules.js';
import { UndoMatches, type MatchesUndone } from '../application/undo-matches.js';
import { MatchRuleBody, MatchRuleResponse, UndoMatchBody } from './matching-requests.js';

@ApiTags('settlement')
@Controller('api/v1/communities/:c')
export class MatchingController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly undoMatches: UndoMatches,
    private readonly rules: MatchRuleQueries,
    private readonly makeRule: MakeMatchRule,
    private readonly switchOff: SwitchOffMatchRule,
  ) {}

  /** Takes back where a bank line went, while its month is open. */
  @Post('bank-lines/:line/undo')
  @HttpCode(200)
  @RequirePermission('bank.match')
  async undo(
    @MoneyContext() context: CommandContext,
    @Param('line', ParseIntPipe) line: number,
    @Body() { reason }: UndoMatchBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MatchesUndone> {
    return answer(reply, await this.undoMatches.execute(context, { lineIds: [line as BankLineId], reason }));
  }

  /** Every rule, the newest first, with how many lines it has placed. */
  @Get('match-rules')
  @RequirePermission('bank.read')
  async listRules(@CurrentActor() actor: Actor): Promise<{ items: MatchRuleResponse[] }> {
    const all = await this.unitOfWork.read(actor.communityId, (tx) => this.rules.all(tx));
    return { items: all.map((view) => MatchRuleResponse.from(view)) };
  }

  /** Makes a rule for lines to come. */
  @Post('match-rules')
  @HttpCode(200)
  @RequirePermission('bank.match')
  async make(@MoneyContext() context: CommandContext, @Body() body: MatchRuleBody, @Res({ passthrough: true }) reply: FastifyReply): Promise<MatchRuleMade> {
    const { direction, counterparty = '', remark = '', amount = null, target, reference = null } = body;
    return answer(reply, await this.makeRule.execute(context, { direction, counterparty, remark, amount, target, reference }));
  }

  /** Switches a rule off; what it placed stays. */
  @Post('match-rules/:no/switch-off')
  @HttpCode(200)
  @RequirePermission('bank.match')
  async off(
    @MoneyContext() context: CommandContext,
    @Param('no', ParseIntPipe) no: number,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MatchRuleMade> {
    return answer(reply, await this.switchOff.execute(context, { no }));
  }
}
