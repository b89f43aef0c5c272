import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Clock, type Actor } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext } from '../../../platform/database/index.js';
import { answer, CurrentActor, MoneyContext, pageOf, PageRequest, RequirePermission, type Page } from '../../../platform/http/index.js';
import { AccrueOperatingIncome, type OperatingIncomeAccrued } from '../application/accrue-operating-income.js';
import { EndLease, type LeaseEnded } from '../application/end-lease.js';
import { LeaseQueries } from '../application/lease-queries.js';
import { WriteOffCharge, type ChargeWrittenOff } from '../application/write-off-charge.js';
import { AccrualRequestBody } from './accrual-request.js';
import { EndLeaseBody, WriteOffChargeBody } from './claim-requests.js';
import { LeaseArrearsResponse, LeaseResponse } from './lease-response.js';

@Controller('api/v1/communities/:c')
export class LeasesController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly leases: LeaseQueries,
    private readonly accrueOperatingIncome: AccrueOperatingIncome,
    private readonly endLease: EndLease,
    private readonly writeOffCharge: WriteOffCharge,
  ) {}

  @Get('leases')
  @RequirePermission('lease.read')
  async list(@CurrentActor() actor: Actor, @Query() page: PageRequest): Promise<Page<LeaseResponse>> {
    const [afterId = 0] = page.position(1);
    const rows = await this.unitOfWork.read(actor.communityId, (tx) => this.leases.page(tx, { afterId, limit: page.limit + 1 }));
    const { items, nextCursor } = pageOf(rows, page.limit, (last) => [last.id]);
    return { items: items.map((lease) => LeaseResponse.from(lease)), nextCursor };
  }

  /** What leases owe today, by age. */
  @Get('lease-arrears')
  @RequirePermission('lease.read')
  async arrears(@CurrentActor() actor: Actor): Promise<Page<LeaseArrearsResponse>> {
    const found = await this.unitOfWork.read(actor.communityId, (tx) => this.leases.arrears(tx, this.clock.today()));
    return { items: found.map((arrears) => LeaseArrearsResponse.from(arrears)), nextCursor: null };
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

  /** Ends a lease before its last day; what was accrued for later days comes off. */
  @Post('leases/:code/end')
  @HttpCode(200)
  @RequirePermission('lease.manage')
  async end(
    @MoneyContext() context: CommandContext,
    @Param('code') lease: string,
    @Body() body: EndLeaseBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<LeaseEnded> {
    return answer(reply, await this.endLease.execute(context, { ...body, lease }));
  }

  /** Writes off what nobody will pay of a charge, by resolution. */
  @Post('leases/:code/write-offs')
  @HttpCode(200)
  @RequirePermission('lease.manage')
  async writeOff(
    @MoneyContext() context: CommandContext,
    @Param('code') lease: string,
    @Body() body: WriteOffChargeBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ChargeWrittenOff> {
    return answer(reply, await this.writeOffCharge.execute(context, { ...body, lease }));
  }
}
