import { Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { DomainError, Money, required } from '../../kernel/index.js';
import {
  CancelDisbursement,
  DisbursementQueries,
  isServiceKind,
  ReviseDisbursement,
  ReviseDisbursementBody,
  SeenReasonBody,
  SubmitDisbursement,
  SubmitDisbursementBody,
} from '../../modules/disbursements/index.js';
import { UnitOfWork, type CommandContext, type Tx } from '../../platform/database/index.js';
import { MoneyContext, RequirePermission } from '../../platform/http/index.js';
import { attempt, formJson, postedText, requestOf, type Attempted, type Fields } from '../desk/desk-form.js';
import type { Refusal } from '../desk/form-parts.js';
import { seeOther, sendPage } from '../desk/send-page.js';
import { CurrentPost, CurrentVisit, type Posted, type PostedVisit, type Visit } from '../desk/visit.js';
import { FirmPayoutPage, type FirmPayoutDone } from '../firm/firm-payout-page.js';
import { formatMoney } from '../format.js';
import { RequestAmountPage, RequestCheckPage, RequestListPage } from './request-pages.js';
import { RequestViews } from './request-views.js';

const amountFields: Fields = {
  codes: { DISBURSEMENT_AMOUNT: 'amount', DISBURSEMENT_OVER_CLAIM: 'amount', MONEY_INVALID: 'amount', DISBURSEMENT_BANK_NAME: 'bankName' },
};
const doneKinds = ['submitted', 'gateFailed', 'revised', 'cancelled'] as const satisfies readonly FirmPayoutDone[];

/** The bookkeeper asks for what documents give: which one, how much, check; and follows it to the bank. */
@Controller('b/:c/requests')
@RequirePermission('disbursement.prepare')
export class RequestsController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly views: RequestViews,
    private readonly payouts: DisbursementQueries,
    private readonly submission: SubmitDisbursement,
    private readonly revision: ReviseDisbursement,
    private readonly cancellation: CancelDisbursement,
  ) {}

  @Get()
  async list(@CurrentVisit() visit: Visit, @Res() reply: FastifyReply): Promise<void> {
    await sendPage(reply, RequestListPage({ m: visit.m, view: await this.read(visit, (tx) => this.views.list(tx, visit)) }));
  }

  @Get('new')
  async amount(@CurrentVisit() visit: Visit, @Query() query: Posted, @Res() reply: FastifyReply): Promise<void> {
    await this.amountPage(reply, visit, query, { refusal: null });
  }

  /** The amount is refused here, beside its cap, before anything is submitted. */
  @Get('new/check')
  async check(@CurrentVisit() visit: Visit, @Query() query: Posted, @Res() reply: FastifyReply): Promise<void> {
    const outcome = await attempt(visit, query, async () => Money.parse(postedText(query, 'amount')), amountFields);
    if ('refusal' in outcome) return this.amountPage(reply, visit, query, outcome);
    const asked = { ...askedOf(query), amount: outcome.done };
    const view = await this.read(visit, (tx) => this.views.check(tx, visit, asked));
    if (outcome.done.isPositive && Money.parse(view.claim.payable).atLeast(outcome.done)) return sendPage(reply, RequestCheckPage({ m: visit.m, view }));
    const message = visit.m.payouts.request.over(formatMoney(view.amount), formatMoney(view.claim.payable));
    await this.amountPage(reply, visit, query, { refusal: { errors: [{ name: 'amount', message }], typed: { amount: view.amount } }, status: 422 });
  }

  @Post()
  async submit(@CurrentPost() { visit, posted }: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const outcome = await attempt(
      visit,
      posted,
      async () => {
        const { kind, claim, amount, bankName } = await requestOf(SubmitDisbursementBody, formJson(posted));
        if (isServiceKind(kind)) throw new DomainError('NOT_ALLOWED');
        const number = required(claim, 'a validated document');
        const { claimId } = await this.read(visit, (tx) => this.payouts.documentClaim(tx, kind, number));
        return (await this.submission.execute(context, { kind, claimId, amount, bankName: bankName ?? null })).value;
      },
      amountFields,
    );
    const base = `/b/${visit.slug}/requests`;
    if ('done' in outcome) return seeOther(reply, `${base}/${outcome.done.number}?done=${outcome.done.state === 'GATE_FAILED' ? 'gateFailed' : 'submitted'}`);
    const { kind, claim } = askedOf(posted);
    await this.amountPage(reply, { ...visit, path: `${base}/new?kind=${kind}&claim=${encodeURIComponent(claim)}` }, posted, outcome);
  }

  @Get(':number')
  async payout(@CurrentVisit() visit: Visit, @Param('number') number: string, @Query('done') done: unknown, @Res() reply: FastifyReply): Promise<void> {
    await this.payoutPage(reply, visit, number, { done: doneKinds.find((known) => known === done) ?? null, refusal: null });
  }

  @Post(':number/revision')
  async revise(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('number') number: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const outcome = await attempt(
      visit,
      posted,
      async () => {
        const { version, amount, bankName } = await requestOf(ReviseDisbursementBody, formJson(posted, ['version']));
        const request = { id: await this.idOf(visit, number), version, amount: amount ?? null, bankName: bankName ?? null };
        return (await this.revision.execute(context, request)).value.state;
      },
      { ...amountFields, labels: { amount: visit.m.payouts.request.amount } },
    );
    await this.answer(reply, visit, { number, done: 'done' in outcome && outcome.done === 'GATE_FAILED' ? 'gateFailed' : 'revised' }, outcome);
  }

  @Post(':number/cancellation')
  async cancel(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('number') number: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const outcome = await attempt(
      visit,
      posted,
      async () => {
        const { version, reason } = await requestOf(SeenReasonBody, { reason: '', ...formJson(posted, ['version']) });
        return this.cancellation.execute(context, { id: await this.idOf(visit, number), version, reason });
      },
      { codes: { DISBURSEMENT_REASON_MISSING: 'reason', DISBURSEMENT_REASON_TEXT: 'reason' } },
    );
    await this.answer(reply, visit, { number, done: 'cancelled' }, outcome);
  }

  private async answer(reply: FastifyReply, visit: Visit, asked: { number: string; done: FirmPayoutDone }, outcome: Attempted<unknown>): Promise<void> {
    const own = `/b/${visit.slug}/requests/${asked.number}`;
    if ('done' in outcome) return seeOther(reply, `${own}?done=${asked.done}`);
    await this.payoutPage(reply, { ...visit, path: own }, asked.number, { done: null, ...outcome });
  }

  private async amountPage(reply: FastifyReply, visit: Visit, query: Posted, after: { refusal: Refusal | null; status?: number }): Promise<void> {
    const asked = { ...askedOf(query), amount: postedText(query, 'amount'), refusal: after.refusal };
    await sendPage(reply, RequestAmountPage({ m: visit.m, view: await this.read(visit, (tx) => this.views.amount(tx, visit, asked)) }), after.status);
  }

  private async payoutPage(
    reply: FastifyReply,
    visit: Visit,
    number: string,
    after: { done: FirmPayoutDone | null; refusal: Refusal | null; status?: number },
  ): Promise<void> {
    const { done, refusal, status } = after;
    const view = await this.read(visit, (tx) => this.views.payout(tx, visit, number, { done, refusal }));
    await sendPage(reply, FirmPayoutPage({ m: visit.m, view }), status);
  }

  private idOf(visit: Visit, number: string): Promise<number> {
    return this.read(visit, (tx) => this.payouts.idOf(tx, number));
  }

  private read<T>(visit: Visit, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.unitOfWork.read(visit.actor.communityId, work);
  }
}

function askedOf(query: Posted): { kind: string; claim: string; bankName: string } {
  return { kind: postedText(query, 'kind'), claim: postedText(query, 'claim'), bankName: postedText(query, 'bankName') };
}
