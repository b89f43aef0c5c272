import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext } from '../../../platform/database/index.js';
import { answer, CurrentActor, MoneyContext, RequirePermission } from '../../../platform/http/index.js';
import { ChangePayeeAccount } from '../application/change-payee-account.js';
import type { PayeeAccountRegistered } from '../application/payee-accounts.js';
import { PayeeQueries } from '../application/payee-queries.js';
import { RegisterPayee, type PayeeRegistered } from '../application/register-payee.js';
import { PayeeAccountBody, RegisterPayeeBody } from './payee-requests.js';
import { PayeeResponse, PayeesResponse } from './payee-response.js';

/** To whom money may be paid, each named by its number. */
@ApiTags('payees')
@Controller('api/v1/communities/:c/payees')
export class PayeesController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly queries: PayeeQueries,
    private readonly registration: RegisterPayee,
    private readonly change: ChangePayeeAccount,
  ) {}

  /** By number: a compound has few, so they are one page. */
  @Get()
  @RequirePermission('payee.read')
  @ApiOkResponse({ type: PayeesResponse })
  async list(@CurrentActor() actor: Actor): Promise<PayeesResponse> {
    const payees = await this.unitOfWork.read(actor.communityId, (tx) => this.queries.all(tx));
    return { items: payees.map((payee) => PayeeResponse.from(payee)), nextCursor: null };
  }

  @Post()
  @RequirePermission('payee.manage')
  async register(
    @MoneyContext() context: CommandContext,
    @Body() { kind, party, name, bankName, accountNo, accountName }: RegisterPayeeBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PayeeRegistered> {
    return answer(reply, await this.registration.execute(context, { kind, party, name, bankName, accountNo, accountName }));
  }

  /** Another account, which rests 72 hours before money goes to it. */
  @Post(':number/accounts')
  @RequirePermission('payee.manage')
  async changeAccount(
    @MoneyContext() context: CommandContext,
    @Param('number') number: string,
    @Body() { bankName, accountNo, accountName }: PayeeAccountBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PayeeAccountRegistered> {
    const { id: payeeId } = await this.unitOfWork.read(context.actor.communityId, (tx) => this.queries.byNumber(tx, number));
    return answer(reply, await this.change.execute(context, { payeeId, bankName, accountNo, accountName }));
  }
}
