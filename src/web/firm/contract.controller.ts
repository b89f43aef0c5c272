import { Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { CommandContext } from '../../platform/database/index.js';
import { MoneyContext, RequirePermission, TakesUpload } from '../../platform/http/index.js';
import { ContractDesk } from '../desk/contract/contract-desk.js';
import { CurrentPost, CurrentVisit, type PostedVisit, type Visit } from '../desk/visit.js';

/** The contract for the firm: it reads what hangs out, signs it, and gives notice. */
@Controller('f/:c/contract')
@RequirePermission('contract.read')
export class FirmContractPagesController {
  constructor(private readonly desk: ContractDesk) {}

  @Get()
  async page(@CurrentVisit() visit: Visit, @Query('done') done: unknown, @Res() reply: FastifyReply): Promise<void> {
    await this.desk.page(reply, visit, 'f', { done });
  }

  @Post('steps')
  @TakesUpload()
  @RequirePermission('contract.step')
  async step(@CurrentPost() post: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    await this.desk.step(reply, { area: 'f', post, context });
  }

  @Post(':number/sign')
  @TakesUpload()
  @RequirePermission('contract.sign')
  async sign(
    @CurrentPost() post: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('number') number: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.desk.sign(reply, { area: 'f', post, context }, number);
  }
}
