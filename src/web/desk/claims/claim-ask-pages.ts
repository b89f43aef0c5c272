import { Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { CommandContext } from '../../../platform/database/index.js';
import { MoneyContext, TakesUpload } from '../../../platform/http/index.js';
import { seeOther } from '../send-page.js';
import { CurrentPost, CurrentVisit, type PostedVisit, type Visit } from '../visit.js';
import { ClaimDesk, claimsBase, noticeOf } from './claim-desk.js';

/** The pages of whoever asks for claims: the list with its form, one claim, and its withdrawal. Each area says which of them it is. */
export abstract class ClaimAskPages {
  protected constructor(
    protected readonly desk: ClaimDesk,
    private readonly area: 'b' | 'f',
  ) {}

  @Get()
  async list(@CurrentVisit() visit: Visit, @Query('done') done: unknown, @Res() reply: FastifyReply): Promise<void> {
    await this.desk.list(reply, visit, this.area, { notice: noticeOf(visit, done), refusal: null });
  }

  @Post()
  @TakesUpload()
  async ask(@CurrentPost() post: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const outcome = await this.desk.ask(post, context);
    const own = claimsBase(post.visit, this.area);
    if ('done' in outcome) return seeOther(reply, `${own}?done=asked`);
    await this.desk.list(reply, { ...post.visit, path: own }, this.area, { notice: null, ...outcome });
  }

  @Get(':number')
  async one(@CurrentVisit() visit: Visit, @Param('number') number: string, @Res() reply: FastifyReply): Promise<void> {
    await this.desk.one(reply, visit, this.area, { number, refusal: null });
  }

  @Post(':number/withdrawal')
  async withdraw(
    @CurrentPost() post: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('number') number: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const outcome = await this.desk.withdraw(post, context, number);
    const own = claimsBase(post.visit, this.area);
    if ('done' in outcome) return seeOther(reply, `${own}?done=withdrawn`);
    await this.desk.one(reply, { ...post.visit, path: `${own}/${number}` }, this.area, { number, ...outcome });
  }
}
