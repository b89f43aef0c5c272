import { Body, Controller, Get, HttpCode, Param, ParseIntPipe, Post, Res } from '@nestjs/common';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsInt, IsOptional, IsString, Length, Matches } from 'class-validator';
import type { FastifyReply } from 'fastify';
import type { Actor, BusinessDate, Instant, Money } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext } from '../../../platform/database/index.js';
import { answer, ApiDate, ApiInstant, ApiMoney, CurrentActor, IsBusinessDate, IsMoney, MoneyContext, RequirePermission } from '../../../platform/http/index.js';
import { BankBalanceQueries, type NotedBalanceView } from '../application/bank-balance-queries.js';
import { NoteBankBalance, type BankBalanceNoted } from '../application/note-bank-balance.js';
import { WithdrawBankBalance, type BankBalanceWithdrawn } from '../application/withdraw-bank-balance.js';

/** The balance at the end of a day, as a letter of the bank states it. */
export class NoteBankBalanceBody {
  @ApiDate()
  @IsBusinessDate()
  on!: BusinessDate;

  @ApiMoney()
  @IsMoney()
  balance!: Money;

  @ApiProperty({ description: 'fingerprint of the letter, stored as evidence' })
  @Matches(/^[0-9a-f]{64}$/)
  documentSha256!: string;

  @ApiProperty({ type: Number, required: false, description: 'the account that the letter is about (GET …/bank-accounts); left out: that of the day' })
  @IsOptional()
  @IsInt()
  accountId?: number;
}

export class WithdrawBankBalanceBody {
  @ApiProperty({ example: 'typed for another day' })
  @IsString()
  @Length(1, 200)
  reason!: string;
}

class NotedBalanceResponse {
  @ApiProperty()
  id!: number;
  @ApiDate()
  on!: BusinessDate;
  @ApiMoney()
  balance!: string;
  @ApiProperty()
  documentSha256!: string;
  @ApiProperty()
  documentName!: string;
  @ApiInstant()
  notedAt!: Instant;
  @ApiInstant({ nullable: true })
  withdrawnAt!: Instant | null;
  @ApiProperty({ type: String, nullable: true })
  withdrawnBecause!: string | null;

  static from({ id, on, balance, documentSha256, documentName, notedAt, withdrawnAt, withdrawnBecause }: NotedBalanceView): NotedBalanceResponse {
    return { id, on, balance: balance.toString(), documentSha256, documentName, notedAt, withdrawnAt, withdrawnBecause };
  }
}

class NotedBalancesResponse {
  @ApiProperty({ type: [NotedBalanceResponse] })
  items!: NotedBalanceResponse[];
}

@ApiTags('settlement')
@Controller('api/v1/communities/:c/bank-balances')
export class BankBalancesController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly queries: BankBalanceQueries,
    private readonly noteBankBalance: NoteBankBalance,
    private readonly withdrawBankBalance: WithdrawBankBalance,
  ) {}

  /** Balances noted from letters of the bank, the latest day first. */
  @Get()
  @RequirePermission('bank.read')
  async list(@CurrentActor() actor: Actor): Promise<NotedBalancesResponse> {
    const noted = await this.unitOfWork.read(actor.communityId, (tx) => this.queries.noted(tx));
    return { items: noted.map((view) => NotedBalanceResponse.from(view)) };
  }

  /** Notes a balance that the bank confirmed by letter; it is held against lines and books for ever after. */
  @Post()
  @HttpCode(200)
  @RequirePermission('bank.import')
  async note(
    @MoneyContext() context: CommandContext,
    @Body() body: NoteBankBalanceBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BankBalanceNoted> {
    return answer(reply, await this.noteBankBalance.execute(context, body));
  }

  /** Takes a note back that was wrong. */
  @Post(':id/withdraw')
  @HttpCode(200)
  @RequirePermission('bank.import')
  async withdraw(
    @MoneyContext() context: CommandContext,
    @Param('id', ParseIntPipe) id: number,
    @Body() { reason }: WithdrawBankBalanceBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BankBalanceWithdrawn> {
    return answer(reply, await this.withdrawBankBalance.execute(context, { id, reason }));
  }
}
