import { Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { CommandContext } from '../../platform/database/index.js';
import { MoneyContext, RequirePermission, TakesUpload } from '../../platform/http/index.js';
import { baseOf, ClaimDesk, noticeOf } from '../desk/claims/claim-desk.js';
import { seeOther } from '../desk/send-page.js';
import { CurrentPost, CurrentVisit, type PostedVisit, type Visit } from '../desk/visit.js';

/** The firm asks for costs of operating, a float, and what it paid out of one. It decides nothing. */
@Controller('f/:c/claims')
@RequirePermission('claim.ask')
export class FirmClaimsController {
  constructor(private readonly desk: ClaimDesk) {}

  @Get()
  async list(@CurrentVisit() visit: Visit, @Query('done') done: unknown, @Res() reply: FastifyReply): Promise<void> {
    await this.desk.list(reply, visit, 'f', { notice: noticeOf(visit, done), refusal: null });
  }

  @Post()
  @TakesUpload()
  async ask(@CurrentPost() post: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const outcome = await this.desk.ask(post, context);
    const own = baseOf(post.visit, 'f');
    if ('done' in outcome) return seeOther(reply, `${own}?done=asked`);
    await this.desk.list(reply, { ...post.visit, path: own }, 'f', { notice: null, ...outcome });
  }

  @Get(':number')
  async one(@CurrentVisit() visit: Visit, @Param('number') number: string, @Res() reply: FastifyReply): Promise<void> {
    await this.desk.one(reply, visit, 'f', { number, refusal: null });
  }

  @Post(':number/withdrawal')
  async withdraw(
    @CurrentPost() post: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('number') number: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const outcome = await this.desk.withdraw(post, context, number);
    const own = baseOf(post.visit, 'f');
    if ('done' in outcome) return seeOther(reply, `${own}?done=withdrawn`);
    await this.desk.one(reply, { ...post.visit, path: `${own}/${number}` }, 'f', { number, ...outcome });
  }
}
