import { Body, Controller, Get, HttpCode, Param, ParseIntPipe, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { accountingPeriod, type AccountingPeriod, type Actor, type Instant } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext } from '../../../platform/database/index.js';
import { answer, CurrentActor, MoneyContext, RequirePermission } from '../../../platform/http/index.js';
import type { BankLineId } from '../../bank/index.js';
import { LedgerQueries } from '../../ledger/index.js';
import { AssignBankLine, type BankLineAssigned } from '../application/assign-bank-line.js';
import { CloseChecklist } from '../application/close-checklist.js';
import { ClosePeriod, type PeriodClosed } from '../application/close-period.js';
import { MatchBankLines, type BankLinesMatched } from '../application/match-bank-lines.js';
import { AssignBankLineBody } from './assign-bank-line-request.js';
import { CloseChecklistResponse } from './close-checklist-response.js';

@ApiTags('settlement')
@Controller('api/v1/communities/:c')
export class SettlementController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: LedgerQueries,
    private readonly matchBankLines: MatchBankLines,
    private readonly assignBankLine: AssignBankLine,
    private readonly closePeriod: ClosePeriod,
    private readonly checklist: CloseChecklist,
  ) {}

  /** Gives every new bank line its place by rule. */
  @Post('bank-lines/match')
  @HttpCode(200)
  @RequirePermission('bank.match')
  async match(@MoneyContext() context: CommandContext, @Res({ passthrough: true }) reply: FastifyReply): Promise<BankLinesMatched> {
    return answer(reply, await this.matchBankLines.execute(context));
  }

  /** Gives one bank line its place by hand. */
  @Post('bank-lines/:line/match')
  @HttpCode(200)
  @RequirePermission('bank.match')
  async assign(
    @MoneyContext() context: CommandContext,
    @Param('line', ParseIntPipe) line: number,
    @Body() { parts }: AssignBankLineBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BankLineAssigned> {
    const assigned = parts.map(({ target, reference, amount, words }) => ({
      target,
      reference: reference ?? null,
      amount: amount ?? null,
      words: words ?? null,
    }));
    return answer(reply, await this.assignBankLine.execute(context, { lineId: line as BankLineId, parts: assigned }));
  }

  /** Closed months, and the one that can be closed next. */
  @Get('periods')
  @RequirePermission('book.read')
  async periods(@CurrentActor() actor: Actor): Promise<{ items: { month: AccountingPeriod; state: string; closedAt: Instant | null }[] }> {
    return this.unitOfWork.read(actor.communityId, async (tx) => {
      const closed = (await this.ledger.periods(tx)).map(({ month, state, closedAt }) => ({ month, state, closedAt }));
      return { items: [...closed, { month: await this.checklist.nextMonth(tx), state: 'OPEN', closedAt: null }] };
    });
  }

  /** What stands between a month and its close. */
  @Get('periods/:month/checklist')
  @RequirePermission('book.read')
  async checklistOf(@CurrentActor() actor: Actor, @Param('month') month: string): Promise<CloseChecklistResponse> {
    return CloseChecklistResponse.from(await this.unitOfWork.read(actor.communityId, (tx) => this.checklist.of(tx, accountingPeriod(month))));
  }

  /** Closes a month: P12, three-way reconciliation and the books, all or nothing. */
  @Post('periods/:month/close')
  @HttpCode(200)
  @RequirePermission('period.close')
  async close(@MoneyContext() context: CommandContext, @Param('month') month: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<PeriodClosed> {
    return answer(reply, await this.closePeriod.execute(context, { period: accountingPeriod(month) }));
  }
}
