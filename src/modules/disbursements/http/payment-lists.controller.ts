import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../../../kernel/index.js';
import { UnitOfWork } from '../../../platform/database/index.js';
import { CurrentActor, pageOf, PageRequest, RequirePermission } from '../../../platform/http/index.js';
import { DisbursementQueries } from '../application/disbursement-queries.js';
import { PaymentListsResponse } from './disbursement-responses.js';

/** The files that tell the bank what to pay. They carry whole account numbers, so they are the cashier's. */
@ApiTags('disbursements')
@Controller('api/v1/communities/:c/payment-lists')
@RequirePermission('disbursement.instruct')
export class PaymentListsController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly queries: DisbursementQueries,
  ) {}

  /** The latest first. */
  @Get()
  @ApiOkResponse({ type: PaymentListsResponse })
  async list(@CurrentActor() actor: Actor, @Query() page: PageRequest): Promise<PaymentListsResponse> {
    const [beforeId = 0] = page.position(1);
    const lists = await this.unitOfWork.read(actor.communityId, (tx) => this.queries.paymentLists(tx, { beforeId, limit: page.limit + 1 }));
    const { items, nextCursor } = pageOf(lists, page.limit, (last) => [last.id]);
    return { items: items.map(({ sha256, total, instructedAt, numbers }) => ({ sha256, total, instructedAt, payouts: numbers })), nextCursor };
  }

  /** The bytes, named by their SHA-256. */
  @Get(':sha256')
  @ApiProduces('text/csv')
  async file(@CurrentActor() actor: Actor, @Param('sha256') sha256: string, @Res() reply: FastifyReply): Promise<void> {
    const bytes = await this.unitOfWork.read(actor.communityId, (tx) => this.queries.paymentListFile(tx, sha256));
    await reply
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="payments-${sha256.slice(0, 12)}.csv"`)
      .header('cache-control', 'private, no-store')
      .send(bytes);
  }
}
