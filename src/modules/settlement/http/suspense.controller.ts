import { Body, Controller, Get, HttpCode, Param, ParseIntPipe, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { isAllowed, type Actor } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext } from '../../../platform/database/index.js';
import { answer, CurrentActor, MoneyContext, RequirePermission } from '../../../platform/http/index.js';
import type { BankLineId } from '../../bank/index.js';
import { AskSuspenseReturn, DecideSuspenseReturn, SuspenseReturnQueries, type SuspenseReturnStep } from '../application/suspense-returns.js';
import { AskSuspenseReturnBody, DecideSuspenseReturnBody, SuspenseReturnResponse } from './suspense-return-requests.js';

@ApiTags('settlement')
@Controller('api/v1/communities/:c')
export class SuspenseController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly returns: SuspenseReturnQueries,
    private readonly ask: AskSuspenseReturn,
    private readonly decide: DecideSuspenseReturn,
  ) {}

  /** Asks that unidentified money goes back to the account it came from; a second person must agree. */
  @Post('bank-lines/:line/return')
  @HttpCode(200)
  @RequirePermission('suspense.return')
  async askReturn(
    @MoneyContext() context: CommandContext,
    @Param('line', ParseIntPipe) line: number,
    @Body() { reason, account }: AskSuspenseReturnBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SuspenseReturnStep> {
    return answer(reply, await this.ask.execute(context, { lineId: line as BankLineId, reason, account }));
  }

  /** Confirms or refuses a return. */
  @Post('suspense-returns/:id/decision')
  @HttpCode(200)
  @RequirePermission('suspense.confirm-return')
  async decideReturn(
    @MoneyContext() context: CommandContext,
    @Param('id', ParseIntPipe) id: number,
    @Body() { decision, reason }: DecideSuspenseReturnBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SuspenseReturnStep> {
    return answer(reply, await this.decide.execute(context, { returnId: id, decision, reason: reason ?? null }));
  }

  /** Returns that were asked for, the newest first. */
  @Get('suspense-returns')
  @RequirePermission('bank.read')
  async listReturns(@CurrentActor() actor: Actor): Promise<{ items: SuspenseReturnResponse[] }> {
    const all = await this.unitOfWork.read(actor.communityId, (tx) => this.returns.all(tx));
    const whole = isAllowed(actor.roles, 'suspense.return') || isAllowed(actor.roles, 'suspense.confirm-return');
    return { items: all.map((view) => SuspenseReturnResponse.from(view, { whole })) };
  }
}
