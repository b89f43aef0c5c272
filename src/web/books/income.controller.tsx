import { Controller, Get, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Clock, DomainError, firstDay, lastDay, Money, periodOf } from '../../kernel/index.js';
import { DepositQueries, LeaseQueries, ReleaseDeposit, ReleaseDepositBody, type LeaseIncome } from '../../modules/operating-income/index.js';
import { UnitOfWork, type CommandContext } from '../../platform/database/index.js';
import { MoneyContext, RequirePermission, Reveals } from '../../platform/http/index.js';
import { DeskFrames } from '../desk/desk-frames.js';
import { attempt, postedText, requestOf } from '../desk/desk-form.js';
import { formSeal, type Refusal } from '../desk/form-parts.js';
import { seeOther, sendPage } from '../desk/send-page.js';
import { CurrentPost, CurrentVisit, type PostedVisit, type Visit } from '../desk/visit.js';
import { IncomePage } from './income-page.js';

/** Leases of the month with what is due and paid, and the deposits of lessees. */
@Controller('b/:c/income')
@RequirePermission('deposit.give-back')
@Reveals()
export class IncomePagesController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly frames: DeskFrames,
    private readonly leases: LeaseQueries,
    private readonly deposits: DepositQueries,
    private readonly releaseDeposit: ReleaseDeposit,
  ) {}

  @Get()
  async show(@CurrentVisit() visit: Visit, @Query('done') done: unknown, @Res() reply: FastifyReply): Promise<void> {
    await this.page(reply, visit, { done: done === 'released', refusal: null });
  }

  @Post('deposits')
  async release(@CurrentPost() { visit, posted }: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const outcome = await attempt(
      visit,
      posted,
      async () => {
        const deposit = postedText(posted, 'deposit');
        if (!/^\d{1,15}$/.test(deposit)) throw new DomainError('REQUEST_INVALID', {}, [{ path: 'deposit', message: 'choose a deposit' }]);
        const { kind, amount, reason } = await requestOf(ReleaseDepositBody, {
          kind: 'BACK',
          amount: postedText(posted, 'amount'),
          reason: postedText(posted, 'reason'),
        });
        return this.releaseDeposit.execute(context, { depositId: Number.parseInt(deposit, 10), kind, amount, reason, documentSha256: null });
      },
      { labels: visit.m.income.leases.giveBackFields, codes: { DEPOSIT_SHORT: 'amount', OTHER_WORDS_INVALID: 'reason' } },
    );
    const own = `/b/${visit.slug}/income`;
    if ('done' in outcome) return seeOther(reply, `${own}?done=released`);
    await this.page(reply, { ...visit, path: own }, { done: false, ...outcome });
  }

  private async page(reply: FastifyReply, visit: Visit, after: { done: boolean; refusal: Refusal | null; status?: number }): Promise<void> {
    const { done, refusal, status } = after;
    const month = periodOf(this.clock.today());
    const view = await this.unitOfWork.read(visit.actor.communityId, async (tx) => {
      const leases = await this.leases.income(tx, { from: firstDay(month), to: lastDay(month) });
      const total = (member: 'accrued' | 'received' | 'outstanding' | 'inAdvance'): string =>
        Money.sum(leases.map((lease: LeaseIncome) => lease[member])).toString();
      return {
        frame: await this.frames.frame(tx, visit, { area: 'b', current: 'income' }),
        month,
        leases,
        totals: { accrued: total('accrued'), received: total('received'), outstanding: total('outstanding'), inAdvance: total('inAdvance') },
        arrears: await this.leases.arrears(tx, this.clock.today()),
        deposits: await this.deposits.all(tx),
        seal: formSeal(visit.session.formToken),
        done,
        refusal,
      };
    });
    await sendPage(reply, IncomePage({ m: visit.m, view }), status);
  }
}
