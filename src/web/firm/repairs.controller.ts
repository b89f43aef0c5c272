import { Controller, Get, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { CommandContext } from '../../platform/database/index.js';
import { MoneyContext, RequirePermission, TakesUpload } from '../../platform/http/index.js';
import { RepairsDesk } from '../desk/service/repairs-desk.js';
import { CurrentPost, CurrentVisit, type PostedVisit, type Visit } from '../desk/visit.js';

/** The log of repairs for the firm, which answers them. */
@Controller('f/:c/repairs')
@RequirePermission('repair.respond')
export class FirmRepairPagesController {
  constructor(private readonly desk: RepairsDesk) {}

  @Get()
  async show(@CurrentVisit() visit: Visit, @Query() asked: { quarter?: string; done?: string }, @Res() reply: FastifyReply): Promise<void> {
    await this.desk.page(reply, visit, 'f', { quarter: asked.quarter, done: asked.done });
  }

  @Post('record')
  async record(@CurrentPost() post: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    await this.desk.write(reply, { area: 'f', post, context });
  }

  @Post('respond')
  async respond(@CurrentPost() post: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    await this.desk.respond(reply, { area: 'f', post, context });
  }

  @Post('import')
  @TakesUpload()
  async importList(@CurrentPost() post: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    await this.desk.importList(reply, { area: 'f', post, context });
  }
}
