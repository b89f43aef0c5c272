import { Body, Controller, Get, HttpCode, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext } from '../../../platform/database/index.js';
import { answer, CurrentActor, MoneyContext, pageOf, PageRequest, RequirePermission, type Page } from '../../../platform/http/index.js';
import { AccrueOperatingIncome, type OperatingIncomeAccrued } from '../application/accrue-operating-income.js';
import { LeaseQueries } from '../application/lease-queries.js';
import { AccrualRequestBody } from './accrual-request.js';
import { LeaseResponse } from './lease-response.js';

@Controller('api/v1/communities/:c')
export class LeasesController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly leases: LeaseQueries,
    private readonly accrueOperatingIncome: AccrueOperatingIncome,
  ) {}

  @Get('leases')
  @RequirePermission('lease.read')
  async list(@CurrentActor() actor: Actor, @Query() page: PageRequest): Promise<Page<LeaseResponse>> {
    const [afterId = 0] = page.position(1);
    const rows = await this.unitOfWork.read(actor.communityId, (tx) => this.leases.page(tx, { afterId, limit: page.limit + 1 }));
    const { items, nextCursor } = pageOf(rows, page.limit, (last) => [last.id]);
    return { items: items.map((lease) => LeaseResponse.from(lease)), nextCursor };
  }

  /** Accrues what falls due in a month, once. */
  @Post('income-accruals')
  @HttpCode(200)
  @RequirePermission('lease.manage')
  async accrue(
    @MoneyContext() context: CommandContext,
    @Body() { period }: AccrualRequestBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OperatingIncomeAccrued> {
    return answer(reply, await this.accrueOperatingIncome.execute(context, { period }));
  }
}
