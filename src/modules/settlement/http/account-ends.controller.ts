import { Body, Controller, Get, HttpCode, Param, ParseIntPipe, Post, Res } from '@nestjs/common';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import type { FastifyReply } from 'fastify';
import type { Actor, BusinessDate, Instant } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext } from '../../../platform/database/index.js';
import { answer, ApiInstant, CurrentActor, IsBusinessDate, MoneyContext, RequirePermission } from '../../../platform/http/index.js';
import type { BankAccountId } from '../../communities/index.js';
import { AccountEndQueries, AnswerAccountEnd, EndBankAccount, type AccountEndView, type BankAccountEnded } from '../application/end-bank-account.js';
import { accountEndStates, type AccountEndState } from '../domain/account-end.js';
import { AnswerAccountChangeBody } from './account-changes.controller.js';

/** The bank closed an account that the compound has given up. */
export class EndBankAccountBody {
  @ApiProperty({ type: String, format: 'date' })
  @IsBusinessDate()
  endedOn!: BusinessDate;

  @ApiProperty({ description: 'SHA-256 of the bank’s paper among the evidence' })
  @Matches(/^[0-9a-f]{64}$/)
  documentSha256!: string;
}

export class AccountEndResponse {
  @ApiProperty()
  accountId!: number;

  @ApiProperty({ format: 'date' })
  endedOn!: string;

  @ApiProperty()
  documentSha256!: string;

  @ApiInstant()
  recordedAt!: Instant;

  @ApiProperty({ enum: accountEndStates, description: 'ASKED: the account was never imported, so the centre has to confirm it' })
  state!: AccountEndState;

  @ApiInstant({ nullable: true })
  answeredAt!: Instant | null;

  @ApiProperty({ type: String, nullable: true })
  answerReason!: string | null;

  @ApiInstant({ nullable: true })
  withdrawnAt!: Instant | null;

  @ApiProperty({ type: String, nullable: true })
  withdrawalReason!: string | null;

  static from({ accountId, endedOn, documentSha256, recordedAt, state, ...rest }: AccountEndView): AccountEndResponse {
    const { answeredAt, answerReason, withdrawnAt, withdrawalReason } = rest;
    const later = { answeredAt, answerReason, withdrawnAt, withdrawalReason };
    return Object.assign(new AccountEndResponse(), { accountId, endedOn, documentSha256, recordedAt, state, ...later });
  }
}

@ApiTags('settlement')
@Controller('api/v1/communities/:c')
export class AccountEndsController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ends: AccountEndQueries,
    private readonly end: EndBankAccount,
    private readonly answerEnd: AnswerAccountEnd,
  ) {}

  /** Ends of accounts that were recorded, the newest first, also those that were refused or withdrawn. */
  @Get('bank-account-ends')
  @RequirePermission('bank.read')
  async listEnds(@CurrentActor() actor: Actor): Promise<{ items: AccountEndResponse[] }> {
    const all = await this.unitOfWork.read(actor.communityId, (tx) => this.ends.all(tx));
    return { items: all.map((view) => AccountEndResponse.from(view)) };
  }

  /** The owner side records that the bank has closed an account that was given up; one that was never imported waits for the centre. */
  @Post('bank-accounts/:id/end')
  @HttpCode(200)
  @RequirePermission('account-change.ask')
  async endBankAccount(
    @MoneyContext() context: CommandContext,
    @Param('id', ParseIntPipe) id: number,
    @Body() body: EndBankAccountBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BankAccountEnded> {
    return answer(reply, await this.end.execute(context, { accountId: id as BankAccountId, ...body }));
  }

  /** The centre confirms or refuses an end that waits for it; the owner side withdraws one that was a mistake. */
  @Post('bank-accounts/:id/end/answer')
  @HttpCode(200)
  @RequirePermission('account-change.answer')
  async answerBankAccountEnd(
    @MoneyContext() context: CommandContext,
    @Param('id', ParseIntPipe) id: number,
    @Body() { answer: said, reason }: AnswerAccountChangeBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BankAccountEnded> {
    return answer(reply, await this.answerEnd.execute(context, { accountId: id as BankAccountId, answer: said, reason: reason ?? null }));
  }
}
