import { Controller, Get, Param, ParseIntPipe, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { accountingPeriod, Clock, DomainError, periodOf, type ErrorCode } from '../../kernel/index.js';
import { ChangeUnitOwner, ChangeUnitOwnerBody } from '../../modules/communities/index.js';
import { ContractQueries } from '../../modules/contracts/index.js';
import {
  EndDiscount,
  EndDiscountBody,
  EndFeeItem,
  EndFeeItemBody,
  FeeItemQueries,
  GiveFeeRate,
  GiveFeeRateBody,
  ImportMeters,
  ImportReadings,
  RecordDiscount,
  RecordDiscountBody,
  RecordFeeItem,
  RecordFeeItemBody,
  type MeterFileRead,
} from '../../modules/fees/index.js';
import { UnitOfWork, type CommandContext, type Outcome } from '../../platform/database/index.js';
import { MoneyContext, RequirePermission, TakesUpload, UploadedFile } from '../../platform/http/index.js';
import { describeError } from '../../platform/messages/index.js';
import { DeskFrames } from '../desk/desk-frames.js';
import { attempt, attemptIn, formJson, postedText, requestOf, typedTexts, type Attempted } from '../desk/desk-form.js';
import { formSeal, type Refusal } from '../desk/form-parts.js';
import { seeOther, sendPage } from '../desk/send-page.js';
import { CurrentPost, CurrentVisit, type Posted, type PostedVisit, type Visit } from '../desk/visit.js';
import { FeeItemsPage, type FeeItemsView } from './fee-items-page.js';

interface After {
  readonly saved: boolean;
  readonly refusedLines?: FeeItemsView['refusedLines'];
  readonly refusal: Refusal | null;
  readonly status?: number;
}

/** The bookkeeper's fee items, meters and discounts. */
@Controller('b/:c/fee-items')
@RequirePermission('fee.manage')
export class FeeItemPagesController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly frames: DeskFrames,
    private readonly feeItems: FeeItemQueries,
    private readonly contracts: ContractQueries,
    private readonly recordFeeItem: RecordFeeItem,
    private readonly recordDiscount: RecordDiscount,
    private readonly importMeters: ImportMeters,
    private readonly importReadings: ImportReadings,
    private readonly changeUnitOwner: ChangeUnitOwner,
    private readonly giveFeeRate: GiveFeeRate,
    private readonly endFeeItem: EndFeeItem,
    private readonly endDiscount: EndDiscount,
  ) {}

  @Get()
  async list(@CurrentVisit() visit: Visit, @Query('saved') saved: unknown, @Res() reply: FastifyReply): Promise<void> {
    await this.page(reply, visit, { saved: saved === '1', refusal: null });
  }

  @Post()
  async record(@CurrentPost() { visit, posted }: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const act = async () => {
      const { flat, shop, lateFees, ...rest } = typedTexts(posted);
      const stated = [
        { unitKind: 'FLAT', rate: flat?.trim() ?? '' },
        { unitKind: 'SHOP', rate: shop?.trim() ?? '' },
      ];
      const body = await requestOf(RecordFeeItemBody, { ...formJson(rest), lateFees: lateFees === 'yes', rates: stated.filter(({ rate }) => rate !== '') });
      return this.recordFeeItem.execute(context, { ...body, rates: body.rates.map(({ unitKind, rate }) => ({ unitKind, rate })) });
    };
    const codes = { RESOLUTION_UNKNOWN: 'resolutionNo', FEE_ITEM_TAKEN: 'code', FEE_ITEM_BILLED: 'from', FEE_RATES_MISSING: 'flat' } as const;
    await this.answer(reply, visit, await attempt(visit, posted, act, { labels: visit.m.billing.items.fields, codes }));
  }

  @Post('rates')
  async rate(@CurrentPost() { visit, posted }: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const act = async (own: Posted) => {
      const { item, ...rest } = formJson(own);
      return this.giveFeeRate.execute(context, { ...(await requestOf(GiveFeeRateBody, rest)), item: String(item) });
    };
    const month = { FEE_RATE_TAKEN: 'from', FEE_RATE_MONTH: 'from', FEE_ITEM_BILLED: 'from' } as const;
    const codes = {
      FEE_RATE_INVALID: 'rate',
      FEE_ITEM_KIND: 'unitKind',
      RESOLUTION_UNKNOWN: 'resolutionNo',
      RESOLUTION_KIND_DIFFERS: 'resolutionNo',
      ...month,
    } as const;
    await this.answer(reply, visit, await attemptIn(visit, { posted, form: 'rate' }, act, { labels: visit.m.leases.items.fields, codes }));
  }

  @Post('end')
  async end(@CurrentPost() { visit, posted }: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const act = async (own: Posted) => {
      const { item, ...rest } = formJson(own);
      return this.endFeeItem.execute(context, { ...(await requestOf(EndFeeItemBody, rest)), item: String(item) });
    };
    const codes = { FEE_ITEM_ENDED: 'item', FEE_ITEM_BILLED_BEYOND: 'to' } as const;
    await this.answer(reply, visit, await attemptIn(visit, { posted, form: 'end' }, act, { labels: visit.m.leases.items.fields, codes }));
  }

  @Post('discounts')
  async discount(@CurrentPost() { visit, posted }: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const act = async () => {
      const { discountItem = '', discountUnit = '', discountFrom = '', ...rest } = typedTexts(posted);
      const body = await requestOf(RecordDiscountBody, formJson({ ...rest, item: discountItem, unit: discountUnit, from: discountFrom }));
      const { unit, unitKind, percent, yuan } = body;
      return this.recordDiscount.execute(context, { ...body, unit: unit ?? null, unitKind: unitKind ?? null, percent: percent ?? null, yuan: yuan ?? null });
    };
    const codes = {
      BILLING_UNIT_UNKNOWN: 'discountUnit',
      DISCOUNT_TARGET: 'discountUnit',
      FEE_ITEM_BILLED: 'discountFrom',
      DISCOUNT_TAKEN: 'discountFrom',
    } as const;
    await this.answer(reply, visit, await attempt(visit, posted, act, { labels: visit.m.billing.items.fields, codes }));
  }

  @Post('discounts/:id/end')
  async stop(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('id', ParseIntPipe) id: number,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (!Number.isSafeInteger(id)) throw new DomainError('NOT_FOUND');
    const act = async (own: Posted) => this.endDiscount.execute(context, { id, ...(await requestOf(EndDiscountBody, formJson(own))) });
    const codes = { DISCOUNT_ENDED: 'lastOn', FEE_ITEM_BILLED: 'lastOn', DISCOUNT_END_ASKED: 'lastOn' } as const;
    const labels = { ...visit.m.billing.items.fields, reason: visit.m.discountEnds.reason };
    await this.answer(reply, visit, await attemptIn(visit, { posted, form: `discount-${id}` }, act, { labels, codes }));
  }

  @Post('meters')
  @TakesUpload()
  async meters(@CurrentPost() { visit, posted }: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const item = postedText(posted, 'meterItem');
    await this.load(reply, { visit, posted, name: 'meterFile' }, (file, dryRun) => this.importMeters.execute(context, { item, file, dryRun }));
  }

  @Post('readings')
  @TakesUpload()
  async readings(@CurrentPost() { visit, posted }: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const item = postedText(posted, 'item');
    await this.load(reply, { visit, posted, name: 'file' }, (file, dryRun) =>
      this.importReadings.execute(context, { item, period: accountingPeriod(postedText(posted, 'period')), file, dryRun }),
    );
  }

  @Post('owner')
  @RequirePermission('unit.change-owner')
  async owner(@CurrentPost() { visit, posted }: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const act = async () => {
      const { unit = '', fromOn = '', ...rest } = typedTexts(posted);
      const body = await requestOf(ChangeUnitOwnerBody, formJson({ ...rest, from: fromOn }));
      return this.changeUnitOwner.execute(context, { ...body, unit: unit.trim() });
    };
    const codes = { UNITS_OWNER_UNKNOWN: 'unit', UNITS_OWNER_BEFORE: 'fromOn', UNITS_OWNER_AHEAD: 'fromOn', UNITS_OWNER_SAME: 'ownerName' } as const;
    await this.answer(reply, visit, await attempt(visit, posted, act, { labels: visit.m.billing.items.fields, codes }));
  }

  /** Reads a file for a look; takes it when every line is right, else shows all that are not and takes none. */
  private async load(
    reply: FastifyReply,
    { visit, posted, name }: { visit: Visit; posted: Posted; name: string },
    read: (file: Uint8Array, dryRun: boolean) => Promise<Outcome<MeterFileRead>>,
  ): Promise<void> {
    const outcome = await attempt(
      visit,
      typedTexts(posted),
      async () => {
        const file = posted[name];
        if (!(file instanceof UploadedFile) || file.bytes.length === 0) throw new DomainError('REQUEST_INVALID', {}, [{ path: name, message: 'missing' }]);
        const look = (await read(file.bytes, true)).value;
        return look.refused.length > 0 ? look : (await read(file.bytes, false)).value;
      },
      { labels: { ...visit.m.billing.items.fields, meterFile: visit.m.billing.items.fields.file } },
    );
    const own = { ...visit, path: `/b/${visit.slug}/fee-items` };
    if ('refusal' in outcome) return this.page(reply, own, { saved: false, ...outcome });
    const { lines, refused } = outcome.done;
    if (refused.length === 0) return seeOther(reply, `${own.path}?saved=1`);
    const told = refused.map(({ line, code, details }) => ({ line, message: describeError(new DomainError(code as ErrorCode, details), visit.language) }));
    await this.page(reply, own, { saved: false, refusedLines: { lines, refused: told }, refusal: null, status: 422 });
  }

  private async answer(reply: FastifyReply, visit: Visit, outcome: Attempted<unknown>): Promise<void> {
    const own = `/b/${visit.slug}/fee-items`;
    if ('done' in outcome) return seeOther(reply, `${own}?saved=1`);
    await this.page(reply, { ...visit, path: own }, { saved: false, ...outcome });
  }

  private async page(reply: FastifyReply, visit: Visit, { saved, refusedLines = null, refusal, status }: After): Promise<void> {
    const view = await this.unitOfWork.read(visit.actor.communityId, async (tx) => ({
      frame: await this.frames.frame(tx, visit, { area: 'b', current: 'bills' }),
      items: await this.feeItems.all(tx),
      discounts: await this.feeItems.discounts(tx),
      meters: await this.feeItems.meters(tx),
      contract: ((await this.contracts.findVersion(tx, periodOf(this.clock.today())))?.rates ?? []).map(({ unitKind, yuanPerSquareMetre }) => ({
        unitKind,
        rate: yuanPerSquareMetre.toString(),
      })),
      seal: () => formSeal(visit.session.formToken),
      saved,
      refusedLines,
      refusal,
    }));
    await sendPage(reply, FeeItemsPage({ m: visit.m, view }), status);
  }
}
