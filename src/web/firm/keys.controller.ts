import { Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { CommandContext } from '../../platform/database/index.js';
import { MoneyContext, RequirePermission } from '../../platform/http/index.js';
import { KeyDesk } from '../desk/keys/index.js';
import { CurrentPost, CurrentVisit, type Posted, type PostedVisit, type Visit } from '../desk/visit.js';

/** Keys, for the firm that confirms whose they are. */
@Controller('f/:c/keys')
@RequirePermission('disbursement.submit')
export class FirmKeyPagesController {
  constructor(private readonly desk: KeyDesk) {}

  @Get()
  async show(@CurrentVisit() visit: Visit, @Query() query: Posted, @Res() reply: FastifyReply): Promise<void> {
    await this.desk.show(reply, visit, 'f', query);
  }

  @Post(':key/confirmations')
  async confirm(
    @CurrentPost() post: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('key') keyHash: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.desk.confirm(reply, post, context, { area: 'f', keyHash });
  }

  @Post(':key/refusals')
  async refuse(
    @CurrentPost() post: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('key') keyHash: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.desk.refuse(reply, post, context, { area: 'f', keyHash });
  }
}
