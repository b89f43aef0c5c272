import { Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ProposeMaintenance, ProposeMaintenanceBody } from '../../modules/operating-income/index.js';
import type { CommandContext } from '../../platform/database/index.js';
import { MoneyContext, RequirePermission, TakesUpload } from '../../platform/http/index.js';
import { baseOf, ClaimDesk, noticeOf } from '../desk/claims/claim-desk.js';
import { attempt, postedText, requestOf } from '../desk/desk-form.js';
import { seeOther } from '../desk/send-page.js';
import { CurrentPost, CurrentVisit, type PostedVisit, type Visit } from '../desk/visit.js';

/** The bookkeeper asks for costs, taxes, spending and floats, and proposes what is due to the maintenance fund. */
@Controller('b/:c/claims')
@RequirePermission('claim.ask-spending')
export class BookClaimsController {
  constructor(
    private readonly desk: ClaimDesk,
    private readonly proposeMaintenance: ProposeMaintenance,
  ) {}

  @Get()
  async list(@CurrentVisit() visit: Visit, @Query('done') done: unknown, @Res() reply: FastifyReply): Promise<void> {
    await this.desk.list(reply, visit, 'b', { notice: noticeOf(visit, done), refusal: null });
  }

  @Post()
  @TakesUpload()
  async ask(@CurrentPost() post: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const outcome = await this.desk.ask(post, context);
    const own = baseOf(post.visit, 'b');
    if ('done' in outcome) return seeOther(reply, `${own}?done=asked`);
    await this.desk.list(reply, { ...post.visit, path: own }, 'b', { notice: null, ...outcome });
  }

  @Post('maintenance')
  async propose(@CurrentPost() { visit, posted }: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const outcome = await attempt(visit, posted, async () => {
      const [resolution, period, payee, description] = ['m-resolution', 'm-period', 'm-payee', 'm-description'].map((name) => postedText(posted, name));
      return this.proposeMaintenance.execute(context, await requestOf(ProposeMaintenanceBody, { resolution, period, payee, description }));
    });
    const own = baseOf(visit, 'b');
    if ('done' in outcome) return seeOther(reply, `${own}?done=asked`);
    await this.desk.list(reply, { ...visit, path: own }, 'b', { notice: null, ...outcome });
  }

  @Get(':number')
  async one(@CurrentVisit() visit: Visit, @Param('number') number: string, @Res() reply: FastifyReply): Promise<void> {
    await this.desk.one(reply, visit, 'b', { number, refusal: null });
  }

  @Post(':number/withdrawal')
  async withdraw(
    @CurrentPost() post: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('number') number: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const outcome = await this.desk.withdraw(post, context, number);
    const own = baseOf(post.visit, 'b');
    if ('done' in outcome) return seeOther(reply, `${own}?done=withdrawn`);
    await this.desk.one(reply, { ...post.visit, path: `${own}/${number}` }, 'b', { number, ...outcome });
  }
}
