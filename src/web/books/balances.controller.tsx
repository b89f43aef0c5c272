import { Controller, Get, Param, ParseIntPipe, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { BankAccountQueries } from '../../modules/communities/index.js';
import { StoreEvidence } from '../../modules/evidence/index.js';
import { BankBalanceQueries, CloseChecklist, NoteBankBalance, NoteBankBalanceBody, WithdrawBankBalance } from '../../modules/settlement/index.js';
import { UnitOfWork, type CommandContext } from '../../platform/database/index.js';
import { MoneyContext, RequirePermission, TakesUpload } from '../../platform/http/index.js';
import { DeskFrames } from '../desk/desk-frames.js';
import { attempt, formJson, postedText, requestOf, typedTexts, type Attempted } from '../desk/desk-form.js';
import { storePosted } from '../desk/evidence-link.js';
import { formSeal, type Refusal } from '../desk/form-parts.js';
import { seeOther, sendPage } from '../desk/send-page.js';
import { CurrentPost, CurrentVisit, type PostedVisit, type Visit } from '../desk/visit.js';
import { BalancesPage, type BalancesView } from './balances-page.js';

/** The balances that the bank has vouched for. */
@Controller('b/:c/balances')
@RequirePermission('bank.match')
export class BalancesController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly frames: DeskFrames,
    private readonly checklist: CloseChecklist,
    private readonly queries: BankBalanceQueries,
    private readonly storeEvidence: StoreEvidence,
    private readonly noteBankBalance: NoteBankBalance,
    private readonly withdrawBankBalance: WithdrawBankBalance,
    private readonly accounts: BankAccountQueries,
  ) {}

  @Get()
  async list(@CurrentVisit() visit: Visit, @Query('done') done: unknown, @Res() reply: FastifyReply): Promise<void> {
    await this.page(reply, visit, { done: done === 'noted' || done === 'withdrawn' ? done : null, refusal: null });
  }

  @Post()
  @TakesUpload()
  @RequirePermission('bank.import')
  async note(@CurrentPost() { visit, posted }: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const { on, balance, document } = visit.m.reconcile.balances;
    const outcome = await attempt(
      visit,
      posted,
      async () => {
        const { sha256: documentSha256 } = await storePosted(this.storeEvidence, context, posted, 'document');
        const body = await requestOf(NoteBankBalanceBody, { ...formJson(typedTexts(posted), ['accountId']), documentSha256 });
        return this.noteBankBalance.execute(context, body);
      },
      {
        labels: { on, balance, document },
        codes: { BANK_BALANCE_DAY_NOT_OVER: 'on', EVIDENCE_TYPE_REFUSED: 'document', EVIDENCE_EMPTY: 'document', EVIDENCE_TOO_LARGE: 'document' },
      },
    );
    await this.answer(reply, visit, 'noted', outcome);
  }

  @Post(':id/withdraw')
  @RequirePermission('bank.import')
  async withdraw(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('id', ParseIntPipe) id: number,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const reason = postedText(posted, `reason-${id}`);
    const outcome = await attempt(visit, posted, () => this.withdrawBankBalance.execute(context, { id, reason }), {
      codes: { BANK_BALANCE_REASON: `reason-${id}` },
    });
    await this.answer(reply, visit, 'withdrawn', outcome);
  }

  private async answer(reply: FastifyReply, visit: Visit, done: 'noted' | 'withdrawn', outcome: Attempted<unknown>): Promise<void> {
    const own = `/b/${visit.slug}/balances`;
    if ('done' in outcome) return seeOther(reply, `${own}?done=${done}`);
    await this.page(reply, { ...visit, path: own }, { done: null, ...outcome });
  }

  private async page(reply: FastifyReply, visit: Visit, after: { done: BalancesView['done']; refusal: Refusal | null; status?: number }): Promise<void> {
    const view = await this.unitOfWork.read(visit.actor.communityId, async (tx): Promise<BalancesView> => {
      const month = await this.checklist.nextMonth(tx);
      const seal = () => formSeal(visit.session.formToken);
      return {
        frame: await this.frames.frame(tx, visit, { area: 'b', current: 'close' }),
        month,
        balances: (await this.queries.through(tx, month)).map(({ source, id, name, on, stated, lines, books }) => ({
          key: `${source} ${id}`,
          source,
          name,
          on,
          stated: stated.toString(),
          lines: lines.toString(),
          books: books.toString(),
        })),
        letters: (await this.queries.noted(tx)).map(({ id, on, balance, documentSha256: sha256, documentName: name, withdrawnBecause }) => {
          return { id, on, balance: balance.toString(), sha256, name, withdrawnBecause, seal: seal() };
        }),
        accounts: (await this.accounts.all(tx)).map(({ id, last4 }) => ({ value: String(id), label: visit.m.bankAccounts.ends(last4) })),
        seal: seal(),
        done: after.done,
        refusal: after.refusal,
      };
    });
    await sendPage(reply, BalancesPage({ m: visit.m, view }), after.status);
  }
}
