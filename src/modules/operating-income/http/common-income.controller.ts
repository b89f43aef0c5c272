import { Body, Controller, Get, Param, ParseIntPipe, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { isAllowed, type Actor } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext } from '../../../platform/database/index.js';
import { answer, CurrentActor, MoneyContext, RequirePermission, Reveals, type Page } from '../../../platform/http/index.js';
import { ClaimQueries } from '../application/claim-queries.js';
import type { ClaimAsked } from '../application/claim-register.js';
import { DepositQueries } from '../application/deposit-queries.js';
import { MaintenanceProposals } from '../application/maintenance-proposals.js';
import { RefundLease, type LeaseRefunded } from '../application/refund-lease.js';
import { ReleaseDeposit, type DepositReleased } from '../application/release-deposit.js';
import { ProposeMaintenance, RecordUseRule, type UseRuleRecorded } from '../application/use-rules.js';
import { MaintenanceRequest, ProposeMaintenanceBody, RecordUseRuleBody, RefundLeaseBody, ReleaseDepositBody } from './claim-requests.js';
import { DepositResponse, MaintenanceResponse, UseRuleResponse } from './claim-responses.js';

/** The use of common income, and money of lessees that is not income. */
@ApiTags('common income')
@Controller('api/v1/communities/:c')
export class CommonIncomeController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly claims: ClaimQueries,
    private readonly proposals: MaintenanceProposals,
    private readonly recordUseRule: RecordUseRule,
    private readonly proposeMaintenance: ProposeMaintenance,
    private readonly deposits: DepositQueries,
    private readonly releaseDeposit: ReleaseDeposit,
    private readonly refundLease: RefundLease,
  ) {}

  @Get('use-rules')
  @RequirePermission('claim.read')
  async rules(@CurrentActor() actor: Actor): Promise<Page<UseRuleResponse>> {
    const rules = await this.unitOfWork.read(actor.communityId, (tx) => this.claims.useRules(tx));
    return { items: rules.map((rule) => UseRuleResponse.from(rule)), nextCursor: null };
  }

  @Post('use-rules')
  @RequirePermission('use-rule.record')
  async rule(
    @MoneyContext() context: CommandContext,
    @Body() body: RecordUseRuleBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<UseRuleRecorded> {
    return answer(reply, await this.recordUseRule.execute(context, { ...body, reaches: body.reaches ?? null, keeps: body.keeps ?? null }));
  }

  /** What a rule would give for a closed quarter or year; nothing is written. */
  @Get('maintenance')
  @RequirePermission('claim.read')
  async proposal(@CurrentActor() actor: Actor, @Query() { resolution, period }: MaintenanceRequest): Promise<MaintenanceResponse> {
    const { proposal } = await this.unitOfWork.read(actor.communityId, (tx) => this.proposals.proposal(tx, resolution, period));
    return MaintenanceResponse.from(proposal);
  }

  /** Asks the owner side to confirm it. */
  @Post('maintenance')
  @RequirePermission('claim.ask-spending')
  async propose(
    @MoneyContext() context: CommandContext,
    @Body() body: ProposeMaintenanceBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ClaimAsked> {
    return answer(reply, await this.proposeMaintenance.execute(context, body));
  }

  @Get('deposits')
  @Reveals()
  @RequirePermission('deposit.read')
  async listDeposits(@CurrentActor() actor: Actor): Promise<Page<DepositResponse>> {
    const deposits = await this.unitOfWork.read(actor.communityId, (tx) => this.deposits.all(tx));
    const wholeName = isAllowed(actor.roles, 'unit.read-owner-name');
    return { items: deposits.map((deposit) => DepositResponse.from(deposit, { wholeName })), nextCursor: null };
  }

  /** Gives a deposit back (the bookkeeper), or keeps it (the owner side, with its ground on paper). */
  @Post('deposits/:id/releases')
  @RequirePermission('deposit.read')
  async release(
    @MoneyContext() context: CommandContext,
    @Param('id', ParseIntPipe) depositId: number,
    @Body() { kind, amount, reason, documentSha256 }: ReleaseDepositBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DepositReleased> {
    return answer(reply, await this.releaseDeposit.execute(context, { depositId, kind, amount, reason, documentSha256: documentSha256 ?? null }));
  }

  /** Owes back what a lease paid in advance. */
  @Post('leases/:code/refunds')
  @RequirePermission('deposit.give-back')
  async refund(
    @MoneyContext() context: CommandContext,
    @Param('code') lease: string,
    @Body() { amount, reason, payee }: RefundLeaseBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<LeaseRefunded> {
    return answer(reply, await this.refundLease.execute(context, { lease, amount, reason, payee }));
  }
}
