import { Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CancelDisbursement, DisbursementQueries, ReviseDisbursement, ReviseDisbursementBody, SeenReasonBody } from '../../../modules/disbursements/index.js';
import { UnitOfWork, type CommandContext, type Tx } from '../../../platform/database/index.js';
import { MoneyContext } from '../../../platform/http/index.js';
import { FirmPayoutPage, type FirmPayoutDone, type FirmPayoutView } from '../../firm/firm-payout-page.js';
import { attempt, formJson, requestOf, type Attempted, type Fields } from '../desk-form.js';
import type { Refusal } from '../form-parts.js';
import { seeOther, sendPage } from '../send-page.js';
import { CurrentPost, CurrentVisit, type PostedVisit, type Visit } from '../visit.js';

const doneKinds = ['submitted', 'gateFailed', 'revised', 'cancelled'] as const satisfies readonly FirmPayoutDone[];

/** How an area reads a payout of its own, where it stands, and which field a refused amount is about. */
export interface OwnPayouts {
  readonly views: { payout(tx: Tx, visit: Visit, number: string, after: { done: FirmPayoutDone | null; refusal: Refusal | null }): Promise<FirmPayoutView> };
  readonly base: (visit: Visit) => string;
  readonly amount: { readonly codes: NonNullable<Fields['codes']>; readonly label: (visit: Visit) => string };
}

/** The pages of a payout for whoever asked for it: read it, submit it again, give it up. The firm and the bookkeeper share them. */
export abstract class OwnPayoutPages {
  protected constructor(
    protected readonly unitOfWork: UnitOfWork,
    protected readonly payouts: DisbursementQueries,
    private readonly revision: ReviseDisbursement,
    private readonly cancellation: CancelDisbursement,
    private readonly own: OwnPayouts,
  ) {}

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
    const act = async () => {
      const { version, amount, bankName } = await requestOf(ReviseDisbursementBody, formJson(posted, ['version']));
      const request = { id: await this.idOf(visit, number), version, amount: amount ?? null, bankName: bankName ?? null };
      return (await this.revision.execute(context, request)).value.state;
    };
    const { codes, label } = this.own.amount;
    const outcome = await attempt(visit, posted, act, { codes, labels: { amount: label(visit) } });
    await this.answer(reply, visit, { number, done: 'done' in outcome && outcome.done === 'GATE_FAILED' ? 'gateFailed' : 'revised' }, outcome);
  }

  @Post(':number/cancellation')
  async cancel(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('number') number: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const act = async () => {
      const { version, reason } = await requestOf(SeenReasonBody, { reason: '', ...formJson(posted, ['version']) });
      return this.cancellation.execute(context, { id: await this.idOf(visit, number), version, reason });
    };
    const outcome = await attempt(visit, posted, act, { codes: { DISBURSEMENT_REASON_MISSING: 'reason', DISBURSEMENT_REASON_TEXT: 'reason' } });
    await this.answer(reply, visit, { number, done: 'cancelled' }, outcome);
  }

  protected read<T>(visit: Visit, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.unitOfWork.read(visit.actor.communityId, work);
  }

  private async answer(reply: FastifyReply, visit: Visit, asked: { number: string; done: FirmPayoutDone }, outcome: Attempted<unknown>): Promise<void> {
    const path = `${this.own.base(visit)}/${asked.number}`;
    if ('done' in outcome) return seeOther(reply, `${path}?done=${asked.done}`);
    await this.payoutPage(reply, { ...visit, path }, asked.number, { done: null, ...outcome });
  }

  private async payoutPage(
    reply: FastifyReply,
    visit: Visit,
    number: string,
    { status, ...after }: { done: FirmPayoutDone | null; refusal: Refusal | null; status?: number },
  ): Promise<void> {
    const view = await this.read(visit, (tx) => this.own.views.payout(tx, visit, number, after));
    await sendPage(reply, FirmPayoutPage({ m: visit.m, view }), status);
  }

  private idOf(visit: Visit, number: string): Promise<number> {
    return this.read(visit, (tx) => this.payouts.idOf(tx, number));
  }
}
