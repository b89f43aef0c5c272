import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext } from '../../../platform/database/index.js';
import { answer, CurrentActor, MoneyContext, RequirePermission, type Page } from '../../../platform/http/index.js';
import { AnswerRecord, type ResolutionAnswered } from '../application/answer-record.js';
import { RecordResolution } from '../application/record-resolution.js';
import { ResolutionQueries } from '../application/resolution-queries.js';
import type { ResolutionRecorded } from '../application/resolution-register.js';
import { AnswerBody, RecordResolutionBody } from './resolution-requests.js';
import { ResolutionResponse } from './resolution-response.js';

@ApiTags('resolutions')
@Controller('api/v1/communities/:c/resolutions')
export class ResolutionsController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly recordResolution: RecordResolution,
    private readonly resolutions: ResolutionQueries,
    private readonly answerRecord: AnswerRecord,
  ) {}

  /** Every resolution, the latest first: a compound has few, so they are one page. */
  @Get()
  @RequirePermission('resolution.read')
  async list(@CurrentActor() actor: Actor): Promise<Page<ResolutionResponse>> {
    const found = await this.unitOfWork.read(actor.communityId, (tx) => this.resolutions.all(tx));
    return { items: found.map((resolution) => ResolutionResponse.from(resolution)), nextCursor: null };
  }

  /** Records a decision under the next number of its year; it counts once another organisation has confirmed it. */
  @Post()
  @RequirePermission('resolution.record')
  async record(
    @MoneyContext() context: CommandContext,
    @Body() body: RecordResolutionBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ResolutionRecorded> {
    const { to = null, limit = null, replaces = null } = body;
    return answer(reply, await this.recordResolution.execute(context, { ...body, to, limit, replaces }));
  }

  /** Confirms for another organisation that the paper says so, or refuses it; the organisation that recorded it takes it back by a refusal. */
  @Post(':n/answer')
  @RequirePermission('resolution.answer')
  async answer(
    @MoneyContext() context: CommandContext,
    @Param('n') number: string,
    @Body() { decision, reason }: AnswerBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ResolutionAnswered> {
    return answer(reply, await this.answerRecord.resolution(context, { number, decision, reason: reason ?? null }));
  }
}
