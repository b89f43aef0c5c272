import { Body, Controller, Get, HttpCode, Param, ParseIntPipe, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { DomainError, isAllowed, type AccountingPeriod, type Actor } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext } from '../../../platform/database/index.js';
import { answer, CurrentActor, CurrentContext, MoneyContext, pageOf, PageRequest, RequirePermission, type Page } from '../../../platform/http/index.js';
import { EndFeeItem, GiveFeeRate } from '../application/change-fee-item.js';
import { DecideDiscount, type DecideDiscountRequest, type DiscountDecided } from '../application/decide-discount.js';
import { DecideDiscountEnd, type DecideDiscountEndRequest, type DiscountEndDecided } from '../application/decide-discount-end.js';
import { EndDiscount, type DiscountEndAsked } from '../application/end-discount.js';
import { FeeItemQueries } from '../application/fee-item-queries.js';
import { ImportMeters, ImportReadings, type MeterFileRead } from '../application/import-meters.js';
import { RecordDiscount, type DiscountRecorded } from '../application/record-discount.js';
import { RecordFeeItem, type FeeItemRecorded } from '../application/record-fee-item.js';
import { SetUnitTerm } from '../application/set-unit-term.js';
import {
  DecideDiscountBody,
  EndDiscountBody,
  EndFeeItemBody,
  GiveFeeRateBody,
  MeterFileBody,
  ReadingFileBody,
  RecordDiscountBody,
  RecordFeeItemBody,
  SetUnitTermBody,
} from './billing-requests.js';
import { DiscountResponse, FeeItemResponse, MeterResponse } from './billing-responses.js';

/** What units are billed for besides the property fee: items, rates, meters, discounts. */
@Controller('api/v1/communities/:c')
export class FeeItemsController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly feeItems: FeeItemQueries,
    private readonly recordFeeItem: RecordFeeItem,
    private readonly giveFeeRate: GiveFeeRate,
    private readonly endFeeItem: EndFeeItem,
    private readonly recordDiscount: RecordDiscount,
    private readonly endDiscount: EndDiscount,
    private readonly decideDiscount: DecideDiscount,
    private readonly decideDiscountEnd: DecideDiscountEnd,
    private readonly setUnitTerm: SetUnitTerm,
    private readonly importMeters: ImportMeters,
    private readonly importReadings: ImportReadings,
  ) {}

  @Get('fee-items')
  @RequirePermission('fee.read')
  async items(@CurrentActor() actor: Actor): Promise<FeeItemResponse[]> {
    return (await this.unitOfWork.read(actor.communityId, (tx) => this.feeItems.all(tx))).map((item) => FeeItemResponse.from(item));
  }

  @Post('fee-items')
  @HttpCode(200)
  @RequirePermission('fee.manage')
  async record(
    @MoneyContext() context: CommandContext,
    @Body() body: RecordFeeItemBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FeeItemRecorded> {
    const rates = body.rates.map(({ unitKind, rate }) => ({ unitKind, rate }));
    return answer(reply, await this.recordFeeItem.execute(context, { ...body, rates }));
  }

  @Post('fee-items/:item/rates')
  @HttpCode(200)
  @RequirePermission('fee.manage')
  async giveRate(
    @MoneyContext() context: CommandContext,
    @Param('item') item: string,
    @Body() body: GiveFeeRateBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ item: string; from: AccountingPeriod }> {
    return answer(reply, await this.giveFeeRate.execute(context, { item, ...body }));
  }

  @Post('fee-items/:item/end')
  @HttpCode(200)
  @RequirePermission('fee.manage')
  async end(
    @MoneyContext() context: CommandContext,
    @Param('item') item: string,
    @Body() { to }: EndFeeItemBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ item: string; to: AccountingPeriod }> {
    return answer(reply, await this.endFeeItem.execute(context, { item, to }));
  }

  @Get('fee-discounts')
  @RequirePermission('fee.read')
  async discounts(@CurrentActor() actor: Actor, @Query() page: PageRequest): Promise<Page<DiscountResponse>> {
    const [beforeId = 0] = page.position(1);
    const rows = await this.unitOfWork.read(actor.communityId, (tx) => this.feeItems.discounts(tx, { beforeId, limit: page.limit + 1 }));
    const { items, nextCursor } = pageOf(rows, page.limit, (last) => [last.id]);
    const reasons = isAllowed(actor.roles, 'fee.read-reasons');
    return { items: items.map((discount) => DiscountResponse.from(discount, { reasons })), nextCursor };
  }

  /** Asks for a discount; no bill takes it before the owner side has agreed. */
  @Post('fee-discounts')
  @HttpCode(200)
  @RequirePermission('fee.manage')
  async discount(
    @MoneyContext() context: CommandContext,
    @Body() body: RecordDiscountBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DiscountRecorded> {
    const { unit, unitKind, percent, yuan } = body;
    const asked = { ...body, unit: unit ?? null, unitKind: unitKind ?? null, percent: percent ?? null, yuan: yuan ?? null };
    return answer(reply, await this.recordDiscount.execute(context, asked));
  }

  @Post('fee-discounts/:id/decision')
  @HttpCode(200)
  @RequirePermission('discount.decide')
  async decide(
    @MoneyContext() context: CommandContext,
    @Param('id', ParseIntPipe) id: number,
    @Body() { decision, reason }: DecideDiscountBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DiscountDecided> {
    if (!Number.isSafeInteger(id)) throw new DomainError('NOT_FOUND');
    return answer(reply, await this.decideDiscount.execute(context, { id: id as DecideDiscountRequest['id'], decision, reason: reason ?? null }));
  }

  /** Asks for an early end; one to which nobody has agreed yet is taken back at once. */
  @Post('fee-discounts/:id/end')
  @HttpCode(200)
  @RequirePermission('fee.manage')
  async stopDiscount(
    @MoneyContext() context: CommandContext,
    @Param('id', ParseIntPipe) id: number,
    @Body() { lastOn, reason }: EndDiscountBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DiscountEndAsked> {
    if (!Number.isSafeInteger(id)) throw new DomainError('NOT_FOUND');
    return answer(reply, await this.endDiscount.execute(context, { id, lastOn, reason }));
  }

  /** The owner side decides on an early end, named by its own id. */
  @Post('fee-discount-ends/:id/decision')
  @HttpCode(200)
  @RequirePermission('discount.decide')
  async decideEnd(
    @MoneyContext() context: CommandContext,
    @Param('id', ParseIntPipe) id: number,
    @Body() { decision, reason }: DecideDiscountBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DiscountEndDecided> {
    if (!Number.isSafeInteger(id)) throw new DomainError('NOT_FOUND');
    return answer(reply, await this.decideDiscountEnd.execute(context, { endId: id as DecideDiscountEndRequest['endId'], decision, reason: reason ?? null }));
  }

  /** From when to when a unit is billed, where not always. */
  @Post('units/:unit/term')
  @HttpCode(200)
  @RequirePermission('fee.manage')
  async term(
    @MoneyContext() context: CommandContext,
    @Param('unit') unit: string,
    @Body() body: SetUnitTermBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ unit: string }> {
    return answer(reply, await this.setUnitTerm.execute(context, { unit, from: body.from ?? null, to: body.to ?? null, reason: body.reason }));
  }

  @Get('meters')
  @RequirePermission('fee.read')
  async meters(@CurrentActor() actor: Actor): Promise<MeterResponse[]> {
    return (await this.unitOfWork.read(actor.communityId, (tx) => this.feeItems.meters(tx))).map((meter) => MeterResponse.from(meter));
  }

  @Post('meters')
  @HttpCode(200)
  @RequirePermission('fee.manage')
  async registerMeters(
    @CurrentContext() context: CommandContext,
    @Body() body: MeterFileBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MeterFileRead> {
    needKey(context, body.dryRun);
    return answer(reply, await this.importMeters.execute(context, { item: body.item, file: bytesOf(body.csv), dryRun: body.dryRun }));
  }

  @Post('meter-readings')
  @HttpCode(200)
  @RequirePermission('fee.manage')
  async readMeters(
    @CurrentContext() context: CommandContext,
    @Body() body: ReadingFileBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MeterFileRead> {
    needKey(context, body.dryRun);
    const { item, period, csv, dryRun } = body;
    return answer(reply, await this.importReadings.execute(context, { item, period, file: bytesOf(csv), dryRun }));
  }
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A dry run keeps nothing and so needs no key. @throws IDEMPOTENCY_KEY_MISSING */
function needKey(context: CommandContext, dryRun: boolean): void {
  if (!dryRun && context.idempotencyKey === null) throw new DomainError('IDEMPOTENCY_KEY_MISSING');
}
