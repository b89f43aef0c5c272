import { Controller, Get, Param, ParseIntPipe, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { DomainError, isAllowed } from '../../kernel/index.js';
import { ReconciliationQueries } from '../../modules/bank/index.js';
import { SignReconciliation, WithdrawReconciliation } from '../../modules/settlement/index.js';
import { UnitOfWork, type CommandContext } from '../../platform/database/index.js';
import { MoneyContext, RequirePermission } from '../../platform/http/index.js';
import { DeskFrames } from '../desk/desk-frames.js';
import { attempt, postedText, type Attempted } from '../desk/desk-form.js';
import { formSeal } from '../desk/form-parts.js';
import { ReconciliationViews } from '../desk/reconciliation/index.js';
import { seeOther, sendPage } from '../desk/send-page.js';
import { CurrentPost, CurrentVisit, type PostedVisit, type Visit } from '../desk/visit.js';
import { ReconciliationPage, type ReconciliationPageView } from './reconciliation-page.js';

/** Reconciliations for those who sign them beside the bookkeeper. */
@Controller('w/:c/reconciliations')
@RequirePermission('disbursement.decide')
export class ReconciliationPagesController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly frames: DeskFrames,
    private readonly queries: ReconciliationQueries,
    private readonly sheets: ReconciliationViews,
    private readonly signReconciliation: SignReconciliation,
    private readonly withdrawReconciliation: WithdrawReconciliation,
  ) {}

  @Get(':id')
  async one(@CurrentVisit() visit: Visit, @Param('id', ParseIntPipe) id: number, @Query('done') done: unknown, @Res() reply: FastifyReply): Promise<void> {
    await this.page(reply, visit, { id, done: done === 'signed' || done === 'withdrawn' ? done : null, refusal: null });
  }

  @Post(':id/sign')
  @RequirePermission('reconciliation.sign')
  async sign(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('id', ParseIntPipe) id: number,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const outcome = await attempt(visit, posted, () => this.signReconciliation.execute(context, { id, sha256: postedText(posted, 'sha256') }));
    await this.answer(reply, visit, { id, done: 'signed' }, outcome);
  }

  @Post(':id/withdraw')
  @RequirePermission('reconciliation.sign')
  async withdraw(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('id', ParseIntPipe) id: number,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const act = () => this.withdrawReconciliation.execute(context, { id, reason: postedText(posted, 'reason') });
    await this.answer(reply, visit, { id, done: 'withdrawn' }, await attempt(visit, posted, act, { codes: { RECONCILIATION_REASON: 'reason' } }));
  }

  private async answer(reply: FastifyReply, visit: Visit, { id, done }: { id: number; done: string }, outcome: Attempted<unknown>): Promise<void> {
    const own = `/w/${visit.slug}/reconciliations/${id}`;
    if ('done' in outcome) return seeOther(reply, `${own}?done=${done}`);
    await this.page(reply, { ...visit, path: own }, { id, done: null, ...outcome });
  }

  private async page(
    reply: FastifyReply,
    visit: Visit,
    { id, done, refusal, status }: Pick<ReconciliationPageView, 'id' | 'done' | 'refusal'> & { status?: number },
  ): Promise<void> {
    const view = await this.unitOfWork.read(visit.actor.communityId, async (tx): Promise<ReconciliationPageView> => {
      const prepared = await this.queries.byId(tx, id);
      if (!prepared) throw new DomainError('RECONCILIATION_MISSING', { id });
      const sheet = await this.sheets.prepared(tx, prepared);
      const maySign = isAllowed(visit.actor.roles, 'reconciliation.sign');
      const isPending = prepared.closeNo === null && prepared.withdrawnAt === null;
      const seal = () => formSeal(visit.session.formToken);
      return {
        frame: await this.frames.frame(tx, visit, { area: 'w', current: 'queue' }),
        id,
        month: prepared.month,
        sheet,
        sign: maySign && sheet.state === 'PREPARED' && prepared.preparedFor !== visit.actor.organisationId ? seal() : null,
        withdraw: maySign && isPending ? seal() : null,
        done,
        refusal,
      };
    });
    await sendPage(reply, ReconciliationPage({ m: visit.m, view }), status);
  }
}
