import { Body, Controller, Get, HttpCode, Param, ParseIntPipe, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { isAllowed, type Actor } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext } from '../../../platform/database/index.js';
import { answer, CurrentActor, MoneyContext, RequirePermission } from '../../../platform/http/index.js';
import { AskPaperRefund, DecidePaperRefund, PaperRefundQueries, type PaperRefundStep } from '../application/paper-refunds.js';
import { AskPaperRefundBody, DecidePaperRefundBody } from './receipt-requests.js';
import { PaperRefundResponse } from './receipt-responses.js';

/** Prepayments that no line of the bank names an account for, and the second organisation that agrees to the account of a paper. */
@ApiTags('receipts')
@Controller('api/v1/communities/:c/paper-refunds')
export class PaperRefundsController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly papers: PaperRefundQueries,
    private readonly ask: AskPaperRefund,
    private readonly decide: DecidePaperRefund,
  ) {}

  /** Newest first. */
  @Get()
  @RequirePermission('fee.read-reasons')
  async list(@CurrentActor() actor: Actor): Promise<{ items: PaperRefundResponse[] }> {
    const all = await this.unitOfWork.read(actor.communityId, (tx) => this.papers.all(tx));
    const whole = isAllowed(actor.roles, 'fee.refund') || isAllowed(actor.roles, 'fee.refund-confirm');
    return { items: all.map((view) => PaperRefundResponse.from(view, { whole })) };
  }

  /** Asks that a prepayment goes back to the account of a paper. */
  @Post()
  @HttpCode(200)
  @RequirePermission('fee.refund')
  async askRefund(
    @MoneyContext() context: CommandContext,
    @Body() body: AskPaperRefundBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PaperRefundStep> {
    return answer(reply, await this.ask.execute(context, body));
  }

  /** Agrees, so that the money is owed back (P06) and its payout can be asked for, or refuses. */
  @Post(':id/decisions')
  @HttpCode(200)
  @RequirePermission('fee.refund-confirm')
  async decideRefund(
    @MoneyContext() context: CommandContext,
    @Param('id', ParseIntPipe) id: number,
    @Body() { decision, reason }: DecidePaperRefundBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PaperRefundStep> {
    return answer(reply, await this.decide.execute(context, { id, decision, reason: reason ?? null }));
  }
}
