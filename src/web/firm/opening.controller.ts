import { Controller, Get, Param, ParseIntPipe, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { CommandContext } from '../../platform/database/index.js';
import { MoneyContext, RequirePermission } from '../../platform/http/index.js';
import { lineAfter, OpeningDesk, openingDone } from '../desk/opening/index.js';
import { CurrentPost, CurrentVisit, type Posted, type PostedVisit, type Visit } from '../desk/visit.js';

/** Opening balances for the firm, the third party that reads and signs them. */
@Controller('f/:c/opening')
@RequirePermission('opening.read')
export class FirmOpeningPagesController {
  constructor(private readonly desk: OpeningDesk) {}

  @Get()
  async list(@CurrentVisit() visit: Visit, @Res() reply: FastifyReply): Promise<void> {
    await this.desk.list(reply, visit, 'f');
  }

  @Get(':id')
  async sheet(@CurrentVisit() visit: Visit, @Param('id', ParseIntPipe) id: number, @Query() query: Posted, @Res() reply: FastifyReply): Promise<void> {
    await this.desk.sheet(reply, visit, 'f', { id, after: lineAfter(query['after']), done: openingDone(visit, query['done']) });
  }

  @Get(':id/lines.csv')
  async file(@CurrentVisit() visit: Visit, @Param('id', ParseIntPipe) id: number, @Res() reply: FastifyReply): Promise<void> {
    await this.desk.file(reply, visit, id);
  }

  @Post(':id/sign')
  @RequirePermission('opening.sign')
  async sign(
    @CurrentPost() post: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('id', ParseIntPipe) id: number,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.desk.sign(reply, post, context, { area: 'f', id });
  }

  @Post(':id/withdraw')
  @RequirePermission('opening.sign')
  async withdraw(
    @CurrentPost() post: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('id', ParseIntPipe) id: number,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.desk.withdraw(reply, post, context, { area: 'f', id });
  }
}
