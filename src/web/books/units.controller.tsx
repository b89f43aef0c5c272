import { Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Clock, DomainError, periodOf } from '../../kernel/index.js';
import { paymentReference, UnitQueries } from '../../modules/communities/index.js';
import {
  AskUnitCorrection,
  AskUnitCorrectionBody,
  FeeItemQueries,
  FeeQueries,
  ReverseEntry,
  ReverseEntryRequestBody,
  SetUnitTerm,
  SetUnitTermBody,
  UnitCorrectionRequests,
} from '../../modules/fees/index.js';
import { UnitOfWork, type CommandContext } from '../../platform/database/index.js';
import { MoneyContext, RequirePermission } from '../../platform/http/index.js';
import { DeskFrames } from '../desk/desk-frames.js';
import { attemptIn, formJson, postedText, requestOf, type Attempted } from '../desk/desk-form.js';
import { formSeal, type Refusal } from '../desk/form-parts.js';
import { seeOther, sendPage } from '../desk/send-page.js';
import { CurrentPost, CurrentVisit, type Posted, type PostedVisit, type Visit } from '../desk/visit.js';
import { monthOf } from './month.controller.js';
import { reversalLabels, termLabels, UnitPage, type UnitDone } from './unit-page.js';

interface After {
  readonly code: string;
  readonly done: UnitDone | null;
  readonly missing: string;
  readonly refusal: Refusal | null;
  readonly status?: number;
}

/** The bookkeeper's page of one unit: its account, and what is put right of it. */
@Controller('b/:c/units/:unit')
@RequirePermission('fee.bill')
export class UnitPagesController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly frames: DeskFrames,
    private readonly units: UnitQueries,
    private readonly fees: FeeQueries,
    private readonly feeItems: FeeItemQueries,
    private readonly setUnitTerm: SetUnitTerm,
    private readonly reverseEntry: ReverseEntry,
    private readonly askCorrection: AskUnitCorrection,
    private readonly requests: UnitCorrectionRequests,
  ) {}

  @Get()
  async show(@CurrentVisit() visit: Visit, @Param('unit') code: string, @Query() query: Posted, @Res() reply: FastifyReply): Promise<void> {
    const done = (['asked', 'term', 'reversed'] as const).find((known) => known === query['done']) ?? null;
    await this.page(reply, visit, { code, done, missing: postedText(query, 'missing'), refusal: null });
  }

  @Post('corrections')
  @RequirePermission('unit.ask-correction')
  async correct(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('unit') code: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const act = async (own: Posted) => this.askCorrection.execute(context, { unit: code, ...(await requestOf(AskUnitCorrectionBody, formJson(own))) });
    const naming = { labels: visit.m.corrections.fields, codes: { UNIT_CORRECTION_SAME: 'area' } as const };
    await this.answer(reply, visit, { code, done: 'asked' }, await attemptIn(visit, { posted, form: 'fix' }, act, naming));
  }

  @Post('term')
  @RequirePermission('fee.manage')
  async term(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('unit') code: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const act = async (own: Posted) => {
      const body = await requestOf(SetUnitTermBody, formJson(own));
      return this.setUnitTerm.execute(context, { unit: code, from: body.from ?? null, to: body.to ?? null, reason: body.reason });
    };
    const codes = { UNIT_TERM_DAYS: 'to', FEE_ITEM_BILLED: 'from', BILLING_TEXT: 'reason' } as const;
    await this.answer(
      reply,
      visit,
      { code, done: 'term' },
      await attemptIn(visit, { posted, form: 'term' }, act, { labels: termLabels(visit.m.corrections.fields), codes }),
    );
  }

  @Post('reversal')
  @RequirePermission('entry.reverse')
  async reverse(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('unit') code: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const act = async (own: Posted) => {
      const seq = Number.parseInt(postedText(own, 'seq'), 10);
      const bill = await this.unitOfWork.read(context.actor.communityId, (tx) => this.fees.billOfEntry(tx, Number.isSafeInteger(seq) ? seq : 0));
      if (bill?.unitCode !== code) throw new DomainError('LEDGER_ENTRY_MISSING', { seq: postedText(own, 'seq').slice(0, 20) });
      const body = await requestOf(ReverseEntryRequestBody, {
        reason: postedText(own, 'reason'),
        returnPayments: postedText(own, 'returnPayments') === 'yes',
      });
      await this.reverseEntry.execute(context, { seq, ...body });
      return bill;
    };
    const codes = { FEES_BILL_PAID: 'returnPayments' } as const;
    const labels = reversalLabels(visit.m.corrections.fields);
    const outcome = await attemptIn(visit, { posted, form: 'back' }, act, { labels, codes });
    await this.answer(reply, visit, { code, done: 'reversed', ...('done' in outcome && { missing: outcome.done.period }) }, outcome);
  }

  private async answer(
    reply: FastifyReply,
    visit: Visit,
    { code, done, missing }: { code: string; done: UnitDone; missing?: string },
    outcome: Attempted<unknown>,
  ): Promise<void> {
    const own = `/b/${visit.slug}/units/${code}`;
    if ('done' in outcome) return seeOther(reply, `${own}?done=${done}${missing === undefined ? '' : `&missing=${missing}`}`);
    await this.page(reply, { ...visit, path: own }, { code, done: null, missing: '', ...outcome });
  }

  private async page(reply: FastifyReply, visit: Visit, { code, done, missing, refusal, status }: After): Promise<void> {
    const view = await this.unitOfWork.read(visit.actor.communityId, async (tx) => {
      const unit = await this.units.byCode(tx, code);
      if (!unit) throw new DomainError('FEES_UNIT_UNKNOWN', { unit: code.slice(0, 40) });
      const { label, kind, area } = unit;
      return {
        frame: await this.frames.frame(tx, visit, { area: 'b', current: 'bills' }),
        unit: { code: unit.code, label, kind, area: area.toFixed(2), reference: paymentReference(unit) },
        ledger: await this.fees.unitLedger(tx, unit),
        corrections: await this.units.corrections(tx, unit.id),
        waiting: (await this.requests.all(tx, { unitId: unit.id })).find(({ decision }) => decision === null) ?? null,
        term: await this.feeItems.term(tx, unit.id),
        month: periodOf(this.clock.today()),
        seal: () => formSeal(visit.session.formToken),
        done,
        missing: monthOf(missing),
        refusal,
      };
    });
    await sendPage(reply, UnitPage({ m: visit.m, view }), status);
  }
}
