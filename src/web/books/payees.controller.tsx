import { Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Clock, type Id } from '../../kernel/index.js';
import { ChangePayeeAccount, PayeeAccountBody, PayeeQueries, RegisterPayee, RegisterPayeeBody } from '../../modules/contracts/index.js';
import { payeeUsableFrom } from '../../modules/disbursements/index.js';
import { UnitOfWork, type CommandContext, type Tx } from '../../platform/database/index.js';
import { MoneyContext, RequirePermission } from '../../platform/http/index.js';
import { DeskFrames } from '../desk/desk-frames.js';
import { attempt, formJson, requestOf } from '../desk/desk-form.js';
import { formSeal, type Refusal } from '../desk/form-parts.js';
import { seeOther, sendPage } from '../desk/send-page.js';
import { CurrentPost, CurrentVisit, type PostedVisit, type Visit } from '../desk/visit.js';
import { PayeePage, PayeesPage } from './payees-page.js';

/** The bookkeeper registers those to whom money may be paid, and changes their accounts. */
@Controller('b/:c/payees')
@RequirePermission('payee.manage')
export class PayeePagesController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly frames: DeskFrames,
    private readonly payees: PayeeQueries,
    private readonly registerPayee: RegisterPayee,
    private readonly changePayeeAccount: ChangePayeeAccount,
    private readonly clock: Clock,
  ) {}

  @Get()
  async list(@CurrentVisit() visit: Visit, @Query('registered') registered: unknown, @Res() reply: FastifyReply): Promise<void> {
    await this.listPage(reply, visit, { registered: typeof registered === 'string' && /^SK\d{3,9}$/.test(registered) ? registered : null, refusal: null });
  }

  @Post()
  async register(@CurrentPost() { visit, posted }: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const outcome = await attempt(
      visit,
      posted,
      async () => this.registerPayee.execute(context, { ...(await requestOf(RegisterPayeeBody, formJson(posted))) }),
      { labels: labelsOf(visit), codes: { PAYEE_NAME_TAKEN: 'name', PAYEE_NAME_TEXT: 'name' } },
    );
    const own = `/b/${visit.slug}/payees`;
    if ('done' in outcome) return seeOther(reply, `${own}?registered=${outcome.done.value.number}`);
    await this.listPage(reply, { ...visit, path: own }, { registered: null, ...outcome });
  }

  @Get(':number')
  async one(@CurrentVisit() visit: Visit, @Param('number') number: string, @Query('done') done: unknown, @Res() reply: FastifyReply): Promise<void> {
    await this.payeePage(reply, visit, { number, changed: done === 'changed', refusal: null });
  }

  @Post(':number')
  async change(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('number') number: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const outcome = await attempt(
      visit,
      posted,
      async () => {
        const account = await requestOf(PayeeAccountBody, formJson(posted));
        const { id } = await this.read<{ id: Id<'payee'> }>(visit, (tx) => this.payees.byNumber(tx, number));
        return this.changePayeeAccount.execute(context, { payeeId: id, ...account });
      },
      { labels: labelsOf(visit) },
    );
    const own = `/b/${visit.slug}/payees/${number}`;
    if ('done' in outcome) return seeOther(reply, `${own}?done=changed`);
    await this.payeePage(reply, { ...visit, path: own }, { number, changed: false, ...outcome });
  }

  private async listPage(reply: FastifyReply, visit: Visit, after: { registered: string | null; refusal: Refusal | null; status?: number }): Promise<void> {
    const { registered, refusal, status } = after;
    const now = this.clock.now();
    const view = await this.read(visit, async (tx) => ({
      frame: await this.frames.frame(tx, visit, { area: 'b', current: 'payees' }),
      rows: (await this.payees.all(tx)).map((payee) => {
        const usableFrom = payee.account && payeeUsableFrom(payee.account.registeredAt);
        return { ...payee, usableFrom: usableFrom !== null && now <= usableFrom ? usableFrom : null };
      }),
      seal: formSeal(visit.session.formToken),
      registered,
      refusal,
    }));
    await sendPage(reply, PayeesPage({ m: visit.m, view }), status);
  }

  private async payeePage(
    reply: FastifyReply,
    visit: Visit,
    after: { number: string; changed: boolean; refusal: Refusal | null; status?: number },
  ): Promise<void> {
    const { number, changed, refusal, status } = after;
    const view = await this.read(visit, async (tx) => {
      const payee = await this.payees.byNumber(tx, number);
      return {
        frame: await this.frames.frame(tx, visit, { area: 'b', current: 'payees' }),
        payee,
        accounts: await this.payees.accounts(tx, payee.id),
        seal: formSeal(visit.session.formToken),
        changed,
        refusal,
      };
    });
    await sendPage(reply, PayeePage({ m: visit.m, view }), status);
  }

  private read<T>(visit: Visit, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.unitOfWork.read(visit.actor.communityId, work);
  }
}

function labelsOf({ m }: Visit): Readonly<Record<string, string>> {
  const { kind, party, name, bankName, accountNo, accountName } = m.payees;
  return { kind, party, name, bankName, accountNo, accountName };
}
