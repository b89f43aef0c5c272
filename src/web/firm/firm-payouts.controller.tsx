import { Controller, Get, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { DomainError, Money, required } from '../../kernel/index.js';
import { AssessmentQueries } from '../../modules/assessments/index.js';
import { EVIDENCE_FILES_MAX, FILM_BYTES_MAX, StoreEvidenceFiles } from '../../modules/evidence/index.js';
import {
  CancelDisbursement,
  DisbursementQueries,
  ReviseDisbursement,
  SubmitDisbursement,
  SubmitDisbursementBody,
  type SourceRequest,
} from '../../modules/disbursements/index.js';
import { UnitOfWork, type CommandContext } from '../../platform/database/index.js';
import { MoneyContext, RequirePermission, TakesFiles } from '../../platform/http/index.js';
import { DeskFrames } from '../desk/desk-frames.js';
import { attempt, formJson, postedText, requestOf, typedTexts } from '../desk/desk-form.js';
import { storeAllPosted } from '../desk/evidence-link.js';
import type { Refusal } from '../desk/form-parts.js';
import { OwnPayoutPages } from '../desk/payout/own-payout-pages.js';
import { seeOther, sendPage } from '../desk/send-page.js';
import { CurrentPost, CurrentVisit, type Posted, type PostedVisit, type Visit } from '../desk/visit.js';
import { formatMoney } from '../format.js';
import { PayoutListPage } from '../workbench/payout-list-page.js';
import { PayoutListViews } from '../workbench/payout-list-views.js';
import { FirmViews } from './firm-views.js';
import { AmountPage, CheckPage, ChooseClaimPage } from './request-page.js';

const amountFields = {
  codes: { DISBURSEMENT_AMOUNT: 'amount', DISBURSEMENT_OVER_BASE: 'amount', DISBURSEMENT_OVER_PERFORMANCE: 'amount', DISBURSEMENT_OVER_OWED: 'amount' },
} as const;

/** The firm's requests: what to ask for in three steps, and each on its way to the bank. */
@Controller('f/:c/payouts')
@RequirePermission('disbursement.submit')
export class FirmPayoutsController extends OwnPayoutPages {
  constructor(
    unitOfWork: UnitOfWork,
    payouts: DisbursementQueries,
    revision: ReviseDisbursement,
    cancellation: CancelDisbursement,
    private readonly frames: DeskFrames,
    private readonly views: FirmViews,
    private readonly lists: PayoutListViews,
    private readonly assessments: AssessmentQueries,
    private readonly submission: SubmitDisbursement,
    private readonly storeFiles: StoreEvidenceFiles,
  ) {
    const amount = { codes: amountFields.codes, label: ({ m }: Visit) => m.firm.payout.amount };
    super(unitOfWork, payouts, revision, cancellation, { views, base: ({ slug }) => `/f/${slug}/payouts`, amount });
  }

  @Get()
  async list(@CurrentVisit() visit: Visit, @Query() query: Posted, @Res() reply: FastifyReply): Promise<void> {
    const texts = visit.m.firm.list;
    const view = await this.read(visit, async (tx) => ({
      frame: await this.frames.frame(tx, visit, { area: 'f', current: 'requests' }),
      title: texts.title,
      empty: { title: texts.empty, hint: texts.emptyHint },
      ...(await this.lists.page(tx, visit, `/f/${visit.slug}/payouts`, query)),
    }));
    await sendPage(reply, PayoutListPage({ m: visit.m, view }));
  }

  /** First what, then how much: each step is an address, so that the back button and a bookmark work. */
  @Get('new')
  async request(@CurrentVisit() visit: Visit, @Query() query: Posted, @Res() reply: FastifyReply): Promise<void> {
    const source = postedText(query, 'source');
    if (source === '') return sendPage(reply, ChooseClaimPage({ m: visit.m, view: await this.read(visit, (tx) => this.views.choose(tx, visit, null)) }));
    await this.amountPage(reply, visit, { source, amount: postedText(query, 'amount') || null, refusal: null });
  }

  /** The amount is refused here, beside its formula, before anything is submitted. */
  @Get('new/check')
  async check(@CurrentVisit() visit: Visit, @Query() query: Posted, @Res() reply: FastifyReply): Promise<void> {
    const [source, text] = [postedText(query, 'source'), postedText(query, 'amount')];
    const outcome = await attempt(visit, query, async () => Money.parse(text), { codes: { MONEY_INVALID: 'amount' } });
    if ('refusal' in outcome) return this.amountPage(reply, visit, { source, amount: text, ...outcome });
    const view = await this.read(visit, (tx) => this.views.check(tx, visit, { source, amount: outcome.done, refusal: null }));
    if (outcome.done.isPositive && Money.parse(view.claim.payable).atLeast(outcome.done)) return sendPage(reply, CheckPage({ m: visit.m, view }));
    const message = visit.m.firm.request.over(formatMoney(view.amount), formatMoney(view.claim.payable));
    await this.amountPage(reply, visit, { source, amount: text, refusal: { errors: [{ name: 'amount', message }], typed: { amount: text } }, status: 422 });
  }

  @Post()
  @TakesFiles(EVIDENCE_FILES_MAX, FILM_BYTES_MAX)
  async submit(@CurrentPost() { visit, posted }: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const outcome = await attempt(
      visit,
      posted,
      async () => {
        const body = await requestOf(SubmitDisbursementBody, formJson(typedTexts(posted)));
        const source = await this.sourceOf(visit, body);
        const documents = await storeAllPosted(this.storeFiles, context, posted, 'invoice');
        const invoiceNo = body.invoiceNo ?? null;
        const papers = invoiceNo === null && documents.length === 0 ? {} : { papers: { invoiceNo, documents } };
        return (await this.submission.execute(context, { ...source, amount: body.amount, ...papers })).value;
      },
      amountFields,
    );
    if ('done' in outcome) {
      const { number, state } = outcome.done;
      return seeOther(reply, `/f/${visit.slug}/payouts/${number}?done=${state === 'GATE_FAILED' ? 'gateFailed' : 'submitted'}`);
    }
    const source = `${postedText(posted, 'kind')}-${postedText(posted, 'period') || postedText(posted, 'quarter')}`;
    const path = `/f/${visit.slug}/payouts/new?source=${encodeURIComponent(source)}`;
    await this.amountPage(reply, { ...visit, path }, { source, amount: postedText(posted, 'amount'), ...outcome });
  }

  private async amountPage(
    reply: FastifyReply,
    visit: Visit,
    asked: { source: string; amount: string | null; refusal: Refusal | null; status?: number },
  ): Promise<void> {
    const view = await this.read(visit, (tx) => this.views.amount(tx, visit, asked));
    await sendPage(reply, AmountPage({ m: visit.m, view }), asked.status);
  }

  private async sourceOf(visit: Visit, { kind, period, quarter }: SubmitDisbursementBody): Promise<SourceRequest> {
    if (kind === 'BASE') return { kind, period: required(period, 'a validated period') };
    if (kind !== 'PERFORMANCE') throw new DomainError('NOT_ALLOWED');
    const assessment = await this.read(visit, (tx) => this.assessments.byQuarter(tx, required(quarter, 'a validated quarter')));
    if (!assessment) throw new DomainError('NOT_FOUND');
    return { kind, assessmentId: assessment.id };
  }
}
