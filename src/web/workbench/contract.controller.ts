import { Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { CommandContext } from '../../platform/database/index.js';
import { MoneyContext, RequirePermission, TakesUpload } from '../../platform/http/index.js';
import { ContractDesk } from '../desk/contract/contract-desk.js';
import { CurrentPost, CurrentVisit, type PostedVisit, type Visit } from '../desk/visit.js';

/** The contract for the owner side, which proposes, hangs out and signs; the centre reads, and suspends payouts. */
@Controller('w/:c/contract')
@RequirePermission('contract.read')
export class ContractPagesController {
  constructor(private readonly desk: ContractDesk) {}

  @Get()
  async page(@CurrentVisit() visit: Visit, @Query('done') done: unknown, @Res() reply: FastifyReply): Promise<void> {
    await this.desk.page(reply, visit, 'w', { done });
  }

  @Post('proposals')
  @RequirePermission('contract.manage')
  async propose(@CurrentPost() post: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    await this.desk.propose(reply, { area: 'w', post, context });
  }

  @Post('steps')
  @TakesUpload()
  @RequirePermission('contract.step')
  async step(@CurrentPost() post: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    await this.desk.step(reply, { area: 'w', post, context });
  }

  @Post(':number/notice')
  @RequirePermission('contract.manage')
  async publish(
    @CurrentPost() post: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('number') number: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.desk.publish(reply, { area: 'w', post, context }, number);
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
    await this.desk.sign(reply, { area: 'w', post, context }, number);
  }

  @Post(':number/withdraw')
  @RequirePermission('contract.manage')
  async withdraw(
    @CurrentPost() post: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('number') number: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.desk.withdraw(reply, { area: 'w', post, context }, number);
  }
}
