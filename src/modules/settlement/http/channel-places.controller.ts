import { Body, Controller, Get, HttpCode, Param, ParseIntPipe, Post, Query, Res } from '@nestjs/common';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsString, Length, Matches } from 'class-validator';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext } from '../../../platform/database/index.js';
import { answer, CurrentActor, MoneyContext, PageRequest, RequirePermission } from '../../../platform/http/index.js';
import type { ChannelLineId } from '../../bank/index.js';
import { AssignChannelLine, UndoChannelLine, type ChannelLineAssigned, type ChannelLineUndone } from '../application/assign-channel-line.js';
import { ChannelPlaceQueries, type WaitingChannelLine } from '../application/channel-places.js';
import { MatchChannelLines, type ChannelLinesMatched } from '../application/match-channel-lines.js';

/** The unit that a payment of a channel is for. */
export class AssignChannelLineBody {
  @ApiProperty({ example: '03-201', description: 'code of the unit' })
  @Matches(/^[0-9A-Z-]{1,40}$/)
  unit!: string;
}

/** Why a payment is taken off its unit. */
export class UndoChannelLineBody {
  @ApiProperty({ example: 'the payer meant 03-210' })
  @IsString()
  @Length(1, 200)
  reason!: string;
}

class ChannelCandidateResponse {
  @ApiProperty({ example: '03-201' })
  unit!: string;

  @ApiProperty({ example: 'EXACT_AMOUNT', description: 'code of the reason' })
  reason!: string;
}

export class WaitingChannelLineResponse {
  @ApiProperty()
  id!: number;

  @ApiProperty({ example: 'UNKNOWN_PAYER', description: 'code of the reason why it waits' })
  reason!: string;

  @ApiProperty({ type: [ChannelCandidateResponse], description: 'units that it may be for, the best first' })
  candidates!: ChannelCandidateResponse[];

  static from({ line, reason, candidates }: WaitingChannelLine): WaitingChannelLineResponse {
    const units = candidates.map(({ unit, reason: why }) => ({ unit, reason: why.code }));
    return Object.assign(new WaitingChannelLineResponse(), { id: line.id, reason: reason.code, candidates: units });
  }
}

/** Payments of channels and their units. */
@ApiTags('settlement')
@Controller('api/v1/communities/:c/channel-lines')
export class ChannelPlacesController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly places: ChannelPlaceQueries,
    private readonly matchChannelLines: MatchChannelLines,
    private readonly assignChannelLine: AssignChannelLine,
    private readonly undoChannelLine: UndoChannelLine,
  ) {}

  /** Payments that wait for a unit, oldest first, with the units that they may be for. */
  @Get('waiting')
  @RequirePermission('bank.read')
  async waiting(@CurrentActor() actor: Actor, @Query() { limit }: PageRequest): Promise<{ items: WaitingChannelLineResponse[] }> {
    const waiting = await this.unitOfWork.read(actor.communityId, (tx) => this.places.waiting(tx, limit));
    return { items: waiting.map((line) => WaitingChannelLineResponse.from(line)) };
  }

  /** Gives every payment without a place its unit by rule. */
  @Post('match')
  @HttpCode(200)
  @RequirePermission('bank.match')
  async match(@MoneyContext() context: CommandContext, @Res({ passthrough: true }) reply: FastifyReply): Promise<ChannelLinesMatched> {
    return answer(reply, await this.matchChannelLines.execute(context));
  }

  /** Gives one payment its unit by hand. */
  @Post(':line/place')
  @HttpCode(200)
  @RequirePermission('bank.match')
  async place(
    @MoneyContext() context: CommandContext,
    @Param('line', ParseIntPipe) line: number,
    @Body() { unit }: AssignChannelLineBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ChannelLineAssigned> {
    return answer(reply, await this.assignChannelLine.execute(context, { lineId: line as ChannelLineId, unit }));
  }

  /** Takes one payment off its unit again. */
  @Post(':line/undo')
  @HttpCode(200)
  @RequirePermission('bank.match')
  async undo(
    @MoneyContext() context: CommandContext,
    @Param('line', ParseIntPipe) line: number,
    @Body() { reason }: UndoChannelLineBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ChannelLineUndone> {
    return answer(reply, await this.undoChannelLine.execute(context, { lineId: line as ChannelLineId, reason }));
  }
}
