import { Body, Controller, Get, HttpCode, Param, ParseIntPipe, Post, Res } from '@nestjs/common';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Length, Matches } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { isAllowed, type Actor, type BusinessDate, type Instant } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext } from '../../../platform/database/index.js';
import { answer, ApiInstant, CurrentActor, IsBusinessDate, MoneyContext, RequirePermission } from '../../../platform/http/index.js';
import { BankAccountQueries, type BankAccountView } from '../../communities/index.js';
import { AccountChangeQueries, AnswerAccountChange, AskAccountChange, type AccountChangeStep, type AccountChangeView } from '../application/account-changes.js';
import { accountChangeAnswers, accountChangeStates, type AccountChangeAnswer, type AccountChangeState } from '../domain/account-change.js';

/** The account to which the compound changes, as the bank opened it. */
export class AccountChangeBody {
  @IsString()
  @Length(1, 60)
  bankName!: string;

  @IsString()
  @Length(1, 60)
  accountName!: string;

  @ApiProperty({ description: '8 to 34 digits or capital letters' })
  @IsString()
  @Length(1, 60)
  accountNo!: string;

  @ApiProperty({ type: String, format: 'date', description: 'the first day on which it is the compound’s' })
  @IsBusinessDate()
  openedOn!: BusinessDate;

  @IsString()
  @Length(5, 200)
  reason!: string;

  @ApiProperty({ description: 'SHA-256 of the bank’s paper among the evidence' })
  @Matches(/^[0-9a-f]{64}$/)
  documentSha256!: string;
}

export class AnswerAccountChangeBody {
  @ApiProperty({ enum: accountChangeAnswers })
  @IsIn(accountChangeAnswers)
  answer!: AccountChangeAnswer;

  @ApiProperty({ required: false, description: 'needed for REFUSE and WITHDRAW' })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  reason?: string;
}

export class BankAccountResponse {
  @ApiProperty()
  id!: number;

  @ApiProperty()
  bankName!: string;

  @ApiProperty()
  last4!: string;

  @ApiProperty({ format: 'date' })
  openedOn!: string;

  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'its last day, once another follows' })
  closedOn!: string | null;

  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'the day on which the bank closed it' })
  endedOn!: string | null;

  static from({ id, bankName, last4, openedOn, closedOn, endedOn }: BankAccountView): BankAccountResponse {
    return Object.assign(new BankAccountResponse(), { id, bankName, last4, openedOn, closedOn, endedOn });
  }
}

export class AccountChangeResponse {
  @ApiProperty()
  id!: number;

  @ApiProperty()
  bankName!: string;

  @ApiProperty()
  accountName!: string;

  @ApiProperty({ description: 'whole only while it is to be compared with the bank’s paper, by those who ask and answer; else its last four' })
  accountNo!: string;

  @ApiProperty({ format: 'date' })
  openedOn!: string;

  @ApiProperty()
  reason!: string;

  @ApiProperty()
  documentSha256!: string;

  @ApiInstant()
  askedAt!: Instant;

  @ApiProperty({ enum: accountChangeStates })
  state!: AccountChangeState;

  @ApiInstant({ nullable: true })
  answeredAt!: Instant | null;

  @ApiProperty({ type: String, nullable: true })
  answerReason!: string | null;

  @ApiProperty({ type: Number, nullable: true, description: 'the account that it became' })
  accountId!: number | null;

  static from(view: AccountChangeView, { whole }: { whole: boolean }): AccountChangeResponse {
    const accountNo = whole && view.state === 'ASKED' ? view.accountNo : view.accountNo.slice(-4);
    const { id, bankName, accountName, openedOn, reason, documentSha256, askedAt, state, answeredAt, answerReason, accountId } = view;
    const answered = { state, answeredAt, answerReason, accountId };
    return Object.assign(new AccountChangeResponse(), { id, bankName, accountName, accountNo, openedOn, reason, documentSha256, askedAt, ...answered });
  }
}

@ApiTags('settlement')
@Controller('api/v1/communities/:c')
export class AccountChangesController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: BankAccountQueries,
    private readonly changes: AccountChangeQueries,
    private readonly ask: AskAccountChange,
    private readonly answerChange: AnswerAccountChange,
  ) {}

  /** The account of the compound and those before it, oldest first. */
  @Get('bank-accounts')
  @RequirePermission('bank.read')
  async listAccounts(@CurrentActor() actor: Actor): Promise<{ items: BankAccountResponse[] }> {
    const all = await this.unitOfWork.read(actor.communityId, (tx) => this.accounts.all(tx));
    return { items: all.map((view) => BankAccountResponse.from(view)) };
  }

  /** Changes of the account that were asked for, the newest first. */
  @Get('account-changes')
  @RequirePermission('bank.read')
  async listChanges(@CurrentActor() actor: Actor): Promise<{ items: AccountChangeResponse[] }> {
    const all = await this.unitOfWork.read(actor.communityId, (tx) => this.changes.all(tx));
    const whole = isAllowed(actor.roles, 'account-change.answer');
    return { items: all.map((view) => AccountChangeResponse.from(view, { whole })) };
  }

  /** The owner side asks for another account; nothing changes before the centre has confirmed it. */
  @Post('account-changes')
  @HttpCode(200)
  @RequirePermission('account-change.ask')
  async askAccountChange(
    @MoneyContext() context: CommandContext,
    @Body() body: AccountChangeBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AccountChangeStep> {
    return answer(reply, await this.ask.execute(context, body));
  }

  /** The centre confirms or refuses, or whoever asked withdraws. */
  @Post('account-changes/:id/answer')
  @HttpCode(200)
  @RequirePermission('account-change.answer')
  async answerAccountChange(
    @MoneyContext() context: CommandContext,
    @Param('id', ParseIntPipe) id: number,
    @Body() { answer: said, reason }: AnswerAccountChangeBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AccountChangeStep> {
    return answer(reply, await this.answerChange.execute(context, { id, answer: said, reason: reason ?? null }));
  }
}
