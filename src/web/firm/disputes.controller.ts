import { Controller, Get, Param, ParseIntPipe, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { CommandContext } from '../../platform/database/index.js';
import { MoneyContext, RequirePermission, TakesUpload } from '../../platform/http/index.js';
import { DisputeDesk } from '../desk/disputes/index.js';
import { CurrentPost, CurrentVisit, type Posted, type PostedVisit, type Visit } from '../desk/visit.js';

/** Disputes of the handover for the firm, the other party. */
@Controller('f/:c/disputes')
@RequirePermission('firm-dispute.read')
export class FirmDisputePagesController {
  constructor(private readonly desk: DisputeDesk) {}

  @Get()
  async list(@CurrentVisit() visit: Visit, @Query() query: Posted, @Res() reply: FastifyReply): Promise<void> {
    await this.desk.list(reply, visit, 'f', query);
  }

  @Post(':id/decisions')
  @TakesUpload()
  @RequirePermission('firm-dispute.ask-decision')
  async decide(
    @CurrentPost() post: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('id', ParseIntPipe) id: number,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.desk.decide(reply, post, context, { area: 'f', id });
  }

  @Post(':id/answer')
  @RequirePermission('firm-dispute.answer')
  async answer(
    @CurrentPost() post: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('id', ParseIntPipe) id: number,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.desk.answer(reply, post, context, { area: 'f', id });
  }
}
