import { Controller, Get, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { CommandContext } from '../../platform/database/index.js';
import { MoneyContext, RequirePermission, Reveals } from '../../platform/http/index.js';
import { HandoverDesk } from '../desk/handover/index.js';
import { CurrentVisit, type Visit } from '../desk/visit.js';

/** The handover pack, for the bookkeeper. */
@Controller('b/:c/handover')
@RequirePermission('handover.make')
export class HandoverPagesController {
  constructor(private readonly desk: HandoverDesk) {}

  @Get()
  async page(@CurrentVisit() visit: Visit, @Res() reply: FastifyReply): Promise<void> {
    await this.desk.page(reply, visit, 'b');
  }

  @Post()
  async make(@CurrentVisit() visit: Visit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    await this.desk.make(reply, visit, 'b', context);
  }

  @Get(':sha256')
  async made(@CurrentVisit() visit: Visit, @Param('sha256') sha256: string, @Res() reply: FastifyReply): Promise<void> {
    await this.desk.made(reply, visit, 'b', sha256);
  }

  @Get(':sha256/pack.zip')
  @Reveals()
  async download(@CurrentVisit() visit: Visit, @Param('sha256') sha256: string, @Res() reply: FastifyReply): Promise<void> {
    await this.desk.download(reply, visit, 'b', sha256);
  }
}
