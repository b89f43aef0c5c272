import { Body, Controller, Get, HttpCode, Post, Query, Res } from '@nestjs/common';
import { ApiConsumes, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { isAllowed, type Actor } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext } from '../../../platform/database/index.js';
import { answer, CurrentActor, MoneyContext, pageOf, RequirePermission, Reveals, TakesUpload, type Page } from '../../../platform/http/index.js';
import { ChannelQueries } from '../application/channel-queries.js';
import { ImportChannelFile, type ChannelFileImported } from '../application/import-channel-file.js';
import { ChannelLineResponse } from './channel-line-response.js';
import { ChannelImportRequest, ChannelLinesRequest } from './channel-requests.js';

@ApiTags('bank')
@Controller('api/v1/communities/:c')
export class ChannelController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly importChannelFile: ImportChannelFile,
    private readonly queries: ChannelQueries,
  ) {}

  /** Reads the bill of a payment channel and, unless it is a dry run, adds its payments. Nothing is booked by it. */
  @Post('channel-imports')
  @HttpCode(200)
  @TakesUpload()
  @ApiConsumes('multipart/form-data')
  @RequirePermission('bank.import')
  async importFile(
    @MoneyContext() context: CommandContext,
    @Body() request: ChannelImportRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ChannelFileImported> {
    const { name: fileName, bytes: file } = request.file;
    return answer(reply, await this.importChannelFile.execute(context, { fileName, file, dryRun: request.dryRun === 'true' }));
  }

  /** Payments of the channels, as they were imported. */
  @Get('channel-lines')
  @Reveals()
  @RequirePermission('bank.read')
  async listLines(@CurrentActor() actor: Actor, @Query() request: ChannelLinesRequest): Promise<Page<ChannelLineResponse>> {
    const { limit, state, channel, from, to } = request;
    const [after = 0] = request.position(1);
    const filter = { ...(state && { states: [state] }), ...(channel && { channel }), ...(from && { from }), ...(to && { to }), after, limit: limit + 1 };
    const rows = await this.unitOfWork.read(actor.communityId, (tx) => this.queries.lines(tx, filter));
    const { items, nextCursor } = pageOf(rows, limit, (last) => [last.id]);
    const wholeName = isAllowed(actor.roles, 'unit.read-owner-name');
    return { items: items.map((line) => ChannelLineResponse.from(line, { wholeName })), nextCursor };
  }
}
