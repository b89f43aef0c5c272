import { Body, Controller, Get, HttpCode, Param, ParseIntPipe, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { accountingPeriod, DomainError, isAllowed, type Actor } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext } from '../../../platform/database/index.js';
import { answer, CurrentActor, CurrentContext, MoneyContext, RequirePermission } from '../../../platform/http/index.js';
import { UnitQueries } from '../../communities/index.js';
import { BillMissing, type MissingBilled } from '../application/bill-missing.js';
import { FeeQueries } from '../application/fee-queries.js';
import { ReverseEntry, type EntryReversed } from '../application/reverse-entry.js';
import { RunBills, type BillsRun } from '../application/run-bills.js';
import { BillMissingBody, ReverseEntryRequestBody, RunBillsRequestBody } from './fee-requests.js';
import { SupplementResponse, UnitLedgerResponse } from './fee-responses.js';

/** Bills and everything of one unit; receipts have a controller of their own. */
@Controller('api/v1/communities/:c')
export class FeesController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly units: UnitQueries,
    private readonly fees: FeeQueries,
    private readonly runBills: RunBills,
    private readonly billMissing: BillMissing,
    private readonly reverseEntry: ReverseEntry,
  ) {}

  /** Bills all units for a month, once. */
  @Post('bill-runs')
  @HttpCode(200)
  @RequirePermission('fee.bill')
  async run(@CurrentContext() context: CommandContext, @Body() body: RunBillsRequestBody, @Res({ passthrough: true }) reply: FastifyReply): Promise<BillsRun> {
    if (!body.dryRun && context.idempotencyKey === null) throw new DomainError('IDEMPOTENCY_KEY_MISSING');
    return answer(reply, await this.runBills.execute(context, body));
  }

  /** The supplementary runs of a month that stand. */
  @Get('bill-runs/:period/supplements')
  @RequirePermission('fee.read')
  async supplements(@CurrentActor() actor: Actor, @Param('period') period: string): Promise<SupplementResponse[]> {
    const runs = await this.unitOfWork.read(actor.communityId, (tx) => this.fees.supplements(tx, accountingPeriod(period)));
    return runs.map((run) => SupplementResponse.from(run));
  }

  /** Bills what has no bill of a month that was billed: units that came later, and bills that were taken back. */
  @Post('bill-runs/:period/supplements')
  @HttpCode(200)
  @RequirePermission('fee.bill')
  async supplement(
    @CurrentContext() context: CommandContext,
    @Param('period') period: string,
    @Body() body: BillMissingBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MissingBilled> {
    if (!body.dryRun && context.idempotencyKey === null) throw new DomainError('IDEMPOTENCY_KEY_MISSING');
    return answer(reply, await this.billMissing.execute(context, { ...body, period: accountingPeriod(period) }));
  }

  /** Bills, receipts and settlements of one unit, named by its code. */
  @Get('units/:unit/ledger')
  @RequirePermission('fee.read')
  async unitLedger(@CurrentActor() actor: Actor, @Param('unit') code: string): Promise<UnitLedgerResponse> {
    return this.unitOfWork.read(actor.communityId, async (tx) => {
      const unit = await this.units.byCode(tx, code);
      if (!unit) throw new DomainError('FEES_UNIT_UNKNOWN', { unit: code.slice(0, 40) });
      return UnitLedgerResponse.from(await this.fees.unitLedger(tx, unit), { reasons: isAllowed(actor.roles, 'fee.read-reasons') });
    });
  }

  /** Takes back the entry of a bill that was wrong; entries of other documents are refused, saying what to correct instead. */
  @Post('entries/:seq/reversal')
  @HttpCode(200)
  @RequirePermission('entry.reverse')
  async reverse(
    @MoneyContext() context: CommandContext,
    @Param('seq', ParseIntPipe) seq: number,
    @Body() { reason, returnPayments }: ReverseEntryRequestBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EntryReversed> {
    if (!Number.isSafeInteger(seq)) throw new DomainError('NOT_FOUND');
    return answer(reply, await this.reverseEntry.execute(context, { seq, reason, returnPayments }));
  }
}
