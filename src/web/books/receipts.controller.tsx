import { Controller, Get, Param, ParseIntPipe, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Money } from '../../kernel/index.js';
import { paymentReference, UnitQueries } from '../../modules/communities/index.js';
import { StoreEvidence } from '../../modules/evidence/index.js';
import {
  AskPaperRefund,
  AskPaperRefundBody,
  CancelFeeRefund,
  CancelFeeRefundBody,
  FeeQueries,
  FeeRefundBody,
  FeeRefunds,
  PaperRefundQueries,
  ReallocateReceipt,
  ReallocateReceiptBody,
  ReceiptQueries,
  ReceiptsRequest,
  RequestFeeRefund,
  type ReceiptFilter,
} from '../../modules/fees/index.js';
import { UnitOfWork, type CommandContext, type Tx } from '../../platform/database/index.js';
import { MoneyContext, pageOf, RequirePermission, TakesUpload } from '../../platform/http/index.js';
import { attempt, attemptIn, formJson, requestOf, typedTexts } from '../desk/desk-form.js';
import { DeskFrames } from '../desk/desk-frames.js';
import { storePosted } from '../desk/evidence-link.js';
import { formSeal, type Refusal } from '../desk/form-parts.js';
import { seeOther, sendPage } from '../desk/send-page.js';
import { CurrentPost, CurrentVisit, type Posted, type PostedVisit, type Visit } from '../desk/visit.js';
import { ReceiptPage, ReceiptsPage, type ReceiptPageView } from './receipts-page.js';
import { RefundsPage, UnitsPage, type RefundsView } from './refunds-page.js';

const PAGE = 50;
const AMOUNT = /^\d{1,13}\.\d{2}$/;

/** The bookkeeper's receipts, refunds of prepayments, and payment references. */
@Controller('b/:c')
export class ReceiptPagesController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly frames: DeskFrames,
    private readonly receipts: ReceiptQueries,
    private readonly fees: FeeQueries,
    private readonly units: UnitQueries,
    private readonly refunds: FeeRefunds,
    private readonly reallocate: ReallocateReceipt,
    private readonly requestRefund: RequestFeeRefund,
    private readonly cancelRefund: CancelFeeRefund,
    private readonly papers: PaperRefundQueries,
    private readonly askPaper: AskPaperRefund,
    private readonly storeEvidence: StoreEvidence,
  ) {}

  @Get('receipts')
  @RequirePermission('fee.reallocate')
  async list(@CurrentVisit() visit: Visit, @Query() query: Posted, @Res() reply: FastifyReply): Promise<void> {
    const request = await requestOf(ReceiptsRequest, formJson(query));
    const { unit, from, to, state, origin } = request;
    const [beforeId = 0] = request.position(1);
    const filter: ReceiptFilter = { ...(unit && { unit }), ...(from && { from }), ...(to && { to }), ...(state && { state }), ...(origin && { origin }) };
    const chosen = { unit: unit ?? '', from: from ?? '', to: to ?? '', state: state ?? '', origin: origin ?? '' };
    const view = await this.read(visit, async (tx) => {
      const { items, nextCursor } = pageOf(await this.receipts.list(tx, { ...filter, beforeId, limit: PAGE + 1 }), PAGE, (last) => [last.id]);
      const link = (cursor: string | null) => `/b/${visit.slug}/receipts?${new URLSearchParams({ ...chosen, ...(cursor && { cursor }) }).toString()}`;
      const hrefs = { firstHref: beforeId > 0 ? link(null) : null, nextHref: nextCursor === null ? null : link(nextCursor) };
      return { frame: await this.frame(tx, visit), filter: chosen, rows: items, ...hrefs };
    });
    await sendPage(reply, ReceiptsPage({ m: visit.m, view }));
  }

  @Get('receipts/:number')
  @RequirePermission('fee.reallocate')
  async one(@CurrentVisit() visit: Visit, @Param('number') number: string, @Query() query: Posted, @Res() reply: FastifyReply): Promise<void> {
    const { moved: amount, prepaid } = query;
    const moved = isAmount(amount) && isAmount(prepaid) ? { amount, prepaid } : null;
    await this.receiptPage(reply, visit, { number, moved, refusal: null });
  }

  @Post('receipts/:number')
  @RequirePermission('fee.reallocate')
  async move(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('number') receipt: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { fromPeriod, toPeriod } = visit.m.feeReceipts;
    const act = async () => this.reallocate.execute(context, { ...(await requestOf(ReallocateReceiptBody, formJson(posted))), receipt });
    const outcome = await attempt(visit, posted, act, { labels: { fromPeriod, toPeriod }, codes: { RECEIPT_MONTH_NOT_OPEN: 'toPeriod' } });
    const own = `/b/${visit.slug}/receipts/${receipt}`;
    if ('refusal' in outcome) return this.receiptPage(reply, { ...visit, path: own }, { number: receipt, moved: null, ...outcome });
    const { takenOff, prepaid } = outcome.done.value;
    await seeOther(reply, `${own}?moved=${takenOff}&prepaid=${prepaid}`);
  }

  @Get('units')
  @RequirePermission('fee.reallocate')
  async unitList(@CurrentVisit() visit: Visit, @Query('after') after: unknown, @Res() reply: FastifyReply): Promise<void> {
    const afterId = typeof after === 'string' && /^\d{1,9}$/.test(after) ? Number.parseInt(after, 10) : 0;
    const view = await this.read(visit, async (tx) => {
      const found = await this.units.page(tx, { afterId, limit: PAGE + 1 });
      const shown = found.slice(0, PAGE);
      const ids = shown.map(({ id }) => id);
      const [bills, advances] = [await this.fees.openBills(tx, ids), await this.fees.prepayments(tx, ids)];
      const sum = (of: readonly { readonly unitId: number }[], id: number, pick: (index: number) => Money) =>
        Money.sum(of.flatMap(({ unitId }, index) => (unitId === id ? [pick(index)] : []))).toString();
      const rows = shown.map((unit) => ({
        code: unit.code,
        label: unit.label,
        reference: paymentReference(unit),
        area: unit.area.toFixed(2),
        open: sum(bills, unit.id, (index) => bills[index]?.open ?? Money.zero),
        prepaid: sum(advances, unit.id, (index) => advances[index]?.amount ?? Money.zero),
      }));
      const base = `/b/${visit.slug}/units`;
      const last = shown.at(-1);
      const hrefs = { firstHref: afterId > 0 ? base : null, nextHref: found.length > PAGE && last ? `${base}?after=${last.id}` : null };
      return { frame: await this.frame(tx, visit), rows, ...hrefs };
    });
    await sendPage(reply, UnitsPage({ m: visit.m, view }));
  }

  @Get('refunds')
  @RequirePermission('fee.refund')
  async refundList(@CurrentVisit() visit: Visit, @Query() query: Posted, @Res() reply: FastifyReply): Promise<void> {
    const { unit, amount } = query;
    const asked = typeof unit === 'string' && /^[0-9A-Z-]{1,27}$/.test(unit) && isAmount(amount) ? { unit, amount } : null;
    await this.refundsPage(reply, visit, { done: query['cancelled'] === '1' ? 'cancelled' : query['asked'] === '1' ? 'asked' : asked, refusal: null });
  }

  @Post('refunds')
  @RequirePermission('fee.refund')
  async refund(@CurrentPost() { visit, posted }: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const { unit, amount, reason, document, receipt } = visit.m.feeReceipts.refunds;
    const act = async () => this.requestRefund.execute(context, await requestOf(FeeRefundBody, formJson(posted)));
    const codes = {
      FEE_REFUND_TOO_MUCH: 'amount',
      FEE_REFUND_UNDER_WAY: 'unit',
      FEE_REFUND_NO_ACCOUNT: 'receipt',
      FEE_REFUND_SEVERAL_PAYERS: 'receipt',
      FEE_REFUND_OTHER_MONEY: 'amount',
      FEE_REFUND_OTHER_UNIT: 'receipt',
    } as const;
    const outcome = await attempt(visit, posted, act, { labels: { unit, amount, reason, document, receipt }, codes });
    const own = `/b/${visit.slug}/refunds`;
    if ('refusal' in outcome) return this.refundsPage(reply, { ...visit, path: own }, { done: null, ...outcome });
    await seeOther(reply, `${own}?unit=${outcome.done.value.unit}&amount=${outcome.done.value.amount}`);
  }

  @Post('refunds/paper')
  @TakesUpload()
  @RequirePermission('fee.refund')
  async refundByPaper(@CurrentPost() { visit, posted }: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const act = async (sent: Posted) => {
      const { sha256: documentSha256 } = await storePosted(this.storeEvidence, context, sent, 'document');
      return this.askPaper.execute(context, await requestOf(AskPaperRefundBody, { ...formJson(typedTexts(sent)), documentSha256 }));
    };
    const codes = {
      FEES_UNIT_UNKNOWN: 'unit',
      FEE_REFUND_TOO_MUCH: 'amount',
      FEE_REFUND_UNDER_WAY: 'unit',
      FEE_REFUND_PAPER_ACCOUNT: 'accountNo',
      FEE_REFUND_PAPER_KNOWN: 'amount',
      FEE_REFUND_PAPER_ASKED: 'unit',
      EVIDENCE_TYPE_REFUSED: 'document',
      EVIDENCE_EMPTY: 'document',
      EVIDENCE_TOO_LARGE: 'document',
    } as const;
    const outcome = await attemptIn(visit, { posted, form: 'paper' }, act, { labels: visit.m.paperRefunds.fields, codes });
    const own = `/b/${visit.slug}/refunds`;
    if ('refusal' in outcome) return this.refundsPage(reply, { ...visit, path: own }, { done: null, ...outcome });
    await seeOther(reply, `${own}?asked=1`);
  }

  @Post('refunds/:id/cancel')
  @RequirePermission('fee.refund')
  async cancel(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('id', ParseIntPipe) id: number,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const act = async () => this.cancelRefund.execute(context, { id, ...(await requestOf(CancelFeeRefundBody, formJson(posted))) });
    const outcome = await attempt(visit, posted, act, { labels: { reason: visit.m.feeReceipts.refunds.cancelReason } });
    const own = `/b/${visit.slug}/refunds`;
    if ('refusal' in outcome) return this.refundsPage(reply, { ...visit, path: own }, { done: null, ...outcome });
    await seeOther(reply, `${own}?cancelled=1`);
  }

  private async receiptPage(
    reply: FastifyReply,
    visit: Visit,
    after: { number: string; moved: ReceiptPageView['moved']; refusal: Refusal | null; status?: number },
  ): Promise<void> {
    const { number, moved, refusal, status } = after;
    const view = await this.read(visit, async (tx) => {
      const receipt = await this.receipts.byNumber(tx, number);
      const open = (await this.fees.openBills(tx, [receipt.unitId])).map(({ period }) => period);
      const settlements = await this.receipts.settlements(tx, receipt.id);
      return {
        frame: await this.frame(tx, visit),
        receipt,
        settlements,
        openPeriods: [...new Set(open)],
        seal: formSeal(visit.session.formToken),
        moved,
        refusal,
      };
    });
    await sendPage(reply, ReceiptPage({ m: visit.m, view }), status);
  }

  private async refundsPage(reply: FastifyReply, visit: Visit, after: { done: RefundsView['done']; refusal: Refusal | null; status?: number }): Promise<void> {
    const { done, refusal, status } = after;
    const view = await this.read(visit, async (tx) => {
      const open = new Set((await this.refunds.open(tx)).map(({ id }) => id));
      const rows = (await this.refunds.all(tx)).map((refund) => ({ ...refund, isOpen: open.has(refund.id), seal: formSeal(visit.session.formToken) }));
      const seals = { seal: formSeal(visit.session.formToken), paperSeal: formSeal(visit.session.formToken) };
      return { frame: await this.frame(tx, visit), rows, papers: await this.papers.all(tx), ...seals, done, refusal };
    });
    await sendPage(reply, RefundsPage({ m: visit.m, view }), status);
  }

  private frame(tx: Tx, visit: Visit): ReturnType<DeskFrames['frame']> {
    return this.frames.frame(tx, visit, { area: 'b', current: 'receipts' });
  }

  private read<T>(visit: Visit, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.unitOfWork.read(visit.actor.communityId, work);
  }
}

function isAmount(value: unknown): value is string {
  return typeof value === 'string' && AMOUNT.test(value);
}
