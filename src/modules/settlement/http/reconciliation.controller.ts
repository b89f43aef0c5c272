import { Body, Controller, Get, HttpCode, Param, ParseIntPipe, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DomainError, type Actor } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext } from '../../../platform/database/index.js';
import { answer, CurrentActor, MoneyContext, RequirePermission } from '../../../platform/http/index.js';
import { ReconciliationQueries, ReconciliationResponse } from '../../bank/index.js';
import { PrepareReconciliation, type ReconciliationPrepared } from '../application/prepare-reconciliation.js';
import { SignReconciliation, type ReconciliationSigned } from '../application/sign-reconciliation.js';
import { WithdrawReconciliation, type ReconciliationWithdrawn } from '../application/withdraw-reconciliation.js';
import { PrepareReconciliationBody, SignReconciliationBody, WithdrawReconciliationBody } from './reconciliation-request.js';

@ApiTags('settlement')
@Controller('api/v1/communities/:c/reconciliations')
export class ReconciliationController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly queries: ReconciliationQueries,
    private readonly prepareReconciliation: PrepareReconciliation,
    private readonly signReconciliation: SignReconciliation,
    private readonly withdrawReconciliation: WithdrawReconciliation,
  ) {}

  /** States that bank, books and documents of a month agree: the first signature. */
  @Post()
  @HttpCode(200)
  @RequirePermission('reconciliation.prepare')
  async prepare(
    @MoneyContext() context: CommandContext,
    @Body() { month }: PrepareReconciliationBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReconciliationPrepared> {
    return answer(reply, await this.prepareReconciliation.execute(context, { month }));
  }

  /** One reconciliation as it was prepared. */
  @Get(':id')
  @RequirePermission('bank.read')
  async one(@CurrentActor() actor: Actor, @Param('id', ParseIntPipe) id: number): Promise<ReconciliationResponse> {
    const view = await this.unitOfWork.read(actor.communityId, (tx) => this.queries.byId(tx, id));
    if (!view) throw new DomainError('RECONCILIATION_MISSING', { id });
    return ReconciliationResponse.from(view);
  }

  /** The second signature, of another person of another organisation, over the fingerprint that they have read. */
  @Post(':id/sign')
  @HttpCode(200)
  @RequirePermission('reconciliation.sign')
  async sign(
    @MoneyContext() context: CommandContext,
    @Param('id', ParseIntPipe) id: number,
    @Body() { sha256 }: SignReconciliationBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReconciliationSigned> {
    return answer(reply, await this.signReconciliation.execute(context, { id, sha256 }));
  }

  /** Takes a signature back before the close; for whoever may prepare or sign. */
  @Post(':id/withdraw')
  @HttpCode(200)
  @RequirePermission('bank.read')
  async withdraw(
    @MoneyContext() context: CommandContext,
    @Param('id', ParseIntPipe) id: number,
    @Body() { reason }: WithdrawReconciliationBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReconciliationWithdrawn> {
    return answer(reply, await this.withdrawReconciliation.execute(context, { id, reason }));
  }
}
