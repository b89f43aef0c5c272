import { Controller, Get, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { CommandContext } from '../../platform/database/index.js';
import { MoneyContext, RequirePermission } from '../../platform/http/index.js';
import { RepairsDesk } from '../desk/service/repairs-desk.js';
import { CurrentPost, CurrentVisit, type PostedVisit, type Visit } from '../desk/visit.js';

/** The log of repairs for those who inspect; the owner side writes requests down that the firm would leave out. */
@Controller('w/:c/repairs')
@RequirePermission('repair.read')
export class RepairPagesController {
  constructor(private readonly desk: RepairsDesk) {}

  @Get()
  async show(@CurrentVisit() visit: Visit, @Query() asked: { quarter?: string; done?: string }, @Res() reply: FastifyReply): Promise<void> {
    await this.desk.page(reply, visit, 'w', { quarter: asked.quarter, done: asked.done });
  }

  @Post('record')
  @RequirePermission('repair.record')
  async record(@CurrentPost() post: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    await this.desk.write(reply, { area: 'w', post, context });
  }
}
