import { Controller, Get, Param, ParseIntPipe, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { DomainError, required } from '../../kernel/index.js';
import { PostOpening, PrepareOpening } from '../../modules/settlement/index.js';
import type { CommandContext } from '../../platform/database/index.js';
import { MoneyContext, RequirePermission, TakesUpload, UploadedFile } from '../../platform/http/index.js';
import { attempt } from '../desk/desk-form.js';
import { lineAfter, openingBase, OpeningDesk, openingDone } from '../desk/opening/index.js';
import { seeOther } from '../desk/send-page.js';
import { CurrentPost, CurrentVisit, type Posted, type PostedVisit, type Visit } from '../desk/visit.js';

/** Opening balances for the bookkeeper: prepared from a file, and posted once three parties have signed. */
@Controller('b/:c/opening')
@RequirePermission('opening.prepare')
export class OpeningPagesController {
  constructor(
    private readonly desk: OpeningDesk,
    private readonly prepareOpening: PrepareOpening,
    private readonly postOpening: PostOpening,
  ) {}

  @Get()
  @RequirePermission('opening.read')
  async list(@CurrentVisit() visit: Visit, @Res() reply: FastifyReply): Promise<void> {
    await this.desk.list(reply, visit, 'b');
  }

  @Post()
  @TakesUpload()
  async prepare(@CurrentPost() { visit, posted }: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const base = openingBase(visit, 'b');
    const outcome = await attempt(visit, {}, () => this.prepareFrom(context, posted), { labels: { file: visit.m.opening.file } });
    if ('done' in outcome) return seeOther(reply, `${base}/${outcome.done}?done=prepared`);
    const errors = outcome.refusal.errors.map(({ message }) => ({ name: 'file', message }));
    await this.desk.list(reply, { ...visit, path: base }, 'b', { refusal: { ...outcome.refusal, errors }, status: outcome.status });
  }

  @Get(':id')
  @RequirePermission('opening.read')
  async sheet(@CurrentVisit() visit: Visit, @Param('id', ParseIntPipe) id: number, @Query() query: Posted, @Res() reply: FastifyReply): Promise<void> {
    await this.desk.sheet(reply, visit, 'b', { id, after: lineAfter(query['after']), done: openingDone(visit, query['done']) });
  }

  @Get(':id/lines.csv')
  @RequirePermission('opening.read')
  async file(@CurrentVisit() visit: Visit, @Param('id', ParseIntPipe) id: number, @Res() reply: FastifyReply): Promise<void> {
    await this.desk.file(reply, visit, id);
  }

  @Post(':id/withdraw')
  async withdraw(
    @CurrentPost() post: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('id', ParseIntPipe) id: number,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.desk.withdraw(reply, post, context, { area: 'b', id });
  }

  @Post(':id/post')
  async post(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('id', ParseIntPipe) id: number,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const outcome = await attempt(visit, posted, () => this.postOpening.execute(context, { id }));
    await this.desk.answer(reply, visit, { area: 'b', id, done: 'posted' }, outcome);
  }

  private async prepareFrom(context: CommandContext, { file }: Posted): Promise<number> {
    if (!(file instanceof UploadedFile) || file.bytes.length === 0) throw new DomainError('REQUEST_INVALID', {}, [{ path: 'file', message: 'missing' }]);
    const { value } = await this.prepareOpening.execute(context, { file: file.bytes, dryRun: false });
    return required(value.id, 'the number of a list that was prepared');
  }
}
