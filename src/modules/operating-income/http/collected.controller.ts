import { Body, Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext } from '../../../platform/database/index.js';
import { answer, CurrentActor, MoneyContext, RequirePermission, type Page } from '../../../platform/http/index.js';
import { CollectedQueries } from '../application/collected-queries.js';
import { PassOnCollected, type PassedOn } from '../application/pass-on.js';
import { TakeBackPassedOn, type PassedOnTakenBack } from '../application/take-back-passed-on.js';
import { PassOnBody, TakeBackPassedOnBody } from './claim-requests.js';
import { CollectedResponse } from './claim-responses.js';

/** Money that came in for others, which is not the owners'. */
@ApiTags('collected for others')
@Controller('api/v1/communities/:c')
export class CollectedController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly collected: CollectedQueries,
    private readonly passOnCollected: PassOnCollected,
    private readonly takeBackPassedOn: TakeBackPassedOn,
  ) {}

  /** What is held for whom. */
  @Get('collected')
  @RequirePermission('collected.read')
  async list(@CurrentActor() actor: Actor): Promise<Page<CollectedResponse>> {
    const collected = await this.unitOfWork.read(actor.communityId, (tx) => this.collected.all(tx));
    return { items: collected.map((view) => CollectedResponse.from(view)), nextCursor: null };
  }

  /** Owes what is held for a payee, or a part of it, to the payee; a payout of kind PASS_ON then pays it to its registered account. */
  @Post('passed-on')
  @RequirePermission('collected.pass-on')
  async passOn(@MoneyContext() context: CommandContext, @Body() body: PassOnBody, @Res({ passthrough: true }) reply: FastifyReply): Promise<PassedOn> {
    return answer(reply, await this.passOnCollected.execute(context, { ...body, invoiceNo: body.invoiceNo ?? null }));
  }

  /** Takes it back while no payout holds any of it: the money is held for the payee again. */
  @Post('passed-on/:number/undo')
  @HttpCode(200)
  @RequirePermission('collected.pass-on')
  async takeBack(
    @MoneyContext() context: CommandContext,
    @Param('number') number: string,
    @Body() { reason }: TakeBackPassedOnBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PassedOnTakenBack> {
    return answer(reply, await this.takeBackPassedOn.execute(context, { number, reason }));
  }
}
