import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext } from '../../../platform/database/index.js';
import { answer, CurrentActor, MoneyContext, pageOf, RequirePermission, type Page } from '../../../platform/http/index.js';
import { AskClaim } from '../application/ask-claim.js';
import { ClaimQueries } from '../application/claim-queries.js';
import { claimSeenBy } from '../application/claim-views.js';
import type { ClaimAsked } from '../application/claim-register.js';
import { DecideClaim, type ClaimDecided } from '../application/decide-claim.js';
import { RecordTax } from '../application/record-tax.js';
import { WithdrawClaim } from '../application/withdraw-claim.js';
import { AskClaimBody, ClaimsRequest, DecideClaimBody, RecordTaxBody } from './claim-requests.js';
import { ClaimResponse } from './claim-responses.js';

@ApiTags('claims')
@Controller('api/v1/communities/:c')
export class ClaimsController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly claims: ClaimQueries,
    private readonly askClaim: AskClaim,
    private readonly recordTax: RecordTax,
    private readonly decideClaim: DecideClaim,
    private readonly withdrawClaim: WithdrawClaim,
  ) {}

  /** Claims on common income, the latest first. */
  @Get('claims')
  @RequirePermission('claim.read')
  async list(@CurrentActor() actor: Actor, @Query() request: ClaimsRequest): Promise<Page<ClaimResponse>> {
    const [before = 0] = request.position(1);
    const filter = { ...(request.state && { states: [request.state] }), ...(before > 0 && { before }), limit: request.limit + 1 };
    const rows = await this.unitOfWork.read(actor.communityId, (tx) => this.claims.all(tx, filter));
    const { items, nextCursor } = pageOf(rows, request.limit, (last) => [last.id]);
    return { items: items.map((claim) => ClaimResponse.from(claimSeenBy(claim, actor, ''))), nextCursor };
  }

  @Get('claims/:number')
  @RequirePermission('claim.read')
  async one(@CurrentActor() actor: Actor, @Param('number') number: string): Promise<ClaimResponse> {
    return ClaimResponse.from(claimSeenBy(await this.unitOfWork.read(actor.communityId, (tx) => this.claims.byNumber(tx, number)), actor, ''));
  }

  /** Asks the owner side for a cost of operating, spending by resolution, a float, or what was paid out of one. */
  @Post('claims')
  @RequirePermission('claim.ask')
  async ask(@MoneyContext() context: CommandContext, @Body() body: AskClaimBody, @Res({ passthrough: true }) reply: FastifyReply): Promise<ClaimAsked> {
    const { payee = null, lease = null, invoiceNo = null, resolution = null, costCode = null, fund = null } = body;
    return answer(reply, await this.askClaim.execute(context, { ...body, payee, lease, invoiceNo, resolution, costCode, fund }));
  }

  /** The owner side decides: approved, the claim is posted and can be paid. */
  @Post('claims/:number/decision')
  @HttpCode(200)
  @RequirePermission('claim.decide')
  async decide(
    @MoneyContext() context: CommandContext,
    @Param('number') number: string,
    @Body() { decision, reason }: DecideClaimBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ClaimDecided> {
    return answer(reply, await this.decideClaim.execute(context, { number, decision, reason: reason ?? null }));
  }

  /** Who asked takes it back before it is decided. */
  @Post('claims/:number/withdrawal')
  @HttpCode(200)
  @RequirePermission('claim.ask')
  async withdraw(
    @MoneyContext() context: CommandContext,
    @Param('number') number: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ClaimDecided> {
    return answer(reply, await this.withdrawClaim.execute(context, { number }));
  }

  /** Records a tax that is due. */
  @Post('taxes')
  @RequirePermission('tax.record')
  async tax(@MoneyContext() context: CommandContext, @Body() body: RecordTaxBody, @Res({ passthrough: true }) reply: FastifyReply): Promise<ClaimAsked> {
    return answer(reply, await this.recordTax.execute(context, { ...body, invoiceNo: body.invoiceNo ?? null }));
  }
}
