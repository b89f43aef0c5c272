import { Controller, Get, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { DomainError, Money, required } from '../../kernel/index.js';
import {
  CancelDisbursement,
  DisbursementQueries,
  isServiceKind,
  ReviseDisbursement,
  SubmitDisbursement,
  SubmitDisbursementBody,
} from '../../modules/disbursements/index.js';
import { UnitOfWork, type CommandContext } from '../../platform/database/index.js';
import { MoneyContext, RequirePermission } from '../../platform/http/index.js';
import { attempt, formJson, postedText, requestOf } from '../desk/desk-form.js';
import type { Refusal } from '../desk/form-parts.js';
import { seeOther, sendPage } from '../desk/send-page.js';
import { CurrentPost, CurrentVisit, type Posted, type PostedVisit, type Visit } from '../desk/visit.js';
import { OwnPayoutPages } from '../desk/payout/own-payout-pages.js';
import { formatMoney } from '../format.js';
import { RequestAmountPage, RequestCheckPage, RequestListPage } from './request-pages.js';
import { RequestViews } from './request-views.js';

const amountFields = {
  codes: { DISBURSEMENT_AMOUNT: 'amount', DISBURSEMENT_OVER_CLAIM: 'amount', MONEY_INVALID: 'amount', DISBURSEMENT_BANK_NAME: 'bankName' },
} as const;

/** The bookkeeper asks for what documents give: which one, how much, check; and follows it to the bank. */
@Controller('b/:c/requests')
@RequirePermission('disbursement.prepare')
export class RequestsController extends OwnPayoutPages {
  constructor(
    unitOfWork: UnitOfWork,
    payouts: DisbursementQueries,
    revision: ReviseDisbursement,
    cancellation: CancelDisbursement,
    private readonly views: RequestViews,
    private readonly submission: SubmitDisbursement,
  ) {
    const amount = { codes: amountFields.codes, label: ({ m }: Visit) => m.payouts.request.amount };
    super(unitOfWork, payouts, revision, cancellation, { views, base: ({ slug }) => `/b/${slug}/requests`, amount });
  }

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

  private async amountPage(reply: FastifyReply, visit: Visit, query: Posted, after: { refusal: Refusal | null; status?: number }): Promise<void> {
    const asked = { ...askedOf(query), amount: postedText(query, 'amount'), refusal: after.refusal };
    await sendPage(reply, RequestAmountPage({ m: visit.m, view: await this.read(visit, (tx) => this.views.amount(tx, visit, asked)) }), after.status);
  }
}

function askedOf(query: Posted): { kind: string; claim: string; bankName: string } {
  return { kind: postedText(query, 'kind'), claim: postedText(query, 'claim'), bankName: postedText(query, 'bankName') };
}
