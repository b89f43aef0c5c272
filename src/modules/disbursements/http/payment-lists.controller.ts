import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiConsumes, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext } from '../../../platform/database/index.js';
import { answer, CurrentActor, MoneyContext, pageOf, PageRequest, RequirePermission, TakesUpload } from '../../../platform/http/index.js';
import { ChoosePaymentFormat, type PaymentFormatChosen } from '../application/choose-payment-format.js';
import { DisbursementQueries } from '../application/disbursement-queries.js';
import { ImportPaymentStatus, type PaymentStatusImported } from '../application/import-payment-status.js';
import { PaymentFormatBody, PaymentStatusBody } from './disbursement-requests.js';
import { PaymentListsResponse } from './disbursement-responses.js';

/** The files that tell the bank what to pay. They carry whole account numbers, so they are the cashier's. */
@ApiTags('disbursements')
@Controller('api/v1/communities/:c/payment-lists')
@RequirePermission('disbursement.instruct')
export class PaymentListsController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly queries: DisbursementQueries,
    private readonly choice: ChoosePaymentFormat,
    private readonly statuses: ImportPaymentStatus,
  ) {}

  /** The bank's status report (pain.002) about one of the files. It settles nothing; what the bank refused goes back to its approvers. */
  @Post('status')
  @HttpCode(200)
  @TakesUpload()
  @ApiConsumes('multipart/form-data')
  async status(
    @MoneyContext() context: CommandContext,
    @Body() { file }: PaymentStatusBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PaymentStatusImported> {
    return answer(reply, await this.statuses.execute(context, { file: file.bytes }));
  }

  /** The form of the files from now on, for the account of today. */
  @Post('format')
  @HttpCode(200)
  async choose(
    @MoneyContext() context: CommandContext,
    @Body() { format }: PaymentFormatBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PaymentFormatChosen> {
    return answer(reply, await this.choice.execute(context, { format }));
  }

  /** The latest first. */
  @Get()
  @ApiOkResponse({ type: PaymentListsResponse })
  async list(@CurrentActor() actor: Actor, @Query() page: PageRequest): Promise<PaymentListsResponse> {
    const [beforeId = 0] = page.position(1);
    const lists = await this.unitOfWork.read(actor.communityId, (tx) => this.queries.paymentLists(tx, { beforeId, limit: page.limit + 1 }));
    const { items, nextCursor } = pageOf(lists, page.limit, (last) => [last.id]);
    return { items: items.map(({ sha256, format, total, instructedAt, numbers }) => ({ sha256, format, total, instructedAt, payouts: numbers })), nextCursor };
  }

  /** The bytes, named by their SHA-256. */
  @Get(':sha256')
  @ApiProduces('text/csv', 'application/xml')
  async file(@CurrentActor() actor: Actor, @Param('sha256') sha256: string, @Res() reply: FastifyReply): Promise<void> {
    const { bytes, type, extension } = await this.unitOfWork.read(actor.communityId, (tx) => this.queries.paymentListFile(tx, sha256));
    await reply
      .header('content-type', type)
      .header('content-disposition', `attachment; filename="payments-${sha256.slice(0, 12)}.${extension}"`)
      .header('cache-control', 'private, no-store')
      .send(bytes);
  }
}
