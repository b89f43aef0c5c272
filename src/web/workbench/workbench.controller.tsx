import { Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import {
  DecideDisbursement,
  DecisionBody,
  decisionKinds,
  DisbursementQueries,
  givenSignature,
  ReasonBody,
  WithdrawApproval,
} from '../../modules/disbursements/index.js';
import { DomainError } from '../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Tx } from '../../platform/database/index.js';
import { MoneyContext, RequirePermission } from '../../platform/http/index.js';
import { DeskFrames } from '../desk/desk-frames.js';
import { attempt, formJson, requestOf, type Attempted } from '../desk/desk-form.js';
import type { Refusal } from '../desk/form-parts.js';
import { seeOther, sendPage } from '../desk/send-page.js';
import { CurrentPost, CurrentVisit, type Posted, type PostedVisit, type Visit } from '../desk/visit.js';
import { reasonFields, reasonText } from './decision-reason.js';
import { PayoutListPage } from './payout-list-page.js';
import { ApproverPayoutPage, type DecisionMade } from './payout-page.js';
import { PayoutListViews } from './payout-list-views.js';
import { PayoutViews } from './payout-views.js';
import { QueuePage } from './queue-page.js';
import { passkeyScript } from './passkey-script.js';
import { SignPage } from './sign-page.js';
import { SignViews } from './sign-views.js';
import { challengeOfForm, signatureFields, SignatureForms } from './signature-forms.js';
import { ReasonPage, reasonedDecisions, type ReasonedDecision } from './reason-page.js';

const pathOf: Readonly<Record<ReasonedDecision, string>> = { RETURN: 'return', DEFER: 'defer', REJECT: 'reject', WITHDRAW: 'withdraw' };

/** Those who approve: what waits for them, one payout, and their decision. */
@Controller('w/:c')
@RequirePermission('disbursement.decide')
export class WorkbenchController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly frames: DeskFrames,
    private readonly views: PayoutViews,
    private readonly lists: PayoutListViews,
    private readonly payouts: DisbursementQueries,
    private readonly signViews: SignViews,
    private readonly signatures: SignatureForms,
    private readonly decide: DecideDisbursement,
    private readonly withdraw: WithdrawApproval,
  ) {}

  @Get()
  async queue(@CurrentVisit() visit: Visit, @Res() reply: FastifyReply): Promise<void> {
    await sendPage(reply, QueuePage({ m: visit.m, view: await this.read(visit, (tx) => this.views.queue(tx, visit)) }));
  }

  @Get('payouts')
  @RequirePermission('book.read')
  async list(@CurrentVisit() visit: Visit, @Query() query: Posted, @Res() reply: FastifyReply): Promise<void> {
    const { list: texts } = visit.m.workbench;
    const view = await this.read(visit, async (tx) => ({
      frame: await this.frames.frame(tx, visit, { area: 'w', current: 'payouts' }),
      title: texts.title,
      empty: { title: texts.empty, hint: texts.emptyHint },
      ...(await this.lists.page(tx, visit, `/w/${visit.slug}/payouts`, query)),
    }));
    await sendPage(reply, PayoutListPage({ m: visit.m, view }));
  }

  @Get('payouts/:number')
  @RequirePermission('book.read')
  async payout(@CurrentVisit() visit: Visit, @Param('number') number: string, @Query('done') done: unknown, @Res() reply: FastifyReply): Promise<void> {
    const made = [...decisionKinds, 'WITHDRAW' as const].find((known) => known === done) ?? null;
    await this.payoutPage(reply, visit, number, { done: made, refusal: null });
  }

  @Get('payouts/:number/:decision')
  async reason(@CurrentVisit() visit: Visit, @Param('number') number: string, @Param('decision') path: string, @Res() reply: FastifyReply): Promise<void> {
    const decision = reasonedDecisions.find((known) => pathOf[known] === path);
    if (!decision) throw new DomainError('NOT_FOUND');
    await this.reasonPage(reply, visit, { number, decision, refusal: null });
  }

  @Post('payouts/:number/decisions')
  async decision(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('number') number: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const chosen = decisionKinds.find((known) => known === posted['decision']);
    const outcome = await attempt(
      visit,
      posted,
      async () => {
        const signature = await this.signatures.posted(visit, posted);
        const own = Object.fromEntries(Object.entries(posted).filter(([name]) => !(signatureFields as readonly string[]).includes(name)));
        const { template: _, ...form } = formJson({ ...own, reason: reasonText(visit, posted) }, ['version']);
        const { version, payloadSha256, decision, reason, signature: given } = await requestOf(DecisionBody, { ...form, ...(signature && { signature }) });
        const id = await this.idOf(visit, number);
        return this.decide.execute(context, { id, version, payloadSha256, decision, reason: reason ?? null, signature: givenSignature(given) });
      },
      { codes: { ...reasonFields.codes, APPROVAL_SIGNATURE_WRONG: 'signature' }, names: { 'signature.signature': 'signature' } },
    );
    const challengeId = challengeOfForm(posted);
    if ('refusal' in outcome && challengeId !== null) return this.signPage(reply, visit, { number, challengeId, ...outcome });
    await this.answer(reply, visit, { number, decision: chosen ?? 'APPROVE' }, outcome);
  }

  @Post('payouts/:number/withdrawal')
  async withdrawal(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('number') number: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const outcome = await attempt(
      visit,
      posted,
      async () => {
        const { reason } = await requestOf(ReasonBody, { reason: reasonText(visit, posted) });
        return this.withdraw.execute(context, { id: await this.idOf(visit, number), reason });
      },
      reasonFields,
    );
    await this.answer(reply, visit, { number, decision: 'WITHDRAW' }, outcome);
  }

  /** Done: back to the payout. Refused: the page from which it came, with what was typed. */
  private async answer(reply: FastifyReply, visit: Visit, asked: { number: string; decision: DecisionMade }, outcome: Attempted<unknown>): Promise<void> {
    const { number, decision } = asked;
    const own = `/w/${visit.slug}/payouts/${number}`;
    if ('done' in outcome) return seeOther(reply, `${own}?done=${decision}`);
    const { refusal, status } = outcome;
    if (decision === 'APPROVE') return this.payoutPage(reply, { ...visit, path: own }, number, { done: null, refusal, status });
    await this.reasonPage(reply, { ...visit, path: `${own}/${pathOf[decision]}` }, { number, decision, refusal, status });
  }

  private async signPage(reply: FastifyReply, visit: Visit, asked: { number: string; challengeId: number; refusal: Refusal; status: number }): Promise<void> {
    const path = `/w/${visit.slug}/payouts/${asked.number}/sign/${asked.challengeId}`;
    const view = await this.read(visit, (tx) => this.signViews.sign(tx, { ...visit, path }, asked));
    await sendPage(reply, SignPage({ m: visit.m, view }), asked.status, view.key.suite === 'webauthn' ? passkeyScript : undefined);
  }

  private async payoutPage(
    reply: FastifyReply,
    visit: Visit,
    number: string,
    after: { done: DecisionMade | null; refusal: Refusal | null; status?: number },
  ): Promise<void> {
    const view = await this.read(visit, (tx) => this.views.approver(tx, visit, number, after));
    await sendPage(reply, ApproverPayoutPage({ m: visit.m, view }), after.status);
  }

  private async reasonPage(
    reply: FastifyReply,
    visit: Visit,
    asked: { number: string; decision: ReasonedDecision; refusal: Refusal | null; status?: number },
  ): Promise<void> {
    const view = await this.read(visit, (tx) => this.views.reason(tx, visit, asked));
    await sendPage(reply, ReasonPage({ m: visit.m, view }), asked.status);
  }

  private idOf(visit: Visit, number: string): Promise<number> {
    return this.read(visit, (tx) => this.payouts.idOf(tx, number));
  }

  private read<T>(visit: Visit, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.unitOfWork.read(visit.actor.communityId, work);
  }
}
