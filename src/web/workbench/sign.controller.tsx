import { Controller, Get, Param, ParseIntPipe, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { challengeBytes } from '../../kernel/index.js';
import { APPROVAL_DOMAIN, ChallengeBody, DisbursementQueries, OpenApproval, OpenChallenges } from '../../modules/disbursements/index.js';
import { UnitOfWork, type CommandContext } from '../../platform/database/index.js';
import { MoneyContext, RequirePermission } from '../../platform/http/index.js';
import { attempt, formJson, requestOf } from '../desk/desk-form.js';
import { seeOther, sendPage } from '../desk/send-page.js';
import { CurrentPost, CurrentVisit, type PostedVisit, type Visit } from '../desk/visit.js';
import { reasonFields, reasonText } from './decision-reason.js';
import { passkeyScript } from './passkey-script.js';
import { ApproverPayoutPage } from './payout-page.js';
import { PayoutViews } from './payout-views.js';
import { ReasonPage, reasonedDecisions } from './reason-page.js';
import { SignPage } from './sign-page.js';
import { SignViews } from './sign-views.js';

/** Where a decision is opened, shown again as the text that will be signed, and signed. What is signed goes to the decisions of its payout. */
@Controller('w/:c/payouts/:number/sign')
@RequirePermission('disbursement.decide')
export class SignController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly views: SignViews,
    private readonly payoutViews: PayoutViews,
    private readonly payouts: DisbursementQueries,
    private readonly challenges: OpenChallenges,
    private readonly opening: OpenApproval,
  ) {}

  @Post()
  async open(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('number') number: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { communityId } = visit.actor;
    const outcome = await attempt(
      visit,
      posted,
      async () => {
        const { template: _template, ...form } = formJson({ ...posted, reason: reasonText(visit, posted) }, ['version']);
        const { version, payloadSha256, decision, reason, key } = await requestOf(ChallengeBody, form);
        const id = await this.unitOfWork.read(communityId, (tx) => this.payouts.idOf(tx, number));
        return this.opening.execute(context, { id, version, payloadSha256, decision, reason: reason ?? null, key: key ?? null });
      },
      reasonFields,
    );
    const own = `/w/${visit.slug}/payouts/${number}`;
    if ('done' in outcome) return seeOther(reply, `${own}/sign/${outcome.done.value.challengeId}`);
    const { refusal, status } = outcome;
    const decision = reasonedDecisions.find((known) => known === posted['decision']);
    if (decision === undefined) {
      const page = await this.unitOfWork.read(communityId, (tx) => this.payoutViews.approver(tx, { ...visit, path: own }, number, { done: null, refusal }));
      return sendPage(reply, ApproverPayoutPage({ m: visit.m, view: page }), status);
    }
    const back = { ...visit, path: `${own}/${decision.toLowerCase()}` };
    const view = await this.unitOfWork.read(communityId, (tx) => this.payoutViews.reason(tx, back, { number, decision, refusal }));
    return sendPage(reply, ReasonPage({ m: visit.m, view }), status);
  }

  @Get(':challenge')
  async page(
    @CurrentVisit() visit: Visit,
    @Param('number') number: string,
    @Param('challenge', ParseIntPipe) challengeId: number,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const view = await this.unitOfWork.read(visit.actor.communityId, (tx) => this.views.sign(tx, visit, { number, challengeId, refusal: null }));
    await sendPage(reply, SignPage({ m: visit.m, view }), 200, view.key.suite === 'webauthn' ? passkeyScript : undefined);
  }

  /** What is signed, with its domain and the zero byte before it: SHA-256 of this file is what the key signs. */
  @Get(':challenge/approval.txt')
  async text(@CurrentVisit() visit: Visit, @Param('challenge', ParseIntPipe) challengeId: number, @Res() reply: FastifyReply): Promise<void> {
    const { text } = await this.unitOfWork.read(visit.actor.communityId, (tx) => this.challenges.of(tx, visit.actor, challengeId));
    await reply
      .header('content-type', 'application/octet-stream')
      .header('content-disposition', 'attachment; filename="approval.txt"')
      .header('cache-control', 'no-store')
      .send(challengeBytes(APPROVAL_DOMAIN, text));
  }
}
