import { Body, Controller, Get, HttpCode, Param, ParseIntPipe, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { accountingPeriod, type Actor } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext } from '../../../platform/database/index.js';
import { answer, CurrentActor, MoneyContext, RequirePermission } from '../../../platform/http/index.js';
import { LedgerQueries } from '../../ledger/index.js';
import { ConfirmReopening, type PeriodsReopened } from '../application/confirm-reopening.js';
import { ProposeReopening, type ReopeningProposed } from '../application/propose-reopening.js';
import { ProposeReopeningBody } from './reopening-request.js';
import { ReopeningsResponse, ReopeningResponse } from './reopening-response.js';

@ApiTags('settlement')
@Controller('api/v1/communities/:c')
export class ReopeningController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: LedgerQueries,
    private readonly proposeReopening: ProposeReopening,
    private readonly confirmReopening: ConfirmReopening,
  ) {}

  /** Asks for a closed month and all later ones to be opened again; another organisation must confirm it. */
  @Post('periods/:month/reopen')
  @HttpCode(200)
  @RequirePermission('period.reopen')
  async propose(
    @MoneyContext() context: CommandContext,
    @Param('month') month: string,
    @Body() { reason, expiresAt }: ProposeReopeningBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReopeningProposed> {
    return answer(reply, await this.proposeReopening.execute(context, { month: accountingPeriod(month), reason, expiresAt }));
  }

  /** The second word on a reopening, of another person of another organisation. */
  @Post('reopenings/:number/confirm')
  @HttpCode(200)
  @RequirePermission('period.confirm-reopening')
  async confirm(
    @MoneyContext() context: CommandContext,
    @Param('number', ParseIntPipe) number: number,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PeriodsReopened> {
    return answer(reply, await this.confirmReopening.execute(context, { number }));
  }

  /** Every reopening that was asked for, with its reason, and who confirmed it. */
  @Get('reopenings')
  @RequirePermission('book.read')
  async reopenings(@CurrentActor() actor: Actor): Promise<ReopeningsResponse> {
    const all = await this.unitOfWork.read(actor.communityId, (tx) => this.ledger.reopenings(tx));
    return { items: all.map(ReopeningResponse.from) };
  }
}
