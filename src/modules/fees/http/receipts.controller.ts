import { Body, Controller, Get, HttpCode, Param, ParseIntPipe, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { isAllowed, type Actor } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext } from '../../../platform/database/index.js';
import { answer, CurrentActor, MoneyContext, pageOf, RequirePermission, Reveals, type Page } from '../../../platform/http/index.js';
import { FeeRefunds } from '../application/fee-refund-queries.js';
import { CancelFeeRefund, RequestFeeRefund, type FeeRefundAsked, type FeeRefundCancelled } from '../application/fee-refunds.js';
import { ReallocateReceipt, type ReceiptReallocated } from '../application/reallocate-receipt.js';
import { ReceiptPapers } from '../application/receipt-papers.js';
import { ReceiptQueries } from '../application/receipt-queries.js';
import { CancelFeeRefundBody, FeeRefundBody, ReallocateReceiptBody, ReceiptsRequest } from './receipt-requests.js';
import { FeeRefundResponse, ReceiptDetailResponse, ReceiptResponse } from './receipt-responses.js';

/** There is no POST …/receipts: a receipt comes from a bank line or a channel's payment alone, so that money on paper is money there. */
@ApiTags('receipts')
@Controller('api/v1/communities/:c')
export class ReceiptsController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly receipts: ReceiptQueries,
    private readonly papers: ReceiptPapers,
    private readonly refunds: FeeRefunds,
    private readonly reallocate: ReallocateReceipt,
    private readonly requestRefund: RequestFeeRefund,
    private readonly cancelRefund: CancelFeeRefund,
  ) {}

  /** Newest first, void ones too. */
  @Get('receipts')
  @RequirePermission('fee.read')
  async list(@CurrentActor() actor: Actor, @Query() request: ReceiptsRequest): Promise<Page<ReceiptResponse>> {
    const [beforeId = 0] = request.position(1);
    const { unit, from, to, origin, state, limit } = request;
    const filter = { ...(unit && { unit }), ...(from && { from }), ...(to && { to }), ...(origin && { origin }), ...(state && { state }) };
    const rows = await this.unitOfWork.read(actor.communityId, (tx) => this.receipts.list(tx, { ...filter, beforeId, limit: limit + 1 }));
    const { items, nextCursor } = pageOf(rows, limit, (last) => [last.id]);
    return { items: items.map((receipt) => ReceiptResponse.from(receipt, readerOf(actor))), nextCursor };
  }

  /** One receipt as a PDF, `SJ2024-000001.pdf`; `?lang=en` in English. */
  @Get('receipts/:number.pdf')
  @Reveals()
  @RequirePermission('fee.read')
  async paper(@CurrentActor() actor: Actor, @Param('number') number: string, @Query('lang') language: unknown, @Res() reply: FastifyReply): Promise<void> {
    const { fileName, bytes } = await this.papers.pdf(actor, number, language === 'en' ? 'en' : 'zh-CN');
    await reply
      .header('content-type', 'application/pdf')
      .header('content-disposition', `attachment; filename="${fileName}"`)
      .header('cache-control', 'no-store')
      .send(bytes);
  }

  /** One receipt by its number, with what it settled. */
  @Get('receipts/:number')
  @RequirePermission('fee.read')
  async one(@CurrentActor() actor: Actor, @Param('number') number: string): Promise<ReceiptDetailResponse> {
    return this.unitOfWork.read(actor.communityId, async (tx) => {
      const receipt = await this.receipts.byNumber(tx, number);
      return ReceiptDetailResponse.from(receipt, await this.receipts.settlements(tx, receipt.id), readerOf(actor));
    });
  }

  /** Takes what it settles of a month off it, for another month or to keep it in advance. */
  @Post('receipts/:number/reallocation')
  @HttpCode(200)
  @RequirePermission('fee.reallocate')
  async reallocateReceipt(
    @MoneyContext() context: CommandContext,
    @Param('number') receipt: string,
    @Body() body: ReallocateReceiptBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReceiptReallocated> {
    return answer(reply, await this.reallocate.execute(context, { ...body, receipt }));
  }

  /** Refunds of prepayments, newest first. */
  @Get('fee-refunds')
  @RequirePermission('fee.read')
  async listRefunds(@CurrentActor() actor: Actor): Promise<{ items: FeeRefundResponse[] }> {
    const refunds = await this.unitOfWork.read(actor.communityId, (tx) => this.refunds.all(tx));
    return { items: refunds.map((refund) => FeeRefundResponse.from(refund, readerOf(actor))) };
  }

  @Post('fee-refunds')
  @HttpCode(200)
  @RequirePermission('fee.refund')
  async refund(@MoneyContext() context: CommandContext, @Body() body: FeeRefundBody, @Res({ passthrough: true }) reply: FastifyReply): Promise<FeeRefundAsked> {
    return answer(reply, await this.requestRefund.execute(context, body));
  }

  /** Takes back a refund that no payout has taken. */
  @Post('fee-refunds/:id/cancellation')
  @HttpCode(200)
  @RequirePermission('fee.refund')
  async cancel(
    @MoneyContext() context: CommandContext,
    @Param('id', ParseIntPipe) id: number,
    @Body() { reason }: CancelFeeRefundBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FeeRefundCancelled> {
    return answer(reply, await this.cancelRefund.execute(context, { id, reason }));
  }
}

/** Why a household is given money back is not for everybody who may read what it paid. */
function readerOf(actor: Actor): { reasons: boolean } {
  return { reasons: isAllowed(actor.roles, 'fee.read-reasons') };
}
